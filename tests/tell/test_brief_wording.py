"""How the brief puts things: nobody's words stand bare, names stand before what they say, what only grew is no dispute."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from sayso.schema import (
    Caution,
    Cell,
    Claim,
    Dispute,
    EvidenceItem,
    Group,
    Hop,
    Membership,
    Ruling,
    Sensitivity,
    Tables,
    Tally,
    Weighing,
)
from sayso.tell import make_brief, to_markdown
from sayso.tell.model import Brief, Section, Statement, number_of, walk
from sayso.tell.passages import cut_around
from sayso.tell.pictures import draw_matrix, draw_tornado
from tell.brief_rows import MADE_AT, add_weighing, model_of


def swap(tables: Tables, name: str, rows: list[object]) -> Tables:
    return Tables({**{name: tables.named(name) for name in tables.names()}, name: rows})


def find_section(brief: Brief, anchor: str) -> Section:
    return next(block for block in walk(brief.sections) if isinstance(block, Section) and block.anchor == anchor)


def read(brief: Brief, anchor: str) -> list[str]:
    blocks = walk(find_section(brief, anchor).blocks)
    return ["".join(run.text for run in block.words) for block in blocks if isinstance(block, Statement)]


def test_headings_that_are_somebodys_words_stand_in_quotation_marks(case: Tables) -> None:
    brief, texts = model_of(case), [group.text for group in case.take(Group)]
    titles = [block.title for block in walk(brief.sections) if isinstance(block, Section)]
    bare = [title for title in titles for text in texts if text[:40] in title and f"“{text[:40]}" not in title]
    assert not bare
    assert any("“Forty barrels" in title for title in titles)


def test_a_name_stands_before_what_it_is_said_to_have_done(case: Tables) -> None:
    told = to_markdown(model_of(case))
    assert "Mayor Ilse Tarn](#source-s-mayor) (*denied*)" in told
    assert "*denied* [Mayor Ilse Tarn" not in told


def test_of_a_longer_chain_each_word_stands_behind_its_name(case: Tables) -> None:
    hop = next(row for row in case.take(Hop) if row.claim_id == "c8" and row.ordinal == 1)
    first = next(row for row in case.take(Hop) if row.claim_id == "c3" and row.ordinal == 1)
    further = dataclasses.replace(first, claim_id="c8", ordinal=2, cue_spans=hop.cue_spans, name="Una Brill")
    case.add("hops", [further])
    told = "".join(run.text for run in next(
        block.chain for block in walk(model_of(case).sections) if type(block).__name__ == "Telling" and block.anchor == "claim-c8"
    ))
    assert ", laid to Dr Anwen Pryce (told the inquiry), then to Una Brill (told the inquiry)" in told


@pytest.mark.parametrize("kind", ["update", "correction"])
def test_what_only_grew_or_was_put_right_is_called_no_dispute(case: Tables, kind: str) -> None:
    disputes = [dataclasses.replace(row, kind=kind, other_group_id="g-sixty", group_id="g-dye") for row in case.take(Dispute)[:1]]
    brief = model_of(swap(case, "disputes", disputes))
    first = read(brief, "bottom-line")
    assert not any(line.startswith("Disputed") for line in first)
    assert sum("no dispute" in line for line in first) == 1
    told = " ".join(read(brief, "disputes"))
    assert "no dispute: Forty barrels" in told and "can’t both hold" not in told
    page = make_brief(swap(case, "disputes", disputes), question="Who?", made_at=MADE_AT, version="0")
    assert "no dispute</p>" in page and "can’t both hold (" not in page


def test_who_tells_each_side_stands_in_the_bottom_line(case: Tables) -> None:
    told = next(line for line in read(model_of(case), "bottom-line") if line.startswith("Disputed") and "told both ways" in line)
    assert "affirmed by 2 documents (same origin), denied by 1 document (single telling)" in told


def test_the_first_note_of_quoted_words_is_the_passage_that_has_them(case: Tables) -> None:
    groups = [dataclasses.replace(row, claim_id="c2", text="40 barrels of dye were dumped into the reservoir")
              if row.id == "g-dye" else row for row in case.take(Group)]
    brief = model_of(swap(case, "groups", groups))
    side = next(x for x in walk(brief.sections) if isinstance(x, Statement) and x.anchor == "group-g-dye")
    assert side.passages[0].claim_id == "c2"
    line = next(x for x in find_section(brief, "bottom-line").blocks
                if isinstance(x, Statement) and x.level and "40 barrels of dye" in x.words[2].text)
    assert line.passages[0].claim_id == "c2"


def test_a_caption_that_a_page_repeats_is_told_once_with_all_its_places(case: Tables) -> None:
    claim = next(row for row in case.take(Claim) if row.id == "c1")
    start, end = claim.spans[0]
    case.add("claims", [dataclasses.replace(claim, id=f"again{n}", spans=((start + n, end),)) for n in (1, 2)])
    case.add("hops", [
        dataclasses.replace(row, claim_id=f"again{n}") for n in (1, 2) for row in case.take(Hop) if row.claim_id == "c1"
    ])
    member = next(row for row in case.take(Membership) if row.claim_id == "c1")
    case.add("memberships", [dataclasses.replace(member, claim_id=f"again{n}") for n in (1, 2)])
    brief = model_of(case)
    same = [x for x in walk(brief.sections) if isinstance(x, Statement) and any(", 3 times)" in run.text for run in x.words)]
    assert len(same) == 1
    assert len(number_of(same[0].passages)) == 3


def test_dissent_and_the_weighing_stand_beside_a_judgement_in_the_bottom_line(case: Tables) -> None:
    told = read(model_of(add_weighing(case)), "bottom-line")
    assert told[0].startswith("Ann Weir judges H1")
    assert told[1] == "Seen otherwise: Bo thinks otherwise."
    assert told[2] == (
        "In the weighing H1 leads, as the evidence speaks least against it. Of its 2 cells people ruled on 1; "
        "the rest is only proposed by sayso, or empty."
    )


def test_what_nobody_looked_at_and_what_leads_nothing_is_said_so(case: Tables) -> None:
    tables = add_weighing(case)
    tables = swap(tables, "cells", [dataclasses.replace(row, state="proposed") for row in tables.take(Cell)])
    tables = swap(tables, "weighings", [dataclasses.replace(row, rank=1) for row in tables.take(Weighing)])
    told = read(model_of(tables), "question")[0]
    assert told.startswith("In the weighing no hypothesis leads: the evidence speaks against all of them alike.")
    assert "Of its 2 cells nobody ruled on any" in told


def test_a_weighing_on_which_nobody_ruled_is_no_bottom_line(case: Tables) -> None:
    tables = add_weighing(case)
    bare = swap(tables, "cells", [dataclasses.replace(row, ratings=(), state="suggested") for row in tables.take(Cell)])
    told = read(model_of(bare), "bottom-line")
    assert "The weighing of the hypotheses holds only what sayso proposes: nobody ruled on any of its cells." in told
    assert not any("leads, as the evidence" in words for words in told)
    assert any("leads, as the evidence" in words for words in read(model_of(bare), "question"))


def test_what_bears_on_the_question_comes_before_what_more_documents_tell(case: Tables) -> None:
    tables = swap(case, "disputes", [])
    assert next(line for line in read(model_of(tables), "bottom-line") if line.startswith("Independent"))
    tallies = [dataclasses.replace(row, verdict="independent", lines=2) if row.group_id == "g-pump" else row
               for row in tables.named("tallies")]
    tables = swap(tables, "tallies", tallies)
    first = [line for line in read(model_of(tables), "bottom-line") if line.startswith("Independent")]
    assert "the reservoir was closed" in first[0]
    tables.add("evidence", [EvidenceItem("g-pump", "affirmed", 0, ("courier",), 1.0, None, 0.5, False, "one origin")])
    first = [line for line in read(model_of(tables), "bottom-line") if line.startswith("Independent")]
    assert "The plant can pump" in first[0]


def test_many_cautions_of_one_kind_leave_room_for_the_next(case: Tables) -> None:
    tables = add_weighing(case)
    tables.add("cautions", [Caution(f"x{n:02}", "never ruled grade", f"s{n}", f"nobody graded source {n}") for n in range(12)])
    told = read(model_of(tables), "cautions")
    assert sum(line.startswith("Never ruled grade") for line in told) == 5
    assert any("7 more cautions of the kind “never ruled grade” aren’t shown" in line for line in told)
    assert any(line.startswith("Rests on one line") for line in told)


def test_a_picture_of_what_moves_the_order_is_told_in_few_words(case: Tables) -> None:
    tables = add_weighing(case)
    turned, kept = (("H0", 0.0), ("H1", 2.0)), (("H0", 1.0), ("H1", 0.0))
    names = [f"Source {n} " + "of a long name " * 20 for n in range(12)]
    tables.add("sensitivities", [
        Sensitivity("cells", "H1 a affirmed; H0 b affirmed", "2 cells together", ("H0", "H1"), turned, True, 3.0, "w"),
        *(Sensitivity("origin", f"s{n}", name, ("H1", "H0"), kept, False, 1.0, "w") for n, name in enumerate(names)),
    ])
    told = draw_tornado(tables)
    told = told[told.index("<desc"):told.index("</desc>")]
    assert "2 cells together" in told and "cells 2 cells" not in told
    assert told.count("the lead is") == 5
    assert "8 more drawn, none of which turns the order" in told
    assert len(told) < 1200


def add_denial(tables: Tables) -> Tables:
    """The same case with the mayor's denial also of something that nobody told."""
    claim = next(row for row in tables.take(Claim) if row.id == "c3")
    start, end = claim.spans[0]
    text = "dye was dumped into the reservoir"
    tables.add("claims", [dataclasses.replace(claim, id="alone", spans=((start + 4, end),), text=text)])
    tables.add("hops", [dataclasses.replace(row, claim_id="alone") for row in tables.take(Hop) if row.claim_id == "c3"])
    return tables


