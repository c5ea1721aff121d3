"""Which blocks of an HTML page are the article: what trafilatura extracts, corrected by how the page is built."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.acquire.facts.dates import find_date, read_dateline
from sayso.acquire.facts.names import read_byline
from sayso.acquire.html.blocks import Walked
from sayso.acquire.html.frames import LINKED_MOST, Frame, Shown
from sayso.acquire.html.posts import add_posts
from sayso.acquire.html.tags import HEAD, LEAD
from sayso.acquire.lines import is_terminal

SURE_LETTERS = 25  # letters; a shorter block is main text only where the extraction gives it as a line of its own
_VOID_SHARE = 0.3  # of the main text under one furniture word: then the word means something else on this page
_VOID_MOST = 0.6  # of it, even where enough is left for an article
_ARTICLE_LETTERS = 800  # letters, some 150 words: what is left under no such word can be an article by itself
_VOID_PROSE = 0.5  # of the page's running text under one soft word: page builders call every paragraph a widget
_ROOT_SHARE = 0.85  # of the main text that the article's element holds; a summary or a note may stand outside of it
_PROSE_LETTERS = 60  # letters of running text; shorter blocks are labels as often as sentences
_UNDER_EXTRACTED = 0.5  # of the page's running text that the extraction must give, or it has missed the article
_LIST_TAGS = {"tr", "tbody", "thead", "tfoot", "table", "li", "ul", "ol", "dl", "dt", "dd"}
_LIST_DEPTH = 8
_HEADLINES = {"h2", "h3", "h4", "h5", "h6"}
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4})?", re.IGNORECASE)
_FULL_STOPS = "।॥。！？۔؟።။។"  # of other scripts
_NOT_LETTERS = re.compile(r"[\W_]+")
_DEEPEST = 256  # elements; extraction reads each level's text again, and real pages have up to 60
_BYLINE_MOST = 120
_NAME_MOST = 60  # characters of a line with a name and no "by"
_DATE_MOST = 45  # characters of a line with a date that no class says it is
_MENU_WORD = 22  # mean characters of a menu's links; headlines have over 30
_WIDEST_CELL = 200  # places in a table that one cell takes; headings over wide tables take some tens


def mark_main(walked: Walked, tree: Any) -> bool:
    """Say of each block whether it is the article's, and why not; false when no main text was recognised.

    Args:
        tree: the page as parsed; the extraction works on a copy.
    """
    shown = walked.shown
    for block in shown:
        block.letters = to_letters(block.draft.text)
    _reveal(shown)
    if walked.depth <= _DEEPEST:
        _match(shown, _extract(tree))
    extracted = sum(len(block.letters) for block in shown if block.is_main)
    _tally(walked)
    cues = _find_cues(walked, extracted)
    _add_missed(walked, cues)
    _tally(walked)
    total = sum(len(block.letters) for block in shown if block.is_main)
    if not total:
        for block in shown:
            if block.frame.cued is not None or block.frame.hidden:
                _cut(block, _why_cut(block, cues) or "stands in the page's frame")
        return False
    root = _find_root(walked.frames, total)
    cues = _find_cues(walked, total)
    _drop_cued(shown, cues)
    _drop_teasers(shown, total)
    _fill(shown, root, cues)
    _drop_tail(shown)
    _tally(walked)
    add_posts(walked)
    _tally(walked)
    headline = _name_headline(shown)
    _name_head(shown, headline)
    _drop_repeats(shown)
    for block in shown:
        _settle(block, cues)
    return True


def to_letters(text: str) -> str:
    """Letters and digits only, small: extraction changes spaces, bullets and quotation marks."""
    return _NOT_LETTERS.sub("", text).lower()


# ------------------------------------------------------------------ what trafilatura takes


def _extract(tree: Any) -> str:
    """Main text by trafilatura, a paragraph a line; empty when it finds none."""
    import trafilatura  # a slow import that only pages need  # noqa: PLC0415

    for cell in tree.iter("td", "th"):
        if _read_span(cell.get("rowspan")) * _read_span(cell.get("colspan")) > _WIDEST_CELL:
            cell.attrib.pop("rowspan", None)  # trafilatura puts an empty cell for every place that a cell spans
            cell.attrib.pop("colspan", None)
    try:
        found = trafilatura.bare_extraction(tree, fast=True, include_comments=False)
    except (ValueError, TypeError, AttributeError, IndexError, AssertionError):
        return ""  # it trips over some broken pages; the page's structure decides then
    return "" if found is None else found.text or ""


def _read_span(told: str | None) -> int:
    """How many rows or columns a cell says to span; what is no plain number counts as too many."""
    return 1 if told is None else int(told) if re.fullmatch(r"[0-9]{1,4}", told.strip()) else _WIDEST_CELL + 1


def _match(shown: Sequence[Shown], main: str) -> None:
    lines = [to_letters(line) for line in main.split("\n")]
    whole = {line for line in lines if line}
    joined = "\n".join(line for line in lines if line)
    long_lines = [line for line in whole if len(line) >= SURE_LETTERS]
    for block in shown:
        letters = block.letters
        block.is_main = letters in whole or (len(letters) >= SURE_LETTERS and letters in joined)
        if not block.is_main and len(letters) >= 2 * SURE_LETTERS and len(long_lines) < 2000:
            held = sum(len(line) for line in long_lines if line in letters)
            block.is_main = held >= 0.5 * len(letters)


def _reveal(shown: Iterable[Shown]) -> None:
    """Take hidden text for seen where most of the page is hidden: pages show themselves by script, or were saved under a dialog."""
    blocks = list(shown)
    hidden = sum(len(block.letters) for block in blocks if block.frame.hidden)
    if hidden > 0.6 * sum(len(block.letters) for block in blocks):
        for block in blocks:
            block.frame.hidden = False


# ------------------------------------------------------------------ what the page's structure says


def _tally(walked: Walked) -> None:
    """Add up each element's main text."""
    for frame in walked.frames:
        frame.main = 0
    sums = [0]
    for block in walked.shown:
        sums.append(sums[-1] + (len(block.letters) if block.is_main else 0))
    for frame in walked.frames:
        frame.main = sums[frame.last] - sums[frame.first]


