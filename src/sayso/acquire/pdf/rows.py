"""Rows of a PDF page: its text layer line by line, each with its box in the upright frame of the page."""

from __future__ import annotations

import ctypes
import dataclasses
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sayso.acquire.assemble import Box
from sayso.acquire.notes.endnotes import RAISED_ROMAN

# pdfium marks a hyphen at a line's end with U+FFFE or U+0002 and leaves the line break out
_ROW = re.compile(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\ufffe\ufffd\u2028\u2029\ud800-\udfff]")
_OWN_GLYPH = re.compile(r"^[\ue000-\uf8ff]")  # bullets of symbol fonts; elsewhere such characters stay as they are
_LETTER = re.compile(r"[^\W\d_]")
# fonts of TeX that don't tell what their codes mean: the Cork encoding has these where others have control characters
_CORK = {
    0x10: "“", 0x11: "”", 0x12: "„", 0x13: "«", 0x14: "»", 0x15: "–", 0x16: "—", 0x17: "", 0x19: "ı", 0x1A: "ȷ",
    0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",
}  # fmt: skip
_CODES = re.compile(r"[\x10-\x1f]")
_INKED = re.compile(r"\S")
_FIGURES = re.compile(r"(?<=[^\s\d])\s?\d{1,3}(?!\d)")
_ROMAN = re.compile(r"(?:(?<=[.,;:!?\"”’')])|^)[ivxlc]{1,9}(?=\s|$|[A-Z“\"])")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_FIGURES = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_BY = 0.12  # of the type's size: raised figures stand 0.25 to 0.45 up, figures in smaller type on the line not at all
_SMALLER = 0.92  # of the type's size; raised figures have 0.5 to 0.8 of it
_ASCENT = 0.75  # of the type's size above the baseline; fonts have 0.7 to 0.8, and not all of them tell
_SKEW = 0.1  # of one axis: scans that were put straight are off by less, slanted stamps by more
_BULLETS = set("•◦▪●■‣–—*")
_SPLIT = 0.6  # of the type's size: so near to one another rows on one line are one
_SPACE = 0.12  # of a line's height: a gap that is a space between words
WIDE = 1.0  # ems: a gap that may part cells or columns
_STRETCHED = 1.8  # times the row's usual word space that it must have, too: in narrow columns words are set far apart
_FEW_GAPS = 4  # of a row: headings of a table's columns have no spaces but the wide ones
_FEW_GAPS_WIDE = 1.25  # ems that these must have
_SURELY_WIDE = 2.0  # ems: a gap that parts whatever the other spaces are
_EM = 2.1  # mean widths of a character, spaces included, that make an em; type's height is not told alike by all fonts
_SAMPLED = 5  # wide rows of a page whose gaps are looked at
_THIN = 1.3  # times the usual width of a character on the page: a row with gaps in it


