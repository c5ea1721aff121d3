"""PDF: boxes, flow over pages and columns, notes by their print, tables, pages that are pictures, and files that can't be read."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable

import pypdfium2
import pytest
from flows import Seen, lost, see
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from sayso.acquire.media import Unreadable
from sayso.acquire.pdf import document as pdf
from sayso.acquire.pdf import ocr
from sayso.acquire.pdf.pictures import read_picture_file
from sayso.acquire.reading import Original
from sayso.schema import Piece

LEFT = [
    "The council of Orra met on Monday and heard the",
    "engineer of the province, who had come to explain",
    "why the second bridge was closed on the day it was",
    "opened. He spoke for an hour and showed drawings",
    "of the piers, and nobody asked him anything at all",
    "until the mayor wished to know who had paid for",
]
RIGHT = [
    "the drawings. The engineer answered that they had",
    "been paid for by the builders, and that he saw no",
    "harm in it. The opposition walked out at once and",
    "gave a statement on the stairs, in which it called",
    "for a new election and for a bridge that stays open",
    "longer than a single afternoon in the month of May.",
]
WHOLE = " ".join(LEFT + RIGHT)


def draw(*pages: Callable[[canvas.Canvas], None], **options: object) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4, **options)
    for page in pages:
        page(sheet)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def write(rows: list[str], *, x: float = 72, y: float = 700, size: float = 10) -> Callable[[canvas.Canvas], None]:
    def page(sheet: canvas.Canvas) -> None:
        sheet.setFont("Times-Roman", size)
        for i, words in enumerate(rows):
            sheet.drawString(x, y - 1.2 * size * i, words)

    return page


def both(*parts: Callable[[canvas.Canvas], None]) -> Callable[[canvas.Canvas], None]:
    def page(sheet: canvas.Canvas) -> None:
        for part in parts:
            part(sheet)

    return page


def pieces(seen: Seen, kind: str) -> list[Piece]:
    return [piece for piece in seen.tables.take(Piece) if piece.kind == kind]


# ------------------------------------------------------------------ boxes


def find_box(seen: Seen) -> list[int]:
    (piece,) = pieces(seen, "paragraph")
    page, box = (piece.place or "").split("&")
    assert page == "page=1"
    return [int(side) for side in box.removeprefix("box=").split(",")]


def test_a_box_is_told_from_the_top_left_corner(tmp_path):
    left, top, right, bottom = find_box(see(tmp_path, draw(write(LEFT)), "a.pdf"))
    assert (left, top) == (72, round(A4[1] - 700 - 7.5))
    assert 250 < right < 320
    assert bottom == round(A4[1] - 700 + 5 * 12 + 2.5)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_box_is_told_on_the_page_as_it_is_shown(tmp_path, turn):
    def page(sheet):
        if turn != 180:
            sheet.setPageSize((A4[1], A4[0]))  # reportlab swaps the sides of what it turns
        sheet.setPageRotation(turn)
        write(LEFT)(sheet)

    seen = see(tmp_path, draw(page), "a.pdf")
    assert seen.blocks == [" ".join(LEFT)]
    width, height = A4
    left, top, right, bottom = find_box(seen)
    low, high = height - 700 - 7.5, height - 700 + 62.5  # from the top of the page before it is turned
    expected = {
        90: (height - high, 72, height - low),
        180: (None, height - high, width - 72),
        270: (low, None, high),
    }[turn]
    for side, value in zip((left, top, right), expected, strict=True):
        assert value is None or abs(side - value) <= 1
    assert bottom > top and right > left


def test_a_box_is_told_within_what_is_shown_of_the_page(tmp_path):
    document = pypdfium2.PdfDocument(draw(write(LEFT)))
    document[0].set_cropbox(50, 100, 500, 800)
    out = io.BytesIO()
    document.save(out)
    left, top, _, _ = find_box(see(tmp_path, out.getvalue(), "a.pdf"))
    assert (left, top) == (22, round(800 - 700 - 7.5))


@pytest.mark.parametrize("spin", [90, 180, 270])
def test_text_that_runs_up_down_or_backwards_is_read(tmp_path, spin):
    def page(sheet):
        sheet.translate(A4[0] / 2, A4[1] / 2)
        sheet.rotate(spin)
        write(LEFT, x=-150, y=100)(sheet)

    assert see(tmp_path, draw(page), "a.pdf").blocks == [" ".join(LEFT)]


# ------------------------------------------------------------------ order


def test_columns_that_are_stored_row_by_row(tmp_path):
    def page(sheet):
        sheet.setFont("Times-Roman", 10)
        for i, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            sheet.drawString(60, 700 - 12 * i, left)
            sheet.drawString(300, 700 - 12 * i, right)

    assert see(tmp_path, draw(page), "a.pdf").blocks == [WHOLE]


def test_columns_that_are_stored_one_after_the_other_stay_so(tmp_path):
    page = both(write(LEFT, x=60), write(RIGHT, x=300, y=703))
    assert see(tmp_path, draw(page), "a.pdf").blocks == [WHOLE]


def test_what_stands_above_is_read_before_what_stands_below(tmp_path):
    page = both(write(RIGHT, y=500), write(LEFT, y=572))
    assert see(tmp_path, draw(page), "a.pdf").blocks == [WHOLE]


def test_a_sentence_broken_by_a_page_is_whole(tmp_path):
    pages = [
        both(write(["Orra Gazette"], y=780, size=8), write(rows), write([str(number)], x=300, y=40))
        for number, rows in ((7, LEFT), (8, RIGHT))
    ]
    seen = see(tmp_path, draw(*pages), "a.pdf")
    assert seen.blocks == [WHOLE]
    assert seen.out("page_number") == ["7", "8"]
    assert seen.out("running_head") == ["Orra Gazette", "Orra Gazette"]


def test_a_title_that_the_next_page_repeats_is_a_running_head(tmp_path):
    first = both(write(["Who closed the second bridge?"], y=760, size=18), write(LEFT))
    second = both(write(["Who closed the second bridge?"], y=800, size=8), write(RIGHT))
    seen = see(tmp_path, draw(first, second), "a.pdf")
    assert seen.doc.title == "Who closed the second bridge?"
    assert seen.blocks == [WHOLE]


def test_a_hyphen_is_left_out_only_where_the_word_is_one(tmp_path):
    rows = [
        "It was the engi-",
        "neer of the pro-",
        "vince who told the forty-",
        "six members of the anti-",
        "corruption committee.",
    ]
    assert see(tmp_path, draw(write(rows)), "a.pdf").blocks == [
        "It was the engineer of the province who told the forty-six members of the anti-corruption committee."
    ]


# ------------------------------------------------------------------ notes


def test_small_print_at_the_foot_is_a_note_and_its_raised_figure_the_mark(tmp_path):
    def page(sheet):
        write(LEFT[:5])(sheet)
        text = sheet.beginText(72, 640)
        text.setFont("Times-Roman", 10)
        text.textOut("until 12 of them had left.")
        text.setRise(4)
        text.setFont("Times-Roman", 6)
        text.textOut("1")
        text.setRise(0)
        text.setFont("Times-Roman", 10)
        text.textOut(" Then the mayor spoke.")
        sheet.drawText(text)
        write(["1 Minutes of the council, 3 May 2020, in two", "volumes."], y=100, size=7)(sheet)

    seen = see(tmp_path, draw(page), "a.pdf")
    assert seen.blocks == [" ".join(LEFT[:5]) + " until 12 of them had left. Then the mayor spoke."]
    (note,) = seen.notes
    assert note.label == "1"
    assert "left.¹" in seen.doc.text
    assert seen.doc.text[slice(*note.mark_spans[0])] == "¹"
    assert seen.doc.text[slice(*note.spans[0])].split("\n") == ["Minutes of the council, 3 May 2020, in two", "volumes."]


def test_a_numbered_heading_under_a_marked_sentence_is_no_note(tmp_path):
    page = both(
        write([*LEFT[:4], "until they had left.¹"], y=700),
        write(["1 The second bridge"], y=600, size=13),
        write(RIGHT, y=570),
        write(["1 Minutes of the council, 3 May 2020."], y=100, size=7),
    )
    seen = see(tmp_path, draw(page), "a.pdf")
    assert "1 The second bridge" in seen.blocks
    assert seen.out("footnote") == ["1 Minutes of the council, 3 May 2020."]


# ------------------------------------------------------------------ tables


def test_rows_of_a_table_are_kept_together_and_apart_from_the_text(tmp_path):
    cells = [("District", "Bridges", "Closed"), ("Upper Orra", "14", "3"), ("Lower Orra", "9", "11"), ("Velm", "2", "0")]

    def page(sheet):
        write(LEFT)(sheet)
        for i, row in enumerate(cells):
            for x, cell in zip((72, 220, 300), row, strict=True):
                sheet.drawString(x, 610 - 14 * i, cell)
        write(RIGHT, y=540)(sheet)

    seen = see(tmp_path, draw(page), "a.pdf")
    assert [block for block in seen.blocks if "|" in block] == [" | ".join(row) for row in cells]
    assert seen.blocks[0] == " ".join(LEFT) and seen.blocks[-1] == " ".join(RIGHT)
    assert {piece.kind for piece in seen.tables.take(Piece) if "Velm" in seen.doc.text[piece.start : piece.end]} == {"table"}


def test_cells_of_several_lines_stay_in_their_row(tmp_path):
    def page(sheet):
        sheet.setFont("Times-Roman", 10)
        y = 700
        for claim, answer in (
            (["The bridge was", "closed by night"], ["The engineer denies", "it"]),
            (["Nobody paid for", "the drawings"], ["The builders did,", "he says"]),
            (["The mayor knew", "of everything"], ["She did not answer", "our letters"]),
        ):
            for x, lines in ((72, claim), (250, answer)):
                for i, words in enumerate(lines):
                    sheet.drawString(x, y - 12 * i, words)
            y -= 40

    seen = see(tmp_path, draw(page), "a.pdf")
    assert "The bridge was closed by night | The engineer denies it" in seen.blocks
    assert "The mayor knew of everything | She did not answer our letters" in seen.blocks


# ------------------------------------------------------------------ pictures of pages


def scan(*pages: list[str]) -> bytes:
    document = pypdfium2.PdfDocument(draw(*[write(page, size=12) for page in pages]))
    pictures = [page.render(scale=150 / 72).to_pil() for page in document]

    def show(picture):
        return lambda sheet: sheet.drawImage(ImageReader(picture), 0, 0, *A4)

    return draw(*[show(picture) for picture in pictures])


needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


@needs_tesseract
def test_a_scan_is_read_by_ocr_and_told(tmp_path):
    seen = see(tmp_path, scan(LEFT), "a.pdf")
    assert seen.blocks == [" ".join(LEFT)]
    (problem,) = seen.warnings
    assert "1 of 1 pages read by OCR" in problem.what and "tesseract, mean confidence 9" in problem.why
    assert abs(find_box(seen)[0] - 72) <= 3


def test_a_scan_without_an_engine_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "find_engine", lambda: None)
    problem = lost(tmp_path, scan(LEFT), "a.pdf")
    assert problem.what == "a PDF without text" and "apt-get install tesseract-ocr" in problem.why


def test_one_scanned_page_among_others_is_told_when_it_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "find_engine", lambda: None)
    document = pypdfium2.PdfDocument(draw(write(LEFT)))
    document.import_pages(pypdfium2.PdfDocument(scan(RIGHT)))
    out = io.BytesIO()
    document.save(out)
    (problem,) = see(tmp_path, out.getvalue(), "a.pdf").warnings
    assert problem.what == "1 of 2 pages without text: 2" and "ocrmypdf" in problem.why


def test_a_page_that_takes_too_long_is_told(tmp_path, monkeypatch):
    def hang(picture, seconds):
        raise TimeoutError("more than 60 seconds for a page")

    monkeypatch.setattr(ocr, "find_engine", lambda: ("tesseract", hang))
    problem = lost(tmp_path, scan(LEFT), "a.pdf")
    assert "tesseract failed: more than 60 seconds" in problem.why


def test_an_empty_page_is_told(tmp_path):
    seen = see(tmp_path, draw(write(LEFT), lambda sheet: None), "a.pdf")
    (problem,) = seen.warnings
    assert problem.what == "1 of 2 pages without text: 2" and "blank" in problem.why and not problem.is_lost


@needs_tesseract
def test_a_picture_file_is_read(tmp_path):
    out = io.BytesIO()
    pypdfium2.PdfDocument(draw(write(LEFT, size=12)))[0].render(scale=2).to_pil().save(out, "PNG")
    reading = read_picture_file(Original("a.png", "a.png", out.getvalue(), "image/png", {}))
    assert reading.text.split("\n") == LEFT
    assert "1 of 1 pages read by OCR" in reading.warnings[0][0]
    assert reading.stretches[0].box is not None


@needs_tesseract
def test_a_broken_picture_is_told():
    with pytest.raises(Unreadable, match="tesseract failed"):
        read_picture_file(Original("a.png", "a.png", b"\x89PNG\r\n\x1a\nxx", "image/png", {}))


# ------------------------------------------------------------------ limits


def test_an_encrypted_pdf(tmp_path):
    assert lost(tmp_path, draw(write(LEFT), encrypt=StandardEncryption("secret")), "a.pdf").what == "an encrypted PDF"


def test_a_pdf_that_is_cut_off(tmp_path):
    assert lost(tmp_path, draw(write(LEFT))[:200], "a.pdf").what == "a broken PDF"


def test_a_broken_table_of_offsets_is_mended(tmp_path):
    data = draw(write(LEFT))
    at = data.rindex(b"startxref") + 10
    assert see(tmp_path, data[:at] + b"7\n%%EOF", "a.pdf").blocks == [" ".join(LEFT)]


def test_too_many_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    problem = lost(tmp_path, draw(*[write(LEFT)] * 3), "a.pdf")
    assert problem.what == "a PDF of 3 pages" and "split" in problem.why


def test_too_many_characters_on_a_page(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGE_CHARS", 100)
    assert "page 1 holds more than 100" in lost(tmp_path, draw(write(LEFT)), "a.pdf").what


def test_files_inside_a_pdf_are_told(tmp_path):
    document = pypdfium2.PdfDocument(draw(write(LEFT)))
    document.new_attachment("ledger.csv").set_data(b"a,b")
    out = io.BytesIO()
    document.save(out)
    (problem,) = see(tmp_path, out.getvalue(), "a.pdf").warnings
    assert "1 files attached" in problem.what and "ledger.csv" in problem.what
