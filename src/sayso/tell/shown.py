"""What documents say, made safe to show: hidden and directing characters become visible, markup stays text.

A document can carry characters that nobody sees: terminal escapes, overrides that turn the reading direction round (so
that `gpj.exe` reads `exe.jpg`), zero-width marks. Whoever reads a brief must see what is there, so these are shown as
signs, on paper and in the terminal alike, and are never acted upon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

# Bidirectional controls, zero-width marks and tag characters (Unicode 16, UAX 9 and UAX 31). The two joiners stay:
# Persian and the scripts of India are misspelt without them. So does the soft hyphen, which is typesetting.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """Give a text with its hidden characters written out as `[U+202E]`; line breaks and tabs stay."""
    return _HIDDEN.sub(lambda found: _sign(found.group()), text)


def clean_line(text: str) -> str:
    """Give a text on one line, hidden characters written out, runs of white space made one space."""
    return _SPACES.sub(" ", clean_text(text)).strip()


def show_text(text: str) -> Markup:
    """Give a text as HTML: escaped, isolated from the direction of its neighbours, hidden characters marked as such."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    out, at = Markup(""), 0
    for found in _HIDDEN.finditer(text):
        out += escape(text[at : found.start()])
        out += Markup('<span class="hidden-sign" title="hidden character">{}</span>').format(_sign(found.group()))
        at = found.end()
    return out + escape(text[at:])


def elide(text: str, *, at_most: int) -> str:
    """Shorten a text to at most so many characters, at a word's end where there is one, with an ellipsis."""
    if len(text) <= at_most:
        return text
    kept = text[: at_most - 1]
    space = kept.rfind(" ")
    return (kept[:space] if space > at_most * 0.6 else kept).rstrip(" ,;:-–—") + "…"


def count_of(number: int, one: str, many: str | None = None) -> str:
    """Give a number with its noun: `1 claim`, `1,204 claims`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _sign(character: str) -> str:
    return f"[U+{ord(character):04X}]"
