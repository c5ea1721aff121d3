"""An invented affair as rows: who dumped dye into the reservoir of Saltmere.

Rows are made by hand, with spans found by their words, so that the tests of this room need no other room. Five
documents: a paper that repeats a report, another that repeats the same report, a third with a denial and an unnamed
source, a blog that says no more than that source, and a hostile page.
"""

from __future__ import annotations

import dataclasses
import hashlib

from sayso.schema import (
    Arrival,
    Attribution,
    Claim,
    Contradiction,
    Cut,
    Dispute,
    Document,
    Drift,
    Duplicate,
    Group,
    Hop,
    Identity,
    Lead,
    Membership,
    Part,
    Piece,
    Problem,
    Referent,
    Ruled,
    Ruling,
    Silence,
    Source,
    Spans,
    StemmaEdge,
    Tables,
    Tally,
)

HOSTILE_TITLE = "<script>alert('title')</script> \u202egnp.exe\x1b[31m"

TEXTS = {
    "courier": (
        "The reservoir of Saltmere was shut on Tuesday. Forty barrels of dye were dumped into it,\n"
        "according to a report by the Brackwater Board. Residents queued for bottled water.\n\n"
        "12\n\n"
        "The waterworks said the reservoir was closed at six in the morning. The plant can pump 900 litres a second, "
        "and has done so since the spring floods."
    ),
    "herald": (
        "The Brackwater Board's report states that 40 barrels of dye were dumped into the reservoir. "
        "The harbour police said that the reservoir had been closed by six."
    ),
    "tribune": (
        "Mayor Ilse Tarn denied that any dye was dumped into the reservoir. "
        "Two officials may have opened the sluice at night, a person with knowledge of the matter said."
    ),
    "weir": "Sources close to the plant say that the sluice was opened at night. Make of that what you will.",
    "hostile": (
        "<script>alert('text')</script> Dr Anwen Pryce told the inquiry that 65 barrels of \u202edye\u202c were dumped "
        "into the reservoir. <img src=x onerror=alert(1)>"
    ),
}
ABOUT = {
    "courier": ("Reservoir shut after dye is dumped", "The Saltmere Courier", "2031-03-04"),
    "herald": ("Report blames dumped dye", "Fenwick Herald", "2031-03-05"),
    "tribune": ("Mayor: no dye was dumped", "Moor Tribune", "2031-03-06"),
    "weir": ("What the sluice saw", None, "2031-03-07"),
    "hostile": (HOSTILE_TITLE, '"><b onmouseover=alert(2)>Evil Post</b>', None),
}


@dataclasses.dataclass(frozen=True)
class Said:
    """One claim to make: where, which words, on whose word, in which group."""

    id: str
    doc: str
    words: str
    group: str
    side: str = "affirmed"
    stance: str = "reports"
    chain: tuple[tuple[str, str, str], ...] = ()  # words of the source, words of the cue, source id
    negated_by: str = ""
    hedged_by: str = ""
    quantities: tuple[str, ...] = ()


