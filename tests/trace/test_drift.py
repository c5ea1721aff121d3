"""What changed between a claim and the one it was taken from; invented places and people."""

from __future__ import annotations

import dataclasses
import random

import pytest

from sayso.engine.stage import run_stages
from sayso.schema import (
    Attribution,
    Claim,
    Contradiction,
    Copy,
    Document,
    Drift,
    Hop,
    Identity,
    Membership,
    Referent,
    Source,
    Tables,
)
from sayso.trace.drift import DRIFT
from sayso.trace.stemma import STEMMA


class Press:
    """Documents of a few sentences each, in the order in which they are printed."""

    def __init__(self) -> None:
        self.tables = Tables()
        self._days = 0

    def source(self, name: str, *, document_id: str | None = None) -> str:
        if all(row.id != name for row in self.tables.take(Source)):
            is_named = not name.startswith(("a ", "an "))
            self.tables.add("sources", [Source(name, name, "person", is_named, True, (), document_id, None)])
        return name

    def print(
        self, name: str, text: str, told: str, *chain: str, stance: str = "asserts", hedge: str = "", side: str = "affirmed",
        group: str = "g", more: tuple[tuple[str, str, str], ...] = (), dated: bool = True,
    ) -> str:
        """Print a document that tells one claim, `told`; `more` holds further claims as words, side and source."""
        self._days += 1
        published = f"2031-05-{self._days:02d}" if dated else None
        self.tables.add("documents", [Document(
            name, "0", f"{name}.txt", "text/plain", len(text), text, name, (), name, published, "en", None, None, (), "test"
        )])
        claim_id = self._tell(name, text, told, chain, stance=stance, hedge=hedge, side=side, group=group)
        for words, other, who in more:
            stance = "denies" if other == "negated" else "asserts"
            self._tell(name, text, words, (who,), stance=stance, hedge="", side=other, group=group)
        return claim_id

    def _tell(
        self, name: str, text: str, told: str, chain: tuple[str, ...], *, stance: str, hedge: str, side: str, group: str
    ) -> str:
        start = text.index(told)
        claim_id = f"{name}:{start}"
        spans = ((text.index(hedge), text.index(hedge) + len(hedge)),) if hedge else ()
        actors = tuple(f"{name}/{who}" for who in chain) if side == "negated" else ()
        self.tables.add("claims", [Claim(
            claim_id, name, "part", ((start, start + len(told)),), told, told, 0, len(text), None, False, side, (), "", stance,
            spans, "", actors, (), "test",
        )])
        for at, who in enumerate((f"author of {name}", *chain)):
            referent_id = f"{name}/{who}"
            place = ((text.index(who), text.index(who) + len(who)),) if who in text else ()
            node = who.removeprefix("=")
            self.source(node, document_id=node if who.startswith("=") else None)
            self.tables.add("identities", [Identity(referent_id, node, 1.0, "test")])
            self.tables.add("referents", [Referent(
                referent_id, name, node, "person", not node.startswith(("a ", "an ")), True, (), None, (), place, None, None, "test"
            )])
            how = "attribution" if at else "teller"
            kind = "document" if who.startswith("=") else "person"
            self.tables.add("hops", [Hop(claim_id, at, name, referent_id, node, kind, place, place, how)])
        self.tables.add("memberships", [Membership(claim_id, group, side, 1.0, "test")])
        return claim_id

    def drifts(self) -> list[Drift]:
        return run_stages((STEMMA, DRIFT), self.tables).take(Drift)


def kinds(press: Press) -> list[tuple[str, str, str]]:
    return [(row.kind, row.before, row.after) for row in press.drifts()]


MAY = "The mill may have poured spent dye into the Orrel above the weir in March."
DID = "The mill poured spent dye into the Orrel above the weir in March"


def test_a_hedge_lost_on_the_way() -> None:
    press = Press()
    press.print("Post", MAY, MAY, stance="hedges", hedge="may")
    press.print("Diary", f"{DID}, the Post reports.", DID, "=Post", stance="reports")
    assert kinds(press) == [("hedge lost", "may", "")]
    (row,) = press.drifts()
    assert (row.from_claim.split(":")[0], row.to_claim.split(":")[0]) == ("Post", "Diary")
    assert row.score > 0.8
    assert "“may” left it open" in row.why


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("The mill is believed to have poured spent dye into the Orrel above the weir in March", id="another hedge"),
        pytest.param("The mill poured spent dye into the Orrel above the weir in March, it appears", id="at the end"),
        pytest.param("Frost stopped the ferry over the Orrel for a week in March", id="another statement"),
    ],
)
def test_no_hedge_is_lost_where_one_stays_or_another_thing_is_said(told: str) -> None:
    press = Press()
    press.print("Post", MAY, MAY, stance="hedges", hedge="may")
    press.print("Diary", f"{told}, the Post reports.", told, "=Post", stance="reports")
    assert not kinds(press)


