"""A drafted bottom line in the brief: whose it is, what each bit of it rests on, and what speaks against it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from sayso.schema import Claim
from sayso.tell.lookup import Lookup
from sayso.tell.model import Block, Remark, Rows, Run, Section, Statement, show, tell
from sayso.tell.notes import QUOTED, Notes, tell_chain
from sayso.tell.shown import clean_line, elide
from sayso.tell.stories import tell_rest

if TYPE_CHECKING:
    from sayso.tell.drafting import Draft, DraftSentence

MOST_AGAINST = 4  # claims beside one sentence, each a line; the groups they belong to hold the others


def tell_draft(lookup: Lookup, notes: Notes, draft: Draft, *, mask: Callable[[str], str]) -> Section:
    """A draft, each sentence with the claims it is made of and those that tell the other side.

    A sentence is left out when a claim that it rests on is gone.

    Args:
        mask: puts stand-ins for names into a text.
    """
    maker = show(draft.made_by, look="code")
    blocks: list[Block] = []
    for sentence in draft.sentences:
        claims = [lookup.claims[id_] for id_ in sentence.claim_ids if id_ in lookup.claims]
        if claims and len(claims) == len(sentence.claim_ids):
            blocks += _tell_sentence(lookup, notes, sentence, claims, mask)
    gone = [
        Statement(tell(f"{problem.what}: {problem.why}"), rows=Rows("drafts", ("1",)), level=1) for problem in draft.problems
    ]
    head = (
        tell("Drafted by ", maker, ", out of the claims below; nothing of it is a person’s judgement.") if blocks
        else tell(maker, " was asked for a draft; nothing of what came back could be used.")
    )
    return Section("draft", "A machine’s draft", (Remark(head), *blocks, *gone), level=2)


def _tell_sentence(
    lookup: Lookup, notes: Notes, sentence: DraftSentence, claims: list[Claim], mask: Callable[[str], str]
) -> list[Block]:
    # Spaces at a bit's ends part it from its neighbours; `show` would take them away.
    words = [
        part for bit in sentence.bits
        for part in (
            " " * bit.text.startswith(" "), show(mask(bit.text), link=f"claim-{bit.claim_id}" if bit.claim_id else ""),
            " " * bit.text.endswith(" "),
        )
    ]
    ids = tuple(claim.id for claim in claims)
    blocks: list[Block] = [Statement(tell(*words), notes.refer(claims), Rows("claims", ids))]
    against = [lookup.claims[id_] for id_ in sentence.against if id_ in lookup.claims]
    for claim in against[:MOST_AGAINST]:
        said = show(elide(clean_line(claim.text), at_most=QUOTED), link=f"claim-{claim.id}", look="quote")
        told = tell(show("Against it", look="bold"), ": ", *tell_chain(lookup, claim), ": ", said, Run(f" ({claim.stance})"))
        blocks.append(Statement(told, notes.refer([claim]), Rows("claims", (claim.id,)), level=1))
    if rest := against[MOST_AGAINST:]:
        more = tell_rest("claims", "more claim", [claim.id for claim in rest], "sayso claims CASE")
        blocks.append(dataclasses.replace(more, level=1))
    return blocks
