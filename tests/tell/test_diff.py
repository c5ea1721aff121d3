"""What changed between two states: each kind of change, and the laws that hold of any two."""

from __future__ import annotations

import dataclasses
import json
import random

import pytest

from sayso.errors import BrokenLog, OtherVersion
from sayso.schema import (
    TABLES,
    Claim,
    Dispute,
    Document,
    Group,
    Hypothesis,
    Membership,
    Silence,
    Source,
    Tables,
    Tally,
    Weighing,
)
from sayso.tell.diff import KINDS, Change, diff_tables, tell_diff
from sayso.tell.matching import match_tables
from sayso.tell.snapshots import KEPT, hash_snapshot, make_snapshot, read_snapshot
from tell.weighed import ARABIC, make_weighed, replace_rows

OPPOSITE = {
    "document in": "document out", "telling in": "telling out", "lines gained": "lines lost", "group in": "group out",
    "dispute begun": "dispute settled", "hypothesis in": "hypothesis out", "silence in": "silence out",
    "verdict changed": "verdict changed", "order changed": "order changed",
    "possible lines changed": "possible lines changed",
}


def drop_document(tables: Tables, document_id: str) -> Tables:
    """The case as it was before a document came: its rows gone, groups under other ids, counts one lower."""
    gone = {row.id for row in tables.take(Claim) if row.document_id == document_id}
    kept = [row for row in tables.take(Membership) if row.claim_id not in gone]
    told = {(row.group_id, row.side) for row in kept}
    sides = {(row.group_id, row.side) for row in tables.take(Membership) if row.claim_id in gone}
    tallies = [
        dataclasses.replace(row, tellings=row.tellings - 1, lines=1, lines_possible=1, verdict="single telling")
        if (row.group_id, row.side) in sides else row
        for row in tables.take(Tally) if (row.group_id, row.side) in told
    ]
    groups = {row.group_id for row in kept}
    renamed = {at: f"{at}-old" for at, _ in sides}
    before = {name: tables.named(name) for name in TABLES} | {
        "documents": [row for row in tables.take(Document) if row.id != document_id],
        "claims": [row for row in tables.take(Claim) if row.id not in gone],
        "memberships": [dataclasses.replace(row, group_id=renamed.get(row.group_id, row.group_id)) for row in kept],
        "groups": [dataclasses.replace(row, id=renamed.get(row.id, row.id)) for row in tables.take(Group) if row.id in groups],
        "tallies": [dataclasses.replace(row, group_id=renamed.get(row.group_id, row.group_id)) for row in tallies],
        "disputes": [dataclasses.replace(row, id=f"{row.id}-old", group_id=renamed.get(row.group_id, row.group_id))
                     for row in tables.take(Dispute) if {row.group_id, row.other_group_id or row.group_id} <= groups],
        "silences": [row for row in tables.take(Silence) if row.document_id != document_id],
    }
    return Tables(before)


def change_row(tables: Tables, table: str, key: str, /, **others: object) -> Tables:
    """The same tables with other values in one row."""
    (column,) = TABLES[table].key
    rows = [dataclasses.replace(row, **others) if getattr(row, column) == key else row for row in tables.named(table)]
    return replace_rows(tables, table, rows)


def kinds(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.kind, change.about, change.side) for change in changes]


def test_a_document_that_brings_a_second_line() -> None:
    after = make_weighed()
    changes = diff_tables(drop_document(after, "herald"), after)
    told = {(change.kind, change.about): change for change in changes}
    assert set(told) == {
        ("document in", "herald"), ("verdict changed", "g-dye"), ("verdict changed", "g-shut"), ("lines gained", "g-shut"),
        ("telling in", "g-dye"), ("telling in", "g-shut"), ("silence in", "n1"),
    }
    gained = told["lines gained", "g-shut"]
    assert (gained.before, gained.after) == ("1 line in 1 document", "2 lines in 2 documents")
    verdict = told["verdict changed", "g-dye"]  # a second telling, no second line: no line was gained
    assert (verdict.before, verdict.after, verdict.side) == ("single telling", "same origin", "affirmed")
    assert told["telling in", "g-dye"].after == "Report blames dumped dye (Fenwick Herald, 2031-03-05)"


def test_a_possible_line_is_not_a_line() -> None:
    before = make_weighed()
    tallies = [dataclasses.replace(row, lines_possible=3) if row.group_id == "g-sluice" else row for row in before.take(Tally)]
    (change,) = diff_tables(before, replace_rows(before, "tallies", tallies))
    assert (change.kind, change.before, change.after) == (
        "possible lines changed", "1 line (at most 2) in 2 documents", "1 line (at most 3) in 2 documents"
    )


def test_the_most_told_comes_first() -> None:
    changes = [change for change in diff_tables(Tables(), make_weighed()) if change.kind == "group in"]
    assert [change.about for change in changes[:1]] == ["g-dye"]
    assert [change.n_documents for change in changes] == [3, 2, 2, 1, 1]


