"""Names in ZIP archives: what their bytes spell, which the format left open for twenty years."""

from __future__ import annotations

import itertools
import struct
import zipfile
import zlib
from collections.abc import Sequence

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075  # Info-ZIP's field: the name once more, in UTF-8
_EXTENDED_TIME = 0x5455
# the code pages of DOS and Windows under which archives are made, and of the Unix systems before UTF-8
_CANDIDATES = ("cp437", "cp850", "cp852", "cp866", "cp1250", "cp1251", "cp1252", "shift_jis", "gb18030", "big5", "euc_kr")
_SAMPLE = 20_000  # bytes of names to guess by


def decode_names(infos: Sequence[zipfile.ZipInfo]) -> tuple[list[str], str | None]:
    """Decode the names of an archive's members, all in one encoding where they don't say.

    Returns:
        A name for each, and the encoding that was guessed; null when none had to be.
    """
    told = [_find_told(info) for info in infos]
    raw = [info.orig_filename.encode("cp437") for info, name in zip(infos, told, strict=True) if name is None]
    encoding = _guess_encoding(raw) if raw else None
    names = [
        info.orig_filename.encode("cp437").decode(encoding or "cp437", "replace") if name is None else name
        for info, name in zip(infos, told, strict=True)
    ]
    return names, encoding


def find_extended_time(info: zipfile.ZipInfo) -> int | None:
    """Find when a member was last changed, in seconds of 1970 UTC; null when only the clock's time is there."""
    field = _find_field(info.extra, _EXTENDED_TIME)
    if field is None or len(field) < 5 or not field[0] & 1:
        return None
    return int(struct.unpack_from("<i", field, 1)[0])


def _find_told(info: zipfile.ZipInfo) -> str | None:
    """The name where its encoding is known; null where it has to be guessed."""
    if info.flag_bits & _UTF8_FLAG or info.orig_filename.isascii():
        return info.orig_filename
    field = _find_field(info.extra, _UNICODE_PATH)
    if field is not None and len(field) > 5 and field[0] == 1:
        if struct.unpack_from("<L", field, 1)[0] != zlib.crc32(info.orig_filename.encode("cp437")):
            return None  # the name was changed after the field was written
        try:
            return field[5:].decode("utf-8")
        except UnicodeDecodeError:
            return None
    return None


def _find_field(extra: bytes, wanted: int) -> bytes | None:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == wanted:
            return extra[at + 4 : at + 4 + size]
        at += 4 + size
    return None


def _guess_encoding(names: Sequence[bytes]) -> str:
    sample = b"\n".join(dict.fromkeys(names))[:_SAMPLE]
    try:
        sample.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    return max(_CANDIDATES, key=lambda encoding: _score(sample, encoding))


def _score(sample: bytes, encoding: str) -> float:
    """Likeness to names that people give: letters of one script in a word, hardly a symbol; the earlier candidate wins a tie.

    A general guesser of encodings wants sentences; names are too short for it.
    """
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    odd = [char for char in text if not char.isascii()]
    if not odd:
        return 0.0
    letters = sum(_weigh(char, encoding) for char in odd)
    mixed = _count_mixed(text)
    return (letters - mixed) / len(odd)


def _weigh(char: str, encoding: str) -> float:
    if not char.isalpha():
        return -0.5
    code = ord(char)
    if encoding in {"shift_jis", "gb18030", "big5", "euc_kr"}:
        if 0xFF61 <= code <= 0xFF9F:
            return -0.5  # half-width kana: what Western letters look like in Shift-JIS
        return 1.0 if 0x3040 <= code <= 0x30FF or 0xAC00 <= code <= 0xD7A3 else 0.8 if 0x4E00 <= code <= 0x9FFF else -0.5
    if 0x400 <= code <= 0x4FF:
        return 0.9
    return 0.7 if 0xC0 <= code <= 0x17F else -0.5  # Greek letters of cp437 are signs of arithmetic


def _count_mixed(text: str) -> float:
    """How often a word changes between small and capital letters or between scripts, as misread names do."""
    n = 0.0
    for a, b in itertools.pairwise(text):
        if a.isalpha() and b.isalpha() and not (a.isascii() and b.isascii()):
            n += (a.islower() and b.isupper()) + (_script(a) != _script(b))
    return n


def _script(char: str) -> int:
    code = ord(char)
    return 0 if code < 0x250 else 1 if 0x400 <= code <= 0x4FF else 2 if 0x370 <= code <= 0x3FF else 3
