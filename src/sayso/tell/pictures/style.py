"""What all pictures share: colours, widths of text, marks on a canvas, the frame with its text alternative.

A picture must stand alone (a file, a notebook, a PDF) and take on the colours of a page. So every colour is a plain
attribute beside a class; `PICTURE_CSS` lets the custom properties of a page win over the attributes, `to_file` puts
them and a dark mode into the picture itself. Colour never says anything alone: there are two, blue and vermilion of
Okabe & Ito (2008), which stay apart for the colour-blind, and shape, line style or a word says the same.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import unicodedata
from collections.abc import Sequence
from xml.sax.saxutils import escape

from sayso.tell.shown import clean_line

WIDTH = 720  # pixels; the brief's column
COLUMN = 352  # one of two columns of the brief, and a phone
MARGIN = 10
FONT = 12.5
SMALL = 11.0  # captions, axes; smaller is lost in print at 80 %
LINE = 15.5  # height of a line of a label
LEADING = 1.24  # the same by size of type
TOLD_LENGTH = 6000  # characters of a text alternative; nobody listens to more
NAME_LENGTH = 600  # characters of a name in a <title>
MARKS = 2  # accents kept on a letter: more than two are piled up to cover what stands above
SAFETY = 1.1  # Segoe UI, Roboto and San Francisco are up to a tenth wider than Helvetica, whose widths are below
SANS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

COLOURS = {
    "ink": "currentColor", "accent": "#a8321a", "blue": "#0072b2", "soft": "#5a564f", "hair": "#bdb7aa", "paper": "#fffefb",
    "none": "none",
}
"""Names of colours and what they are where no page says otherwise. `accent` is the brief's, near Okabe & Ito's vermilion."""

_ROLES = ("accent", "soft", "hair", "paper")
PICTURE_CSS = (
    ".pic { color: var(--ink, #1b1a18); --pic-blue: #0072b2; max-width: 100%; height: auto; } "
    + " ".join(
        f".pic .f-{name} {{ fill: var(--{name}, {COLOURS[name]}); }} .pic .s-{name} {{ stroke: var(--{name}, {COLOURS[name]}); }}"
        for name in _ROLES
    )
    + " .pic .f-blue { fill: var(--pic-blue); } .pic .s-blue { stroke: var(--pic-blue); }"
    " @media screen and (prefers-color-scheme: dark) { .pic { --pic-blue: #56b4e9; } }"
)
"""Rules for a page's style sheet: pictures take the page's --ink, --accent, --soft, --hair and --paper."""

_ALONE = (
    ".pic { --paper: #fffefb; --ink: #1b1a18; --soft: #5a564f; --hair: #bdb7aa; --accent: #a8321a; background: var(--paper); } "
    "@media screen and (prefers-color-scheme: dark) { .pic { --paper: #161513; --ink: #eeeae1; --soft: #b0aa9e; "
    "--hair: #6b665c; --accent: #ff9673; } } "
)

# Widths of Helvetica in thousandths of the size (Adobe font metrics, 1990), the characters that share one together.
_WIDTHS = {
    character: width / 1000
    for width, characters in {
        222: "ijl'’‘", 260: "|", 278: " ft.,:;/\\!I[]·", 333: "r-()`“”", 334: "{}", 355: '"', 389: "*", 400: "•°",
        469: "^", 500: "ckszvxyJ", 556: "abdeghnopquL0123456789?$#_–", 584: "+<=>~×−", 611: "FTZ", 667: "ABEKPSVXY&",
        722: "CDHNRUw", 778: "GOQ", 833: "mM", 889: "%", 944: "W", 1000: "…—→←", 1015: "@",
    }.items()
    for character in characters
}
_GIANTS = {0xFDFD: 11.0, 0x2E3A: 2.1, 0x2E3B: 3.1, 0x1242B: 9.0}  # characters that are wide out of all proportion


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """How words are set."""

    size: float = FONT
    ink: str = "ink"
    is_bold: bool = False
    is_italic: bool = False
    is_ours: bool = False


PLAIN = Look()
CAPTION = Look(size=SMALL, ink="soft")
STRONG = Look(is_bold=True)


@dataclasses.dataclass(frozen=True, slots=True)
class Pen:
    """How a shape is drawn: `fill` and `stroke` are names of `COLOURS`; `dash` as SVG has it."""

    stroke: str = "ink"
    width: float = 1.0
    fill: str = "none"
    opacity: float = 1.0
    dash: str = ""


@dataclasses.dataclass(slots=True)
class Canvas:
    """A picture while it is drawn: its marks, in order."""

    marks: list[str] = dataclasses.field(default_factory=list)

    def text(self, x: float, y: float, words: str, *, look: Look = PLAIN, room: float = 9999.0, anchor: str = "start") -> float:
        """Set words on a baseline, elided to `room` with the whole in a <title>; gives the width they take.

        Words run as their first letter does; those of a sentence of ours (`look.is_ours`) from the left, whatever names it holds.
        """
        shown, whole = fit(words, room, look=look), clean(words)
        told = f"<title>{escape(whole[:NAME_LENGTH])}</title>" if shown != whole else ""
        is_rtl = not look.is_ours and reads_from_right(shown)
        turned = {"start": "end", "end": "start"}.get(anchor, anchor) if is_rtl else anchor
        aside = (f' text-anchor="{turned}"' if turned != "start" else "") + (' direction="rtl"' if is_rtl else "")
        self.marks.append(
            f'<text x="{x:.1f}" y="{y:.1f}"{_set(look)}{aside}>{told}{escape(shown)}</text>'
        )
        return measure(shown, look=look)

    def runs(self, x: float, y: float, runs: Sequence[tuple[str, str]], *, look: Look = PLAIN, aside: str = "") -> None:
        """Set a line of runs, each words and the attributes that set them apart; `aside` are attributes of the line."""
        spans = "".join(f"<tspan{attributes}>{escape(words)}</tspan>" for words, attributes in runs)
        self.marks.append(f'<text x="{x:.1f}" y="{y:.1f}"{_set(look)}{aside} xml:space="preserve">{spans}</text>')

    def rect(self, box: tuple[float, float, float, float], *, pen: Pen, corner: float = 0.0, told: str = "") -> None:
        """Draw a box (left, top, width, height)."""
        x, y, width, height = box
        round_off = f' rx="{corner:.1f}"' if corner else ""
        self._shape(f'rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"{round_off}', pen, told)

    def path(self, way: str, *, pen: Pen, told: str = "") -> None:
        """Draw a path."""
        self._shape(f'path d="{way}"', pen, told)

    def circle(self, x: float, y: float, radius: float, *, pen: Pen, told: str = "") -> None:
        """Draw a circle."""
        self._shape(f'circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"', pen, told)

    def open(self, classes: str, told: str = "") -> None:
        """Begin a group of marks that has a tooltip."""
        self.marks.append(f'<g class="{classes}">' + (f"<title>{escape(clean(told)[:NAME_LENGTH])}</title>" if told else ""))

    def close(self) -> None:
        """End the group."""
        self.marks.append("</g>")

    def _shape(self, what: str, pen: Pen, told: str) -> None:
        shape = what.split(" ", 1)[0]
        tip = f"><title>{escape(clean(told)[:NAME_LENGTH])}</title></{shape}>" if told else "/>"
        self.marks.append(f"<{what}{_draw(pen)}{tip}")

    def finish(
        self, kind: str, *, title: str, told: str, size: tuple[float, float], key: str = "", classes: str = ""
    ) -> str:
        """Give the picture as one SVG element with its title and its text alternative.

        Args:
            kind: what picture it is; a class, and the head of its ids.
            key: what tells it from others of its kind on a page; of its content where none is given.
            classes: further classes, which come first.
        """
        body = "".join(self.marks)
        title, told = clean(title)[:NAME_LENGTH], cut_telling(clean(told))
        key = key or hashlib.sha256(f"{title}\n{told}\n{body}".encode()).hexdigest()[:12]
        name = escape(f"{kind}-{clean(key)}".replace(" ", "-"), {'"': "&quot;"})
        width, height = size
        classes = f"{classes} pic pic-{kind}".strip()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes}" role="img" '
            f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
            f'aria-labelledby="{name}-t {name}-d" font-family="{SANS}" font-size="{FONT}" color="#1b1a18" fill="currentColor">'
            f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(told)}</desc>{body}</svg>'
        )


def to_file(svg: str) -> str:
    """A picture as a file of its own: with its colours, a ground, and dark ones where the reader's screen is dark."""
    head, body = svg.split("</desc>", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}</desc><style>{_ALONE}{PICTURE_CSS}</style>{body}\n'


