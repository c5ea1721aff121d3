"""The tutorial's notebook runs, in a real kernel, and shows what its text says that it shows."""

from __future__ import annotations

import html
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import sayso

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tutorial.ipynb"
MOST_SECONDS = 300  # a cell takes seconds; a slow machine that also runs other tests may need many of them
SVG = "{http://www.w3.org/2000/svg}"
PICTURES = {
    "warned\n": 2, "case.lines(": 1, "case.timeline(": 1, "case.sources()": 1, "case.drifts()": 2, "case.matrix()": 1,
    "transpose=True": 1, "case.tornado()": 1, "case.judge(": 1,
}
"""Pictures in what a cell shows, by words of the cell."""


def read() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The notebook's cells, run; what they write lies in a folder of the test's, and so does the kernel's own."""
    folder = tmp_path_factory.mktemp("notebook")
    notebook = read()
    paths = [str(Path(sayso.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]  # the sayso that is tested, installed or not
    own = {"TMPDIR": str(folder), "IPYTHONDIR": str(folder), "JUPYTER_CONFIG_DIR": str(folder), "HOME": str(folder)}
    own["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    client = NotebookClient(notebook, timeout=MOST_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, **own})
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def find(ran: list[Any], words: str) -> Any:
    """The first cell that holds some words."""
    return next(cell for cell in ran if words in cell.source + "\n")


def printed(cell: Any) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def shown(cell: Any, kind: str = "text/html") -> str:
    """What the cell's last line shows."""
    return next((output["data"].get(kind, "") for output in cell.outputs if output.output_type == "execute_result"), "")


def tell(source: str) -> str:
    """The words of a stretch of HTML, without its style."""
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", source, flags=re.DOTALL)).split())


# ---------------------------------------------------------------- as it is kept


def test_it_is_kept_without_what_it_showed() -> None:
    cells = [cell for cell in read().cells if cell.cell_type == "code"]
    assert len(cells) > 10
    assert [cell.source for cell in cells if cell.outputs or cell.execution_count is not None] == []


def test_it_names_no_place_on_anybodys_machine() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert re.findall(r"(?:/home/|/root|/Users/|/tmp|/work|[A-Z]:\\\\)\S*", text) == []
    assert len(text) < 40_000
    assert read().metadata.keys() == {"kernelspec", "language_info"}
    assert read().metadata.kernelspec.name == "python3"


def test_it_is_valid_and_each_cell_has_its_own_id() -> None:
    notebook = read()
    nbformat.validate(notebook)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#\s]+)", "".join(cell.source for cell in read().cells if cell.cell_type == "markdown"))
    assert links
    assert [link for link in links if not (NOTEBOOK.parent / link).exists()] == []


# ---------------------------------------------------------------- as it runs


def test_every_cell_runs_and_says_nothing_on_the_side(ran: list[Any]) -> None:
    assert [cell.execution_count for cell in ran] == list(range(1, len(ran) + 1))
    outputs = [output for cell in ran for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []


def test_the_figures_are_those_of_the_affair(ran: list[Any]) -> None:
    assert shown(find(ran, "added.n_read"), "text/plain") == "11"
    assert "11 documents" in tell(shown(find(ran, "case\n")))
    both = printed(find(ran, "print(warned.affirmed)")).splitlines()
    assert both == [
        "told: independent, documents: 8, lines: 2, rests on: Weir Lane hangers, Tobias Renn",
        "denied: same origin, documents: 4, lines: 1, rests on: Petra Hallow",
    ]
    group = tell(shown(find(ran, "warned\n")))
    assert "independent 8 documents · 2 lines" in group
    assert "same origin 4 documents · 1 line" in group
    assert "received no warning about the hanger cables before 9 March" in group


def test_a_ruling_takes_a_line_away_and_another_gives_it_back(ran: list[Any]) -> None:
    assert "same origin, documents: 8, lines: 1" in printed(find(ran, '"withdraw"'))
    assert "independent, documents: 8, lines: 2" in printed(find(ran, '"undo"'))
    changes = tell(shown(find(ran, "case.diff()\n")))
    assert "lines lost" in changes
    assert "2 lines in 8 documents 1 line in 8 documents" in changes


def test_questions_are_answered_by_statements_or_by_none(ran: list[Any]) -> None:
    answer = tell(shown(find(ran, "case.ask(")))
    assert "Tobias Renn" in answer and "Petra Hallow" in answer
    assert "The case holds nothing on this question." in tell(shown(find(ran, "cup final")))


def test_the_weighing_shows_what_was_ruled(ran: list[Any]) -> None:
    proposed, ruled = (tell(shown(find(ran, words))) for words in ("case.matrix()\n", "transpose=True"))
    assert "says how many wires were broken" not in proposed
    assert ruled.count("says how many wires were broken") >= 2
    assert "that doesn't make it true" in ruled
    judged = tell(shown(find(ran, "case.judge(")))
    assert "Ada Lind" not in proposed
    assert re.search(r"H1 Ada Lind \d{4}-\d\d-\d\d likely \(55% to 80%\) moderate", judged)


def test_a_document_that_comes_later_is_told(ran: list[Any]) -> None:
    assert "marlow.txt" in tell(shown(find(ran, "marlow.txt")))
    assert int(shown(find(ran, "case.export_to"), "text/plain")) > 20


@pytest.mark.parametrize(("words", "n"), PICTURES.items())
def test_each_picture_has_a_title_and_its_text(ran: list[Any], words: str, n: int) -> None:
    root = ET.fromstring(shown(find(ran, words)))
    pictures = list(root.iter(f"{SVG}svg"))
    assert len(pictures) == n
    for picture in pictures:
        title, told = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
        assert title is not None and title.text and told is not None and told.text
        assert picture.get("role") == "img"
        assert picture.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"


def test_ids_are_each_on_the_page_once_unless_they_name_the_same_picture(ran: list[Any]) -> None:
    drawn: dict[str, set[str]] = {}
    for cell in ran:
        for picture in re.findall(r"<svg .*?</svg>", shown(cell), flags=re.DOTALL):
            for found in re.findall(r' id="([^"]+)"', picture):
                drawn.setdefault(found, set()).add(picture)
    assert len(drawn) >= 2 * sum(PICTURES.values()) - 4
    assert [found for found, pictures in drawn.items() if len(pictures) > 1] == []


def test_nothing_that_is_shown_acts_or_fetches(ran: list[Any]) -> None:
    for cell in ran:
        assert not re.search(r"<script|javascript:|\son\w+=|\ssrc=|\shref=|@import|url\(", shown(cell), flags=re.IGNORECASE)
