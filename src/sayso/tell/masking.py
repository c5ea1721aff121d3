"""A case with names taken out of it: stand-ins in their place, in the texts of documents and in everything made of them.

Names are replaced in the documents' own texts, and every span is moved along. So whatever is made of the masked tables (a
brief, a picture, an export) holds no name that it would have to remember to hide, and a span still cuts out its words.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from sayso.errors import UnknownName
from sayso.schema import TABLES, Claim, Document, Hypothesis, Identity, Referent, Source, Spans, Tables
from sayso.tell.names import Names, Person
from sayso.tell.privacy import find_private
from sayso.tell.shown import clean_line
from sayso.tell.words import find_common, fold, is_name, list_parts

# Columns of text that name rows or kinds and not people; ids are hashes, and a join must hold.
_LEFT = frozenset((
    "id", "sha256", "made_by", "kind", "stance", "polarity", "side", "tail", "head", "verdict", "media_type", "language", "state",
    "how", "near", "claim_a", "claim_b", "document_a", "document_b", "from_claim", "to_claim", "circles", "holder", "place",
    "published", "updated", "modified", "arrived", "at", "first_seen", "about", "likelihood", "confidence", "order", "relation",
))
_ADDRESSES = frozenset(("path", "url", "origin", "where", "headers"))  # `ilse_tarn.pdf`: no word has an end there, or capitals
# By column, the column that names the document, or the claim whose document it is; of all others it is `document_id`.
_HOLDERS = {
    "spans_a": ("document_a", "claim_a"), "spans_b": ("document_b", "claim_b"), "before_spans": ("from_claim",),
    "after_spans": ("to_claim",),
}
CANDIDATE = 60  # of 100, how like a name has to be to be offered in place of one that nobody has
_STARTS, _ENDS = ("start", "passage_start"), ("end", "passage_end")
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
        n_masked: how many have a stand-in.
    """

    tables: Tables
    shifts: Mapping[str, Shift]
    names: Names | None = None
    n_masked: int = 0

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
    """Replace the names of some sources, actors or persons throughout a case.

    What is replaced: each source's name and aliases, the names that its documents have for it, and of a person each part of the
    name of three letters or more (docs/method/brief.md has the ways in which they may be written). Not: what is only said
    about someone ("the mayor's sister"), and pictures of text.

    Args:
        tables: every table of the case; not changed.
        mask: stand-in, such as `Person 1`, by source id, or by the name of somebody who is no source.
    Raises:
        UnknownName: a name is neither an id nor stands anywhere in the case, a stand-in is empty or holds quotes,
            backslashes or hidden characters, or the label of a hypothesis has the name.
    """
    if not mask:
        return Masked(tables, {})
    sources = {source.id: source for source in tables.take(Source)}
    _check(mask)
    persons = _list_persons(tables, mask, sources)
    texts = [document.text for document in tables.take(Document)]
    names = Names(persons, common=find_common(texts, Names(persons).parts))
    _check_labels(tables, names)
    shifts = {}
    for document in tables.take(Document):
        shift = _find_shift(document.text, names)
        if shift.old:
            shifts[document.id] = shift
    masked = _Masking(shifts, names, {claim.id: claim.document_id for claim in tables.take(Claim)})
    rows = {name: [masked.mask_row(name, row) for row in tables.named(name)] for name in tables.names()}
    _check_hits(tables, rows, mask, sources)
    return Masked(Tables(rows), shifts, names, len(set(mask.values())))


def pick_masked(tables: Tables, named: Sequence[str], *, private: bool = False) -> dict[str, str]:
    """Give stand-ins to those who are named, and to all private persons if wanted.

    Args:
        named: ids, names or aliases of sources and actors, or a part of a person's name; whoever is none of these is a name
            to be found in the documents.
        private: whether all that `find_private` finds are masked too.
    Returns:
        Stand-in by source id or name, as `mask_tables` takes it; sources of one name share one.
    Raises:
        UnknownName: nobody goes by a name, and it stands in no document.
    """
    sources = sorted(tables.take(Source), key=lambda row: row.id)
    numbers: dict[str, int] = {}
    mask: dict[str, str] = {}
    for name in named:
        found = _find_sources(sources, name)
        if not found:
            _check_stands(tables, sources, name)
        for id_, key in [(row.id, _key_of(row)) for row in found] or [(clean_line(name), fold(clean_line(name)))]:
            mask.setdefault(id_, f"Person {numbers.setdefault(key, len(numbers) + 1)}")
    by_id = {row.id: row for row in sources}
    for id_ in find_private(tables) if private else ():
        mask.setdefault(id_, f"Person {numbers.setdefault(_key_of(by_id[id_]), len(numbers) + 1)}")
    return mask


def _find_sources(sources: Sequence[Source], named: str) -> list[Source]:
    """Whoever goes by an id, a name or an alias; else persons of whose name it is a part."""
    key = " ".join(fold(word) for word in clean_line(named).split())
    found = [row for row in sources if row.id == named]
    found = found or [row for row in sources if key in {_squeeze(name) for name in (row.name, *row.aliases)}]
    return found or [
        row for row in sources if row.kind == "person" and row.is_named
        and set(key.split()) <= {part for name in (row.name, *row.aliases) for part in list_parts(name)}
    ]


