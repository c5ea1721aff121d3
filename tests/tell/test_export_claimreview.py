"""ClaimReview: a rating is a person's or there is none; every word of the vocabulary is schema.org's."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from rdflib.namespace import SDO

from sayso.schema import TABLES, Claim, Document, Hypothesis, Judgement, Tables
from sayso.tell.exports.about import About
from sayso.tell.exports.claimreview import export_claimreview
from tell.export_rows import CASES, make_hostile
from tell.weighed import ARABIC, judge, make_weighed, replace_rows

ABOUT = About("0.0.test", "Who dumped it?", "2031-06-01T12:00:00+00:00")
Thing = dict[str, Any]

# For each type the properties that may stand on it, with what they hold, as https://schema.org/TYPE lists them (30.0).
_WORK = {
    "url": "text", "datePublished": "date", "author": "Person Organization", "publisher": "Organization", "name": "text",
    "identifier": "text", "abstract": "text", "text": "text", "sdDatePublished": "date",
}
PROPERTIES = {
    "ClaimReview": _WORK | {"claimReviewed": "text", "reviewRating": "Rating", "reviewBody": "text", "itemReviewed": "Claim"},
    "Claim": _WORK | {"appearance": "CreativeWork", "firstAppearance": "CreativeWork"},
    "CreativeWork": _WORK, "Rating": {"alternateName": "text", "ratingExplanation": "text"},
    "Person": {"name": "text"}, "Organization": {"name": "text"},
}
REQUIRED = {"ClaimReview": {"claimReviewed", "reviewRating", "url"}, "Rating": {"alternateName"}}
"""What Google's page on fact checks requires (https://developers.google.com/search/docs/appearance/structured-data/factcheck)."""


def list_faults(thing: Thing) -> list[str]:
    """Properties that schema.org doesn't have on this type, or that hold what it doesn't take; and required ones that lack."""
    type_ = thing["@type"]
    faults = [f"{type_} lacks {name}" for name in sorted(REQUIRED.get(type_, set())) if not thing.get(name)]
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        wanted = PROPERTIES[type_].get(name, "").split()
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                faults += list_faults(item) if item["@type"] in wanted else [f"{type_}.{name} is a {item['@type']}"]
            elif not wanted or wanted[0] not in {"text", "date"} or not isinstance(item, str) or not item:
                faults.append(f"{type_}.{name} is {item!r}")
            elif wanted == ["date"] and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", item):
                faults.append(f"{type_}.{name} is no date: {item}")
    return faults


def write(tables: Tables) -> tuple[bytes, str]:
    files = export_claimreview(tables, ABOUT)
    return b"".join(files["claimreview.jsonld"]), b"".join(files["left-out.txt"]).decode()


def read(tables: Tables) -> list[Thing]:
    content = json.loads(write(tables)[0])
    assert content["@context"] == "https://schema.org"
    return list(content["@graph"])


def walk(value: object) -> Iterator[Thing]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(item)


@pytest.fixture(scope="module")
def reviews() -> list[Thing]:
    return read(make_weighed())


def test_types_and_properties_are_schema_orgs_and_nothing_required_is_missing(reviews: list[Thing]) -> None:
    assert {thing["@type"] for thing in walk(reviews)} >= {"ClaimReview", "Claim", "Rating", "CreativeWork", "Person"}
    for make in CASES.values():
        assert [fault for review in read(make()) for fault in list_faults(review)] == []


def test_the_table_of_properties_is_of_schema_orgs_words() -> None:
    words = {word for type_, some in PROPERTIES.items() for word in (type_, *some)}
    assert [word for word in words if word not in SDO] == []
    assert "claimReviewd" not in SDO  # the vocabulary can tell a wrong word


@pytest.mark.parametrize(("change", "fault"), [
    ({"reviewRating": None}, "lacks reviewRating"),
    ({"itemReviewed": {"@type": "Person", "name": "A"}}, "itemReviewed is a Person"),
    ({"claimReviewd": "x"}, "claimReviewd is 'x'"),
    ({"datePublished": "soon"}, "no date: soon"), ({"url": 3}, "url is 3"),
])
def test_a_broken_review_is_found_out(reviews: list[Thing], change: Thing, fault: str) -> None:
    told = list_faults({**reviews[0], **change})
    assert any(fault in one for one in told)


