"""What is said of an actor, by whom, and two side by side."""

from __future__ import annotations

import dataclasses

import pytest

from sayso.errors import UnknownName
from sayso.schema import Claim, Tables
from sayso.tell.portraits import tell_pair, tell_profile
from sayso.tell.profiles import HEADS, cut_rows, describe_pair, describe_profile, find_actor
from tell.people import Told, make_people

AFFAIR = (
    Told("[Ostry Line] paid 300 crowns to [Lemna Port].", by="Ilse Tarn", doc="courier", group="g-pay"),
    Told("[Ostry Line] had paid anything to [Lemna Port]", by="Anna Voss", doc="herald", polarity="negated", denied_by="denied",
         stance="denies", group="g-pay"),
    Told("[Ostry Line] wants to control the northern shore.", by="Lemna Port", doc="herald"),
    Told("[Ostry Line] smells of tar.", doc="radio", published=None),
    Told("[Lemna Port] is governed by a board.", doc="radio", published=None),
)


@pytest.fixture
def affair() -> Tables:
    return make_people(*AFFAIR, aliases={"Ostry Line": ("the line", "Ostry"), "Lemna Port": ("the port",)})


def test_under_which_heads(affair: Tables) -> None:
    heads = describe_profile(affair, "s-Ostry Line")["heads"]
    called = {head: [row["text"] for row in rows] for head, rows in heads.items() if rows}
    paid = "Ostry Line paid 300 crowns to Lemna Port."
    assert list(heads) == list(HEADS)
    assert paid in called["money"] and paid in called["ties"]
    shore = "Ostry Line wants to control the northern shore."
    assert shore in called["objectives"] and shore in called["territory"]
    assert called["else"] == ["Ostry Line smells of tar."]


def test_always_somebodys_claim_with_lines_and_denials(affair: Tables) -> None:
    (row,) = describe_profile(affair, "s-Ostry Line")["heads"]["money"]
    assert [(claim["by"], claim["chain"], claim["stance"]) for claim in row["told"]] == [
        ("Ilse Tarn", ["COURIER", "Ilse Tarn"], "reports")
    ]
    assert [(claim["by"], claim["is_denied_around"]) for claim in row["denied"]] == [("Anna Voss", True)]
    assert row["counts"]["affirmed"] == {"is_against": False, "lines": 1, "lines_possible": 1, "verdict": "single telling"}


def test_who_says_that_nothing_was_paid_denies_no_words() -> None:
    around = make_people(Told("[Ostry Line] paid nothing to [Lemna Port].", by="Anna Voss", polarity="negated"))
    (claim,) = around.take(Claim)
    at = claim.spans[0][0]
    own = [dataclasses.replace(claim, polarity_spans=((at + 16, at + 23),))]
    within = Tables({**{name: around.named(name) for name in around.names()}, "claims": own})
    for tables, is_denied in ((around, True), (within, False)):
        told = "\n".join(tell_profile(describe_profile(tables, "s-Ostry Line")))
        assert "1 line, single telling" in told and ("denied: 1 line" in told) == is_denied


def test_what_it_says_itself(affair: Tables) -> None:
    said = describe_profile(affair, "s-Lemna Port")["says"]
    assert [claim["text"] for claim in said] == ["Ostry Line wants to control the northern shore."]


def test_a_pair(affair: Tables) -> None:
    pair = describe_pair(affair, "s-Ostry Line", "s-Lemna Port")
    assert [row["group_id"] for row in pair["both"]] == ["g-pay"]
    assert [claim["text"] for claim in pair["b_on_a"]] == ["Ostry Line wants to control the northern shore."]
    assert pair["a_on_b"] == []
    (tie,) = pair["ties"]
    assert (tie["event"], tie["a"], len(tie["said"]), len(tie["denied"])) == ("AID", "Ostry Line", 1, 1)


@pytest.mark.parametrize("name", ["Ostry Line", "ostry line", " The  Line ", "Ostry", "s-Ostry Line", "line ostry"])
def test_found_by_name_alias_or_id(affair: Tables, name: str) -> None:
    assert find_actor(affair, name) == "s-Ostry Line"


