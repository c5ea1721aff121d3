"""What an HTML page says of itself: JSON-LD, meta tags, microdata and RDFa, its byline and time elements, its address."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from sayso.acquire.facts.agencies import find_agencies, is_agency
from sayso.acquire.facts.dates import read_dates
from sayso.acquire.facts.frontmatter import Facts, to_iso
from sayso.acquire.facts.jsonld import flatten, learn_jsonld
from sayso.acquire.facts.names import read_credits, split_byline
from sayso.acquire.facts.urls import unwrap_archive

__all__ = ["find_language", "find_url", "read_metadata", "to_iso"]

_TITLE_TAGS = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title", "headline", "parsely-title")
_AUTHOR_TAGS = (
    "author", "article:author", "og:article:author", "citation_author", "dc.creator", "dcterms.creator", "byl", "byline",
    "parsely-author", "sailthru.author", "twitter:data1", "creator",
)  # fmt: skip
_DATE_TAGS = (
    "article:published_time", "og:article:published_time", "article:published", "citation_publication_date",
    "citation_date", "datepublished", "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "date", "pubdate",
    "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "ptime", "cxenseparse:recs:publishtime",
)  # fmt: skip
_UPDATED_TAGS = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "article:modified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "utime", "revised",
)  # fmt: skip
_PUBLISHER_TAGS = (
    "og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "publisher", "application-name",
    "article:publisher",
)  # fmt: skip
_AGENCY_TAGS = ("dc.source", "source", "news_agency", "agency", "syndication-source", "copyright", "dc.rights", "provider")
_SITE_TAIL = re.compile(r"\s+[|–—»·:-]\s+([^|–—»·]{2,40})$")
_SITE_HEAD = re.compile(r"^([^|–—»·:]{2,40}?)(?:\s+[|–—»·]|:)\s+")
_EMPTY_TITLES = re.compile(r"(?:home(?: ?page)?|untitled(?: document)?|article|news|index|welcome)", re.IGNORECASE)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|author|authors|writer|article-?author|post-?author|entry-?author|author-?name|byline-?name)"
    r"(?:$|[\s_-])", re.IGNORECASE,
)  # fmt: skip
_AWAY = re.compile(
    r"comment|related|sidebar|(?<!post-)(?<!entry-)(?<!article-)footer|widget|recommend|promo|teaser|newsletter|bio|about|reply",
    re.IGNORECASE,
)
_DATE_CLASS = re.compile(r"date|time|posted|publish|updat|modif", re.IGNORECASE)
_NO_HEADS = frozenset(["body", "html", "script", "style", "main", "article", "meta", "link"])
_TURNED = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*)*")
_UPDATED_CLASS = re.compile(r"updat|modif", re.IGNORECASE)
_MOST_BYLINE = 200  # characters of an element that is a byline
_LONGEST_URL = 2_000  # characters
_UNDER = 8  # elements under the headline that may be its byline
_HEADS = 4  # elements of a kind that are looked at
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def read_metadata(tree: Any) -> Facts:
    """Learn title, authors, publisher, agency and dates, the surest place first."""
    facts = Facts()
    tags = _read_tags(tree)
    learn_jsonld(tree, facts)
    _learn_tags(tags, facts)
    _learn_properties(tree, facts)
    _learn_elements(tree, facts)
    _learn_title(tree, tags, facts)
    return facts


def find_url(tree: Any) -> str | None:
    """The page's canonical address, when it gives one; of a page that an archive keeps the original's."""
    base = next((el.get("href") for el in tree.iter("base") if el.get("href")), "")
    tags = _read_tags(tree)
    links = [el.get("href") for el in tree.iter("link") if "canonical" in (el.get("rel") or "").lower().split()]
    given = [*links, *tags.get("og:url", ()), *tags.get("twitter:url", ()), learn_jsonld(tree, Facts())]
    for value in given:
        url = _join(base, value.strip()) if value and len(value) <= _LONGEST_URL else ""
        if re.match(r"https?://[^/]", url):
            return unwrap_archive(url)
    return None


def _join(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # brackets that hold no address
        return ""


def find_language(tree: Any) -> str | None:
    """The language that the page declares."""
    root = tree.getroottree().getroot()
    tags = _read_tags(tree)
    for value in (
        root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), *tags.get("content-language", ()),
        *tags.get("dc.language", ()), *tags.get("og:locale", ()),
    ):  # fmt: skip
        lang = (value or "").strip()
        if _LANGUAGE.fullmatch(lang):
            return lang.replace("_", "-")
    return None


def _read_tags(tree: Any) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for el in tree.iter("meta"):
        name = el.get("property") or el.get("name") or el.get("itemprop") or el.get("http-equiv")
        value = flatten(el.get("content") or "")
        if name and value:
            tags.setdefault(name.strip().lower(), []).append(value)
    return tags


def _first(tags: dict[str, list[str]], names: Sequence[str]) -> str | None:
    return next((tags[name][0] for name in names if name in tags), None)


def _flat_text(el: Any) -> str:
    return " ".join(el.text_content().split())


# ------------------------------------------------------------------ by place, the surest first


def _learn_tags(tags: dict[str, list[str]], facts: Facts) -> None:
    how = "meta tag"
    for tag in _AUTHOR_TAGS:
        _learn_byline([value for value in tags.get(tag, ()) if "://" not in value], facts, how=how)
    publisher = _first(tags, _PUBLISHER_TAGS)
    facts.learn("publisher", publisher if publisher and "://" not in publisher else None, how=how)
    for tag in _DATE_TAGS:
        for value in tags.get(tag, ()):
            facts.learn_date("published", value, how=how)
    for tag in _UPDATED_TAGS:
        for value in tags.get(tag, ()):
            facts.learn_date("updated", value, how=how)
    for tag in _AGENCY_TAGS:
        for value in tags.get(tag, ()):
            facts.learn("agency", find_agencies(value) if is_agency(value) else (), how=how)


def _learn_byline(values: Sequence[str], facts: Facts, *, how: str) -> None:
    found = [split_byline(_turn(value), is_labelled=True) for value in values]
    people = tuple(dict.fromkeys(name for one in found for name in one.people))
    agencies = tuple(dict.fromkeys(name for one in found for name in one.agencies))
    facts.learn("authors", people, how=how)
    facts.learn("agency", agencies, how=how)


def _turn(name: str) -> str:
    """Give "Writer, Ada" as libraries and journals put it as a name is read."""
    last, comma, first = name[:_MOST_BYLINE].partition(", ")
    is_turned = comma and _TURNED.fullmatch(first) and _TURNED.fullmatch(last) and len(f"{last} {first}".split()) <= 4
    return f"{first} {last}" if is_turned and len(last.split()) == 1 else name


def _learn_properties(tree: Any, facts: Facts) -> None:
    """Microdata and RDFa: `itemprop` and `property` on the page's elements."""
    how = "microdata or RDFa"
    authors: list[str] = []
    for name, el in _find_properties(tree):
        value = el.get("content") or el.get("datetime") or _flat_text(el)
        if name == "author" and len(value) <= _MOST_BYLINE:
            inner = [_flat_text(child) for key, child in _find_properties(el) if key == "name" and child is not el]
            authors += inner or [value]
        elif name == "headline":
            facts.learn("title", flatten(value), how=how)
        elif name == "publisher":
            inner = [child.get("content") or _flat_text(child) for key, child in _find_properties(el) if key == "name"]
            facts.learn("publisher", flatten((inner or [value])[0])[:80], how=how)
        elif name == "datepublished":
            facts.learn_date("published", value, how=how)
        elif name == "datemodified":
            facts.learn_date("updated", value, how=how)
    _learn_byline(authors, facts, how=how)


