"""What RTF's control words do: they end paragraphs and cells, switch what holds in a group, open notes, boxes and fields."""

from __future__ import annotations

import re
from collections.abc import Callable

from sayso.acquire.office.rtfreader import Reader
from sayso.acquire.office.rtfstory import Story
from sayso.acquire.office.rtftables import (
    Font,
    RtfStyle,
    find_group_end,
    read_fonts,
    read_info,
    read_minute,
    read_names,
    read_styles,
    to_codec,
    to_words,
)
from sayso.acquire.office.styles import OUT
from sayso.acquire.office.symbols import to_label

_MOST_LEVELS = 20  # tables one in the other
_MOST_LINKS = 20  # one in the other
_MARK_MAX = 4  # characters of a raised mark of the writer's own before its note
_HEADING_MAX = 400  # characters; a longer paragraph with an outline level is text that was set wrongly
_LINKED = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]{1,2000})', re.IGNORECASE)


def _open_fonts(reader: Reader) -> None:
    reader.fonts |= read_fonts(reader.take_group(), reader.codec)


def _open_styles(reader: Reader) -> None:
    reader.styles |= read_styles(reader.take_group(), reader.codec)


def _open_info(reader: Reader) -> None:
    reader.info = read_info(reader.take_group(), reader.codec)


def _open_revisers(reader: Reader) -> None:
    reader.revisers = read_names(reader.take_group(), reader.codec)


def _open_code(reader: Reader) -> None:
    code = to_words(reader.take_group().replace("{", " ").replace("}", " "), reader.codec)
    linked = _LINKED.match(code)
    reader.url = linked[1] if linked else ""
    reader.is_toc = code.upper().startswith("TOC")


def _open_result(reader: Reader) -> None:
    reader.state.is_contents = reader.state.is_contents or reader.is_toc
    url, reader.url, reader.is_toc = reader.url, "", False
    story = reader.story
    if not url or len(story.links) >= _MOST_LINKS:
        return
    link: list[int | str] = [story.words.start(), url]
    story.links.append(link)

    def close() -> None:
        reader.flush()
        story.words.link(int(link[0]), url)
        story.links[:] = [other for other in story.links if other is not link]

    reader.state.at_end = close


def _open_note(reader: Reader) -> None:
    kind = "endnote" if re.match(r"\s*\\ftnalt(?![a-z])", reader.text[reader.at : reader.at + 40]) else "footnote"
    key = f"{kind} {len(reader.notes) + 1}"
    words, raised = reader.story.words, reader.story.raised
    own = raised is not None and raised[1] == words.size and 0 < raised[1] - raised[0] <= _MARK_MAX
    if own and raised is not None and not reader.has_mark:
        label = words.take_mark(raised[0], key)
    else:
        reader.labels[kind] += 1
        form, first = reader.numbering[kind]
        label = to_label(first + reader.labels[kind] - 1, form)
        words.cut(reader.state.gone)
        words.mark(label, key)
    reader.has_mark = False
    note = Story(kind, "footnote", "a note")
    reader.notes.append((note, key, label))
    reader.open_story(note)


def _open_author(reader: Reader) -> None:
    reader.author = to_words(reader.take_group(), reader.codec)


def _open_comment(reader: Reader) -> None:
    date = re.search(r"\\atndate ?(-?\d{1,10})", reader.text[reader.at : find_group_end(reader.text, reader.at)])
    day = read_minute(int(date[1])) if date else ""
    why = f"a comment by {reader.author or 'someone unnamed'}{', ' if day else ''}{day}"
    reader.open_story(reader.add_beside("annotation", "furniture", why))


def _open_box(reader: Reader) -> None:
    outer = reader.story
    box = Story("shp", outer.kind, outer.why)
    reader.open_story(box)
    restore = reader.state.at_end

    def close() -> None:
        if restore:
            restore()
        outer.boxes += box.finish()

    reader.state.at_end = close


def _open_upr(reader: Reader) -> None:
    reader.is_upr = True


def _open_label(reader: Reader) -> None:
    """The number or bullet that the program sets before a list's item."""
    reader.take_group()
    reader.story.is_listed = True


def end_paragraph(reader: Reader, number: int | None) -> None:
    reader.flush()
    state = reader.state
    style = reader.styles.get(state.style) or RtfStyle()
    kind = style.kind or "paragraph"
    if kind in {"paragraph", "list_item"} and state.is_outlined:
        kind = "heading"
    if kind == "paragraph" and (state.is_listed or reader.story.is_listed):
        kind = "list_item"
    if kind == "heading" and reader.story.words.size > _HEADING_MAX:
        kind = "paragraph"
    if state.is_contents:
        kind = "contents"
    reader.story.end_paragraph(kind, OUT.get(kind, ""), level=state.level)


def _end_cell(reader: Reader, number: int | None, least: int = 1) -> None:
    state = reader.state
    state.level = max(state.level, least)
    end_paragraph(reader, None)
    reader.story.end_cell(state.level)


