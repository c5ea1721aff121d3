"""Markdown: plain text whose marks of headings, links and emphasis are cut from the flow."""

from __future__ import annotations

import re

from sayso.acquire.assemble import InnerCut
from sayso.acquire.facts.dates import find_date
from sayso.acquire.facts.names import read_names
from sayso.acquire.plain import read_plain
from sayso.acquire.reading import Link, Reading

_HEADING = re.compile(r"#{1,6}\s+")
_LINK = re.compile(
    r"(?P<open>!?\[)(?P<words>[^\[\]\n]{1,300})(?P<close>\]\((?P<url>[^()\s]{1,2000})(?:\s+\"[^\"\n]*\")?\))"
)
_EMPHASIS = re.compile(
    r"(?<![\w*])(?P<open>\*\*|\*|__)(?=\S)(?P<words>[^*\n]{1,500}?)(?<=\S)(?P<close>(?P=open))(?![\w*])"
)
_MATTER = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|author|authors|date)\s*:\s*(.+)$", re.MULTILINE | re.IGNORECASE)


def read_markdown(text: str) -> Reading:
    """Read Markdown; the canonical text is the file unchanged, its marks are cuts."""
    matter = _MATTER.match(text)
    fields = {m[1].lower(): m[2].strip(" \"'[]") for m in _FIELD.finditer(matter[1])} if matter else {}
    title = _find_title(text, fields)
    reading = read_plain(text)
    if title:
        reading.facts.title = None
        reading.facts.learn("title", title, how="front matter" if "title" in fields else "first heading")
    reading.facts.learn("authors", read_names(fields.get("author") or fields.get("authors") or ""), how="front matter")
    found = find_date(fields.get("date", ""))
    reading.facts.learn("published", found.iso if found else None, how="front matter")
    _mark_lines(reading, matter.end() if matter else 0, title)
    _cut_marks(reading)
    return reading


def _find_title(text: str, fields: dict[str, str]) -> str | None:
    if fields.get("title"):
        return fields["title"]
    match = re.search(r"^#\s+(.+?)\s*#*\s*$", text[:5000], re.MULTILINE)
    return match[1] if match else None


def _mark_lines(reading: Reading, matter_end: int, title: str | None) -> None:
    for stretch in reading.stretches:
        words = reading.text[stretch.start : stretch.end]
        heading = _HEADING.match(words)
        if stretch.end <= matter_end:
            stretch.kind, stretch.why = "form", "front matter"
        elif heading and title and words[heading.end() :].strip("# ") == title:
            stretch.kind, stretch.why = "title", "the title"
        elif heading and (not stretch.why or stretch.kind == "title"):
            stretch.kind, stretch.why = "heading", ""
            reading.inner.append(InnerCut(stretch.start, stretch.start + heading.end(), "mark of a heading"))


def _cut_marks(reading: Reading) -> None:
    for stretch in reading.stretches:
        if stretch.why:
            continue
        taken = {cut.start for cut in reading.inner}
        for match in _LINK.finditer(reading.text, stretch.start, stretch.end):
            reading.links.append(Link(*match.span("words"), match["url"]))
            reading.inner += [InnerCut(*match.span(group), "mark of a link") for group in ("open", "close")]
        for match in _EMPHASIS.finditer(reading.text, stretch.start, stretch.end):
            spans = [match.span("open"), match.span("close")]
            if (
                not any(cut.start < end and start < cut.end for cut in reading.inner[-40:] for start, end in spans)
                and spans[0][0] not in taken
            ):
                reading.inner += [InnerCut(*span, "mark of emphasis") for span in spans]