def _find_cues(walked: Walked, total: int) -> set[str]:
    """The furniture words that hold on this page: not those under which much of the main text stands."""
    held: dict[str, int] = {}
    running: dict[str, int] = {}
    reach: dict[str, int] = {}
    sums = [0]
    for block in walked.shown:
        sums.append(sums[-1] + (len(block.letters) if _is_prose(block) else 0))
    for frame in walked.frames:
        if frame.cue and frame.first >= reach.get(frame.cue, 0):  # outermost ones only
            reach[frame.cue] = frame.last
            held[frame.cue] = held.get(frame.cue, 0) + frame.main
            if not frame.is_hard:
                running[frame.cue] = running.get(frame.cue, 0) + sums[frame.last] - sums[frame.first]
    return {
        cue
        for cue, main in held.items()
        if not _is_void(cue, main, total) and running.get(cue, 0) <= _VOID_PROSE * sums[-1]
    }


def _is_void(cue: str, held: int, total: int) -> bool:
    """Whether a furniture word means something else on a page: too much of the main text stands under it."""
    rest = total - held
    if "comment" in cue or "komment" in cue:
        return held > 0 and rest < _ARTICLE_LETTERS  # the thread is the page
    return held > _VOID_MOST * total or (held > _VOID_SHARE * total and rest < _ARTICLE_LETTERS)


def _cues_of(block: Shown, cues: set[str]) -> Iterable[Frame]:
    """The elements around a block whose furniture word holds, the nearest first."""
    frame = block.frame.cued
    while frame is not None:
        if frame.cue in cues:
            yield frame
        frame = frame.parent.cued if frame.parent is not None else None


def _is_prose(block: Shown) -> bool:
    return (
        len(block.letters) >= _PROSE_LETTERS
        and block.link_share < LINKED_MOST
        and (
            is_terminal(block.draft.text)
            or block.draft.text[-1] in _FULL_STOPS
            or len(block.letters) >= 4 * _PROSE_LETTERS
        )
    )


def _add_missed(walked: Walked, cues: set[str]) -> None:
    """Add running text where the extraction gave little of it: the element that holds most of the page's."""
    prose = [
        block
        for block in walked.shown
        if not block.frame.hidden and _is_prose(block) and not any(True for _ in _cues_of(block, cues))
    ]
    total = sum(len(block.letters) for block in prose)
    taken = sum(len(block.letters) for block in prose if block.is_main)
    if not prose or taken >= _UNDER_EXTRACTED * total:
        return
    had = {id(block) for block in walked.shown if block.is_main}
    for block in prose:
        block.is_main = True
    _tally(walked)
    root = _find_root(walked.frames, sum(frame.main for frame in walked.frames[:1]) or total, share=0.6)
    for i, block in enumerate(walked.shown):
        if block.is_main and id(block) not in had and root is not None and not root.first <= i < root.last:
            block.is_main = False


