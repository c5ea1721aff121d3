"""The brief as PDF: pages with numbers, bookmarks, links and tags, typeset by Typst from the model.

What documents say reaches Typst as data (JSON), never as markup. Nothing is fetched: the template uses no package, and
text is set in Typst's own fonts and the Noto fonts that come with sayso; a system's fonts help out for signs that none of them has.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sayso.errors import ExtraMissing
from sayso.tell.model import (
    Block,
    Brief,
    Figure,
    Passage,
    Remark,
    Section,
    Statement,
    Table,
    Words,
    cut_note,
    find_anchors,
    is_turned,
    number_of,
    walk,
)
from sayso.tell.shown import elide
from sayso.tell.verdicts import STANDING

if TYPE_CHECKING:
    from typst import Fonts

FONTS = (
    "Libertinus Serif", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans", "Noto Sans Devanagari", "Noto Sans Bengali",
    "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Thai", "Noto Sans Ethiopic", "Noto Sans Armenian", "Noto Sans Georgian",
    "Noto Sans Symbols", "Noto Emoji", "New Computer Modern",
)
CODE = ("DejaVu Sans Mono", *FONTS)
FONT_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")  # the Noto fonts, as wheels under the OFL
Paper = Literal["a4", "letter"]
PAPERS = {"a4": "a4", "letter": "us-letter"}  # as Typst calls them
LATIN = 0x24F  # the last letter that Typst's own fonts surely have
_SIGN_LINE = re.compile(r"could not be displayed[^\n]*\n[^\n]*?:(\d+):\d+")
_NUMBER = re.compile(r"[\d.,–]+")
SHORT = 80  # characters of the question over each page
_FAMILY = re.compile(r'font-family="[^"]*"')
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)')
# Typst reads `text-anchor` from left to right whatever the direction, and finds no second font within a stretch of text.
_TURNED = re.compile(r'( text-anchor="(?:start|end)")? direction="rtl"')
_SCRIPTS = tuple(
    (family, re.compile(f"({letters}+)(?=[^<>]*</text>)")) for family, letters in (
        ("Noto Sans Arabic", "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe]"),
        ("Noto Sans Hebrew", "[\u0590-\u05ff\ufb1d-\ufb4f]"), ("Noto Emoji", "[\u2600-\u27bf\U0001f000-\U0001faff]"),
    )
)
WHOLE = 6  # rows of a table that isn't parted over two pages
SEEN = 200  # rows whose words are measured
LETTER = 5.2  # points: what a letter of a table takes, in bold
ROOM = (465, 420)  # points: the column, and a height that leaves room for the words that the picture belongs to
SCALE = 0.72  # points a pixel: letters of 9 points
DOTS = 160  # an inch, of pictures as PNG


def to_pdf(brief: Brief, *, paper: Paper = "a4") -> bytes:
    """Give a brief as PDF.

    Returns:
        The same bytes for the same brief and the same fonts. A sign that no font has is written as its number, `[U+4E2D]`, and
        the first page says so.
    Raises:
        ExtraMissing: Typst isn't installed.
    """
    if find_spec("typst") is None:
        raise ExtraMissing("PDF is typeset by Typst, which isn't installed", got=["typst"], fix="pip install typst")
    import typst  # noqa: PLC0415

    template = resources.files("sayso.tell").joinpath("templates", "brief.typ").read_bytes()
    told = json.dumps(_to_data(brief), ensure_ascii=False)
    signs = find_signs_without_glyph(told)
    if signs:
        told = told.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in signs})
    given = {"brief": told, "paper": PAPERS[paper], "signs": str(len(signs))}
    # The time stamp would be the moment of typesetting; the brief says itself when it was made.
    return typst.compile(template, format="pdf", font_paths=_find_fonts(), sys_inputs=given, timestamp=0)


def find_signs_without_glyph(text: str) -> list[str]:
    """Signs of a text for which neither the packaged nor the system's fonts have a glyph, in order of their numbers.

    Typst says it when it's asked for an accessible PDF, so a small one is asked for with each sign on a line of its own.
    """
    import typst  # noqa: PLC0415

    signs = sorted({sign for sign in set(text) if ord(sign) > LATIN and unicodedata.category(sign)[0] not in "CZM"})
    if not signs:
        return []
    fonts = ", ".join(f'"{name}"' for name in FONTS)
    lines = [f'#set document(title: "x"); #set text(font: ({fonts}))', *(f'#"{sign}"' for sign in signs)]
    try:
        typst.compile("\n".join(lines).encode(), format="pdf", pdf_standards="ua-1", font_paths=_find_fonts())
    except typst.TypstError as error:
        numbers = {int(number) for number in _SIGN_LINE.findall(error.diagnostic)}
        return [signs[number - 2] for number in sorted(numbers) if 2 <= number <= len(signs) + 1]
    return []


@functools.cache
def _find_fonts() -> Fonts:
    """The fonts of the packages that are installed, and the system's; found once, since looking takes 0.2 s."""
    from typst import Fonts  # noqa: PLC0415

    found = [spec for name in FONT_PACKAGES if (spec := find_spec(name)) and spec.origin]
    return Fonts(font_paths=[str(Path(spec.origin).parent) for spec in found if spec.origin])


def _to_data(brief: Brief) -> dict[str, Any]:
    anchors = frozenset(find_anchors(brief.sections))
    return {
        "question": brief.question, "short": _isolate(elide(brief.question, at_most=SHORT)), "author": "sayso",
        "made": brief.made_at,
        "version": brief.version, "standing": STANDING, "masked": brief.is_masked, "fonts": FONTS, "code": CODE,
        "blocks": _drop_repeated([_tell_block(block) for block in walk(brief.sections)]),
        "passages": [_tell_passage(passage, anchors) for passage in brief.passages],
    }


