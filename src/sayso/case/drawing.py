"""Pictures of a case that a notebook shows, a terminal tells in words, and a file keeps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import overload

from sayso.case.lists import SIDES, Side
from sayso.errors import UnknownName
from sayso.schema import Tables

NO_PICTURE = "There is nothing to draw."


class Picture:
    """One picture: an SVG element with a title and a text alternative.

    Attributes:
        svg: the element, as the brief has it.
        title: what it shows, in a line.
        told: what it says, in words and numbers.
    """

    def __init__(self, svg: str) -> None:
        from sayso.tell import view_picture  # noqa: PLC0415

        self._shown = view_picture(svg)
        self.svg, self.title, self.told = svg, self._shown.title, self._shown.told

    def save(self, path: str | Path) -> Path:
        """Write it as an SVG file of its own, with its colours and a dark mode inside; gives the path."""
        place = Path(path)
        place.write_text(self._repr_svg_(), encoding="utf-8")
        return place

    def _repr_svg_(self) -> str:
        from sayso.tell import to_file  # noqa: PLC0415

        return to_file(self._shown.svg)

    def _repr_html_(self) -> str:
        from sayso.tell import show_pictures  # noqa: PLC0415

        return show_pictures([self._shown], none=NO_PICTURE)

    def __repr__(self) -> str:
        return f"{self.title}\n{self.told}"


class Pictures(Sequence[Picture]):
    """Several pictures, one below the other; a sequence of `Picture`."""

    def __init__(self, pictures: Sequence[Picture], *, none: str = NO_PICTURE) -> None:
        self._pictures, self._none = tuple(pictures), none

    @overload
    def __getitem__(self, at: int) -> Picture: ...
    @overload
    def __getitem__(self, at: slice) -> Pictures: ...
    def __getitem__(self, at: int | slice) -> Picture | Pictures:
        return Pictures(self._pictures[at], none=self._none) if isinstance(at, slice) else self._pictures[at]

    def __len__(self) -> int:
        return len(self._pictures)

    def _repr_html_(self) -> str:
        from sayso.tell import show_pictures  # noqa: PLC0415

        return show_pictures([picture._shown for picture in self._pictures], none=self._none)

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self._pictures)) or self._none


def draw_sides(tables: Tables, group_ids: Sequence[str], how: str, *, side: Side | None) -> Pictures:
    """Draw the sides of groups that anybody tells, or one of them, by a function of `sayso.tell`.

    Raises:
        UnknownName: `side` is neither affirmed nor negated.
    """
    from sayso import tell  # noqa: PLC0415
    from sayso.tell.lookup import Lookup  # noqa: PLC0415

    if side is not None and side not in SIDES:
        raise UnknownName("a statement has two sides", got=[str(side)], fix='side="affirmed" or side="negated"')
    lookup, draw = Lookup(tables), getattr(tell, how)
    wanted = [(group_id, one) for group_id in group_ids for one in SIDES if side in (None, one) and lookup.members(group_id, one)]
    return Pictures([Picture(draw(tables, group_id, side=one)) for group_id, one in wanted], none="Nobody tells this side.")


def draw_drifts(tables: Tables, *, groups: Sequence[str] | None) -> Pictures:
    """Draw every drift, or those of some groups, the worst first."""
    from sayso.tell import draw_drift_view  # noqa: PLC0415
    from sayso.tell.drifts import view_drifts  # noqa: PLC0415
    from sayso.tell.lookup import Lookup  # noqa: PLC0415

    views = view_drifts(tables, Lookup(tables), groups=groups)
    return Pictures([Picture(draw_drift_view(view)) for view in views], none="No claim changed on its way.")


def draw_ties(tables: Tables) -> Picture:
    """Draw what actors are said to do to one another; parses what names two actors, which takes a while in a large case."""
    from sayso.tell import draw_ties as draw  # noqa: PLC0415
    from sayso.tell import find_ties  # noqa: PLC0415
    from sayso.tell.lookup import Lookup  # noqa: PLC0415

    return Picture(draw(Lookup(tables), find_ties(tables)))
