#!/usr/bin/python3
"""Counts the tests in JUnit files (ctest, vitest and Playwright all write them).

    count_tests.py FILE...      prints `PASSED FAILED` and names the failed ones on standard error

A file that is missing or unreadable counts as one failed test: a runner that crashed before it
wrote its results must not look like success.
"""

import sys
import xml.etree.ElementTree as ElementTree


def name_of(case):
    # ctest repeats the name as the class.
    return " ".join(dict.fromkeys(filter(None, [case.get("classname"), case.get("name")])))


def count(path):
    """(passed, failed, skipped names, failed names) of one file."""
    passed, failed, skipped = 0, [], []
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        # ctest marks what it could not start only in the attribute.
        if case.find("failure") is not None or case.find("error") is not None:
            failed.append(name_of(case))
        elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
            skipped.append(name_of(case))
        else:
            passed += 1
    return passed, failed, skipped


def main(paths):
    passed, failed = 0, 0
    for path in paths:
        try:
            good, bad, skipped = count(path)
        except (OSError, ElementTree.ParseError) as error:
            print(f"no results: {error}", file=sys.stderr)
            failed += 1
            continue
        passed += good
        failed += len(bad)
        for name in bad:
            print(f"FAILED {name}", file=sys.stderr)
        for name in skipped:
            print(f"skipped {name}", file=sys.stderr)
    print(passed, failed)


if __name__ == "__main__":
    main(sys.argv[1:])
