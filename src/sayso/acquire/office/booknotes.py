"""Notes of a book: which links are marks, and which blocks are the notes that they lead to."""

from __future__ import annotations

import re

from sayso.acquire.composed import Draft
from sayso.acquire.office.xhtml import Jump, Pages

_LABEL = re.compile(r"[\[(]?(\d{1,4}|[*†‡§¶]{1,4}|[ivxlc]{1,7}|[a-z])[\])]?\.?")
_OWN = re.compile(r"[\[(^]*(?P<label>\d{1,4}|[*†‡§¶]{1,4}|[ivxlc]{1,7}|[a-z])[\])]?[.:]?\s*(?=\S)")
_BACK = re.compile(r"\s*(?:[↩↑⤴⏎^]\ufe0e?|\[?(?:back|return|↵)\]?)+\s*$", re.IGNORECASE)
_MOST_BLOCKS = 30  # in one note; a longer stretch is a chapter that a link leads to
_UNLABELLED_MAX = 1500  # characters of a note without its number that a raised number links to


def link_notes(pages: Pages) -> None:
    """Mark the notes of a book and lead their marks to them."""
    backs: dict[int, list[tuple[int, int]]] = {}
    for jump in pages.jumps:
        back = pages.targets.get(jump.target)
        if back and back[0] < jump.draft:
            backs.setdefault(jump.draft, []).append(back)
    for jump in pages.jumps:
        span = pages.typed.get(jump.target) or pages.targets.get(jump.target)
        label = _LABEL.fullmatch(pages.drafts[jump.draft].text[jump.low : jump.high].strip())
        if span is None or label is None or span[0] <= jump.draft < span[1] or pages.drafts[jump.draft].note_key:
            continue
        notes = pages.drafts[span[0] : span[1]]
        is_typed = jump.is_note or jump.target in pages.typed
        if (
            not notes
            or len(notes) > _MOST_BLOCKS
            or not (is_typed or _is_note(jump, notes, label[1], leads_back=_leads_back(jump, span, backs)))
        ):
            continue
        _make_note(notes, f"{jump.target[0]}#{jump.target[1]}", label[1])
        _mark(pages.drafts[jump.draft], jump, label[1], f"{jump.target[0]}#{jump.target[1]}")
    for first, end in pages.typed.values():  # a note that no link leads to is one all the same
        for draft in pages.drafts[first:end]:
            if not draft.why:
                draft.kind, draft.why = "footnote", "a note by its type"


def _leads_back(jump: Jump, span: tuple[int, int], backs: dict[int, list[tuple[int, int]]]) -> bool | None:
    """Whether what a link leads to links back to the block it stands in; null when it stands before it."""
    if span[0] <= jump.draft:
        return None
    return any(low <= jump.draft < high for at in range(*span) for low, high in backs.get(at, ()))


def _is_note(jump: Jump, notes: list[Draft], label: str, *, leads_back: bool | None) -> bool:
    """Whether a plain link with a number for words marks a note: it follows, and leads back, repeats the number, or is short."""
    first = notes[0]
    if leads_back is None or first.kind == "heading" or (first.why and not first.note_key):
        return False
    own = _OWN.match(first.text)
    if leads_back or (own and own["label"] == label):
        return True
    return jump.is_raised and sum(len(draft.text) for draft in notes) <= _UNLABELLED_MAX


def _make_note(notes: list[Draft], key: str, label: str) -> None:
    for n, draft in enumerate(notes):
        if draft.note_key or (n and draft.kind == "heading"):
            return
        own = _OWN.match(draft.text) if n == 0 else None
        back = _BACK.search(draft.text)
        draft.note_start = own.end() if own and own["label"] == label else 0
        draft.note_end = back.start() if back and back.start() > draft.note_start else 0
        draft.kind, draft.why, draft.note_key = "footnote", "a note that a mark in the text links to", key
        draft.marks = []


def _mark(draft: Draft, jump: Jump, label: str, key: str) -> None:
    low, high = jump.low, jump.high
    words = draft.text[low:high]
    low, high = low + len(words) - len(words.lstrip()), high - len(words) + len(words.rstrip())
    if not draft.note_key and low < high:
        draft.marks.append((low, high, key, label))


def mark_note_headings(drafts: list[Draft]) -> None:
    """Take the headings that stand over notes only out of the flow."""
    is_over_notes = False
    for draft in reversed(drafts):
        if draft.kind == "footnote":
            is_over_notes = True
        elif draft.kind == "heading" and is_over_notes and not draft.why:
            draft.kind, draft.why = "furniture", "the heading of the notes"
        elif not draft.why or draft.kind != "furniture":
            is_over_notes = False
