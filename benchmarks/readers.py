"""Compare the readers on PolNeAR dev, by type of source, class of cue, kind of quotation and outlet.

    python benchmarks/readers.py [GOLD] [--readers rules trained]

Prints Markdown: recall of whole attributions (source and content both right, as attribution_score.py counts), since what is
found too much has no class; precision stands in the scorer's own figures.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polnear
from agreement import judge
from sayso.models.parser import load_parser
from sayso.read.describe import describe
from sayso.read.lexicon import load_lexicon
from sayso.read.quotes import find_quotations
from scoring import load_scorer

DOCUMENTS = {"document", "dataset"}
PRESS = {
    "newspaper", "paper", "magazine", "outlet", "times", "post", "journal", "news", "reuters", "press", "ap", "cnn",
    "politico", "tribune", "herald", "guardian", "telegraph", "huffpost", "breitbart", "bbc", "msnbc", "abc", "nbc",
    "cbs", "fox", "bloomberg", "buzzfeed", "daily", "gazette", "observer", "network", "site", "blog", "article", "story",
}  # fmt: skip
ORDER = ("type of source", "class of cue", "quotation", "outlet")


class Classes:
    """What kinds of attributions one article's gold holds."""

    def __init__(self, doc: dict[str, Any]) -> None:
        self.text = doc["text"]
        self.outlet = doc["id"].split("_")[0]
        self.words = load_parser()(self.text)
        self.lexicon = load_lexicon()
        self.quoted = [(q.start, q.end) for start, end in _paragraphs(self.text) for q in find_quotations(self.text, start, end)]

    def of(self, one: dict[str, Any]) -> dict[str, str]:
        """Its class on every axis."""
        return {
            "type of source": self._source(one["source"]),
            "class of cue": self._cue(one["cue"]),
            "quotation": self._quotation(one["content"]),
            "outlet": self.outlet,
        }

    def _source(self, spans: list[list[int]]) -> str:
        words = self.words.char_span(*spans[0], alignment_mode="expand") if spans else None
        if words is None:
            return "none in the text"
        head = words.root
        if head.pos_ == "PRON" and head.ent_type_ == "":
            return "pronoun"
        told = describe(head)
        text = {token.lower_ for token in words}
        if told.kind in DOCUMENTS:
            return "document"
        if text & PRESS and told.kind != "person":
            return "press"
        if any(ent.label_ == "PERSON" for ent in words.ents):
            return "named person"
        return "other name" if head.pos_ == "PROPN" else "description"

    def _cue(self, spans: list[list[int]]) -> str:
        words = self.words.char_span(*spans[0], alignment_mode="expand")
        for token in words or ():
            lemma = token.lemma_.lower()
            if lemma in self.lexicon.verbs:
                return self.lexicon.verbs[lemma][0].cue_class
            if lemma in self.lexicon.nouns:
                return f"{self.lexicon.nouns[lemma].cue_class} (noun)"
            if token.lower_ == "according":
                return "according to"
        return "mark" if not any(char.isalnum() for char in self.text[spans[0][0] : spans[0][1]]) else "not in the lexicon"

    def _quotation(self, spans: list[list[int]]) -> str:
        size = sum(end - start for start, end in spans)
        inside = sum(max(0, min(e, end) - max(b, start)) for b, e in self.quoted for start, end in spans)
        return "indirect" if inside == 0 else "direct" if inside > 0.8 * size else "mixed"


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def main() -> None:
    """Read dev with each reader and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=polnear.DEV)
    parser.add_argument("--readers", nargs="+", default=["rules", "trained"])
    args = parser.parse_args()
    gold, scorer = polnear.load_gold(args.gold), load_scorer(polnear.SCORER)
    classes = {doc["id"]: Classes(doc) for doc in gold}
    size: Counter[tuple[str, str]] = Counter()
    right: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for reader in args.readers:
        rows = {row["id"]: row["attributions"] for row in polnear.predict(gold, reader=reader)}
        print(f"{reader}: {polnear.score(gold, [{'id': k, 'attributions': v} for k, v in rows.items()])}\n")
        for doc in gold:
            for one, parts in judge(scorer, doc["text"], gold=doc["attributions"], found=rows[doc["id"]]).gold:
                for axis, name in classes[doc["id"]].of(one).items():
                    size[axis, name] += reader == args.readers[0]
                    right[reader][axis, name] += parts.whole
    for axis in ORDER:
        print(f"| {axis} | n | {' | '.join(args.readers)} |\n|---|---|{'---|' * len(args.readers)}")
        for key, n in sorted(((k, n) for k, n in size.items() if k[0] == axis), key=lambda item: -item[1]):
            print(f"| {key[1]} | {n} | {' | '.join(f'{right[reader][key] / n:.2f}' for reader in args.readers)} |")
        print()


if __name__ == "__main__":
    main()
