"""What a mail holds beside what it says: signatures, closings, disclaimers, footers of lists, lines of the mail program."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib import resources

from sayso.acquire.lines import Line, is_rule, is_terminal

MOST_LINES = 25  # of a signature or footer; longer ones hold text that someone wrote
MOST_NOTICE = 120  # lines at a mail's end among which legal notices are looked for; those of banks run to 60
TAIL_LINES = 14  # at a mail's end that are looked at for a closing, a name, a telephone number
SHORT = 72  # characters of a line of a signature: an address or a title; sentences run longer or end in a full stop
NAME_WORDS = 6
LOOKED_AT = 400  # characters of a line whose beginning is asked for: longer lines are paragraphs of text
_DELIMITER = re.compile(r"(?:- )?--|—|__|-{2,3}\s?")
def _load_words() -> dict[str, tuple[re.Pattern[str], ...]]:
    told = tomllib.loads(resources.files("sayso.acquire.mail").joinpath("signoffs.toml").read_text(encoding="utf-8"))
    return {
        kind: tuple(re.compile(rf"(?:{words})(?!\w)" if kind == "closing" else words, re.IGNORECASE) for words in listed)
        for kind, listed in told.items()
    }


_WORDS = _load_words()
_ENVIRONMENT, _REGISTERED = _WORDS["cues"][7], _WORDS["cues"][8]
_SIGNER = re.compile(r"\s*[,.!–—-]*(?:\s*/?\s*(?P<name>[^\W\d_][\w.'’ -]{0,40}))?$")
_LINK = re.compile(r"\s*<?https?://\S+>?")
_ROLE = re.compile(r"(?<=\w\w)(?:\s*[|·•]|\s[–—-]|,)\s.{2,60}$")  # 'Ada Moss | Head of Works'
_PHONE = re.compile(r"\d(?:[\s().-]*\d){6,}")
_POSTSCRIPT = re.compile(r"p\.?\s?p?\.?\s?s\b\.?\s*[:.–—-]?", re.IGNORECASE)
_TITLES = {"dr", "prof", "mr", "mrs", "ms", "sir", "dame", "capt", "col", "gen", "lt", "sgt", "phd", "md", "esq", "jr", "sr"}

SIGNATURE, CLOSING = "a signature", "a closing and who signs"


def mark_signoffs(lines: Sequence[Line], *, sender: str, is_first: bool = False) -> None:
    """Mark what one mail's stretch of lines holds beside what it says; each is told with how it was recognised.

    Args:
        lines: of one mail, in a row; a quotation or another mail ends them.
        sender: name or address of who sent it, empty where nothing says.
        is_first: whether the stretch begins the document: warnings of mail gateways stand there.
    """
    _mark_program_lines(lines)
    if is_first:
        _mark_banner(lines)
    _mark_disclaimers(lines)
    _mark_delimited(lines)
    _mark_footer(lines)
    _mark_disclaimers(lines)
    _mark_tail(lines, sender)


def _mark_program_lines(lines: Sequence[Line]) -> None:
    for line in lines:
        if line.kind or len(line.text) > 2 * SHORT + 40 or not _is_apart(lines, line):
            continue
        bare = _LINK.sub("", line.text).rstrip(" .!")
        if any(words.fullmatch(bare) for words in _WORDS["device"]):
            line.mark("furniture", "written by the mail program")


def _is_apart(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line stands near an end of its stretch, or alone between empty lines: 'Sent from my phone, this may be short.'"""
    at = next(i for i, other in enumerate(lines) if other is line) if len(lines) <= MOST_LINES else -1
    return at >= 0 or line.gap > 0


def _mark_banner(lines: Sequence[Line]) -> None:
    for paragraph in _split_paragraphs(lines)[:3]:
        words = _join(paragraph)
        if len(words) <= 600 and _begins("banner", words):
            _mark(paragraph, "a warning that a mail gateway puts before mails")


def _mark_delimited(lines: Sequence[Line]) -> None:
    """Mark what stands under a line of two dashes."""
    rest = [line for line in lines if not line.kind][-MOST_LINES - 1 :]
    for i, line in enumerate(rest):
        if _DELIMITER.fullmatch(line.text):
            below = rest[i + 1 :]
            n_prose = sum(len(other.text) > SHORT and is_terminal(other.text) for other in below)
            if n_prose <= 2 or line.text == "--":
                _mark(rest[i:], f"{SIGNATURE}: stands under its dashes")
                return


def _mark_footer(lines: Sequence[Line]) -> None:
    """Mark a mailing list's or newsletter's footer, from its first line, the rule above it too, to the end."""
    rest = [line for line in lines if not line.kind][-MOST_LINES:]
    for i, line in enumerate(rest):
        if not _begins("footer", line.text):
            continue
        n_long = sum(len(other.text) > 2 * SHORT and not _begins("footer", other.text) for other in rest[i:])
        if n_long <= 2:
            start = i - 1 if i and (is_rule(rest[i - 1].text) or len(rest[i - 1].text) <= 3) else i
            _mark(rest[start:], "the footer of a mailing list or newsletter")
            return


