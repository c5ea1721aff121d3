"""Paragraphs: which lines run on into one another, and which stand apart."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence

from sayso.acquire.facts.dates import read_dateline
from sayso.acquire.facts.names import read_byline
from sayso.acquire.lines import Line, is_capitals, is_list_item, is_terminal
from sayso.models.vocabulary import is_word
from sayso.text.flow import BREAK

WIDTH_MAX = 160  # characters; text set in longer lines isn't broken by hand or by a page, each line is a paragraph
_RUN_ON_SHARE = (
    0.3  # share of neighbouring lines that must run on: wrapped prose has 0.5-0.8, a line a paragraph under 0.05
)
_RUN_ON_PAIRS = 4  # so few pairs prove double spacing; 1 is enough where no empty line stands between
_FULL_LINE = 0.88  # of the usual width; ragged margins vary by some 8 %
_REACH_QUANTILE = 0.1  # of how far lines that run on would have reached with the next word: nine in ten reach farther
_HEADING_LINE = 0.6  # of the usual width: shorter without a full stop is no line of a paragraph
_SHORT_LINE = 0.75  # of the usual width, of printed lines: bylines and dates are shorter
_PAGE_KINDS = {"page_number", "running_head", "footnote"}
_HYPHEN_END = re.compile(r"(?<![\w.])(?P<left>[\w.]++)[-\xad\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"(?<![^\W\d_])[^\W\d_]++[-\xad\u2010]\s*[\r\n]\s*[^\W\d_]+")  # no witness for its halves
_MAIL_HEAD = re.compile(r"\*?(?:From|To|Cc|Sent|Date|Subject)\*?:\s")
_SAID_BELOW = ("wrote:", "writes:")  # a line that opens a quoted mail
_PREFIXES = frozenset(
    [
        "all",
        "anti",
        "co",
        "counter",
        "cross",
        "ex",
        "half",
        "high",
        "ill",
        "long",
        "low",
        "mid",
        "multi",
        "neo",
        "non",
        "off",
        "one",
        "pan",
        "post",
        "pre",
        "pro",
        "quasi",
        "self",
        "semi",
        "short",
        "then",
        "third",
        "three",
        "two",
        "ultra",
        "vice",
        "well",
    ]
)
_CLOSED = frozenset(
    ["man", "men", "woman", "women", "master", "masters", "mistress", "ship", "hood", "some", "ward", "wards", "wise"]
)  # second halves that are written together with the first
_TENS = frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_UNITS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "first", "second", "third", "fourth",
     "fifth", "sixth", "seventh", "eighth", "ninth"]
)  # fmt: skip


@dataclasses.dataclass(slots=True)
class Block:
    """Lines that make one paragraph, heading or list item; `glues[i]` joins line i to the one before it.

    Attributes:
        kind: what it is; of what is out of the flow with `why`.
    """

    lines: list[Line]
    glues: list[str]
    text: str
    kind: str = "paragraph"
    why: str = ""

    def mark(self, kind: str, why: str) -> None:
        """Say what the block is and how that was recognised; it leaves the flow."""
        self.kind, self.why = kind, why

    @property
    def start(self) -> int:
        """First character in the canonical text."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Past the last character."""
        return self.lines[-1].end

    @property
    def is_out(self) -> bool:
        """Whether it is out of the flow."""
        return bool(self.why)


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set: whether lines are broken inside paragraphs, with or without empty lines between, and how wide.

    Attributes:
        width: characters of a full line.
        reach: a line that with the next one's first word is shorter than this had room for it: it ends a paragraph.
    """

    is_wrapped: bool
    is_double_spaced: bool
    width: int
    reach: int


def group_paragraphs(text: str, lines: Sequence[Line]) -> list[Block]:
    """Group the lines that are in the flow into blocks."""
    running = [i for i, line in enumerate(lines) if not line.kind]
    setting = _find_setting(lines, running)
    hyphens = _Hyphens(text)
    blocks: list[Block] = []
    for place, i in enumerate(running):
        before = running[place - 1] if place else None
        glue = BREAK
        if before is not None and _joins(lines, before, i, setting=setting):
            glue = _find_glue(lines[before].text, lines[i].text, hyphens)
        if glue == BREAK:
            # what its print shows to be a table or a heading is that
            printed = lines[i].print
            blocks.append(Block([lines[i]], [BREAK], "", (printed.kind if printed else "") or "paragraph"))
        else:
            blocks[-1].lines.append(lines[i])
            blocks[-1].glues.append(glue)
    for block in blocks:
        block.text = _to_text(block)
    return blocks


def _to_text(block: Block) -> str:
    if len(block.lines) == 1:
        return block.lines[0].text
    out = [block.lines[0].text]
    for line, glue in zip(block.lines[1:], block.glues[1:], strict=True):
        if glue == HYPHEN_OFF:
            out[-1] = out[-1][:-1]
        out.append((" " if glue == " " else "") + line.text)
    return "".join(out)


# ------------------------------------------------------------------ how the text is set


def _find_setting(lines: Sequence[Line], running: Sequence[int]) -> Setting:
    lengths = sorted(len(lines[i].text) for i in running if len(lines[i].text) >= 30)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    tight = loose = tight_on = loose_on = 0
    reaches: list[int] = []
    for a, b in itertools.pairwise(running):
        if b != a + 1 or len(lines[a].text) < 30:
            continue
        runs_on = _runs_on(lines[a].text, lines[b].text)
        if runs_on:
            reaches.append(_reach(lines[a].text, lines[b].text))
        if lines[b].gap == 0:
            tight, tight_on = tight + 1, tight_on + runs_on
        elif lines[b].gap <= 2:
            loose, loose_on = loose + 1, loose_on + runs_on
    can_wrap = 0 < width <= WIDTH_MAX
    return Setting(
        is_wrapped=can_wrap and tight > 0 and tight_on / tight >= _RUN_ON_SHARE,
        is_double_spaced=can_wrap and loose_on >= _RUN_ON_PAIRS and loose_on / loose >= _RUN_ON_SHARE,
        width=width,
        reach=sorted(reaches)[int(len(reaches) * _REACH_QUANTILE)] if reaches else 0,
    )


def _reach(a: str, b: str) -> int:
    return len(a) + 1 + len(b.split(maxsplit=1)[0])


def _runs_on(a: str, b: str) -> bool:
    return not is_terminal(a) and (b[0].islower() or _HYPHEN_END.search(a) is not None)


# ------------------------------------------------------------------ whether two lines join


def _joins(lines: Sequence[Line], i: int, j: int, *, setting: Setting) -> bool:
    a, b = lines[i], lines[j]
    if _is_set(a) or _is_set(b):
        return False
    crosses_page = a.page != b.page
    if j > i + 1:
        if any(line.kind not in _PAGE_KINDS for line in lines[i + 1 : j]):
            return False
        crosses_page = True
    is_told = b.print is not None and b.print.begins is not None and not crosses_page
    if not (setting.is_wrapped or setting.is_double_spaced or is_told):
        # a line a paragraph; only what plainly runs on is joined
        strong = b.text[0].islower() and len(a.text) >= 40 and a.text[-1].isalpha() and not is_list_item(b.text)
        return strong and (crosses_page or (b.gap == 0 and len(a.text) <= WIDTH_MAX))
    if a.depth != b.depth or a.text.endswith(_SAID_BELOW) or _MAIL_HEAD.match(b.text):
        return False
    if b.has_rule or (is_told and b.print is not None and b.print.begins):
        return False
    if is_told:
        # print tells more than words: only what is well short of the measure may be a byline or a date, and a line that
        # goes on in mid-sentence begins no item, whatever number it begins with
        short = _SHORT_LINE * setting.width
        if any(_stands_alone(line.text) for line in (a, b) if len(line.text) < short):
            return False
        return not is_list_item(b.text) or (not is_terminal(a.text) and a.text[-1] != ":" and len(a.text) >= short)
    if _stands_alone(a.text) or _stands_alone(b.text) or is_list_item(b.text):
        return False
    if crosses_page:
        return not is_terminal(a.text) and len(a.text) >= _HEADING_LINE * setting.width
    return _joins_on_page(a, b, setting=setting)


def _is_set(line: Line) -> bool:
    """Whether its print shows a line to be a table's row or a heading."""
    return line.print is not None and line.print.kind != ""


