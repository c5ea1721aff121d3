"""More files made to do harm: those that take some building, bytes that point at themselves or at one another."""

from __future__ import annotations

import functools
import struct
import zlib

from hostile.files import CATALOG, FONT, ONE_PAGE, PAGE, WORDS, Make, odt_of, pdf_of, stream, word_of
from hostile.quine import CENTRAL, ENDING, LOCAL, zip_of_itself


def zip_of_overlaps(n_members: int, n_bytes: int) -> bytes:
    """Give a ZIP whose members overlap: each holds the header of the next and all that is behind it (Fifield 2019).

    Every member unpacks to `n_bytes` and the headers, from the same packed bytes.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, plain = packer.compress(b"0" * n_bytes) + packer.flush(), b"0" * n_bytes
    heads: list[tuple[bytes, int, int, int, int]] = []
    for number in reversed(range(n_members)):
        name, crc = b"%d.txt" % number, zlib.crc32(plain)
        head = LOCAL.pack(b"PK\3\4", 20, 0, 8, 0, 33, crc, len(packed), len(plain), len(name), 0) + name
        heads.append((name, crc, len(packed), len(plain), len(head) + len(packed)))
        packed = head + packed
        if number:  # the one before holds this header as bytes that are not packed
            packed, plain = struct.pack("<BHH", 0, len(head), len(head) ^ 0xFFFF) + packed, head + plain
    directory = b"".join(
        CENTRAL.pack(b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, n_packed, n_plain, len(name), 0, 0, 0, 0, 0, len(packed) - back) + name
        for name, crc, n_packed, n_plain, back in reversed(heads)
    )
    return packed + directory + ENDING.pack(b"PK\5\6", 0, 0, n_members, n_members, len(directory), len(packed), 0)


def zip_of_one_for_all(n_members: int, n_bytes: int) -> bytes:
    """Give a ZIP whose directory names one packed member so many times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, crc = packer.compress(b"0" * n_bytes) + packer.flush(), zlib.crc32(b"0" * n_bytes)
    head = LOCAL.pack(b"PK\3\4", 20, 0, 8, 0, 33, crc, len(packed), n_bytes, 5, 0) + b"0.txt"
    entry = CENTRAL.pack(b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(packed), n_bytes, 9, 0, 0, 0, 0, 0, 0)
    directory = b"".join(entry + b"%05d.txt" % number for number in range(n_members))
    where = len(head) + len(packed)
    return head + packed + directory + ENDING.pack(b"PK\5\6", 0, 0, n_members, n_members, len(directory), where, 0)


def tar_of_nothing(n_bytes: int) -> bytes:
    """Give a TAR of one sparse file: `n_bytes` of which none is in it."""
    head = bytearray(512)
    head[:5], head[100:108], head[108:116], head[116:124] = b"a.txt", b"0000644\0", b"0000000\0", b"0000000\0"
    head[124:136], head[136:148], head[156:157], head[257:265] = b"%011o\0" % 0, b"%011o\0" % 0, b"S", b"ustar  \0"
    head[386:398], head[398:410] = b"%011o\0" % 0, b"%011o\0" % 0
    head[483:495] = b"\x80" + n_bytes.to_bytes(11, "big")
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + bytes(1024)


# ------------------------------------------------------------------ PDF


def _pdf_of_picture(data: bytes, side: int, how: bytes) -> bytes:
    picture = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %s" % (side, side, how)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</I 6 0 R>>>>>>"
    return pdf_of(CATALOG, ONE_PAGE, page, stream(b"612 0 0 792 0 0 cm /I Do"), FONT, stream(data, picture))


