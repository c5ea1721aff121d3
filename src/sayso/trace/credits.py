"""Edges from what a document credits: a dateline, a credit line, 'h/t', 'via', 'first reported by', a link."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sayso.schema import Document, Note, Source, Tables
from sayso.text.credits import Credit, find_credits, is_name_of
from sayso.text.spans import hull
from sayso.text.words import find_sentence
from sayso.trace.chains import Chain


@dataclasses.dataclass(frozen=True, slots=True)
class Credited:
    """A credit that a document gives, and whom it may mean.

    Attributes:
        documents: ids of the documents of the case that the named one published.
        source_id: the source of that name; null when the case has none.
        words: the credit as printed.
    """

    credit: Credit
    documents: tuple[str, ...]
    source_id: str | None
    words: str


def find_credited(tables: Tables) -> dict[str, list[Credited]]:
    """Give the credits of each document that name somebody whom the case knows; nobody credits himself."""
    documents = sorted(tables.take(Document), key=lambda document: document.id)
    sources = sorted((row for row in tables.take(Source) if row.is_named), key=lambda row: row.id)
    found: defaultdict[str, list[Credited]] = defaultdict(list)
    for document in documents:
        for credit in find_credits(document.text):
            if is_name_of(credit.name, document.publisher or "", document.title or ""):
                continue
            theirs = tuple(
                other.id for other in documents
                if other.id != document.id and is_name_of(credit.name, other.publisher or "", other.title or "")
            )
            source_id = next(
                (row.id for row in sources if not row.document_id and is_name_of(credit.name, row.name, *row.aliases)), None
            )
            if theirs or source_id:
                words = " ".join(document.text[credit.start : credit.end].split())
                found[document.id].append(Credited(credit, theirs, source_id, words))
    for document_id, link in _find_links(tables.take(Note), documents):
        found[document_id].append(link)
    return dict(found)


def _find_links(notes: Iterable[Note], documents: Sequence[Document]) -> Iterator[tuple[str, Credited]]:
    """Links of the running text to a document of the case."""
    at = {_to_place(document.url): document.id for document in documents if document.url}
    for note in sorted(notes, key=lambda note: note.id):
        target = at.get(_to_place(note.url)) if note.kind == "link" and note.url else None
        if target is not None and target != note.document_id and note.mark_spans:
            credit = Credit(note.label, *hull(note.mark_spans), is_whole=False)
            yield note.document_id, Credited(credit, (target,), None, f"link: {' '.join(note.label.split())}")


def _to_place(url: str | None) -> str:
    """An address without what changes from copy to copy: scheme, www, query, fragment, last slash."""
    return re.sub(r"^\w+://(?:www\.)?|[?#].*$", "", url or "").rstrip("/").lower()


def pair_credits(
    chains: Sequence[Chain], credited: dict[str, list[Credited]], texts: dict[str, str]
) -> Iterator[tuple[Chain, str, str]]:
    """Give each claim that its document lays to nobody with the node that is credited for it, and the words of the credit.

    A document of the case stands for the one credited where it tells the claim and is the only one of his that does.
    """
    tellings = {chain.document_id for chain in chains}
    for chain in chains:
        if not chain.is_bare:
            continue
        for some in credited.get(chain.document_id, ()):
            if some.credit.is_whole or _is_near(some.credit, chain, texts[chain.document_id]):
                telling = [document_id for document_id in some.documents if document_id in tellings]
                node = telling[0] if len(telling) == 1 else some.source_id
                if node is not None:
                    yield chain, node, some.words
                    break


def _is_near(credit: Credit, chain: Chain, text: str) -> bool:
    """Whether a credit stands in the sentence of a claim."""
    claim = chain.claim
    start, end = find_sentence(text, hull(claim.spans), inside=(claim.passage_start, claim.passage_end))
    return start <= credit.start < end


def find_outlets(tables: Tables) -> dict[str, str]:
    """Source id of the outlet that published each document, where the case speaks of it by that name."""
    by_name: dict[str, str] = {}
    for source in sorted(tables.take(Source), key=lambda source: source.id):
        if source.is_named and source.document_id is None:
            for name in (source.name, *source.aliases):
                by_name.setdefault(_to_key(name), source.id)
    found = {document.id: by_name.get(_to_key(document.publisher or "")) for document in tables.take(Document)}
    return {document_id: source_id for document_id, source_id in found.items() if source_id}


def _to_key(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split())
