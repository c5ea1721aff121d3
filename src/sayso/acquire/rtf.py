"""RTF: text with its notes, comments, headers, tables and revisions, by its control words.

striprtf, the kept library for it, gives words without structure: notes run into the sentence, styles, hidden and deleted words are
lost. So the tokens are read here.
"""

from __future__ import annotations

import codecs
import dataclasses
import re
from collections.abc import Callable

from sayso.acquire.composed import Draft, compose
from sayso.acquire.drafting import to_note
from sayso.acquire.frontmatter import Facts
from sayso.acquire.media import Unreadable, check_length
from sayso.acquire.properties import learn_rest, learn_title, tell_changes
from sayso.acquire.reading import Original, Reading
from sayso.acquire.rtfstory import Story
from sayso.acquire.rtftables import (
    BRACE,
    BYTE,
    NUMBER,
    SIGNS,
    SYMBOL,
    TEXT,
    TOKEN,
    WORD,
    Font,
    RtfStyle,
    find_group_end,
    read_fonts,
    read_info,
    read_minute,
    read_names,
    read_numbering,
    read_styles,
    to_char,
    to_codec,
    to_scalars,
    to_words,
)
from sayso.acquire.styles import OUT
from sayso.acquire.symbols import to_label, to_symbol
from sayso.acquire.written import read_document

_DEEPEST = 10_000  # groups one in the other; word processors write some 20
_MOST_LEVELS = 20  # tables one in the other
_MOST_LINKS = 20  # one in the other
_MARK_MAX = 4  # characters of a raised mark of the writer's own before its note
_HEADING_MAX = 400  # characters; a longer paragraph with an outline level is text that was set wrongly
_WIDE = {"cp932", "gbk", "cp949", "johab", "cp950", "utf-8"}
_LINKED = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]{1,2000})', re.IGNORECASE)
_SKIPPED = frozenset(
    "colortbl pict objdata themedata datastore colorschememapping latentstyles listtable listoverridetable rsidtbl generator "
    "xmlnstbl mmathPr filetbl pgdsctbl bkmkstart bkmkend nonshppict shprslt template userprops xe tc private falt panose "
    "pntxta pntxtb pnseclvl wgrffmtfilter atnref atrfstart atrfend ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn nonesttables "
    "sp keycode datafield formfield background listpicture".split()
)
_HEADS = {f"{name}{side}": name for name in ("header", "footer") for side in ("", "l", "r", "f")}
_KNOWN = frozenset(  # destinations behind \* that are read all the same
    "footnote fldinst annotation atnid atnauthor atndate shpinst shptxt do dptxbxtext revtbl ud nesttableprops fldrslt".split()
)


@dataclasses.dataclass(slots=True)
class _State:
    """What holds within a group, and in groups inside it."""

    codec: str
    font: Font = dataclasses.field(default_factory=Font)
    n_fallback: int = 1
    style: int = 0
    is_outlined: bool = False
    is_listed: bool = False
    level: int = 0
    is_hidden: bool = False
    gone: str = ""
    is_raised: bool = False
    is_contents: bool = False
    at_end: Callable[[], None] | None = None


def read_rtf_file(original: Original) -> Reading:
    """Read an RTF file; as `read_rtf`."""
    return read_rtf(original.data)


def read_rtf(data: bytes) -> Reading:
    """Read an RTF file.

    Raises:
        Unreadable: it is no RTF, is nested too deeply, or holds no text or too much of it.
    """
    data = data.removeprefix(codecs.BOM_UTF8).lstrip()
    if not data.startswith(b"{\\rtf"):
        raise Unreadable(
            "a broken RTF file", "it does not begin as RTF does; open it in a word processor and save it again"
        )
    reader = _Reader(data.decode("latin-1"))
    drafts = reader.read()
    facts = Facts()
    learn_title(facts, drafts, reader.info["title"])
    drafts += reader.read_beside()
    check_length(sum(len(draft.text) for draft in drafts))
    if not drafts:
        raise Unreadable(
            "no text in it", "the file may hold pictures only; run text recognition (OCR) and save the result"
        )
    reading = compose(drafts, facts, read_document)
    learn_rest(reading.facts, **reader.info)
    reading.warnings += tell_changes(reader.changes)
    if reader.is_cut_off:
        reading.warnings.append(("cut off", "the file ends inside a group; get it again, its end may be missing"))
    return reading


