#!/usr/bin/python3
"""Runs the commands of the real program: `gatehouse check` and `gatehouse policy test`.

usage: tests/commands.py BINARY. Each rule is one test. Prints `ok` or `FAILED` for each, then
`N passed, N failed`. Standard library only; the server it starts is stopped by its process.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GUIDE = os.path.join(ROOT, "docs/guides/policy-tests")
POLICIES = os.path.join(GUIDE, "policies")
BINARY = os.path.abspath(sys.argv[1])


def run(*arguments):
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60)


def check(*arguments):
    return run("check", "--policies", POLICIES, *arguments)


def permitted_and_refused_have_their_status_and_reason(work):
    yes = check("ada@example.com", "write", "records:record/item/r-1")
    assert yes.returncode == 0 and yes.stdout.startswith("permitted: allowed by"), yes
    assert "Owners write" in yes.stdout, yes.stdout
    no = check("ada@example.com", "records:write", "records:record/item/r-2")
    assert no.returncode == 1 and no.stdout.startswith("refused: denied by"), no
    assert "Archived stays" in no.stdout, no.stdout


def what_cannot_be_asked_has_status_2_and_a_message(work):
    cases = [
        check("nobody@example.com", "read", "records:record/item/r-1"),
        check("ada@example.com", "raed", "records:record/item/r-1"),
        check("ada@example.com", "read", "r-1"),
        check("--context", "{", "ada@example.com", "read", "records:record/item/r-1"),
        run("check", "--policies", work, "ada@example.com", "read", "records:record/item/r-1"),
        run("policy", "test", os.path.join(work, "nothing.json")),
    ]
    for answer in cases:
        assert answer.returncode == 2, answer
        assert answer.stderr.startswith("gatehouse: ") and not answer.stdout, answer


def whom_to_ask_is_said_once(work):
    question = ["ada@example.com", "read", "records:record/item/r-1"]
    assert run("check", *question).returncode not in (0, 1)
    both = ["--policies", POLICIES, "--credentials", "x"]
    assert run("check", *both, *question).returncode not in (0, 1)


def the_cases_of_the_guide_pass(work):
    answer = run("policy", "test", os.path.join(GUIDE, "cases.json"))
    assert answer.returncode == 0 and answer.stdout == "5 passed, 0 failed\n", answer


def a_changed_policy_fails_its_case_with_a_diff(work):
    copy = os.path.join(work, "copy")
    shutil.copytree(GUIDE, copy)
    path = os.path.join(copy, "policies/team.json")
    with open(path, encoding="utf-8") as file:
        team = json.load(file)
    del team["userGroups"][0]["permissionPolicies"]
    with open(path, "w", encoding="utf-8") as file:
        json.dump(team, file)
    answer = run("policy", "test", os.path.join(copy, "cases.json"))
    assert answer.returncode == 1, answer
    assert answer.stdout.startswith(
        "FAILED Bob reads a record through the group Staff\n"
        "  user bob@example.com, read, record r-1\n"
        "  - permitted\n"
        "  + refused: "
    ), answer.stdout
    assert answer.stdout.endswith("4 passed, 1 failed\n"), answer.stdout


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def a_server_is_asked_and_its_log_has_the_same_decision_id(work):
    credentials = os.path.join(work, "credentials.json")
    log = os.path.join(work, "log")
    with open(log, "w", encoding="utf-8") as errors:
        server = subprocess.Popen(
            [BINARY, "serve", "--demo", "--port", str(free_port()),
             "--data-dir", os.path.join(work, "data"), "--credentials", credentials],
            stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert any(line.startswith("READY") for line in server.stdout)
        with open(credentials, encoding="utf-8") as file:
            known = json.load(file)
        email = known["adminEmail"]
        ask = ["check", "--credentials", credentials]
        yes = run(*ask, email, "config:update", "config:meter/item/m-1")
        assert yes.returncode == 0 and yes.stdout.startswith("permitted: allowed by"), yes
        no = run(*ask, "stranger", "config:update", "config:meter/item/m-1")
        assert no.returncode == 1 and no.stdout.startswith("refused: "), no
        for answer in (yes, no):
            decision = re.search(r"^decision ([0-9a-f-]{36})$", answer.stdout, re.M).group(1)
            with open(log, encoding="utf-8") as file:
                lines = [line for line in file if "decision.explained" in line and decision in line]
            assert len(lines) == 1, (decision, lines)
        known["apiSecret"] = "wrong"
        with open(credentials, "w", encoding="utf-8") as file:
            json.dump(known, file)
        wrong = run(*ask, email, "config:update", "config:meter/item/m-1")
        assert wrong.returncode == 2 and "401" in wrong.stderr, wrong

    finally:
        server.terminate()
        server.wait(timeout=30)


def credentials_go_over_https_only(work):
    credentials = os.path.join(work, "remote.json")
    with open(credentials, "w", encoding="utf-8") as file:
        json.dump({"apiUrl": "http://access.example.com/api", "accessKeyId": "k", "apiSecret": "s"},
                  file)
    answer = run("check", "--credentials", credentials, "a", "read", "config:meter/item/1")
    assert answer.returncode == 2 and "https://" in answer.stderr, answer


TESTS = [
    permitted_and_refused_have_their_status_and_reason,
    what_cannot_be_asked_has_status_2_and_a_message,
    whom_to_ask_is_said_once,
    the_cases_of_the_guide_pass,
    a_changed_policy_fails_its_case_with_a_diff,
    a_server_is_asked_and_its_log_has_the_same_decision_id,
    credentials_go_over_https_only,
]


def main():
    failed = 0
    for test in TESTS:
        name = test.__name__.replace("_", " ")
        with tempfile.TemporaryDirectory() as work:
            try:
                test(work)
                print("ok", name)
            except Exception as problem:  # a test that breaks has failed
                failed += 1
                print("FAILED", name, repr(problem))
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
