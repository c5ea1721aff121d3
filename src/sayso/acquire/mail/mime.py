"""The parts of a mail: which of them are its body, which are attachments, and their characters; names that are safe to keep."""

from __future__ import annotations

import binascii
import codecs
import dataclasses
import email
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from pathlib import PurePath
from typing import Any

from sayso.acquire import media
from sayso.acquire.containers.membernames import MemberNames, shorten_name
from sayso.acquire.media import Unreadable, decode_text

MOST_PARTS = 1_000  # of one mail; the longest digests of mailing lists have some 200
MOST_DEEP = 20  # multiparts within multiparts; real mails reach 5
LONGEST_HEADER = 50_000  # characters; a header to 1,000 addressees
LONGEST_NAME = 120  # characters of a file's name; file systems allow 255 bytes
PICTURE_BYTES = 20_000  # smaller pictures are logos, icons and tracking dots; a legible scan or screenshot has 30 kB and more
_MORE = 0.6  # a plain version with fewer of the HTML version's words is a stub; shortened quotations leave it above that
_LEAST_WORDS = 12  # words that an HTML version must have more: a footer alone doesn't make it the fuller one
_OWN_WORDS = 0.3  # share of the read version's words that the other one must lack to tell of two different texts
_BOUNDARY = re.compile(rb"\bboundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>|&\w{1,10};")
_UNSAID = re.compile(r"<(?P<end>/)?(?:style|script)\b|(?P<open><!--)|(?P<shut>-->)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_URL = re.compile(r"https?://\S+|\S+@\S+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+")
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_LOCKED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_MAILS = {"message/rfc822", "message/global"}
TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
CALENDARS = {"text/calendar", "application/ics"}
_BODIES = {"text/plain", "text/html", "text/enriched", "message/delivery-status"}
_ENDINGS = {media_type: suffix for suffix, media_type in reversed(media.BY_SUFFIX.items())} | {
    "text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "message/global": ".eml", "text/rtf": ".rtf",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/x-zip-compressed": ".zip", "application/gzip": ".gz",
}


@dataclasses.dataclass(slots=True)
class Leaf:
    """A part that holds no others: its number as in IMAP (`1.2`), its media type, and its text where it is one."""

    part: Message
    number: str
    media_type: str
    text: str = ""


@dataclasses.dataclass(slots=True)
class Content:
    """What a mail holds: parts of its body in order, calendar entries, everything attached, what could not be read and why."""

    bodies: list[Leaf] = dataclasses.field(default_factory=list)
    calendars: list[Leaf] = dataclasses.field(default_factory=list)
    attached: list[Leaf] = dataclasses.field(default_factory=list)
    warnings: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    def warn(self, what: str, why: str) -> None:
        """Note what happened and why, once."""
        if (what, why) not in self.warnings:
            self.warnings.append((what, why))


class _Parsed(Message):
    """A part; a mail inside it stays as its bytes are, for it is a document of its own."""

    def get_content_maintype(self) -> str:
        """The parser goes into what is of main type `message`."""
        return "attached" if self.get_content_type() in _MAILS else super().get_content_maintype()


def parse_mail(data: bytes) -> tuple[Message, bool]:
    """Parse a mail; says whether parts past the `MOST_PARTS`th were left out.

    Raises:
        Unreadable: it is nested too deeply.
    """
    end = _find_last_part(data)
    try:
        return email.message_from_bytes(data[:end], _Parsed), end < len(data)
    except RecursionError:
        raise Unreadable(
            "a mail nested too deeply", "parts within parts past any real depth: it may be made to do harm; open it with care"
        ) from None


def _find_last_part(data: bytes) -> int:
    """Where the part after the last one that is taken begins; the end where there are not so many."""
    names = {b"--" + (quoted or bare) for quoted, bare in _BOUNDARY.findall(data[:10_000_000])}
    if not names or data.count(b"\n--") <= MOST_PARTS:
        return len(data)
    n_parts = 0
    for match in re.finditer(rb"^--[^\r\n]{1,200}", data, re.MULTILINE):
        line = match.group().rstrip()
        n_parts += line in names or line.removesuffix(b"--") in names
        if n_parts > MOST_PARTS:
            return match.start()
    return len(data)


def find_content(message: Message) -> Content:
    """Sort a mail's parts into its body and what is attached; of two versions of the body the fuller one is taken."""
    content = Content()
    _gather(message, "1" if not _holds_parts(message) else "", content, deep=0)
    return content


def _gather(part: Message, number: str, content: Content, *, deep: int) -> None:
    media_type = part.get_content_type()
    if not _holds_parts(part):
        _take_leaf(part, number, media_type, content)
        return
    if deep >= MOST_DEEP:
        content.warn(f"parts nested more than {MOST_DEEP} deep are not read", "no real mail is; open it with care")
        return
    payload: Any = part.get_payload()
    children = [(child, f"{number}.{i}".lstrip(".")) for i, child in enumerate(payload, start=1)]
    if media_type == "multipart/encrypted":
        content.warn("the mail is encrypted", "its text is not read; decrypt it in your mail program, save it and add that")
    elif media_type == "multipart/alternative":
        _take_fuller(children, content, deep=deep)
    elif media_type == "multipart/related":
        start = str(part.get_param("start") or "")
        root = next((child for child, _ in children if start and child.get("Content-ID") == start), children[0][0])
        for child, at in children:
            if child is root or _holds_parts(child):
                _gather(child, at, content, deep=deep + 1)
            else:
                content.attached.append(Leaf(child, at, child.get_content_type()))
    else:
        for child, at in children:
            _gather(child, at, content, deep=deep + 1)


def _holds_parts(part: Message) -> bool:
    """Whether it is a multipart; a mail inside this one is a document of its own."""
    return part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list) and bool(part.get_payload())


