"""Show what the sets hold: sizes, labels, and some examples with their spans marked."""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from training.examples import Example
from training.sets.conflict import read_re3d
from training.sets.factivity import read_factivity
from training.sets.hedges import read_hedges
from training.sets.names import read_crossner, read_wikigold, read_wnut17
from training.sets.negations import read_negations
from training.sets.vague import read_vague

READERS: tuple[Callable[[Path], list[Example]], ...] = (
    read_hedges,
    read_negations,
    read_vague,
    read_factivity,
    read_wnut17,
    read_wikigold,
    read_crossner,
    read_re3d,
)


def count_labels(examples: list[Example]) -> Counter[str]:
    """How often each head gives each label; for links how many, and how many without any words in a role."""
    counts: Counter[str] = Counter()
    for example in examples:
        for head, labelled in (*example.spans.items(), *example.cue_classes.items()):
            counts.update(f"{head}:{label}" for _, _, label in labelled)
        for kind, links in example.links.items():
            counts[kind] += len(links)
            counts.update(f"{kind} without {role}" for link in links for role, spans in link.roles.items() if not spans)
    return counts


def mark_spans(example: Example) -> str:
    """The text with each labelled span in brackets; one line for each link."""
    marked = [span for part in (example.spans, example.cue_classes) for spans in part.values() for span in spans]
    text = example.text
    for start, end, label in sorted(marked, reverse=True):
        text = f"{text[:start]}[{text[start:end]}|{label}]{text[end:]}"
    lines = [f"{example.id}: {text}"]
    for links in example.links.values():
        for link in links:
            parts = {"cue": link.cue, **link.roles}
            lines.append("    " + "; ".join(f"{name} {_quote(example.text, spans)}" for name, spans in parts.items()))
    return "\n".join(lines)


def _quote(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " ... ".join(repr(text[start:end]) for start, end in spans)


def main() -> None:
    """Read each set and print it."""
    parser = argparse.ArgumentParser(prog="python -m training.sets", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="examples to print of each set")
    arguments = parser.parse_args()
    for read in READERS:
        examples = read(arguments.folder)
        print(f"{read.__name__}: {len(examples)} examples", dict(count_labels(examples)))
        for example in random.Random(11).sample(examples, min(arguments.show, len(examples))):
            print("  " + mark_spans(example))


if __name__ == "__main__":
    main()
