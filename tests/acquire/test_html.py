"""HTML of many kinds: what becomes of each piece, and where it says that it stands."""

from __future__ import annotations

import json
import time

import pytest
from flows import lost, see
from lxml import html as lxml_html

from sayso.acquire.html.page import read_html
from sayso.schema import Piece

ONE = "The council of Velm voted on Monday to close the old market hall, which has stood by the river since the flood of 1911."
TWO = "Traders who have their stalls in the hall said that they had learned of the vote from the wireless and from nobody else."
THREE = "The mayor, who was away, sent a letter in which she called the hall a danger to everyone who sets foot in it at all."


def wrap(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>Hall</title>{head}</head><body>{body}</body></html>".encode()


def text_pieces(data: bytes, *, kind: str | None = None) -> list[str]:
    reading = read_html(data)
    return [reading.text[s.start : s.end] for s in reading.stretches if not s.why and kind in {None, s.kind}]


PLACED = wrap(
    f"""<nav><ul><li><a href=/>Home</a></li><li><a href=/n>News</a></li></ul></nav><div><p>{ONE}</p>loose words of no element
<o:p>{TWO}</o:p><div>{THREE}<br><br>{ONE[:60]} again.</div>
<table><tr><th>Town</th><th>Votes</th></tr><tr><td>Velm</td><td>31</td></tr></table>
<ul><li>first</li><li>second<ul><li>inner</li></ul></li></ul><dl><dt>Hall</dt><dd>A roof and four walls.</dd></dl></div>"""
)


def test_every_piece_leads_back_to_its_element():
    reading = read_html(PLACED)
    tree = lxml_html.document_fromstring(PLACED)
    assert len(reading.stretches) > 10
    for stretch in reading.stretches:
        (element,) = tree.xpath(stretch.place)
        held = "".join(element.text_content().split())
        for cell in reading.text[stretch.start : stretch.end].split(" | "):
            assert "".join(cell.split()) in held


def test_places_come_into_the_rows(tmp_path):
    seen = see(tmp_path, PLACED, "a.html")
    places = {seen.doc.text[p.start : p.end]: p.place for p in seen.tables.take(Piece)}
    assert places[ONE] == "/html[1]/body[1]/div[1]/p[1]"
    assert places["Velm | 31"] == "/html[1]/body[1]/div[1]/table[1]/tr[2]"


def test_tables_of_data_are_rows_and_tables_of_layout_are_not():
    page = f"<table><tr><td><a href=/>Home</a><td><h1>Hall</h1><p>{ONE}<p>{TWO}"
    page += "<table><caption>Votes<tr><td>For<td>31<tr><td>Against<td>24</table>"
    assert text_pieces(wrap(page), kind="table") == ["For | 31", "Against | 24"]
    assert text_pieces(wrap(page), kind="caption") == ["Votes"]
    assert text_pieces(wrap(page), kind="paragraph") == [ONE, TWO]


def test_old_pages_with_nothing_closed():
    page = f"<html><title>x</title><body><font face=Arial><center><h1>Hall</h1></center><p>{ONE}<br><br>{TWO}<p>{THREE}"
    assert text_pieces(page.encode()) == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "utf-8"),
        ("utf-16", "utf-8"),
        ("us-ascii", "cp1252"),
        ("no-such", "utf-8"),
    ],
)
def test_lying_charsets(declared, encoding):
    page = f'<html><head><meta charset="{declared}"></head><body><p>“Café” – {ONE}</p><p>{TWO}</p></body></html>'
    assert text_pieces(page.encode(encoding))[0] == f"“Café” – {ONE}"


def test_xml_declaration():
    page = f'<?xml version="1.0" encoding="windows-1251"?><html><body><p>Мост. {ONE}</p></body></html>'
    assert text_pieces(page.encode("cp1251"))[0].startswith("Мост.")


def test_pull_quotes_stand_once_in_the_flow():
    quote = ONE.partition(", which")[0]
    page = wrap(
        f'<article><h1>Hall</h1><p>{ONE}</p><aside class="pullquote"><p>{quote}</p></aside><p>{TWO}</p></article>'
    )
    assert text_pieces(page) == [ONE, TWO]
    own = wrap(
        f'<article><h1>Hall</h1><p>{ONE}</p><aside class="pullquote"><p>{THREE}</p></aside><p>{TWO}</p></article>'
    )
    assert text_pieces(own, kind="block_quote") == [THREE]


@pytest.mark.parametrize("hide", ["hidden", 'style="display: none"', 'style="visibility:hidden"', 'aria-hidden="true"'])
def test_hidden_text_is_no_text(hide):
    page = wrap(f"<article><p>{ONE}</p><div {hide}><p>{TWO}</p></div><p>{THREE}</p></article>")
    assert text_pieces(page) == [ONE, THREE]


def test_a_page_that_hides_all_of_itself_is_seen():
    page = wrap(f'<div style="display:none"><article><p>{ONE}</p><p>{TWO}</p></article></div><p>Loading</p>')
    assert text_pieces(page)[:2] == [ONE, TWO]


def test_notes_with_links_back(tmp_path):
    page = wrap(
        f"""<article><p>{ONE}<sup><a href="#n1" id="r1">[1]</a></sup> {TWO}</p><p>{THREE}<sup><a href="#n2">[2]</a></sup></p>
<ol><li id="n1">Minutes of the council, 4 May. <a href="#r1">↩</a></li><li id="n2"><p>Letter of the mayor.</p></li></ol>
</article>"""
    )
    seen = see(tmp_path, page, "a.html")
    assert seen.blocks == [f"{ONE} {TWO}", THREE]
    notes = [note for note in seen.notes if note.kind == "footnote"]
    assert [seen.doc.text[slice(*note.spans[0])] for note in notes] == [
        "Minutes of the council, 4 May.",
        "Letter of the mayor.",
    ]


