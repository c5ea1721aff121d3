"""Pictures of text, drawn from a PDF, in parts that can be damaged before they are packed."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

import pypdfium2 as pdfium

SCALE = 1.5  # 108 points an inch: text recognition still reads it, and a damaged one costs half a second
_LINES = 200  # of the page's top, which hold its words


def draw_page(pdf: bytes) -> tuple[bytes, bytes]:
    """Give the upper part of the first page: width and height as a PNG has them, and rows of grey points."""
    picture = pdfium.PdfDocument(pdf)[0].render(scale=SCALE, grayscale=True)
    width, stride, data = picture.width, picture.stride, bytes(picture.buffer)
    return struct.pack(">II", width, _LINES), b"".join(data[y * stride : y * stride + width] for y in range(_LINES))


def pack_png(parts: Mapping[str, bytes]) -> bytes:
    """Give a PNG of 8-bit grey."""
    width = int.from_bytes(parts["size"][:4], "big") & 0xFFFF or 1
    rows = b"".join(b"\0" + parts["points"][at : at + width] for at in range(0, len(parts["points"]), width))

    def pack(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = pack(b"IHDR", parts["size"] + b"\x08\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + pack(b"IDAT", zlib.compress(rows)) + pack(b"IEND", b"")


def pack_tiff(parts: Mapping[str, bytes]) -> bytes:
    """Give a TIFF of 8-bit grey in one strip, not packed."""
    size = (parts["size"] + b"\0" * 8)[:8]
    width, height = struct.unpack(">II", size)
    points = parts["points"]
    tags = ((256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, height), (279, len(points)))
    table = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8 + len(points)) + points + struct.pack("<H", len(tags)) + table + b"\0" * 4
