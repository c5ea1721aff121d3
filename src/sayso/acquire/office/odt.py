"""ODT: the body with its notes, comments, headers and tracked changes, by their own marks in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.acquire.composed import Draft, compose
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.media import Unreadable, check_length
from sayso.acquire.office.drafting import to_note
from sayso.acquire.office.opendoc import DC, OFFICE, S, Sheaf, Story, T, read_deletions, read_looks
from sayso.acquire.office.properties import learn_head, learn_rest, tell_changes, tell_unread
from sayso.acquire.office.written import read_document
from sayso.acquire.office.zipped import Zipped
from sayso.acquire.reading import Original, Reading

_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_HEADS = {f"{S}header": "header", f"{S}header-left": "header", f"{S}header-first": "header"}
_FEET = {f"{S}footer": "footer", f"{S}footer-left": "footer", f"{S}footer-first": "footer"}


def read_odt_file(original: Original) -> Reading:
    """Read an ODT file; as `read_odt`."""
    return read_odt(original.data)


def read_odt(data: bytes) -> Reading:
    """Read an OpenDocument text.

    Raises:
        Unreadable: it is broken, locked, or unpacks to more than can be read.
    """
    with Zipped(data, "ODT") as zipped:
        if b"encryption-data" in (zipped.read("META-INF/manifest.xml") or b""):
            raise Unreadable(
                "an ODT file locked with a password",
                "open it in a word processor, take the password off, save it again",
            )
        try:
            return _read(zipped)
        except RecursionError:
            raise Unreadable("nested too deeply", "no real document is; save its text as TXT") from None


def _read(zipped: Zipped) -> Reading:
    root, styles = zipped.parse("content.xml"), zipped.parse_aside("styles.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text") if root is not None else None
    if body is None:
        raise Unreadable(
            "a broken ODT file", "content.xml holds no text; open it in a word processor and save it again"
        )
    tracked = body.find(f"{T}tracked-changes")
    sheaf = Sheaf(read_looks(styles, root), read_deletions(tracked))
    drafts = Story(sheaf).read(body, "body")
    properties = _read_properties(zipped.parse_aside("meta.xml"))
    facts = Facts()
    learn_head(facts, drafts, properties["title"])
    drafts += [*_read_notes(sheaf), *_read_comments(sheaf), *_read_running_heads(sheaf, styles)]
    check_length(sum(len(draft.text) for draft in drafts))
    if not drafts:
        raise Unreadable(
            "no text in it", "the file may hold pictures only; run text recognition (OCR) and save the result"
        )
    reading = compose(drafts, facts, read_document)
    learn_rest(reading.facts, **properties)
    reading.warnings += [*tell_changes(_list_changes(tracked)), *tell_unread(sheaf.unread), *zipped.broken]
    return reading


def _read_notes(sheaf: Sheaf) -> Iterator[Draft]:
    counts: dict[str, int] = {}
    for body, key, label, kind in sheaf.notes:  # a note within a note adds to the list while it is read
        counts[kind] = counts.get(kind, 0) + 1
        place = f"{kind}[{counts[kind]}]"
        yield from to_note(Story(sheaf, "footnote", "a note").read(body, place), key, label, place)


def _read_comments(sheaf: Sheaf) -> Iterator[Draft]:
    for n, comment in enumerate(sheaf.comments, 1):
        author = comment.findtext(f"{DC}creator") or "someone unnamed"
        day = (comment.findtext(f"{DC}date") or "")[:10]
        why = f"a comment by {author}{', ' if day else ''}{day}"
        yield from Story(sheaf, "furniture", why).read(comment, f"annotation[{n}]")


def _read_running_heads(sheaf: Sheaf, styles: Any) -> Iterator[Draft]:
    seen = set()
    for names in (_HEADS, _FEET):
        for n, row in enumerate(styles.iter(*names) if styles is not None else (), 1):
            kind = names[row.tag]
            for draft in Story(sheaf, "running_head", f"the page's {kind}").read(row, f"{kind}[{n}]"):
                if (kind, draft.text) not in seen:
                    seen.add((kind, draft.text))
                    yield draft


def _read_properties(root: Any) -> dict[str, str]:
    def find(*tags: str) -> str:
        found = (root.findtext(f"{OFFICE}meta/{tag}") for tag in tags) if root is not None else ()
        return next((" ".join(words.split()) for words in found if words), "")

    return {
        "title": find(f"{DC}title"),
        "author": find(f"{_META}initial-creator", f"{DC}creator"),
        "created": find(f"{_META}creation-date"),
        "modified": find(f"{DC}date"),
    }


def _list_changes(tracked: Any) -> Iterator[tuple[str, str]]:
    """What was changed and by whom, for every tracked change."""
    for name, change in (("insertion", "inserted"), ("deletion", "deleted")):
        for row in tracked.iterfind(f"{T}changed-region/{T}{name}") if tracked is not None else ():
            yield change, row.findtext(f"{OFFICE}change-info/{DC}creator") or ""
