"""Marks in the running text (`Mexico.9`, ¹², [3-5, 7], (12), word†) and the notes that they point to.

Every place that could be a mark is a candidate with a weight: how sure its form is. Notes and marks then are matched in
order, so that the whole weighs most: numbers that start again with each page or chapter find their own notes, and a lone
number that fits nowhere finds none.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.acquire.notes.found import FoundNote
from sayso.acquire.notes.namings import link_names

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱ⁻", "0123456789abcdefghi-")
_MOST_PAIRS = 400_000  # of notes and candidates; reached only by texts made to be slow, a book of 3,000 notes has 20,000
_WEAK = 0.3  # a candidate under this counts only between neighbours that are surely matched
_SURE = 0.85  # a form that can hardly be anything else; such a one may repeat a note's number
_PAREN_SHARE = 0.5  # of a list's notes that must be marked in parentheses before any is: (1), (2) also number clauses
_LONGEST_RANGE = 30  # notes in one [3-32]; longer ones are page numbers
_OTHER_STYLE = 0.6  # of the weight is left where the note prints its number in brackets and the mark doesn't, or the reverse
_NEXT_PAGE = 0.6  # likewise where the mark stands a page before its note

_LIST = r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,12}"
_SUP = "[⁰¹²³⁴-⁹]"
_BRACKET = re.compile(
    rf"(?P<space>[ \xa0]?)\[(?P<labels>{_LIST}|[a-z]|[*†‡§¶]{{1,4}}|\^[\w-]{{1,30}}|[ivxlc]{{1,6}}|(?:note|nb|n)\.?\s?\d{{1,3}})"
    r"(?:,\s(?:pp?\.|at|paras?\.|ch(?:ap)?\.|[Ss]ec\.|[Ff]ig\.|[Tt]h(?:eore)?m\.?|§)\s?[\w.–-]{1,12})?\](?!\()",
)
_SUPER = re.compile(rf"(?P<space>[ \xa0]?)(?P<labels>{_SUP}{{1,3}}(?:\s?[⁻,–-]\s?{_SUP}{{1,3}}){{0,12}}|[ᵃᵇᶜᵈᵉᶠᵍʰⁱ])")
_GLUED = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[.,;:!?…\"”’'»)\]%—–]))(?P<labels>\d{1,3}(?:[,–-]\d{1,3}){0,9})(?=[\s.,;:!?)\]\"”’—–\[]|$)(?![.,]\d)"
)
_SPACED = re.compile(
    r"(?<=[\w.!?…\"”’'»)\],;])(?P<space>[ \xa0])(?P<labels>\d{1,3})(?=\s{1,2}(?P<next>\S)|\s*$|[,;]\s(?P<clause>\w))"
)
_PAREN = re.compile(rf"(?<=[\w\"”’.,;%)])(?P<space>[ \xa0]?)\((?P<labels>{_LIST})(?:,\s(?:pp?\.|at)\s?[\d–-]{{1,9}})?\)")
_SYMBOL = re.compile(r"(?<=[^\s*†‡§¶])(?P<labels>\*{1,4}|†{1,3}|‡{1,3}|§{1,2}|¶{1,2})(?=[\s.,;:!?)\"”’—–|]|$)")
_LETTER = re.compile(r"(?<=[.,;:!?\"”)\d%])(?P<labels>[a-h])(?=\s|$|[.,;|])")
_LAST_WORD = re.compile(r"[^\W_]+\.?$")
_NUMBERING = re.compile(r"(?:^|[\s(])(?:nos?|pp?|vol|art|sec|fig|ch|para|pt|rs?|vv?|nr)\.$", re.IGNORECASE)  # No.9
_LETTERED = re.compile(r"(?<![\w.])(?:[A-Z]|[IVX]{1,5})\.$")
_BLOCK_START = re.compile(r"^$|[\n\f]\s*[\n\f]\s*$|^\s*$")
_UNITS = {"m", "km", "cm", "mm", "ft", "mi", "in", "x", "r", "s"}
# words before a number that say what it numbers; months by their first letters
_NUMBERED = frozenset(re.findall(r"\w+",
    "article art section sec chapter ch figure fig table page p pp no nos number part annex appendix resolution room route "
    "highway interstate channel paragraph para volume vol issue item point rule step day week phase line lines type class "
    "world war apollo boeing group level grade tier unit zone area district act title book note notes footnote question "
    "exhibit count section clause verse psalm size model version windows flight platform gate pier track street road",
))
_FUNCTION = frozenset(re.findall(r"\w+",
    "the a an of in on at by to from for with about over under than only some nearly almost around up until till since and or "
    "as is are was were be been had have has least most more fewer less between within after before per killed every last next "
    "first past another these those all his her its their our my top aged age chapter",
))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CONNECTIVES = {"and", "or", "either", "both", "as"}


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be a mark: its labels with their spans, how sure its form is, and what to cut."""

    labels: tuple[tuple[str, int, int], ...]
    weight: float
    style: str
    start: int
    end: int
    cut_start: int