def clean(text: str) -> str:
    """A text on one line that any XML can hold: hidden characters written out, accents piled on one letter cut off."""
    out: list[str] = []
    marks = 0
    for character in clean_line(text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MARKS and character not in "\ufffe\uffff":
            out.append(character)
    return "".join(out)


def cut_telling(told: str) -> str:
    """A text alternative, cut at a sentence's end where it is too long, with a word on what was left out."""
    if len(told) <= TOLD_LENGTH:
        return told
    end = told.rfind(". ", 0, TOLD_LENGTH)
    kept = told[: end + 1] if end > 0 else told[:TOLD_LENGTH] + "…"
    return f"{kept} The description was cut here; {len(told) - len(kept):,} characters more."


def measure(text: str, *, look: Look = PLAIN) -> float:
    """Width of a text in pixels, rather too wide than too narrow."""
    return sum(map(_width_of, text)) * look.size * SAFETY * (1.07 if look.is_bold else 1.0)


def fit(text: str, room: float, *, look: Look = PLAIN) -> str:
    """A text on one line, elided so that it fits."""
    text = clean(text)[: 4 * NAME_LENGTH]
    if measure(text, look=look) <= room:
        return text
    left = room - measure("…", look=look)
    end = 0
    for i, character in enumerate(text):
        left -= measure(character, look=look)
        if left < 0:
            break
        end = i + 1
    while end and end < len(text) and _joins(text[end - 1], text[end]):  # never part a letter from its accent
        end -= 1
    return text[:end].rstrip() + "…"


def wrap(text: str, room: float, *, at_most: int, look: Look = PLAIN) -> tuple[str, ...]:
    """Break a text into at most so many lines that fit; what doesn't fit is elided. Never empty."""
    lines: list[str] = []
    for word in clean(text)[: 4 * NAME_LENGTH].split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, look=look) <= room:
            lines[-1] = joined
        else:
            lines += _break_word(word, room, look)
        if len(lines) > at_most:
            return (*lines[: at_most - 1], fit(f"{lines[at_most - 1]} {lines[at_most]}", room, look=look))
    return tuple(lines) or ("?",)


