"""Measure the reading of PDFs against the texts that they were typeset from.

    python benchmarks/pdfs.py [--set open|held|last] [--only NAME ...] [--show] [--speed]

Each PDF of `pdfs/made` is read and its flow compared with the text that was typeset: words in order (substitutions, losses and
insertions a word of the truth; the title and the author are no part of the flow, and count as insertions where they are left in
it), notes that are found whole and linked at the right place, words broken at line ends that are put together right, rows of
tables that stand whole in pieces of that kind, and lines whose box lies on the page. `--speed` times the reading as a multiple
of bare text extraction by the library.
"""

from __future__ import annotations

import argparse
import dataclasses
import re
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).parent / "pdfs"))

from make import load_layouts
from stories import Story, join_stories, split_marks

from sayso.acquire.pdf.document import read_pdf
from sayso.acquire.reading import Original, to_rows
from sayso.schema import Cut, Document, Note, Piece, Tables
from sayso.text.flow import Flow

HERE = Path(__file__).parent / "pdfs"
_WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = [tens + ones for tens in ("", "x", "xx") for ones in _ONES]
_NEAR = 4  # words before a mark that must be those of the truth
_NOTE_ERROR = 0.05  # of a note's words that may differ


@dataclasses.dataclass
class Score:
    """Counts of one PDF."""

    n_words: int = 0
    n_wrong: int = 0
    n_notes: int = 0
    n_linked: int = 0
    n_hyphens: int = 0
    n_hyphens_right: int = 0
    n_rows: int = 0
    n_rows_right: int = 0
    n_pages: int = 0

    def add(self, other: Score) -> None:
        """Add another's counts."""
        for field in dataclasses.fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def find_layouts(*sets: str) -> dict[str, dict[str, Any]]:
    """Layouts of PDFs by name, those of the sets that are named; all of them when none is."""
    return {name: layout for name, layout in load_layouts().items() if not sets or layout.get("set", "open") in sets}


def to_words(text: str) -> list[str]:
    """Words in small letters, quotation marks and other signs left out."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def measure(name: str, layout: dict[str, object], *, show: bool) -> Score:
    """Measure one PDF."""
    story = join_stories(layout["stories"])  # type: ignore[arg-type]
    data = (HERE / "made" / f"{name}.pdf").read_bytes()
    tables = to_rows(Original(name, name, data, "application/pdf", {}), read_pdf(data))
    doc = tables.take(Document)[0]
    flow = Flow(doc.text, tables.take(Cut))
    score = Score(n_pages=1 + doc.text.count("\f"))
    truth, n_headings = [], 0
    for block in story.blocks:
        if block.kind == "heading" and "number" in layout:
            n_headings += 1
            truth += to_words(str(layout["number"]).replace("#", str(n_headings)))
        truth += to_words(block.bare) if block.kind not in {"title", "author"} else []
    found = to_words(flow.text)
    score.n_words, score.n_wrong = len(truth), Levenshtein.distance(truth, found)
    if layout["engine"] not in {"drawn", "scan"}:
        _measure_notes(story, tables, flow, score, show=show)
    _measure_hyphens(story, doc.text, flow, score, show=show)
    _measure_rows(story, tables, doc.text, score)
    if show:
        for edit in Levenshtein.opcodes(truth, found):
            if edit.tag != "equal":
                was, now = (words[a:b] for words, a, b in (
                    (truth, edit.src_start, edit.src_end), (found, edit.dest_start, edit.dest_end)))  # fmt: skip
                print(f"    {edit.tag}: {' '.join(was)[:150]!r} -> {' '.join(now)[:150]!r}")
    return score


def _measure_notes(story: Story, tables: Tables, flow: Flow, score: Score, *, show: bool) -> None:
    notes = {note.label: note for note in tables.take(Note) if note.kind != "link"}
    text = flow.text
    for label, before in _find_marks(story).items():
        score.n_notes += 1
        note = notes.get(label) or notes.get(_ROMAN[int(label)])  # Writer sets endnotes in Roman figures
        if note is None or not note.mark_spans:
            if show:
                print(f"    note {label} {'has no mark' if note else 'not found'}")
            continue
        words, truth = to_words(" ".join(_take(tables, note))), to_words(story.notes[label])
        is_whole = Levenshtein.distance(words, truth) <= _NOTE_ERROR * len(truth)
        place = flow.next_place(note.mark_spans[0][0])
        is_placed = to_words(text[max(place - 200, 0) : place])[-_NEAR:] == before
        score.n_linked += is_whole and is_placed
        if show and not (is_whole and is_placed):
            print(f"    note {label}: {words} {to_words(text[max(place - 60, 0) : place])[-_NEAR:]} != {before}")


def _take(tables: Tables, note: Note) -> list[str]:
    text = tables.take(Document)[0].text
    whole = [re.sub(r"(?<=[\d])([-–])\n+(?=\d)", r"\1", text[start:end]) for start, end in note.spans]
    return [re.sub(r"[-\u2010]\n+(?=[a-z])", "", words) for words in whole]


def _find_marks(story: Story) -> dict[str, list[str]]:
    marks, before = {}, ""
    for block in story.blocks:
        for words, label in split_marks(block.text):
            before = f"{before} {words}" if words else before
            if label:
                marks[label] = to_words(before[-200:])[-_NEAR:]
        before += " "
    return marks


def _measure_hyphens(story: Story, text: str, flow: Flow, score: Score, *, show: bool) -> None:
    """Of the words that a line's end breaks in the flow, those that come out as the truth has them."""
    truth = Counter(word for block in story.blocks for word in to_words(block.bare))
    for match in re.finditer(r"[^\W\d_]+[-\u2010]\n+(?=[^\W\d_])", text):
        place = flow.from_canonical(match.start())
        if place is None:
            continue
        low = len(text[: match.start()]) - len(re.search(r"[^\s]*$", text[: match.start()]).group())  # type: ignore[union-attr]
        start = flow.next_place(low)
        end = start + re.match(r"\S*", flow.text[start:]).end()  # type: ignore[union-attr]
        words = to_words(flow.text[start:end])
        score.n_hyphens += 1
        is_right = bool(words) and all(word in truth for word in words)
        score.n_hyphens_right += is_right
        if show and not is_right:
            print(f"    hyphen: {match.group()!r} -> {flow.text[start:end]!r}")


