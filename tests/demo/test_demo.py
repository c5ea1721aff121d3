"""The demo case agrees with itself: its gold quotes its documents, its groups hold their claims."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from sayso.demo import QUESTION, open_docs, open_gold

STANCES = {"asserts", "reports", "hedges", "denies", "distances", "asks"}
VERDICTS = {"independent", "same origin", "independence not established", "single telling"}
GAP_WORDS = 120  # a page number and the footnotes above it stay well under this


@pytest.fixture(scope="module")
def docs() -> Iterator[Path]:
    with open_docs() as folder:
        yield folder


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    with open_gold() as path:
        loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def read_text(path: Path) -> str:
    """A file's text with every run of white space as one space; of HTML what stands between the tags."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"<(script|style).*?</\1>", " ", text, flags=re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return " ".join(text.split())


def find_texts(docs: Path) -> dict[str, str]:
    return {path.stem: read_text(path) for path in docs.iterdir() if path.suffix != ".csv"}


def find_over_break(quote: str, text: str) -> bool:
    """Whether the words of `quote` stand in `text` in order, with one gap at most and hyphens rejoined."""
    text = re.sub(r"(\w)- (\w)", r"\1\2", text)
    words = quote.split()
    gap = rf"(?: \S+){{0,{GAP_WORDS}}} "
    halves = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    return any(re.search(re.escape(first) + gap + re.escape(second), text) for first, second in halves)


def find_claims(gold: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(stem, claim) for stem, doc in gold["documents"].items() for claim in doc["claims"]]


def test_the_gold_names_every_document(docs: Path, gold: dict[str, Any]) -> None:
    assert set(find_texts(docs)) == set(gold["documents"])


def test_every_quote_is_in_its_document(docs: Path, gold: dict[str, Any]) -> None:
    texts = find_texts(docs)
    missing = [
        claim["id"]
        for stem, claim in find_claims(gold)
        if claim["quote"] not in texts[stem]
        and not (claim.get("across_break") and find_over_break(claim["quote"], texts[stem]))
    ]
    assert missing == []


def test_a_break_is_marked_only_where_there_is_one(docs: Path, gold: dict[str, Any]) -> None:
    texts = find_texts(docs)
    marked = [(stem, claim) for stem, claim in find_claims(gold) if claim.get("across_break")]
    assert marked
    assert [claim["id"] for stem, claim in marked if claim["quote"] in texts[stem]] == []


def test_furniture_is_in_its_document_and_in_no_claim(docs: Path, gold: dict[str, Any]) -> None:
    texts = find_texts(docs)
    for stem, doc in gold["documents"].items():
        for words in doc.get("not_text", []):
            assert words in texts[stem]
            assert not any(words in claim["quote"] for claim in doc["claims"])


def test_claims_have_ids_chains_and_known_words(gold: dict[str, Any]) -> None:
    claims = [claim for _, claim in find_claims(gold)]
    assert len({claim["id"] for claim in claims}) == len(claims)
    assert len(claims) >= 40
    for claim in claims:
        assert claim["chain"], claim["id"]
        assert claim.get("stance", "reports") in STANCES, claim["id"]
        assert claim.get("polarity", "affirmed") in {"affirmed", "negated"}, claim["id"]


def test_groups_hold_the_claims_that_name_them(gold: dict[str, Any]) -> None:
    named: dict[str, set[str]] = {}
    for _, claim in find_claims(gold):
        if "group" in claim:
            named.setdefault(claim["group"], set()).add(claim["id"])
    assert named == {name: set(group["members"]) for name, group in gold["groups"].items()}


def test_sides_follow_polarity(gold: dict[str, Any]) -> None:
    claims = {claim["id"]: claim for _, claim in find_claims(gold)}
    for name, group in gold["groups"].items():
        for side in ("affirmed", "negated"):
            for claim_id in group.get(side, []):
                assert claims[claim_id]["polarity"] == side, claim_id
        if "affirmed" in group:
            assert set(group["affirmed"]) | set(group.get("negated", [])) == set(group["members"]), name
        assert ("negated" in group) == bool(group.get("contradiction")), name


def test_tellings_and_lines_can_be(gold: dict[str, Any]) -> None:
    home = {claim["id"]: stem for stem, claim in find_claims(gold)}
    for name, group in gold["groups"].items():
        for side, tally in (("affirmed", group), ("negated", group.get("denial", {}))):
            if "tellings" not in tally:
                continue
            assert tally["tellings"] == len({home[claim_id] for claim_id in group[side]}), name
            most = tally.get("lines_possible", tally["tellings"])
            assert 1 <= tally["lines"] <= most <= tally["tellings"], name
            assert tally["verdict"] == name_verdict(tally), name


def name_verdict(tally: dict[str, Any]) -> str:
    if tally["tellings"] == 1:
        return "single telling"
    if tally["lines"] >= 2:
        return "independent"
    possible = tally.get("lines_possible", tally["lines"] + 1)
    return "same origin" if possible == 1 else "independence not established"


def test_clashing_claims_name_each_other(gold: dict[str, Any]) -> None:
    groups = gold["groups"].items()
    clashes = {(name, claim_id) for name, group in groups for claim_id in group.get("contradicts", [])}
    assert clashes
    of = {claim["id"]: claim.get("group") for _, claim in find_claims(gold)}
    for name, claim_id in clashes:
        assert set(gold["groups"][of[claim_id]]["contradicts"]) == set(gold["groups"][name]["members"])


def test_the_documents_are_short(docs: Path) -> None:
    for stem, text in find_texts(docs).items():
        assert 150 <= len(text.split()) <= 450, stem


def test_meta_csv_names_files_that_are_there(docs: Path) -> None:
    with (docs / "meta.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file", "title", "publisher", "published", "origin"]
    assert [row["file"] for row in rows if not (docs / row["file"]).exists()] == []


def test_the_question_is_one() -> None:
    assert QUESTION.endswith("?")
