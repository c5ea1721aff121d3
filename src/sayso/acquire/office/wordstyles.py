"""The styles of a DOCX file: what a paragraph of each is, whether its words are hidden."""

from __future__ import annotations

import dataclasses
from typing import Any

from sayso.acquire.office.styles import find_kind
from sayso.acquire.office.symbols import to_label

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_MOST_PARENTS = 20  # styles that a style builds upon, one after the other; Word allows ten


@dataclasses.dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its paragraphs or runs; kind is null when it says nothing."""

    kind: str | None = None
    is_hidden: bool = False
    is_list: bool = False


PLAIN = Style()


def is_on(properties: Any, name: str) -> bool | None:
    """Whether a switch such as `vanish` is on in run properties; null when it is not there."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else found.get(_VAL) not in {"0", "false", "off"}


def read_styles(root: Any) -> dict[str, Style]:
    """Give every style by its id, what it builds upon taken in."""
    rows = {row.get(f"{W}styleId") or "": row for row in root.iterfind(f"{W}style")} if root is not None else {}
    return {style_id: _read_style(style_id, rows) for style_id in rows}


def _read_style(style_id: str, rows: dict[str, Any]) -> Style:
    kind: str | None = None
    hidden: bool | None = None
    is_list = False
    for _ in range(_MOST_PARENTS):
        row = rows.get(style_id)
        if row is None:
            break
        name = row.find(f"{W}name")
        kind = kind or find_kind(name.get(_VAL) or "" if name is not None else "") or find_kind(style_id)
        kind = kind or ("heading" if is_outlined(row.find(f"{W}pPr")) else None)
        hidden = is_on(row.find(f"{W}rPr"), "vanish") if hidden is None else hidden
        is_list = is_list or is_numbered(row.find(f"{W}pPr")) is True
        parent = row.find(f"{W}basedOn")
        style_id = parent.get(_VAL) or "" if parent is not None else ""
    return Style(kind, bool(hidden), is_list)


def is_outlined(properties: Any) -> bool:
    """Whether paragraph properties give a level of the outline."""
    level = properties.find(f"{W}outlineLvl") if properties is not None else None
    return level is not None and level.get(_VAL) in set("012345678")


def is_numbered(properties: Any) -> bool | None:
    """Whether paragraph properties put it in a list; null when they say nothing, false when they take it out of one."""
    numbered = properties.find(f"{W}numPr") if properties is not None else None
    if numbered is None:
        return None
    number = numbered.find(f"{W}numId")
    return number is None or number.get(_VAL) != "0"


def find_style(styles: dict[str, Style], style_id: str) -> Style:
    """Give a style by its id, and by what the id says where the file holds no such style."""
    return styles.get(style_id) or Style(find_kind(style_id))


def pick_kind(properties: Any, style: Style) -> str:
    """Say what a paragraph is by its own properties and its style."""
    if style.kind not in {None, "paragraph", "list_item"}:
        return str(style.kind)
    if is_outlined(properties):
        return "heading"
    numbered = is_numbered(properties)
    if numbered or (numbered is None and (style.is_list or style.kind == "list_item")):
        return "list_item"
    return "paragraph"


class NoteNumbers:
    """Gives footnotes and endnotes the numbers that the page prints, which the file does not store."""

    def __init__(self, settings: Any, body: Any) -> None:
        """Learn how they are counted.

        Args:
            settings: root of `settings.xml`, or null.
            body: the body, whose last section may count in another way.
        """
        self._at: dict[str, int] = {}
        self._first: dict[str, int] = {}
        self._format: dict[str, str] = {}
        self._restarts: dict[str, bool] = {}
        for kind, usual in (("footnote", "decimal"), ("endnote", "lowerRoman")):
            told = {"numFmt": usual, "numStart": "1", "numRestart": ""}
            for holder in (settings, body.find(f"{W}sectPr")):
                for row in holder.iterfind(f"{W}{kind}Pr/*") if holder is not None else ():
                    told[row.tag[len(W) :]] = row.get(_VAL) or ""
            start = told["numStart"]
            self._first[kind] = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
            self._format[kind], self._restarts[kind] = told["numFmt"], told["numRestart"] == "eachSect"
        self._at = dict(self._first)

    def next(self, kind: str) -> str:
        """Give the next label of footnotes or endnotes."""
        number = self._at[kind]
        self._at[kind] = number + 1
        return to_label(number, self._format[kind])

    def end_section(self) -> None:
        """Begin anew where notes are counted by sections."""
        self._at = {kind: self._first[kind] if self._restarts[kind] else at for kind, at in self._at.items()}
