"""From rulings to rows of `ruled`: what each comes to over the rows of the case as they are."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sayso.case.anchors import Anchor, Anchors, from_json
from sayso.case.hypotheses import CELL, JUDGEMENT
from sayso.case.settling import Settling
from sayso.case.weighing import resolve_weighed
from sayso.schema import Hypothesis, Referent, Ruled, Ruling, Tables, make_id

JOINING, PARTING = ("same", "merge"), ("different", "split")
VALUED = ("stance", "polarity", "grade")
TELLER = "teller"
APPLIED, UNDONE, OVERRULED, GONE = "applied", "undone", "overruled", "gone"


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A ruling with the ids, as they are now, of what it is about: one list an anchor."""

    ruling: Ruling
    ids: tuple[list[str], ...]

    @property
    def about(self) -> str:
        """What kind of row the ids are of; of a source they are referents'."""
        return self.ruling.about


def resolve(rulings: Iterable[Ruling], tables: Tables) -> list[Ruled]:
    """Give what rulings come to, sorted by key.

    Args:
        rulings: any of one case, in any order.
        tables: rows of `acquire` and `read`, as they were read, and the hypotheses.
    """
    ordered = sorted(rulings, key=lambda ruling: ruling.number)
    undone = find_undone(ordered)
    anchors = Anchors(tables)
    rows: list[Ruled] = []
    standing: list[Found] = []
    weighed: list[Ruling] = []
    for ruling in ordered:
        if ruling.kind == "undo":
            state = UNDONE if ruling.number in undone else APPLIED
            rows.append(_to_row(ruling, f"{ruling.undoes}", "", state, _say(ruling, undone)))
            continue
        if ruling.number in undone:
            rows.append(_to_row(ruling, *_old_ids(ruling), UNDONE, _say(ruling, undone)))
            continue
        if ruling.kind in (CELL, JUDGEMENT):
            weighed.append(ruling)
            continue
        found = Found(ruling, tuple(_find(anchors, anchor) for anchor in map(from_json, ruling.anchors)))
        rows += _find_gone(found)
        if _is_there(found):
            # A ruling may bring in somebody whom its document doesn't name; later ones may be about him.
            standing += _find_speaker(found, anchors) if ruling.kind == "speaker" else [found]
    links = [found for found in standing if found.ruling.kind in JOINING + PARTING]
    values = [found for found in standing if found.ruling.kind not in JOINING + PARTING]
    rows += (valued := list(_settle_values(values)))
    holding = {(row.number, row.a_id) for row in valued if row.state == APPLIED and row.kind == "speaker"}
    rows += _settle_links([*links, *(found for found in values if (found.ruling.number, found.ids[0][0]) in holding)])
    rows += resolve_weighed(weighed, anchors, {row.id: row for row in tables.take(Hypothesis)})
    by_key = {(row.number, row.a_id, row.b_id): row for row in rows}
    return [by_key[key] for key in sorted(by_key)]


def find_undone(rulings: Sequence[Ruling]) -> dict[int, Ruling]:
    """Rulings that another takes back, by number, with that other; an undo that is undone itself takes nothing back."""
    undone: dict[int, Ruling] = {}
    for ruling in sorted(rulings, key=lambda ruling: -ruling.number):
        if ruling.undoes is not None and ruling.number not in undone:
            undone.setdefault(ruling.undoes, ruling)
    return undone


def make_speaker(document_id: str, name: str) -> str:
    """Id of a referent that a ruling brings into a document."""
    return make_id("r", document_id, "ruled", " ".join(name.split()).casefold())


def find_made(tables: Tables) -> list[Referent]:
    """Referents that applied rulings bring into documents which don't name them."""
    known = {referent.id: referent for referent in tables.take(Referent)}
    documents = {claim.id: claim.document_id for claim in tables.named("claims")}
    documents |= {row.id: row.document_id for row in tables.named("attributions")}
    speakers = [row for row in tables.take(Ruled) if row.kind == "speaker" and row.state == APPLIED]
    partners = {row.b_id: row.a_id for row in speakers if row.about == "source"}
    made: dict[str, Referent] = {}
    for row in sorted(speakers, key=lambda row: (row.number, row.a_id)):
        if row.about != "source" and row.b_id and row.b_id not in known and row.a_id in documents:
            partner = known.get(partners.get(row.b_id, "")) or made.get(partners.get(row.b_id, ""))
            made.setdefault(row.b_id, _make_referent(row.b_id, documents[row.a_id], row.value or "", partner))
    return list(made.values())


# ---------------------------------------------------------------- finding again


def _find(anchors: Anchors, anchor: Anchor) -> list[str]:
    return [] if anchor["about"] in ("name", TELLER) else anchors.find(anchor)


def _is_there(found: Found) -> bool:
    """Whether enough of what a ruling is about is in the case for it to say anything."""
    if found.ruling.kind in JOINING:
        return sum(map(bool, found.ids)) > 1
    if found.ruling.kind in PARTING:
        return bool(found.ids[0]) and any(found.ids[1:])
    return bool(found.ids[0])


def _find_gone(found: Found) -> Iterator[Ruled]:
    """A row for each thing that a ruling is about and that isn't there; a speaker named nowhere any more keeps his name."""
    ruling = found.ruling
    places = range(1 if ruling.kind == "speaker" else len(found.ids))
    for place in places:
        if not found.ids[place]:
            old = ruling.object_ids[place] if place < len(ruling.object_ids) else ""
            told = f"“{_name(from_json(ruling.anchors[place]))}” isn't in the case as it is read now"
            yield _to_row(ruling, old, "", GONE, f"{told}; {_say(ruling, {})}")


