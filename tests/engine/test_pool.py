"""The pool: order, and a bad document that costs only itself."""

import os
import threading
import time

import pytest

from engine.jobs import double_or_die, tell_process, tell_threads
from sayso.engine import map_jobs, pick_workers


@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_come_in_the_order_of_the_jobs(workers):
    outcomes = list(map_jobs(double_or_die, [5, 3, 9, 1, 7], workers=workers))
    assert [(o.index, o.value) for o in outcomes] == [(0, 10), (1, 6), (2, 18), (3, 2), (4, 14)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_raises_costs_itself(workers):
    outcomes = list(map_jobs(double_or_die, [1, -1, 2], workers=workers))
    assert [o.value for o in outcomes] == [2, None, 4]
    assert outcomes[1].why_none == "ValueError: minus one"
    assert "double_or_die" in outcomes[1].traceback


def test_a_worker_that_dies_costs_its_document():
    outcomes = list(map_jobs(double_or_die, [1, -2, 2, -2, 3, 4], workers=2))
    assert [o.value for o in outcomes] == [2, None, 4, None, 6, 8]
    assert "died (signal 9)" in (outcomes[1].why_none or "")


def test_a_job_that_never_ends_is_given_up():
    outcomes = list(map_jobs(double_or_die, [1, -3, 2], workers=2, limit_s=2))
    assert [o.value for o in outcomes] == [2, None, 4]
    assert "longer than 2 s" in (outcomes[1].why_none or "")


def test_what_libraries_print_is_no_result():
    assert [o.value for o in map_jobs(double_or_die, [-4, 2], workers=2)] == [-8, 4]


def test_one_worker_is_this_process_and_two_are_not():
    assert [o.value for o in map_jobs(tell_process, [1], workers=1)] == [os.getpid()]
    assert os.getpid() not in [o.value for o in map_jobs(tell_process, [1, 2], workers=2)]


def test_workers_start_one_thread():
    assert {o.value for o in map_jobs(tell_threads, [1, 2], workers=2)} == {"1"}


def test_leaving_half_way_ends_the_workers():
    began = time.monotonic()
    outcomes = map_jobs(double_or_die, [1, -3, -3, -3], workers=2)
    assert next(outcomes).value == 2
    outcomes.close()
    assert time.monotonic() - began < 30
    assert not [t for t in threading.enumerate() if "ThreadPool" in t.name]


@pytest.mark.parametrize(
    ("n_bytes", "n_jobs", "asked", "workers"),
    [
        pytest.param(10_000, 5, 0, 1, id="a small pile stays here"),
        pytest.param(10**9, 1, 0, 1, id="one document has one worker"),
        pytest.param(10, 5, 3, 3, id="as many as asked"),
        pytest.param(10, 2, 3, 2, id="no more than documents"),
        pytest.param(0, 0, 0, 1, id="nothing to read"),
    ],
)
def test_workers_are_picked_by_the_pile(n_bytes, n_jobs, asked, workers):
    assert pick_workers(n_bytes, n_jobs=n_jobs, asked=asked) == workers
