"""Deeds in a parsed sentence: who is told to do what to whom, passives turned round, negation and mood read off.

Only words of plover.toml count. What is wished, feared or set under a condition is no deed; what is announced is one ahead.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.tell.plover import CLAUSE, DATIVE, OBJECT, Plover, Use

if TYPE_CHECKING:
    from spacy.tokens import Token

RELATIVES = {"who", "which", "that", "whom"}
SUPPOSED = {"would", "should", "could", "must", "can", "ca", "ought"}
AHEAD = {"will", "shall", "wo", "'ll", "’ll"}
CONDITIONS = {"if", "unless", "whether"}
NONE = {"no", "neither", "nor"}
CARRIED = {"threaten": "threaten", "vow": "threaten", "promise": "promise", "agree": "agree", "offer": "offer"}
REFUSED = {"refuse", "decline"}
# Verbs that hold their clause at arm's length: what follows "accused of" is the accuser's word, and no deed of this sentence.
LAYING = {"accuse", "blame", "charge", "suspect", "convict", "acquit", "investigate"}


@dataclasses.dataclass(frozen=True, slots=True)
class Deed:
    """One deed.

    Attributes:
        use: what kind it is.
        word: the lemma that tells it.
        told_by: that word as it stands.
        doer: the word at the head of who does it.
        done_to: the same of the one it is done to.
        is_denied: whether the sentence says that it was not done.
        is_ahead: whether it is told as something to come.
    """

    use: Use
    word: str
    told_by: Token
    doer: Token
    done_to: Token
    is_denied: bool
    is_ahead: bool


def find_deeds(tokens: Sequence[Token], table: Plover) -> Iterator[Deed]:
    """Give the deeds that a parsed text tells, in order; doer and done-to are any words, known actors or not."""
    for token in tokens:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod", "compound"):
            yield from _find_in_verb(token, table)
        elif token.pos_ == "NOUN":
            yield from _find_in_noun(token, table)


# ---------------------------------------------------------------- verbs


def _find_in_verb(verb: Token, table: Plover) -> Iterator[Deed]:
    if verb.lemma_.lower() in table.taking and (given := _find_givers(verb, table)):
        yield from given
        return
    use = table.verbs.get(verb.lemma_.lower())
    if use is None or _is_supposed(verb) or _is_laid(verb) or _gives_words(verb, use, table):
        return
    word, is_denied = verb.lemma_.lower(), _is_denied(verb, table)
    governor = _find_governor(verb)
    if governor is not None and governor.lemma_ in table.open | REFUSED:
        carrier = table.verbs.get("reject" if governor.lemma_ in REFUSED else CARRIED.get(governor.lemma_, ""))
        if carrier is None or use.sign == 0:
            return
        use = dataclasses.replace(carrier, joins=use.joins)
        word, is_denied = governor.lemma_, _has_negation(governor)
    doers, others = _find_parties(verb, use)
    for doer, other in _pair(doers, others, is_mutual=use.is_mutual):
        yield Deed(use, word, verb, doer, other, is_denied, _is_ahead(verb))


def _find_givers(verb: Token, table: Plover) -> list[Deed]:
    """Of "B received two million crowns from A", that A aided B."""
    had = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
    given = [child for word in (verb, *had) for child in word.children if child.lower_ == "from"]
    givers = [head for child in given for head in _find_prepositional(child)]
    if not any(token.lemma_.lower() in table.goods for token in had) or _is_supposed(verb) or _is_laid(verb) or _is_passive(verb):
        return []
    use = table.verbs["help"]
    word, is_denied, is_ahead = verb.lemma_.lower(), _is_denied(verb, table), _is_ahead(verb)
    return [Deed(use, word, verb, giver, taker, is_denied, is_ahead) for giver in givers for taker in _find_subjects(verb)]


def _gives_words(verb: Token, use: Use, table: Plover) -> bool:
    """Whether all that is given is words: "sent the firm nine questions"."""
    given = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
    return DATIVE in use.joins and bool(given) and all(token.lemma_.lower() in table.words for token in given)


def _find_parties(verb: Token, use: Use) -> tuple[list[Token], list[Token]]:
    """Who does it, and to whom, as the words at the head of each."""
    surface = _find_subjects(verb)
    objects = _find_objects(verb, use.joins)
    if not _is_passive(verb):
        return surface, objects
    doers = [head for child in verb.children if child.dep_ == "agent" for head in _find_prepositional(child)]
    return doers, [*(surface if use.joins & {OBJECT, CLAUSE, DATIVE} else ()), *objects]


def _pair(doers: list[Token], others: list[Token], *, is_mutual: bool) -> Iterator[tuple[Token, Token]]:
    if others:
        yield from ((doer, other) for doer in doers for other in others)
    elif is_mutual:
        yield from ((one, two) for i, one in enumerate(doers) for two in doers[i + 1 :])


def _find_subjects(verb: Token, *, depth: int = 0) -> list[Token]:
    """Heads of its surface subject, taken over from what governs it where it has none of its own."""
    own = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if own:
        if own[0].lower_ in RELATIVES and verb.dep_ == "relcl":
            return _list_joined(verb.head)
        return [head for child in own for head in _list_joined(child)]
    head = verb.head
    if head is verb or depth > 4:
        return []
    if verb.dep_ == "acl":
        return _list_joined(head)
    if verb.dep_ == "pcomp" and head.dep_ == "prep":
        head = head.head
    if verb.dep_ in ("conj", "xcomp", "advcl", "pcomp") and head.pos_ in ("VERB", "AUX"):
        return _find_subjects(head, depth=depth + 1)
    return []


def _find_objects(verb: Token, joins: frozenset[str]) -> list[Token]:
    found: list[Token] = []
    is_direct = OBJECT in joins or (CLAUSE in joins and _has_clause(verb))
    for child in verb.children:
        is_given = child.dep_ == "dative" and child.pos_ != "ADP" and DATIVE in joins
        if is_given or (is_direct and child.dep_ in ("dobj", "obj")):
            found += _list_joined(child)
        elif child.dep_ in ("prep", "dative") and child.lower_ in joins:
            found += _find_prepositional(child)
        elif child.dep_ in ("ccomp", "xcomp") and CLAUSE in joins and any(mark.lower_ == "to" for mark in child.children):
            found += [head for inner in child.children if inner.dep_ == "nsubj" for head in _list_joined(inner)]
    if not found and OBJECT in joins and verb.dep_ == "relcl" and not _is_passive(verb) and _has_other_subject(verb):
        found = _list_joined(verb.head)
    return [token for token in found if token.lower_ not in RELATIVES]


def _has_clause(verb: Token) -> bool:
    return any(child.dep_ in ("xcomp", "ccomp") or child.lower_ == "for" for child in verb.children)


def _has_other_subject(verb: Token) -> bool:
    return any(child.dep_ == "nsubj" and child.lower_ not in RELATIVES for child in verb.children)


def _is_passive(verb: Token) -> bool:
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(child.dep_ in ("aux", "nsubj") for child in verb.children):
        return _is_passive(verb.head)
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl")


# ---------------------------------------------------------------- nouns


def _find_in_noun(noun: Token, table: Plover) -> Iterator[Deed]:
    word = _join_hyphens(noun)
    use = table.nouns.get(word)
    if use is None:
        return
    carrier = _find_carrier(noun, table)
    if carrier is not None and _is_supposed(carrier):
        return
    joined = [*noun.children]
    if carrier is not None and noun.dep_ == "nsubjpass":  # "a truce was concluded between A and B"
        joined += [child for child in carrier.children if child.lower_ in ("between", "with")]
    others = [head for child in joined if child.lower_ in use.joins for head in _find_prepositional(child)]
    between = [head for child in joined if child.lower_ == "between" for head in _find_prepositional(child)]
    doers = _find_owners(noun, carrier, table)
    is_denied = any(child.lower_ in NONE for child in noun.children) or (
        carrier is not None and (_is_denied(carrier, table) != (carrier.lemma_ == "deny"))
    )
    is_ahead = carrier is not None and _is_ahead(carrier)
    pairs = list(_pair(doers, others, is_mutual=False)) or list(_pair(between, [], is_mutual=True))
    for doer, other in pairs:
        yield Deed(use, word, noun, doer, other, is_denied, is_ahead)


def _join_hyphens(noun: Token) -> str:
    """A noun's lemma, with what a hyphen joins to it: the parser takes "cease-fire" apart."""
    if noun.i >= 2 and noun.nbor(-1).text == "-" and noun.nbor(-2).whitespace_ == "" and noun.nbor(-1).whitespace_ == "":
        return f"{noun.nbor(-2).lower_}-{noun.lemma_.lower()}"
    return str(noun.lemma_).lower()