def _check_stands(tables: Tables, sources: Sequence[Source], named: str) -> None:
    """Refuse the name of nobody: a name with a slip in it would leave somebody unmasked."""
    names = Names([Person("x", (named,), has_parts=False)])
    rows = (row for name in tables.names() for row in tables.named(name))
    if any(True for row in rows for text in _list_texts(row) for _ in names.find(text)):
        return
    near = process.extract(
        named, sorted({name for row in sources if row.is_named for name in (row.name, *row.aliases)}), scorer=fuzz.WRatio, limit=3,
        score_cutoff=CANDIDATE,
    )
    told = " or ".join(f"--mask {name!r}" for name, _, _ in near)
    raise UnknownName(
        "nobody in the case goes by this name, and it stands in no document", where="--mask", got=[named],
        fix=told or "`sayso actors CASE` lists who there is",
    )


def _list_texts(row: Any) -> list[str]:
    if isinstance(row, Document):
        return [row.text, row.title or "", row.path, *row.authors]
    return [value for name in ("name", "text", "why", "by", "value") if isinstance(value := getattr(row, name, None), str)]


def _key_of(source: Source) -> str:
    """What two sources have in common that are called the same, one with a title and one without."""
    return " ".join(list_parts(source.name)) or _squeeze(source.name)


def _squeeze(name: str) -> str:
    return " ".join(fold(word) for word in clean_line(name).split())


@dataclasses.dataclass(frozen=True, slots=True)
class _Masking:
    """Masks rows, one at a time."""

    shifts: Mapping[str, Shift]
    names: Names
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
        if name == "head" and isinstance(row, Referent):  # a lemma, in small letters; elsewhere a head is the end of an edge
            return value and self.names.replace_address(value)
        if value is None or name in _LEFT or name.endswith(("_id", "_ids")) or isinstance(value, float):
            return value
        if name.endswith("spans") or name in _HOLDERS:
            shift = self._find_shift(name, row)
            return tuple((shift.forward(s, is_end=False), shift.forward(e, is_end=True)) for s, e in value) if shift else value
        if isinstance(value, int):
            shift = self._find_shift(name, row) if name in _STARTS + _ENDS else None
            return shift.forward(value, is_end=name in _ENDS) if shift else value
        return self._mask_text(value, is_address=name in _ADDRESSES)

    def _mask_text(self, value: Any, *, is_address: bool) -> Any:
        if isinstance(value, str):
            return self.names.replace_address(value) if is_address else self.names.replace(value)
        return tuple(self._mask_text(item, is_address=is_address) for item in value) if isinstance(value, tuple) else value

    def _find_shift(self, name: str, row: Any) -> Shift | None:
        for holder in _HOLDERS.get(name, ("document_id",)):
            if (id_ := getattr(row, holder, None)) is not None:
                return self.shifts.get(self.document_of.get(id_, id_))
        return self.shifts.get(self.document_of.get(getattr(row, "claim_id", ""), ""))


def _check(mask: Mapping[str, str]) -> None:
    bad = sorted(name for name in mask.values() if not name or clean_line(name) != name or set(name) & set('"\\'))
    if bad:
        raise UnknownName("a stand-in is a name in plain letters", where="mask", got=bad, fix="Person 1")


def _check_labels(tables: Tables, names: Names) -> None:
    """Refuse labels with a name: they stand in ids, which can't be replaced."""
    bad = sorted(row.id for row in tables.take(Hypothesis) if names.replace(row.id) != row.id)
    if bad:
        raise UnknownName(
            "a hypothesis has the name in its label", where="[hypotheses] in case.toml", got=bad, fix="call it H1 in case.toml"
        )


def _check_hits(tables: Tables, rows: Mapping[str, Sequence[Any]], mask: Mapping[str, str], sources: Mapping[str, Source]) -> None:
    gone = sorted(mask.keys() - sources.keys())
    if gone and all(list(tables.named(name)) == list(rows[name]) for name in tables.names()):
        raise UnknownName("nobody has this id or name", where="mask", got=gone, fix="`sayso sources CASE --json` prints ids")


def _list_persons(tables: Tables, mask: Mapping[str, str], sources: Mapping[str, Source]) -> list[Person]:
    members: dict[str, list[Referent]] = defaultdict(list)
    source_of = {row.referent_id: row.source_id for row in tables.take(Identity) if row.source_id in mask}
    for referent in tables.take(Referent):
        if referent.id in source_of and referent.is_named:
            members[source_of[referent.id]].append(referent)
    persons = []
    for key in sorted(mask):
        if key not in sources:
            persons.append(Person(mask[key], (clean_line(key),)))
            continue
        rows: list[Source | Referent] = [sources[key], *sorted(members[key], key=lambda row: row.id)]
        names = {clean for row in rows for name in (row.name, *row.aliases) if (clean := clean_line(name)) and is_name(clean)}
        names.add(clean_line(sources[key].name))
        persons.append(Person(mask[key], tuple(sorted(names)), has_parts=sources[key].kind == "person"))
    return persons


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