def _reset_paragraph(reader: Reader, number: int | None) -> None:
    state = reader.state
    state.style, state.is_outlined, state.is_listed, state.level = 0, False, False, 0


def _reset_words(reader: Reader, number: int | None) -> None:
    state = reader.state
    state.is_hidden, state.gone, state.is_raised = False, "", False
    _set_font(reader, None)


def _set_font(reader: Reader, number: int | None) -> None:
    number = reader.default_font if number is None else number
    font = reader.fonts.get(number) if number is not None else None
    font = font or Font()
    reader.state.font, reader.state.codec = font, font.codec or reader.codec


def _set_page(reader: Reader, number: int | None) -> None:
    reader.codec = reader.state.codec = to_codec(number or 1252)


def _set_gone(reader: Reader, number: int | None) -> None:
    state = reader.state
    if number == 0:
        state.gone = ""
        return
    ahead = re.match(r"\\revauthdel(\d{1,5})", reader.text[reader.at : reader.at + 20])
    author = _name_reviser(reader, int(ahead[1])) if ahead else ""
    state.gone = f"deleted by {author}" if author else "deleted"
    reader.changes.append(("deleted", author))


def _set_inserted(reader: Reader, number: int | None) -> None:
    ahead = re.match(r"\\revauth(\d{1,5})", reader.text[reader.at : reader.at + 20])
    if number != 0:
        reader.changes.append(("inserted", _name_reviser(reader, int(ahead[1])) if ahead else ""))


def _name_reviser(reader: Reader, number: int) -> str:
    return reader.revisers[number] if number < len(reader.revisers) else ""


def _set(name: str, *, value: bool | None = None) -> Callable[[Reader, int | None], None]:
    """A word that turns something on, and with 0 off."""

    def obey(reader: Reader, number: int | None) -> None:
        setattr(reader.state, name, number != 0 if value is None else value)

    return obey


def _set_default(reader: Reader, number: int | None) -> None:
    reader.default_font = number


def _pass_over(reader: Reader) -> None:
    reader.take_group()


def _set_level(reader: Reader, number: int | None) -> None:
    reader.state.level = min(max(number or 0, 0), _MOST_LEVELS)


def _set_style(reader: Reader, number: int | None) -> None:
    reader.state.style = number or 0
    reader.state.is_hidden = (reader.styles.get(number or 0) or RtfStyle()).is_hidden


def _set_outline(reader: Reader, number: int | None) -> None:
    reader.state.is_outlined = number is not None and 0 <= number < 9


def _set_fallback(reader: Reader, number: int | None) -> None:
    reader.state.n_fallback = min(max(1 if number is None else number, 0), 8)


def _set_table(reader: Reader, number: int | None) -> None:
    reader.state.level = max(reader.state.level, 1) if number != 0 else 0


def _see_mark(reader: Reader, number: int | None) -> None:
    reader.has_mark = reader.story.kind != "footnote"  # there it is the note's own number


SWITCHES: dict[str, Callable[[Reader, int | None], None]] = {
    "par": end_paragraph,
    "sect": end_paragraph,
    "pard": _reset_paragraph,
    "plain": _reset_words,
    "cell": _end_cell,
    "nestcell": lambda reader, number: _end_cell(reader, number, 2),
    "row": lambda reader, number: reader.story.end_row(1),
    "nestrow": lambda reader, number: reader.story.end_row(max(reader.state.level, 2)),
    "trowd": lambda reader, number: reader.story.begin_row(),
    "f": _set_font,
    "deff": _set_default,
    "ansicpg": _set_page,
    "mac": lambda reader, number: _set_page(reader, 10000),
    "pc": lambda reader, number: _set_page(reader, 437),
    "pca": lambda reader, number: _set_page(reader, 850),
    "deleted": _set_gone,
    "revised": _set_inserted,
    "v": _set("is_hidden"),
    "super": _set("is_raised"),
    "nosupersub": _set("is_raised", value=False),
    "ls": _set("is_listed"),
    "s": _set_style,
    "outlinelevel": _set_outline,
    "uc": _set_fallback,
    "intbl": _set_table,
    "itap": _set_level,
    "chftn": _see_mark,
}
"""What a control word does to the text or to the state; a word that isn't here is about looks."""

OPENED: dict[str, Callable[[Reader], None]] = {
    "fonttbl": _open_fonts,
    "stylesheet": _open_styles,
    "info": _open_info,
    "revtbl": _open_revisers,
    "fldinst": _open_code,
    "fldrslt": _open_result,
    "footnote": _open_note,
    "atnauthor": _open_author,
    "atnid": _pass_over,
    "atndate": _pass_over,
    "annotation": _open_comment,
    "shptxt": _open_box,
    "dptxbxtext": _open_box,
    "upr": _open_upr,
    "listtext": _open_label,
    "pntext": _open_label,
    "pn": _open_label,
}
"""What opens a destination, by its first word."""
