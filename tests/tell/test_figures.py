"""What answers come to: precision, recall, agreement, and which answers no longer count."""

from __future__ import annotations

import pytest

from sayso.schema import Tables
from sayso.tell import ATTRIBUTION, PARAGRAPH, Answer, Asked, Figures, make_answer, tell_figures
from tell.check_rows import answer_all, change, join, make_check, make_gates

RIGHT, NONE_MISSING = make_answer("r"), Answer(("counted",), 0, 0)


def make_figures(tables, checks=(), *, n=30, seed=1):
    return Figures(join(tables, Tables({"checks": checks})), asked=Asked(n, seed))


def items_of(tables, **asked):
    return [item for items in make_figures(tables, **asked).drawn.values() for item in items]


def describe(tables, checks, by="ann", **asked):
    return make_figures(tables, checks, **asked).describe(by)


def test_all_answered_right_in_the_whole_case():
    tables = make_gates(12)
    row = describe(tables, answer_all(items_of(tables), RIGHT, NONE_MISSING))
    right = row["attributions"]["precision"]["right"]
    assert (right["share"], right["low"], right["high"], right["n"]) == (1.0, 1.0, 1.0, 12)
    assert row["paragraphs"]["recall"]["share"] == 1.0
    assert any("fewer than the 30 asked for" in warning for warning in row["warnings"])


def test_each_fault_lowers_what_it_is_a_fault_of():
    tables = make_gates(12)
    items = items_of(tables)
    claimed = [item for item in items if item.task == ATTRIBUTION and item.marked[0].kind == "indirect"]
    faults = {claimed[0].unit_id: "s", claimed[1].unit_id: "lt", claimed[2].unit_id: "h", claimed[3].unit_id: "n"}
    checks = [
        make_check(item, make_answer(faults.get(item.unit_id, "r")) if item.task == ATTRIBUTION else NONE_MISSING, number=i)
        for i, item in enumerate(items, 1)
    ]
    precision = describe(tables, checks)["attributions"]["precision"]
    assert {key: (figure["n_right"], figure["n"]) for key, figure in precision.items()} == {
        "right": (9, 12), "laid": (11, 12), "source": (10, 12), "content": (10, 12), "stance": (4, 5), "polarity": (5, 5),
        "everything": (8, 12),
    }
    assert describe(tables, checks)["attributions"]["faults"] == {"none": 1, "source": 1, "long": 1, "short": 1, "stance": 1}


def test_doubtful_ones_count_for_what_they_are():
    tables = make_gates(80)  # 20 doubtful, drawn twice as densely
    items = items_of(tables, n=25)
    checks = [
        make_check(item, make_answer("n" if item.stratum == "doubtful" else "r"), number=i)
        for i, item in enumerate(items, 1) if item.task == ATTRIBUTION
    ]
    figures = describe(tables, checks, n=25)["attributions"]
    assert (figures["precision"]["right"]["n_right"], figures["precision"]["right"]["n"]) == (15, 25)
    assert figures["precision"]["right"]["share"] == pytest.approx(0.75)
    assert figures["by_score"]["doubtful"]["share"] == 0.0


def test_recall_counts_found_right_and_missing():
    tables = make_gates(12)
    counted = iter([Answer(("counted",), 1, 1), Answer(("counted",), 0, 2), *[NONE_MISSING] * 10])
    checks = [
        make_check(item, next(counted), number=i) for i, item in enumerate(items_of(tables), 1) if item.task == PARAGRAPH
    ]
    prose = describe(tables, checks)["paragraphs"]
    assert (prose["found_right"], prose["missing"], prose["wrong"]) == (11, 3, 1)
    assert prose["recall"]["share"] == pytest.approx(11 / 14)


def test_figures_by_kind_and_by_source():
    tables = make_gates(12)
    found = describe(tables, answer_all(items_of(tables), RIGHT, NONE_MISSING))["attributions"]
    assert {kind: figure["n"] for kind, figure in found["by_kind"].items()} == {"direct": 4, "indirect": 8}
    assert {kind: figure["n"] for kind, figure in found["by_source"].items()} == {"named": 6, "unnamed": 6, "nobody named": 0}


def test_the_last_answer_counts():
    tables = make_gates(3)
    items = items_of(tables)
    checks = [*answer_all(items, make_answer("n"), NONE_MISSING), *answer_all(items, RIGHT, NONE_MISSING, first=100)]
    assert describe(tables, reversed(checks))["attributions"]["precision"]["right"]["share"] == 1.0


