"""Lists and traces in words: names resolved, ready for JSON, safe in a terminal."""

from __future__ import annotations

import inspect
import json

import pytest

from sayso import tell
from sayso.errors import UnknownName
from sayso.schema import Cell, Claim, EvidenceItem, Proposal, Tables
from sayso.tell.drafting import Draft, DraftSentence, Frame
from sayso.tell.drafts import keep_draft
from sayso.tell.lookup import Lookup
from sayso.tell.statements import make_statements
from tell.weighed import make_weighed

LISTS = [
    name for name in tell.__all__
    if name.startswith("describe_") and list(inspect.signature(getattr(tell, name)).parameters) == ["tables"]
]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_json(name: str) -> None:
    tables = make_weighed()
    tables.add("evidence", [EvidenceItem("g-dye", "affirmed", 1, ("s-report",), 1.0, 0.5, 0.4, False, "one line")])
    tables.add("cells", [Cell("H1", "g-dye", "affirmed", "consistent", "consistent", 0.8, (), 0.0, "it says so")])
    statement = make_statements(Lookup(tables), [row for row in tables.take(Claim) if row.id == "c2"])[0][0]
    frame = Frame("", "according to", "", "", statement)
    made = Draft((DraftSentence((), ("c2",), (), (frame,)),), "llm made-up", ())
    tables.add("drafts", keep_draft(made, at="2031-05-02T10:00:00+00:00"))
    spans = next(row for row in tables.take(Claim) if row.id == "c2").spans
    tables.add("proposals", [Proposal("q1", "herald", "claim", (), (), spans, None, "the model only", "llm made-up")])
    found = getattr(tell, name)(tables)
    assert found
    assert json.loads(json.dumps(found)) == to_plain(found)


def to_plain(value: object) -> object:
    """Tuples as the lists that JSON makes of them."""
    if isinstance(value, dict):
        return {key: to_plain(one) for key, one in value.items()}
    return [to_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def test_disputes_name_both_sides(case: Tables) -> None:
    first, second = tell.describe_disputes(case)
    assert first["group"]["negated"]["claims"][0]["chain"] == ["Moor Tribune", "Mayor Ilse Tarn"]
    assert first["other"] is None
    assert second["other"]["text"].startswith("65 barrels")
    assert second["clashes"] == [{"claims": ["c2", "c8"], "kind": "number", "why": "40 barrels against 65 barrels"}]


def test_sources_by_the_chains_they_end(case: Tables) -> None:
    rows = tell.describe_sources(case)
    assert (rows[0]["id"], rows[0]["n_ends"], rows[0]["n_documents"]) == ("s-report", 2, 2)
    assert "s-plant" not in {row["id"] for row in rows}


def test_actors_are_spoken_of(case: Tables) -> None:
    (plant,) = tell.describe_actors(case)
    assert (plant["name"], plant["claims"]) == ("Saltmere reservoir", ["c9"])


def test_trace_in_words(case: Tables) -> None:
    told = tell.tell_trace(case, "g-dye")
    assert "AFFIRMED: same origin\n  2 documents, 1 line\n  weakest point: report by the Brackwater Board" in told
    assert "  Moor Tribune, 2031-03-06\n    └ lays it to Mayor Ilse Tarn" in told
    assert told.index("AFFIRMED") < told.index("DENIED")


def test_trace_is_safe_in_a_terminal(case: Tables) -> None:
    told = tell.tell_trace(case, "g-sixty")
    assert "[U+202E]" in told
    assert not {"\x1b", "\u202e"} & set(told)


def test_trace_of_an_unknown_group(case: Tables) -> None:
    with pytest.raises(UnknownName):
        tell.tell_trace(case, "nothing")


def test_silences_stand_with_the_leads(case: Tables) -> None:
    (row,) = tell.describe_silences(case)
    assert (row["name"], row["words"], row["document"]) == ("The waterworks", "said that", "Report blames dumped dye")
    html = tell.make_brief(case, question="", made_at="2031-03-08T09:30:00+00:00", version="0")
    leads = html[html.index('id="leads"') : html.index('id="documents"')]
    assert "Asked, and did not answer" in leads
    assert 'href="#source-s-works"' in leads
    assert 'href="#group-g-dye"' in leads
