"""Write docs/reference from what the code declares: tables, commands, settings, errors.

    python docs/make_reference.py           writes the pages
    python docs/make_reference.py --check   exit code 1 if a page isn't what the code declares
"""

from __future__ import annotations

import argparse
import functools
import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer.main

from sayso import errors
from sayso.case import Added, Case
from sayso.case.drawing import Picture, Pictures
from sayso.case.lists import Rows
from sayso.case.showing import Answers, Changes, ShownGroup, ShownGroups, ShownMatrix, ShownSide
from sayso.cli.main import make_app
from sayso.config import FILE, SETTINGS
from sayso.schema import TABLES, Column, Spans

FOLDER = Path(__file__).parent / "reference"
SHOWN = (
    Rows, Picture, Pictures, ShownGroups, ShownGroup, ShownSide, ShownMatrix, Answers, Changes,
)
"""What methods of a case give, and what shows itself."""
PARTS = {"Args:": "Takes:", "Attributes:": "Has:", "Returns:": "Gives:", "Raises:": "Errors:"}
"""Parts of a docstring, by their heads, and what the page calls them."""
NOTE = "<!-- Written by docs/make_reference.py from what the code declares; change it there. -->"


def make_pages() -> dict[str, str]:
    """Every generated page, by file name."""
    pages = {
        "tables.md": make_tables(), "commands.md": make_commands(), "settings.md": make_settings(),
        "errors.md": make_errors(), "python.md": make_python(),
    }
    joined = {name: "\n".join([NOTE, "", *lines]).rstrip() + "\n" for name, lines in pages.items()}
    return {name: re.sub(r"\n{3,}", "\n\n", text) for name, text in joined.items()}


def make_tables() -> Iterator[str]:
    """The page of tables and columns."""
    yield from (
        "# Tables and columns", "",
        "Every row that sayso keeps, in the order in which the rooms write them. A case's `case.db` (SQLite) holds these tables,",
        "each with one more column, `made_from`: the document id, the lost path, or `case`, that the row was made from. Lists are",
        "kept as JSON arrays there. Offsets are Unicode code points into `documents.text`, end exclusive; *spans* are lists of",
        "`[start, end)` pairs. Besides these the database has `readings` (what was read, so that it isn't read again), `runs`,",
        "`log` (every change, each entry with the hash of the one before), `linkage` and `fingerprint`.", "",
    )
    for table in TABLES.values():
        key = ", ".join(f"`{name}`" for name in table.key)
        yield from (f"## {table.name}", "", f"{table.doc} Key: {key}. Written by: {table.room}.", "")
        yield from ("| column | type | is |", "|---|---|---|")
        for column in table.columns:
            yield f"| `{column.name}` | {name_type(column)} | {escape(column.doc)} |"
        yield ""


def make_commands() -> Iterator[str]:
    """The page of commands and their options."""
    root: Any = typer.main.get_command(make_app())
    yield from (
        "# Commands", "",
        "Rows go to standard output, everything else to standard error. With `--json` rows are one JSON object a line. `-` is",
        "standard input or output. Exit codes: 0 fine, 2 the command or its arguments are wrong, 3 something is missing or nothing",
        "could be read, 70 a bug of ours, 130 stopped by Ctrl-C. `sayso --version` says which version this is.", "",
    )
    for name, command in root.commands.items():
        params = [param for param in command.params if "--help" not in param.opts]
        words = [param.metavar or param.name.upper() for param in params if param.param_type_name == "argument"]
        yield from (f"## sayso {name}", "", f"`{' '.join(['sayso', name, *words, '[OPTIONS]'])}`", "", command.help, "")
        yield from ("| argument or option | default | does |", "|---|---|---|")
        for param in params:
            yield f"| {name_param(param)} | {name_default(param)} | {escape(param.help or '')} |"
        yield ""


def make_settings() -> Iterator[str]:
    """The page of settings."""
    yield from (
        "# Settings", "", f"What stands in a case's `{FILE}`. A setting that isn't there has its default; one that sayso",
        "doesn't know is an error.", "", "| setting | type | default | does |", "|---|---|---|---|",
    )
    for setting in SETTINGS.values():
        yield f"| `{setting.name}` | {setting.type.__name__} | `{setting.default!r}` | {escape(setting.doc)} |"


def make_errors() -> Iterator[str]:
    """The page of error codes."""
    yield from (
        "# Errors", "",
        "An error says what, where, what was got, and what mends it. Its code never changes. A bad *document* is no error: it",
        "becomes a row of `sayso problems` and the run goes on.", "",
        "| code | name | exit | means |", "|---|---|---|---|",
    )
    found = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, errors.SaysoError)]
    for cls in sorted(found, key=lambda cls: cls.code):
        if cls is not errors.SaysoError:
            yield f"| {cls.code} | `{cls.__name__}` | {cls.exit_code} | {escape((cls.__doc__ or '').strip())} |"