def test_a_hedge_gained() -> None:
    press = Press()
    press.print("Post", f"{DID}.", DID)
    press.print("Diary", f"{MAY} So the Post.", MAY, "=Post", stance="hedges", hedge="may")
    assert kinds(press) == [("hedge gained", "", "may")]


def test_mere_synonyms_are_no_drift() -> None:
    press = Press()
    press.print("Post", f"{DID}.", DID)
    told = "The factory emptied spent dye into the river Orrel above the weir in March"
    press.print("Diary", f"{told}, the Post says.", told, "=Post", stance="reports")
    assert not kinds(press)


def test_a_suspicion_told_as_what_happened() -> None:
    press = Press()
    told = "A clerk of the mill is suspected of having burnt the ledgers of March"
    press.print("Report", f"{told}.", told, stance="hedges", hedge="is suspected")
    after = "A clerk of the mill burnt the ledgers of March"
    press.print("Blog", f"{after}, the Report says.", after, "=Report", stance="reports")
    assert kinds(press) == [("verb hardened", "is suspected", "")]


def test_accused_by_somebody_is_not_hardened_by_said() -> None:
    press = Press()
    told = "The clerk was accused of having burnt the ledgers of March"
    press.print("Report", f"{told}.", told)
    after = "The clerk had burnt the ledgers of March"
    press.print("Blog", f"{after}, the Report says.", after, "=Report", stance="reports")
    assert not kinds(press)
    press.print("Forum", f"{after}. So the Report.", after, "=Report", stance="asserts")
    assert kinds(press) == [("verb hardened", "accused", "")]


def test_a_number_and_a_date_changed() -> None:
    press = Press()
    press.print("Log", "Divers counted 14 drums below the weir on 3 May.", "Divers counted 14 drums below the weir on 3 May")
    told = "Divers counted 40 drums below the weir on 5 May"
    press.print("Post", f"{told}, the Log says.", told, "=Log", stance="reports")
    assert {(kind, before, after) for kind, before, after in kinds(press)} == {
        ("number", "14 drums", "40 drums"), ("date", "3 May", "5 May")
    }


@pytest.mark.parametrize("before", ["at least 14 drums", "about 35 drums", "more than 14 drums"])
def test_numbers_that_fit_have_not_changed(before: str) -> None:
    press = Press()
    press.print("Log", f"Divers counted {before} below the weir.", f"Divers counted {before} below the weir")
    told = "Divers counted 40 drums below the weir"
    press.print("Post", f"{told}, the Log says.", told, "=Log", stance="reports")
    assert not kinds(press)


def test_a_number_that_parts_two_groups_is_drift_where_the_one_cites_the_other() -> None:
    press = Press()
    a = press.print("Log", "Divers counted 14 drums below the weir.", "Divers counted 14 drums below the weir", group="g14")
    told = "Divers counted 40 drums below the weir"
    b = press.print("Post", f"{told}, the Log says.", told, "=Log", stance="reports", group="g40")
    assert not kinds(press)
    press.tables.add("contradictions", [Contradiction("x", a, b, "number", 0.9, "14 against 40")])
    assert kinds(press) == [("number", "14 drums", "40 drums")]
    assert press.drifts()[0].group_id == "g40"


def test_a_name_made_vague_unless_it_stands_elsewhere_in_the_document() -> None:
    for rest, found in (("", ["name vaguer"]), (" Keller has since left the mill.", [])):
        press = Press()
        told = "the valves below the weir were opened at night"
        press.print("Post", f"Ines Keller said that {told}.", told, "Ines Keller", stance="reports")
        press.print("Diary", f"{told}, an official told the Post.{rest}", told, "=Post", "an official", stance="reports")
        assert [kind for kind, _, _ in kinds(press)] == found


def test_a_verb_hardened() -> None:
    press = Press()
    told = "The flood damaged the lower gate of the Orrel lock"
    press.print("Post", f"{told}.", told)
    after = "The flood destroyed the lower gate of the Orrel lock"
    press.print("Diary", f"{after}, the Post says.", after, "=Post", stance="reports")
    assert kinds(press) == [("verb hardened", "damaged", "destroyed")]


