"""Ties between actors: what one is said to do to the other, signed, by whom it is said, by whom denied, and when.

A tie is never more than somebody's claim. Signs are those of plover.toml; a denial doesn't turn a sign, it stands beside it.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sayso.models.parser import load_parser
from sayso.schema import Attribution, Claim, Tables, is_denied_around
from sayso.tell.deeds import Deed, find_deeds
from sayso.tell.listings import name_chain
from sayso.tell.lookup import Lookup
from sayso.tell.mentions import Mention, Mentions, Stretch
from sayso.tell.plover import Plover, load_plover
from sayso.tell.shown import clean_line

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SPEAKER = frozenset(("i", "we", "me", "us"))
BODIES = frozenset(("organisation", "group", "place"))
MOST_BETWEEN = 40  # characters from a name over its cue to "he": ", who has repeatedly told the paper that" and no more
MOST_WORDS = 120  # a "claim" longer than that is a list or a page gone wrong; parsing it costs most and tells least


@dataclasses.dataclass(frozen=True, slots=True)
class TieSaid:
    """One claim that tells a tie.

    Attributes:
        by: who says it, as its document calls them: the last of its chain.
        chain: names, the teller first.
        is_denial: whether it says that it was not so.
        is_ahead: whether it tells it as something to come.
        word: the verb or noun that tells it, as a lemma.
        published: of the document, ISO 8601; null when it is not known.
    """

    claim_id: str
    document_id: str
    document: str
    published: str | None
    by: str
    chain: tuple[str, ...]
    stance: str
    text: str
    spans: tuple[tuple[int, int], ...]
    word: str
    is_denial: bool
    is_ahead: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Tie:
    """What one actor is said to do to another.

    Attributes:
        a_id: the source that does it; of a mutual tie the one of the smaller id.
        b_id: the source it is done to.
        event: PLOVER's class.
        sign: 2 cooperates, 1 friendly in words, -1 hostile in words, -2 acts against, -3 fights.
        sign_name: the same in words.
        said: claims that tell it, the earliest published first, undated ones last.
        denied: claims that deny it, likewise.
        first_seen: when the earliest dated of either was published; null when none is dated.
        last_seen: the latest.
    """

    a_id: str
    b_id: str
    a: str
    b: str
    event: str
    sign: int
    sign_name: str
    is_mutual: bool
    said: tuple[TieSaid, ...]
    denied: tuple[TieSaid, ...]
    first_seen: str | None
    last_seen: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Key:
    a_id: str
    b_id: str
    event: str
    sign: int
    is_mutual: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _Scene:
    """Words to look for deeds in.

    Attributes:
        claim: the claim they are, or the one whose source and cue they are.
        cues: words of the cue, when only what the cue tells counts: "A accused B of ..." is the teller's word on A and B.
        speaker: the source that says them; null for the teller.
    """

    claim: Claim
    stretch: Stretch
    mentions: list[Mention]
    cues: frozenset[str]
    speaker: str | None


def find_ties(tables: Tables) -> list[Tie]:
    """Find the ties that the case's claims tell, the most told first.

    Only what names two actors is parsed; questions and conditions tell no tie, nor do pronouns, but for the speaker's own.

    Raises:
        ModelMissing: the parser isn't installed.
    """
    lookup, table = Lookup(tables), load_plover()
    scenes = list(_find_scenes(lookup, Mentions(lookup), table))
    found: defaultdict[_Key, list[TieSaid]] = defaultdict(list)
    docs = load_parser().pipe(scene.stretch.text for scene in scenes) if scenes else ()
    for scene, doc in zip(scenes, docs, strict=True):
        for key, said in _find_in_scene(lookup, scene, doc, table):
            found[key].append(said)
    ties = [_make_tie(lookup, key, _drop_inner(rows), table) for key, rows in found.items()]
    return sorted(ties, key=lambda tie: (-len(tie.said) - len(tie.denied), tie.a, tie.b, tie.event, tie.a_id, tie.b_id))


def _find_scenes(lookup: Lookup, mentions: Mentions, table: Plover) -> Iterator[_Scene]:
    seen: set[str] = set()
    for claim in lookup.claims.values():
        if claim.stance == "asks" or claim.text.count(" ") >= MOST_WORDS or claim.document_id not in lookup.documents:
            continue
        stretch, speaker = Stretch(claim.document_id, claim.text, claim.spans), _find_speaker(lookup, claim)
        named = mentions.find(stretch)
        if len({mention.source_id for mention in named} | ({speaker} - {None})) > 1:
            yield _Scene(claim, stretch, named, frozenset(), speaker)
        attribution = lookup.attributions.get(claim.attribution_id or "")
        if attribution and attribution.id not in seen and (cues := _find_cues(lookup, attribution, table)):
            seen.add(attribution.id)
            stretch = _lay_sentence(lookup, attribution)
            named = mentions.find(stretch)
            if stretch.text.count(" ") < MOST_WORDS and len({mention.source_id for mention in named}) > 1:
                yield _Scene(claim, stretch, named, cues, None)


def _find_cues(lookup: Lookup, attribution: Attribution, table: Plover) -> frozenset[str]:
    """Words of a cue, when one of them may be a verb of the table."""
    words = lookup.words(attribution.document_id, attribution.cue_spans).lower().split()
    is_told = any(word[: max(4, len(word) - 3)] == verb[: max(4, len(word) - 3)] for word in words for verb in table.verbs)
    return frozenset(words) if is_told else frozenset()


def _lay_sentence(lookup: Lookup, attribution: Attribution) -> Stretch:
    """From the first to the last of an attribution's words, on one line."""
    spans = [*attribution.source_spans, *attribution.cue_spans, *attribution.content_spans]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    text = " ".join(lookup.documents[attribution.document_id].text[start:end].split())
    return Stretch(attribution.document_id, text, ((start, end),))


