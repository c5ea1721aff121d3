"""Goes through an RTF file's tokens: groups and what holds in them, bytes and their code pages, words to their stories."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from sayso.acquire.composed import Draft
from sayso.acquire.media import Unreadable
from sayso.acquire.office.drafting import to_note
from sayso.acquire.office.rtfstory import Story
from sayso.acquire.office.rtftables import (
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
    read_numbering,
    to_char,
    to_scalars,
)
from sayso.acquire.office.symbols import to_symbol

_DEEPEST = 10_000  # groups one in the other; word processors write some 20
_WIDE = {"cp932", "gbk", "cp949", "johab", "cp950", "utf-8"}
_SKIPPED = frozenset(
    [
        *("colortbl", "pict", "objdata", "themedata", "datastore", "colorschememapping", "latentstyles", "listtable"),
        *(
            "listoverridetable",
            "rsidtbl",
            "generator",
            "xmlnstbl",
            "mmathPr",
            "filetbl",
            "pgdsctbl",
            "bkmkstart",
            "bkmkend",
        ),
        *(
            "nonshppict",
            "shprslt",
            "template",
            "userprops",
            "xe",
            "tc",
            "private",
            "falt",
            "panose",
            "pntxta",
            "pntxtb",
        ),
        *(
            "pnseclvl",
            "wgrffmtfilter",
            "atnref",
            "atrfstart",
            "atrfend",
            "ftnsep",
            "ftnsepc",
            "ftncn",
            "aftnsep",
            "aftnsepc",
        ),
        *("aftncn", "nonesttables", "sp", "keycode", "datafield", "formfield", "background", "listpicture"),
    ]
)
_HEADS = {f"{name}{side}": name for name in ("header", "footer") for side in ("", "l", "r", "f")}
_KNOWN = frozenset(["shpinst", "do", "ud", "nesttableprops"])
"""Destinations that old readers skip and this one reads, besides those that open something."""


@dataclasses.dataclass(slots=True)
class State:
    """What holds within a group, and in groups inside it; `at_end` is done when this one closes."""

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

    def copy(self) -> State:
        """Give the state of a group that opens; a file has one for every few words."""
        new = State(self.codec, self.font, self.n_fallback, self.style, self.is_outlined, self.is_listed, self.level)
        new.is_hidden, new.gone, new.is_raised, new.is_contents = (
            self.is_hidden,
            self.gone,
            self.is_raised,
            self.is_contents,
        )
        return new


class Reader:
    """Goes through the tokens; what control words do is in `rtfcontrols`."""

    def __init__(
        self,
        text: str,
        switches: Mapping[str, Callable[[Reader, int | None], None]],
        opened: Mapping[str, Callable[[Reader], None]],
    ) -> None:
        """Begin at the first token.

        Args:
            text: the file, a character for each byte.
            switches: what control words do, with their number.
            opened: what opens a destination, by the group's first word.
        """
        self._switches, self._opened = switches, opened
        self.text = text
        self.at = 0
        self.codec = "cp1252"
        self.state = State(self.codec)
        self.stack: list[State] = []
        self.fonts: dict[int, Font] = {}
        self.styles: dict[int, RtfStyle] = {}
        self.default_font: int | None = None
        self.revisers: list[str] = []
        self._raw = bytearray()
        self._half = ""
        self._skip = 0
        self._is_fresh = self._is_starred = self.is_upr = False
        self.url = ""
        self.is_toc = False
        self.author, self._day = "", ""
        self.story = self._body = Story("body")
        self.notes: list[tuple[Story, str, str]] = []
        self.beside: list[Story] = []
        self.numbering = read_numbering(text)
        self.labels = dict.fromkeys(self.numbering, 0)
        self.has_mark = False
        self.info = {"title": "", "author": "", "created": "", "modified": ""}
        self.changes: list[tuple[str, str]] = []
        self.is_cut_off = False

    def read(self) -> list[Draft]:
        """Read the file; give the body's blocks."""
        match, text = TOKEN.match, self.text
        while found := match(text, self.at):
            self.at = found.end()
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
        self.flush()
        self.is_cut_off = bool(self.stack)
        while self.stack:
            self._turn("}")
        return self._body.finish()

    def read_beside(self) -> list[Draft]:
        """Give the blocks of notes, comments and running heads."""
        drafts: list[Draft] = []
        counts: dict[str, int] = {}
        for story, key, label in self.notes:
            kind = key.partition(" ")[0]
            counts[kind] = counts.get(kind, 0) + 1
            drafts += to_note(story.finish(), key, label, f"{kind}[{counts[kind]}]")
        seen = set()
        for story in self.beside:
            for draft in story.finish():
                if (draft.why, draft.text) not in seen or draft.kind != "running_head":
                    seen.add((draft.why, draft.text))
                    drafts.append(draft)
        return drafts

    # -------------------------------------------------------------- groups

    def _turn(self, brace: str) -> None:
        self.flush()
        self._skip = 0
        if brace == "{":
            if self.is_upr:  # the first of two ways to say the same; the second is in Unicode
                self.is_upr = False
                self.at = find_group_end(self.text, self.at) + 1
                return
            if len(self.stack) >= _DEEPEST:
                raise Unreadable("nested too deeply", "no real document is; save its text as TXT")
            self.stack.append(self.state)
            self.state = self.state.copy()
            self._is_fresh, self._is_starred = True, False
        elif self.stack:
            if self.state.at_end:
                self.state.at_end()
            self.state = self.stack.pop()
            self._is_fresh = self._is_starred = False

    def take_group(self) -> str:
        """The rest of the group that was just begun, taken as a whole; its closing brace is left."""
        start = self.at
        self.at = find_group_end(self.text, start)
        return self.text[start : self.at]

    def open_story(self, story: Story) -> None:
        """Let what follows in this group go to a story of its own."""
        before = self.story
        self.story = story

        def close() -> None:
            self.flush()
            self.story = before

        self.state = State(self.codec, at_end=close)

    # -------------------------------------------------------------- words

    def _say_literal(self, words: str) -> None:
        self._is_fresh = False
        if self._skip:
            gone = min(self._skip, len(words))
            self._skip -= gone
            words = words[gone:]
        if not words:
            return
        if self._raw and self.state.codec in _WIDE and words[0] > " ":
            words = self._complete(words)
        if words.isascii() and self.state.codec != "symbol":
            if self._raw or self._half:
                self.flush()
            self._say_whole(words)
        else:
            self._raw += words.encode("latin-1")

    def _complete(self, words: str) -> str:
        """The second byte of a wide character may stand as a letter."""
        try:
            bytes(self._raw).decode(self.state.codec)
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

    def flush(self) -> None:
        """Say the bytes that were gathered, in the code page that holds here."""
        if self._half:
            self._say_whole(to_scalars(self._half))
            self._half = ""
        if not self._raw:
            return
        raw, codec = bytes(self._raw), self.state.codec
        self._raw.clear()
        if codec == "symbol":
            self._say_whole("".join(to_symbol(self.state.font.name, f"{byte:x}") for byte in raw))
        else:
            self._say_whole(raw.decode(codec, "replace"))

    def _say(self, words: str) -> None:
        if self._half:
            self.flush()
        self._say_whole(words)

    def _say_whole(self, words: str) -> None:
        state, story = self.state, self.story
        story.words.cut(state.gone or ("hidden text" if state.is_hidden else ""))
        start = story.words.size
        story.words.say(words)
        if state.is_raised:
            is_on = story.raised is not None and story.raised[1] == start
            story.raised = (story.raised[0] if is_on and story.raised else start, story.words.size)

    def _say_unicode(self, number: int) -> None:
        char = to_char(number)
        if self._raw:
            self.flush()
        if "\ud800" <= char < "\ue000":
            self._half += char
        elif "\uf000" <= char <= "\uf0ff":
            self._say(to_symbol(self.state.font.name, f"{ord(char):x}"))
        else:
            self._say(char)
        self._skip = self.state.n_fallback

    # -------------------------------------------------------------- control words

    def _obey_symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_starred = self._is_fresh
            return
        self._is_fresh = False
        if symbol in "\\{}":
            self._say_literal(symbol)
        elif symbol in "\r\n":
            self._switches["par"](self, None)
        elif symbol in SIGNS:
            self.flush()
            self._say(SIGNS[symbol])

    def _obey(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._is_fresh = False
            self._say_unicode(number)
            return
        if self._skip and word in SIGNS:
            self._skip -= 1  # what stands in for a character that was said in Unicode
            return
        if self._raw or self._half:
            self.flush()
        is_fresh, is_starred = self._is_fresh, self._is_starred
        self._is_fresh = self._is_starred = False
        if word == "bin":
            self.at += max(number or 0, 0)
        elif is_fresh and (word in _SKIPPED or (is_starred and word not in _KNOWN and word not in self._opened)):
            self.take_group()
        elif is_fresh and word in self._opened:
            self._opened[word](self)
        elif is_fresh and word in _HEADS:
            self.open_story(self.add_beside(_HEADS[word], "running_head", f"the page's {_HEADS[word]}"))
        elif word in SIGNS:
            self._say(SIGNS[word])
        elif word in self._switches:
            self._switches[word](self, number)

    def add_beside(self, place: str, kind: str, why: str) -> Story:
        """Begin a story out of the flow: a comment, a header."""
        n = sum(story.place.startswith(f"{place}[") for story in self.beside[:1000]) + 1
        story = Story(f"{place}[{n}]", kind, why)
        self.beside.append(story)
        return story
