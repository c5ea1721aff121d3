"""Matrices as rows, made by hand: who tells what on whose word, and what was ruled of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence

from sayso.engine.stage import run_stages
from sayso.schema import (
    Cell,
    Claim,
    Document,
    Group,
    Hypothesis,
    Membership,
    Ruling,
    Source,
    StemmaEdge,
    Tables,
    Tally,
)
from sayso.weigh.scores import SCORES
from sayso.weigh.sensitivity import SENSITIVITY

MARKS = {"C": "consistent", "I": "inconsistent", "N": "neutral", "-": "not applicable", "?": None}
AT = "2031-05-01T10:00:00+00:00"


def make_hypotheses(n: int, *, texts: Sequence[str] = (), with_null: bool = False) -> list[Hypothesis]:
    """H1 to Hn, and the null where it is wanted."""
    rows = [Hypothesis(f"H{i}", i, texts[i - 1] if texts else f"reading {i}", is_null=False) for i in range(1, n + 1)]
    return rows + ([Hypothesis("H0", n + 1, "None of these", is_null=True)] if with_null else [])


def make_cell(hypothesis: str, group: str, value: str | None, **changes: object) -> Cell:
    """A cell of the affirmed side of a group."""
    fields: dict[str, object] = {"proposed": value, "score": 0.9, "ratings": (), "disagreement": 0.0, "why": "by hand"}
    return Cell(hypothesis_id=hypothesis, group_id=group, side="affirmed", value=value, **{**fields, **changes})


def make_tally(group: str, origins: Sequence[str], *, side: str = "affirmed", lines: int | None = None) -> Tally:
    """A tally of a side that rests on some origins, each of them a line."""
    n = len(origins) if lines is None else lines
    return Tally(
        group, side, max(len(origins), 1), 1, n, len(origins), tuple(sorted(origins)), tuple(origins), "", False, (), ""
    )


def make_matrix_rows(matrix: dict[str, str], origins: dict[str, str], *, lines: dict[str, int] | None = None) -> Tables:
    """Rows of a matrix: marks of each piece by its group, and the letters of the origins it rests on.

    Every piece is told by a document of its own, d-GROUP, and by those of others that are named in capitals among its origins.
    """
    n = len(next(iter(matrix.values()), ""))
    tables = Tables({"hypotheses": make_hypotheses(n)})
    for group, marks in matrix.items():
        tables.add("cells", [make_cell(f"H{i}", group, MARKS[mark]) for i, mark in enumerate(marks, 1)])
        tables.add("tallies", [make_tally(group, list(origins[group]), lines=(lines or {}).get(group))])
        tables.add("claims", [make_claim(f"c-{group}", f"what {group} tells", document=f"d-{group}")])
        tables.add("memberships", [Membership(f"c-{group}", group, "affirmed", 1.0, "")])
        tables.add("groups", [Group(group, f"what {group} tells", f"c-{group}")])
        tables.add("documents", [make_document(f"d-{group}")])
        tables.add(
            "stemma_edges",
            [
                StemmaEdge(group, "affirmed", f"d-{group}", origin, f"c-{group}", "attribution", "")
                for origin in origins[group]
            ],
        )
    for origin in sorted({letter for some in origins.values() for letter in some}):
        tables.add("sources", [Source(origin, f"Source {origin}", "person", True, True, (), None, None)])
    return tables


def make_document(id_: str) -> Document:
    """A document of which nothing but its id matters."""
    return Document(
        **{
            name: {"id": id_, "path": f"{id_}.txt", "sha256": id_, "title": id_}.get(name, _blank(kind))
            for name, kind in Document.__annotations__.items()
        }
    )


def make_claim(id_: str, text: str, *, document: str = "d", side: str = "affirmed", stance: str = "reports") -> Claim:
    """A claim of which nothing but its words matters."""
    known = {
        "id": id_,
        "document_id": document,
        "text": text,
        "standalone": text,
        "polarity": side,
        "stance": stance,
        "attribution_id": None,
        "spans": ((0, 1),),
    }
    return Claim(**{name: known.get(name, _blank(kind)) for name, kind in Claim.__annotations__.items()})


def _blank(kind: object) -> object:
    told = str(kind)
    for sign, value in (
        ("None", None),
        ("Spans", ()),
        ("tuple", ()),
        ("bool", False),
        ("int", 0),
        ("float", 0.0),
        ("str", ""),
    ):
        if sign in told.split(",", maxsplit=1)[0]:
            return value
    return None


_numbers = itertools.count(1)


def rule_cell(
    hypothesis: str, group: str, value: str | None, *, by: str = "Ann", number: int = 0, **more: object
) -> Ruling:
    """A ruling of kind cell."""
    fields: dict[str, object] = {
        "number": number or next(_numbers),
        "at": AT,
        "by": by,
        "kind": "cell",
        "about": "hypothesis",
        "object_ids": (hypothesis, group, more.pop("side", "affirmed")),
        "anchors": (),
        "value": value,
        "why": "seen",
        "undoes": None,
        "made_by": "test",
    }
    return Ruling(**{**fields, **more})


def rule_judgement(hypothesis: str, told: object, *, by: str = "Ann", number: int = 0) -> Ruling:
    """A ruling of kind judgement; `told` is put as JSON unless it is text or null."""
    value = told if isinstance(told, str | None) else json.dumps(told)
    return rule_cell(hypothesis, "", value, by=by, number=number, kind="judgement", object_ids=(hypothesis,))


def undo(number: int, *, at: int, by: str = "Ann") -> Ruling:
    """A ruling that takes back another."""
    return rule_cell("", "", None, by=by, number=at, kind="undo", object_ids=(str(number),), undoes=number)


def weigh(tables: Tables) -> Tables:
    """Score and try changes on given cells."""
    return run_stages((SCORES, SENSITIVITY), tables)
