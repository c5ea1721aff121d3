"""Every figure of a weighing worked out once more from cells, cuts and letters, as docs/method/weigh.md has the formulas."""

import json
import math
from collections import Counter

import pytest

from cli.runs import run_here as run
from cli.runs import write
from sayso import Case
from sayso.schema import Claim, Grade, Membership, Sensitivity, StemmaEdge, Tally

WORTH = {"A": 1.0, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0}
NUMBER = {"consistent": 1, "neutral": 0, "inconsistent": -1}
PILE = {
    "courier": "The kiln at Ardmoor exploded because its valve was broken, said the potter Nell Varga.",
    "herald": "The kiln at Ardmoor exploded because its valve was broken, Nell Varga said on Monday.",
    "bulletin": "Inspector Ivo Stahl said that the valve of the kiln at Ardmoor was broken.",
    "letter": "The kiln was set alight by a burglar, the owner Piet Marsh said.",
    "diary": "The owner Piet Marsh said that a burglar set the kiln at Ardmoor alight. Nobody saw one, the potter Nell Varga said.",
    "notice": "The valve of the kiln was not broken, said the owner Piet Marsh.",
    "radio": "A neighbour said that lightning struck the kiln at Ardmoor.",
    "council": "Lightning did not strike the kiln, the clerk Ada Roux said. The kiln at Ardmoor was built in 1970.",
}
HYPOTHESES = ("The kiln exploded because its valve was broken", "A burglar set the kiln alight", "Lightning struck the kiln")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("by-hand")
    for name, text in PILE.items():
        write(folder / "pile", f"{name}.txt", text + "\n")
    run("add", "case", "pile", cwd=folder)
    for text in HYPOTHESES:
        run("hypothesis", "add", "case", text, cwd=folder)
    return folder


def read(place, *args):
    return [json.loads(line) for line in run(*args, "--json", cwd=place).stdout.splitlines()]


def work_out(cells, tallies, letters):
    """Sums, weights and diagnosticities of given cells.

    Args:
        cells: value by hypothesis and piece.
        tallies: by piece, the origins that it rests on and its established lines.
        letters: of origins.
    """
    ids = sorted({id_ for id_, _ in cells})
    pieces = {piece for _, piece in cells}
    against = {piece: [id_ for id_ in ids if cells[id_, piece] == "inconsistent"] for piece in pieces}
    pools = Counter((origin, bool(against[piece])) for piece in pieces for origin in tallies[piece][0])
    shares = {
        piece: {
            origin: min(1, tallies[piece][1] / len(tallies[piece][0])) / pools[origin, bool(against[piece])]
            for origin in tallies[piece][0]
        }
        for piece in pieces
    }
    weights = {piece: sum(some.values()) for piece, some in shares.items()}
    graded = {
        piece: [share * WORTH[letters[origin]] for origin, share in some.items() if letters.get(origin) in WORTH]
        for piece, some in shares.items()
    }
    sums = {id_: sum(weights[piece] for piece in pieces if id_ in against[piece]) for id_ in ids}
    graded_sums = {id_: [one for piece in pieces if id_ in against[piece] for one in graded[piece]] for id_ in ids}
    tells_apart = {}
    for piece in pieces:
        numbers = [NUMBER[cells[id_, piece]] for id_ in ids if cells[id_, piece] in NUMBER]
        mean = sum(numbers) / len(numbers) if numbers else 0
        spread = math.sqrt(sum((one - mean) ** 2 for one in numbers) / len(numbers)) if len(numbers) > 1 else None
        tells_apart[piece] = spread
    return {
        "inconsistency": {id_: sum(id_ in some for some in against.values()) for id_ in ids},
        "weighted": sums,
        "graded": {id_: sum(some) if some else None for id_, some in graded_sums.items()},
        "rank": {id_: 1 + sum(round(other, 9) < round(sums[id_], 9) for other in sums.values()) for id_ in ids},
        "weights": weights, "diagnosticity": tells_apart,
    }


def check(place):
    """Hold what the commands print to what is worked out here; gives the cells and their working."""
    printed, listed = read(place, "weigh", "case"), read(place, "hypothesis", "list", "case")
    with Case.open(place / "case") as case:
        tables = case.tables()
    cells = {(row["hypothesis"], (row["group"], row["side"])): row["value"] for row in printed}
    tallies = {(row.group_id, row.side): (row.cut_ids, row.lines) for row in tables.take(Tally)}
    letters = {row.object_id: row.grade for row in tables.take(Grade) if row.about == "source"}
    worked = work_out(cells, tallies, letters)
    assert {id_ for id_, _ in cells} == {row["id"] for row in listed}
    for row in listed:
        for name in ("inconsistency", "weighted", "graded", "rank"):
            assert row[name] == pytest.approx(worked[name][row["id"]]), (row["id"], name)
    for row in printed:
        piece = (row["group"], row["side"])
        assert row["weight"] == pytest.approx(worked["weights"][piece])
        assert row["diagnosticity"] == pytest.approx(worked["diagnosticity"][piece])
    order = list(dict.fromkeys((row["group"], row["side"]) for row in printed))
    # What nobody can tell apart, having judged fewer than two cells of it, stands where diagnosticity 0 and less would.
    apart = [-1 if (one := worked["diagnosticity"][key]) is None else round(one, 9) for key in order]
    ranks = list(zip(apart, [round(worked["weights"][key], 9) for key in order], strict=True))
    assert ranks == sorted(ranks, reverse=True)
    check_changes(tables, cells, tallies, letters, worked)
    return cells, worked


