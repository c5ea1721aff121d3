"""Mails inside a document: forwarded and answered ones, by their heads, and quoted replies, to any depth."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from sayso.read.layings import Laying
from sayso.read.page import Block, Page
from sayso.read.speakers import Speaker, read_speaker
from sayso.text import mailing

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
ANSWERS = re.compile(r"^(?:(?:re|aw|fw|fwd|wg)\s*:\s*)+", re.I)
LEFT_OUT = re.compile(r"(?:>\s*)*[-_=*\s]{2,}$")


@dataclasses.dataclass(slots=True)
class Mail:
    """A mail while it is read: who sent it, where that stands, from which depth of quoting its body is, its blocks so far.

    Of one that is quoted without a word on who wrote it `speaker` and `name` are null.
    """

    speaker: Speaker | None
    name: tuple[int, int] | None
    cue: tuple[int, int]
    depth: int
    subject: str
    kind: str
    body: list[tuple[int, int]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class FoundMails:
    """The layings of all mails, and the starts of blocks that are heads: they state nothing."""

    layings: list[Laying] = dataclasses.field(default_factory=list)
    heads: set[int] = dataclasses.field(default_factory=set)


def find_mails(page: Page, blocks: Sequence[Block]) -> FoundMails:
    """Find the mails in one article and lay each body to its sender; one quoted in another is nested in it.

    Quoting marks (`>`) say how deep a block stands. Of mails without them, one under "Original Message" or with the
    subject of the one above (but for "Re:") was quoted by it; any other stands beside it.
    """
    return _Scan(page, blocks).run()


class _Scan:
    """Goes through blocks with a stack of the mails that a block stands in."""

    def __init__(self, page: Page, blocks: Sequence[Block]) -> None:
        self.page, self.blocks, self.found = page, blocks, FoundMails()
        self.open: list[Mail] = []
        self.shut: list[Mail] = []  # quoted mails that an answer, or a line broken by a mail program, stands within
        self.is_forwarded = False

    def run(self) -> FoundMails:
        i = 0
        while i < len(self.blocks):
            n = self._take_head(i) or self._take_wrote(i) or self._take_break(i)
            if not n:
                self._take_body(self.blocks[i])
            i += n or 1
        self._close(0)
        return self.found

    def _take_head(self, i: int) -> int:
        """Number of blocks from `i` on that make a mail's head; 0 when none begins there."""
        depth, at = depth_of(self.page, self.blocks[i]), i
        labels: set[str] = set()
        while at < len(self.blocks) and (label := self._label_at(at, is_begun=bool(labels))) is not None:
            labels |= {label, *mailing.read_inner_labels(self._text(at))}
            at += 1
        source = next((m for b in self.blocks[i:at] if (m := mailing.FROM.match(self.page.text, b.start, b.end))), None)
        if source is None or len(labels) < 2 or not {"sent", "date", "to", "subject"} & labels:
            return 0
        if not mailing.SENDER.match(source["name"]):
            return 0
        subject = next((m["words"] for b in self.blocks[i:at] if (m := mailing.SUBJECT.search(self._words(b)))), "")
        name, speaker = _read_sender(self.page.text, source.span("name"))
        self._end_at(depth, subject)
        self._open(Mail(speaker, name, source.span("cue"), depth, subject, "speaker_label"), self.blocks[i:at])
        return at - i

    def _label_at(self, i: int, *, is_begun: bool) -> str | None:
        """Which field of a head a line is; within one also, as `other`, a line of addresses that runs on from the line before."""
        block = self.blocks[i]
        label = mailing.read_label(self.page.text, block.start, block.end)
        until = min(block.end, block.start + mailing.LONGEST_FIELD)
        return label or ("other" if is_begun and mailing.RUN_ON.match(self.page.text, block.start, until) else None)

    def _take_wrote(self, i: int) -> int:
        """Number of blocks (one, or more where the line was broken) that say 'On DATE, X wrote:'; 0 when none does."""
        for n in range(1, mailing.LINES_WROTE + 1):
            if i + n > len(self.blocks) or (n > 1 and not mailing.may_begin_wrote(self._text(i))):
                break
            start, end = self.blocks[i].start, self.blocks[i + n - 1].end
            wrote = mailing.find_wrote(self.page.text[start:end])
            if wrote is None:
                continue
            depth = depth_of(self.page, self.blocks[i])
            below = depth_of(self.page, self.blocks[i + n]) if i + n < len(self.blocks) else depth
            if below <= depth and not wrote.is_dated:
                return 0
            while self.open and self.open[-1].depth > depth:
                self._close(len(self.open) - 1)
            name, cue = ((start + b, start + e) for b, e in (wrote.name, wrote.cue))
            speaker = _to_speaker(self.page.text[slice(*name)])
            mail = Mail(speaker, name, cue, min(max(below, depth), depth + 1), "", "block_quote")
            self._open(mail, self.blocks[i : i + n])
            return n
        return 0

    def _take_break(self, i: int) -> int:
        if not mailing.is_break(self._text(i)):
            return 0
        self.is_forwarded = True
        self.found.heads.add(self.blocks[i].start)
        return 1

    def _take_body(self, block: Block) -> None:
        depth = depth_of(self.page, block)
        while self.open and depth < self.open[-1].depth:
            self.shut.insert(0, self.open[-1])
            self._close(len(self.open) - 1)
        while self.shut and depth >= self.shut[0].depth > (self.open[-1].depth if self.open else 0):
            self.open.append(dataclasses.replace(self.shut.pop(0), body=[]))
        n_marks = _marks(self.page.text, block)
        if n_marks and block.kind == "block_quote" and depth > (self.open[-1].depth if self.open else 0):
            mark = (block.start, block.start + 1)  # acquire leaves it in the flow where nothing else says who wrote
            self._open(Mail(None, None, mark, depth, "", "block_quote"), ())
        is_rule = LEFT_OUT.match(self.page.text, block.start, block.end) is not None
        if is_rule or (not block.is_prose and not self.open):
            return
        for mail in self.open:
            mail.body.append((block.start + n_marks, block.end))

    def _end_at(self, depth: int, subject: str) -> None:
        """Close the mails that a new head at this depth does not stand in."""
        while self.open and self.open[-1].depth > depth:
            self._close(len(self.open) - 1)
        if self.open and not self.is_forwarded and not _is_answer(self.open[-1].subject, subject):
            while self.open and self.open[-1].depth >= depth:
                self._close(len(self.open) - 1)
        self.is_forwarded = False

    def _open(self, mail: Mail, head: Sequence[Block]) -> None:
        self.found.heads.update(block.start for block in head)
        self.shut = []
        for around in self.open:
            around.body += sorted(span for span in (mail.cue, mail.name) if span)  # so that it holds what it quotes
        self.open.append(mail)

    def _close(self, n: int) -> None:
        """Close the mails from the n-th on."""
        for mail in self.open[n:]:
            spans = tuple(span for span in mail.body if any(c.isalnum() for c in self.page.text[slice(*span)]))
            if spans:
                self.found.layings.append(
                    Laying(
                        (mail.cue,),
                        (mail.name,) if mail.name else (),
                        spans,
                        mail.kind,
                        "say",
                        "neutral",
                        0.7,
                        "c",
                        speaker=mail.speaker,
                    )
                )
        del self.open[n:]

    def _text(self, i: int) -> str:
        return self._words(self.blocks[i])

    def _words(self, block: Block) -> str:
        return self.page.text[block.start : block.end]