def make_python() -> Iterator[str]:
    """The page of the Python interface, from signatures and docstrings."""
    yield from (
        "# Python", "",
        "`from sayso import Case` is where to begin: everything else is what its methods give. The [notebook](../tutorial.ipynb)",
        "goes through them; to open it, `pip install notebook`. In Jupyter a case, and the classes below it, show themselves when",
        "they stand on a cell's last line; in a terminal they print the same in words. An error is one of [these](errors.md).", "",
    )
    classes: tuple[type, ...] = (Case, Added, *SHOWN)
    for cls in classes:
        yield from (f"## {cls.__name__}", "", *tell_docstring(cls), "")
        if issubclass(cls, Sequence | list):
            yield from ("A sequence: `len(...)`, `[0]`, `[:5]` and `for` go through it.", "")
        for name, member in list_members(cls):
            if told := tell_member(cls, name, member):
                yield from (*told, "")


def list_members(cls: type) -> Iterator[tuple[str, Any]]:
    """What a class offers, as it is written, and then what a class of ours that it stands on adds."""
    seen: set[str] = set()
    for part in (part for part in cls.__mro__ if part.__module__.startswith("sayso.")):
        found = {name: member for name, member in vars(part).items() if not name.startswith("_") and name not in seen}
        seen |= found.keys()
        yield from found.items()


def tell_member(cls: type, name: str, member: Any) -> list[str]:
    """A method or property with its signature and what its docstring says; nothing for anything else."""
    if isinstance(member, property | functools.cached_property):
        found = member.fget if isinstance(member, property) else member.func
        return [f"### {cls.__name__}.{name}", "", *tell_docstring(found)]
    found = getattr(member, "__func__", member)
    if not inspect.isfunction(found):
        return []
    signature = inspect.signature(found)
    kept = [
        param.replace(annotation=Bare(param.annotation), default=name_value(param.default))
        for param in signature.parameters.values() if param.name not in ("self", "cls")
    ]
    gives = Bare(signature.return_annotation.replace("Self", cls.__name__))
    words = signature.replace(parameters=kept, return_annotation=gives)
    return [f"### {cls.__name__}.{name}", "", f"`{name}{words}`", "", *tell_docstring(found)]


class Bare(str):
    """A text that shows without quotes."""

    def __repr__(self) -> str:
        return str(self)


def name_value(default: Any) -> Any:
    """A parameter's default, a function by its name."""
    return Bare(default.__name__) if inspect.isfunction(default) else default


def tell_docstring(told: Any) -> Iterator[str]:
    """A docstring as Markdown: its parts (Args, Attributes, Returns, Raises) as lists, examples as code."""
    is_code = False
    for line in (inspect.getdoc(told) or "").splitlines():
        is_example = line.startswith((">>>", "..."))
        if is_example != is_code:
            yield "```" if is_code else "```python"
        is_code = is_example
        if is_example:
            yield line[4:].replace("  # doctest: +SKIP", "")
        elif line in PARTS:
            yield from ("", PARTS[line], "")
        elif line.startswith("        "):
            yield f"  {line.strip()}"
        elif line.startswith("    "):
            name, colon, words = line.strip().partition(":")
            yield f"- `{name}`:{words}" if colon and " " not in name else f"- {line.strip()}"
        else:
            yield line
    if is_code:
        yield "```"


def name_type(column: Column) -> str:
    """The column's type in words."""
    if column.type == Spans:
        name = "spans"
    elif column.is_list:
        name = "list"
    else:
        name = {str: "text", int: "integer", float: "number", bool: "true or false"}[column.type]
    return f"{name} or null" if column.is_nullable else name


def name_param(param: Any) -> str:
    """An argument's or option's names, with what it takes."""
    if param.param_type_name == "argument":
        return f"`{param.metavar or param.name.upper()}`"
    takes = "" if param.is_flag else f" {param.metavar or param.name.upper()}"
    return ", ".join(f"`{name}{takes}`" for name in param.opts)


def name_default(param: Any) -> str:
    """An option's default; nothing for what must be given or is off."""
    return f"`{param.default}`" if param.default not in (None, False) and not param.required else ""


def escape(text: str) -> str:
    """Text that stands in one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write or check the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; say which pages are out of date")
    check: bool = parser.parse_args().check
    stale = []
    for name, text in make_pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(str(path))
            if not check:
                path.write_text(text, encoding="utf-8")
    if check and stale:
        sys.exit(f"out of date: {', '.join(stale)}; run python docs/make_reference.py")


if __name__ == "__main__":
    main()
