"""The model of the brief: what stands in it, what each sentence rests on, what is masked."""

from __future__ import annotations

import pytest

from sayso.errors import UnknownName, UnknownRows
from sayso.schema import Claim, Document, Source, Tables
from sayso.tell.bounds import PRINTED
from sayso.tell.brief import make_brief
from sayso.tell.making import NO_QUESTION
from sayso.tell.masking import mask_tables
from sayso.tell.model import (
    Brief,
    Figure,
    Passage,
    Row,
    Rows,
    Section,
    Statement,
    Table,
    Telling,
    find_anchors,
    find_words,
    tell,
    walk,
)
from sayso.tell.shown import clean_line
from tell.brief_rows import add_claims, add_odd_names, add_weighing, model_of

MASK = {"s-mayor": "Person 1", "s-pryce": "Person 2"}


def passages_of(brief: Brief) -> list[Passage]:
    """Every passage that anything in a brief rests on."""
    found = []
    for block in walk(brief.sections):
        if isinstance(block, Statement):
            found += block.passages
        elif isinstance(block, Telling):
            found.append(block.passage)
        elif isinstance(block, Table):
            found += [passage for row in block.rows for passage in row.passages]
    return found


def texts_of(brief: Brief) -> str:
    """All that a brief says, with what its notes and pictures say."""
    parts = [brief.question, *(block.title for block in walk(brief.sections) if isinstance(block, Section))]
    parts += [run.text for block in walk(brief.sections) for words in find_words(block) for run in words]
    parts += [f"{block.svg} {block.alt} {block.caption}" for block in walk(brief.sections) if isinstance(block, Figure)]
    for passage in passages_of(brief):
        parts += [passage.document, passage.imprint, passage.words, "".join(bit.text for bit in passage.bits)]
    return "\n".join(parts)


@pytest.fixture
def full(case: Tables) -> Brief:
    return model_of(add_weighing(case))


def test_sections_stand_in_order(full: Brief) -> None:
    assert [section.anchor for section in full.sections] == [
        "bottom-line", "question", "disputes", "reporting", "sources", "actors", "leads", "problems", "method", "claims",
        "documents",
    ]


def test_no_hypotheses_no_section(case: Tables) -> None:
    assert "question" not in {section.anchor for section in model_of(case).sections}


@pytest.mark.parametrize("make", [
    lambda: Statement(tell("So it is.")), lambda: Row((tell("So it is."),)),
    lambda: Statement(tell("None are."), rows=Rows("claims", ())),
], ids=["statement", "row", "a count of nothing"])
def test_a_sentence_that_rests_on_nothing_cannot_be_made(make) -> None:
    with pytest.raises(UnknownRows, match="rests on no passage"):
        make()


def test_words_of_passages_are_the_documents_words(full: Brief, case: Tables) -> None:
    texts = {document.id: document.text for document in case.take(Document)}
    found = passages_of(full)
    assert len(found) > 20
    for passage in found:
        assert passage.words == clean_line(" … ".join(texts[passage.document_id][start:end] for start, end in passage.spans))
        assert passage.words in clean_line("".join(bit.text for bit in passage.bits)) or not passage.number


def test_rows_that_sentences_name_are_there(full: Brief, case: Tables) -> None:
    keys = {
        "claims": {row.id for name in ("claims", "documents") for row in case.named(name)},
        "tallies": {f"{row.group_id} {row.side}" for row in case.named("tallies")},
        "stemma_edges": {f"{row.group_id} {row.side}" for row in case.named("stemma_edges")},
        "cells": {f"{row.hypothesis_id} {row.group_id} {row.side}" for row in case.named("cells")},
        "weighings": {row.hypothesis_id for row in case.named("weighings")},
        **{name: {str(row.number) for row in case.named(name)} for name in ("judgements", "rulings")},
    }
    rows = [block.rows for block in walk(full.sections) if isinstance(block, Statement | Figure)]
    rows += [row.rows for block in walk(full.sections) if isinstance(block, Table) for row in block.rows]
    named = [row for row in rows if row]
    assert {row.table for row in named} >= {"claims", "disputes", "tallies", "cells", "judgements", "cautions", "leads"}
    for row in named:
        known = keys.get(row.table) or {other.id for other in case.named(row.table)}
        assert set(row.ids) <= known, row


def test_links_lead_somewhere_and_anchors_are_one_each(full: Brief) -> None:
    anchors = find_anchors(full.sections)
    assert len(anchors) == len(set(anchors))
    links = {run.link for block in walk(full.sections) for words in find_words(block) for run in words if run.link}
    assert links <= set(anchors)
    for link in ("group-g-dye", "claim-c1", "source-s-report", "document-courier", "hypothesis-H1", "problems"):
        assert link in links, link


def test_notes_are_numbered_in_the_order_of_the_sentences(full: Brief) -> None:
    first = list(dict.fromkeys(passage.number for passage in passages_of(full) if passage.number))
    assert first == list(range(1, len(full.passages) + 1)) == [passage.number for passage in full.passages]


