"""Chapters of a book: headings by its table of contents, its title page, and pieces by different writers as parts."""

from __future__ import annotations

import dataclasses
import re

from sayso.acquire.composed import Draft
from sayso.acquire.facts.dates import read_dateline
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.names import read_byline, read_names
from sayso.acquire.office.xhtml import Pages

_NO_TITLE = re.compile(
    r"(?:section|chapter|part|page|start|untitled|cover|title page|halftitle)[\s\d._-]*", re.IGNORECASE
)
"""What programs call parts whose title they don't know."""
_HEAD = 3  # blocks that a chapter's heading may take: "Chapter 4", its title, a line under it
_HEADING_MAX = 200  # characters
_FEWEST_WRITERS = 2  # chapters with writers of their own that make a collection
_TITLE_PAGE = 12  # blocks from the book's beginning in which its title stands


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the table of contents: its words, the part and fragment that it leads to, how deep it stands."""

    title: str
    part: str
    fragment: str
    depth: int


@dataclasses.dataclass(frozen=True, slots=True)
class Chapter:
    """Where a chapter begins: its first block, the one past its heading, its title, how deep it stands."""

    start: int
    after: int
    title: str
    depth: int


def mark_chapters(pages: Pages, starts: dict[str, int], entries: list[Entry]) -> list[Chapter]:
    """Make each entry's chapter begin with a heading; one whose title the page shows as a picture gets the entry's words.

    Args:
        starts: first block of each part.
    Returns:
        The chapters in order of the text; shifted for the headings put in.
    """
    found: dict[int, Entry] = {}
    for entry in entries:
        span = pages.targets.get((entry.part, entry.fragment)) if entry.fragment else None
        start = span[0] if span else starts.get(entry.part)
        if start is not None and start < len(pages.drafts) and entry.title:
            found.setdefault(start, entry)
    chapters: list[Chapter] = []
    shift = 0
    for start, entry in sorted(found.items(), key=lambda item: item[0]):
        at = start + shift
        if pages.drafts[at].why:
            continue
        n = _find_heading(pages.drafts[at : at + _HEAD], entry.title)
        if not n and _NO_TITLE.fullmatch(entry.title) is None:
            pages.drafts.insert(at, Draft(entry.title, "heading", place=pages.drafts[at].place))
            shift, n = shift + 1, 1
        chapters.append(Chapter(at, at + n, entry.title, entry.depth))
    return chapters


def _find_heading(head: list[Draft], title: str) -> int:
    """Mark the blocks that make a chapter's heading; give how many, 0 for none."""
    wanted, said = _letters(title), ""
    for n, draft in enumerate(head, 1):
        if draft.why or len(draft.text) > _HEADING_MAX:
            break
        said += _letters(draft.said)
        if said and (said == wanted or said.endswith(wanted)):
            for part in head[:n]:
                part.kind = "heading"
            return n
    return 1 if head and any(draft.kind == "heading" and not draft.why for draft in head) else 0


def mark_title_page(drafts: list[Draft], facts: Facts) -> None:
    """Mark the book's title and author where its first pages print them."""
    title, house = _letters(facts.title or ""), _letters(facts.publisher or "")
    authors = {_letters(name) for name in facts.authors}
    is_told = False
    for draft in drafts[:_TITLE_PAGE]:
        words = _letters(draft.said)
        if draft.why or not words:
            continue
        if words == title:
            draft.kind, draft.why = ("furniture", "repeats the title") if is_told else ("title", "the title")
            is_told = True
        elif len(draft.text) > _HEADING_MAX or (is_told and draft.kind == "heading"):
            return
        elif words.removeprefix("by") in authors:
            draft.kind, draft.why = "byline", "the book's author"
        elif words == house:
            draft.kind, draft.why = "furniture", "the book's publisher on its title page"
        elif is_told and read_dateline(draft.said):
            draft.kind, draft.why = "dateline", "the date on the title page"


def mark_parts(drafts: list[Draft], chapters: list[Chapter]) -> None:
    """Make each chapter of a collection a part, with the writer whom its byline names."""
    writers = {}
    for chapter in chapters:
        for draft in drafts[chapter.after : chapter.after + 2]:
            names = _read_writer(draft)
            if names:
                writers[chapter.start] = (draft, names)
                break
    if len({names for _, names in writers.values()}) < _FEWEST_WRITERS:
        return
    deepest = max(chapter.depth for chapter in chapters if chapter.start in writers)
    for chapter in chapters:
        if chapter.depth > deepest:
            continue
        found = writers.get(chapter.start)
        head = Facts()
        head.learn("title", chapter.title, how="the book's table of contents")
        if found:
            found[0].kind, found[0].why = "byline", "says who wrote"
            head.learn("authors", found[1], how="byline")
        if chapter.start:
            drafts[chapter.start].head = head


def _read_writer(draft: Draft) -> tuple[str, ...]:
    if draft.why or draft.kind not in {"paragraph", "heading"}:
        return ()
    words = draft.said
    return read_byline(words) or (read_names(words) if len(words) <= 60 and words.count(" ") <= 6 else ())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