def test_a_denial_that_no_dispute_shows_stands_in_a_place_of_its_own(case: Tables) -> None:
    assert not any(block.anchor == "denials" for block in walk(model_of(case).sections) if isinstance(block, Section))
    brief = model_of(add_denial(case))
    told = read(brief, "denials")
    assert len(told) == 1
    assert told[0].startswith("Denied: Moor Tribune, laid to Mayor Ilse Tarn (denied)")
    assert told[0].endswith(": dye was dumped into the reservoir")
    assert "1 denial stands in none of these disputes: who denies what." in read(brief, "bottom-line")
    page = make_brief(case, question="Who?", made_at=MADE_AT, version="0")
    assert 'id="denials"' in page


def test_what_only_grew_disputes_no_denial(case: Tables) -> None:
    disputes = [dataclasses.replace(row, kind="update") for row in case.take(Dispute)]
    told = read(model_of(swap(case, "disputes", disputes)), "denials")
    assert [line.rpartition(": ")[2] for line in told] == ["any dye was dumped into the reservoir"]


def test_many_denials_are_counted(case: Tables) -> None:
    claim = next(row for row in case.take(Claim) if row.id == "c3")
    case.add("claims", [dataclasses.replace(claim, id=f"alone{n}") for n in range(60)])
    told = read(model_of(case), "denials")
    assert len(told) == 41
    assert told[-1].startswith("20 more denials aren’t shown here")