def _drop_repeated(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks with each anchor once: Typst sets no page where two things have one name."""
    seen: set[str] = set()
    for block in blocks:
        for one in block["rows"] if block["kind"] == "table" else [block]:
            if anchor := one.get("anchor"):
                one["anchor"] = "" if anchor in seen else anchor
                seen.add(anchor)
    return blocks


def _tell_block(block: Block) -> dict[str, Any]:
    if isinstance(block, Section):
        return {"kind": "section", "level": block.level, "title": block.title, "anchor": block.anchor}
    if isinstance(block, Statement):
        return {
            "kind": "statement", "words": _tell_words(block.words), "notes": number_of(block.passages), "anchor": block.anchor,
            "level": block.level,
        }
    if isinstance(block, Remark):
        return {"kind": "remark", "words": _tell_words(block.words), "look": block.look}
    if isinstance(block, Table):
        rows = [
            {"cells": [_tell_words(cell) for cell in row.cells], "notes": number_of(row.passages), "anchor": row.anchor}
            for row in block.rows
        ]
        return {
            "kind": "table", "caption": block.caption, "head": block.head, "widths": fit_widths(block), "rows": rows,
            "numbers": [_is_numbers(block, i) for i in range(len(block.head))], "whole": len(rows) <= WHOLE,
        }
    if isinstance(block, Figure):
        return _tell_figure(block)
    masked = ", names masked" if block.passage.is_masked else ""
    return {
        "kind": "telling", "anchor": block.anchor, "chain": _tell_words(block.chain), "words": _isolate(block.passage.words),
        "place": f"{block.stance}, {block.passage.place}{masked}",
    }


def _is_numbers(table: Table, column: int) -> bool:
    """Whether a column holds numbers alone; these stand to the right."""
    told = ["".join(run.text for run in row.cells[column]) for row in table.rows]
    return any(told) and all(_NUMBER.fullmatch(words) for words in told if words)


def _tell_figure(figure: Figure) -> dict[str, Any]:
    width, height = find_size(figure)
    svg = _TURNED.sub(_turn, _FAMILY.sub('font-family="Noto Sans"', figure.svg))
    for family, letters in _SCRIPTS:
        svg = letters.sub(lambda found: f'<tspan font-family="{family}">{found.group(1)}</tspan>', svg)  # noqa: B023
    return {"kind": "figure", "svg": svg, "alt": figure.alt, "caption": figure.caption, "width": width, "height": height}


def _turn(found: re.Match[str]) -> str:
    return "" if found.group(1) and "end" in found.group(1) else ' text-anchor="end"'


def fit_widths(table: Table) -> list[float]:
    """Share of each column, so that no column is narrower than its longest word, where there is room for all of them."""
    longest = [
        max(len(word) for words in (table.head[i], *("".join(run.text for run in row.cells[i]) for row in table.rows[:SEEN]))
            for word in (words.split() or [""]))
        for i in range(len(table.head))
    ]
    least = [min((length + 3) * LETTER / ROOM[0], 0.3) for length in longest]
    total = sum(table.widths)
    shares = [width / total for width in table.widths]
    if sum(least) >= 1:
        return shares
    short = [i for i, share in enumerate(shares) if share < least[i]]
    room = 1 - sum(least[i] for i in short)
    wide = sum(share for i, share in enumerate(shares) if i not in short) or 1
    fitted = [least[i] if i in short else share / wide * room for i, share in enumerate(shares)]
    return [round(share, 4) for share in fitted]


def find_size(figure: Figure) -> tuple[float, float]:
    """Width and height of a picture on paper, in points."""
    found = _SIZE.search(figure.svg)
    width, height = (float(found.group(1)), float(found.group(2))) if found else (600.0, 300.0)
    scale = min(SCALE, ROOM[0] / width, ROOM[1] / height)
    return width * scale, height * scale


def to_png(figure: Figure) -> bytes | None:
    """Give a picture as PNG, for formats that can't hold SVG; null when Typst isn't installed."""
    if find_spec("typst") is None:
        return None
    import typst  # noqa: PLC0415

    page = (
        "#let f = json(bytes(sys.inputs.figure))\n#set page(width: f.width * 1pt, height: f.height * 1pt, margin: 0pt)\n"
        '#image(bytes(f.svg), format: "svg", width: 100%)'
    )
    given = {"figure": json.dumps(_tell_figure(figure))}
    return typst.compile(page.encode("utf8"), format="png", ppi=DOTS, font_paths=_find_fonts(), sys_inputs=given)


def _tell_words(words: Words) -> list[tuple[str, str, str]]:
    return [(_isolate(run.text), run.link, run.look) for run in words]


def _tell_passage(passage: Passage, anchors: frozenset[str]) -> dict[str, Any]:
    target = f"document-{passage.document_id}"
    return {
        "number": passage.number, "document": _isolate(passage.document), "target": target if target in anchors else "",
        "imprint": passage.imprint, "place": f"{passage.place}{' (names masked)' if passage.is_masked else ''}",
        "bits": cut_note(passage),
    }


def _isolate(text: str) -> str:
    """Text that is written from right to left, set apart from the direction of its neighbours (UAX 9: FSI, PDI)."""
    return f"\u2068{text}\u2069" if is_turned(text) else text
