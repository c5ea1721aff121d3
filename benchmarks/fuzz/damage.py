"""Damage: what disks, networks, programs and people do to files, each blow a pure function of bytes."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

from fuzz.files import WHOLE, Sample

KINDS = ("flip", "cut", "cut off", "double", "swap", "insert", "zero", "lengthen", "number", "splice")
MOST_DOUBLED = 30_000  # bytes; every doubling may come on top of another
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF)
_DIGITS = (b"0", b"-1", b"99999999999", b"4294967296", b"18446744073709551616", b"1e999", b"")
_WORDS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"<", b">", b"&#0;", b"&x;", b"<![CDATA[",
    b"<!--", b"]]>", b"<p>" * 300, b'"', b"'", b"\\", b"{" * 300, b"}", b"[" * 300, b"(", b")", b"\n", b"\r", b"\n\n",
    b"\r\n\r\n", b"\nFrom a b\n", b"\n--b2\n", b"=?utf-8?b?=", b"\\u-1 ", b"\\bin99 ", b"endstream", b"endobj",
    b"%%EOF", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\\ud800",
)  # fmt: skip
"""What means something to one format or the other."""


@dataclasses.dataclass(frozen=True, slots=True)
class Blow:
    """One damage.

    Attributes:
        at, other: where, as shares of the file's length.
        size: bytes that it is about.
        value: which of the things that may be put there.
    """

    kind: str
    at: float
    other: float
    size: int
    value: int


def strike(data: bytes, blow: Blow, *, donor: bytes = b"") -> bytes:
    """Damage bytes once.

    Args:
        donor: another file, of which a splice takes its end.
    """
    at, other = int(blow.at * len(data)), int(blow.other * len(data))
    head, struck, tail = data[:at], data[at : at + blow.size], data[at + blow.size :]
    if blow.kind == "flip":
        return head + bytes(byte ^ (1 << (blow.value + i) % 8) for i, byte in enumerate(struck)) + tail
    if blow.kind == "cut":
        return head + tail
    if blow.kind == "cut off":
        return head
    if blow.kind == "double":
        return data[: max(at, other)] + data[min(at, other) : max(at, other)][:MOST_DOUBLED] + data[max(at, other) :]
    if blow.kind == "swap":
        low, high = sorted((at, other))
        n = min(blow.size, high - low)
        return data[:low] + data[high : high + n] + data[low + n : high] + data[low : low + n] + data[high + n :]
    if blow.kind == "insert":
        return head + _WORDS[blow.value % len(_WORDS)] + data[at:]
    if blow.kind == "zero":
        return head + b"\0" * len(struck) + tail
    if blow.kind == "lengthen":
        width = (2, 4, 8)[blow.value % 3]
        number = _NUMBERS[blow.size % len(_NUMBERS)] & (1 << 8 * width) - 1
        return head + number.to_bytes(width, "little" if blow.value % 2 else "big") + data[at + width :]
    if blow.kind == "number":
        return _renumber(data, at, _DIGITS[blow.value % len(_DIGITS)])
    assert blow.kind == "splice", blow.kind
    return head + donor[int(blow.other * len(donor)) :]


def _renumber(data: bytes, at: int, digits: bytes) -> bytes:
    """Put other digits for the first number after a place."""
    start = next((i for i in range(at, len(data)) if data[i : i + 1].isdigit()), len(data))
    end = next((i for i in range(start, len(data)) if not data[i : i + 1].isdigit()), len(data))
    return data[:start] + digits + data[end:]


def damage(sample: Sample, blows: Sequence[Blow], *, layer: str, donor: bytes = b"") -> bytes:
    """Damage a file, or one part of it before it is packed.

    Args:
        layer: a part's name, or else the packed file is struck.
    """
    if layer in sample.parts:
        part = sample.parts[layer]
        for blow in blows:
            part = strike(part, blow, donor=donor)
        return sample.pack({**sample.parts, layer: part})
    data = sample.make()
    for blow in blows:
        data = strike(data, blow, donor=donor)
    return data


def list_layers(sample: Sample) -> list[str]:
    """Give the parts that can be struck by themselves, and the whole."""
    return [WHOLE] if WHOLE in sample.parts and sample.make() == sample.parts[WHOLE] else ["packed", *sample.parts]


def draw_blow(rng: random.Random) -> Blow:
    """Give one blow at random; small ones are more common."""
    return Blow(rng.choice(KINDS), rng.random(), rng.random(), rng.choice((1, 1, 2, 4, 8, 40, 300)), rng.randrange(256))
