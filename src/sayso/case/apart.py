"""Where untrusted bytes are parsed: in processes of their own, with limits (docs/security.md has the figures)."""

from __future__ import annotations

import atexit
import functools
from collections.abc import Iterator
from typing import Any

from sayso.acquire import (
    Acquired,
    Item,
    Passed,
    Unreadable,
    acquire_bytes,
    load_bytes,
    make_problem,
    unpack_frames,
)
from sayso.engine.apart import Apart, Died, is_possible
from sayso.engine.limits import Limits
from sayso.schema import Tables

MODULES = (
    "sayso.acquire.acquire", "sayso.acquire.texts", "sayso.acquire.html.page", "sayso.acquire.pdf.document",
    "sayso.acquire.office.docx", "sayso.acquire.mail.message", "trafilatura", "pypdfium2",
    "sayso.models.language:load_model",  # which needs a temporary file: a child may not write one
)
"""What children find loaded: what most documents need, half a second's work."""
PROGRAMS = ("tesseract",)
WALL_S = 600  # by the clock: text recognition of a few hundred pages, which another program does
CPU_S = 60  # of the reader's own work, and so much more for every megabyte:
CPU_S_A_MB = 3  # the slowest real files seen take 1 s a megabyte
MEMORY_BYTES = 2_000_000_000  # the largest documents that are read at all (5 million characters) take 1.2 GB
OUTPUT_BYTES = 400_000_000  # rows of the same take 150 MB
UNPACKED_BYTES = 25_000_000_000  # more than `members.MOST_BYTES`, which says it better


@functools.cache
def get_apart() -> Apart:
    """Give this process's forking server; it ends with the process."""
    apart = Apart(modules=MODULES, programs=PROGRAMS)
    atexit.register(apart.stop)
    return apart


def start_apart() -> None:
    """Start that server without waiting for it."""
    if is_possible():
        get_apart().start()


def acquire_apart(item: Item) -> Acquired:
    """Read one document: its bytes here, what they mean in a process of its own."""
    try:
        data = load_bytes(item)
    except Unreadable as error:
        return Acquired(Tables({"problems": [make_problem(item.where, error.what, error.why, is_lost=True)]}), None)
    if not is_possible():
        return Acquired(acquire_bytes(item, data), data)
    outcome = get_apart().run("sayso.acquire.acquire:acquire_bytes", item, data, limits=_find_limits(len(data), OUTPUT_BYTES))
    tables = outcome.value
    if not isinstance(tables, Tables):
        why = f"{outcome.why_none}; save it in another format if you trust it"
        tables = Tables({"problems": [make_problem(item.where, "the reader failed on this document", why, is_lost=True)]})
    return Acquired(tables, data)


def unpack_apart(media_type: str, path: str, *, n_bytes: int) -> Iterator[Any]:
    """Give what is in a container, as `unpack_frames` does; a process that dies is told as the last thing passed."""
    if not is_possible():
        yield from unpack_frames(media_type, path)
        return
    limits = _find_limits(n_bytes, UNPACKED_BYTES)
    try:
        yield from get_apart().stream("sayso.acquire.acquire:unpack_frames", media_type, path, limits=limits)
    except Died as error:
        yield Passed("", "unpacking it failed", f"{error.why}; unpack it yourself if you trust it, and add the folder")


def _find_limits(n_bytes: int, output_bytes: int) -> Limits:
    extra = CPU_S_A_MB * (n_bytes // 1_000_000)
    return Limits(WALL_S + extra, CPU_S + extra, MEMORY_BYTES, output_bytes)