def test_who_cannot_tell_is_left_out_and_told():
    tables = make_gates(12)
    items = items_of(tables)
    checks = [make_check(item, make_answer("d" if i == 1 else "r"), number=i) for i, item in enumerate(items[:12], 1)]
    row = describe(tables, checks)
    assert (row["attributions"]["unsure"], row["attributions"]["precision"]["right"]["n"]) == (1, 11)
    assert any("nobody could tell" in warning for warning in row["warnings"])


def test_an_answer_to_what_is_read_otherwise_now_is_kept_apart():
    tables = make_gates(12)
    checks = answer_all(items_of(tables), RIGHT, NONE_MISSING)
    changed = change(tables, "referents", "rgates.txt5", name="Keeper Five")
    row = describe(changed, checks)
    assert sorted(old["task"] for old in row["changed"]) == ["attribution", "paragraph"]
    assert all(old["shown"] == "what stood there" for old in row["changed"])
    assert row["attributions"]["precision"]["right"]["n"] == row["paragraphs"]["recall"]["n"] == 11
    assert any("2 older answers" in warning for warning in row["warnings"])
    assert describe(tables, checks)["changed"] == []


def test_leaving_out_the_hard_ones_is_told():
    tables = make_gates(40)
    items = items_of(tables, n=10)[:10]
    first, later = answer_all(items[:6], RIGHT, NONE_MISSING), answer_all(items[4:], RIGHT, NONE_MISSING)
    assert describe(tables, first, n=10)["attributions"]["is_in_order"]
    assert not describe(tables, later, n=10)["attributions"]["is_in_order"]
    assert any("not the last ones drawn" in warning for warning in describe(tables, later, n=10)["warnings"])


def test_two_raters_are_compared():
    tables = make_gates(12)
    items = items_of(tables)
    ann = answer_all(items, RIGHT, NONE_MISSING)
    bo = [
        make_check(item, (make_answer("s" if i % 4 == 0 else "r") if item.task == ATTRIBUTION else Answer(("counted",), 0, i % 2)),
                   number=100 + i, by="bo")
        for i, item in enumerate(items)
    ]
    [with_bo] = describe(tables, [*ann, *bo])["agreement"]
    assert with_bo["with"] == "bo"
    assert (with_bo["right"]["n"], with_bo["right"]["share"], with_bo["right"]["kappa"]) == (12, 0.75, 0.0)
    assert with_bo["anything_missing"]["share"] == 0.5
    [with_ann] = describe(tables, [*ann, *bo], by="bo")["agreement"]
    assert with_ann["right"]["share"] == 0.75


def test_too_few_answers_are_told_with_how_many_would_do():
    tables = make_gates(400)
    items = items_of(tables, n=30)[:30]
    checks = [make_check(item, make_answer("n" if i % 3 == 0 else "r"), number=i) for i, item in enumerate(items, 1)]
    [warning] = [w for w in describe(tables, checks)["warnings"] if "precision is known" in w]
    need = int(warning.split("about ")[1].split()[0])
    assert 150 < need < 300


def test_the_words_hold_the_figures_and_fit_on_a_terminal():
    tables = make_gates(40)
    told = tell_figures(describe(tables, answer_all(items_of(tables), RIGHT, NONE_MISSING)))
    assert "Checked by ann" in told
    assert "30 of 40 attributions, 30 of 40 paragraphs" in told
    assert "100 %" in told
    assert max(map(len, told.splitlines())) <= 80


def test_nothing_found_and_nothing_answered_is_said():
    tables = make_gates(12)
    bare = Tables({name: tables.named(name) for name in ("documents", "pieces")})
    row = describe(bare, [])
    assert row["attributions"]["precision"]["right"]["share"] is None
    assert "sayso found nothing" in tell_figures(row)
    assert "nothing was answered" in tell_figures(row)


def test_how_sure_the_reader_was_is_told_where_it_was_calibrated():
    tables = make_gates(4)
    assert describe(tables, [])["attributions"]["expected"] is None
    for i, p in enumerate((0.9, 0.8, 0.7, 0.6)):
        tables = change(tables, "attributions", f"agates.txt{i}", p=p)
    row = describe(tables, [])
    assert row["attributions"]["expected"] == pytest.approx(0.75)
    assert "what sayso itself expected" in tell_figures(row)
