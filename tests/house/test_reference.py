"""Every table, column, command, setting and error code stands in docs/reference, as it is declared now."""

import re
from pathlib import Path

import pytest
from docs.make_reference import FOLDER, make_pages

from sayso.cli import check, look, make
from sayso.config import SETTINGS
from sayso.schema import TABLES

DOCS = FOLDER.parent
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", sorted(make_pages()))
def test_a_page_is_what_the_code_declares(name):
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == make_pages()[name], "run python docs/make_reference.py"


def test_all_that_is_declared_stands_in_the_pages():
    told = "".join(make_pages().values())
    names = [f"## {name}" for name in TABLES]
    names += [f"| `{column.name}` |" for table in TABLES.values() for column in table.columns]
    names += [f"| `{name}` |" for name in SETTINGS]
    names += [f"## sayso {command.__name__}" for command in (*make.COMMANDS, *look.COMMANDS, *check.COMMANDS)]
    assert [name for name in names if name not in told] == []


def test_every_command_is_told_outside_the_reference_too():
    told = "".join(path.read_text(encoding="utf-8") for path in [DOCS.parent / "README.md", *DOCS.rglob("*.md")])
    commands = [command.__name__ for command in (*make.COMMANDS, *look.COMMANDS, *check.COMMANDS)]
    assert [name for name in commands if f"sayso {name}" not in told] == []


def test_links_between_pages_lead_somewhere():
    broken = [
        f"{page.relative_to(DOCS.parent)}: {target}"
        for page in [DOCS.parent / "README.md", *sorted(DOCS.rglob("*.md"))]
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_pages_are_found_from_the_index():
    index = Path(DOCS / "index.md").read_text(encoding="utf-8")
    assert [name for name in make_pages() if f"reference/{name}" not in index] == []
