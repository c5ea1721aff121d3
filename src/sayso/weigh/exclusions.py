"""What a statement sets aside: "the gang did it without the police" tells something else than that the police did it.

Such words deny a part of a sentence and leave the sentence affirmed, so that neither likeness of meaning nor polarity sees them.
Where one statement sets somebody or something aside and the other affirms just that, they don't say the same.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.models.keeping import remember
from sayso.models.parser import load_parser

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LONGEST = 1000  # characters that are read of a statement, as likening reads it
REACH = 3  # words between what sets aside and the noun it governs: "without any help from", "not by the"

_ASIDE = re.compile(r"\b(?:without|with no|instead of|rather than|except(?:ing)?(?: for)?|excluding|not)\b", re.IGNORECASE)
_SOLE = re.compile(r"\b(?:alone|only|solely|(?:nobody|no one|none) (?:but|except|other than))\b", re.IGNORECASE)
_ANY = re.compile(f"{_ASIDE.pattern}|{_SOLE.pattern}", re.IGNORECASE)
_MERELY = ("only", "just", "merely", "simply", "solely", "alone")  # "not only the police" sets nobody aside
_PART = frozenset((  # what somebody gives to a deed: "without the help of the police" sets the police aside
    "help", "aid", "assistance", "support", "backing", "involvement", "participation", "part", "role", "knowledge", "consent",
    "approval", "order", "permission", "hand",
))
_EDGES = (",", "-", "–", "—")
_AGENT = ("nsubj", "agent")
_BESIDE = frozenset(("with", "alongside", "beside", "besides"))


@dataclasses.dataclass(frozen=True, slots=True)
class Exclusion:
    """What words of a statement set aside.

    Attributes:
        words: what they say, from the word that sets aside to the noun: "without the police".
        nouns: lemmas of what is set aside; where `is_sole`, of what everybody else is set aside for.
        is_sole: whether the words set everybody else aside: "the gang alone".
        is_doer: likewise, whether that one does what the statement tells.
        deeds: lemmas of the statement's verbs.
    """

    words: str
    nouns: frozenset[str]
    is_sole: bool
    is_doer: bool
    deeds: frozenset[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Bar:
    """Why one statement can't be said to tell another.

    Attributes:
        why: the reason in words.
        is_against: whether it speaks against it: both tell one deed, of others.
        is_shared: whether it is the other way round: one denies what the other sets aside.
    """

    why: str
    is_against: bool
    is_shared: bool = False


@remember(maxsize=4096)
def find_bar(one: str, other: str) -> Bar | None:
    """What keeps two statements from saying the same: one sets aside what the other affirms; null where nothing does."""
    bars = [
        bar for excluding, affirming in ((one, other), (other, one))
        for exclusion in find_exclusions(excluding[:LONGEST])
        if (bar := _find_affirmed(exclusion, affirming[:LONGEST]))
    ]
    return max(bars, key=lambda bar: (bar.is_against, bar.why)) if bars else None


def find_shared(text: str, denial: str) -> Bar | None:
    """What a statement sets aside of what another denies, so that it can't be said to be denied by it."""
    words = frozenset(re.findall(r"\w+", denial.casefold()))
    for exclusion in find_exclusions(text[:LONGEST]):
        if not exclusion.is_sole and exclusion.nouns & words:
            return Bar(f"“{exclusion.words}” sets aside what it denies", is_against=False, is_shared=True)
    return None


@remember(maxsize=4096)
def find_exclusions(text: str) -> tuple[Exclusion, ...]:
    """What a statement sets aside, in its order."""
    if not _ANY.search(text):  # hardly any has such a word, and a parse takes milliseconds
        return ()
    doc = _parse(text)
    deeds = frozenset(token.lemma_ for token in doc if token.pos_ == "VERB")
    return tuple(
        Exclusion(words, frozenset(token.lemma_.casefold() for token in nouns), is_sole, _is_doer(nouns[0]), deeds)
        for words, nouns, is_sole in (*_list_aside(doc), *_list_sole(doc))
    )


def mask_exclusions(text: str) -> str:
    """A statement without the "not" that only sets a part of it aside, for its polarity: "the gang, not the police, did it"."""
    for exclusion in find_exclusions(text[:LONGEST]):
        if not exclusion.is_sole and exclusion.words.casefold().startswith(("not", "with no")):
            text = text.replace(exclusion.words, " ", 1)
    return text


@remember(maxsize=256)
def _parse(text: str) -> Doc:
    return load_parser()(text)


def _list_aside(doc: Doc) -> Iterator[tuple[str, list[Token], bool]]:
    chunks = list(doc.noun_chunks)
    for found in _ASIDE.finditer(doc.text):
        at = next((token.i for token in doc if token.idx >= found.end()), len(doc))
        chunk = next((chunk for chunk in chunks if chunk.root.i >= at and chunk.start - at < REACH), None)
        if chunk is None or any(token.is_punct for token in doc[at : chunk.start]):
            continue
        if found.group().casefold() == "not" and not _is_part(doc, at, chunk):
            continue
        if chunk.root.lemma_ in _PART:
            chunk = next((other for other in chunks if 0 < other.start - chunk.end < REACH), chunk)
        later = (token for token in chunk.root.conjuncts if token.i > chunk.root.i)
        nouns = [chunk.root, *(token for token in later if not any(one.lower_ == "but" for one in doc[chunk.end : token.i]))]
        if nouns[0].pos_ in ("NOUN", "PROPN"):
            yield doc.text[found.start() : _end(chunk)], nouns, False


