"""The cues that govern a claim: what each implies of it, and whether it is itself negated."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from sayso.read.layings import token_spans
from sayso.read.lexicon import load_lexicon
from sayso.read.negation import find_denying_heads, is_ruling_out
from sayso.read.wording import is_word
from sayso.schema import Spans

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sayso.read.chains import Chains
    from sayso.read.claims import Statement
    from sayso.read.layings import Laying
    from sayso.read.page import Page

MOST = 12  # cues above one claim; no sentence nests deeper, and a cycle in a damaged nesting must end
FLIPS = {"believe", "find", "deny", "seem"}  # "does not believe that", "did not find that": negated below
CLAUSAL = {"c", "q", "x"}  # frames that govern a statement, not a thing
NEGATING = {"not", "n't", "n’t", "never", "hardly", "scarcely"}
NOBODY_SAYS = {"no", "few", "little", "nobody", "none", "neither"}


@dataclasses.dataclass(frozen=True, slots=True)
class Governor:
    """One cue above a claim.

    `negators` are the words that negate the cue itself ("did *not* deny", "*no one* disputes"); empty when none does.
    """

    words: str
    lemma: str
    cue_class: str
    force: str
    spans: Spans
    negators: Spans
    has_source: bool
    is_passive: bool
    is_clausal: bool


def find_governors(page: Page, chains: Chains, statement: Statement) -> list[Governor]:
    """The cues over a statement, innermost first, without one that the statement has been freed of."""
    found: list[Governor] = []
    at = statement.laying
    while at is not None and len(found) < MOST:
        if at is not statement.skip:
            found.append(_govern(page, chains, at))
            found.extend(_find_verdict(page, at))
        at = at.parent
    return found


def _govern(page: Page, chains: Chains, laying: Laying) -> Governor:
    cue = page.tokens_in(laying.cue)
    verb = next((token for token in reversed(cue) if token.pos_ in ("VERB", "NOUN")), cue[-1] if cue else None)
    return Governor(
        words=" ".join(page.text[start:end] for start, end in laying.cue),
        lemma=verb.lemma_.lower() if verb is not None else "",
        cue_class=laying.cue_class,
        force=find_force(page, laying),
        spans=laying.cue,
        negators=find_cue_negators(page, laying),
        has_source=chains.source_of(laying) is not None,
        is_passive=verb is not None and any(child.dep_ == "auxpass" for child in verb.children),
        is_clausal=laying.frame in CLAUSAL,
    )


def find_force(page: Page, laying: Laying) -> str:
    """What a cue implies of its content: its word's own force where the lexicon has one, else its class's."""
    cue = page.tokens_in(laying.cue)
    if any(is_ruling_out(token) for token in cue):
        return "denying"
    forces = load_lexicon().forces
    return next(
        (forces[token.lemma_.lower()] for token in reversed(cue) if token.lemma_.lower() in forces), laying.force
    )


def _find_verdict(page: Page, laying: Laying) -> list[Governor]:
    """'The claim that p is baseless': what the sentence goes on to say of the claim stands above it too."""
    noun = next((token for token in page.tokens_in(laying.cue) if token.pos_ == "NOUN"), None)
    if laying.kind != "noun" or noun is None or noun.dep_ not in ("nsubj", "nsubjpass"):
        return []
    heads = [token for token in find_denying_heads(noun.head) if token.dep_ != "neg"]
    if not heads:
        return []
    base = page.block_at(laying.cue[0][0]).start
    negators = [child for child in (*noun.head.children, *heads[0].children) if child.dep_ == "neg"]
    return [
        Governor(
            words=heads[0].text,
            lemma=heads[0].lemma_,
            cue_class="deny",
            force="denying",
            spans=token_spans(heads, base),
            negators=token_spans(negators, base),
            has_source=False,
            is_passive=False,
            is_clausal=True,
        )
    ]


def find_cue_negators(page: Page, laying: Laying) -> Spans:
    """Words that negate a cue: a negation in it, or a source that is nobody: 'no one disputes', 'few doubt'."""
    cue = page.tokens_in(laying.cue)
    found = [token for token in cue if token.dep_ == "neg" or token.lower_ in NEGATING]
    source = page.tokens_in(laying.source)
    subjects = [source[0]] if source else [child for token in cue for child in token.lefts]
    found.extend(token for token in subjects if token.lower_ in NOBODY_SAYS and token.i < cue[0].i)
    found.extend(up for token in cue if token.pos_ == "VERB" for up in _find_undoing(token))
    return token_spans(found, page.block_at(laying.cue[0][0]).start)


def _find_undoing(verb: Token) -> list[Token]:
    """'Stopped short of saying', 'without saying', 'declined to say', 'found nothing to suggest'."""
    up = verb.head
    if verb.dep_ in ("acl", "relcl"):
        return [token for token in (up, *up.lefts) if is_word(token.text, "negate.quantity")]
    if verb.dep_ not in ("xcomp", "pcomp"):
        return []
    if up.lower_ == "without":
        return [up]
    while up.pos_ not in ("VERB", "AUX") and up.head != up:
        up = up.head
    is_short = verb.dep_ == "pcomp" and is_word(up.lemma_, "negate.short")
    is_undone = verb.dep_ == "xcomp" and is_word(up.lemma_, "negate.undo")
    if verb.tag_ == "VBG" and up.lemma_ not in ("stop", "cease"):
        is_undone = False  # "the sirens had failed, adding that": the parse hangs what is added on the verb before it
    return [up] if is_short or is_undone else []
