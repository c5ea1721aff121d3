"""Denials that stand beside a claim in one document and are left out by the next that tells it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from sayso.schema import Attribution, Identity, Referent, Spans, Tables
from sayso.text.spans import hull, to_spans
from sayso.text.words import find_sentence, find_stems
from sayso.trace.chains import Chain, find_sides
from sayso.trace.changes import Change, Telling
from sayso.trace.lexicon import load_words

NEAR = 700  # characters behind the claim in which a denial is of it: about two paragraphs of a newspaper
NEXT = 350  # characters behind it in which a denial that names the same actor is of it: the next sentence or two
_GENERAL = re.compile(
    r"\b(?:it|this|that|them|wrongdoing|involvement|responsibility|any|all"
    r"|the (?:accusations?|allegations?|charges?|claims?|reports?))\b",
    re.I,
)
MOST_GENERAL = 8  # words of a denial that says only that it denies: "denied the allegations"


class Denials:
    """Who denied what, by document."""

    def __init__(self, tables: Tables, chains: Mapping[str, Chain]) -> None:
        self._sides = find_sides(tables, dict(chains))
        self._referents = {referent.id: referent for referent in tables.take(Referent)}
        self._source_of = {row.referent_id: row.source_id for row in tables.take(Identity)}
        self._denials: defaultdict[str, list[Chain]] = defaultdict(list)
        for chain in sorted(chains.values(), key=lambda chain: chain.claim.id):
            if chain.claim.stance == "denies" and not chain.is_bare:
                self._denials[chain.document_id].append(chain)
        self._general: defaultdict[str, list[Attribution]] = defaultdict(list)
        for row in sorted(tables.take(Attribution), key=lambda row: row.id):
            if row.cue_class == "deny" and row.referent_id is not None:
                self._general[row.document_id].append(row)

    def find_left_out(self, group_id: str, earlier: Telling, later: Telling) -> Iterator[Change]:
        """The denial beside the earlier telling that the later document has no word of, if there is one."""
        if earlier.chain.claim.polarity != "affirmed" or later.chain.claim.polarity != "affirmed":
            return
        if any(chain.document_id == later.chain.document_id for chain in self._sides.get((group_id, "negated"), [])):
            return
        for spans, denier in (
            *self._of_group(group_id, earlier), *self._of_actor(earlier), *self._of_neighbour(earlier)
        ):
            if denier and not _has_denial(later, denier):
                words = earlier.quote(spans)
                short = words if len(words) <= 120 else words[:119].rsplit(" ", 1)[0] + " …"
                why = f"{denier} denies it there (“{short}”), and not a word of that here"
                yield Change("denial left out", spans, (), 1.0, why)
                return

    def _of_group(self, group_id: str, earlier: Telling) -> Iterator[tuple[Spans, str]]:
        """Claims of the same document on the other side, laid to somebody with a name who denies it or is spoken of."""
        actors = {self._source_of.get(actor, actor) for actor in earlier.chain.claim.actors}
        for chain in self._sides.get((group_id, "negated"), []):
            if chain.document_id == earlier.chain.document_id and not chain.is_bare:
                hop = chain.steps[-1][1]
                is_denial = chain.claim.stance == "denies" or self._ids(hop.referent_id) & actors
                if is_denial and self._is_named(hop.referent_id):
                    yield chain.claim.spans, hop.name

    def _of_actor(self, earlier: Telling) -> Iterator[tuple[Spans, str]]:
        """'She denied the allegations' just behind a claim that speaks of her."""
        claim = earlier.chain.claim
        actors = {self._source_of.get(actor, actor) for actor in claim.actors}
        end = hull(claim.spans)[1]
        for row in self._general[claim.document_id]:
            start = hull(row.cue_spans)[0]
            who = self._referents.get(row.referent_id or "")
            if who is None or not who.is_named or not 0 < start - end <= NEAR:
                continue
            content = earlier.quote(row.content_spans)
            if self._ids(who.id) & actors and len(content.split()) <= MOST_GENERAL and _GENERAL.search(content):
                yield to_spans((*row.cue_spans, *row.content_spans)), who.name

    def _of_neighbour(self, earlier: Telling) -> Iterator[tuple[Spans, str]]:
        """A denial in the next sentences of what was said of the same actor, in whatever group it is.

        'The authority' is the Port Authority here: a word of the name will do so near by.
        """
        claim = earlier.chain.claim
        names = find_stems(" ".join(self._referents[actor].name for actor in claim.actors if actor in self._referents))
        actors = {self._source_of.get(actor, actor) for actor in claim.actors}
        end = hull(claim.spans)[1]
        for chain in self._denials[claim.document_id]:
            same = actors & {self._source_of.get(actor, actor) for actor in chain.claim.actors}
            same |= names & find_stems(chain.claim.text)
            if 0 < hull(chain.claim.spans)[0] - end <= NEXT and same and self._is_named(chain.steps[0][1].referent_id):
                yield chain.claim.spans, chain.steps[0][1].name

    def _ids(self, referent_id: str) -> set[str]:
        """Source ids of somebody and of the body he speaks for."""
        referent = self._referents.get(referent_id)
        some = (referent_id, referent.speaks_for_id if referent else None)
        return {self._source_of.get(id_, id_) for id_ in some if id_}

    def _is_named(self, referent_id: str) -> bool:
        referent = self._referents.get(referent_id)
        return referent is not None and referent.is_named


def _has_denial(telling: Telling, denier: str) -> bool:
    """Whether a document tells of any denial by that name, or of a denial near the claim by anybody."""
    text, denying = telling.document.text, load_words("denying")
    names = [word for word in re.findall(r"\w+", denier) if word[0].isupper() and len(word) > 3]
    start, end = hull(telling.chain.claim.spans)
    for match in re.finditer(r"[A-Za-z]+", text):
        if match.group().lower() not in denying:
            continue
        if start - NEAR <= match.start() <= end + NEAR:
            return True
        first, last = find_sentence(text, match.span(), inside=(max(0, match.start() - 400), match.end() + 400))
        if any(name in text[first:last] for name in names):
            return True
    return False

