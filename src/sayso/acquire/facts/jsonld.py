"""JSON-LD of a page: what schema.org's article nodes say of it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from sayso.acquire.facts.agencies import find_agencies, is_agency
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.names import split_byline

_ARTICLES = ("article", "posting", "report", "webpage", "review", "creativework")
_HOUSES = ("organization", "website", "newspaper", "periodical")
_DEEPEST = 8
_MOST_NODES = 2_000  # of one page
_HOW = "JSON-LD"


def learn_jsonld(tree: Any, facts: Facts) -> str | None:
    """Learn what a page's JSON-LD says; give the address that it names as its own, if any."""
    nodes = _find_nodes(tree)
    articles = [node for node in nodes if _is_kind(node, _ARTICLES) and (node.get("headline") or node.get("datePublished"))]
    articles.sort(key=lambda node: "webpage" in _kinds(node))  # a page's node says less of the article than its own
    at = {str(node["@id"]): node for node in nodes if node.get("@id")}
    url = None
    for node in articles:
        _learn_article(node, facts, at)
        url = url or _find_url(node)
    for node in nodes:
        if not facts.publisher and _is_kind(node, _HOUSES) and _is_text(node.get("name")):
            facts.learn("publisher", flatten(node["name"]), how=_HOW)
    return url


def _find_nodes(tree: Any) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    for el in tree.iter("script"):
        if (el.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = (el.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        text = text.removeprefix("//<![CDATA[").removesuffix("//]]>")
        try:
            found = _mend(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            continue  # pages carry broken JSON-LD; meta tags and the text are read instead
        for node in _walk(found, 0):
            nodes.append(node)
            if len(nodes) >= _MOST_NODES:
                return nodes
    return nodes


def _mend(found: Any) -> Any:
    """Put `?` for halves of characters: JSON can name them one by one, no file can hold them."""
    whole = json.dumps(found, ensure_ascii=False)
    return found if whole.isascii() else json.loads(whole.encode("utf-8", "replace"))


def _walk(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for item in node:
            yield from _walk(item, depth + 1)
    elif isinstance(node, dict):
        yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "isPartOf"):
            yield from _walk(node.get(key), depth + 1)


def _kinds(node: dict[str, Any]) -> str:
    kind = node.get("@type", "")
    return " ".join(map(str, kind) if isinstance(kind, list) else [str(kind)]).lower()


def _is_kind(node: dict[str, Any], kinds: tuple[str, ...]) -> bool:
    return any(kind in _kinds(node) for kind in kinds)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def flatten(text: str) -> str:
    """A value on one line, character references read: some pages write them twice over."""
    return " ".join(html.unescape(text).split())


def _learn_article(node: dict[str, Any], facts: Facts, at: dict[str, dict[str, Any]]) -> None:
    title = node.get("headline") or node.get("name")
    facts.learn("title", flatten(title) if isinstance(title, str) else None, how=_HOW)
    people: list[str] = []
    agencies: list[str] = []
    for key in ("author", "creator"):
        for author in _resolve(node.get(key), at):
            found = _read_author(author)
            people += found[0] if not people or key == "author" else ()
            agencies += found[1]
    for key in ("sourceOrganization", "provider", "copyrightHolder"):
        agencies += [said for body in _resolve(node.get(key), at) for said in _name(body) if is_agency(said)]
    facts.learn("authors", tuple(dict.fromkeys(people)), how=_HOW)
    facts.learn("agency", tuple(dict.fromkeys(agency for said in agencies for agency in find_agencies(said))), how=_HOW)
    houses = [name for body in _resolve(node.get("publisher"), at) for name in _name(body)]
    facts.learn("publisher", next(iter(houses), None), how=_HOW)
    facts.learn_date("published", str(node.get("datePublished") or ""), how=_HOW)
    facts.learn_date("updated", str(node.get("dateModified") or ""), how=_HOW)


def _resolve(value: Any, at: dict[str, dict[str, Any]]) -> Iterator[Any]:
    """Values of a property, those given by reference looked up."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and not item.get("name") and str(item.get("@id")) in at:
            yield at[str(item["@id"])]
        elif item:
            yield item


def _read_author(author: Any) -> tuple[list[str], list[str]]:
    """People and agencies of one author; a node that says it is a person may have one name only."""
    people: list[str] = []
    agencies: list[str] = []
    for name in _name(author):
        found = split_byline(name, is_labelled=True)
        agencies += [body for body in (*found.bodies, *found.agencies) if is_agency(body)]
        is_person = isinstance(author, dict) and "person" in _kinds(author)
        if found.people:
            people += found.people
        elif is_person and len(name.split()) == 1 and name.isalpha() and name[0].isupper() and not is_agency(name):
            people.append(name)
    return people, agencies


def _name(node: Any) -> list[str]:
    if isinstance(node, str):
        return [flatten(node)] if node.strip() and not node.startswith("http") else []
    if isinstance(node, list):
        return [name for item in node for name in _name(item)]
    return _name(node.get("name")) if isinstance(node, dict) else []


def _find_url(node: dict[str, Any]) -> str | None:
    page = node.get("mainEntityOfPage")
    for value in (node.get("url"), page.get("@id") if isinstance(page, dict) else page):
        if _is_text(value) and str(value).startswith(("http://", "https://")):
            return str(value)
    return None
