"""What a reader of one format gives, and the rows made of it: the same for every format."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from pathlib import PurePath

from sayso.acquire.assemble import InnerCut, Stretch, to_cuts, to_pieces
from sayso.acquire.facts.datelines import split_datelines
from sayso.acquire.facts.dates import find_date
from sayso.acquire.facts.edges import learn_edges
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.names import read_names
from sayso.acquire.notes.footnotes import FoundNote
from sayso.acquire.repeated import mark_repeated
from sayso.models.language import guess_document
from sayso.schema import Document, Note, Part, Problem, Spans, Tables, make_id

MADE_BY = "acquire 1"
MOST_SAMPLED = 20  # stretches by which a document's language is told; it takes two milliseconds
SPOKEN = {"paragraph", "list_item", "block_quote"}
_NEAR_LANGUAGES = ({"no", "nb", "nn", "da"}, {"id", "ms"}, {"hr", "sr", "bs", "sh"}, {"pt", "gl"}, {"cs", "sk"}, {"fil", "tl"})
_FIELDS = ("title", "authors", "publisher", "published", "agency", "updated", "language", "url")


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """Linked words and the address they lead to."""

    start: int
    end: int
    url: str


@dataclasses.dataclass(slots=True)
class Reading:
    """A document's canonical text and everything found in it.

    Attributes:
        stretches: in order of the text; they hold every character that is not white space.
        parts: first character and facts of each article, in order; never empty.
        inner: cuts inside stretches of the flow.
        warnings: what happened and why, of things that did not lose the document.
    """

    text: str
    stretches: list[Stretch]
    parts: list[tuple[int, Facts]]
    facts: Facts
    notes: list[FoundNote] = dataclasses.field(default_factory=list)
    links: list[Link] = dataclasses.field(default_factory=list)
    inner: list[InnerCut] = dataclasses.field(default_factory=list)
    language: str | None = None
    url: str | None = None
    warnings: list[tuple[str, str]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a document and what they are.

    Attributes:
        repeated: lines that many pages of its site hold and on how many, by `repeated.hash_line`; from `find_repeated`.
    """

    path: str
    name: str
    data: bytes
    media_type: str
    meta: Mapping[str, str]
    holder_id: str | None = None
    repeated: Mapping[str, int] = dataclasses.field(default_factory=dict)


def to_rows(original: Original, reading: Reading) -> Tables:
    """Make the rows of one document."""
    sha256 = hashlib.sha256(original.data).hexdigest()
    document_id = name_document(sha256, original.name)
    stretches = mark_repeated(reading.text, reading.stretches, original.repeated)
    stretches = split_datelines(reading.text, stretches, [start for start, _ in reading.parts])
    url = reading.url or original.meta.get("url")
    learn_edges(reading.text, stretches, reading.facts, url)
    facts = _add_meta(reading.facts, original.meta)
    language = _pick_language(reading, facts)
    if url:
        facts.known_by.setdefault("url", "the page's own" if reading.url else "meta.csv")
    document = Document(
        id=document_id,
        sha256=sha256,
        path=original.name,
        media_type=original.media_type,
        n_bytes=len(original.data),
        text=reading.text,
        title=facts.title,
        authors=facts.authors,
        publisher=facts.publisher,
        published=facts.published,
        language=language,
        url=url,
        origin=original.meta.get("origin"),
        known_by=tuple(f"{field}: {facts.known_by[field]}" for field in _FIELDS if field in facts.known_by),
        made_by=MADE_BY,
        agency=facts.agency,
        updated=facts.updated,
        holder_id=original.holder_id,
    )
    parts = _to_parts(document, reading)
    places = [(part.start, part.id) for part in parts]
    problems = [make_problem(original.path, what, why) for what, why in dict.fromkeys(reading.warnings)]
    return Tables(
        {
            "documents": [document],
            "parts": parts,
            "pieces": to_pieces(document_id, stretches, places),
            "cuts": to_cuts(document_id, reading.text, stretches, reading.inner),
            "notes": _to_notes(document_id, reading),
            "problems": problems,
        }
    )