def _find_properties(tree: Any) -> Iterator[tuple[str, Any]]:
    for el in tree.iter():
        if not isinstance(el.tag, str) or (el.tag == "meta" and not el.get("itemprop")):
            continue
        name = (el.get("itemprop") or el.get("property") or "").split(":")[-1].strip().lower()
        if name and not (name in {"author", "datepublished"} and _is_away(el)):
            yield name, el


def _learn_elements(tree: Any, facts: Facts) -> None:
    for el in _take_heads(tree, _is_byline):
        text = _flat_text(el)
        credits = read_credits(text) if len(text) <= _MOST_BYLINE else None
        found = credits or (split_byline(text) if len(text) <= _MOST_BYLINE / 2 else None)
        if found and (found.people or found.agencies):
            facts.learn("authors", found.people, how="byline")
            facts.learn("agency", found.agencies, how="byline")
    if not facts.authors:
        _learn_under_heading(tree, facts)
    for el in _take_heads(tree, lambda el: el.tag == "time"):
        about = " ".join(filter(None, (el.get("class"), el.get("itemprop"), _text_before(el), (el.text or "")[:40])))
        field = "updated" if _UPDATED_CLASS.search(about) else "published"
        facts.learn_date(field, el.get("datetime") or _flat_text(el), how="time element")
    for el in _take_heads(tree, lambda el: bool(_DATE_CLASS.search(f"{el.get('class') or ''} {el.get('id') or ''}"))):
        text = _flat_text(el)
        told = read_dates(text) if len(text) <= _MOST_BYLINE else None
        if told:
            facts.learn_told(told, how="dateline")


