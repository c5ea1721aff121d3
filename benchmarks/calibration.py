"""How far the trained reader's p can be believed: expected calibration error on PolNeAR dev, and a plot.

    python benchmarks/calibration.py [GOLD] [--plot docs/images/calibration.svg]

An attribution's cue is right when it is paired with a gold one as attribution_score.py pairs them, its source and content
when their words reach an IoU of 0.5. Error: the mean over ten bins of equal width of |share right - mean p|, weighed by the
bins' sizes (Guo et al. 2017).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import polnear
from readers import load_scorer

PARTS = {"p_cue": "cue", "p_source": "source", "p_content": "content", "p": "all three"}
N_BINS = 10
Pairs = list[tuple[float, bool]]


def find_error(pairs: Pairs) -> float:
    """Expected calibration error of (p, whether right) pairs."""
    return sum(n * abs(share - p) for p, share, n in to_bins(pairs)) / max(1, len(pairs))


def to_bins(pairs: Pairs) -> list[tuple[float, float, int]]:
    """Mean p, share right and size of each bin that isn't empty."""
    p, right = np.asarray([x for x, _ in pairs]), np.asarray([y for _, y in pairs], dtype=float)
    at = np.minimum((p * N_BINS).astype(int), N_BINS - 1)
    return [
        (float(p[at == i].mean()), float(right[at == i].mean()), int((at == i).sum()))
        for i in range(N_BINS)
        if (at == i).any()
    ]


def judge(gold: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> dict[str, Pairs]:
    """For each part its p and whether it is right, over all attributions found."""
    scorer = load_scorer()
    by_id = {row["id"]: row["attributions"] for row in found}
    pairs: dict[str, Pairs] = {part: [] for part in PARTS}
    for doc in gold:
        words = [match.span() for match in scorer.WORD.finditer(doc["text"])]
        marks = [match.span() for match in scorer.CUE_WORD.finditer(doc["text"])]
        rows = [one for one in by_id[doc["id"]] if one["p"] is not None]
        sets = [_to_words(scorer, one, words, marks) for one in rows]
        theirs = [row for one in doc["attributions"] if (row := _to_words(scorer, one, words, marks))[0]]
        partner = {id(p): g for g, p in scorer.pair(theirs, sets)}
        for one, mine in zip(rows, sets, strict=True):
            other = partner.get(id(mine))
            source, content = (other is not None and scorer.iou(other[i], mine[i]) >= 0.5 for i in (1, 2))
            for part, is_right in zip(PARTS, (other is not None, source, content, source and content), strict=True):
                pairs[part].append((one[part], is_right))
    return pairs


def _to_words(
    scorer: Any, one: dict[str, Any], words: list[tuple[int, int]], marks: list[tuple[int, int]]
) -> tuple[Any, ...]:
    return tuple(scorer.word_starts(one[k] or [], marks if k == "cue" else words) for k in ("cue", "source", "content"))


def draw(pairs: dict[str, Pairs]) -> str:
    """Reliability diagrams side by side, as SVG: dots by size of bin, the line of perfect calibration dashed."""
    size, gap = 150, 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(pairs) * (size + gap) + gap} {size + 78}" '
        'font-family="sans-serif" font-size="11" role="img"><title>How often the reader is right, by how sure it is'
        '</title><rect width="100%" height="100%" fill="#fff"/>'
    ]
    for i, (part, some) in enumerate(pairs.items()):
        x, y = gap + i * (size + gap), 28
        parts.append(
            f'<text x="{x}" y="18" font-weight="bold">{PARTS[part]}: error {find_error(some):.3f}</text>'
            f'<rect x="{x}" y="{y}" width="{size}" height="{size}" fill="none" stroke="#999"/>'
            f'<line x1="{x}" y1="{y + size}" x2="{x + size}" y2="{y}" stroke="#999" stroke-dasharray="3 3"/>'
            f'<text x="{x}" y="{y + size + 14}">0</text><text x="{x + size - 6}" y="{y + size + 14}">1</text>'
            f'<text x="{x + size / 2}" y="{y + size + 14}" text-anchor="middle">p</text>'
        )
        if i == 0:
            parts.append(
                f'<text transform="translate({x - 8} {y + size / 2}) rotate(-90)" text-anchor="middle">right</text>'
            )
        for p, share, n in to_bins(some):
            radius = 2 + 7 * (n / len(some)) ** 0.5
            parts.append(
                f'<circle cx="{x + p * size:.1f}" cy="{y + size - share * size:.1f}" r="{radius:.1f}" fill="#0b5fa5" '
                f'fill-opacity=".75"><title>p {p:.2f}: {share:.2f} right of {n}</title></circle>'
            )
    parts.append("</svg>\n")
    return "".join(parts)


def main() -> None:
    """Read, judge, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=polnear.DEV)
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    gold = polnear.load_gold(args.gold)
    pairs = judge(gold, polnear.predict(gold, reader="trained"))
    for part, some in pairs.items():
        print(f"{PARTS[part]:10} error {find_error(some):.4f}  n {len(some)}")
        for p, share, n in to_bins(some):
            print(f"    p {p:.2f}  right {share:.2f}  n {n}")
    if args.plot:
        args.plot.write_text(draw(pairs), encoding="utf-8")


if __name__ == "__main__":
    main()
