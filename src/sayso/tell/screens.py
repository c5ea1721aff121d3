"""What is shown of one thing to check: its passage with the marks, and in words what it was taken for."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from sayso.schema import Attribution, Claim, Spans, Tables
from sayso.tell.lookup import Lookup
from sayso.tell.passages import Bit, cut_window
from sayso.tell.samples import ATTRIBUTION, Item
from sayso.tell.shown import clean_line, elide
from sayso.text.spans import hull, to_spans

AROUND = 300  # characters shown before and after what is laid to somebody, within its paragraph: three or four sentences
FAR_AROUND = 1200  # and when more is asked for, paragraph or not
LONGEST_RUN = 700  # characters of one run of words; what is judged is where it begins and ends
LONGEST_LINE = 150  # two lines of a terminal
OPEN, CLOSE = "[[", "]]"  # around what is laid to somebody, in plain text


@dataclasses.dataclass(frozen=True, slots=True)
class Screen:
    """One thing to check as it is shown.

    Attributes:
        document: its title, publisher and date.
        bits: the passage; `is_claim` marks what is laid to somebody.
        facts: what it was taken for, as a label and words.
        has_stance: whether it was taken for a claim, so that its stance and polarity can be judged.
    """

    document: str
    bits: tuple[Bit, ...]
    facts: tuple[tuple[str, str], ...]
    has_stance: bool


class Screens:
    """Makes the screens of one case."""

    def __init__(self, tables: Tables) -> None:
        self.lookup = Lookup(tables)
        self.claims: dict[str, list[Claim]] = {}
        for claim in self.lookup.claims.values():
            if claim.attribution_id:
                self.claims.setdefault(claim.attribution_id, []).append(claim)

    def show(self, item: Item, *, is_wide: bool = False) -> Screen:
        """Show an item; with more text around it when so asked."""
        document = self.lookup.documents[item.document_id]
        told = (self.lookup.title(document.id), clean_line(document.publisher or ""), document.published or "")
        name = " · ".join(dict.fromkeys(filter(None, told)))
        if item.task == ATTRIBUTION:
            [row] = item.marked
            bits, facts = self._show_attribution(item, row, is_wide=is_wide), self._tell_attribution(row)
            return Screen(name, tuple(bits), tuple(facts), row.id in self.claims)
        return Screen(name, tuple(self._show_stretch(item, is_wide=is_wide)), tuple(self._tell_stretch(item)), False)

    def _show_attribution(self, item: Item, row: Attribution, *, is_wide: bool) -> Iterator[Bit]:
        text, (home_start, home_end) = self.lookup.documents[row.document_id].text, item.spans[0]
        first, last = hull(to_spans((*row.source_spans, *row.cue_spans, *row.content_spans)))
        if is_wide:
            start, end = max(0, first - FAR_AROUND), min(len(text), last + FAR_AROUND)
        else:
            start = max(min(first, home_start), first - AROUND)
            end = min(max(last, home_end), last + AROUND)
        start, end = _to_words(text, (start, end), kept=(first, last))
        marks = [(row.source_spans, "source"), (row.cue_spans, "cue")]
        marks += [(spans, "stance") for claim in self.claims.get(row.id, ())
                  for spans in (claim.polarity_spans, claim.stance_spans)]
        yield from self._cut(row.document_id, (start, end), held=row.content_spans, marks=marks, is_wide=is_wide)

    def _show_stretch(self, item: Item, *, is_wide: bool) -> Iterator[Bit]:
        document = self.lookup.documents[item.document_id]
        start, end = item.spans[0]
        signs: dict[int, str] = {}
        marks: list[tuple[Spans, str]] = []
        for number, row in enumerate(item.marked, 1):
            spans = row.cue_spans or row.content_spans
            signs[spans[-1][1]] = signs.get(spans[-1][1], "") + f"<{number}>"
            marks += [(row.source_spans, "source"), (row.cue_spans, "cue")]
        held = to_spans(span for row in (*item.marked, *item.carried) for span in row.content_spans)
        if is_wide:
            before = _to_words(document.text, (max(0, start - FAR_AROUND), start), kept=(start, start))
            yield from self._cut(document.id, before, held=(), marks=[], is_wide=True)
            yield Bit(" >>> ", part="sign")
        yield from self._cut(document.id, (start, end), held=held, marks=marks, is_wide=is_wide, signs=signs)
        if is_wide:
            after = _to_words(document.text, (end, min(len(document.text), end + FAR_AROUND)), kept=(end, end))
            yield Bit(" <<< ", part="sign")
            yield from self._cut(document.id, after, held=(), marks=[], is_wide=True)

    def _cut(
        self, document_id: str, window: tuple[int, int], *, held: Spans, marks: Sequence[tuple[Spans, str]],
        is_wide: bool, signs: Mapping[int, str] | None = None,
    ) -> Iterator[Bit]:
        text, signs = self.lookup.documents[document_id].text, dict(signs or {})
        if is_wide:  # a paragraph's end is white space like any other, and here there may be several
            pieces = self.lookup.pieces.get(document_id, [])
            for piece in pieces[bisect.bisect_right(pieces, window[0], key=lambda piece: piece.start) :]:
                if piece.start < window[1]:
                    signs.setdefault(piece.start, "¶ ")
        cuts = self.lookup.cuts.get(document_id, [])
        for bit in cut_window(text, window, held=held, marks=marks, cuts=cuts, signs=signs):
            yield bit if bit.part == "sign" else dataclasses.replace(bit, text=_shorten(bit.text, at_most=LONGEST_RUN))

    def _tell_attribution(self, row: Attribution) -> Iterator[tuple[str, str]]:
        yield "laid to", self._tell_source(row)
        yield "by", _quote(self.lookup.words(row.document_id, row.cue_spans)) or "(no words)"
        yield "content", _quote(_shorten(self.lookup.words(row.document_id, row.content_spans), at_most=LONGEST_LINE))
        parent = self.lookup.attributions.get(row.parent_id or "")
        if parent:
            yield "within", f"what is laid to {self._tell_source(parent)}"
        claims = self.claims.get(row.id, [])
        for claim in claims:
            what = "taken as" if len(claims) == 1 else f"taken as ({_quote(elide(clean_line(claim.text), at_most=30))})"
            yield what, self._tell_stance(claim)
        if not claims:
            yield "taken as", "no claim: there is no polarity or stance to judge"

    def _tell_stretch(self, item: Item) -> Iterator[tuple[str, str]]:
        for number, row in enumerate(item.marked, 1):
            yield f"<{number}>", self._tell_in_short(row)
        for row in item.carried:
            yield "also", f"{self._tell_in_short(row)} (its cue stands in another paragraph: not counted here)"

    def _tell_in_short(self, row: Attribution) -> str:
        cue, content = (self.lookup.words(row.document_id, spans) for spans in (row.cue_spans, row.content_spans))
        return f"{self._tell_source(row)} · {cue or '(no cue)'} · {_quote(_shorten(content, at_most=100))}"

    def _tell_source(self, row: Attribution) -> str:
        referent = self.lookup.referents.get(row.referent_id or "")
        words = self.lookup.words(row.document_id, row.source_spans)
        if referent is None:
            return f"{_quote(words)}, who isn't known" if words else "nobody that the text names"
        name = clean_line(referent.name)
        said = f"{_quote(elide(words, at_most=60))} = " if words and words.casefold() != name.casefold() else ""
        return f"{said}{name} ({referent.kind}{'' if referent.is_named else ', unnamed'})"

    def _tell_stance(self, claim: Claim) -> str:
        told = []
        for value, spans in ((claim.polarity, claim.polarity_spans), (claim.stance, claim.stance_spans)):
            words = elide(self.lookup.words(claim.document_id, spans), at_most=40)
            told.append(f"{value} ({_quote(words)})" if words else value)
        return " · ".join(told)


def to_plain(bits: Sequence[Bit]) -> str:
    """Give a passage as plain text: `{source}`, `*cue*`, `[[content]]`."""
    signs = {"source": ("{", "}"), "cue": ("*", "*")}
    out, is_open = [], False
    for bit in bits:
        if bit.is_claim != is_open and bit.part != "sign":
            out.append(OPEN if bit.is_claim else CLOSE)
            is_open = bit.is_claim
        before, after = signs.get(bit.part, ("", ""))
        out.append(f"{before}{bit.text}{after}")
    return clean_line("".join(out) + (CLOSE if is_open else ""))


def tell_plain(screen: Screen) -> str:
    """Give a whole screen as plain text, for the record of what was shown."""
    return "\n".join([screen.document, to_plain(screen.bits), *(f"{label}: {words}" for label, words in screen.facts)])


def _shorten(text: str, *, at_most: int) -> str:
    """Leave out the middle of a long text: what is judged is where it begins and ends."""
    if len(text) <= at_most:
        return text
    half = at_most // 2
    return f"{elide(text[:half], at_most=half - 1).rstrip('…')} […] {text[len(text) - half :].partition(' ')[2]}"


def _to_words(text: str, window: tuple[int, int], *, kept: tuple[int, int]) -> tuple[int, int]:
    """Move the ends of a window inward to the next space, so that no word is cut, but not into what is to be kept."""
    start, end = window
    while 0 < start < kept[0] and not text[start - 1].isspace():
        start += 1
    while kept[1] < end < len(text) and not text[end].isspace():
        end -= 1
    return start, end


def _quote(words: str) -> str:
    return f"“{words}”" if words else ""