def _mark_disclaimers(lines: Sequence[Line]) -> None:
    """Mark legal notices: paragraphs at the end that hold several of their phrases, or few under such a one."""
    rest = [line for line in lines if not line.kind][-MOST_NOTICE:]
    paragraphs = _split_paragraphs(rest)
    is_above = False  # one that was marked
    for i in range(len(paragraphs) - 1, -1, -1):
        words = _join(paragraphs[i])
        if is_rule(words):
            continue
        n_cues = _count_cues(words)
        is_under = i > 0 and _count_cues(_join(paragraphs[i - 1])) >= 2
        is_near = _begins("disclaimed", words) or is_under or _is_last_word(paragraphs[i])
        if n_cues >= 3 or (n_cues >= 1 and is_near) or (n_cues >= 2 and is_above):
            _mark(paragraphs[i], "a legal notice, by its phrases")
            is_above = True
        elif len(words) > 3 * SHORT and is_terminal(words):
            return


def _begins(kind: str, text: str) -> bool:
    return any(words.match(text[:LOOKED_AT]) for words in _WORDS[kind])


def _count_cues(text: str) -> int:
    return sum(cue.search(text[: 10 * LOOKED_AT]) is not None for cue in _WORDS["cues"])


def _join(paragraph: Sequence[Line]) -> str:
    return " ".join(line.text for line in paragraph)


def _is_last_word(paragraph: Sequence[Line]) -> bool:
    """'Please consider the environment before printing this mail.'"""
    words = _join(paragraph)
    return len(words) <= 200 and _ENVIRONMENT.search(words) is not None


# ------------------------------------------------------------------ closings and signatures without dashes


def _mark_tail(lines: Sequence[Line], sender: str) -> None:
    rest = [line for line in lines if not line.kind]
    tail = rest[-TAIL_LINES:]
    ends = next((i for i, line in enumerate(tail) if _POSTSCRIPT.match(line.text)), len(tail))
    tail = tail[:ends]
    for i, line in enumerate(tail):
        if _is_closing(line.text, sender) and _is_signature(tail[i + 1 :]):
            _mark(tail[i:], CLOSING)
            return
    for i, line in enumerate(tail):
        is_after = i > 0 or len(rest) > len(tail)
        if is_after and is_name_of(line.text, sender) and _is_signature(tail[i + 1 :]):
            _mark(tail[i:], f"{SIGNATURE}: begins with the sender's name")
            return
    last = (_split_paragraphs(tail) or [[]])[-1]
    contacts = [line for line in last if any(words.search(line.text[:LOOKED_AT]) for words in _WORDS["contact"])]
    is_sure = any(_PHONE.search(line.text) for line in contacts) or len(contacts) >= 2
    if len(rest) > len(last) and 2 <= len(last) <= 10 and _is_signature(last) and len(contacts) * 3 >= len(last) and is_sure:
        _mark(last, f"{SIGNATURE}: holds telephone numbers or addresses")


def _is_signature(lines: Sequence[Line]) -> bool:
    """Whether no line runs as a sentence does."""
    return all(len(line.text) <= SHORT and not _is_sentence(line.text) for line in lines)


def _is_sentence(text: str) -> bool:
    is_known = _PHONE.search(text) or _REGISTERED.search(text)
    return (is_terminal(text) and text.count(" ") >= 4 and not is_known) or text.endswith("?")


def _is_closing(text: str, sender: str) -> bool:
    """Whether a line closes a mail: 'Thanks, Ada' by Ada does, 'Thanks Joel' to Joel opens one."""
    if len(text) > SHORT:
        return False
    for match in filter(None, (words.match(text) for words in _WORDS["closing"])):
        signer = _SIGNER.match(text, match.end())
        if signer is not None and (not signer["name"] or not sender or is_name_of(signer["name"], sender)):
            return True
    return False


def is_name_of(text: str, sender: str) -> bool:
    """Whether a line is nothing but the sender's name, a part of it or its initials: 'Dr Ada Moss', 'Ada', 'A.', '/am'."""
    words = [word for word in re.split(r"[^\w'’]+", _ROLE.sub("", text).lower()) if word and word not in _TITLES]
    own = [word for word in re.split(r"[^\w'’]+", sender.partition("@")[0].lower()) if word and word not in _TITLES]
    if not words or not own or len(words) > NAME_WORDS or len(text) > SHORT:
        return False
    initials = "".join(word[0] for word in own)
    if len(words) == 1 and len(words[0]) <= 3 and words[0] in {initials, initials[0], initials[:1] + initials[-1:]}:
        return True
    is_own = [word in own or (len(word) == 1 and word in initials) for word in words]
    return all(is_own) and any(len(word) > 1 for word in words)


def _split_paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and line.gap == 0 and not is_rule(line.text) and not is_rule(paragraphs[-1][-1].text):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _mark(lines: Sequence[Line], why: str) -> None:
    for line in lines:
        if not line.kind:
            line.mark("furniture", why)