def _joins_on_page(a: Line, b: Line, *, setting: Setting) -> bool:
    runs_on = _runs_on(a.text, b.text)
    if b.gap > (1 if setting.is_double_spaced else 0):
        # an empty line inside a sentence: text layers leave some
        return b.gap <= 2 and runs_on and b.text[0].islower() and len(a.text) >= _FULL_LINE * setting.width
    left_room = _reach(a.text, b.text) < setting.reach
    if is_terminal(a.text):
        if b.text[0].islower() and not left_room:
            return True
        return not left_room and b.indent < a.indent + 2
    if runs_on or a.text[-1] in ",;":
        return True
    return len(a.text) >= _HEADING_LINE * setting.width


def _stands_alone(text: str) -> bool:
    if len(text) > 90:
        return False
    return is_capitals(text) or read_dateline(text) is not None or read_byline(text) is not None


# ------------------------------------------------------------------ hyphens at line ends

HYPHEN_OFF = "hyphen off"  # joined without a space, the hyphen left out


class _Hyphens:
    """Decides whether a hyphen at a line's end belongs to the word; the text's own words decide where they can."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: set[str] | None = None

    def keeps(self, left: str, right: str) -> bool:
        """Whether `left-right` keeps its hyphen."""
        if "." in left or right[0].isupper() or left[-1].isdigit() or (left.isupper() and len(left) > 1):
            return True
        if self._words is None:
            self._words = {word.lower() for word in _WORD.findall(_BROKEN.sub(" ", self._text))}
        low, high = left.lower(), right.lower()
        if f"{low}-{high}" in self._words:
            return True
        if low + high in self._words or is_word(low + high) or high in _CLOSED:
            return False
        if low in _TENS and high in _UNITS:
            return True
        return low in _PREFIXES or (len(low) > 2 and all(half in self._words or is_word(half) for half in (low, high)))


def _find_glue(a: str, b: str, hyphens: _Hyphens) -> str:
    if a.endswith(("—", "–")):
        return ""
    match = _HYPHEN_END.search(a)
    if match is None:
        return " "
    right = re.match(r"[^\W_]+", b)
    if right is None:
        return ""
    left = match["left"].rsplit("-", 1)[-1]
    if a[-1] != "\xad" and hyphens.keeps(left, right.group()):
        return ""
    return HYPHEN_OFF
