"""A case with names taken out of it: stand-ins in their place, in the texts of documents and in everything made of them.

Names are replaced in the documents' own texts, and every span is moved along. So whatever is made of the masked tables (a
brief, a picture, an export) holds no name that it would have to remember to hide, and a span still cuts out its words.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sayso.errors import UnknownName
from sayso.schema import TABLES, Claim, Document, Identity, Referent, Source, Spans, Tables
from sayso.tell.shown import clean_line

# Columns of text that name rows or kinds and not people; ids are hashes, and a join must hold.
_LEFT = frozenset((
    "id", "sha256", "made_by", "kind", "stance", "polarity", "side", "tail", "head", "verdict", "media_type", "language", "state",
    "how", "near", "claim_a", "claim_b", "document_a", "document_b", "from_claim", "to_claim", "circles", "holder", "place",
    "published", "updated", "modified", "arrived", "at", "first_seen", "about", "likelihood", "confidence", "order", "relation",
))
_ADDRESSES = frozenset(("path", "url", "origin", "where"))  # `ilse_tarn.pdf`: names in them have no word's ends and no capitals
# By column, the column that names the document, or the claim whose document it is; of all others it is `document_id`.
_HOLDERS = {
    "spans_a": ("document_a", "claim_a"), "spans_b": ("document_b", "claim_b"), "before_spans": ("from_claim",),
    "after_spans": ("to_claim",),
}
_STARTS, _ENDS = ("start", "passage_start"), ("end", "passage_end")
_TITLES = frozenset(
    word for line in (
        "mr mrs ms miss dr sir lord lady dame prof professor president general colonel captain major judge justice minister",
        "mayor governor senator king queen prince princess inspector the of and for van von der den del dos bin ibn al el la",
        "le da de",
    )
    for word in line.split()
)
"""Words of names that by themselves are nobody's name."""

SHORTEST = 3  # letters of a part of a name that is masked by itself: of 'Jo Ab Quill' only 'Quill'; the whole name always is


