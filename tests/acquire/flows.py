"""What the tests of acquire share: read a text, see its flow."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from sayso.acquire import Item, acquire_item
from sayso.schema import Cut, Document, Note, Part, Piece, Problem, Tables
from sayso.text.flow import Flow


@dataclasses.dataclass(frozen=True)
class Seen:
    """The rows of one document and its flow."""

    tables: Tables
    doc: Document
    flow: Flow

    @property
    def blocks(self) -> list[str]:
        return [self.flow.text[start:end] for start, end in self.flow.blocks()]

    @property
    def parts(self) -> list[Part]:
        return self.tables.take(Part)

    @property
    def notes(self) -> list[Note]:
        return self.tables.take(Note)

    @property
    def warnings(self) -> list[Problem]:
        return self.tables.take(Problem)

    def out(self, kind: str) -> list[str]:
        """Words of the pieces of a kind that are out of the flow."""
        return [self.doc.text[p.start : p.end] for p in self.tables.take(Piece) if p.why and p.kind == kind]

    def kinds(self) -> list[str]:
        return [piece.kind for piece in self.tables.take(Piece)]


def see(folder: Path, data: str | bytes, name: str = "doc.txt", **meta: str) -> Seen:
    """Acquire a document written to `folder`."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    tables = acquire_item(Item(str(path), name, tuple(sorted(meta.items())))).tables
    assert tables.take(Document), tables.take(Problem)
    doc = tables.take(Document)[0]
    return Seen(tables, doc, Flow(doc.text, tables.take(Cut)))


def lost(folder: Path, data: bytes, name: str = "doc.txt") -> Problem:
    """Acquire a document that can't be read; give its problem."""
    path = folder / name
    path.write_bytes(data)
    tables = acquire_item(Item(str(path), name)).tables
    assert not tables.take(Document)
    (problem,) = tables.take(Problem)
    assert problem.is_lost
    assert problem.where == str(path)
    return problem
