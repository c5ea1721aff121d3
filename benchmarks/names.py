"""Measure whether two names are taken for one, beside plain likeness of strings.

    python benchmarks/names.py [--held-out] [--errors] [--phoenix FOLDER] [--ecb FOLDER]

Pairs come from three places: people of the Phoenix dictionaries (an entry and its other names; two entries of one country),
names of people, bodies and places in ECB+ (two mentions of one chain; two chains of one topic) and names.tsv, invented for
this. Negatives are hard: of each name the most alike of somebody else in its country or topic, once by each of the two plain
measures. The sets are rough, so two things are left out by the letters alone: positives without a word in common (two letters
may differ; a role or a common noun is no name), and negatives in which each word of the shorter name stands in the longer one
(the dictionary has many people twice). Countries, topics and
lines are split by hash: a third is held out, and nothing is to be chosen on it.

sayso: two documents with one name each go through the linking of sources as it is. Jaro-Winkler and rapidfuzz's
token_sort_ratio compare lower-case letters without accents; their thresholds are those of the best F1 on the other
two thirds. Groups of the gazetteer in the package are no part of the pairs.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import functools
import hashlib
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from sayso.link.sources import link_sources
from sayso.schema import Referent, Source, Tables

HERE = Path(__file__).resolve().parent
UNPACKED = HERE.parents[1] / "p" / "x"
PHOENIX = "petrarch2/data/dictionaries/Phoenix.Countries.actors.txt"
ECB_KINDS = {"HUMAN_PART_PER": "person", "HUMAN_PART_ORG": "organisation", "LOC_GEO": "place", "HUMAN_PART_GPE": "place"}
SMALL = {"of", "the", "and", "for", "in", "on", "de", "la", "el", "al", "bin", "von", "van", "du", "le", "der", "&", "a"}
ROUGH = 2  # letters in which a word may differ and still be held for the same, when the sets are cleaned
MOST = 3  # positives of one entity, so that a president with forty titles weighs no more than others
BODIES = {"ministry", "department", "party", "army", "command", "military", "agency", "congress", "administration", "community",
          "institute", "forces", "states", "council", "office", "house", "foundation", "point", "government", "region",
          "conference",
          "kurdistan", "federation", "pentagon", "academy"}


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two names and whether they are one thing's."""

    a: str
    b: str
    kind: str
    is_one: bool
    source: str
    split_by: str

    @property
    def is_held_out(self) -> bool:
        """Whether nothing is to be chosen on it."""
        return int(hashlib.sha256(self.split_by.encode()).hexdigest(), 16) % 3 == 0


@dataclasses.dataclass(frozen=True, slots=True)
class Entity:
    """Somebody with the names that a set gives."""

    names: tuple[str, ...]
    kind: str
    where: str  # country or topic


def read_phoenix(folder: Path) -> Iterator[Entity]:
    """People of the dictionary of countries that go by two names or more of two words or more."""
    names: list[str] = []
    codes: list[str] = []
    for line in [*(folder / PHOENIX).read_text(encoding="latin-1").splitlines(), "END"]:
        bare = line.split("#")[0].strip()
        found = re.findall(r"\[([A-Z]{3})(GOV|ELI|OPP|MIL|SPY|REB)", bare)
        name = re.sub(r"\[.*", "", bare).strip()
        if name and not name.startswith("+"):
            if codes and _is_person(names[0]) and not BODIES & {word for n in names for word in n.lower().split("_")}:
                yield Entity(tuple(dict.fromkeys(map(_to_print, names))), "person", codes[0])
            names, codes = [], []
        if name:
            names.append(name.lstrip("+"))
        codes += [country for country, _ in found]


def _is_person(name: str) -> bool:
    words = name.strip("_").split("_")
    return 2 <= len(words) <= 5


def _to_print(name: str) -> str:
    words = name.strip("_ ").replace("_", " ").split()
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in words)