def _find_in_scene(lookup: Lookup, scene: _Scene, doc: Doc, table: Plover) -> Iterator[tuple[_Key, TieSaid]]:
    own = _find_own_pronouns(lookup, scene)
    seen = set()
    for deed in find_deeds(list(doc), table):
        if scene.cues and deed.told_by.lower_ not in scene.cues:
            continue
        a_id, b_id = (
            scene.speaker if _is_own(token, own) else _find_actor(token, scene.mentions, table)
            for token in (deed.doer, deed.done_to)
        )
        if a_id is None or b_id is None or a_id == b_id:
            continue
        if deed.use.is_mutual:
            a_id, b_id = min(a_id, b_id), max(a_id, b_id)
        key = _Key(a_id, b_id, deed.use.event, deed.use.sign, deed.use.is_mutual)
        if (key, deed.word) not in seen:
            seen.add((key, deed.word))
            yield key, _make_said(lookup, scene, deed)


def _find_own_pronouns(lookup: Lookup, scene: _Scene) -> frozenset[str]:
    """Pronouns by which the speaker is meant: "I" in what is laid to somebody; "The port said it had met the line".

    Of a body "it" is taken for itself; of a person "he" and "she" where the reader, when it filled the pronouns in, came to
    the same name, or where what he says follows on his name and cue with nobody else named between ("Stannage has said that he
    met Moray"). "We" and "us" are the speaker's in a quotation alone.
    """
    claim, source = scene.claim, lookup.sources.get(scene.speaker or "")
    if source is None:
        return frozenset()
    if claim.is_quote:
        return SPEAKER
    if source.kind in BODIES:
        return frozenset(("it", "i", "me"))
    names = {source.name, *source.aliases, lookup.hops[claim.id][-1].name}
    is_filled = any(name in claim.standalone and name not in claim.text for name in names)
    is_meant = is_filled or (source.kind == "person" and _follows_on(lookup, claim))
    return frozenset(("he", "she", "i", "me")) if is_meant else frozenset(("i", "me"))


def _follows_on(lookup: Lookup, claim: Claim) -> bool:
    """Whether a claim stands close behind its source and cue, and nobody else is named between."""
    attribution = lookup.attributions.get(claim.attribution_id or "")
    if attribution is None or not attribution.source_spans or not attribution.cue_spans:
        return False
    start, end = attribution.source_spans[-1][1], claim.spans[0][0]
    words = lookup.documents[claim.document_id].text[start:end]
    return start <= attribution.cue_spans[0][0] < end and len(words) <= MOST_BETWEEN and not re.search(r"\s[A-Z]", words)