def name_document(sha256: str, name: str) -> str:
    """Give the id of a document: the same bytes under the same file name are the same document."""
    return make_id("d", sha256, PurePath(name).name)


def make_problem(where: str, what: str, why: str, *, is_lost: bool = False) -> Problem:
    """Make a row that says what was not read."""
    return Problem(make_id("x", where, what, why), where, what, why, is_lost, MADE_BY)


def _pick_language(reading: Reading, facts: Facts) -> str | None:
    """What the document declares, where its text is in no other language: templates declare what they were made for."""
    declared, found = reading.language, guess_document(_sample(reading))
    if declared and (found is None or _is_near(declared, found)):
        facts.known_by["language"] = "declared" if found else "declared; too little text to check it by"
        return declared
    if found:
        facts.known_by["language"] = f"its words; it declares {declared}" if declared else "its words"
    return found


def _is_near(declared: str, found: str) -> bool:
    """Whether two tags name one language, or two that a model takes for one another."""
    one, two = declared.lower().split("-")[0], found.lower().split("-")[0]
    return one == two or any({one, two} <= near for near in _NEAR_LANGUAGES)


def _sample(reading: Reading) -> list[str]:
    """Some of a document's stretches, spread over it, to tell its language by."""
    spoken = [stretch for stretch in reading.stretches if stretch.kind in SPOKEN]
    step = max(1, len(spoken) // MOST_SAMPLED)
    return [reading.text[stretch.start : stretch.end] for stretch in spoken[::step]]


def _to_parts(document: Document, reading: Reading) -> list[Part]:
    starts = [start for start, _ in reading.parts]
    ends = [*starts[1:], len(reading.text)]
    rows = []
    for ordinal, ((start, facts), end) in enumerate(zip(reading.parts, ends, strict=True)):
        first = ordinal == 0
        rows.append(
            Part(
                id=make_id("p", document.id, ordinal, start),
                document_id=document.id,
                ordinal=ordinal,
                start=start,
                end=end,
                title=document.title if first else facts.title,
                authors=document.authors if first else facts.authors or document.authors,
                published=document.published if first else facts.published or document.published,
            )
        )
    return rows


def _to_notes(document_id: str, reading: Reading) -> list[Note]:
    rows = []
    for found in reading.notes:
        marks: Spans = tuple(sorted(found.marks))
        note_id = make_id("n", document_id, found.kind, found.label, found.at)
        rows.append(Note(note_id, document_id, found.kind, found.label, marks, tuple(found.spans), None))
    for link in reading.links:
        note_id = make_id("n", document_id, "link", link.start, link.url)
        words = reading.text[link.start : link.end]
        rows.append(Note(note_id, document_id, "link", words, ((link.start, link.end),), (), link.url))
    return list({row.id: row for row in reversed(rows)}.values())[::-1]  # broken markup tells a thing twice; the first one counts


def _add_meta(facts: Facts, meta: Mapping[str, str]) -> Facts:
    """Let what meta.csv gives stand before what the text shows: a person wrote it for this file."""
    given = dataclasses.replace(facts, known_by=dict(facts.known_by))
    for field in ("title", "publisher"):
        if meta.get(field):
            setattr(given, field, meta[field])
            given.known_by[field] = "meta.csv"
    names = read_names(meta.get("authors") or meta.get("author") or "")
    if names:
        given.authors, given.known_by["authors"] = names, "meta.csv"
    names_of_outlet = (given.publisher or "").lower()
    given.authors = tuple(name for name in given.authors if not names_of_outlet or names_of_outlet not in name.lower())
    told = meta.get("published", "")
    found = find_date(told)
    # "4/4/2017 (as labelled, some are wrong)": a remark beside the date means doubt, and the text's own date is better
    if found and not (given.published and "(" in told):
        given.published = found.iso
        given.known_by["published"] = "meta.csv" if found.is_sure else "meta.csv, read as month/day"
    return given
