"""Measure how well the main text of HTML pages is told from their furniture, beside other extractors, on pages made here.

    python benchmarks/pages.py [--held-out] [--folder DIR] [--show PAGE] [--speed]

Pages are made when this runs: invented texts (`benchmarks/pages/`) in the structures of common site templates
(`page_templates.py`; `page_templates_held_out.py` for the second batch). What is main text, furniture or neither (titles, bylines,
dates) is known for every word.

- F1: shingles of four words, of each page's true main text against what an extractor gives; the mean over pages. Lines that are
  neither are taken out of what an extractor gives before.
- furniture precision: of the words that sayso cuts as furniture, those that are no main text; recall: of the true furniture's
  words, those that it cuts. Both over all words of all pages.

`--folder` reads pages from a folder instead: NAME.html with the true main text in NAME.txt.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import trafilatura
from lxml import html as lxml_html

import page_templates
from page_parts import Ledger, Page, load_articles, load_threads
from sayso.acquire.html.main import to_letters
from sayso.acquire.html.page import read_html
from sayso.acquire.media import Unreadable
from sayso.acquire.reading import Reading

SHINGLE = 4  # words, as in the public benchmark of article extraction by Zyte (2020)
EACH = 3  # articles set in each template
HEADS = {"title", "byline", "dateline"}
_MARK = re.compile(r"\[\d\]")  # a note's mark; not every extractor keeps them
_WORD = re.compile(r"\w+")


@dataclasses.dataclass(frozen=True)
class Score:
    """Of one page: how its main text was found, and how words of its furniture fared."""

    f1: float
    n_cut: int = 0
    n_wrongly_cut: int = 0
    n_furniture: int = 0
    n_found: int = 0


def make_pages(*, held_out: str = "") -> list[Page]:
    """Make the pages; the same ones in every run."""
    templates = page_templates if not held_out else __import__("page_templates_held_out")
    articles = load_articles()
    pages = []
    for i, template in enumerate(templates.ARTICLES):
        for j in range(EACH):
            article = articles[(i * EACH + j * 5) % len(articles)]
            pages.append(_make(f"{template.__name__}-{j}", template, article, article.title))
    for templates_of, name in ((templates.FORUMS, "threads.txt"), (templates.LIVE, "updates.txt")):
        for template in templates_of:
            for j, thread in enumerate(load_threads(name)):
                pages.append(_make(f"{template.__name__}-{j}", template, thread, thread.title))
    return pages


def _make(name: str, template: Callable[..., str], matter: object, title: str) -> Page:
    ledger = Ledger(random.Random(name))
    data = template(ledger, matter).encode()
    return Page(name, data, title, tuple(ledger.main), tuple(ledger.furniture), tuple(ledger.neither))


def load_pages(folder: Path) -> list[Page]:
    """Pages of a folder and their true main text; what else they hold is not known."""
    return [
        Page(path.stem, path.read_bytes(), "", tuple(path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()), (), ())
        for path in sorted(folder.glob("*.html"))
        if path.with_suffix(".txt").exists()
    ]


# ------------------------------------------------------------------ extractors: a page's main text, a paragraph a line


def extract_sayso(data: bytes) -> str:
    """Everything that sayso keeps of a page but its title, byline and date."""
    reading = _read(data)
    if reading is None:
        return ""
    kept = [s for s in reading.stretches if s.kind not in HEADS | {"furniture"}]
    chars = list(reading.text)
    for cut in reading.inner:
        chars[cut.start : cut.end] = [""] * (cut.end - cut.start)
    return "\n".join("".join(chars[s.start : s.end]) for s in kept)


def _read(data: bytes) -> Reading | None:
    try:
        return read_html(data)
    except Unreadable:
        return None


def extract_trafilatura(data: bytes) -> str:
    """Trafilatura with its fallbacks, comments left out."""
    return trafilatura.extract(data, include_comments=False) or ""


def extract_trafilatura_fast(data: bytes) -> str:
    """Trafilatura alone."""
    return trafilatura.extract(data, include_comments=False, fast=True) or ""


def extract_readability(data: bytes) -> str:
    """readability-lxml."""
    import readability  # the extra `bench`  # noqa: PLC0415

    try:
        summary = readability.Document(data.decode("utf-8", "replace")).summary(html_partial=True)
    except readability.readability.Unparseable:
        return ""
    tree = lxml_html.fromstring(f"<div>{summary}</div>")
    for block in tree.iter("p", "div", "li", "h1", "h2", "h3", "tr", "blockquote", "br"):
        block.tail = "\n" + (block.tail or "")
    return str(tree.text_content())


def extract_justext(data: bytes) -> str:
    """jusText."""
    import justext  # the extra `bench`  # noqa: PLC0415

    paragraphs = justext.justext(data, justext.get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


EXTRACTORS: dict[str, Callable[[bytes], str]] = {
    "sayso": extract_sayso,
    "trafilatura": extract_trafilatura,
    "trafilatura fast": extract_trafilatura_fast,
    "readability": extract_readability,
    "justext": extract_justext,
}


# ------------------------------------------------------------------ scores


def score_main(page: Page, found: str) -> float:
    """F1 of shingles of four words."""
    neither = {to_letters(text) for text in page.neither}
    kept = [line for line in found.splitlines() if to_letters(line) not in neither]
    wanted, got = _shingles(page.main), _shingles(kept)
    common = (wanted & got).total()
    return 2 * common / (wanted.total() + got.total()) if wanted or got else 1.0


def _shingles(lines: Iterable[str]) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(_MARK.sub("", "\n".join(lines).lower()))
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(len(words) - SHINGLE + 1, 1 if words else 0)))


def score_furniture(page: Page, reading: Reading) -> tuple[Score, list[str]]:
    """How words of furniture fared, and the pieces that were cut wrongly."""
    main, furniture = ("\n".join(map(to_letters, texts)) for texts in (page.main, page.furniture))
    neither = "\n".join(map(to_letters, page.neither))
    n_cut = n_wrong = n_found = 0
    wrong = []
    for stretch in reading.stretches:
        text = reading.text[stretch.start : stretch.end]
        letters, n = to_letters(text), len(_WORD.findall(text))
        if stretch.kind != "furniture" or not letters:
            continue
        is_furniture = letters in furniture or any(len(line) > 3 and line in letters for line in furniture.split("\n"))
        if not is_furniture and letters in neither:
            continue
        n_cut += n
        if is_furniture:
            n_found += n
        elif letters in main or any(len(line) > 3 and line in letters for line in main.split("\n")):
            n_wrong += n
            wrong.append(f"{stretch.why}: {text[:90]}")
    total = sum(len(_WORD.findall(text)) for text in page.furniture)
    return Score(0, n_cut, n_wrong, total, min(n_found, total)), wrong


def measure(pages: Sequence[Page], extractors: Sequence[str] = tuple(EXTRACTORS)) -> dict[str, float]:
    """F1 of each extractor, and how much of sayso's furniture is furniture, and of all furniture."""
    figures: dict[str, float] = {"pages": len(pages)}
    for name in extractors:
        extract = EXTRACTORS[name]
        figures[name] = round(statistics.mean(score_main(page, _quietly(extract, page.data)) for page in pages), 4)
    if any(page.furniture for page in pages):
        scores = [score_furniture(page, reading)[0] for page in pages if (reading := _read(page.data)) is not None]
        n_cut, n_wrong = sum(s.n_cut for s in scores), sum(s.n_wrongly_cut for s in scores)
        figures["furniture precision"] = round(1 - n_wrong / max(n_cut, 1), 4)
        figures["furniture recall"] = round(sum(s.n_found for s in scores) / sum(s.n_furniture for s in scores), 4)
    return figures


