"""Mails inside a text: quoting marks before lines, the heads of forwarded and answered mails, and the lines of each mail."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from sayso.acquire.assemble import InnerCut
from sayso.acquire.lines import Line, is_terminal
from sayso.acquire.paragraphs import Block
from sayso.text import mailing

_MARKS = re.compile(r"(?:>\s?)+")
_FEWEST = 2  # lines that begin with a mark; a single one is a prompt, a menu path or a slip
_BROKEN_AT = 60  # characters: a quoted line that a mail program broke once more was at least so long with its next word
_HEAD_LINES = 60  # of a quoted mail's head; addresses to many run over 40
_PIECE_MAX = 40  # characters of what was broken off


@dataclasses.dataclass(slots=True)
class Run:
    """Lines in a row that one mail holds.

    Attributes:
        depth: how many quoting marks stand before them.
        sender: name or address of whose they are; empty where nothing says.
        is_head: whether they are a head, or say who wrote what stands below.
        is_quoted: whether they are another's than who sent the whole.
        is_orphan: whether they are quoted and nothing says whose they are.
    """

    lines: list[Line]
    depth: int
    sender: str = ""
    is_head: bool = False
    is_quoted: bool = False
    is_orphan: bool = False


def cut_quoting(lines: Sequence[Line], *, fewest: int = _FEWEST) -> list[InnerCut]:
    """Take the quoting marks (`>`) off lines, note how many there were, and give their cuts.

    Args:
        fewest: lines with marks from which they are taken for quoting.
    """
    quoted = [line for line in lines if not line.kind and line.text.startswith(">")]
    if len(quoted) < fewest:
        return []
    cuts = []
    for i, line in enumerate(lines):
        match = _MARKS.match(line.text) if not line.kind else None
        if match is None:
            continue
        line.depth = match.group().count(">")
        if match.end() == len(line.text):
            line.mark("form", "a quoting mark alone on its line")
            if i + 1 < len(lines):
                lines[i + 1].gap += 1
            continue
        cuts.append(InnerCut(line.start, line.start + match.end(), "quoting mark"))
        line.text = line.text[match.end() :]
    return cuts


def mark_mail_heads(blocks: Sequence[Block]) -> list[Block]:
    """Mark heads of mails inside a text as headings: their dates and subjects are none of the article's own.

    Returns:
        The blocks that are no part of such a head.
    """
    rest: list[Block] = []
    run: list[Block] = []
    for block in (*blocks, None):
        if block is not None and not block.is_out and (mailing.read_label(block.text) or (run and _runs_on(block.text))):
            run.append(block)
            continue
        if _is_head(run):
            for line in run:
                line.kind = "heading"
        else:
            rest += run
        run = []
        if block is not None:
            rest.append(block)
    return rest


def _is_head(run: Sequence[Block]) -> bool:
    return _find_sender([block.text for block in run]) is not None


def _runs_on(text: str) -> bool:
    """Whether a line holds more addresses of the field above it."""
    return mailing.RUN_ON.match(text[: mailing.LONGEST_FIELD]) is not None


def _find_sender(texts: Sequence[str]) -> str | None:
    """The sender that the lines of a mail's head name; null when they are no head."""
    labels = {label for text in texts if (label := mailing.read_label(text))}
    labels |= {label for text in texts for label in mailing.read_inner_labels(text)}
    source = next((match for text in texts if (match := mailing.FROM.match(text[: mailing.LONGEST_FIELD]))), None)
    is_head = source is not None and mailing.SENDER.match(source["name"]) and labels & {"to", "sent", "date", "subject"}
    return source["name"].strip("* \"'") if source is not None and is_head else None


# ------------------------------------------------------------------ a mail as a document of its own


