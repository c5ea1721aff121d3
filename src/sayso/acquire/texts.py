"""Files that are text: plain and Markdown."""

from __future__ import annotations

from collections.abc import Callable

from sayso.acquire import media
from sayso.acquire.markdown import read_markdown
from sayso.acquire.plain import read_plain
from sayso.acquire.reading import Original, Reading


def read_text_file(original: Original) -> Reading:
    """Read a plain text file.

    Raises:
        Unreadable: it is no text.
    """
    return _read(original, lambda text: read_plain(text, title=original.meta.get("title")))


def read_markdown_file(original: Original) -> Reading:
    """Read a Markdown file.

    Raises:
        Unreadable: it is no text.
    """
    return _read(original, read_markdown)


def _read(original: Original, read: Callable[[str], Reading]) -> Reading:
    text, warning = media.decode_text(original.data, charset=original.meta.get("charset"))
    reading = read(text)
    if warning:
        reading.warnings.append(("encoding guessed", warning))
    return reading
