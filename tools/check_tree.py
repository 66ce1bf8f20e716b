#!/usr/bin/python3
"""Checks what the compiler cannot: layers, tests beside sources, sizes, forbidden calls, paths.

Each rule is one test, and so is that every rule finds what it is for in a made-up tree. Prints `ok`
or `FAILED` for each, then `N passed, N failed`. Standard library only.
"""

import os
import re
import subprocess
import sys
import tempfile

# server/<folder>: its layer. Includes go to a lower number only; equals never include each other.
LAYERS = {
    "base": 0,
    "model": 1,
    "policy": 2, "store": 2, "http": 2, "mail": 2,
    "directory": 3, "audit": 3,
    "auth": 4, "jobs": 4,
    "api": 5,
    "": 6,  # main, app, config
}
TESTS_ONLY = "testing"

MUST_HAVE_TESTS = ("policy", "store", "auth", "api", "http", "mail")

# Sources without a test file of their own, and the one that exercises them.
TESTED_BY = {
    "server/api/access_keys.cc": "server/api/service_users_test.cc",
    "server/api/attachments.cc": "server/api/rights_test.cc",
    "server/api/authzen_evaluation.cc": "server/api/authzen_test.cc",
    "server/api/authzen_openapi.cc": "server/api/sweep_test.cc",
    "server/api/authzen_question.cc": "server/api/authzen_test.cc",
    "server/api/bind.cc": "server/api/dispatch_test.cc",
    "server/api/bootstrap.cc": "server/api/main_job_test.cc",
    "server/api/context.cc": "server/api/rights_test.cc",
    "server/api/decisions.cc": "server/api/applications_test.cc",
    "server/api/endpoints.cc": "server/api/sweep_test.cc",
    "server/api/invitations.cc": "server/api/invitation_answers_test.cc",
    "server/api/mails.cc": "server/api/invitation_answers_test.cc",
    "server/api/membership.cc": "server/api/rights_test.cc",
    "server/api/openapi.cc": "server/api/sweep_test.cc",
    "server/api/organizations.cc": "server/api/audit_events_test.cc",
    "server/api/own_user.cc": "server/api/audit_events_test.cc",
    "server/api/problem.cc": "server/api/dispatch_test.cc",
    "server/api/sign_in.cc": "server/api/session_test.cc",
    "server/api/tokens.cc": "server/api/service_users_test.cc",
    "server/auth/authenticate.cc": "server/api/session_test.cc",
    "server/auth/keys.cc": "server/api/service_users_test.cc",
    "server/auth/membership.cc": "server/api/users_test.cc",
    "server/auth/password.cc": "server/api/passwords_test.cc",
    "server/http/answer.cc": "server/http/listener_test.cc",
    "server/http/chunked.cc": "server/http/request_reader_test.cc",
    "server/http/io_thread.cc": "server/http/listener_test.cc",
    "server/http/message.cc": "server/http/request_reader_test.cc",
    "server/http/plain_connection.cc": "server/http/listener_test.cc",
    "server/http/target.cc": "server/http/guard_test.cc",
    "server/http/tls_connection.cc": "server/http/listener_tls_test.cc",
    "server/http/tls_context.cc": "server/http/listener_tls_test.cc",
    "server/mail/layout.cc": "server/mail/templates_test.cc",
    "server/store/migrate.cc": "server/store/database_test.cc",
    "server/store/postgres.cc": "server/store/database_test.cc",
    "server/store/resources.cc": "server/api/resources_test.cc",
    "server/store/sqlite.cc": "server/store/database_test.cc",
}

LINES_MAX = 600

FORBIDDEN = {
    "`catch (...)` only to clean up and throw again": r"catch\s*\(\s*\.\.\.\s*\)",
    "no std::regex: slow, recursive, unsafe on hostile input": r"\bstd::w?s?regex\b|#include\s*<regex>",
    "no shell: system() and popen()": r"(?<![\w:.>])(?:std::|::)?(?:system|popen)\s*\(",
    "time comes from a Clock": r"\b(?:system_clock|utc_clock)::now\b",
    "every SELECT names its columns": r"(?i)\bselect\s+(?:\w+\.)?\*",
}
ALLOWED = {"time comes from a Clock": {"server/base/time.cc"}}


