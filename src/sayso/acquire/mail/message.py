"""A mail: its headers as facts, its body in runs of answers and quotations, what is attached to it."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.acquire.mail.marks import looks_like_mail
from sayso.acquire.media import MAX_BYTES, PICTURES, Unreadable, check_length, find_media_type
from sayso.acquire.members import Member, Passed

if TYPE_CHECKING:
    from sayso.acquire.facts.frontmatter import Facts
    from sayso.acquire.mail.mime import Content, Leaf
    from sayso.acquire.reading import Original, Reading

LONGEST_FIELD = 4_000  # characters of a header that is shown; a list of 100 addressees has some 4,000
_SHOWN = (
    ("from", "From"), ("sender", "Sender"), ("resent-from", "Resent-From"), ("reply-to", "Reply-To"), ("to", "To"), ("cc", "Cc"),
    ("bcc", "Bcc"), ("resent-to", "Resent-To"), ("date", "Date"), ("resent-date", "Resent-Date"), ("subject", "Subject"),
)  # fmt: skip
_ANSWERS = re.compile(
    r"^(?:\s*(?:(?:re|aw|antw|sv|vs|fw|fwd|wg|tr|rv|enc|vb|doorst|odp|pd|i|r)(?:\[\d+\]|\(\d+\))?|\[(?:fwd|re)\])\s*:?\s*(?<=[:\]]))+\s*",
    re.IGNORECASE,
)
_BEHALF = re.compile(r".*?\son\s+behalf\s+of\s+(?P<name>\S.*)", re.IGNORECASE | re.DOTALL)
_VIA = re.compile(r"\s+(?:via|\(via)\s+\S.*$|\s*[\[(][^\[\]()]*[\])]\s*$", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<\s*([^<>\s]{3,400})\s*>|^\s*([^<>\s]{3,400}@[^<>\s]{1,200})\s*$")
_COUNTED = re.compile(rb"\s*\d{1,9}\s*\r?\n")  # Apple Mail writes how long a mail is before it, and its own notes after it

__all__ = ["looks_like_mail", "read_mail_file", "unpack_attachments"]


def read_mail_file(original: Original) -> Reading:
    """Read one mail: a heading of its fields, out of the flow, then the body; quotations are block quotes.

    Raises:
        Unreadable: it is no mail, or nested too deeply.
    """
    from sayso.acquire.mail.body import compose_mail  # noqa: PLC0415  lxml, that attachments are unpacked without
    from sayso.acquire.mail.mime import find_content, parse_mail  # noqa: PLC0415

    message, is_cut = parse_mail(_take_counted(original.data))
    if not any(message.get(name) is not None for name, _ in _SHOWN) and not original.data.strip():
        raise Unreadable("no mail in it", "it holds no headers; save the mail again from your mail program")
    content = find_content(message)
    facts, url = read_facts(message)
    heading = list(_write_heading(message, content))
    check_length(sum(len(leaf.text) for leaf in content.bodies))
    reading = compose_mail(heading, content, facts, is_bulk=_is_bulk(message))
    if not reading.text.strip():
        raise Unreadable("no text in the mail", "neither fields nor a body; save the mail again from your mail program")
    reading.url = url
    if is_cut:
        reading.warnings.append(("a mail of very many parts", "parts past the 1,000th are not read; open it with care"))
    return reading


def unpack_attachments(path: Path) -> Iterator[Member | Passed]:
    """Give what is attached to a mail: files by their names, pictures large enough to show text too, and mails as `.eml`.

    Raises:
        Unreadable: it is no mail, larger than a document may be, or nested too deeply.
    """
    from sayso.acquire.mail.mime import MOST_PARTS, Names, find_content, name_attachment, parse_mail  # noqa: PLC0415

    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES // 1_000_000} MB", "save its attachments from your mail program and add them")
    message, is_cut = parse_mail(_take_counted(path.read_bytes()))
    names = Names()
    for leaf in find_content(message).attached:
        name = names.take(name_attachment(leaf))
        found = _take_attachment(leaf, name)
        if found is not None:
            yield found
    if is_cut:
        yield Passed("", f"a mail of more than {MOST_PARTS:,} parts", "the parts past them are not read; open it with care")


def _take_attachment(leaf: Leaf, name: str) -> Member | Passed | None:
    from sayso.acquire.mail.mime import PICTURE_BYTES, TNEF, read_payload  # noqa: PLC0415

    kind = leaf.media_type.partition("/")[0]
    if leaf.media_type in TNEF:
        why = "Outlook wrapped the mail's attachments in its own format; save them from Outlook, or unpack it with `tnef`"
        return Passed(name, "winmail.dat is not read", why)
    data = read_payload(leaf.part)
    if not data:
        return Passed(name, "an attachment is empty or broken", "its bytes can't be decoded; ask for the mail again")
    if kind in {"image", "audio", "video"}:
        if kind == "image" and len(data) < PICTURE_BYTES:
            return None
        if kind == "image" and find_media_type(data, name) in PICTURES:
            return Member(name, [data], how="attachment")
        what = "a picture is not read" if kind == "image" else f"{kind} is not read"
        return Passed(name, what, f"{len(data) // 1000} kB; if it shows or says something, add its words as a text file")
    return Member(name, [data], how="attachment")


def _take_counted(data: bytes) -> bytes:
    """Take the mail out of a file of Apple Mail's; any other is the mail already."""
    match = _COUNTED.match(data[:64])
    if match is None:
        return data
    return data[match.end() : match.end() + int(match.group())]


