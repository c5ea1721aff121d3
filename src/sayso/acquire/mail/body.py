"""A mail's canonical text: the heading of its fields, then its body, and what each line of it is."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Callable, Iterable, Sequence

from sayso.acquire.assemble import InnerCut, Stretch
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.furniture import mark_by_words
from sayso.acquire.lines import Line, is_capitals, is_list_item, is_rule, split_lines
from sayso.acquire.mail.calendars import read_calendar
from sayso.acquire.mail.html import HtmlLine, render_html
from sayso.acquire.mail.mime import Content, Leaf
from sayso.acquire.mail.quoting import Run, cut_quoting, mend_breaks, split_mail
from sayso.acquire.mail.signoffs import mark_signoffs
from sayso.acquire.paragraphs import Block, group_paragraphs
from sayso.acquire.plain import to_stretches
from sayso.acquire.reading import Link, Reading
from sayso.text.flow import BREAK

HEAD_PLACE = "part=0"  # IMAP's number for a part's head
_APART = 3  # empty lines that no paragraph spans
_QUOTED = re.compile(r"^(?:>\s?)+")
_UU_BEGIN = re.compile(r"begin [0-7]{3,4} \S.{0,200}")
_PGP = re.compile(r"-{5}(BEGIN|END) PGP (SIGNED MESSAGE|SIGNATURE|MESSAGE|PUBLIC KEY BLOCK)-{5}")
_HASH = re.compile(r"(?:Hash|NotDashEscaped|Charset): \S+")


@dataclasses.dataclass(slots=True)
class _Sheet:
    """The canonical text while it is put together, and what is known of the lines on it by where they begin."""

    parts: list[str] = dataclasses.field(default_factory=list)
    size: int = 0
    places: list[tuple[int, str]] = dataclasses.field(default_factory=list)
    kinds: dict[int, tuple[str, str]] = dataclasses.field(default_factory=dict)
    links: list[Link] = dataclasses.field(default_factory=list)

    def begin(self, place: str) -> None:
        """Begin a part: what follows stands there in the mail."""
        if self.size:
            self.write(BREAK)
        self.places.append((self.size, place))

    def write(self, words: str) -> int:
        """Write words; gives where they begin."""
        start = self.size
        self.parts.append(words)
        self.size += len(words)
        return start


def compose_mail(heading: Sequence[str], content: Content, facts: Facts, *, is_bulk: bool) -> Reading:
    """Compose a mail's text and say what its lines are.

    Args:
        heading: fields, one a line.
        is_bulk: whether it was sent to many at once; then a page's own wording is furniture too.
    """
    sheet = _write_sheet(heading, content)
    text = "".join(sheet.parts)
    lines = split_lines(text)
    _mark_known(lines, sheet)
    _mark_armour(lines, content)
    body = [line for line in lines if line.kind != "form"]
    cuts = cut_quoting(body, fewest=1)
    mend_breaks(body)
    runs = split_mail(body, sender=" & ".join(facts.authors))
    _mark_runs(runs, body)
    orphans = {run.lines[0].start for run in runs if run.is_orphan}
    blocks = _group(text, runs, sheet)
    if is_bulk:
        mark_by_words(blocks)
    stretches = _to_placed(to_stretches(lines, blocks), sheet.places)
    kept = {stretch.start for stretch in stretches if not stretch.why}
    inner = [cut for cut in cuts if cut.start in kept and cut.start not in orphans]
    links = [link for link in sheet.links if _is_kept(link, stretches)]
    if not kept:
        content.warn("no text in the mail's body", "only its fields are in the text; look at its attachments")
    return Reading(text, stretches, [(0, facts)], facts, links=links, inner=_drop_inside(inner), warnings=content.warnings)


# ------------------------------------------------------------------ the text


def _write_sheet(heading: Sequence[str], content: Content) -> _Sheet:
    sheet = _Sheet()
    sheet.begin(HEAD_PLACE)
    for i, field in enumerate(heading):
        sheet.kinds[sheet.write("\n" if i else "") + bool(i)] = ("form", "the mail's heading")
        sheet.write(field)
    for leaf in content.calendars:
        sheet.begin(f"part={leaf.number}")
        fields, said = read_calendar(leaf.text)
        for field in fields:
            sheet.kinds[sheet.write(field)] = ("form", "a calendar entry")
            sheet.write("\n")
        if said and not content.bodies:
            sheet.write(f"\n{said}")
    for leaf in content.bodies:
        sheet.begin(f"part={leaf.number}")
        if leaf.media_type == "text/html":
            _write_html(render_html(leaf.text, content.warn), sheet)
        else:
            _write_plain(leaf, sheet)
    return sheet


def _write_plain(leaf: Leaf, sheet: _Sheet) -> None:
    text = leaf.text
    if leaf.media_type == "text/enriched":
        text = re.sub(r"<param>.{0,200}?</param>|<[^<>]{0,60}>", "", text)
    elif str(leaf.part.get_param("format") or "").lower() == "flowed":
        text = unflow(text, is_space_dropped=str(leaf.part.get_param("delsp") or "").lower() == "yes")
    start = sheet.write(text.rstrip())
    if leaf.media_type == "message/delivery-status":
        for line in split_lines(text.rstrip()):
            sheet.kinds[start + line.start] = ("form", "a report on delivery")


def unflow(text: str, *, is_space_dropped: bool) -> str:
    """Join the lines of a text that was sent as format=flowed (RFC 3676), each depth of quoting by itself.

    Args:
        is_space_dropped: DelSp: the space that marks a soft line break is no part of the text.
    """
    out: list[str] = []
    open_depth = -1  # of the line before, where it flows on
    for line in text.split("\n"):
        marks = line[: len(line) - len(line.lstrip(">"))]
        words = line[len(marks) :]
        words = words[1:] if words.startswith(" ") else words
        flows = words.endswith(" ") and words != "-- "
        if flows and is_space_dropped:
            words = words[:-1]
        if open_depth == len(marks) and words != "-- ":
            out[-1] += words
        else:
            out.append(f"{marks}{' ' if marks else ''}{words}")
        open_depth = len(marks) if flows else -1
    return "\n".join(out)


def _write_html(lines: Iterable[HtmlLine], sheet: _Sheet) -> None:
    for i, line in enumerate(lines):
        marks = "> " * line.depth
        if i:
            sheet.write("\n\n" if line.is_spaced else "\n")
        sheet.write(marks)
        start = sheet.write(line.text)
        kind = (line.kind, "") if not line.why else ("furniture", line.why)
        if any(kind):
            sheet.kinds[start] = kind
            sheet.kinds[start - len(marks)] = kind
        sheet.links += [Link(start + low, start + high, url) for low, high, url in line.links]


# ------------------------------------------------------------------ what its lines are


def _mark_known(lines: Sequence[Line], sheet: _Sheet) -> None:
    for line in lines:
        kind, why = sheet.kinds.get(line.start, ("", ""))
        if why:
            line.mark(kind, why)


def _mark_armour(lines: Sequence[Line], content: Content) -> None:
    """Mark what only programs read: PGP's frames, signatures and keys, attachments written into the text."""
    i = 0
    while i < len(lines):
        text = _QUOTED.sub("", lines[i].text)
        frame, n = _PGP.fullmatch(text), 1
        if frame and frame[1] == "BEGIN" and frame[2] == "SIGNED MESSAGE":
            while i + n < len(lines) and _HASH.fullmatch(_QUOTED.sub("", lines[i + n].text)):
                n += 1
            _mark_all(lines[i : i + n], "PGP's frame around a signed text")
        elif frame and frame[1] == "BEGIN":
            n = _count_until(lines, i, lambda words: words.startswith("-----END PGP"))
            _mark_all(lines[i : i + n], f"PGP: {frame[2].lower()}")
            if frame[2] == "MESSAGE":
                content.warn("part of the mail is encrypted by PGP", "its text is not read; decrypt it, save the text and add that")
        elif _UU_BEGIN.fullmatch(text) and i + 1 < len(lines) and _is_uuencoded(_QUOTED.sub("", lines[i + 1].text)):
            n = _count_until(lines, i, lambda words: words == "end")
            _mark_all(lines[i : i + n], "an attachment written into the text (uuencode)")
            content.warn("a uuencoded attachment is not read", f"{text[:100]}; decode it with `uudecode` and add the file")
        i += n


