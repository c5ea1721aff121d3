"""One key at a time from the terminal, without Enter and without echo."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import Self

if sys.platform == "win32":
    import msvcrt
else:
    import termios
    import tty

ENTER, ESCAPE, BACK, GONE = "\n", "\x1b", "b", "\x04"
_KEY = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])?|.", re.DOTALL)
_NAMED = {"\r": ENTER, "\x1b[D": BACK, "\x1bOD": BACK, "\x7f": BACK, "\x08": BACK}  # left arrow and backspace go back
_CHUNK = 64  # bytes read at once; keys typed ahead wait in the buffer


class Keys:
    """The keyboard for as long as the context lasts; the terminal is as it was afterwards, however it ends.

    Ctrl-C is left to the terminal, so that it stops sayso as it stops anything else.
    """

    def __init__(self) -> None:
        self._typed: list[str] = []

    def read(self) -> str:
        """Wait for a key: its character in lower case, `ENTER`, `ESCAPE` or `BACK`.

        Raises:
            EOFError: there will be none: Ctrl-D, or the terminal is gone.
        """
        while not self._typed:
            self._typed = _KEY.findall(self._wait())
        key = self._typed.pop(0)
        if key == GONE:
            raise EOFError
        return ESCAPE if key.startswith(ESCAPE) and key not in _NAMED else _NAMED.get(key, key).lower()

    if sys.platform == "win32":

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def _wait(self) -> str:
            key = msvcrt.getwch()
            if key == "\x03":
                raise KeyboardInterrupt
            if key in "\x00\xe0":  # the second half says which of the keys without a character it was
                return "\x1b[D" if msvcrt.getwch() == "K" else ESCAPE
            return key

    else:

        def __enter__(self) -> Self:
            self._terminal = sys.stdin.fileno()
            self._before = termios.tcgetattr(self._terminal)
            tty.setcbreak(self._terminal, termios.TCSADRAIN)
            return self

        def __exit__(self, *_: object) -> None:
            with contextlib.suppress(termios.error):  # the window was closed
                termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)

        def _wait(self) -> str:
            try:
                # Each time: after Ctrl-Z and `fg` the shell gives the terminal back as it likes it.
                tty.setcbreak(self._terminal, termios.TCSADRAIN)
                return os.read(self._terminal, _CHUNK).decode("utf-8", "ignore") or GONE
            except (OSError, termios.error):  # the window was closed
                return GONE
