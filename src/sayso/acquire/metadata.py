"""What an HTML page says of itself: JSON-LD, meta tags, the title element."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sayso.acquire.dates import find_date
from sayso.acquire.frontmatter import Facts
from sayso.acquire.names import read_names

_ARTICLE = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
_TITLE_TAGS = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
_AUTHOR_TAGS = (
    "author",
    "article:author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
)
_DATE_TAGS = (
    "article:published_time",
    "og:article:published_time",
    "citation_publication_date",
    "datepublished",
    "dc.date",
    "dcterms.created",
    "dc.date.issued",
    "date",
    "pubdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
)
_PUBLISHER_TAGS = ("og:site_name", "citation_journal_title", "dc.publisher", "publisher", "application-name")
_SITE_TAIL = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,40}$")


def read_metadata(tree: Any) -> Facts:
    """Learn title, authors, publisher and date, the surest place first."""
    facts = Facts()
    for node in _find_articles(tree):
        _learn_json(node, facts)
    tags = _read_tags(tree)
    facts.learn("title", _first(tags, _TITLE_TAGS), how="meta tag")
    facts.learn(
        "authors",
        tuple(name for tag in _AUTHOR_TAGS for value in tags.get(tag, ()) for name in read_names(value)),
        how="meta tag",
    )
    facts.learn("publisher", _first(tags, _PUBLISHER_TAGS), how="meta tag")
    facts.learn(
        "published",
        next((iso for tag in _DATE_TAGS for value in tags.get(tag, ()) if (iso := to_iso(value))), None),
        how="meta tag",
    )
    facts.learn(
        "published",
        next((iso for el in tree.iter("time") if (iso := to_iso(el.get("datetime") or ""))), None),
        how="time element",
    )
    facts.learn(
        "title",
        next((_flat(el.text_content()) for el in tree.iter("h1") if _flat(el.text_content())), None),
        how="first heading",
    )
    title = next((_flat(el.text_content()) for el in tree.iter("title")), "")
    facts.learn("title", _SITE_TAIL.sub("", title), how="title element")
    return facts


def find_url(tree: Any) -> str | None:
    """The page's canonical address, when it gives one."""
    for el in tree.iter("link"):
        if "canonical" in (el.get("rel") or "").lower() and (el.get("href") or "").startswith("http"):
            return str(el.get("href"))
    return _first(_read_tags(tree), ("og:url",))


def find_language(tree: Any) -> str | None:
    """The language that the page declares."""
    root = tree.getroottree().getroot()
    lang = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    return lang.replace("_", "-") if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", lang) else None


def to_iso(value: str) -> str | None:
    """Give a date tag's value as an ISO day; null when it holds no date."""
    found = find_date(re.sub(r"(?<=\d)T(?=\d)", " ", value)[:60])
    return found.iso if found else None


def _read_tags(tree: Any) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for el in tree.iter("meta"):
        name = el.get("property") or el.get("name") or el.get("itemprop")
        value = _flat(el.get("content") or "")
        if name and value:
            tags.setdefault(name.lower(), []).append(value)
    return tags


def _first(tags: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((tags[name][0] for name in names if name in tags), None)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _find_articles(tree: Any) -> Iterator[dict[str, Any]]:
    for el in tree.iter("script"):
        if (el.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            yield from _walk_json(json.loads(el.text or "", strict=False), depth=0)
        except (ValueError, RecursionError):
            continue  # pages carry broken JSON-LD; meta tags and the text are read instead


def _walk_json(node: Any, *, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 8:
        return
    if isinstance(node, list):
        for item in node:
            yield from _walk_json(item, depth=depth + 1)
    elif isinstance(node, dict):
        kind = node.get("@type", "")
        if _ARTICLE.search(" ".join(kind) if isinstance(kind, list) else str(kind)) and (
            node.get("headline") or node.get("datePublished")
        ):
            yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _walk_json(node.get(key), depth=depth + 1)


def _learn_json(node: dict[str, Any], facts: Facts) -> None:
    headline = node.get("headline")
    facts.learn("title", _flat(headline) if isinstance(headline, str) else None, how="JSON-LD")
    names = tuple(name for value in _names(node.get("author")) for name in read_names(value))
    facts.learn("authors", tuple(dict.fromkeys(names)), how="JSON-LD")
    facts.learn("publisher", next(iter(_names(node.get("publisher"))), None), how="JSON-LD")
    facts.learn("published", to_iso(str(node.get("datePublished") or "")), how="JSON-LD")


def _names(node: Any) -> list[str]:
    if isinstance(node, str):
        return [_flat(node)] if node.strip() and not node.startswith("http") else []
    if isinstance(node, list):
        return [name for item in node for name in _names(item)]
    if isinstance(node, dict):
        return _names(node.get("name"))
    return []
