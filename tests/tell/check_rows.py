"""Rows to draw samples from: a made-up document of numbered paragraphs, each laying something to a keeper of gates."""

from __future__ import annotations

import dataclasses

from sayso.schema import Attribution, Check, Claim, Document, Piece, Referent, Tables
from sayso.tell import ATTRIBUTION, Answer, Item

WORDS = "Keeper {n} said gate {n} was shut. Nobody else came."
SCORES = (0.9, 0.8, 0.85, 0.4)  # every fourth is doubtful


def make_document(text: str, name: str = "gates.txt") -> Document:
    return Document(
        f"d-{name}", "0" * 64, name, "text/plain", len(text), text, "The gates of Orrel", (), "Orrel Echo", "2031-05-06", None,
        None, None, (), "acquire 1",
    )


def make_gates(n: int = 12, *, name: str = "gates.txt", first: int = 0) -> Tables:
    """A document of `n` paragraphs, each with one attribution, which is a claim in two of three."""
    text, tables, doc_id = "", Tables(), f"d-{name}"
    for i in range(first, first + n):
        start = len(text)
        text += WORDS.format(n=i) + "\n\n"
        said = start + text[start:].index("said")
        content = ((said + 5, start + text[start:].index(".")),)
        source = ((start, said - 1),)
        tables.add("pieces", [Piece(doc_id, i, "part", "paragraph", start, len(text) - 2, None, None)])
        tables.add("referents", [
            Referent(f"r{name}{i}", doc_id, f"Keeper {i}", "person", i % 2 == 0, True, (), None, (), source, None, None, "read 1")
        ])
        tables.add("attributions", [Attribution(
            f"a{name}{i}", doc_id, source, ((said, said + 4),), content, "direct" if i % 3 == 0 else "indirect", "say", None,
            f"r{name}{i}", SCORES[i % 4], None, None, None, None, "read 1",
        )])
        if i % 3:
            tables.add("claims", [Claim(
                f"c{name}{i}", doc_id, "part", content, f"gate {i} was shut", f"gate {i} was shut", start, len(text) - 2,
                f"a{name}{i}", False, "affirmed", (), "nothing negates", "reports", ((said, said + 4),), "said", (), (), "read 1",
            )])
    tables.add("documents", [make_document(text, name)])
    return tables


def join(*sets: Tables) -> Tables:
    joined = Tables()
    for tables in sets:
        for name in tables.names():
            joined.add(name, tables.named(name))
    return joined


def make_check(item: Item, answer: Answer, *, number: int = 1, by: str = "ann", shown_id: str | None = None) -> Check:
    return Check(
        number, "2031-06-01T00:00:00+00:00", by, item.task, item.unit_id, shown_id or item.shown_id, item.document_id, item.spans,
        tuple(row.id for row in item.marked), (), (), (), "what stood there", answer.words, answer.n_wrong, answer.n_missing, 1, 30,
        "read 1",
    )


def answer_all(items: list[Item], answer: Answer, count: Answer, *, by: str = "ann", first: int = 1) -> list[Check]:
    """One answer to all attributions and one to all paragraphs."""
    return [
        make_check(item, answer if item.task == ATTRIBUTION else count, number=number, by=by)
        for number, item in enumerate(items, first)
    ]


def change(tables: Tables, table: str, id_: str, **values: object) -> Tables:
    """The same rows with one of them changed."""
    rows = {other: list(tables.named(other)) for other in tables.names()}
    rows[table] = [dataclasses.replace(row, **values) if row.id == id_ else row for row in rows[table]]
    return Tables(rows)
