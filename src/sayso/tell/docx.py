"""The brief as DOCX: Word's own headings, tables and footnotes, bookmarks and links between them.

python-docx gives the package, its styles and properties; the body is written as WordprocessingML, since python-docx knows no
footnotes and takes minutes for tables of a thousand rows. Whatever comes from a document is text, never a field or a link.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from importlib.util import find_spec
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sayso.errors import ExtraMissing
from sayso.tell.model import (
    Block,
    Brief,
    Figure,
    Passage,
    Remark,
    Run,
    Section,
    Statement,
    Table,
    Telling,
    Words,
    cut_note,
    find_anchors,
    is_turned,
    number_of,
)
from sayso.tell.pdf import Paper, find_size, fit_widths, to_png
from sayso.tell.verdicts import STANDING

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
EMU = 12700  # English metric units in a point
COLUMN = 9026  # twentieths of a point: A4 within margins of an inch
_TURNED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+(?:[\\s\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]*"
                     "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff])?")
LONG_ROW = 1200  # characters of a row that may be parted over two pages; a shorter one stays whole
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="C9C3B8"'
_BORDERS = (
    f'<w:tblBorders><w:top {_LINE}/><w:left w:val="nil"/><w:bottom {_LINE}/><w:right w:val="nil"/><w:insideH {_LINE}/>'
    '<w:insideV w:val="nil"/></w:tblBorders>'
)
_LINK = '<w:color w:val="3D2F7A"/>'
_EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # the first moment that a zip can hold


def to_docx(brief: Brief, *, paper: Paper = "a4") -> bytes:
    """Give a brief as DOCX.

    Pictures are there as PNG where Typst (the extra `pdf`) is installed, and in words where it isn't.

    Returns:
        The same bytes for the same brief and the same fonts.
    Raises:
        ExtraMissing: python-docx isn't installed.
    """
    if find_spec("docx") is None:
        raise ExtraMissing("DOCX is made with python-docx, which isn't installed", got=["docx"], fix="pip install python-docx")
    from docx import Document  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415

    document = Document()
    _set_styles(document)
    _set_page(document, paper)
    made_at = _set_properties(document, brief)
    writer = _Writer(brief, document)
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    for child in list(parse_xml(f"<w:body {_SPACES}>{''.join(writer.write())}</w:body>")):
        body.insert(len(body) - 1, child)
    _add_footnotes(document, writer.write_notes())
    out = io.BytesIO()
    document.save(out)
    return _set_times(out.getvalue(), made_at)


class _Writer:
    """Writes blocks as WordprocessingML, one brief with each."""

    def __init__(self, brief: Brief, document: Any) -> None:
        self.brief, self.document = brief, document
        # Word's names of bookmarks are 40 letters at the most.
        anchors = [*find_anchors(brief.sections), *(f"note-{passage.number}" for passage in brief.passages)]
        self.bookmarks = {anchor: f"b{n}" for n, anchor in enumerate(anchors, 1)}
        self._noted: set[int] = set()
        self._marked: set[str] = set()
        self._n_figures = 0

    def write(self) -> list[str]:
        """The body, in pieces."""
        brief = self.brief
        masked = " · names are masked" if brief.is_masked else ""
        out = [
            _paragraph(_run(Run(brief.question)), style="Title", is_turned=is_turned(brief.question[:1])),
            _paragraph(_run(Run(f"{brief.made_at} · sayso {brief.version}{masked}", look="italic"))),
        ]
        # Run on, and no list, so that the bottom line begins on the first page.
        links = [self._link(section.anchor, _run(Run(section.title), is_link=True)) for section in brief.sections]
        out.append(_paragraph(_run(Run(" · ")).join(links)))
        for section in brief.sections:
            out += self._write_block(section)
        return out

    def write_notes(self) -> str:
        """The part that holds the footnotes."""
        notes = [
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
            for number, kind, mark in ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
        ]
        notes += [self._write_note(passage) for passage in self.brief.passages if passage.number in self._noted]
        return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {_SPACES}>{"".join(notes)}</w:footnotes>'

    def _write_note(self, passage: Passage) -> str:
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        masked = " (names masked)" if passage.is_masked else ""
        words = "".join(
            _run(Run(f"[{text}]" if look == "cut" else text, look="bold" if look == "own" else "plain"))
            for text, look in cut_note(passage)
        )
        where = self._link(f"document-{passage.document_id}", _run(Run(passage.document)))
        told = f"{mark}{_run(Run(' '))}{where}{_run(Run(f', {passage.imprint}, {passage.place}{masked}: '))}{words}"
        return f'<w:footnote w:id="{passage.number}">{_paragraph(told, style="FootnoteText")}</w:footnote>'

    def _write_block(self, block: Block) -> list[str]:
        if isinstance(block, Section):
            head = _paragraph(self._mark(block.anchor) + _run(Run(block.title)), style=f"Heading{block.level}")
            return [head, *(piece for inner in block.blocks for piece in self._write_block(inner))]
        if isinstance(block, Statement):
            words = self._mark(block.anchor) + self._write_words(block.words) + self._refer(block.passages)
            return [_paragraph(words, style="ListBullet" if block.level else "")]
        if isinstance(block, Remark):
            return [_paragraph(self._write_words(block.words), style="Remark")]
        if isinstance(block, Table):
            return self._write_table(block)
        return self._write_figure(block) if isinstance(block, Figure) else [self._write_telling(block)]

    def _write_telling(self, block: Telling) -> str:
        masked = ", names masked" if block.passage.is_masked else ""
        place = _run(Run(f" {block.stance}, {block.passage.place}{masked}", look="italic"))
        said = _run(Run(": ")) + _run(Run(block.passage.words, look="quote"))
        return _paragraph(self._mark(block.anchor) + self._write_words(block.chain) + said + place, style="ListBullet")

    def _write_table(self, table: Table) -> list[str]:
        widths = [round(COLUMN * width) for width in fit_widths(table)]
        head = "".join(
            _cell(_paragraph(_run(Run(word, look="bold")), style="Cell"), width)
            for word, width in zip(table.head, widths, strict=True)
        )
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
        for row in table.rows:
            cells = [self._write_words(cell) for cell in row.cells]
            cells[0] = self._mark(row.anchor) + cells[0] + self._refer(row.passages)
            told = "".join(_cell(_paragraph(cell, style="Cell"), width) for cell, width in zip(cells, widths, strict=True))
            n_letters = sum(len(run.text) for cell in row.cells for run in cell)
            rows.append(f"<w:tr>{'<w:trPr><w:cantSplit/></w:trPr>' if n_letters < LONG_ROW else ''}{told}</w:tr>")
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return [
            _paragraph(_run(Run(table.caption)), style="Caption"),
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{COLUMN}" w:type="dxa"/>{_BORDERS}'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>',
            "<w:p/>",  # two tables in a row would be one
        ]

    def _write_figure(self, figure: Figure) -> list[str]:
        caption = _paragraph(_run(Run(figure.caption)), style="Caption")
        png = to_png(figure)
        if png is None:
            return [caption, _paragraph(_run(Run(figure.alt)), style="Remark")]
        self._n_figures += 1
        relation, _ = self.document.part.get_or_add_image(io.BytesIO(png))
        width, height = (round(points * EMU) for points in find_size(figure))
        named = f'id="{self._n_figures}" name="Picture {self._n_figures}"'
        size = f'cx="{width}" cy="{height}"'
        return [caption, _paragraph(
            f'<w:r><w:drawing><wp:inline><wp:extent {size}/><wp:docPr {named} descr={quoteattr(figure.alt)}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
            f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
            "</w:drawing></w:r>"
        )]

    def _write_words(self, words: Words) -> str:
        return "".join(
            self._link(run.link, _run(run, is_link=run.link in self.bookmarks)) if run.link else _run(run) for run in words
        )

    def _refer(self, passages: tuple[Passage, ...]) -> str:
        """A footnote where a passage is named first; further on a link to it, under the same number."""
        out = []
        for number in number_of(passages):
            if number in self._noted:
                told = self._link(f"note-{number}", _number(f"<w:t>{number}</w:t>"))
            else:
                self._noted.add(number)
                told = self._mark(f"note-{number}") + _number(f'<w:footnoteReference w:id="{number}"/>')
            out.append(told)
        return _number("<w:t>,</w:t>").join(out)

    def _mark(self, anchor: str) -> str:
        name = self.bookmarks.get(anchor) if anchor not in self._marked else None  # two bookmarks of one name are an error in Word
        self._marked.add(anchor)
        return f'<w:bookmarkStart w:id="{name[1:]}" w:name="{name}"/><w:bookmarkEnd w:id="{name[1:]}"/>' if name else ""

    def _link(self, anchor: str, content: str) -> str:
        name = self.bookmarks.get(anchor)
        return f'<w:hyperlink w:anchor="{name}" w:history="1">{content}</w:hyperlink>' if name else content


def _paragraph(content: str, *, style: str = "", is_turned: bool = False) -> str:
    told = f'<w:pStyle w:val="{style}"/>' if style else ""
    told += "<w:bidi/>" if is_turned else ""
    return f"<w:p>{f'<w:pPr>{told}</w:pPr>' if told else ''}{content}</w:p>"


def _cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _run(run: Run, *, is_link: bool = False) -> str:
    """A run, in pieces of one direction each: Word takes the direction from the run and not from its letters alone."""
    look = {"bold": "<w:b/><w:bCs/>", "italic": "<w:i/><w:iCs/>", "code": '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'}
    look_xml = look.get(run.look, "") + (_LINK if is_link else "")
    text = f"“{run.text}”" if run.look == "quote" else run.text
    out, at = [], 0
    for found in _TURNED.finditer(text):
        out += [_piece(text[at : found.start()], look_xml), _piece(found.group(), f"{look_xml}<w:rtl/>")]
        at = found.end()
    return "".join([*out, _piece(text[at:], look_xml)])


def _piece(text: str, look: str) -> str:
    told = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{told}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _number(content: str) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{content}</w:r>'


# ---------------------------------------------------------------- the package


def _set_styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Georgia", Pt(10)
    for name, size in (("Title", 22), ("Heading 1", 17), ("Heading 2", 12), ("Heading 3", 10.5)):
        styles[name].font.size, styles[name].font.name = Pt(size), "Georgia"
        _drop_theme(styles[name])
        styles[name].font.color.rgb = RGBColor(0x1B, 0x1A, 0x18)
    for border in list(styles["Title"].element.iter(f"{{{_W}}}pBdr")):
        border.getparent().remove(border)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].font.bold = False
    styles["List Bullet"].paragraph_format.space_after = Pt(3)
    styles["Caption"].font.color.rgb = RGBColor(0x6B, 0x66, 0x5E)
    for name, size in (("footnote text", 8.5), ("Remark", 10), ("Cell", 8.5)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = styles["Normal"], Pt(size)
        style.paragraph_format.space_after = Pt(6 if name == "Remark" else 2)
    styles["Remark"].font.color.rgb = RGBColor(0x6B, 0x66, 0x5E)
    styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    for name, id_ in (("footnote text", "FootnoteText"), ("footnote reference", "FootnoteReference")):
        styles[name].element.set(f"{{{_W}}}styleId", id_)


def _drop_theme(style: Any) -> None:
    """Take the theme's fonts out of a style: Word prefers them to the one that the style names."""
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]


