"""A ZIP archive whose only member is the archive itself, to the last byte: unpacking it never ends (after Cox, 2010).

Its packed part is a program of two kinds of instruction, five bytes each: to print bytes that follow, or to repeat the last
ones printed. The checksum stands within what it is the checksum of; it is affine in its own bits, so these are solved for.
"""

from __future__ import annotations

import struct
import zlib

LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
ENDING = struct.Struct("<4sHHHHIIH")
"""Of a ZIP archive: a member's header, its row in the directory, the directory's end."""
_NAME = b"archive-that-is-its-member.zip"  # 30 bytes: the header and an instruction are then 65
_NOTE = b"x" * 155  # in the directory: with it what is to be repeated last is 258 bytes long
# such lengths alone have instructions of five bytes: length symbol, its extra bits, distance symbol, its extra bits
_REPEATS = {20: [(264, 0, 0, 8, 3, 3)] * 2, 65: [(276, 3, 6, 12, 5, 0)], 258: [(285, 0, 0, 16, 7, 1)]}


def _say(n_bytes: int) -> bytes:
    """The instruction to print as many bytes as follow it."""
    return struct.pack("<BHH", 0, n_bytes, n_bytes ^ 0xFFFF)


def _repeat(n_bytes: int, *, last: int = 0) -> bytes:
    """The instruction to print the last bytes once more; `last` is 1 for the last of all."""
    bits: list[int] = []

    def put(value: int, size: int) -> None:
        bits.extend(value >> i & 1 for i in range(size))

    def put_code(value: int, size: int) -> None:
        bits.extend(value >> i & 1 for i in reversed(range(size)))

    put(0b010, 3)
    for symbol, n_extra, extra, distance, n_far, far in _REPEATS[n_bytes]:
        put_code(symbol - 256 if symbol < 280 else symbol - 280 + 0b11000000, 7 if symbol < 280 else 8)
        put(extra, n_extra)
        put_code(distance, 5)
        put(far, n_far)
    put_code(0, 7)
    if len(bits) == 30:
        put(0b010 | last, 3)
        put_code(0, 7)
    assert len(bits) == 40, len(bits)
    return sum(bit << i for i, bit in enumerate(bits)).to_bytes(5, "little")


def _make(crc: int, n_packed: int) -> tuple[bytes, int]:
    """Give the archive with some checksum, and how long its packed part is."""
    n_head, n_end = LOCAL.size + len(_NAME), CENTRAL.size + len(_NAME) + ENDING.size + len(_NOTE)
    size = n_head + n_packed + n_end
    head = LOCAL.pack(b"PK\3\4", 20, 0, 8, 0, 33, crc, n_packed, size, len(_NAME), 0) + _NAME
    directory = CENTRAL.pack(b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, n_packed, size, len(_NAME), 0, 0, 0, 0, 0, 0) + _NAME
    end = directory + ENDING.pack(b"PK\5\6", 0, 0, 1, 1, len(directory), n_head + n_packed, len(_NOTE)) + _NOTE
    say_head, say_end, one, four = _say(len(head) + 5), _say(len(end) + 5), _say(5), _say(20)
    again_head, again, again_end, nothing = _repeat(len(head) + 5), _repeat(20), _repeat(len(end) + 5, last=1), _say(0)
    packed = b"".join((
        say_head, head, say_head, again_head, one, again_head, one, one, four, again_head, one, one, four, again,
        four, again, four, again, four, again, four, again, nothing, nothing, say_end, again, nothing, nothing,
        say_end, again_end, end, again_end,
    ))  # fmt: skip
    return head + packed + end, len(packed)


def zip_of_itself() -> bytes:
    """Give the archive."""
    _, n_packed = _make(0, 0)

    def find_crc(crc: int) -> int:
        return zlib.crc32(_make(crc, n_packed)[0])

    base = find_crc(0)
    # the bits of the checksum where crc(x) = x: rows of (what bit i does to crc(x) ^ x, bit i), brought to steps
    rows = [(find_crc(1 << i) ^ base ^ 1 << i, 1 << i) for i in range(32)]
    wanted, found = base, 0
    for bit in reversed(range(32)):
        pivot = next((row for row in rows if row[0] >> bit == 1), None)
        if pivot is None:
            assert not wanted >> bit & 1, "no checksum fits: change a byte of the note"
            continue
        rows = [(a ^ pivot[0], b ^ pivot[1]) if a >> bit & 1 else (a, b) for a, b in rows]
        if wanted >> bit & 1:
            wanted, found = wanted ^ pivot[0], found ^ pivot[1]
    return _make(found, n_packed)[0]
