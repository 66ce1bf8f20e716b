#!/usr/bin/python3
"""Runs the commands of the real program: `init`, `serve`, `check` and `policy test`.

usage: tests/commands.py BINARY. Each rule is one test. Prints `ok` or `FAILED` for each, then
`N passed, N failed`. Standard library only; the server it starts is stopped by its process.
"""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from rules import free_port, run_rules

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


def init_with(work, **changed):
    values = {"config": os.path.join(work, "gatehouse.toml"), "data_dir": os.path.join(work, "data"),
              "organization": "Northwind", "email": "you@example.com", **changed}
    return run("init", *(part for name, value in values.items()
                         for part in ("--" + name.replace("_", "-"), value)))


def init_refuses_what_would_not_work_and_makes_nothing(work):
    cases = [
        {"organization": " "}, {"organization": "x" * 101}, {"first_name": ""},
        {"last_name": "a\u202eb"}, {"email": "nobody"}, {"public_url": "ftp://example.com"},
        {"public_url": "https://example.com/gate"}, {"public_url": 'http://x"\nport = 1'},
        {"address": "localhost"}, {"address": "0.0.0.0"}, {"config": os.path.join(work, "no", "such", "folder.toml")},
    ]
    for case in cases:
        answer = init_with(work, **case)
        assert answer.returncode == 1 and not answer.stdout, (case, answer)
        assert answer.stderr.splitlines()[-1].startswith("gatehouse: "), (case, answer)
        assert not os.path.exists(os.path.join(work, "gatehouse.toml")), case
    done = init_with(work)
    assert done.returncode == 0, done
    assert "exists already" in init_with(work).stderr


def init_writes_a_configuration_that_only_its_owner_reads_and_serve_takes(work):
    folder = os.path.join(work, 'odd "name" \\ here')
    port = free_port()
    done = init_with(work, data_dir=folder, port=str(port))
    assert done.returncode == 0, done
    config = os.path.join(work, "gatehouse.toml")
    for path in (config, os.path.join(folder, "secret.key"), os.path.join(folder, "gatehouse.db")):
        assert os.stat(path).st_mode & 0o777 == 0o600, path
    server = subprocess.Popen([BINARY, "serve", "--config", config], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout.readline() == f"READY http://127.0.0.1:{port}\n"
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0
        server.stdout.close()


def init_and_serve_work_on_postgresql(work):
    server_url = os.environ["TEST_POSTGRES_URL"]
    name = f"commands_{os.getpid()}"
    psql = ["psql", "--quiet", "--no-psqlrc", server_url, "--command"]
    subprocess.run([*psql, f"create database {name}"], check=True, timeout=60)
    secret = os.path.join(work, "postgres")
    with open(secret, "w", encoding="utf-8") as file:
        file.write(server_url.rsplit("/", 1)[0] + f"/{name}\n")
    os.chmod(secret, 0o600)
    port = free_port()
    try:
        done = init_with(work, postgres_file=secret, port=str(port),
                         public_url=f"http://127.0.0.1:{port}")
        assert done.returncode == 0, done
        token = re.search(r"#(gh_pw_\S+)", done.stdout).group(1)
        config = os.path.join(work, "gatehouse.toml")
        server = subprocess.Popen([BINARY, "serve", "--config", config], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        try:
            assert server.stdout.readline().startswith("READY")
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/api/password/reset", json.dumps(
                {"token": token, "newPassword": "lantern over the quay at 7"}),
                {"Content-Type": "application/json"})
            assert connection.getresponse().status == 200
            connection.close()
        finally:
            server.terminate()
            assert server.wait(timeout=30) == 0
            server.stdout.close()
        assert not os.path.exists(os.path.join(work, "data", "gatehouse.db"))
        trails = run("audit", "--config", config)
        assert trails.returncode == 0 and trails.stdout.count("intact") == 1, trails
    finally:
        subprocess.run([*psql, f"drop database if exists {name}"], check=True, timeout=60)