def find_nodes(tables, pieces):
    """Whatever stands between the tellings of pieces and their origins."""
    edges = [row for row in tables.take(StemmaEdge) if (row.group_id, row.side) in pieces]
    return {end for row in edges for end in (row.tail, row.head)}


def reach(tables, piece, *, without):
    """What the tellings of a piece lead to when one node is taken away."""
    documents = {row.id: row.document_id for row in tables.take(Claim)}
    found = {documents[row.claim_id] for row in tables.take(Membership) if (row.group_id, row.side) == piece} - {without}
    steps = {(row.tail, row.head) for row in tables.take(StemmaEdge) if (row.group_id, row.side) == piece}
    steps |= {
        (row.head, row.tail) for row in tables.take(StemmaEdge)
        if (row.group_id, row.side) == piece and row.kind in ("same utterance", "speaks for")
    }
    while fresh := {head for tail, head in steps if tail in found and head != without} - found:
        found |= fresh
    return found


def check_changes(tables, cells, tallies, letters, worked):
    """Each cell turned round, each origin, source and document taken away, by working everything out anew."""
    expected, ahead = {}, min(worked["weighted"].values())
    leaders = {id_ for id_, value in worked["weighted"].items() if value == pytest.approx(ahead)}
    for (id_, piece), value in cells.items():
        if value in NUMBER:
            turned = "consistent" if value == "inconsistent" else "inconsistent"
            sums = work_out(cells | {(id_, piece): turned}, tallies, letters)["weighted"]
            expected["cell", f"{id_} {piece[0]} {piece[1]}"] = sums
    told = {piece: tallies[piece] for _, piece in cells}
    for node in find_nodes(tables, set(told)):
        less = {
            piece: (tuple(one for one in origins if one in reach(tables, piece, without=node)), lines)
            for piece, (origins, lines) in told.items()
        }
        expected["taken away", node] = work_out(cells, less, letters)["weighted"]
    found = {
        ("cell" if row.kind == "cell" else "taken away", row.object_id): row
        for row in tables.take(Sensitivity) if row.kind != "cells"
    }
    for key, sums in expected.items():
        swing = max(abs(sums[id_] - worked["weighted"][id_]) for id_ in sums)
        if round(swing, 6) == 0:
            assert key not in found
            continue
        row, least = found[key], min(sums.values())
        assert dict(row.sums) == pytest.approx(sums)
        assert row.swing == pytest.approx(swing)
        assert row.is_turned == bool({id_ for id_, one in sums.items() if one == pytest.approx(least)} - leaders)


def test_what_is_printed_is_what_the_formulas_give(place):
    cells, worked = check(place)
    assert len({value for value in cells.values() if value}) >= 3  # a matrix of one value would prove little
    assert sum(worked["weighted"].values()) > 0


def test_it_is_with_rulings_people_who_differ_and_letters(place):
    before, worked = check(place)
    piece = max(worked["weights"], key=lambda key: (worked["weights"][key], key))
    named = piece[0] + ("/denied" if piece[1] == "negated" else "")
    others = sorted({key for _, key in before} - {piece})

    def rule(kind, *objects, by="Ann", value):
        run("rule", "case", kind, *objects, "--value", value, "--by", by, "--why", "read it", cwd=place)

    rule("cell", "H2", named, value="inconsistent")
    rule("cell", "H3", named, value="not applicable")
    rule("cell", "H1", others[0][0] + ("/denied" if others[0][1] == "negated" else ""), value="inconsistent")
    rule("cell", "H1", others[1][0] + ("/denied" if others[1][1] == "negated" else ""), value="consistent")
    rule("cell", "H1", others[1][0] + ("/denied" if others[1][1] == "negated" else ""), by="Bo", value="inconsistent")
    rule("grade", "Nell Varga", value="B")
    rule("grade", "Piet Marsh", value="D")
    after, worked = check(place)
    assert after["H2", piece] == "inconsistent" and after["H1", others[1]] is None
    assert any(value is not None for value in worked["graded"].values())
    assert any(value is None or 0 < value < worked["weighted"][id_] for id_, value in worked["graded"].items())
