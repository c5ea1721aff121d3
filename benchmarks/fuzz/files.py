"""Small valid files of every format, made of parts that can be damaged one by one before they are packed."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

from fuzz.pictures import draw_page, pack_png, pack_tiff

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("meta", "meta"))
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
WHOLE = "whole"
"""Name of the only part of a file that has none."""

LEAD = "The ferrymen of Quarn have not been paid since the autumn, their guild told the harbour court on Monday."
MORE = "“Nobody looked for the letter,” said Ilka Brandvold, a clerk of the court. It had lain in a drawer for two years.1"
LAST = "The court of Östra Vik will hear the guild in May, according to a notice on its door [2]."


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """A file: the name it goes by, its parts by name, and what packs them."""

    name: str
    parts: Mapping[str, bytes]
    pack: Callable[[Mapping[str, bytes]], bytes]

    def make(self) -> bytes:
        """Give its bytes, undamaged."""
        return self.pack(self.parts)


def pack_whole(parts: Mapping[str, bytes]) -> bytes:
    """Give the only part."""
    return parts[WHOLE]


def pack_zip(parts: Mapping[str, bytes]) -> bytes:
    """Give a ZIP archive; a part named mimetype is stored, as ODT and EPUB want it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (2021, 5, 3, 10, 0, 0))
            archive.writestr(info, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def pack_tar(parts: Mapping[str, bytes]) -> bytes:
    """Give a TAR archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def pack_gzip(parts: Mapping[str, bytes]) -> bytes:
    """Give the only part, packed."""
    return gzip.compress(parts[WHOLE], 6, mtime=0)


def pack_pdf(parts: Mapping[str, bytes]) -> bytes:
    """Give a PDF of numbered objects in order; those whose name ends in `*` are streams and are packed."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, (name, body) in enumerate(parts.items(), start=1):
        places.append(out.tell())
        if name.endswith("*"):
            packed = zlib.compress(body)
            body = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R/Info 8 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, at))
    return out.getvalue()


def _whole(name: str, data: bytes) -> Sample:
    return Sample(name, {WHOLE: data}, pack_whole)


def _text() -> Sample:
    lines = (
        "HARBOUR COURT TO HEAR THE GUILD", "By Ilka Brandvold and Tom Asare", "QUARN, 3 May 2021 —", "", LEAD, "", MORE, "",
        "- one boat", "- two boats", "", "> " + LAST, "", "Notes", "1 Register of the court, Quarn 2019, p. 4.", "2 Ibid., 7.", "",
        "© 2021 The Quarn Post. All rights reserved.",
    )
    return _whole("a.txt", "\n".join(lines).encode())


def _markdown() -> Sample:
    return _whole("a.md", (
        f"---\ntitle: The guild\ndate: 2021-05-03\n---\n# The guild\n\n*By Ilka Brandvold*\n\n{LEAD}[^1]\n\n> {MORE}\n\n"
        f"| boat | owed |\n|---|---|\n| Mara | 40 |\n\n1. [the notice](http://quarn.example/n)\n2. ![boat](b.png)\n\n```\ncode\n```\n\n{LAST}\n\n"
        "[^1]: Register of the court, 2019.\n"
    ).encode())  # fmt: skip


