"""Packaged templates, filled in: every plain string is escaped and its hidden characters are shown, wherever it comes from."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sayso.tell.model import is_turned
from sayso.tell.shown import clean_line, count_of, elide, show_text
from sayso.tell.verdicts import name_dispute
from sayso.tell.views import find_address

if TYPE_CHECKING:
    from jinja2 import Environment


@functools.cache
def make_environment() -> Environment:
    """What fills the packaged templates in; made once."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=FunctionLoader(read_packaged), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=_show_value,
    )
    environment.filters |= {
        "words": show_text, "count_of": count_of, "address": find_address, "line": clean_line,
        "anchor": name_anchor, "elide": lambda text, at_most: elide(text, at_most=at_most),
        "kind": lambda block: type(block).__name__.lower(), "name_dispute": name_dispute,
    }
    environment.tests["turned"] = is_turned
    return environment


@functools.cache
def read_packaged(name: str) -> str:
    """A packaged file; lines of what is no template are stripped as a page's are, so that hashes of a policy fit."""
    text = (files("sayso.tell") / "templates" / name).read_text("utf8")
    return text if name.endswith(".jinja") else strip_lines(text)


def strip_lines(text: str) -> str:
    """A text without indentation and empty lines."""
    return "\n".join(line for line in (line.strip() for line in text.splitlines()) if line)


def name_anchor(id_: str, kind: str) -> str:
    """Fragment of a row's permalink, `kind-id`; an id that begins with its kind already is left alone."""
    return id_ if id_.startswith(f"{kind}-") else f"{kind}-{id_}"


def _show_value(value: Any) -> Any:
    return show_text(value) if type(value) is str else value
