"""What a case is measured by: right rows are counted as right, each kind of fault as that fault."""

from __future__ import annotations

import json

import pytest
from gold_scene import CLAIMS, RULES, Rows, clash, counted, id_of, read_gold

import cases
import measures
from link.link_rows import document
from sayso.schema import Copy, Drift, Relation, Silence
from tallying import Balance, Share, Tally, sum_figures

WHOLE = {"g": ["W1", "E1", "O1"], "h": ["W2"], "i": ["E2"], "j": ["O2"]}


def measured(one, rows, tmp_path, **options):
    tally = Tally()
    one(rows.to_scene(read_gold(tmp_path)), tally, **options)
    return tally


def test_lines_are_taken_from_the_side_that_holds_most(tmp_path):
    rows = Rows(WHOLE, [
        counted("g", "affirmed", 2, 3, "independent"), counted("g", "negated", 1, 1, "single telling"),
        counted("h", "affirmed", 9, 9, "independent"),
    ])  # fmt: skip
    tally = measured(measures.measure_lines, rows, tmp_path)
    assert tally.figures["lines exact"] == Share(1, 1)
    assert tally.figures["lines possible exact"] == Share(0, 1)
    assert tally.figures["verdict"] == Share(1, 1)
    assert tally.figures["denials: verdict"] == Share(1, 1)
    assert tally.misses == ["lines possible exact: dark: wanted 2, got 3; holds W1, E1 of 2; why"]


def test_a_group_without_a_found_claim_is_wrong(tmp_path):
    tally = measured(measures.measure_lines, Rows({"h": ["W2"]}), tmp_path)
    assert tally.figures["lines exact"] == Share(0, 1)
    assert "got None; not found W1, E1" in tally.misses[0]


@pytest.mark.parametrize(
    ("groups", "whole", "kept_out"),
    [
        pytest.param(WHOLE, Share(1, 1), Share(3, 3), id="as the gold"),
        pytest.param({"g": ["W1"], "k": ["E1", "O1"], "h": ["W2", "E2", "O2"]}, Share(0, 1), Share(3, 3), id="split"),
        pytest.param({"g": ["W1", "E1", "O1", "O2"], "h": ["W2", "E2"]}, Share(0, 1), Share(2, 3), id="a stranger in it"),
    ],
)
def test_sides_that_are_whole_and_strangers(tmp_path, groups, whole, kept_out):
    tally = measured(measures.measure_wholeness, Rows(groups), tmp_path)
    assert tally.figures == {"sides whole": whole, "strangers kept out": kept_out}


def test_trace_is_given_the_golds_groups(tmp_path):
    scene = Rows({"g": ["W1", "W2"], "k": ["E1", "E2", "O1", "O2"]}).to_scene(read_gold(tmp_path))
    given = measures.regroup(scene)
    groups = {row.claim_id: (row.group_id, row.side) for row in given.named("memberships")}
    assert groups[id_of("W1")] == groups[id_of("E1")] == ("gold dark", "affirmed")
    assert groups[id_of("O1")] == ("gold dark", "negated")
    assert groups[id_of("W2")] != groups[id_of("E2")]
    assert {row.group_id for row in given.named("memberships")} == {row.id for row in given.named("groups")}


