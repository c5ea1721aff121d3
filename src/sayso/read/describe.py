"""What a noun phrase names: a person, a body, a document, an official without a name, a crowd."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

PRONOUNS = {
    "he",
    "she",
    "they",
    "it",
    "who",
    "which",
    "that",
    "this",
    "these",
    "those",
    "him",
    "her",
    "them",
    "i",
    "we",
    "you",
    "his",
    "their",
    "its",
    "my",
    "our",
}
DETERMINERS = {
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "another",
    "its",
    "his",
    "her",
    "their",
    "our",
    "my",
    "one",
}
NAME_LABELS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "NORP": "group",
    "LOC": "place",
    "FAC": "place",
    "WORK_OF_ART": "document",
}
TITLES = {
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "dr",
    "dr.",
    "sen",
    "sen.",
    "rep",
    "rep.",
    "gov",
    "gov.",
    "president",
    "general",
    "gen.",
    "col.",
    "lt.",
    "sir",
    "lord",
    "lady",
    "professor",
    "prof.",
    "judge",
    "minister",
    "mayor",
    "secretary",
    "ambassador",
    "senator",
    "governor",
    "captain",
    "capt.",
    "sgt.",
    "air",
    "marshal",
    "colonel",
    "lieutenant",
    "chief",
    "former",
    "then",
}
MADE = {
    "conclusion",
    "finding",
    "claim",
    "assertion",
    "assessment",
    "remark",
    "comment",
    "word",
    "testimony",
    "argument",
    "allegation",
    "count",
    "estimate",
    "tally",
    "calculation",
}
TITLED = {
    "report",
    "log",
    "audit",
    "memo",
    "memorandum",
    "study",
    "survey",
    "dossier",
    "files",
    "papers",
    "transcript",
}  # last words of works
MOST_NAME_WORDS = 9  # a description longer than this is cut to its head and what stands before it
ANCHORS = {"ORG", "PERSON", "GPE", "NORP", "FAC", "WORK_OF_ART"}  # names that tell one description from another


@dataclasses.dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase read as a source.

    Attributes:
        name: how to call it; the text's own words, determiners and clauses left out.
        kind: as in `referents.kind`, or pronoun.
        head: lemma of the head noun.
        anchors: proper names inside it.
        author: token that heads the phrase naming who wrote it, of a letter or a leak.
    """

    name: str
    kind: str
    is_named: bool
    is_plural: bool
    is_definite: bool
    head: str
    anchors: tuple[str, ...]
    modifiers: frozenset[str]
    author: Token | None = None


