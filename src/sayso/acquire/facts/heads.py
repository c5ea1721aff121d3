"""Heads of articles: where one begins, and its title, byline and date."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence

from sayso.acquire.facts.dates import find_date, read_dateline, read_dates, read_leading_date
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.names import names_body, read_byline, read_credits, read_names
from sayso.acquire.furniture import CAPTION, is_prose
from sayso.acquire.lines import Line, is_capitals, is_list_item, is_terminal
from sayso.acquire.paragraphs import Block

HEAD_BLOCKS = 14  # blocks before the first paragraph that are looked at; pages seen have up to 9
TITLE_MAX = 200  # characters of a title that a byline or date confirms
BARE_TITLE_MAX, BARE_TITLE_WORDS = 90, 14  # of one that nothing confirms: longer first lines are summaries or captions
SUMMARY_MAX = 300  # characters of what stands between a headline and its byline
HEADING_MAX, HEADING_WORDS = 100, 14
_LABELLED = re.compile(r"[A-Z][A-Z ]{2,24}:\s")  # "CONTACT: ...", a speaker of a transcript
_HOUSE = re.compile(
    r"\b(?:university|college|institute|school|center|centre|department|faculty|laboratory|academy)\b", re.IGNORECASE
)
_OUTLET = re.compile(r"[*_]{0,2}(?P<name>(?:The )?[A-ZÀ-Þ][^,.;:!?|\d]{2,50}?)\s?[,|·•–—]\s?(?P<date>[^|]{6,40}?)[*_]{0,2}")
_STRONG_DATE = re.compile(r"\d:\d\d|\bread\b|day\b|\bposted\b|\bpublished\b", re.IGNORECASE)
_AFTER_DATE = re.compile(r"(?:\s+(?:at\s+)?\d{1,2}[:.]?\d\d\b(?:\s*(?:[ap]m|GMT|UTC))?)?[\s.]+(?=by\b|[\"“A-Z(\d])")
_TRAILING = re.compile(
    r"(?<=[.!?)\"”])\s+(?:read also|read more|related|share|tweet|twitter|facebook|print|email|comments?|"
    r"subscribe|advertisement)[\s:.]*$",
    re.IGNORECASE,
)
_ONE_LINE_MIN = 200  # characters; shorter single lines are no article


@dataclasses.dataclass(slots=True)
class FoundPart:
    """An article: its first character, its blocks, what its head says."""

    start: int
    blocks: list[Block]
    facts: Facts


# ------------------------------------------------------------------ parts


def split_parts(blocks: Sequence[Block]) -> list[FoundPart]:
    """Split the blocks of a page into its articles: a headline and a date line, in either order, begin one."""
    cuts = _find_part_starts(blocks)
    bounds = [0, *cuts, len(blocks)]
    return (
        [
            FoundPart(blocks[low].start if low else 0, list(blocks[low:high]), Facts())
            for low, high in itertools.pairwise(bounds)
        ]
        if blocks
        else [FoundPart(0, [], Facts())]
    )


def _find_part_starts(blocks: Sequence[Block]) -> list[int]:
    datelines = [i for i, block in enumerate(blocks) if len(block.lines) == 1 and read_dateline(block.text)]
    first_prose = next((i for i, block in enumerate(blocks) if is_prose(block)), len(blocks))
    is_dated = any(i < first_prose for i in datelines)
    starts: list[int] = []
    for i in datelines:
        if i <= first_prose or not (is_dated or _STRONG_DATE.search(blocks[i].text)):
            continue
        start = _find_start(blocks, i)
        if start is not None and not (starts and start <= starts[-1]):
            starts.append(start)
    return starts


def _find_start(blocks: Sequence[Block], i: int) -> int | None:
    if not any(is_prose(block) for block in blocks[i + 1 : i + 6]):
        return None
    for j in (i - 1, i - 2):  # the headline, perhaps a byline between it and the date
        if _is_title(blocks[j].text) and not blocks[j].is_out and not read_names(blocks[j].text):
            return j
        if read_byline(blocks[j].text) is None and not read_names(blocks[j].text):
            break
    if i + 1 < len(blocks) and _is_title(blocks[i + 1].text) and not blocks[i + 1].is_out:
        return i
    return None


def _is_title(text: str, limit: int = TITLE_MAX) -> bool:
    if len(text) > limit or text.count(" ") < 2 or is_list_item(text) or CAPTION.match(text) or _LABELLED.match(text):
        return False
    if is_terminal(text) and text[-1] not in "?!\"”’'":
        return False
    return text[0].isupper() or text[0].isdigit() or text[0] in "\"“‘'¿¡#"


# ------------------------------------------------------------------ heads


def mark_title(part: FoundPart) -> None:
    """Mark a title that is known already where the part's head prints it."""
    title = (part.facts.title or "").rstrip(".").lower()
    blocks = [
        block
        for block in part.blocks[: 2 * HEAD_BLOCKS]
        if not block.is_out and block.text.rstrip(".").lower() == title
    ]
    for i, block in enumerate(blocks):
        block.mark(*(("furniture", "repeats the title") if i else ("title", "the title")))


