"""Makes the office files and books of `benchmarks/office`, and the truth about them.

Every document is made up of sentences from a small grammar, in a shape of its own, and written by several programs: pandoc,
LibreOffice (which rewrites what pandoc or python-docx made), python-docx, and by hand as Word and book publishers write.
Needs pandoc and LibreOffice; the benchmark itself does not.

    python benchmarks/office_files.py          # the open files
    python benchmarks/office_files.py --held   # those held out

A file's name tells its seed, and the seed its truth: `to_truth(compose(seed))`. What is written beside that (headers,
comments, hidden and deleted words) belongs to no flow.
"""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "office"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Item = tuple[str, Any]
"""Kind (title, heading, paragraph, list_item, block_quote, caption, table) and words; a table's are rows of cells.

In words, `{{...}}` is a note and `[...](...)` a link.
"""
_PLACES = (
    "Torrad",
    "Merow",
    "Osk",
    "Hallin",
    "Vessy",
    "Port Lune",
    "Gräfling",
    "Šumava Mill",
    "Кремень",
    "Île-aux-Sels",
)
_PEOPLE = (
    "Ines Okafor",
    "Bo Lind",
    "Mara Quist",
    "Józef Brandt",
    "the harbour master",
    "a clerk of the court",
    "two wardens",
)
_THINGS = (
    "the toll book",
    "a letter",
    "the deeds",
    "the minutes of the board",
    "a list of wages",
    "the survey of 1788",
)
_SAYS = ("said that", "wrote that", "denied that", "told the court that", "had it that", "insisted that")
_FACTS = (
    "the boats went out by night",
    "nobody had paid the millers since the autumn",
    "the price of salt rose by 12.5 % in a year",
    "the chest was sold with the house",
    "“no such order” had ever been given",
    "the bridge—the old one—would not bear a cart",
    "forty families had left before the flood",
    "the warden’s son kept the keys",
    "a re-count was never held",
)
_UNSEEN = "Draft of the archive, not for print"
_ENDS = (
    "and that was all",
    "though no one believed it",
    "as far as the papers tell",
    "for eleven years",
    "at the café on the quay",
)


def _sentence(rng: random.Random) -> str:
    who, thing = rng.choice(_PEOPLE), rng.choice(_THINGS)
    fact, end, place = rng.choice(_FACTS), rng.choice(_ENDS), rng.choice(_PLACES)
    form = rng.choice(
        (
            f"{who} {rng.choice(_SAYS)} {fact}, {end}.",
            f"In {place}, according to {thing}, {fact}.",
            f"{thing} of {place} has nothing on it.",
            f"Was it true that {fact}?",
            f"What {who} saw in {place} is told in {thing}: {fact}, {end}.",
        )
    )
    return form[0].upper() + form[1:]


def _paragraph(rng: random.Random, *, notes: float = 0.0, links: float = 0.0) -> str:
    out = []
    for _ in range(rng.randint(2, 5)):
        sentence = _sentence(rng)
        if rng.random() < links:
            words = sentence.split(" ")
            sentence = f"[{' '.join(words[:3])}](https://papers.example/{rng.randint(1, 999)}) {' '.join(words[3:])}"
        if rng.random() < notes:
            sentence += f"{{{{{rng.choice(_THINGS).capitalize()}, {rng.choice(_PLACES)}, p. {rng.randint(2, 400)}.}}}}"
        out.append(sentence)
    return " ".join(out)


def _table(rng: random.Random) -> list[list[str]]:
    head = ["", "1788", "1789", "1790"] if rng.random() < 0.5 else ["Place", "Boats", "Salt", "Remarks"]
    rows = [
        [rng.choice(_PLACES), str(rng.randint(1, 99)), rng.choice(["", "none", "7"]), str(rng.random())[:5]]
        for _ in range(3)
    ]
    return [head, *rows]


