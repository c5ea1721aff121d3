"""Pages nested deeper than a parser goes: their text without their structure."""

from __future__ import annotations

import html
import re

from sayso.acquire.html.tags import BLOCKS, SKIPPED

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")


def read_flat(page: str) -> list[str]:
    """Give the paragraphs of a page, in one pass over its tags; linear whatever it holds."""
    texts: list[str] = []
    words: list[str] = []
    at, small = 0, page.lower()
    while True:
        start = page.find("<", at)
        words.append(page[at : start if start >= 0 else len(page)])
        if start < 0:
            break
        if page.startswith("<!--", start):
            at = _past(page, "-->", start + 4)
            continue
        match = _NAME.match(page, start)
        if match is None and page[start + 1 : start + 2] not in {"!", "?"}:
            words.append("<")
            at = start + 1
            continue
        at = _past(page, ">", start)
        tag = match[1].lower() if match else ""
        if tag in SKIPPED and tag != "head" and page[start + 1] != "/":
            at = _past(page, ">", _past(small, f"</{tag}", at))
        elif tag in BLOCKS or tag == "br":
            _flush(words, texts)
    _flush(words, texts)
    return texts


def _past(page: str, mark: str, start: int) -> int:
    """Past the next mark; the end of the page when there is none."""
    at = page.find(mark, start)
    return at + len(mark) if at >= 0 else len(page)


def _flush(words: list[str], texts: list[str]) -> None:
    text = " ".join(html.unescape("".join(words)).split())
    if text:
        texts.append(text)
    words.clear()
