"""Mails inside a document: forwarded and answered ones, by their heads, and quoted replies, to any depth."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from sayso.read.layings import Laying, trim
from sayso.read.page import Block, Page
from sayso.read.speakers import Speaker, read_speaker

HEAD = re.compile(
    r"(?:>\s*)*\*?(?P<label>from|to|cc|bcc|sent|date|subject|reply-to|importance|attachments?)\*?\s*:", re.I
)
FROM = re.compile(
    r"(?:>\s*)*\*?(?P<cue>From\s*:)\*?\s*(?P<name>\S.*?)(?=\s+\*?(?:Sent|To|Date|Subject|Cc)\*?\s*:|$)", re.I
)
LONGEST_HEAD = 300  # characters that are looked at for a field or an address: both stand at a line's beginning
RUN_ON = re.compile(r"(?:>\s*)*[^:.?!]{0,120}<?[^\s@]+@[^\s@]+>?[;,]?(?:\s|$)")
SENDER = re.compile(r"[\"'<\[*]*(?:[^\s@]+@|[A-ZÀ-Þ][^.?!]{0,80}$|[A-ZÀ-Þ].{0,60}@)")
SUBJECT = re.compile(r"\bSubject\s*:\s*(?P<words>.*?)(?=\s+(?:From|Sent|To|Date|Cc)\s*:|$)", re.I)
BREAK = re.compile(
    r"(?:>\s*)*[-_\s*]*(?:original message|forwarded (?:message|by\b.*)|begin forwarded message:?|forwarded mail)[-_\s*:]*$",
    re.I,
)
WROTE = re.compile(r"(?P<before>.{0,160}?)(?P<cue>\b(?:wrote|writes)\b)\s*(?:on\b.{4,60}|the following)?\s*:\s*$", re.S)
DATED = re.compile(r"(?:>\s*)*(?:On|At|Am)\s.*\d|(?:>\s*)*\d{4}-\d\d-\d\d|.*<[^<>]+@[^<>]+>", re.S)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
ZONE = re.compile(r"\b(?:AM|PM|A\.M\.|P\.M\.|GMT|UTC|[A-Z]{2,4}T|[+-]\d{4}|\d[\d:.,]*)\b\)?")
PERSON = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:(?:de|van|von|al|bin|la)\s+)*[A-ZÀ-Þ][\w.'’-]*){0,3}$")
ANSWERS = re.compile(r"^(?:(?:re|aw|fw|fwd|wg)\s*:\s*)+", re.I)
LEFT_OUT = re.compile(r"(?:>\s*)*[-_=*\s]{2,}$")


@dataclasses.dataclass(slots=True)
class Mail:
    """A mail while it is read: who sent it, where that stands, from which depth of quoting its body is, its blocks so far."""

    speaker: Speaker
    name: tuple[int, int]
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
        self.shut: Mail | None = None  # a quoted mail that a line broken by a mail program may have shut too early
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
        labels: list[str] = []
        while at < len(self.blocks) and (match := self._head_at(at, is_begun=bool(labels))):
            text = self._text(at)
            inner = re.findall(r"(?<!\w)(From|To|Cc|Sent|Date|Subject)\s*:", text)
            labels += [match["label"].lower() if match.re is HEAD else "", *(label.lower() for label in inner[1:])]
            at += 1
        source = next((m for b in self.blocks[i:at] if (m := FROM.match(self.page.text, *_hull(b)))), None)
        if source is None or len(set(labels)) < 2 or not {"sent", "date", "to", "subject"} & set(labels):
            return 0
        if not SENDER.match(source["name"]):
            return 0
        subject = next((m["words"] for b in self.blocks[i:at] if (m := SUBJECT.search(self._words(b)))), "")
        name, speaker = _read_sender(self.page.text, source.span("name"))
        self._end_at(depth, subject)
        self._open(Mail(speaker, name, source.span("cue"), depth, subject, "speaker_label"), self.blocks[i:at])
        return at - i

    def _head_at(self, i: int, *, is_begun: bool) -> re.Match[str] | None:
        """A line of a head; within one also a line of addresses that runs on from the line before."""
        start, end = _hull(self.blocks[i])
        until = min(end, start + LONGEST_HEAD)
        match = HEAD.match(self.page.text, start, until)
        return match or (RUN_ON.match(self.page.text, start, until) if is_begun else None)

    def _take_wrote(self, i: int) -> int:
        """Number of blocks (one, or two where the line was broken) that say 'On DATE, X wrote:'; 0 when none does."""
        for n in (1, 2):
            if i + n > len(self.blocks):
                break
            start, end = self.blocks[i].start, self.blocks[i + n - 1].end
            match = WROTE.fullmatch(self.page.text, start, end) if end - start <= 240 else None
            if match is None or (n > 1 and not _is_broken_off(self._text(i))):
                continue
            depth = depth_of(self.page, self.blocks[i])
            below = depth_of(self.page, self.blocks[i + n]) if i + n < len(self.blocks) else depth
            if below <= depth and not DATED.match(self.page.text, start, end):
                return 0
            sender = _sender_before(self.page.text, match.span("before"))
            if sender is None:
                return 0
            while self.open and self.open[-1].depth > depth:
                self._close(len(self.open) - 1)
            name, speaker = sender
            mail = Mail(speaker, name, match.span("cue"), min(max(below, depth), depth + 1), "", "block_quote")
            self._open(mail, self.blocks[i : i + n])
            return n
        return 0

    def _take_break(self, i: int) -> int:
        if not BREAK.match(self.page.text, *_hull(self.blocks[i])) or len(self._text(i)) > 120:
            return 0
        self.is_forwarded = True
        self.found.heads.add(self.blocks[i].start)
        return 1

    def _take_body(self, block: Block) -> None:
        depth = depth_of(self.page, block)
        while self.open and depth < self.open[-1].depth:
            self.shut = self.open[-1]
            self._close(len(self.open) - 1)
        around = self.open[-1].depth if self.open else 0
        if self.shut is not None and depth >= self.shut.depth > around:
            self.open.append(dataclasses.replace(self.shut, body=[]))
            self.shut = None
        is_rule = LEFT_OUT.match(self.page.text, *_hull(block)) is not None
        if is_rule or (not block.is_prose and not self.open):
            return
        start = block.start + _marks(self.page.text, block)
        for mail in self.open:
            mail.body.append((start, block.end))

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
        self.shut = None
        for around in self.open:
            around.body += sorted((mail.cue, mail.name))  # so that it holds what it quotes
        self.open.append(mail)

    def _close(self, n: int) -> None:
        """Close the mails from the n-th on."""
        for mail in self.open[n:]:
            spans = tuple(span for span in mail.body if any(c.isalnum() for c in self.page.text[slice(*span)]))
            if spans:
                self.found.layings.append(
                    Laying(
                        (mail.cue,), (mail.name,), spans, mail.kind, "say", "neutral", 0.7, "c", speaker=mail.speaker
                    )
                )
        del self.open[n:]

    def _text(self, i: int) -> str:
        return self._words(self.blocks[i])

    def _words(self, block: Block) -> str:
        return self.page.text[block.start : block.end]


def _is_broken_off(text: str) -> bool:
    """Whether a line begins 'On 3 May ...' and ends before its sentence does."""
    return DATED.match(text) is not None and not text.endswith((".", "!", "?", ":"))


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


def _hull(block: Block) -> tuple[int, int]:
    return block.start, block.end


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


def _sender_before(text: str, span: tuple[int, int]) -> tuple[tuple[int, int], Speaker] | None:
    """The name that ends 'On DATE, X <address>', before its 'wrote'; null when nothing there is a name or an address."""
    words = text[slice(*span)]
    address = re.search(r"[<\[(](?:mailto:)?([^<>\[\]()]+@[^<>\[\]()]+)[>\])]\s*,?\s*$", words)
    head = words[: address.start()] if address else words
    zones = list(ZONE.finditer(head))
    at = zones[-1].end() if zones else 0
    start, end = trim(text, span[0] + at, span[0] + len(head.rstrip(' "')))
    while start < end and text[start] in "\"'> ":
        start += 1
    name = PERSON.search(text[start:end].rstrip("\"' "))
    if name is not None:
        place = (start + name.start(), start + name.end())
        return place, _to_speaker(name.group())
    if address is None:
        return None
    place = (span[0] + address.start(1), span[0] + address.end(1))
    return place, _to_speaker(address[1])
