"""The network of actors: who is said to stand with whom and against whom, who says so and who denies it.

Actors stand on two arcs, so that those who cooperate are on one side where that can be and those who fight face each other;
the sides mean nothing else. Signs are on the lines: solid with a plus, dashed with a minus, dotted for neither.
"""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sayso.tell.pictures.style import CAPTION, MARGIN, SMALL, WIDTH, Canvas, Look, Pen, clean
from sayso.tell.shown import count_of, elide

MOST_ACTORS = 60
MOST_TIES = 150  # pairs drawn; past that lines are one grey surface
MOST_SIGNED = 36  # pairs of which each gets its sign; past that the style of the line alone tells
MOST_LISTED = 12  # pairs spelt out below the picture
MOST_TOLD = 40  # pairs in the text alternative
PITCH = 24.0  # height of an actor's row
LABEL = 176  # least room for a name
SHARE = 0.6  # of the actors that may stand on one side
SWEEPS = 8  # passes that order the sides; 60 actors settle after five
FAINT = 0.2  # a sign nearer to nought than this is neither


@dataclasses.dataclass(frozen=True, slots=True)
class Actor:
    """Somebody whom claims speak of.

    Attributes:
        n_claims: claims that speak of it; it decides who is drawn when there are too many.
    """

    id: str
    name: str
    n_claims: int = 0
    is_named: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Tie:
    """What is said to be between two actors.

    Attributes:
        relation: in a word or two: cooperates, fights, accuses.
        sign: from -1 (fights) through 0 (neither) to 1 (cooperates).
        says: who says so, by name.
        denies: who denies it, by name.
    """

    a: str
    b: str
    relation: str
    sign: float
    says: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Bond:
    """All ties of two actors, put together.

    Attributes:
        sign: that of the ties, each weighed by how many say so.
        is_mixed: whether some are above and some below nought.
    """

    pair: tuple[str, str]
    ties: tuple[Tie, ...]
    sign: float
    is_mixed: bool
    n_says: int
    n_denies: int


def draw_network(actors: Iterable[Actor], ties: Iterable[Tie]) -> str:
    """Draw actors and what is said to be between them.

    Ties whose ends are not among the actors, and ties of an actor with itself, are left out and counted.
    """
    by_id = {actor.id: actor for actor in sorted(actors, key=lambda actor: (actor.id, actor.name), reverse=True)}
    rows = sorted(ties, key=lambda tie: (tie.a, tie.b, tie.relation, tie.sign, tie.says, tie.denies))
    bonds = _bind([tie for tie in rows if tie.a != tie.b and {tie.a, tie.b} <= by_id.keys()])
    shown = _pick(by_id, bonds)
    drawn = [bond for bond in bonds if set(bond.pair) <= set(shown)][:MOST_TIES]
    sides = _part(shown, drawn)
    places, bottom = _place(sides)
    canvas = Canvas()
    _draw_legend(canvas)
    centre = (WIDTH / 2, _middle(places, bottom))
    for bond in reversed(drawn):
        _draw_bond(canvas, by_id, bond, places, centre)
    if len(drawn) <= MOST_SIGNED:
        taken = list(places.values())
        for bond in drawn:
            taken.append(_find_free(places, bond, centre, taken))
            _draw_sign(canvas, bond, taken[-1])
    for i, side in enumerate(sides):
        for node in side:
            _draw_actor(canvas, by_id[node], places[node], is_left=i == 0)
    listed = [_tell_bond(by_id, bond) for bond in bonds]
    more = _tell_more(len(by_id) - len(shown), len(bonds) - len(drawn))
    unlisted = [f"{len(listed) - MOST_LISTED:,} more pairs not spelt out"] if len(listed) > MOST_LISTED else []
    lines = [*listed[:MOST_LISTED], *unlisted]
    for line in [*lines, *([more] if more else [])]:
        canvas.text(MARGIN, bottom + 12, line, look=Look(size=SMALL, is_ours=True), room=WIDTH - 2 * MARGIN)
        bottom += 15.5
    n_with, n_against = sum(_kind(bond) == "with" for bond in bonds), sum(_kind(bond) == "against" for bond in bonds)
    title = f"{count_of(len(by_id), 'actor')}, {count_of(len(bonds), 'pair')} with ties: {n_with:,} cooperate, {n_against:,} fight"
    told = ". ".join([*listed[:MOST_TOLD], *([more] if more else [])]) or "Nothing is said to be between them"
    return canvas.finish("network", title=title, told=told + ".", size=(WIDTH, bottom + MARGIN))


# ---------------------------------------------------------------- who, and where


