"""Measure how reading falls on spoilt copies of documents: capitals, no punctuation, misread letters.

    python benchmarks/bad_input.py FOLDER

Each text file is read as it is, and again spoilt in ways that move no character. Of the attributions read from the clean
text, those count as found whose cue and source overlap in the spoilt one and whose contents share half their characters.
`told` counts the files of which a row of problems says that they look garbled.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sayso.case import Loss, read_paths
from sayso.config import Settings
from sayso.schema import Attribution, Problem, Spans
from sayso.text.spans import length, overlap

LOOKALIKES = dict(zip("eliohsancturgmbdfvwy", "c1l0b5ouefvnqnhcivvv", strict=True))  # what OCR takes letters for
PUNCTUATION = re.compile(r"[.,;:!?“”\"()—–](?=\s|$|[”\"’)])|(?<=\s)[“\"(]")


def shout(text: str) -> str:
    """Capitals throughout, but for letters whose capital has another length."""
    return "".join(big if len(big := char.upper()) == 1 else char for char in text)


def garble(text: str, *, share: float, seed: int) -> str:
    """Take a share of the letters for others that look like them, or for any."""
    pick = random.Random(seed)
    return "".join(
        LOOKALIKES.get(char) or pick.choice("abcdefghijklmnopqrstuvwxyz")
        if char.isalpha() and pick.random() < share
        else char
        for char in text
    )


SPOILT: dict[str, Callable[[str], str]] = {
    "capitals": shout,
    "no punctuation": lambda text: PUNCTUATION.sub(" ", text),
    "0.5 % of letters misread": lambda text: garble(text, share=0.005, seed=1),
    "1 % of letters misread": lambda text: garble(text, share=0.01, seed=1),
    "2 % of letters misread": lambda text: garble(text, share=0.02, seed=1),
    "5 % of letters misread": lambda text: garble(text, share=0.05, seed=1),
}


def read_texts(texts: Sequence[str]) -> list[tuple[list[Attribution], bool]]:
    """Attributions of each text, and whether it was told to look garbled."""
    with tempfile.TemporaryDirectory() as scratch:
        paths = [Path(scratch) / f"{i:04}.txt" for i in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8", newline="")
        return [
            ([], False)
            if isinstance(outcome, Loss)
            else (
                outcome.tables.take(Attribution),
                any("no dictionary" in problem.what for problem in outcome.tables.take(Problem)),
            )
            for outcome in read_paths([str(path) for path in paths], settings=Settings(workers=1))
        ]


def is_same(a: Attribution, b: Attribution) -> bool:
    """Whether two attributions lay nearly the same words to the same source by the same cue."""
    return (
        overlap(a.cue_spans, b.cue_spans) > 0
        and (_meet(a.source_spans, b.source_spans))
        and 2 * overlap(a.content_spans, b.content_spans) >= max(length(a.content_spans), length(b.content_spans))
    )


def _meet(a: Spans, b: Spans) -> bool:
    return overlap(a, b) > 0 or not (a or b)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    texts = [path.read_bytes().decode("utf-8") for path in sorted(args.folder.rglob("*.txt"))]
    clean = read_texts(texts)
    total = sum(len(rows) for rows, _ in clean)
    print(f"{len(texts)} texts, {total} attributions, {sum(told for _, told in clean)} told as garbled")
    for name, spoil in SPOILT.items():
        spoilt = read_texts([spoil(text) for text in texts])
        pairs = [(a, b) for (a, _), (b, _) in zip(clean, spoilt, strict=True)]
        kept = sum(any(is_same(row, other) for other in b) for a, b in pairs for row in a)
        right = sum(any(is_same(row, other) for other in a) for a, b in pairs for row in b)
        given = sum(len(b) for _, b in pairs)
        told = sum(told for _, told in spoilt)
        print(
            f"{name:26} found {kept / total:.2f}   right {right / max(given, 1):.2f} of {given:4}   told {told}/{len(texts)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