def test_a_denial_left_out() -> None:
    denial = "Ines Keller denies that the mill poured anything"
    for rest, found in (("", ["denial left out"]), (" Keller rejected this.", [])):
        press = Press()
        press.print("Post", f"{DID}. {denial}.", DID, more=((denial, "negated", "Ines Keller"),))
        press.print("Diary", f"{DID}, the Post reports.{rest}", DID, "=Post", stance="reports")
        assert [kind for kind, _, _ in kinds(press)] == found


def test_a_general_denial_just_behind_the_claim() -> None:
    press = Press()
    text = f"{DID}. Ines Keller denied the allegations."
    press.print("Post", text, DID, "Ines Keller")
    place = lambda words: ((text.index(words), text.index(words) + len(words)),)  # noqa: E731
    press.tables.add("attributions", [Attribution(
        "a", "Post", place("Ines Keller"), place("denied"), place("the allegations"), "indirect", "deny", None,
        "Post/Ines Keller", 1.0, None, None, None, None, "test",
    )])
    claims = press.tables.take(Claim)
    claims[0] = dataclasses.replace(claims[0], actors=("Post/Ines Keller",))
    press.print("Diary", f"{DID}, the Post reports.", DID, "=Post", stance="reports")
    assert [kind for kind, _, _ in kinds(press)] == ["denial left out"]


def test_one_origin_is_told_later_otherwise_and_undated_is_no_way() -> None:
    for dated, found in ((True, ["hedge lost"]), (False, [])):
        press = Press()
        press.print("Post", f"{MAY} So a letter.", MAY, "a letter", stance="hedges", hedge="may", dated=dated)
        press.print("Diary", f"{DID}, a letter says.", DID, "a letter", stance="reports", dated=dated)
        assert [kind for kind, _, _ in kinds(press)] == found
        assert all("told it first" in row.why for row in press.drifts())


def test_a_copy_is_a_step_and_order_of_rows_changes_nothing() -> None:
    press = Press()
    press.print("Post", MAY, MAY, stance="hedges", hedge="may")
    press.print("Diary", f"{DID}.", DID)
    press.tables.add("copies", [
        Copy("k", "Post", ((0, len(MAY)),), "Diary", ((0, len(DID)),), 12, "b_from_a", "dates", 0.9, "same words")
    ])
    made = press.drifts()
    assert [row.kind for row in made] == ["hedge lost"]
    for seed in range(4):
        for name in press.tables.names():
            random.Random(seed).shuffle(press.tables.named(name))
        assert press.drifts() == made


def test_a_denial_in_the_next_sentence_by_a_word_of_the_name() -> None:
    press = Press()
    denial = "the mill had poured anything"
    press.print("Post", f"{DID}. Ines Keller denied that {denial}.", DID, more=((denial, "negated", "Ines Keller"),))
    rows = press.tables.take(Membership)
    rows[1] = Membership(rows[1].claim_id, "another group", "negated", 1.0, "test")
    press.print("Diary", f"{DID}, the Post reports.", DID, "=Post", stance="reports")
    assert not kinds(press)  # nobody is said to be spoken of
    press.tables.add("referents", [Referent(
        "Post/mill", "Post", "Orrel Mill", "organisation", True, False, (), None, (), (), None, None, "test"
    )])
    claims = press.tables.take(Claim)
    claims[0] = dataclasses.replace(claims[0], actors=("Post/mill",))
    assert [kind for kind, _, _ in kinds(press)] == ["denial left out"]


def test_a_hedge_on_another_clause_is_not_lost() -> None:
    press = Press()
    told = "The mill poured spent dye into the Orrel above the weir in March, and there may be more under the ice"
    press.print("Post", f"{told}.", told, stance="hedges", hedge="may")
    press.print("Diary", f"{DID}, the Post reports.", DID, "=Post", stance="reports")
    assert not kinds(press)


def test_a_document_that_credits_another_for_all_it_tells_took_this_too() -> None:
    press = Press()
    press.print("Post", MAY, MAY, stance="hedges", hedge="may")
    press.print("Diary", f"{DID}, letters show.\n\n(via Post)", DID, "a letter", stance="reports")
    assert [kind for kind, _, _ in kinds(press)] == ["hedge lost"]
    assert "credits it" in press.drifts()[0].why
    press = Press()
    press.print("Post", MAY, MAY, stance="hedges", hedge="may")
    press.print("Diary", f"{DID}, Rowan Tse said.\n\n(via Post)", DID, "Rowan Tse", stance="reports")
    assert not kinds(press)  # somebody of its own was asked