@functools.cache
def load_words() -> dict[str, frozenset[str]]:
    """Noun lists of `words.toml`, by kind."""
    told = tomllib.loads(resources.files("sayso.read").joinpath("words.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(words.split()) for kind, words in told.items()}


def describe(token: Token) -> Description:
    """Read the noun phrase that `token` heads."""
    words = load_words()
    head = _true_head(token)
    head = _maker_of(head) or head
    lemma = _kind_of_report(head)
    is_plural = (
        head.tag_ in ("NNS", "NNPS")
        or any(child.dep_ == "conj" for child in head.children)
        or lemma in ("they", "these", "those")
    )
    premodifiers = [
        child for child in head.lefts if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "det")
    ]
    is_definite = any(
        child.lower_ in ("the", "this", "these", "that", "those", "its", "his", "her", "their")
        for child in premodifiers
    )
    modifiers = frozenset(
        t.lemma_.lower() for t in head.subtree if t.i != head.i and t.pos_ in ("NOUN", "PROPN", "ADJ")
    )
    shape = (is_plural, is_definite)
    if head.pos_ == "PRON" and lemma in PRONOUNS:
        return Description(head.text, "pronoun", False, *shape, lemma, (), modifiers)
    name = find_name(head)
    anchors = _find_anchors(head)
    if lemma in words["document"] and (head.pos_ == "NOUN" or (head.pos_ == "PROPN" and name is None)):
        author = _author_of(head) if lemma in words["correspondence"] else None
        text = _name_document(head, author)
        return Description(text, "document", bool(anchors), *shape, lemma, anchors, modifiers, author)
    if name is not None:
        text, kind = name
        if text.split()[-1].lower() in TITLED:
            kind = "document"
        return Description(text, kind, True, *shape, lemma, anchors, modifiers)
    if lemma in words["crowd"] or (head.text.lower() in words["crowd"] and not anchors):
        kind = "official" if head.text.lower() in ("officials", "authorities") else "crowd"
        return Description(_plain_name(head), kind, False, *shape, lemma, anchors, modifiers)
    kind = next((k for k in ("official", "person", "organisation") if lemma in words[k]), "other")
    if kind == "person" and modifiers & (words["official"] | words["office"]):
        kind = "official"
    return Description(_plain_name(head), kind, False, *shape, lemma, anchors, modifiers)


def _kind_of_report(head: Token) -> str:
    """The head's lemma; of 'an e-mail report' the e-mail, for that is what passed from hand to hand."""
    lemma = str(head.lemma_.lower())
    if lemma in ("report", "document", "note", "exchange", "correspondence"):
        passed = [child.lemma_.lower() for child in head.lefts if child.dep_ in ("compound", "nmod", "amod")]
        lemma = next((word for word in passed if word in load_words()["correspondence"]), lemma)
    return lemma


def _maker_of(head: Token) -> Token | None:
    """'A conclusion reached by the commission': the commission. Null for anything but what is said or found."""
    if head.lemma_.lower() not in MADE:
        return None
    for child in head.children:
        if child.dep_ == "acl" and child.tag_ == "VBN":
            agent = next((part for part in child.children if part.dep_ == "agent"), None)
            maker = next((part for part in agent.children if part.dep_ == "pobj"), None) if agent is not None else None
            if maker is not None:
                return maker
        if child.dep_ == "poss" and child.pos_ == "PROPN":
            return child
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            maker = next((part for part in child.children if part.dep_ == "pobj"), None)
            if maker is not None:
                return maker
    return None


def _true_head(token: Token) -> Token:
    """Through heaps: of 'a cache of leaked e-mails' the e-mails; of 'one of the leaders' the leaders."""
    words = load_words()
    if token.pos_ == "PROPN":  # 'Army and Police sources': the parser heads it with the first name
        for conjunct in token.conjuncts:
            if conjunct.pos_ == "NOUN" and conjunct.lemma_.lower() in (
                "source",
                "official",
                "account",
                "record",
                "document",
                "report",
            ):
                return conjunct
    for _ in range(2):
        if token.lemma_.lower() in words["heap"] | {"one", "some", "many", "two", "three", "several", "most"}:
            inner = next(
                (
                    p
                    for c in token.children
                    if c.dep_ == "prep" and c.lower_ == "of"
                    for p in c.children
                    if p.dep_ == "pobj"
                ),
                None,
            )
            if inner is not None:
                token = inner
                continue
        break
    return token


def find_name(head: Token) -> tuple[str, str] | None:
    """The proper name that a noun phrase is, and its kind; null for a description."""
    ents = head.doc.ents if head.ent_type_ in NAME_LABELS else ()
    span = next((ent for ent in ents if ent.start <= head.i < ent.end), None)
    if head.pos_ == "PROPN" or (span is not None and head.i == span.root.i):
        if span is None and _is_office(head):
            return None
        if span is None:
            names = [head, *(child for child in head.lefts if child.dep_ == "compound" and child.pos_ == "PROPN")]
            text = head.doc[min(t.i for t in names) : head.i + 1].text
            return clean_name(text), "person" if len(names) > 1 else "organisation"
        return clean_name(span.text), _kind_of(span.label_)
    for child in head.children:  # 'the spokesman, Jan Ox', 'security expert Ann Oak' headed by the noun
        if child.dep_ in ("appos", "compound") and child.ent_type_ == "PERSON" and child.pos_ == "PROPN":
            inner = next((ent for ent in head.doc.ents if ent.start <= child.i < ent.end), None)
            if inner is not None and (child.dep_ == "appos" or child.i > head.i):
                return clean_name(inner.text), "person"
    if span is not None and head.pos_ == "NOUN" and span.label_ == "ORG":
        return clean_name(span.text), "organisation"
    return None


def _is_office(head: Token) -> bool:
    """'the President', 'the Norlandian Defence Minister', with capitals: an office, not a name; 'King' alone may be a surname."""
    officials = load_words()["official"]
    before = [child for child in head.lefts if child.dep_ != "punct"]
    if head.lower_ not in officials | load_words()["person"] or not before:
        return False
    if [child.lower_ for child in before] == ["the"]:
        return True
    offices = officials | load_words()["office"] | load_words()["field"]
    return head.lower_ in officials and all(
        child.dep_ in ("det", "poss", "amod") or child.ent_type_ in ("NORP", "GPE") or child.lower_ in offices
        for child in before
    )


def _kind_of(label: str) -> str:
    return "organisation" if label == "GPE" else NAME_LABELS[label]  # a place that speaks is its government


def clean_name(text: str) -> str:
    """A name without determiner, titles and possessive."""
    words = text.replace("\n", " ").strip(' ,.;:“”"').lstrip("-–—•*· ").split()
    while len(words) > 1 and words[0] in ("’s", "'s"):
        words = words[1:]
    while len(words) > 1 and words[0].lower() in DETERMINERS | TITLES:
        words = words[1:]
    name = " ".join(words)
    for ending in ("’s", "'s", "’", "'"):
        name = name.removesuffix(ending)
    return name


def _find_anchors(head: Token) -> tuple[str, ...]:
    inside = {t.i for t in head.subtree if t.i <= head.right_edge.i}
    for child in head.children:
        if child.dep_ in ("relcl", "acl", "ccomp", "advcl"):
            inside -= {t.i for t in child.subtree}
    named = [
        clean_name(ent.text)
        for ent in head.doc.ents
        if ent.label_ in ANCHORS and not inside.isdisjoint(range(ent.start, ent.end)) and ent.root.i in inside
    ]
    loose = [
        t.text
        for t in head.doc[head.left_edge.i : head.right_edge.i + 1]
        if t.i in inside
        and t.pos_ == "PROPN"
        and not t.ent_type_
        and t.dep_ in ("pobj", "compound", "poss", "appos", "nmod")
    ]
    return tuple(dict.fromkeys([*named, *loose]))


def _author_of(head: Token) -> Token | None:
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("from", "by"):
            author = next((part for part in child.children if part.dep_ == "pobj"), None)
            if author is not None and _is_someone(author):
                return author
    return None


def _is_someone(token: Token) -> bool:
    words = load_words()
    return (
        token.ent_type_ == "PERSON"
        or token.lemma_.lower() in words["person"] | words["official"]
        or (token.pos_ == "PROPN" and not token.ent_type_ and token.text.isupper())
    )


def _name_document(head: Token, author: Token | None) -> str:
    """'a recent report by Acme Watch' is the 'Acme Watch report'; of other phrases the words up to the head, and its anchors."""
    owner = None
    for child in head.children:
        if child.dep_ == "poss" and child.pos_ != "PRON":
            owner = clean_name(_own_name(child))
        elif child.dep_ == "prep" and child.lower_ in ("by", "from", "of") and owner is None:
            part = next((p for p in child.children if p.dep_ == "pobj"), None)
            if (
                part is not None
                and part != author
                and (part.pos_ == "PROPN" or part.ent_type_ in ("ORG", "PERSON", "GPE"))
            ):
                owner = clean_name(_own_name(part))
            elif part is not None and part != author:
                inner = next((t for t in part.children if t.dep_ == "appos" and t.pos_ == "PROPN"), None)
                owner = clean_name(_own_name(inner)) if inner is not None else owner
    before = [
        t.text
        for t in head.doc[head.left_edge.i : head.i]
        if t.lower_ not in DETERMINERS
        and t.dep_ in ("compound", "amod", "nmod")
        and t.text not in ("recent", "new", "latest", "same", "own")
    ]
    name = " ".join([*before, *([owner] if owner and owner not in " ".join(before) else []), head.text])
    if owner is None:
        to = next(
            (
                p
                for c in head.children
                if c.dep_ == "prep" and c.lower_ in ("to", "on", "about")
                for p in c.children
                if p.dep_ == "pobj"
            ),
            None,
        )
        found = find_name(to) if to is not None else None
        if found is not None and len(before) < 4:
            name += f" to {found[0]}"
    return name


def _own_name(token: Token) -> str:
    ent = next((ent for ent in token.doc.ents if ent.start <= token.i < ent.end), None)
    if ent is not None:
        return str(ent.text)
    left = min([token.i, *(c.i for c in token.lefts if c.dep_ == "compound")])
    return str(token.doc[left : token.i + 1].text)


def _plain_name(head: Token) -> str:
    left, right = head.left_edge.i, head.right_edge.i
    if head.dep_ == "conj" and head.head.pos_ == "PROPN":
        left = head.head.left_edge.i
    for child in head.children:
        if child.i > head.i and (
            child.dep_ in ("relcl", "acl", "appos", "punct", "advcl", "ccomp")
            or (child.dep_ == "prep" and child.lower_ in ("to", "as"))
        ):
            right = min(right, child.left_edge.i - 1)
    tokens = list(head.doc[left : right + 1])
    if len(tokens) > MOST_NAME_WORDS:
        tokens = list(head.doc[left : head.i + 1])
    while len(tokens) > 1 and tokens[0].lower_ in {"the", "this", "these", "that", "those"}:
        tokens = tokens[1:]
    return (
        clean_name(str(head.doc[tokens[0].i : tokens[-1].i + 1].text))
        if head.dep_ == "poss"
        else str(head.doc[tokens[0].i : tokens[-1].i + 1].text).strip(' ,.;:“”"')
    )