def make_page(body: str) -> bytes:
    """Give an article as a site shows it."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The guild | Quarn Post</title>'
        '<meta property="article:published_time" content="2021-05-03T10:00:00+02:00"><meta name="author" content="Ilka Brandvold">'
        '<link rel="canonical" href="http://quarn.example/a"><script type="application/ld+json">{"@type": "NewsArticle", "headline": '
        '"The guild", "datePublished": "2021-05-03", "author": [{"@type": "Person", "name": "Ilka Brandvold"}]}</script></head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/b">Boats</a></li></ul></nav><article><h1>The guild</h1>'
        f"{body}</article><footer>© 2021 Quarn Post</footer></body></html>"
    ).encode()


def _html() -> Sample:
    return _whole("a.html", make_page(
        f'<p class="byline">By Ilka Brandvold</p><p>{LEAD}<sup><a href="#n1" id="r1">1</a></sup></p><blockquote>{MORE}</blockquote>'
        f"<table><tr><th>boat<td>owed</tr><tr><td rowspan=2>Mara<td colspan=3>40</table><ul><li>one<li>two</ul><figure><img alt=x>"
        f'<figcaption>A boat</figcaption></figure><p>{LAST}</p><pre>a\n b</pre><ol><li id="n1">Register, 2019. <a href="#r1">back</a></ol>'
        '<!-- c --><svg><text>no</text></svg><textarea>no</textarea><div style="display:none">hidden</div>'
    ))  # fmt: skip


def _pdf() -> Sample:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 7 0 R/F2 9 0 R>>>>>>"

    def show(*lines: tuple[int, int, int, str]) -> bytes:
        told = (f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET" for size, x, y, words in lines)
        return "\n".join(told).encode("cp1252")

    one = show(
        (9, 60, 810, "Quarn Papers 4"), (18, 60, 770, "The guild"), (11, 60, 740, "The ferrymen of Quarn have not been paid since the"),
        (11, 60, 726, "autumn, their guild told the harbour court in a long and un-"), (11, 60, 712, "answered letter."), (7, 140, 716, "1"),
        (11, 320, 740, "A second column says that the clerk"), (11, 320, 726, "never looked."), (8, 60, 60, "1 Register, 2019."), (9, 300, 30, "1"),
    )  # fmt: skip
    two = show((9, 60, 810, "Quarn Papers 4"), (11, 60, 740, "The court will hear the guild in May."), (9, 300, 30, "2"))
    widths = b"/Widths[" + b"500 " * 95 + b"]/FirstChar 32/LastChar 126"
    return Sample("a.pdf", {
        "catalog": b"<</Type/Catalog/Pages 2 0 R/Lang(en)>>", "pages": b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        "page 1": page % 5, "page 2": page % 6, "words 1*": one, "words 2*": two + b"\nq 1 0 0 1 0 0 cm 10 10 m 90 90 l S Q",
        "font": b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "info": b"<</Title(The guild)/Author(Ilka Brandvold)/CreationDate(D:20210503100000+02'00')>>",
        "font 2": b"<</Type/Font/Subtype/TrueType/BaseFont/Own" + widths + b"/ToUnicode 10 0 R/Encoding/MacRomanEncoding>>",
        "map*": b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        b"1 beginbfrange <20> <7e> <0020> endbfrange endcmap end",
    }, pack_pdf)  # fmt: skip


def _word_part(root: str, inner: str) -> bytes:
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{W}" xmlns:r="{R}">{inner}</w:{root}>'.encode()


def _word() -> Sample:
    def say(words: str, properties: str = "", more: str = "") -> str:
        return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r>{more}</w:p>'

    body = (
        say("The guild", '<w:pStyle w:val="H1"/>') + say(LEAD, "", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + say("one", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + f"<w:tbl><w:tr><w:tc>{say('boat')}</w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr>{say('owed')}</w:tc></w:tr></w:tbl>"
        + f'<w:p><w:hyperlink r:id="r2"><w:r><w:t>the notice</w:t></w:r></w:hyperlink><w:ins w:author="Tom"><w:r><w:t>{LAST}</w:t></w:r></w:ins>'
        + '<w:del w:author="Tom"><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE'
        + '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:commentReference w:id="0"/><w:sym w:font="Symbol" w:char="F061"/>'
        + "</w:r></w:p>"
    )  # fmt: skip
    links = "".join(
        f'<Relationship Id="r{i}" Type="{R}/{kind}" Target="{target}" {more}/>'
        for i, (kind, target, more) in enumerate((
            ("styles", "styles.xml", ""), ("footnotes", "footnotes.xml", ""), ("hyperlink", "http://quarn.example/n", 'TargetMode="External"'),
            ("comments", "comments.xml", ""),
        ))
    )  # fmt: skip
    return Sample("a.docx", {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
        '</Relationships>'.encode(),
        "word/document.xml": _word_part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>'.encode(),
        "word/styles.xml": _word_part("styles", '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="N"/></w:style>'),
        "word/footnotes.xml": _word_part("footnotes", f'<w:footnote w:id="2">{say("Register, 2019.")}</w:footnote>'),
        "word/comments.xml": _word_part("comments", f'<w:comment w:id="0" w:author="Tom">{say("Is it so?")}</w:comment>'),
    }, pack_zip)  # fmt: skip


def _odt() -> Sample:
    note = (
        '<text:note text:note-class="footnote" text:id="f1"><text:note-citation>1</text:note-citation><text:note-body><text:p>Register, 2019.'
        "</text:p></text:note-body></text:note>"
    )
    body = (
        f'<text:h text:outline-level="1">The guild</text:h><text:p text:style-name="P1">{LEAD}{note}</text:p><text:list><text:list-item><text:p>one'
        f'</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>boat</text:p>'
        f'</table:table-cell></table:table-row></table:table><text:p>{MORE}<text:s text:c="3"/><text:tab/><text:a xmlns:xlink='
        f'"http://www.w3.org/1999/xlink" xlink:href="http://quarn.example/n">the notice</text:a><text:line-break/>{LAST}</text:p>'
    )
    start = f'<?xml version="1.0"?><office:document-content {_ODF}>'
    return Sample("a.odt", {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": f"{start}<office:body><office:text>{body}</office:text></office:body></office:document-content>".encode(),
        "meta.xml": f"<office:document-meta {_ODF} {_DC}><office:meta><dc:title>The guild</dc:title><dc:creator>Ilka Brandvold</dc:creator>"
        "<dc:date>2021-05-03T10:00:00</dc:date></office:meta></office:document-meta>".encode(),
        "styles.xml": f'<office:document-styles {_ODF}><office:styles><style:style style:name="P1" style:parent-style-name="P1"/></office:styles>'
        "</office:document-styles>".encode(),
    }, pack_zip)  # fmt: skip


def _rtf() -> Sample:
    return _whole("a.rtf", (
        br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial Cyr;}}{\colortbl;\red0\green0\blue0;}"
        br"{\stylesheet{\s1\outlinelevel0 heading 1;}}{\info{\title The guild}{\author Ilka Brandvold}{\creatim\yr2021\mo5\dy3}}"
        br"\pard\s1 The guild\par\pard The ferrymen of Quarn have not been paid since the autumn.{\super\chftn}{\footnote{\super\chftn} Register, 2019.}"
        br"\par \u8220\'93Nobody looked\uc2\u8221\'94\'94 said the clerk; \'d6stra Vik {\f1\'ea\'eb\'fe\'f7}.\line more\tab x\par"
        br'{\field{\*\fldinst HYPERLINK "http://quarn.example/n"}{\fldrslt the notice}}\trowd\cellx900\cellx1800 boat\cell owed\cell\row'
        br"{\*\bkmkstart a}{\pict\wmetafile8 0102}{\deleted gone}{\header Quarn Papers}\bullet one\par{\bin4 abcd}}"
    ))  # fmt: skip


def _epub() -> Sample:
    page = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>One</title></head><body>{}</body></html>'
    return Sample("a.epub", {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": b'<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        b'<rootfiles><rootfile full-path="o/b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "o/b.opf": f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata {_DC}><dc:title>The guild</dc:title><dc:creator>Ilka Brandvold'
        '</dc:creator><dc:date>2021-05-03</dc:date><dc:language>en</dc:language></metadata><manifest><item id="p" href="p.xhtml" media-type='
        '"application/xhtml+xml"/><item id="q" href="q.xhtml" media-type="application/xhtml+xml"/><item id="n" href="n.xhtml" properties="nav" '
        'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="p"/><itemref idref="q"/></spine></package>'.encode(),
        "o/p.xhtml": page.format(f'<h1 id="t">One</h1><p>{LEAD}<a epub:type="noteref" href="q.xhtml#n1">1</a></p><p>{MORE}</p>').encode(),
        "o/q.xhtml": page.format(f'<p>{LAST}</p><aside epub:type="footnote" id="n1"><p>Register, 2019.</p></aside>').encode(),
        "o/n.xhtml": page.format('<nav epub:type="toc"><ol><li><a href="p.xhtml#t">One</a></li></ol></nav>').encode(),
    }, pack_zip)  # fmt: skip


def make_mail(number: int = 1) -> bytes:
    """Give a mail with an answer, a page, and something attached."""
    attached = base64.encodebytes(LEAD.encode()).decode()
    return (
        f"From: =?utf-8?q?Ilka_Brandv=C3=B6ld?= <ilka{number}@quarn.example>\nTo: Tom Asare <tom@vik.example>, \"B, C\" <c@vik.example>\n"
        f"Subject: Re: the guild {number}\nDate: Mon, 03 May 2021 10:00:00 +0200\nMessage-ID: <{number}@quarn.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="=b1"\n\n--=b1\nContent-Type: multipart/alternative; boundary="b2"\n\n--b2\n'
        "Content-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\nTom,=20\nthe letter lay in a drawer.=\n So"
        " I heard.\n\nOn 2 May 2021, Tom Asare wrote:\n> Where is the letter?\n>> It is lost.\n\n-- \nIlka\n\n--b2\nContent-Type: text/html; charset="
        'iso-8859-1\n\n<html><body><p>Tom, the letter lay in a drawer.</p><blockquote type="cite">Where?</blockquote></body></html>\n--b2--\n'
        "--=b1\nContent-Type: text/plain; name*=utf-8''n%C3%B6te.txt\nContent-Disposition: attachment; filename=\"note.txt\"\n"
        f"Content-Transfer-Encoding: base64\n\n{attached}--=b1\nContent-Type: message/rfc822\n\nFrom: a@quarn.example\nSubject: in it\n\nThe boat is gone.\n"
        "--=b1--\n"
    ).encode()


def _mbox() -> Sample:
    lines = (b"From ilka@quarn.example Mon May  3 10:00:00 2021\n" + make_mail(i).replace(b"\nFrom ", b"\n>From ") + b"\n" for i in range(3))
    return _whole("a.mbox", b"".join(lines))


def _csv() -> Sample:
    rows = (f'{i},"{words}",https://quarn.example/{i},2021-05-0{i}\r\n' for i, words in enumerate((LEAD, MORE + '\n""x""', LAST), start=1))
    return _whole("a.csv", ("id,text,url,date\r\n" + "".join(rows)).encode())


def _jsonl() -> Sample:
    rows = (
        f'{{"id": {i}, "text": "{words} \\u00e9\\ud83d\\ude00\\n", "meta": {{"url": "https://quarn.example/{i}", "tags": [1, null, 2.5e3]}}}}\n'
        for i, words in enumerate((LEAD, MORE, LAST))
    )
    return _whole("a.jsonl", "".join(rows).encode())


def make_warc() -> bytes:
    """Give a web archive of two pages, one of them packed and in chunks."""
    page = make_page(f"<p>{LEAD}</p><p>{LAST}</p>")
    packed = gzip.compress(page, mtime=0)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    told = (
        ("warcinfo", "application/warc-fields", b"software: test\r\n"),
        ("response", "application/http; msgtype=response", b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page),
        ("response", "application/http; msgtype=response", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
         b"Transfer-Encoding: chunked\r\n\r\n" + chunked),
        ("resource", "text/plain", LEAD.encode()),
    )  # fmt: skip
    return b"".join(
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{i:032}>\r\nWARC-Date: 2021-05-03T10:00:00Z\r\nWARC-Target-URI: "
        f"http://quarn.example/{i}\r\nContent-Type: {media}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data + b"\r\n\r\n"
        for i, (kind, media, data) in enumerate(told)
    )


def _texts() -> dict[str, bytes]:
    return {"a/one.txt": LEAD.encode(), "a/two.html": make_page(f"<p>{MORE}</p>"), "a/meta.csv": b"file,title\none.txt,The guild\n"}


def _zip() -> Sample:
    return Sample("a.zip", {**_texts(), "in.zip": pack_zip({"three.md": b"# Three\n\n" + LAST.encode()})}, pack_zip)


def _tar_gz() -> Sample:
    return Sample("a.tar.gz", {WHOLE: pack_tar(_texts())}, pack_gzip)


def _picture(name: str, pack: Callable[[Mapping[str, bytes]], bytes]) -> Sample:
    size, points = draw_page(_pdf().make())
    return Sample(name, {"size": size, "points": points}, pack)


SAMPLES: dict[str, Sample] = {
    "txt": _text(), "md": _markdown(), "html": _html(), "pdf": _pdf(), "docx": _word(), "odt": _odt(), "rtf": _rtf(), "epub": _epub(),
    "eml": _whole("a.eml", make_mail()), "mbox": _mbox(), "csv": _csv(), "jsonl": _jsonl(), "warc": _whole("a.warc", make_warc()),
    "warc.gz": Sample("a.warc.gz", {WHOLE: make_warc()}, pack_gzip), "zip": _zip(), "tar": Sample("a.tar", _texts(), pack_tar),
    "tar.gz": _tar_gz(), "png": _picture("a.png", pack_png), "tif": _picture("a.tif", pack_tiff),
}  # fmt: skip
"""By format."""


def find_endings() -> list[str]:
    """Give the endings of all their names, and none."""
    return [*sorted({sample.name[sample.name.index(".") :] for sample in SAMPLES.values()}), ""]