def read_ecb(folder: Path) -> Iterator[Entity]:
    """Chains of ECB+ with the mentions that are names."""
    chains: defaultdict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for path in sorted(folder.glob("ECB+_LREC2014/ECB+/*/*.xml")):
        root = ET.parse(path).getroot()
        tokens = {token.get("t_id"): token.text or "" for token in root.iter("token")}
        markables = {mark.get("m_id"): mark for mark in root.find("Markables") or ()}
        for relation in root.iter("CROSS_DOC_COREF"):
            for source in relation.findall("source"):
                mark = markables.get(source.get("m_id"))
                if mark is not None and mark.tag in ECB_KINDS:
                    name = " ".join(tokens[str(anchor.get("t_id"))] for anchor in mark.findall("token_anchor"))
                    name = re.sub(r"^(?:in|at|of) |(?:'s|'|\\.)$", "", name.replace(" '", "'").replace(" .", "."))
                    if is_name(name):
                        chains[path.parent.name, ECB_KINDS[mark.tag], str(relation.get("note"))][name] = None
    for (topic, kind, _), names in sorted(chains.items()):
        yield Entity(tuple(names), kind, topic)


def is_name(name: str) -> bool:
    """Whether a mention is a name: every word has a capital, but for small ones."""
    words = name.split()
    return bool(words) and len(words) <= 6 and all(w[0].isupper() or w.lower() in SMALL for w in words) and any(
        w[0].isupper() and len(w) > 1 for w in words
    )


def make_pairs(entities: Iterable[Entity], source: str) -> Iterator[Pair]:
    """Positives from names of one entity, negatives from the most alike names of others."""
    by_where: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        by_where[entity.where, entity.kind].append(entity)
    for (where, kind), some in sorted(by_where.items()):
        split_by = f"{source} {where}"
        told = {to_plain(name) for entity in some for name in entity.names}
        for entity in some:
            names = [n for i, n in enumerate(entity.names) if to_plain(n) not in {to_plain(m) for m in entity.names[:i]}]
            alike = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if count_shared(a, b)]
            for a, b in alike[:MOST]:
                yield Pair(a, b, kind, True, source, split_by)
        if len(told) > 1:
            yield from _find_hard(some, kind, source, split_by)


def count_shared(a: str, b: str) -> int:
    """Words of the shorter name that stand in the longer one, give or take two letters; an acronym counts as one."""
    x, y = sorted((re.findall(r"[a-z0-9]+", to_plain(name)) for name in (a, b)), key=len)
    if len(x) == 1 and len(x[0]) == len(y) and all(word[0] == letter for word, letter in zip(y, x[0], strict=True)):
        return 1
    return sum(any(OSA.distance(u, v) <= (ROUGH if min(len(u), len(v)) > 4 else 0) for v in y) for u in x)


def _find_hard(some: Sequence[Entity], kind: str, source: str, split_by: str) -> Iterator[Pair]:
    seen = set()
    for entity in some:
        own = {to_plain(name) for name in entity.names}
        others = [n for other in some if other is not entity and not own & {to_plain(n) for n in other.names} for n in other.names]
        a = entity.names[0]
        for measure in (JaroWinkler.similarity, fuzz.token_sort_ratio):
            for b in sorted(others, key=lambda b, measure=measure: (-measure(to_plain(a), to_plain(b)), b)):  # type: ignore[misc]
                if count_shared(a, b) < min(len(a.split()), len(b.split())):
                    if frozenset((a, b)) not in seen:
                        seen.add(frozenset((a, b)))
                        yield Pair(a, b, kind, False, source, split_by)
                    break


