"""Typeset the PDFs of the benchmark: `python benchmarks/pdfs/make.py [NAME ...]`.

Needs pdfLaTeX, LibreOffice, Chromium and reportlab. The PDFs are kept in `made/`, so that measuring needs none of these.
"""

from __future__ import annotations

import sys
import tomllib
from typing import Any

from stories import HERE, join_stories
from typeset import ENGINES


def load_layouts() -> dict[str, dict[str, Any]]:
    """Load all layouts by name: engine, stories, options."""
    return tomllib.loads((HERE / "layouts.toml").read_text(encoding="utf-8"))


def make(name: str, layout: dict[str, Any]) -> None:
    """Typeset one PDF."""
    data = ENGINES[layout["engine"]](join_stories(layout["stories"]), layout.get("options", {}))
    (HERE / "made" / f"{name}.pdf").write_bytes(data)
    print(f"{name}: {len(data):,} bytes", file=sys.stderr)


if __name__ == "__main__":
    (HERE / "made").mkdir(exist_ok=True)
    for name, layout in load_layouts().items():
        if name in sys.argv[1:] or len(sys.argv) == 1:
            make(name, layout)
