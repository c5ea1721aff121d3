"""OCR: pages that are pictures of text, read by tesseract where it is installed, else by RapidOCR."""

from __future__ import annotations

import csv
import dataclasses
import io
import logging
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import Any

from sayso.acquire.pdf.order import order_rows
from sayso.acquire.pdf.rows import Frame, Row

DPI = 200  # tesseract reads 10-point type best at 200 to 300; 300 takes twice the time for no fewer errors on clean scans
MAX_PIXELS = 12_000_000  # of a page: an A4 page at 300 dpi has 8.7 million; larger ones are drawn smaller
MAX_PAGES = 1_000  # of a document that are read so; a page takes 1 to 3 seconds
MAX_SECONDS = 480.0  # of a document in all; the process that reads it is ended after 600
PAGE_SECONDS = 60.0  # of one page; dense ones take 5
SURE = 60  # mean confidence, of 100, under which the words of a page are mostly wrong
_WORD_SURE = 0  # tesseract gives its rows of layout -1
_PAGE_LEVEL = "1"
_INSTALL = (
    "it holds pictures of text; install tesseract (`apt-get install tesseract-ocr`) or `pip install 'sayso[ocr]'` and add it "
    "again, or run `ocrmypdf IN.pdf OUT.pdf` and add the result"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word that was read in a picture; distances in pixels.

    Attributes:
        line: which line of the page it stands in.
        sure: confidence, 0 to 100.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line: tuple[int, ...]
    sure: float


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """The words of one picture, and its size in pixels."""

    words: list[Word]
    width: float
    height: float


Recognise = Callable[[bytes, float], list[Sheet]]
"""Reads a picture file within so many seconds: a sheet for each picture in it. Raises `TimeoutError`, `OSError`."""


class Scan:
    """Reads the pages of one document that are pictures, within limits.

    Args:
        n_pages: pages of the whole document, to tell how many had no text.
    """

    def __init__(self, *, n_pages: int) -> None:
        self.n_read = 0
        self.why_not = _INSTALL
        self._n_pages = n_pages
        self._sure: list[float] = []
        self._empty: list[int] = []
        self._missed: list[int] = []
        self._until = 0.0
        self._n_tried = 0
        self._engine: tuple[str, Recognise] | None = None

    def read_page(self, document: Any, number: int) -> tuple[list[Row], Frame] | None:
        """Read one page of a PDF; null when it can't be read, which `tell` then tells."""
        if not self._may_go_on():
            self._missed.append(number + 1)
            return None
        try:
            picture, scale = _draw_page(document, number)
        except RuntimeError as error:  # pdfium's own: the page is broken
            self.why_not = f"{' '.join(str(error).split())[:200]}; print it to a new PDF from a viewer"
            self._missed.append(number + 1)
            return None
        if picture is None:
            self._empty.append(number + 1)
            return None
        found = self.read_picture(picture, scale, number)
        return found[0] if found else None

    def read_picture(self, picture: bytes, scale: float, number: int = 0) -> list[tuple[list[Row], Frame]]:
        """Read a picture file, `scale` pixels a point; empty when there is nothing to be read, which `tell` then tells."""
        if not self._may_go_on() or self._engine is None:
            self._missed.append(number + 1)
            return []
        self._n_tried += 1
        left = min(PAGE_SECONDS, self._until - time.monotonic())
        try:
            sheets = self._engine[1](picture, left)
        except (TimeoutError, OSError, ValueError) as error:
            self.why_not = f"{self._engine[0]} failed: {error}"[:300]
            self._missed.append(number + 1)
            return []
        found = []
        for at, sheet in enumerate(sheets):
            if not sheet.words:
                self._empty.append(number + at + 1)
                continue
            self.n_read += 1
            self._sure.append(statistics.fmean(word.sure for word in sheet.words))
            frame = Frame(0.0, 0.0, sheet.width / scale, sheet.height / scale)
            found.append((to_rows(sheet.words, scale), frame))
        return found

    def tell(self) -> list[tuple[str, str]]:
        """Tell what was read by OCR and what was not: what and why."""
        told = []
        if self.n_read and self._engine:
            mean = statistics.fmean(self._sure)
            doubt = "; much of it is wrong: look at the original" if mean < SURE else ""
            told.append(
                (
                    f"{self.n_read} of {self._n_pages} pages read by OCR",
                    f"{self._engine[0]}, mean confidence {mean:.0f} of 100{doubt}; misread words and names are likely",
                )
            )
        if self._missed:
            told.append((f"{len(self._missed)} of {self._n_pages} pages without text: {_show(self._missed)}", self.why_not))
        if self._empty:
            told.append(
                (
                    f"{len(self._empty)} of {self._n_pages} pages without text: {_show(self._empty)}",
                    "they are blank or hold pictures in which no words were found; look at the original",
                )
            )
        return told

    @property
    def n_missed(self) -> int:
        """Pages that were not read, for `why_not`."""
        return len(self._missed)

    def _may_go_on(self) -> bool:
        if self._engine is None and not self._missed:
            self._engine = find_engine()
            self._until = time.monotonic() + MAX_SECONDS
        if self._engine is None:
            return False
        if self._n_tried >= MAX_PAGES or time.monotonic() > self._until:
            self.why_not = (
                f"OCR stops after {MAX_PAGES:,} pages or {MAX_SECONDS / 60:.0f} minutes a document; run "
                "`ocrmypdf IN.pdf OUT.pdf` and add the result"
            )
            return False
        return True


def _show(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:10])) + (f" and {len(pages) - 10} more" if len(pages) > 10 else "")


