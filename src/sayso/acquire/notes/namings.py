"""Works named in the running text by author and year, (Lomax 2014, 12), and the entries of the list that they point to."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Sequence

from sayso.acquire.notes.found import FoundNote

_YEAR = re.compile(r"\b(?P<year>(?:1[5-9]|20)\d\d)(?P<letter>[a-z])?\b|\b(?P<none>n\.d\.|forthcoming|in press)")
_HELD = re.compile(r"[ \xa0]?\((?P<inside>[^()\n]{2,240})\)|[ \xa0]?\[(?P<square>[^\[\]\n]{6,240})\]")
_LEAD = re.compile(
    r"^(?:see(?: also| e\.g\.| for example)?|cf\.?|e\.g\.?|i\.e\.|for example|compare|as in|also|both|but see|quoted in|cited in|"
    r"qtd\.? in|as quoted in|as cited in|in)[,:]?\s+",
    re.IGNORECASE,
)
_THROUGH = re.compile(r",?\s(?:as )?(?:quoted|cited|qtd\.?) (?:in|by) ")
_TAIL = re.compile(
    r"[,:]?\s*(?:(?:pp?|paras?|ch|chap|sec|vol|figs?|tables?|no|at)\b\.?|§+)?\s*(?:[\divxlc]+(?:[–-][\divxlc]+)?(?:ff?\.|n\.?\d*)?"
    r"(?:,\s*|$))*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w’'.-]*")
_NAMES_BEFORE = re.compile(
    r"(?P<names>[A-ZÀ-Þ][\w’'-]*(?:(?:,? (?:and|&) |, | et al\.?,?|,? and (?:others|colleagues)|[’']s?| )"
    r"(?:(?:van|von|de|der|del|la|al|of|the|for) ){0,2}(?:[A-ZÀ-Þ][\w’'-]*)?){0,8})$"
)
_SMALL = {"and", "et", "al", "others", "colleagues", "eds", "ed", "the", "of", "for", "von", "van", "de", "der", "la", "del"}
_MOST_NAMESAKES = 60  # entries under one name; no author has so many in a list, and each mention goes through all
_ENTRY_HEAD = 300  # characters of an entry in which its authors and, in styles that name works by year, its year stand
_DASHES = re.compile(r"\s*(?:[—–_-]{2,}|—)[.,]?")
_PAGE_ONLY = re.compile(r"[,:]?\s*(?:pp?\.\s*)?(?:\d{1,4}(?:[–-]\d{1,4})?|[ivxlc]{1,7})(?:,\s*\d{1,4}(?:[–-]\d{1,4})?)*")
_SHORT_TITLE = re.compile(
    r",\s*[“\"‘*_]?(?P<title>[A-Z][^,\"”]{3,80}?)[,.]?[”\"’*_]?,?\s*(?P<page>(?:pp?\.\s*)?\d{1,4}(?:[–-]\d{1,4})?)?"
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    note: FoundNote
    head: str
    first: str  # of its authors, lower case: a surname, or the first word of a body
    years: frozenset[str]


def link_names(text: str, running: Sequence[tuple[int, int]], notes: Sequence[FoundNote]) -> None:
    """Link works named in the running text to entries of a list without numbers; what is only a reference leaves the flow.

    Args:
        text: the canonical text.
        running: spans of the running text, sorted.
        notes: all notes of the text; entries get their marks and cuts.
    """
    entries = _read_entries(text, notes)
    if not entries:
        return
    shelf: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        for word in _keys_of(entry):
            if len(shelf[word]) < _MOST_NAMESAKES:
                shelf[word].append(entry)
    for start, end in running:
        for match in _HELD.finditer(text, start, end):
            _link_held(text, match, start, shelf)


def _read_entries(text: str, notes: Sequence[FoundNote]) -> list[_Entry]:
    entries: list[_Entry] = []
    for note in notes:
        if note.kind != "reference" or note.label:
            continue
        start, end = note.spans[0]
        head = " ".join(text[start : min(end, start + _ENTRY_HEAD)].split())
        dashes = _DASHES.match(head)
        if dashes and entries:  # the author of the entry above again
            head = f"{entries[-1].head.split(',')[0]}, {head[dashes.end() :]}"
        years = {match["year"] + (match["letter"] or "") for match in _YEAR.finditer(head) if match["year"]}
        if "n.d." in head:
            years.add("n.d.")
        names = [name.lower() for name in _NAME.findall(head[:80]) if name.lower() not in _SMALL]
        if names:
            entries.append(_Entry(note, head, names[0], frozenset(years)))
    return entries


def _keys_of(entry: _Entry) -> set[str]:
    """Words by which an entry may be named: those before its year or title that begin with a capital, and their initials."""
    year = _YEAR.search(entry.head)
    who = entry.head[: year.start() if year else 60]
    words = [word.strip(".").lower() for word in _NAME.findall(who[:160]) if word[0].isupper() and len(word.strip(".")) > 1]
    body = re.match(r"(?:[A-ZÀ-Þ][\w’'-]+(?: (?:of|the|for|and|on) (?:the )?| )){1,8}[A-ZÀ-Þ][\w’'-]+", entry.head)
    firsts = [word[0] for word in body.group().split()] if body else []
    initials = {"".join(firsts).lower(), "".join(letter for letter in firsts if letter.isupper()).lower()}
    initials.add("".join(word[0] for word in body.group().split() if word not in ("the", "and", "for")).lower() if body else "")
    bracketed = re.search(r"[(\[]([A-Z]{2,8})[)\]]", who)
    found = {*words, entry.first.strip("."), *initials}
    if bracketed:
        found.add(bracketed[1].lower())
    return found - {""}


def _link_held(text: str, match: re.Match[str], start: int, shelf: dict[str, list[_Entry]]) -> None:
    group = "inside" if match["inside"] is not None else "square"
    low, high = match.span(group)
    found: list[tuple[_Entry, int, int]] = []
    is_whole = True
    for part_low, part_high in _split_parts(text, low, high):
        words = text[part_low:part_high]
        entries = _find_named(words, shelf) or _find_narrated(text, words, match.start(), start, shelf, is_first=part_low == low)
        if not entries:
            is_whole = False
            continue
        found += [(entry, part_low, part_high) for entry in entries]
    for i, (entry, part_low, part_high) in enumerate(found):
        entry.note.marks.append((part_low, part_high))
        if is_whole and i == 0:
            entry.note.cuts.append(match.span())


def _split_parts(text: str, low: int, high: int) -> list[tuple[int, int]]:
    parts, at = [], low
    for match in re.finditer(";", text[low:high]):
        parts.append((at, low + match.start()))
        at = low + match.end()
    parts.append((at, high))
    spans = []
    for begin, end in parts:
        words = text[begin:end]
        spans.append((begin + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))))
    return [(begin, end) for begin, end in spans if begin < end]


def _find_named(words: str, shelf: dict[str, list[_Entry]]) -> list[_Entry]:
    """Entries that words such as 'see Lomax and Carver 2014a, 2016, p. 12' name; empty when they say anything else."""
    plain = words
    while (lead := _LEAD.match(plain)) is not None:
        plain = plain[lead.end() :]
    through = _THROUGH.search(plain)
    if through is not None:  # 'Aster 1901, cited in Weil 2003': the list has Weil
        return _find_named(plain[through.end() :], shelf)
    year = _YEAR.search(plain)
    if year is None:
        return _find_undated(plain, shelf)
    names = _names_of(plain[: year.start()])
    if not names or not _is_only_names(plain[: year.start()]):
        return []
    return _find_years(names, plain[year.start() :], shelf)


def _find_years(names: list[str], rest: str, shelf: dict[str, list[_Entry]]) -> list[_Entry]:
    found = []
    at, year = 0, _YEAR.match(rest)
    letters_of = ""
    while year is not None:
        told = (year["year"] + (year["letter"] or "")) if year["year"] else "n.d."
        letters_of = year["year"] or ""
        found.append(_pick(names, told, shelf))
        at = year.end()
        step = re.compile(r"\s*(?:,|and|&)\s*").match(rest, at)
        year = _YEAR.match(rest, step.end()) if step else None
        if year is None and step and letters_of and (letter := re.compile(r"([b-h])\b").match(rest, step.end())):
            found.append(_pick(names, letters_of + letter[1], shelf))
            at = letter.end()
    tail = _TAIL.match(rest, at)
    if (tail.end() if tail else at) < len(rest.rstrip(" .,")):
        return []
    return [entry for entry in found if entry is not None]


def _names_of(words: str) -> list[str]:
    return [
        name.strip(".").lower().removesuffix("’s").removesuffix("'s")
        for name in _NAME.findall(words)
        if name[0].isupper() and len(name.strip(".")) > 1
    ]


def _is_only_names(words: str) -> bool:
    return all(name[0].isupper() or name.lower().strip(".") in _SMALL | {"on"} for name in _NAME.findall(words))


def _pick(names: list[str], year: str, shelf: dict[str, list[_Entry]]) -> _Entry | None:
    """The entry of these authors and this year; with two that fit, none but where the first author tells."""
    fits = [
        entry
        for entry in shelf.get(names[0], ())
        if year in entry.years or (year[:-1] in entry.years and year[-1:].isalpha() and year != "n.d.")
    ]
    both = [entry for entry in fits if all(name in entry.head.lower() for name in names)] or fits
    first = [entry for entry in both if entry.first.strip(".") == names[0]] or both
    exact = [entry for entry in first if year in entry.years] or first
    return exact[0] if len(exact) == 1 else None


def _find_undated(plain: str, shelf: dict[str, list[_Entry]]) -> list[_Entry]:
    """Entries named without a year: (Lomax 12), (Lomax, Border Report 12), (Lomax and Carver 45-46)."""
    quoted = re.match(r"[“\"‘](?P<title>[^”\"]{3,80}?)[,.]?[”\"’]\s*(?P<rest>.*)", plain)
    if quoted is not None:
        told = quoted["title"].lower()
        titled = [entry for entry in _all_of(shelf) if re.search(rf"[“\"‘*.,]\s?{re.escape(told)}", entry.head.lower())]
        return titled if len(titled) == 1 and _is_page(quoted["rest"]) else []
    names = re.match(r"(?:[A-ZÀ-Þ][\w’'-]*(?:,? (?:and|&) |, (?=[A-Z][\w’'-]+,? and )| et al\.?| (?=[A-Z]))?){1,6}", plain)
    words = _names_of(names.group()) if names else []
    fits = [entry for entry in shelf.get(words[0], ()) if entry.first == words[0]] if words else []
    if names is None or not fits:
        return []
    rest = plain[names.end() :].rstrip(" .,")
    title = _SHORT_TITLE.fullmatch(rest)
    if _is_page(rest):
        fits = [entry for entry in fits if all(word in entry.head.lower() for word in words)]
    elif title is not None:
        fits = [entry for entry in fits if title["title"].lower().strip() in entry.head.lower()]
    else:
        return []
    return fits if len(fits) == 1 else []


def _is_page(rest: str) -> bool:
    return not rest.strip(" .,") or _PAGE_ONLY.fullmatch(rest.rstrip(" .,")) is not None


def _all_of(shelf: dict[str, list[_Entry]]) -> list[_Entry]:
    return list({id(entry): entry for some in shelf.values() for entry in some}.values())


def _find_narrated(
    text: str, words: str, at: int, start: int, shelf: dict[str, list[_Entry]], *, is_first: bool
) -> list[_Entry]:
    """Entries behind a name in the sentence itself: 'Lomax and Carver (2014, p. 12) write'."""
    if not is_first or _YEAR.match(words) is None:
        return []
    before = _NAMES_BEFORE.search(text[max(start, at - 120) : at].rstrip())
    names = _names_of(before["names"]) if before else []
    # 'In May Lomax (2014)': the names may begin later than the capitals do
    for i in range(len(names)):
        found = _find_years(names[i:], words, shelf)
        if found:
            return found
    return []
