"""What is said of an actor, by whom, head by head; and two actors side by side. Always as somebody's claims.

A row is a statement (a group) with the claims in it that speak of the actor, each with its chain, stance and place, the lines
counted behind it, and whoever denies it. Nothing is summed up in words of sayso's own.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from importlib import resources
from typing import Any

from sayso.errors import UnknownName
from sayso.schema import Claim, Source, Tables, is_denied_around
from sayso.tell.listings import describe_claim
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.mentions import Mentions, Stretch
from sayso.tell.shown import clean_line, elide
from sayso.tell.stems import find_stem, find_words
from sayso.tell.ties import Tie, find_ties

Listed = dict[str, Any]
ELSE, TIES = "else", "ties"
HEADS = ("objectives", "methods", "organisation", "territory", "money", TIES, "events", ELSE)
MOST_LISTED = 8  # names in an error: more tell nobody which to take
LONGEST_NAME = 400  # characters of a name that are compared; no name is longer
SHOWN_NAME = 60  # characters of a name in an error
LEAST_ALIKE = 0.75  # of difflib's ratio: two letters of eight mistyped
_SMALL = frozenset(("the", "of", "and", "a", "an", "for", "in", "de", "al", "el"))


def find_actor(tables: Tables, name: str) -> str:
    """Find the source that a name means: its id, name or alias; else the one whose name holds all its words.

    Args:
        name: as a person types it; case and space don't count.
    Returns:
        The source's id.
    Raises:
        UnknownName: none is called that, or several are; `got` lists them.
    """
    sources = Lookup(tables).sources
    if name in sources:
        return name
    wanted = " ".join(clean_line(name[:LONGEST_NAME]).casefold().split())
    words = set(find_words(wanted))
    called = [source for source in sources.values() if wanted in {" ".join(x.casefold().split()) for x in _list_names(source)}]
    found = called or [
        source for source in sources.values() if words and any(words <= set(find_words(x)) for x in _list_names(source))
    ]
    if len(found) > 1:  # its own name goes before an alias
        found = [source for source in found if source.name.casefold() == wanted] or found
    if len(found) == 1:
        return found[0].id
    shown = elide(clean_line(name[:LONGEST_NAME]), at_most=SHOWN_NAME)
    if not found:
        near = _find_alike(sources.values(), wanted, words)
        fix = f"is one of these meant? {near}" if near else "`sayso actors CASE` lists them"
        raise UnknownName("no actor of the case goes by this name", where="sources", got=[shown or "(no name)"], fix=fix)
    raise UnknownName(
        f"{len(found)} actors go by “{shown}”", where="sources", got=[_name(source) for source in found],
        fix=f"name it in full, or by its id: {_list_candidates(found)}",
    )


def _find_alike(sources: Iterable[Source], wanted: str, words: set[str]) -> str:
    """Actors whose names share a word with what was typed, or nearly have its letters."""
    names = {name.casefold(): source for source in sources for name in _list_names(source)}
    close = difflib.get_close_matches(wanted, names, n=MOST_LISTED, cutoff=LEAST_ALIKE)
    sharing = [name for name in names if words & (set(find_words(name)) - _SMALL)]
    return _list_candidates(list({names[name].id: names[name] for name in (*close, *sharing)}.values()))


def _list_candidates(sources: list[Source]) -> str:
    more = f"; and {len(sources) - MOST_LISTED} more" if len(sources) > MOST_LISTED else ""
    return "; ".join(map(_name, sources[:MOST_LISTED])) + more


def _name(source: Source) -> str:
    return f"{elide(clean_line(source.name), at_most=SHOWN_NAME)} ({source.kind}, {source.id})"


def describe_profile(tables: Tables, source_id: str) -> Listed:
    """What is said of an actor, head by head.

    Returns:
        `id`, `name`, `kind`, `aliases`, `n_claims`, `n_documents`, `heads` (each of `HEADS` to rows), `says` (claims laid to
        it) and `ties`. A row: `group_id`, `text`, `head_words` (what called the head), `told` and `denied` (claims as
        `describe_claim` has them, with `by`, `is_denied_around`, whether its speaker denies its words, and `is_named`,
        false where only a pronoun or a description stands for the actor), and `lines`, `lines_possible`, `verdict` of each side.
    Raises:
        UnknownName: no source has this id.
    """
    lookup = Lookup(tables)
    return _describe(_Case(lookup, Mentions(lookup), find_ties(tables)), _find_source(lookup, source_id))


def describe_pair(tables: Tables, a_id: str, b_id: str) -> Listed:
    """Two actors side by side.

    Returns:
        `a` and `b` (profiles), `both` (rows on statements that speak of both), `a_on_b` and `b_on_a` (claims laid to the one
        that speak of the other) and `ties` (between the two, by the date of the first telling, undated last).
    Raises:
        UnknownName: no source has one of these ids, or both are one.
    """
    lookup = Lookup(tables)
    if a_id == b_id:
        called = _name(_find_source(lookup, a_id))
        raise UnknownName("both names mean one actor", where="sources", got=[called], fix=f"sayso actors CASE {a_id}")
    case = _Case(lookup, Mentions(lookup), find_ties(tables))
    a, b = (_describe(case, _find_source(lookup, source_id)) for source_id in (a_id, b_id))
    groups_b = {row["group_id"] for rows in b["heads"].values() for row in rows}
    both = {row["group_id"]: row for rows in a["heads"].values() for row in rows if row["group_id"] in groups_b}
    between = [tie for tie in case.ties if {tie.a_id, tie.b_id} == {a_id, b_id}]
    return {
        "a": a, "b": b, "both": list(both.values()),
        "a_on_b": [row for row in a["says"] if b_id in row["actor_ids"]],
        "b_on_a": [row for row in b["says"] if a_id in row["actor_ids"]],
        "ties": [describe_tie(tie) for tie in sorted(between, key=lambda tie: (tie.first_seen or "9999", tie.event, tie.a_id))],
    }


def cut_rows(described: Listed, limit: int) -> Listed:
    """A profile or a pair with at most so many rows in each list; `n_rows` of it says how many there were in each."""
    counts: dict[str, int] = {}
    return {key: _cut(value, limit, key, counts) for key, value in described.items()} | {"n_rows": counts}


def _cut(value: Any, limit: int, path: str, counts: dict[str, int]) -> Any:
    if isinstance(value, dict) and path in ("a", "b", "heads", "a/heads", "b/heads"):
        return {key: _cut(inner, limit, f"{path}/{key}", counts) for key, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        counts[path] = len(value)
        return value[:limit]
    return value


def describe_tie(tie: Tie) -> Listed:
    """One tie, JSON-ready."""
    return dataclasses.asdict(tie)


@dataclasses.dataclass(frozen=True, slots=True)
class _Case:
    lookup: Lookup
    mentions: Mentions
    ties: list[Tie]


def _find_source(lookup: Lookup, source_id: str) -> Source:
    source = lookup.sources.get(source_id)
    if source is None:
        raise UnknownName("no source has this id", where="sources", got=[source_id], fix="sayso actors CASE --json")
    return source


def _list_names(source: Source) -> list[str]:
    return [source.name, *source.aliases]


def _describe(case: _Case, source: Source) -> Listed:
    lookup = case.lookup
    ties = [tie for tie in case.ties if source.id in (tie.a_id, tie.b_id)]
    tied = {said.claim_id for tie in ties for said in (*tie.said, *tie.denied)}
    about = [claim for claim in lookup.claims.values() if source.id in _list_actors(lookup, claim)]
    says = [claim for claim in lookup.claims.values() if source.id in _list_chain(lookup, claim)]
    heads: dict[str, list[Listed]] = {head: [] for head in HEADS}
    for group_id, claims in _part_groups(lookup, about).items():
        called = _find_heads(claims, tied)
        row = _describe_row(case, source.id, group_id, claims)
        for head, words in called.items():
            heads[head].append(row | {"head_words": words})
    return {
        "id": source.id, "name": clean_line(source.name), "kind": source.kind, "aliases": list(map(clean_line, source.aliases)),
        "n_claims": len(about), "n_documents": len({claim.document_id for claim in about}), "heads": heads,
        "says": [_describe_one(case, source.id, claim) for claim in says], "ties": [describe_tie(tie) for tie in ties],
    }


def _list_actors(lookup: Lookup, claim: Claim) -> list[str]:
    return list(dict.fromkeys(found for found in map(lookup.source_id, claim.actors) if found in lookup.sources and found))


def _list_chain(lookup: Lookup, claim: Claim) -> list[str]:
    """Sources that a claim is laid to; its teller is a document, and none."""
    hops = (hop for hop in lookup.hops.get(claim.id, []) if hop.ordinal > 0)
    return [found for found in (lookup.source_id(hop.referent_id) for hop in hops) if found]


def _part_groups(lookup: Lookup, claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims by group, most told groups first; a claim in no group stands alone under its own id."""
    parts: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        membership = lookup.membership_of.get(claim.id)
        parts[membership.group_id if membership else claim.id].append(claim)
    rank = {group_id: i for i, group_id in enumerate(lookup.groups)}
    return dict(sorted(parts.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0])))