def read_head(part: FoundPart) -> None:
    """Mark title, byline and date of a part's head, and learn them."""
    head = _find_head(part.blocks)
    facts = part.facts
    rest = [block for block in head if not _read_date_or_byline(block, facts)]
    rest = [block for block in rest if block.kind != "table" and not _is_name_beside(block, head, facts)]
    title = None if facts.title else _pick_title(rest, head)
    _read_outlet_and_date([block for block in rest if block is not title], facts)
    if title is None:
        return
    title.mark("title", "the headline")
    _mark_author_below(rest[rest.index(title) + 1 :], facts)
    facts.learn("title", title.text, how="headline")
    for block in rest[: rest.index(title)]:
        if not is_terminal(block.text) and block.text.count(" ") < 3:
            block.mark("furniture", "a section's name above the headline")
    for block in part.blocks[:HEAD_BLOCKS]:
        if not block.is_out and block.text == title.text:
            block.mark("furniture", "repeats the title")


def _find_head(blocks: Sequence[Block]) -> list[Block]:
    """Blocks above the first paragraph; a summary that a byline or a date follows is stepped over."""
    head: list[Block] = []
    has_summary = False
    for i, block in enumerate(blocks[:HEAD_BLOCKS]):
        if is_prose(block) and read_byline(block.text) is None:
            if has_summary or not head or len(block.text) > SUMMARY_MAX or not _leads_to_byline(blocks[i + 1 : i + 4]):
                break
            has_summary = True
        elif not block.is_out:
            head.append(block)
    return head


def _leads_to_byline(blocks: Sequence[Block]) -> bool:
    for block in itertools.takewhile(lambda block: not is_prose(block), blocks):
        if read_dates(block.text) or read_byline(block.text) is not None:
            return True
    return False


def learn_closing_byline(part: FoundPart) -> None:
    """Learn the author from a byline at the end ("Posted by A. Writer at 9:14"), when the head names none."""
    for block in part.blocks:
        if block.kind == "byline" and block.text.lower().startswith(("by ", "posted by ", "written by ")):
            part.facts.learn("authors", read_byline(block.text) or (), how="byline at the end")


def _read_date_or_byline(block: Block, facts: Facts) -> bool:
    told = read_dates(block.text)
    if told:
        block.mark("dateline", "a date alone on its line")
        facts.learn_told(told, how="dateline")
        return True
    leading = read_leading_date(block.text)  # "Posted on 3 March 2019 by A. Writer"
    found = read_credits(block.text[leading.end :].strip(" ,|·•–—-/")) if leading else read_credits(block.text)
    if found is None:
        return False
    block.mark("byline", "says who wrote")
    facts.learn("authors", found.people, how="byline")
    date = find_date(block.text)  # "By A. Writer | 3 March 2019"
    if date:
        sure = "" if date.is_sure else ", read as month/day"
        facts.learn("published", date.iso, how=f"byline{sure}")
    return True


def _is_name_beside(block: Block, head: Sequence[Block], facts: Facts) -> bool:
    """A name alone on its line is a byline when a date or a byline stands beside it."""
    names = read_names(block.text)
    at = next(i for i, other in enumerate(head) if other is block)
    beside = [*head[max(at - 1, 0) : at], *head[at + 1 : at + 2]]
    confirms = [other for other in beside if other.kind in {"dateline", "byline"}]
    if not names or not confirms or (at == 0 and facts.authors != names):
        return False
    block.mark("byline", "a name beside the date or byline")
    facts.learn("authors", names, how="byline")
    return True


def _read_outlet_and_date(rest: Sequence[Block], facts: Facts) -> None:
    """Mark lines such as "Velm Courier, 3 July 2021": a paper, an office or a place, and a date."""
    for block in rest:
        match = None if block.is_out or block.kind == "title" else _OUTLET.fullmatch(block.text)
        found = match and read_dateline(match["date"])
        if match is None or not found or not (names_body(match["name"]) or len(match["name"].split()) <= 2):
            continue
        block.mark("dateline", "an outlet or a place, and a date")
        facts.learn("published", found.iso, how="dateline")
        if names_body(match["name"]):
            facts.learn("publisher", match["name"].strip("*_ "), how="beside the date")


def _mark_author_below(below: Sequence[Block], facts: Facts) -> None:
    """Mark a name alone under the headline, and the house it writes from."""
    names = read_names(below[0].text) if below and not facts.authors and len(below[0].text) <= 60 else ()
    if not names or sum(map(len, names)) < 0.8 * len(below[0].text):
        return
    below[0].mark("byline", "a name under the headline")
    facts.learn("authors", names, how="name under the headline")
    for block in below[1:3]:
        if _HOUSE.search(block.text) and len(block.text) <= 80 and not is_terminal(block.text):
            block.mark("byline", "where the author writes from")