def _is_uuencoded(text: str) -> bool:
    return (text.startswith("M") and 58 <= len(text) <= 62) or re.fullmatch(r"[!-`]{2,60}", text) is not None


def _count_until(lines: Sequence[Line], i: int, is_end: Callable[[str], bool]) -> int:
    for n in range(1, len(lines) - i):
        if is_end(_QUOTED.sub("", lines[i + n].text).strip()):
            return n + 1
    return len(lines) - i


def _mark_all(lines: Iterable[Line], why: str) -> None:
    for line in lines:
        if not line.kind:
            line.mark("furniture", why)


def _mark_runs(runs: Sequence[Run], body: Sequence[Line]) -> None:
    first = body[0] if body else None
    for run in runs:
        if not run.is_head:
            mark_signoffs(run.lines, sender=run.sender, is_first=run.lines[0] is first)


def _group(text: str, runs: Sequence[Run], sheet: _Sheet) -> list[Block]:
    """Make blocks: each depth of quoting by itself, for each was broken into lines by another program."""
    blocks: list[Block] = []
    by_depth: dict[int, list[Line]] = {}
    quoted: set[int] = set()
    for run in runs:
        if run.is_head:
            blocks += _make_head(run.lines)
            continue
        is_begun = False
        for line in run.lines:
            if line.kind:
                is_begun = False
                continue
            if run.is_quoted:
                quoted.add(line.start)
            if not is_begun:
                line.gap = max(line.gap, _APART)
            is_begun = line.start not in sheet.kinds
            if is_begun:
                by_depth.setdefault(line.depth, []).append(line)
            else:
                blocks.append(Block([line], [BREAK], line.text, sheet.kinds[line.start][0]))
    for lines in by_depth.values():
        blocks += group_paragraphs(text, lines)
    blocks.sort(key=lambda block: block.start)
    for block in blocks:
        _name_kind(block, is_quoted=block.start in quoted)
    return blocks