def _bind(ties: Sequence[Tie]) -> list[Bond]:
    held: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        held[min(tie.a, tie.b), max(tie.a, tie.b)].append(tie)
    bonds = []
    for pair, found in held.items():
        weights = [max(len(tie.says), 1) for tie in found]
        sign = sum(tie.sign * weight for tie, weight in zip(found, weights, strict=True)) / sum(weights)
        is_mixed = min(tie.sign for tie in found) < -FAINT and max(tie.sign for tie in found) > FAINT
        says = {name for tie in found for name in tie.says}
        denies = {name for tie in found for name in tie.denies}
        bonds.append(Bond(pair, tuple(found), max(-1.0, min(1.0, sign)), is_mixed, len(says), len(denies)))
    return sorted(bonds, key=lambda bond: (-bond.n_says, -abs(bond.sign), bond.pair))


def _pick(by_id: Mapping[str, Actor], bonds: Sequence[Bond]) -> list[str]:
    """Who is drawn: those with the most said of their ties, then those that the most claims speak of."""
    said: dict[str, int] = defaultdict(int)
    for bond in bonds:
        for node in bond.pair:
            said[node] += 1 + bond.n_says
    ranked = sorted(by_id, key=lambda node: (-said[node], -by_id[node].n_claims, by_id[node].name, node))
    return ranked[:MOST_ACTORS]


def _part(shown: Sequence[str], bonds: Sequence[Bond]) -> tuple[list[str], list[str]]:
    """Two sides, with as much cooperation within and as much fighting between them as moving one at a time finds."""
    near: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for bond in bonds:
        a, b = bond.pair
        near[a].append((b, bond.sign))
        near[b].append((a, bond.sign))
    most = max(math.ceil(len(shown) * SHARE), 1)
    side_of: dict[str, int] = {}
    for node in shown:
        pull = sum(sign * (1 if side_of[other] else -1) for other, sign in near[node] if other in side_of)
        sizes = [sum(side == i for side in side_of.values()) for i in (0, 1)]
        wanted = int(pull > 0) if pull else int(sizes[1] < sizes[0])
        side_of[node] = wanted if sizes[wanted] < most else 1 - wanted
    for _ in range(SWEEPS):
        for node in shown:
            pull = sum(sign * (1 if side_of[other] else -1) for other, sign in near[node])
            wanted = int(pull > 0) if pull else side_of[node]
            if wanted != side_of[node] and sum(side == wanted for side in side_of.values()) < most:
                side_of[node] = wanted
    sides = ([node for node in shown if not side_of[node]], [node for node in shown if side_of[node]])
    for _ in range(SWEEPS):
        for side in sides:
            height = {node: (i + 0.5) / len(held) for held in sides for i, node in enumerate(held)}
            mean = {
                node: sum(height[other] for other, _ in near[node]) / len(near[node]) if near[node] else height[node]
                for node in side
            }
            side.sort(key=lambda node: (mean[node], height[node]))
    return sides


def _place(sides: tuple[list[str], list[str]]) -> tuple[dict[str, tuple[float, float]], float]:
    """Places on two arcs, and where the picture of them ends."""
    rows = max(len(side) for side in sides)
    height = max(rows * PITCH, 60.0)
    top = MARGIN + 34.0
    wide = WIDTH / 2 - MARGIN - LABEL
    places = {}
    for i, side in enumerate(sides):
        for j, node in enumerate(side):
            y = top + height * (j + 0.5) / len(side)
            t = 0.86 * ((y - top) / height * 2 - 1)
            x = wide * math.sqrt(1 - t * t)
            places[node] = (round(WIDTH / 2 + (x if i else -x), 1), round(y, 1))
    return places, top + height + 10


def _middle(places: Mapping[str, tuple[float, float]], bottom: float) -> float:
    return (MARGIN + 34.0 + bottom) / 2 if places else bottom


def _bend(places: Mapping[str, tuple[float, float]], bond: Bond, centre: tuple[float, float]) -> tuple[float, float]:
    """The point that a bond's curve is drawn towards: between its ends, pulled inwards."""
    (x, y), (u, v) = places[bond.pair[0]], places[bond.pair[1]]
    middle = ((x + u) / 2, (y + v) / 2)
    if (x < centre[0]) == (u < centre[0]):
        inwards = min(0.8 * abs(centre[0] - middle[0]), 30 + 0.7 * abs(y - v))
        return middle[0] + math.copysign(inwards, centre[0] - middle[0]), middle[1]
    return middle[0] + (centre[0] - middle[0]) * 0.25, middle[1] + (centre[1] - middle[1]) * 0.12