def _is_part(doc: Doc, at: int, chunk: Span) -> bool:
    """Whether a "not" denies the noun behind it and not the verb: a comma or "but" stands before or behind both."""
    if doc[at].lower_ in _MERELY or any(token.pos_ in ("VERB", "AUX") for token in doc[at : chunk.start]):
        return False
    before = doc[at - 2].lower_ if at > 1 else ""
    after = doc[chunk.end].lower_ if chunk.end < len(doc) else "."
    return after == "but" or (before in (*_EDGES, "and", "but") and after in (*_EDGES, ".", ";", "who"))


def _list_sole(doc: Doc) -> Iterator[tuple[str, list[Token], bool]]:
    chunks = [chunk for chunk in doc.noun_chunks if chunk.root.pos_ in ("NOUN", "PROPN")]
    for found in _SOLE.finditer(doc.text):
        word = next((token for token in doc if token.idx >= found.start()), None)
        if word is None or (word.i and doc[word.i - 1].lower_ in ("not", "the", "an", "her", "his", "their", "its", "if")):
            continue
        if word.lower_ == "alone":
            chunk = next((chunk for chunk in chunks if chunk.end == word.i or word in chunk), None) or _find_subject(word, chunks)
        else:
            at = next((token.i for token in doc if token.idx >= found.end()), len(doc))
            near = (chunk for chunk in chunks if (word in chunk or chunk.start - at in (0, 1)) and chunk.root.i >= at)
            chunk = next((one for one in near if doc[at].lower_ in ("by", "the", "a") or at >= one.start), None)
        if word.lower_ == "alone" and chunk is not None and not _is_doer(chunk.root) and chunk.root.dep_ != "nsubjpass":
            continue  # "thirty in the harbour alone"
        if chunk is not None and not any(token.like_num or token.pos_ == "NUM" for token in chunk):
            start = min(chunk.start_char, found.start())
            yield doc.text[start : max(_end(chunk), found.end())], [chunk.root], True


def _find_subject(word: Token, chunks: Sequence[Span]) -> Span | None:
    """Who acts alone: the subject of the verb that "alone" stands with."""
    verbs = [word.head, *word.head.ancestors]
    return next((chunk for verb in verbs for chunk in chunks if chunk.root.dep_ == "nsubj" and chunk.root.head == verb), None)


def _find_affirmed(exclusion: Exclusion, text: str) -> Bar | None:
    """Where a statement affirms what another sets aside."""
    doc = _parse(text)
    own = find_exclusions(text)
    nouns = [token for token in doc if token.pos_ in ("NOUN", "PROPN")]
    named = [token for token in nouns if token.lemma_.casefold() in exclusion.nouns]
    if exclusion.is_sole:
        named = [token for token in nouns if token not in named and _is_beside(token, named, is_doer=exclusion.is_doer)]
    aside = {noun for one in own if not one.is_sole for noun in one.nouns}
    named = [token for token in named if token.lemma_.casefold() not in aside and not _is_denied(token)]
    if not named:
        return None
    token = next((token for token in named if _is_doer(token)), named[0])
    deed = _find_deed(token)
    is_against = _is_doer(token) and deed is not None and deed.lemma_ in exclusion.deeds
    return Bar(f"“{exclusion.words}” sets aside what “{token.text}” affirms", is_against)


def _is_beside(token: Token, named: Sequence[Token], *, is_doer: bool) -> bool:
    """Whether a noun stands for who acts with those named, "the gang and the police", or in their place."""
    if not named:
        return is_doer and _is_doer(token)
    together = any(token in one.conjuncts for one in named)
    return together or (_is_doer(token) and any(_find_deed(token) == _find_deed(one) for one in named))


def _find_deed(token: Token) -> Token | None:
    return next((above for above in token.ancestors if above.pos_ == "VERB"), None)


def _is_doer(token: Token) -> bool:
    """Whether a noun stands for who does what its clause tells: the subject, what stands behind "by", and who acts with it."""
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ == "pobj":
        return token.head.dep_ == "agent" or token.head.lower_ in _BESIDE
    return token.dep_ in _AGENT


def _is_denied(token: Token) -> bool:
    """Whether the clause of a noun is negated, or the noun itself: "no police"."""
    heads = [token, *token.ancestors]
    clause = next((at for at, head in enumerate(heads) if head.pos_ in ("VERB", "AUX")), len(heads) - 1)
    near = heads[: clause + 1]
    return any(
        child.dep_ == "neg" or child.lower_ in ("no", "neither", "never", "nor") for head in near for child in head.children
    ) or any(head.lemma_ == "deny" for head in heads)


def _end(chunk: Span) -> int:
    return int(chunk.root.idx + len(chunk.root.text))
