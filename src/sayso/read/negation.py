"""The words that negate a claim's statement, found on its main predicate and on what only frames it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.read.wording import is_word

if TYPE_CHECKING:
    from spacy.tokens import Token

DEEPEST = 5  # frames one inside another, "it is clear that there is no evidence that ..."; real sentences have two
ARGUMENTS = {"nsubj", "nsubjpass", "csubj", "dobj", "attr", "pobj", "expl", "dative", "oprd"}
CLAUSES = {"ccomp", "acl", "relcl", "xcomp", "csubj"}


def find_negations(tokens: Sequence[Token]) -> list[Token]:
    """The words that negate a claim's main predicate, through what only frames it."""
    inside = {token.i for token in tokens}
    roots = [token for token in tokens if token.head.i not in inside or token.head == token]
    root = _pick_root(roots)
    found: list[Token] = []
    for _ in range(DEEPEST):
        if root is None:
            break
        here = list(dict.fromkeys(_negations_of(root, inside)))
        below, is_open = _find_below(root)
        if not is_open:
            found.extend(here)
        if below is None or below.i not in inside:
            break
        root = below
    return list(dict.fromkeys(found))


def _pick_root(roots: Sequence[Token]) -> Token | None:
    """The predicate among what hangs on nothing inside: a verb, and not that of a clause put beside ("if they failed to act")."""
    verbs = [token for token in roots if token.pos_ in ("VERB", "AUX")]
    main = [token for token in verbs if token.dep_ != "advcl"]
    return next(
        iter(main or [token for token in roots if token.dep_ in ("dobj", "pobj", "ROOT")] or verbs or roots), None
    )


def _find_below(root: Token) -> tuple[Token | None, bool]:
    """The clause that a predicate only frames, if any, and whether a negation of the frame leaves it open."""
    clause = _clause_of(root)
    asked = next((c for c in root.children if c.dep_ in (*CLAUSES, "advcl") and c.i > root.i and is_whether(c)), None)
    if is_word(root.lemma_, "frame.unsure") and asked is not None:
        return asked, True
    if root.lemma_ == "be" or is_word(root.lemma_, "negate.rise"):
        return _below_state(root, clause)
    lists = ("frame.show", "negate.undo", "frame.deny")
    if clause is not None and any(is_word(root.lemma_, name) for name in lists):
        return clause, False
    return _below_noun(root), False


def _below_state(root: Token, clause: Token | None) -> tuple[Token | None, bool]:
    frame = next((child for child in root.children if child.dep_ in ("acomp", "attr", "oprd")), None)
    if frame is None:
        return clause if is_word(root.lemma_, "negate.rise") else None, False
    clause = _clause_of(frame) or clause
    if is_word(frame.lemma_, "frame.certain"):
        return clause, _is_negated(root)  # "it is not clear that": neither so nor not so
    known = ("frame.true", "negate.heads", "hedge.words")
    if any(is_word(frame.lemma_, name) for name in known) or frame.lemma_ in ("case", "fact", "possible"):
        return clause or _below_noun(root), False
    return _below_noun(root), False


def _below_noun(root: Token) -> Token | None:
    """Through 'there is evidence that', 'found nothing to suggest that', 'the claim that ... is false'."""
    for child in root.children:
        if child.dep_ in ("attr", "dobj", "nsubj", "nsubjpass", "expl"):
            is_frame = any(is_word(child.lemma_, name) for name in ("frame.evidence", "frame.tentative", "negate.idle"))
            is_told = is_word(child.lemma_, "frame.statement") and bool(list(find_denying_heads(root)))
            if is_frame or is_told or child.lower_ in ("nothing", "none"):
                clause = _clause_of(child)
                inner = _clause_of(clause) if clause is not None and is_word(clause.lemma_, "frame.show") else None
                return inner or (clause if is_frame or is_told else None)
    return None


def _clause_of(token: Token) -> Token | None:
    return next((child for child in token.children if child.dep_ in CLAUSES and child.i > token.i), None)


def is_whether(clause: Token) -> bool:
    """Whether a clause is left open by its own first word."""
    return any(part.dep_ == "mark" and part.lower_ in ("whether", "if") for part in clause.children)


def _is_negated(root: Token) -> bool:
    return any(child.dep_ == "neg" for child in root.children)


def _negations_of(root: Token, inside: set[int]) -> Iterator[Token]:
    if root.pos_ == "VERB" and root.i in inside:
        undoes = is_word(root.lemma_, "negate.undo") and any(child.dep_ == "xcomp" for child in root.children)
        if undoes or is_word(root.lemma_, "negate.verbs") or _denies(root):
            yield root
    if root.pos_ not in ("VERB", "AUX"):
        yield from _quantified(root, inside)
    for child in root.children:
        if child.i not in inside:
            continue
        if child.dep_ == "neg" or (child.dep_ in ("advmod", "cc", "preconj") and is_word(child.text, "negate.words")):
            if child.lower_ != "no" and not (
                _is_bare(child) or _is_until(child, root) or _is_turned(child, root) or _is_expecting_yes(child)
            ):
                yield child
        elif child.lower_ == "longer" and child.i > 0 and child.nbor(-1).lower_ == "no":
            yield child.nbor(-1)
        elif child.dep_ in ARGUMENTS:
            yield from _quantified(child, inside)
        elif child.dep_ == "prep":
            yield from _in_phrase(child, inside)
        elif (
            child.lower_ == "far"
            and root.lemma_ == "be"
            and child.i + 1 < len(child.doc)
            and child.nbor(1).lower_ == "from"
        ):
            yield child
    yield from (head for head in find_denying_heads(root) if head.i in inside)


