"""Jobs for processes of their own: good ones, and some that break out, hang, swell and die."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from sayso.schema import Tables


def double(number: int) -> int:
    return 2 * number


def count(most: int) -> Iterator[int]:
    yield from range(most)


def fail(_: object) -> None:
    raise ValueError("bad\nbytes")


def hang(_: object) -> None:
    time.sleep(60)


def hang_after_one(_: object) -> Iterator[int]:
    yield 1
    time.sleep(60)


def burn(_: object) -> None:
    while True:
        pass


def swell(n_bytes: int) -> int:
    return len(bytearray(n_bytes))


def crash(_: object) -> None:
    ctypes.string_at(0)


def leave(status: int) -> None:
    os._exit(status)


def flood(n_bytes: int) -> bytes:
    return b"a" * n_bytes


def call_home(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=2)


def write_file(path: str) -> None:
    Path(path).write_text("x", encoding="utf-8")


def start_program(name: str) -> bytes:
    return subprocess.run([name], capture_output=True, check=True).stdout


def start_sleeper(path: str) -> None:
    subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(3); open({path!r}, 'w').close()"])
    time.sleep(60)


class Trap:
    """What a child that was taken over would send: a call that its reader would make."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.path,)


def set_trap(path: str) -> Trap:
    return Trap(path)


def give_tables(_: object) -> Tables:
    return Tables({"problems": []})
