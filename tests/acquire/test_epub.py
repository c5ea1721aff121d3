"""Books of EPUB 2 and 3, their chapters, notes and writers, and books that can't be read."""

from __future__ import annotations

import pytest
from flows import lost, see
from zipfiles import make_epub, point

PROSE = "The salt boats of Merow went out at night, and the wardens who taxed them by day looked the other way."
MORE = "In the second winter a warden was found drowned, and the parish book says no more than that of him."
META = (
    '<dc:title>Salt by Night</dc:title><dc:creator opf:role="aut">Okafor, Ines</dc:creator>'
    '<dc:creator opf:role="ill">Bo Lind</dc:creator><dc:publisher>Merow Press</dc:publisher>'
    "<dc:date>2014-05-06T00:00:00+00:00</dc:date><dc:language>en_GB</dc:language>"
)


def places(seen):
    return [piece.place for piece in seen.tables.named("pieces")]


def test_what_the_book_says_of_itself(tmp_path):
    pages = {"t": "<h1>Salt by Night</h1><p>by Ines Okafor</p><p>Merow Press</p>", "a": f"<h2>One</h2><p>{PROSE}</p>"}
    seen = see(tmp_path, make_epub(pages, meta=META), "a.epub")
    doc = seen.doc
    assert (doc.title, doc.authors, doc.publisher) == ("Salt by Night", ("Ines Okafor",), "Merow Press")
    assert (doc.published, doc.language) == ("2014-05-06", "en-GB")
    assert seen.blocks == ["One", PROSE]
    assert seen.kinds() == ["title", "byline", "furniture", "heading", "paragraph"]
    assert places(seen)[-1] == "OEBPS/a.xhtml#/html[1]/body[1]/p[1]"


def test_parts_in_order_of_the_spine(tmp_path):
    pages = {"z": f"<p>{PROSE}</p>", "cover": "<p>A cover</p>", "b": f"<p>{MORE}</p>", "n": "<p>An answer key</p>"}
    guide = '<reference type="cover" href="cover.xhtml"/><reference type="text" href="z.xhtml"/>'
    seen = see(tmp_path, make_epub(pages, guide=guide, linear={"n": "no"}), "a.epub")
    assert seen.blocks == [PROSE, MORE]
    assert seen.out("furniture") == ["A cover", "An answer key"]


def test_chapters_by_the_table_of_contents(tmp_path):
    pages = {
        "a": f"<p class='x'>Chapter 1</p><p>The Boats</p><p>{PROSE}</p><p id='m'>the wardens,</p><p>{MORE}</p>",
        "b": f"<p><img src='x.png'/></p><p>{MORE}</p>",
        "c": f"<p>{PROSE}</p>",
    }
    contents = (
        point("1. The Boats", "a.xhtml", point("The Wardens", "a.xhtml#m"))
        + point("The Drowning", "b.xhtml")
        + point("Section 3", "c.xhtml")
    )
    contents = contents.replace("1. The Boats", "Chapter 1: The Boats")
    seen = see(tmp_path, make_epub(pages, contents=contents), "a.epub")
    headings = [seen.doc.text[p.start : p.end] for p in seen.tables.named("pieces") if p.kind == "heading"]
    assert headings == ["Chapter 1", "The Boats", "the wardens,", "The Drowning"]


NOTE_PAGES = [
    pytest.param(
        {
            "a": f'<p>{PROSE}<a epub:type="noteref" href="#f1">1</a></p><p>{MORE}</p>'
            '<aside epub:type="footnote" id="f1"><p>1. Toll book, 3.</p></aside>'
        },
        id="typed, in the same part",
    ),
    pytest.param(
        {
            "a": f'<p>{PROSE}<sup><a id="r1" href="n.xhtml#f1">1</a></sup></p><p>{MORE}</p>',
            "n": '<h2>Notes</h2><p><a id="f1" href="a.xhtml#r1">1</a> Toll book, 3.</p>',
        },
        id="plain, in a part of their own",
    ),
    pytest.param(
        {
            "a": f'<p>{PROSE}<a id="r1" href="#f1">[1]</a></p><p>{MORE}</p><ol><li id="f1">Toll book, 3. '
            '<a href="#r1">↩</a></li></ol>'
        },
        id="a list without numbers that leads back",
    ),
    pytest.param(
        {
            "a": f'<p>{PROSE}<a href="n.xhtml#f1" role="doc-noteref"><sup>1</sup></a></p><p>{MORE}</p>',
            "n": '<section epub:type="endnotes"><h2>Notes</h2><div role="doc-endnote" id="f1"><p>Toll book, 3.</p></div></section>',
        },
        id="by roles",
    ),
]


@pytest.mark.parametrize("pages", NOTE_PAGES)
def test_notes(tmp_path, pages):
    seen = see(tmp_path, make_epub(pages), "a.epub")
    assert seen.blocks == [PROSE, MORE]
    (note,) = seen.notes
    assert note.label == "1"
    assert [seen.doc.text[a:b] for a, b in note.spans] == ["Toll book, 3."]
    assert seen.doc.text[slice(*note.mark_spans[0])].strip("[]") == "1"


def test_numbers_that_link_to_chapters_are_no_notes(tmp_path):
    pages = {
        "toc": '<p>Chapter <a href="a.xhtml#c">1</a> and <a href="b.xhtml">2</a></p>',
        "a": f'<div id="c"><h2>One</h2><p>{PROSE}</p></div>',
        "b": f"<h2>Two</h2><p>{MORE}</p>",
    }
    seen = see(tmp_path, make_epub(pages), "a.epub")
    assert seen.blocks == ["Chapter 1 and 2", "One", PROSE, "Two", MORE]
    assert not seen.notes