def test_every_claim_and_document_is_there(full: Brief, case: Tables) -> None:
    anchors = set(find_anchors(full.sections))
    assert {f"claim-{claim.id}" for claim in case.take(Claim)} <= anchors
    text = texts_of(full)
    for document in case.take(Document):
        assert f"document-{document.id}" in anchors
        assert document.sha256 in text


def test_a_judgement_shows_band_confidence_and_dissent(full: Brief) -> None:
    said = ["".join(run.text for run in words) for block in walk(full.sections) for words in find_words(block)]
    assert (
        "Ann Weir judges H1 The plant dumped the dye likely (55–80 %); confidence in that: moderate. The report names the plant."
    ) in said
    assert "Seen otherwise: Bo thinks otherwise." in said
    assert "consistent with H1; inconsistent with H0" in said


def test_past_the_bound_claims_are_counted(case: Tables) -> None:
    brief = model_of(add_claims(case, PRINTED.claims))
    tellings = [block for block in walk(brief.sections) if isinstance(block, Telling)]
    assert len(tellings) == PRINTED.claims
    (rest,) = [x for x in walk(brief.sections) if isinstance(x, Statement) and "more claims aren" in x.words[0].text]
    assert "".join(run.text for run in rest.words) == "9 more claims aren’t shown here; sayso claims CASE lists them all."
    assert rest.rows is not None and len(rest.rows.ids) == 9


def test_order_of_rows_changes_nothing(case: Tables) -> None:
    add_weighing(case)
    turned = Tables({name: case.named(name)[::-1] for name in case.names()})
    assert model_of(turned) == model_of(case)


def test_an_empty_case() -> None:
    brief = model_of(Tables(), question=" ")
    assert brief.question == NO_QUESTION
    assert brief.passages == ()


def test_hidden_characters_are_shown(case: Tables) -> None:
    text = texts_of(model_of(add_odd_names(case), question="Who\u202e\uffff?"))
    assert "Who[U+202E][U+FFFF]?" in text
    assert not set("\u202e\x1b\uffff\ufffe") & set(text)


# ---------------------------------------------------------------- masking


def test_masked_names_are_nowhere(case: Tables) -> None:
    plain, masked = texts_of(model_of(case)), texts_of(model_of(case, "Did Ilse Tarn dump the dye?", MASK))
    for name in ("Tarn", "Ilse", "Pryce", "Anwen"):
        assert name in plain
        assert name.casefold() not in masked.casefold()
    assert "Did Person 1 dump the dye?" in masked
    assert "2 persons or sources have a stand-in" in masked


def test_masked_passages_have_the_places_of_the_document(case: Tables) -> None:
    texts = {document.id: document.text for document in case.take(Document)}
    plain = {(passage.claim_id, passage.spans) for passage in passages_of(model_of(case))}
    masked = passages_of(model_of(case, mask=MASK))
    assert {(passage.claim_id, passage.spans) for passage in masked} == plain
    for passage in masked:
        words = clean_line(" … ".join(texts[passage.document_id][start:end] for start, end in passage.spans))
        assert passage.is_masked or words == passage.words
        assert not passage.is_masked or "Person" in passage.words + "".join(bit.text for bit in passage.bits)


def test_masked_spans_still_cut_out_their_words(case: Tables) -> None:
    masked = mask_tables(case, {"s-mayor": "A", "s-pryce": "Somebody who was asked"}).tables
    texts = {document.id: document.text for document in masked.take(Document)}
    for claim in masked.take(Claim):
        assert clean_line("".join(texts[claim.document_id][start:end] for start, end in claim.spans)) == clean_line(claim.text)
    (hop,) = [hop for hop in masked.named("hops") if hop.claim_id == "c3" and hop.ordinal == 1]
    assert [texts["tribune"][start:end] for start, end in hop.spans] == ["A"] == [hop.name]


def test_no_mask_changes_nothing(case: Tables) -> None:
    assert mask_tables(case, {}).tables is case


def test_masking_leaves_the_case_as_it_was(case: Tables) -> None:
    before = case.take(Source)
    mask_tables(case, MASK)
    assert case.take(Source) == before


@pytest.mark.parametrize("mask", [{"s-nobody": "Person 1"}, {"s-mayor": ""}, {"s-mayor": 'a "b"'}, {"s-mayor": "a\u202eb"}])
def test_a_bad_mask_is_refused(case: Tables, mask: dict[str, str]) -> None:
    with pytest.raises(UnknownName):
        mask_tables(case, mask)


def test_a_page_made_of_masked_tables_has_no_name(case: Tables) -> None:
    page = make_brief(mask_tables(case, MASK).tables, question="", made_at="2031-03-08", version="0")
    assert "Person 1" in page
    for name in ("Tarn", "Ilse", "Pryce", "Anwen"):
        assert name not in page