@pytest.mark.parametrize(
    ("rows", "pairs", "more"),
    [
        pytest.param([], Balance(0, 0, 3), {"listed: number": Share(0, 1), "no contradiction": Share(1, 1)}, id="none"),
        pytest.param(
            [clash("O1", "W1"), clash("E1", "O1"), clash("E2", "W2", "number")], Balance(3, 0, 0),
            {"listed: number": Share(1, 1), "kind right": Share(1, 1), "rows right: polarity": Share(2, 2)}, id="all",
        ),
        pytest.param([clash("E2", "W2", "name")], Balance(1, 0, 2), {"kind right": Share(0, 1)}, id="another kind"),
        pytest.param([clash("E1", "O2")], Balance(0, 1, 3), {"no contradiction": Share(0, 1)}, id="one that is none"),
        pytest.param(
            [clash("O1", "O2", "date", "update")], Balance(0, 0, 3),
            {"listed: update": Share(1, 1), "relation told": Share(1, 1)}, id="an update",
        ),
        pytest.param(
            [clash("O1", "O2", "date")], Balance(0, 1, 3), {"listed: update": Share(0, 1), "relation told": Share(0, 1)},
            id="an update taken for a dispute",
        ),
    ],
)  # fmt: skip
def test_contradictions(tmp_path, rows, pairs, more):
    tally = measured(measures.measure_contradictions, Rows(WHOLE, contradictions=rows), tmp_path)
    assert tally.figures["contradicting pairs"] == pairs
    assert {name: tally.figures[name] for name in more} == more


def drift(a, b, kind):
    return Drift(f"{a}{b}{kind}", "g", id_of(a), id_of(b), kind, "", "", (), (), 1.0, "why")


@pytest.mark.parametrize(
    ("rows", "figures"),
    [
        pytest.param([], {"drifts found": Share(0, 1)}, id="none"),
        pytest.param(
            [drift("W1", "E1", "hedge lost")],
            {"drifts found": Share(1, 1), "drift kind right": Share(1, 1), "drift rows right": Share(1, 1)}, id="found",
        ),
        pytest.param(
            [drift("E1", "W1", "hedge lost")], {"drifts found": Share(0, 1), "drift rows right": Share(0, 1)}, id="turned",
        ),
        pytest.param(
            [drift("W1", "E1", "number"), drift("W2", "E2", "number")],
            {"drifts found": Share(1, 1), "drift kind right": Share(0, 1), "drift rows right": Share(1, 2)},
            id="another kind, and one that is none",
        ),
    ],
)  # fmt: skip
def test_drifts(tmp_path, rows, figures):
    assert measured(measures.measure_drifts, Rows(WHOLE, drifts=rows), tmp_path).figures == figures


def relation(kind, a, b):
    return Relation(f"{a}{b}", id_of(a), id_of(b), kind, 1.0, "why")


