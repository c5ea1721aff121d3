"""The brief as PDF, read back with pypdfium2: its words, pages, bookmarks and links."""

from __future__ import annotations

import ctypes
import dataclasses
import re

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from sayso.errors import ExtraMissing
from sayso.schema import Claim, Tables
from sayso.tell.model import Brief, Row, Rows, Run, Table
from sayso.tell.pdf import find_signs_without_glyph, fit_widths, to_pdf
from tell.brief_rows import ARABIC, EMOJI, HEBREW, ODD_NAME, add_odd_names, add_weighing, model_of
from tell.test_model import MASK

pytest.importorskip("typst")


def open_(brief: Brief) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(to_pdf(brief))


def words_of(document: pypdfium2.PdfDocument) -> str:
    """All words, without the breaks of lines and pages, and hyphens that ended a line."""
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"[\s\u200b\u2068\u2069\ufffe\u00ad-]+", "", text)


def bare(text: str) -> str:
    return re.sub(r"[\s-]+", "", text)


def links_of(document: pypdfium2.PdfDocument) -> list[int]:
    """Of each link of each page, the page that it leads to; -1 for none."""
    found = []
    for page in document:
        at, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(page, at, link):
            dest = pdfium.FPDFLink_GetDest(document, link)
            action = pdfium.FPDFLink_GetAction(link)
            if not dest and action:
                dest = pdfium.FPDFAction_GetDest(document, action)
            found.append(pdfium.FPDFDest_GetDestPageIndex(document, dest) if dest else -1)
    return found


@pytest.fixture
def full(case: Tables) -> Brief:
    return model_of(add_weighing(case))


def test_bookmarks_are_the_headings(full: Brief) -> None:
    titles = [(mark.level, mark.get_title()) for mark in open_(full).get_toc()]
    assert [title for level, title in titles if level == 0] == [*(section.title for section in full.sections), "Passages"]
    assert (1, "Passages that two documents share") not in titles
    assert (1, "1. “Forty barrels of dye were dumped into it”") in titles


def test_every_link_leads_to_a_page(full: Brief) -> None:
    document = open_(full)
    links = links_of(document)
    assert len(links) > 60
    assert set(links) <= set(range(len(document)))
    assert len(set(links)) > 2


def test_pages_have_their_numbers(full: Brief) -> None:
    document = open_(full)
    assert len(document) > 3
    for number, page in enumerate(document, 1):
        assert f"page {number} of {len(document)}" in page.get_textpage().get_text_range()


def test_words_of_every_claim_stand_on_paper(case: Tables) -> None:
    words = words_of(open_(model_of(case)))
    for claim in case.take(Claim):
        if claim.id != "c8":  # its hidden characters are written out
            assert f"“{bare(claim.text)}”" in words


def test_names_with_markup_are_set_as_words(case: Tables) -> None:
    document = open_(model_of(add_odd_names(case), question="#set page(fill: red) $x$ @label <b> ```"))
    words = words_of(document)
    assert bare("#set page(fill: red) $x$ @label <b> ```") in words
    for part in (*ODD_NAME.split(ARABIC)[0].split(), "b>|`$a$", "@x", HEBREW.split()[0]):
        assert bare(part) in words, part
    assert document.get_metadata_value("Title") == "#set page(fill: red) $x$ @label <b> ```"


def test_right_to_left_and_emoji_have_glyphs(case: Tables) -> None:
    """A sign without a glyph looks like any other such sign; with one, two texts look different."""
    pictures = [
        open_(model_of(Tables(), question=text))[0].render(scale=1).to_numpy().tobytes()
        for text in (ARABIC, ARABIC[::-1], HEBREW, HEBREW[::-1], EMOJI, "😡", "\U0010fffd", "\U0010fffc")
    ]
    assert len(set(pictures[:6])) == 6
    assert pictures[6] == pictures[7]


def test_a_sign_without_a_glyph_is_written_as_its_number() -> None:
    words = words_of(open_(model_of(Tables(), question="What is \U000132f9 or \u4e2d?")))
    (sign,) = find_signs_without_glyph("plain é Ж \U000132f9")
    assert sign == "\U000132f9"
    assert "Whatis[U+132F9]or" in words
    assert "nofontisinstalled" in words
    assert "nofontisinstalled" not in words_of(open_(model_of(Tables(), question=f"{ARABIC} {HEBREW} {EMOJI} é")))


def test_language_title_and_tags_are_set(full: Brief) -> None:
    pdf = to_pdf(full)
    assert b"/Lang (en)" in pdf or b"/Lang(en)" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Alt" in pdf
    assert open_(full).get_metadata_value("Title") == full.question


def test_paper_is_a4_or_letter(full: Brief) -> None:
    for paper, size in (("a4", (595, 842)), ("letter", (612, 792))):
        page = pypdfium2.PdfDocument(to_pdf(full, paper=paper))[0]
        assert (round(page.get_width()), round(page.get_height())) == size


def test_the_bottom_line_begins_on_the_first_page(full: Brief) -> None:
    long = dataclasses.replace(full, question="Who dumped the dye, and who knew of it? " * 20)
    for brief in (full, long):
        heads = {mark.get_title(): mark.get_dest().get_index() for mark in open_(brief).get_toc()}
        assert heads["Bottom line"] == 0


def test_repeated_anchors_are_set_once(full: Brief) -> None:
    assert open_(dataclasses.replace(full, sections=(*full.sections, *full.sections)))


def test_no_column_is_narrower_than_its_longest_word() -> None:
    words = ("Extraordinarily", "x", "y")
    row = Row(tuple((Run(word),) for word in ("a", "b c d", "e f g")), rows=Rows("claims", ("c1",)))
    widths = fit_widths(Table("t", words, (row,), (1, 20, 20)))
    assert widths[0] > 0.19
    assert sum(widths) == pytest.approx(1, abs=0.001)


def test_a_missing_library_is_named(full: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.tell.pdf.find_spec", lambda name: None)
    with pytest.raises(ExtraMissing, match="pip install typst"):
        to_pdf(full)


def test_nothing_of_the_pdf_runs_or_leads_out(case: Tables) -> None:
    pdf = to_pdf(model_of(add_odd_names(case)))
    for word in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/OpenAction"):
        assert word not in pdf


def test_the_same_rows_give_the_same_pages(case: Tables) -> None:
    turned = Tables({name: case.named(name)[::-1] for name in case.names()})
    assert to_pdf(model_of(turned)) == to_pdf(model_of(case))


def test_masked_names_are_nowhere_on_paper(case: Tables) -> None:
    words = words_of(open_(model_of(case, mask=MASK)))
    assert "Person1" in words
    for name in ("Tarn", "Ilse", "Pryce"):
        assert name not in words


def test_an_empty_case_is_a_page() -> None:
    assert "Everythinggivenwasread." in words_of(open_(model_of(Tables())))
