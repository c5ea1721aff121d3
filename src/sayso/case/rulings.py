"""Making a ruling from what a person names: checked, and anchored so that it is found again whatever is read anew."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from sayso import __version__
from sayso.case.anchors import Anchor, Anchors, to_json
from sayso.case.hypotheses import CELL, JUDGEMENT
from sayso.case.objects import ATTRIBUTION, CLAIM, DOCUMENT, GROUP, REFERENT, SOURCE, Object, Objects
from sayso.case.resolving import TELLER, find_undone
from sayso.case.weighing import anchor_weighed
from sayso.errors import BadRuling, UnknownName
from sayso.schema import Ruling, Tables

KINDS = ("same", "different", "merge", "split", "speaker", "stance", "polarity", "withdraw", "grade", CELL, JUDGEMENT, "undo")
STANCES = ("asserts", "reports", "hedges", "denies", "distances", "asks")
VALUES = {"stance": STANCES, "polarity": ("affirmed", "negated")}
LETTERS, DIGITS = tuple("ABCDEF"), tuple("123456")
LINKED = (SOURCE, REFERENT, CLAIM, GROUP)
SORTS: dict[str, tuple[str, ...]] = {
    "same": LINKED, "different": LINKED, "merge": LINKED, "split": (SOURCE, GROUP), "speaker": (CLAIM, ATTRIBUTION),
    "stance": (CLAIM,), "polarity": (CLAIM,), "withdraw": (SOURCE, REFERENT, DOCUMENT), "grade": (SOURCE, REFERENT, CLAIM),
}
PAIRED = {"same": 2, "different": 2, "merge": 2, "split": 2, CELL: 2}
"""Kinds that need more than one object, and how many at least."""
AS_CLAIMS, AS_SOURCE = (CLAIM, GROUP), (SOURCE, REFERENT)


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What a person says in a ruling."""

    kind: str
    objects: tuple[str, ...]
    value: str | None
    by: str
    why: str


def make_ruling(said: Said, tables: Tables, *, at: str | None = None) -> Ruling:
    """Make the row of a ruling; its number is given when it is kept.

    Args:
        said: as given.
        tables: all rows of the case, linked, with earlier rulings laid over them.
        at: when, UTC; the present moment when null.
    Raises:
        BadRuling: it says nothing: a value that there isn't, too few things, no name or reason, nothing to take back.
        UnknownName: what it names isn't in the case, or several things go by that name.
    """
    said = dataclasses.replace(said, by=_to_line(said.by), why=_to_line(said.why), value=said.value and _to_line(said.value))
    _check_said(said)
    blank = Ruling(
        number=0, at=at or datetime.now(UTC).isoformat(timespec="seconds"), by=said.by, kind=said.kind, about="ruling",
        object_ids=(), anchors=(), value=said.value, why=said.why, undoes=None, made_by=f"sayso {__version__}",
    )
    if said.kind == "undo":
        return dataclasses.replace(blank, undoes=_pick_undone(said, tables.take(Ruling)))
    if said.kind in (CELL, JUDGEMENT):
        weighed = anchor_weighed(said.kind, said.objects, said.value, tables)
        return dataclasses.replace(blank, **dataclasses.asdict(weighed))
    objects, anchors = Objects(tables), Anchors(tables)
    first = objects.find(said.objects[0], sorts=SORTS[said.kind])
    others = [_find_other(said, first, named, objects) for named in said.objects[1:]]
    about = CLAIM if first.sort in AS_CLAIMS else SOURCE if first.sort in AS_SOURCE else first.sort
    if said.kind in ("same", "merge", "different"):
        first, *others = _sort_apart(said, [first, *others])
    ids, anchored = (first.id, *(one.id for one in others)), [_anchor(anchors, one) for one in (first, *others)]
    value = said.value
    if said.kind == "split":
        anchored = _anchor_split(anchors, objects, first, others)
    elif said.kind == "speaker":
        speaker = _anchor_speaker(anchors, objects, said.value or "")
        value = speaker["name"]
        anchored.append(speaker)
    elif said.kind == "grade":
        value = _check_grade(said, is_claim=about == CLAIM)
    return dataclasses.replace(
        blank, about=about, object_ids=ids, anchors=tuple(map(to_json, anchored)), value=value,
    )


# ---------------------------------------------------------------- checks


def _check_said(said: Said) -> None:
    if said.kind not in KINDS:
        raise BadRuling("there is no such kind of ruling", got=[said.kind], fix=f"one of {', '.join(KINDS)}")
    for name, words in (("--by", said.by), ("--why", said.why)):
        if not words:
            raise BadRuling(
                "a ruling is signed and says why", where=name, got=["nothing"], fix='--by "YOUR NAME" --why "THE REASON"'
            )
    n_needed = PAIRED.get(said.kind, 1)
    is_open = said.kind in ("merge", "same", "split")
    if len(said.objects) < n_needed or (len(said.objects) > n_needed and not is_open):
        raise BadRuling(
            f"`{said.kind}` is about {n_needed}{' or more' if is_open else ''} thing{'s' if n_needed > 1 else ''}",
            got=list(said.objects), fix=f"sayso rule CASE {said.kind} {'OBJECT ' * n_needed}--by … --why …",
        )
    if said.kind in ("speaker", "stance", "polarity", "grade") and not said.value:
        wanted = VALUES.get(said.kind) or (("a source's name or id", TELLER) if said.kind == "speaker" else ("A to F", "1 to 6"))
        raise BadRuling(f"`{said.kind}` needs a value", where="--value", got=["nothing"], fix=f"--value: {', '.join(wanted)}")
    if said.value is not None and said.kind not in ("speaker", "stance", "polarity", "grade", CELL, JUDGEMENT):
        raise BadRuling(f"`{said.kind}` takes no value", where="--value", got=[said.value], fix="leave --value away")
    if said.kind in VALUES and said.value not in VALUES[said.kind]:
        raise BadRuling(
            f"there is no such {said.kind}", where="--value", got=[said.value or ""], fix=f"one of {', '.join(VALUES[said.kind])}"
        )


