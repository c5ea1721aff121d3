# ruff: noqa: E501  markup reads best on its own lines
"""Typeset a story: by LaTeX, LibreOffice, Chromium or reportlab, or as a picture of a page."""

from __future__ import annotations

import html
import io
import itertools
import random
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas
from stories import Block, Story, split_marks

# ------------------------------------------------------------------ LaTeX

_TEX = str.maketrans({"%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$", "“": "``", "”": "''", "’": "'"})


def set_latex(story: Story, options: dict[str, Any]) -> bytes:
    """Typeset by pdfLaTeX.

    Options: `cls`, `opts` (of the class), `pre` (preamble), `columns` (multicols), `notes` (foot or end), `titlepage`, `quote`.
    """
    body = "\n\n".join(_to_tex(block, story, options) for block in _group_rows(story.blocks))
    if options.get("columns"):
        n = options["columns"]
        head, _, rest = body.partition("\\bodystart")
        body = f"{head}\\begin{{multicols}}{{{n}}}{rest}\\end{{multicols}}"
    else:
        body = body.replace("\\bodystart", "")
    if options.get("notes") == "end":
        items = "\n".join(f"\\item {_escape(story.notes[label])}" for label in story.notes)
        body += f"\n\n\\section*{{Notes}}\n\\begin{{enumerate}}\n{items}\n\\end{{enumerate}}"
    source = (
        f"\\documentclass[{options.get('opts', '10pt')}]{{{options.get('cls', 'article')}}}\n"
        "\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{multicol,fancyhdr,geometry,booktabs,pdflscape}\n"
        f"\\usepackage{{{options.get('font', 'mathptmx')}}}\\pdfcompresslevel=9 \\pdfobjcompresslevel=3\n"
        f"\\usepackage[english]{{babel}}\\geometry{{a4paper}}\n{options.get('pre', '')}\n\\begin{{document}}\n"
        f"{options.get('begin', '')}\n{body}\n{options.get('end', '')}\n\\end{{document}}\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.tex").write_text(source, encoding="utf-8")
        for _ in range(2):
            done = subprocess.run(
                ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "a.tex"],
                cwd=folder, capture_output=True, timeout=120, check=False,
            )  # fmt: skip
        out = Path(folder) / "a.pdf"
        if not out.exists():
            raise RuntimeError(done.stdout.decode("utf-8", "replace")[-2000:])
        return out.read_bytes()


def _escape(text: str) -> str:
    return text.translate(_TEX)


def _group_rows(blocks: Sequence[Block]) -> list[list[Block]]:
    return [
        list(group) for _, group in itertools.groupby(blocks, key=lambda b: b.kind if b.kind in {"row", "item"} else id(b))
    ]


def _to_tex(group: list[Block], story: Story, options: dict[str, Any]) -> str:
    block = group[0]
    if block.kind == "row":
        rows = [" & ".join(_escape(cell) for cell in row.text.split(" | ")) + r" \\" for row in group]
        spec = "l" + "r" * (group[0].text.count(" | "))
        body = rows[0] + "\\midrule\n" + "\n".join(rows[1:])
        return f"\\begin{{center}}\\begin{{tabular}}{{{spec}}}\\toprule\n{body}\\bottomrule\\end{{tabular}}\\end{{center}}"
    if block.kind == "item":
        return "\\begin{itemize}" + "\n".join(f"\\item {_escape(item.text)}" for item in group) + "\\end{itemize}"
    text = "".join(
        _escape(words) + (_tex_mark(label, story, options) if label else "") for words, label in split_marks(block.text)
    )
    if block.kind == "title":
        return f"\\title{{{text}}}\\date{{}}"
    if block.kind == "author":
        return f"\\author{{{text}}}\\maketitle\\bodystart"
    if block.kind == "heading":
        return f"\\{options.get('section', 'section*')}{{{text}}}"
    return text


def _tex_mark(label: str, story: Story, options: dict[str, Any]) -> str:
    if options.get("notes") == "end":
        return f"\\textsuperscript{{{label}}}"
    return f"\\footnote{{{_escape(story.notes[label])}}}"


# ------------------------------------------------------------------ HTML, by Chromium


def set_html(story: Story, options: dict[str, Any]) -> bytes:
    """Typeset by Chromium. Options: `css`, `aside` (words in a box beside the text), `heads` (its own page heads)."""
    parts = []
    for group in _group_rows(story.blocks):
        block = group[0]
        if block.kind == "row":
            rows = [
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row.text.split(" | ")) + "</tr>"
                for row in group
            ]
            parts.append(f"<table>{''.join(rows)}</table>")
            continue
        if block.kind == "item":
            parts.append("<ul>" + "".join(f"<li>{html.escape(item.text)}</li>" for item in group) + "</ul>")
            continue
        text = "".join(
            html.escape(words) + (f"<sup>{label}</sup>" if label else "") for words, label in split_marks(block.text)
        )
        tag = {"title": "h1", "heading": "h2", "author": "address"}.get(block.kind, "p")
        parts.append(f"<{tag}>{text}</{tag}>")
        if block.kind == "author":
            parts.append("<main>")
    if story.notes:
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in story.notes.values())
        parts.append(f"</main><h2>Notes</h2><ol>{notes}</ol>")
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{options.get('title', '')}</title>"
        f"<style>body{{font-family:serif}}{options.get('css', '')}</style><body>{''.join(parts)}</body></html>"
    )
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "a.html", Path(folder) / "a.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", source.as_uri(),
        ]  # fmt: skip
        if not options.get("heads"):
            command.insert(1, "--no-pdf-header-footer")
        subprocess.run(command, capture_output=True, timeout=120, check=True)
        return out.read_bytes()