def _find_root(frames: Sequence[Frame], total: int, share: float = _ROOT_SHARE) -> Frame | None:
    """The innermost element that holds nearly all main text."""
    root = None
    for frame in frames:
        if frame.main >= share * total and (root is None or frame.depth > root.depth):
            root = frame
    return root


def _drop_cued(shown: Sequence[Shown], cues: set[str]) -> None:
    """Take out what the extraction gave from elements that are furniture by a hard word, and lists of links from the rest."""
    for block in shown:
        if not block.is_main:
            continue
        around = list(_cues_of(block, cues))
        hard = any(frame.is_hard for frame in around)
        if hard or block.frame.hidden or (around and block.link_share > 0.8) or _is_menu(block):
            block.is_main = False


def _is_menu(block: Shown) -> bool:
    """Whether a block is a row of short links and nothing else; an article's list of links has one an item."""
    n = len(block.draft.links)
    return n >= 3 and block.link_share > 0.8 and block.linked < _MENU_WORD * n


def _fill(shown: Sequence[Shown], root: Frame | None, cues: set[str]) -> None:
    """Add what the extraction left out of the article: standfirsts, tables, lists and lines between its paragraphs."""
    mains = [i for i, block in enumerate(shown) if block.is_main]
    if not mains:
        return
    first, last = mains[0], mains[-1]
    low, high = (root.first, root.last) if root is not None else (first, last + 1)
    homes = {id(shown[i].frame.parent) for i in mains}
    title = next((i for i in range(first, -1, -1) if shown[i].frame.tag == "h1"), first)
    for i, block in enumerate(shown):
        if block.is_main or block.frame.hidden or block.draft.note_key:
            continue
        around = list(_cues_of(block, cues))
        if any(frame.is_hard for frame in around):
            continue
        is_prose = _is_prose(block)
        inside = low <= i < high or title < i < first
        if is_prose and inside and (not around or low <= i < high):
            block.is_main = not around or first < i < last
        elif title < i < first and LEAD.search(block.frame.names) and not block.linked:
            block.is_main = True
        elif around or not inside or block.link_share >= LINKED_MOST:
            continue
        elif first < i < last:
            block.is_main = True
        elif i > last and id(_outside(block.frame)) in homes:
            block.is_main = block.draft.kind in {"list_item", "table", "block_quote", "caption"} and block.linked == 0


def _outside(frame: Frame) -> Frame | None:
    """The element that a list or a table stands in; of other elements their parent."""
    at: Frame | None = frame.parent if frame.tag == "caption" else frame
    for _ in range(_LIST_DEPTH):
        if at is None or at.tag not in _LIST_TAGS:
            break
        at = at.parent
    return frame.parent if at is frame else at


def _name_headline(shown: Sequence[Shown]) -> int | None:
    """Name the last first-rank heading above the running text the title; gives where it stands, null when there is none.

    Short lines above it, such as the site's name, are no main text then.
    """
    first = next((i for i, block in enumerate(shown) if block.is_main and len(block.letters) >= _PROSE_LETTERS), 0)
    ranked = [i for i in range(first + 1) if shown[i].frame.tag == "h1" and not shown[i].frame.hidden]
    if not ranked:
        return None
    headline = ranked[-1]
    shown[headline].draft.kind, shown[headline].draft.why = "title", "the headline"
    for block in shown[:headline]:
        block.is_main = False
    return headline


def _name_head(shown: Sequence[Shown], headline: int | None) -> None:
    """Name the lines between the headline and the text that say who wrote and when."""
    if headline is None:
        return
    for block in shown[headline + 1 :]:
        text = block.draft.text
        if _is_prose(block) and block.is_main:
            break
        if len(text) > _BYLINE_MOST or block.draft.why or block.frame.hidden or is_terminal(text):
            continue
        names = f"{block.frame.names} {block.frame.parent.names if block.frame.parent is not None else ''}"
        says_head = HEAD.search(names) is not None or block.frame.tag in {"time", "address"}
        dated = find_date(text) if any(map(str.isdigit, text)) else None
        if read_byline(text) is not None or (says_head and dated is None and block.is_main and len(text) <= _NAME_MOST):
            block.draft.kind, block.draft.why = "byline", "says who wrote, under the headline"
        elif dated is not None and (says_head or len(text) <= _DATE_MOST):
            block.draft.kind, block.draft.why = "dateline", "a date under the headline"


