"""Files made to do harm, each by a few lines: what a reader of untrusted documents meets sooner or later."""

from __future__ import annotations

import base64
import gzip
import io
import random
import tarfile
import zipfile
import zlib
from collections.abc import Callable

Make = Callable[[], bytes]
SECRET = "root:x:0:0"
"""What a file of the machine's own holds, /etc/passwd; it must not turn up in any document."""
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
DOCTYPE = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY file SYSTEM "file:///etc/passwd">]>'


def zip_of(*members: tuple[str, bytes]) -> bytes:
    """Give a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def nest_zip(depth: int, width: int) -> bytes:
    """Give archives in archives: `width` ** `depth` files of a megabyte."""
    data = zip_of(("a.txt", b"0" * 1_000_000))
    for _ in range(depth):
        data = zip_of(*((f"{i}.zip", data) for i in range(width)))
    return data


def tar_of(*infos: tuple[str, bytes, str]) -> bytes:
    """Give a TAR archive of names, contents and links (to nowhere when empty)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data, link in infos:
            info = tarfile.TarInfo(name)
            info.size = 0 if link else len(data)
            if link:
                info.type, info.linkname = tarfile.SYMTYPE, link
            archive.addfile(info, None if link else io.BytesIO(data))
    return out.getvalue()


def pdf_of(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Give a PDF of numbered objects, the first one its catalog."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, at))
    return out.getvalue()


def stream(data: bytes, more: bytes = b"") -> bytes:
    """Give a PDF stream object's body."""
    return b"<</Length %d %s>>stream\n%s\nendstream" % (len(data), more, data)


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG, ONE_PAGE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def pdf_of_nested_streams(n_bytes: int, depth: int) -> bytes:
    """Give a PDF whose page unpacks, through filters upon filters, to `n_bytes`."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"0" * 1_000_000) for _ in range(n_bytes // 1_000_000)) + packer.flush()
    for _ in range(depth - 1):
        data = zlib.compress(data, 9)
    return pdf_of(CATALOG, ONE_PAGE, PAGE, stream(data, b"/Filter[" + b"/FlateDecode" * depth + b"]"), FONT)


def pdf_of_pages(n_pages: int) -> bytes:
    """Give a PDF that shows one page so many times."""
    kids = b"3 0 R " * n_pages
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, n_pages)
    return pdf_of(CATALOG, tree, PAGE, stream(b"BT /F1 12 Tf 72 700 Td (One page, many times.) Tj ET"), FONT)


def pdf_of_forms(depth: int) -> bytes:
    """Give a PDF whose page draws a form twice, that draws a form twice, and so on: 2 ** `depth` drawings."""
    forms = [
        stream(
            b"/X Do /X Do" if i < depth else b"BT /F1 9 Tf (ha) Tj ET",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>/XObject<</X %d 0 R>>>>" % (6 + i + 1),
        )
        for i in range(depth + 1)
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 6 0 R>>>>>>"
    return pdf_of(CATALOG, ONE_PAGE, page, stream(b"/X Do"), FONT, *forms)


def pdf_of_huge_picture(side: int) -> bytes:
    """Give a PDF of one page that is a picture of `side` by `side` points, nothing packed into next to nothing."""
    row = zlib.compress(b"\0" * (side // 8 + 1) * 2_000, 9)
    picture = stream(
        row, b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode" % (side, side)
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</XObject<</I 6 0 R>>>>>>" % (side, side)
    return pdf_of(CATALOG, ONE_PAGE, page, stream(b"%d 0 0 %d 0 0 cm /I Do" % (side, side)), FONT, picture)


def word_of(document: str, *more: tuple[str, bytes]) -> bytes:
    """Give a DOCX with a document part of one's own."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    return zip_of(
        ("[Content_Types].xml", types.encode()), ("_rels/.rels", rels.encode()), ("word/document.xml", document.encode()), *more
    )


WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_of_text(text: str, *, doctype: str = "") -> bytes:
    """Give a DOCX of one paragraph."""
    return word_of(f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{WORDS}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>')


def odt_of(content: bytes) -> bytes:
    """Give an ODT with content of one's own."""
    return zip_of(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content))


