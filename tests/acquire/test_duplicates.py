"""Documents that are the same, near copies, versions of one article; and what is none of these."""

from __future__ import annotations

import dataclasses
import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.acquire import ACQUIRE_STAGES
from sayso.acquire.duplicates import find_duplicates
from sayso.engine import run_stages
from sayso.schema import Cut, Document, Duplicate, Piece, Tables

REPORT = (
    "The ferry between Velm and the island of Orra turned back on Monday after smoke was seen in its engine room, and all 212 "
    "passengers walked off unhurt, a spokesman for the line said. Two of the crew were taken to hospital because they had "
    "breathed in smoke, and both were home by the evening. The line did not say when the next boat would sail, and farmers on "
    "the island said that milk would have to be poured away if it was not fetched by Wednesday."
)
END = " An inquiry by the harbour police will look at the papers of the overhaul, which was done in another country last year."
OTHER = (
    "Nobody slept much in Hadd after the drawings were passed round in the baker's shop, for they show a wall as seen from "
    "under the water, with lines in red where it has opened, and a teacher has worked out how long a flood would take."
)


def doc(name: str, text: str, **known: object) -> Document:
    sha256 = hashlib.sha256(str(known.pop("data", text + name)).encode()).hexdigest()
    row = Document(
        id=f"d-{name}", sha256=sha256, path=name, media_type="text/plain", n_bytes=len(text), text=text, title=None, authors=(),
        publisher=None, published=None, language="en", url=None, origin=None, known_by=(), made_by="test",
    )
    return dataclasses.replace(row, **known)


def find(*docs: Document, pieces: tuple[Piece, ...] = (), cuts: tuple[Cut, ...] = ()) -> list[Duplicate]:
    tables = Tables({"documents": list(docs), "pieces": list(pieces), "cuts": list(cuts)})
    return run_stages(ACQUIRE_STAGES, tables).take(Duplicate)


def test_the_same_bytes():
    (row,) = find(doc("a", "short", data="x"), doc("b", "short", data="x"))
    assert (row.kind, row.likeness, row.a_id, row.b_id, row.is_dated) == ("same bytes", 1.0, "d-a", "d-b", False)


def test_the_same_text_in_other_bytes_and_lines():
    (row,) = find(doc("a", REPORT), doc("b", REPORT.replace(" ", "\n")))
    assert (row.kind, row.n_only_a, row.n_only_b) == ("same text", 0, 0)


def test_short_texts_are_not_compared():
    assert find(doc("a", "Thank you, will do."), doc("b", "Thank you, will  do.")) == []


def test_of_a_text_met_often_each_is_set_beside_the_first():
    rows = find(*(doc(f"n{i}", REPORT, published=f"2020-01-{28 - i:02d}") for i in range(9)))
    assert len(rows) == 8 and {row.a_id for row in rows} == {"d-n8"} and all(row.is_dated for row in rows)


def test_a_near_copy_counts_what_differs():
    (row,) = find(doc("a", REPORT), doc("b", REPORT.replace("Two of the crew", "Three sailors") + END))
    assert row.kind == "near copy" and 0.5 < row.likeness < 1
    assert (row.n_only_a, row.n_only_b) == (4, 2 + len(END.split()))


def test_the_earlier_one_stands_first_when_dates_tell():
    (row,) = find(doc("a", REPORT, published="2020-02-02"), doc("b", REPORT + END, published="2020-02-01"))
    assert (row.a_id, row.is_dated) == ("d-b", True)
    (row,) = find(doc("a", REPORT, published="2020-02"), doc("b", REPORT + END, published="2020-02-01"))
    assert (row.a_id, row.is_dated) == ("d-a", False)


@pytest.mark.parametrize(
    "known",
    [
        pytest.param({"url": "https://velm.example/ferry?id=1"}, id="address"),
        pytest.param({"publisher": "The Velm Courier", "title": "Ferry stopped after smoke"}, id="headline and publisher"),
    ],
)
def test_versions_of_one_article_in_order_of_their_last_change(known):
    rows = find(
        doc("a", REPORT + END, published="2020-02-01", updated="2020-02-01T18:00+00:00", **known),
        doc("b", REPORT, published="2020-02-01", updated="2020-02-01T09:00+00:00", **known),
    )
    assert [(row.kind, row.a_id, row.b_id, row.is_dated) for row in rows] == [("version", "d-b", "d-a", True)]


def test_a_version_with_a_correction_is_the_later_of_one_day():
    known = {"url": "https://velm.example/ferry", "published": "2020-02-01"}
    note = Piece("d-a", 0, "p", "correction", 0, 5, None, "an editor's note on the text")
    (row,) = find(doc("a", REPORT, **known), doc("b", REPORT.replace("212", "221"), **known), pieces=(note,))
    assert (row.kind, row.a_id, row.is_dated) == ("version", "d-b", True)


def test_another_text_at_the_same_address_is_no_version():
    assert find(doc("a", REPORT, url="https://velm.example/"), doc("b", OTHER, url="https://velm.example/")) == []


def test_one_headline_in_two_papers_is_no_version():
    title = "Ferry stopped after smoke"
    (row,) = find(doc("a", REPORT, title=title, publisher="Velm Courier"), doc("b", REPORT + END, title=title, publisher="Sun"))
    assert row.kind == "near copy"


def test_a_quotation_set_off_makes_no_copy():
    text = f"{REPORT}\n\n{OTHER} {END} {OTHER.replace('Hadd', 'Lume')}"
    quoted = Piece("d-b", 0, "p", "block_quote", 0, len(REPORT), None, None)
    assert [row.kind for row in find(doc("a", REPORT), doc("b", text))] == ["near copy"]
    assert find(doc("a", REPORT), doc("b", text), pieces=(quoted,)) == []


def test_furniture_makes_no_copy():
    furniture = " ".join(f"offer{i}" for i in range(200)) + " "
    a, b = doc("a", furniture + REPORT), doc("b", furniture + OTHER)
    assert find(a, b)
    cuts = tuple(Cut(row.id, 0, len(furniture), "", "furniture") for row in (a, b))
    assert find(a, b, cuts=cuts) == []


FORM = (
    "{} said on {} March that its sales had risen by {} per cent in the quarter as orders from {} grew. Its profit fell because of "
    "what it had paid for machines. The board will propose a dividend to the meeting of shareholders, which will be held in {}."
)


def test_a_form_filled_in_twice_is_no_copy():
    assert find(doc("a", FORM.format("Hadd", 3, 41, "Orra", "Velm")), doc("b", FORM.format("Brack", 9, 12, "Tarn", "Lume"))) == []


def test_a_name_spelt_another_way_throughout_stays_a_copy():
    text = f"{REPORT} Orra lives by its boat. In Orra people wait. Nobody in Orra can say why."
    assert [row.kind for row in find(doc("a", text), doc("b", text.replace("Orra", "Aurra")))] == ["near copy"]


WORDS = [f"word{i}" for i in range(300)]


@given(st.integers(0, 2**32), st.permutations(range(6)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_documents_changes_nothing(seed, order):
    rng = random.Random(seed)
    base = rng.choices(WORDS, k=120)
    docs = []
    for i in range(6):
        words = base[: rng.randint(40, 120)] if i % 2 else rng.choices(WORDS, k=120)
        docs.append(doc(f"n{i}", " ".join(words)))
    assert find(*docs) == find(*(docs[i] for i in order))


def test_no_document_no_row():
    assert find_duplicates(Tables()).take(Duplicate) == []
