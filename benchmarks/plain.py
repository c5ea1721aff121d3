"""A few sentences as the rows of a document, without files: what the reader is tried on here and in the tests."""

from __future__ import annotations

from sayso.schema import Cut, Document, Part, Piece, Tables, make_id


def make_tables(text: str, *, author: str = "Nell Teller") -> Tables:
    """A plain document as acquire would give it.

    Args:
        text: blocks parted by empty lines, `# ` before a heading; nothing else is cut but a line's end within a block.
    Returns:
        `documents`, `parts`, `pieces` and `cuts`.
    """
    doc_id = make_id("d", text)
    pieces, cuts, at = [], [], 0
    for ordinal, block in enumerate(text.split("\n\n")):
        is_heading = block.startswith("# ")
        start, end = at + (2 if is_heading else 0), at + len(block)
        if is_heading:
            cuts.append(Cut(doc_id, at, start, "", "mark"))
        pieces.append(Piece(doc_id, ordinal, "p", "heading" if is_heading else "paragraph", start, end, None, None))
        cuts.extend(Cut(doc_id, at + i, at + i + 1, " ", "line break") for i, char in enumerate(block) if char == "\n")
        at = end + 2
    none = (None,) * 5
    doc = Document(doc_id, "0" * 64, "plain.txt", "text/plain", len(text), text, None, (author,), *none, (), "by hand")
    part = Part("p", doc_id, 0, 0, len(text), None, (author,), None)
    return Tables({"documents": [doc], "parts": [part], "pieces": pieces, "cuts": cuts})
