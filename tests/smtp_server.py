#!/usr/bin/python3
"""A real SMTP server for tests, built on aiosmtpd (Debian: python3-aiosmtpd).

Prints `READY <port>` when it listens and stops on SIGTERM. Message number N becomes two files in
--dir, each written whole before it gets its name:

    N.eml    the bytes between DATA and the final dot, dot-unstuffed, otherwise untouched
    N.json   {"mailFrom", "rcptTos", "tls", "login", "peer"}

How it can misbehave:

    --reject-rcpt CODE   answer RCPT with CODE (450, 550 ...)
    --reject-data CODE   answer the end of DATA with CODE
    --greeting CODE      greet with CODE instead of 220 and hang up
    --drop before|after  hang up at the end of DATA before/after storing, without an answer
    --times N            misbehave for the first N messages only (greeting: connections)
    --slow SECONDS       wait so long before each answer to EHLO, RCPT and DATA
    --starttls CERT KEY  offer STARTTLS;  --tls CERT KEY  speak TLS at once
    --require-starttls   refuse MAIL before STARTTLS
    --login USER PASS    require this AUTH
"""

import argparse
import asyncio
import json
import os
import signal
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Store:
    """Answers at the hooks that aiosmtpd offers, and keeps what arrives."""

    def __init__(self, options):
        self.options = options
        self.count = 0
        self.misbehaved = 0

    def misbehave(self):
        """True while a failure is wanted; counts it."""
        if self.options.times is not None and self.misbehaved >= self.options.times:
            return False
        self.misbehaved += 1
        return True

    async def slow(self):
        if self.options.slow:
            await asyncio.sleep(self.options.slow)

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        await self.slow()
        code = self.options.reject_rcpt
        if code and self.misbehave():
            return f"{code} 5.1.1 recipient refused by the test"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(rcpt_options)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await self.slow()
        drop = self.options.drop if self.options.drop and self.misbehave() else None
        if drop == "before":
            server.transport.abort()
            return "451 not heard"
        code = self.options.reject_data
        if code and self.misbehave():
            return f"{code} message refused by the test"
        self.keep(session, envelope)
        if drop == "after":
            server.transport.abort()
        return "250 OK"

    def keep(self, session, envelope):
        self.count += 1
        facts = {
            "mailFrom": envelope.mail_from,
            "rcptTos": envelope.rcpt_tos,
            "tls": session.ssl is not None or bool(self.options.tls),
            "login": bool(session.authenticated),
            "peer": session.host_name,
        }
        # The JSON last: a test that sees it may read both.
        self.write(f"{self.count}.eml", envelope.original_content)
        self.write(f"{self.count}.json", json.dumps(facts).encode())

    def write(self, name, content):
        unfinished = os.path.join(self.options.dir, "." + name)
        with open(unfinished, "wb") as file:
            file.write(content)
        os.rename(unfinished, os.path.join(self.options.dir, name))


class Server(SMTP):
    async def _handle_client(self):
        store, code = self.event_handler, self.event_handler.options.greeting
        if code and store.misbehave():
            await self.push(f"{code} not today")
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_EHLO(self, hostname):
        await self.event_handler.slow()
        await super().smtp_EHLO(hostname)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--dir", required=True)
    parser.add_argument("--reject-rcpt", type=int)
    parser.add_argument("--reject-data", type=int)
    parser.add_argument("--greeting", type=int)
    parser.add_argument("--drop", choices=["before", "after"])
    parser.add_argument("--times", type=int)
    parser.add_argument("--slow", type=float, default=0)
    parser.add_argument("--starttls", nargs=2, metavar=("CERT", "KEY"))
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"))
    parser.add_argument("--require-starttls", action="store_true")
    parser.add_argument("--login", nargs=2, metavar=("USER", "PASS"))
    return parser.parse_args()


def tls_context(files):
    if not files:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files)
    return context


def authenticator(options):
    def check(server, session, envelope, mechanism, data):
        given = [data.login.decode(), data.password.decode()]
        return AuthResult(success=given == options.login, handled=False)

    return check


async def main(options):
    os.makedirs(options.dir, exist_ok=True)
    store = Store(options)

    def new_connection():
        return Server(
            store,
            hostname="smtp.test",
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
            tls_context=tls_context(options.starttls),
            require_starttls=options.require_starttls,
            auth_required=bool(options.login),
            auth_require_tls=bool(options.starttls),
            authenticator=authenticator(options) if options.login else None,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        new_connection, "127.0.0.1", options.port, ssl=tls_context(options.tls)
    )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    print("READY", server.sockets[0].getsockname()[1], flush=True)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
    sys.exit(0)
