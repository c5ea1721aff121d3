"""What the sentences of a brief rest on: passages of documents, numbered in the order in which sentences first name them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.schema import Claim, Hop, Spans
from sayso.tell.lookup import Lookup
from sayso.tell.masking import Masked
from sayso.tell.model import Passage, Run, Words, show, show_text, tell
from sayso.tell.passages import Bit, cut_around, cut_passage
from sayso.tell.shown import clean_line, elide

NAMED = 70  # characters of a name or a cue in a chain
QUOTED = 260  # characters of a statement that is quoted where its claims stand below; the HTML brief cuts there too


class Notes:
    """Makes the passages of one brief, each once."""

    def __init__(self, lookup: Lookup, masked: Masked) -> None:
        self.lookup, self.masked = lookup, masked
        self._known: dict[tuple[str, Spans], Passage] = {}

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that have a number, in its order."""
        return tuple(self._known.values())

    def refer(self, claims: Iterable[Claim | None]) -> tuple[Passage, ...]:
        """Passages of some claims; of one that is gone, none."""
        return tuple(self._refer_claim(claim) for claim in claims if claim is not None)

    def refer_span(self, document_id: str, spans: Spans) -> tuple[Passage, ...]:
        """The passage at some spans of a document; none when the document is gone or nothing is named."""
        document = self.lookup.documents.get(document_id)
        if document is None or not spans:
            return ()
        if (document_id, spans) not in self._known:
            bits = cut_around(document.text, spans, cuts=self.lookup.cuts.get(document_id, []))
            self._known[document_id, spans] = self._make(document_id, spans, number=len(self._known) + 1, bits=tuple(bits))
        return (self._known[document_id, spans],)

    def quote(self, claim: Claim) -> Passage:
        """The passage of a claim that is quoted in the text itself."""
        return self._make(claim.document_id, claim.spans, claim=claim)

    def _refer_claim(self, claim: Claim) -> Passage:
        key = (claim.document_id, claim.spans)
        if key not in self._known:
            lookup = self.lookup
            bits = cut_passage(
                lookup.documents[claim.document_id], claim, hops=lookup.hops.get(claim.id, []),
                cuts=lookup.cuts.get(claim.document_id, []),
            )
            self._known[key] = self._make(*key, number=len(self._known) + 1, claim=claim, bits=tuple(bits))
        return self._known[key]

    def _make(
        self, document_id: str, spans: Spans, *, number: int = 0, claim: Claim | None = None, bits: tuple[Bit, ...] = ()
    ) -> Passage:
        # A note shows the paragraph as well.
        shown = ((claim.passage_start, claim.passage_end),) if claim and bits else ()
        pages = [piece.page for piece in self.lookup.places(claim) if piece.page] if claim else []
        return Passage(
            number=number,
            document_id=document_id,
            document=show(self.lookup.title(document_id)).text,
            imprint=show(tell_imprint(self.lookup.documents[document_id])).text,
            spans=self.masked.find_spans(document_id, spans),
            words=show(self.lookup.words(document_id, spans)).text,
            claim_id=claim.id if claim else "",
            bits=tuple(dataclasses.replace(bit, text=show_text(bit.text)) for bit in bits),
            pages=tuple(dict.fromkeys(pages)),
            is_masked=self.masked.has_stand_in(document_id, (*spans, *shown)),
        )


def tell_imprint(document: Any) -> str:
    """Who published a document and when, in words."""
    return f"{clean_line(document.publisher or '') or 'publisher not given'}, {clean_line(document.published or '') or 'undated'}"


def tell_chain(lookup: Lookup, claim: Claim) -> Words:
    """A claim's chain: the teller, then to whom it is laid, by which words."""
    parts: list[str | Run] = []
    for hop in lookup.hops.get(claim.id, []):
        cue = elide(lookup.words(claim.document_id, hop.cue_spans), at_most=NAMED)
        # The cue stands behind the name: before it, `The Mercury denied Petra Hallow` would say what nobody said.
        parts += [(", laid to " if len(parts) == 1 else ", then to ") if parts else "", _tell_hop(lookup, claim, hop)]
        parts = [part for part in parts if part]
        parts += [" (", show(cue, look="italic"), ")"] if cue and len(parts) > 1 else []
    return tell(*parts) or tell(show(lookup.teller(claim.document_id)))


def _tell_hop(lookup: Lookup, claim: Claim, hop: Hop) -> Run:
    if hop.ordinal == 0:
        return show(elide(lookup.teller(claim.document_id), at_most=NAMED), link=f"document-{claim.document_id}")
    source_id = lookup.source_id(hop.referent_id)
    return show(elide(clean_line(hop.name), at_most=NAMED), link=f"source-{source_id}" if source_id else "")


def put_lead_first(lookup: Lookup, group_id: str, claims: Sequence[Claim]) -> list[Claim]:
    """Claims of a group with the one before the others whose words stand for it: what is quoted is what a note shows first."""
    lead = lookup.groups[group_id].claim_id if group_id in lookup.groups else ""
    return sorted(claims, key=lambda claim: claim.id != lead)


def tell_group(lookup: Lookup, group_id: str) -> Run:
    """A statement's words, quoted, leading to where it stands in full."""
    group = lookup.groups.get(group_id)
    return show(elide(clean_line(group.text), at_most=QUOTED) if group else group_id, link=f"group-{group_id}", look="quote")
