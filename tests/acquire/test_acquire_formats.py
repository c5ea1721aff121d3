"""HTML, PDF, DOCX and Markdown, and files that can't be read."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from flows import lost, see
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from sayso.acquire import media

PROSE = (
    "Two dockers died when a warehouse in the harbour of Velm burned down on Monday night, the fire brigade said in a statement. "
    "The cause is not known, and the harbour master declined to comment on the state of the building."
)
MORE = (
    "The union of dockers called for an inquiry into the safety of all the warehouses of the harbour, and for the "
    "resignation of the harbour master, who has held his post for eleven years."
)

PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Harbour fire | The Velm Courier</title>
<meta property="og:site_name" content="The Velm Courier"><link rel="canonical" href="https://velm.example/fire">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Harbour fire in Velm kills two",
"author":[{{"@type":"Person","name":"Ada Lomax"}}],"datePublished":"2021-03-04T10:00:00+01:00"}}</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><main><article><h1>Harbour fire in Velm kills two</h1>
<p>By Ada Lomax</p><p>{PROSE} It published <a href="https://velm.example/s">a list</a>.<sup><a
href="#n1">1</a></sup> More is to come.</p>
<h2>Old wiring</h2>
<blockquote><p>We warned them about the wiring three years ago, and nobody ever answered our letters about it.</p></blockquote>
<p>{MORE}<br><br>{MORE.replace("union", "guild")}</p><p>Advertisement</p>
<ol><li id="n1">1. Fire brigade, statement of 4 March 2021.</li></ol>
</article></main><footer>© 2021 The Velm Courier. All rights reserved.</footer></body></html>"""


def test_html(tmp_path):
    seen = see(tmp_path, PAGE, "page.html")
    doc = seen.doc
    assert (doc.title, doc.authors, doc.publisher, doc.published) == (
        "Harbour fire in Velm kills two",
        ("Ada Lomax",),
        "The Velm Courier",
        "2021-03-04",
    )
    assert doc.known_by[0] == "title: JSON-LD"
    assert (doc.language, doc.url, doc.media_type) == ("en-GB", "https://velm.example/fire", media.HTML)
    assert seen.blocks == [
        f"{PROSE} It published a list. More is to come.",
        "Old wiring",
        "We warned them about the wiring three years ago, and nobody ever answered our letters about it.",
        MORE,
        MORE.replace("union", "guild"),
    ]
    assert "block_quote" in seen.kinds() and "heading" in seen.kinds()
    assert "Home News" in seen.out("furniture")
    link = next(note for note in seen.notes if note.kind == "link")
    assert (link.label, link.url) == ("a list", "https://velm.example/s")
    note = next(note for note in seen.notes if note.kind == "footnote")
    assert note.label == "1" and doc.text[slice(*note.mark_spans[0])] == "1"
    assert doc.text[slice(*note.spans[0])] == "Fire brigade, statement of 4 March 2021."


def test_html_is_recognised_by_its_bytes(tmp_path):
    assert see(tmp_path, PAGE, "page.txt").doc.media_type == media.HTML


def test_html_in_a_declared_encoding(tmp_path):
    page = f'<html><head><meta charset="windows-1252"></head><body><p>Café “Velm”: {PROSE}</p></body></html>'
    assert "Café “Velm”" in see(tmp_path, page.encode("cp1252"), "page.html").doc.text


def test_broken_json_ld_is_no_hindrance(tmp_path):
    assert (
        see(tmp_path, PAGE.replace('"headline":', '"headline"'), "page.html").doc.title
        == "Harbour fire in Velm kills two"
    )


def test_html_without_text(tmp_path):
    assert "scripts" in lost(tmp_path, b"<html><body><script>go()</script></body></html>", "page.html").why


def _to_pdf(pages: list[list[tuple[str, float]]], **options: object) -> bytes:
    """Typeset lines, each with the gap above it."""
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pagesize=A4, **options)
    for page in pages:
        y = 800.0
        for words, gap in page:
            y -= gap
            pdf.drawString(72, y, words)
        pdf.showPage()
    pdf.save()
    return out.getvalue()


def test_pdf(tmp_path):
    first = [
        ("Velm Harbour Review", 0),
        ("The council of Orra has not said when the second bridge over the river", 40),
        ("will be opened, although the builders finished their work in the spring.1", 14),
        ("It met on Monday, and the members agreed on nothing at all but to meet", 28),
        ("once more in the week that follows the feast of the town, which falls in", 14),
        ("1 Minutes of the council, 3 May 2020.", 60),
        ("1", 30),
    ]
    second = [
        ("Velm Harbour Review", 0),
        ("the month of June. The mayor was not there.", 40),
        ("2", 400),
    ]
    third = [
        ("Velm Harbour Review", 0),
        ("Nothing more is known of it to anyone in the town or at the ministry itself.", 40),
        ("3", 400),
    ]
    seen = see(tmp_path, _to_pdf([first, second, third]), "bridge.pdf")
    assert seen.doc.media_type == media.PDF
    assert seen.blocks[-3:] == [
        "The council of Orra has not said when the second bridge over the river will be opened, although the builders finished "
        "their work in the spring.",
        "It met on Monday, and the members agreed on nothing at all but to meet once more in the week that follows the "
        "feast of the town, which falls in the month of June. The mayor was not there.",
        "Nothing more is known of it to anyone in the town or at the ministry itself.",
    ]
    assert seen.out("page_number") == ["1", "2", "3"]
    (note,) = seen.notes
    assert note.label == "1" and note.mark_spans
    assert {piece.page for piece in seen.tables.named("pieces")} == {1, 2, 3}


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        pytest.param(b"", "a.txt", "empty", id="empty"),
        pytest.param(b" \n\n ", "a.txt", "no text", id="white space"),
        pytest.param(b"abc\0\0def" * 50, "a.txt", "binary", id="zero bytes"),
        pytest.param(bytes(range(1, 32)) * 50, "a.txt", "binary", id="control characters"),
        pytest.param(_to_pdf([[]]), "a.pdf", "without text", id="pdf without text"),
        pytest.param(
            _to_pdf([[("secret", 0)]], encrypt=StandardEncryption("key", ownerPassword="own")),
            "a.pdf",
            "encrypted",
            id="encrypted",
        ),
        pytest.param(b"%PDF-1.7 broken", "a.pdf", "broken PDF", id="broken pdf"),
        pytest.param(b"no pdf at all", "a.pdf", "broken PDF", id="not a pdf"),
        pytest.param(b"PK\x03\x04 broken", "a.docx", "broken DOCX", id="broken docx"),
        pytest.param(b"no zip at all", "a.docx", "broken DOCX", id="not a zip"),
        pytest.param(b"word " * (media.MAX_CHARS // 4), "a.txt", "too long", id="too long"),
        pytest.param(b"GIF89a....", "a.gif", "not a document", id="a picture"),
    ],
)
def test_documents_that_cannot_be_read(tmp_path, data, name, what):
    problem = lost(tmp_path, data, name)
    assert what in problem.what
    assert len(problem.why) > 20


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    from sayso.acquire import Item, acquire_item  # noqa: PLC0415

    acquired = acquire_item(Item(str(path), path.name))
    assert acquired.original is None
    assert "larger than 50 MB" in acquired.tables.named("problems")[0].what


