"""What is drawn in a picture, measured: its texts as boxes, by our own widths and by Chromium's."""

from __future__ import annotations

import dataclasses
import html
import itertools
import json
import re
from pathlib import Path
from xml.etree import ElementTree

from sayso.tell.pictures.style import FONT, Look, measure
from web.browser import dump_page

SVG = "{http://www.w3.org/2000/svg}"


@dataclasses.dataclass(frozen=True)
class Box:
    """Where a text stands."""

    words: str
    left: float
    top: float
    right: float
    bottom: float


def find_texts(svg: str) -> list[Box]:
    """Texts of a picture with the room they take, by the picture's own widths."""
    boxes = []
    for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        words = "".join(text.itertext())
        title = text.findtext(f"{SVG}title")
        words = words[len(title) :] if title else words
        size = float(text.get("font-size", FONT))
        is_bold = "font-weight" in text.attrib or any("font-weight" in span.attrib for span in text.iter(f"{SVG}tspan"))
        width = measure(words, look=Look(size=size, is_bold=is_bold))
        x, y = float(text.get("x", "")), float(text.get("y", ""))
        anchor, is_rtl = text.get("text-anchor", "start"), text.get("direction") == "rtl"
        at_left = (anchor == "start") != is_rtl
        left = x - width / 2 if anchor == "middle" else x if at_left else x - width
        boxes.append(Box(words, left, y - 0.8 * size, left + width, y + 0.2 * size))
    return boxes


def ask_browser(svgs: list[str], folder: Path) -> list[list[Box]]:
    """The same by Chromium's own measure, for each picture; a line's height is the font's, so that a fifth of it is taken off."""
    page = folder / "picture.html"
    script = """
      const found = [...document.querySelectorAll('svg')].map(svg => [...svg.querySelectorAll('text')].map(text => {
        const box = text.getBBox();
        return [text.textContent, box.x, box.y + box.height * .1, box.x + box.width, box.y + box.height * .9];
      }));
      document.documentElement.dataset.found = JSON.stringify(found);
    """
    page.write_text(f'<!doctype html><meta charset="utf-8"><body>{"".join(svgs)}<script>{script}</script></body>', "utf8")
    found = re.search(r'data-found="([^"]*)"', dump_page(page))
    assert found, "the script did not answer"
    return [[Box(*row) for row in rows] for rows in json.loads(html.unescape(found.group(1)))]


def check_texts(svg: str, boxes: list[Box], *, slack: float = 0.1) -> None:
    """No text leaves the picture, no two lie on each other."""
    width, height = map(float, ElementTree.fromstring(svg).get("viewBox", "").split()[2:])
    for box in boxes:
        assert box.left >= -slack and box.right <= width + slack, (box, width)
        assert box.top >= -slack and box.bottom <= height + slack, (box, height)
    for a, b in itertools.combinations(boxes, 2):
        is_apart = a.right <= b.left + slack or b.right <= a.left + slack or a.bottom <= b.top + slack or b.bottom <= a.top + slack
        assert is_apart, (a, b)


def check_picture(svg: str) -> ElementTree.Element:
    """A picture is well-formed, has its text alternative, and its texts stand apart."""
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    first, second = list(root)[:2]
    assert (first.tag, second.tag) == (f"{SVG}title", f"{SVG}desc")
    assert first.text and second.text
    assert root.get("aria-labelledby") == f"{first.get('id')} {second.get('id')}"
    assert re.search(r"\d", first.text + second.text)
    check_texts(svg, find_texts(svg))
    return root
