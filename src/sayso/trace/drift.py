"""`trace.drift`: what changed on the way from one telling to the next, the worst first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sayso.engine.stage import Stage
from sayso.schema import Document, Drift, Source, Tables, make_id
from sayso.trace.chains import Chain, find_chains
from sayso.trace.changes import Change, Setting, Telling, find_changes, make_telling, weigh_stems
from sayso.trace.denials import Denials
from sayso.trace.taken import SURETY, Taken, find_taken

# How much a kind of change matters to a reader who relies on the later telling: what makes a claim firmer than its
# origin had it comes first, what makes it weaker last. A choice, for ranking only.
WEIGHTS = {
    "verb hardened": 1.0, "hedge lost": 0.9, "number": 0.9, "denial left out": 0.8, "date": 0.7, "name vaguer": 0.6,
    "name sharper": 0.5, "hedge gained": 0.4, "verb softened": 0.4,
}
LEAST_SHARE = 0.5  # half of the weight stays where the two claims share hardly a word


def find_drifts(tables: Tables) -> Tables:
    """Give what changed along every step from one document of the case to another, one row a claim and kind.

    Where a claim was taken from several, the surest step that shows a change of that kind stands. The score is the kind's
    weight, times how much of it changed (1, or for a number 0.5 to 1 the further it went), times how surely the one was
    taken from the other (copy and citation 1, one utterance 0.9, a citation for something
    else 0.85, one origin 0.7), times 0.5 + 0.5 x the share of telling
    words that both hold.
    """
    chains = find_chains(tables)
    documents = {document.id: document for document in tables.take(Document)}
    setting = Setting(
        documents, frozenset(source.id for source in tables.take(Source) if not source.is_named),
        weigh_stems(chain.claim.text for chain in chains.values()),
    )
    denials = Denials(tables, chains)
    by_place: defaultdict[tuple[str, str], list[Chain]] = defaultdict(list)
    some = find_taken(tables)
    for taken in some:
        for chain in (taken.earlier, taken.later):
            if chain not in by_place[taken.group_id, chain.document_id]:
                by_place[taken.group_id, chain.document_id].append(chain)
    found: dict[tuple[str, str], Drift] = {}
    for taken in some:
        earlier, later = (
            make_telling(chain, setting, others=by_place[taken.group_id, chain.document_id])
            for chain in (taken.earlier, taken.later)
        )
        for change in _find_all(taken, earlier, later, denials):
            row = _to_drift(taken, earlier, later, change)
            key = (row.to_claim, row.kind)
            if key not in found or (row.score, row.id) > (found[key].score, found[key].id):
                found[key] = row
    return Tables({"drifts": sorted(_once_a_document(found, chains), key=lambda row: (-row.score, row.id))})


def _find_all(taken: Taken, earlier: Telling, later: Telling, denials: Denials) -> Iterator[Change]:
    yield from find_changes(earlier, later, is_direct=taken.how != "same origin", is_clash=taken.is_clash)
    if not taken.is_clash:
        yield from denials.find_left_out(taken.group_id, earlier, later)


def _once_a_document(found: dict[tuple[str, str], Drift], chains: dict[str, Chain]) -> list[Drift]:
    """Keep one row a kind, group and pair of documents: a document that tells a claim twice has drifted once."""
    kept: dict[tuple[str, str, str, str], Drift] = {}
    for _, row in sorted(found.items()):
        key = (row.group_id, chains[row.from_claim].document_id, chains[row.to_claim].document_id, row.kind)
        if key not in kept or (row.score, row.id) > (kept[key].score, kept[key].id):
            kept[key] = row
    return list(kept.values())


def _to_drift(taken: Taken, earlier: Telling, later: Telling, change: Change) -> Drift:
    score = WEIGHTS[change.kind] * change.weight * SURETY[taken.how] * (LEAST_SHARE + (1 - LEAST_SHARE) * taken.share)
    from_claim, to_claim = taken.earlier.claim.id, taken.later.claim.id
    return Drift(
        id=make_id("drift-", from_claim, to_claim, change.kind), group_id=taken.group_id, from_claim=from_claim,
        to_claim=to_claim, kind=change.kind, before=earlier.quote(change.before), after=later.quote(change.after),
        before_spans=change.before, after_spans=change.after, score=round(min(1.0, score), 3),
        why=f"{change.why}; {taken.why}",
    )


DRIFT = Stage(
    "trace.drift",
    reads=(
        "documents", "referents", "attributions", "claims", "hops", "identities", "sources", "memberships", "copies",
        "contradictions", "notes", "stemma_edges",
    ),
    writes=("drifts",),
    run=find_drifts,
)
