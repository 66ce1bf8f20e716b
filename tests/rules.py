"""What the scripts of this folder share: each runs its rules, one function each, on the real program."""

import socket


class Skipped(Exception):
    """Raised by a rule that cannot be tried here, with the reason."""


def run_rules(rules, given, kind=""):
    """Calls each rule with what the context manager `given()` yields. Prints `ok`, `skipped` or
    `FAILED` for each, then `N passed, N failed`; answers the status of the process."""
    passed = failed = 0
    for rule in rules:
        name = kind + rule.__name__.replace("_", " ")
        with given() as argument:
            try:
                rule(argument)
                passed += 1
                print("ok", name)
            except Skipped as reason:
                print("skipped", name, reason)
            except Exception as problem:  # a rule that breaks has failed
                failed += 1
                print("FAILED", name, repr(problem))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
