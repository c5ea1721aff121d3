"""The brief in the eyes of axe-core, where AXE_CORE names its axe.min.js (npm package axe-core); else this isn't collected."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from web.browser import dump_page
from web.test_brief_reading import PAGES, write


@pytest.mark.parametrize("name", list(PAGES))
def test_axe_finds_nothing(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    page = write(tmp_path_factory, name)
    axe = Path(os.environ["AXE_CORE"]).read_text("utf8")
    html = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", page.read_text("utf8"))
    run = (
        "document.querySelectorAll('details').forEach(node => { node.open = true; });"
        "axe.run().then(found => { document.documentElement.dataset.answer = JSON.stringify("
        "found.violations.map(rule => [rule.id, rule.nodes.length, rule.nodes[0].html.slice(0, 120)])); });"
    )
    asked = page.with_name("axe.html")
    asked.write_text(html.replace("</body>", f"<script>{axe}</script><script>{run}</script></body>"), "utf8")
    found = re.search(r'data-answer="([^"]*)"', dump_page(asked))
    assert found, "axe did not answer"
    assert json.loads(found.group(1).replace("&quot;", '"')) == []