def test_a_judgement_is_told_among_the_rulings_in_words(case: Tables) -> None:
    anchor = json.dumps({"about": "hypothesis", "label": "H1", "name": "The plant dumped the dye"})
    value = json.dumps({"likelihood": "likely", "confidence": "low", "why": "so it seems"})
    ruling = next(iter(case.take(Ruling)))
    rows = [dataclasses.replace(
        ruling, number=9, kind="judgement", about="hypothesis", object_ids=("H1",), anchors=(anchor,), value=value,
    )]
    told = " ".join(read(model_of(swap(swap(case, "ruled", []), "rulings", rows)), "rulings"))
    assert "{" not in told
    assert '"' not in told


def test_each_thing_ruled_on_has_its_own_quotation_marks(case: Tables) -> None:
    ruling = next(iter(case.take(Ruling)))
    anchors = tuple(json.dumps({"about": "source", "name": name}) for name in ("Bo Quill", "Una Brill"))
    rows = [dataclasses.replace(ruling, kind="different", about="source", object_ids=("a", "b"), anchors=anchors)]
    assert "“Bo Quill”, “Una Brill”" in to_markdown(model_of(swap(case, "rulings", rows)))


def test_what_stands_around_words_begins_and_ends_with_a_word() -> None:
    text = "before " * 60 + "these very words" + " afterwards" * 60
    spans = ((text.index("these"), text.index("these") + len("these very words")),)
    bits = cut_around(text, spans, cuts=())
    assert [bit.text for bit in bits if bit.is_claim] == ["these very words"]
    assert bits[0].text == bits[-1].text == "…"
    assert bits[1].text.startswith("before before")
    assert bits[-2].text.endswith(" afterwards")
    whole = cut_around("these very words", ((0, 16),), cuts=())
    assert [bit.text for bit in whole] == ["these very words"]
    long = "x" * 2000
    assert "".join(bit.text for bit in cut_around(long, ((900, 910),), cuts=())).count("x") == 430