def _take_leaf(part: Message, number: str, media_type: str, content: Content) -> None:
    is_attached = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    leaf = Leaf(part, number, media_type)
    if media_type in CALENDARS:
        leaf.text = decode_part(part, content)
        if all(leaf.text != other.text for other in content.calendars):
            content.calendars.append(leaf)
    elif media_type in _LOCKED:
        is_signed = "signed" in str(part.get_param("smime-type") or "")
        what = "the mail is signed in a form that wraps its text" if is_signed else "the mail is encrypted"
        content.warn(what, "its text is not read; open it in your mail program, save it as plain mail and add that")
    elif media_type in TNEF:
        content.attached.append(leaf)
    elif media_type in _SIGNATURES:
        return
    elif media_type in {"message/partial", "message/external-body"}:
        content.warn("part of the mail is elsewhere", f"{number} is of type {media_type}; add the whole mail")
    elif is_attached or (media_type not in _BODIES and media_type.partition("/")[0] != "multipart"):
        content.attached.append(leaf)
    else:
        leaf.text = decode_part(part, content)
        content.bodies.append(leaf)


def _take_fuller(children: list[tuple[Message, str]], content: Content, *, deep: int) -> None:
    """Take one of several versions of a body, plain text before HTML unless that holds more; the attachments of all."""
    versions = []
    for child, at in children:
        version = Content()
        _gather(child, at, version, deep=deep + 1)
        content.attached += version.attached
        content.calendars += [leaf for leaf in version.calendars if all(leaf.text != x.text for x in content.calendars)]
        for warning in version.warnings:
            content.warn(*warning)
        if version.bodies:
            versions.append(version.bodies)
    if not versions:
        return
    plain = next((bodies for bodies in versions if not _is_html(bodies)), None)
    html = next((bodies for bodies in versions if _is_html(bodies)), None)
    if plain is None or html is None:
        content.bodies += versions[-1] if plain is None else plain
        return
    said, marked = _find_words(plain), _find_words(html)
    is_stub = len(said) < _MORE * len(marked) and len(marked) - len(said) >= _LEAST_WORDS
    chosen, other = (html, plain) if is_stub else (plain, html)
    content.bodies += chosen
    lost = set(said if is_stub else marked) - set(marked if is_stub else said)
    all_others = set(said if is_stub else marked)
    if len(lost) > max(_OWN_WORDS * len(all_others), _LEAST_WORDS):
        content.warn(
            f"the mail's versions differ: {chosen[0].media_type} was read",
            f"{len(lost)} words stand only in the {other[0].media_type} version (part {other[0].number}); compare them by eye",
        )


def _is_html(bodies: list[Leaf]) -> bool:
    return any(leaf.media_type == "text/html" for leaf in bodies)


def _find_words(bodies: list[Leaf]) -> list[str]:
    words = []
    for leaf in bodies:
        text = _TAG.sub(" ", _drop_unsaid(leaf.text)) if leaf.media_type == "text/html" else leaf.text
        words += _WORD.findall(_URL.sub(" ", text).lower())
    return words


def _drop_unsaid(page: str) -> str:
    """A page without its styles, scripts and comments, in one pass: what is not closed runs to the end."""
    said, at, is_said = [], 0, True
    for match in _UNSAID.finditer(page):
        closes = bool(match["end"] or match["shut"])
        if is_said and not closes:
            said.append(page[at : match.start()])
            is_said = False
        elif not is_said and closes:
            at, is_said = match.end(), True
    return " ".join([*said, page[at:] if is_said else ""])


# ------------------------------------------------------------------ characters


def decode_part(part: Message, content: Content) -> str:
    """Decode a text part: the declared charset where the bytes are in it, UTF-8 where they plainly are, else a guess."""
    if part.get_content_type() == "message/delivery-status":
        held: Any = part.get_payload()
        return "\n".join(str(block).strip() for block in held) if isinstance(held, list) else str(held)
    data = read_payload(part)
    declared = str(part.get_content_charset() or "").strip("'\" ")
    if not data.strip():
        return ""
    try:
        is_wide = not data.isascii()
        if is_wide and declared not in {"utf-8", "utf8"} and (b"\0" not in data) and (text := _to_utf8(data)) is not None:
            if declared not in {"", "us-ascii", "ascii"} and not declared.startswith(("iso-2022", "utf-7")):
                content.warn("charset declared wrongly", f"{declared[:40]} was declared; its bytes are UTF-8 and were read so")
            return _clean(text)
        name = codecs.lookup(declared or "us-ascii").name
        # what calls itself Latin-1 is in Windows-1252 wherever the two differ, as browsers and mail programs read it
        text = data.decode("cp1252" if name == "iso8859-1" else name)
        return _clean(text)
    except (LookupError, ValueError):
        return _guess(data, declared, content)


def read_payload(part: Message) -> bytes:
    """Give a part's bytes, its transfer encoding taken off."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, binascii.Error):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _to_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _guess(data: bytes, declared: str, content: Content) -> str:
    try:
        text, warning = decode_text(data)
    except Unreadable:
        text, warning = data.decode("latin-1"), "its bytes are no text in any known charset"
    what = f"declared as {declared[:40]}, which it is not; " if declared else ""
    content.warn("encoding guessed", f"{what}{warning or 'taken for UTF-8'}")
    return _clean(text)


def _clean(text: str) -> str:
    return text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


# ------------------------------------------------------------------ headers and names


def read_header(message: Message, name: str) -> str:
    """Read a header, its encoded words decoded, on one line; empty when there is none."""
    for key, value in message.raw_items():
        if key.lower() == name:
            return decode_words(str(value))
    return ""


def decode_words(raw: str) -> str:
    """Decode a header's value; broken encoded words stay as they are written."""
    if not raw.isascii():
        data = raw.encode("utf-8", "surrogateescape")
        text = _to_utf8(data)
        raw = text if text is not None else data.decode("cp1252", "replace")
    flat = re.sub(r"[\r\n]+[ \t]*", " ", raw[:LONGEST_HEADER]).strip()
    if "=?" not in flat:
        return _CONTROL.sub(" ", flat).strip()
    try:
        words = [_decode_word(word, charset) for word, charset in decode_header(flat)]
    except (HeaderParseError, ValueError, binascii.Error):
        words = [flat]
    return _CONTROL.sub(" ", "".join(words)).strip()


def _decode_word(word: bytes | str, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    for name in (charset or "utf-8", "utf-8"):
        try:
            return word.decode(name)
        except (LookupError, ValueError):
            continue
    return word.decode("cp1252", "replace")


def name_attachment(leaf: Leaf) -> str:
    """Name an attachment as its mail does; what has no name or ending gets one by its number and declared type."""
    try:
        name = decode_words(leaf.part.get_filename() or "")
    except (ValueError, LookupError):
        name = ""
    if not name and leaf.media_type in _MAILS:
        head = email.message_from_bytes(read_payload(leaf.part)[:LONGEST_HEADER], _Parsed)
        name = read_header(head, "subject") or f"mail {leaf.number}"
    ending = _ENDINGS.get(leaf.media_type, "")
    name = name or f"part {leaf.number}{ending}"
    is_known = media.find_suffix(name) in media.BY_SUFFIX or (PurePath(name).suffix and leaf.media_type not in _MAILS)
    return name if is_known else f"{name}{ending}"


class Names:
    """Makes names safe to keep and unique among those it has given: no folders, no control characters, no hidden files."""

    def __init__(self) -> None:
        self._names = MemberNames()

    def take(self, name: str) -> str:
        """Give a safe name for one that a stranger chose."""
        bare = re.sub(r"\s+", " ", re.sub(r'[/\\:*?"<>|]+', " ", _CONTROL.sub(" ", name))).strip(" .~") or "unnamed"
        return self._names.make(shorten_name(bare, LONGEST_NAME))