def is_test(path):
    return path.endswith(("_test.cc", "_fuzz.cc", "_bench.cc")) or path.startswith(
        ("server/testing/", "tests/", "bench/"))


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def lines_of(path):
    return enumerate(read(path).splitlines(), start=1)


def strip_comments(code):
    """Line numbers stay; string literals stay, as SQL and shell commands are in them."""
    pattern = r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/'
    keep = lambda m: m[0] if m[0][0] == '"' else re.sub(r"[^\n]", " ", m[0])
    return re.sub(pattern, keep, code, flags=re.S)


def folder_of(path):
    parts = path.split("/")  # server/<folder>/…/x.cc, or server/x.cc
    return parts[1] if len(parts) > 2 else ""


def committed_files():
    """What git knows or would take: not what is built."""
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         check=True, capture_output=True).stdout.decode()
    return [path for path in out.split("\0") if path and os.path.isfile(path)]


def sources(files):
    return [f for f in files if f.startswith("server/") and f.endswith((".cc", ".h"))]


def layers(files):
    """Includes point downward."""
    for path in sources(files):
        folder = folder_of(path)
        for number, line in lines_of(path):
            match = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
            if not match:
                continue
            target = match[1].split("/")[0] if "/" in match[1] else ""
            where = f"{path}:{number}: includes {match[1]}"
            if target == TESTS_ONLY:
                if not is_test(path):
                    yield f"{where}, which is for tests only"
            elif folder == TESTS_ONLY or (is_test(path) and target == folder):
                continue
            elif folder not in LAYERS:
                yield f"{path}: server/{folder}/ has no layer in tools/check_tree.py"
            elif target not in LAYERS:
                yield f"{where}, which is in no layer"
            elif target != folder and LAYERS[target] >= LAYERS[folder]:
                yield f"{where}, which is not below it"


def architecture_paths(files):
    """Every path that ARCHITECTURE.md names exists."""
    if "ARCHITECTURE.md" not in files:
        yield "ARCHITECTURE.md is missing"
        return
    everything = set(files)
    for path in files:
        while (path := os.path.dirname(path)):
            everything.add(path)
    for name in re.findall(r"(?<!`)`([\w.*<>-]+(?:/[\w.*<>-]*)+)`", read("ARCHITECTURE.md")):
        plain = name.rstrip("/")
        # `application/json` is no path: a path has an extension, a final slash or a known start.
        looks_like_path = "." in os.path.basename(plain) or name.endswith("/") or any(
            path.startswith((name.split("/")[0] + "/", f"server/{name.split('/')[0]}/"))
            for path in everything)
        if not looks_like_path or plain.startswith("build/"):
            continue
        # `store/<noun>.cc` and `migrations/*.sql` stand for several files.
        pattern = re.sub(r"<[^>]*>|\\\*", "[^/]+", re.escape(plain))
        if not any(re.fullmatch(f"(?:server/)?{pattern}", path) for path in everything):
            yield f"ARCHITECTURE.md names `{name}`, which does not exist"


def tests_beside(files):
    """Sources have a test beside them, or one that is named for them."""
    known = set(files)
    for path in sources(files):
        if path.endswith(".cc") and not is_test(path) and folder_of(path) in MUST_HAVE_TESTS:
            if path[:-3] + "_test.cc" not in known and path not in TESTED_BY:
                yield f"{path} has no {os.path.basename(path)[:-3]}_test.cc beside it"
    for path, test in TESTED_BY.items():
        if path in known and test not in known:
            yield f"{test}, which tools/check_tree.py names for {path}, does not exist"


def sizes(files):
    """No source is longer than what one can keep in mind."""
    for path in sources(files):
        count = read(path).count("\n")
        if count > LINES_MAX and not is_test(path) and "/generated/" not in path:
            yield f"{path} has {count} lines; more than {LINES_MAX} is two files"