def _find_free(
    places: Mapping[str, tuple[float, float]], bond: Bond, centre: tuple[float, float], taken: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """Where on a bond's curve its sign stands: as near to the middle as no other sign is, else where it is farthest from them."""
    (x, y), (u, v), (c, d) = places[bond.pair[0]], places[bond.pair[1]], _bend(places, bond, centre)
    points = [
        ((1 - t) ** 2 * x + 2 * t * (1 - t) * c + t * t * u, (1 - t) ** 2 * y + 2 * t * (1 - t) * d + t * t * v)
        for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
    ]
    free = [point for point in points if min(math.dist(point, other) for other in taken) > 19]
    return free[0] if free else max(points, key=lambda point: min(math.dist(point, other) for other in taken))


# ---------------------------------------------------------------- marks


def _kind(bond: Bond) -> str:
    if bond.is_mixed or abs(bond.sign) < FAINT:
        return "both" if bond.is_mixed else "neither"
    return "with" if bond.sign > 0 else "against"


_PENS = {
    "with": ("blue", ""), "against": ("accent", "7 4"), "both": ("ink", "9 3 2 3"), "neither": ("soft", "1.5 4"),
}


def _draw_legend(canvas: Canvas) -> None:
    x, y = float(MARGIN), MARGIN + 8.0
    for kind, word in (("with", "+ cooperate"), ("against", "− fight"), ("both", "± both are said"), ("neither", "neither")):
        stroke, dash = _PENS[kind]
        canvas.path(f"M{x:.1f} {y:.1f}h30", pen=Pen(stroke=stroke, width=2.0, dash=dash))
        x += 36 + canvas.text(x + 36, y + 4, word, look=CAPTION) + 16
    canvas.circle(x + 9, y, 8.5, pen=Pen(stroke="ink", width=1.0, dash="2 2"))
    canvas.text(x + 24, y + 4, "somebody denies it", look=CAPTION)


def _draw_bond(
    canvas: Canvas, by_id: Mapping[str, Actor], bond: Bond, places: Mapping[str, tuple[float, float]], centre: tuple[float, float]
) -> None:
    stroke, dash = _PENS[_kind(bond)]
    (x, y), (u, v), (c, d) = places[bond.pair[0]], places[bond.pair[1]], _bend(places, bond, centre)
    width = min(1.1 + 0.7 * math.log2(1 + bond.n_says), 4.5)
    pen = Pen(stroke=stroke, width=round(width, 1), dash=dash)
    canvas.path(f"M{x:.1f} {y:.1f}Q{c:.1f} {d:.1f} {u:.1f} {v:.1f}", pen=pen, told=_tell_bond(by_id, bond))


def _draw_sign(canvas: Canvas, bond: Bond, bend: tuple[float, float]) -> None:
    """The sign in the middle of a curve; drawn, not set, so that it needs no font."""
    kind = _kind(bond)
    if kind == "neither" and not bond.n_denies:
        return
    x, y = bend
    stroke = _PENS[kind][0]
    canvas.circle(x, y, 6.0, pen=Pen(stroke=stroke, width=1.2, fill="paper"))
    if kind != "neither":
        strokes = {"with": "h6m-3 -3v6", "against": "h6", "both": "m0 -1.5h6m-3 -3v6m-3 1.5h6"}[kind]
        canvas.path(f"M{x - 3:.1f} {y:.1f}{strokes}", pen=Pen(stroke=stroke, width=1.4))
    if bond.n_denies:
        canvas.circle(x, y, 8.8, pen=Pen(stroke="ink", width=1.0, dash="2 2"))


def _draw_actor(canvas: Canvas, actor: Actor, place: tuple[float, float], *, is_left: bool) -> None:
    x, y = place
    name = clean(actor.name) or "?"
    canvas.open("network-actor", f"{name}: {count_of(actor.n_claims, 'claim')}")
    canvas.circle(x, y, 4.0, pen=Pen(stroke="ink", width=1.2, fill="ink" if actor.is_named else "paper"))
    look = Look(is_italic=not actor.is_named)
    if is_left:
        canvas.text(x - 9, y + 4.2, name, look=look, anchor="end", room=x - 9 - MARGIN)
    else:
        canvas.text(x + 9, y + 4.2, name, look=look, room=WIDTH - MARGIN - x - 9)
    canvas.close()


# ---------------------------------------------------------------- words


def _tell_bond(by_id: Mapping[str, Actor], bond: Bond) -> str:
    told = []
    for tie in bond.ties[:4]:
        a, b = (elide(clean(by_id[node].name) or "?", at_most=60) for node in (tie.a, tie.b))
        said = f"said by {_name(tie.says)}" if tie.says else "said by nobody named here"
        denied = f", denied by {_name(tie.denies)}" if tie.denies else ""
        told.append(f"{a} {clean(tie.relation)} {b}: {said}{denied}")
    more = [f"{len(bond.ties) - 4} more ties of the two"] if len(bond.ties) > 4 else []
    return "; ".join([*told, *more])


def _name(names: Sequence[str]) -> str:
    held = sorted(set(map(clean, names)))
    rest = f" and {len(held) - 3} more" if len(held) > 3 else ""
    return ", ".join(elide(name, at_most=60) for name in held[:3]) + rest


def _tell_more(n_actors: int, n_bonds: int) -> str:
    parts = [count_of(n_actors, "actor")] if n_actors > 0 else []
    parts += [f"ties of {count_of(n_bonds, 'pair')}"] if n_bonds > 0 else []
    return f"{' and '.join(parts)} more not drawn" if parts else ""
