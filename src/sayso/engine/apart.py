"""Run one function on untrusted bytes in a process of its own, with limits; it dies alone and says how.

A forking server (`sayso.engine.forking`) has loaded the libraries already, so that a child costs a few milliseconds. What
comes back is unpickled with nothing allowed but rows: a child that was taken over can't run code in this process.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import io
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from sayso.engine.limits import CANCEL, JOB, SIZE, Limits, Verdict
from sayso.engine.pool import ONE_THREAD, Outcome

PLAIN_CLASSES = frozenset({("sayso.schema.declare", "Tables")})
"""Classes besides sayso's own dataclasses that may come back."""


class Died(Exception):
    """What a process was to give it did not: it raised, died, was too slow or gave too much."""

    def __init__(self, why: str, traceback: str = "") -> None:
        super().__init__(why)
        self.why, self.traceback = why, traceback


class Apart:
    """A forking server and the socket to it; started at its first job, and again if it should die.

    Args:
        modules: what the server imports, for its children to find loaded; "module:function" is also called.
        programs: names of programs that a child may start.
    """

    def __init__(self, *, modules: Sequence[str] = (), programs: Sequence[str] = ()) -> None:
        self._given = (",".join(modules), ",".join(programs))
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def start(self) -> None:
        """Start the server and don't wait for it: it loads libraries meanwhile."""
        if self._process is not None and self._process.poll() is None and self._socket is not None:
            return
        self.stop()
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(dict.fromkeys(filter(None, sys.path)))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sayso.engine.forking", str(theirs.fileno()), *self._given],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # what a library prints is nobody's output
                env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
            )
        self._socket = ours

    def stop(self) -> None:
        """End the server, and with it what it runs."""
        if self._socket is not None:
            self._socket.close()  # the server ends its child and itself when nobody is there any more
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=2)
            self._process.kill()
            self._process.wait()
        self._process = self._socket = None

    def run(self, function: str, *args: object, limits: Limits) -> Outcome[Any]:
        """Run a function that gives one value; a child that dies or is too slow is no error but an outcome.

        Args:
            function: "module:function"; it is imported in the child.
            limits: what the child may use.
        """
        try:
            (value,) = self._run(function, args, limits, is_many=False)
        except Died as error:
            return Outcome(0, None, error.why, error.traceback)
        return Outcome(0, value)

    def stream(self, function: str, *args: object, limits: Limits) -> Iterator[Any]:
        """Run a function that gives many values, one after the other; left early, its process is ended.

        Raises:
            Died: the function raised, or its process died, was too slow or gave too much.
        """
        return self._run(function, args, limits, is_many=True)

    def _run(self, function: str, args: tuple[object, ...], limits: Limits, *, is_many: bool) -> Iterator[Any]:
        with open(self._send((function, args, is_many), limits), "rb") as results:  # noqa: PTH123  a pipe has no path
            told: tuple[Any, ...] = ()
            try:
                for told in _read_frames(results, limits.output_bytes):
                    if told[0] == "value":
                        yield told[1]
            finally:
                verdict = self._hear(is_over=bool(told) and told[0] != "value")
        if told and told[0] == "raised":
            raise Died(told[1], told[2])
        if not told or told[0] != "end":
            raise Died(verdict.why)

    def _send(self, job: tuple[object, ...], limits: Limits) -> int:
        """Hand a job to the server; gives the end of the pipe that its results come from."""
        data = pickle.dumps(job, pickle.HIGHEST_PROTOCOL)
        results, childs_end = os.pipe()
        try:
            try:
                self.start()
                assert self._socket is not None
                socket.send_fds(self._socket, [JOB], [childs_end])
                self._socket.sendall(limits.pack() + SIZE.pack(len(data)) + data)
            finally:
                os.close(childs_end)
        except BaseException as error:
            os.close(results)
            self.stop()  # half a job is sent
            if isinstance(error, OSError):
                raise Died(f"the process that runs readers could not be reached: {error}") from None
            raise
        return results

    def _hear(self, *, is_over: bool) -> Verdict:
        """Take the server's word on how the child ended; a child that is left early is ended."""
        try:
            assert self._socket is not None
            if not is_over:
                with contextlib.suppress(OSError):
                    self._socket.sendall(CANCEL)
            return Verdict.unpack(_receive(self._socket, Verdict.SIZE))
        except (AssertionError, OSError):
            self.stop()
            return Verdict("gone", 0)
        except BaseException:
            self.stop()
            raise


def is_possible() -> bool:
    """Whether this system can fork; where it can't, files are parsed in the process that reads them."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


def _read_frames(results: BinaryIO, most: int) -> Iterator[tuple[Any, ...]]:
    """Give what a child wrote; ends where it stops, be it in the middle of something."""
    taken = 0
    while True:
        head = results.read(SIZE.size)
        if len(head) < SIZE.size:
            return
        (size,) = SIZE.unpack(head)
        taken += size
        if taken > most:
            raise Died(f"it gave more than {most // 1_000_000:,} MB; no document of text does")
        data = results.read(size)
        if len(data) < size:
            return
        try:
            told: tuple[Any, ...] = _Rows(io.BytesIO(data)).load()
        except Exception as error:
            raise Died(f"what it gave can't be understood: {error}") from None
        yield told
        if told[0] != "value":
            return


class _Rows(pickle.Unpickler):
    """Takes rows and plain values, no functions and no other classes."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("sayso."):
            found = getattr(importlib.import_module(module), name, None)
            if (module, name) in PLAIN_CLASSES or (isinstance(found, type) and dataclasses.is_dataclass(found)):
                return found
        raise pickle.UnpicklingError(f"a {module}.{name} has no place in it")


def _receive(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise ConnectionResetError("the server is gone")
        data += more
    return data
