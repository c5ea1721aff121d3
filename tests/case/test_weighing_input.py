"""Hypotheses, words on cells and judgements: kept, found again, said by several people, gone when their object is."""

import errno
import json
import multiprocessing
from pathlib import Path

import pytest

from sayso import Case
from sayso.errors import BadRuling, BadSettings, CannotWrite, UnknownName
from sayso.schema import Caution, Cell, EvidenceItem, Group, Hypothesis, Membership, Ruled, Ruling

ONE = "The sluice was open on Monday, Ilse Brandt said. The gate was painted in May, the clerk said."
TWO = "The sluice was not open on Monday, the board said."


@pytest.fixture
def case(tmp_path):
    for name, text in (("one.txt", ONE), ("two.txt", TWO)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Case.create(tmp_path / "case") as opened:
        opened.add([tmp_path / "one.txt", tmp_path / "two.txt"])
        yield opened


def judge(likelihood="likely", confidence="low", **more):
    return json.dumps({"likelihood": likelihood, "confidence": confidence, **more})


def find_group(case, words):
    return next(row.id for row in case.tables().take(Group) if words in row.text)


def ruled(case, kind):
    return [(row.number, row.state, row.value) for row in case.tables().take(Ruled) if row.kind == kind]


def test_hypotheses_are_kept_by_their_labels(case, tmp_path):
    assert [case.add_hypothesis(text) for text in ("It was open", "It was shut")] == ["H1", "H2"]
    case.edit_hypothesis("H1", "It  stood\nopen")
    case.edit_hypothesis("H2", None)
    assert case.add_hypothesis("Nobody knows") == "H2"
    case.relink()
    rows = sorted(case.tables().take(Hypothesis), key=lambda row: row.ordinal)
    assert [(row.id, row.text, row.is_null) for row in rows] == [
        ("H1", "It stood open", False), ("H2", "Nobody knows", False), ("H0", "None of these", True),
    ]  # fmt: skip
    with Case.open(tmp_path / "case") as again:
        assert again.settings.hypotheses == case.settings.hypotheses


def test_a_case_without_hypotheses_has_no_null(case):
    assert case.tables().take(Hypothesis) == []


@pytest.mark.parametrize("text", ["", "  \n", "\u200b ", "🙈"])
def test_a_hypothesis_has_words(case, text):
    with pytest.raises(BadSettings):
        case.add_hypothesis(text)


def test_a_hypothesis_that_is_not_there(case):
    with pytest.raises(UnknownName, match="label"):
        case.edit_hypothesis("H7", "x")
    with pytest.raises(UnknownName, match="hypothesis"):
        case.rule("judgement", "H7", by="Ann", why="x", value=judge())


def test_each_persons_last_word_on_a_cell_counts(case):
    case.add_hypothesis("The sluice was open")
    group = find_group(case, "sluice")
    for by, value in (("Ann", "neutral"), ("Bo", "consistent"), ("ann", "inconsistent")):
        case.rule("cell", "H1", group, by=by, why="as I read it", value=value)
    assert {(number, state) for number, state, _ in ruled(case, "cell")} == {(1, "overruled"), (2, "applied"), (3, "applied")}


def test_a_denial_is_evidence_of_its_own(case):
    case.add_hypothesis("The sluice was open")
    tables = case.tables()
    [denied] = [row for row in tables.take(Membership) if row.side == "negated"]
    ruling = case.rule("cell", "H1", f"{denied.group_id}/denied", by="Ann", why="x", value="inconsistent")
    assert ruling.object_ids == ("H1", denied.group_id, "negated")
    gate = find_group(case, "gate")
    with pytest.raises(UnknownName, match="nobody denies"):
        case.rule("cell", "H1", f"{gate}/denied", by="Ann", why="x", value="neutral")


def test_what_is_ruled_on_a_hypothesis_that_went_is_gone_and_comes_back(case):
    case.add_hypothesis("The sluice was open")
    case.rule("judgement", "H1", by="Ann", why="x", value=judge())
    case.edit_hypothesis("H1", None)
    case.relink()
    assert [state for _, state, _ in ruled(case, "judgement")] == ["gone"]
    assert case.add_hypothesis("The gate was painted") == "H2"  # what was ruled on the first is not about it
    case.change(hypotheses={"H1": "The sluice stood open"})
    case.relink()
    [row] = [row for row in case.tables().take(Ruled) if row.kind == "judgement"]
    assert row.state == "applied" and "said “The sluice was open” then" in row.why


@pytest.mark.parametrize(
    ("kind", "objects", "value"),
    [
        pytest.param("cell", ("H1", "sluice"), "maybe", id="no such value"),
        pytest.param("cell", ("H1",), "neutral", id="one object"),
        pytest.param("judgement", ("H1",), None, id="nothing"),
        pytest.param("judgement", ("H1",), "likely", id="no JSON"),
        pytest.param("judgement", ("H1",), judge(likelihood="certain"), id="no such likelihood"),
        pytest.param("judgement", ("H1",), judge(confidence="total"), id="no such confidence"),
    ],
)
def test_what_means_nothing_is_told(case, kind, objects, value):
    case.add_hypothesis("The sluice was open")
    objects = tuple(find_group(case, one) if one == "sluice" else one for one in objects)
    with pytest.raises(BadRuling):
        case.rule(kind, *objects, by="Ann", why="x", value=value)


def copy_rulings(of, to):
    for row in of.tables().take(Ruling):
        to.store.save_ruling(row)


def cautions(case, kind):
    return [row.why for row in case.tables().take(Caution) if row.kind == kind]


def test_a_cell_whose_statement_vanishes_is_gone_and_comes_back_with_it(case, tmp_path):
    case.add_hypothesis("The gate was painted in spring")
    case.rule("cell", "H1", find_group(case, "gate"), by="Ann", why="x", value="consistent")
    with Case.create(tmp_path / "other") as other:
        other.add([tmp_path / "two.txt"])
        other.change(hypotheses=case.settings.hypotheses)
        copy_rulings(case, other)
        other.relink()
        assert [(state, "isn't in the case" in why) for _, state, why in told(other)] == [("gone", True)]
        assert any("nobody tells its statement" in why for why in cautions(other, "ruled on what is gone"))
        other.add([tmp_path / "one.txt"])
        assert [state for _, state, _ in told(other)] == ["applied"]
        assert cautions(other, "ruled on what is gone") == []
        [cell] = [row for row in other.tables().take(Cell) if row.state == "confirmed"]
        assert (cell.hypothesis_id, cell.group_id, cell.value) == ("H1", find_group(other, "gate"), "consistent")


def told(case):
    return [(row["number"], row["state"], row["does"]) for row in case.rulings()]


def test_a_cell_of_what_was_withdrawn_stays_and_weighs_nothing(case):
    case.add_hypothesis("The gate was painted in spring")
    case.add_hypothesis("The gate was never painted")
    group = find_group(case, "gate")
    case.rule("cell", "H2", group, by="Ann", why="x", value="inconsistent")
    case.rule("withdraw", "one.txt", by="Ann", why="forged")
    [item] = [row for row in case.tables().take(EvidenceItem) if row.group_id == group]
    assert (item.weight, item.origin_ids) == (0.0, ())
    case.rule("undo", "2", by="Ann", why="not forged after all")
    [item] = [row for row in case.tables().take(EvidenceItem) if row.group_id == find_group(case, "gate")]
    assert item.weight > 0


def test_a_cell_follows_its_claims_into_another_group(case):
    case.add_hypothesis("The sluice was open")
    [row] = [row for row in case.tables().take(Membership) if row.side == "negated"]
    case.rule("cell", "H1", f"{row.group_id}/denied", by="Ann", why="x", value="inconsistent")
    case.rule("split", row.group_id, row.claim_id, by="Ann", why="another Monday")
    [member] = [one for one in case.tables().take(Membership) if one.claim_id == row.claim_id]
    assert member.group_id != row.group_id or len(case.tables().take(Group)) > 1
    [cell] = [one for one in case.tables().take(Cell) if one.state == "confirmed"]
    assert (cell.group_id, cell.side, cell.value) == (member.group_id, member.side, "inconsistent")
    assert [row["state"] for row in case.rulings()] == ["applied", "applied"]


def test_a_cell_that_is_undone_is_what_sayso_proposes_again(case):
    case.add_hypothesis("The sluice was open")
    group = find_group(case, "sluice")
    case.relink()
    before = {(row.group_id, row.side): (row.value, row.state) for row in case.tables().take(Cell)}
    case.rule("cell", "H1", group, by="Ann", why="x", value="not applicable")
    case.rule("undo", "1", by="Bo", why="it is")
    assert {(row.group_id, row.side): (row.value, row.state) for row in case.tables().take(Cell)} == before
    case.rule("undo", "2", by="Ann", why="no")
    [cell] = [row for row in case.tables().take(Cell) if row.state == "confirmed"]
    assert cell.value == "not applicable"


def test_labels_are_never_given_twice(case):
    case.change(hypotheses={"H999999": "One", "peace": "Two"})
    assert case.add_hypothesis("Three") == "H1000000"
    assert case.add_hypothesis("Four") != "H1000000"
    assert list(case.settings.hypotheses.values()) == ["One", "Two", "Three", "Four"]


def test_two_who_write_hypotheses_at_once_lose_none(tmp_path):
    # Both look at the case before either writes.
    Case.create(tmp_path / "case").close()
    with Case.open(tmp_path / "case") as one, Case.open(tmp_path / "case") as other:
        assert one.add_hypothesis("The sluice was open") == "H1"
        assert other.add_hypothesis("The sluice was shut") == "H2"
        one.edit_hypothesis("H2", "The sluice was locked")
        other.change(null_hypothesis=False)
        one.remove_hypothesis("H1")
        assert one.settings == Case.open(tmp_path / "case").settings
    assert one.settings.hypotheses == {"H2": "The sluice was locked"}
    assert not one.settings.null_hypothesis


def _write_hypothesis(folder, text):
    with Case.open(folder) as opened:
        opened.add_hypothesis(text)


def test_many_processes_that_write_hypotheses_lose_none(tmp_path):
    Case.create(tmp_path / "case").close()
    texts = {f"The sluice was opened by hand {i}" for i in range(6)}
    processes = [multiprocessing.Process(target=_write_hypothesis, args=(tmp_path / "case", text)) for text in texts]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    with Case.open(tmp_path / "case") as opened:
        assert set(opened.settings.hypotheses.values()) == texts


def test_settings_that_cant_be_written_stand_as_they_stood(tmp_path, monkeypatch):
    Case.create(tmp_path / "case").close()
    before = (tmp_path / "case" / "case.toml").read_bytes()

    def refuse(self, *_, **__):
        self.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", refuse)
    with Case.open(tmp_path / "case") as opened:
        with pytest.raises(CannotWrite, match="No space left") as told:
            opened.add_hypothesis("The sluice was open")
        assert not opened.settings.hypotheses
    assert str(tmp_path / "case" / "case.toml") in str(told.value)
    assert (tmp_path / "case" / "case.toml").read_bytes() == before
    assert not [path for path in (tmp_path / "case").iterdir() if path.suffix == ".new"]