def test_no_verdict_can_be_taken_for_a_word_on_whether_it_is_so(case: Tables) -> None:
    told = to_markdown(model_of(case))
    assert "independence not established" in told
    assert not re.search(r"(?i)(?<!independence )(?<!but )not established: ", told.partition("<a id=\"method\">")[0])


def test_evidence_in_the_matrix_is_quoted_and_is_neutral_to_a_hypothesis(case: Tables) -> None:
    tables = add_weighing(case)
    cells = [dataclasses.replace(row, value="neutral") if row.hypothesis_id == "H0" else row for row in tables.take(Cell)]
    brief = model_of(swap(tables, "cells", cells))
    assert "“Forty barrels of dye" in draw_matrix(tables)
    told = to_markdown(brief)
    assert "neutral to [H0]" in told


def turn(tables: Tables, *, is_around: bool) -> Tables:
    """The sluice's group told as a denial: by words within its statement, or by a verb before it."""
    tables = swap(tables, "memberships", [
        dataclasses.replace(row, side="negated") if row.group_id == "g-sluice" else row for row in tables.take(Membership)
    ])
    tables = swap(tables, "tallies", [
        dataclasses.replace(row, side="negated") if row.group_id == "g-sluice" else row for row in tables.take(Tally)
    ])
    claims = []
    for row in tables.take(Claim):
        within = ((row.spans[0][0], row.spans[0][0] + 3),)
        around = ((row.spans[0][0] - 3, row.spans[0][0]),)
        spans = around if is_around else within
        claims.append(dataclasses.replace(row, polarity="negated", polarity_spans=spans) if row.id in ("c6", "c7") else row)
    return swap(tables, "claims", claims)


def test_who_says_that_there_was_none_does_not_deny_it(case: Tables) -> None:
    within = to_markdown(model_of(turn(case, is_around=False)))
    side = within.index('<a id="group-g-sluice">')
    assert within[side:].startswith('<a id="group-g-sluice"></a>**Affirmed**')
    around = to_markdown(model_of(turn(case, is_around=True)))
    side = around.index('<a id="group-g-sluice">')
    assert around[side:].startswith('<a id="group-g-sluice"></a>**Denied**')