# ------------------------------------------------------------------ headers


def read_facts(message: Message) -> tuple[Facts, str | None]:
    """Read what a mail's headers say of it: title, authors, date; and its `mid:` address (RFC 2392)."""
    from sayso.acquire.facts.frontmatter import Facts  # noqa: PLC0415
    from sayso.acquire.mail.mime import read_header  # noqa: PLC0415

    facts = Facts()
    subject = read_header(message, "subject")
    facts.learn("title", _ANSWERS.sub("", subject).strip() or subject or None, how="Subject header")
    for header in ("from", "sender", "resent-from"):
        facts.learn("authors", _read_authors(read_header(message, header)), how=f"{header.title()} header")
    for header in ("date", "resent-date", "delivery-date"):
        facts.learn("published", _read_day(read_header(message, header)), how=f"{header.title()} header")
    # the time stands behind the last semicolon; the first such header is the last server's
    received = read_header(message, "received").rpartition(";")[2]
    facts.learn("published", _read_day(received), how="Received header, when it was delivered")
    found = _MESSAGE_ID.search(read_header(message, "message-id"))
    if found is None:
        return facts, None
    facts.known_by["url"] = "Message-ID header"
    return facts, "mid:" + urllib.parse.quote(found[1] or found[2], safe="@!$&'*+-._~=")


def read_name(name: str) -> str:
    """Read a sender's name: 'Moss, Ada (Harbour)' is Ada Moss, 'X on behalf of Y' is Y, 'X via List' is X."""
    name = " ".join(name.split()).strip("'\" ")
    behalf = _BEHALF.fullmatch(name)
    name = _VIA.sub("", behalf["name"] if behalf else name).strip("'\" ")
    surname, comma, first = name.partition(", ")
    return f"{first} {surname}" if comma and len(name.split()) <= 4 and "," not in first else name


def _read_authors(value: str) -> tuple[str, ...]:
    pairs = getaddresses([value[:LONGEST_FIELD]])
    names = [read_name(name) or address for name, address in pairs if name or address]
    if not names and value:
        names = [read_name(re.sub(r"<[^<>]*>?$", "", value)) or value]
    return tuple(dict.fromkeys(name for name in names if name))


def _read_day(value: str) -> str | None:
    """The day of a date header, in the sender's own time; null for a date that can't be."""
    from sayso.acquire.facts.dates import find_date  # noqa: PLC0415

    if not value:
        return None
    try:
        day = parsedate_to_datetime(value).date()
        return day.isoformat() if day.year > 1970 or "1970" in value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        found = find_date(value)
        return found.iso if found else None


def _is_bulk(message: Message) -> bool:
    """Whether it was sent to many at once: newsletters have navigation of their own."""
    from sayso.acquire.mail.mime import read_header  # noqa: PLC0415

    return bool(
        message.get("List-Unsubscribe") and read_header(message, "list-post") in {"", "NO"}
    ) or read_header(message, "precedence").lower() in {"bulk", "junk"}  # fmt: skip


def _write_heading(message: Message, content: Content) -> Iterator[str]:
    """The fields that a mail program shows, one a line, and the names of what is attached."""
    from sayso.acquire.mail.mime import TNEF, name_attachment, read_header  # noqa: PLC0415

    sender = read_header(message, "from")
    for header, label in _SHOWN:
        value = read_header(message, header)
        if not value or (header in {"sender", "reply-to"} and _find_address(value) == _find_address(sender)):
            continue
        if len(value) > LONGEST_FIELD:
            content.warn(f"a long {label} field", f"{len(value):,} characters; the first {LONGEST_FIELD:,} are shown")
        yield f"{label}: {value[:LONGEST_FIELD]}"
    names = [" ".join(name_attachment(leaf).split()) for leaf in content.attached]
    if names:
        yield f"Attachments: {'; '.join(names)[:LONGEST_FIELD]}"
    if any(leaf.media_type in TNEF for leaf in content.attached):
        why = "Outlook wrapped attachments in it, perhaps the text too; save the mail again from Outlook"
        content.warn("winmail.dat is not read", why)


def _find_address(value: str) -> str:
    return next((address for _, address in getaddresses([value[:LONGEST_FIELD]])), value).lower()
