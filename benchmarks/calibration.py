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

import polnear
from agreement import Pairs, find_error, judge, to_bins
from scoring import load_scorer

PARTS = {"p_cue": "cue", "p_source": "source", "p_content": "content", "p": "all three"}


def judge_all(gold: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> dict[str, Pairs]:
    """For each part its p and whether it is right, over all attributions found."""
    scorer = load_scorer(polnear.SCORER)
    by_id = {row["id"]: row["attributions"] for row in found}
    pairs: dict[str, Pairs] = {part: [] for part in PARTS}
    for doc in gold:
        rows = [one for one in by_id[doc["id"]] if one["p"] is not None]
        judged = judge(scorer, doc["text"], gold=doc["attributions"], found=rows).found
        for one, right in zip(rows, judged, strict=True):
            for part, is_right in zip(PARTS, (*right, right.whole), strict=True):
                pairs[part].append((one[part], is_right))
    return pairs


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
    pairs = judge_all(gold, polnear.predict(gold, reader="trained"))
    for part, some in pairs.items():
        print(f"{PARTS[part]:10} error {find_error(some):.4f}  n {len(some)}")
        for p, share, n in to_bins(some):
            print(f"    p {p:.2f}  right {share:.2f}  n {n}")
    if args.plot:
        args.plot.write_text(draw(pairs), encoding="utf-8")


if __name__ == "__main__":
    main()
