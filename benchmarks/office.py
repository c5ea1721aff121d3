"""How right and how fast office files and books are read: DOCX, ODT, RTF, EPUB.

    python benchmarks/office.py [--held] [--json]

Over the files of `benchmarks/office` (made by `office_files.py`, their text known): word error of the flow, notes and links
led to the right words, headings, list items, quotations and table rows of the right kind. Speed as a multiple of the parsing
library alone, on large files made here: python-docx over paragraphs and tables, lxml over the parts' text (ODT, EPUB), striprtf.
"""

from __future__ import annotations

import argparse
import collections
import io
import json
import statistics
import time
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree
from rapidfuzz.distance import Levenshtein

from office_files import FOLDER, Item, compose, publisher_epub, python_docx, to_truth, word_rtf
from sayso.acquire.acquire import load_reader
from sayso.acquire.media import find_media_type
from sayso.acquire.reading import Original, Reading, to_rows
from sayso.schema import Cut, Note, Piece, Tables
from sayso.text.flow import Flow

_KINDS = ("heading", "list_item", "block_quote", "table")
_COPIES = 40  # documents in one large file: some 200 pages
_ROUNDS = 5


def read(data: bytes, name: str) -> tuple[Reading, Tables]:
    """Read a file into rows."""
    media_type = find_media_type(data, name) or ""
    reader = load_reader(media_type)
    assert reader is not None, name
    original = Original(name, name, data, media_type, {})
    reading = reader(original)
    return reading, to_rows(original, reading)


def score(name: str) -> collections.Counter[str]:
    """Count what is right in one file, and of how many."""
    truth = to_truth(compose(int(name.split("-")[1])))
    reading, tables = read((FOLDER / name).read_bytes(), name)
    text = reading.text
    flow = Flow(text, tables.take(Cut))
    told = " ".join(words for _, words in truth["blocks"]).split()
    counts: collections.Counter[str] = collections.Counter()
    counts["words"], counts["word errors"] = len(told), Levenshtein.distance(told, flow.text.split())
    counts["titles"], counts["titles right"] = 1, int(tables.named("documents")[0].title == truth["title"])
    got: collections.Counter[tuple[str, str]] = collections.Counter()
    for piece in tables.take(Piece):
        if not piece.why:
            kept = flow.text[flow.next_place(piece.start) : flow.next_place(piece.end)]
            got[piece.kind, " ".join(kept.split())] += 1
    for kind, words in truth["blocks"]:
        if kind in _KINDS:
            counts[kind] += 1
            if got[kind, words]:
                got[kind, words] -= 1
                counts[f"{kind} right"] += 1
    notes = [note for note in tables.take(Note) if note.kind == "footnote"]
    found = collections.Counter((_before(flow, note), " ".join(text[b:e] for b, e in note.spans)) for note in notes)
    for before, words in truth["notes"]:
        counts["notes"] += 1
        counts["notes right"] += found[before, words] > 0
    links = collections.Counter((note.label, note.url) for note in tables.take(Note) if note.kind == "link")
    if not name.endswith(("python-docx.docx", "libreoffice.docx")):  # python-docx writes no links
        for words, url in truth["links"]:
            counts["links"] += 1
            counts["links right"] += links[words, url] > 0
    return counts


def _before(flow: Flow, note: Note) -> str:
    if not note.mark_spans:
        return ""
    at = flow.next_place(note.mark_spans[0][0])
    return flow.text[:at].rstrip()[-20:]


# ------------------------------------------------------------------ speed


def _large() -> list[Item]:
    items = [item for seed in range(_COPIES) for item in compose(500 + seed)]
    return [items[0], *(item for item in items if item[0] != "title")]


def _to_odt(items: list[Item]) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    blocks = "".join(
        f'<text:p text:style-name="Standard">{words.replace("&", "&amp;")}</text:p>'
        for _, words in to_truth(items)["blocks"]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0"><office:body><office:text>'
            f"{blocks}</office:text></office:body></office:document-content>",
        )
    return out.getvalue()


def _bare_docx(data: bytes) -> int:
    import docx  # noqa: PLC0415

    document = docx.Document(io.BytesIO(data))
    size = 0
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            size += sum(len(cell.text) for row in block.rows for cell in row.cells)
        else:
            size += len(block.text) + len(block.style.name)
    return size


def _bare_xml(data: bytes) -> int:
    size = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".xhtml")):
                size += sum(len(words) for words in etree.fromstring(archive.read(name)).itertext())
    return size


def _bare_rtf(data: bytes) -> int:
    import striprtf.striprtf  # noqa: PLC0415

    return len(striprtf.striprtf.rtf_to_text(data.decode("ascii")))


def _time(work: Callable[[Any], object], given: object) -> float:
    times = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        work(given)
        times.append(time.process_time() - start)
    return statistics.median(times)


def measure() -> dict[str, dict[str, float]]:
    """Seconds a file of each format takes, as a multiple of the bare library, and characters a second."""
    items = _large()
    jobs: dict[str, tuple[bytes, Callable[[bytes], int]]] = {
        "docx": (python_docx(items), _bare_docx),
        "odt": (_to_odt(items), _bare_xml),
        "rtf": (word_rtf(items), _bare_rtf),
        "epub": (publisher_epub(items), _bare_xml),
    }
    rows = {}
    for form, (data, bare) in jobs.items():
        name = f"a.{form}"
        reader = load_reader(find_media_type(data, name) or "")
        assert reader is not None
        original = Original(name, name, data, find_media_type(data, name) or "", {})
        reader(original)
        took, alone = _time(reader, original), _time(bare, data)
        size = len(reader(original).text)
        rows[form] = {"multiple": took / alone, "ms": 1000 * took, "bare ms": 1000 * alone, "MB/s": size / took / 1e6}
    return rows


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", action="store_true", help="the files that were held out")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    given = parser.parse_args()
    names = sorted(path.name for path in FOLDER.glob("held-*" if given.held else "open-*"))
    by_form: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    by_file = {name: score(name) for name in names}
    for name, counts in by_file.items():
        by_form[name.rpartition(".")[2]] += counts
        by_form["all"] += counts
    speed = {} if given.no_speed else measure()
    if given.json:
        print(json.dumps({"right": by_form, "speed": speed}))
        return
    for name, counts in by_file.items():
        print(f"{name:34}", _tell(counts))
    for form, counts in by_form.items():
        print(f"{form:34}", _tell(counts))
    for form, row in speed.items():
        print(
            f"{form:6} {row['multiple']:.2f} times the bare library ({row['ms']:.0f} ms, {row['bare ms']:.0f} ms), "
            f"{row['MB/s']:.2f} MB/s"
        )


def _tell(counts: collections.Counter[str]) -> str:
    parts = [f"word error {100 * counts['word errors'] / counts['words']:.2f} % of {counts['words']}"]
    parts += [
        f"{kind} {counts[f'{kind} right']}/{counts[kind]}"
        for kind in ("titles", *_KINDS, "notes", "links")
        if counts[kind]
    ]
    return ", ".join(parts)


if __name__ == "__main__":
    main()
