"""Which column of a table holds the texts, and what the others say of them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sayso.acquire.facts.dates import find_date

TEXT_NAMES = (
    "text", "body", "content", "article", "full text", "fulltext", "message", "tweet", "story", "transcript", "post",
    "article text", "article body", "article content", "main text", "maintext", "cleaned text", "clean text", "raw text",
    "plain text", "body text", "content text", "body html", "content html", "html", "selftext", "comment", "statement",
    "speech", "note", "narrative", "email", "mail", "page content", "text content", "document", "paragraph",
    "paragraphs", "body paragraphs", "sentences",
    "texto", "texte", "testo", "inhalt", "cuerpo", "contenido", "contenu", "artikel",
)  # fmt: skip
_META_NAMES = {
    "title": ("title", "headline", "head", "subject", "article title", "name of article", "titulo", "titre", "titel", "titolo"),
    "authors": ("authors", "author", "byline", "by", "writer", "creator", "user name", "username", "screen name", "user", "from",
                "speaker", "autor", "auteur", "author name"),
    "publisher": ("publisher", "publication", "source", "outlet", "site", "site name", "sitename", "domain", "newspaper", "journal",
                  "source name", "media", "feed", "medium", "channel"),
    "published": ("published", "date", "published at", "publication date", "publish date", "pub date", "pubdate", "date published",
                  "published date", "created at", "created", "created utc", "posted at", "timestamp", "datetime", "time", "day",
                  "date time", "fecha", "datum"),
    "url": ("url", "link", "permalink", "source url", "article url", "uri", "web url", "canonical url", "href", "address"),
    "origin": ("origin", "provenance"),
    "language": ("language", "lang", "locale"),
    "id": ("id", "uid", "guid", "doc id", "document id", "article id", "tweet id", "id str", "post id", "key"),
}  # fmt: skip
"""By column of meta.csv, what others call it; the first that a table has is taken."""

FEWEST_CHARS = 80  # mean length of a column's values that no name marks as text: titles and phrases have 30 to 80
FEWEST_WORDS = 12  # likewise, words: addresses and keys have one, titles 5 to 12
_FEWEST_NAMED = 12  # mean length where the name marks it: a column `message` of numbers or `note` of a word is no text
_LETTERS = 0.6  # share of letters and spaces, at least: numbers, keys and encoded data have less
_SPLIT = re.compile(r"[\s_.:/-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TAG = re.compile(
    r"<(?:/(?:p|div|a|span|h[1-6]|ul|li|em|strong|b|i|blockquote|body|html|article|table)|br\s?/?|p|div)\s{0,9}>", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,}", re.IGNORECASE)
_MOST_META = 1000  # characters of one value
_EPOCH = range(100_000_000, 5_000_000_000)  # seconds of 1973 to 2128; shorter numbers are other things
_SYMBOLS = str.maketrans("", "", "\0")


@dataclasses.dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read.

    Attributes:
        text: the columns that hold texts, the best first; another serves where it is empty.
        meta: by name as in meta.csv (and `id`), the column that says it.
        is_named: whether the first was chosen by its name, else by the length of its values.
    """

    text: tuple[str, ...]
    meta: Mapping[str, str]
    is_named: bool