def _is_expecting_yes(negator: Token) -> bool:
    """'Don't you know that the bridge fell?', 'Isn't it shut?': a question that begins with its denied verb says yes."""
    sentence = negator.sent
    before = [token for token in sentence if token.i < negator.i and token.is_alpha and token.dep_ != "cc"]
    begins = len(before) == 1 and before[0].pos_ == "AUX"
    is_asked = any(token.text == "?" for token in negator.doc[sentence.end - 2 : sentence.end])
    subject = next((child for child in negator.head.children if child.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    return begins and is_asked and subject is not None and subject.i > negator.i


def _denies(verb: Token) -> bool:
    """A denial that no attribution was found for: 'has consistently denied using it'."""
    is_denial = is_word(verb.lemma_, "frame.deny") and _clause_of(verb) is not None
    return is_denial or is_ruling_out(verb)


def is_ruling_out(verb: Token) -> bool:
    """'Ruled out sabotage', without 'could not'."""
    return verb.lemma_ == "rule" and any(child.dep_ == "prt" and child.lower_ == "out" for child in verb.children)


def find_denying_heads(root: Token) -> Iterator[Token]:
    """Adjectives that deny: 'is unlikely', 'turned out to be false', 'proved unfounded'; and what negates them."""
    if is_word(root.lemma_, "negate.heads"):
        yield root
    for child in root.children:
        if child.dep_ in ("acomp", "attr", "oprd", "xcomp", "advmod") and is_word(child.lemma_, "negate.heads"):
            yield child
        if child.dep_ in ("acomp", "attr", "oprd"):
            yield from (
                part for part in child.children if part.dep_ == "neg" and part.lower_ != "no" and not _is_bare(part)
            )
        if child.dep_ == "xcomp" and child.lemma_ == "be":
            yield from find_denying_heads(child)


def _in_phrase(prep: Token, inside: set[int]) -> Iterator[Token]:
    """'Know of no motive', 'at no time', 'in no way'; not 'arrived with no papers'."""
    for noun in prep.children:
        if noun.dep_ != "pobj":
            continue
        is_round = prep.lower_ in ("in", "on") and is_word(noun.lemma_, "negate.circumstance")
        if is_word(prep.text, "negate.carry") or is_round:
            yield from _quantified(noun, inside)


def _is_bare(token: Token) -> bool:
    """'Not only X but Y', 'no more than nine', 'nothing but': the word negates nothing."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1).lower_
    beyond = token.nbor(2).lower_ if token.i + 2 < len(token.doc) else ""
    return is_word(after, "negate.bare") or (is_word(after, "negate.bare_than") and beyond in ("than", "much"))


def _is_turned(token: Token, verb: Token) -> bool:
    """'Not uncommon' says that it happens, 'don't you know that ...?' that one should."""
    state = next((child for child in verb.children if child.dep_ == "acomp"), None)
    if state is not None and is_word(state.lemma_, "negate.litotes"):
        return True
    sent = token.sent
    return bool(sent[0].pos_ == "AUX" and token.i - sent.start <= 2 and sent.text.rstrip("”\"’' )").endswith("?"))


def _is_until(token: Token, verb: Token) -> bool:
    """'Was not signed until June': it was; 'will not open until June' says when it stays shut."""
    if any(child.tag_ == "MD" for child in verb.children):
        return False
    return any(
        (child.dep_ == "prep" and child.lower_ in ("until", "till"))
        or (child.dep_ == "advcl" and any(part.lower_ in ("until", "till") for part in child.children))
        for child in verb.children
        if child.i > token.i
    )


def _quantified(noun: Token, inside: set[int]) -> Iterator[Token]:
    """'No evidence', 'not one operative', 'none of them', 'few of the growers', 'anything but'."""
    if noun.i not in inside:
        return
    after = noun.nbor(1).lower_ if noun.i + 1 < len(noun.doc) else ""
    if noun.lower_ == "anything" and after == "but":
        yield noun
    if is_word(noun.lemma_, "negate.idle") or is_word(after, "negate.but"):
        return  # "no doubt", "nothing but", "no choice but"
    if is_word(noun.text, "negate.quantity") or (is_word(noun.text, "negate.scarce") and noun.left_edge == noun):
        yield noun
        return
    for part in noun.subtree:
        if part.i >= noun.i or part.i not in inside or any(up.dep_ == "poss" for up in _up_to(part, noun)):
            continue
        is_first = part == noun.left_edge and part.pos_ != "PROPN" and noun.pos_ != "PROPN"
        is_scarce = is_first and (part.lower_ == "few" or (part.lower_ == "little" and noun.tag_ == "NN"))
        if (part.lower_ in ("no", "not", "neither") and not _is_bare(part)) or is_scarce:
            yield part


def _up_to(token: Token, top: Token) -> Iterator[Token]:
    while token not in (top, token.head):
        yield token
        token = token.head
