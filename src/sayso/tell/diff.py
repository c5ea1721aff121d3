"""What changed in a case between two of its states: rows first, then the same in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from itertools import groupby

from sayso.schema import Dispute, Document, Hypothesis, Lead, Silence, Source, Tables, Tally, Weighing
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.matching import Match, match_tables
from sayso.tell.shown import clean_line, count_of, elide
from sayso.tell.snapshots import WORDS_KEPT
from sayso.tell.verdicts import STANDING, pick_verdict

KINDS = {
    "document in": "Documents in", "document out": "Documents out", "document moved": "Documents moved",
    "order changed": "Order of the hypotheses changed", "hypothesis in": "Hypotheses in", "hypothesis out": "Hypotheses out",
    "hypothesis reworded": "Hypotheses reworded", "dispute begun": "Disputes begun", "dispute settled": "Disputes settled",
    "verdict changed": "Verdicts changed", "lines gained": "Lines gained", "lines lost": "Lines lost",
    "possible lines changed": "Possible lines changed", "telling in": "Tellings in", "telling out": "Tellings out",
    "groups merged": "Groups merged", "group in": "Groups in", "group out": "Groups out", "silence in": "Silences in",
    "silence out": "Silences out", "lead in": "Leads in", "lead resolved": "Leads resolved", "lead out": "Leads out",
}
"""Kinds of change in the order in which they are told, and the heading of each."""

NO_DISPUTE = frozenset(("correction", "update"))  # kinds of `disputes` rows that nobody disputes
MOST_TOLD = 20  # changes of one kind in the text; rows hold all, and the rest are counted

State = tuple[Tables, Lookup]


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    Attributes:
        kind: one of `KINDS`.
        about: id of the thing after; before, where it is gone. Of a group's side, of the group.
        side: affirmed or negated, of what befell a side of a group; else empty.
        name: what it is called, or its words.
        before: how it stood; empty where it wasn't there.
        after: how it stands; empty where it is gone.
        why: what explains the change, so far as the rows do; may be empty.
        n_documents: that tell the group, on either side, in the state that has more of them; for the order.
        is_against: whether the side denies the words that stand for the group.
    """

    kind: str
    about: str
    name: str
    before: str = ""
    after: str = ""
    side: str = ""
    why: str = ""
    n_documents: int = 0
    is_against: bool = False


def diff_tables(before: Tables, after: Tables) -> list[Change]:
    """Tell what changed between two states of a case, in the order of `KINDS`, the most told first, then by name.

    Either may come from `read_snapshot`. The same rows in another order, and a state and its own snapshot, give the same.

    Args:
        before: rows of the earlier state; `KEPT` says which columns are read.
        after: rows of the later state, likewise.
    """
    match = match_tables(before, after)
    old, new = (before, Lookup(before)), (after, Lookup(after))
    changes = [
        *_diff_documents(old, new, match), *_diff_hypotheses(before, after), *_diff_disputes(old, new, match),
        *_diff_groups(old, new, match), *_diff_silences(old, new, match), *_diff_leads(before, after),
    ]
    rank = {kind: i for i, kind in enumerate(KINDS)}

    def place(change: Change) -> tuple[object, ...]:
        return rank[change.kind], -change.n_documents, change.name, change.side, dataclasses.astuple(change)

    return sorted(changes, key=place)


def tell_diff(changes: Iterable[Change], *, most: int = MOST_TOLD) -> str:
    """Tell changes as text: a heading a kind, at most so many of each, hidden characters of documents written out."""
    told: list[str] = []
    for kind, some in groupby(changes, key=lambda change: change.kind):
        rows = list(some)
        told += ["", f"{KINDS[kind]} ({len(rows):,})", *(f"  {_tell(change)}" for change in rows[:most])]
        if len(rows) > most:
            told.append(f"  and {len(rows) - most:,} more")
    return "\n".join([*told[1:], "", STANDING]) + "\n" if told else "Nothing changed.\n"


def _tell(change: Change) -> str:
    side = " (denied)" if change.is_against else ""
    states = " -> ".join(state for state in (change.before, change.after) if state)
    return f"{change.name}{side}{f': {states}' if states else ''}{f'. {change.why}' if change.why else ''}"


def _quote(text: str) -> str:
    return f"“{elide(clean_line(elide(text, at_most=WORDS_KEPT)), at_most=WORDS_KEPT)}”"


# ---------------------------------------------------------------- documents


def _diff_documents(old: State, new: State, match: Match) -> Iterator[Change]:
    came = new[1].documents.keys() - set(match.documents.values())
    went = old[1].documents.keys() - match.documents.keys()
    paths = {new[1].documents[document_id].path for document_id in came}
    for document_id in came:
        yield Change("document in", document_id, _name(new[1], document_id))
    for document_id in went:
        replaced = old[1].documents[document_id].path in paths
        why = "Other bytes stand under its path." if replaced else ""
        yield Change("document out", document_id, _name(old[1], document_id), why=why)
    for a, b in match.documents.items():
        stood, stands = clean_line(old[1].documents[a].path), clean_line(new[1].documents[b].path)
        if a != b and stood != stands:
            yield Change("document moved", b, _name(new[1], b), stood, stands)


