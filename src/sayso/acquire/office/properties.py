"""What an office file says of itself, weighed: the writer's title and name, the day it was made."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable, Iterator

from sayso.acquire.composed import Draft
from sayso.acquire.facts.dates import find_date
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.metadata import to_iso
from sayso.acquire.facts.names import read_byline, read_names

_NO_TITLE = re.compile(
    r"(?:microsoft word - .*|(?:untitled|unbenannt|sans titre|sin título|document|dokument|documento|doc)[\s\d_-]*|"
    r"(?:powerpoint )?(?:presentation|template)|.*\.(?:docx?|odt|rtf|dotx?|pdf|pages|txt|html?)|word document)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:microsoft|windows|office|default|test|ms)?\s*(?:office )?(?:user|owner|admin(?:istrator)?|utilisateur|usuario|"
    r"benutzer|author|guest)(?:\s*\d+)?|python-docx|libreoffice|openoffice.*|google docs|unknown|hp|dell|acer|lenovo|pandoc",
    re.IGNORECASE,
)
_MOST_NAMED = 5  # in one warning
_HEAD = 14  # blocks in which a title stands if the document prints it


def learn_head(facts: Facts, drafts: list[Draft], title: str) -> None:
    """Learn title, writers and date: what the page prints in styles for them, else the file's own title where its head prints that.

    Args:
        title: the file's property.
    """
    _learn_styled(facts, drafts)
    head: list[Draft] = []
    before: Draft | None = None
    for draft in drafts:
        if draft.kind == "title" and not draft.why:
            if head and head[-1] is not before:
                draft.kind = "heading"  # a style of titles used further down, for chapters
            else:
                head.append(draft)
        before = draft
    if head:
        facts.learn("title", " ".join(draft.said for draft in head), how="style Title")
        for draft in head:
            draft.why = "title by its style"
    elif is_told(title) and any(draft.said.casefold() == title.casefold() for draft in drafts[:_HEAD]):
        facts.learn("title", title, how="file properties")


def _learn_styled(facts: Facts, drafts: list[Draft]) -> None:
    """Learn from the styles of writers and dates; a paragraph in one of them that is neither is a paragraph."""
    authors: list[str] = []
    for draft in drafts:
        if draft.why or draft.kind not in {"byline", "dateline"}:
            continue
        names = read_byline(draft.said) or read_names(draft.said) if draft.kind == "byline" else ()
        date = find_date(draft.said) if draft.kind == "dateline" else None
        if names:
            authors += names
            draft.why = "writers by its style"
        elif date:
            facts.learn("published", date.iso, how="style Date" if date.is_sure else "style Date, read as month/day")
            draft.why = "a date by its style"
        else:
            draft.kind = "paragraph"
    facts.learn("authors", tuple(dict.fromkeys(authors)), how="style Author")


def is_told(title: str) -> bool:
    """Whether a file's title is more than what programs fill in."""
    return bool(title) and _NO_TITLE.fullmatch(title[:300]) is None


def learn_rest(facts: Facts, *, title: str, author: str, created: str, modified: str) -> None:
    """Learn what the document does not print from the file's properties; they are weak.

    A template's title, the owner of a licence, the day of a copy often stand in them.
    """
    if is_told(title):
        facts.learn("title", title, how="file properties")
    if author and _NO_AUTHOR.fullmatch(author[:100]) is None:
        facts.learn("authors", read_names(author.replace(";", ",")), how="file properties (weak)")
    facts.learn("published", to_iso(created), how="file properties, when it was made (weak)")
    facts.learn("updated", to_iso(modified), how="file properties, when it was last saved (weak)")


def tell_changes(changes: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give the warning of a file with tracked changes, if it has any.

    Args:
        changes: what was done, `inserted` or `deleted`, and by whom, for every one.
    """
    counts: collections.Counter[str] = collections.Counter()
    names = set()
    for change, author in changes:
        counts[change] += 1
        names.add(author)
    if not counts:
        return
    told = ", ".join(f"{n} {change}" for change, n in sorted(counts.items()))
    named = sorted(names - {""})
    by = f" by {', '.join(named[:_MOST_NAMED])}{' and others' if len(named) > _MOST_NAMED else ''}" if named else ""
    yield (
        "holds tracked changes",
        f"{told}{by}; what was inserted is read, what was deleted is kept out of the running text; "
        "accept or reject them and add the file again if that is not what it says",
    )


def tell_unread(unread: collections.Counter[str]) -> Iterator[tuple[str, str]]:
    """Give the warning of a file that holds more than is read, if it does.

    Args:
        unread: what and how many.
    """
    if unread:
        told = ", ".join(f"{n} {what}" for what, n in sorted(unread.items()))
        yield (
            "holds things that are not read",
            f"{told}: words in them are missing; save the file as PDF and add that too",
        )
