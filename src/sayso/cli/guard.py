"""How every command ends: a message and an exit code, never a bare traceback."""

from __future__ import annotations

import functools
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

from sayso.errors import CannotWrite, SaysoError, Unforeseen

P = ParamSpec("P")

INTERRUPTED = 130  # what shells expect of a program ended by Ctrl-C


def guard(command: Callable[P, None]) -> Callable[P, None]:
    """Turn whatever a command raises into a message on standard error and an exit code."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except SaysoError as error:
            _end(str(error), error.exit_code)
        except KeyboardInterrupt:
            _end("stopped; what was read or answered is kept in the case, and the same command goes on from there", INTERRUPTED)
        except BrokenPipeError:
            # Whoever read our rows has had enough. Python flushes again at exit and would complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            refused = CannotWrite(
                f"the system refuses: {error.strerror or error}", where=str(error.filename or ""),
                fix="see that there is room and permission, or choose another place",
            )
            _end(str(refused), refused.exit_code)
        except Exception as error:
            _end(str(keep_traceback(error)), Unforeseen.exit_code)

    return guarded


def keep_traceback(error: Exception) -> Unforeseen:
    """Write the traceback to a file and give the message that says where."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="sayso-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        traceback.print_exception(error, file=file)
    return Unforeseen(
        f"sayso has a bug: {type(error).__name__}", where=str(Path(file.name)), got=[str(error)[:200] or "no message"],
        fix="please report it with that file; it holds the traceback and no document, but read it before you send it",
    )


def _end(message: str, code: int) -> None:
    print(message, file=sys.stderr)
    sys.exit(code)
