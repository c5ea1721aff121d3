"""The brief as DOCX, read back with python-docx and as the parts that Word reads."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile

import pytest
from docx import Document
from lxml import etree

from sayso.errors import ExtraMissing
from sayso.schema import Claim, Tables
from sayso.tell.docx import to_docx
from sayso.tell.model import Brief
from tell.brief_rows import ARABIC, EMOJI, HEBREW, ODD_NAME, add_odd_names, add_weighing, model_of
from tell.test_model import MASK

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts_of(package: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        return {name: etree.fromstring(held.read(name)) for name in held.namelist() if name.endswith((".xml", ".rels"))}


def words_of(element: etree._Element) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in element.iter(f"{W}p"))


@pytest.fixture
def full(case: Tables) -> Brief:
    return model_of(add_weighing(case))


def test_headings_tables_and_properties(full: Brief) -> None:
    document = Document(io.BytesIO(to_docx(full)))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == [section.title for section in full.sections]
    assert {p.style.name for p in document.paragraphs} >= {"Title", "Heading 2", "Heading 3", "List Bullet", "Caption", "Remark"}
    assert all(table.style.name == "Table Grid" for table in document.tables)
    assert [cell.text for cell in document.tables[0].rows[0].cells][1:3] == ["Hypothesis", "Rank"]
    properties = document.core_properties
    assert (properties.title, properties.author) == ("Who dumped the dye?", "sayso")
    assert str(properties.created).startswith("2031-03-08 09:30")


def test_inner_links_have_targets(full: Brief) -> None:
    parts = parts_of(to_docx(full))
    body = parts["word/document.xml"]
    names = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    numbers = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(set(names)) == len(names) == len(set(numbers))
    assert all(re.fullmatch(r"[a-z]\w{0,39}", name) for name in names)
    held = (parts["word/document.xml"], parts["word/footnotes.xml"])
    links = [link.get(f"{W}anchor") for part in held for link in part.iter(f"{W}hyperlink")]
    assert len(links) > 50
    assert set(links) <= set(names)


def test_footnotes_are_words_own_and_in_order(full: Brief) -> None:
    parts = parts_of(to_docx(full))
    marks = [int(mark.get(f"{W}id")) for mark in parts["word/document.xml"].iter(f"{W}footnoteReference")]
    notes = {int(note.get(f"{W}id")): words_of(note) for note in parts["word/footnotes.xml"].iter(f"{W}footnote")}
    # Word numbers notes by their place: our numbers hold only when they come in order.
    assert marks == list(range(1, len(full.passages) + 1))
    assert set(notes) == {-1, 0, *marks}
    for passage in full.passages:
        assert passage.words in notes[passage.number].replace("[12]", "12")
    types = parts["[Content_Types].xml"]
    assert "/word/footnotes.xml" in [override.get("PartName") for override in types]


def test_names_of_every_kind_survive(case: Tables) -> None:
    package = to_docx(model_of(add_odd_names(case), question=f"{ARABIC}? {EMOJI} <w:p/>"))
    body = parts_of(package)["word/document.xml"]
    words = words_of(body)
    for name in (ODD_NAME, ARABIC, HEBREW, EMOJI, "<w:p/>", "<script>alert('title')</script> [U+202E]gnp.exe[U+001B][31m"):
        assert name in words, name
    turned = ["".join(t.text for t in run.iter(f"{W}t")) for run in body.iter(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is not None]
    assert ARABIC in turned
    assert HEBREW in turned
    assert all(not character.isascii() or character.isspace() for text in turned for character in text)


def test_nothing_runs_and_nothing_is_fetched(case: Tables) -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(model_of(add_odd_names(case))))) as held:
        names = held.namelist()
        relations = "".join(held.read(name).decode() for name in names if name.endswith(".rels"))
        words = "".join(held.read(name).decode() for name in names if re.fullmatch(r"word/.*\.xml", name))
    assert "External" not in relations
    assert not [name for name in names if name.endswith(".bin")]
    assert set(re.findall(r'w:instr="([^"]*)"', words)) == {"PAGE", "NUMPAGES"}
    assert "instrText" not in words


def test_words_of_every_claim_stand_in_the_body(case: Tables) -> None:
    words = words_of(parts_of(to_docx(model_of(case)))["word/document.xml"])
    for claim in case.take(Claim):
        if claim.id != "c8":  # its hidden characters are written out
            assert f"“{claim.text}”" in words


def test_pictures_have_a_text_alternative(full: Brief) -> None:
    body = parts_of(to_docx(full))["word/document.xml"]
    told = [e.get("descr") for e in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")]
    assert told
    assert any("Fenwick Herald lays it to report by the Brackwater Board" in alt for alt in told)


def test_repeated_anchors_are_marked_once(full: Brief) -> None:
    body = parts_of(to_docx(dataclasses.replace(full, sections=(*full.sections, *full.sections))))["word/document.xml"]
    names = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names)) > 20


def test_paper_is_a4_or_letter(full: Brief) -> None:
    for paper, width in (("a4", 210), ("letter", 215.9)):
        section = Document(io.BytesIO(to_docx(full, paper=paper))).sections[0]
        assert section.page_width.mm == pytest.approx(width, abs=0.1)
        assert (section.page_width - section.left_margin - section.right_margin) / 635 == pytest.approx(9026, abs=4)


def test_a_missing_library_is_named(full: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.tell.docx.find_spec", lambda name: None)
    with pytest.raises(ExtraMissing, match="pip install python-docx"):
        to_docx(full)


def test_the_same_rows_give_the_same_bytes(case: Tables) -> None:
    turned = Tables({name: case.named(name)[::-1] for name in case.names()})
    assert to_docx(model_of(turned)) == to_docx(model_of(case))


def test_masked_names_are_nowhere_in_docx(case: Tables) -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(model_of(case, mask=MASK)))) as held:
        text = "".join(held.read(name).decode("utf8", "replace") for name in held.namelist() if name.endswith((".xml", ".rels")))
    assert "Person 1" in text
    for name in ("Tarn", "Ilse", "Pryce"):
        assert name not in text


def test_an_empty_case_opens() -> None:
    assert Document(io.BytesIO(to_docx(model_of(Tables())))).paragraphs[0].text == "Who dumped the dye?"