def _check_grade(said: Said, *, is_claim: bool) -> str:
    value, wanted = (said.value or "").upper(), DIGITS if is_claim else LETTERS
    if value not in wanted:
        told = "a claim's grade is a digit, 1 (confirmed) to 5 (improbable), 6 for what cannot be judged"
        if not is_claim:
            told = "a source's grade is a letter, A (reliable) to E (unreliable), F for what cannot be judged"
        raise BadRuling(told, where="--value", got=[said.value or ""], fix=f"one of {', '.join(wanted)}")
    return value


def _sort_apart(said: Said, objects: list[Object]) -> list[Object]:
    """Of a thing and a part of it the whole first: what is set apart from its part is the rest."""
    if len({one.members for one in objects}) == 1:
        what = "nothing can be other than itself" if said.kind == "different" else "this is one thing already"
        raise BadRuling(
            what, got=[one.id for one in objects], fix="name two; `split` sets some claims or documents of one thing apart"
        )
    if said.kind != "different":
        return objects
    return sorted(objects, key=lambda one: any(set(one.members) < set(other.members) for other in objects))


def _pick_undone(said: Said, rulings: Sequence[Ruling]) -> int:
    by_number = {f"{ruling.number}": ruling for ruling in rulings}
    named = said.objects[0].removeprefix("#")
    if named not in by_number:
        got = f"{named}, and the case has {len(rulings)} rulings" if rulings else f"{named}, and nothing was ruled in this case"
        raise BadRuling("there is no ruling of this number", got=[got], fix="`sayso rulings CASE` lists them")
    undone = find_undone(rulings).get(int(named))
    if undone is not None:
        raise BadRuling(
            f"ruling {named} was taken back already, by ruling {undone.number} of {undone.by}", got=[named],
            fix=f"sayso rule CASE undo {undone.number} brings it back",
        )
    return int(named)


# ---------------------------------------------------------------- objects and anchors


def _find_other(said: Said, first: Object, named: str, objects: Objects) -> Object:
    """Something that a ruling sets beside its first object: of the same nature, or of a split a part of it."""
    if said.kind != "split":
        return objects.find(named, sorts=AS_CLAIMS if first.sort in AS_CLAIMS else AS_SOURCE)
    other = objects.find(named, sorts=(DOCUMENT, CLAIM) if first.sort == GROUP else (DOCUMENT, REFERENT))
    if not _find_part(objects, first, other):
        raise UnknownName(
            f"this {other.sort} has no part in “{first.name[:60]}”", got=[named],
            fix="`sayso trace CASE GROUP` shows a statement's claims, `sayso sources CASE --json` a source's documents",
        )
    return other


def _find_part(objects: Objects, whole: Object, named: Object) -> list[str]:
    """Those of a thing's claims or referents that are named, or stand in a document that is named."""
    if named.sort != DOCUMENT:
        return [id_ for id_ in whole.members if id_ in named.members]
    rows = {claim.id: claim.document_id for claim in objects.tables.named("claims")}
    rows |= {referent.id: referent.document_id for referent in objects.referents.values()}
    return [id_ for id_ in whole.members if rows.get(id_) == named.id]


def _anchor(anchors: Anchors, one: Object) -> Anchor:
    if one.sort == DOCUMENT:
        return anchors.of_document(anchors.documents[one.id])
    if one.sort == ATTRIBUTION:
        return anchors.of_attribution(anchors.attributions[one.id])
    if one.sort in AS_CLAIMS:
        return anchors.of_claims([anchors.claims[id_] for id_ in one.members], name=one.name)
    return anchors.of_referents([anchors.referents[id_] for id_ in one.members], name=one.name)


def _anchor_split(anchors: Anchors, objects: Objects, whole: Object, others: Sequence[Object]) -> list[Anchor]:
    """Anchors of the whole and of each part that is to stand apart from the rest of it."""
    parts = [dataclasses.replace(other, members=tuple(_find_part(objects, whole, other))) for other in others]
    if not set(whole.members) - {id_ for part in parts for id_ in part.members}:
        raise BadRuling(
            f"nothing of “{whole.name[:60]}” is left to stand apart from", got=[other.id for other in others],
            fix="name fewer of its claims or documents: those that are to stand together, apart from the rest",
        )
    sort = CLAIM if whole.sort == GROUP else REFERENT
    return [_anchor(anchors, whole), *(_anchor(anchors, dataclasses.replace(part, sort=sort)) for part in parts)]


def _anchor_speaker(anchors: Anchors, objects: Objects, named: str) -> Anchor:
    """Anchor of the source that a speaker ruling names; of a name that the case doesn't know, the name."""
    if named.casefold() == TELLER:
        return {"about": TELLER, "name": TELLER}
    is_name = re.fullmatch(r"[a-z]+[0-9a-f]{14}", named) is None
    if is_name and not objects.is_known(named, sorts=AS_SOURCE):
        return {"about": "name", "name": named}
    return _anchor(anchors, objects.find(named, sorts=AS_SOURCE))


def _to_line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