def mend_breaks(lines: Sequence[Line]) -> None:
    """Count the end of a quoted line, that a mail program broke off onto a line without marks, as quoted."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.depth or line.gap or not before.depth or before.depth != after.depth or after.gap:
            continue
        reach = len(before.text) + 1 + len(line.text.split(maxsplit=1)[0])
        if len(line.text) <= _PIECE_MAX and reach >= _BROKEN_AT and not is_terminal(before.text):
            line.depth = before.depth


def split_mail(lines: Sequence[Line], *, sender: str) -> list[Run]:
    """Split the lines of a mail's body by whose they are: answers, and what is quoted at each depth, with or without marks.

    Lines that are marked already are no part of any run. The order of open mails is kept as `read` keeps it, so that what
    is quoted without a word on its sender is the same for both.

    Args:
        sender: who sent the whole.
    """
    return _Splitter([line for line in lines if not line.kind], sender).split()


class _Splitter:
    """Goes through lines with a stack of the mails that a line stands in: from which depth, and who sent it."""

    def __init__(self, lines: list[Line], sender: str) -> None:
        self.lines, self.sender = lines, sender
        self.runs: list[Run] = []
        self.open: list[tuple[int, str]] = []
        self.shut: list[tuple[int, str]] = []
        self.no_head_before = 0  # lines of fields that name no sender, looked at already

    def split(self) -> list[Run]:
        """Give the runs, in order."""
        i = 0
        while i < len(self.lines):
            n = self._take_head(i) or self._take_wrote(i) or self._take_break(i)
            if not n:
                self._take_line(self.lines[i])
            i += n or 1
        return self.runs

    def _take_head(self, i: int) -> int:
        end, depth = i, self.lines[i].depth
        if i < self.no_head_before:
            return 0
        while end < min(len(self.lines), i + _HEAD_LINES) and self.lines[end].depth == depth:
            text = self.lines[end].text
            if not (mailing.read_label(text) or (end > i and _runs_on(text))):
                break
            end += 1
        if not any(mailing.read_label(line.text) == "from" for line in self.lines[i:end]):
            self.no_head_before = end
            return 0
        is_split = end - i >= 2 or (end > i and mailing.read_inner_labels(self.lines[i].text))
        name = _find_sender([line.text for line in self.lines[i:end]]) if is_split else None
        if name is None:
            return 0
        self._open_at(depth, depth, name)
        self.runs.append(Run(self.lines[i:end], depth, is_head=True, is_quoted=True))
        return end - i

    def _take_wrote(self, i: int) -> int:
        depth = self.lines[i].depth
        for n in range(1, mailing.LINES_WROTE + 1):
            taken = self.lines[i : i + n]
            if len(taken) < n or taken[-1].depth != depth or (n > 1 and taken[-1].gap > 0):
                return 0
            if n > 1 and not mailing.may_begin_wrote(taken[0].text):
                return 0
            text = " ".join(line.text for line in taken)
            wrote = mailing.find_wrote(text)
            if wrote is None:
                continue
            below = self.lines[i + n].depth if i + n < len(self.lines) else depth
            if below <= depth and not wrote.is_dated:
                return 0
            self._open_at(depth, min(max(below, depth), depth + 1), text[slice(*wrote.name)])
            self.runs.append(Run(taken, depth, is_head=True, is_quoted=True))
            return n
        return 0

    def _take_break(self, i: int) -> int:
        if not mailing.is_break(self.lines[i].text):
            return 0
        self.runs.append(Run([self.lines[i]], self.lines[i].depth, is_head=True, is_quoted=True))
        return 1

    def _take_line(self, line: Line) -> None:
        while self.open and line.depth < self.open[-1][0]:
            self.shut.insert(0, self.open.pop())
        while self.shut and line.depth >= self.shut[0][0] > (self.open[-1][0] if self.open else 0):
            self.open.append(self.shut.pop(0))
        is_orphan = line.depth > 0 and not self.open
        if is_orphan:
            self.open.append((line.depth, ""))
            self.shut = []
        sender = self.open[-1][1] if self.open else self.sender
        last = self.runs[-1] if self.runs else None
        if last is None or last.is_head or (last.depth, last.sender) != (line.depth, sender):
            self.runs.append(Run([], line.depth, sender, is_quoted=bool(self.open), is_orphan=is_orphan))
        self.runs[-1].lines.append(line)

    def _open_at(self, depth: int, inner: int, name: str) -> None:
        while self.open and self.open[-1][0] > depth:
            self.open.pop()
        self.open.append((inner, name))
        self.shut = []