def test_one_review_a_current_judgement_of_a_told_claim(reviews: list[Thing]) -> None:
    (review,) = reviews
    assert review["url"] == "brief.html#group-g-dye"
    assert review["author"] == {"@type": "Person", "name": "Ann Ferris"}
    assert review["reviewRating"]["alternateName"] == "Judged likely"
    assert "ratingValue" not in review["reviewRating"]
    assert "55% to 80%" in review["reviewRating"]["ratingExplanation"]


def test_the_claim_appears_in_each_telling_of_its_own_side(reviews: list[Thing]) -> None:
    claim = reviews[0]["itemReviewed"]
    assert claim["@type"] == "Claim"
    assert [work["publisher"]["name"] for work in claim["appearance"]] == ["The Saltmere Courier", "Fenwick Herald"]
    assert "Told by Fenwick Herald, laid to The Brackwater Board's report (“states”)" in claim["appearance"][1]["abstract"]
    assert "author" not in claim  # it is laid to a report, not to a person or a body


def test_the_author_is_whoever_the_claim_is_laid_to() -> None:
    tables = replace_rows(make_weighed(), "hypotheses", [
        Hypothesis("H1", 1, "The sluice was opened at night!", False),
        Hypothesis("H2", 2, "65 barrels of \u202edye\u202c were dumped into the reservoir", False),
    ])
    night, pryce = read(tables)
    assert "author" not in night["itemReviewed"]  # unnamed
    assert pryce["itemReviewed"]["author"] == [{"@type": "Person", "name": "Dr Anwen Pryce"}]


def test_nothing_is_rated_that_nobody_judged() -> None:
    content, left = write(replace_rows(make_weighed(), "judgements", []))
    assert json.loads(content)["@graph"] == []
    assert "Left out: 6 sides of groups that no person has judged; 0 judged hypotheses" in left


def test_what_is_left_out_is_counted() -> None:
    left = write(make_weighed())[1]
    assert left.startswith("1 review.\nLeft out: 5 sides of groups that no person has judged; 2 judged hypotheses that no document")


def test_the_null_hypothesis_is_nobodys_claim() -> None:
    tables = replace_rows(make_weighed(), "hypotheses", [Hypothesis("H1", 1, "The sluice was opened at night", True)])
    assert read(tables) == []


def test_each_persons_last_judgement_counts() -> None:
    tables = replace_rows(make_weighed(), "judgements", [
        judge(2, "H1", is_current=False), judge(7, "H1", "Bo Lunt", likelihood="unlikely"), judge(6, "H1"),
    ])
    assert [(row["author"]["name"], row["reviewRating"]["alternateName"]) for row in read(tables)] == [
        ("Ann Ferris", "Judged likely"), ("Bo Lunt", "Judged unlikely"),
    ]


def test_hostile_and_foreign_text_survives_a_script_element() -> None:
    tables = make_weighed()
    documents = [dataclasses.replace(row, title=ARABIC, url="javascript:alert(1)") if row.id == "courier" else row
                 for row in tables.take(Document)]
    judged = [dataclasses.replace(row, why="</script><script>alert('why')</script>\u202e") for row in tables.take(Judgement)]
    tables = replace_rows(replace_rows(tables, "documents", documents), "judgements", judged)
    content = write(tables)[0].decode()
    assert [bad for bad in ("<", "\u202e", "\x1b", "javascript:") if bad in content] == []
    (review,) = json.loads(content)["@graph"]
    assert review["itemReviewed"]["appearance"][0]["name"] == ARABIC
    assert "</script>" in review["reviewRating"]["ratingExplanation"]


def test_every_name_and_word_may_be_bad() -> None:
    tables = make_hostile()
    words = tables.take(Claim)[-1].text
    tables = replace_rows(tables, "hypotheses", [Hypothesis("H1", 1, words, False)])
    tables = replace_rows(tables, "judgements", [judge(2, "H1", "<b>\x00\ud800", why="x" * 1_000_000)])
    (review,) = read(tables)
    assert len(json.dumps(review)) < 50_000
    assert review["author"]["name"] == "<b>[U+0000][U+D800]"


def test_order_of_rows_changes_no_byte() -> None:
    tables = make_weighed()
    shuffled = Tables()
    for name in TABLES:
        some = list(tables.named(name))
        random.Random(8).shuffle(some)
        shuffled.add(name, some)
    assert write(shuffled) == write(tables)
