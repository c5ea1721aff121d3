"""Duplicates as they are listed: the surest first, what differs marked."""

from __future__ import annotations

from sayso.schema import Cut, Document, Duplicate, Tables
from sayso.tell import describe_duplicates

A = "Menu\n\nThe board of Velm will close the old pier on Tuesday, its secretary said, and nobody asked her why."
B = "The board of Velm may close the old pier on Tuesday, its secretary, Ada Lomax, said, and nobody asked her why."


def document(name: str, text: str) -> Document:
    return Document(
        id=name, sha256=name, path=f"{name}.txt", media_type="text/plain", n_bytes=1, text=text, title=None, authors=(),
        publisher=None, published=None, language="en", url=None, origin=None, known_by=(), made_by="test",
    )


def duplicate(a: str, b: str, kind: str, likeness: float, n_only: int = 0) -> Duplicate:
    return Duplicate(
        a_id=a, b_id=b, kind=kind, likeness=likeness, is_dated=False, n_only_a=n_only, n_only_b=n_only, why="alike", made_by="test"
    )


def test_what_differs_is_marked_where_it_stands():
    tables = Tables({
        "documents": [document("a", A), document("b", B)], "cuts": [Cut("a", 0, 6, "", "furniture")],
        "duplicates": [duplicate("a", "b", "near copy", 0.8, n_only=3)],
    })
    (row,) = describe_duplicates(tables)
    assert row["differences"] == [
        "The board of Velm [-will-] {+may+} close the old pier on Tuesday, its",
        "the old pier on Tuesday, its secretary {+Ada Lomax+} said, and nobody asked her why.",
    ]
    assert (row["n_differences"], row["a"]["path"], row["b"]["title"]) == (2, "a.txt", "b.txt")


def test_the_surest_kind_comes_first_and_rows_of_lost_documents_not_at_all():
    tables = Tables({
        "documents": [document(name, A) for name in "abcd"],
        "duplicates": [
            duplicate("a", "b", "near copy", 0.9), duplicate("a", "c", "version", 0.5), duplicate("b", "c", "same bytes", 1.0),
            duplicate("a", "gone", "same text", 1.0), duplicate("b", "d", "near copy", 0.95),
        ],
    })
    assert [(row["kind"], row["b_id"]) for row in describe_duplicates(tables)] == [
        ("same bytes", "c"), ("version", "c"), ("near copy", "d"), ("near copy", "b"),
    ]


def test_what_differs_in_no_word_has_no_differences():
    tables = Tables({"documents": [document("a", A), document("b", A)], "duplicates": [duplicate("a", "b", "same text", 1.0)]})
    (row,) = describe_duplicates(tables)
    assert row["differences"] is None and row["n_differences"] is None


def test_many_differences_are_counted_and_a_few_shown():
    words = [f"word{i}" for i in range(60)]
    changed = [f"other{i}" if i % 6 == 0 else word for i, word in enumerate(words)]
    tables = Tables({
        "documents": [document("a", " ".join(words)), document("b", " ".join(changed))],
        "duplicates": [duplicate("a", "b", "near copy", 0.5, n_only=10)],
    })
    (row,) = describe_duplicates(tables)
    assert (row["n_differences"], len(row["differences"])) == (10, 5)
