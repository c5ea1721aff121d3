"""States of a case: kept at the end of each run that changed something, compared with a later one."""

import pytest

from sayso import Case
from sayso.errors import UnknownName

ONE = "The sluice was open on Monday, Ilse Brandt said."
TWO = "The sluice was open on Monday, the clerk Bo Lund said."


def write(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_came_since_the_run_before_is_told(tmp_path):
    for name, text in (("one.txt", ONE), ("two.txt", TWO)):
        with Case.open_or_create(tmp_path / "case") as case:
            case.add([write(tmp_path / "pile", name, text)])
    with Case.open(tmp_path / "case") as case:
        kept = case.store.snapshots()
        changes = case.diff()
        assert [change.kind for change in changes if "document" in change.kind] == ["document in"]
        assert case.diff(since=kept[-1].run_id) == []
        assert case.store.check() > 4
    assert len(kept) == 2 and kept[0].run_id < kept[1].run_id


def test_a_run_that_changes_nothing_keeps_nothing(tmp_path):
    pile = write(tmp_path / "pile", "one.txt", ONE)
    for _ in range(2):
        with Case.open_or_create(tmp_path / "case") as case:
            case.add([pile])
            assert len(case.store.snapshots()) == 1


@pytest.mark.parametrize("since", [None, 0, -4])
def test_no_earlier_state(tmp_path, since):
    with Case.create(tmp_path / "case") as case:
        case.add([write(tmp_path / "pile", "one.txt", ONE)])
        with pytest.raises(UnknownName, match="no earlier state"):
            case.diff(since=since)


def test_a_run_that_never_was_has_no_changes_to_tell(tmp_path):
    # "Nothing changed" would be believed.
    for name, text in (("one.txt", ONE), ("two.txt", TWO)):
        with Case.open_or_create(tmp_path / "case") as case:
            case.add([write(tmp_path / "pile", name, text)])
    with Case.open(tmp_path / "case") as case:
        kept = case.store.snapshots()
        with pytest.raises(UnknownName, match="so late a run") as told:
            case.diff(since=kept[-1].run_id + 1)
    assert all(f"{one.run_id} ({one.at[:16]})" in str(told.value) for one in kept)


def test_a_case_in_memory_keeps_states_too(tmp_path):
    with Case.in_memory() as case:
        case.add([write(tmp_path / "pile", "one.txt", ONE)])
        case.add([write(tmp_path / "pile", "two.txt", TWO)])
        assert case.diff() and len(case.store.snapshots()) == 2
