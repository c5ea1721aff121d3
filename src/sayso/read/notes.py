"""Footnotes as source edges: which work stands behind which words."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Callable

from sayso.read.cast import Cast, Entry
from sayso.read.chains import Step
from sayso.read.citations import read_entry, read_note
from sayso.read.imprints import YEAR
from sayso.read.layings import to_span
from sayso.read.page import Page
from sayso.read.shortforms import Cites, Work
from sayso.schema import Citation, Note, Spans, make_id
from sayso.text.spans import cut_text

_NAMED_PAGE = re.compile(r"(?:[,:]\s*(?:pp?\.\s*)?|[a-z”\"’]\s)(?P<page>\d{1,4}(?:[–-]\d{1,4})?)$")  # 'Lomax 2014, 12'; 'Lomax 12'
SLACK = 3  # characters between a sentence's end and its mark: quotation mark, full stop, space


@dataclasses.dataclass(frozen=True, slots=True)
class Cited:
    """A work cited at one mark: the note, the work, the mark and its place in the flow, and the work's entry.

    Attributes:
        marks: the mark; empty when none was found.
        through: entry of the work through which this one is quoted, if it is.
    """

    note: Note
    work: Work
    place: int
    entry: Entry
    marks: Spans = ()
    through: Entry | None = None


def read_citations(page: Page, cast: Cast) -> list[Cited]:
    """Read the works that a page's notes and lists name, in the order of the text; a work cited twice is one entry.

    Lists of works come first, so that a note's short form finds its entry there.
    """
    shelf = _Shelf(cast)
    cites = Cites()
    cited: list[Cited] = []
    notes = sorted((note for note in page.notes if note.kind != "link" and note.spans), key=lambda note: note.spans)
    for note in sorted(notes, key=lambda note: note.kind != "reference"):
        is_list = note.kind == "reference"
        words = cut_text(page.doc.text, note.spans, gap="\n").strip()
        works = read_entry(words, cites) if is_list else read_note(words, cites, note.label)
        if is_list and not note.mark_spans:
            works = [dataclasses.replace(work, how="listed") for work in works]
        cited += _place_works(page, note, works, shelf)
    return cited


def _place_works(page: Page, note: Note, works: list[Work], shelf: _Shelf) -> list[Cited]:
    """One row for each work and mark; of works that others are quoted through, the others know them."""
    entries = [shelf.find_entry(work, note, is_source=work.how != "listed") for work in works]
    cited: list[Cited] = []
    for mark in note.mark_spans or (None,):
        place = _place_of(page, mark)
        for i, (work, entry) in enumerate(zip(works, entries, strict=True)):
            told = _read_naming(page, note, mark, work)
            is_quoted = i + 1 < len(works) and works[i + 1].how == "quoted in" and work.how != "quoted in"
            cited.append(Cited(note, told, place, entry, (mark,) if mark else (), entries[i + 1] if is_quoted else None))
    return cited


class _Shelf:
    """Entries of the works cited so far, by what makes them one."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._entries: dict[object, Entry] = {}

    def find_entry(self, work: Work, note: Note, *, is_source: bool) -> Entry:
        """The work's entry, made when it is cited first."""
        key = work.key or note.id
        entry = self._entries.get(key)
        if entry is None:
            entry = Entry(work.name, "document", is_named=True, head="thesis" if work.is_thesis else "work")
            entry.anchors = tuple(name for name in (*work.authors, work.publisher) if name)
            entry.aliases = [name for name in (work.title, *work.authors[:1]) if name and name != work.name]
            self._cast.entries.append(entry)
            self._entries[key] = entry
        entry.is_source = entry.is_source or is_source
        return entry


def _read_naming(page: Page, note: Note, mark: tuple[int, int] | None, work: Work) -> Work:
    """A work that the text names by author and year, with the page that it names there."""
    if note.kind != "reference" or mark is None or note.label:
        return work
    words = page.doc.text[mark[0] : mark[1]]
    year = YEAR.search(words)
    found = _NAMED_PAGE.search(words[year.end() :] if year else words)
    return dataclasses.replace(work, how="named", page=found["page"] if found else None)


def _place_of(page: Page, mark: tuple[int, int] | None) -> int:
    """Where a mark stands in the flow: right after the last character before it; -1 when the mark wasn't found."""
    if mark is None:
        return -1
    start = mark[0]
    while start > 0 and (page.doc.text[start - 1].isspace() or page.doc.text[start - 1] in "(["):
        start -= 1
    before = page.flow.from_canonical(start - 1)
    return before + 1 if before is not None else page.flow.next_place(start)


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
    tag = _tell_mark(item)
    first: list[tuple[Step, str]] = []
    if item.through is not None:
        first = [(Step(item.through, (), (), "note"), f"{item.through.name} {tag}")]
    if steps and _is_own(steps[0].entry, item.work):
        return [*first, (steps[0], f"{steps[0].entry.name} {tag}"), *named[1:]]
    return [*first, (Step(item.entry, (), (), "note"), f"{item.entry.name} {tag}"), *named]


def _tell_mark(item: Cited) -> str:
    if item.note.kind == "reference":
        return f"(reference {item.note.label})" if item.note.label else "(list of works)"
    return f"(footnote {item.note.label})"


def _is_own(speaker: Entry, work: Work) -> bool:
    """Whether who speaks in the text wrote the work, or is the body that brought it out."""
    own = _names_in([*work.authors, work.publisher or "", work.title or ""])
    said = _names_in([speaker.name])
    surnames = {author.split()[-1].lower() for author in work.authors}
    return (speaker.is_named and bool(said & surnames)) or bool(
        not work.authors and work.publisher and len(said & own) >= 2
    )


def _names_in(names: list[str]) -> set[str]:
    return {word.lower() for name in names for word in name.split() if word[:1].isupper() or word[:1].isdigit()}


def to_citations(cited: list[Cited], document_id: str, *, id_of: Callable[[Entry], str]) -> list[Citation]:
    """Rows of the works cited: one for each note, work and page, with all marks that point there.

    Args:
        cited: as `read_citations` gave them.
        document_id: the document.
        id_of: id of an entry's referent.
    """
    grouped: dict[tuple[str, int, str | None], list[Cited]] = defaultdict(list)
    for item in cited:
        grouped[item.note.id, id(item.entry), item.work.page].append(item)
    counts: Counter[str] = Counter()
    rows = []
    for (note_id, _, _), items in grouped.items():
        ordinal = counts[note_id]
        counts[note_id] += 1
        work, note = items[0].work, items[0].note
        rows.append(
            Citation(
                id=make_id("t", document_id, note_id, *([ordinal] if ordinal else [])),
                document_id=document_id,
                note_id=note_id,
                label=note.label,
                referent_id=id_of(items[0].entry),
                mark_spans=tuple(sorted({span for item in items for span in item.marks})),
                spans=note.spans,
                authors=work.authors,
                title=work.title,
                publisher=work.publisher,
                year=work.year,
                url=work.url,
                how=work.how,
                page=work.page,
            )
        )
    return rows
