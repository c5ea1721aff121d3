"""Notes linked to their marks, and the works that they cite: documents of our own in the common styles, with gold.

    python benchmarks/notes.py [--held-out] [--verbose] [FOLDER]

`benchmarks/notes/open` was open while the rules were written; `benchmarks/notes/held-out` was written afterwards and is only
scored; `benchmarks/notes/third` was written by somebody who had not seen the rules, scored once, and then open. A file is a
text, a line of `=====`, and gold. In the text `{9|a}` prints the mark 9 of note a, `{=a}` prints nothing and stands where note a
begins, and a line `<<page>>` is a form feed. A line of gold is `a | authors | title | publisher | year | page`, authors parted by
semicolons and what may be either by `~`; `b = a | page` says that note b cites a's work again (`a/2` its second). Works that are
quoted through others stand one under the other.

Figures: marks, the share of gold marks that lead to their note; false marks, marks that are none; bodies, the share of notes that
were found and left the flow; works, the share of gold works that a citation of their note gives, by title, else by publisher,
author or address; fields, the share of gold fields that are right.
"""

from __future__ import annotations

import argparse
import dataclasses
import re
import tempfile
from collections import Counter
from pathlib import Path

from rapidfuzz import fuzz

from sayso.acquire import Item, acquire_item
from sayso.read.rules import RuleReader
from sayso.schema import Citation, Cut, Document, Note, Tables
from sayso.text.flow import Flow

HERE = Path(__file__).parent / "notes"
FIELDS = ("authors", "title", "publisher", "year", "page")
SAME = 90.0  # of 100; a title may lose a subtitle's mark, not a word
_MARK = re.compile(r"\{(?P<words>[^{}|=]*)\|(?P<keys>[a-z ]+)\}|\{=(?P<begins>[a-z])\}|\{(?P<plain>[^{}|=]*)\}")


