"""How long reading takes, measured so that tests can compare a short text with a long one."""

import gc
import time
from collections.abc import Callable


def take_seconds(work: Callable[[], object]) -> float:
    """Give the least CPU seconds of three runs; the garbage collector's passes would fall on the longer run only."""
    taken = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(taken)
