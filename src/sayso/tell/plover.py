"""The table of what one actor does to another (plover.toml): words to PLOVER's event classes, and their sign."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from importlib import resources

OBJECT = "obj"  # the other actor is the verb's direct object
CLAUSE = "xcomp"  # the same, of verbs that need a clause beside it: "asked the port to pay"
DATIVE = "dative"  # the other actor is the one to whom something is given


@dataclasses.dataclass(frozen=True, slots=True)
class Use:
    """One word of the table.

    Attributes:
        event: PLOVER's class.
        sign: 2 cooperates ... -3 fights.
        joins: how the other actor is joined to it: `obj`, `xcomp`, `dative` or a preposition.
        is_mutual: whether two actors joined by "and" do it to each other.
    """

    event: str
    sign: int
    joins: frozenset[str]
    is_mutual: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Plover:
    """The whole table. Lemmas, lower case.

    Attributes:
        signs: what each step of the scale is called.
        light: verbs that only carry the noun they govern.
        refusing: verbs after which the next verb was not done.
        open: verbs after which the next verb is not told as done.
        acting: nouns that act for whoever they belong to.
        taking: verbs that tell what another gave: "received aid from".
        goods: what is given or taken as aid.
        words: what can be given and is no aid.
    """

    signs: dict[int, str]
    events: dict[str, int]
    verbs: dict[str, Use]
    nouns: dict[str, Use]
    light: frozenset[str]
    refusing: frozenset[str]
    open: frozenset[str]
    acting: frozenset[str]
    taking: frozenset[str]
    goods: frozenset[str]
    words: frozenset[str]


@functools.cache
def load_plover() -> Plover:
    """Read the table that comes with the package."""
    table = tomllib.loads(resources.files("sayso.tell").joinpath("plover.toml").read_text("utf8"))
    verbs: dict[str, Use] = {}
    nouns: dict[str, Use] = {}
    for event in table["event"]:
        mutual = set(event.get("mutual_verbs", "").split())
        for word in event["verbs"].split():
            lemma, *joins = word.split("+")
            verbs[lemma] = _to_use(event, joins or [OBJECT], is_mutual=event.get("mutual", False) or lemma in mutual)
        for word in event["nouns"].split():
            lemma, *joins = word.split("+")
            nouns[lemma] = _to_use(event, joins, is_mutual=event.get("mutual", False) or lemma in mutual)
    joining = {name: frozenset(words.split()) for name, words in table["joining"].items()}
    return Plover(
        {int(sign): name for sign, name in table["signs"].items()},
        {event["name"]: event["sign"] for event in table["event"]}, verbs, nouns, joining["light"], joining["refusing"],
        joining["open"], joining["acting"], joining["taking"], joining["goods"], joining["words"],
    )


def _to_use(event: dict[str, object], joins: list[str], *, is_mutual: bool) -> Use:
    return Use(str(event["name"]), int(str(event["sign"])), frozenset(joins), is_mutual)
