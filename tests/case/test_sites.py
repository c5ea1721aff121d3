"""Lines that many pages of one site show are furniture, whoever's template it is; other sites' pages keep theirs."""

import pytest

from sayso import Case
from sayso.schema import Document, Piece

SUBJECTS = ("sluice", "bridge", "quarry", "orchard", "lighthouse", "tramway")
BANNER = "Thirty years of slow reporting from the estuary"


def make_page(folder, site, subject):
    body = "".join(
        f"<p>The {subject} was closed for {number} weeks last winter, said Ilse Brandt, who keeps its books and its keys. "
        f"Nobody had told the {subject}'s owners before the {number}th of the month.</p>" for number in (2, 5, 9)
    )
    (folder / f"{site}-{subject}.html").write_text(
        f'<html><head><title>The {subject}</title><link rel="canonical" href="https://{site}.example/{subject}"></head>'
        f"<body><article><h1>The {subject} and its keeper</h1><p>{BANNER}</p>{body}</article></body></html>",
        encoding="utf-8",
    )


def find_kinds(case):
    texts = {doc.id: (doc.path, doc.text) for doc in case.tables().take(Document)}
    found = {}
    for piece in case.tables().take(Piece):
        path, text = texts[piece.document_id]
        if text[piece.start : piece.end] == BANNER:
            found[path] = (piece.kind, piece.why)
    return found


@pytest.mark.parametrize("n_pages", [2, 6])
def test_a_line_of_many_pages_is_furniture(tmp_path, n_pages):
    for subject in SUBJECTS[:n_pages]:
        make_page(tmp_path, "estuary", subject)
    make_page(tmp_path, "elsewhere", "mill")
    with Case.in_memory() as case:
        case.add([tmp_path])
        kinds = find_kinds(case)
    of_site = {kind for path, (kind, _) in kinds.items() if path.startswith("estuary")}
    assert of_site == ({"heading"} if n_pages == 2 else {"furniture"})
    assert kinds["elsewhere-mill.html"][0] == "heading"
    assert n_pages == 2 or "6 pages" in kinds["estuary-sluice.html"][1]
