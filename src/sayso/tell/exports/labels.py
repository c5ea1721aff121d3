"""Labels and sentences for what people will read: on one line, bounded, always as somebody's claim."""

from __future__ import annotations

from sayso.schema import Claim
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line, count_of, elide

LABEL_CHARS = 300  # the longest headline of 300 news pages has 187
CHAIN_SHOWN = 8  # elements of a chain in a sentence; the chain itself is in the tables, whole
NAMES_SHOWN = 4  # of tellers and of what they rest on, in a sentence; the numbers are in the tables
OTHER_SIDE = {"affirmed": "negated", "negated": "affirmed"}
_TOLD = {
    "asserts": "asserts it", "reports": "reports it", "hedges": "says that it may be so", "denies": "denies it",
    "distances": "passes it on with distance", "asks": "asks whether it is so",
}


def to_label(text: str, *, at_most: int = LABEL_CHARS) -> str:
    """Give a text as a label: hidden characters written out, on one line, at most so many characters.

    The two noncharacters that XML can't hold are written out as well.
    """
    line = clean_line(text[: 4 * at_most])  # what is cut off needn't be cleaned: a hostile name has a million characters
    return elide(line.replace("\ufffe", "[U+FFFE]").replace("\uffff", "[U+FFFF]"), at_most=at_most)


def tell_claim(lookup: Lookup, claim: Claim) -> str:
    """Say who claims it, how, on whose word, and how many documents tell the other side."""
    hops = lookup.hops.get(claim.id, [])
    chain = [to_label(hop.name) for hop in hops if hop.ordinal > 0]
    told = f"{to_label(lookup.teller(claim.document_id))} {_TOLD.get(claim.stance, claim.stance)}"
    if chain:
        more = f" and {len(chain) - CHAIN_SHOWN} more" if len(chain) > CHAIN_SHOWN else ""
        told += f", on the word of {' < '.join(chain[:CHAIN_SHOWN])}{more}"
    if claim.polarity == "negated":
        told += "; told as not so"
    membership = lookup.membership_of.get(claim.id)
    if membership and (n := len(lookup.tellers(membership.group_id, OTHER_SIDE.get(membership.side, "")))):
        told += f"; {count_of(n, 'document')} of the case {'tells' if n == 1 else 'tell'} the contrary"
    return f"{told}."


def tell_side(lookup: Lookup, group_id: str, side: str) -> str:
    """Say who tells one side of a group, on what it rests and how many independent lines that comes to."""
    tellers = _join([to_label(lookup.teller(document_id), at_most=80) for document_id in lookup.tellers(group_id, side)])
    told = f"{'Told' if side == 'affirmed' else 'Told as not so'} by {tellers or 'nobody'}"
    if (tally := lookup.tally(group_id, side)) is None:
        return told
    rests = _join([to_label(name, at_most=80) for name in tally.cut])
    return f"{told}, resting on {rests or 'nobody known'} ({count_of(tally.lines, 'independent line')}: {tally.verdict})"


def _join(names: list[str]) -> str:
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return ", ".join(names[:NAMES_SHOWN]) + more
