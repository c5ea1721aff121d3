"""What the model sees and what the rules find, made one; contents read again; places brought back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain import make_tables
from sayso.models.reading import Linked, Reading
from sayso.read.attribute import find_layings
from sayso.read.deciding import decide
from sayso.read.layings import Laying, Sureness
from sayso.read.modelled import Seen, _Excerpt, find_seen
from sayso.read.page import Page, make_page
from sayso.schema import Spans

SURE = Sureness(0.9, 0.8, 0.7, 0.6)


def page_of(text: str) -> Page:
    return make_page(make_tables(text))


def spans_of(text: str, *words: str) -> Spans:
    return tuple((text.index(one), text.index(one) + len(one)) for one in words if one)


def see(text: str, cue: str, source: str, content: str, *, score: float = 0.9, depth: int = 0) -> Seen:
    return Seen(spans_of(text, cue), spans_of(text, source), spans_of(text, content), score, SURE, depth)


def decide_on(text: str, *seen: Seen) -> list[Laying]:
    page = page_of(text)
    ruled = find_layings(page.text, [(block.start, block.end, block.words) for block in page.blocks])
    return decide(page, seen, ruled, alone=0.6)


SAID = "The clerk said the ledger was missing."


def test_the_models_spans_and_the_lexicons_class() -> None:
    (one,) = decide_on(SAID, see(SAID, "said", "The clerk", "the ledger was missing"))
    assert (one.cue_class, one.frame, one.source_head.text) == ("say", "c", "clerk")  # type: ignore[union-attr]
    assert one.content == spans_of(SAID, "the ledger was missing") and one.sure == SURE


@pytest.mark.parametrize(("score", "n"), [(0.3, 1), (0.2, 0)])
def test_a_rule_lowers_the_bar(score: float, n: int) -> None:
    assert len(decide_on(SAID, see(SAID, "said", "The clerk", "the ledger was missing", score=score))) == n


WINCED = "The clerk winced that the ledger was missing."


@pytest.mark.parametrize(("score", "n"), [(0.7, 1), (0.5, 0)])
def test_a_cue_no_lexicon_knows_is_the_models_alone(score: float, n: int) -> None:
    found = decide_on(WINCED, see(WINCED, "winced", "The clerk", "the ledger was missing", score=score))
    assert [x.cue_class for x in found] == ["say"] * n


def test_what_only_a_rule_finds_in_running_text_goes() -> None:
    assert decide_on(SAID) == []


def test_what_only_a_rule_finds_within_a_content_stays() -> None:
    text = "The clerk said the mayor denied that the ledger was missing."
    found = decide_on(text, see(text, "said", "The clerk", "the mayor denied that the ledger was missing"))
    assert [x.cue_class for x in found] == ["say", "deny"]


def test_one_who_was_told_is_no_source() -> None:
    text = "The office was warned that the cables were breaking."
    (one,) = decide_on(text, see(text, "was warned", "The office", "the cables were breaking"))
    assert one.source == () and one.source_head is None


@pytest.mark.parametrize(
    ("text", "cue", "source", "n"),
    [
        ("Three fishermen drowned on Monday, underscoring again the danger of the shoal.", "underscoring", "Three fishermen", 0),
        ("The mayor left the hall early, suggesting that she would not sign.", "suggesting", "The mayor", 0),
        ("Two bodies were found by the weir, raising doubts about the dam.", "raising", "Two bodies", 0),
        ("The report came out on Monday, showing that the dam had leaked.", "showing", "The report", 1),
        ("The clerk said the dam had leaked, suggesting that it was old.", "suggesting", "The clerk", 1),
        ("The clerk wrote letters suggesting that the dam was old.", "suggesting", "The clerk", 1),
    ],
)
def test_what_a_whole_clause_shows_is_nobodys_word(text: str, cue: str, source: str, n: int) -> None:
    content = text[text.index(cue) + len(cue) + 1 : -1]
    found = decide_on(text, see(text, cue, source, content))
    assert [x.cue for x in found] == [spans_of(text, cue)[:1]] * n


def test_a_shared_auxiliary_is_no_agreement() -> None:
    text = "The office may have been told that the cables were breaking."
    assert decide_on(text, see(text, "may", "The office", "have been told that the cables were breaking", score=0.4)) == []


def test_contents_are_read_again_until_nothing_is_found() -> None:
    text = "Vint said that Orme said that Brack knew."
    read: list[str] = []

    def reader(some: str) -> Reading:
        """Of "who said that what", the first that begins the text."""
        read.append(some)
        who, said, what = some.partition(" said that ")
        if not said:
            return Reading({"attribution": ()}, {})
        at = len(who)
        roles = {"source": ((0, at),), "content": ((len(some) - len(what), len(some.removesuffix("."))),)}
        return Reading({"attribution": (Linked((at + 1, at + 5), roles, 0.9, {}, dict(vars_of(SURE))),)}, {})

    seen = find_seen(text, reader, lambda content: True)
    assert [(text[slice(*one.cue[0])], one.depth) for one in seen] == [("said", 0), ("said", 1)]
    assert seen[1].source == ((15, 19),)
    assert read == [text, "Orme said that Brack knew"]  # what is left is too short to hold another


def vars_of(sure: Sureness) -> dict[str, float]:
    return {"cue": sure.cue, "source": sure.source, "content": sure.content, "whole": sure.whole}


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5)), min_size=1, max_size=8), st.data())
def test_places_in_an_excerpt_lead_back(lengths: list[tuple[int, int]], data: st.DataObject) -> None:
    flow = "".join(chr(97 + i % 26) for i in range(200))
    spans, at = [], 0
    for size, gap in lengths:
        spans.append((at, at + size))
        at += size + gap + 1
    excerpt = _Excerpt(flow, [tuple(spans[:3]), *((span,) for span in spans[3:])])
    b = data.draw(st.integers(0, len(excerpt.text) - 1))
    e = data.draw(st.integers(b + 1, len(excerpt.text)))
    back = "".join(flow[start:end] for start, end in excerpt.to_flow(b, e))
    assert back == "".join(char for char in excerpt.text[b:e] if char.isalpha())