@dataclasses.dataclass(slots=True)
class Row:
    """One line of a page; distances in points from the upright page's top left corner.

    Attributes:
        size: of its type.
        at: place in the order in which the file stores the rows.
        first, last: its characters on the text page.
        kind: as pieces have it, of what is no running text: `table`, `running_head`, `page_number`, `footnote` of small print
            at the foot, `furniture` of what is set across the page's direction.
        why: how that was recognised, of what is out of the flow.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    at: int = 0
    first: int = -1
    last: int = -1
    kind: str = ""
    why: str = ""

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """How a page is turned: from PDF's own coordinates to the page as it is shown, and to the page with its text upright.

    Attributes:
        left, bottom, width, height: the part of the page that is shown, in PDF's own coordinates.
        shown: quarter turns clockwise by which the page is shown.
        text: quarter turns anticlockwise at which most of the text runs, as stored.
    """

    left: float
    bottom: float
    width: float
    height: float
    shown: int = 0
    text: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page with its text upright."""
        return (self.width, self.height) if self.text % 2 == 0 else (self.height, self.width)

    def to_upright(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Turn a box in PDF's own coordinates so that the text is upright, from the top left corner."""
        box = (left - self.left, self.height - (top - self.bottom), right - self.left, self.height - (bottom - self.bottom))
        return turn(box, self.width, self.height, self.text)

    def to_shown(self, box: Box) -> Box:
        """Turn a box of the upright text as the page is shown."""
        return turn(box, *self.size, (self.shown - self.text) % 4)


class Setting(NamedTuple):
    """How a character is set: size in points, baseline from the page's top, quarter turns anticlockwise; null between two."""

    size: float
    baseline: float
    quarter: int | None


def _find_quarter(matrix: Any) -> int | None:
    a, b = matrix.a, matrix.b
    if abs(b) <= _SKEW * abs(a):
        return 0 if a >= 0 else 2
    if abs(a) <= _SKEW * abs(b):
        return 1 if b > 0 else 3
    return None


def turn(box: Box, width: float, height: float, quarters: int) -> Box:
    """Turn a box clockwise with its page, by quarters."""
    left, top, right, bottom = box
    for _ in range(quarters % 4):
        left, top, right, bottom = height - bottom, left, height - top, right
        width, height = height, width
    return left, top, right, bottom


class PageText:
    """The characters of a page and where they stand.

    Args:
        textpage: pdfium's text page; must stay open.
        bounds: left, bottom, right and top of what is shown of the page.
        shown: degrees clockwise by which the page is shown.
    """

    def __init__(self, textpage: Any, bounds: Sequence[float], shown: int) -> None:
        import pypdfium2.raw as pdfium  # noqa: PLC0415

        self._pdfium = pdfium
        self._page = textpage.raw
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._text, self._places = self._take_text(textpage)
        left, bottom, right, top = bounds
        self.frame = Frame(left, bottom, right - left, top - bottom, shown // 90 % 4)
        self._is_plain = True
        self._em = 0.0

    def _take_text(self, textpage: Any) -> tuple[str, list[int] | None]:
        text: str = textpage.get_text_range()
        n_chars = textpage.count_chars()
        if len(text) == n_chars:
            return text, None
        # characters past U+FFFF, or broken ones that decoding leaves out: take them one by one to know their places
        chars: list[str] = []
        places: list[int] = []
        for i in range(n_chars):
            code = self._pdfium.FPDFText_GetUnicode(self._page, i)
            if 0xDC00 <= code < 0xE000 and chars and 0xD800 <= ord(chars[-1]) < 0xDC00:
                chars[-1] = chr(0x10000 + ((ord(chars[-1]) - 0xD800) << 10) + code - 0xDC00)
                continue
            chars.append(chr(code) if code < 0x110000 else " ")
            places.append(i)
        return "".join(chars), places

    def box(self, place: int) -> Box:
        """Where a character of the text stands, its full height and advance, in the upright frame."""
        at = place if self._places is None else self._places[place]
        rect = self._rect
        self._pdfium.FPDFText_GetLooseCharBox(self._page, at, rect)
        if self._is_plain:
            frame = self.frame
            base = frame.height + frame.bottom
            return rect.left - frame.left, base - rect.top, rect.right - frame.left, base - rect.bottom
        return self.frame.to_upright(rect.left, rect.bottom, rect.right, rect.top)

    def measure(self, place: int) -> Setting:
        """How a character is set: its size, its baseline in the upright frame, and the way it runs."""
        at = place if self._places is None else self._places[place]
        pdfium, matrix = self._pdfium, self._matrix
        pdfium.FPDFText_GetMatrix(self._page, at, matrix)
        pdfium.FPDFText_GetCharOrigin(self._page, at, self._x, self._y)
        size = abs(pdfium.FPDFText_GetFontSize(self._page, at)) * math.hypot(matrix.c, matrix.d)  # a size below 0 turns the type
        x, y, frame = self._x.value, self._y.value, self.frame
        if not self._is_plain:
            return Setting(size, frame.to_upright(x, y, x, y)[1], _find_quarter(matrix))
        return Setting(size, frame.height + frame.bottom - y, _find_quarter(matrix))

    def find_rows(self) -> list[Row]:
        """Find the page's rows, as the file stores them; what is set across the page's direction comes last."""
        places = list(self._find_places())
        settings = [self._measure_row(first, last) for first, last in places]
        counts: Counter[int] = Counter()
        for (first, last), setting in zip(places, settings, strict=True):
            if setting.quarter is not None:
                counts[setting.quarter] += last - first
        usual = max(counts, key=lambda quarter: counts[quarter], default=0)
        if usual:
            self.frame, self._is_plain = dataclasses.replace(self.frame, text=usual), False
            settings = [self._measure_row(first, last) for first, last in places]
        rows: list[Row] = []
        asides: list[Row] = []
        for i, ((first, last), setting) in enumerate(zip(places, settings, strict=True)):
            # type of another size than the row before may be a large initial or small capitals: look twice
            is_sure = i > 0 and setting.size == settings[i - 1].size
            row = self.make_row(first, last, setting if is_sure else None)
            row.at = len(rows) + len(asides)
            if setting.quarter == usual or last - first < 2:
                rows.append(row)
            else:
                row.kind, row.why = "furniture", "set across the direction of the page's text"
                asides.append(row)
        return _join_figures(rows) + asides

    def _find_places(self) -> Iterator[tuple[int, int]]:
        """First and last character of each row that holds anything."""
        for match in _ROW.finditer(self._text):
            words = match.group()
            bare = words.strip()
            if bare.strip("\0\ufffd"):
                first = match.start() + len(words) - len(words.lstrip())
                yield first, first + len(bare) - 1

    def make_row(self, first: int, last: int, setting: Setting | None = None) -> Row:
        """Make a row of the characters from first to last; raised figures are written as such (⁹)."""
        text = self._text[first : last + 1]
        setting = setting or self._find_setting(first, last)
        left, right = self.box(first)[0], self.box(last)[2]
        text = _FIGURES.sub(lambda match: self._raise(match, first, setting), text)
        text = _ROMAN.sub(lambda match: self._raise(match, first, setting), text)
        if text[-1] in "\ufffe\x02":
            text = text[:-1] + "-"
        if _CODES.search(text):
            text = text.translate(_CORK)
        text = _NO_TEXT.sub(" ", _OWN_GLYPH.sub("•", text))
        top, bottom = setting.baseline - _ASCENT * setting.size, setting.baseline + (1 - _ASCENT) * setting.size
        return Row(text, min(left, right), top, max(left, right), bottom, setting.size, 0, first, last)

    def _find_letter(self, place: int, last: int) -> int:
        """The next letter: figures may be raised, and spaces have no size."""
        found = _LETTER.search(self._text, place, last + 1) or _INKED.search(self._text, place, last + 1)
        return found.start() if found else last

    def _measure_row(self, first: int, last: int) -> Setting:
        return self.measure(self._find_letter(first + (last - first) // 4, last))

    def _find_setting(self, first: int, last: int) -> Setting:
        """How most of a row is set: two letters, and a third where these differ, as at a large initial."""
        length = last - first
        a, b = self._measure_row(first, last), self.measure(self._find_letter(first + length * 5 // 8, last))
        if a.size == b.size and a.baseline == b.baseline:
            return a
        c = self.measure(self._find_letter(first + length * 7 // 8, last))
        return sorted((a, b, c), key=lambda setting: setting.size)[1]

    def _raise(self, match: re.Match[str], first: int, row: Setting) -> str:
        figures = match.group().lstrip()
        setting = self.measure(first + match.end() - len(figures))
        is_raised = setting.size < _SMALLER * row.size and row.baseline - setting.baseline > _RAISED_BY * row.size
        return figures.translate(_RAISED).translate(RAISED_ROMAN) if is_raised else match.group()

    # ------------------------------------------------------------------ gaps inside rows

    def has_gaps(self, rows: Sequence[Row]) -> bool:
        """Whether rows of the page look as if they held cells or columns: a few wide ones, and those thin of characters."""
        told = [row for row in rows if row.last - row.first >= 3 and not row.kind]
        if not told:
            return False
        widths = sorted((row.right - row.left) / (row.last - row.first + 1) for row in told)
        usual = widths[len(widths) // 2]
        self._em = _EM * usual
        step = max(1, len(told) // _SAMPLED)
        sampled = sorted(told, key=lambda row: row.left - row.right)[: len(told) // 2 + 1][::step][:_SAMPLED]
        thin = [row for row in told if (row.right - row.left) / (row.last - row.first + 1) > _THIN * usual]
        gapped = {row.at for row in (*sampled, *thin[: 4 * _SAMPLED]) if self._has_gap(row)}
        return len(gapped) >= 2

    def _has_gap(self, row: Row) -> bool:
        return next(self._find_gaps(row), None) is not None

    def _find_gaps(self, row: Row) -> Iterator[tuple[int, int]]:
        """Last character before and first one after each wide gap of a row."""
        gaps, at = [], row.first
        while (space := self._text.find(" ", at + 1, row.last)) > 0:
            at = space
            while at < row.last and self._text[at] == " ":
                at += 1
            gaps.append((self.box(at)[0] - self.box(space - 1)[2], space - 1, at))
        usual = sorted(width for width, _, _ in gaps)[(len(gaps) - 1) // 2] if gaps else 0.0
        if len(gaps) <= _FEW_GAPS:
            usual = _FEW_GAPS_WIDE / _STRETCHED * self._em  # too few to tell what is usual
        for width, before, after in gaps:
            if width > _SURELY_WIDE * self._em or width > max(WIDE * self._em, _STRETCHED * usual):
                yield before, after

    def split_row(self, row: Row) -> list[Row]:
        """Split a row at its wide gaps, never inside a word."""
        if row.kind:
            return [row]
        parts, first = [], row.first
        for before, after in self._find_gaps(row):
            parts.append(self.make_row(first, before))
            first = after
        if not parts:
            return [row]
        parts.append(self.make_row(first, row.last))
        for part in parts:
            part.at = row.at
        return parts


def _join_figures(rows: Sequence[Row]) -> list[Row]:
    """Put figures that are stored as a row of their own, for they are raised, into the row that they stand in."""
    out: list[Row] = []
    for row in rows:
        before = out[-1] if out else None
        if before is None or not _stands_in(before, row):
            out.append(row)
            continue
        is_raised = row.text.isdigit() and row.size < before.size and row.bottom < before.bottom - _RAISED_BY * before.size
        text = row.text.translate(_RAISED) if is_raised and len(before.text) > 3 else row.text
        is_space = before.text in _BULLETS or (
            row.left - before.right > _SPACE * before.size and not row.text.isdigit()
        )
        large = row if row.size > before.size else before
        out[-1] = dataclasses.replace(
            before,
            text=before.text + (" " if is_space else "") + text,
            top=large.top,
            right=row.right,
            bottom=large.bottom,
            size=large.size,
            last=row.last,
        )
    return out


def _stands_in(before: Row, row: Row) -> bool:
    """Whether a row stands on the line of the one before, right after it, one of them a raised figure."""
    if before.text in _BULLETS and before.top < row.middle < before.bottom and row.left >= before.right:
        return True
    if not -1 <= row.left - before.right <= WIDE * max(before.size, row.size):
        return False
    is_level = abs(before.bottom - row.bottom) < 0.1 * row.size
    if is_level and (before.text[-1] in _RAISED_FIGURES or row.left - before.right < _SPLIT * row.size):
        return True  # the rest of the line after a raised figure, or of one that is stored in pieces
    small, large = (row, before) if row.size < before.size else (before, row)
    is_raised = small.text.isdigit() and len(small.text) <= 3 and small.size < _SMALLER * large.size
    return is_raised and large.top - 0.3 * large.size < small.middle < large.bottom
