"""Everything that sayso says when it can't go on.

    SaysoError                  code, what, where, got, fix
    +-- CallerMistake           exit 2: the command or its arguments are wrong
    |   +-- NotACase  BadSettings  BadQuestion  UnknownName  UnknownReader  UnknownFormat  WontOverwrite
    |   +-- OtherVersion  NoTerminal  BadAnswers  BadRuling  FetchingIsOff
    +-- SomethingMissing        exit 3: what was named isn't there, or nothing could be read
    |   +-- NoSuchPath  NothingRead  ModelMissing  CannotWrite  NothingToCheck  ExtraMissing
    +-- OurBug                  exit 70: a law of the house is broken
        +-- BadSpan  UnknownRows  TableNotDeclared  BrokenLog  Unforeseen

A bad *document* is never an exception: it becomes a row in `problems` and the run goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

SHOWN = 3  # an error names three of what it got and counts the rest


class SaysoError(Exception):
    """What went wrong, where, what was got, and the command that mends it.

    Args:
        what: a sentence with the count.
        where: a table, file, span or setting.
        got: the offending values; three are shown.
        fix: what to do, a command where there is one.
    """

    code: ClassVar[str] = "S0000"
    exit_code: ClassVar[int] = 70

    def __init__(self, what: str, *, where: str = "", got: Sequence[str] = (), fix: str = "") -> None:
        self.what, self.where, self.got, self.fix = what, where, tuple(got), fix
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [f"[{self.code}] {self.what}"]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.got:
            more = len(self.got) - SHOWN
            lines.append(f"  got:   {', '.join(self.got[:SHOWN])}{f' and {more} more' if more > 0 else ''}")
        if self.fix:
            lines.append(f"  fix:   {self.fix}")
        return "\n".join(lines)


class CallerMistake(SaysoError):
    """The command or its arguments are wrong."""

    code, exit_code = "S0200", 2


class NotACase(CallerMistake):
    """The folder named is no case: it has no case.toml."""

    code = "S0201"


class BadSettings(CallerMistake):
    """case.toml can't be read, or a setting in it has no meaning."""

    code = "S0202"


class BadQuestion(CallerMistake):
    """A question or search text with no word in it."""

    code = "S0203"


class UnknownName(CallerMistake):
    """No claim, group, source or document goes by the name given."""

    code = "S0204"


class UnknownReader(CallerMistake):
    """No reader is registered under the name given."""

    code = "S0205"


class UnknownFormat(CallerMistake):
    """sayso doesn't write the format asked for."""

    code = "S0206"


class WontOverwrite(CallerMistake):
    """The place to write to holds something that sayso did not make."""

    code = "S0207"


class OtherVersion(CallerMistake):
    """The case was written by a sayso whose tables differ from this one's."""

    code = "S0208"


class NoTerminal(CallerMistake):
    """There is nobody to ask: the command wants a terminal, or answers from a file."""

    code = "S0209"


class BadAnswers(CallerMistake):
    """A file of answers can't be read, or answers what the case doesn't ask."""

    code = "S0210"


class BadRuling(CallerMistake):
    """A ruling that says nothing: a value that there isn't, too few things, no name or reason, nothing to take back."""

    code = "S0211"


class FetchingIsOff(CallerMistake):
    """A page's address was given, and the network wasn't asked for."""

    code = "S0212"


class SomethingMissing(SaysoError):
    """What was named isn't there, or nothing could be read."""

    code, exit_code = "S0300", 3


class NoSuchPath(SomethingMissing):
    """A path given on the command line doesn't exist."""

    code = "S0301"


class NothingRead(SomethingMissing):
    """Not one of the documents given could be read."""

    code = "S0302"


class ModelMissing(SomethingMissing):
    """A model file isn't there, or isn't the one that its card names."""

    code = "S0303"


class CannotWrite(SomethingMissing):
    """The case or a file can't be written: no room, no permission, or another program holds it."""

    code = "S0304"


class NothingToCheck(SomethingMissing):
    """The case has no document, or no prose in any, so that no sample can be drawn from it."""

    code = "S0305"


class ExtraMissing(SomethingMissing):
    """What was asked for needs a library that isn't installed; the fix names the extra that brings it."""

    code = "S0306"


class OurBug(SaysoError):
    """A law of the house is broken; the fix is in sayso."""

    code, exit_code = "S0700", 70


class BadSpan(OurBug):
    """A span that isn't in its text, or doesn't hold the words it should."""

    code = "S0701"


class UnknownRows(OurBug):
    """Rows that name others which aren't there."""

    code = "S0702"


class TableNotDeclared(OurBug):
    """A stage touched a table that it doesn't declare."""

    code = "S0703"


class BrokenLog(OurBug):
    """The log of a case isn't what was written: an entry was changed, taken out or put in."""

    code = "S0704"


class Unforeseen(OurBug):
    """Anything that sayso didn't expect; the traceback is kept in a file."""

    code = "S0799"
