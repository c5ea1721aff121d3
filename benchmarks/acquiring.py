"""What `floors.toml` holds acquisition to: pages, PDFs, office files, mails, notes, metadata, duplicates, in one run.

    python benchmarks/acquiring.py

Each figure is over all of a benchmark's sets, also the held-out ones, which are no longer blind: docs/accuracy.md has what
their first runs gave.
"""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from typing import Any

import duplicates
import mails
import metadata
import notes
import office
import office_files
import pages
import pdfs


def score_acquiring() -> dict[str, Any]:
    """Rates by name, as `floors.rate_of` reads them."""
    rates = {**_score_pages(), **_score_pdfs(), **_score_office(), **_score_mails(), **_score_notes()}
    right, n = (sum(pair) for pair in zip(*(metadata.score_fields(held_out=is_held) for is_held in (False, True)), strict=True))
    rates["metadata"] = right / n
    scores = [duplicates.score(pile, duplicates.read_pile(pile)) for pile in map(_make_pile, (False, True))]
    rates["duplicates precision"] = min(precision for precision, *_ in scores)
    rates["duplicates recall"] = min(recall for _, recall, *_ in scores)
    return {name: {"rate": rate} for name, rate in rates.items()}


def _make_pile(held_out: bool) -> list[duplicates.Made]:  # noqa: FBT001  for map
    return duplicates.make_pile(held_out=held_out)


def _score_pages() -> dict[str, float]:
    figures = pages.measure([*pages.make_pages(), *pages.make_pages(held_out="yes")], ("sayso",))
    return {"pages": figures["sayso"]} | {name: figures[name] for name in ("furniture precision", "furniture recall")}


def _score_pdfs() -> dict[str, float]:
    total = pdfs.Score()
    for name, layout in pdfs.find_layouts().items():
        total.add(pdfs.measure(name, layout, show=False))
    return {
        "PDF words": 1 - total.n_wrong / total.n_words,
        "PDF notes": total.n_linked / total.n_notes,
        "PDF hyphens": total.n_hyphens_right / total.n_hyphens,
    }


def _score_office() -> dict[str, float]:
    counts: Counter[str] = Counter()
    for path in sorted(office_files.FOLDER.glob("*-*")):
        counts += office.score(path.name)
    return {"office words": 1 - counts["word errors"] / counts["words"], "office notes": counts["notes right"] / counts["notes"]}


def _score_mails() -> dict[str, float]:
    counts = [count for name in ("open", "held") for count in mails.measure(name)[0].values()]
    return {"mails": sum(right for right, _ in counts) / sum(n for _, n in counts)}


def _score_notes() -> dict[str, float]:
    with contextlib.redirect_stdout(io.StringIO()):
        sets = {name: notes.score_folder(notes.HERE / name) for name in ("open", "held-out", "third")}
    return {f"notes, {name}: {figure}": figures[figure] for name, figures in sets.items() for figure in ("marks", "works")}


if __name__ == "__main__":
    for name, figure in score_acquiring().items():
        print(f"{name:28} {figure['rate']:.4f}")
