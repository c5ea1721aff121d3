"""Who says that there was none denies no words: every list and picture calls the sides of such a group by its words."""

from __future__ import annotations

import dataclasses
import re

import pytest

from sayso.case.showing import Changes, ShownGroup, ShownSide
from sayso.cli.look import _show_dispute
from sayso.schema import Cell, Claim, Dispute, EvidenceItem, Membership, Sensitivity, Tables, Tally
from sayso.tell import (
    count_rows,
    describe_disputes,
    describe_ground,
    describe_groups,
    diff_tables,
    draw_stemma,
    draw_timeline,
    draw_tornado,
    find_evidence,
    make_brief,
    show_group,
    tell_diff,
    tell_ground,
)
from sayso.tell.notebook import list_weighing, tell_counts
from tell.brief_rows import MADE_AT, add_weighing

GROUP = "g-sluice"


def swap(tables: Tables, name: str, rows: list[object]) -> Tables:
    return Tables({**{name: tables.named(name) for name in tables.names()}, name: rows})


def turn(tables: Tables, *, is_around: bool) -> Tables:
    """The sluice's group told as a denial: by words within its statement, or by a verb before it; in a dispute of its own."""
    for name, kind in (("memberships", Membership), ("tallies", Tally)):
        rows = [dataclasses.replace(row, side="negated") if row.group_id == GROUP else row for row in tables.take(kind)]
        tables = swap(tables, name, rows)
    claims = []
    for row in tables.take(Claim):
        at = row.spans[0][0]
        spans = ((at - 3, at),) if is_around else ((at, at + 3),)
        claims.append(dataclasses.replace(row, polarity="negated", polarity_spans=spans) if row.id in ("c6", "c7") else row)
    tables = swap(tables, "disputes", [*tables.take(Dispute), Dispute("d3", "both ways", GROUP, None, (), 1.0, "told both ways")])
    tables = add_weighing(swap(tables, "claims", claims))
    tables.add("evidence", [EvidenceItem(GROUP, "negated", 1, ("s-report",), 1.0, None, 0.5, False, "one origin")])
    tables.add("cells", [Cell("H1", GROUP, "negated", "inconsistent", "inconsistent", 0.8, (), 0.0, "it denies it")])
    tables.add("sensitivities", [
        Sensitivity("cell", f"H1 {GROUP} negated", "x", ("H1", "H0"), (("H1", 0.0), ("H0", 1.0)), True, 1.0, "it turns")
    ])
    return tables


def list_disputes(tables: Tables) -> str:
    return "\n".join(line for row in describe_disputes(tables) if row["id"] == "d3" for line in _show_dispute(row))


def tell_change(tables: Tables) -> str:
    gone = swap(tables, "memberships", [row for row in tables.take(Membership) if row.claim_id != "c7"])
    rows = [change for change in diff_tables(gone, tables) if change.about == GROUP]
    assert any(change.kind == "telling in" for change in rows)
    return tell_diff(rows) + repr(Changes(rows)) + Changes(rows)._repr_html_()


def show_side(tables: Tables) -> str:
    side = ShownGroup(tables, GROUP).negated
    assert isinstance(side, ShownSide)
    return repr(side)


TOLD = {
    "disputes": list_disputes,
    "judge": lambda tables: "\n".join(tell_ground(describe_ground(tables, "H1"))),
    "diff": tell_change,
    "a side": show_side,
    "the notebook's group": lambda tables: show_group(tables, GROUP, ()),
    "the notebook's cells": lambda tables: str(list_weighing(tables)),
    "a timeline": lambda tables: draw_timeline(tables, GROUP),
    "a stemma": lambda tables: draw_stemma(tables, GROUP, side="negated"),
    "a tornado": draw_tornado,
}
STYLES = re.compile(r"<(style|blockquote).*?</\1>", re.DOTALL)  # what a document says around a claim may deny anything
DENIED = ("denied:", "denied ", "denied)", "Denied<", "denies:", "deny:")


@pytest.mark.parametrize("name", TOLD)
def test_a_side_is_called_denied_where_its_words_are_and_nowhere_else(case: Tables, name: str) -> None:
    legend = "✕ denied; a number"
    pages = (STYLES.sub("", TOLD[name](turn(case, is_around=is_around))) for is_around in (False, True))
    within, around = (page.replace(legend, "") for page in pages)
    assert not any(word in within for word in DENIED)
    assert any(word in around for word in DENIED)


def test_rows_say_whether_a_side_is_against_its_words(case: Tables) -> None:
    for is_around in (False, True):
        rows = {row["id"]: row for row in describe_groups(turn(case, is_around=is_around))}
        assert rows[GROUP]["negated"]["is_against"] == is_around
        assert not rows["g-dye"]["affirmed"]["is_against"] and rows["g-dye"]["negated"]["is_against"]


@pytest.mark.parametrize("kind", ["update", "correction"])
def test_what_only_grew_or_was_put_right_is_counted_nowhere_as_a_dispute(case: Tables, kind: str) -> None:
    settled = swap(case, "disputes", [
        dataclasses.replace(row, kind=kind) if row.id == "d2" else row for row in case.take(Dispute)
    ])
    assert (count_rows(case, "disputes"), count_rows(settled, "disputes")) == (2, 1)
    assert "2 disputes" in tell_counts(case) and "1 disputes" in tell_counts(settled)
    page = make_brief(settled, question="Who?", made_at=MADE_AT, version="0")
    assert "<b>1</b> <span>dispute</span>" in page


def answer_as(tables: Tables, **more: object) -> tuple[str, ...]:
    """Where the sluice's group stands when it is asked for, its claims being told so."""
    claims = [dataclasses.replace(row, **more) if row.id in ("c6", "c7") else row for row in tables.take(Claim)]
    asked = next(row.text for row in tables.take(Claim) if row.id == "c6")
    (found,) = [row for row in find_evidence(swap(tables, "claims", claims), asked) if row.group_id == GROUP]
    names = ("for" if found.supporting else "", "against" if found.opposing else "", "beside" if found.beside else "")
    return tuple(name for name in names if name)


def test_a_question_and_who_declined_to_say_stand_on_no_side(case: Tables) -> None:
    assert answer_as(case) == ("for",)
    assert answer_as(case, stance="asks") == ("beside",)
    said = next(row.text for row in case.take(Claim) if row.id == "c6")
    assert answer_as(case, polarity="negated", text=f"{said}: the keeper declined to say") == ("beside",)
