"""Unnamed persons who are one because they hang on the same work: the clerk behind the leaked mails, told twice.

Also the code name that such a person goes by ("XQ4, a Norland clerk"), and one whom a page prints twice, in its teaser and below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from sayso.link.gazetteer import is_adjective
from sayso.link.names import parse_name
from sayso.link.ties import Tie, Ties
from sayso.schema import Document, Hop, Referent

WORK_KINDS = ("document", "dataset")
REPEATED = 40  # characters before a description; as many alike are the same sentence
_CODE = re.compile(r"[A-Z]{1,5}-?\d{1,3}")  # XQ4, K-17: no name of a person or body
_ADDED = re.compile(r",\s+(?:an?|the|one)\s+([^,.;()]{3,80})")
NEVER = ("crowd", "nobody", "document", "dataset", "teller", "place")


def tie_hung(
    referents: Sequence[Referent], hops: Sequence[Hop], documents: Sequence[Document], ties: Ties
) -> None:
    """Join unnamed persons of different documents with the same head noun who speak through one and the same work.

    They must not hang on different names besides ('a French diplomat', 'a Chilean diplomat'), and where two of one
    document fit, none is chosen.
    """
    places = {referent.id: place for place, referent in enumerate(referents)}
    texts = {doc.id: doc.text for doc in documents}
    _tie_repeated(referents, texts, ties)
    blocks: dict[tuple[str, int], set[int]] = defaultdict(set)
    for place, work in sorted(find_carriers(referents, hops, places, is_one=_is_unnamed_person)):
        blocks[referents[place].head or "", ties.root(work)].add(place)
    for head, work in sorted(blocks):
        block = sorted(blocks[head, work])
        by_document: dict[str, set[int]] = defaultdict(set)
        for place in block:
            by_document[referents[place].document_id].add(ties.root(place))
        only = [place for place in block if len(by_document[referents[place].document_id]) == 1]
        for other in only[1:]:
            if not _agree(referents[only[0]], referents[other]) or ties.together(only[0], other):
                continue
            why = f'a {head} behind the same work, "{referents[work].name}"'
            ties.join(Tie(only[0], other, 0.65, why))
    _tie_codes(referents, hops, places, texts, ties)


def _tie_repeated(referents: Sequence[Referent], texts: Mapping[str, str], ties: Ties) -> None:
    """Join what a page prints twice: the same description after the same words of the same document."""
    first: dict[tuple[str, str, str], int] = {}
    for place, referent in enumerate(referents):
        text = texts.get(referent.document_id, "")
        if not _is_unnamed_person(referent) or referent.is_named:
            continue
        for start, _ in referent.spans:
            before = " ".join(text[max(0, start - 2 * REPEATED) : start].split())
            before = before.removesuffix(referent.name).rstrip()[-REPEATED:]  # of 'a clerk who', a mention may be 'who'
            if len(before) >= REPEATED // 2:
                other = first.setdefault((referent.document_id, referent.name, before), place)
                if other != place:
                    ties.join(Tie(other, place, 0.9, f"“{referent.name}” after the same words: the page prints them twice"))


def _tie_codes(
    referents: Sequence[Referent], hops: Sequence[Hop], places: Mapping[str, int], texts: Mapping[str, str], ties: Ties
) -> None:
    """Join a code name to the only unnamed person behind the same work whose country its text gives it, too.

    Two code names that fit one person join neither: one of them is somebody else.
    """
    unnamed: dict[int, set[int]] = defaultdict(set)
    for place, work in find_carriers(referents, hops, places, is_one=_is_unnamed_person):
        unnamed[ties.root(work)].add(place)
    fitting: dict[int, list[tuple[int, str]]] = defaultdict(list)  # by unnamed person: code names
    for code, work in sorted(find_carriers(referents, hops, places, is_one=_is_code)):
        whose = _find_adjectives(referents[code], texts.get(referents[code].document_id, ""))
        fits = {
            ties.root(place) for place in unnamed[ties.root(work)]
            if not referents[place].is_named and whose & {anchor.lower() for anchor in referents[place].anchors}
        }
        if len(fits) == 1:
            fitting[fits.pop()].append((code, sorted(whose)[0].title()))
    for place, codes in sorted(fitting.items()):
        if len({referents[code].name for code, _ in codes}) == 1:
            for code, told in codes:
                name = f"“{referents[code].name}” and “{referents[place].name}”"
                why = f"{name} stand behind the same work, both {told}, and nobody else who is"
                ties.join(Tie(place, code, 0.6, why))


def _is_code(referent: Referent) -> bool:
    return referent.is_named and _CODE.fullmatch(referent.name) is not None and referent.kind not in NEVER


def _find_adjectives(referent: Referent, text: str) -> set[str]:
    """Adjectives of countries in what a text adds to a name: 'XQ4, a Norland clerk'."""
    found = set()
    for _, end in referent.spans:
        if added := _ADDED.match(text, end):
            found |= {word.lower() for word in added.group(1).split() if is_adjective(parse_name(word).words)}
    return found


def find_carriers(
    referents: Sequence[Referent], hops: Sequence[Hop], places: Mapping[str, int], *, is_one: Callable[[Referent], bool]
) -> set[tuple[int, int]]:
    """Pairs of a person of the kind asked for and the work that stands just before them in a chain, as places."""
    by_claim: dict[str, dict[int, Hop]] = defaultdict(dict)
    for hop in hops:
        by_claim[hop.claim_id][hop.ordinal] = hop
    found = set()
    for chain in by_claim.values():
        for ordinal, hop in chain.items():
            before = chain.get(ordinal - 1)
            if before is None or hop.referent_id not in places or before.referent_id not in places:
                continue
            person, work = places[hop.referent_id], places[before.referent_id]
            if is_one(referents[person]) and referents[work].kind in WORK_KINDS:
                found.add((person, work))
    return found


def _is_unnamed_person(referent: Referent) -> bool:
    return referent.head is not None and referent.kind not in NEVER


def _agree(a: Referent, b: Referent) -> bool:
    if a.is_named and b.is_named:
        return False  # both have names: names decide
    x, y = ({anchor.lower() for anchor in referent.anchors} for referent in (a, b))
    return not x or not y or bool(x & y)
