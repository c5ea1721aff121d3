"""One worker process: takes jobs on its standard input, gives results on its standard output, both pickled.

It is started as `python -m sayso.engine.worker` and not through `multiprocessing`, which would run the caller's main
script again in every worker and leaves it unknown which job killed a worker.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from typing import BinaryIO


def serve(jobs: BinaryIO, results: BinaryIO) -> None:
    """Run the first thing received on each thing after it, until there is no more.

    A result is `(True, value)`, or `(False, why, traceback)` when the job raised.
    """
    work = pickle.load(jobs)
    while True:
        try:
            job = pickle.load(jobs)
        except EOFError:
            return
        try:
            told = pickle.dumps((True, work(job)), pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            told = pickle.dumps((False, f"{type(error).__name__}: {error}", traceback.format_exc()))
        results.write(told)
        results.flush()


def main() -> None:
    """Serve on the pipes that the pool opened; whatever libraries print goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; its end closes our input
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        serve(sys.stdin.buffer, results)
    except BrokenPipeError:
        os._exit(1)  # the parent is gone; nobody reads what we would say


if __name__ == "__main__":
    main()
