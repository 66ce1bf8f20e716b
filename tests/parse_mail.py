#!/usr/bin/python3
"""Prints what Python's e-mail parser makes of one raw mail, as JSON: a second opinion on ours."""

import email
import email.policy
import json
import sys

with open(sys.argv[1], "rb") as file:
    mail = email.message_from_binary_file(file, policy=email.policy.default)

parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}


def content(kind):
    return parts[kind].get_content() if kind in parts else None


defects = [repr(d) for part in mail.walk() for d in part.defects]
defects += [repr(d) for name in mail for header in mail.get_all(name) for d in header.defects]
json.dump(
    {
        "headers": [[name, str(value)] for name, value in mail.items()],
        "text": content("text/plain"),
        "html": content("text/html"),
        "parts": [part.get_content_type() for part in mail.walk()],
        "addresses": [a.addr_spec for a in mail["To"].addresses],
        "defects": defects,
    },
    sys.stdout,
)
