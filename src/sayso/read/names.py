"""The proper names of a block: those the parser's name finder gives, mended, and those it overlooks."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.read.describe import NAME_LABELS, TITLED, clean_name, load_words
from sayso.read.layings import to_span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

BODY_NOUNS = {
    "cartel", "cartels", "gang", "group", "organization", "organisation", "army", "militia", "front", "brigade", "party",
    "police", "newspaper", "daily", "region", "ministry", "authority",
}  # fmt: skip
LISTED = re.compile(r"\s*(?:,\s+(?:and\s+)?|/)\s*(?=[A-Z]|al[ -])")
NICKNAME = re.compile(
    r"(?P<first>[A-ZÀ-Þ][\w’-]+) [“\"‘'](?P<nick>[A-Z][\w ’-]{1,24})[”\"’'] (?P<last>[A-ZÀ-Þ][\w’-]+)"
)
STATE_BODIES = {"government", "military", "army", "police", "regime", "parliament", "presidency", "navy", "forces"}
ARTICLES = {"El", "La", "Los", "Las", "The"}
LONGEST_CAPITALS = 6  # letters; longer words in capitals are shouting, not acronyms


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """A name met in the text: what it is called, its kind, its flow span, the token that heads it, other forms of it."""

    text: str
    kind: str
    span: tuple[int, int]
    root: Token | None
    aliases: tuple[str, ...] = ()
    state: tuple[str, str] | None = None  # the place or people, and the body, of 'the Nigerian government'


def find_names(doc: Doc, start: int) -> Iterator[Name]:
    """Find the names of one block.

    Args:
        doc: the block, parsed.
        start: flow offset of the block.
    """
    taken: set[int] = set()
    for name in _find_nicknamed(doc, start):
        taken.update(range(*name.span))
        yield name
    for ent in doc.ents:
        kind = NAME_LABELS.get(ent.label_)
        if kind is None or start + ent.start_char in taken:
            continue
        state = _find_state(ent, start)
        if state is not None:
            yield state
        for words in _split_listed(ent) if kind != "person" else [ent]:
            found = _to_name(words, kind, start)
            if found is not None:
                taken.update(range(*found.span))
                yield found
    for words in _find_overlooked(doc, taken, start):
        found = _to_name(words, "organisation" if len(words) > 1 else "other", start)
        if found is not None:
            yield found


def find_edges(root: Token) -> tuple[int, int]:
    """First and last token of the name that a token heads."""
    if root.ent_iob_ not in ("B", "I"):
        return root.i, root.i
    doc, first, last = root.doc, root.i, root.i
    while doc[first].ent_iob_ == "I":
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    return first, last


def _to_name(ent: Words, kind: str, start: int) -> Name | None:
    person = _find_office_holder(ent)
    words = person or _with_body(ent)
    kind = "person" if person is not None else kind
    ent = person or ent
    text = clean_name(words.text)
    if len(text) < 2 or not any(char.isupper() for char in text):
        return None
    kind = "organisation" if len(words) > len(ent) else kind
    kind = "document" if text.split()[-1].lower() in TITLED else kind
    return Name(text, kind, to_span(words, start), words.root)


def _find_nicknamed(doc: Doc, start: int) -> Iterator[Name]:
    """'Joaquín “El Chapo” Guzmán' is one man with three names."""
    for match in NICKNAME.finditer(doc.text):
        words = doc.char_span(*match.span(), alignment_mode="expand")
        nick = match["nick"].strip()
        if words is None or not any(token.ent_type_ == "PERSON" for token in words):
            continue
        first, _, rest = nick.partition(" ")
        aliases = [f"{match['first']} {match['last']}", nick, *([rest] if first in ARTICLES and rest else [])]
        span = (start + match.start(), start + match.end())
        yield Name(match.group(), "person", span, words.root, tuple(aliases))


def _split_listed(ent: Words) -> Iterator[Words]:
    """'Sinalo, Los Zetas' is two names, and so is 'al Qaeda/AQAM'."""
    at = 0
    text = ent.text
    for match in LISTED.finditer(text):
        part = ent.doc.char_span(ent.start_char + at, ent.start_char + match.start(), alignment_mode="contract")
        if part is not None and len(part):
            yield part
        at = match.end()
    rest = ent.doc.char_span(ent.start_char + at, ent.end_char, alignment_mode="contract") if at else ent
    if rest is not None and len(rest):
        yield rest


def _find_overlooked(doc: Doc, taken: set[int], start: int) -> Iterator[Words]:
    """Runs of capitalised proper nouns that the name finder passed over."""
    at = 0
    while at < len(doc):
        end = at
        while end < len(doc) and _is_name_part(doc[end], taken, start):
            end += 1
        if end > at and doc[end - 1].tag_ in ("NNP", "NNPS"):
            opens = doc[at].is_sent_start or (at > 0 and doc[at - 1].text in ("“", '"', ":", "("))
            if end - at > 1 or not opens:
                yield doc[at:end]
        at = max(end, at + 1)


def _is_name_part(token: Token, taken: set[int], start: int) -> bool:
    if start + token.idx in taken or token.ent_type_ or not token.text[:1].isupper() or len(token) < 3:
        return False
    if token.text.isupper() and len(token) > LONGEST_CAPITALS:
        return False
    return token.tag_ in ("NNP", "NNPS") or (token.tag_ == "JJ" and not token.is_sent_start)


def _find_state(ent: Words, start: int) -> Name | None:
    """'Norlandian government', 'Norland’s military': a body of a state, by the name of the place or its people."""
    if ent.label_ not in ("GPE", "NORP"):
        return None
    doc, at = ent.doc, ent.end
    if at < len(doc) and doc[at].tag_ == "POS":
        at += 1
    body = next((token for token in doc[at : at + 2] if token.lower_ in STATE_BODIES), None)
    if body is None or (body.i > at and doc[at].pos_ not in ("ADJ", "PROPN")):
        return None
    words = doc[ent.start : body.i + 1]
    span = to_span(words, start)
    return Name(words.text, "organisation", span, body, (), (clean_name(ent.text), body.lower_))


def _find_office_holder(ent: Words) -> Words | None:
    """'State Prosecutor Ada Moss', taken for one body's name: the person behind the office, who has two or three names."""
    if ent.label_ != "ORG":
        return None
    offices = [token.i for token in ent if token.lower_ in load_words()["official"] and token.i > ent.start]
    behind = ent.doc[offices[-1] + 1 : ent.end] if offices else ()
    is_name = len(behind) in (2, 3) and all(t.text[:1].isupper() and t.text.isalpha() for t in behind)
    if not is_name or any(token.lower_ in load_words()["organisation"] | BODY_NOUNS for token in behind):
        return None
    return ent.doc[offices[-1] + 1 : ent.end]


def _with_body(ent: Words) -> Words:
    """'Sinaloa' + 'drug cartel': the name with the body noun that follows it."""
    end = ent.end
    doc = ent.doc
    while end < len(doc) and doc[end].pos_ == "PROPN" and not doc[end].ent_type_ and doc[end - 1].dep_ == "compound":
        end += 1  # 'Islamic' + 'State'
    ahead = list(doc[end : min(end + 2, len(doc))])
    if ahead and ahead[0].lower_ in BODY_NOUNS and ent.root.head.i >= end:
        end += 1
    elif len(ahead) == 2 and ahead[0].lower_ in ("drug", "crime", "terror") and ahead[1].lower_ in BODY_NOUNS:
        end += 2
    return doc[ent.start : end]
