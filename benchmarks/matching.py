"""Gold claims matched to the claims that sayso found, as ../shared/bench/case_score.py matches them.

The scorer's own `locate` and `same_name` are called where ../shared is there. Where it isn't, plainer ones stand in: a quote is
located only where its words follow each other, and names are the same when most of their words are.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import PurePath

import scoring
from gold import GoldCase
from sayso.schema import Claim, Document, Hop, Spans, Tables

WORD = re.compile(r"\w+")
_LITTLE = frozenset(("a", "an", "the", "of", "by", "to", "for", "in", "on", "at", "and", "s", "his", "her", "their", "its"))


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """How words are found and names compared.

    Attributes:
        locate: text and quote to the starts of the quote's words in the text; empty where it isn't there.
        is_same: whether a name is the gold's.
        is_shared: whether they are the shared scorer's own.
    """

    locate: Callable[[str, str], set[int]]
    is_same: Callable[[str, str], bool]
    is_shared: bool


def load_rules() -> Rules:
    """The shared scorer's rules, else plainer ones."""
    if scoring.SCORER.exists():
        scorer = scoring.load_scorer()
        return Rules(scorer.locate, scorer.same_name, is_shared=True)
    return Rules(locate_words, is_same_name, is_shared=False)


def locate_words(text: str, quote: str) -> set[int]:
    """Starts of a quote's words where they first follow each other in a text."""
    words = [(match.start(), match.group().lower()) for match in WORD.finditer(text)]
    wanted = [word.lower() for word in WORD.findall(quote)]
    said = [word for _, word in words]
    for at in range(len(said) - len(wanted) + 1):
        if said[at : at + len(wanted)] == wanted:
            return {start for start, _ in words[at : at + len(wanted)]}
    return set()


def is_same_name(gold: str, name: str) -> bool:
    """Whether half of a name's telling words, and a third of the gold's, are shared."""
    ours, theirs = ({word.lower() for word in WORD.findall(some)} - _LITTLE for some in (gold, name))
    return bool(ours and theirs) and len(ours & theirs) >= max(0.5 * len(theirs), 0.34 * len(ours))


@dataclasses.dataclass(frozen=True, slots=True)
class Matched:
    """What of a gold file is in a case.

    Attributes:
        claims: the claim that stands for each gold claim that was found.
        gold_of: ids of the gold claims that a claim stands for.
        documents: by the gold's name for them.
        missing: a line for each gold claim or document that isn't there.
    """

    claims: dict[str, Claim]
    gold_of: dict[str, tuple[str, ...]]
    documents: dict[str, Document]
    missing: tuple[str, ...]


def match_claims(gold: GoldCase, tables: Tables, rules: Rules) -> Matched:
    """Find the claim that stands for each gold claim: of those that cover its quote the one with the longest chain."""
    documents = {PurePath(document.path).stem: document for document in tables.take(Document)}
    n_hops: defaultdict[str, int] = defaultdict(int)
    for hop in tables.take(Hop):
        n_hops[hop.claim_id] += 1
    in_document: defaultdict[str, list[tuple[Claim, set[int]]]] = defaultdict(list)
    texts = {document.id: document.text for document in documents.values()}
    for claim in tables.take(Claim):
        if claim.document_id in texts:
            in_document[claim.document_id].append((claim, find_starts(texts[claim.document_id], claim.spans)))
    claims: dict[str, Claim] = {}
    missing = []
    for told in gold.claims.values():
        document = documents.get(told.document)
        where = rules.locate(document.text, told.quote) if document else set()
        if not where:
            missing.append(f"{told.document} {told.id}: {'its quote is not in the text' if document else 'no such document'}")
            continue
        assert document is not None
        found = pick_claim(in_document[document.id], where, n_hops)
        if found is None:
            missing.append(f"{told.document} {told.id}: no claim covers “{told.quote[:70]}”")
        else:
            claims[told.id] = found
    gold_of: defaultdict[str, list[str]] = defaultdict(list)
    for id_, claim in claims.items():
        gold_of[claim.id].append(id_)
    return Matched(claims, {key: tuple(ids) for key, ids in gold_of.items()}, documents, tuple(missing))


def pick_claim(claims: list[tuple[Claim, set[int]]], where: set[int], n_hops: dict[str, int]) -> Claim | None:
    """The claim that case_score.py would take for the words at `where`, in the order of the export."""
    best: tuple[float, Claim] | None = None
    for claim, words in claims:
        shared = len(words & where)
        likeness = shared / len(words | where)
        covers = likeness >= 0.5 or (shared == len(where) and len(words) <= 3 * len(where))
        if not shared or not covers:
            continue
        if best is None or (n_hops[claim.id], likeness) > (n_hops[best[1].id], best[0]) or likeness > best[0] + 0.2:
            best = likeness, claim
    return best[1] if best else None


def find_starts(text: str, spans: Spans) -> set[int]:
    """Starts of the words that begin inside spans of a text."""
    return set(_find_starts(text, spans))


def _find_starts(text: str, spans: Spans) -> Iterator[int]:
    for begin, end in spans:
        for match in WORD.finditer(text, begin, end):
            # `finditer` from inside a word would see its rest as a word.
            if match.start() > begin or begin == 0 or not WORD.match(text[begin - 1]):
                yield match.start()
