"""The cells of the matrix: what sayso proposes for each hypothesis and piece of evidence, and what people ruled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.engine.stage import Stage
from sayso.schema import (
    Caution,
    Cell,
    Claim,
    Contradiction,
    Group,
    Hypothesis,
    Membership,
    Ruling,
    Tables,
    Tally,
    make_id,
)
from sayso.weigh.likening import MOST_TELLINGS, Statement, drop_frame
from sayso.weigh.proposals import OUTSIDE, Clash, Key, Proposal, propose_cells
from sayso.weigh.ratings import CellKey, find_ratings, pick_value, score_disagreement

MOST_CELLS = 50_000
"""Cells of a matrix: nobody fills more, and 500 hypotheses still have a hundred pieces of evidence."""
LEFT_OUT = "left out"
LONGEST_REASON = 200


def fill_cells(tables: Tables) -> Tables:
    """Give the cells of all evidence that bears on some hypothesis, by its meaning or because somebody ruled so.

    Evidence is a side of a group that anybody tells. What bears on nothing has no cell, and is not applicable. A matrix of
    more than MOST_CELLS keeps what was ruled and what bears most, and a caution counts the rest.
    """
    hypotheses = sorted(tables.take(Hypothesis), key=lambda one: (one.is_null, one.ordinal, one.id))
    if not hypotheses:
        return Tables()
    ratings = find_ratings(tables).by_cell
    values: dict[Key, dict[str, str | None]] = defaultdict(dict)
    for (hypothesis_id, group_id, side), some in ratings.items():
        values[group_id, side][hypothesis_id] = pick_value(ruling.value or "" for ruling in some)
    ruled = set(values)
    proposed = propose_cells(hypotheses, find_tellings(tables), find_clashing(tables), ruled=values)
    keys = pick_kept(proposed, ruled, n_hypotheses=len(hypotheses))
    n_left = len(proposed.keys() | ruled) - len(keys)
    told = f"{n_left} pieces of evidence that bear less surely are left out: a matrix has {MOST_CELLS:,} cells at most"
    return Tables({
        "cells": [
            _make_cell((one.id, *key), proposed.get(key, {}).get(one.id, OUTSIDE), ratings.get((one.id, *key), ()))
            for one in hypotheses for key in keys
        ],
        "cautions": [Caution(make_id("w", LEFT_OUT), LEFT_OUT, "", told)] if n_left else [],
    })


def find_statements(tables: Tables) -> dict[Key, Statement]:
    """What each side that is told says, by group and side: in the words of its group, or of the likest claim of that side."""
    return {key: _to_statement(some[0], key[1]) for key, some in _rank_claims(tables).items()}


def find_tellings(tables: Tables) -> dict[Key, tuple[Statement, ...]]:
    """The same with the other wordings of the side behind it, the likest first, MOST_TELLINGS of them; no wording twice.

    What a denial denies stands without the words that deny it in front.
    """
    found = {}
    for key, some in _rank_claims(tables).items():
        told = {_to_statement(claim, key[1]): None for claim in some}
        found[key] = tuple(_unframe(one) if one.is_negated else one for one in told)[:MOST_TELLINGS]
    return found


def _rank_claims(tables: Tables) -> dict[Key, list[Claim]]:
    """Claims that tell each side, the group's own first, then by likeness."""
    claims = {claim.id: claim for claim in tables.take(Claim)}
    central = {group.claim_id for group in tables.take(Group)}
    told = {(tally.group_id, tally.side) for tally in tables.take(Tally)}
    ranked: dict[Key, list[tuple[bool, float, str, Claim]]] = defaultdict(list)
    for row in tables.take(Membership):
        claim = claims.get(row.claim_id)
        if claim is not None and (row.group_id, row.side) in told and claim.stance != "asks":
            ranked[row.group_id, row.side].append((claim.id in central, row.score, claim.text, claim))
    return {
        key: [rank[3] for rank in sorted(some, key=lambda rank: (*rank[:3], rank[3].id), reverse=True)]
        for key, some in ranked.items()
    }


def _to_statement(claim: Claim, side: str) -> Statement:
    return Statement(claim.text, claim.standalone or claim.text, is_negated=side == "negated")


def _unframe(statement: Statement) -> Statement:
    return Statement(drop_frame(statement.text), drop_frame(statement.filled), is_negated=True)


def find_clashing(tables: Tables) -> dict[Key, list[tuple[Key, Clash]]]:
    """By group and side, the sides of other groups that can't hold beside it, with why; only what is disputed.

    Affirmed against denied is left out: between two groups it is one claim of many that clashes, often in an aside, and where the
    whole clashes the wording of the other side is near to the hypothesis itself.
    """
    of = {row.claim_id: (row.group_id, row.side) for row in tables.take(Membership)}
    found: dict[Key, dict[Key, Clash]] = defaultdict(dict)
    for row in sorted(tables.take(Contradiction), key=lambda row: row.id):
        a, b = of.get(row.claim_a), of.get(row.claim_b)
        if row.relation == "dispute" and row.kind != "polarity" and a and b and a[0] != b[0]:
            clash = Clash(row.kind, row.why[:LONGEST_REASON])
            found[a].setdefault(b, clash)
            found[b].setdefault(a, clash)
    return {key: sorted(others.items(), key=lambda other: other[0]) for key, others in found.items()}


def pick_kept(proposed: dict[Key, dict[str, Proposal]], ruled: set[Key], *, n_hypotheses: int) -> list[Key]:
    """Evidence that has a place in the matrix: all that was ruled on, then what speaks most surely, up to MOST_CELLS."""
    n = max(MOST_CELLS // max(n_hypotheses, 1), 1)
    speaking = {
        key: max((cell.score for cell in cells.values() if cell.value in ("consistent", "inconsistent")), default=0.0)
        for key, cells in proposed.items()
    }
    others = sorted((key for key in proposed if key not in ruled), key=lambda key: (-speaking[key], key))
    return sorted(ruled) + others[: max(n - len(ruled), 0)]


def _make_cell(key: CellKey, proposal: Proposal, rulings: Sequence[Ruling]) -> Cell:
    values = [ruling.value or "" for ruling in rulings]
    return Cell(
        hypothesis_id=key[0], group_id=key[1], side=key[2],
        value=pick_value(values) if rulings else proposal.value,
        proposed=proposal.value,
        score=round(min(max(proposal.score, 0.0), 1.0), 4),
        ratings=tuple((ruling.by, ruling.value or "") for ruling in rulings),
        disagreement=round(score_disagreement(values), 4),
        why="; ".join(map(_say_ruling, rulings)) if rulings else proposal.why,
        state="confirmed" if rulings else "suggested",
    )


def _say_ruling(ruling: Ruling) -> str:
    why = f": {ruling.why[:LONGEST_REASON]}" if ruling.why else ""
    return f"ruling {ruling.number} by {ruling.by}, {ruling.at[:10]}, {ruling.value}{why}"


CELLS = Stage(
    "weigh.cells",
    reads=("hypotheses", "claims", "groups", "memberships", "contradictions", "tallies", "ruled", "rulings"),
    writes=("cells", "cautions"),
    run=fill_cells,
)
