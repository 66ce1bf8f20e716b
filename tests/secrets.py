#!/usr/bin/python3
"""Hands out every kind of secret by the real program and looks for them in what it writes.

usage: tests/secrets.py BINARY. Passwords, sessions, tokens and API secrets may be in no file and no
log line; what is mailed, in its own mail alone (docs/security.md N-102). Prints `ok` or `FAILED` for
each rule, then `N passed, N failed`. Standard library only.
"""

import base64
import contextlib
import email
import email.policy
import glob
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

from rules import free_port, run_rules

BINARY = os.path.abspath(sys.argv[1])
ADMIN = "root@harbour.example"
DELIVERY_SECONDS = 30


class Caller:
    def __init__(self, harbour):
        self.harbour = harbour
        self.headers = {}

    def call(self, method, path, body=None, **headers):
        """Status and answer; a str is sent as it is, everything else as JSON."""
        sent = dict(self.headers)
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, str) else json.dumps(body)
        connection = http.client.HTTPConnection("127.0.0.1", self.harbour.port, timeout=30)
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        cookie = answer.getheader("Set-Cookie")
        connection.close()
        is_json = "json" in (answer.getheader("Content-Type") or "")
        result = json.loads(text) if is_json and text else {}
        if cookie and "csrfToken" in result:
            secret = cookie.split(";")[0].split("=", 1)[1]
            self.harbour.secrets[f"session {len(self.harbour.secrets)}"] = secret
            self.headers = {"Cookie": cookie.split(";")[0], "X-CSRF-Token": result["csrfToken"]}
            self.harbour.secrets[f"CSRF token {len(self.harbour.secrets)}"] = result["csrfToken"]
        return answer.status, result

    def post(self, path, body=None, **headers):
        status, answer = self.call("POST", path, body, **headers)
        assert status in (200, 204), (path, status, answer)
        return answer

    def sign_in(self, address, password):
        return self.post("/api/session", {"email": address, "password": password})


class Harbour:
    """A server with request logs, the secrets that it handed out and those that were typed."""

    def __init__(self, work):
        self.data = os.path.join(work, "data")
        self.log = os.path.join(work, "log")
        self.port = free_port()
        self.secrets = {}  # in no file
        self.mailed = {}  # in one mail
        config = os.path.join(work, "gatehouse.toml")
        said = subprocess.run(
            [BINARY, "init", "--config", config, "--data-dir", self.data, "--organization",
             "Harbour Trust", "--email", ADMIN, "--public-url", f"http://127.0.0.1:{self.port}",
             "--port", str(self.port)],
            capture_output=True, text=True, timeout=60, check=True).stdout
        self.set_up = re.search(r"#(gh_pw_\S+)", said).group(1)
        self.secrets["set-up link"] = self.set_up
        self.server = None
        self.serve(config)

    def serve(self, config):
        with open(self.log, "ab") as log:
            self.server = subprocess.Popen(
                [BINARY, "serve", "--config", config], stdout=subprocess.PIPE, stderr=log, text=True)
        assert any(line.startswith("READY") for line in self.server.stdout)

    def stop(self):
        self.server.terminate()
        self.server.wait(timeout=30)
        self.server.stdout.close()

    def mail_to(self, address, count=1):
        """The text of the newest mail to the address, once there are so many."""
        end = time.monotonic() + DELIVERY_SECONDS
        while time.monotonic() < end:
            found = []
            for path in sorted(glob.glob(os.path.join(self.data, "outbox", "*.eml"))):
                with open(path, "rb") as file:
                    mail = email.message_from_binary_file(file, policy=email.policy.default)
                if address in mail["To"]:
                    found.append((mail, path))
            if len(found) >= count:
                mail, path = max(found, key=lambda one: os.stat(one[1]).st_mtime_ns)
                return mail.get_body(("plain",)).get_content()
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address}")

    def link_to(self, name, address, count=1):
        secret = re.search(r"#(gh_\S+)", self.mail_to(address, count)).group(1)
        self.mailed[name] = secret
        return secret

    def typed(self, name, secret):
        self.secrets[name] = secret
        return secret

    def forms_of(self, secret):
        yield secret
        yield base64.b64encode(secret.encode()).decode().rstrip("=")
        yield secret.encode().hex()
        yield urllib.parse.quote(secret, safe="")
        yield json.dumps(secret)[1:-1]

    def found_in(self, text, secrets):
        return [name for name, secret in secrets.items()
                if any(form.encode() in text for form in self.forms_of(secret))]

    def written(self):
        """Path and content of every file but mails: database, its log, keys, configuration."""
        for folder, _, names in os.walk(self.data):
            for name in names:
                if not name.endswith(".eml"):
                    path = os.path.join(folder, name)
                    with open(path, "rb") as file:
                        yield path, file.read()


