"""List the leads: who and what is cited but not in the case, by how many claims and lines hang on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from sayso.engine.stage import Stage
from sayso.schema import Citation, Identity, Lead, Source, Tables, Tally, make_id
from sayso.trace.chains import Chain, find_chains
from sayso.trace.wording import say_count

WORKS = ("document", "dataset")  # can be fetched and read, so they come first, and unnamed ones are leads too
_SPEAKERS = ("organisation", "person")


def find_leads(tables: Tables) -> Tables:
    """Give each cited source that is no document of the case, the one that most claims and lines hang on first.

    A line hangs on it when it stands in the smallest cut of a side of a group: were it wrong, that line would fall. Claims
    and lines are added up; at equal number the one that more documents cite comes first, then works before speakers,
    then names. Unnamed people are no leads: there is nobody to ask for. Unnamed works are ("leaked e-mails").
    """
    chains = find_chains(tables).values()
    tellers = {chain.teller for chain in chains}
    hanging: defaultdict[str, list[Chain]] = defaultdict(list)
    for chain in chains:
        for node in set(chain.nodes[1:]):
            hanging[node].append(chain)
    citations = _find_citations(tables)
    cuts = Counter(node for tally in tables.take(Tally) for node in set(tally.cut_ids))
    leads = [
        _to_lead(source, hanging[source.id], citations.get(source.id, []), tellers=tellers, n_lines=cuts[source.id])
        for source in tables.take(Source)
        if source.document_id is None and source.id in hanging and _is_findable(source)
    ]
    return Tables({"leads": sorted(leads, key=_rank)})


def _is_findable(source: Source) -> bool:
    return source.kind in WORKS or (source.kind in _SPEAKERS and source.is_named)


def _rank(lead: Lead) -> tuple[int, int, bool, str, str]:
    return (-lead.n_claims - lead.n_lines, -lead.n_documents, lead.kind not in WORKS, lead.name, lead.id)


def _find_citations(tables: Tables) -> dict[str, list[Citation]]:
    source_ids = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    found: defaultdict[str, list[Citation]] = defaultdict(list)
    for citation in sorted(tables.take(Citation), key=lambda citation: citation.id):
        if citation.referent_id in source_ids:
            found[source_ids[citation.referent_id]].append(citation)
    return found


def _to_lead(
    source: Source, chains: list[Chain], citations: list[Citation], *, tellers: set[str | None], n_lines: int
) -> Lead:
    n_claims, n_documents = len(chains), len({chain.document_id for chain in chains})
    hangs = f"{say_count(n_claims, 'claim')} in {say_count(n_documents, 'document')}"
    rests = "rests" if n_claims == 1 else "rest"
    word, missing = "their word", "no document is theirs"
    if source.kind in WORKS:
        word, missing = "it", "none of the documents is it"
    elif source.id in tellers:
        missing = "a document of the case is theirs"
    return Lead(
        id=make_id("lead-", source.id),
        source_id=source.id,
        name=_say_name(source, citations),
        kind=source.kind,
        n_claims=n_claims,
        n_documents=n_documents,
        url=_pick_commonest(citation.url for citation in citations),
        why=f"{hangs} {rests} on {word}{_say_lines(n_lines)}; {missing}",
        n_lines=n_lines,
    )


def _say_lines(n_lines: int) -> str:
    return f", and {say_count(n_lines, 'line')} would fall with it" if n_lines else ""


def _say_name(source: Source, citations: list[Citation]) -> str:
    """Give the name and, in brackets, what citations add to it: authors, title, publisher, year."""
    authors = _pick_commonest(", ".join(citation.authors) for citation in citations)
    title = _pick_commonest(citation.title for citation in citations)
    publisher = _pick_commonest(citation.publisher for citation in citations)
    year = _pick_commonest(citation.year for citation in citations)
    told = source.name.lower()
    added = [part for part in (authors, title, publisher, year) if part and part.lower() not in told]
    return f"{source.name} ({'; '.join(added)})" if added else source.name


def _pick_commonest(values: Iterable[str | None]) -> str | None:
    """Give the value that most have, the first in the alphabet of equal ones; null when none has any."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


LEADS = Stage(
    "trace.leads",
    reads=("claims", "hops", "identities", "sources", "citations", "tallies"),
    writes=("leads",),
    run=find_leads,
)
