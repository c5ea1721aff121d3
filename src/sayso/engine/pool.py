"""Run one function over many documents, here or in a pool; a document that kills its worker costs itself only."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Generic, TypeVar, cast

J = TypeVar("J")
R = TypeVar("R")

LIMIT_S = 900.0  # a document that takes longer than a quarter of an hour is taken for one that never ends
AHEAD = 8  # jobs a worker may be ahead of the one being waited for: bounds what is held when one document is slow
# A worker takes about 1 CPU second to start and reads about 20,000 bytes a second. Of 42,000 bytes two workers saved 0.8 s
# of 4.7, of 81,000 1.5 s of 7.6 (benchmarks/speed.py on two quiet cores, 2026-11).
WORKER_BYTES = 20_000
MAX_WORKERS = 8  # a worker holds about 300 MB; --workers asks for more

# Libraries that start a thread a core in every worker cost half as much CPU again for the same speed.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What became of one job: its value, or why there is none."""

    index: int
    value: R | None
    why_none: str | None = None
    traceback: str = ""


def pick_workers(n_bytes: int, *, n_jobs: int, asked: int = 0) -> int:
    """Choose how many processes to read with: as many as asked, else as many as win back their start-up."""
    if asked:
        return max(1, min(asked, n_jobs))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return max(1, min(cores, n_jobs, MAX_WORKERS, n_bytes // WORKER_BYTES))


def map_jobs(
    work: Callable[[J], R], jobs: Sequence[J], *, workers: int = 1, limit_s: float = LIMIT_S
) -> Iterator[Outcome[R]]:
    """Run `work` on each job; outcomes come in the order of the jobs, as soon as they and all before them are there.

    Args:
        work: picklable (a module's function, or a partial of one) when there is more than one worker.
        jobs: picklable likewise.
        workers: processes; with 1 everything runs in this one.
        limit_s: a job that takes longer is given up and its worker ended; not kept with 1 worker.
    """
    if workers <= 1:
        yield from (_run_here(work, index, job) for index, job in enumerate(jobs))
    else:
        yield from _run_pool(work, jobs, workers=min(workers, len(jobs)), limit_s=limit_s)


def _run_here(work: Callable[[J], R], index: int, job: J) -> Outcome[R]:
    try:
        return Outcome(index, work(job))
    except Exception as error:
        return Outcome(index, None, f"{type(error).__name__}: {error}", traceback.format_exc())


def _run_pool(work: Callable[[J], R], jobs: Sequence[J], *, workers: int, limit_s: float) -> Iterator[Outcome[R]]:
    free: SimpleQueue[_Worker] = SimpleQueue()
    crew = [_Worker(work, limit_s) for _ in range(workers)]
    for worker in crew:
        free.put(worker)

    def run(index: int) -> Outcome[R]:
        worker = free.get()
        try:
            return cast("Outcome[R]", worker.run(index, jobs[index]))
        finally:
            free.put(worker)

    with contextlib.ExitStack() as stack:
        for worker in crew:
            stack.callback(worker.stop)
        threads = stack.enter_context(ThreadPoolExecutor(workers))
        stack.callback(threads.shutdown, wait=False, cancel_futures=True)
        waiting: dict[int, Future[Outcome[R]]] = {}
        sent = 0
        try:
            for index in range(len(jobs)):
                while sent < min(len(jobs), index + workers * AHEAD):
                    waiting[sent] = threads.submit(run, sent)
                    sent += 1
                yield waiting.pop(index).result()
        finally:
            for future in waiting.values():
                future.cancel()
            if waiting:  # given up half-way: don't sit out the documents under way
                for worker in crew:
                    worker.stop()


class _Worker:
    """A worker process and the two pipes to it; started at its first job, and again after it died."""

    def __init__(self, work: Callable[..., object], limit_s: float) -> None:
        self._work = pickle.dumps(work)
        self._limit_s = limit_s
        self._process: subprocess.Popen[bytes] | None = None
        self._is_late = self._is_stopped = False

    def run(self, index: int, job: object) -> Outcome[object]:
        """Have the process run one job; a process that dies on it is no error but an outcome."""
        process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None
        self._is_late = False
        timer = threading.Timer(self._limit_s, self._end_late)
        timer.start()
        try:
            pickle.dump(job, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            told = pickle.load(process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            return Outcome(index, None, self._tell_death(process))
        finally:
            timer.cancel()
        return Outcome(index, told[1]) if told[0] else Outcome(index, None, told[1], told[2])

    def stop(self) -> None:
        """End the process."""
        self._is_stopped = True
        if self._process is not None:
            _close(self._process)
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        if self._is_stopped:
            raise RuntimeError("the pool has been stopped")
        path = os.pathsep.join(dict.fromkeys(filter(None, sys.path)))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sayso.engine.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
        )
        assert self._process.stdin is not None
        self._process.stdin.write(self._work)
        return self._process

    def _end_late(self) -> None:
        self._is_late = True
        if self._process is not None:
            self._process.kill()

    def _tell_death(self, process: subprocess.Popen[bytes]) -> str:
        _close(process)
        self._process = None
        if self._is_late:
            return f"reading it took longer than {self._limit_s:.0f} s and was given up"
        how = f"signal {-process.returncode}" if process.returncode < 0 else f"status {process.returncode}"
        return f"the process that read it died ({how}); too little memory is the usual reason"


def _close(process: subprocess.Popen[bytes]) -> None:
    """End a process and its pipes; closing stdin first would flush into a pipe that nobody reads."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