def _pick_title(rest: Sequence[Block], head: Sequence[Block]) -> Block | None:
    """Pick the headline; null when nothing looks like one."""
    printed = next((block for block in rest if block.lines[0].print and block.lines[0].print.is_title), None)
    if printed is not None:
        return printed
    is_confirmed = any(block.kind in {"dateline", "byline"} for block in head)
    titles = [block for block in rest if _is_title(block.text)]
    if is_confirmed and titles:
        # a line in capitals above another is a paper's name or a section, unless it is the only one
        return next((block for block in titles if not is_capitals(block.text)), titles[0])
    for block in rest:
        if (
            not is_confirmed
            and _is_title(block.text, BARE_TITLE_MAX)
            and block.text.count(" ") < BARE_TITLE_WORDS
            and not block.text.endswith((":", ","))
        ):
            return block
    return None


# ------------------------------------------------------------------ a whole article on one line


def split_single_line(lines: list[Line], title: str | None, facts: Facts) -> list[Line]:
    """Take a leading date, and a title known from elsewhere, off the first line of a text without line breaks."""
    if not lines or len(lines) > 3 or len(lines[0].text) < _ONE_LINE_MIN:
        return lines
    first = lines[0]
    heads: list[Line] = []
    found = read_leading_date(first.text)
    at = 0
    after = _AFTER_DATE.match(first.text, found.end) if found else None
    if found and after:
        at = after.end()
        heads.append(_sub_line(first, 0, at, kind="dateline", why="a date before the text"))
        sure = "" if found.is_sure else ", read as month/day"
        facts.learn("published", found.iso, how=f"leading date{sure}")
    place = _find_title(first.text, title, at) if title else None
    if place:
        if place[0] > at:
            heads.append(_sub_line(first, at, place[0], kind="byline", why="stands between the date and the title"))
            facts.learn("authors", read_names(re.sub(r"^by\s+", "", first.text[at : place[0]].strip())), how="byline")
        heads.append(_sub_line(first, *place, kind="title", why="the title that is given beside the text"))
        at = place[1]
    tail = _TRAILING.search(first.text, at)
    end = tail.start() if tail else len(first.text)
    if at >= end:
        return lines
    tails = (
        [_sub_line(first, end, len(first.text), kind="furniture", why="a page's own wording after the last sentence")]
        if tail
        else []
    )
    return [*heads, _sub_line(first, at, end, kind="", why=""), *tails, *lines[1:]]


def _find_title(text: str, title: str, at: int) -> tuple[int, int] | None:
    """Where a title stands at the head of a text, letter for letter but for case, spaces and punctuation."""
    words = re.findall(r"\w+", title)
    if len(words) < 3:
        return None
    pattern = r"[\"“‘']?" + r"\W+".join(re.escape(word) for word in words) + r"[\"”’'\s.:]*"
    match = re.compile(pattern, re.IGNORECASE).search(text, at, at + len(title) + 160)
    return match.span() if match and (match.start() == at or text[at : at + 3].lower() == "by ") else None


def _sub_line(line: Line, start: int, end: int, *, kind: str, why: str) -> Line:
    piece = line.text[start:end]
    start += len(piece) - len(piece.lstrip())
    bare = piece.strip()
    begin = line.start + start
    return Line(begin, begin + len(bare), bare, 0, 1, False, line.page, kind, why)


# ------------------------------------------------------------------ kinds of blocks in the flow


def name_kinds(blocks: Sequence[Block]) -> None:
    """Say which blocks of the flow are headings, list items, captions or set-off quotations."""
    kept = [block for block in blocks if not block.is_out]
    for i, block in enumerate(kept):
        if block.kind != "paragraph":
            continue
        text = block.text
        before = kept[i - 1] if i else None
        if CAPTION.match(text) and len(text) <= 300:
            block.kind = "caption"
        elif (
            _is_numbered_heading(text)
            and i + 1 < len(kept)
            and is_prose(kept[i + 1])
            and not is_list_item(kept[i + 1].text)
        ):
            block.kind = "heading"
        elif is_list_item(text) and not (text[0] in "-–—" and text[-1] == text[0]):
            block.kind = "list_item"
        elif _is_heading(text) and i + 1 < len(kept):
            block.kind = "heading"
        elif (
            before
            and before.text.endswith(":")
            and before.kind == "paragraph"
            and len(text) >= 80
            and text[0] not in "\"“‘'«"
        ):
            block.kind = "block_quote"


def _is_numbered_heading(text: str) -> bool:
    return text[0].isdigit() and is_list_item(text) and len(text) <= HEADING_MAX and not is_terminal(text)


def _is_heading(text: str) -> bool:
    if len(text) > HEADING_MAX or text.count(" ") >= HEADING_WORDS:
        return False
    if is_capitals(text):
        return True
    if is_terminal(text) and not (text[-1] in "?!'" and text.count(" ") < 8):
        return False
    return (text[0].isupper() or text[0] in "'\"“‘-–—" or text[0].isdigit()) and text[-1] not in ",;"