# ------------------------------------------------------------------ LibreOffice

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def set_office(story: Story, options: dict[str, Any]) -> bytes:
    """Typeset by LibreOffice. Options: `columns`, `head`, `foot` (words; `#` is the page number), `font`, `endnotes`, `size`."""
    columns = options.get("columns", 1)
    text = "".join(_to_office(group, story, options) for group in _group_rows(story.blocks))
    if columns > 1:
        text = f'<text:section text:style-name="cols" text:name="s">{text}</text:section>'
    spaces = {
        "office": "office:1.0", "style": "style:1.0", "text": "text:1.0", "table": "table:1.0",
        "fo": "xsl-fo-compatible:1.0",
    }  # fmt: skip
    names = " ".join(f'xmlns:{prefix}="{_OFFICE}{uri}"' for prefix, uri in spaces.items())
    page = '<text:page-number text:select-page="current"/>'
    head, foot = (
        f"<style:{side}><text:p>{html.escape(options[key]).replace('#', page)}</text:p></style:{side}>"
        if options.get(key)
        else ""
        for side, key in (("header", "head"), ("footer", "foot"))
    )
    width, height = options.get("page", ("21cm", "29.7cm"))
    source = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>'
        f'<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="{options.get("after", "0.2cm")}" '
        f'fo:text-align="{options.get("align", "justify")}" fo:text-indent="{options.get("indent", "0cm")}" fo:hyphenation-ladder-count="no-limit"/>'
        f'<style:text-properties style:font-name="{options.get("font", "Liberation Serif")}" fo:font-family="{options.get("font", "Liberation Serif")}" '
        f'fo:font-size="{options.get("size", "11pt")}" fo:hyphenate="true" fo:hyphenation-remain-char-count="2" '
        'fo:hyphenation-push-char-count="2" fo:language="en" fo:country="GB"/></style:default-style>'
        '<style:style style:name="Title" style:family="paragraph"><style:text-properties fo:font-size="20pt" fo:font-weight="bold" fo:hyphenate="false"/></style:style>'
        '<style:style style:name="H" style:family="paragraph"><style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>'
        '<style:style style:name="Footnote" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0cm" fo:text-indent="0cm"/><style:text-properties fo:font-size="9pt"/></style:style>'
        '<style:style style:name="Endnote" style:family="paragraph"><style:text-properties fo:font-size="9pt"/></style:style>'
        "</office:styles><office:automatic-styles>"
        f'<style:style style:name="cols" style:family="section"><style:section-properties><style:columns fo:column-count="{columns}" fo:column-gap="0.7cm"/>'
        '</style:section-properties></style:style><style:page-layout style:name="pm"><style:page-layout-properties '
        f'fo:page-width="{width}" fo:page-height="{height}" fo:margin="2cm"/><style:header-style/><style:footer-style/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm">'
        f"{head}{foot}</style:master-page></office:master-styles><office:body><office:text>{text}</office:text></office:body></office:document>"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.fodt"
        path.write_text(source, encoding="utf-8")
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", folder, str(path)],
            capture_output=True, timeout=180, check=True,
        )  # fmt: skip
        return (Path(folder) / "a.pdf").read_bytes()


def _to_office(group: list[Block], story: Story, options: dict[str, Any]) -> str:
    block = group[0]
    if block.kind == "row":
        cells = [
            "<table:table-row>"
            + "".join(
                f"<table:table-cell><text:p>{html.escape(cell)}</text:p></table:table-cell>"
                for cell in row.text.split(" | ")
            )
            + "</table:table-row>"
            for row in group
        ]
        n_columns = block.text.count(" | ") + 1
        return f'<table:table><table:table-column table:number-columns-repeated="{n_columns}"/>{"".join(cells)}</table:table>'
    if block.kind == "item":
        items = "".join(f"<text:list-item><text:p>{html.escape(item.text)}</text:p></text:list-item>" for item in group)
        return f"<text:list>{items}</text:list>"
    text = "".join(
        html.escape(words) + (_office_mark(label, story, options) if label else "")
        for words, label in split_marks(block.text)
    )
    style = {"title": ' text:style-name="Title"', "heading": ' text:style-name="H"'}.get(block.kind, "")
    return f"<text:p{style}>{text}</text:p>"