def a_setting_that_is_wrong_is_refused_with_its_line(work):
    config = os.path.join(work, "wrong.toml")
    first = f'[server]\ndata_dir = "{work}/data"\n'
    cases = [
        (3, "colour = 1"), (3, "port = 70000"), (3, 'port = "80"'), (3, 'address = "localhost"'),
        (3, 'address = "0.0.0.0"'), (3, 'address = "::"'), (3, 'address = "0:0::0"'),
        (3, 'trusted_proxies = "10.0.0.1"'), (3, 'trusted_proxies = ["10.0.0.0/33"]'),
        (3, 'public_url = "https://"'), (3, 'public_url = "https://example.com/"'),
        (3, 'public_url = "https://you@example.com"'), (3, 'public_url = "https://example.com?x"'),
        (3, 'log_requests = "yes"'), (3, "this is no TOML"), (4, "[nothing]\nx = 1"),
        (4, '[smtp]\npassword = "here"\nhost = "x"'), (3, "[smtp]\nport = 25"),
        (5, '[smtp]\nhost = "x"\nfrom = "nobody"'), (5, '[smtp]\nhost = "x"\nfrom_name = "a\\r\\nb"'),
        (5, '[smtp]\nhost = "x"\nsecurity = "ssl"'),
        (5, '[smtp]\nhost = "x"\npassword_file = "/nowhere"'),
        (4, '[database]\npostgres_file = "/nowhere"'),
    ]
    for line, text in cases:
        with open(config, "w", encoding="utf-8") as file:
            file.write(first + text + "\n")
        answer = run("serve", "--config", config)
        assert answer.returncode == 1 and not answer.stdout, (text, answer)
        assert f"{config}:{line}: " in answer.stderr, (text, answer.stderr)
    assert not os.path.exists(os.path.join(work, "data"))


def served_at(work, settings):
    """What `serve` prints with these settings, and the status of a request to where that is."""
    config = os.path.join(work, "served.toml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(f'[server]\ndata_dir = "{work}/data"\n{settings}\n')
    os.chmod(config, 0o600)
    server = subprocess.Popen([BINARY, "serve", "--config", config], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        line = server.stdout.readline().strip()
        try:
            with urllib.request.urlopen(line.removeprefix("READY ") + "/", timeout=30) as answer:
                return line, answer.status
        except urllib.error.HTTPError as refused:
            return line, refused.code
    finally:
        server.terminate()
        server.wait(timeout=30)
        server.stdout.close()


def without_a_port_it_is_8080_with_a_configuration_too(work):
    # Another loopback address than others on this machine take.
    assert served_at(work, 'address = "127.0.0.87"') == ("READY http://127.0.0.87:8080", 200)


def an_ipv6_address_is_printed_as_people_type_it(work):
    port = free_port()
    told = served_at(work, f'address = "::1"\nport = {port}')
    assert told == (f"READY http://[::1]:{port}", 200), told


def files_that_others_may_change_or_read_are_refused(work):
    config = os.path.join(work, "gatehouse.toml")
    assert init_with(work).returncode == 0
    os.chmod(config, 0o622)
    assert "can be written by others" in run("serve", "--config", config).stderr
    os.chmod(config, 0o600)
    secret = os.path.join(work, "secret")
    with open(secret, "w", encoding="utf-8") as file:
        file.write("anything\n")
    os.chmod(secret, 0o644)
    with open(config, encoding="utf-8") as file:
        before = file.read()
    for section in (f'[smtp]\nhost = "x"\npassword_file = "{secret}"',
                    f'[database]\npostgres_file = "{secret}"',
                    f'[tls]\ncertificate_file = "{secret}"\nkey_file = "{secret}"'):
        with open(config, "w", encoding="utf-8") as file:
            file.write(before + section + "\n")
        answer = run("serve", "--config", config)
        assert answer.returncode == 1 and f"{secret} can be read by others" in answer.stderr, answer


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
    init_refuses_what_would_not_work_and_makes_nothing,
    init_writes_a_configuration_that_only_its_owner_reads_and_serve_takes,
    a_setting_that_is_wrong_is_refused_with_its_line,
    without_a_port_it_is_8080_with_a_configuration_too,
    an_ipv6_address_is_printed_as_people_type_it,
    files_that_others_may_change_or_read_are_refused,
    credentials_go_over_https_only,
]

if "TEST_POSTGRES_URL" in os.environ:  # tools/with-postgres COMMAND starts one
    TESTS.append(init_and_serve_work_on_postgresql)


if __name__ == "__main__":
    sys.exit(run_rules(TESTS, tempfile.TemporaryDirectory))
