"""What a gold file of a case says, in one form whoever wrote it; a malformed one is refused with what is wrong where.

Beyond what ../shared/bench/case_score.py reads, a gold file may hold `denial` and `contradicts` of a group and, at the top,
`contradictions` (or `clashes`), `no_contradiction`, `drifts`, `composites`, `copies`, `silences` and `specialises`.
Other keys are notes to readers and are passed over.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

Pair = frozenset[str]
"""Ids of two gold claims."""

KINDS = ("polarity", "number", "date", "place", "name")
RELATIONS = ("reversal", "correction", "update")
DRIFTS = (
    "hedge lost", "hedge gained", "number", "date", "name vaguer", "name sharper", "verb hardened", "verb softened",
    "denial left out",
)  # fmt: skip
VERDICTS = ("independent", "same origin", "independence not established", "single telling")


class BadGold(Exception):
    """A gold file that can't be scored against: what is wrong, and where."""


@dataclasses.dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim by its words in a document (named by its file's stem); `group` is null where it belongs to none."""

    id: str
    document: str
    quote: str
    group: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class GoldSide:
    """One side of a group and what is true of it; null where the gold doesn't say."""

    group: str
    side: str
    members: tuple[str, ...]
    lines: int | None
    lines_possible: int | None
    verdict: str | None

    @property
    def name(self) -> str:
        """The group's name, with the side where it is the denial."""
        return self.group if self.side == "affirmed" else f"{self.group} (denied)"


@dataclasses.dataclass(frozen=True, slots=True)
class GoldClash:
    """Two claims listed as contradicting; `kind` is null where the gold tells the relation only."""

    pair: Pair
    kind: str | None
    relation: str


@dataclasses.dataclass(frozen=True, slots=True)
class GoldDrift:
    """What changed from one claim to the one taken from it."""

    from_claim: str
    to_claim: str
    kind: str
    before: str
    after: str


@dataclasses.dataclass(frozen=True, slots=True)
class GoldCopy:
    """A passage of two documents; without direction where nothing tells who had it first."""

    documents: tuple[str, str]
    quote: str
    is_directed: bool


@dataclasses.dataclass(frozen=True, slots=True)
class GoldCase:
    """All that one gold file says.

    Attributes:
        claims: by id.
        sides: of groups, those with claims.
        opposed: every pair that can't both hold: those listed, the two sides of a group, a group and what it `contradicts`.
        allied: pairs that follow from listed ones, of claims on the same sides of the same groups; right where they are
            found, and not missed where they aren't.
        clashes: the listed pairs with their kinds, updates among them; updates are not in `opposed`.
        apart: pairs that look like contradictions and are none, with why.
        composites: a claim said to be made of another, and that other.
        silences: document, and who was asked.
        specialises: ids of the general claims, and of their instances.
    """

    name: str
    claims: Mapping[str, GoldClaim]
    sides: tuple[GoldSide, ...]
    opposed: frozenset[Pair]
    allied: frozenset[Pair]
    clashes: tuple[GoldClash, ...]
    apart: tuple[tuple[Pair, str], ...]
    drifts: tuple[GoldDrift, ...]
    composites: tuple[tuple[str, str], ...]
    copies: tuple[GoldCopy, ...]
    silences: tuple[tuple[str, str], ...]
    specialises: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def load_gold(path: Path) -> GoldCase:
    """Read a gold file.

    Raises:
        BadGold: it is no YAML, lacks something, or names what isn't in it.
    """
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadGold(f"{path} can't be read: {error}") from error
    if not isinstance(told, dict):
        raise BadGold(f"{path}: a gold file is a mapping with `documents` and `groups`")
    return _Reader(path, told).read()


class _Reader:
    """Takes a gold file apart and says where it is wrong."""

    def __init__(self, path: Path, told: dict[str, Any]) -> None:
        self.path, self.told = path, told
        self.claims: dict[str, GoldClaim] = {}
        self.groups: dict[str, dict[str, Any]] = {}
        self.sides_of: dict[str, dict[str, tuple[str, ...]]] = {}

    def read(self) -> GoldCase:
        """The file in its one form."""
        self.groups = self._mapping(self.told, "groups", "the file")
        self.sides_of = {name: self._read_members(name, group) for name, group in self.groups.items()}
        self.claims = self._read_claims()
        for name, sides in self.sides_of.items():
            for ids in sides.values():
                self._check_ids(ids, f"group {name}")
        clashes = tuple(map(self._read_clash, self._rows("contradictions") + self._rows("clashes")))
        updates = {clash.pair for clash in clashes if clash.relation == "update"}
        opposed = ({clash.pair for clash in clashes} | set(self._find_opposed())) - updates
        return GoldCase(
            name=self.path.parent.name,
            claims=self.claims,
            sides=tuple(self._read_sides()),
            opposed=frozenset(opposed),
            allied=frozenset(set(self._find_allied(opposed)) - opposed - updates),
            clashes=clashes,
            apart=tuple((self._pair(row, "no_contradiction"), row.get("why", "")) for row in self._rows("no_contradiction")),
            drifts=tuple(map(self._read_drift, self._rows("drifts"))),
            composites=tuple(self._read_composites()),
            copies=tuple(map(self._read_copy, self._rows("copies"))),
            silences=tuple(
                (self._document(row, "doc", "silences"), self._text(row, "who", "silences")) for row in self._rows("silences")
            ),
            specialises=tuple(
                (self._ids(row, "general", "specialises"), self._ids(row, "special", "specialises"))
                for row in self._rows("specialises")
            ),
        )

    # ------------------------------------------------------------ claims and groups

    def _read_claims(self) -> dict[str, GoldClaim]:
        group_of = {id_: name for name, sides in self.sides_of.items() for ids in sides.values() for id_ in ids}
        claims: dict[str, GoldClaim] = {}
        for stem, document in self._mapping(self.told, "documents", "the file").items():
            if not isinstance(document, dict) or not isinstance(document.get("claims"), list):
                raise self._bad(f"document {stem}", "has no list of `claims`")
            for row in document["claims"]:
                where = f"a claim of document {stem}"
                id_, quote = self._text(row, "id", where), self._text(row, "quote", where)
                if id_ in claims:
                    raise self._bad(f"claim {id_}", f"stands in {claims[id_].document} and again in {stem}; ids are unique")
                claims[id_] = GoldClaim(id_, stem, quote, group_of.get(id_))
        return claims

    def _read_members(self, name: str, group: Any) -> dict[str, tuple[str, ...]]:
        if not isinstance(group, dict):
            raise self._bad(f"group {name}", "is no mapping")
        negated = tuple(group.get("negated", ()))
        affirmed = tuple(group.get("affirmed", [id_ for id_ in group.get("members", ()) if id_ not in negated]))
        both = sorted({*affirmed} & {*negated})
        if both:
            raise self._bad(f"group {name}", f"has {', '.join(both)} on both sides")
        if not affirmed and not negated:
            raise self._bad(f"group {name}", "has no claim: give it `members`, or `affirmed` and `negated`")
        return {"affirmed": affirmed, "negated": negated}

    def _read_sides(self) -> Iterator[GoldSide]:
        for name, group in self.groups.items():
            for side, told in (("affirmed", group), ("negated", group.get("denial") or {})):
                verdict = told.get("verdict")
                if verdict is not None and verdict not in VERDICTS:
                    raise self._bad(f"group {name}", f"has the verdict {verdict!r}; one of {', '.join(VERDICTS)}")
                members = self.sides_of[name][side]
                if members:
                    yield GoldSide(name, side, members, told.get("lines"), told.get("lines_possible"), verdict)

    def _find_opposed(self) -> Iterator[Pair]:
        for name, group in self.groups.items():
            affirmed, negated = (self.sides_of[name][side] for side in ("affirmed", "negated"))
            yield from map(frozenset, itertools.product(affirmed, negated))
            others = [id_ for told in group.get("contradicts", ()) for id_ in self._expand(told, f"group {name}, contradicts")]
            yield from (frozenset(pair) for pair in itertools.product(affirmed, others) if len({*pair}) == 2)

    def _find_allied(self, opposed: set[Pair]) -> Iterator[Pair]:
        side_of = {
            id_: ids for sides in self.sides_of.values() for ids in sides.values() for id_ in ids
        }  # fmt: skip
        for pair in opposed:
            ours, theirs = (side_of.get(id_, (id_,)) for id_ in pair)
            yield from (frozenset(other) for other in itertools.product(ours, theirs) if len({*other}) == 2)

    # ------------------------------------------------------------ what stands at the top

    def _read_clash(self, row: Any) -> GoldClash:
        kind = self._one_of(row, "kind", (*KINDS, *RELATIONS), "contradictions")
        is_relation = kind in RELATIONS
        return GoldClash(self._pair(row, "contradictions"), None if is_relation else kind, kind if is_relation else "dispute")

    def _read_drift(self, row: Any) -> GoldDrift:
        kind = self._one_of(row, "kind", DRIFTS, "drifts")
        ends = [self._claim(row, key, "drifts") for key in ("from", "to")]
        return GoldDrift(ends[0], ends[1], kind, str(row.get("before") or ""), str(row.get("after") or ""))

    def _read_composites(self) -> Iterator[tuple[str, str]]:
        for row in self._rows("composites"):
            whole = self._claim(row, "whole", "composites")
            for part in self._list(row, "parts", "composites"):
                self._check_ids([part], "composites")
                yield whole, part

    def _read_copy(self, row: Any) -> GoldCopy:
        first = "from" if row.get("from") is not None else "also"
        documents = (self._document(row, first, "copies"), self._document(row, "to", "copies"))
        return GoldCopy(documents, self._text(row, "quote", "copies"), is_directed=first == "from")

    # ------------------------------------------------------------ pieces

    def _bad(self, where: str, what: str) -> BadGold:
        return BadGold(f"{self.path}: {where} {what}")

    def _mapping(self, told: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
        value = told.get(key)
        if not isinstance(value, dict):
            raise self._bad(where, f"has no mapping `{key}`")
        return value

    def _rows(self, key: str) -> list[Any]:
        rows = self.told.get(key) or []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._bad(f"`{key}`", "is no list of mappings")
        return rows

    def _list(self, row: Any, key: str, where: str) -> list[Any]:
        value = row.get(key)
        if not isinstance(value, list) or not value:
            raise self._bad(f"`{where}`", f"has a row without a list `{key}`")
        return value

    def _text(self, row: Any, key: str, where: str) -> str:
        value = row.get(key) if isinstance(row, dict) else None
        if not isinstance(value, str) or not value.strip():
            raise self._bad(where, f"has no `{key}` (a text): {row!r}"[:200])
        return value

    def _one_of(self, row: Any, key: str, values: Sequence[str], where: str) -> str:
        value = self._text(row, key, f"`{where}`")
        if value not in values:
            raise self._bad(f"`{where}`", f"has the {key} {value!r}; one of {', '.join(values)}")
        return value

    def _claim(self, row: Any, key: str, where: str) -> str:
        value = self._text(row, key, f"`{where}`")
        self._check_ids([value], where)
        return value

    def _pair(self, row: Any, where: str) -> Pair:
        pair = frozenset((self._claim(row, "a", where), self._claim(row, "b", where)))
        if len(pair) < 2:
            raise self._bad(f"`{where}`", f"sets {next(iter(pair))} against itself")
        return pair

    def _document(self, row: Any, key: str, where: str) -> str:
        value = self._text(row, key, f"`{where}`")
        if value not in self.told["documents"]:
            raise self._bad(f"`{where}`", f"names the document {value}, which isn't under `documents`")
        return value

    def _ids(self, row: Any, key: str, where: str) -> tuple[str, ...]:
        return self._expand(self._text(row, key, f"`{where}`"), where)

    def _expand(self, told: str, where: str) -> tuple[str, ...]:
        """A claim's id, or the name of a group for the claims that affirm it."""
        if told in self.groups:
            return self.sides_of[told]["affirmed"]
        self._check_ids([told], where)
        return (told,)

    def _check_ids(self, ids: Sequence[str], where: str) -> None:
        lost = sorted({str(id_) for id_ in ids if id_ not in self.claims})
        if lost:
            raise self._bad(f"`{where}`", f"names {', '.join(lost)}, and no claim has that id")
