"""Read PolNeAR documents and score the attributions found.

    python benchmarks/polnear.py ../shared/data/attribution/polnear-dev.jsonl.gz [--documents 84] [--out PREDICTED.jsonl]

Calls ../shared/bench/attribution_score.py, which pairs attributions by their cues; `whole` is pairs right in source and
content both. Each document is read as a file of plain text, as `sayso attributions` reads it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sayso.case import Loss, read_paths
from sayso.config import Settings
from sayso.read.reader import DEFAULT, reader_names
from sayso.schema import Attribution, Document

SHARED = Path(__file__).resolve().parents[2] / "shared"
SCORER = SHARED / "bench" / "attribution_score.py"
DEV = SHARED / "data" / "attribution" / "polnear-dev.jsonl.gz"


def load_gold(path: Path, *, n_documents: int | None = None) -> list[dict[str, Any]]:
    """Load gold documents: id, text and attributions each."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file][:n_documents]


def predict(gold: list[dict[str, Any]], *, reader: str = DEFAULT, workers: int = 0) -> list[dict[str, Any]]:
    """Read the gold's texts and give what was found, in the gold's form.

    Raises:
        ValueError: a document could not be read, or its canonical text isn't the gold's.
    """
    by_id = {doc["id"]: doc["text"] for doc in gold}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for id_, text in by_id.items():
            (Path(folder) / f"{id_}.txt").write_text(text, encoding="utf-8", newline="")
        for result in read_paths([folder], settings=Settings(reader=reader, workers=workers)):
            if isinstance(result, Loss):
                raise ValueError(f"not read: {result}")
            doc = result.tables.take(Document)[0]
            id_ = Path(doc.path).name.removesuffix(".txt")
            if doc.text != by_id[id_]:
                raise ValueError(f"the canonical text of {id_} isn't the file's")
            found = [
                {
                    "cue": row.cue_spans, "source": row.source_spans, "content": row.content_spans,
                    "p": row.p, "p_cue": row.p_cue, "p_source": row.p_source, "p_content": row.p_content,
                }
                for row in result.tables.take(Attribution)
                if row.parent_id is None  # the gold marks no attribution within another
            ]
            rows.append({"id": id_, "attributions": found})
    return rows


def score(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], *, out: Path | None = None) -> dict[str, Any]:
    """Score with the shared scorer; gives precision, recall and F1 by role."""
    with tempfile.TemporaryDirectory() as folder:
        gold_path, predicted_path = Path(folder) / "gold.jsonl", out or Path(folder) / "predicted.jsonl"
        for path, rows in ((gold_path, gold), (predicted_path, predicted)):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(SCORER), str(gold_path), str(predicted_path), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Predict, score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=DEV)
    parser.add_argument("--documents", type=int, help="only so many, from the first")
    parser.add_argument("--reader", default=DEFAULT, choices=reader_names())
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--out", type=Path, help="keep what was found here")
    args = parser.parse_args()
    gold = load_gold(args.gold, n_documents=args.documents)
    for role, figures in score(gold, predict(gold, reader=args.reader, workers=args.workers), out=args.out).items():
        print(f"{role:8}", *(f"{name}={value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