def compose(seed: int) -> list[Item]:
    """Make up a document: its shape depends on the seed, so that no two are alike."""
    rng = random.Random(seed)
    items: list[Item] = [
        ("title", f"The {rng.choice(('Papers', 'Mills', 'Wages', 'Boats'))} of {rng.choice(_PLACES)} {seed}")
    ]
    notes, links = rng.choice((0.0, 0.3, 0.6)), rng.choice((0.0, 0.2))
    for number in range(rng.randint(2, 4)):
        items.append(("heading", f"{rng.choice(('How', 'Why', 'When'))} {rng.choice(_FACTS[:2])} in {1788 + number}"))
        items += [("paragraph", _paragraph(rng, notes=notes, links=links)) for _ in range(rng.randint(1, 3))]
        if rng.random() < 0.5:
            items += [("list_item", _sentence(rng)) for _ in range(rng.randint(2, 4))]
            items.append(("paragraph", _paragraph(rng, notes=notes)))
        if rng.random() < 0.5:
            items.append(("block_quote", _paragraph(rng)))
            items.append(("paragraph", _paragraph(rng, notes=notes)))
        if rng.random() < 0.6:
            items.append(("table", _table(rng)))
            items.append(("paragraph", _paragraph(rng)))
    return items


# ------------------------------------------------------------------ the truth

_NOTE = re.compile(r"\{\{(.*?)\}\}")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def to_truth(items: Sequence[Item]) -> dict[str, Any]:
    """Blocks of the flow, notes with the words before their marks, links."""
    blocks, notes, links = [], [], []
    for kind, words in items:
        if kind == "table":
            blocks += [["table", re.sub(r"(?: \|)+$", "", re.sub(" +", " ", " | ".join(row)).strip())] for row in words]
            continue
        bare = _LINK.sub(r"\1", words)
        links += [list(found) for found in _LINK.findall(words)]
        notes += [[_NOTE.sub("", bare[: found.start()])[-20:], found[1]] for found in _NOTE.finditer(bare)]
        if kind != "title":
            blocks.append([kind, _NOTE.sub("", bare)])
    return {"title": items[0][1], "blocks": blocks, "notes": notes, "links": links}


# ------------------------------------------------------------------ writers


def to_markdown(items: Sequence[Item]) -> str:
    out, notes, last = [], [], ""

    def mark(found: re.Match[str]) -> str:
        notes.append(found[1])
        return f"[^{len(notes)}]"

    for kind, words in items:
        if kind != "list_item" and last == "list_item":
            out.append("")
        last = kind
        if kind == "title":
            out.append(f"---\ntitle: {words}\nlang: en\n---\n")
        elif kind == "table":
            rows = [f"| {' | '.join(cell or ' ' for cell in row)} |" for row in words]
            out.append("\n".join([rows[0], "|---" * len(words[0]) + "|", *rows[1:]]) + "\n")
        else:
            lead = {"heading": "# ", "list_item": "- ", "block_quote": "> "}.get(kind, "")
            out.append(lead + _NOTE.sub(mark, words) + ("" if kind == "list_item" else "\n"))
    out += [f"[^{n}]: {words}\n" for n, words in enumerate(notes, 1)]
    return "\n".join(out)