SAID = (
    Said("c1", "courier", "Forty barrels of dye were dumped into it", "g-dye", quantities=("40 barrels",),
         chain=(("a report by the Brackwater Board", "according to", "s-report"),)),
    Said("c2", "herald", "40 barrels of dye were dumped into the reservoir", "g-dye", quantities=("40 barrels",),
         chain=(("The Brackwater Board's report", "states", "s-report"),)),
    Said("c3", "tribune", "any dye was dumped into the reservoir", "g-dye", "negated", "denies",
         chain=(("Mayor Ilse Tarn", "denied", "s-mayor"),), negated_by="denied"),
    Said("c4", "courier", "the reservoir was closed at six in the morning", "g-shut",
         chain=(("The waterworks", "said", "s-works"),)),
    Said("c5", "herald", "the reservoir had been closed by six", "g-shut",
         chain=(("The harbour police", "said", "s-police"),)),
    Said("c6", "tribune", "Two officials may have opened the sluice at night", "g-sluice", stance="hedges",
         chain=(("a person with knowledge of the matter", "said", "s-person"),), hedged_by="may"),
    Said("c7", "weir", "the sluice was opened at night", "g-sluice",
         chain=(("Sources close to the plant", "say", "s-sources"),)),
    Said("c8", "hostile", "65 barrels of \u202edye\u202c were dumped into the reservoir", "g-sixty",
         chain=(("Dr Anwen Pryce", "told the inquiry", "s-pryce"),), quantities=("65 barrels",)),
    Said("c9", "courier", "The plant can pump 900 litres a second, and has done so since the spring floods", "g-pump",
         stance="asserts"),
)
SOURCES = (
    Source("s-report", "report by the Brackwater Board", "document", True, True, ("Brackwater Board's report",), None,
           None),
    Source("s-mayor", "Mayor Ilse Tarn", "person", True, True, ("Tarn",), None, None),
    Source("s-works", "Saltmere waterworks", "organisation", True, True, ("The waterworks",), None, None),
    Source("s-police", "Harbour police", "organisation", True, True, (), None, None),
    Source("s-person", "a person with knowledge of the matter", "person", False, True, (), None, None),
    Source("s-sources", "sources close to the plant", "crowd", False, True, (), None, None),
    Source("s-pryce", "Dr Anwen Pryce", "person", True, True, ("Pryce",), None, None),
    Source("s-plant", "Saltmere reservoir", "place", True, False, ("the plant",), None, None),
)
TALLIES = (
    Tally("g-dye", "affirmed", 2, 2, 1, 1, ("s-report",), ("report by the Brackwater Board",), "same origin", False, (),
          "Two documents, one word: both lay it to the report by the Brackwater Board."),
    Tally("g-dye", "negated", 1, 1, 1, 1, ("s-mayor",), ("Mayor Ilse Tarn",), "single telling", False, (), "One."),
    Tally("g-shut", "affirmed", 2, 2, 2, 2, ("s-police", "s-works"), ("Harbour police", "Saltmere waterworks"),
          "independent", False, (), "Two documents, two words."),
    Tally("g-sluice", "affirmed", 2, 2, 1, 2, ("s-person",), ("a person with knowledge of the matter",),
          "independence not established", True, (), "No chain ends in a named source."),
    Tally("g-sixty", "affirmed", 1, 1, 1, 1, ("s-pryce",), ("Dr Anwen Pryce",), "single telling", False, (), "One."),
    Tally("g-pump", "affirmed", 1, 1, 1, 1, ("courier",), ("The Saltmere Courier",), "single telling", False, (),
          "One."),
)


def find(doc: str, words: str) -> Spans:
    """Span of the first place where `words` stand in a document."""
    start = TEXTS[doc].index(words)
    return ((start, start + len(words)),) if words else ()


RULING = Ruling(
    1, "2031-05-01T10:00:00+00:00", "Ann", "grade", "source", ("s-plant",),
    ('{"about": "source", "name": "The plant", "members": []}',),
    "C", "seldom wrong", None, "test",
)


def make_case() -> Tables:
    """All rows of the affair."""
    tables = Tables()
    for doc in TEXTS:
        _add_document(tables, doc)
    for said in SAID:
        _add_claim(tables, said)
    tables.add("sources", SOURCES)
    tables.add("referents", [
        Referent("r-plant", "courier", "The plant", "place", True, False, (), None, (), find("courier", "The plant"),
                 None, None, "test")
    ])
    tables.add("identities", [Identity("r-plant", "s-plant", 0.8, "the same words")])
    firsts = {said.group: said for said in reversed(SAID)}
    tables.add("rulings", [RULING])
    tables.add("ruled", [Ruled(1, "grade", "source", "r-plant", "", "C", "applied", "ruling 1 by Ann, 2031-05-01: seldom wrong")])
    tables.add("groups", [Group(group, said.words, said.id) for group, said in firsts.items()])
    tables.add("tallies", TALLIES)
    tables.add("contradictions", [
        Contradiction("x1", "c1", "c3", "polarity", 0.9, "one side denies it: 'denied'"),
        Contradiction("x2", "c2", "c8", "number", 0.8, "40 barrels against 65 barrels"),
    ])
    tables.add("disputes", [
        Dispute("d1", "both ways", "g-dye", None, ("x1",), 3.0, "told both ways: 'denied'"),
        Dispute("d2", "numbers", "g-dye", "g-sixty", ("x2",), 2.0, "40 barrels against 65 barrels"),
    ])
    tables.add("leads", [
        Lead("l1", "s-report", "report by the Brackwater Board", "document", 2, 2, "https://board.example/report.pdf",
             "two documents lay claims to it"),
        Lead("l2", "s-pryce", "Dr Anwen Pryce", "person", 1, 1, "javascript:alert(3)", "one document"),
    ])
    tables.add("drifts", [Drift(
        "drift-0", "g-sluice", "c6", "c7", "hedge lost", "may have", "was", find("tribune", "may have"), find("weir", "was"), 0.1,
        "“may” left it open",
    )])
    tables.add("silences", [Silence(
        "n1", "herald", "s-works", "The waterworks", find("herald", "said that"), "declined", ("g-dye",), "it may bear on this"
    )])
    tables.add("manifest", [
        Arrival("pile.zip", "0" * 64, 90, "application/zip", "file", "container", None, None, None, "2024-03-01T10:00:00+00:00"),
        Arrival(
            "pile.zip/a.txt", "1" * 64, 60, "text/plain", "member", "lost", "0" * 64, None, "2024-02-01T10:00:00+00:00",
            "2024-03-01T10:00:00+00:00",
        ),
    ])
    first, second = sorted(doc.id for doc in tables.take(Document))[:2]
    tables.add("duplicates", [
        Duplicate(first, second, "near copy", 0.8, True, 3, 4, "most of their words are the same", "acquire")
    ])
    tables.add("problems", [
        Problem("p1", "minutes.pdf", "the PDF is encrypted", "ask whoever sent it for the password", True, "acquire"),
        Problem("p2", "hostile.html", "a <form> was cut", "forms aren't what a document says", False, "acquire"),
    ])
    return tables