def _office_mark(label: str, story: Story, options: dict[str, Any]) -> str:
    kind = "endnote" if options.get("endnotes") else "footnote"
    words = html.escape(story.notes[label])
    style = kind.capitalize()
    return (
        f'<text:note text:id="n{label}" text:note-class="{kind}"><text:note-citation>{label}</text:note-citation>'
        f'<text:note-body><text:p text:style-name="{style}">{words}</text:p></text:note-body></text:note>'
    )


# ------------------------------------------------------------------ reportlab


def set_drawn(story: Story, options: dict[str, Any]) -> bytes:
    """Draw line by line. Options: `columns` drawn row by row, `turn` (page rotation), `spin` (content), `shuffle`, `head`, `font`."""
    font, size = options.get("font", "Times-Roman"), options.get("size", 10)
    width, height = options.get("page", A4)
    out = io.BytesIO()
    pdf = canvas.Canvas(out, pagesize=(height, width) if (options.get("turn", 0) + options.get("spin", 0)) % 180 else (width, height))
    n_columns = options.get("columns", 1)
    gutter = options.get("gutter", 18)
    margin = 60
    measure = (width - 2 * margin - gutter * (n_columns - 1)) / n_columns
    lines = _break_lines(story, font, size, measure)
    lead = size * 1.25
    top = height - 80
    n_rows = int((top - 70) / lead)
    pages = [lines[i : i + n_rows * n_columns] for i in range(0, len(lines), n_rows * n_columns)]
    for number, page in enumerate(pages, start=1):
        n_here = n_rows if len(page) == n_rows * n_columns else -(-len(page) // n_columns)
        cells = [
            (margin + (i // n_here) * (measure + gutter), top - (i % n_here) * lead, words, face, points)
            for i, (words, face, points) in enumerate(page)
        ]
        if options.get("turn"):  # reportlab swaps the sides of a page that it turns
            pdf.setPageRotation(options["turn"])
        if options.get("spin"):
            pdf.rotate(options["spin"])
            pdf.translate(*{90: (0, -height), 180: (-width, -height), 270: (-width, 0)}[options["spin"]])
        if n_columns > 1:  # row by row
            cells.sort(key=lambda cell: (-cell[1], cell[0]))
        if options.get("shuffle"):  # the lower half of the page is stored first
            cells = [c for c in cells if c[1] < height / 2] + [c for c in cells if c[1] >= height / 2]
        if options.get("head"):
            pdf.setFont(font, 8)
            pdf.drawString(margin, height - 45, options["head"].replace("#", str(number)))
        for x, y, words, face, points in cells:
            pdf.setFont(face, points)
            pdf.drawString(x, y, words)
        if options.get("foot"):
            pdf.setFont(font, 8)
            pdf.drawCentredString(width / 2, 40, options["foot"].replace("#", str(number)))
        pdf.showPage()
    pdf.save()
    return out.getvalue()


def _break_lines(story: Story, font: str, size: float, measure: float) -> list[tuple[str, str, float]]:
    lines: list[tuple[str, str, float]] = []
    bold = {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold", "Courier": "Courier-Bold"}[font]
    for block in story.blocks:
        face, points = (bold, size + 4) if block.kind == "title" else (bold, size) if block.kind == "heading" else (font, size)
        here = ""
        for word in (("• " if block.kind == "item" else "") + block.bare).split():
            if here and stringWidth(f"{here} {word}", face, points) > measure:
                lines.append((here, face, points))
                here = word
            else:
                here = f"{here} {word}".strip()
        lines += [(here, face, points), ("", font, size)]
    return lines


# ------------------------------------------------------------------ scans


def scan(data: bytes, options: dict[str, Any]) -> bytes:
    """Make a PDF of pictures of pages: a little turned, grey and noisy. Options: `dpi`, `tilt` (degrees), `quality`."""
    pick = random.Random(options.get("seed", 7))
    document = pypdfium2.PdfDocument(data)
    out = io.BytesIO()
    pdf = canvas.Canvas(out)
    for page in document:
        width, height = page.get_size()
        picture = page.render(scale=options.get("dpi", 120) / 72, grayscale=True).to_pil()
        picture = picture.rotate(options.get("tilt", 0.5), fillcolor=255, resample=Image.Resampling.BICUBIC)
        specks = picture.load()
        for _ in range(400):
            x, y = pick.randrange(picture.width), pick.randrange(picture.height)
            specks[x, y] = pick.randrange(256)
        picture = picture.filter(ImageFilter.GaussianBlur(0.4))
        held = io.BytesIO()
        picture.save(held, "JPEG", quality=options.get("quality", 35))
        held.seek(0)
        pdf.setPageSize((width, height))
        pdf.drawImage(ImageReader(held), 0, 0, width, height)
        pdf.showPage()
    pdf.save()
    return out.getvalue()


def set_scan(story: Story, options: dict[str, Any]) -> bytes:
    """Draw a story and scan it."""
    return scan(set_drawn(story, {"page": A5, "size": 11, **options}), options)


ENGINES = {"latex": set_latex, "html": set_html, "office": set_office, "drawn": set_drawn, "scan": set_scan}


def shrink(text: str) -> str:
    """One space between words."""
    return re.sub(r"\s+", " ", text).strip()
