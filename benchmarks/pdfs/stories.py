"""The texts that are typeset, as blocks: their true order, notes and rows are known."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
_MARK = re.compile(r"\[\^(\d+)\]")


@dataclasses.dataclass(frozen=True)
class Block:
    """A title, author, heading, paragraph, item, caption or row, with its notes' marks as `[^1]` in the text."""

    kind: str
    text: str

    @property
    def bare(self) -> str:
        """Its words without marks."""
        return _MARK.sub("", self.text)


@dataclasses.dataclass(frozen=True)
class Story:
    """Blocks in the order in which they are read, and the notes by label."""

    blocks: tuple[Block, ...]
    notes: dict[str, str]


def load_story(name: str) -> Story:
    """Load a text; a line is a block: `# title`, `@ author`, `## heading`, `- item`, `| row |`, `[^1]: note`."""
    blocks, notes = [], {}
    for line in (HERE / "texts" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        note = re.match(r"\[\^(\d+)\]: (.*)", line)
        if note:
            notes[note[1]] = note[2]
        elif line.startswith("## "):
            blocks.append(Block("heading", line[3:]))
        elif line.startswith("# "):
            blocks.append(Block("title", line[2:]))
        elif line.startswith("@ "):
            blocks.append(Block("author", line[2:]))
        elif line.startswith("- "):
            blocks.append(Block("item", line[2:]))
        elif line.startswith("|"):
            blocks.append(Block("row", line.strip("| ")))
        elif re.match(r"(?:Table|Figure) \d+\. ", line):
            blocks.append(Block("caption", line))
        elif line.strip():
            blocks.append(Block("paragraph", line))
    return Story(tuple(blocks), notes)


def join_stories(names: Iterable[str]) -> Story:
    """Join texts into one: titles of all but the first become headings, notes are numbered through."""
    blocks: list[Block] = []
    notes: dict[str, str] = {}
    for i, name in enumerate(names):
        story, shift = load_story(name), len(notes)
        for block in story.blocks:
            if i and block.kind == "author":
                continue
            kind = "heading" if i and block.kind == "title" else block.kind
            text = _MARK.sub(lambda match, by=shift: f"[^{int(match[1]) + by}]", block.text)  # type: ignore[misc]
            blocks.append(Block(kind, text))
        notes |= {str(int(label) + shift): text for label, text in story.notes.items()}
    return Story(tuple(blocks), notes)


def split_marks(text: str) -> list[tuple[str, str | None]]:
    """Words and the label of the mark after them; the last has none."""
    parts = _MARK.split(text)
    return [(parts[i], parts[i + 1] if i + 1 < len(parts) else None) for i in range(0, len(parts), 2)]