def _find_carrier(noun: Token, table: Plover) -> Token | None:
    """The verb that a noun's deed hangs on: its own, or a light one before its preposition ("agreed to a truce with")."""
    if noun.dep_ in ("dobj", "nsubjpass", "attr"):
        return noun.head
    if noun.dep_ != "pobj":
        return None
    if noun.head.pos_ != "ADP":
        return noun.head
    verb = noun.head.head
    is_light = verb.pos_ == "VERB" and verb.lemma_.lower() in table.light and noun.head.lower_ in ("to", "into", "in")
    return verb if is_light else None


def _find_owners(noun: Token, carrier: Token | None, table: Plover) -> list[Token]:
    """Who does what a noun tells: its owner, "by" whom, the subject of the verb that carries it, what it stands beside."""
    owned = [head for child in noun.children if child.dep_ == "poss" for head in _list_joined(child)]
    owned += [head for child in noun.children if child.lower_ == "by" for head in _find_prepositional(child)]
    if owned:
        return owned
    if carrier is None:
        return _list_joined(noun.head) if noun.dep_ == "appos" else []
    if noun.dep_ == "nsubjpass":
        return [head for child in carrier.children if child.dep_ == "agent" for head in _find_prepositional(child)]
    is_light = carrier.lemma_ in table.light or (noun.dep_ == "attr" and carrier.lemma_ in ("be", "become", "remain"))
    return _find_subjects(carrier) if is_light and not _is_passive(carrier) else []


