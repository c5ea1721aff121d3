"""What holds of every picture: well-formed, bounded, legible, told in words, the same for the same rows."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sayso.schema import Tables
from sayso.tell.pictures import (
    PICTURE_CSS,
    WIDTH,
    draw_drift,
    draw_lines,
    draw_matrix,
    draw_network,
    draw_sources,
    draw_stemma,
    draw_timeline,
    draw_tornado,
    to_file,
)
from tell.painted import NASTY, make_network, make_pile, shuffle
from tell.shapes import SVG, ask_browser, check_picture, check_texts, find_texts

KINDS: dict[str, Callable[[Tables], str]] = {
    "stemma": lambda tables: draw_stemma(tables, "g0", side="affirmed"),
    "denied stemma": lambda tables: draw_stemma(tables, "g0", side="negated"),
    "lines": lambda tables: draw_lines(tables, "g0", side="affirmed"),
    "timeline": draw_timeline,
    "timeline of a group": lambda tables: draw_timeline(tables, "g0"),
    "sources": draw_sources,
    "matrix": draw_matrix,
    "transposed matrix": lambda tables: draw_matrix(tables, rows="evidence"),
    "tornado": draw_tornado,
    "drift": lambda tables: draw_drift(tables, "x0"),
}
every_kind = pytest.mark.parametrize("draw", KINDS.values(), ids=KINDS)


@every_kind
@pytest.mark.parametrize("n", [4, 15, 60])
def test_labels_stand_apart_and_inside(draw: Callable[[Tables], str], n: int) -> None:
    check_picture(draw(make_pile(n)))


@every_kind
@pytest.mark.parametrize("seed", range(3))
def test_hostile_and_foreign_names_stay_text(draw: Callable[[Tables], str], seed: int) -> None:
    svg = draw(make_pile(18, names=NASTY[seed:] + NASTY[:seed], seed=seed))
    root = check_picture(svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "text", "tspan", "rect", "path", "circle"}
    assert not any(name.startswith("on") or name == "style" for element in root.iter() for name in element.attrib)
    assert not {"\u202e", "\x1b", "\x00", "\ufffe"} & set(svg)


@every_kind
def test_five_thousand_rows_stay_a_picture(draw: Callable[[Tables], str]) -> None:
    svg = draw(PILE)
    root = ElementTree.fromstring(svg)
    width, height = map(float, root.get("viewBox", "").split()[2:])
    assert len(svg) < 250_000
    assert width <= 4 * WIDTH
    assert height <= 2500
    assert len(root.findtext(f"{SVG}desc") or "") < 7000


PILE = make_pile(5000)


@every_kind
def test_order_of_rows_does_not_matter(draw: Callable[[Tables], str]) -> None:
    tables = make_pile(40)
    svg = draw(tables)
    assert svg == draw(tables)
    assert svg == draw(shuffle(tables))


@every_kind
def test_no_rows_are_no_failure(draw: Callable[[Tables], str]) -> None:
    tables = make_pile(4)
    kept = ("groups", "drifts", "documents", "claims")
    emptied = Tables({table: tables.named(table) if table in kept else [] for table in tables.names()})
    check_picture(draw(emptied))


@pytest.mark.parametrize("names", [(), NASTY], ids=["plain", "foreign"])
def test_chromium_finds_the_labels_of_every_kind_apart(names: tuple[str, ...], tmp_path: Path) -> None:
    tables = make_pile(18, names=names)
    svgs = [draw(tables) for draw in KINDS.values()] + [draw_network(*make_network(24, names=names))]
    found = ask_browser(svgs, tmp_path)
    assert len(found) == len(KINDS) + 1
    for svg, boxes in zip(svgs, found, strict=True):
        assert len(boxes) == len(find_texts(svg)) > 3
        check_texts(svg, boxes, slack=1.0)


# ---------------------------------------------------------------- the network, which has rows of its own


@pytest.mark.parametrize("n", [2, 3, 14, 60, 200])
def test_actors_stand_apart(n: int) -> None:
    actors, ties = make_network(n)
    root = check_picture(draw_network(actors, ties))
    assert sum(element.get("class") == "network-actor" for element in root.iter()) == min(n, 60)


def test_a_network_of_thousands_is_bounded() -> None:
    svg = draw_network(*make_network(5000))
    root = check_picture(svg)
    assert len(svg) < 250_000
    assert "4,940 actors and ties of" in (root.findtext(f"{SVG}desc") or "")


def test_order_of_actors_and_ties_does_not_matter() -> None:
    actors, ties = make_network(30)
    svg = draw_network(actors, ties)
    random.Random(2).shuffle(actors)
    random.Random(3).shuffle(ties)
    assert draw_network(actors, ties) == svg


def test_actors_with_foreign_names_stand_apart() -> None:
    check_picture(draw_network(*make_network(24, names=NASTY)))


def test_no_actors_are_no_failure() -> None:
    root = ElementTree.fromstring(draw_network([], []))
    assert root.findtext(f"{SVG}title") == "0 actors, 0 pairs with ties: 0 cooperate, 0 fight"


# ---------------------------------------------------------------- colours


def test_a_file_brings_its_colours_and_a_dark_mode() -> None:
    alone = to_file(draw_sources(make_pile(6)))
    root = ElementTree.fromstring(alone.encode())
    style = root.findtext(f"{SVG}style") or ""
    assert "prefers-color-scheme: dark" in style
    assert all(f"--{name}:" in style for name in ("paper", "ink", "soft", "hair", "accent", "pic-blue"))


@every_kind
def test_every_colour_has_a_class_that_a_page_can_override(draw: Callable[[Tables], str]) -> None:
    for element in ElementTree.fromstring(draw(make_pile(12))).iter():
        for attribute, kind in (("fill", "f"), ("stroke", "s")):
            if element.get(attribute, "").startswith("#"):
                names = [name for name in element.get("class", "").split() if name.startswith(f"{kind}-")]
                assert len(names) == 1
                assert f".pic .{names[0]} {{" in PICTURE_CSS