def _name(lookup: Lookup, document_id: str) -> str:
    document: Document | None = lookup.documents.get(document_id)
    parts = (document.publisher, document.published) if document else ()
    about = ", ".join(clean_line(part) for part in parts if part)
    return f"{lookup.title(document_id)} ({about})" if about else lookup.title(document_id)


# ---------------------------------------------------------------- hypotheses


def _diff_hypotheses(before: Tables, after: Tables) -> Iterator[Change]:
    old, new = ({row.id: row for row in tables.take(Hypothesis)} for tables in (before, after))
    for label in new.keys() - old.keys():
        yield Change("hypothesis in", label, clean_line(f"{label}: {new[label].text}"))
    for label in old.keys() - new.keys():
        yield Change("hypothesis out", label, clean_line(f"{label}: {old[label].text}"))
    both = old.keys() & new.keys()
    for label in both:
        if old[label].text != new[label].text:
            yield Change("hypothesis reworded", label, clean_line(label), _quote(old[label].text), _quote(new[label].text))
    orders = [_order(tables.take(Weighing), both) for tables in (before, after)]
    if orders[0] != orders[1] and all(orders):
        leads = [" and ".join(order[0]) for order in orders]
        why = f"{leads[1]} leads, no longer {leads[0]}." if leads[0] != leads[1] else f"{leads[1]} still leads."
        stood, stands = map(_tell_order, orders)
        yield Change("order changed", "hypotheses", "Hypotheses both states have", stood, stands, why=why)


def _order(rows: Iterable[Weighing], labels: set[str]) -> list[list[str]]:
    """Hypotheses by rank, those of one rank together."""
    ranked = sorted((row for row in rows if row.hypothesis_id in labels), key=lambda row: (row.rank, row.hypothesis_id))
    return [[row.hypothesis_id for row in same] for _, same in groupby(ranked, key=lambda row: row.rank)]


def _tell_order(order: list[list[str]]) -> str:
    return clean_line(", ".join(" = ".join(same) for same in order))


# ---------------------------------------------------------------- groups


def _diff_groups(old: State, new: State, match: Match) -> Iterator[Change]:
    for group_id in new[1].groups.keys() - set(match.groups.values()):
        yield Change("group in", group_id, _quote(new[1].groups[group_id].text), after=_tell_sides(new[1], group_id),
                     n_documents=_count_documents(new[1], group_id))
    for group_id in old[1].groups.keys() - match.groups.keys():
        name, stood = _quote(old[1].groups[group_id].text), _tell_sides(old[1], group_id)
        into = match.merged.get(group_id)
        if into:
            yield Change("groups merged", into, name, stood, _quote(new[1].groups[into].text))
        else:
            yield Change("group out", group_id, name, stood, n_documents=_count_documents(old[1], group_id))
    for a, b in match.groups.items():
        n = max(_count_documents(old[1], a), _count_documents(new[1], b))
        for side in SIDES:
            for change in _diff_side(old[1], new[1], match, groups=(a, b), side=side):
                yield dataclasses.replace(change, n_documents=n, is_against=new[1].is_against(b, change.side))


def _count_documents(lookup: Lookup, group_id: str) -> int:
    return len({document_id for side in SIDES for document_id in lookup.tellers(group_id, side)})


def _tell_sides(lookup: Lookup, group_id: str) -> str:
    tallies = [(side, lookup.tally(group_id, side)) for side in SIDES]
    names = {side: "denied" if lookup.is_against(group_id, side) else "affirmed" for side in SIDES}
    return "; ".join(f"{names[side]}: {_tell_lines(tally)}" for side, tally in tallies if tally)


def _diff_side(old: Lookup, new: Lookup, match: Match, *, groups: tuple[str, str], side: str) -> Iterator[Change]:
    """What befell one side of a group that both states have; `side` as it is called before."""
    a, b = groups
    called = match.side(b, side)
    name = _quote(new.groups[b].text)
    stood, stands = old.tally(a, side), new.tally(b, called)
    tellers = {match.documents.get(at, at): at for at in old.tellers(a, side)}
    others = new.tellers(b, called)
    for document_id in set(others) - tellers.keys():
        came = document_id not in match.documents.values()
        yield Change("telling in", b, name, after=_name(new, document_id), side=called,
                     why="" if came else "The document was there before.")
    for document_id in tellers.keys() - set(others):
        why = "" if document_id in new.documents else "The document is out."
        yield Change("telling out", b, name, _name(old, tellers[document_id]), side=called, why=why)
    (lines, possible), (lines_now, possible_now) = _count(stood), _count(stands)
    if lines != lines_now or possible != possible_now:
        kind = "lines gained" if lines_now > lines else "lines lost" if lines_now < lines else "possible lines changed"
        yield Change(kind, b, name, _tell_lines(stood), _tell_lines(stands), side=called)
    was, now = (pick_verdict(tally.verdict if tally else None).word for tally in (stood, stands))
    if was != now:
        yield Change("verdict changed", b, name, was, now, side=called)


