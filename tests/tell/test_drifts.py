"""Drift side by side, in the terminal and in the brief."""

from __future__ import annotations

import re

from sayso.schema import Drift, Spans, Tables
from sayso.tell import describe_drifts, make_brief
from sayso.tell.bounds import SCREEN
from tell.rows import TEXTS

LEAST = "drift-0"  # stands in the case already, with the lowest score


def place(doc: str, words: str) -> Spans:
    start = TEXTS[doc].index(words)
    return ((start, start + len(words)),)


def drift(number: int, score: float, **columns: object) -> Drift:
    given: dict[str, object] = {
        "id": f"drift-{number}", "group_id": "g-sluice", "from_claim": "c6", "to_claim": "c7", "kind": "hedge lost",
        "before": "may have", "after": "was", "before_spans": place("tribune", "may have"), "after_spans": place("weir", "was"),
        "score": score, "why": "“may” left it open",
    }
    return Drift(**(given | columns))  # type: ignore[arg-type]


def brief_of(tables: Tables) -> str:
    return make_brief(tables, question="", made_at="2031-03-08T09:30:00+00:00", version="0")


def test_changed_words_are_marked_on_both_sides(case: Tables) -> None:
    case.add("drifts", [drift(1, 0.9)])
    row = describe_drifts(case)[0]
    assert row["from"]["marked"] == "Two officials [-may have-] opened the sluice at night"
    assert row["to"]["marked"] == "the sluice {+was+} opened at night"
    assert (row["from"]["document"], row["from"]["published"]) == ("Moor Tribune", "2031-03-06")


def test_words_far_from_the_claim_are_shown_beside_it(case: Tables) -> None:
    far = place("courier", "The reservoir of Saltmere")
    case.add("drifts", [drift(1, 0.9, from_claim="c9", before_spans=far)])
    marked = describe_drifts(case)[0]["from"]["marked"]
    assert marked.startswith("[-The reservoir of Saltmere-]")
    assert " … The plant can pump" in marked or "Forty barrels" in marked


def test_the_worst_come_first_and_groups_can_be_picked(case: Tables) -> None:
    case.add("drifts", [drift(1, 0.4), drift(2, 0.9), drift(3, 0.5, group_id="g-other")])
    assert [row["id"] for row in describe_drifts(case)] == ["drift-2", "drift-3", "drift-1", LEAST]
    assert [row["id"] for row in describe_drifts(case, groups=["g-other"])] == ["drift-3"]


def test_the_brief_marks_them_with_more_than_colour(case: Tables) -> None:
    case.add("drifts", [drift(1, 0.9)])
    html = brief_of(case)
    assert re.search(r'<del><span class="unseen">\[went: </span>may have<span class="unseen">\]</span></del>', html)
    assert re.search(r'<ins><span class="unseen">\[came: </span>was<span class="unseen">\]</span></ins>', html)
    assert "left it open" in html


def test_the_brief_shows_the_worst_and_counts_the_rest(case: Tables) -> None:
    case.add("drifts", [drift(i, 0.5) for i in range(1, SCREEN.drifts + 2)])
    html = brief_of(case)
    assert html.count('class="drift"') == SCREEN.drifts
    assert "2 more changes" in html


def test_what_documents_say_stays_text(case: Tables) -> None:
    case.add("drifts", [drift(1, 0.9, to_claim="c8", after_spans=place("hostile", "65 barrels of \u202edye\u202c"))])
    html = brief_of(case)
    assert "<script>alert" not in html
    assert "[U+202E]" in describe_drifts(case)[0]["to"]["marked"]