def depth_of(page: Page, block: Block) -> int:
    """How deep a block is quoted: `>` marks before it on its line, cut from the flow or not."""
    first = page.canonical(((block.start, block.start + 1),))
    place = first[0][0] if first else 0
    line = max(page.doc.text.rfind(end, 0, place) for end in "\n\r") + 1
    before = page.doc.text[line:place]
    own = page.text[block.start : block.start + _marks(page.text, block)]
    return (before.count(">") if not before.strip("> \t|") else 0) + own.count(">")


def _marks(text: str, block: Block) -> int:
    match = re.match(r"(?:>\s*)*", text[block.start : block.end])
    return match.end() if match else 0


def _is_answer(above: str, subject: str) -> bool:
    """Whether the mail above answers or forwards one with this subject."""
    bare = ANSWERS.sub("", subject).strip().lower()
    return bool(bare) and bool(ANSWERS.match(above)) and ANSWERS.sub("", above).strip().lower() == bare


def _read_sender(text: str, span: tuple[int, int]) -> tuple[tuple[int, int], Speaker]:
    """The name in a From line, without address and marks; the address where there is no name."""
    words = text[slice(*span)]
    bare = re.split(r"\s*[<\[(]|/|\s+on behalf of\b", words)[0].strip(" \"'*")
    if not bare:
        found = ADDRESS.search(words)
        bare = found.group() if found else words.strip()
    start = span[0] + words.index(bare)
    return (start, start + len(bare)), _to_speaker(bare)


def _to_speaker(name: str) -> Speaker:
    if "@" in name:
        return Speaker(name, "person", is_named=True)
    surname, comma, first = name.partition(", ")
    return read_speaker(f"{first} {surname}" if comma and len(name.split()) <= 4 else name)