def test_a_denial_that_comes_begins_a_dispute_and_one_that_goes_settles_it() -> None:
    after = make_weighed()
    before = replace_rows(drop_document(after, "tribune"), "disputes", [row for row in after.take(Dispute) if row.id == "d2"])
    groups = [dataclasses.replace(row, id=row.id.removesuffix("-old")) for row in before.take(Group)]
    before = replace_rows(before, "groups", groups)
    for name in ("memberships", "tallies"):
        rows = [dataclasses.replace(row, group_id=row.group_id.removesuffix("-old")) for row in before.named(name)]
        before = replace_rows(before, name, rows)
    begun = [change for change in diff_tables(before, after) if change.kind == "dispute begun"]
    assert [(change.about, change.after) for change in begun] == [("d1", "both ways")]
    settled = [change for change in diff_tables(after, before) if change.kind == "dispute settled"]
    assert [(change.about, change.why) for change in settled] == [("d1", "One side is no longer told.")]


def test_a_dispute_that_turns_out_an_update_is_settled_so() -> None:
    before = make_weighed()
    disputes = [dataclasses.replace(row, kind="update") if row.id == "d2" else row for row in before.take(Dispute)]
    (change,) = diff_tables(before, replace_rows(before, "disputes", disputes))
    assert (change.kind, change.before, change.why) == ("dispute settled", "numbers", "It counts as a correction or an update.")


def test_the_order_of_hypotheses() -> None:
    before = make_weighed()
    ranks = {"H1": 2, "H2": 1, "H0": 2}
    rows = [dataclasses.replace(row, rank=ranks[row.hypothesis_id]) for row in before.take(Weighing)]
    (change,) = diff_tables(before, replace_rows(before, "weighings", rows))
    assert (change.kind, change.before, change.after) == ("order changed", "H1, H2, H0", "H2, H0 = H1")
    assert change.why == "H2 leads, no longer H1."


def test_a_hypothesis_that_comes_is_no_change_of_order() -> None:
    after = make_weighed()
    before = after
    for name, label in (("hypotheses", "id"), ("weighings", "hypothesis_id")):
        before = replace_rows(before, name, [row for row in before.named(name) if getattr(row, label) != "H2"])
    assert kinds(diff_tables(before, after)) == [("hypothesis in", "H2", "")]
    reworded = [dataclasses.replace(row, text="It rained") if row.id == "H2" else row for row in after.take(Hypothesis)]
    assert kinds(diff_tables(after, replace_rows(after, "hypotheses", reworded))) == [("hypothesis reworded", "H2", "")]


def test_a_lead_is_resolved_when_the_case_holds_it() -> None:
    before = make_weighed()
    held = [dataclasses.replace(row, id="s-report-new", document_id="weir") if row.id == "s-report" else row
            for row in before.take(Source)]
    after = replace_rows(before, "leads", [])
    got = diff_tables(before, replace_rows(after, "sources", held))
    assert [(change.kind, change.name, change.after) for change in got] == [
        ("lead resolved", "report by the Brackwater Board", ARABIC), ("lead out", "Dr Anwen Pryce", ""),
    ]
    renamed = change_row(before, "leads", "l1", id="l9", name="Brackwater report")
    assert diff_tables(before, renamed) == []  # the same address


def test_claims_read_anew_are_the_same_claims() -> None:
    """A version of sayso that gives claims and groups other ids has changed nothing of what is told."""
    before = make_weighed()
    claims = [dataclasses.replace(row, id=f"new-{row.id}") for row in before.take(Claim)]
    members = [dataclasses.replace(row, claim_id=f"new-{row.claim_id}") for row in before.take(Membership)]
    assert diff_tables(before, replace_rows(replace_rows(before, "claims", claims), "memberships", members)) == []


def test_a_group_whose_sides_change_places_has_not_changed() -> None:
    before = make_weighed()
    turn = {"affirmed": "negated", "negated": "affirmed"}
    after = before
    for name in ("memberships", "tallies"):
        after = replace_rows(after, name, [dataclasses.replace(row, side=turn[row.side]) for row in after.named(name)])
    assert diff_tables(before, after) == []


def test_merged_and_split_groups() -> None:
    before = make_weighed()

    def move(row: Membership) -> Membership:
        return dataclasses.replace(row, group_id="g-dye") if row.group_id == "g-sixty" else row

    merged = replace_rows(before, "memberships", [move(row) for row in before.take(Membership)])
    merged = replace_rows(merged, "groups", [row for row in before.take(Group) if row.id != "g-sixty"])
    assert ("groups merged", "g-dye", "") in kinds(diff_tables(before, merged))
    assert ("group in", "g-sixty", "") in kinds(diff_tables(merged, before))


