"""Notes of an HTML page: marks that link to blocks below them."""

from __future__ import annotations

import re

from sayso.acquire.html.frames import Shown


def lead_marks(shown: list[Shown], targets: dict[str, int]) -> None:
    """Lead marks to the blocks that they link to, and take those for notes."""
    for i, block in enumerate(shown):
        kept = []
        for low, high, target, label in block.draft.marks:
            at = targets.get(target)
            if at is None or not i < at < len(shown) or shown[at].draft.note_key not in {"", target}:
                continue  # a link back to the text, or to a section
            _make_note(shown, at, target, label)
            kept.append((low, high, target, label))
        block.draft.marks = kept


def _make_note(shown: list[Shown], at: int, target: str, label: str) -> None:
    note = shown[at].draft
    number = re.match(rf"(?:\[?{re.escape(label)}\]?[.)\s]*)?(?:[\^↑]\s*(?:[a-z]\s)*)?", note.text)
    note.note_key, note.kind = target, "footnote"
    note.note_start = number.end() if number else 0
    note.why = "a note that a mark in the text links to"
    low = note.note_start
    high = len(note.text)
    for start, end, why in reversed(note.cuts):
        if why.startswith("a link back") and not note.text[end:high].strip():
            high = len(note.text[:start].rstrip())
    note.note_end = max(high, low)
    item = shown[at].frame
    if item.tag == "p" and item.parent is not None and item.parent.tag in {"li", "div", "dd"}:
        item = item.parent
    for more in shown[at + 1 : item.last]:  # a note of several paragraphs; an item that is still open has no end
        if item.tag == "li" and not more.draft.note_key and not more.draft.marks:
            more.draft.note_key, more.draft.kind, more.draft.why = target, "footnote", note.why
