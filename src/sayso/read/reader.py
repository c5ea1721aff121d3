"""The seam behind which readers stand: chosen by name, each reads one document at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sayso.engine import Stage
from sayso.errors import UnknownReader
from sayso.schema import Tables

READS = ("documents", "parts", "pieces", "cuts", "notes")
WRITES = ("referents", "attributions", "citations", "claims", "hops", "problems")
DEFAULT = "trained"


class Reader(Protocol):
    """Anything that reads a document's tables and gives referents, attributions, citations, claims, hops and problems."""

    name: str
    made_by: str

    def read(self, tables: Tables) -> Tables:
        """Read the one document in `tables`."""
        ...


_READERS: dict[str, Callable[[], Reader]] = {}


def register_reader(name: str, make: Callable[[], Reader]) -> None:
    """Make a reader known by name; `make` is called once a process, when it is first asked for."""
    _READERS[name] = make


def reader_names() -> list[str]:
    """Names of the readers known, sorted."""
    return sorted(_READERS)


def make_read_stage(name: str = DEFAULT) -> Stage:
    """The stage that reads one document with the reader called `name`.

    Raises:
        UnknownReader: no reader goes by that name.
    """
    if name not in _READERS:
        raise UnknownReader(
            f"no reader is called {name!r}",
            where="--reader",
            got=[name],
            fix=f"choose one of: {', '.join(reader_names())}",
        )
    return Stage(f"read.{name}", READS, WRITES, _READERS[name]().read)


def _make_rules() -> Reader:
    from sayso.read.rules import RuleReader  # noqa: PLC0415  the parser's import costs a second

    return RuleReader()


def _make_trained() -> Reader:
    from sayso.read.trained import TrainedReader  # noqa: PLC0415  as above

    return TrainedReader()


register_reader("rules", _make_rules)
register_reader("trained", _make_trained)
