"""Anchors: how what was ruled on is found again after documents are read anew and ids have changed.

An anchor is JSON: the document by its SHA-256, where in it, and the words. Whoever reads a ruling in ten years can see
from the anchor alone what it was about.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sayso.schema import Attribution, Claim, Document, Hop, Referent, Spans, Tables
from sayso.text.spans import hull, length, overlap, to_spans

SAME_PLACE = 0.5
"""Intersection over union of two stretches that are taken for one: what a better reader cuts a little otherwise is the same
statement, the next sentence isn't. A choice, not swept."""
MENTIONS = 8  # of a source in one document; the first name it, later ones are pronouns
WORDS = 300  # characters of a claim or a cue with its content that an anchor quotes of each of its pieces

Anchor = dict[str, Any]
Placed = TypeVar("Placed", Claim, Attribution)


class Anchors:
    """Makes anchors of the rows of a case, and finds rows by them."""

    def __init__(self, tables: Tables) -> None:
        self.documents = {doc.id: doc for doc in tables.take(Document)}
        self._by_hash = _listed((doc.sha256, doc) for doc in self.documents.values())
        self.claims = {claim.id: claim for claim in tables.take(Claim)}
        self._claims = _listed((claim.document_id, claim) for claim in self.claims.values())
        self.referents = {referent.id: referent for referent in tables.take(Referent)}
        self._referents = _listed((referent.document_id, referent) for referent in self.referents.values())
        self.attributions = {row.id: row for row in tables.take(Attribution)}
        self._attributions = _listed((row.document_id, row) for row in self.attributions.values())
        self._names = _listed(
            (hop.claim_id, hop.name) for hop in sorted(tables.take(Hop), key=lambda hop: hop.ordinal)
        )

    def add_referent(self, referent: Referent) -> None:
        """Know a referent that a ruling made."""
        self.referents[referent.id] = referent
        self._referents[referent.document_id].append(referent)

    # ------------------------------------------------------------ making

    def of_document(self, doc: Document) -> Anchor:
        """Anchor of a document."""
        return {"about": "document", "id": doc.id, "sha256": doc.sha256, "path": doc.path, "title": doc.title}

    def of_claims(self, claims: Sequence[Claim], *, name: str = "") -> Anchor:
        """Anchor of a claim, or of the claims of a group, whose text is `name`."""
        return {"about": "claim", "name": name or claims[0].text, "members": [self._of_placed(claim) for claim in claims]}

    def of_attribution(self, row: Attribution) -> Anchor:
        """Anchor of an attribution: its cue and content."""
        placed = self._of_placed(row)
        return {"about": "attribution", "name": " … ".join(placed["words"]), "members": [placed]}

    def of_referents(self, referents: Sequence[Referent], *, name: str) -> Anchor:
        """Anchor of a source, or of some of its referents."""
        return {"about": "source", "name": name, "members": [self._of_referent(referent) for referent in referents]}

    def _of_placed(self, row: Claim | Attribution) -> Anchor:
        doc, spans = self.documents[row.document_id], _place_of(row)
        made = {"id": row.id, "document": doc.sha256, "document_id": doc.id, "path": doc.path, "spans": spans}
        made["words"] = _quote(doc.text, spans)
        return made | ({"chain": self._names.get(row.id, [])} if isinstance(row, Claim) else {})

    def _of_referent(self, referent: Referent) -> Anchor:
        doc, spans = self.documents[referent.document_id], referent.spans[:MENTIONS]
        return {
            "id": referent.id, "document": doc.sha256, "document_id": doc.id, "path": doc.path, "name": referent.name,
            "kind": referent.kind, "spans": spans, "words": _quote(doc.text, spans),
        }

    # ------------------------------------------------------------ finding

    def find(self, anchor: Anchor) -> list[str]:
        """Ids of the rows that an anchor stands for, in the order of its members, each once; empty when they are gone."""
        if anchor["about"] == "document":
            found = [doc.id for doc in self._find_documents(anchor["sha256"], anchor["id"])]
        elif anchor["about"] == "source":
            found = [id_ for member in anchor["members"] if (id_ := self._find_referent(member))]
        elif anchor["about"] == "claim":
            found = [id_ for member in anchor["members"] if (id_ := self._find_placed(member, self.claims, self._claims))]
        else:
            rows, by_document = self.attributions, self._attributions
            found = [id_ for member in anchor["members"] if (id_ := self._find_placed(member, rows, by_document))]
        return list(dict.fromkeys(found))

    def _find_documents(self, sha256: str, id_: str) -> list[Document]:
        """The very document, else those of the same bytes under another name."""
        return [self.documents[id_]] if id_ in self.documents else sorted(self._by_hash.get(sha256, []), key=lambda doc: doc.id)

    def _find_placed(self, member: Anchor, rows: dict[str, Placed], by_document: dict[str, list[Placed]]) -> str | None:
        if member["id"] in rows:
            return str(member["id"])
        for doc in self._find_documents(member["document"], member["document_id"]):
            place = relocate(doc.text, member["spans"], member["words"])
            best = max(
                by_document.get(doc.id, []), default=None,
                key=lambda row: (_likeness(_place_of(row), place), self._names.get(row.id, []) == member.get("chain"), row.id),
            )
            if best is not None and _likeness(_place_of(best), place) >= SAME_PLACE:
                return best.id
            wanted = _squeeze(" ".join(member["words"]))
            same = [row for row in by_document.get(doc.id, []) if _squeeze(" ".join(_quote(doc.text, _place_of(row)))) == wanted]
            if same:
                start = member["spans"][0][0]
                return min(same, key=lambda row: (abs(hull(_place_of(row))[0] - start), row.id)).id
        return None

    def _find_referent(self, member: Anchor) -> str | None:
        """The referent of the same name, else the one that holds most of the mentions, at least half."""
        if member["id"] in self.referents:
            return str(member["id"])
        for doc in self._find_documents(member["document"], member["document_id"]):
            place = relocate(doc.text, member["spans"], member["words"])
            rated = [
                (_squeeze(referent.name) == _squeeze(member["name"]), _count_shared(referent.spans, place), referent.id)
                for referent in self._referents.get(doc.id, [])
                if (referent.kind == "teller") == (member["kind"] == "teller")
            ]
            is_same, n_shared, id_ = max(rated, default=(False, 0, ""))
            if is_same or (n_shared and n_shared >= len(member["spans"]) / 2):
                return id_
        return None