def test_several_are_listed() -> None:
    tables = make_people(Told("[Anna Voss] met [Piet Voss]."))
    with pytest.raises(UnknownName) as error:
        find_actor(tables, "Voss")
    assert "2 actors" in str(error.value) and "Anna Voss" in str(error.value) and "Piet Voss" in str(error.value)


@pytest.mark.parametrize("name", ["Nobody Known", "", "  ", "?"])
def test_none_is_an_error(affair: Tables, name: str) -> None:
    with pytest.raises(UnknownName):
        find_actor(affair, name)


@pytest.mark.parametrize(
    ("name", "meant"), [("Lemna Prot", "Lemna Port"), ("the Ostry company", "Ostry Line"), ("LINE LEMNA", "Lemna Port")]
)
def test_who_may_be_meant_is_named(affair: Tables, name: str, meant: str) -> None:
    with pytest.raises(UnknownName, match=meant):
        find_actor(affair, name)


def test_an_endless_name_is_an_error_of_a_few_lines(affair: Tables) -> None:
    with pytest.raises(UnknownName) as error:
        find_actor(affair, "Ostry Lime " * 20_000)
    assert len(str(error.value)) < 1_000


def test_one_actor_is_no_pair(affair: Tables) -> None:
    with pytest.raises(UnknownName, match="one actor"):
        describe_pair(affair, "s-Ostry Line", "s-Ostry Line")


def test_rows_are_cut_and_counted(affair: Tables) -> None:
    pair = describe_pair(affair, "s-Ostry Line", "s-Lemna Port")
    cut = cut_rows(pair, 1)
    assert len(pair["a"]["ties"]) == len(cut["a"]["ties"]) == cut["n_rows"]["a/ties"] == 1
    assert len(pair["a"]["heads"]["ties"]) >= 1 and len(cut["a"]["heads"]["ties"]) == 1
    rows = {head: len(rows) for head, rows in pair["a"]["heads"].items() if rows}
    assert rows == {head: cut["n_rows"][f"a/heads/{head}"] for head in rows}
    assert all(len(rows) <= 1 for rows in cut["b"]["heads"].values())


def test_under_a_second_head_a_statement_is_only_named(affair: Tables) -> None:
    text = " ".join(" ".join(tell_profile(describe_profile(affair, "s-Ostry Line"))).split())
    assert text.count("Ilse Tarn: “Ostry Line paid 300 crowns to Lemna Port.”") == 1
    assert "“Ostry Line paid 300 crowns to Lemna Port.” (above, g-pay)" in text


def test_a_limit_says_what_it_left_out() -> None:
    tables = make_people(*(Told(f"[Ostry] paid {i} crowns.") for i in range(5)))
    profile = describe_profile(tables, "s-Ostry")
    assert "and 3 more" in "\n".join(tell_profile(profile, limit=2))
    assert "more (" not in "\n".join(tell_profile(profile))


def test_unknown_ids_are_an_error(affair: Tables) -> None:
    with pytest.raises(UnknownName):
        describe_pair(affair, "s-Ostry Line", "gone")


def test_laid_out(affair: Tables) -> None:
    lines = "\n".join(tell_pair(describe_pair(affair, "s-Ostry Line", "s-Lemna Port")))
    assert "Ostry Line to Lemna Port: AID (+2, cooperates), told 2031-01-01" in lines
    told = "Ilse Tarn says: “Ostry Line paid 300 crowns to Lemna Port.” [COURIER > Ilse Tarn; reports; COURIER, 0-41]"
    assert told in " ".join(lines.split())
    assert "Anna Voss denies: “Ostry Line had paid anything to Lemna Port”" in " ".join(lines.split())
    alone = "\n".join(tell_profile(describe_profile(affair, "s-Ostry Line")))
    assert "MONEY" in alone and "ELSE" in alone and "1 line, single telling" in alone


def test_hostile_names_and_other_scripts_survive() -> None:
    tables = make_people(Told("[\u202eevil <b>] attacked [وزارة النقل 🚢].", by="\x1b[31mRed"))
    lines = tell_profile(describe_profile(tables, "s-وزارة النقل 🚢"))
    text = "\n".join(lines)
    assert "وزارة النقل 🚢" in text and "\x1b" not in text and "\u202e" not in text