def _quietly(extract: Callable[[bytes], str], data: bytes) -> str:
    try:
        return extract(data)
    except (ValueError, TypeError, AttributeError):
        return ""  # an extractor that trips over a page has not found its text


def measure_speed(pages: Sequence[Page], *, rounds: int = 5) -> dict[str, float]:
    """Pages and megabytes a second, and the time as a multiple of trafilatura's own (the least of several rounds)."""

    def bare(data: bytes) -> object:
        return trafilatura.bare_extraction(data, fast=True, include_comments=False)

    times: dict[str, float] = {}
    for name, run in (("trafilatura fast", bare), ("sayso", _read)):
        best = []
        for _ in range(rounds):
            start = time.process_time()
            for page in pages:
                run(page.data)
            best.append(time.process_time() - start)
        times[name] = min(best)
    n_bytes = sum(len(page.data) for page in pages)
    return {
        "pages a second": round(len(pages) / times["sayso"], 1),
        "MB a second": round(n_bytes / times["sayso"] / 1e6, 2),
        "times trafilatura fast": round(times["sayso"] / times["trafilatura fast"], 2),
    }


def show(page: Page) -> None:
    """Print what became of a page's pieces."""
    reading = _read(page.data)
    for stretch in reading.stretches if reading else ():
        print(f"{stretch.kind:12} {stretch.why[:40]:40} {reading.text[stretch.start : stretch.end][:110]}" if reading else "")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="the second batch, whose templates no rule was made on")
    parser.add_argument("--folder", type=Path, help="pages and their main text from a folder")
    parser.add_argument("--show", help="print the pieces of one page")
    parser.add_argument("--each", action="store_true", help="print every page's figures")
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    pages = load_pages(args.folder) if args.folder else make_pages(held_out="yes" if args.held_out else "")
    if args.show:
        show(next(page for page in pages if page.name == args.show))
    elif args.each:
        for page in pages:
            f1s = {name: round(score_main(page, _quietly(extract, page.data)), 3) for name, extract in EXTRACTORS.items()}
            reading = _read(page.data)
            wrong = score_furniture(page, reading)[1] if reading and page.furniture else []
            print(page.name, *f1s.values(), *(f"\n      {text}" for text in wrong))
    else:
        print(json.dumps(measure(pages) | (measure_speed(pages) if args.speed else {}), indent=1))


if __name__ == "__main__":
    main()