def epub_of(page: bytes, *, spine: int = 1) -> bytes:
    """Give an EPUB that shows one page `spine` times."""
    container = (
        b'<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        b'<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        b'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
        b'<item id="p" href="p.xhtml" media-type="application/xhtml+xml"/></manifest><spine>' + b'<itemref idref="p"/>' * spine + b"</spine></package>"
    )
    return zip_of(("mimetype", b"application/epub+zip"), ("META-INF/container.xml", container), ("b.opf", package), ("p.xhtml", page))


def mail_of(body: bytes, kind: str = "text/plain", more: bytes = b"") -> bytes:
    """Give a mail."""
    head = b"From: Ada <a@example.org>\r\nTo: b@example.org\r\nSubject: gates\r\nDate: Mon, 3 May 2021 10:00:00 +0000\r\n"
    return head + b"MIME-Version: 1.0\r\n" + more + b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body


def nest_mail(depth: int) -> bytes:
    """Give parts in parts in parts."""
    data = b"Content-Type: text/plain\r\n\r\nThe gate was open.\r\n"
    for i in range(depth):
        data = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n%s\r\n--b%d--\r\n' % (i, i, data, i)
    return b"From: a@example.org\r\nTo: b@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n" + data


def many_parts(n_parts: int) -> bytes:
    """Give a mail of so many attachments."""
    part = b'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="%d.txt"\r\n\r\nThe gate was open.\r\n'
    return mail_of(b"".join(part % i for i in range(n_parts)) + b"--b--\r\n", 'multipart/mixed; boundary="b"')


def noise(n_bytes: int, seed: int = 1) -> bytes:
    """Give bytes at random, the same ones every time."""
    return random.Random(seed).randbytes(n_bytes)


def warc_of(*bodies: bytes) -> bytes:
    """Give a WARC of HTTP responses."""
    out = b""
    for i, body in enumerate(bodies):
        told = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
        out += (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%032d>\r\nWARC-Date: 2021-05-03T10:00:00Z\r\n"
            b"WARC-Target-URI: http://example.org/%d\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
        ) % (i, i, len(told), told)
    return out


