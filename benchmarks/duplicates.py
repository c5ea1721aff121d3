"""Measure which documents of a pile are found to be copies or versions of one another.

    python benchmarks/duplicates.py [--held-out] [--sweep] [--errors]
    python benchmarks/duplicates.py --pile FOLDER

The pile is made from invented reports (duplicates/events.txt). Of each: the text as a page, a PDF and a plain file; a reprint
under another headline with its end cut off; a wire report behind a local lead; a later version with paragraphs added; one with
a figure corrected; and three that are none of it: a translation, another writer's report of the event, a letter that quotes a
paragraph. Standard notices with other names and figures in them (duplicates/standard.txt) are no copies of one another either,
nor are articles that share a long closing note. Two reports and two notices are held out: nothing was chosen on them.

Pairs are scored: a pair is right when both documents hold the same report. What is found to be the same text as a third
document stands for that document's pairs. `--sweep` tries thresholds; `--pile` lists what is found in a folder.
"""

from __future__ import annotations

import argparse
import dataclasses
import io
import itertools
import random
import re
import tempfile
from pathlib import Path

from sayso.acquire import Item, acquire_item, duplicates, find_items
from sayso.acquire.duplicates import SAME_BYTES, SAME_TEXT, find_duplicates
from sayso.schema import Document, Duplicate, Tables

HERE = Path(__file__).resolve().parent / "duplicates"
HELD_OUT = {"bank", "vaccine", "recall", "obituary"}
CLOSING = (
    "This newspaper is owned by those who write it. It takes no money from parties, from the province or from firms that do "
    "business with either. Readers who hold a share elect the editor every third year. What is printed here may be copied by "
    "schools and libraries if they say where it was taken from. Letters are printed with the name of whoever wrote them."
)
NAMES = ("Sorn and Sons", "Hadd Timber", "Olaf Brenn", "Mara Quill", "Tide Works", "Edvin Lasse", "Brack Shipping", "Ida Roth")
PLACES = ("Velm", "Orra", "Tarn", "Lume", "Hadd", "Skerry", "Ferrow", "Brack")
WAYS = ("north", "south", "west", "east", "two", "three", "five", "seven")


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """A document of the pile; `family` names the report whose text it holds, and is its own where it holds none."""

    name: str
    family: str
    data: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """A report and what its relations are made of."""

    name: str
    told: dict[str, str]
    report: str
    other: str


def load_events() -> list[Event]:
    """Read the invented reports."""
    events = []
    for block in re.split(r"^# ", (HERE / "events.txt").read_text(encoding="utf-8"), flags=re.M)[1:]:
        head, report, other = block.split("\n---\n")
        name, *lines = head.strip().split("\n")
        events.append(Event(name, dict(line.split(": ", 1) for line in lines), report.strip(), other.strip()))
    return events


def make_pile(*, held_out: bool) -> list[Made]:
    """Make the pile of the reports that are held out, or of the others."""
    made: list[Made] = []
    for event in load_events():
        if (event.name in HELD_OUT) == held_out:
            made += _make_event(event)
    rng = random.Random(7 + held_out)
    for block in re.split(r"^# ", (HERE / "standard.txt").read_text(encoding="utf-8"), flags=re.M)[1:]:
        name, text = block.split("\n", 1)
        if (name in HELD_OUT) != held_out:
            continue
        for number in range(6):
            filled = text.strip().format(
                name=rng.choice(NAMES), other=rng.choice(NAMES), place=rng.choice(PLACES), way=rng.choice(WAYS),
                day=f"{rng.randint(1, 28)} {rng.choice(('March', 'June', 'October'))}", n=rng.randint(11, 99), m=rng.randint(3, 40),
            )
            made.append(Made(f"{name}{number}.txt", f"{name}{number}", filled.encode()))
    return made


def _make_event(event: Event) -> list[Made]:
    name, told, paragraphs = event.name, event.told, event.report.split("\n\n")
    before, after = told["change"].split(" > ")
    texts = {
        "reprint": f"{told['other headline']}\n\n{_join(paragraphs[:3])}",
        "wire": f"{told['headline']}\n\n{told['lead']}\n\n{_join(paragraphs)}",
        "later": f"{told['headline']}\n\n{_join([*paragraphs[:2], told['more'], *paragraphs[2:]])}",
        "corrected": f"{told['headline']}\n\n{event.report.replace(before, after)}\n\n"
        f"Correction: An earlier version of this article gave a wrong figure. It is {after}, not {before}.",
        "plain": f"{told['headline']}\n\n{event.report}\n",
    }
    made = [Made(f"{name}-{kind}.txt", name, text.encode()) for kind, text in texts.items()]
    made.append(Made(f"{name}-page.html", name, _to_html(told["headline"], paragraphs)))
    made.append(Made(f"{name}-print.pdf", name, _to_pdf(told["headline"], paragraphs)))
    own = {
        "translated": told["translated"],
        "other": f"{told['other headline']}\n\n{event.other}\n\n{CLOSING}",
        "letter": f"To the editor\n\nYou wrote: “{paragraphs[1]}”\n\n{event.other.split(chr(10))[0]} I was there, and I "
        f"saw nothing of the kind. People should ask those who know before they print what they have heard at the "
        f"baker's.\n\n{CLOSING}",
    }
    return made + [Made(f"{name}-{kind}.txt", f"{name}-{kind}", text.encode()) for kind, text in own.items()]