def pandoc(items: Sequence[Item], form: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "a.md", Path(folder) / "a.out"
        source.write_text(to_markdown(items))
        subprocess.run(["pandoc", str(source), "-s", "-t", form, "-o", str(target)], check=True, timeout=100)
        return target.read_bytes()


def libreoffice(data: bytes, source: str, form: str, name: str) -> bytes:
    """Let LibreOffice open a file and write it anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{source}"
        path.write_bytes(data)
        out = Path(folder) / "out"
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/home",
            "--headless",
            "--convert-to",
            f"{form}:{name}",
        ]
        subprocess.run([*command, "--outdir", str(out), str(path)], check=True, timeout=200, capture_output=True)
        return (out / f"a.{form}").read_bytes()


def python_docx(items: Sequence[Item]) -> bytes:
    """By python-docx; it has no notes, so that their parts are put in as Word writes them."""
    import docx  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415

    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document, notes = docx.Document(), []
    document.sections[0].header.paragraphs[0].text = document.sections[0].footer.paragraphs[0].text = _UNSEEN
    styles = {"list_item": "List Bullet", "block_quote": "Quote", "caption": "Caption"}
    for kind, words in items:
        if kind == "table":
            table = document.add_table(len(words), len(words[0]))
            for cells, row in zip(words, table.rows, strict=True):
                for words_in, cell in zip(cells, row.cells, strict=True):
                    cell.text = words_in
            continue
        paragraph = (
            document.add_heading("", {"title": 0}.get(kind, 1))
            if kind in {"title", "heading"}
            else document.add_paragraph()
        )
        if kind in styles:
            paragraph.style = styles[kind]
        for part in re.split(r"(\{\{.*?\}\})", _LINK.sub(r"\1", words)):
            if part.startswith("{{"):
                notes.append(part[2:-2])
                paragraph._p.append(parse_xml(f'<w:r {name}><w:footnoteReference w:id="{len(notes) + 1}"/></w:r>'))
            else:
                last = paragraph.add_run(part)
        if kind == "paragraph":
            paragraph.add_run(f" {_UNSEEN}").font.hidden = True
            gone = f'<w:del {name} w:id="{len(notes) + 900}" w:author="Bo Lind" w:date="2020-01-02T03:04:05Z"><w:r>'
            paragraph._p.append(
                parse_xml(f'{gone}<w:delText xml:space="preserve"> {_UNSEEN}</w:delText></w:r></w:del>')
            )
            document.add_comment(last, text=_UNSEEN, author="Bo Lind")
    out = io.BytesIO()
    document.save(out)
    rows = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p>'
        "</w:footnote>"
        for n, words in enumerate(notes, 2)
    )
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    return _rewrite(
        out.getvalue(),
        {
            "word/_rels/document.xml.rels": (
                "</Relationships>", f'<Relationship Id="n9" Type="{rel}" Target="footnotes.xml"/></Relationships>',
            ),
            "[Content_Types].xml": ("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{content}"/></Types>'),
        },
        {"word/footnotes.xml": f"<w:footnotes {name}>{rows}</w:footnotes>"},
    )  # fmt: skip


def _rewrite(data: bytes, changes: dict[str, tuple[str, str]], more: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            words = old.read(name)
            new.writestr(name, words.decode().replace(*changes[name]) if name in changes else words)
        for name, text in more.items():
            new.writestr(name, text)
    return out.getvalue()


def word_rtf(items: Sequence[Item]) -> bytes:
    """RTF by hand, as Word writes it."""
    out = [
        r"{\rtf1\adeflang1025\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fbidi \froman\fcharset0\fprq2 Times New Roman;}}"
        r"{\stylesheet{\ql \snext0 Normal;}{\s1\ql\outlinelevel0 heading 1;}{\s15\qc Title;}{\s16\ql Quote;}"
        r"{\s17\ql List Paragraph;}}"
    ]
    out.append(rf"{{\header \pard\plain {_UNSEEN}\par }}{{\footer \pard\plain {_UNSEEN}\par }}")
    beside = rf"{{\v  {_UNSEEN}}}{{\deleted  {_UNSEEN}}}{{\*\atnid BL}}{{\*\atnauthor Bo}}\chatn {{\*\annotation \pard {_UNSEEN}}}"
    styles = {"title": r"\s15", "heading": r"\s1\outlinelevel0", "block_quote": r"\s16", "list_item": r"\s17\ls1"}
    for kind, words in items:
        if kind == "table":
            for row in words:
                bounds = "".join(rf"\cellx{2000 * n}" for n in range(1, len(row) + 1))
                cells = "".join(rf"{_rtf(cell)}\cell " for cell in row)
                out.append(rf"\trowd {bounds}\pard\plain \intbl {{{cells}}}\pard\plain \intbl {{\trowd {bounds}\row}}")
            continue
        words = _LINK.sub(lambda found: "\x01" + found[2] + "\x02" + found[1] + "\x03", words)
        words = _rtf(_NOTE.sub(lambda found: "\x04" + found[1] + "\x05", words))
        for sign, code in {
            "\x01": r'{\field{\*\fldinst { HYPERLINK "',
            "\x02": r'" }}{\fldrslt {\ul ',
            "\x03": "}}}",
            "\x04": r"{\cs18\super \chftn {\footnote \pard\plain \s19 {\cs18\super \chftn } ",
            "\x05": "}}",
        }.items():
            words = words.replace(sign, code)
        label = r"{\listtext\pard\plain \'b7\tab}" if kind == "list_item" else ""
        out.append(
            rf"\pard\plain {styles.get(kind, '')}{label}{{\rtlch\fcs1 \af0 \ltrch\fcs0 {words}"
            rf"{beside if kind == 'paragraph' else ''}\par }}"
        )
    return ("\r\n".join(out) + "}").encode("ascii")


def german_word(items: Sequence[Item]) -> bytes:
    """DOCX by hand, as Word in German writes it: its own ids of styles, fields for links, a box drawn twice, content controls."""
    named = f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ids = {"title": "Titel", "heading": "berschrift1", "block_quote": "Zitat", "list_item": "Listenabsatz"}
    names = {"Titel": "Title", "berschrift1": "heading 1", "Zitat": "Quote", "Listenabsatz": "List Paragraph"}
    notes: list[str] = []
    turn = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'

    def say(words: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'

    def piece(part: str) -> str:
        if part.startswith("{{"):
            notes.append(part[2:-2])
            return f'<w:r><w:footnoteReference w:id="{len(notes) + 5}"/></w:r>'
        link = _LINK.fullmatch(part)
        if link:
            code = f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{link[2]}" </w:instrText></w:r>'
            return turn.format("begin") + code + turn.format("separate") + say(link[1]) + turn.format("end")
        return say(part[: len(part) // 2]) + say(part[len(part) // 2 :])

    body = []
    for kind, words in items:
        if kind == "table":
            rows = ["".join(f"<w:tc><w:tcPr/><w:p>{say(cell)}</w:p></w:tc>" for cell in row) for row in words]
            body.append(f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
            continue
        numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>' if kind == "list_item" else ""
        style = f'<w:pStyle w:val="{ids[kind]}"/>' if kind in ids else ""
        inner = "".join(piece(part) for part in re.split(r"(\{\{.*?\}\}|\[[^\]]*\]\([^)]*\))", words) if part)
        paragraph = f"<w:p><w:pPr>{style}{numbered}</w:pPr>{inner}</w:p>"
        body.append(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>" if kind == "block_quote" else paragraph
        )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    inner_notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>{say(f" {words}")}</w:p></w:footnote>'
        for n, words in enumerate(notes, 6)
    )
    rel = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{rel}"><Relationship Id="a" Type="{office}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {named}><w:body>{''.join(body)}</w:body></w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {named}>{styles}</w:styles>")
        archive.writestr("word/footnotes.xml", f"<w:footnotes {named}>{inner_notes}</w:footnotes>")
    return out.getvalue()


def _rtf(words: str) -> str:
    out = []
    for char in words:
        if char in "\\{}":
            out.append("\\" + char)
        elif ord(char) < 128:
            out.append(char)
        else:
            code = char.encode("cp1252", "replace").hex()
            out.append(rf"\u{ord(char) if ord(char) < 0x8000 else ord(char) - 0x10000}\'{code}")
    return "".join(out)


def publisher_epub(items: Sequence[Item]) -> bytes:
    """A book by hand, as publishers make them: a part for each chapter, notes in a part of their own, headings as paragraphs."""
    pages: list[list[str]] = [[]]
    notes: list[str] = []
    points = []
    for kind, words in items:
        if kind == "heading":
            pages.append([])
            points.append((len(pages) - 1, words))
        page = len(pages) - 1

        def mark(found: re.Match[str], page: int = page) -> str:
            notes.append(
                f'<p class="note"><a id="n{len(notes) + 1}" href="c{page}.xhtml#r{len(notes) + 1}">{len(notes) + 1}.</a> '
                f"{found[1]}</p>"
            )
            return f'<sup><a id="r{len(notes)}" href="notes.xhtml#n{len(notes)}">{len(notes)}</a></sup>'

        if kind == "table":
            rows = "".join(f"<tr>{''.join(f'<td><p>{escape(cell)}</p></td>' for cell in row)}</tr>" for row in words)
            pages[-1].append(f"<table>{rows}</table>")
            continue
        inner = _NOTE.sub(mark, _LINK.sub(r'<a href="\2">\1</a>', escape(words, quote=False)))
        form = {
            "title": "<p class='bt'>{}</p>", "heading": "<p class='ct'>{}</p>", "list_item": "<ul><li>{}</li></ul>",
            "block_quote": "<blockquote><p>{}</p></blockquote>",
        }.get(kind, "<p>{}</p>")  # fmt: skip
        pages[-1].append(form.format(inner))
    names = [*(f"c{n}" for n in range(len(pages))), *(["notes"] if notes else [])]
    bodies = ["".join(page) for page in pages] + (["<p class='ct'>Notes</p>" + "".join(notes)] if notes else [])
    manifest = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in names)
    toc = "".join(
        f'<navPoint><navLabel><text>{escape(words)}</text></navLabel><content src="c{n}.xhtml"/></navPoint>'
        for n, words in points
    )
    toc += '<navPoint><navLabel><text>Notes</text></navLabel><content src="notes.xhtml"/></navPoint>' if notes else ""
    head = '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            f"<dc:title>{escape(items[0][1])}</dc:title><dc:language>en</dc:language></metadata><manifest>{manifest}"
            '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest><spine toc="ncx">'
            f"{''.join(f'<itemref idref={chr(34)}{name}{chr(34)}/>' for name in names)}</spine></package>",
        )
        archive.writestr("toc.ncx", f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{toc}</navMap></ncx>')
        for name, body in zip(names, bodies, strict=True):
            archive.writestr(
                f"{name}.xhtml", f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
            )
    return out.getvalue()


WRITERS: dict[str, Callable[[list[Item]], bytes]] = {
    "pandoc.docx": lambda items: pandoc(items, "docx"),
    "python-docx.docx": python_docx,
    "libreoffice.docx": lambda items: libreoffice(python_docx(items), "docx", "docx", "MS Word 2007 XML"),
    "word.docx": german_word,
    "pandoc.odt": lambda items: pandoc(items, "odt"),
    "libreoffice.odt": lambda items: libreoffice(pandoc(items, "docx"), "docx", "odt", "writer8"),
    "pandoc.rtf": lambda items: pandoc(items, "rtf"),
    "libreoffice.rtf": lambda items: libreoffice(pandoc(items, "odt"), "odt", "rtf", "Rich Text Format"),
    "word.rtf": word_rtf,
    "pandoc.epub": lambda items: pandoc(items, "epub3"),
    "pandoc2.epub": lambda items: pandoc(items, "epub2"),
    "publisher.epub": publisher_epub,
}
_FEWER_OR_MORE = {  # files of each writer: fewer of those whose files are large, to keep the repository small
    **dict.fromkeys(("libreoffice.docx", "python-docx.docx", "libreoffice.rtf"), 1),
    **dict.fromkeys(("word.docx", "word.rtf", "publisher.epub"), 3),
}
_OPEN, _HELD = range(1, 4), range(71, 73)  # seeds; each writer writes some of them


def _plan(*, held: bool) -> Iterator[tuple[str, int]]:
    writers = list(WRITERS)
    if held:
        for n, writer in enumerate(
            ("libreoffice.docx", "word.docx", "libreoffice.odt", "word.rtf", "libreoffice.rtf", "publisher.epub")
        ):
            yield writer, _HELD[n % len(_HELD)]
        return
    for n, writer in enumerate(writers):
        for k in range(_FEWER_OR_MORE.get(writer, 2)):
            yield writer, _OPEN[(n + k) % len(_OPEN)] * 10 + n


def make(*, held: bool) -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    for writer, seed in _plan(held=held):
        path = FOLDER / f"{'held' if held else 'open'}-{seed}-{writer}"
        data = WRITERS[writer](compose(seed))
        path.write_bytes(data if writer.endswith(".rtf") else _slim(data))
    print(f"{sum(path.stat().st_size for path in FOLDER.iterdir()):,} bytes in all")


def _slim(data: bytes) -> bytes:
    """Leave out the picture of the first page and the theme, which hold no text, to keep the repository small."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for info in old.infolist():
            if not re.search(r"thumbnail|/theme|fontTable|stylesWithEffects|customXml", info.filename):
                new.writestr(info.filename, old.read(info), zipfile.ZIP_STORED if info.filename == "mimetype" else None)
    return out.getvalue()


if __name__ == "__main__":
    make(held="--held" in sys.argv[1:])