def _make_head(lines: Sequence[Line]) -> list[Block]:
    """One block of the lines that say who wrote, together; of a head's fields one each."""
    from sayso.text import mailing  # noqa: PLC0415

    words = " ".join(line.text for line in lines)
    if len(lines) > 1 and mailing.find_wrote(words) is not None:
        return [Block(list(lines), [BREAK] + [" "] * (len(lines) - 1), words, "heading")]
    return [Block([line], [BREAK], line.text, "heading") for line in lines]


def _name_kind(block: Block, *, is_quoted: bool) -> None:
    """Say what a block is. A mail has no headlines: a line without a full stop is a sentence of someone in haste."""
    if is_rule(block.text):
        block.mark("furniture", "a drawn line")
    elif is_quoted:
        block.kind = "block_quote"
    elif block.kind == "paragraph" and is_list_item(block.text):
        block.kind = "list_item"
    elif block.kind == "paragraph" and is_capitals(block.text) and len(block.text) <= 80 and block.text[-1] not in ".!?":
        block.kind = "heading"


# ------------------------------------------------------------------ where it stands


def _to_placed(stretches: list[Stretch], places: Sequence[tuple[int, str]]) -> list[Stretch]:
    starts = [start for start, _ in places]
    for stretch in stretches:
        stretch.place = places[bisect.bisect_right(starts, stretch.start) - 1][1]
    return stretches


def _is_kept(link: Link, stretches: Sequence[Stretch]) -> bool:
    at = bisect.bisect_right(stretches, link.start, key=lambda stretch: stretch.start) - 1
    return at >= 0 and not stretches[at].why and link.end <= stretches[at].end


def _drop_inside(cuts: Sequence[InnerCut]) -> list[InnerCut]:
    """Without cuts of which one begins where the one before has not ended."""
    kept: list[InnerCut] = []
    for cut in sorted(cuts, key=lambda cut: cut.start):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept
