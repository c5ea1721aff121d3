"""How mails show in a text: fields of a head, lines that say who wrote what is quoted below, breaks before a forwarded mail.

Mail programs write these lines in their user's language, whatever language the mail is in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LABELS = {
    "from": "from|von|de|da|van|fra|från|od|от|expéditeur|remitente|mittente",
    "to": "to|an|à|a|para|aan|til|till|do|кому",
    "cc": "cc|bcc|kopie|copie|копия",
    "sent": "sent|gesendet|envoyé|enviado(?: el| em)?|inviato|verzonden|sendt|skickat|wysłano|отправлено",
    "date": "date|datum|fecha|data|dato|дата",
    "subject": "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|emne|ämne|temat|тема",
    "other": "reply-to|importance|priority|attachments?|organi[sz]ation|resent-from|sender|anlagen?|pièces jointes",
}
MARKS = r"(?:>\s*)*"
"""Quoting marks that still stand before a line's words."""
LABEL = re.compile(
    rf"{MARKS}\*{{0,2}}(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()) + r")\*{0,2}\s*:\*{0,2}",
    re.IGNORECASE,
)
_ENGLISH = r"(?:From|To|Cc|Sent|Date|Subject)"
_INNER = re.compile(rf"(?<!\w){_ENGLISH}\s*:")
FROM = re.compile(
    rf"{MARKS}\*{{0,2}}(?P<cue>(?:{_LABELS['from']})\*{{0,2}}\s*:)\*{{0,2}}\s*(?P<name>\S.*?)"
    rf"(?=\s+\*?(?:Sent|To|Date|Subject|Cc)\*?\s*:|$)",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    rf"(?<!\w)(?:{_LABELS['subject']})\*{{0,2}}\s*:\*{{0,2}}\s*(?P<words>.*?)(?=\s+(?:From|Sent|To|Date|Cc)\s*:|$)", re.IGNORECASE
)
RUN_ON = re.compile(rf"{MARKS}[^:.?!]{{0,120}}<?[^\s@]+@[^\s@]+>?[;,]?(?:\s|$)")
"""More addresses, on a line of their own."""
SENDER = re.compile(r"[\"'<\[*]*(?:[^\s@]+@|[^\W\d_a-z][^.?!]{0,80}$|[^\W\d_a-z].{0,60}@)")
LONGEST_FIELD = 300  # characters that are looked at for a field or an address: both stand at a line's beginning
LONGEST_WROTE = 320  # characters of a line that says who wrote, put together; with two addresses in it 250 were met
LINES_WROTE = 4  # lines that it is broken over: date, name, address and the verb, each on its own

_FORWARDED = (
    r"original (?:message|mail|appointment)|forwarded (?:message|mail|by\b.*)|begin forwarded message|reply message"
    r"|ursprüngliche nachricht|weitergeleitete nachricht|message (?:d['’]origine|transféré)|mensaje (?:original|reenviado)"
    r"|messaggio (?:originale|inoltrato)|oorspronkelijk bericht|doorgestuurd bericht|mensagem original|videresendt meddelelse"
)
BREAK = re.compile(rf"{MARKS}[-_\s*=]*(?:{_FORWARDED})[-_\s*=:]*$", re.IGNORECASE)
LONGEST_BREAK = 120

_BEFORE_VERB = (
    r"\bwrote|\bwrites|\ba écrit|\bescribió|\bha scritto|\bescreveu|\bpisze|\bnapisał(?:a|\(a\))?|\bskrev|\bschrieb|\bschreef"
    r"|\bнаписал(?:а|\(а\))?|\bпишет|\bkirjoitti"
)
_LATER = r"(?:(?:on|am|op|den|the following|in (?:message|article|news:))\b.{0,100}?)?"
_NAME_FIRST = re.compile(
    rf"(?P<before>.{{0,240}}?)(?P<cue>{_BEFORE_VERB})(?=[\s:]|$)\s*{_LATER}\s*(?::[-\s]*|\s-{{2,}})$", re.DOTALL | re.IGNORECASE
)
_NAME_LAST = re.compile(
    r"(?P<when>.{0,120}?)\b(?P<cue>schrieb|schreef|skrev|quoting)\s+(?P<name>\S.{0,160}?)\s*:$", re.DOTALL | re.IGNORECASE
)
_NO_VERB = re.compile(r"(?P<before>(?=.{0,100}\d).{6,200}<[^<>\s]{1,100}@[^<>\s]{1,100}>)\s*(?P<cue>:)$", re.DOTALL)
_LEADS = "On|At|Am|Le|El|Il|Op|Em|Den|Dne|W dniu"
_DATED = re.compile(
    rf"{MARKS}[-\s]*(?:{_LEADS})\s.*\d|{MARKS}\d{{4}}-\d\d-\d\d|.*<[^<>]+@[^<>]+>|.*\[mailto:", re.DOTALL
)
_BEGUN = re.compile(rf"{MARKS}[-\s]*(?:{_LEADS}|Quoting)\s|{MARKS}.{{0,60}}(?:<\S+@\S+>|\d{{4}})", re.DOTALL)
_ADDRESSED = re.compile(r"[<\[(]{1,2}(?:mailto:)?([^<>\[\]()\s]+@[^<>\[\]()\s]+)[>\])]{1,2}\s*,?\s*$")
_BARE_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*$")
_ZONE = re.compile(r"\b(?:AM|PM|A\.M\.|P\.M\.|GMT|UTC|CET|[A-Z]{2,4}T|[+-]\d{4}|\d[\d:.,]*(?:h\d*)?)\b\)?,?")
_WORD = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
_PERSON = re.compile(rf"{_WORD}(?:\s+(?:(?:de|van|von|al|bin|la|der|den|el|da|di)\s+)*{_WORD}){{0,3}}(?:\s+\([^()]{{1,30}}\))?$")
_TURNED = re.compile(rf"{_WORD}(?:[ -]{_WORD})?,\s+{_WORD}(?:\s+{_WORD})?$")
_VIA = re.compile(r"[\"'’]?\s+via\s+\S.{0,60}$", re.DOTALL)  # a list that writes in its member's name
_CLIENT_WORDS = re.compile(r"(?:on|at|le|am|um|à|alle|ore|om|kl)$", re.IGNORECASE)


class Wrote(NamedTuple):
    """A line that says who wrote what is quoted below: where the name (or address) and the cue stand, whether it is dated."""

    name: tuple[int, int]
    cue: tuple[int, int]
    is_dated: bool


def read_label(text: str, start: int = 0, end: int | None = None) -> str | None:
    """Read which field of a mail's head a line begins with: from, to, cc, sent, date, subject or other; null for none."""
    match = LABEL.match(text, start, min(end if end is not None else len(text), start + LONGEST_FIELD))
    return match.lastgroup if match else None


def read_inner_labels(text: str) -> list[str]:
    """Read the fields of a head that was run together into one line; the first field is left out."""
    return [match.group()[:-1].strip().lower() for match in _INNER.finditer(text[: 4 * LONGEST_FIELD])][1:]


def is_break(text: str) -> bool:
    """Whether a line says that a forwarded or answered mail follows."""
    return len(text) <= LONGEST_BREAK and BREAK.match(text) is not None


def may_begin_wrote(text: str) -> bool:
    """Whether a line may be the first of several that say who wrote."""
    return _BEGUN.match(text[:LONGEST_WROTE]) is not None and not text.endswith((".", "!", "?"))


def find_wrote(text: str) -> Wrote | None:
    """Find who is said to have written what stands below a line; null when the line doesn't say that, or names nobody."""
    if len(text) > LONGEST_WROTE or text[-1:] not in ":-":
        return None
    is_dated = _DATED.match(text) is not None
    last = _NAME_LAST.fullmatch(text)
    if last is not None:
        name = _find_name(text, *last.span("name"))
        if name is not None and not re.match(r"(?:am|op|den|on)\b", last["name"], re.IGNORECASE):
            is_dated = is_dated or last["cue"].lower() == "quoting" or any(char.isdigit() for char in last["when"])
            return Wrote(name, last.span("cue"), is_dated)
    first = _NAME_FIRST.fullmatch(text) or _NO_VERB.fullmatch(text)
    if first is None:
        return None
    name = _find_name(text, *first.span("before"))
    return Wrote(name, first.span("cue"), is_dated or first["cue"] == ":") if name is not None else None


def _find_name(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name that ends a stretch such as 'On DATE, X <address>'; the address where there is no name."""
    words = text[start:end]
    address = _ADDRESSED.search(words)
    head = _VIA.sub("", words[: address.start()] if address else words)
    zones = list(_ZONE.finditer(head))
    at = zones[-1].end() if zones else 0
    at += len(head[at:]) - len(head[at:].lstrip(" \t\n,;:-–—\"'>*([“‘"))
    bare = head[at:].rstrip(" \t\n,;:-–—\"'*”’[(<")
    found = _TURNED.match(bare) or _PERSON.search(bare)
    if found is not None and not _CLIENT_WORDS.fullmatch(found.group()):
        return start + at + found.start(), start + at + found.end()
    if address is not None and _is_plain_name(bare, is_whole=bool(zones)):
        return start + at, start + at + len(bare)
    if address is not None:
        return start + address.start(1), start + address.end(1)
    lone = _BARE_ADDRESS.search(bare)
    return (start + at + lone.start(), start + at + lone.end()) if lone else None


def _is_plain_name(words: str, *, is_whole: bool) -> bool:
    """Whether words before an address are a name in small letters: 'joel b'."""
    return is_whole and 0 < len(words) <= 40 and len(words.split()) <= 3 and "@" not in words