def test_a_file_that_moved_and_one_that_was_replaced() -> None:
    before = make_weighed()
    after = change_row(before, "documents", "weir", id="weir-2", path="other/weir.txt")
    after = change_row(after, "claims", "c7", id="c7-2", document_id="weir-2")
    after = change_row(after, "memberships", "c7", claim_id="c7-2")
    (change,) = diff_tables(before, after)
    assert (change.kind, change.before, change.after) == ("document moved", "papers/weir.txt", "other/weir.txt")
    replaced = change_row(before, "documents", "weir", id="weir-2", sha256="f" * 64)
    got = {change.kind: change.why for change in diff_tables(before, replaced)}
    assert got["document out"] == "Other bytes stand under its path."


@pytest.mark.parametrize("document_id", ["courier", "herald", "tribune", "weir", "hostile"])
class TestLaws:
    """What holds of any two states, over the case with and without each of its documents."""

    def test_there_and_back_is_the_opposite(self, document_id: str) -> None:
        after = make_weighed()
        before = drop_document(after, document_id)
        there, back = diff_tables(before, after), diff_tables(after, before)
        assert there
        opposite = {**OPPOSITE, **{value: key for key, value in OPPOSITE.items()}}
        assert sorted(opposite[change.kind] for change in there) == sorted(change.kind for change in back)

    def test_a_snapshot_tells_the_same_as_the_rows(self, document_id: str) -> None:
        after = make_weighed()
        before = drop_document(after, document_id)
        told = diff_tables(before, after)
        assert diff_tables(read_snapshot(make_snapshot(before)), after) == told
        assert diff_tables(read_snapshot(make_snapshot(before)), read_snapshot(make_snapshot(after))) == told

    def test_order_of_rows_changes_nothing(self, document_id: str) -> None:
        after = make_weighed()
        before = drop_document(after, document_id)
        shuffled = Tables()
        for name in TABLES:
            some = list(before.named(name))
            random.Random(9).shuffle(some)
            shuffled.add(name, some)
        assert diff_tables(shuffled, after) == diff_tables(before, after)
        assert make_snapshot(shuffled) == make_snapshot(before)


def test_nothing_changes_between_a_state_and_itself() -> None:
    tables = make_weighed()
    assert diff_tables(tables, tables) == []
    assert diff_tables(Tables(), Tables()) == []
    assert tell_diff([]) == "Nothing changed.\n"
    assert hash_snapshot(make_snapshot(tables)) == hash_snapshot(make_snapshot(make_weighed()))


def test_from_nothing_everything_is_new() -> None:
    found = {change.kind for change in diff_tables(Tables(), make_weighed())}
    assert found == {"document in", "group in", "dispute begun", "hypothesis in", "silence in", "lead in"}


def test_a_match_is_one_to_one() -> None:
    tables = make_weighed()
    match = match_tables(drop_document(tables, "courier"), tables)
    for pairs in (match.documents, match.claims, match.groups):
        assert len(set(pairs.values())) == len(pairs)


def test_text_says_what_changed_and_shows_hidden_characters() -> None:
    after = make_weighed()
    changes = diff_tables(drop_document(drop_document(after, "hostile"), "herald"), after)
    text = tell_diff(changes)
    shut = "“the reservoir was closed at six in the morning”"
    assert f"Lines gained (1)\n  {shut}: 1 line in 1 document -> 2 lines in 2 documents" in text
    assert [bad for bad in ("\u202e", "\x1b") if bad in text] == []
    assert "[U+202E]" in text
    short = tell_diff([Change("document in", f"{i}", f"Paper {i}") for i in range(30)])
    assert "Documents in (30)" in short
    assert "  and 10 more" in short


def test_each_kind_has_its_place() -> None:
    changes = diff_tables(drop_document(make_weighed(), "herald"), make_weighed())
    order = list(KINDS)
    assert [order.index(change.kind) for change in changes] == sorted(order.index(change.kind) for change in changes)


def test_a_snapshot_keeps_declared_columns_and_is_small() -> None:
    for name, columns in KEPT.items():
        known = {column.name for column in TABLES[name].columns}
        assert set(TABLES[name].key) <= set(columns)
        assert set(columns) <= known
    tables = make_weighed()
    long = [dataclasses.replace(row, text=row.text + " and so on" * 1_000) for row in tables.take(Claim)]
    assert len(make_snapshot(replace_rows(tables, "claims", long))) < 20_000


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        pytest.param(b"{}", BrokenLog, id="nothing in it"),
        pytest.param(b"\x00", BrokenLog, id="no JSON"),
        pytest.param(b"[]", BrokenLog, id="no object"),
        pytest.param(json.dumps({"format": "sayso-snapshot", "version": 99}).encode(), OtherVersion, id="another version"),
        pytest.param(json.dumps({"format": "sayso-snapshot", "version": 1}).encode(), BrokenLog, id="no tables"),
        pytest.param(
            make_snapshot(make_weighed()).replace(b'"groups":[["g-', b'"groups":[["g","x","g-'), BrokenLog, id="too many values"
        ),
    ],
)
def test_a_snapshot_that_is_not_what_was_written(bad: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_snapshot(bad)
