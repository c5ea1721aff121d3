"""Measure what `sayso ask` finds: how well groups are ordered, and whether it says so when a case holds nothing.

    python benchmarks/asking.py [--made FOLDER] [--verbose]

Questions and the groups that answer them stand in asking.toml. Cases are made of the documents of benchmarks/cases and, where
they are there, of ../shared/cases; `--made` names a folder with cases that are made already, by name.

    nDCG@10          groups that answer count 2, those that stand beside it 1, all others 0 (Järvelin & Kekäläinen 2002);
                     gain 2^mark - 1, discount log2(1 + place); the mean over questions
    answer first     questions whose first group answers
    stands right     of marked groups that are shown, those shown as answering (mark 2) or as beside (mark 1) rightly
    nDCG, order alone    the same when an order is always given, whether or not anything answers; BM25 and likeness are what
                     is got without sayso: words alone (Robertson & Zaragoza 2009; k1 1.2, b 0.75), sentence vectors alone
    nothing, rightly questions the case says nothing on that get no answer
    something, rightly   the others, that get one
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any
from unittest import mock

import numpy as np
import numpy.typing as npt

from matching import find_starts, locate_words
from sayso.models.encoder import encode_texts
from sayso.models.pairing import Compared, compare_texts
from sayso.schema import Claim, Document, Membership, Tables
from sayso.tell import find_evidence, nearness
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line
from sayso.tell.stems import find_stem, find_words
from scoring import FOLDERS, load_tables

HERE = Path(__file__).resolve().parent
QUESTIONS = HERE / "asking.toml"
SHOWN = 10
HALVES = ("open", "held out", "third")
ORDERS = ("BM25", "likeness", "sayso")


class BadMark(ValueError):
    """A marked statement is in no document."""


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What one question came to.

    Attributes:
        ndcg: null for a question that the case says nothing on.
        n_standing: marked groups shown.
        n_right: those of them whose standing is right.
        orders: nDCG@10 of each way to order, when an order is always given.
    """

    half: str
    case: str
    text: str
    ndcg: float | None
    is_first: bool
    n_shown: int
    n_standing: int = 0
    n_right: int = 0
    orders: dict[str, float] = dataclasses.field(default_factory=dict)


def measure_question(question: dict[str, Any], tables: Tables) -> Result:
    """Ask one question.

    Raises:
        BadMark: one of its marks is in no document.
    """
    marks = find_marks(question, tables)
    found = find_evidence(tables, question["text"], limit=SHOWN)
    gains = [marks.get(row.group_id, 0) for row in found]
    if not marks:
        is_nothing = not any(getattr(row, "standing", "answers") == "answers" for row in found)
        return Result(question["half"], question["case"], question["text"], None, False, 0 if is_nothing else len(found))
    marked = [(marks[row.group_id], getattr(row, "standing", "answers")) for row in found if row.group_id in marks]
    right = sum((mark == 2) == (standing == "answers") for mark, standing in marked)
    ndcg = score_order([row.group_id for row in found], marks)
    return Result(
        question["half"], question["case"], question["text"], ndcg, bool(gains) and gains[0] == 2,
        len(found), len(marked), right, {name: score_order(order, marks) for name, order in find_orders(question["text"], tables)},
    )


def find_orders(text: str, tables: Tables) -> Iterator[tuple[str, list[str]]]:
    """Groups in the order of each way to order them."""
    lookup, asked = Lookup(tables), find_words(text)
    claims = [(row.group_id, lookup.claims[row.claim_id]) for row in tables.take(Membership)]
    vectors = np.stack([_encode(clean_line(claim.text)) for _, claim in claims])
    ways: dict[str, Iterable[float]] = {
        "BM25": score_bm25(asked, [find_words(claim.text) for _, claim in claims]), "likeness": vectors @ _encode(text),
    }
    for name, scores in ways.items():
        best: defaultdict[str, float] = defaultdict(float)
        for (group_id, _), score in zip(claims, scores, strict=True):
            best[group_id] = max(best[group_id], float(score))
        yield name, sorted(best, key=lambda group_id: (-best[group_id], group_id))
    yield "sayso", [near.group_id for near in nearness.find_near(lookup, text, asked).groups]


def score_bm25(asked: Sequence[str], texts: Sequence[Sequence[str]]) -> list[float]:
    """Okapi BM25 over stems, k1 1.2 and b 0.75."""
    stems = [Counter(map(find_stem, words)) for words in texts]
    held = Counter(stem for counts in stems for stem in counts)
    mean = sum(counts.total() for counts in stems) / len(stems)
    rarity = {stem: math.log(1 + (len(stems) - held[stem] + 0.5) / (held[stem] + 0.5)) for stem in map(find_stem, asked)}
    return [
        sum(
            weight * counts[stem] * 2.2 / (counts[stem] + 1.2 * (0.25 + 0.75 * counts.total() / mean))
            for stem, weight in rarity.items()
        )
        for counts in stems
    ]


def score_order(order: Sequence[str], marks: dict[str, int]) -> float:
    """nDCG@10 of groups in an order."""
    ideal = sum_gains(sorted(marks.values(), reverse=True)[:SHOWN])
    return sum_gains([marks.get(group_id, 0) for group_id in order[:SHOWN]]) / ideal


