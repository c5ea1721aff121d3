"""The forking server: one child a job, each with limits of its own; says how each ended.

Started by `sayso.engine.apart` as `python -m sayso.engine.forking FD MODULES PROGRAMS`; FD is the socket on which jobs
come. It unpickles nothing itself: a child does, after it gave up what it doesn't need.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import resource
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any, BinaryIO

from sayso.engine.limits import CANCEL, SIZE, Limits, Verdict

_REFUSED = frozenset(
    ["socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "os.system", "os.exec", "os.fork", "os.posix_spawn"]
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main() -> None:
    """Serve until the other end of the socket is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; its end closes our socket
    fd, modules, programs = sys.argv[1:]
    connection = socket.socket(fileno=int(fd))
    connection.set_inheritable(False)
    for name in filter(None, modules.split(",")):
        with contextlib.suppress(ImportError):  # of a library that one format needs: reading such a document will say so
            module, _, function = name.partition(":")
            loaded = importlib.import_module(module)
            if function:
                getattr(loaded, function)()
    refuse = make_fence(frozenset(programs.split(",")))
    base = count_memory()
    with contextlib.suppress(ConnectionError):  # the parent was ended in the middle of a job: so is this
        _serve(connection, base=base, refuse=refuse)


def _serve(connection: socket.socket, *, base: int, refuse: Callable[..., None]) -> None:
    while True:
        tag, fds, _, _ = socket.recv_fds(connection, 1, 1)
        if not tag:
            return
        if tag == CANCEL:  # of a job that was over when this was sent
            continue
        limits = Limits.unpack(_take(connection, Limits.SIZE))
        job = _take(connection, SIZE.unpack(_take(connection, SIZE.size))[0])
        pid, alive = _fork(job, fds[0], limits, connection, base=base, refuse=refuse)
        is_late = _wait(alive, connection, limits.wall_s)
        os.close(alive)
        connection.sendall(_end(pid, limits, is_late=is_late).pack())


def _fork(
    job: bytes, out: int, limits: Limits, connection: socket.socket, *, base: int, refuse: Callable[..., None]
) -> tuple[int, int]:
    """Start a child on a job; gives its id, and a pipe that is at its end when the child is, whatever ended it."""
    alive, childs_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 71
        with contextlib.suppress(BaseException):
            os.close(alive)
            connection.close()
            os.setsid()
            _limit(limits, base)
            sys.addaudithook(refuse)
            _work(job, out)
            status = 0
        os._exit(status)
    os.close(out)
    os.close(childs_end)
    return pid, alive


def _wait(alive: int, connection: socket.socket, wall_s: int) -> bool:
    """Wait for the child's end, the parent's word or end, or the end of its time; says whether it was late."""
    ready, _, _ = select.select([alive, connection.fileno()], [], [], wall_s)
    return not ready


def _end(pid: int, limits: Limits, *, is_late: bool) -> Verdict:
    """End the child, and what it started, and say how it went."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if is_late:
        return Verdict("late", limits.wall_s)
    if code == -signal.SIGXCPU:
        return Verdict("slow", limits.cpu_s)
    return Verdict("killed" if code else "well", code)


def _limit(limits: Limits, base: int) -> None:
    """Take from this process what parsing a document doesn't need."""
    for what, soft, hard in (
        (resource.RLIMIT_AS, base + limits.memory_bytes, base + limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 5),
        (resource.RLIMIT_FSIZE, 0, 0),  # no file is written
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower limit holds already, or macOS, which limits no address space
            resource.setrlimit(what, (soft, hard))


def make_fence(programs: frozenset[str]) -> Callable[..., None]:
    """Make an audit hook that keeps readers from the network, from writing, and from programs but those named.

    A second fence: the libraries are told not to do any of it.
    """

    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event in _REFUSED:
            raise PermissionError(f"a reader may not do this: {event}")
        if event == "subprocess.Popen" and PurePath(os.fsdecode(args[0])).name not in programs:
            raise PermissionError(f"a reader may not start {args[0]}")
        if event == "open" and _is_written(*args[:3]):
            raise PermissionError(f"a reader may not write {args[0]}")

    return refuse


def _is_written(path: object, _: object, flags: object) -> bool:
    """Whether opening a file is for writing; pipes, known by number, and the null device may be written."""
    return isinstance(flags, int) and flags & _WRITING != 0 and not isinstance(path, int) and path != os.devnull


def _work(job: bytes, out: int) -> None:
    """Run the job and write what it gives."""
    with open(out, "wb") as results:
        try:
            function, args, is_many = pickle.loads(job)
            module, name = function.split(":")
            given = getattr(importlib.import_module(module), name)(*args)
            values: Iterable[object] = given if is_many else (given,)
            for value in values:
                _write(results, ("value", value))
            told: tuple[str, ...] = ("end",)
        except Exception as error:
            told = ("raised", f"{type(error).__name__}: {error}"[:500], traceback.format_exc()[-4000:])
        _write(results, told)


def _write(results: BinaryIO, value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    results.write(SIZE.pack(len(data)))
    results.write(data)
    results.flush()


def _take(connection: socket.socket, size: int) -> bytes:
    parts, left = [], size
    while left:
        data = connection.recv(min(left, 1 << 20))
        if not data:
            raise SystemExit  # the parent is gone
        parts.append(data)
        left -= len(data)
    return b"".join(parts)


def count_memory() -> int:
    """Count this process's address space in bytes; 0 where the system doesn't tell."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  no Path: this is no file of anybody's
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    main()
