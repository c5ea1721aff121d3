"""DOCX: the body with its notes, comments, headers and tracked changes, by their own marks in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.acquire.composed import Draft, compose
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.media import Unreadable, check_length
from sayso.acquire.office.drafting import to_note
from sayso.acquire.office.properties import learn_head, learn_rest, tell_changes, tell_unread
from sayso.acquire.office.wordml import Printed, Story
from sayso.acquire.office.wordstyles import NoteNumbers, W, read_styles
from sayso.acquire.office.written import read_document
from sayso.acquire.office.zipped import Zipped, resolve
from sayso.acquire.reading import Original, Reading

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _OFFICE.encode()),
)
"""Names of the strict variant of the format, and the usual ones that are put in their place."""
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_MAIN = "word/document.xml"
_NOTES = ("footnote", "endnote")


def read_docx_file(original: Original) -> Reading:
    """Read a DOCX file; as `read_docx`."""
    return read_docx(original.data)


def read_docx(data: bytes) -> Reading:
    """Read a DOCX file.

    Raises:
        Unreadable: it is broken, locked, an older format, or unpacks to more than can be read.
    """
    with Zipped(data, "DOCX") as zipped:
        try:
            return _Package(zipped).read()
        except RecursionError:
            raise Unreadable("nested too deeply", "no real document is; save its text as TXT") from None


class _Package:
    """The parts of one file, and how they are linked."""

    def __init__(self, zipped: Zipped) -> None:
        self._zipped = zipped
        outer = self._relations("")
        self._main = next((name for kind, name in outer.values() if kind == "officeDocument"), _MAIN)
        self._parts = self._relations(self._main)
        self._core = next((name for kind, name in outer.values() if kind == "core-properties"), "docProps/core.xml")

    def read(self) -> Reading:
        root = self._parse(self._main)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise Unreadable(
                "a broken DOCX file", f"{self._main} holds no body; open it in a word processor and save it again"
            )
        printed = Printed(read_styles(self._find("styles")), NoteNumbers(self._find("settings"), body))
        drafts = Story(printed, self._targets(self._main)).read(body, "body")
        core = self._read_core()
        facts = Facts()
        learn_head(facts, drafts, core["title"])
        drafts += self._read_notes(printed)
        drafts += self._read_comments(printed)
        drafts += self._read_running_heads(printed)
        check_length(sum(len(draft.text) for draft in drafts))
        if not any(draft.text for draft in drafts):
            raise Unreadable(
                "no text in it", "the file may hold pictures only; run text recognition (OCR) and save the result"
            )
        reading = compose(drafts, facts, read_document)
        learn_rest(reading.facts, **core)
        reading.warnings += [
            *tell_changes(printed.changes.elements()),
            *tell_unread(printed.unread),
            *self._zipped.broken,
        ]
        return reading

    # -------------------------------------------------------------- parts

    def _parse_aside(self, name: str) -> Any:
        try:
            return self._parse(name)
        except Unreadable as error:
            self._zipped.tell_broken(name, error)
            return None

    def _parse(self, name: str) -> Any:
        data = self._zipped.read(name)
        if data is None:
            return None
        if b"purl.oclc.org/ooxml" in data:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return self._zipped.parse_bytes(data, name)

    def _relations(self, source: str) -> dict[str, tuple[str, str]]:
        """Kind and target of what a part links to, by relationship id; of what is outside, kind `outside` and its address."""
        folder, _, name = source.rpartition("/")
        root = self._zipped.parse_aside(f"{folder}/_rels/{name}.rels".lstrip("/"))
        found = {}
        for relation in root.iter(_RELATION) if root is not None else ():
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = relation.get("Target") or ""
            if relation.get("TargetMode") == "External":
                found[relation.get("Id") or ""] = ("outside", target)
            else:
                found[relation.get("Id") or ""] = (kind, resolve(source, target))
        return found

    def _targets(self, source: str) -> dict[str, str]:
        return {key: target for key, (kind, target) in self._relations(source).items() if kind == "outside"}

    def _names(self, kind: str) -> list[str]:
        return [target for found, target in self._parts.values() if found == kind]

    def _find(self, kind: str) -> Any:
        """The part of a kind, by its link or by its usual name."""
        usual = f"word/{kind}.xml"
        return self._parse_aside(next(iter(self._names(kind)), usual))

    # -------------------------------------------------------------- beside the body

    def _read_notes(self, printed: Printed) -> list[Draft]:
        notes: dict[str, list[Draft]] = {}
        for kind in _NOTES:
            root = self._find(f"{kind}s")
            targets = self._targets(f"word/{kind}s.xml")
            rows = (
                [row for row in root.iterfind(f"{W}{kind}") if row.get(f"{W}type") in {None, "normal"}]
                if root is not None
                else []
            )
            for n, row in enumerate(rows, 1):
                key = f"{kind} {row.get(f'{W}id')}"
                place = f"{kind}[{n}]"
                drafts = Story(printed, targets, "footnote", "a note").read(row, place)
                notes[key] = to_note(drafts, key, printed.labels.get(key, ""), place)
        order = [*(key for key in printed.labels if key in notes), *(key for key in notes if key not in printed.labels)]
        return [draft for key in order for draft in notes[key]]

    def _read_comments(self, printed: Printed) -> Iterator[Draft]:
        root = self._find("comments")
        for n, row in enumerate(root.iterfind(f"{W}comment") if root is not None else (), 1):
            author = row.get(f"{W}author") or "someone unnamed"
            day = (row.get(f"{W}date") or "")[:10]
            why = f"a comment by {author}{', ' if day else ''}{day}"
            yield from Story(printed, {}, "furniture", why).read(row, f"comment[{n}]")

    def _read_running_heads(self, printed: Printed) -> Iterator[Draft]:
        """Headers and footers; sections often repeat them."""
        seen = set()
        for kind in ("header", "footer"):
            for name in self._names(kind):
                root = self._parse_aside(name)
                if root is None:
                    continue
                for draft in Story(printed, {}, "running_head", f"the page's {kind}").read(
                    root, name.rpartition("/")[2]
                ):
                    if (kind, draft.text) not in seen:
                        seen.add((kind, draft.text))
                        yield draft

    def _read_core(self) -> dict[str, str]:
        root = self._parse_aside(self._core)
        names = {
            "title": f"{_DC}title",
            "author": f"{_DC}creator",
            "created": f"{_TERMS}created",
            "modified": f"{_TERMS}modified",
        }
        return {
            field: " ".join((root.findtext(tag) or "").split()) if root is not None else ""
            for field, tag in names.items()
        }
