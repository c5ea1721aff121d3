"""Laws of acquire: whatever the text, its pieces hold all of it and its flow leads back to it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.acquire.assemble import InnerCut, Stretch, to_cuts
from sayso.acquire.html.page import read_html
from sayso.acquire.markdown import read_markdown
from sayso.acquire.media import Unreadable
from sayso.acquire.plain import read_plain
from sayso.acquire.reading import Original, to_rows
from sayso.schema import Cut, Note, Part, Piece, Tables
from sayso.text.flow import BREAK, Flow
from sayso.text.spans import check_spans

LINES = st.sampled_from(
    [
        "",
        "",
        " ",
        "\f",
        "                              ",
        "____",
        "1",
        "2",
        "ii",
        "Advertisement",
        "By Ada Lomax",
        "3 May 2020",
        "May 3, 2020 · 4 min read",
        "Pier in Velm closes",
        "INTRODUCTION",
        "Contents",
        "Introduction .... 4",
        "The end     12",
        "Sources:",
        "Notes",
        " • The Velm Courier",
        "1 Ada Lomax, The Pier, 2012.",
        "2 Ibid., 4.",
        "3See the letter.",
        "The board of the harbour met on Monday.1 It agreed on nothing at all.",
        "the builders finished their work in the spring of the year and were paid for the pan-",
        "European railway that nobody had asked for in all that time,",
        "coopera-",
        "tion of the two towns.",
        "1. REPORT DATE",
        "4. TITLE AND SUBTITLE",
        "6. AUTHOR(S)",
        "by",
        "Ada Lomax",
        "Correction: it was not so.",
        "From: Ada Lomax",
        "To: Bo Carver",
        "Subject: the pier",
        "- one thing",
        "(2) another thing",
        "a \u2028b",
        "\r",
        "x\x85y",
        "“Quoted,” she said.",
        "...",
        "The board of the harbour met...",
        "Read more",
        "© 2020",
        "word2 and more",
        'border." 1  Since',
        "\u00a0",
        "z-",
        "-",
        "—",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(LINES, max_size=40).map("\n".join),
    st.lists(LINES, max_size=25).map("\n\n".join),
    st.lists(LINES, max_size=25).map("\r\n".join),
)


def rows(text: str) -> Tables:
    return to_rows(
        Original("a.txt", "a.txt", text.encode("utf-8", "surrogatepass"), "text/plain", {}), read_plain(text)
    )


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_pieces_stand_in_order_and_hold_all_but_white_space(text):
    at = 0
    for ordinal, piece in enumerate(rows(text).take(Piece)):
        assert piece.ordinal == ordinal
        assert at <= piece.start < piece.end <= len(text)
        assert not text[at : piece.start].strip()
        at = piece.end
    assert not text[at:].strip()


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_the_flow_leads_back_to_the_text(text):
    tables = rows(text)
    cuts = tables.take(Cut)
    flow = Flow(text, cuts)
    assert len({cut.start for cut in cuts}) == len(cuts)
    assert all(a.end <= b.start for a, b in itertools.pairwise(cuts))
    for start, end in flow.blocks():
        spans = flow.to_canonical(start, end)
        check_spans(spans, text_length=len(text), where="a block")
        put = "".join(text[b:e] for b, e in spans)
        assert [char for char in flow.text[start:end] if char != " "] == [char for char in put if char != " "]
        assert len(flow.text[start:end].splitlines()) == 1 or "\x1c" in put  # no line break inside a block


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_blocks_are_parted_by_one_empty_line(text):
    flow = Flow(text, rows(text).take(Cut)).text
    bare = flow.replace(BREAK, "")
    assert not any(char in bare for char in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_what_is_kept_is_what_the_pieces_say(text):
    tables = rows(text)
    flow = Flow(text, tables.take(Cut))
    kept = {place for start, end in flow.blocks() for b, e in flow.to_canonical(start, end) for place in range(b, e)}
    out = {place for piece in tables.take(Piece) if piece.why for place in range(piece.start, piece.end)}
    assert not kept & out


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_reading_twice_gives_the_same_rows(text):
    a, b = rows(text), rows(text)
    assert all(a.named(name) == b.named(name) for name in ("documents", "parts", "pieces", "cuts", "notes"))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_parts_cover_the_text_and_notes_lie_in_it(text):
    tables = rows(text)
    parts = tables.take(Part)
    assert parts[0].start == 0 and parts[-1].end == len(text)
    assert all(a.end == b.start for a, b in itertools.pairwise(parts))
    assert {piece.part_id for piece in tables.take(Piece)} <= {part.id for part in parts}
    ids = [note.id for note in tables.take(Note)]
    assert len(set(ids)) == len(ids)
    for note in tables.take(Note):
        check_spans(note.mark_spans, text_length=len(text), where="a mark")
        check_spans(note.spans, text_length=len(text), where="a note")


MARKUP = st.lists(
    st.sampled_from(
        [
            "# ",
            "## ",
            "**",
            "*",
            "__",
            "[",
            "](http://a.example)",
            "words",
            " ",
            "\n",
            "\n\n",
            "- ",
            "![",
            "a",
            "1. ",
            "---\n",
            ">",
        ]
    ),
    max_size=40,
).map("".join)


@given(MARKUP)
@settings(max_examples=300, deadline=None)
def test_cuts_of_markdown_do_not_overlap(text):
    tables = to_rows(Original("a.md", "a.md", text.encode(), "text/markdown", {}), read_markdown(text))
    cuts = tables.take(Cut)
    assert all(a.end <= b.start for a, b in itertools.pairwise(cuts))
    flow = Flow(text, cuts)
    assert "\n" not in flow.text.replace(BREAK, "")


HTML = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<br>",
                "<h2>",
                "</h2>",
                "<li>",
                "</li>",
                "<ul>",
                "</ul>",
                "<nav>",
                "</nav>",
            ),
            *(
                "<a href='#n'>1</a>",
                "<p id='n'>",
                "<a href='http://a.example'>",
                "</a>",
                "<table><tr><td>",
                "<td>",
                "</table>",
            ),
            *(
                "The board met on Monday, it said, and agreed. ",
                "words",
                " ",
                "\n",
                "\u2028",
                "Advertisement",
                "By Ada Lomax",
            ),
            *(
                "<blockquote>",
                "</blockquote>",
                "<script>x</script>",
                "<!-- c -->",
                "&nbsp;",
                "<sup>",
                "</sup>",
                "3 May 2020",
            ),
        ]
    ),
    max_size=40,
).map("".join)


@given(HTML)
@settings(max_examples=60, deadline=None)
def test_html_obeys_the_same_laws(page):
    try:
        reading = read_html(b"<html><body>" + page.encode())
    except Unreadable:
        return
    tables = to_rows(Original("a.html", "a.html", b"", "text/html", {}), reading)
    text, cuts, at = reading.text, tables.take(Cut), 0
    assert all(a.end <= b.start for a, b in itertools.pairwise(cuts))
    assert "\n" not in Flow(text, cuts).text.replace(BREAK, "")
    for piece in tables.take(Piece):
        assert at <= piece.start < piece.end
        assert not text[at : piece.start].strip()
        at = piece.end
    for note in tables.take(Note):
        check_spans(note.mark_spans, text_length=len(text), where="a mark")
        check_spans(note.spans, text_length=len(text), where="a note")
        assert note.kind != "link" or text[slice(*note.mark_spans[0])] == note.label


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        pytest.param((20, 21), (), id="in a stretch out of the flow"),
        pytest.param((10, 16), (), id="over the end of its stretch"),
        pytest.param((8, 10), ((8, 10),), id="in the flow"),
    ],
)
def test_a_cut_inside_a_stretch_never_overlaps_those_between(inner, kept):
    text = "The pier is shut.\n\nHead1\n\nIt opens in May."
    stretches = [Stretch(0, 15, "paragraph"), Stretch(15, 24, "title", "the headline"), Stretch(26, 42, "paragraph")]
    cuts = to_cuts("d", text, stretches, [InnerCut(*inner, "a mark"), InnerCut(*inner, "told twice")])
    assert all(a.end <= b.start for a, b in itertools.pairwise(cuts))
    assert tuple((cut.start, cut.end) for cut in cuts if cut.why == "a mark") == kept