def _learn_under_heading(tree: Any, facts: Facts) -> None:
    """Learn from a line right under the headline that begins as a byline does."""
    heading = next(iter(tree.iter("h1")), None)
    if heading is None:
        return
    for el in itertools.islice(heading.xpath("following::*[self::p or self::div or self::span or self::a]"), _UNDER):
        text = _flat_text(el)
        found = read_credits(text) if 0 < len(text) <= _MOST_BYLINE and not _is_away(el) else None
        if found and (found.people or found.agencies):
            facts.learn("authors", found.people, how="byline")
            facts.learn("agency", found.agencies, how="byline")
            return


def _is_byline(el: Any) -> bool:
    return bool(_BYLINE_CLASS.search(el.get("class") or "")) or "author" in (el.get("rel") or "").split()


def _text_before(el: Any) -> str:
    """The words right before an element: "Updated" stands there as often as in it."""
    before = el.getprevious()
    text = before.tail if before is not None else (el.getparent().text if el.getparent() is not None else "")
    return (text or "").strip()[-20:]


def _take_heads(tree: Any, is_one: Callable[[Any], bool]) -> list[Any]:
    """The first elements of a kind that belong to the page's article rather than to what stands around it."""
    found: list[Any] = []
    for el in tree.iter():
        if isinstance(el.tag, str) and el.tag not in _NO_HEADS and is_one(el) and not _is_away(el):
            found.append(el)
            if len(found) == _HEADS:
                break
    return found


def _is_away(el: Any) -> bool:
    """Whether an element stands in comments, in a list of other stories or in the page's frame."""
    at, depth = el, 0
    while at is not None and depth < 12 and isinstance(at.tag, str) and at.tag not in {"body", "main"}:
        if at.tag in {"footer", "aside", "nav"} or (at is not el and _AWAY.search(f"{at.get('class') or ''} {at.get('id') or ''}")):
            return True
        at, depth = at.getparent(), depth + 1
    return False


def _learn_title(tree: Any, tags: dict[str, list[str]], facts: Facts) -> None:
    """Learn the headline: the site's name off it, and the first heading where the tags' own is cut short or says nothing."""
    headings = [text for el in _take_heads(tree, lambda el: el.tag == "h1") if (text := _flat_text(el))]
    page = next((_flat_text(el) for el in tree.iter("title")), "")
    given = [(facts.title or "", facts.known_by.get("title", ""))]
    given += [(tags[tag][0], "meta tag") for tag in _TITLE_TAGS if tag in tags]
    given += [(heading, "first heading") for heading in headings]
    given.append((page, "title element"))
    for value, how in given:
        title = _strip_site(value, facts.publisher, headings, is_page=how == "title element")
        is_name = facts.publisher and title.casefold() == facts.publisher.casefold()
        if not title or _EMPTY_TITLES.fullmatch(title) or (is_name and len(given) > 1):
            continue
        whole = next((text for text in headings if len(text) > len(title) and text.startswith(title.rstrip(" .…"))), None)
        cut = title.endswith(("...", "…")) and whole
        facts.title = whole if cut and whole else title
        facts.known_by["title"] = "first heading" if cut and whole else how
        if how == "title element" and not facts.publisher:
            tail = _SITE_TAIL.search(value)
            facts.learn("publisher", tail[1].strip() if tail and title != value else None, how="title element")
        return
    facts.title = None
    facts.known_by.pop("title", None)


def _strip_site(title: str, publisher: str | None, headings: Sequence[str], *, is_page: bool) -> str:
    """Take a site's name off a title: where it is the publisher's, where the heading lacks it, or of the page's own title."""
    for pattern in (_SITE_TAIL, _SITE_TAIL, _SITE_HEAD):
        match = pattern.search(title)
        if match is None:
            continue
        rest = title[: match.start()] if pattern is _SITE_TAIL else title[match.end() :]
        tail, own = _plain(match[1]), _plain(publisher or "")
        is_site = bool(own) and (tail in own or own in tail)
        if is_site or rest.strip() in headings or (is_page and pattern is _SITE_TAIL and len(rest.split()) >= 3):
            title = rest.strip()
    return title.strip()


def _plain(name: str) -> str:
    return re.sub(r"\W+|\bthe\b", "", name.lower())