def test_sums_and_instances(tmp_path):
    rows = Rows(WHOLE, relations=[relation("made of", "E2", "W2"), relation("specialises", "O2", "E1")])
    assert measured(measures.measure_relations, rows, tmp_path).figures == {
        "sum apart from part": Share(1, 1), "sum related to part": Share(1, 1), "instance told": Share(1, 1),
    }  # fmt: skip
    turned = Rows({"g": ["W1", "E1", "O1"], "h": ["W2", "E2"], "j": ["O2"]}, relations=[relation("specialises", "E1", "O2")])
    assert measured(measures.measure_relations, turned, tmp_path).figures == {
        "sum apart from part": Share(0, 1), "sum related to part": Share(0, 1), "instance told": Share(0, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("spans_a", "direction", "figures"),
    [
        pytest.param(((46, 62),), "b_from_a", {"copies found": Share(1, 1), "copy direction": Share(1, 1)}, id="found"),
        pytest.param(((46, 62),), None, {"copies found": Share(1, 1), "copy direction": Share(0, 1)}, id="direction unknown"),
        pytest.param(((0, 6),), "b_from_a", {"copies found": Share(0, 1)}, id="another passage"),
    ],
)
def test_copies(tmp_path, spans_a, direction, figures):
    scene = Rows(WHOLE).to_scene(read_gold(tmp_path))
    scene.tables.add("copies", [Copy("x", "wire", spans_a, "echo", ((0, 3),), 3, direction, "why", 1.0, "why")])
    tally = Tally()
    measures.measure_copies(scene, tally)
    assert tally.figures == figures


@pytest.mark.parametrize(
    ("said", "figure"),
    [
        pytest.param([("wire", "Teller")], Balance(1, 0, 0), id="found"),
        pytest.param([("echo", "Teller")], Balance(0, 1, 1), id="in another document"),
        pytest.param([("wire", "Teller"), ("wire", "Maud Teller")], Balance(1, 1, 0), id="once is enough"),
    ],
)
def test_silences(tmp_path, said, figure):
    rows = [Silence(f"{stem}{who}", stem, None, who, (), "did not respond", (), "why") for stem, who in said]
    assert measured(measures.measure_silences, Rows(WHOLE, silences=rows), tmp_path).figures == {"silences": figure}


def test_all_measures_run_on_a_case_without_any_row(tmp_path):
    tables = Rows({"g": list(CLAIMS)}).to_tables()
    for name in ("claims", "memberships", "groups"):
        tables.named(name).clear()
    tally = cases.measure(read_gold(tmp_path), tables, RULES)
    assert tally.figures["found"] == Share(0, 6)
    assert tally.figures["contradicting pairs"] == Balance(0, 0, 3)
    assert all(figure.right == 0 for name, figure in tally.figures.items() if isinstance(figure, Share) and "no " not in name)


# ---------------------------------------------------------------- figures


def test_figures_are_summed_and_told():
    one, other = Tally(), Tally()
    one.count("found", True)
    one.take_scores({"grouping": {"f1": 0.5, "tp": 1, "fp": 2, "fn": 0}, "found": {"right": 1, "of": 3, "rate": 0.333}})
    other.add("grouping", Balance(2, 0, 1))
    total = sum_figures([one, other])
    assert total == {"found": Share(2, 4), "grouping": Balance(3, 2, 1)}
    assert [str(figure) for figure in total.values()] == ["0.500 2/4", "0.667 3+2-1"]
    assert total["grouping"].to_record()["precision"] == 0.6
    with pytest.raises(TypeError, match="found is a Share"):
        one.add("found", Balance())


def test_a_table_has_a_line_a_figure_and_a_column_a_case():
    table = cases.to_table({"one": {"found": Share(1, 2)}, "all": {"found": Share(1, 2), "silences": Balance()}})
    assert [line.split() for line in table.splitlines()] == [["one", "all"], ["found", "0.500", "1/2", "0.500", "1/2"],
                                                            ["silences", "-", "-"]]  # fmt: skip


# ---------------------------------------------------------------- the command


def test_the_command_scores_a_folder(tmp_path, monkeypatch, capsys):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "wire.txt").write_text("Maud Teller said that nine boats were lost off the north light on Friday.\n", encoding="utf-8")
    (tmp_path / "gold.yaml").write_text(
        "documents: {wire: {claims: [{id: W1, quote: nine boats were lost off the north light, chain: [wire, Maud Teller]}]}}\n"
        "groups: {lost: {members: [W1], lines: 1, lines_possible: 1, verdict: single telling}}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("sys.argv", ["cases.py", str(tmp_path), "--json", "--reader", "rules"])
    cases.main()
    told = json.loads(capsys.readouterr().out)
    assert told["all"]["lines exact"] == {"right": 1, "of": 1, "rate": 1.0}
    assert told["all"]["found"]["right"] == 1


def test_a_folder_without_gold_is_the_callers_mistake(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["cases.py", str(tmp_path)])
    with pytest.raises(SystemExit) as end:
        cases.main()
    assert end.value.code == 2
    assert "gold.yaml can't be read" in capsys.readouterr().err


def test_documents_go_by_the_stem_of_their_file(tmp_path):
    rows = Rows(WHOLE).to_tables()
    rows.named("documents")[:] = [document("x1", row.text, path=f"a/b/{row.id}.html") for row in rows.named("documents")][:1]
    scene = measures.Scene(read_gold(tmp_path), cases.match_claims(read_gold(tmp_path), rows, RULES), rows, RULES)
    assert set(scene.matched.documents) == {"wire"}