def _add_document(tables: Tables, doc: str) -> None:
    title, publisher, published = ABOUT[doc]
    text = TEXTS[doc]
    sha = hashlib.sha256(text.encode("utf8")).hexdigest()
    tables.add("documents", [Document(
        doc, sha, f"papers/{doc}.txt", "text/plain", len(text), text, title, (), publisher, published, "en", None, None,
        (), "test",
    )])
    tables.add("parts", [Part(f"part-{doc}", doc, 0, 0, len(text), title, (), published)])
    if doc == "courier":
        page = text.index("\n\n12\n\n") + 2
        line = text.index("it,\n") + 3
        tables.add("pieces", [Piece(doc, 0, f"part-{doc}", "page_number", page, page + 2, 1, "a number alone")])
        tables.add("cuts", [
            Cut(doc, line, line + 1, " ", "line break"),
            Cut(doc, page - 2, page + 4, "\n\n", "page number"),
        ])


def _add_claim(tables: Tables, said: Said) -> None:
    doc, text = said.doc, TEXTS[said.doc]
    spans = find(doc, said.words)
    start = text.rfind("\n\n", 0, spans[0][0])
    end = text.find("\n\n", spans[0][1])
    teller = ABOUT[doc][1] or ABOUT[doc][0]
    tables.add("hops", [Hop(said.id, 0, doc, f"r-{said.id}-0", teller, "teller", (), (), "teller")])
    tables.add("identities", [])
    attribution_id = None
    for i, (words, cue, source_id) in enumerate(said.chain, 1):
        source = next(source for source in SOURCES if source.id == source_id)
        attribution_id = f"a-{said.id}-{i}"
        tables.add("hops", [Hop(
            said.id, i, doc, f"r-{said.id}-{i}", words, source.kind, find(doc, words), find(doc, cue), "attribution"
        )])
        tables.add("referents", [Referent(
            f"r-{said.id}-{i}", doc, words, source.kind, source.is_named, True, (), None, (), find(doc, words), None,
            None, "test"
        )])
        tables.add("identities", [Identity(f"r-{said.id}-{i}", source_id, 1.0, "the same words")])
        tables.add("attributions", [Attribution(
            attribution_id, doc, find(doc, words), find(doc, cue), spans, "indirect", "say", None, f"r-{said.id}-{i}",
            0.9, None, None, None, None, "test",
        )])
        tables.add("stemma_edges", [StemmaEdge(
            said.group, said.side, doc, source_id, said.id, "attribution", f"'{cue}'"
        )])
    tables.add("claims", [Claim(
        said.id, doc, f"part-{doc}", spans, said.words, said.words, start + 2 if start >= 0 else 0,
        end if end >= 0 else len(text), attribution_id, False, said.side,
        find(doc, said.negated_by) if said.negated_by else (), "counted the cues",
        said.stance, find(doc, said.hedged_by or (said.chain[0][1] if said.chain else "")), "by its cue",
        ("r-plant",) if said.id == "c9" else (), said.quantities, "test",
    )])
    tables.add("memberships", [Membership(said.id, said.group, said.side, 0.9, "the same words")])
