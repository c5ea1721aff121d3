"""The affair of Saltmere with hypotheses, and with everything in it that a hostile document could put into a row."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import random
from collections.abc import Callable, Iterator
from typing import Any

from sayso.schema import (
    Attribution,
    Cell,
    Claim,
    Document,
    Group,
    Hop,
    Hypothesis,
    Identity,
    Membership,
    Referent,
    Source,
    StemmaEdge,
    Tables,
    Tally,
)
from sayso.tell.exports import About, Files, export_tables
from tell.rows import make_case
from tell.weighed import make_weighed

ABOUT = About("0.0.test", "Who dumped <dye> & when?", "2031-06-01T10:00:00Z")
ARABIC, HEBREW, EMOJI = "سد الوادي", "מי תהום", "👩\u200d🚀🇩🇪"
LONG = "x" * 1_000_000
NAMES = (
    "=HYPERLINK(\"http://evil.example\",\"click\")", "+1+1", "-2+3", "@SUM(A1)", "\tTab", "\rReturn", "  =1+1", "＝1",
    "<b onload='x'>&amp;\"]]></b>", "line\nbreak\r\nand \x85\u2028\u2029", "nul \x00 bell \x07 esc \x1b[31m", ARABIC, HEBREW,
    f"emoji {EMOJI}", "turned \u202egnp.exe", "half \ud800 a pair", "none \ufffe \uffff", LONG, "",
    "[t]: --- === {a: b} /* c */ // @[x] <y> # *z* _u_ \\ :smile: .x.", "quote \"\" ' , ; |",
)
TEXT = f"Once {EMOJI} <b>& {ARABIC}\x00\n=SUM(1) said: {HEBREW} e\u0301 was \ud800 dry. {40 * '🧪'} The end of it."


def make_hostile() -> Tables:
    """The affair, with one more document whose every name and word is bad, and a matrix."""
    tables = make_case()
    sha = hashlib.sha256(TEXT.encode("utf8", "replace")).hexdigest()
    tables.add("documents", [Document(
        "bad", sha, "=cmd|' /C calc'!A0.txt", "text/plain", len(TEXT), TEXT, NAMES[0], NAMES[:9], NAMES[8], "2031-03-09", "ar",
        None, None, (), "read \x00 <1>",
    )])
    for i, name in enumerate(NAMES):
        _add_name(tables, i, name)
    tables.add("hypotheses", [
        Hypothesis("H2", 1, f"The board did it {EMOJI} === {{x}}", False), Hypothesis("H1", 0, "The mayor did it", False),
        Hypothesis("H0", 2, "None of these", True),
    ])
    tables.add("cells", [
        Cell("H1", "g-dye", "affirmed", "consistent", "consistent", 0.5, (("Ann", "consistent"),), 0.0, "=why"),
        Cell("H1", "g-dye", "negated", "inconsistent", None, 0.0, (), 0.0, ""),
        Cell("H2", "g-dye", "affirmed", "neutral", None, 0.0, (), 0.0, ""),
        Cell("H2", "g-shut", "affirmed", None, None, 0.0, (), 0.0, ""),
    ])
    return tables


def _add_name(tables: Tables, i: int, name: str) -> None:
    """One source by a bad name, to whom one claim is laid, in a group of its own."""
    start = TEXT.index(HEBREW)
    spans = ((start, start + len(HEBREW) + 3), (start + len(HEBREW) + 4, start + len(HEBREW) + 7))
    words = " ".join(TEXT[a:b] for a, b in spans)
    tables.add("sources", [Source(f"s-bad-{i:02}", name, "person", True, True, (name,), None, None)])
    tables.add("referents", [Referent(
        f"r-bad-{i:02}", "bad", name, "person", True, True, (), None, (), (), None, None, "test"
    )])
    tables.add("identities", [Identity(f"r-bad-{i:02}", f"s-bad-{i:02}", 1.0, "the same words")])
    tables.add("attributions", [Attribution(
        f"a-bad-{i:02}", "bad", ((5, 8),), (), spans, "direct", "say", None, f"r-bad-{i:02}", 0.9, None, None, None, None, "test",
    )])
    tables.add("claims", [Claim(
        f"c-bad-{i:02}", "bad", "part-bad", spans, words, words, 0, len(TEXT), f"a-bad-{i:02}", True, "affirmed", (), "", "reports",
        (), "", (), (name,), "test",
    )])
    tables.add("hops", [
        Hop(f"c-bad-{i:02}", 0, "bad", "r-none", "bad", "teller", (), (), "teller"),
        Hop(f"c-bad-{i:02}", 1, "bad", f"r-bad-{i:02}", name, "person", ((5, 8),), (), "attribution"),
    ])
    tables.add("groups", [Group(f"g-bad-{i:02}", name, f"c-bad-{i:02}")])
    tables.add("memberships", [Membership(f"c-bad-{i:02}", f"g-bad-{i:02}", "affirmed", 1.0, "alone")])
    tables.add("tallies", [Tally(
        f"g-bad-{i:02}", "affirmed", 1, 1, 1, 1, (f"s-bad-{i:02}",), (name,), "single telling", False, (), name
    )])
    tables.add("stemma_edges", [StemmaEdge(
        f"g-bad-{i:02}", "affirmed", "bad", f"s-bad-{i:02}", f"c-bad-{i:02}", "attribution", name
    )])


def shuffle_rows(tables: Tables, seed: int) -> Tables:
    """The same rows, each table in another order."""
    chance = random.Random(seed)
    shuffled = Tables()
    for name in tables.names():
        rows: list[Any] = list(tables.named(name))
        chance.shuffle(rows)
        shuffled.add(name, rows)
    return shuffled


def write(tables: Tables, to: str, **options: bool) -> dict[str, bytes]:
    """The files of an export, whole."""
    files: Files = export_tables(tables, to, about=ABOUT, **options)
    return {name: b"".join(chunks) for name, chunks in files.items()}


def many_hypotheses(n: int) -> Tables:
    """The affair with `n` hypotheses, every second piece of evidence for one and against the next."""
    tables = make_case()
    tables.add("hypotheses", [Hypothesis(f"H{i}", i, f"Reading {i} of the affair", i == n) for i in range(1, n + 1)])
    tables.add("cells", [
        Cell(f"H{i}", group, "affirmed", ("consistent", "inconsistent")[(i + j) % 2], None, 0.0, (), 0.0, "")
        for i in range(1, n + 1) for j, group in enumerate(("g-dye", "g-shut"))
    ])
    return tables


CASES: dict[str, Callable[[], Tables]] = {
    "nothing": Tables, "no hypotheses": make_case, "weighed": make_weighed, "all bad": make_hostile,
    "500 hypotheses": functools.partial(many_hypotheses, 500),
}
"""What every format must bear, by name."""


def many_claims(tables: Tables, n: int) -> Tables:
    """The case with `n` copies of one of its claims, each told anew."""
    big = Tables({name: tables.named(name) for name in tables.names()})
    first = tables.take(Claim)[0]
    big.add("claims", _copy(first, n))
    return big


def _copy(claim: Claim, n: int) -> Iterator[Claim]:
    for i in range(n):
        yield dataclasses.replace(claim, id=f"more-{i:06}")