def test_each_post_of_a_forum_is_its_authors(tmp_path):
    posts = "".join(
        f'<div class="post"><div class="meta"><b class="username">{who}</b></div><div class="content"><p>{text}</p></div></div>'
        for who, text in (("gull", ONE), ("Old Dag", TWO), ("gull", THREE))
    )
    seen = see(tmp_path, wrap(f"<h1>The hall</h1><div id=thread>{posts}</div>"), "a.html")
    assert seen.blocks == [ONE, TWO, THREE]
    told = [
        (part.authors, next(text for text in (ONE, TWO, THREE) if text in seen.doc.text[part.start : part.end]))
        for part in seen.parts[1:]
    ]
    assert told == [(("gull",), ONE), (("Old Dag",), TWO), (("gull",), THREE)]


def test_short_posts_at_the_end_of_a_forum_are_kept(tmp_path):
    lines = ("gull, 3 May 2021, 08:12", ONE), ("Old Dag, 3 May 2021, 09:40", TWO), ("reed_7, 4 May 2021, 10:02", THREE)
    short = ("gull, 4 May 2021, 10:30", "You would say that"), ("moth, 6 May 2021, 22:17", "has anybody seen my dog")
    posts = "".join(f'<div class="post"><p class="who">{who}</p><p>{text}</p></div>' for who, text in (*lines, *short))
    seen = see(tmp_path, wrap(f'<h1>The hall</h1>{posts}<div class="foot">Rules - Report a post</div>'), "a.html")
    assert seen.blocks == [text for _, text in (*lines, *short)]
    assert [part.authors for part in seen.parts[1:]] == [("gull",), ("Old Dag",), ("reed_7",), ("gull",), ("moth",)]
    assert [part.published for part in seen.parts[1:]][-1] == "2021-05-06"


def test_an_article_under_comments_is_no_forum(tmp_path):
    comments = "".join(
        f'<div class="comment"><b class="author">{who}</b><p>{who} thinks so too.</p></div>' for who in ("Ann", "Bo")
    )
    seen = see(
        tmp_path,
        wrap(f"<article><h1>Hall</h1><p>{ONE}</p><p>{TWO}</p></article><h3>2 comments</h3>{comments}"),
        "a.html",
    )
    assert seen.blocks == [ONE, TWO] and len(seen.parts) == 1


def test_text_that_stands_in_the_data_only():
    data = {"@type": "NewsArticle", "headline": "Hall", "articleBody": f"{ONE}\n\n{TWO}\n\n{THREE}"}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    page = wrap("<div class=navbar><a href=/>Home</a></div><h1>Hall</h1>", script)
    assert text_pieces(page) == [ONE, TWO, THREE]
    (element,) = lxml_html.document_fromstring(page).xpath(read_html(page).stretches[-1].place)
    assert element.tag == "script"
    assert text_pieces(wrap(f"<h1>Hall</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>", script)) == [ONE, TWO, THREE]


def test_preformatted_paragraphs():
    lines = ONE.replace(" on Monday", "\non Monday")
    assert text_pieces(wrap(f"<pre>{lines}\n\n{TWO}\n \n{THREE}</pre>")) == [ONE, TWO, THREE]


def test_a_page_of_frames_names_them(tmp_path):
    problem = lost(
        tmp_path, b"<html><frameset cols=2><frame src=menu.html><frame src=text.html></frameset></html>", "a.html"
    )
    assert "frames" in problem.what and "menu.html, text.html" in problem.why


def test_a_page_that_leads_on_names_where(tmp_path):
    page = wrap("", '<meta http-equiv="refresh" content="0; url=https://velm.example/hall">')
    assert "https://velm.example/hall" in lost(tmp_path, page, "a.html").why


def test_controls_stay_and_do_no_harm(tmp_path):
    seen = see(tmp_path, wrap(f"<p>{ONE[:40]}\u202e\u200b\u2066{ONE[40:]}</p><p>{TWO}</p>"), "a.html")
    assert "\u202e\u200b\u2066" in seen.doc.text and len(seen.blocks) == 2


def test_an_archives_bar_is_furniture():
    bar = '<div id="wm-ipp-base"><p>Fourteen captures since May 2021, said the archive on the day of the crawl.</p></div>'
    assert text_pieces(wrap(f"{bar}<h1>Hall</h1><p>{ONE}</p><p>{TWO}</p>")) == [ONE, TWO]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(b"<div>" * 100_000 + ONE.encode(), id="nested"),
        pytest.param(b"<b>" * 100_000 + ONE.encode(), id="nested inline"),
        pytest.param(wrap(f"<p class='{'ad ' * 1_000_000}' style='{'x' * 3_000_000}'>{ONE}</p>"), id="huge attributes"),
        pytest.param(wrap("<script>" * 50_000 + "</script>" + ONE), id="unclosed scripts"),
        pytest.param(wrap(f"<p>{ONE}</p>" + "<table><tr><td>" * 600 + "x"), id="nested tables"),
        pytest.param(wrap(f"<p>{ONE}</p>" + "<a href=#x>1</a>" * 20_000), id="links"),
        pytest.param(wrap(f"<p>{ONE}</p>" + "<p>x" * 30_000), id="paragraphs"),
    ],
)
def test_hostile_pages_are_read_in_time(page):
    start = time.process_time()
    reading = read_html(page)
    assert ONE in reading.text
    assert time.process_time() - start < 20
