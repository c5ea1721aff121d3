"""Case files under tests/cases/layout: whole documents (plain text, HTML, mails), read as a user's file is, from bytes to chains.

In these the lines count: mails, turns and posts are known by them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from read.case_files import Want, check_case, load_cases
from sayso.acquire.acquire import acquire_item
from sayso.acquire.listing.items import Item
from sayso.engine import run_stage
from sayso.read import make_read_stage
from sayso.schema import Document


@pytest.mark.parametrize(("text", "wanted"), list(load_cases("layout")))
def test_layout(tmp_path: Path, text: str, wanted: list[Want]) -> None:
    ending = {"<html>": "html", "MIME-V": "eml"}.get(text[:6], "txt")
    path = tmp_path / f"case.{ending}"
    path.write_text(text, encoding="utf-8")
    tables = acquire_item(Item(str(path), path.name)).tables
    check_case(run_stage(make_read_stage("rules"), tables), tables.take(Document)[0].text, wanted)
