"""HTML: every block of the page in its canonical text; structure and trafilatura say which of them are the article."""

from __future__ import annotations

from typing import Any

from lxml import etree
from lxml import html as lxml_html

from sayso.acquire.composed import Draft, compose
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.heads import (
    HEAD_BLOCKS,
    FoundPart,
    learn_closing_byline,
    mark_title,
    name_kinds,
    read_head,
    split_parts,
)
from sayso.acquire.facts.metadata import find_language, find_url, read_metadata
from sayso.acquire.furniture import mark_by_words, mark_comments, mark_credits, mark_teasers
from sayso.acquire.html.blocks import Walked, walk_blocks
from sayso.acquire.html.flat import read_flat
from sayso.acquire.html.frames import Shown
from sayso.acquire.html.main import mark_main
from sayso.acquire.html.posts import mark_posts
from sayso.acquire.html.script import find_body, find_refresh, list_frames, pick_unseen
from sayso.acquire.media import Unreadable, check_length, decode_text
from sayso.acquire.paragraphs import Block
from sayso.acquire.reading import Original, Reading


def read_html_file(original: Original) -> Reading:
    """Read an HTML file; as `read_html`."""
    return read_html(original.data, charset=original.meta.get("charset"))


def read_html(data: bytes, *, charset: str | None = None) -> Reading:
    """Read an HTML page: canonical text of every block, furniture marked, metadata, links and notes.

    Args:
        charset: what the server said that it is in, of fetched pages.
    Raises:
        Unreadable: the page holds no text.
    """
    page, warning = decode_text(data, is_html=True, charset=charset)
    tree, is_whole = _parse(page)
    facts = read_metadata(tree)
    walked = walk_blocks(tree) if is_whole else None
    if walked is None or not (walked.shown or find_body(tree)):
        reading = _read_flat(page, tree, facts)
    else:
        reading = _read_tree(tree, walked, facts)
    if not is_whole:
        reading.warnings.append(
            ("nested too deeply", "more than 2,000 elements in one another: its text was read without its structure")
        )
    reading.language, reading.url = find_language(tree), find_url(tree)
    check_length(len(reading.text))
    if warning:
        reading.warnings.append(("encoding guessed", warning))
    return reading


def _parse(page: str) -> tuple[Any, bool]:
    """Give the page's tree, and whether it holds all of the page: the parser gives up under 2,048 nested elements."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("a broken HTML page", f"{error}; save the page again from the browser") from None
    return tree, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _read_tree(tree: Any, walked: Walked, facts: Facts) -> Reading:
    body = find_body(tree)
    is_main = mark_main(walked, tree) if walked.shown else True
    mark_posts(walked, facts)
    drafts = [shown.draft for shown in walked.shown]
    drafts += pick_unseen(body, walked.shown)
    reading = compose(drafts, facts, _read_marked if is_main else None)
    if not is_main:
        reading.warnings.append(
            ("main text not recognised", "all text outside of navigation was kept; check the document's furniture")
        )
    _warn_led_on(tree, walked.shown, reading)
    return reading


def _read_marked(blocks: list[Block], facts: Facts) -> list[FoundPart]:
    """Find heads and articles where the page's structure has told furniture by its place."""
    mark_comments(blocks)
    mark_by_words(blocks)
    parts = split_parts(blocks)
    parts[0].facts = facts
    for part in parts:
        mark_title(part)
        mark_teasers(part.blocks[:HEAD_BLOCKS])
        read_head(part)
        mark_credits(part.blocks)
        learn_closing_byline(part)
    name_kinds(blocks)
    return parts


def _refuse(tree: Any) -> None:
    refresh, frames = find_refresh(tree), list_frames(tree)
    if frames:
        named = ", ".join(frames[:3])
        raise Unreadable("a page of frames: its text is in other files", f"add those that it shows: {named}")
    if refresh:
        raise Unreadable("the page only leads on to another", f"add that one: {refresh}")
    raise Unreadable("no text in it", "the page may be made by scripts; save it as text or PDF from the browser")


def _warn_led_on(tree: Any, shown: list[Shown], reading: Reading) -> None:
    if sum(len(block.draft.text) for block in shown) > _LED_ON_MOST:
        return
    refresh = find_refresh(tree)
    if refresh:
        reading.warnings.append(
            ("the page leads on to another", f"what it says may stand there; add that one: {refresh}")
        )


def _read_flat(page: str, tree: Any, facts: Facts) -> Reading:
    """Read a page whose tree does not hold its text: nested too deeply, or an element of its head never closed."""
    texts = read_flat(page)
    if sum(map(len, texts)) < _FLAT_LEAST:
        _refuse(tree)
    return compose([Draft(text, place="/html[1]") for text in texts], facts)


_FLAT_LEAST = 100  # characters; a title alone is no text
_LED_ON_MOST = 400  # characters of a page that says no more than that its article has moved