def _set_page(document: Any, paper: Paper) -> None:
    """The size of the paper, and the page's number at its foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    width, height = {"a4": (210, 297), "letter": (215.9, 279.4)}[paper]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin = section.bottom_margin = Mm(25.4)
    section.left_margin = section.right_margin = Mm(width / 2 - COLUMN * 25.4 / 1440 / 2)  # tables have one width on either
    section.footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer = section.footer.paragraphs[0]._p
    page, of = (f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' for words in ("page ", " of "))
    fields = f'{page}<w:fldSimple w:instr="PAGE"/>{of}<w:fldSimple w:instr="NUMPAGES"/>'
    for child in list(parse_xml(f"<w:p {_SPACES}>{fields}</w:p>")):
        footer.append(child)


def _set_properties(document: Any, brief: Brief) -> datetime.datetime:
    """Title, author and time; gives the time."""
    properties = document.core_properties
    try:
        made_at = datetime.datetime.fromisoformat(brief.made_at_iso)
    except ValueError:
        made_at = _EARLIEST
    made_at = max(made_at if made_at.tzinfo else made_at.replace(tzinfo=datetime.UTC), _EARLIEST).astimezone(datetime.UTC)
    properties.title, properties.author, properties.last_modified_by = brief.question[:255], "sayso", "sayso"
    properties.comments, properties.subject = STANDING, "Who says so, on whose word"
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    properties.revision, properties.language = 1, "en"
    return made_at


def _add_footnotes(document: Any, xml: str) -> None:
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, xml.encode("utf8"), document.part.package)
    document.part.relate_to(part, _FOOTNOTES)


def _set_times(package: bytes, made_at: datetime.datetime) -> bytes:
    """The package with one time for all its files: else it would be another with every second."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, made_at.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