# ---------------------------------------------------------------- mood


def _is_denied(verb: Token, table: Plover) -> bool:
    """Whether an odd number of words say that it was not so."""
    count = int(_has_negation(verb))
    if verb.dep_ == "conj" and not _has_other_subject(verb) and any(x.lower_ in ("or", "nor") for x in verb.head.children):
        count += int(_has_negation(verb.head))
    governor = _find_governor(verb)
    if governor is not None and (governor.lemma_ in table.refusing - REFUSED or governor.lemma_ == "deny"):
        count += 1 + int(_has_negation(governor))
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        count += 1
    return count % 2 == 1


def _has_negation(verb: Token) -> bool:
    if any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.children):
        return True
    parties = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass", "dobj")]
    return any(word.lower_ in NONE and word.dep_ in ("det", "preconj") for child in parties for word in child.children)


def _find_governor(verb: Token) -> Token | None:
    """The verb whose clause it is."""
    head = verb.head
    if verb.dep_ == "pcomp" and head.dep_ == "prep":
        head = head.head
    return head if head is not verb and verb.dep_ in ("xcomp", "ccomp", "pcomp") and head.pos_ == "VERB" else None


def _is_laid(verb: Token) -> bool:
    return verb.dep_ == "pcomp" and verb.head.head.lemma_ in LAYING


def _is_supposed(verb: Token) -> bool:
    """Whether it, or a clause that holds it, is only a condition, a duty or a possibility."""
    at, depth = verb, 0
    while depth < 6:
        for child in at.children:
            if child.dep_ == "aux" and child.lower_ in SUPPOSED:
                return True
            if child.dep_ == "mark" and child.lower_ in CONDITIONS:
                return True
        if at.dep_ not in ("xcomp", "conj", "advcl", "ccomp") or at.head is at:
            return False
        at, depth = at.head, depth + 1
    return False


def _is_ahead(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in AHEAD for child in verb.children) or (
        any(child.lower_ == "to" for child in verb.children) and verb.head.lemma_ in ("be", "go")
    )


def _find_prepositional(preposition: Token) -> list[Token]:
    return [head for child in preposition.children if child.dep_ == "pobj" for head in _list_joined(child)]


def _list_joined(token: Token) -> list[Token]:
    """A word and those joined to it by "and"."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON"):
            found += _list_joined(child)
    return found