def use_everything(harbour):
    """Each secret is handed out, used well, used badly and put where it does not belong."""
    nobody = Caller(harbour)
    password = harbour.typed("administrator's password", "lantern over the quay at 7")
    nobody.post("/api/password/reset", {"token": harbour.set_up, "newPassword": password})
    admin = Caller(harbour)
    organization = admin.sign_in(ADMIN, password)["organizations"][0]["id"]
    at = f"/api/organizations/{organization}"

    # A created user: temporary password, first sign-in, a forgotten and a changed password.
    ines = "ines@harbour.example"
    admin.post(f"{at}/users", {"email": ines, "firstName": "Ines", "lastName": "Duarte"})
    temporary = re.search(r"^Temporary password: (\S+)$", harbour.mail_to(ines), re.M).group(1)
    harbour.mailed["temporary password"] = temporary
    person = Caller(harbour)
    person.sign_in(ines, temporary)
    first = harbour.typed("first password", "nine kites above the pier 5")
    person.post("/api/session/password", {"newPassword": first})
    nobody.post("/api/password/forgot", {"email": ines})
    reset = harbour.link_to("reset link", ines, count=3)  # after a notice of the change
    second = harbour.typed("second password", "eight cranes below the bridge 4")
    nobody.post("/api/password/reset", {"token": reset, "newPassword": second})
    person = Caller(harbour)
    person.sign_in(ines, second)
    third = harbour.typed("third password", "six gulls behind the ferry 3")
    person.post("/api/password/change", {"currentPassword": second, "newPassword": third})
    person.post("/api/session/confirm", {"password": third})

    # Invitations: accepted, declined, replaced and left.
    invited = harbour.typed("invited password", "four herons by the weir at 2")
    for name in ("accepted", "declined", "left"):
        address = f"{name}@harbour.example"
        admin.post(f"{at}/invitations", {"email": address, "firstName": "N", "lastName": "H"})
        link = harbour.link_to(f"{name} invitation", address)
        nobody.post("/api/invitations/lookup", {"token": link})
        if name == "accepted":
            Caller(harbour).post("/api/invitations/accept", {"token": link, "password": invited})
        if name == "declined":
            nobody.post("/api/invitations/decline", {"token": link})

    # A program: its secret sealed in a kept answer, tokens in three ways.
    robot = admin.post(f"{at}/serviceusers", {"name": "Robot"})["id"]
    key = admin.post(f"{at}/serviceusers/{robot}/accesskeys", {}, Idempotency_Key="once")
    again = admin.post(f"{at}/serviceusers/{robot}/accesskeys", {}, Idempotency_Key="once")
    assert key == again
    secret = harbour.typed("API secret", key["apiSecret"])
    pair = base64.b64encode(f"{key['id']}:{secret}".encode()).decode()
    harbour.typed("Basic credentials", pair)
    grant = {"grant_type": "client_credentials"}
    tokens = [
        nobody.post("/api/oauth/token", grant, Authorization=f"Basic {pair}"),
        nobody.post("/api/oauth/token", {**grant, "client_id": key["id"], "client_secret": secret}),
        nobody.post("/api/oauth/token", "grant_type=client_credentials",
                    Authorization=f"Basic {pair}",
                    Content_Type="application/x-www-form-urlencoded"),
    ]
    for number, token in enumerate(tokens):
        harbour.typed(f"access token {number}", token["access_token"])
        status, _ = nobody.call("GET", f"{at}/users/me",
                                Authorization=f"Bearer {token['access_token']}")
        assert status == 200, status

    # Where they do not belong: guesses, broken bodies, queries, unknown fields, wrong purposes.
    wrong = harbour.typed("wrong password", "a wrong one that is nearly right")
    nobody.call("POST", "/api/session", {"email": ines, "password": wrong})
    nobody.call("POST", "/api/session", {"email": wrong, "password": wrong})
    nobody.call("POST", "/api/session", '{"email": "%s", "password": "%s"' % (ines, third))
    nobody.call("POST", "/api/session", {"email": ines, "password": third, third: third})
    everything = {**harbour.secrets, **harbour.mailed}
    for value in everything.values():
        quoted = urllib.parse.quote(value, safe="")
        nobody.call("GET", f"/api/session?token={quoted}")
        nobody.call("GET", f"/reset?token={quoted}")
        nobody.call("POST", "/api/password/reset", {"token": value, "newPassword": "short"})
        nobody.call("POST", "/api/invitations/accept", {"token": value, "password": "short"})
        # A value that is no header was never sent as one.
        nobody.call("GET", f"{at}/users", Authorization=f"Bearer {value}")
        nobody.call("GET", f"{at}/users", Cookie=f"__Host-gatehouse={quoted}")
        nobody.call("POST", "/api/session", value)
    admin.call("DELETE", "/api/session")