def test_a_zip_that_is_no_docx(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "holds documents" in lost(tmp_path, out.getvalue(), "a.zip").what


@pytest.mark.parametrize(
    ("data", "text", "is_told"),
    [
        pytest.param("Café".encode("utf-8-sig"), "Café", False, id="byte order mark"),
        pytest.param(
            "The café of Velm was full, and the naïve waiter".encode("utf-16"), "The café of Velm", False, id="utf-16"
        ),
        pytest.param("The café of Velm".encode("utf-16-le"), "The café of Velm", True, id="utf-16 without a mark"),
        pytest.param(
            (
                "The café of Velm was full, and the naïve waiter from Orléans spilt the rosé over the façade. " * 5
            ).encode("cp1252"),
            "The café of Velm",
            True,
            id="cp1252",
        ),
        pytest.param(
            ("The café was full. " * 200).encode() + b"\xff" + b" The end of it.",
            "The café was full",
            True,
            id="damaged utf-8",
        ),
    ],
)
def test_encodings(tmp_path, data, text, is_told):
    seen = see(tmp_path, data)
    assert seen.doc.text.startswith(text)
    assert [problem.what for problem in seen.warnings] == (["encoding guessed"] if is_told else [])
    assert not any(problem.is_lost for problem in seen.warnings)


def _to_docx() -> bytes:
    document = docx.Document()
    document.core_properties.author = "Ada Lomax"
    document.add_heading("Bridges of the North", 0)
    document.add_heading("Introduction", 1)
    document.add_paragraph(PROSE)
    document.add_paragraph("a first point of order", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Year", "Fires"
    document.add_paragraph(MORE, style="Intense Quote")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_docx(tmp_path):
    seen = see(tmp_path, _to_docx(), "bridges.docx")
    assert (seen.doc.title, seen.doc.authors) == ("Bridges of the North", ("Ada Lomax",))
    assert seen.blocks == ["Introduction", PROSE, "a first point of order", "Year | Fires", MORE]
    assert seen.kinds() == ["title", "heading", "paragraph", "list_item", "table", "block_quote"]


def test_docx_footnotes(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("The bridge was paid for in full.")
    run = paragraph.add_run()._r
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "2")
    run.append(mark)
    paragraph.add_run(" Nobody has crossed it.")
    out = io.BytesIO()
    document.save(out)
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {w}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Letter of the treasurer.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    seen = see(tmp_path, out.getvalue(), "bridge.docx")
    assert seen.blocks == ["The bridge was paid for in full. Nobody has crossed it."]
    (note,) = seen.notes
    assert seen.doc.text[slice(*note.spans[0])] == "Letter of the treasurer."
    assert seen.doc.text[slice(*note.mark_spans[0])] == note.label == "1"  # as the page prints it, not the file's id


def test_markdown(tmp_path):
    text = (
        f"---\ntitle: Harbour fire\nauthor: Ada Lomax\ndate: 2021-03-04\n---\n\n"
        f"# Harbour fire\n\n**Velm** burned, [they said](https://velm.example/s). {PROSE}\n\n"
        f"## Old wiring\n\n{MORE}\n"
    )
    seen = see(tmp_path, text, "fire.md")
    assert (seen.doc.title, seen.doc.authors, seen.doc.published) == ("Harbour fire", ("Ada Lomax",), "2021-03-04")
    assert seen.blocks == [f"Velm burned, they said. {PROSE}", "Old wiring", MORE]
    assert seen.doc.text == text
    assert [(note.label, note.url) for note in seen.notes] == [("they said", "https://velm.example/s")]


def test_importing_acquire_is_cheap():
    heavy = ("trafilatura", "lxml", "pypdfium2", "docx", "charset_normalizer")
    code = f"import sys, sayso.acquire; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_deeply_nested_html(tmp_path):
    def nest(depth: int) -> bytes:
        return f"<html><body>{'<div>' * depth}<p>{PROSE}</p>{'</div>' * depth}</body></html>".encode()

    assert see(tmp_path, nest(400), "deep.html").blocks == [PROSE]
    deeper = see(tmp_path, nest(100_000), "deeper.html")
    assert deeper.blocks == [PROSE]
    assert "nested too deeply" in [warning.what for warning in deeper.warnings]