@dataclasses.dataclass(frozen=True, slots=True)
class GoldWork:
    """A work that a note cites: fields by name, each with the readings that count as right."""

    key: str
    fields: dict[str, tuple[str, ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its gold: marks (start, end, key), where notes begin, and works."""

    text: str
    marks: list[tuple[int, int, str]]
    begins: dict[str, int]
    works: list[GoldWork]


def load_text(path: Path) -> GoldText:
    """Read a file of the benchmark."""
    source, gold = path.read_text(encoding="utf-8").split("=====\n")
    source = re.sub(r"^<<page>>\n", "\f", source, flags=re.M)
    text, marks, begins, at = "", [], {}, 0
    for match in _MARK.finditer(source):
        text += source[at : match.start()]
        at = match.end()
        if match["begins"]:
            begins[match["begins"]] = len(text)
        elif match["keys"]:
            marks += [(len(text), len(text) + len(match["words"]), key) for key in match["keys"].split()]
            text += match["words"]
        else:
            text += match["plain"]
    return GoldText(text + source[at:], marks, begins, _load_works(gold))


def _load_works(gold: str) -> list[GoldWork]:
    works: list[GoldWork] = []
    for line in gold.splitlines():
        if not line.strip():
            continue
        head, *cells = [cell.strip() for cell in line.split("|")]
        if "=" in head:
            key, other = (part.strip() for part in head.split("="))
            other, _, ordinal = other.partition("/")
            for same in [work for work in works if work.key == other][int(ordinal or 1) - 1 :][:1]:
                page = (cells[0],) if cells and cells[0] else ()
                works.append(GoldWork(key, {**{k: v for k, v in same.fields.items() if k != "page"}, "page": page}))
            continue
        fields = {name: tuple(cell.split("~")) if cell else () for name, cell in zip(FIELDS, cells, strict=False)}
        works.append(GoldWork(head, fields))
    return works


def score_text(gold: GoldText, *, verbose: str = "") -> Counter[str]:
    """Score one text; counts of what is right and of all, by figure."""
    tables = _read(gold.text)
    doc = tables.take(Document)[0]
    assert doc.text == gold.text
    notes = [note for note in tables.take(Note) if note.kind != "link"]
    counts: Counter[str] = Counter()
    by_key = {key: _note_at(notes, start) for key, start in gold.begins.items()}
    _score_marks(gold, by_key, notes, counts, verbose=verbose)
    flow = Flow(doc.text, tables.take(Cut))
    counts["bodies"] = len(by_key)
    for key, start in gold.begins.items():
        is_out = by_key[key] is not None and flow.from_canonical(start) is None
        counts["bodies right"] += is_out
        if verbose and not is_out:
            print(f"{verbose}: note {key} is in the flow or not found")
    citations = tables.take(Citation)
    for key in dict.fromkeys(work.key for work in gold.works):
        note = by_key.get(key)
        rows = [row for row in citations if note is not None and row.note_id == note.id]
        _score_works([work for work in gold.works if work.key == key], rows, counts, verbose=verbose)
    return counts


def _read(text: str) -> Tables:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, encoding="utf-8")
        tables = acquire_item(Item(str(path), path.name)).tables
    made = RuleReader().read(tables)
    tables.add("citations", made.take(Citation))
    return tables


def _note_at(notes: list[Note], start: int) -> Note | None:
    near = [note for note in notes if note.spans and start <= note.spans[0][0] <= start + 12]
    return min(near, key=lambda note: note.spans[0][0], default=None)


def _score_marks(
    gold: GoldText, by_key: dict[str, Note | None], notes: list[Note], counts: Counter[str], *, verbose: str
) -> None:
    found: set[tuple[str, tuple[int, int]]] = set()
    for start, end, key in gold.marks:
        note = by_key.get(key)
        hits = [span for span in (note.mark_spans if note else ()) if span[0] < end and start < span[1]]
        counts["marks"] += 1
        counts["marks right"] += bool(hits)
        if note:
            found |= {(note.id, span) for span in hits}
        if verbose and not hits:
            print(f"{verbose}: mark {gold.text[max(0, start - 20) : end]!r} of {key} isn't linked")
    for note in notes:
        for span in note.mark_spans:
            if (note.id, span) not in found:
                counts["false marks"] += 1
                if verbose:
                    print(f"{verbose}: false mark {gold.text[max(0, span[0] - 20) : span[1] + 5]!r} of {note.label}")


def _score_works(works: list[GoldWork], rows: list[Citation], counts: Counter[str], *, verbose: str) -> None:
    left = list(rows)
    for work in works:
        row = max(left, key=lambda row: _likeness(work, row), default=None)
        is_found = row is not None and _likeness(work, row) >= SAME
        counts["works"] += 1
        counts["works right"] += is_found
        if row is not None and is_found and len(works) > 1:
            left.remove(row)
        wrong = []
        for name in FIELDS:
            if not work.fields.get(name):
                continue
            counts[f"{name}"] += 1
            is_right = row is not None and is_found and any(
                _has_field(name, told, sibling) for sibling in _siblings(row, rows) for told in work.fields[name]
            )
            counts[f"{name} right"] += is_right
            if not is_right:
                wrong.append(name)
        if verbose and (wrong or not is_found):
            told = row and (row.authors, row.title, row.publisher, row.year, row.page, row.how)
            print(f"{verbose}: {work.key} {'wrong: ' + ', '.join(wrong) if is_found else 'not found'}; got {told}")


def _siblings(row: Citation, rows: list[Citation]) -> list[Citation]:
    """Rows of the same work and note that differ in the page only."""
    return [other for other in rows if other.referent_id == row.referent_id]


def _likeness(work: GoldWork, row: Citation) -> float:
    if work.fields.get("title"):
        return max(fuzz.ratio(_plain(title), _plain(row.title or "")) for title in work.fields["title"])
    for name in ("publisher", "authors"):
        if work.fields.get(name):
            return 100.0 if any(_has_field(name, told, row) for told in work.fields[name]) else 0.0
    return 100.0 if row.url else 0.0


def _has_field(name: str, told: str, row: Citation) -> bool:
    if name == "authors":
        return [_plain(author) for author in told.split(";") if author.strip()] == [_plain(a) for a in row.authors]
    return _plain(told) == _plain(str(getattr(row, name) or ""))


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower().replace("–", "-")))


def score_folder(folder: Path, *, verbose: bool = False) -> dict[str, float]:
    """Figures of all texts of a folder."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("*.txt")):
        counts += score_text(load_text(path), verbose=path.stem[:2] if verbose else "")
    figures = {name: counts[f"{name} right"] / counts[name] for name in ("marks", "bodies", "works", *FIELDS) if counts[name]}
    figures["fields"] = sum(counts[f"{name} right"] for name in FIELDS) / max(1, sum(counts[name] for name in FIELDS))
    figures["false marks"] = float(counts["false marks"])
    for name, figure in figures.items():
        of = f" of {counts[name]}" if counts[name] and name != "false marks" else ""
        print(f"{name:12} {figure:.3f}{of}")
    return figures


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--held-out", action="store_true", help="score the texts written after the rules")
    parser.add_argument("--verbose", action="store_true", help="say what went wrong")
    args = parser.parse_args()
    score_folder(args.folder or HERE / ("held-out" if args.held_out else "open"), verbose=args.verbose)


if __name__ == "__main__":
    main()
