"""What sort of thing a name is, by the words around all its mentions: the name finder labels each mention for itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.describe import load_words
from sayso.read.genders import TITLES as HONORIFICS
from sayso.read.names import Name, find_edges

if TYPE_CHECKING:
    from spacy.tokens import Token

SURE = 3  # votes of a word that only a person, or only a body, has beside it; a label of the name finder is one vote
BODY_BEFORE = {
    "group", "organisation", "organization", "movement", "party", "cartel", "gang", "militia", "network", "company", "agency",
}  # fmt: skip
BODY_AFTER = {
    "militant", "fighter", "insurgent", "member", "leader", "leadership", "insurgency", "commander", "gunman", "rebel",
    "employee", "executive", "headquarters", "stronghold",
}  # fmt: skip
MEMBERS = {"militant", "fighter", "insurgent", "member", "leader", "leadership", "insurgency", "gunman", "stronghold"}
PERSON, BODY = "person", "organisation"
DOUBTED = (PERSON, BODY, "document", "other")  # kinds that the words around a name may change; places stay


def settle_kinds(names: Sequence[Name]) -> dict[str, str]:
    """The kind of each name by its text, where the words around its mentions outvote the label of one of them."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    labelled: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.state is not None:
            continue
        labelled[name.text].add(name.kind)
        votes[name.text][name.kind] += 1
        if name.root is not None:
            votes[name.text].update(_judge(name.root))
    settled = {}
    for text, counts in votes.items():
        shown = max((PERSON, BODY), key=lambda kind: (counts[kind], kind == BODY))
        # a label alone changes nothing: two mentions labelled apart may be two things
        if counts[shown] >= SURE and labelled[text] <= set(DOUBTED):
            settled[text] = shown
    return settled


def _judge(root: Token) -> Counter[str]:
    """Votes of the words around one mention."""
    votes: Counter[str] = Counter()
    doc = root.doc
    first, last = find_edges(root)
    before = doc[first - 1] if first > 0 else None
    after = doc[last + 1] if last + 1 < len(doc) else None
    words = load_words()
    if before is not None and before.lower_ in HONORIFICS:
        votes[PERSON] += SURE
    if before is not None and before.lemma_.lower() in BODY_BEFORE and before.pos_ in ("NOUN", "PROPN"):
        votes[BODY] += SURE
    is_before_noun = root.dep_ in ("compound", "nmod", "amod") and after is not None and after.pos_ == "NOUN"
    if after is not None and is_before_noun and after.lemma_.lower() in BODY_AFTER:
        votes[BODY] += SURE
    if _is_had_by_members(root):
        votes[BODY] += SURE
    for child in root.children:
        role = child.lemma_.lower()
        if child.dep_ == "appos" and child.i > last and child.tag_ == "NN" and role in words["official"] | words["person"]:
            votes[PERSON] += SURE
        if child.dep_ == "relcl" and any(part.lower_ == "who" for part in child.children):
            votes[PERSON] += 1
    if root.dep_ == "appos" and root.head.i < first and root.head.tag_ == "NN" and root.head.lemma_.lower() in words["official"]:
        votes[PERSON] += SURE
    return votes


def _is_had_by_members(root: Token) -> bool:
    """'the Red Hand’s leader', 'members of the Red Hand'."""
    if root.dep_ == "poss" and root.head.lemma_.lower() in MEMBERS:
        return True
    above = root.head
    return (
        root.dep_ == "pobj"
        and above.lower_ in ("of", "from")
        and above.head.lemma_.lower() in MEMBERS
    )
