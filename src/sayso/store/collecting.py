"""Python's search for garbage in circles, put off while a million rows are made: they refer to nothing that refers back."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def put_off_collecting() -> Iterator[None]:
    """Look for no circles in this context: each look goes over every row that is held, a quarter of the time of a question."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