def _drop_teasers(shown: Sequence[Shown], total: int) -> None:
    """Take out teasers: a headline that is a link, and a paragraph under it in the same element; not of a page made of them."""
    teasers = [
        below
        for block, below in itertools.pairwise(shown)
        if below.is_main
        and block.frame.tag in _HEADLINES
        and block.link_share > 0.9
        and below.frame.tag not in _HEADLINES
        and block.frame.parent is below.frame.parent
        and block.frame.parent is not None
        and block.frame.parent.last - block.frame.parent.first <= 4
    ]
    if sum(len(block.letters) for block in teasers) <= _VOID_SHARE * total:
        for block in teasers:
            block.is_main = False


def _drop_tail(shown: Sequence[Shown]) -> None:
    """Take out short lines after the last running text that stand in no element with any of it."""
    last = max((i for i, block in enumerate(shown) if block.is_main and _is_prose(block)), default=len(shown))
    homes = {id(_home(block)) for block in shown[: last + 1] if block.is_main}
    for block in shown[last + 1 :]:
        if not is_terminal(block.draft.text) and id(_home(block)) not in homes and not block.draft.note_key:
            block.is_main = False


def _home(block: Shown) -> Frame | None:
    """The element that a block shares with its neighbours: a paragraph's parent, a cell itself, what a list stands in."""
    return block.frame if block.frame.tag in {"td", "th", "div", "section", "body", "pre"} else _outside(block.frame)


def _drop_repeats(shown: Sequence[Shown]) -> None:
    """Take out pull quotes whose words stand in the text, and paragraphs that the page holds twice."""
    seen: set[str] = set()
    pulled = [block for block in shown if block.draft.kind == "pulled"]
    text = (
        "\n".join(block.letters for block in shown if block.is_main and block.draft.kind != "pulled") if pulled else ""
    )
    for block in shown:
        if block.draft.kind == "pulled":
            repeats = len(block.letters) >= SURE_LETTERS and block.letters in text
            block.draft.kind = "block_quote"
            if repeats:
                block.is_main = False
                _cut(block, "a pull quote: its words stand in the text")
        elif block.is_main and block.draft.kind == "paragraph" and len(block.letters) >= 2 * _PROSE_LETTERS:
            if block.letters in seen:
                block.is_main = False
                _cut(block, "repeats a paragraph above")
            seen.add(block.letters)


def _settle(block: Shown, cues: set[str]) -> None:
    """Mark a block that is no main text as furniture; heads and headlines are read later, with all other formats."""
    draft = block.draft
    if draft.kind == "pulled":
        draft.kind = "block_quote"
    if draft.note_key or draft.why or (block.is_main and not _tells_time(block)):
        return
    why = _why_cut(block, cues)
    if any(frame.is_hard for frame in _cues_of(block, cues)) or block.link_share > LINKED_MOST:
        _cut(block, why)
        return
    is_headline = block.frame.tag == "h1" and not block.frame.hidden
    text = draft.text
    is_head = len(text) <= _BYLINE_MOST and (read_byline(text) is not None or read_dateline(text) is not None)
    if _tells_time(block):
        draft.kind, draft.why = "dateline", "a time"
        return
    if is_headline or is_head:
        return
    _cut(block, why or "outside of the main text")


def _tells_time(block: Shown) -> bool:
    """Whether a block is a time and nothing else, as above the updates of a live blog."""
    text = block.draft.text
    return len(text) <= _NAME_MOST and (block.frame.tag == "time" or _CLOCK.fullmatch(text) is not None)


def _why_cut(block: Shown, cues: set[str]) -> str:
    if block.frame.hidden:
        return "hidden on the page"
    frame = next(iter(_cues_of(block, cues)), None)
    if frame is not None:
        return f"stands in the page's {frame.cue}"
    return "mostly links" if block.link_share > LINKED_MOST else ""


def _cut(block: Shown, why: str) -> None:
    block.draft.kind, block.draft.why = "furniture", why
