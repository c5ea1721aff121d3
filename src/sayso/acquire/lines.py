"""Lines of a text: where each stands, how it is set, and what it turned out to be."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

# every character that ends a line for any reader of text, so that no block of the flow holds one
_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_RULE = re.compile(r"[_\-–—=*~#\s]{3,}")
RULE_SPACES = 20  # a line of so many spaces is how text layers keep the rule above footnotes; ordinary blanks have 0-8
_TERMINAL = re.compile(r"[.!?…](?:\s?[\"”’'»)\]])*(?:\s?\[?\d{1,3}\]?)?$")
_LIST_ITEM = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|[•●▪■◦‣∙·]|[*–—-](?=\s))\s*(?=\S)")


@dataclasses.dataclass(frozen=True, slots=True)
class Print:
    """How a line is printed, of formats that tell.

    Attributes:
        start: where the line's words begin in the canonical text.
        box: left, top, right and bottom on its page in points from the top left corner.
        size: height of its type in points.
        kind: what it is by its place or its type, of what is no running text: `table`, `footnote`, `running_head` and so on.
        why: how that was recognised, of what is out of the flow.
        begins: whether it begins a paragraph; null where the print does not tell.
        is_first_note: whether notes begin here.
        is_title: whether it is set in the largest type of the first page.
    """

    start: int
    box: tuple[float, float, float, float]
    size: float
    kind: str = ""
    why: str = ""
    begins: bool | None = None
    is_first_note: bool = False
    is_title: bool = False


@dataclasses.dataclass(slots=True)
class Line:
    """One line that holds anything; passes over the lines fill in `kind` and `why` of what stays out of the flow.

    Attributes:
        start, end: its words in the canonical text, white space around them left out.
        indent: columns of white space before its words.
        gap: empty lines before it.
        has_rule: whether a rule (a drawn line, or a line of many spaces) stands right before it.
        page: 0 for the first; form feeds part pages.
        depth: how many quoting marks (`>`) stood before its words.
        kind: of what is out of the flow, else empty.
        print: how it is printed, of formats that tell.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    has_rule: bool
    page: int
    kind: str = ""
    why: str = ""
    depth: int = 0
    print: Print | None = None

    def mark(self, kind: str, why: str) -> None:
        """Say what the line is and how that was recognised."""
        self.kind, self.why = kind, why


def split_lines(text: str) -> list[Line]:
    """Split a text into its lines that hold anything."""
    lines: list[Line] = []
    at = gap = page = 0
    has_rule = False
    while at <= len(text):
        match = _NEWLINE.search(text, at)
        end = match.start() if match else len(text)
        raw = text[at:end]
        bare = raw.strip()
        if bare:
            indent = len(raw) - len(raw.lstrip())
            lines.append(Line(at + indent, at + indent + len(bare), bare, indent, gap, has_rule, page))
            gap, has_rule = 0, is_rule(bare)
        else:
            gap += 1
            has_rule = has_rule or len(raw) >= RULE_SPACES
        if match is None:
            break
        page += match.group() == "\f"
        at = match.end()
    return lines


def add_prints(lines: Sequence[Line], prints: Iterable[Print]) -> None:
    """Add to each line how it is printed; what its print shows to be out of the flow is marked."""
    by_start = {found.start: found for found in prints}
    for line in lines:
        line.print = by_start.get(line.start)
        if line.print is None:
            continue
        line.has_rule = line.has_rule or line.print.is_first_note
        if line.print.why and line.print.kind != "footnote":
            line.mark(line.print.kind, line.print.why)


def mark_left_feet(lines: Sequence[Line]) -> None:
    """Mark what is small print at the foot of a page and turned out to be no numbered note."""
    for line in lines:
        if not line.kind and line.print is not None and line.print.why:
            line.mark(line.print.kind, line.print.why)


def is_rule(text: str) -> bool:
    """Whether a line is drawn rather than written: dashes, underscores, asterisks."""
    return _RULE.fullmatch(text) is not None


def is_terminal(text: str) -> bool:
    """Whether a line ends as a sentence does, a closing quotation mark or a note's mark after it or not."""
    return _TERMINAL.search(text[-12:]) is not None


def is_list_item(text: str) -> bool:
    """Whether a line begins with a bullet or a list number."""
    return _LIST_ITEM.match(text) is not None


def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals: at least four letters, no small one."""
    return text.isupper() and sum(char.isalpha() for char in text[:80]) >= 4
