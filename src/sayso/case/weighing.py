"""What people rule in the weighing: how evidence stands to a hypothesis, and judgements of how likely it is."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence

from sayso.case.anchors import Anchor, Anchors, from_json, to_json
from sayso.case.hypotheses import CELL, JUDGEMENT
from sayso.case.objects import CLAIM, GROUP, REFERENT, SOURCE, Objects
from sayso.errors import BadRuling, UnknownName
from sayso.schema import Hypothesis, Identity, Membership, Ruled, Ruling, Tables, find_denying_sides

VALUES = ("consistent", "inconsistent", "neutral", "not applicable")
DENIED = "/denied"
JUDGED = ("reasons", "assumptions", "dissent", "would_change")
"""Lists of sentences in a judgement."""


@dataclasses.dataclass(frozen=True, slots=True)
class Weighed:
    """What a ruling on a cell or a hypothesis is about, as it is kept: ids, anchors, value."""

    about: str
    object_ids: tuple[str, ...]
    anchors: tuple[str, ...]
    value: str


def anchor_weighed(kind: str, objects: Sequence[str], value: str | None, tables: Tables) -> Weighed:
    """Check a ruling on a cell (a hypothesis, and a statement or its denial) or a judgement (a hypothesis), and anchor it.

    Raises:
        BadRuling: the value means nothing.
        UnknownName: there is no such hypothesis or statement.
    """
    hypothesis = find_hypothesis(tables, objects[0])
    anchor: Anchor = {"about": "hypothesis", "label": hypothesis.id, "name": hypothesis.text}
    if kind == JUDGEMENT:
        return Weighed("hypothesis", (hypothesis.id,), (to_json(anchor),), check_judgement(value))
    if value not in VALUES:
        raise BadRuling("there is no such way to stand to a hypothesis", where="--value", got=[value or "nothing"],
                        fix=f"one of {', '.join(VALUES)}")
    named, is_denied = objects[1].removesuffix(DENIED), objects[1].endswith(DENIED)
    found = Objects(tables).find(named, sorts=(GROUP, CLAIM))
    members = {row.claim_id: row for row in tables.take(Membership)}
    rows = [members[id_] for id_ in found.members if id_ in members]
    sides = {row.side for row in rows}
    side = "negated" if is_denied or "affirmed" not in sides else "affirmed"
    if side not in sides:
        raise UnknownName("nobody denies this statement", got=[objects[1]], fix=f"{named} without {DENIED} is the statement told")
    group_id = rows[0].group_id
    anchors, denying = Anchors(tables), find_denying_sides(tables).get(group_id, "negated")
    claims = [anchors.claims[id_] for id_ in sorted(members) if members[id_].group_id == group_id and members[id_].side == side]
    told = anchors.of_claims(claims, name=("denied: " if side == denying else "") + found.name)
    return Weighed(CELL, (hypothesis.id, group_id, side), (to_json(anchor), to_json(told)), value)


def make_judgement(likelihood: str, confidence: str, **more: Sequence[str]) -> str:
    """Give a judgement as JSON, as a ruling holds it.

    Args:
        likelihood: a word of ICD 203.
        confidence: low, moderate or high.
        more: lists of sentences, each under one of `JUDGED`; one sentence may stand alone.
    Raises:
        BadRuling: a judgement has no such list.
    """
    unknown = [name for name in more if name not in JUDGED]
    if unknown:
        raise BadRuling("a judgement has no such part", got=unknown, fix=f"one of {', '.join(JUDGED)}")
    lists = {name: [given] if isinstance(given, str) else list(given) for name, given in more.items()}
    return json.dumps({"likelihood": likelihood, "confidence": confidence, **lists})


def check_judgement(value: str | None) -> str:
    """Check a judgement given as JSON, and give it with its fields in order.

    Raises:
        BadRuling: it is no such object, or a word in it is none of ICD 203's.
    """
    try:
        given = json.loads(value or "")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise BadRuling("a judgement is a JSON object", where="--value", got=[(value or "nothing")[:80]],
                        fix="`sayso judge CASE HYPOTHESIS --likelihood … --confidence …` writes it")
    from sayso.weigh.judgements import BANDS, CONFIDENCES, to_confidence, to_likelihood  # noqa: PLC0415  `--help` needs none

    likelihood, confidence = to_likelihood(given.get("likelihood")), to_confidence(given.get("confidence"))
    if likelihood is None:
        words = ", ".join(f"{word} ({low:.0%} to {high:.0%})" for word, (low, high) in BANDS.items())
        raise BadRuling("there is no such likelihood", where="likelihood", got=[str(given.get("likelihood"))[:80]],
                        fix=f"one of {words}; how sure you are of it is the confidence")
    if confidence is None:
        words = ", ".join(f"{word} ({means})" for word, means in CONFIDENCES.items())
        raise BadRuling("there is no such confidence", where="confidence", got=[str(given.get("confidence"))[:80]],
                        fix=f"one of {words}; how likely the hypothesis is goes into the likelihood")
    lists = {name: [" ".join(str(one).split()) for one in _listed(given.get(name))] for name in
             JUDGED}
    kept = {"likelihood": likelihood, "confidence": confidence} | {k: v for k, v in lists.items() if v}
    return json.dumps(kept, ensure_ascii=False)


def _listed(given: object) -> list[object]:
    return given if isinstance(given, list) else [] if given is None else [given]


def find_graded(tables: Tables, named: str) -> str:
    """Id of the source or the claim that goes by an id or a name.

    Raises:
        UnknownName: none does, or several do.
    """
    found = Objects(tables).find(named, sorts=(SOURCE, REFERENT, CLAIM))
    sources = {row.referent_id: row.source_id for row in tables.take(Identity)}
    return sources.get(found.id, found.id)


def find_hypothesis(tables: Tables, named: str) -> Hypothesis:
    """The hypothesis that goes by a label or its words.

    Raises:
        UnknownName: none does.
    """
    hypotheses = tables.take(Hypothesis)
    key = " ".join(named.split()).casefold()
    found = [row for row in hypotheses if key in (row.id.casefold(), row.text.casefold())]
    if len(found) != 1:
        raise UnknownName(
            "no hypothesis of the case goes by this label or text", got=[named],
            fix="`sayso hypothesis list CASE` has them; `sayso hypothesis add CASE \"TEXT\"` adds one",
        )
    return found[0]


# ---------------------------------------------------------------- what they come to


def resolve_weighed(rulings: Sequence[Ruling], anchors: Anchors, hypotheses: Mapping[str, Hypothesis]) -> list[Ruled]:
    """Rows of what rulings on cells and hypotheses come to: each person's last word, several people's side by side.

    Args:
        rulings: of these kinds, none undone, by number.
    Returns:
        Of a cell a row for each claim that it was ruled on (`a_id`), with the hypothesis's label as `b_id`; of a judgement
        one with the label as `a_id`.
    """
    rows: list[Ruled] = []
    last: dict[tuple[str, str, str, str], int] = {}
    by = {ruling.number: ruling.by.casefold() for ruling in rulings}
    for ruling in rulings:
        label = ruling.object_ids[0]
        why = f"ruling {ruling.number} by {ruling.by}, {ruling.at[:10]}: {ruling.why}"
        if label not in hypotheses:
            rows.append(_to_row(ruling, label, "", "gone", f"there is no hypothesis {label}; {why}"))
            continue
        was = from_json(ruling.anchors[0]).get("name", "")
        if was != hypotheses[label].text:
            why = f"{label} said “{was}” then; {why}"
        claims = [label] if ruling.kind == JUDGEMENT else anchors.find(from_json(ruling.anchors[1]))
        if not claims:
            told = f"the statement isn't in the case as it is read now; {why}"
            rows.append(_to_row(ruling, ruling.object_ids[1], label, "gone", told))
        for id_ in claims:
            rows.append(_to_row(ruling, id_, "" if ruling.kind == JUDGEMENT else label, "applied", why))
            last[ruling.kind, label, id_, by[ruling.number]] = ruling.number
    return [_overrule(row, last.get((row.kind, row.b_id or row.a_id, row.a_id, by[row.number]), row.number)) for row in rows]


def _overrule(row: Ruled, number: int) -> Ruled:
    if number == row.number or row.state != "applied":
        return row
    return dataclasses.replace(row, state="overruled", why=f"ruling {number} by the same person says otherwise; {row.why}")


def _to_row(ruling: Ruling, a_id: str, b_id: str, state: str, why: str) -> Ruled:
    return Ruled(ruling.number, ruling.kind, ruling.about, a_id, b_id, ruling.value, state, why)
