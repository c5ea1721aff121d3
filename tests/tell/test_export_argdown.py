"""Argdown is read back by a small reader of the part of its grammar that an export uses, after Argdown's lexer (1.7).

Where Argdown's own parser is installed (`npm install @argdown/core`, and its folder in ARGDOWN_CORE), it reads the same files
and must find the same.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from sayso.schema import Cell, Dispute, Hypothesis, Membership, Tables
from sayso.tell.exports import About
from sayso.tell.exports.argdown import escape, export_argdown
from tell.export_rows import ARABIC, CASES, EMOJI, NAMES, make_hostile, write

RELATIONS = {"+": "support", "-": "attack", "><": "contradictory"}
STATEMENT = re.compile(r"\[([^\]\n]+)\]: (.*?) (\{[^{}\n]*\})")
# Signs that Argdown takes for markup when no backslash stands in front.
BARE = re.compile(r"(?<!\\)(?:\\\\)*[@#*_\[\]<>/{}=]|(?<!\\)(?:\\\\)*[.:]\S+?[.:]")
PARSER = """
const A = require(process.env.ARGDOWN_CORE), app = new A.ArgdownApplication();
app.addPlugin(new A.ParserPlugin(), "parse-input");
for (const plugin of [new A.DataPlugin(), new A.ModelPlugin()]) app.addPlugin(plugin, "build-model");
const input = require("fs").readFileSync(0, "utf8");
const r = app.run({input, process: ["parse-input", "build-model"], throwExceptions: true, logLevel: "error"});
const texts = Object.entries(r.statements).map(([title, s]) => [title, s.members.map(m => m.text).find(t => t)]);
const ends = r.relations.map(x => [x.relationType, x.from.title, x.to.title]);
console.log(JSON.stringify({errors: r.parserErrors || [], front: r.frontMatter, texts: Object.fromEntries(texts), ends}));
"""


@dataclasses.dataclass
class Map:
    """What a file says: its front matter, the words of each statement, relations as (kind, from, to)."""

    front: dict[str, Any]
    texts: dict[str, str]
    data: dict[str, Any]
    relations: set[tuple[str, str, str]]


def read(content: str) -> Map:
    """Read an export; whatever is no front matter, heading, statement or relation is refused."""
    _, front, body = content.split("===\n", 2)
    found = Map(yaml.safe_load(front), {}, {}, set())
    for block in body.strip("\n").split("\n\n"):
        first, *others = block.split("\n")
        if first.startswith("## "):
            assert others == []
            continue
        told = STATEMENT.fullmatch(first)
        assert told, first
        title, words, data = told.groups()
        assert BARE.search(words) is None, words
        assert title not in found.texts
        found.texts[title], found.data[title] = re.sub(r"\\(.)", r"\1", words), yaml.safe_load(data)
        for line in others:
            relation = re.fullmatch(r"  (\+|-|><) \[([^\]\n]+)\]", line)
            assert relation, line
            found.relations.add((RELATIONS[relation[1]], relation[2], title))
    assert {end for _, *ends in found.relations for end in ends} <= set(found.texts)
    core = os.environ.get("ARGDOWN_CORE")
    if core:
        check_with_parser(content, found, core)
    return found


def check_with_parser(content: str, found: Map, core: str) -> None:
    """Let Argdown's own parser read the same: statements, words and relations must be those that were found."""
    done = subprocess.run(
        ["node", "-e", PARSER], input=content, env={**os.environ, "ARGDOWN_CORE": str(Path(core))}, capture_output=True,
        text=True, check=True, timeout=120, encoding="utf8",
    )
    parsed = json.loads(done.stdout)
    assert parsed["errors"] == []
    assert parsed["front"] == found.front
    texts, wanted = ({title: text.strip() for title, text in some.items()} for some in (parsed["texts"], found.texts))
    assert texts == wanted
    assert unordered(parsed["ends"]) == unordered(found.relations)


def unordered(relations: Iterable[Sequence[str]]) -> set[tuple[str, ...]]:
    """Relations, of a contradiction the ends in the order of the alphabet: it has no direction."""
    return {(kind, *(sorted(pair) if kind == "contradictory" else pair)) for kind, *pair in relations}


def read_case(tables: Tables) -> Map:
    return read(write(tables, "argdown")["case.argdown"].decode("utf8"))


