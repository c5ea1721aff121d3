"""A claim's standing in words, for formats that have no place of their own for chains, stances and counts."""

from __future__ import annotations

from sayso.schema import Claim, Source, Tally
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line, count_of, elide
from sayso.tell.verdicts import STANCES, pick_verdict

LONGEST_CLAIM = 4_000  # characters: many times a long sentence, so that only broken text is ever cut
LONGEST_NAME = 250  # characters; the tightest of the formats' limits on a name
LONGEST_REASON = 1_000  # characters; a reason is a sentence or two, unless a document's names make it longer
LONGEST_REMARK = 10_000  # characters of what a person wrote with a judgement: three pages


def word_remark(text: str) -> str:
    """What a person wrote, on one line, hidden characters written out, cut at `LONGEST_REMARK`."""
    return elide(clean_line(elide(text, at_most=LONGEST_REMARK)), at_most=LONGEST_REMARK)


def word_reason(why: str) -> str:
    """A reason on one line, hidden characters written out, cut at `LONGEST_REASON`."""
    return elide(clean_line(why), at_most=LONGEST_REASON)


def word_claim(claim: Claim) -> str:
    """A claim's own words on one line, hidden characters written out, cut at `LONGEST_CLAIM`."""
    return elide(clean_line(claim.text), at_most=LONGEST_CLAIM)


def word_name(name: str) -> str:
    """A name on one line, hidden characters written out; `unnamed` where nothing is left."""
    return elide(clean_line(name), at_most=LONGEST_NAME) or "unnamed"


def word_source(source: Source) -> str:
    """What is known of a source beside its name, in words."""
    known = [source.kind, "named" if source.is_named else "unnamed"]
    known.append("claims are laid to it" if source.is_source else "spoken of; no claim is laid to it")
    if source.kind in ("document", "dataset") and source.document_id is None:
        known.append("cited, but not in the case")
    return "; ".join(known) + "."


def word_chain(lookup: Lookup, claim: Claim) -> str:
    """Who tells a claim and whom they lay it to, link by link, with the words that lay it."""
    told = f"Told by {word_name(lookup.teller(claim.document_id))}"
    for hop in lookup.hops.get(claim.id, [])[1:]:
        cue = lookup.words(claim.document_id, hop.cue_spans)
        told += f", laid to {word_name(hop.name)}" + (f" (“{elide(cue, at_most=LONGEST_NAME)}”)" if cue else "")
    return told + "."


def word_standing(lookup: Lookup, claim: Claim) -> str:
    """A claim's chain, its stance, and whether it affirms or negates, in two sentences. It says nothing of truth."""
    negates = ", negated" if claim.polarity == "negated" else ""
    return f"{word_chain(lookup, claim)} Stance: {claim.stance}{negates} ({STANCES.get(claim.stance, 'as it stands')})."


def word_tally(tally: Tally | None) -> str:
    """What was counted of one side of a group, in words."""
    if tally is None:
        return "Nobody tells it."
    verdict = pick_verdict(tally.verdict)
    return (
        f"{count_of(tally.tellings, 'document')}, {count_of(tally.lines, 'independent line')} "
        f"(at most {tally.lines_possible}): {verdict.word}. {word_reason(tally.why)}"
    )