def sum_gains(marks: Sequence[int]) -> float:
    """Discounted cumulative gain of marks in the order shown."""
    return sum((2.0**mark - 1) / math.log2(2 + place) for place, mark in enumerate(marks))


def find_marks(question: dict[str, Any], tables: Tables) -> dict[str, int]:
    """Marks of a question by group; what was marked and not read as a claim has none."""
    documents = {PurePath(document.path).stem: document for document in tables.take(Document)}
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in tables.take(Claim):
        claims[claim.document_id].append(claim)
    group_of = {row.claim_id: row.group_id for row in tables.take(Membership)}
    marks: dict[str, int] = {}
    for mark, key in ((2, "answers"), (1, "beside")):
        for stem, *place in question.get(key, ()):
            document = documents.get(stem)
            where = _locate(document, place) if document else set()
            if document is None or not where:
                raise BadMark(f"{question['case']} {stem} {place}: not in the documents")
            marked = _pick(document, claims[document.id], where)
            if marked is None:
                continue
            group_id = group_of[marked.id]
            marks[group_id] = max(mark, marks.get(group_id, 0))
    return marks


def _locate(document: Document, place: list[Any]) -> set[int]:
    if len(place) == 2:
        return find_starts(document.text, ((place[0], place[1]),))
    return locate_words(document.text, place[0])


def _pick(document: Document, claims: Sequence[Claim], where: set[int]) -> Claim | None:
    """The claim that holds most of the words, the shortest of several."""
    held = [(len(find_starts(document.text, claim.spans) & where), claim) for claim in claims]
    best = max(
        held, key=lambda pair: (pair[0], -sum(end - start for start, end in pair[1].spans), pair[1].id), default=None
    )
    return best[1] if best and best[0] >= 0.5 * len(where) else None


@functools.cache
def _encode(text: str) -> npt.NDArray[np.float32]:
    vector: npt.NDArray[np.float32] = encode_texts([text])[0]
    return vector


@functools.cache
def _compare(pairs: tuple[tuple[str, str], ...]) -> Compared:
    return compare_texts(pairs)


def measure(made: Path | None = None, *, folders: tuple[Path, ...] = FOLDERS) -> list[Result]:
    """Ask every question whose case is there; a text that several questions are compared with is encoded once."""
    questions = tomllib.loads(QUESTIONS.read_text("utf8"))["question"]
    results = []
    for name in dict.fromkeys(question["case"] for question in questions):
        tables = load_tables(name, made, folders)
        quick: dict[str, Any] = {
            of: lambda texts: np.stack([_encode(text) for text in texts]) for of in ("encode_texts", "encode_kept")
        }
        with mock.patch.multiple(nearness, **quick, compare_texts=lambda pairs: _compare(tuple(pairs))):
            if tables is not None:
                results += [measure_question(question, tables) for question in questions if question["case"] == name]
    return results


def score_asking() -> dict[str, dict[str, float]]:
    """Figures that have a floor, over all questions to the cases that come with the benchmarks."""
    results = measure(folders=FOLDERS[:1])
    answered, empty = ([row for row in results if (row.ndcg is None) == is_empty] for is_empty in (False, True))
    return {
        "nDCG@10": {"rate": sum(row.ndcg or 0 for row in answered) / len(answered)},
        "order": {"rate": sum(row.orders["sayso"] for row in answered) / len(answered)},
        "stands right": {"rate": sum(row.n_right for row in answered) / sum(row.n_standing for row in answered)},
        "nothing": {"rate": sum(not row.n_shown for row in empty) / len(empty)},
        "something": {"rate": sum(row.n_shown > 0 for row in answered) / len(answered)},
    }


def to_figures(results: Sequence[Result]) -> dict[str, str]:
    """Figures of some questions, as text by name."""
    answered = [row for row in results if row.ndcg is not None]
    empty = [row for row in results if row.ndcg is None]
    standing = sum(row.n_standing for row in answered)
    return {
        "nDCG@10": f"{sum(row.ndcg or 0 for row in answered) / max(1, len(answered)):.3f}",
        **{f"nDCG, {name} alone": f"{sum(row.orders[name] for row in answered) / max(1, len(answered)):.3f}" for name in ORDERS},
        "answer first": f"{sum(row.is_first for row in answered)} of {len(answered)}",
        "stands right": f"{sum(row.n_right for row in answered)} of {standing}",
        "nothing, rightly": f"{sum(not row.n_shown for row in empty)} of {len(empty)}",
        "something, rightly": f"{sum(row.n_shown > 0 for row in answered)} of {len(answered)}",
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--made", type=Path, metavar="FOLDER", help="a folder of cases that are made already")
    parser.add_argument("--verbose", action="store_true", help="a line for each question")
    args = parser.parse_args()
    results = measure(args.made)
    for row in results if args.verbose else ():
        ndcg = "  -  " if row.ndcg is None else f"{row.ndcg:.3f}"
        print(f"{ndcg} {row.n_shown:2} {row.n_right}/{row.n_standing} {row.half:8} {row.case:16} {row.text}")
    halves = {half: to_figures([row for row in results if row.half == half]) for half in HALVES}
    for name in halves["open"]:
        print(f"{name:20} " + " ".join(f"{half} {halves[half][name]:10}" for half in HALVES))


if __name__ == "__main__":
    main()