def test_a_collection_has_a_part_for_each_writer(tmp_path):
    pages = {
        "i": f"<h2>Foreword</h2><p>{PROSE}</p>",
        "a": f"<h2>Boats</h2><p>By Mara Quist</p><p>{PROSE}</p><h3 id='s'>Oars</h3><p>{MORE}</p>",
        "b": f"<h2>Wardens</h2><p>Bo Lind</p><p>{MORE}</p>",
    }
    contents = (
        point("Foreword", "i.xhtml")
        + point("Boats", "a.xhtml", point("Oars", "a.xhtml#s"))
        + point("Wardens", "b.xhtml")
    )
    seen = see(tmp_path, make_epub(pages, contents=contents, meta=META), "a.epub")
    assert [(part.title, part.authors) for part in seen.parts] == [
        ("Salt by Night", ("Ines Okafor",)),
        ("Boats", ("Mara Quist",)),
        ("Wardens", ("Bo Lind",)),
    ]
    assert seen.out("byline") == ["By Mara Quist", "Bo Lind"]


def test_one_writer_makes_no_collection(tmp_path):
    pages = {"a": f"<h2>Boats</h2><p>By Mara Quist</p><p>{PROSE}</p>", "b": f"<h2>Wardens</h2><p>{MORE}</p>"}
    contents = point("Boats", "a.xhtml") + point("Wardens", "b.xhtml")
    assert len(see(tmp_path, make_epub(pages, contents=contents), "a.epub").parts) == 1


def test_blocks_of_a_page(tmp_path):
    page = (
        f"<p>{PROSE}&nbsp;So it is&hellip;</p><ul><li>oars</li><li><p>ropes</p></li></ul><blockquote><p>{MORE}</p></blockquote>"
        "<table><caption>Salt</caption><tr><th>Year</th><th></th><th>Boats</th></tr><tr><td><p>1</p><p>2</p></td><td>x</td></tr></table>"
        f"<table><tr><td><p>{MORE}</p></td></tr></table><p>a<br/>b<br/><br/>c</p><p>pa<span epub:type='pagebreak'>12</span>ge</p>"
        "<script>no()</script><p hidden=''>unseen</p><nav><p>go on</p></nav>"
    )
    seen = see(tmp_path, make_epub({"a": page}), "a.epub")
    assert seen.blocks == [
        f"{PROSE} So it is…", "oars", "ropes", MORE, "Salt", "Year | | Boats", "1 2 | x", MORE, "a b", "c", "page",
    ]  # fmt: skip
    assert seen.kinds()[:7] == ["paragraph", "list_item", "list_item", "block_quote", "caption", "table", "table"]
    assert seen.out("furniture") == ["unseen"] and seen.out("contents") == ["go on"]


def test_pages_that_are_no_xml(tmp_path):
    seen = see(tmp_path, make_epub({"a": f"<p>{PROSE}<br>and so on<p>{MORE}"}), "a.epub")
    assert seen.blocks == [f"{PROSE} and so on", MORE]


def test_a_broken_chapter_does_not_lose_the_book(tmp_path):
    deep = "<div>" * 3000 + "</div>" * 3000
    seen = see(tmp_path, make_epub({"a": f"<p>{PROSE}</p>", "b": deep, "c": f"<p>{MORE}</p>"}), "a.epub")
    assert seen.blocks == [PROSE, MORE]
    assert "nested too deeply" in seen.warnings[0].what and "OEBPS/b.xhtml" in seen.warnings[0].why


LOCK = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
    '<e:EncryptedData><e:EncryptionMethod Algorithm="{}"/><e:CipherData><e:CipherReference URI="OEBPS/a.xhtml"/></e:CipherData>'
    "</e:EncryptedData></encryption>"
)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(
            make_epub(
                {"a": "x"}, **{"META-INF/encryption.xml": LOCK.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}
            ),
            "DRM",
            id="locked",
        ),
        pytest.param(make_epub({"a": "<p><img src='a.png'/></p>"}), "no text", id="pictures"),
        pytest.param(
            make_epub({}, **{"META-INF/container.xml": "<c/>", "OEBPS/book.opf": "<x"}), "broken EPUB", id="broken"
        ),
        pytest.param(make_epub({"a": "x"}, **{"OEBPS/a.xhtml": b" " * 60_000_000}), "unpacks to more", id="bomb"),
        pytest.param(
            make_epub({"a": "x"}, **{"OEBPS/book.opf": "<!DOCTYPE x [<!ENTITY a 'b'>]><package/>"}),
            "document type",
            id="entities",
        ),
    ],
)
def test_books_that_cannot_be_read(tmp_path, data, what):
    problem = lost(tmp_path, data, "a.epub")
    assert what in problem.what and len(problem.why) > 20


def test_hidden_fonts_are_no_lock(tmp_path):
    lock = LOCK.format("http://www.idpf.org/2008/embedding")
    assert see(tmp_path, make_epub({"a": f"<p>{PROSE}</p>"}, **{"META-INF/encryption.xml": lock}), "a.epub").blocks == [
        PROSE
    ]


def test_entities_of_its_own_are_refused(tmp_path):
    page = "<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><html><body><p>&a;</p></body></html>"
    seen = see(tmp_path, make_epub({"a": "x", "b": f"<p>{PROSE}</p>"}, **{"OEBPS/a.xhtml": page}), "a.epub")
    assert seen.blocks == [PROSE]
    assert "document type" in seen.warnings[0].what


def test_a_broken_table_of_contents_does_not_lose_the_book(tmp_path):
    data = make_epub({"a": f"<p>{PROSE}</p>"}, **{"OEBPS/toc.ncx": ""})
    seen = see(tmp_path, data, "a.epub")
    assert seen.blocks == [PROSE]
    assert "toc.ncx" in seen.warnings[0].what
