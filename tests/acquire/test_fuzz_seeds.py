"""What fuzzing found worth keeping: inputs that reach code which no valid file reaches, and those that broke a reader."""

from __future__ import annotations

import pytest

from fuzz.targets import MEDIA_TYPES, SEEDS, run_target

MOST_BYTES = 200_000  # of all seeds: they are kept in the repository


def list_seeds() -> list[tuple[str, str]]:
    """Give the target and the name of each seed."""
    return sorted((path.parent.name, path.name) for path in SEEDS.glob("*/*"))


@pytest.mark.parametrize("target", MEDIA_TYPES)
def test_every_target_has_seeds_that_are_read_or_told(target, monkeypatch):
    monkeypatch.setenv("PATH", "")  # as in the fuzzer, without text recognition: that takes longer than all the rest
    names = [name for folder, name in list_seeds() if folder == target]
    assert names
    wrong = {name: run_target(target, (SEEDS / target / name).read_bytes()) for name in names}
    assert {name: told for name, told in wrong.items() if told} == {}


def test_seeds_are_few_and_small():
    assert {folder for folder, _ in list_seeds()} == set(MEDIA_TYPES)
    assert sum(path.stat().st_size for path in SEEDS.glob("*/*")) < MOST_BYTES
