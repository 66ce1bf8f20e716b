#!/usr/bin/python3
"""Breaks what the real program stands on: disk, power, memory of the kernel, its own end.

usage: tests/faults.py BINARY. Each rule is one test; the ids are those of docs/security.md. What
needs root is skipped without it, and says so. Prints `ok` or `FAILED` for each, then `N passed, N
failed`. Standard library, a C compiler and util-linux; traffic stays on 127.0.0.1.
"""

import base64
import contextlib
import http.client
import json
import os
import random
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from rules import Skipped, free_port, run_rules

BINARY = os.path.abspath(sys.argv[1])
IS_ROOT = os.geteuid() == 0
NOBODY = 65534
ROUNDS = int(os.environ.get("GATEHOUSE_FAULT_ROUNDS", "10"))

FAILING_SYNC = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
static int fails(void) {
  const char *when = getenv("FAIL_WHEN");
  return when && access(when, F_OK) == 0;
}
#define FAILING(name)                                      \
  int name(int file) {                                     \
    static int (*real)(int);                               \
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name); \
    if (!fails()) return real(file);                       \
    errno = EIO;                                           \
    return -1;                                             \
  }
FAILING(fsync)
FAILING(fdatasync)
"""


def needs_root():
    if not IS_ROOT:
        raise Skipped("needs root")


class Server:
    """The demo on a folder, and what a program that holds Administrator was told is stored."""

    def __init__(self, work, data=None, prefix=(), environment=None):
        self.data = data or os.path.join(work, "data")
        self.port = free_port()
        self.credentials = os.path.join(work, "credentials.json")
        self.log = os.path.join(work, "log")
        self.prefix = list(prefix)
        self.environment = {**os.environ, **(environment or {})}
        self.acknowledged = set()
        self.refused = []
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, BINARY, "serve", "--demo", "--port", str(self.port), "--data-dir",
                 self.data, "--credentials", self.credentials],
                stdout=subprocess.PIPE, stderr=log, text=True, env=self.environment)
        assert self.process.stdout.readline().startswith("READY"), self.said()
        with open(self.credentials, encoding="utf-8") as file:
            known = json.load(file)
        self.users = f"/api/organizations/{known['organizationId']}/serviceusers"
        pair = base64.b64encode(f"{known['accessKeyId']}:{known['apiSecret']}".encode()).decode()
        status, token = self.call("POST", "/api/oauth/token", {"grant_type": "client_credentials"},
                                  f"Basic {pair}")
        assert status == 200, token
        self.token = f"Bearer {token['access_token']}"

    def call(self, method, path, body=None, authorization=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Authorization": authorization or self.token}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else {}

    def write(self, name):
        status, answer = self.call("POST", self.users, {"name": name})
        if status == 200:
            self.acknowledged.add(answer["id"])
        else:
            self.refused.append((status, answer.get("code")))
        return status

    @contextlib.contextmanager
    def written_to(self, writers):
        """So many write at once while the block runs, and note what was acknowledged."""
        is_over = threading.Event()

        def work(writer):
            count = 0
            while not is_over.is_set():
                count += 1
                try:
                    self.write(f"{writer}/{count}/{time.monotonic_ns()}")
                except (OSError, http.client.HTTPException, ValueError):
                    time.sleep(0.01)

        threads = [threading.Thread(target=work, args=(writer,)) for writer in range(writers)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            is_over.set()
            for thread in threads:
                thread.join()

    def stored(self):
        ids, token = set(), ""
        while token is not None:
            query = f"?pageSize=200&nextToken={token}"
            status, page = self.call("GET", self.users + query)
            assert status == 200, page
            ids |= {one["id"] for one in page["data"]}
            token = page["nextToken"]
        return ids

    def assert_nothing_is_lost(self):
        assert self.acknowledged, "something was written"
        lost = self.acknowledged - self.stored()
        assert not lost, (len(lost), len(self.acknowledged))

    def end(self, status=0):
        self.process.terminate()
        assert self.process.wait(timeout=30) == status, self.said()
        self.process.stdout.close()

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def said(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read()[-800:]


@contextlib.contextmanager
def serving(work, **options):
    server = Server(work, **options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


@contextlib.contextmanager
def mounted(folder, *how):
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["mount", *how, folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def f01_power_that_goes_again_and_again_loses_nothing_acknowledged(work):
    with serving(work) as server:
        for _ in range(ROUNDS):
            with server.written_to(4):
                time.sleep(random.uniform(0.02, 0.3))
                server.kill()
            server.start()
        server.assert_nothing_is_lost()
        rows = len(server.stored())
        organization = server.users.split("/")[3]
        _, events = server.call("GET", f"/api/organizations/{organization}/auditevents?"
                                       "action=serviceuser.create&pageSize=1&count=true")
        assert events["total"] == rows - 1, "each has its event; the demo's own was made without"
        server.end()
    trails = subprocess.run([BINARY, "audit", "--data-dir", server.data], capture_output=True,
                            text=True, timeout=60)
    assert trails.returncode == 0 and trails.stdout.count("intact") == 2, trails
    with contextlib.closing(sqlite3.connect(os.path.join(server.data, "gatehouse.db"))) as file:
        assert file.execute("pragma integrity_check").fetchone() == ("ok",)


def f04_a_full_disk_refuses_changes_and_is_forgotten_when_there_is_room(work):
    needs_root()
    disk = os.path.join(work, "disk")
    with (mounted(disk, "-t", "tmpfs", "-o", "size=2m", "gatehouse-test"),
          serving(work, data=os.path.join(disk, "data")) as server):
        with server.written_to(3):
            end = time.monotonic() + 30
            while len(server.refused) < 20 and time.monotonic() < end:
                time.sleep(0.05)
        assert set(server.refused) == {(503, "storage_full")}, (server.refused, server.said())
        server.assert_nothing_is_lost()
        assert server.stored() - server.acknowledged, "the demo's own is seen"
        assert len(server.stored()) == len(server.acknowledged) + 1, "what was refused is not there"
        subprocess.run(["mount", "-o", "remount,size=16m", disk], check=True)
        assert server.write("there is room") == 200, "without a restart"
        server.kill()
        server.start()
        server.assert_nothing_is_lost()
        assert len(server.stored()) == len(server.acknowledged) + 1
        server.end()


def f06_a_folder_that_cannot_be_written_is_refused_at_the_start(work):
    needs_root()
    with serving(work) as server:
        server.end()
    with mounted(server.data, "--bind", server.data):
        subprocess.run(["mount", "-o", "remount,bind,ro", server.data], check=True)
        refused = subprocess.run(
            [BINARY, "serve", "--port", "0", "--data-dir", server.data], capture_output=True,
            text=True, timeout=60)
    assert refused.returncode == 1 and not refused.stdout, refused
    assert refused.stderr.splitlines()[-1].startswith("gatehouse: cannot "), refused.stderr


def f07_a_disk_that_does_not_confirm_ends_the_process_and_loses_nothing(work):
    source, library = os.path.join(work, "fail.c"), os.path.join(work, "fail.so")
    with open(source, "w", encoding="utf-8") as file:
        file.write(FAILING_SYNC)
    subprocess.run([shutil.which("cc") or "clang-19", "-shared", "-fPIC", "-o", library, source,
                    "-ldl"], check=True)
    switch = os.path.join(work, "fails")
    with serving(work, environment={"LD_PRELOAD": library, "FAIL_WHEN": switch}) as server:
        for number in range(20):
            server.write(f"before {number}")
        with open(switch, "w", encoding="utf-8"):
            with contextlib.suppress(OSError, http.client.HTTPException):
                assert server.write("during") != 200
        assert server.process.wait(timeout=20) == 70, server.said()
        server.process.stdout.close()
        os.remove(switch)
        server.start()
        server.assert_nothing_is_lost()
        server.end()


def f08_a_disk_that_stalls_holds_writers_and_nobody_else(work):
    needs_root()
    image, disk = os.path.join(work, "image"), os.path.join(work, "disk")
    os.mkdir(disk)
    subprocess.run(["truncate", "--size=48M", image], check=True)
    subprocess.run(["mkfs.ext4", "-q", image], check=True)
    if subprocess.run(["mount", "-o", "loop", image, disk], capture_output=True).returncode != 0:
        raise Skipped("needs a loop device")
    try:
        with serving(work, data=os.path.join(disk, "data")) as server:
            server.write("before")
            server.stored()
            subprocess.run(["fsfreeze", "--freeze", disk], check=True)
            with server.written_to(100):
                end = time.monotonic() + 30
                while len(server.refused) < 100 and time.monotonic() < end:
                    time.sleep(0.1)
                assert server.call("GET", server.users)[0] == 200, "reading goes on"
                subprocess.run(["fsfreeze", "--unfreeze", disk], check=True)
            assert {status for status, _ in server.refused} == {503}, server.refused[:3]
            assert server.write("after") == 200
            server.assert_nothing_is_lost()
            server.end()
    finally:
        subprocess.run(["fsfreeze", "--unfreeze", disk], capture_output=True)
        subprocess.run(["umount", "--lazy", disk], check=True)


def n218_ten_thousand_idle_connections_leave_room_for_others(work):
    wanted = 10_000 if IS_ROOT else 1_000
    limit = 4_096 if IS_ROOT else 512
    if IS_ROOT:
        resource.setrlimit(resource.RLIMIT_NOFILE, (20_000, 20_000))
    with serving(work, prefix=["prlimit", f"--nofile={limit}:{limit}"]) as server:
        idle = []
        try:
            for _ in range(wanted):
                one = socket.socket()
                one.setblocking(False)
                one.connect_ex(("127.0.0.1", server.port))
                idle.append(one)
            for number in range(10):
                assert server.write(f"meanwhile {number}") == 200
        finally:
            for one in idle:
                one.close()
        server.assert_nothing_is_lost()
        server.end()


def n270_a_key_that_is_gone_ends_tokens_and_nothing_else(work):
    with serving(work) as server:
        _, page = server.call("GET", server.users.replace("serviceusers", "users") + "?pageSize=1")
        users = server.users.replace("serviceusers", "users") + "?pageSize=1"
        before = server.token
        server.end()
        os.remove(os.path.join(server.data, "secret.key"))
        server.start()  # the API secret gets a new token
        assert server.call("GET", users, authorization=before)[0] == 401
        status, answer = server.call("GET", f"{users}&nextToken={page['nextToken']}")
        assert status == 400 and answer["code"] == "invalid_cursor", answer
        assert server.write("still here") == 200
        server.end()


def n272_files_that_others_can_read_are_refused(work):
    with serving(work) as server:
        server.end()
    for name in ("secret.key", "gatehouse.db"):
        path = os.path.join(server.data, name)
        os.chmod(path, 0o640)
        refused = subprocess.run([BINARY, "serve", "--port", "0", "--data-dir", server.data],
                                 capture_output=True, text=True, timeout=20)
        assert refused.returncode == 1 and f"{path} can be read by others" in refused.stderr, refused
        os.chmod(path, 0o600)


def n274_memory_and_environment_are_nobody_elses(work):
    needs_root()
    config = os.path.join(work, "gatehouse.toml")
    data = os.path.join(work, "data")
    os.mkdir(data, 0o700)
    with open(config, "w", encoding="utf-8") as file:
        file.write(f'[server]\ndata_dir = "{data}"\nport = {free_port()}\n'
                   '[smtp]\nhost = "127.0.0.1"\nport = 1\n')
    os.chmod(work, 0o755)
    os.chmod(config, 0o644)
    os.chown(data, NOBODY, NOBODY)
    process = subprocess.Popen(
        ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", BINARY, "serve",
         "--config", config],
        stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL,
        env={**os.environ, "GATEHOUSE_SMTP_PASSWORD": "never to be seen"})
    try:
        assert process.stdout.readline().startswith("READY")
        # Of a process that may be dumped and traced these belong to its user.
        assert os.stat(f"/proc/{process.pid}/environ").st_uid == 0
        with open(f"/proc/{process.pid}/environ", "rb") as file:
            assert b"never to be seen" not in file.read()
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0
        process.stdout.close()


def n280_a_stop_answers_what_it_has_and_loses_nothing(work):
    with serving(work) as server:
        half = socket.create_connection(("127.0.0.1", server.port))
        half.sendall(b"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{")
        with server.written_to(4):
            time.sleep(0.5)
            began = time.monotonic()
            server.end()
            assert time.monotonic() - began < 12, "limits::drain_deadline and a little"
        half.close()
        server.start()
        server.assert_nothing_is_lost()
        for ignored in ("HUP", "PIPE", "XFSZ"):
            subprocess.run(["kill", f"-{ignored}", str(server.process.pid)], check=True)
        assert server.write("still here") == 200
        server.end()


TESTS = [
    f01_power_that_goes_again_and_again_loses_nothing_acknowledged,
    f04_a_full_disk_refuses_changes_and_is_forgotten_when_there_is_room,
    f06_a_folder_that_cannot_be_written_is_refused_at_the_start,
    f07_a_disk_that_does_not_confirm_ends_the_process_and_loses_nothing,
    f08_a_disk_that_stalls_holds_writers_and_nobody_else,
    n218_ten_thousand_idle_connections_leave_room_for_others,
    n270_a_key_that_is_gone_ends_tokens_and_nothing_else,
    n272_files_that_others_can_read_are_refused,
    n274_memory_and_environment_are_nobody_elses,
    n280_a_stop_answers_what_it_has_and_loses_nothing,
]


if __name__ == "__main__":
    sys.exit(run_rules(TESTS, tempfile.TemporaryDirectory, "fault "))