def _count(tally: Tally | None) -> tuple[int, int]:
    return (tally.lines, tally.lines_possible) if tally else (0, 0)


def _tell_lines(tally: Tally | None) -> str:
    if tally is None:
        return "no line"
    possible = f" (at most {tally.lines_possible})" if tally.lines_possible > tally.lines else ""
    return f"{count_of(tally.lines, 'line')}{possible} in {count_of(tally.tellings, 'document')}"


# ---------------------------------------------------------------- disputes, silences, leads

Clash = tuple[str, frozenset[str]]


def _diff_disputes(old: State, new: State, match: Match) -> Iterator[Change]:
    was = {_name_clash(row, match.groups): row for row in old[0].take(Dispute) if row.kind not in NO_DISPUTE}
    now = {_name_clash(row, {}): row for row in new[0].take(Dispute) if row.kind not in NO_DISPUTE}
    for key in now.keys() - was.keys():
        yield Change("dispute begun", now[key].id, _name_dispute(new[1], now[key]),
                     after=now[key].kind, why=elide(clean_line(elide(now[key].why, at_most=WORDS_KEPT)), at_most=WORDS_KEPT))
    for key in was.keys() - now.keys():
        row = was[key]
        yield Change("dispute settled", row.id, _name_dispute(old[1], row), row.kind, why=_why_settled(row, new, match))


def _name_clash(row: Dispute, groups: dict[str, str]) -> Clash:
    return row.kind, frozenset(groups.get(at, at) for at in (row.group_id, row.other_group_id) if at)


def _name_dispute(lookup: Lookup, row: Dispute) -> str:
    ids = [at for at in (row.group_id, row.other_group_id) if at in lookup.groups and at]
    return " against ".join(_quote(lookup.groups[at].text) for at in ids)


def _why_settled(row: Dispute, new: State, match: Match) -> str:
    ids = [match.groups.get(at) for at in (row.group_id, row.other_group_id) if at]
    kept = [at for at in ids if at]
    if len(kept) < len(ids):
        return "A group of it is no longer there."
    if row.other_group_id is None and not all(new[1].members(kept[0], side) for side in SIDES):
        return "One side is no longer told."
    if any(found.group_id in kept and found.kind in NO_DISPUTE for found in new[0].take(Dispute)):
        return "It counts as a correction or an update."
    return "It is no longer found to clash."


def _diff_silences(old: State, new: State, match: Match) -> Iterator[Change]:
    was, now = (
        {(match.documents.get(row.document_id, row.document_id) if lookup is old[1] else row.document_id,
          clean_line(row.name).casefold(), row.how): row for row in tables.take(Silence)}
        for tables, lookup in (old, new)
    )
    for key in now.keys() - was.keys():
        row = now[key]
        yield Change("silence in", row.id, clean_line(row.name), after=f"{row.how}, says {_name(new[1], row.document_id)}")
    for key in was.keys() - now.keys():
        row = was[key]
        yield Change("silence out", row.id, clean_line(row.name), f"{row.how}, said {_name(old[1], row.document_id)}")


def _diff_leads(before: Tables, after: Tables) -> Iterator[Change]:
    """Leads by name, since a source's id changes with what cites it. One that the case holds by now is resolved."""
    was, now = ({_fold(row.name): row for row in sorted(tables.take(Lead), key=lambda row: row.id)} for tables in (before, after))
    urls = {row.url for row in now.values() if row.url}
    for key in now.keys() - was.keys():
        if not now[key].url or now[key].url not in {row.url for row in was.values()}:
            yield Change("lead in", now[key].id, clean_line(now[key].name))
    held = {
        _fold(name): row for row in sorted(after.take(Source), key=lambda row: row.id) if row.document_id
        for name in (row.name, *row.aliases)
    }
    documents = {row.id: row for row in after.take(Document)}
    for key in was.keys() - now.keys():
        row, source = was[key], held.get(key)
        if row.url and row.url in urls:
            continue
        document = documents.get(source.document_id or "") if source else None
        if document:
            yield Change("lead resolved", row.id, clean_line(row.name), after=clean_line(document.title or document.path))
        else:
            yield Change("lead out", row.id, clean_line(row.name), why="Nothing hangs on it any more.")


def _fold(name: str) -> str:
    return clean_line(name).casefold()