def _draw_page(document: Any, number: int) -> tuple[bytes | None, float]:
    """Draw a page in grey, as a PGM file, and its pixels a point; null when nothing is on it."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    page = document[number]
    try:
        if pdfium.FPDFPage_CountObjects(page.raw) == 0 and pdfium.FPDFPage_GetAnnotCount(page.raw) == 0:
            return None, 1.0
        width, height = page.get_size()
        scale = min(DPI / 72, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        stride, pixels = bitmap.stride, bytes(bitmap.buffer)
        if pixels.count(pixels[:1]) == len(pixels):
            return None, scale
        rows = [pixels[at * stride : at * stride + bitmap.width] for at in range(bitmap.height)]
        return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(rows), scale
    finally:
        page.close()


# ------------------------------------------------------------------ engines


def find_engine() -> tuple[str, Recognise] | None:
    """Find what reads pictures of text: its name and how; null when nothing is installed."""
    if shutil.which("tesseract"):
        return "tesseract", run_tesseract
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415
    except ImportError:
        return None
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    engine = RapidOCR(params={"Global.log_level": "error"})
    return "RapidOCR", lambda picture, _: _run_rapidocr(engine, picture)


def run_tesseract(picture: bytes, seconds: float) -> list[Sheet]:
    """Read a picture by tesseract, over pipes: it may write no file.

    Raises:
        TimeoutError: it took longer.
        OSError: it could not be run, or failed.
    """
    # one thread: with two tesseract spins for a minute on some pages
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "--dpi", str(DPI), "tsv"],
            input=picture, capture_output=True, timeout=seconds, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"more than {seconds:.0f} seconds for a page") from None
    if done.returncode:
        raise OSError(done.stderr.decode("utf-8", "replace").strip()[-200:] or f"status {done.returncode}")
    return _read_tsv(done.stdout.decode("utf-8", "replace"))


def _read_tsv(table: str) -> list[Sheet]:
    sheets: list[Sheet] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
        if row["level"] == _PAGE_LEVEL:
            sheets.append(Sheet([], width, height))
        text = (row.get("text") or "").strip()
        if text and sheets and float(row["conf"]) >= _WORD_SURE:
            line = tuple(int(row[name]) for name in ("block_num", "par_num", "line_num"))
            sheets[-1].words.append(Word(text, left, top, left + width, top + height, line, float(row["conf"])))
    return sheets


def _run_rapidocr(engine: Any, picture: bytes) -> list[Sheet]:
    found = engine(picture)
    if found is None or found.boxes is None:
        return [Sheet([], 0.0, 0.0)]
    words = []
    for i, (box, text, score) in enumerate(zip(found.boxes, found.txts, found.scores, strict=True)):
        xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
        if text.strip():
            words.append(Word(text.strip(), min(xs), min(ys), max(xs), max(ys), (i,), 100 * float(score)))
    height, width = found.img.shape[:2]
    return [Sheet(words, float(width), float(height))]


# ------------------------------------------------------------------ rows


def to_rows(words: Sequence[Word], scale: float) -> list[Row]:
    """Put words together into the rows of a page, in reading order; distances in points."""
    lines: dict[tuple[int, ...], list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    heights = [word.bottom - word.top for word in words if word.text.isalpha()] or [w.bottom - w.top for w in words]
    usual = statistics.median(heights)
    rows = []
    for at, line in enumerate(lines.values()):
        tall = statistics.median(word.bottom - word.top for word in line)
        # a line's height varies with its letters; only what differs much is other type
        size = 1.3 * (usual if 0.8 * usual < tall < 1.25 * usual else tall) / scale
        top, bottom = (statistics.median(getattr(word, side) for word in line) / scale for side in ("top", "bottom"))
        left, right = min(word.left for word in line) / scale, max(word.right for word in line) / scale
        rows.append(Row(" ".join(word.text for word in line), left, top, right, bottom, size, at))
    return order_rows(rows, lambda row: [row], has_gaps=False)