# ------------------------------------------------------------------ candidates


def find_candidates(
    text: str, running: Iterable[tuple[int, int]], *, raised: Sequence[tuple[int, int]] = ()
) -> list[Candidate]:
    """Find every place in the running text that may be a mark, in order; of two that overlap the surer one.

    Args:
        running: spans of the running text.
        raised: spans of characters that are set raised and small, where the format shows it.
    """
    found: list[Candidate] = []
    for start, end in running:
        for pattern, style, weigh in _FORMS:
            for match in pattern.finditer(text, start, end):
                weight = weigh(text, match, start)
                if weight > 0:
                    found.append(_to_candidate(text, match, weight, style))
    for start, end in raised:
        labels = text[start:end].strip()
        if re.fullmatch(rf"{_LIST}|[a-z]|[*†‡§¶]{{1,4}}", labels):
            found.append(Candidate(_split_labels(text, start, end), 1.2, "super", start, end, start))
    found.sort(key=lambda item: (item.start, -item.weight))
    kept: list[Candidate] = []
    for item in found:
        if kept and item.start < kept[-1].end:
            if item.weight > kept[-1].weight:
                kept[-1] = item
            continue
        kept.append(item)
    return _join_ranges(text, kept)


def _join_ranges(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """[3]–[5] is one mark of 3, 4 and 5."""
    joined: list[Candidate] = []
    for item in candidates:
        last = joined[-1] if joined else None
        if last is not None and last.style == item.style == "bracket" and text[last.end : item.start].strip() in ("–", "-"):
            low, high = last.labels[-1][0], item.labels[0][0]
            if low.isdigit() and high.isdigit() and int(low) < int(high) <= int(low) + _LONGEST_RANGE:
                between = tuple((str(number), last.start, item.end) for number in range(int(low) + 1, int(high)))
                labels = (*last.labels, *between, *item.labels)
                joined[-1] = dataclasses.replace(last, labels=labels, end=item.end)
                continue
        joined.append(item)
    return joined


def _to_candidate(text: str, match: re.Match[str], weight: float, style: str) -> Candidate:
    start = match.start() + len(match.groupdict().get("space") or "")
    # the space before a mark goes with it, unless it parts two words
    is_free = match.end() >= len(text) or not text[match.end()].isalnum()
    return Candidate(
        _split_labels(text, *match.span("labels")), weight, style, start, match.end(), match.start() if is_free else start
    )


def _split_labels(text: str, start: int, end: int) -> tuple[tuple[str, int, int], ...]:
    """'3-5, 7' as 3, 4, 5, 7, each with its span; numbers inside a range have the range's."""
    words = text[start:end].translate(SUPERSCRIPTS)
    if not words[:1].isdigit():
        return ((_normal_label(words), start, end),)
    numbers = [(int(match.group()), start + match.start(), start + match.end()) for match in re.finditer(r"\d+", words)]
    if any(b[0] <= a[0] for a, b in itertools.pairwise(numbers)):
        return ((str(numbers[0][0]), *numbers[0][1:]),) if len(numbers) == 1 else ()
    labels: list[tuple[str, int, int]] = []
    for place, (number, low, high) in enumerate(numbers):
        before = numbers[place - 1] if place else None
        if before is not None and re.search("[–-]", words[before[2] - start : low - start]):
            if number - before[0] > _LONGEST_RANGE:
                return ()
            labels += [(str(between), before[1], high) for between in range(before[0] + 1, number)]
        labels.append((str(number), low, high))
    return tuple(labels)


def _normal_label(words: str) -> str:
    return re.sub(r"^(?:note|nb|n)\.?\s?(?=\d)|^\^", "", words.strip())


def _weigh_bracket(text: str, match: re.Match[str], start: int) -> float:
    # at the head of a paragraph it is a label; at the head of a line it is a mark like any other
    return 0.2 if match.start() == start and _BLOCK_START.search(text[max(0, start - 6) : start]) else 1.0


def _weigh_super(text: str, match: re.Match[str], start: int) -> float:
    if match.start() == start and not match["space"]:
        return 0.1
    word = _LAST_WORD.search(text, max(start, match.start() - 12), match.start())
    if word and (word.group().lower() in _UNITS or word.group().isdigit()) and match["labels"] in ("²", "³"):
        return 0.1  # a measure: km², 10³
    return 1.1


def _weigh_glued(text: str, match: re.Match[str], start: int) -> float:
    at = match.start()
    before, second = text[at - 1], text[at - 2 : at - 1] if at - 2 >= start else ""
    word = _LAST_WORD.search(text, max(start, at - 20), at)
    if before.isalpha():
        letters = word.group() if word else before
        plain = letters.isalpha() and (letters.islower() or letters.istitle())
        return 0.75 if plain and len(letters) > 2 and letters.lower() not in _NUMBERED else 0.05  # MX1, F16 are names
    if before in "\"”’'»)]":
        return 0.0 if not second or second.isspace() else 1.0
    if before in "—–":
        return 0.1
    if before == "%":
        return 0.5
    if second.isdigit():
        if before in ":," or (before == "." and not _follows_sentence(text, match)):
            return 0.0  # a time, a thousand, a decimal
        return 0.6 if re.search(r"\b(?:1[5-9]|20)\d\d.$", text[max(start, at - 6) : at]) else 0.2
    if before == "." and _NUMBERING.search(text, max(start, at - 6), at):
        return 0.0
    if before == "." and (lettered := _LETTERED.search(text, max(start, at - 7), at)):
        begins = lettered.start() == start or text[lettered.start() - 1] in "\n\f"
        return 0.0 if begins else 0.25  # B.1 at the head of a line numbers it; within one it may be a mark: 'plan B.1 He'
    return 1.0 if before in ".!?…" else 0.9


def _follows_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence begins, or the block ends, behind a mark."""
    after = text[match.end() : match.end() + 3].strip()
    return not after or after[0].isupper() or after[0] in "\"“‘'(["


def _weigh_spaced(text: str, match: re.Match[str], start: int) -> float:
    at = match.start()
    before = text[at - 1]
    after = match["next"] or ""
    following = text[match.end() : match.end() + 6].strip().lower()
    if following[:3] in _MONTHS:
        return 0.0
    if before in ".!?…":
        word = _LAST_WORD.search(text, max(start, at - 20), at)
        if word and word.group().rstrip(".").lower() in _NUMBERED | set(_MONTHS):
            return 0.0
        return 0.5 if not after or after.isupper() or after in "\"“‘(" else 0.0
    if before in "\"”»)" or (before in "’'" and not text[at - 2 : at - 1].isspace()):
        return 0.5
    word = _LAST_WORD.search(text, max(start, at - 25), at)
    said = word.group().lower() if word else ""
    if not said.isalpha() or said in _NUMBERED | _FUNCTION or said[:3] in _MONTHS or not after.islower():
        return 0.0
    return 0.12


def _weigh_paren(text: str, match: re.Match[str], start: int) -> float:
    after = text[match.end() : match.end() + 2]
    word = _LAST_WORD.search(text, max(start, match.start() - 20), match.start())
    if word and word.group().lower() in _CONNECTIVES | _NUMBERED:
        return 0.0  # 'and (2) through'; 'section (3)'
    if text[match.start() - 1] in ",;" or (after[:1].isspace() and after[1:].isupper()):
        return 0.1 if text[match.start() - 1] in ".!?" and match["space"] == "" else 0.0
    return 0.5


def _weigh_symbol(text: str, match: re.Match[str], start: int) -> float:
    if match["labels"][0] != "*":
        return 1.0
    opened = text.count("*", max(start, match.start() - 400), match.start())
    return 0.2 if opened % 2 else 1.0  # the end of *words set off*


def _weigh_letter(text: str, match: re.Match[str], _start: int) -> float:
    return 0.6 if text[match.start() - 1].isdigit() or _follows_sentence(text, match) else 0.1


_FORMS = (
    (_BRACKET, "bracket", _weigh_bracket),
    (_SUPER, "super", _weigh_super),
    (_GLUED, "glued", _weigh_glued),
    (_SPACED, "spaced", _weigh_spaced),
    (_PAREN, "paren", _weigh_paren),
    (_SYMBOL, "symbol", _weigh_symbol),
    (_LETTER, "letter", _weigh_letter),
)


def has_mark(text: str, label: str) -> bool:
    """Whether a line of text holds something that is most likely a mark of this label."""
    return any(
        item.weight >= 0.4 and any(label == other for other, _, _ in item.labels)
        for item in find_candidates(text, [(0, len(text))])
    )


# ------------------------------------------------------------------ matching


def link_marks(
    text: str,
    running: Sequence[tuple[int, int]],
    notes: Sequence[FoundNote],
    *,
    raised: Sequence[tuple[int, int]] = (),
) -> None:
    """Find the marks of notes in the running text and keep them with the notes.

    Entries without a number are looked for by name and year: (Lomax 2014, 12).

    Args:
        text: the canonical text.
        running: spans of the running text, sorted.
        notes: in the order of the text.
        raised: spans of characters set raised, where the format shows it.
    """
    link_names(text, running, notes)
    labelled = [note for note in notes if note.label and not note.marks]
    if not labelled:
        return
    candidates = find_candidates(text, running, raised=raised)
    pages = [0, *(match.end() for match in re.finditer("\f", text))]
    taken: set[int] = set()
    for family in sorted({note.family for note in labelled}):
        members = [note for note in labelled if note.family == family]
        matched = _match(members, candidates, taken, pages)
        matched = _drop_unlikely(members, matched, candidates)
        _keep(members, matched, candidates, taken)
        _add_repeats(members, matched, candidates, taken)
    _close_rows(text, notes)


_Pair = tuple[int, int]
"""Place of a candidate and of the label in it."""


def _match(
    notes: Sequence[FoundNote], candidates: Sequence[Candidate], taken: set[int], pages: Sequence[int]
) -> dict[int, tuple[_Pair, float]]:
    """The heaviest matching of notes and candidates in which both go forward: by note its candidate and weight."""
    by_label: dict[str, list[tuple[_Pair, int]]] = defaultdict(list)
    for place, item in enumerate(candidates):
        if place not in taken:
            for ordinal, (label, start, _) in enumerate(item.labels):
                by_label[label].append(((place, ordinal), start))
    orders = {pair: rank for rank, pair in enumerate(sorted(pair for some in by_label.values() for pair, _ in some), 1)}
    most = max(1, _MOST_PAIRS // len(notes))
    best = _Heaviest(len(orders))
    for i, note in enumerate(notes):
        rows = []
        for pair, start in _near(by_label.get(note.label, []), note, pages, most):
            weight = _weigh_pair(note, candidates[pair[0]], start, pages)
            if weight > 0:
                rows.append((orders[pair], pair, weight))
        for order, pair, weight in reversed(rows):
            best.add(order, i, pair, weight)
    return best.trace()


def _near(
    some: Sequence[tuple[_Pair, int]], note: FoundNote, pages: Sequence[int], most: int
) -> Sequence[tuple[_Pair, int]]:
    """Candidates of a note's label: of a footnote those on its page and the one before, else all before it, the last `most`."""
    low = pages[max(note.page - 1, 0)] if 0 <= note.page < len(pages) else 0
    first = bisect.bisect_left(some, low, key=lambda item: item[1])
    end = bisect.bisect_left(some, note.at, key=lambda item: item[1])
    return some[max(first, end - most) : end]


def _weigh_pair(note: FoundNote, item: Candidate, start: int, pages: Sequence[int]) -> float:
    if start >= note.at:
        return 0.0
    weight = item.weight
    if (note.style == "bracket") != (item.style == "bracket") and item.style in ("bracket", "glued", "spaced"):
        weight *= _OTHER_STYLE
    if note.page >= 0:
        apart = note.page - (bisect.bisect_right(pages, start) - 1)
        return weight if apart == 0 else weight * _NEXT_PAGE if apart == 1 else 0.0
    return weight


class _Heaviest:
    """Heaviest chain of pairs with rising notes and rising orders: a Fenwick tree of best sums by order."""

    def __init__(self, size: int) -> None:
        self._tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
        self._nodes: list[tuple[int, _Pair, float, int]] = []  # note, candidate, weight, node before

    def add(self, order: int, note: int, pair: _Pair, weight: float) -> None:
        """Add a pair; of one note the later orders must come first."""
        total, before = self._most_before(order)
        self._nodes.append((note, pair, weight, before))
        self._raise(order, (total + weight, len(self._nodes) - 1))

    def _most_before(self, order: int) -> tuple[float, int]:
        best, at = (0.0, -1), order - 1
        while at > 0:
            best = max(best, self._tree[at])
            at -= at & -at
        return best

    def _raise(self, order: int, value: tuple[float, int]) -> None:
        at = order
        while at < len(self._tree):
            if value[0] > self._tree[at][0]:
                self._tree[at] = value
            at += at & -at

    def trace(self) -> dict[int, tuple[_Pair, float]]:
        """By note, the candidate that the heaviest chain gives it, and its weight."""
        found: dict[int, tuple[_Pair, float]] = {}
        _, at = self._most_before(len(self._tree))
        while at >= 0:
            note, pair, weight, at = self._nodes[at]
            found[note] = (pair, weight)
        return found


def _drop_unlikely(
    notes: Sequence[FoundNote], matched: dict[int, tuple[_Pair, float]], candidates: Sequence[Candidate]
) -> dict[int, tuple[_Pair, float]]:
    """Leave out weak forms that no sure neighbour holds in place, and parentheses that are not the list's own way."""
    in_parens = [i for i, (pair, _) in matched.items() if candidates[pair[0]].style == "paren"]
    if len(in_parens) < _PAREN_SHARE * len(notes) or len(in_parens) < 2:
        matched = {i: found for i, found in matched.items() if i not in set(in_parens)}
    sure = {i for i, (_, weight) in matched.items() if weight >= _WEAK}

    def is_held(i: int) -> bool:
        sides = [j for j in (i - 1, i + 1) if 0 <= j < len(notes)]
        return bool(sides) and all(j in sure for j in sides)

    return {i: found for i, found in matched.items() if i in sure or is_held(i)}


def _keep(
    notes: Sequence[FoundNote],
    matched: dict[int, tuple[_Pair, float]],
    candidates: Sequence[Candidate],
    taken: set[int],
) -> None:
    for i in sorted(matched):
        (place, ordinal), _ = matched[i]
        _mark(notes[i], candidates[place], ordinal, is_first=place not in taken)
        taken.add(place)


def _mark(note: FoundNote, item: Candidate, ordinal: int, *, is_first: bool) -> None:
    note.marks.append(item.labels[ordinal][1:])
    if is_first:
        note.cuts.append((item.cut_start, item.end))


def _add_repeats(
    notes: Sequence[FoundNote],
    matched: dict[int, tuple[_Pair, float]],
    candidates: Sequence[Candidate],
    taken: set[int],
) -> None:
    """Add marks that point to a note again, in forms that are sure; not where numbers start again."""
    by_label: dict[str, FoundNote | None] = {}
    for note in notes:
        by_label[note.label] = None if note.label in by_label else note
    styles = {candidates[pair[0]].style for pair, _ in matched.values()}
    used = {pair for pair, _ in matched.values()}
    used_places = {place for place, _ in used}
    for place, item in enumerate(candidates):
        is_partly = place in used_places
        if place in taken and not is_partly:
            continue
        for ordinal, (label, start, _) in enumerate(item.labels):
            note_again = by_label.get(label)
            if note_again is None or (place, ordinal) in used or start >= note_again.at:
                continue
            if not is_partly and not _may_repeat(item, note_again, styles):
                continue
            _mark(note_again, item, ordinal, is_first=place not in taken)
            taken.add(place)


def _may_repeat(item: Candidate, note: FoundNote, styles: set[str]) -> bool:
    if item.style not in styles:
        return False
    if item.style in ("bracket", "super", "paren"):
        return item.weight >= (_SURE if item.style != "paren" else 0.5)
    return note.kind == "reference" and item.style == "glued" and item.weight >= _SURE


def _close_rows(text: str, notes: Sequence[FoundNote]) -> None:
    """Let a cut reach to the next one where only a comma or a dash parts them: [3], [4]–[6]."""
    rows = _sorted_cuts(notes)
    for (cut, note, i), (following, _, _) in itertools.pairwise(rows):
        between = text[cut[1] : following[0]]
        if 0 < len(between) <= 3 and between.strip() in (",", "–", "-", ";"):
            note.cuts[i] = (cut[0], following[0])


def _sorted_cuts(notes: Sequence[FoundNote]) -> list[tuple[tuple[int, int], FoundNote, int]]:
    rows = [(cut, note, i) for note in notes for i, cut in enumerate(note.cuts)]
    return sorted(rows, key=lambda row: row[0])