def pdf_of_jbig2(side: int, n_regions: int) -> bytes:
    """Give a PDF of a JBIG2 picture that is painted over as a whole so many times."""
    page = struct.pack(">IIIIBH", side, side, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", side, side, 0, 0, 0) + b"\0" + b"\x03\xff\xfd\xff\x02\xfe\xfe\xfe" + bytes(16)
    segments = [(48, page), *[(38, region)] * n_regions]
    data = b"".join(struct.pack(">IBBBI", i, kind, 0, 1, len(body)) + body for i, (kind, body) in enumerate(segments))
    return _pdf_of_picture(data, side, b"1/ColorSpace/DeviceGray/Filter/JBIG2Decode")


def pdf_of_jpeg2000(side: int, tile: int) -> bytes:
    """Give a PDF of a JPEG 2000 picture of many tiles, none of which is there."""
    size = struct.pack(">HIIIIIIIIH", 0, side, side, 0, 0, tile, tile, 0, 0, 3) + b"\7\1\1" * 3
    coding, quants = b"\0\0\0\1\1\x05\4\4\0\0", b"\x40" + b"\x40" * 16
    marks = ((b"\xff\x51", size), (b"\xff\x52", coding), (b"\xff\x5c", quants), (b"\xff\x90", struct.pack(">HIBB", 0, 14, 0, 1)))
    data = b"\xff\x4f" + b"".join(mark + struct.pack(">H", len(body) + 2) + body for mark, body in marks) + b"\xff\x93\xff\xd9"
    return _pdf_of_picture(data, side, b"8/ColorSpace/DeviceRGB/Filter/JPXDecode")


def pdf_of_font(font: bytes, *more: bytes) -> bytes:
    """Give a PDF of one line set in a font."""
    return pdf_of(CATALOG, ONE_PAGE, PAGE, stream(b"BT /F1 12 Tf 72 700 Td (aaaa The gate was open.) Tj ET"), font, *more)


def _encrypt(data: bytes, key: int) -> bytes:
    out = bytearray()
    for byte in b"0000" + data:
        out.append(byte ^ (key >> 8))
        key = ((out[-1] + key) * 52845 + 22719) & 0xFFFF
    return bytes(out)


def pdf_of_looping_type1() -> bytes:
    """Give a PDF whose font draws each letter by a routine that calls itself twice."""
    routine = _encrypt(bytes((139, 10, 139, 10, 11)), 4330)  # 0 callsubr 0 callsubr return
    letter = _encrypt(bytes((139, 239, 13, 139, 10, 14)), 4330)  # 0 100 hsbw 0 callsubr endchar
    private = (
        b"dup/Private 8 dict dup begin/RD{string currentfile exch readstring pop}executeonly def/ND{def}executeonly def/NP{put}executeonly def"
        b"/lenIV 4 def/BlueValues[]def/MinFeature{16 16}def/password 5839 def/Subrs 1 array dup 0 %d RD %s NP ND "
        b"2 index/CharStrings 2 dict dup begin/.notdef %d RD %s ND /a %d RD %s ND end end readonly put "
        b"noaccess put dup/FontName get exch definefont pop mark currentfile closefile\n"
    ) % (len(routine), routine, len(letter), letter, len(letter), letter)
    plain = (
        b"%!PS-AdobeFont-1.0: Loop\n11 dict begin/FontName/Loop def/FontType 1 def/PaintType 0 def/FontMatrix[.001 0 0 .001 0 0]def"
        b"/Encoding StandardEncoding def/FontBBox{0 0 100 100}def currentdict end currentfile eexec\n"
    )
    packed, ending = _encrypt(private, 55665), b"0" * 512 + b"\ncleartomark\n"
    lengths = b"/Length1 %d/Length2 %d/Length3 %d" % (len(plain), len(packed), len(ending))
    return pdf_of_font(
        b"<</Type/Font/Subtype/Type1/BaseFont/Loop/FirstChar 97/LastChar 97/Widths[100]/FontDescriptor 6 0 R>>",
        b"<</Type/FontDescriptor/FontName/Loop/Flags 4/FontBBox[0 0 100 100]/ItalicAngle 0/Ascent 9/Descent 0/StemV 9/FontFile 7 0 R>>",
        stream(plain + packed + ending, lengths),
    )


def pdf_of_font_in_font() -> bytes:
    """Give a PDF whose font draws its letters with that font."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 97/LastChar 97/Widths[9]/CharProcs<</a 6 0 R>>"
        b"/Encoding<</Type/Encoding/Differences[97/a]>>/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    return pdf_of_font(font, stream(b"9 0 d0 BT /F1 9 Tf (aaaaaaaaaa) Tj ET"))


def pdf_of_huge_map(n_ranges: int) -> bytes:
    """Give a PDF whose font maps four thousand million codes to letters, and again."""
    ranges = b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange " + b"1 beginbfrange <00000000> <fffffffe> <0041> endbfrange " * n_ranges
    cmap = b"/CIDInit /ProcSet findresource begin begincmap " + ranges + b"endcmap end"
    return pdf_of_font(
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>/W[0 4294967295 500]>>",
        stream(zlib.compress(cmap), b"/Filter/FlateDecode"),
    )


def pdf_of_cyclic_trees() -> bytes:
    """Give a PDF whose page tree and outline each lead back to themselves."""
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 7 0 R/PageMode/UseOutlines>>", b"<</Type/Pages/Kids[6 0 R 3 0 R]/Count 2147483647>>",
        PAGE, stream(b"BT /F1 12 Tf 72 700 Td (The gate was open.) Tj ET"), FONT, b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 6 0 R]/Count 2147483646>>",
        b"<</Type/Outlines/First 8 0 R/Last 8 0 R/Count 2147483647>>", b"<</Title(a)/Parent 7 0 R/Next 9 0 R/Prev 9 0 R/First 8 0 R/Dest[3 0 R/Fit]>>",
        b"<</Title(b)/Parent 8 0 R/Next 8 0 R/Prev 8 0 R/First 9 0 R/Dest[3 0 R/Fit]>>",
    )  # fmt: skip


def pdf_of_squared_pages(n_kids: int) -> bytes:
    """Give a PDF whose page tree has so many times a node that has so many times a page."""
    inner = b"<</Type/Pages/Parent 2 0 R/Kids[%s]/Count %d>>" % (b"3 0 R " * n_kids, n_kids)
    outer = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"6 0 R " * n_kids, min(n_kids * n_kids, 2**31 - 1))
    return pdf_of(CATALOG, outer, PAGE, stream(b"BT /F1 12 Tf 72 700 Td (One page.) Tj ET"), FONT, inner)


# ------------------------------------------------------------------ pictures, office, mail


def png_of(side: int) -> bytes:
    """Give a PNG of nothing, `side` by `side` points."""
    row = zlib.compressobj(9)
    data = b"".join(row.compress(bytes(side // 8 + 1)) for _ in range(side)) + row.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def tiff_of_loop() -> bytes:
    """Give a TIFF whose only picture is followed by itself."""
    tags = ((256, 8), (257, 8), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 8), (279, 64))
    table = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 72) + b"\xff" * 64 + struct.pack("<H", len(tags)) + table + struct.pack("<I", 72)


def word_of_table(n_rows: int, n_columns: int) -> bytes:
    """Give a DOCX of one table."""
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>" * n_columns + "</w:tr>"
    return word_of(f'<w:document xmlns:w="{WORDS}"><w:body><w:tbl>{row * n_rows}</w:tbl></w:body></w:document>')


def word_of_tables_in_tables(depth: int) -> bytes:
    """Give a DOCX of tables within tables."""
    start, end = "<w:tbl><w:tr><w:tc>", "<w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    return word_of(f'<w:document xmlns:w="{WORDS}"><w:body>{start * depth}{end * depth}</w:body></w:document>')


def word_of_spans() -> bytes:
    """Give a DOCX of a cell that says to be a thousand million cells wide."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>The gate was open.</w:t></w:r></w:p></w:tc>'
    return word_of(f'<w:document xmlns:w="{WORDS}"><w:body><w:tbl><w:tr>{cell * 3}</w:tr></w:tbl></w:body></w:document>')


def odt_of_repeats() -> bytes:
    """Give an ODT of cells, rows and spaces that are to be repeated a thousand million times."""
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table"))
    table = (
        '<table:table><table:table-row table:number-rows-repeated="999999999"><table:table-cell table:number-columns-repeated="999999999">'
        '<text:p>The gate was open.<text:s text:c="999999999"/></text:p></table:table-cell></table:table-row></table:table>'
    )
    body = f"<office:body><office:text>{table}</office:text></office:body>"
    return odt_of(f'<?xml version="1.0"?><office:document-content {names}>{body}</office:document-content>'.encode())


def mail_in_mail(depth: int) -> bytes:
    """Give a mail that was sent on as an attachment, again and again."""
    head = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Fwd %d\r\nMIME-Version: 1.0\r\nContent-Type: "
    data = head % 0 + b"text/plain\r\n\r\nThe gate was open.\r\n"
    for number in range(1, depth + 1):
        data = head % number + b"message/rfc822\r\n\r\n" + data
    return data


TRICKS: dict[str, Make] = {
    "overlaps.zip": lambda: zip_of_overlaps(250, 4_000_000),
    "quine.zip": zip_of_itself,
    "one-for-all.zip": lambda: zip_of_one_for_all(60_000, 4_000_000),
    "sparse.tar": lambda: tar_of_nothing(10**13),
    "jbig2.pdf": lambda: pdf_of_jbig2(30_000, 3_000),
    "jpeg2000.pdf": lambda: pdf_of_jpeg2000(65_000, 100),
    "looping-font.pdf": pdf_of_looping_type1,
    "font-in-font.pdf": pdf_of_font_in_font,
    "huge-map.pdf": lambda: pdf_of_huge_map(5_000),
    "cyclic-trees.pdf": pdf_of_cyclic_trees,
    "squared-pages.pdf": lambda: pdf_of_squared_pages(100_000),
    "million-kids.pdf": lambda: pdf_of_squared_pages(1_000_000),
    "huge.png": lambda: png_of(60_000),
    "loop.tif": tiff_of_loop,
    "table.docx": lambda: word_of_table(1_000, 1_000),
    "tables-in-tables.docx": lambda: word_of_tables_in_tables(5_000),
    "spans.docx": word_of_spans,
    "repeats.odt": odt_of_repeats,
    "spans.html": lambda: b"<html><body><table>" + b"<tr><td colspan=999999999 rowspan=999999999>The gate was open.</td></tr>" * 1_000,
    "comments.xyz": lambda: b"<?xml version='1.0'?>" + b"<!---->" * 570 + b"<nothing>",
    "mail-in-mail.eml": functools.partial(mail_in_mail, 1_000),
}
"""Name and maker of each."""