def _name(anchor: Anchor) -> str:
    name = anchor.get("name") or anchor.get("title") or anchor.get("path") or ""
    return name if len(name) <= 90 else name[:89].rsplit(" ", 1)[0] + " …"


def _old_ids(ruling: Ruling) -> tuple[str, str]:
    ids = (*ruling.object_ids, "", "")
    return ids[0], ids[1]


def _find_speaker(found: Found, anchors: Anchors) -> Iterator[Found]:
    """Whom a speaker ruling names, as a referent of the very document: one that is there, or one made for it."""
    ruling, (objects, named) = found.ruling, found.ids
    value = from_json(ruling.anchors[1])
    for id_ in objects:
        row = anchors.claims.get(id_) or anchors.attributions[id_]
        if value["about"] == TELLER:
            yield Found(ruling, ([id_], []))
            continue
        here = [other for other in named if anchors.referents[other].document_id == row.document_id]
        if here:
            yield Found(ruling, ([id_], here[:1]))
            continue
        speaker = make_speaker(row.document_id, value["name"])
        if speaker not in anchors.referents:
            partner = anchors.referents[named[0]] if named else None
            anchors.add_referent(_make_referent(speaker, row.document_id, value["name"], partner))
        yield Found(ruling, ([id_], [speaker], named[:1]))


def _make_referent(id_: str, document_id: str, name: str, partner: Referent | None) -> Referent:
    if partner is not None:
        return dataclasses.replace(
            partner, id=id_, document_id=document_id, name=name, is_source=True, aliases=(), spans=(), speaks_for_id=None,
            kind="other" if partner.kind == TELLER else partner.kind, made_by="a ruling",
        )
    return Referent(
        id=id_, document_id=document_id, name=name, kind="other", is_named=True, is_source=True, aliases=(), head=None,
        anchors=(), spans=(), speaks_for_id=None, near=None, made_by="a ruling",
    )


# ---------------------------------------------------------------- which ruling holds


def _settle_links(standing: Iterable[Found]) -> Iterator[Ruled]:
    """Rows of what rulings join and part, the last first: later ones win."""
    settling = {"claim": Settling(), "source": Settling()}
    for found in sorted(standing, key=lambda found: -found.ruling.number):
        ruling = found.ruling
        number, flat = ruling.number, list(dict.fromkeys(id_ for ids in found.ids for id_ in ids))
        if ruling.kind in (*JOINING, *PARTING) and len(flat) == 1:
            state = APPLIED if ruling.kind in JOINING else GONE
            yield _to_row(ruling, flat[0], "", state, f"it is one as the case is read now; {_say(ruling, {})}")
            continue
        if ruling.kind in JOINING:
            verdicts = list(settling[found.about].join(number, flat))
        elif ruling.kind in PARTING:
            theirs = list(dict.fromkeys(id_ for ids in found.ids[1:] for id_ in ids))
            ours = [id_ for id_ in found.ids[0] if id_ not in set(theirs)]
            if not ours:
                yield _to_row(ruling, theirs[0], "", GONE, f"both are one and the same as the case is read now; {_say(ruling, {})}")
                continue
            verdicts = list(settling[found.about].part(number, ours, theirs))
        elif ruling.kind == "speaker" and len(found.ids) == 3 and found.ids[2]:
            verdicts = list(settling["source"].join(number, [found.ids[2][0], found.ids[1][0]]))
        else:
            continue
        about = "source" if ruling.kind == "speaker" else found.about
        for a, b, against in verdicts:
            state = OVERRULED if against else APPLIED
            yield dataclasses.replace(_to_row(ruling, a, b, state, _say_against(ruling, against)), about=about)


def _settle_values(standing: Iterable[Found]) -> Iterator[Ruled]:
    """Rows of what rulings put on one thing: a later one of the same kind on the same thing wins."""
    rows: defaultdict[tuple[str, str], list[Ruled]] = defaultdict(list)
    for found in sorted(standing, key=lambda found: found.ruling.number):
        ruling = found.ruling
        for id_ in found.ids[0]:
            b_id = found.ids[1][0] if ruling.kind == "speaker" and found.ids[1] else ""
            rows[ruling.kind, id_].append(_to_row(ruling, id_, b_id, APPLIED, _say(ruling, {})))
    for (kind, _), some in sorted(rows.items()):
        last = some[-1]
        for row in some:
            is_other = kind in (*VALUED, "speaker") and (row.value, row.b_id) != (last.value, last.b_id)
            if is_other:
                why = f"ruling {last.number} says otherwise; {row.why}"
                yield dataclasses.replace(row, state=OVERRULED, why=why)
            else:
                yield row


# ---------------------------------------------------------------- in words


def _to_row(ruling: Ruling, a_id: str, b_id: str, state: str, why: str) -> Ruled:
    return Ruled(ruling.number, ruling.kind, ruling.about, a_id, b_id, ruling.value, state, why)


def _say(ruling: Ruling, undone: dict[int, Ruling]) -> str:
    told = f"ruling {ruling.number} by {ruling.by}, {ruling.at[:10]}: {ruling.why}"
    by = undone.get(ruling.number)
    return f"undone by ruling {by.number} by {by.by}, {by.at[:10]}: {by.why}; {told}" if by else told


def _say_against(ruling: Ruling, against: Sequence[int]) -> str:
    if not against:
        return _say(ruling, {})
    numbers = ", ".join(map(str, against))
    return f"ruling{'s' if len(against) > 1 else ''} {numbers} say{'' if len(against) > 1 else 's'} otherwise; {_say(ruling, {})}"