def pick_columns(names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Columns | None:
    """Choose the column of texts by its name, else the one with the longest values; null when none holds texts.

    Args:
        names: of the columns; those of nested records parted by points.
        rows: a sample.
    """
    plain = {name: plain_name(name) for name in names}
    meta = _pick_meta(names, plain)
    told = {meta[key] for key in ("title", "authors", "publisher", "published", "url", "id") if key in meta}
    measured = {name: _measure([row.get(name, "") for row in rows]) for name in names}
    named = [
        name for name in names
        if _is_named(plain[name]) and name not in told and measured[name].chars >= _FEWEST_NAMED
        and measured[name].letters >= _LETTERS and measured[name].words > 1.5
    ]  # fmt: skip
    # two may bear such names: `content` and `comment`, `body` and `html`; the longer one is what was written
    named.sort(key=lambda name: -measured[name].total)
    if named:
        return Columns(tuple(named), meta, True)
    longest = max((name for name in names if name not in told), key=lambda name: measured[name].total, default=None)
    if longest is None:
        return None
    found = measured[longest]
    if found.chars < FEWEST_CHARS or found.words < FEWEST_WORDS or found.letters < _LETTERS:
        return None
    return Columns((longest,), {key: name for key, name in meta.items() if name != longest}, False)


def plain_name(name: str) -> str:
    """Give a column's name in small letters, parted by spaces: `articleBody` and `article_body` are one."""
    return " ".join(_SPLIT.split(_CAMEL.sub(" ", name).lower().strip())).strip()


def is_known(name: str) -> bool:
    """Whether a column's name is one that many tables have."""
    plain = plain_name(name)
    return _is_named(plain) or any(plain in synonyms for synonyms in _META_NAMES.values())


def _is_named(plain: str) -> bool:
    return plain in TEXT_NAMES or any(plain.endswith(f" {name}") for name in TEXT_NAMES[:9])


def _pick_meta(names: Sequence[str], plain: Mapping[str, str]) -> dict[str, str]:
    by_plain: dict[str, str] = {}
    for name in names:
        by_plain.setdefault(plain[name], name)
    meta: dict[str, str] = {}
    for key, synonyms in _META_NAMES.items():
        found = next((by_plain[synonym] for synonym in synonyms if synonym in by_plain), None)
        if found is None and key != "id":  # of nested records: `metadata.title`, `source.name`
            wanted = synonyms[:3]
            found = next((name for name in names if "." in name and _ends_as(plain[name], wanted)), None)
        if found is not None and found not in meta.values():
            meta[key] = found
    return meta


def _ends_as(plain: str, synonyms: Iterable[str]) -> bool:
    return any(plain.endswith((f" {synonym}", f" {synonym} name")) or plain == f"{synonym} name" for synonym in synonyms)


@dataclasses.dataclass(frozen=True, slots=True)
class _Measure:
    """What the values of a column are like: mean characters, words, share of letters; characters over all rows."""

    chars: float
    words: float
    letters: float
    total: int


def _measure(values: Sequence[str]) -> _Measure:
    given = [value[:5000] for value in values if value.strip()]
    if not given:
        return _Measure(0, 0, 0, 0)
    chars = sum(map(len, given))
    shown = "".join(value[:500] for value in given)
    letters = sum(char.isalpha() or char.isspace() for char in shown) / len(shown)
    return _Measure(chars / len(given), sum(len(value.split()) for value in given) / len(given), letters, chars)


def is_html(text: str) -> bool:
    """Whether a text is marked up."""
    return "<" in text and len(_TAG.findall(text[:20_000])) >= 2


def is_address(text: str) -> bool:
    """Whether a value is the address of a page."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def to_meta(row: Mapping[str, str], meta: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give what a row says of its text, by the columns of meta.csv."""
    told = []
    for key, name in meta.items():
        value = " ".join(row.get(name, "").translate(_SYMBOLS).split())[:_MOST_META]
        if key == "id" or not value or value.lower() in {"nan", "none", "null", "n/a"}:
            continue
        if key == "published":
            value = to_day(value)
        elif key == "url" and not is_address(value):
            continue
        told.append((key, value))
    return tuple(sorted(told))


def to_day(value: str) -> str:
    """Give a date as 2020-01-31 where its form leaves no doubt: seconds or milliseconds of 1970, or as mails write it."""
    number = value.removesuffix(".0")
    if number.isascii() and number.isdigit():
        seconds = int(number[:15])
        seconds = seconds // 1000 if seconds // 1000 in _EPOCH else seconds
        if seconds in _EPOCH and len(number) >= 9:
            return datetime.fromtimestamp(seconds, UTC).date().isoformat()
        compact = f"{number[:4]}-{number[4:6]}-{number[6:]}" if len(number) == 8 else ""
        return compact if find_date(compact) else value
    if find_date(value) is None and re.search(r"\d:\d\d", value):
        try:
            return parsedate_to_datetime(_from_twitter(value)).date().isoformat()
        except (ValueError, TypeError, IndexError):
            return value
    return value


def _from_twitter(value: str) -> str:
    """`Wed Oct 10 20:19:24 +0000 2018` as mails would write it."""
    parts = value.split()
    if len(parts) == 6 and parts[5].isdigit():
        return f"{parts[2]} {parts[1]} {parts[5]} {parts[3]} {parts[4]}"
    return value