def _measure_rows(story: Story, tables: Tables, text: str, score: Score) -> None:
    held = [to_words(text[piece.start : piece.end]) for piece in tables.take(Piece) if piece.kind == "table"]
    lines = [to_words(line) for piece in tables.take(Piece) if piece.kind == "table"
             for line in text[piece.start : piece.end].split("\n")]  # fmt: skip
    for block in story.blocks:
        if block.kind == "row":
            score.n_rows += 1
            score.n_rows_right += to_words(block.text) in lines or to_words(block.text) in held


def measure_speed(names: list[str]) -> str:
    """Time reading against bare text extraction, PDF by PDF, the best of five."""
    import pypdfium2  # noqa: PLC0415

    files = [(HERE / "made" / f"{name}.pdf").read_bytes() for name in names]

    def extract(data: bytes) -> int:
        document = pypdfium2.PdfDocument(data)
        n = 0
        for page in document:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
            n += 1
        document.close()
        return n

    def best(run: object) -> float:
        times = []
        for _ in range(5):
            start = time.process_time()
            run()  # type: ignore[operator]
            times.append(time.process_time() - start)
        return min(times)

    n_pages = sum(extract(data) for data in files)
    bare = [best(lambda data=data: extract(data)) for data in files]
    whole = [best(lambda data=data: read_pdf(data)) for data in files]
    megabytes = sum(map(len, files)) / 1e6
    return (
        f"bare {n_pages / sum(bare):.0f} pages/s {megabytes / sum(bare):.1f} MB/s, read {n_pages / sum(whole):.0f} pages/s "
        f"{megabytes / sum(whole):.1f} MB/s: {sum(whole) / sum(bare):.2f} times (median of files "
        f"{statistics.median(b / a for a, b in zip(bare, whole, strict=True)):.2f})"
    )


def main() -> None:
    """Print a line a PDF, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="open", choices=["open", "held", "last"])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--show", action="store_true", help="print every difference")
    parser.add_argument("--speed", action="store_true", help="time reading, without scans")
    options = parser.parse_args()
    layouts = {name: layout for name, layout in find_layouts(options.set).items() if not options.only or name in options.only}
    total = Score()
    for name, layout in layouts.items():
        score = measure(name, layout, show=options.show)
        total.add(score)
        print(
            f"{name:32} pages {score.n_pages:3} words {score.n_words:5} wrong {score.n_wrong:4} "
            f"({score.n_wrong / score.n_words:6.2%})"
            f"  notes {score.n_linked}/{score.n_notes} hyphens {score.n_hyphens_right}/{score.n_hyphens}"
            f" rows {score.n_rows_right}/{score.n_rows}"
        )
    print(
        f"{len(layouts)} PDFs, {total.n_pages} pages: word error {total.n_wrong / max(total.n_words, 1):.2%}, notes linked "
        f"{total.n_linked}/{total.n_notes} ({total.n_linked / max(total.n_notes, 1):.1%}), hyphens "
        f"{total.n_hyphens_right}/{total.n_hyphens} ({total.n_hyphens_right / max(total.n_hyphens, 1):.1%}), rows "
        f"{total.n_rows_right}/{total.n_rows}"
    )
    if options.speed:
        print(measure_speed([name for name, layout in layouts.items() if layout["engine"] != "scan"]))


if __name__ == "__main__":
    main()