@pytest.mark.parametrize("name", CASES)
def test_it_is_read_back(name: str) -> None:
    tables = CASES[name]()
    found = read_case(tables)
    assert {title for title, about in found.data.items() if "hypothesis" in about} == {row.id for row in tables.take(Hypothesis)}
    sides = {(row.group_id, row.side) for row in tables.take(Membership)}
    assert len([about for about in found.data.values() if "group" in about]) == len(sides)


def test_sides_are_statements_and_disputes_attacks(case: Tables) -> None:
    found = read_case(case)
    assert set(found.texts) == {"g-dye", "g-dye denied", "g-shut", "g-sluice", "g-sixty", "g-pump"}
    assert found.relations == {
        ("contradictory", "g-dye denied", "g-dye"), ("attack", "g-dye", "g-sixty"), ("attack", "g-sixty", "g-dye"),
    }
    assert found.texts["g-dye denied"] == (
        "Told as not so by Moor Tribune, resting on Mayor Ilse Tarn (1 independent line: single telling): "
        "“Forty barrels of dye were dumped into it”"
    )
    assert found.data["g-dye"] == {
        "group": "g-dye", "side": "affirmed", "tellings": 2, "lines": 1, "lines_possible": 1, "verdict": "same origin",
    }


def test_a_clash_is_between_the_sides_that_clash(case: Tables) -> None:
    memberships = case.take(Membership)
    memberships[:] = [
        dataclasses.replace(row, side="negated") if row.claim_id == "c8" else row for row in memberships
    ]
    assert ("attack", "g-sixty denied", "g-dye") in read_case(case).relations


def test_a_correction_is_no_dispute(case: Tables) -> None:
    disputes = case.take(Dispute)
    disputes[:] = [dataclasses.replace(row, kind="correction") if row.id == "d2" else row for row in disputes]
    assert {kind for kind, _, _ in read_case(case).relations} == {"contradictory"}


def test_cells_support_and_attack_hypotheses() -> None:
    found = read_case(make_hostile())
    assert {("support", "g-dye", "H1"), ("attack", "g-dye denied", "H1")} == {
        relation for relation in found.relations if relation[2].startswith("H")
    }
    assert found.texts["H2"] == f"Hypothesis: The board did it {EMOJI} === {{x}}"
    assert list(found.texts)[:3] == ["H1", "H2", "H0"]
    assert found.data["H0"] == {"hypothesis": "H0", "is_null": True}


def test_a_cell_of_a_side_that_nobody_tells_makes_no_relation() -> None:
    tables = make_hostile()
    tables.add("cells", [Cell("H2", "g-gone", "affirmed", "consistent", None, 0.0, (), 0.0, "")])
    assert not [relation for relation in read_case(tables).relations if "g-gone" in relation]


def test_hostile_words_are_text() -> None:
    found = read_case(make_hostile())
    assert len([title for title in found.texts if title.startswith("g-bad")]) == len(NAMES)
    assert found.texts["g-bad-20"].endswith(f"“{NAMES[20]}”")
    assert ARABIC in found.texts["g-bad-11"]
    assert found.front["title"] == "Who dumped <dye> & when?"


def test_data_and_front_matter_end_where_they_should(case: Tables) -> None:
    case.add("hypotheses", [Hypothesis("H{1}=", 0, "It rained", False)])
    about = About("1", "Who === said {it}?\n===", "")
    content = b"".join(export_argdown(case, about)["case.argdown"]).decode("utf8")
    found = read(content)
    assert found.front["title"] == "Who === said {it}? ==="
    assert found.data["H{1}="] == {"hypothesis": "H{1}=", "is_null": False}


def test_what_would_be_markup_is_escaped() -> None:
    assert escape("a.b: [x] 3.5 {y} a/b") == r"a\.b: \[x\] 3\.5 \{y\} a\/b"


@pytest.mark.parametrize("line", ["[a]: bad [b] {x: 1}", "no title", "[a]: b {x: 1}\n  ~ [a]", "[a]: b {x: 1}\n  - [c]"])
def test_the_reader_refuses_what_is_no_export(line: str) -> None:
    with pytest.raises(AssertionError):
        read(f"===\ntitle: x\n===\n\n{line}\n")
