"""Jobs in processes of their own: what they give, and how each way to die is told and costs nothing else."""

import dataclasses
import os
import socket
import sys
import time
from pathlib import Path

import pytest

from sayso.engine.apart import Apart, Died
from sayso.engine.limits import Limits
from sayso.schema import Tables

LIMITS = Limits(wall_s=20, cpu_s=10, memory_bytes=300_000_000, output_bytes=10_000_000)


@pytest.fixture(scope="module")
def apart():
    server = Apart(modules=("untrusted",), programs=("true", Path(sys.executable).name))
    yield server
    server.stop()


def run(apart, name, arg=None, **limits):
    return apart.run(f"untrusted:{name}", arg, limits=dataclasses.replace(LIMITS, **limits))


def test_a_job_gives_its_value(apart):
    assert run(apart, "double", 21).value == 42


def test_rows_come_back(apart):
    assert isinstance(run(apart, "give_tables").value, Tables)


def test_many_values_come_in_order(apart):
    assert list(apart.stream("untrusted:count", 5, limits=LIMITS)) == [0, 1, 2, 3, 4]


def test_a_stream_left_early_ends_its_process(apart):
    began = time.monotonic()
    values = apart.stream("untrusted:hang_after_one", None, limits=LIMITS)
    assert next(values) == 1
    values.close()
    assert run(apart, "double", 1).value == 2
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("job", "arg", "limits", "why"),
    [
        pytest.param("fail", None, {}, "ValueError: bad", id="raises"),
        pytest.param("hang", None, {"wall_s": 1}, "longer than 1 s", id="hangs"),
        pytest.param("burn", None, {"cpu_s": 1}, "more than 1 s of work", id="burns"),
        pytest.param("swell", 2_000_000_000, {}, "MemoryError", id="wants too much memory"),
        pytest.param("crash", None, {}, "signal 11", id="crashes"),
        pytest.param("leave", 3, {}, "status 3", id="leaves"),
        pytest.param("flood", 20_000_000, {}, "more than 10 MB", id="gives too much"),
    ],
)
def test_a_job_that_dies_costs_itself_only(apart, job, arg, limits, why):
    outcome = run(apart, job, arg, **limits)
    assert outcome.value is None
    assert why in outcome.why_none
    assert run(apart, "double", 2).value == 4


def test_the_network_is_closed(apart):
    with socket.create_server(("127.0.0.1", 0)) as server:
        outcome = run(apart, "call_home", server.getsockname()[1])
    assert "may not do this: socket." in outcome.why_none


def test_no_file_is_written(apart, tmp_path):
    path = tmp_path / "planted"
    assert "may not write" in run(apart, "write_file", str(path)).why_none
    assert not path.exists()


def test_only_named_programs_are_started(apart):
    assert run(apart, "start_program", "true").value == b""
    assert "may not start" in run(apart, "start_program", "ls").why_none


def test_what_a_child_started_ends_with_it(apart, tmp_path):
    path = tmp_path / "alive"
    assert "longer than 1 s" in run(apart, "start_sleeper", str(path), wall_s=1).why_none
    time.sleep(3.5)
    assert not path.exists()


def test_what_comes_back_runs_nothing(apart, tmp_path):
    path = tmp_path / "made"
    outcome = run(apart, "set_trap", str(path))
    assert "has no place in it" in outcome.why_none
    assert not path.exists()


def test_a_server_that_was_killed_is_started_again(apart):
    assert run(apart, "double", 1).value == 2
    os.kill(apart._process.pid, 9)
    apart._process.wait()
    assert run(apart, "double", 2).value == 4


def test_a_stream_that_fails_half_way_says_so(apart):
    values = apart.stream("untrusted:hang_after_one", None, limits=dataclasses.replace(LIMITS, wall_s=1))
    assert next(values) == 1
    with pytest.raises(Died, match="longer than 1 s"):
        next(values)
