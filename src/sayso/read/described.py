"""Who a description means: 'the mayor', 'the same report', 'these sources', 'the Observatory'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.read.describe import Description, clean_name, describe, load_words
from sayso.read.entries import Entry, to_key
from sayso.read.layings import to_span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sayso.read.cast import Cast

GENERIC_BODIES = {
    "group", "organization", "organisation", "agency", "company", "firm", "newspaper", "paper", "outlet", "network",
    "station", "magazine", "body", "service", "daily", "site", "website", "channel", "broadcaster", "publication",
}  # fmt: skip
NEAR_BODY = 900  # characters that 'the group' may look back for a body that something is laid to
COUNTED = {"second", "third", "fourth", "other", "another", "new"}
FARTHEST_NAME = 12  # words between an office and the name that is set beside it, as far as any seen
AROUND_STATE = 3  # sentences: 'the government' is that of a country spoken of so near
PERSONS = ("person", "official")


def pick_described(cast: Cast, told: Description, head: Token, place: int) -> Entry | None:
    """The entry met before, or named in the same phrase, that a description means; null when it brings in someone new.

    Args:
        cast: the entries of the document.
        told: the description.
        head: the token that heads it.
        place: flow offset of that token.
    """
    appositive = _find_appositive(cast, head.head if head.dep_ == "appos" else head)
    if appositive is not None and told.kind != "document":
        return appositive
    within = cast.entry_at(place)
    is_someone = within is not None and within.is_named and within.kind in ("person", "organisation")
    if within is not None and is_someone and head.pos_ == "PROPN" and told.head == head.lemma_.lower():
        return within  # what the words around all its mentions make of a name goes before the name finder's label here
    if told.kind == "document":
        return pick_document(cast, told, place)
    if within is not None and within.is_named and within.head == told.head and head.pos_ == "NOUN":
        return within
    if told.is_named:
        return cast.find_named(told.name)
    if told.head == "government" and told.is_definite:
        return _pick_government(cast, told, place)
    is_bare = told.is_plural and not told.modifiers
    if is_bare and not told.is_definite and (told.kind == "crowd" or told.head == "expert"):
        return next((e for e in cast.recent(place) if e.kind == "crowd" and e.head == told.head and not e.is_named), None)
    is_bare = is_bare and told.head == "source"
    if (not told.is_definite and not is_bare) or told.modifiers & COUNTED:
        return None
    return _pick_known(cast, told, place, is_bare=is_bare)


def _pick_known(cast: Cast, told: Description, place: int, *, is_bare: bool) -> Entry | None:
    near = cast.recent(place)
    for e in near:
        if (e.head == told.head or told.head in e.roles) and e.is_plural == told.is_plural and _agree(e, told):
            return e
    if told.head in GENERIC_BODIES:
        bodies = (e for e in near if e.kind == "organisation" and e.is_named and place - (e.last_before(place) or 0) < NEAR_BODY)
        fitting = [e for e in bodies if e.is_source or told.head == "group"]
        return fitting[0] if fitting else None
    if told.head == "source" and not is_bare:
        unnamed = (e for e in near if not e.is_named and e.kind in PERSONS and e.is_source)
        return next((e for e in unnamed if e.is_plural == told.is_plural and _alike(e, told)), None)
    return None


def _pick_government(cast: Cast, told: Description, place: int) -> Entry | None:
    """The government called so last; else that of the country spoken of nearest before; else any that has spoken."""
    near = cast.recent(place)
    governments = [e for e in near if e.head == "government" and e.kind == "organisation" and _agree(e, told)]
    called = next((e for e in governments if "government" in e.name.lower() and e.is_named), None)
    if called is not None:
        return called
    at = cast.scenes.sentence_at(place)
    for span, entry in cast.mentions_before(place, NEAR_BODY):
        if at - cast.scenes.sentence_at(span[0]) > AROUND_STATE:
            break
        if entry.kind in ("place", "group"):
            found = cast.government_of(entry.name)
            if found is not None:
                return found
    return next(iter(governments), None)


def _find_appositive(cast: Cast, head: Token) -> Entry | None:
    """The person that a noun phrase goes on to name: 'the undersecretary for analysis, Ada Moss'."""
    doc = head.doc
    if head.pos_ == "PROPN" and head.ent_type_ == "PERSON":
        return cast.find_named(clean_name(next(e.text for e in doc.ents if e.start <= head.i < e.end)))
    for ent in doc.ents:
        if ent.label_ != "PERSON" or ent.start <= head.i:
            continue
        if ent.start > head.i + FARTHEST_NAME:
            break
        if _is_beside(head, ent.start):
            return cast.find_named(clean_name(ent.text))
        if ent.start > head.right_edge.i:
            continue
        path = [ent.root.dep_, *(up.dep_ for up in ent.root.ancestors if up.i > head.i and head.is_ancestor(up))]
        is_last = ent.end - 1 == head.right_edge.i and doc[ent.start - 1].pos_ == "PROPN"
        if is_last and head.lemma_.lower() in load_words()["official"]:  # 'Commander of Central Command John Roe'
            return cast.find_named(clean_name(ent.text))
        if not {"pobj", "relcl", "acl"} & set(path) or (ent.root.dep_ == "appos" and ent.root.head == head):
            return cast.find_named(clean_name(ent.text))
    return None


def _is_beside(head: Token, start: int) -> bool:
    """Whether a name follows an office and its of-phrase behind one comma: 'the chief of the harbour watch, Captain Ox'."""
    if head.lemma_.lower() not in load_words()["official"] | load_words()["person"] or head.tag_ == "NNS":
        return False
    between = list(head.doc[head.i + 1 : start])
    if not between or sum(token.text == "," for token in between) != 1:
        return False
    comma = next(i for i, token in enumerate(between) if token.text == ",")
    titles = between[comma + 1 :]
    return all(t.pos_ in ("NOUN", "PROPN", "ADP", "DET", "ADJ", "PART") for t in between[:comma]) and all(
        t.pos_ == "PROPN" for t in titles
    )


# ---------------------------------------------------------------- documents


def pick_document(cast: Cast, told: Description, place: int) -> Entry | None:
    """The document met before that 'the report', 'the same letter' or 'the findings' means."""
    for entry in cast.recent(place):
        if entry.kind != "document":
            continue
        same_kind = (
            entry.head == told.head
            or {entry.head, told.head} <= load_words()["correspondence"]
            or (told.head in ("document", "finding") and told.is_definite)
        )
        if not same_kind:
            continue
        if told.anchors:
            if set(map(to_key, told.anchors)) & {*map(to_key, entry.anchors), to_key(entry.name)}:
                return entry
        elif told.is_definite and told.is_plural == entry.is_plural:
            return entry
    return _meet_document(cast, told, place) if told.is_definite and not told.anchors else None


def _meet_document(cast: Cast, told: Description, place: int) -> Entry | None:
    """'The letters say': letters that were spoken of before, though nothing was laid to them there."""
    alike = load_words()["correspondence"] if told.head in load_words()["correspondence"] else {told.head}
    for start, doc in cast.blocks_before(place):
        for token in reversed(list(doc)):
            if start + token.idx >= place or token.pos_ != "NOUN" or token.lemma_.lower() not in alike:
                continue
            met = describe(token)
            if met.kind == "document" and not met.is_definite and met.is_plural == told.is_plural:
                return meet(cast, token, start)
    return None


def meet(cast: Cast, token: Token, base: int) -> Entry:
    """The entry of a document that the text speaks of without laying anything to it; a new one if it is not known."""
    met = describe(token)
    known = pick_document(cast, met, base + token.idx)
    return known if known is not None else cast.bring_in(met, to_span(token, base))


# ---------------------------------------------------------------- likeness


def _agree(entry: Entry, told: Description) -> bool:
    """No name or office in one that the other contradicts."""
    if told.anchors and entry.anchors:
        return bool(set(map(to_key, told.anchors)) & set(map(to_key, entry.anchors)))
    mine, theirs = told.modifiers & load_words()["office"], entry.modifiers & load_words()["office"]
    return not (mine and theirs) or bool(mine & theirs)


def _alike(entry: Entry, told: Description) -> bool:
    """'the diplomatic source' is the diplomat: a modifier shares its stem with the head met before."""
    if not told.modifiers:
        return True
    words = {entry.head or "", *entry.modifiers, *entry.roles}
    return any(a[:6] == b[:6] for a in told.modifiers for b in words if len(a) > 4)
