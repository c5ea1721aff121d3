"""Passages that two documents share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from link_rows import document

from sayso.engine import run_stage
from sayso.link.copies import COPIES, MIN_WORDS
from sayso.schema import Copy, Cut, Document, Tables
from sayso.text.spans import cut_text

LONG = "the old ferry left the eastern quay before dawn with forty crates of salted herring in its hold"
QUOTE = "nobody opened the upper gates last winter"


def find(*documents: Document, cuts: tuple[Cut, ...] = ()) -> list[Copy]:
    return run_stage(COPIES, Tables({"documents": documents, "cuts": cuts})).take(Copy)


def test_a_long_passage_is_found_with_its_exact_words() -> None:
    a, b = document("a", f"Witnesses agree: {LONG}. So far."), document("b", f"It is said that {LONG}, yet.")
    (copy,) = find(a, b)
    assert cut_text(a.text, copy.spans_a) == cut_text(b.text, copy.spans_b) == LONG
    assert (copy.n_words, copy.score) == (len(LONG.split()), 1.0)


def test_a_lightly_rewritten_passage_is_one_copy() -> None:
    other = LONG.replace("before dawn", "well before sunrise")
    (copy,) = find(document("a", LONG), document("b", other))
    assert 0.6 <= copy.score < 1
    assert cut_text(other, copy.spans_b) == other


def test_short_running_text_is_no_copy_but_quoted_words_are() -> None:
    assert not find(document("a", f"He said {QUOTE}."), document("b", f"She said {QUOTE}."))
    (copy,) = find(document("a", f"He said: “{QUOTE}.”"), document("b", f"She said {QUOTE}."))
    assert copy.why == "quoted words of one appear in the other"
    (copy,) = find(document("a", f'He said: "{QUOTE}."'), document("b", f"She said: “{QUOTE}”"))
    assert copy.why == "the same quotation"


def test_names_and_titles_in_quotation_marks_are_no_utterance() -> None:
    name = "Chief Air Marshal Ada Mary Kell of Norland"
    assert not find(document("a", f"“{name}”"), document("b", f"{name} spoke."))


def test_words_parted_by_a_cut_are_one_passage() -> None:
    text = LONG.replace("salted", "sal-\nted")
    at = text.index("-\n")
    (copy,) = find(document("a", text), document("b", LONG), cuts=(Cut("a", at, at + 2, "", "hyphen"),))
    assert copy.score == 1.0
    assert len(copy.spans_a) == 2


def test_the_way_is_told_by_credit_then_by_date() -> None:
    a, b = document("a", LONG, published="2031-05-02"), document("b", LONG, published="2031-05-01")
    (copy,) = find(a, b)
    assert (copy.direction, copy.document_a, copy.why_direction) == ("b_from_a", "b", "published 2031-05-01, the other 2031-05-02")
    credited = document("b", f"{LONG}, the Harbour Gazette reported", published="2031-05-01")
    (copy,) = find(document("a", LONG, publisher="Harbour Gazette", published="2031-05-02"), credited)
    assert (copy.document_a, copy.why_direction) == ("a", "the later one names Harbour Gazette")


def test_without_dates_or_credit_the_way_is_not_made_up() -> None:
    (copy,) = find(document("a", LONG), document("b", LONG))
    assert copy.direction is None
    assert copy.why_direction == "not both are dated, and neither names the other"


WORDS = st.lists(st.sampled_from(["ash", "birch", "cedar", "dune", "elm", "fir", "gorse", "hazel", "iris"]), max_size=40)


@given(WORDS, WORDS, st.integers(MIN_WORDS, 25))
def test_whatever_stands_around_it_a_long_passage_is_found(before: list[str], after: list[str], n: int) -> None:
    passage = [f"word{i}" for i in range(n)]
    a = document("a", " ".join([*before, *passage, *after]))
    b = document("b", " ".join(passage))
    for copies in (find(a, b), find(b, a)):
        assert [copy.n_words for copy in copies] == [n]
        assert cut_text(a.text, copies[0].spans_a) == " ".join(passage)