def reads_from_right(text: str) -> bool:
    """Whether the first letter of a text is of a script that runs from right to left."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def pair_up(points: Sequence[tuple[float, float]], *, radius: float = 6.0) -> str:
    """A way through points whose legs are level or upright, its corners rounded."""
    way = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for before, (x, y), after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, *(max(abs(x - u), abs(y - v)) / 2 for u, v in (before, after)))
        (a, b), (c, d) = _towards((x, y), before, r), _towards((x, y), after, r)
        way.append(f"L{a:.1f} {b:.1f}Q{x:.1f} {y:.1f} {c:.1f} {d:.1f}")
    return "".join([*way, f"L{points[-1][0]:.1f} {points[-1][1]:.1f}"])


def _towards(point: tuple[float, float], other: tuple[float, float], far: float) -> tuple[float, float]:
    (x, y), (u, v) = point, other
    length = max(abs(u - x), abs(v - y)) or 1.0
    return x + (u - x) * far / length, y + (v - y) * far / length


def _break_word(word: str, room: float, look: Look) -> list[str]:
    if measure(word, look=look) <= room:
        return [word]
    parts, left = [""], room
    for before, character in itertools.pairwise(" " + word):
        width = measure(character, look=look)
        if parts[-1] and width > left and not _joins(before, character):
            parts.append("")
            left = room
        parts[-1] += character
        left -= width
    return parts


def _joins(before: str, character: str) -> bool:
    return bool(unicodedata.combining(character)) or character in "\u200d\ufe0f\ufe0e" or before == "\u200d"


def _width_of(character: str) -> float:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    code = ord(character)
    if unicodedata.combining(character) or character in "\u200c\u200d\ufe0e\ufe0f\xad":
        return 0.0
    if code in _GIANTS:
        return _GIANTS[code]
    if 0x12000 <= code <= 0x1254F:  # cuneiform
        return 4.0
    if 0x1F000 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF:  # emoji and signs: as wide as the widest font draws them
        return 1.3
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    letters = unicodedata.normalize("NFD", character)
    if letters[0] in _WIDTHS and letters[0] != character:
        return _WIDTHS[letters[0]]
    return 0.85 if character.isupper() or code > 0x8FF else 0.66


def _set(look: Look) -> str:
    size = f' font-size="{look.size:g}"' if look.size != FONT else ""
    weight = ' font-weight="700"' if look.is_bold else ""
    slant = ' font-style="italic"' if look.is_italic else ""
    ink = f' fill="{COLOURS[look.ink]}" class="f-{look.ink}"' if look.ink != "ink" else ""
    return size + weight + slant + ink


def _draw(pen: Pen) -> str:
    fill = f' fill="{COLOURS[pen.fill]}"' if pen.fill != "ink" else ""
    faint = f' fill-opacity="{pen.opacity:g}"' if pen.opacity != 1.0 else ""
    stroke = f' stroke="{COLOURS[pen.stroke]}" stroke-width="{pen.width:g}"' if pen.stroke != "none" else ""
    dash = f' stroke-dasharray="{pen.dash}"' if pen.dash else ""
    names = [f"{kind}-{name}" for kind, name in (("f", pen.fill), ("s", pen.stroke)) if name not in ("ink", "none")]
    joined = " ".join(names)
    return fill + faint + stroke + dash + (f' class="{joined}"' if names else "")
