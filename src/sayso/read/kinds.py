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

BODY_BEFORE = {
    "group", "organisation", "organization", "movement", "party", "cartel", "gang", "militia", "network", "company", "agency",
    "newspaper", "magazine", "daily", "broadcaster", "channel",
}  # fmt: skip
BODY_AFTER = {
    "militant", "fighter", "insurgent", "member", "leader", "leadership", "insurgency", "commander", "gunman", "rebel",
    "employee", "executive", "headquarters", "stronghold",
}  # fmt: skip
MEMBERS = {"militant", "fighter", "insurgent", "member", "leader", "leadership", "insurgency", "gunman", "stronghold"}
OFFICES_IN_NAMES = {"general", "major", "prince", "king", "queen", "chief", "head"}  # 'General Motors', 'King County'
PERSON, BODY = "person", "organisation"
DOUBTED = (PERSON, BODY, "group", "document", "other")  # kinds that the words around a name may change; places stay


def settle_kinds(names: Sequence[Name]) -> dict[str, str]:
    """The kind of each name by its text, where the words around its mentions show one; labels are not counted."""
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    labelled: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.state is not None:
            continue
        labelled[name.text].add(name.kind)
        if name.root is not None:
            shown[name.text].update(_judge(name.root))
    return {
        text: max((PERSON, BODY), key=lambda kind: counts[kind])
        for text, counts in shown.items()
        if counts[PERSON] != counts[BODY] and _is_doubtful(labelled[text], counts)
    }


def _is_doubtful(labels: set[str], counts: Counter[str]) -> bool:
    """Whether words may outvote the labels: a place stays one, unless it was taken for a person too and two words tell."""
    return labels <= set(DOUBTED) or (PERSON in labels and counts.total() > 1)


def _judge(root: Token) -> Counter[str]:
    """Votes of the words around one mention."""
    votes: Counter[str] = Counter()
    doc = root.doc
    first, last = find_edges(root)
    before = doc[first - 1] if first > 0 else None
    after = doc[last + 1] if last + 1 < len(doc) else None
    words = load_words()
    if (before is not None and before.lower_ in HONORIFICS) or _has_title(root):
        votes[PERSON] += 1
    if before is not None and before.lemma_.lower() in BODY_BEFORE and before.pos_ in ("NOUN", "PROPN"):
        votes[BODY] += 1
    is_before_noun = root.dep_ in ("compound", "nmod", "amod") and after is not None and after.pos_ == "NOUN"
    if after is not None and is_before_noun and after.lemma_.lower() in BODY_AFTER:
        votes[BODY] += 1
    if _is_had_by_members(root):
        votes[BODY] += 1
    for child in root.children:
        role = child.lemma_.lower()
        if child.dep_ == "appos" and child.i > last and child.tag_ == "NN" and role in words["official"] | words["person"]:
            votes[PERSON] += 1
    if root.dep_ == "appos" and root.head.i < first and root.head.tag_ == "NN" and root.head.lemma_.lower() in words["official"]:
        votes[PERSON] += 1
    return votes


def _has_title(root: Token) -> bool:
    """'Mayor Jan Ox': an office opens the name and no word for a body ends it."""
    opening = next((child.lower_ for child in root.lefts if child.dep_ == "compound"), "")
    told = load_words()
    is_office = opening in told["official"] and opening not in OFFICES_IN_NAMES
    return is_office and root.pos_ == "PROPN" and root.lower_ not in told["official"] | told["organisation"]


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