def read_own() -> Iterator[Pair]:
    """Pairs of names.tsv."""
    with (HERE / "names.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            yield Pair(row["a"], row["b"], row["kind"], row["same"] == "yes", "own", f"own {row['a']} {row['b']}")


def to_plain(name: str) -> str:
    """A name in lower-case letters without accents."""
    return str(anyascii(name)).lower()


def is_one(pair: Pair) -> bool:
    """Whether sayso makes one source of two documents' names."""
    rows = [
        Referent(
            id=f"r{i}", document_id=f"d{i}", name=name, kind=pair.kind, is_named=True, is_source=True, aliases=(), head=None,
            anchors=(), spans=((0, 1),), speaks_for_id=None, near=None, made_by="benchmark",
        )
        for i, name in enumerate((pair.a, pair.b))
    ]
    return len(link_sources(Tables({"referents": rows})).take(Source)) == 1


def is_alike(pair: Pair, *, likeness: Callable[[Pair], float], threshold: float) -> bool:
    """Whether two names are alike enough."""
    return likeness(pair) >= threshold


def score(pairs: Sequence[Pair], decide: Callable[[Pair], bool]) -> tuple[float, int, int, int]:
    """F1, and right, wrong and missed positives."""
    right = wrong = missed = 0
    for pair in pairs:
        said = decide(pair)
        right += said and pair.is_one
        wrong += said and not pair.is_one
        missed += pair.is_one and not said
    return 2 * right / max(2 * right + wrong + missed, 1), right, wrong, missed


def pick_threshold(pairs: Sequence[Pair], likeness: Callable[[Pair], float]) -> float:
    """The threshold of the best F1."""
    told = [(likeness(pair), pair.is_one) for pair in pairs]
    positives = sum(is_positive for _, is_positive in told)
    best, right, said = (0.0, 1.0), 0, 0
    for value, is_positive in sorted(told, key=lambda item: -item[0]):
        right, said = right + is_positive, said + 1
        best = max(best, (2 * right / (said + positives), value))
    return best[1]


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phoenix", type=Path, default=UNPACKED / "PhoenixDicts")
    parser.add_argument("--ecb", type=Path, default=UNPACKED / "ECBplus")
    parser.add_argument("--held-out", action="store_true", help="score the third that nothing is chosen on")
    parser.add_argument("--errors", action="store_true", help="print sayso's errors; never of the held-out third")
    args = parser.parse_args()
    pairs = [*make_pairs(read_phoenix(args.phoenix), "phoenix"), *make_pairs(read_ecb(args.ecb), "ecb"), *read_own()]
    tuning = [pair for pair in pairs if not pair.is_held_out]
    scored = [pair for pair in pairs if pair.is_held_out] if args.held_out else tuning

    def jaro(pair: Pair) -> float:
        return JaroWinkler.similarity(to_plain(pair.a), to_plain(pair.b))

    def token(pair: Pair) -> float:
        return fuzz.token_sort_ratio(to_plain(pair.a), to_plain(pair.b))

    at = {"Jaro-Winkler": (jaro, pick_threshold(tuning, jaro)), "token_sort_ratio": (token, pick_threshold(tuning, token))}
    deciders: dict[str, Callable[[Pair], bool]] = {"sayso": is_one}
    for name, (likeness, threshold) in at.items():
        deciders[f"{name} >= {threshold:.2f}"] = functools.partial(is_alike, likeness=likeness, threshold=threshold)
    print(f"{len(pairs)} pairs, {len(scored)} scored ({'held out' if args.held_out else 'tuning'})")
    for source in ("all", "phoenix", "ecb", "own"):
        some = [pair for pair in scored if source in ("all", pair.source)]
        print(f"\n{source}: {sum(p.is_one for p in some)} same, {sum(not p.is_one for p in some)} different")
        for name, decide in deciders.items():
            f1, right, wrong, missed = score(some, decide)
            print(f"  {name:28} F1 {f1:.3f}   right {right}, wrong {wrong}, missed {missed}")
    if args.errors:
        for pair in tuning:
            if is_one(pair) is not pair.is_one:
                print(f"{pair.source}\t{pair.kind}\t{'MISSED' if pair.is_one else 'WRONG'}\t{pair.a}\t{pair.b}")


if __name__ == "__main__":
    main()