def _join(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def _to_html(headline: str, paragraphs: list[str]) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang='en'><head><title>{headline} | Velm Courier</title></head><body><nav><a href='/'>Home</a></nav><article>"
        f"<h1>{headline}</h1>{body}</article><footer>Terms of use</footer></body></html>"
    ).encode()


def _to_pdf(headline: str, paragraphs: list[str]) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet  # noqa: PLC0415
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer  # noqa: PLC0415

    styles, buffer = getSampleStyleSheet(), io.BytesIO()
    flow = [Paragraph(headline, styles["Title"])]
    for paragraph in paragraphs:
        flow += [Paragraph(paragraph, styles["Normal"]), Spacer(1, 12)]
    SimpleDocTemplate(buffer, invariant=1).build(flow)
    return buffer.getvalue()


def read_pile(pile: list[Made]) -> Tables:
    """Read every document of the pile; their paths are their names."""
    tables = Tables()
    with tempfile.TemporaryDirectory() as folder:
        for made in pile:
            path = Path(folder) / made.name
            path.write_bytes(made.data)
            rows = acquire_item(Item(str(path), made.name)).tables
            for name in ("documents", "pieces", "cuts"):
                tables.add(name, rows.named(name))
    return tables


def find_pairs(tables: Tables) -> set[tuple[str, str]]:
    """Pairs of names that are found, those of a document with the same text as another standing for both."""
    names = {doc.id: doc.path for doc in tables.take(Document)}
    rows = find_duplicates(tables).take(Duplicate)
    stands_for = {id_: {names[id_]} for id_ in names}
    for row in rows:
        if row.kind in {SAME_BYTES, SAME_TEXT}:
            stands_for[row.a_id] |= {names[row.b_id]}
    pairs = set()
    for row in rows:
        left, right = stands_for[row.a_id], stands_for[row.b_id]
        pairs |= {(min(a, b), max(a, b)) for a, b in itertools.product(left, right) if a != b}
    for same in stands_for.values():
        pairs |= set(itertools.combinations(sorted(same), 2))
    return pairs


def score(pile: list[Made], tables: Tables) -> tuple[float, float, set[tuple[str, str]], set[tuple[str, str]]]:
    """Precision, recall, wrong pairs and missed pairs."""
    family = {made.name: made.family for made in pile}
    gold = {(a, b) for a, b in itertools.combinations(sorted(family), 2) if family[a] == family[b]}
    found = find_pairs(tables)
    right = found & gold
    return len(right) / max(len(found), 1), len(right) / len(gold), found - gold, gold - found


def sweep(pile: list[Made], tables: Tables) -> None:
    """Try thresholds."""
    for likeness, held in itertools.product((0.3, 0.4, 0.5, 0.6, 0.7), (0.6, 0.7, 0.8, 0.9)):
        duplicates.MIN_LIKENESS, duplicates.MIN_HELD = likeness, held
        precision, recall, _, _ = score(pile, tables)
        print(f"likeness {likeness}, held {held}: precision {precision:.3f}, recall {recall:.3f}")


def list_pile(folder: Path) -> None:
    """List what is found in a folder."""
    tables = Tables()
    for item in find_items([str(folder)]).items:
        rows = acquire_item(item).tables
        for name in ("documents", "pieces", "cuts"):
            tables.add(name, rows.named(name))
    names = {doc.id: doc.path for doc in tables.take(Document)}
    for row in find_duplicates(tables).take(Duplicate):
        print(f"{row.kind}: {names[row.a_id]} {names[row.b_id]} {row.likeness} -{row.n_only_a} +{row.n_only_b}: {row.why}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--pile", type=Path)
    args = parser.parse_args()
    if args.pile:
        list_pile(args.pile)
        return
    pile = make_pile(held_out=args.held_out)
    tables = read_pile(pile)
    if args.sweep:
        sweep(pile, tables)
        return
    precision, recall, wrong, missed = score(pile, tables)
    print(f"{len(pile)} documents: precision {precision:.3f} ({len(wrong)} wrong), recall {recall:.3f} ({len(missed)} missed)")
    if args.errors:
        for sort, pairs in (("wrong", wrong), ("missed", missed)):
            for pair in sorted(pairs):
                print(sort, *pair)


if __name__ == "__main__":
    main()
