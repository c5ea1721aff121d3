"""Measure what is learned of a document's title, authors, publisher, agency, dates, language and address from its head.

    python benchmarks/metadata.py [--held-out] [--errors]

Heads are invented, each in the manner of another sort of site or paper: heads/seen.txt, which rules were mended on, and
heads/held_out.txt, which was written when that was done and is to be run, not worked on. A head is a page (`html`) or a bare
text (`text`); `@BODY` and its like stand for paragraphs that hold nothing of the sort. A field that the gold doesn't name
must come out empty; for `correction` the piece of that kind must begin with these words and stand outside of the flow.

trafilatura reads the same pages in the same run, by its own `extract_metadata`; it takes HTML only and has no field for
agency, change or correction.
"""

from __future__ import annotations

import argparse
import dataclasses
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.acquire import Item, acquire_item
from sayso.schema import Document, Piece

HERE = Path(__file__).resolve().parent / "heads"
FIELDS = ("title", "authors", "publisher", "agency", "published", "updated", "language", "url", "correction")
THEIRS = ("title", "authors", "publisher", "published", "language", "url")
MANY = {"authors", "agency"}
BODIES = {
    "@BODYDE": "Der Gemeinderat hat am Abend lange über die Kosten gesprochen, und niemand wollte sagen, wer sie tragen soll. "
    "Die Bürger, die gekommen waren, hörten zu und gingen dann nach Hause, ohne dass etwas entschieden war.\n\n"
    "Im Frühjahr soll es noch einmal um die Sache gehen, und bis dahin wird nicht gebaut werden, wie es hieß.",
    "@BODYES": "Los vecinos que viven junto al río dicen que nadie les había hablado de las obras, y que el paso estará "
    "cerrado hasta el verano. El ayuntamiento no quiso decir cuánto va a costar ni quién lo pagará.\n\n"
    "En la plaza se han reunido los que no están de acuerdo con lo que se hizo, y piden que se les escuche.",
    "@BODYFR": "Les habitants qui vivent près de la rivière disent que personne ne leur avait parlé des travaux, et que le "
    "passage sera fermé jusqu’à l’été. La mairie n’a pas voulu dire combien cela va coûter ni qui le paiera.\n\n"
    "Sur la place se sont réunis ceux qui ne sont pas d’accord avec ce qui a été fait, et ils demandent qu’on les écoute.",
    "@BODY": "People who live by the river say that nobody had spoken to them of the plan before it was put to the vote, and "
    "that they learned of it from a notice on a fence.\n\nThe clerk of the board said that everything had been done as the "
    "rules ask for, and that whoever wished to could still write to her before the end of the month.\n\nIt was not clear "
    "who would pay for the work, or when it could begin, and those who were asked did not want to guess.",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """A head and what is to be learned from it."""

    name: str
    is_html: bool
    gold: dict[str, str]
    content: str


def load_heads(path: Path) -> Iterator[Head]:
    """Read heads from their file."""
    for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        first, rest = block.split("\n", 1)
        told, content = (rest if not rest.startswith("---") else "\n" + rest).split("\n---\n", 1)
        kind, name = first.split(" ", 1)
        gold = dict(line.split(": ", 1) for line in told.split("\n") if line.strip())
        yield Head(name, kind == "html", {"language": "en", **gold}, _fill(content.strip() + "\n", is_html=kind == "html"))


def _fill(content: str, *, is_html: bool) -> str:
    for mark, body in BODIES.items():
        text = "".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n")) if is_html else body
        content = content.replace(mark, text)
    return content


def read_ours(head: Head, folder: Path) -> dict[str, str]:
    """Read a head as any document is read; empty fields are empty strings."""
    path = folder / ("head.html" if head.is_html else "head.txt")
    path.write_text(head.content, encoding="utf-8")
    tables = acquire_item(Item(str(path), path.name)).tables
    (doc,) = tables.take(Document)
    notes = [doc.text[p.start : p.end] for p in tables.take(Piece) if p.kind == "correction" and p.why]
    return {
        "title": doc.title or "", "authors": "; ".join(doc.authors), "publisher": doc.publisher or "",
        "agency": "; ".join(doc.agency), "published": doc.published or "", "updated": doc.updated or "",
        "language": (doc.language or "").split("-")[0], "url": doc.url or "", "correction": notes[0] if notes else "",
    }  # fmt: skip


def read_theirs(head: Head) -> dict[str, str]:
    """Read a page's head by trafilatura."""
    import trafilatura.metadata  # noqa: PLC0415

    found = trafilatura.metadata.extract_metadata(head.content)
    return {
        "title": found.title or "", "authors": found.author or "", "publisher": found.sitename or "",
        "published": found.date or "", "language": found.language or "", "url": found.url or "",
    }  # fmt: skip


def is_right(field: str, got: str, want: str) -> bool:
    """Whether a field came out as it should."""
    if field == "correction" and want:
        return got.startswith(want)
    if field == "updated" and want and len(want) == len("2020-01-31"):
        return got[:10] == want  # a time of day beside the day asked for does no harm
    if field in MANY:
        return [name.strip() for name in got.split(";")] == [name.strip() for name in want.split(";")]
    return " ".join(got.split()) == want


def score_fields(*, held_out: bool) -> tuple[int, int]:
    """Fields of pages and texts that come out right, and all."""
    heads = list(load_heads(HERE / ("held_out.txt" if held_out else "seen.txt")))
    with tempfile.TemporaryDirectory() as folder:
        right = sum(
            is_right(field, got[field], head.gold.get(field, ""))
            for head in heads if (got := read_ours(head, Path(folder))) for field in FIELDS
        )
    return right, len(heads) * len(FIELDS)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="the heads that nothing was mended on")
    parser.add_argument("--errors", action="store_true", help="say what came out wrong")
    args = parser.parse_args()
    heads = list(load_heads(HERE / ("held_out.txt" if args.held_out else "seen.txt")))
    ours: Counter[tuple[str, bool]] = Counter()
    theirs: Counter[str] = Counter()
    counts = Counter(head.is_html for head in heads)
    with tempfile.TemporaryDirectory() as folder:
        for head in heads:
            got = read_ours(head, Path(folder))
            other = read_theirs(head) if head.is_html else {}
            for field in FIELDS:
                want = head.gold.get(field, "")
                ours[field, head.is_html] += is_right(field, got[field], want)
                theirs[field] += field in other and is_right(field, other[field], want)
                if args.errors and not is_right(field, got[field], want):
                    print(f"{head.name}: {field}: {got[field]!r}, not {want!r}")
    print(f"{counts[True]} pages, {counts[False]} bare texts; right in each field, of all, empty ones too")
    print(f"{'':12} {'pages':>7} {'trafilatura':>12} {'texts':>7}")
    for field in FIELDS:
        beside = f"{theirs[field]}/{counts[True]}" if field in THEIRS else "-"
        print(f"{field:12} {f'{ours[field, True]}/{counts[True]}':>7} {beside:>12} {f'{ours[field, False]}/{counts[False]}':>7}")


if __name__ == "__main__":
    main()
