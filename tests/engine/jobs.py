"""Jobs that a worker can import: some of them end badly."""

import os
import signal
import time


def double_or_die(number: int) -> int:
    """Double a number; -1 raises, -2 kills the process, -3 never ends, -4 prints where results go."""
    if number == -1:
        raise ValueError("minus one")
    if number == -2:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == -3:
        time.sleep(600)
    if number == -4:
        print("noise on standard output", flush=True)
        os.write(1, b"noise on file descriptor 1\n")
    return number * 2


def tell_process(_: int) -> int:
    """Tell which process runs this."""
    return os.getpid()


def tell_threads(_: int) -> str | None:
    """Tell how many threads numeric libraries may start."""
    return os.environ.get("OMP_NUM_THREADS")
