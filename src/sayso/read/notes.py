"""Footnotes as source edges: which work stands behind which words."""

from __future__ import annotations

import dataclasses

from sayso.read.cast import Cast, Entry
from sayso.read.chains import Step
from sayso.read.citations import Work, read_note
from sayso.read.layings import to_span
from sayso.read.page import Page
from sayso.schema import Citation, Note, make_id
from sayso.text.spans import cut_text

SLACK = 3  # characters between a sentence's end and its mark: quotation mark, full stop, space


@dataclasses.dataclass(frozen=True, slots=True)
class Cited:
    """A note that cites a work, the place of its mark in the flow, and the work's entry."""

    note: Note
    work: Work
    place: int
    entry: Entry


def read_citations(page: Page, cast: Cast) -> list[Cited]:
    """Read the notes of a page in the order of their marks; a work cited twice is one entry."""
    cited: list[Cited] = []
    entries: dict[tuple[tuple[str, ...], str | None], Entry] = {}
    works: list[Work] = []
    numbered = sorted(
        (note for note in page.notes if note.kind == "footnote" and note.spans), key=lambda note: _number(note.label)
    )
    for note in numbered:
        work = read_note(cut_text(page.doc.text, note.spans, gap=" ").strip(), works)
        if work is None:
            continue
        works.append(work)
        key = (work.authors, work.title) if work.authors or work.title else ((note.id,), None)
        if key not in entries:
            entry = Entry(
                work.name, "document", is_named=True, head="thesis" if work.is_thesis else "work", is_source=True
            )
            entry.anchors = tuple(name for name in (*work.authors, work.publisher) if name)
            entry.aliases = [name for name in (work.title, *work.authors[:1]) if name and name != work.name]
            cast.entries.append(entry)
            entries[key] = entry
        place = _place_of(page, note)
        cited.append(Cited(note, work, place, entries[key]))
    return cited


def _place_of(page: Page, note: Note) -> int:
    """Where the mark stands in the flow: right after the last character before it; -1 when the mark wasn't found."""
    if not note.mark_spans:
        return -1
    start = note.mark_spans[0][0]
    while start > 0 and page.doc.text[start - 1].isspace():
        start -= 1
    before = page.flow.from_canonical(start - 1)
    return before + 1 if before is not None else page.flow.next_place(start)


def _number(label: str) -> tuple[int, str]:
    return (int(label), "") if label.isdigit() else (10**6, label)


def find_cited(
    cited: list[Cited], page: Page, start: int, end: int, *, speaker: Entry | None, speakers: dict[int, Entry | None]
) -> Cited | None:
    """The note behind flow characters `[start, end)`: its mark stands in or right after them, or ends a run of sentences
    of the same speaker.

    Args:
        cited: notes with their marks.
        page: the page.
        start: first character of the statement.
        end: past its last character.
        speaker: who says it in the text, null for the teller.
        speakers: who says each sentence, by the flow place where it begins.
    """
    block = page.block_at(start)
    marks = [item for item in cited if block.start <= item.place <= block.end + SLACK]
    for sent in block.words.sents:
        b, e = to_span(sent, block.start)
        if b < end and start < e:
            here = [item for item in marks if b < item.place <= e + SLACK]
            if here:
                after = [item for item in here if item.place >= end - 1]
                return (after or here[-1:])[0] if after or here[-1].place >= start else None
            break
    else:
        return None
    if speaker is None:
        return None
    for sent in block.words.sents:  # carry on over the same speaker's next sentences up to their mark
        b, e = to_span(sent, block.start)
        if b < end:
            continue
        if speakers.get(b) is not speaker:
            return None
        here = [item for item in marks if b < item.place <= e + SLACK]
        if here:
            return here[0]
    return None


def put_note(steps: list[Step], item: Cited | None) -> list[tuple[Step, str]]:
    """Put a cited work at the head of a chain; a speaker who is the work's own author is the work.

    Returns:
        Steps with the name each goes by in this chain.
    """
    named = [(step, step.entry.name) for step in steps]
    if item is None:
        return named
    tag = f"(footnote {item.note.label})"
    own = {
        word.lower()
        for name in (*item.work.authors, item.work.publisher or "", item.work.title or "")
        for word in name.split()
        if word[:1].isupper() or word[:1].isdigit()
    }
    if steps:
        first = steps[0].entry
        said = {word.lower() for word in first.name.split() if word[:1].isupper() or word[:1].isdigit()}
        surnames = {author.split()[-1].lower() for author in item.work.authors}
        body = item.work.publisher if not item.work.authors else None
        if (first.is_named and said & surnames) or (body and len(said & own) >= 2):
            return [(steps[0], f"{first.name} {tag}"), *named[1:]]
    return [(Step(item.entry, (), (), "note"), f"{item.entry.name} {tag}"), *named]


def to_citation(item: Cited, document_id: str, referent_id: str) -> Citation:
    """The row of a cited note."""
    work, note = item.work, item.note
    return Citation(
        id=make_id("t", document_id, note.id),
        document_id=document_id,
        note_id=note.id,
        label=note.label,
        referent_id=referent_id,
        mark_spans=note.mark_spans,
        spans=note.spans,
        authors=work.authors,
        title=work.title,
        publisher=work.publisher,
        year=work.year,
        url=work.url,
        how=work.how,
    )