def machine_paths(files):
    """No path of one machine and no package registry in committed files."""
    work = "/wo" + "rk/"  # written so that this file does not match itself
    lock = "package-lock.json"
    for path in files:
        for number, line in lines_of(path):
            if work in line or re.search(r"(?<![\w.])/(?:root|home/\w+)/", line):
                yield f"{path}:{number}: names a path of one machine"
            if path.endswith(lock) and re.search(r'"resolved"\s*:\s*"http', line):
                yield f"{path}:{number}: names a registry (npm config omit-lockfile-registry-resolved)"
            if path.endswith(".npmrc") and re.search(r"registry\s*=", line):
                yield f"{path}:{number}: names a registry"


def swallows(code, start):
    """The block after `catch (...)` neither throws nor ends the program."""
    open_at = code.find("{", start)
    depth, at = 1, open_at + 1
    while depth and at < len(code):
        depth += {"{": 1, "}": -1}.get(code[at], 0)
        at += 1
    return not re.search(r"\bthrow\b|current_exception|\b_?exit\(|\bterminate\(|\babort\(|\bFAIL\(",
                         code[open_at:at])


def forbidden(rule, pattern):
    def run(files):
        for path in sources(files):
            if path in ALLOWED.get(rule, ()) or path.startswith("server/testing/"):
                continue
            code = strip_comments(read(path))
            for match in re.finditer(pattern, code):
                if "catch" in pattern and not swallows(code, match.end()):
                    continue
                line = code.count("\n", 0, match.start()) + 1
                yield f"{path}:{line}: {match[0].strip()}"

    run.__doc__ = rule
    return run


RULES = [layers, architecture_paths, tests_beside, sizes, machine_paths] + [
    forbidden(rule, pattern) for rule, pattern in FORBIDDEN.items()]


def report(name, faults):
    print("FAILED" if faults else "ok", name)
    for fault in faults:
        print("   ", fault)
    return not faults


def check(files):
    results = [report(rule.__doc__.rstrip("."), list(rule(files))) for rule in RULES]
    results.append(report("Every rule finds what it is for", self_test()))
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return all(results)


# A tree with one fault for each line; the second tree has none.
BAD = {
    "server/base/a.h": '#include "model/b.h"\n',
    "server/store/a.cc": '#include "mail/b.h"\n#include "testing/b.h"\nauto q = "SELECT * from users";\n',
    "server/http/long.h": "\n" * 601,
    "server/policy/a.cc": "void f() { try { g(); } catch (...) { } }\n#include <regex>\n",
    "server/api/a.cc": "int x = system(\"ls\");\nauto t = std::chrono::system_clock::now();\n",
    "ARCHITECTURE.md": "Read `server/gone.cc`.\n",
    "console/package-lock.json": '"resolved": "https://registry.example/a.tgz"\n',
}
GOOD = {
    "server/base/time.cc": "auto t = std::chrono::system_clock::now();\n",
    "server/store/a.cc": '#include "base/a.h"\n#include "store/b.h"\n// SELECT * and system(\n',
    "server/store/a_test.cc": '#include "testing/b.h"\n#include "store/a.h"\n',
    "server/policy/a.cc": "void f() { try { g(); } catch (...) { h(); throw; } }\nint s = file_system();\n",
    "server/policy/a_test.cc": "\n",
    "server/mail/layout.cc": "\n",
    "server/mail/templates_test.cc": "\n",
    "server/main.cc": '#include "app.h"\n#include "api/x.h"\n',
    "ARCHITECTURE.md": "Read `server/main.cc`, `store/<noun>.cc`, `server/store/`, `base/*.cc`, "
                       "`GET /api/x`, `application/json`.\n",
}


def faults_in(tree):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in tree.items():
            os.makedirs(os.path.dirname(os.path.join(folder, path)) or folder, exist_ok=True)
            with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
                file.write(text)
        here = os.getcwd()
        os.chdir(folder)
        try:
            return {rule.__doc__: list(rule(list(tree))) for rule in RULES}
        finally:
            os.chdir(here)


def self_test():
    blind = [f"nothing is found: {name}" for name, faults in faults_in(BAD).items() if not faults]
    wrong = [f"no fault: {fault}" for faults in faults_in(GOOD).values() for fault in faults]
    return blind + wrong


if __name__ == "__main__":
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    sys.exit(0 if check(committed_files()) else 1)