def _find_heads(claims: Iterable[Claim], tied: set[str]) -> dict[str, list[str]]:
    """Heads that some claims stand under, each with the words that call it."""
    called: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.id in tied:
            called[TIES].add("")
        for word in find_words(claim.text):
            for head in _load_heads().get(find_stem(word), ()):
                called[head].add(word)
    if not called:
        return {ELSE: []}
    return {head: sorted(called[head] - {""}) for head in HEADS if head in called}


@functools.cache
def _load_heads() -> dict[str, tuple[str, ...]]:
    """Stems to the heads that they call."""
    table = tomllib.loads(resources.files("sayso.tell").joinpath("profiles.toml").read_text("utf8"))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for head in HEADS[:-1]:
        for stem in sorted({find_stem(word) for word in table[head]["words"].split()}):
            found[stem].append(head)
    return {stem: tuple(heads) for stem, heads in found.items()}


def _describe_row(case: _Case, source_id: str, group_id: str, claims: list[Claim]) -> Listed:
    """A statement: what is told of the actor, and what stands against it, whether or not that names the actor again."""
    lookup = case.lookup
    group = lookup.groups.get(group_id)
    if group is None:
        told = [claim for claim in claims if claim.polarity == "affirmed"]
        denied = [claim for claim in claims if claim.polarity != "affirmed"]
    else:
        about = {claim.id for claim in claims}
        affirmed, negated = (lookup.members(group_id, side) for side in SIDES)
        told = [claim for claim in affirmed if claim.id in about or not any(x.id in about for x in affirmed)]
        denied = negated
    tallies = [lookup.tally(group_id, side) for side in SIDES]
    counts = {
        side: None if tally is None else {
            "is_against": lookup.is_against(group_id, side), "lines": tally.lines, "lines_possible": tally.lines_possible,
            "verdict": tally.verdict,
        }
        for side, tally in zip(SIDES, tallies, strict=True)
    }
    return {
        "group_id": group_id, "text": clean_line(group.text if group else claims[0].text),
        "told": [_describe_one(case, source_id, claim) for claim in told],
        "denied": [_describe_one(case, source_id, claim) for claim in denied], "counts": counts,
    }


def _describe_one(case: _Case, source_id: str, claim: Claim) -> Listed:
    row = describe_claim(case.lookup, claim)
    chain = [clean_line(name) for name in row["chain"]]
    stretch = Stretch(claim.document_id, claim.text, claim.spans)
    document = case.lookup.documents[claim.document_id]
    return row | {
        "text": clean_line(claim.text), "chain": chain, "by": chain[-1] if chain else case.lookup.teller(claim.document_id),
        "published": document.published, "actor_ids": _list_actors(case.lookup, claim),
        "is_denied_around": is_denied_around(claim),
        "is_named": any(mention.source_id == source_id for mention in case.mentions.find(stretch)),
    }