def _is_own(token: Token, own: frozenset[str]) -> bool:
    """Whether a word means the speaker: "I" anywhere; "it", "he" and "she" only where what is said begins with them."""
    return token.lower_ in own and (token.lower_ in SPEAKER or token.i == 0)


def _find_actor(token: Token, mentions: list[Mention], table: Plover) -> str | None:
    """Whom a word means: the narrowest mention around it, or whoever the ones that it names act for."""
    around = [mention for mention in mentions if mention.start <= token.idx < mention.end]
    if around:
        return min(around, key=lambda mention: (mention.end - mention.start, mention.source_id)).source_id
    inner = [child for child in token.children if child.dep_ == "appos"]
    if token.lemma_.lower() in table.acting or token.lower_ in table.acting:
        inner += [child for child in token.children if child.dep_ in ("poss", "compound")]
        inner += [child for child in token.children if child.dep_ in ("amod", "nmod") and _is_nation(child, mentions)]
        inner += [
            head for child in token.children if child.lower_ in ("of", "from") for head in child.children if head.dep_ == "pobj"
        ]
    return next((found for child in inner if (found := _find_actor(child, mentions, table))), None)


def _is_nation(token: Token, mentions: list[Mention]) -> bool:
    return any(mention.start == token.idx and mention.kind in ("place", "group") for mention in mentions)


def _find_speaker(lookup: Lookup, claim: Claim) -> str | None:
    """The source that says a claim: the last of its chain; null for the teller's own words."""
    hops = lookup.hops.get(claim.id, [])
    if not hops or hops[-1].ordinal == 0:
        return None
    source_id = lookup.source_id(hops[-1].referent_id)
    return source_id if source_id in lookup.sources else None


def _make_said(lookup: Lookup, scene: _Scene, deed: Deed) -> TieSaid:
    claim, document = scene.claim, lookup.documents[scene.claim.document_id]
    chain = tuple(map(clean_line, name_chain(lookup, claim)))
    if scene.cues:
        chain = chain[:-1] or chain  # that A accused B is the word of whoever tells it, not A's
    is_denied = deed.is_denied if scene.cues else deed.is_denied != is_denied_around(claim)
    return TieSaid(
        claim_id=claim.id, document_id=document.id, document=lookup.title(document.id), published=document.published,
        by=chain[-1] if chain else lookup.teller(document.id), chain=chain,
        stance="asserts" if scene.cues else claim.stance, text=clean_line(scene.stretch.text), spans=scene.stretch.spans,
        word=deed.word, is_denial=is_denied, is_ahead=deed.is_ahead,
    )


def _drop_inner(rows: Iterable[TieSaid]) -> list[TieSaid]:
    """Of claims of one document that overlap and tell the same by the same word, the one with the longest chain."""
    kept: list[TieSaid] = []
    for row in sorted(rows, key=lambda row: (-len(row.chain), row.spans, row.claim_id)):
        if not any(_is_same_telling(row, other) for other in kept):
            kept.append(row)
    return kept


def _is_same_telling(row: TieSaid, other: TieSaid) -> bool:
    if row.document_id != other.document_id or row.word != other.word:
        return False
    return any(start < last and first < end for start, end in row.spans for first, last in other.spans)


def _make_tie(lookup: Lookup, key: _Key, rows: list[TieSaid], table: Plover) -> Tie:
    ordered = sorted(rows, key=lambda row: (row.published or "9999", row.document_id, row.spans, row.claim_id))
    dates = [row.published for row in ordered if row.published]
    return Tie(
        key.a_id, key.b_id, lookup.node_name(key.a_id), lookup.node_name(key.b_id), key.event, key.sign,
        table.signs[key.sign], key.is_mutual, tuple(row for row in ordered if not row.is_denial),
        tuple(row for row in ordered if row.is_denial), min(dates, default=None), max(dates, default=None),
    )
