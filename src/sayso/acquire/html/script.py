"""What an HTML page holds beside its visible text: an article in its data, frames, the address that it leads on to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import html as lxml_html

from sayso.acquire.composed import Draft
from sayso.acquire.html.frames import Shown
from sayso.acquire.html.main import to_letters

_BODY_MIN = 200  # characters; shorter values are summaries
_MOST_SCRIPTS = 50
_DEEPEST = 12
_TAG = re.compile(r"<(?:p|br|div|h[1-6]|li)\b", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"[ \t]*(?:\r\n|[\r\n])\s*")
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*url\s*=\s*['\"]?\s*([^'\"\s>]{1,500})", re.IGNORECASE)
_SEEN_LETTERS = 40  # letters of a paragraph's start and end that are looked for


def find_body(tree: Any) -> list[Draft]:
    """The longest `articleBody` in the page's JSON-LD, a draft a paragraph; empty when it has none."""
    best, place = "", ""
    scripts = [el for el in tree.iter("script") if "ld+json" in (el.get("type") or "").lower()]
    for el in scripts[:_MOST_SCRIPTS]:
        text = el.text or ""
        if "articleBody" not in text:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue  # pages carry broken JSON-LD; their text is read instead
        for body in _find_bodies(data, 0):
            if len(body) > len(best):
                best, place = body, el.getroottree().getpath(el)
    if len(best) < _BODY_MIN:
        return []
    return [Draft(" ".join(text.split()), place=place) for text in _to_paragraphs(best) if text.strip()]


def _find_bodies(node: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(node, dict):
        body = node.get("articleBody")
        if isinstance(body, str):
            yield body
        for key, value in node.items():
            if key in {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"}:
                yield from _find_bodies(value, depth + 1)
    elif isinstance(node, list):
        for value in node[:100]:
            yield from _find_bodies(value, depth + 1)


def _to_paragraphs(body: str) -> list[str]:
    if not _TAG.search(body):
        return _PARAGRAPHS.split(lxml_html.fromstring(f"<p>{body}</p>").text_content() if "&" in body else body)
    marked = re.sub(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote)\b[^>]*>", "\n", body, flags=re.IGNORECASE)
    return _PARAGRAPHS.split(lxml_html.fromstring(f"<div>{marked}</div>").text_content())


def pick_unseen(body: Sequence[Draft], shown: Sequence[Shown]) -> list[Draft]:
    """The paragraphs of an article in the page's data that its visible text does not show.

    The data is taken only where it holds plainly more than the page shows: else the two are the same text, set differently.
    """
    if not body:
        return []
    seen = "\n".join(block.letters for block in shown if block.is_main)
    joined = "".join(to_letters(draft.text) for draft in body)
    if len(joined) < 1.3 * len(seen):
        return []
    if len(body) == 1:
        return _pick_rest(body[0], shown)
    return [draft for draft in body if to_letters(draft.text) not in seen]


def _pick_rest(draft: Draft, shown: Sequence[Shown]) -> list[Draft]:
    """An article's data on one line: what follows the last paragraph that the page shows of it."""
    text = draft.text
    at = 0
    for block in shown:
        words = block.draft.text
        if block.is_main and len(block.letters) >= _SEEN_LETTERS:
            found = text.find(words)
            at = max(at, found + len(words)) if found >= 0 else at
    rest = text[at:].strip()
    return [Draft(rest, place=draft.place)] if len(rest) >= _SEEN_LETTERS else []


def find_refresh(tree: Any) -> str:
    """The address that a page's `meta refresh` leads on to; empty when it has none."""
    for el in tree.iter("meta"):
        if (el.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match((el.get("content") or "")[:1000])
            if match:
                return match[1]
    return ""


def list_frames(tree: Any) -> list[str]:
    """The addresses of the pages that a page is put together from."""
    return [src for el in tree.iter("frame", "iframe") if (src := (el.get("src") or "").strip()[:200])]