def to_json(anchor: Anchor) -> str:
    """An anchor as it is kept."""
    return json.dumps(anchor, ensure_ascii=False)


def from_json(text: str) -> Anchor:
    """An anchor as it was made; spans are tuples again."""
    anchor: Anchor = json.loads(text)
    for member in anchor.get("members", []):
        member["spans"] = tuple((start, end) for start, end in member["spans"])
    return anchor


def relocate(text: str, spans: Spans, words: Sequence[str]) -> Spans:
    """Where the words of spans stand in a text that may have been cut out of its file otherwise; what is gone is left out.

    Args:
        text: the canonical text as it is now.
        spans: where the words stood.
        words: what stood there, one string a span; the end of a long one may be left out.
    """
    found = []
    for (start, end), quoted in zip(spans, words, strict=True):
        if text.startswith(quoted, start):
            found.append((start, end))
            continue
        loose = r"\s+".join(map(re.escape, quoted.split()))
        places = [match.start() for match in re.finditer(loose, text)] if loose else []
        if places:
            at = min(places, key=lambda place: (abs(place - start), place))
            found.append((at, min(at + end - start, len(text))))
    return to_spans(found)


def _place_of(row: Claim | Attribution) -> Spans:
    return row.spans if isinstance(row, Claim) else to_spans((*row.cue_spans, *row.content_spans))


def _quote(text: str, spans: Spans) -> list[str]:
    return [text[start : min(end, start + WORDS)] for start, end in spans]


def _likeness(a: Spans, b: Spans) -> float:
    """Intersection over union, in characters."""
    shared = overlap(a, b)
    return shared / (length(a) + length(b) - shared) if shared else 0.0


def _count_shared(mentions: Spans, place: Spans) -> int:
    return sum(any(_likeness((mention,), (other,)) >= SAME_PLACE for other in mentions) for mention in place)


def _squeeze(words: str) -> str:
    return " ".join(words.split()).casefold()


Key = TypeVar("Key")
Value = TypeVar("Value")


def _listed(pairs: Iterable[tuple[Key, Value]] | Iterator[tuple[Key, Value]]) -> defaultdict[Key, list[Value]]:
    found: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
