"""By which bytes a mail and a mailbox are known."""

from __future__ import annotations

import re

FEWEST_HEADERS = 2  # of those that mails have and other texts with fields don't
_HEADER = re.compile(rb"([!-9;-~]{1,60}):(?:[ \t]|\r?\n[ \t]|$)", re.MULTILINE)
_COUNT = re.compile(rb"\s{0,20}\d{1,9}\s*\r?\n")
_KNOWN = {b"from", b"to", b"date", b"subject", b"received", b"message-id", b"mime-version"}
_SENT = {b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to", b"x-mailer", b"content-transfer-encoding"}
"""Headers that only programs write: a mail that somebody printed into a text has From, To, Date and Subject at most."""
SEPARATOR = re.compile(
    rb"From [^\r\n]{0,300}?\b\d{2}:\d{2}(?::\d{2})?\b[^\r\n]{0,60}\b(?:19|20)\d{2}\b[^\r\n]{0,40}\r?$", re.MULTILINE
)
"""The line before each mail of a mailbox: sender, then a date as C's `asctime` writes it."""


def looks_like_mail(head: bytes) -> bool:
    """Whether bytes begin as a raw mail does: headers from the first line on, two of a mail's, one that only programs write."""
    counted = _COUNT.match(head)
    if counted is not None:
        head = head[counted.end() :]
    names: set[bytes] = set()
    for line in head.splitlines():
        if line[:1] in (b" ", b"\t") and names:
            continue
        match = _HEADER.match(line)
        if match is None:
            break
        names.add(match[1].lower())
    return len(names & _KNOWN) >= FEWEST_HEADERS and bool(names & _SENT)


def begins_headers(data: bytes) -> bool:
    """Whether bytes begin with a header."""
    return _HEADER.match(data) is not None


def looks_like_mbox(head: bytes) -> bool:
    """Whether bytes begin as a mailbox does: a line `From sender date`, then headers."""
    match = SEPARATOR.match(head)
    return match is not None and begins_headers(head[match.end() :].lstrip(b"\r\n>"))
