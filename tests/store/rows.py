"""Rows to keep: a small reading of an invented note."""

import hashlib

from sayso.schema import Check, Claim, Document, Group, Membership, Part, Piece, Problem, Ruling, Tables
from sayso.store.contract import Reading

TEXT = "The mayor said the weir was safe.\n\nNobody had looked at it since May.\n"


def make_document(name="note.txt", text=TEXT):
    data = text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        id=f"d{sha256[:8]}{name}", sha256=sha256, path=name, media_type="text/plain", n_bytes=len(data), text=text,
        title=None, authors=("A. Writer", "B. Writer"), publisher=None, published="2031-04-02", language=None, url=None,
        origin=None, known_by=("published: meta.csv",), made_by="test",
    )


def make_claim(doc, start=15, end=32, text="the weir was safe"):
    return Claim(
        id=f"c{doc.id}{start}", document_id=doc.id, part_id=f"{doc.id}p", spans=((start, end),), text=text,
        standalone=text, passage_start=0, passage_end=33, attribution_id=None, is_quote=False, polarity="affirmed",
        polarity_spans=(), why_polarity="nothing negates", stance="reports", stance_spans=((10, 14),),
        why_stance="said", actors=(), quantities=(), made_by="test",
    )


def make_reading(name="note.txt", text=TEXT, *, key=None, claims=None):
    doc = make_document(name, text)
    tables = Tables({
        "documents": [doc],
        "parts": [Part(f"{doc.id}p", doc.id, 0, 0, len(text), None, (), None)],
        "pieces": [Piece(doc.id, 0, f"{doc.id}p", "paragraph", 0, 33, None, None)],
        "claims": [make_claim(doc)] if claims is None else claims,
    })
    return Reading(key or f"k{doc.id}", name, doc.id, tables, text.encode())


def make_linked(reading, *, text="the weir was safe"):
    claim = reading.tables.take(Claim)[0]
    return Tables({
        "groups": [Group("g1", text, claim.id)],
        "memberships": [Membership(claim.id, "g1", "affirmed", 1.0, "stands alone")],
    })


def make_problem(where, what="it is empty", *, is_lost=True):
    return Problem(f"p{where}{what}", where, what, "there is nothing in it", is_lost, "test")


def make_check(reading, *, by="ann", answer=("right",), spans=((0, 33),)):
    return Check(
        number=0, at="2031-04-03T00:00:00+00:00", by=by, task="attribution", unit_id="a1", shown_id="w1",
        document_id=reading.document_id, spans=spans, attribution_ids=("a1",), source_spans=((0, 9),),
        cue_spans=((10, 14),), content_spans=((15, 32),), shown="{The mayor} *said* [[the weir was safe]].",
        answer=answer, n_wrong=None, n_missing=None, seed=1, n=30, made_by="test",
    )


def make_ruling(*, by="ann", value="hedges"):
    return Ruling(
        number=0, at="2031-04-03T00:00:00+00:00", by=by, kind="stance", about="claim", object_ids=("c1",),
        anchors=('{"about": "claim"}',), value=value, why="it reads so", undoes=None, made_by="test",
    )