FILES: dict[str, Make] = {
    # archives
    "flat-bomb.zip": lambda: zip_of(("a.txt", b"0" * 200_000_000)),
    "nested-bomb.zip": lambda: nest_zip(6, 4),
    "many-members.zip": lambda: zip_of(*((f"{i}.xyz", b"") for i in range(60_000))),
    "traversal.zip": lambda: zip_of(("../../../../tmp/sayso-planted.txt", b"The gate was open."), ("/tmp/sayso-planted.txt", b"x")),
    "traversal.tar": lambda: tar_of(("../../../tmp/sayso-planted.txt", b"The gate was open.", ""), ("/tmp/sayso-planted.txt", b"x", "")),
    "links.tar": lambda: tar_of(("passwd.txt", b"", "/etc/passwd"), ("in/passwd.txt", b"", "../../../../etc/passwd")),
    "bomb.tar.gz": lambda: gzip.compress(tar_of(("a.txt", b"0" * 200_000_000, "")), 9),
    "bomb.warc": lambda: warc_of(gzip.compress(b"<html><body>" + b"0" * 200_000_000, 9)),
    "cut.zip": lambda: zip_of(("a.txt", noise(50_000)))[:20_000],
    # PDF
    "nested-streams.pdf": lambda: pdf_of_nested_streams(3_000_000_000, 3),
    "million-pages.pdf": lambda: pdf_of_pages(1_000_000),
    "forms-in-forms.pdf": lambda: pdf_of_forms(40),
    "huge-picture.pdf": lambda: pdf_of_huge_picture(30_000),
    "page-loop.pdf": lambda: pdf_of(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "noise.pdf": lambda: b"%PDF-1.7\n" + noise(200_000),
    # markup
    "deep.html": lambda: b"<html><body>" + b"<div>" * 100_000 + b"The gate was open." + b"</div>" * 100_000,
    "deep-tables.html": lambda: b"<html><body>" + b"<table><tr><td>" * 30_000 + b"The gate was open.",
    "wide.html": lambda: b"<html><body>" + b"<p>a</p>" * 1_000_000,
    "attribute.html": lambda: b'<html><body><p title="' + b"a" * 20_000_000 + b'">The gate was open.</p>',
    "unclosed.html": lambda: b"<html><body>" + b"<b><i><a href=x>" * 60_000 + b"The gate was open.",
    "laughs.xhtml": lambda: f'<?xml version="1.0"?>{DOCTYPE}<html><body><p>&l9; &file;</p></body></html>'.encode(),
    "laughs.docx": lambda: word_of_text("&l9;", doctype=DOCTYPE),
    "outside.docx": lambda: word_of_text("The gate was open. &file;", doctype=DOCTYPE),
    "bomb.docx": lambda: word_of_text("ha" * 150_000_000),
    "laughs.odt": lambda: odt_of(f'<?xml version="1.0"?>{DOCTYPE}<x>&l9;&file;</x>'.encode()),
    "deep.odt": lambda: odt_of(b'<?xml version="1.0"?>' + b"<a>" * 200_000 + b"</a>" * 200_000),
    "laughs.epub": lambda: epub_of(f'<?xml version="1.0"?>{DOCTYPE}<html><body><p>&l9; &file;</p></body></html>'.encode()),
    "one-page-often.epub": lambda: epub_of(b"<html><body><p>" + b"The gate was open. " * 50_000 + b"</p></body></html>", spine=5_000),
    "deep.rtf": lambda: b"{\\rtf1 " + b"{" * 200_000 + b"The gate was open." + b"}" * 200_000 + b"}",
    "bin.rtf": lambda: b"{\\rtf1 The gate was open. \\bin999999999 " + noise(1000) + b"}",
    # mail and tables
    "deep.eml": lambda: nest_mail(3_000),
    "parts.eml": lambda: many_parts(20_000),
    "header.eml": lambda: mail_of(b"The gate was open.", more=b"X-Long: " + b"a " * 5_000_000 + b"\r\n"),
    "encoded-words.eml": lambda: mail_of(b"The gate was open.", more=b"Subject: " + b"=?utf-8?q?a?= " * 200_000 + b"\r\n"),
    "mail.mbox": lambda: b"From a@example.org Mon May  3 10:00:00 2021\n" * 200_000,
    "attachment-bomb.eml": lambda: mail_of(
        b"--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="a.zip"\r\n\r\n' + base64.encodebytes(zip_of(("a.txt", b"0" * 200_000_000))) + b"--b--\r\n",
        'multipart/mixed; boundary="b"',
    ),
    "field.csv": lambda: b'id,text\n1,"' + b"a" * 40_000_000,
    "columns.csv": lambda: b",".join(b"text" for _ in range(300_000)) + b"\n" + b",".join(b"The gate was open" for _ in range(300_000)),
    "deep.jsonl": lambda: b'{"text": ' + b"[" * 500_000 + b"]" * 500_000 + b"}\n",
    "number.jsonl": lambda: b'{"text": "The gate was open.", "id": ' + b"9" * 5_000_000 + b"}\n",
    # text
    "nulls.txt": lambda: b"The gate\0was open.\0" * 1000,
    "mixed.txt": lambda: "The gate was “open”. ".encode() * 50 + "caf\xe9 ".encode("cp1252") * 50 + "ключ ".encode("koi8-r") * 50,
    "lying.html": lambda: b'<html><head><meta charset="utf-16"></head><body><p>' + "Ключ лежал под воротами. ".encode("cp1251") * 30,
    "bidi.txt": lambda: "The gate was \u202enepo\u202c, said \u2066Ilse\u2069 Brandt.\n".encode() * 30,
    "one-line.txt": lambda: b"a" * 4_900_000,
    "spaces.txt": lambda: b"The gate" + b" " * 4_000_000 + b"was open.",
    "quotes.txt": lambda: "“‘".encode() * 600_000,
    "marks.txt": lambda: b"> " * 1_000_000 + b"The gate was open.",
    "numbers.txt": lambda: b"".join(b"%d. " % i for i in range(300_000)),
    "brackets.md": lambda: b"[" * 200_000 + b"](x)" * 200_000,
}
"""Name and maker of each."""