def are_in_no_log_line(harbour):
    with open(harbour.log, "rb") as file:
        log = file.read()
    assert log.count(b"request.done") > 100, "requests are logged"
    found = harbour.found_in(log, {**harbour.secrets, **harbour.mailed})
    assert not found, found


def are_in_no_file_while_it_runs(harbour):
    paths = []
    for path, content in harbour.written():
        paths.append(os.path.basename(path))
        found = harbour.found_in(content, {**harbour.secrets, **harbour.mailed})
        assert not found, (path, found)
    assert "gatehouse.db-wal" in paths and "secret.key" in paths, paths


def are_in_no_backup(harbour):
    copy = os.path.join(os.path.dirname(harbour.data), "copy.db")
    subprocess.run([BINARY, "backup", "--data-dir", harbour.data, copy], check=True, timeout=60,
                   capture_output=True)
    with open(copy, "rb") as file:
        content = file.read()
    assert ADMIN.encode() in content, "what is there is seen"
    found = harbour.found_in(content, {**harbour.secrets, **harbour.mailed})
    assert not found, found


def are_in_their_own_mail_alone(harbour):
    mails = {}
    for path in glob.glob(os.path.join(harbour.data, "outbox", "*.eml")):
        with open(path, "rb") as file:
            mail = email.message_from_binary_file(file, policy=email.policy.default)
        mails[path] = "\n".join(
            [str(value) for value in mail.values()]
            + [part.get_content() for part in mail.walk() if not part.is_multipart()]).encode()
    for text in mails.values():
        assert not harbour.found_in(text, harbour.secrets)
    for name in harbour.mailed:
        count = sum(name in harbour.found_in(text, harbour.mailed) for text in mails.values())
        assert count == 1, (name, count)


def are_in_no_file_after_it_stopped(harbour):
    harbour.stop()
    for path, content in harbour.written():
        found = harbour.found_in(content, {**harbour.secrets, **harbour.mailed})
        assert not found, (path, found)


TESTS = [
    are_in_no_log_line,
    are_in_no_file_while_it_runs,
    are_in_no_backup,
    are_in_their_own_mail_alone,
    are_in_no_file_after_it_stopped,
]


def main():
    with tempfile.TemporaryDirectory() as work:
        harbour = Harbour(work)
        try:
            use_everything(harbour)
            return run_rules(TESTS, lambda: contextlib.nullcontext(harbour), "secrets ")
        finally:
            harbour.server.kill()
            harbour.server.wait(timeout=30)


if __name__ == "__main__":
    sys.exit(main())
