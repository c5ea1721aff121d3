"""Find, for each article of BASIL, the two that rival outlets wrote on the same event, among all 300.

    python benchmarks/events.py [../shared/data/stories-basil.tar.xz] [--misses]

BASIL (Fan et al. 2019): 100 events, each told by three outlets. What `link` compares claims by is used on whole articles: the
stems of telling words, weighed by how often an article has them and how few articles do, and the sentence encoder's vectors
of the beginning, where news says what happened. No date, address or label is looked at.

    recall      siblings that are among an article's nearest two
    both        articles whose nearest two are its siblings

Weights were chosen on the events of the open half (by a hash of the event); the held-out half tells what they are worth. The
nearest are looked for among all articles in either case.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import math
import tarfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.link.wording import find_stems
from sayso.models.encoder import encode_texts
from scoring import SHARED

BASIL = SHARED / "data" / "stories-basil.tar.xz"
FIRST = 3  # title and sentences that are the beginning; 6 and 12 do worse, and no weight mends it
CENTRED = 0.5  # share of the articles' mean taken off their vectors, as `link` does with claims; 0 to 1 differ by 0.005
BEGINNING = 0.5  # weight of the beginning's likeness beside that of the words, 1; 0.25 to 1 differ by 0.005

Floats = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class Article:
    """One article: its event, its title and its sentences."""

    event: str
    outlet: str
    title: str
    sentences: tuple[str, ...]


def load_articles(path: Path) -> list[Article]:
    """Read the articles of the archive, sorted by event and outlet."""
    articles = []
    with tarfile.open(path) as packed:
        for member in packed.getmembers():
            if "/articles/" in member.name and member.name.endswith(".json"):
                file = packed.extractfile(member)
                assert file is not None
                told: dict[str, Any] = json.load(file)
                sentences = tuple(sentence for paragraph in told["body-paragraphs"] for sentence in paragraph)
                articles.append(Article(told["triplet-uuid"], told["source"], told["title"] or "", sentences))
    return sorted(articles, key=lambda article: (article.event, article.outlet, article.title))


def compare_words(articles: Sequence[Article]) -> Floats:
    """Cosine of the articles' stems, each weighing (1 + log of times) * log of (articles / articles that have it).

    Source: Salton & Buckley (1988).
    """
    counts: list[Counter[str]] = [Counter() for _ in articles]
    for count, article in zip(counts, articles, strict=True):
        for sentence in (article.title, *article.sentences):
            count.update(find_stems(sentence))
    spread = Counter(stem for count in counts for stem in count)
    place = {stem: k for k, stem in enumerate(sorted(spread))}
    weights = np.zeros((len(articles), max(len(place), 1)))
    for row, count in enumerate(counts):
        for stem, times in count.items():
            weights[row, place[stem]] = (1 + math.log(times)) * math.log(len(articles) / spread[stem])
    return _to_cosines(weights)


def compare_beginnings(articles: Sequence[Article]) -> Floats:
    """Cosine of the mean vectors of titles and first sentences, part of the mean of all taken off."""
    begun = [[text for text in (article.title, *article.sentences) if text][:FIRST] or [""] for article in articles]
    vectors = encode_texts([text for texts in begun for text in texts])
    ends = np.cumsum([len(texts) for texts in begun])
    means = np.array([part.mean(0) for part in np.split(vectors, ends[:-1])], dtype=np.float64)
    return _to_cosines(means - CENTRED * means.mean(0))


def _to_cosines(rows: Floats) -> Floats:
    unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    cosines: Floats = unit @ unit.T
    return cosines


def find_nearest(likeness: Floats, *, n: int = 2) -> npt.NDArray[np.int64]:
    """The n nearest others of each, nearest first; of equals the one that stands first."""
    others = likeness.copy()
    np.fill_diagonal(others, -np.inf)
    nearest: npt.NDArray[np.int64] = np.argsort(-others, axis=1, kind="stable")[:, :n]
    return nearest


def find_right(articles: Sequence[Article], nearest: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """For each of an article's nearest whether it tells the same event."""
    events = np.array([article.event for article in articles])
    right: npt.NDArray[np.bool_] = events[nearest] == events[:, None]
    return right


def is_open(event: str) -> bool:
    """Whether an event is of the half that weights were chosen on."""
    return hashlib.sha256(event.encode()).digest()[0] % 2 == 0


def tell(articles: Sequence[Article], ways: dict[str, Floats]) -> None:
    """Print a line for each way of comparing, by half."""
    halves = np.array([is_open(article.event) for article in articles])
    print(f"{len(articles)} articles, {len({article.event for article in articles})} events, {halves.sum() // 3} of them open")
    print(f"{'':22} recall   both     open half  held-out half")
    for name, likeness in ways.items():
        right = find_right(articles, find_nearest(likeness))
        shares = [right.mean(), right.all(1).mean(), right[halves].mean(), right[~halves].mean()]
        print(f"{name:22} {shares[0]:.3f}    {shares[1]:.3f}    {shares[2]:.3f}      {shares[3]:.3f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, nargs="?", default=BASIL)
    parser.add_argument("--misses", action="store_true", help="print the titles of wrong neighbours")
    args = parser.parse_args()
    if not args.path.exists():
        parser.error(f"{args.path} isn't there: it comes with ../shared, beside the checkout")
    articles = load_articles(args.path)
    words, beginnings = compare_words(articles), compare_beginnings(articles)
    both = words + BEGINNING * beginnings
    tell(articles, {"words": words, "beginnings": beginnings, "words and beginnings": both})
    nearest = find_nearest(both)
    for row, column in np.argwhere(~find_right(articles, nearest)) if args.misses else ():
        print(f"{articles[row].title}  --  {articles[nearest[row, column]].title}")


if __name__ == "__main__":
    main()
