"""The brief as Markdown, read back by a CommonMark reader."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from sayso.schema import Claim, Tables
from sayso.tell.markdown import to_markdown
from tell.brief_rows import ARABIC, EMOJI, HEBREW, ODD_NAME, add_odd_names, add_weighing, model_of
from tell.test_model import MASK


def read(text: str) -> str:
    return MarkdownIt("commonmark").enable("table").render(text)


def words_of(html: str) -> str:
    plain = re.sub(r"<[^>]*>", "", html)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def test_links_lead_to_anchors(case: Tables) -> None:
    html = read(to_markdown(model_of(add_weighing(case))))
    anchors = re.findall(r'<a id="([^"]+)">', html)
    links = re.findall(r'<a href="#([^"]+)">', html)
    assert len(anchors) == len(set(anchors))
    assert set(links) <= set(anchors)
    assert {"note-1", "claim-c1", "group-g-dye", "source-s-mayor", "document-weir", "passages"} <= set(links)


def test_every_link_is_an_inner_one(case: Tables) -> None:
    """Addresses that documents give stay text: a reader's program must not be led to them."""
    html = read(to_markdown(model_of(add_odd_names(case))))
    assert [href for href in re.findall(r'href="([^"]*)"', html) if not href.startswith("#")] == []
    assert "javascript:alert(3)" in words_of(html)
    assert "<img" not in html


def test_names_with_markup_are_words(case: Tables) -> None:
    html = read(to_markdown(model_of(add_odd_names(case), question=f"# {ODD_NAME}")))
    assert html.count("<h1>") == 1
    assert f"<h1># {ODD_NAME}</h1>" in html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    words = words_of(html)
    for name in (ODD_NAME, ARABIC, HEBREW, EMOJI, "<script>alert('title')</script> [U+202E]gnp.exe[U+001B][31m"):
        assert name in words, name
    for tag in set(re.findall(r"<(/?\w+)", html)):
        assert tag.strip("/") in {
            "h1", "h2", "h3", "h4", "p", "a", "ul", "li", "strong", "em", "b", "i", "code", "blockquote", "table", "thead",
            "tbody", "tr", "th", "td",
        }, tag


def test_tables_keep_their_columns(case: Tables) -> None:
    html = read(to_markdown(model_of(add_odd_names(add_weighing(case)))))
    for table in re.findall(r"<table>.*?</table>", html, re.DOTALL):
        counts = {len(re.findall(r"<t[hd]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)}
        assert len(counts) == 1


def test_words_of_every_claim_stand_in_it(case: Tables) -> None:
    words = words_of(read(to_markdown(model_of(case))))
    for claim in case.take(Claim):
        if claim.id != "c8":  # its hidden characters are written out
            assert f"“{claim.text}”" in words


def test_notes_show_words_within_their_passage(case: Tables) -> None:
    html = read(to_markdown(model_of(case)))
    (note,) = re.findall(r'<p><a id="note-1">.*?</p>', html, re.DOTALL)
    assert "<strong>Forty barrels of dye were dumped into it</strong>, according to a report" in note
    assert "characters 47–87" in note


def test_the_same_rows_give_the_same_text(case: Tables) -> None:
    turned = Tables({name: case.named(name)[::-1] for name in case.names()})
    assert to_markdown(model_of(turned)) == to_markdown(model_of(case))


def test_masked_names_are_nowhere_in_markdown(case: Tables) -> None:
    text = to_markdown(model_of(case, mask=MASK))
    for name in ("Tarn", "Ilse", "Pryce"):
        assert name not in text
    assert "names masked" in text


def test_an_empty_case_is_a_text() -> None:
    assert read(to_markdown(model_of(Tables()))).startswith("<h1>Who dumped the dye?</h1>")
