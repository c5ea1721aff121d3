"""Claims that may go into a drafted sentence: each with on whose word it stands and whether that word says or denies it.

A claim is offered only when its own words, laid to somebody by *said* or *denied*, say all of what the document says: no hedge,
no negation and no doubt of its teller may stand outside of them, where a short sentence would lose it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from sayso.models.prompts import is_order
from sayso.schema import Claim
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.shown import clean_line
from sayso.text.spans import covers

MOST_STATEMENTS = 40  # offered at once: some 3,000 tokens
LONGEST_WORDS = 400  # characters of a claim; a sentence of a draft holds up to three
LONGEST_NAME = 120
PLAIN = frozenset({"say", "claim", "find", "cite", "admit"})  # classes of cue that *said* stands for; not fear, hope, ask, accuse
TRIM = " \t.,;:!?…"


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """A claim as it may be drafted.

    Attributes:
        id: `T1` and so on, as the language model knows it.
        who: on whose word it stands: the last of its chain.
        via: who passes it on, teller first; empty where the teller is the one whose word it is.
        verb: said or denied.
        words: the claim's own, on one line, without the stop at their end.
        group_id, side: what it is a telling of.
    """

    id: str
    claim_id: str
    who: str
    via: str
    verb: str
    words: str
    group_id: str
    side: str


def pick_claims(lookup: Lookup, *, most: int = MOST_STATEMENTS) -> list[Claim]:
    """Pick claims for a bottom line: both sides of disputes, then what most documents tell; one telling a side."""
    disputed = [g for row in lookup.disputes for g in (row.group_id, row.other_group_id) if g in lookup.groups]
    picked = []
    for group_id in dict.fromkeys([*disputed, *lookup.groups]):
        for side in SIDES:
            fit = (claim for claim in lookup.members(group_id, side) if find_verb(lookup, claim) and not _speaks_up(lookup, claim))
            picked += [claim for claim in [next(fit, None)] if claim]
        if len(picked) >= most:
            break
    return picked[:most]


def make_statements(lookup: Lookup, claims: Iterable[Claim]) -> tuple[list[Statement], int, int]:
    """Make statements of those claims that may be drafted.

    Returns:
        The statements; how many claims were kept back because they, or the passage around them, speak to a machine; how many
        because *said* or *denied* wouldn't say all of what the document does.
    """
    statements: list[Statement] = []
    withheld = unfit = 0
    for claim in claims:
        verb = find_verb(lookup, claim)
        if _speaks_up(lookup, claim):
            withheld += 1
        elif verb is None or len(statements) == MOST_STATEMENTS:
            unfit += 1
        else:
            statements.append(_make_statement(lookup, claim, verb, len(statements) + 1))
    return statements, withheld, unfit


def find_verb(lookup: Lookup, claim: Claim) -> str | None:
    """Which of *said* and *denied* says how a claim is put; null when neither does."""
    hops = lookup.hops.get(claim.id, [])
    cue = hops[-1].cue_spans if len(hops) > 1 else ()
    if not clean_line(claim.text).strip(TRIM) or len(claim.text) > LONGEST_WORDS:
        return None
    attribution = lookup.attributions.get(claim.attribution_id or "")
    if claim.stance == "denies" and claim.stance_spans and not covers(claim.spans, claim.stance_spans):
        is_by_cue = bool(cue) and covers(cue, claim.stance_spans) and covers((*cue, *claim.spans), claim.polarity_spans)
        return "denied" if is_by_cue and len(hops) == 2 else None
    if not covers(claim.spans, claim.polarity_spans):
        return None
    if claim.stance == "hedges" and not (claim.stance_spans and covers(claim.spans, claim.stance_spans)):
        return None
    if claim.stance not in {"asserts", "reports", "hedges", "denies"}:
        return None
    return None if attribution and attribution.cue_class not in PLAIN else "said"


def _make_statement(lookup: Lookup, claim: Claim, verb: str, number: int) -> Statement:
    names = list(_name_chain(lookup, claim))
    membership = lookup.membership_of.get(claim.id)
    return Statement(
        f"T{number}", claim.id, names[-1], " > ".join(names[:-1]), verb, clean_line(claim.text).strip(TRIM),
        membership.group_id if membership else "", membership.side if membership else claim.polarity,
    )


def _name_chain(lookup: Lookup, claim: Claim) -> Iterator[str]:
    yield lookup.teller(claim.document_id)[:LONGEST_NAME]
    for hop in lookup.hops.get(claim.id, [])[1:]:
        source = lookup.sources.get(lookup.source_id(hop.referent_id) or "")
        yield clean_line(source.name if source and source.is_named else hop.name)[:LONGEST_NAME]


def _speaks_up(lookup: Lookup, claim: Claim) -> bool:
    """Whether a claim, the paragraph around it or a name on its chain speaks to a machine."""
    doc = lookup.documents[claim.document_id]
    texts = (claim.text, doc.text[claim.passage_start : claim.passage_end], *_name_chain(lookup, claim))
    return any(map(is_order, texts))
