"""Evidence for a question: what answers is found, what doesn't isn't, for and against stand the right way round."""

from __future__ import annotations

import pytest

from sayso.errors import BadQuestion
from sayso.schema import Tables
from sayso.tell import find_evidence
from sayso.tell.evidence import MOST_ASKED, look_up_question
from sayso.tell.nearness import is_negated


@pytest.mark.parametrize(
    ("question", "group"),
    [
        pytest.param("Who opened the sluice?", "g-sluice", id="shared words"),
        pytest.param("How many casks of dye got into the lake?", "g-dye", id="the same in other words"),
        pytest.param("What did Dr Pryce say?", "g-sixty", id="a name alone"),
        pytest.param("Did Mayor Tarn deny the dumping?", "g-dye", id="a name and a denial"),
        pytest.param("When was the reservoir closed?", "g-shut", id="when"),
    ],
)
def test_the_nearest_group_answers(case: Tables, question: str, group: str) -> None:
    assert find_evidence(case, question)[0].group_id in ({group, "g-sixty"} if group == "g-dye" else {group})


@pytest.mark.parametrize(
    ("words", "group"),
    [
        pytest.param("any dye was dumped into the reservoir", "g-dye", id="of the other side"),
        pytest.param("“was dumped into the reservoir”", "g-dye", id="a part of them"),
    ],
)
def test_the_words_of_any_claim_call_its_group(case: Tables, words: str, group: str) -> None:
    """Another group's nearest claim is nearer to these words than this group's is."""
    found = find_evidence(case, words, limit=1)[0]
    assert found.group_id == group and found.why.startswith("holds these very words")


@pytest.mark.parametrize("question", [
    "Who won the football cup?", "What is the price of bread?", "When does the library open?", "Did the mayor take a bribe?",
])
def test_nothing_is_made_up(case: Tables, question: str) -> None:
    assert find_evidence(case, question) == []


def test_for_and_against(case: Tables) -> None:
    (dye,) = [row for row in find_evidence(case, "Was dye dumped into the reservoir?") if row.group_id == "g-dye"]
    assert dye.supporting and dye.opposing
    assert (dye.supporting.side, dye.supporting.lines, dye.supporting.verdict) == ("affirmed", 1, "same origin")
    assert [told.chain for told in dye.opposing.told] == [("Moor Tribune", "Mayor Ilse Tarn")]
    assert "shares dumped, dye" in dye.why


def test_a_negated_question_turns_the_sides_round(case: Tables) -> None:
    (dye,) = [row for row in find_evidence(case, "Was there no dye dumped?") if row.group_id == "g-dye"]
    assert dye.supporting and dye.supporting.side == "negated"


@pytest.mark.parametrize(
    ("question", "negated"),
    [
        ("Was there no dye?", True), ("Did the mayor deny it?", True), ("Did the mayor deny that there was no dye?", False),
        ("Didn't the mayor know?", False), ("The mayor didn’t know", True), ("Was dye dumped?", False),
    ],
)
def test_is_negated(question: str, *, negated: bool) -> None:
    assert is_negated(question) is negated


def test_at_most_so_many(case: Tables) -> None:
    assert len(find_evidence(case, "Was dye dumped into the reservoir?", limit=1)) == 1


def test_an_empty_case_holds_nothing() -> None:
    assert find_evidence(Tables(), "Was dye dumped?") == []


def test_the_nearest_is_named_where_nothing_answers(case: Tables) -> None:
    found = look_up_question(case, "Did the mayor take a bribe?")
    assert found.evidence == () and found.nearest
    assert all(near.standing == "near" and near.beside and not near.supporting for near in found.nearest)
    assert look_up_question(case, "Was dye dumped into the reservoir?").nearest == ()


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Wer hat gestern den Kuchen gebacken?", id="German"),
        pytest.param("من خبز الكعكة أمس؟", id="Arabic"),
        pytest.param("昨日誰がケーキを焼きましたか", id="Japanese"),
        pytest.param("<table><td>marzipan</td></table> 🚢", id="markup"),
        pytest.param("\u202ewho\x1b[31m", id="control characters"),
    ],
)
def test_what_no_claim_speaks_of_has_no_answer(case: Tables, question: str) -> None:
    assert find_evidence(case, question) == []


def test_a_page_of_text_is_no_question(case: Tables) -> None:
    with pytest.raises(BadQuestion) as error:
        find_evidence(case, "was dye dumped " * 7_000)
    assert "105,000 characters" in str(error.value) and len(str(error.value)) < 400
    assert find_evidence(case, "Was dye dumped into the reservoir?".ljust(MOST_ASKED))


@pytest.mark.parametrize("question", ["", " ?! ", "🚢🚢", "\x00"])
def test_a_question_needs_a_word(case: Tables, question: str) -> None:
    with pytest.raises(BadQuestion):
        find_evidence(case, question)