class Names:
    """Finds names in texts, the longest first.

    Args:
        stand_ins: stand-in by name.
        is_address: whether names stand in paths and addresses, in any case and run together with other words.
    """

    def __init__(self, stand_ins: Mapping[str, str], *, is_address: bool = False) -> None:
        names = sorted(stand_ins, key=lambda name: (-len(name), name))
        self._known = {_fold(name): stand_ins[name] for name in reversed(names)}
        gap = r"[\W_]+" if is_address else r"\s+"  # a name broken over two lines; in an address `ilse-tarn`, `ilse_tarn`
        any_name = "|".join(gap.join(map(re.escape, name.split())) for name in names)
        around = "(?:{})" if is_address else r"(?<!\w)(?:{})(?!\w)"
        self._pattern = re.compile(around.format(any_name), re.IGNORECASE if is_address else 0)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and stand-in of each name; names of one person with but space between them are one."""
        last: tuple[int, int, str] | None = None
        for found in self._pattern.finditer(text):
            stand_in = self._known.get(_fold(found.group()), "Person")  # dotless i and its like: found in any case, folded apart
            if last and last[2] == stand_in and not text[last[1] : found.start()].strip():
                last = (last[0], found.end(), stand_in)
                continue
            if last:
                yield last
            last = (*found.span(), stand_in)
        if last:
            yield last

    def replace(self, text: str) -> str:
        """The text with stand-ins."""
        parts, at = [], 0
        for start, end, stand_in in self.find(text):
            parts += [text[at:start], stand_in]
            at = end
        return "".join([*parts, text[at:]])


@dataclasses.dataclass(frozen=True, slots=True)
class Shift:
    """Where the stand-ins of one document stand: start and end in its own text, start and end in the masked one, in order."""

    old: tuple[tuple[int, int], ...]
    new: tuple[tuple[int, int], ...]

    def forward(self, place: int, *, is_end: bool) -> int:
        """The place in the masked text; one inside a name goes to its stand-in's end or start."""
        return _move(place, self.old, self.new, is_end=is_end)

    def back(self, spans: Spans) -> Spans:
        """Spans of the masked text as spans of the document's own."""
        return tuple(
            (_move(start, self.new, self.old, is_end=False), _move(end, self.new, self.old, is_end=True)) for start, end in spans
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Masked:
    """A case with names taken out, and the way back to the places in its documents.

    Attributes:
        shifts: by document id, of documents in whose text a name was replaced.
    """

    tables: Tables
    shifts: Mapping[str, Shift]
    names: Names | None = None

    def mask_words(self, text: str) -> str:
        """Words that stand in no table, such as the question of the case."""
        return self.names.replace(text) if self.names else text

    def find_spans(self, document_id: str, spans: Spans) -> Spans:
        """Spans in the document's own text."""
        shift = self.shifts.get(document_id)
        return shift.back(spans) if shift else spans

    def has_stand_in(self, document_id: str, spans: Spans) -> bool:
        """Whether a stand-in is among the words at spans of the masked text."""
        shift = self.shifts.get(document_id)
        return bool(shift) and any(s < end and start < e for s, e in shift.new for start, end in spans)  # type: ignore[union-attr]


def mask_tables(tables: Tables, mask: Mapping[str, str]) -> Masked:
    """Replace the names of some sources throughout a case.

    What is replaced: each source's name and aliases, the names that its documents have for it, and of a person each part of the
    name of three letters or more. Not: what is only said about someone ("the mayor's sister"), and pictures of text.

    Args:
        tables: every table of the case; not changed.
        mask: stand-in by source id, such as `Person 1`.
    Raises:
        UnknownName: no source has such an id, or a stand-in is empty or holds quotes, backslashes or hidden characters.
    """
    if not mask:
        return Masked(tables, {})
    sources = {source.id: source for source in tables.take(Source)}
    _check(mask, sources)
    stand_ins = _list_names(tables, mask, sources)
    names, in_addresses = Names(stand_ins), Names(stand_ins, is_address=True)
    shifts = {}
    for document in tables.take(Document):
        shift = _find_shift(document.text, names)
        if shift.old:
            shifts[document.id] = shift
    masked = _Masking(shifts, names, in_addresses, {claim.id: claim.document_id for claim in tables.take(Claim)})
    rows = {name: [masked.mask_row(name, row) for row in tables.named(name)] for name in tables.names()}
    return Masked(Tables(rows), shifts, names)


@dataclasses.dataclass(frozen=True, slots=True)
class _Masking:
    """Masks rows, one at a time."""

    shifts: Mapping[str, Shift]
    names: Names
    in_addresses: Names
    document_of: Mapping[str, str]

    def mask_row(self, table: str, row: Any) -> Any:
        """The row with stand-ins for names, its spans moved along."""
        changed = {}
        for column in TABLES[table].columns:
            value = getattr(row, column.name)
            new = self._mask_value(column.name, value, row)
            if new != value:
                changed[column.name] = new
        return dataclasses.replace(row, **changed) if changed else row

    def _mask_value(self, name: str, value: Any, row: Any) -> Any:
        if value is None or name in _LEFT or name.endswith(("_id", "_ids")) or isinstance(value, float):
            return value
        if name.endswith("spans") or name in _HOLDERS:
            shift = self._find_shift(name, row)
            return tuple((shift.forward(s, is_end=False), shift.forward(e, is_end=True)) for s, e in value) if shift else value
        if isinstance(value, int):
            shift = self._find_shift(name, row) if name in _STARTS + _ENDS else None
            return shift.forward(value, is_end=name in _ENDS) if shift else value
        return self._mask_text(value, self.in_addresses if name in _ADDRESSES else self.names)

    def _mask_text(self, value: Any, names: Names) -> Any:
        if isinstance(value, str):
            return names.replace(value)
        return tuple(self._mask_text(item, names) for item in value) if isinstance(value, tuple) else value

    def _find_shift(self, name: str, row: Any) -> Shift | None:
        for holder in _HOLDERS.get(name, ("document_id",)):
            if (id_ := getattr(row, holder, None)) is not None:
                return self.shifts.get(self.document_of.get(id_, id_))
        return self.shifts.get(self.document_of.get(getattr(row, "claim_id", ""), ""))


def _check(mask: Mapping[str, str], sources: Mapping[str, Source]) -> None:
    gone = sorted(mask.keys() - sources.keys())
    if gone:
        raise UnknownName("no source has this id", where="mask", got=gone, fix="sayso sources CASE --json")
    bad = sorted(name for name in mask.values() if not name or clean_line(name) != name or set(name) & set('"\\'))
    if bad:
        raise UnknownName("a stand-in is a name in plain letters", where="mask", got=bad, fix="Person 1")


def _list_names(tables: Tables, mask: Mapping[str, str], sources: Mapping[str, Source]) -> dict[str, str]:
    """Stand-in by name. Of a name that two sources share, the first by id has it: either way it's hidden."""
    members: dict[str, list[Referent]] = defaultdict(list)
    source_of = {row.referent_id: row.source_id for row in tables.take(Identity) if row.source_id in mask}
    for referent in tables.take(Referent):
        if referent.id in source_of and referent.is_named:
            members[source_of[referent.id]].append(referent)
    found: dict[str, str] = {}
    for source_id in sorted(mask):
        rows: list[Source | Referent] = [sources[source_id], *sorted(members[source_id], key=lambda row: row.id)]
        names = {clean for row in rows for name in (row.name, *row.aliases) if (clean := clean_line(name))}
        if sources[source_id].kind == "person":
            names |= {part for name in names for part in _list_parts(name)}
        for name in sorted(names):
            found.setdefault(name, mask[source_id])
            found.setdefault(name.upper(), mask[source_id])
    return found


def _list_parts(name: str) -> list[str]:
    """Words of a person's name that are names by themselves."""
    words = re.findall(r"\w+(?:[-'’]\w+)*", name)
    return [
        word for word in words
        if len(word) >= SHORTEST and word.lower() not in _TITLES and not word.islower() and not word.isdigit()
    ]


def _fold(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name)).casefold()


def _find_shift(text: str, names: Names) -> Shift:
    """Where the names of a text stand, and where their stand-ins will."""
    old, new, grown = [], [], 0
    for start, end, stand_in in names.find(text):
        old.append((start, end))
        new.append((start + grown, start + grown + len(stand_in)))
        grown += len(stand_in) - (end - start)
    return Shift(tuple(old), tuple(new))


def _move(place: int, from_: tuple[tuple[int, int], ...], to: tuple[tuple[int, int], ...], *, is_end: bool) -> int:
    i = bisect.bisect_right(from_, place, key=lambda pair: pair[0]) - 1
    if i < 0:
        return place
    start, end = from_[i]
    if place >= end:
        return place + to[i][1] - end
    return to[i][1] if is_end and place > start else to[i][0]