class _Reader:
    """Goes through the tokens."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._codec = "cp1252"
        self._state = _State(self._codec)
        self._stack: list[_State] = []
        self._fonts: dict[int, Font] = {}
        self._styles: dict[int, RtfStyle] = {}
        self._revisers: list[str] = []
        self._raw = bytearray()
        self._half = ""
        self._skip = 0
        self._is_fresh = self._is_starred = self._is_upr = False
        self._url = ""
        self._is_toc = False
        self._author, self._day = "", ""
        self._story = self._body = Story("body")
        self._notes: list[tuple[Story, str, str]] = []
        self._beside: list[Story] = []
        self._numbering = read_numbering(text)
        self._labels = dict.fromkeys(self._numbering, 0)
        self._has_mark = False
        self.info = {"title": "", "author": "", "created": "", "modified": ""}
        self.changes: list[tuple[str, str]] = []
        self.is_cut_off = False

    def read(self) -> list[Draft]:
        """Read the file; give the body's blocks."""
        match, text = TOKEN.match, self._text
        while found := match(text, self._at):
            self._at = found.end()
            which = found.lastindex
            if which == TEXT:
                self._say_literal(found[TEXT])
            elif which in {WORD, NUMBER}:
                self._obey(found[WORD], int(found[NUMBER]) if found[NUMBER] else None)
            elif which == BRACE:
                self._turn(found[BRACE])
            elif which == BYTE:
                self._say_byte(int(found[BYTE], 16))
            elif which == SYMBOL:
                self._obey_symbol(found[SYMBOL])
        self._flush()
        self.is_cut_off = bool(self._stack)
        while self._stack:
            self._turn("}")
        return self._body.finish()

    def read_beside(self) -> list[Draft]:
        """Give the blocks of notes, comments and running heads."""
        drafts: list[Draft] = []
        counts: dict[str, int] = {}
        for story, key, label in self._notes:
            kind = key.partition(" ")[0]
            counts[kind] = counts.get(kind, 0) + 1
            drafts += to_note(story.finish(), key, label, f"{kind}[{counts[kind]}]")
        seen = set()
        for story in self._beside:
            for draft in story.finish():
                if (draft.why, draft.text) not in seen or draft.kind != "running_head":
                    seen.add((draft.why, draft.text))
                    drafts.append(draft)
        return drafts

    # -------------------------------------------------------------- groups

    def _turn(self, brace: str) -> None:
        self._flush()
        self._skip = 0
        if brace == "{":
            if self._is_upr:  # the first of two ways to say the same; the second is in Unicode
                self._is_upr = False
                self._at = find_group_end(self._text, self._at) + 1
                return
            if len(self._stack) >= _DEEPEST:
                raise Unreadable("nested too deeply", "no real document is; save its text as TXT")
            self._stack.append(self._state)
            self._state = dataclasses.replace(self._state, at_end=None)
            self._is_fresh, self._is_starred = True, False
        elif self._stack:
            if self._state.at_end:
                self._state.at_end()
            self._state = self._stack.pop()
            self._is_fresh = self._is_starred = False

    def _take_group(self) -> str:
        """The rest of the group that was just begun, taken as a whole; its closing brace is left."""
        start = self._at
        self._at = find_group_end(self._text, start)
        return self._text[start : self._at]

    def _open_story(self, story: Story) -> None:
        """Let what follows in this group go to a story of its own."""
        before = self._story
        self._story = story

        def close() -> None:
            self._flush()
            self._story = before

        self._state = _State(self._codec, self._fonts.get(-1, Font()), at_end=close)

    # -------------------------------------------------------------- words

    def _say_literal(self, words: str) -> None:
        self._is_fresh = False
        if self._skip:
            gone = min(self._skip, len(words))
            self._skip -= gone
            words = words[gone:]
        if not words:
            return
        if self._raw and self._state.codec in _WIDE and words[0] > " ":
            words = self._complete(words)
        if words.isascii() and self._state.codec != "symbol":
            self._flush()
            self._say(words)
        else:
            self._raw += words.encode("latin-1")

    def _complete(self, words: str) -> str:
        """The second byte of a wide character may stand as a letter."""
        try:
            bytes(self._raw).decode(self._state.codec)
        except UnicodeDecodeError as error:
            if error.end == len(self._raw):
                self._raw += words[0].encode("latin-1")
                return words[1:]
        return words

    def _say_byte(self, byte: int) -> None:
        self._is_fresh = False
        if self._skip:
            self._skip -= 1
        else:
            self._raw.append(byte)

    def _flush(self) -> None:
        """Say the bytes that were gathered, in the code page that holds here."""
        if self._half:
            self._say_whole(to_scalars(self._half))
            self._half = ""
        if not self._raw:
            return
        raw, codec = bytes(self._raw), self._state.codec
        self._raw.clear()
        if codec == "symbol":
            self._say_whole("".join(to_symbol(self._state.font.name, f"{byte:x}") for byte in raw))
        else:
            self._say_whole(raw.decode(codec, "replace"))

    def _say(self, words: str) -> None:
        if self._half:
            self._flush()
        self._say_whole(words)

    def _say_whole(self, words: str) -> None:
        state, story = self._state, self._story
        story.words.cut(state.gone or ("hidden text" if state.is_hidden else ""))
        start = story.words.size
        story.words.say(words)
        if state.is_raised:
            is_on = story.raised is not None and story.raised[1] == start
            story.raised = (story.raised[0] if is_on and story.raised else start, story.words.size)

    def _say_unicode(self, number: int) -> None:
        char = to_char(number)
        if self._raw:
            self._flush()
        if "\ud800" <= char < "\ue000":
            self._half += char
        elif "\uf000" <= char <= "\uf0ff":
            self._say(to_symbol(self._state.font.name, f"{ord(char):x}"))
        else:
            self._say(char)
        self._skip = self._state.n_fallback

    # -------------------------------------------------------------- control words

    def _obey_symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_starred = self._is_fresh
            return
        self._is_fresh = False
        if symbol in "\\{}":
            self._say_literal(symbol)
        elif symbol in "\r\n":
            self._obey("par", None)
        elif symbol in SIGNS:
            self._flush()
            self._say(SIGNS[symbol])

    def _obey(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._is_fresh = False
            self._say_unicode(number)
            return
        if self._skip and word in SIGNS:
            self._skip -= 1  # what stands in for a character that was said in Unicode
            return
        self._flush()
        is_fresh, is_starred = self._is_fresh, self._is_starred
        self._is_fresh = self._is_starred = False
        if word == "bin":
            self._at += max(number or 0, 0)
        elif is_fresh and (word in _SKIPPED or (is_starred and word not in _KNOWN and word not in _OPENED)):
            self._take_group()
        elif is_fresh and word in _OPENED:
            _OPENED[word](self)
        elif is_fresh and word in _HEADS:
            self._open_story(self._add_beside(_HEADS[word], "running_head", f"the page's {_HEADS[word]}"))
        elif word in SIGNS:
            self._say(SIGNS[word])
        elif word in _SWITCHES:
            _SWITCHES[word](self, number)

    def _add_beside(self, place: str, kind: str, why: str) -> Story:
        n = sum(story.place.startswith(f"{place}[") for story in self._beside[:1000]) + 1
        story = Story(f"{place}[{n}]", kind, why)
        self._beside.append(story)
        return story

    # -------------------------------------------------------------- destinations

    def _open_fonts(self) -> None:
        self._fonts |= read_fonts(self._take_group(), self._codec)

    def _open_styles(self) -> None:
        self._styles |= read_styles(self._take_group(), self._codec)

    def _open_info(self) -> None:
        self.info = read_info(self._take_group(), self._codec)

    def _open_revisers(self) -> None:
        self._revisers = read_names(self._take_group(), self._codec)

    def _open_code(self) -> None:
        code = to_words(self._take_group().replace("{", " ").replace("}", " "), self._codec)
        linked = _LINKED.match(code)
        self._url = linked[1] if linked else ""
        self._is_toc = code.upper().startswith("TOC")

    def _open_result(self) -> None:
        self._state.is_contents = self._state.is_contents or self._is_toc
        url, self._url, self._is_toc = self._url, "", False
        story = self._story
        if not url or len(story.links) >= _MOST_LINKS:
            return
        link: list[int | str] = [story.words.start(), url]
        story.links.append(link)

        def close() -> None:
            self._flush()
            story.words.link(int(link[0]), url)
            story.links[:] = [other for other in story.links if other is not link]

        self._state.at_end = close

    def _open_note(self) -> None:
        kind = "endnote" if re.match(r"\s*\\ftnalt(?![a-z])", self._text[self._at : self._at + 40]) else "footnote"
        key = f"{kind} {len(self._notes) + 1}"
        words, raised = self._story.words, self._story.raised
        own = raised is not None and raised[1] == words.size and 0 < raised[1] - raised[0] <= _MARK_MAX
        if own and raised is not None and not self._has_mark:
            label = words.take_mark(raised[0], key)
        else:
            self._labels[kind] += 1
            form, first = self._numbering[kind]
            label = to_label(first + self._labels[kind] - 1, form)
            words.cut(self._state.gone)
            words.mark(label, key)
        self._has_mark = False
        note = Story(kind, "footnote", "a note")
        self._notes.append((note, key, label))
        self._open_story(note)

    def _open_author(self) -> None:
        self._author = to_words(self._take_group(), self._codec)

    def _open_comment(self) -> None:
        date = re.search(r"\\atndate ?(-?\d{1,10})", self._text[self._at : find_group_end(self._text, self._at)])
        day = read_minute(int(date[1])) if date else ""
        why = f"a comment by {self._author or 'someone unnamed'}{', ' if day else ''}{day}"
        self._open_story(self._add_beside("annotation", "furniture", why))

    def _open_box(self) -> None:
        outer = self._story
        box = Story("shp", outer.kind, outer.why)
        self._open_story(box)
        restore = self._state.at_end

        def close() -> None:
            if restore:
                restore()
            outer.boxes += box.finish()

        self._state.at_end = close

    def _open_upr(self) -> None:
        self._is_upr = True

    def _open_label(self) -> None:
        """The number or bullet that the program sets before a list's item."""
        self._take_group()
        self._story.is_listed = True

    # -------------------------------------------------------------- paragraphs

    def _end_paragraph(self, number: int | None) -> None:
        self._flush()
        state = self._state
        style = self._styles.get(state.style) or RtfStyle()
        kind = style.kind or "paragraph"
        if kind in {"paragraph", "list_item"} and state.is_outlined:
            kind = "heading"
        if kind == "paragraph" and (state.is_listed or self._story.is_listed):
            kind = "list_item"
        if kind == "heading" and self._story.words.size > _HEADING_MAX:
            kind = "paragraph"
        if state.is_contents:
            kind = "contents"
        self._story.end_paragraph(kind, OUT.get(kind, ""), level=state.level)

    def _end_cell(self, number: int | None, least: int = 1) -> None:
        state = self._state
        state.level = max(state.level, least)
        self._end_paragraph(None)
        self._story.end_cell(state.level)

    def _reset_paragraph(self, number: int | None) -> None:
        state = self._state
        state.style, state.is_outlined, state.is_listed, state.level = 0, False, False, 0

    def _reset_words(self, number: int | None) -> None:
        state = self._state
        state.is_hidden, state.gone, state.is_raised = False, "", False
        self._set_font(-1)

    def _set_font(self, number: int | None) -> None:
        font = self._fonts.get(-1 if number is None else number) or Font()
        self._state.font, self._state.codec = font, font.codec or self._codec

    def _set_page(self, number: int | None) -> None:
        self._codec = self._state.codec = to_codec(number or 1252)

    def _set_gone(self, number: int | None) -> None:
        state = self._state
        if number == 0:
            state.gone = ""
            return
        ahead = re.match(r"\\revauthdel(\d{1,5})", self._text[self._at : self._at + 20])
        author = self._name_reviser(int(ahead[1])) if ahead else ""
        state.gone = f"deleted by {author}" if author else "deleted"
        self.changes.append(("deleted", author))

    def _set_inserted(self, number: int | None) -> None:
        ahead = re.match(r"\\revauth(\d{1,5})", self._text[self._at : self._at + 20])
        if number != 0:
            self.changes.append(("inserted", self._name_reviser(int(ahead[1])) if ahead else ""))

    def _name_reviser(self, number: int) -> str:
        return self._revisers[number] if number < len(self._revisers) else ""


def _set(name: str, value: bool | None = None) -> Callable[[_Reader, int | None], None]:
    """A word that turns something on, and with 0 off."""

    def obey(reader: _Reader, number: int | None) -> None:
        setattr(reader._state, name, number != 0 if value is None else value)

    return obey


def _set_level(reader: _Reader, number: int | None) -> None:
    reader._state.level = min(max(number or 0, 0), _MOST_LEVELS)


def _set_style(reader: _Reader, number: int | None) -> None:
    reader._state.style = number or 0
    reader._state.is_hidden = (reader._styles.get(number or 0) or RtfStyle()).is_hidden


def _set_outline(reader: _Reader, number: int | None) -> None:
    reader._state.is_outlined = number is not None and 0 <= number < 9


def _set_fallback(reader: _Reader, number: int | None) -> None:
    reader._state.n_fallback = min(max(1 if number is None else number, 0), 8)


def _set_table(reader: _Reader, number: int | None) -> None:
    reader._state.level = max(reader._state.level, 1) if number != 0 else 0


def _see_mark(reader: _Reader, number: int | None) -> None:
    reader._has_mark = True


_SWITCHES: dict[str, Callable[[_Reader, int | None], None]] = {
    "par": _Reader._end_paragraph,
    "sect": _Reader._end_paragraph,
    "pard": _Reader._reset_paragraph,
    "plain": _Reader._reset_words,
    "cell": _Reader._end_cell,
    "nestcell": lambda reader, number: reader._end_cell(number, 2),
    "row": lambda reader, number: reader._story.end_row(1),
    "nestrow": lambda reader, number: reader._story.end_row(max(reader._state.level, 2)),
    "trowd": lambda reader, number: reader._story.begin_row(),
    "f": _Reader._set_font,
    "deff": lambda reader, number: reader._fonts.setdefault(-1, Font()) and None,
    "ansicpg": _Reader._set_page,
    "mac": lambda reader, number: reader._set_page(10000),
    "pc": lambda reader, number: reader._set_page(437),
    "pca": lambda reader, number: reader._set_page(850),
    "deleted": _Reader._set_gone,
    "revised": _Reader._set_inserted,
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

_OPENED: dict[str, Callable[[_Reader], None]] = {
    "fonttbl": _Reader._open_fonts,
    "stylesheet": _Reader._open_styles,
    "info": _Reader._open_info,
    "revtbl": _Reader._open_revisers,
    "fldinst": _Reader._open_code,
    "fldrslt": _Reader._open_result,
    "footnote": _Reader._open_note,
    "atnauthor": _Reader._open_author,
    "atnid": lambda reader: reader._take_group() and None,
    "atndate": lambda reader: reader._take_group() and None,
    "annotation": _Reader._open_comment,
    "shptxt": _Reader._open_box,
    "dptxbxtext": _Reader._open_box,
    "upr": _Reader._open_upr,
    "listtext": _Reader._open_label,
    "pntext": _Reader._open_label,
    "pn": _Reader._open_label,
}
"""What opens a destination, by its first word."""
