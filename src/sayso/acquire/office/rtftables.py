"""RTF's tokens, and the tables before its text: fonts, styles, properties, who revised."""

from __future__ import annotations

import codecs
import dataclasses
import re
from collections.abc import Iterator

from sayso.acquire.office.styles import find_kind

TOKEN = re.compile(
    r"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
"""Groups: control word, its number, byte, control symbol, brace, text; the last one that matched says which it is."""
WORD, NUMBER, BYTE, SYMBOL, BRACE, TEXT = 1, 2, 3, 4, 5, 6
_BOUND = re.compile(r"\\bin(\d{1,10})[ ]?|\\.|[{}]", re.DOTALL)
_CHARSETS = {
    2: "symbol", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""Code pages by \\fcharset, from the specification; 0 and 1 are the document's own, since writers give them blindly."""
SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "tab": " ", "line": " ", "lbr": " ", "page": " ", "column": " ", "enspace": " ", "emspace": " ", "qmspace": " ",
    "~": " ", "_": "-",
}  # fmt: skip
_MOST_PARENTS = 20
_FORMATS = {
    "ar": "decimal",
    "alc": "lowerLetter",
    "auc": "upperLetter",
    "rlc": "lowerRoman",
    "ruc": "upperRoman",
    "chi": "chicago",
}
_NUMBERING = re.compile(r"\\s?(a?)ftn(?:n(ar|alc|auc|rlc|ruc|chi)|start(\d{1,4}))(?![a-z])")


@dataclasses.dataclass(frozen=True, slots=True)
class Font:
    """A font's name and the code page of its bytes; `symbol` for signs, empty for the document's own."""

    name: str = ""
    codec: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class RtfStyle:
    """What a style says of its paragraphs."""

    kind: str | None = None
    is_hidden: bool = False


def find_group_end(text: str, at: int) -> int:
    """Give the place of the brace that closes the group around `at`, bytes of pictures jumped over; the text's end without one."""
    depth = 1
    while found := _BOUND.search(text, at):
        at = found.end()
        if found[1]:
            at += int(found[1])
        elif found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if not depth:
                return found.start()
    return len(text)


def to_codec(page: int) -> str:
    """Give the codec of a code page by its number; the one of Windows in the West for one that isn't known."""
    name = {10000: "mac_roman", 65001: "utf-8"}.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def to_words(snippet: str, codec: str) -> str:
    """Give the words of a piece of RTF without any structure: a style's name, a title, a field's code."""
    out: list[str] = []
    raw = bytearray()
    skip, n_fallback, at = 0, 1, 0
    while found := TOKEN.match(snippet, at):
        at = found.end()
        if found.lastindex == BYTE and not skip:
            raw += bytes.fromhex(found[BYTE])
            continue
        if found.lastindex == BYTE:
            skip -= 1
            continue
        out.append(raw.decode(codec, "replace"))
        raw.clear()
        if found.lastindex == TEXT:
            out.append(found[TEXT][skip:])
            skip = 0
        elif found[WORD] == "u" and found[NUMBER]:
            out.append(to_char(int(found[NUMBER])))
            skip = n_fallback
        elif found[WORD] == "uc" and found[NUMBER]:
            n_fallback = min(max(int(found[NUMBER]), 0), 8)
        elif found.lastindex == SYMBOL and found[SYMBOL] == "*":
            at = find_group_end(snippet, at)
        elif found.lastindex in {WORD, SYMBOL}:
            name = found[WORD] or found[SYMBOL]
            out.append(name if name in "\\{}" else SIGNS.get(name, ""))
    out.append(raw.decode(codec, "replace"))
    return to_scalars("".join(out)).strip(" ;")


def to_char(number: int) -> str:
    """Give the character of `\\u`, whose number is signed in sixteen bits; perhaps half of a pair."""
    number &= 0xFFFF
    return chr(number) if number else ""


def to_scalars(text: str) -> str:
    """Put the halves of pairs together; a half alone becomes the sign of a lost character."""
    if not any("\ud800" <= char < "\ue000" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _split_groups(text: str) -> Iterator[str]:
    """The groups directly inside a table's text."""
    at = 0
    while (start := text.find("{", at)) >= 0:
        end = find_group_end(text, start + 1)
        yield text[start + 1 : end]
        at = end + 1


def read_fonts(table: str, codec: str) -> dict[int, Font]:
    """Give the fonts by number."""
    fonts = {}
    for entry in table.split(";"):
        number = re.search(r"\\f(\d{1,6})(?!\d)", entry)
        if number is None:
            continue
        charset, page = re.search(r"\\fcharset(\d{1,3})", entry), re.search(r"\\cpg(\d{1,5})", entry)
        own = to_codec(int(page[1])) if page else _CHARSETS.get(int(charset[1]), "") if charset else ""
        fonts[int(number[1])] = Font(to_words(entry.replace("{", "").replace("}", "").replace("\\*", ""), codec), own)
    return fonts


def read_styles(table: str, codec: str) -> dict[int, RtfStyle]:
    """Give the paragraph styles by number, what they build upon taken in."""
    rows: dict[int, tuple[str, int | None, bool, bool]] = {}
    for entry in _split_groups(table):
        if re.match(r"\s*(?:\\\*|\\cs|\\ts|\\ds)", entry):
            continue  # styles of characters, tables, sections
        number, parent = re.search(r"\\s(\d{1,6})(?!\d)", entry), re.search(r"\\sbasedon(\d{1,6})", entry)
        is_outlined = re.search(r"\\outlinelevel[0-8](?!\d)", entry) is not None
        is_hidden = re.search(r"\\v(?![a-z0-9])", entry) is not None
        rows[int(number[1]) if number else 0] = (
            to_words(entry, codec),
            int(parent[1]) if parent else None,
            is_outlined,
            is_hidden,
        )
    styles = {}
    for own, (*_, is_hidden) in rows.items():
        kind: str | None = None
        at: int | None = own
        for _ in range(_MOST_PARENTS):
            if at not in rows:
                break
            name, builds_upon, is_outlined, _ = rows[at]
            kind = kind or find_kind(name) or ("heading" if is_outlined else None)
            at = builds_upon if builds_upon != at else None
        styles[own] = RtfStyle(kind, is_hidden)
    return styles


def read_info(table: str, codec: str) -> dict[str, str]:
    """Give title, author, and the days on which it was made and saved."""
    info = {"title": "", "author": "", "created": "", "modified": ""}
    for entry in _split_groups(table):
        for field in ("title", "author"):
            if re.match(rf"\s*\\{field}(?![a-z])", entry):
                info[field] = to_words(entry, codec)
        for word, field in (("creatim", "created"), ("revtim", "modified")):
            if re.match(rf"\s*\\{word}(?![a-z])", entry):
                parts = [re.search(rf"\\{part}(\d{{1,4}})", entry) for part in ("yr", "mo", "dy")]
                numbers = [int(part[1]) for part in parts if part]
                if len(numbers) == 3 and numbers[0] > 1900:
                    info[field] = "{:04}-{:02}-{:02}".format(*numbers)
    return info


def read_names(table: str, codec: str) -> list[str]:
    """Give those who revised, by number."""
    return [to_words(entry, codec) for entry in _split_groups(table)]


def read_numbering(text: str) -> dict[str, tuple[str, int]]:
    """Give how footnotes and endnotes are numbered: the form and the first number of each."""
    forms = {"footnote": "decimal", "endnote": "decimal"}
    firsts = {"footnote": 1, "endnote": 1}
    for found in _NUMBERING.finditer(text):
        kind = "endnote" if found[1] else "footnote"
        if found[2]:
            forms[kind] = _FORMATS[found[2]]
        else:
            firsts[kind] = int(found[3])
    return {kind: (forms[kind], firsts[kind]) for kind in forms}


def read_minute(number: int) -> str:
    """Give the day of a packed date of Word: minute, hour, day, month, years since 1900, from the lowest bit; may be empty."""
    number &= 0xFFFFFFFF
    day, month, year = number >> 11 & 31, number >> 16 & 15, 1900 + (number >> 20 & 511)
    return f"{year:04}-{month:02}-{day:02}" if day and 0 < month <= 12 else ""
