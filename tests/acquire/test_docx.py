"""DOCX as Word, LibreOffice, Google Docs and others write it, and DOCX that does harm."""

from __future__ import annotations

import io
import socket
import zipfile

import pytest
from flows import lost, see
from zipfiles import W, make_docx, make_zip, p, relate, run, style

PROSE = "The millers of Torrad had not been paid since the autumn, their guild told the court in a long letter."
MORE = "A clerk of the court said that the letter had never reached the judge, and that nobody had looked for it."


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def note(kind: str, number: int, words: str) -> str:
    return f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>{run(words)}</w:p></w:{kind}>'


def mark(kind: str, number: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}" {more}/></w:r>'


def places(seen, kind):
    return [piece.place for piece in seen.tables.named("pieces") if piece.kind == kind]


@pytest.mark.parametrize(
    ("paragraph", "styles", "kind"),
    [
        pytest.param(
            p("Mills and men", "berschrift1"), style("berschrift1", "heading 1"), "heading", id="localised id"
        ),
        pytest.param(p("Mills and men", "Titre2"), "", "heading", id="id without a style"),
        pytest.param(
            p("Mills and men", "Own"),
            style("Own", "My look", '<w:basedOn w:val="H"/>') + style("H", "heading 3"),
            "heading",
            id="built upon a heading",
        ),
        pytest.param(
            p("mills and men,", "", '<w:outlineLvl w:val="1"/>'), "", "heading", id="outline level of its own"
        ),
        pytest.param(
            p("mills and men,", "X"),
            style("X", "Strange", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
            "heading",
            id="outline level of the style",
        ),
        pytest.param(
            p(PROSE * 5, "", '<w:outlineLvl w:val="1"/>'), "", "paragraph", id="a long paragraph is no heading"
        ),
        pytest.param(
            p("grain of the north", "", '<w:numPr><w:numId w:val="2"/></w:numPr>'), "", "list_item", id="numbered"
        ),
        pytest.param(
            p(PROSE, "L", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            style("L", "List Bullet"),
            "paragraph",
            id="number off",
        ),
        pytest.param(p(PROSE, "Q"), style("Q", "Intense Quote"), "block_quote", id="quote"),
        pytest.param(p("The mill at dusk", "C"), style("C", "caption"), "caption", id="caption"),
    ],
)
def test_kinds_by_style(tmp_path, paragraph, styles, kind):
    seen = see(tmp_path, make_docx(p(PROSE) + paragraph + p(MORE), styles=styles), "a.docx")
    assert seen.kinds() == ["paragraph", kind, "paragraph"]


def test_the_styled_title_wins_over_the_property(tmp_path):
    core = "<dc:title>Letterhead of 2011</dc:title><dc:creator>Ines Okafor</dc:creator>"
    core += "<dcterms:created>2020-02-03T09:00:00Z</dcterms:created>"
    body = p("The Mills of", "Title") + p("Torrad", "Title") + p(PROSE) + p("Part Two", "Title")
    seen = see(tmp_path, make_docx(body, core=core), "a.docx")
    assert seen.doc.title == "The Mills of Torrad"
    assert (seen.doc.authors, seen.doc.published) == (("Ines Okafor",), "2020-02-03")
    assert "published: file properties, when it was made (weak)" in seen.doc.known_by
    assert seen.blocks == [PROSE, "Part Two"]


@pytest.mark.parametrize(
    ("title", "author"), [("Microsoft Word - Document1", "Windows User"), ("Untitled 1", "python-docx")]
)
def test_what_programs_fill_in_is_not_learned(tmp_path, title, author):
    core = f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    seen = see(tmp_path, make_docx(p(PROSE), core=core), "a.docx")
    assert (seen.doc.title, seen.doc.authors) == (None, ())


def test_notes_are_numbered_as_printed_and_linked(tmp_path):
    body = (
        f"<w:p>{run('The mill burned.')}{mark('footnote', 7)}{run(' It was old.')}{mark('footnote', 3)}</w:p>"
        f"<w:p>{run('Nobody rebuilt it.')}{mark('endnote', 2)}{run(' Why')}"
        f'<w:r><w:footnoteReference w:id="9" w:customMarkFollows="1"/><w:t>*</w:t></w:r>{run(" is not known.")}</w:p>'
    )
    footnotes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        + note("footnote", 3, " Deeds, 12.")
        + note("footnote", 7, " Letter of a miller.")
        + f'<w:footnote w:id="9"><w:p>{run("* So the clerk.")}</w:p></w:footnote>'
    )
    endnotes = note("endnote", 2, "Minutes, 4.").replace("</w:p>", f"</w:p>{p('And 5.')}", 1)
    seen = see(tmp_path, make_docx(body, footnotes=footnotes, endnotes=endnotes), "a.docx")
    assert seen.blocks == ["The mill burned. It was old.", "Nobody rebuilt it. Why is not known."]
    text = seen.doc.text
    told = {n.label: (text[slice(*n.mark_spans[0])], [text[a:b] for a, b in n.spans]) for n in seen.notes}
    assert told == {
        "1": ("1", ["Letter of a miller."]),
        "2": ("2", ["Deeds, 12."]),
        "i": ("i", ["Minutes, 4.", "And 5."]),
        "*": ("*", ["So the clerk."]),
    }
    assert places(seen, "footnote") == ["footnote[2]", "footnote[1]", "endnote[1]", "footnote[3]"]


def test_tables_give_a_piece_a_row(tmp_path):
    merged = "<w:tcPr><w:vMerge/></w:tcPr><w:p/>"
    inner = table(row(p("a"), p("b")))
    body = p(PROSE) + table(
        row(p(""), p("1901"), p("1902")), row(p("Mills"), p("") , p("7") + p("more")), row(merged, p("x") + inner, p("")),
    ) + table(row(p(MORE) + p(PROSE)))  # fmt: skip
    seen = see(tmp_path, make_docx(body), "a.docx")
    assert seen.blocks == [PROSE, "| 1901 | 1902", "Mills | | 7 more", "| x", "a | b", MORE, PROSE]
    assert places(seen, "table") == [
        "body/tbl[1]/tr[1]", "body/tbl[1]/tr[2]", "body/tbl[1]/tr[3]", "body/tbl[1]/tr[3]/tc[2]/tbl[1]/tr[1]",
    ]  # fmt: skip


def test_a_text_box_is_read_once(tmp_path):
    box = f"<w:txbxContent>{p('A box about mills')}</w:txbxContent>"
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    seen = see(tmp_path, make_docx(f"<w:p>{run(PROSE)}{shape}</w:p>" + p(MORE)), "a.docx")
    assert seen.blocks == [PROSE, "A box about mills", MORE]


def test_tracked_changes(tmp_path):
    who = 'w:author="Ines Okafor" w:date="2021-01-01T00:00:00Z"'
    body = (
        f"<w:p>{run('The mill made ')}<w:del {who}><w:r><w:delText>forty</w:delText></w:r></w:del>"
        f"<w:ins {who}>{run('fifty')}</w:ins>{run(' sacks a day.')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {who}/></w:rPr></w:pPr>{run('One half')}</w:p><w:p>{run('and the other.')}</w:p>"
        f"<w:p><w:del {who}><w:r><w:delText>All of this is gone.</w:delText></w:r></w:del></w:p>"
    )
    seen = see(tmp_path, make_docx(body), "a.docx")
    assert seen.blocks == ["The mill made fifty sacks a day.", "One half and the other."]
    assert "fortyfifty" in seen.doc.text
    assert seen.out("furniture") == ["All of this is gone."]
    (problem,) = seen.warnings
    assert "tracked changes" in problem.what and "Ines Okafor" in problem.why and not problem.is_lost


GHOST, SHOWN = '<w:rStyle w:val="Ghost"/>', '<w:vanish w:val="0"/>'


def test_words_that_nobody_sees(tmp_path):
    styles = style("Ghost", "Ghost", "<w:rPr><w:vanish/></w:rPr>", "character")
    body = (
        f"<w:p>{run('Seen ')}{run('not seen ', '<w:vanish/>')}{run('and ')}"
        f"{run('neither ', GHOST)}"
        f"{run('again.', SHOWN)}</w:p>"
    )
    seen = see(tmp_path, make_docx(body, styles=styles), "a.docx")
    assert seen.blocks == ["Seen and again."]
    assert "not seen" in seen.doc.text


def test_comments_and_running_heads_are_out_of_the_flow(tmp_path):
    comments = f'<w:comment w:id="0" w:author="Bo Lind" w:date="2021-05-06T00:00:00Z">{p("Who says so?")}</w:comment>'
    links = "".join(relate(f"h{n}", "header", f"header{n}.xml") for n in (1, 2)) + relate("f", "footer", "footer1.xml")
    seen = see(
        tmp_path,
        make_docx(
            p(PROSE),
            links=links,
            comments=comments,
            header1=p("Guild Papers"),
            header2=p("Guild Papers"),
            footer1=p("3"),
        ),
        "a.docx",
    )
    assert seen.blocks == [PROSE]
    (comment,) = [piece for piece in seen.tables.named("pieces") if piece.why and piece.kind == "furniture"]
    assert comment.why == "a comment by Bo Lind, 2021-05-06" and comment.place == "comment[1]/p[1]"
    assert seen.out("running_head") == ["Guild Papers", "3"]


def field(code: str, words: str) -> str:
    turn = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        turn.format("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + turn.format("separate") + run(words)
        + turn.format("end")
    )  # fmt: skip


def test_links(tmp_path):
    links = relate("l", "hyperlink", "https://torrad.example/a", "External") + relate(
        "x", "hyperlink", "file:///C:/secret.doc", "External"
    )
    body = (
        f'<w:p>{run("See ")}<w:hyperlink r:id="l">{run("the deed")}</w:hyperlink>{run(", ")}'
        f'<w:hyperlink r:id="x">{run("the draft")}</w:hyperlink>{run(" and ")}'
        f"{field(' HYPERLINK &quot;https://torrad.example/b&quot; ', 'the letter')}{run('.')}</w:p>"
    )
    seen = see(tmp_path, make_docx(body, links=links), "a.docx")
    assert seen.blocks == ["See the deed, the draft and the letter."]
    assert [(n.label, n.url) for n in seen.notes] == [
        ("the deed", "https://torrad.example/a"),
        ("the letter", "https://torrad.example/b"),
    ]


def test_contents_are_out_of_the_flow(tmp_path):
    turn = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    toc = (
        f"<w:p>{turn.format('begin')}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{turn.format('separate')}{run('Mills 3')}</w:p>"
        f"<w:p>{run('Men 9')}{turn.format('end')}</w:p>"
    )
    seen = see(tmp_path, make_docx(toc + p(PROSE) + p("Index of mills", "TOC1")), "a.docx")
    assert seen.blocks == [PROSE]
    assert len(seen.out("contents")) >= 1


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("<w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t>", "non-stop"),
        ("<w:t>re</w:t><w:softHyphen/><w:t>built, re\u00adbuilt</w:t>", "rebuilt, rebuilt"),
        ('<w:t xml:space="preserve">at </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t>7</w:t>', "at ≥7"),
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>", "a b c"),
    ],
)
def test_signs(tmp_path, inner, words):
    body = p(PROSE) + f"<w:p><w:r>{inner}</w:r></w:p>"
    assert see(tmp_path, make_docx(body), "a.docx").blocks[1] == words


def test_content_controls_and_placeholders(tmp_path):
    holder = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    body = (
        f"<w:sdt><w:sdtContent>{p(PROSE)}</w:sdtContent></w:sdt><w:p>{run('Name: ')}"
        f"<w:sdt>{holder}<w:sdtContent>{run('Click to enter')}</w:sdtContent></w:sdt></w:p>"
    )
    seen = see(tmp_path, make_docx(body), "a.docx")
    assert seen.blocks == [PROSE, "Name:"]
    assert places(seen, "paragraph")[0] == "body/sdt[1]/sdtContent[1]/p[1]"


def test_the_strict_variant(tmp_path):
    strict = make_docx(p("Mills", "H") + p(PROSE), styles=style("H", "heading 1"))
    parts = {}
    with zipfile.ZipFile(tmp_path / "x", "w"):
        pass
    with zipfile.ZipFile(io.BytesIO(strict)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert see(tmp_path, make_zip(parts), "a.docx").kinds() == ["heading", "paragraph"]


def test_what_is_not_read_is_told(tmp_path):
    seen = see(tmp_path, make_docx(f"<w:p>{run(PROSE)}<w:r><w:drawing><c:chart/></w:drawing></w:r></w:p>"), "a.docx")
    assert "1 charts" in seen.warnings[0].why


# ------------------------------------------------------------------ harm


def replaced(name: str, data: str | bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(make_docx(p(PROSE)))) as archive:
        parts: dict[str, str | bytes] = {each: archive.read(each) for each in archive.namelist()}
    return make_zip({**parts, name: data})


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
DEEP = 5000


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password", id="locked"
        ),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), "older office file", id="doc"),
        pytest.param(
            replaced("word/document.xml", LAUGHS + f'<w:document xmlns:w="{W}"/>'), "document type", id="entities"
        ),
        pytest.param(
            replaced(
                "word/document.xml",
                '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + f'<w:document xmlns:w="{W}"/>',
            ),
            "document type",
            id="outer document type",
        ),
        pytest.param(
            replaced("word/document.xml", f'<w:document xmlns:w="{W}">' + "<w:x>" * DEEP),
            "nested too deeply",
            id="deep",
        ),
        pytest.param(replaced("word/document.xml", "<w:document"), "broken DOCX", id="no xml"),
        pytest.param(replaced("word/document.xml", f'<w:document xmlns:w="{W}"/>'), "broken DOCX", id="no body"),
        pytest.param(make_docx("<w:p/>"), "no text", id="no text"),
        pytest.param(make_zip({f"word/{n}": "" for n in range(20_001)}), "files inside", id="many parts"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, data, what):
    problem = lost(tmp_path, data, "a.docx")
    assert what in problem.what and len(problem.why) > 20


def test_a_part_that_unpacks_to_more_than_can_be_read(tmp_path):
    bomb = replaced("word/document.xml", b" " * 60_000_000)
    assert len(bomb) < 200_000
    assert "unpacks to more than" in lost(tmp_path, bomb, "a.docx").what


def test_a_header_that_lies_about_the_size(tmp_path):
    data = replaced("word/document.xml", b" " * 60_000_000)
    small = data.replace((60_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert small != data
    problem = lost(tmp_path, small, "a.docx")
    assert "broken DOCX" in problem.what or "unpacks" in problem.what


def test_outer_links_are_not_opened(tmp_path, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    links = relate("t", "attachedTemplate", "http://harm.example/t.dotm", "External") + relate(
        "h", "header", "http://harm.example/h.xml", "External"
    )
    assert see(tmp_path, make_docx(p(PROSE), links=links), "a.docx").blocks == [PROSE]


def test_unclosed_fields_do_not_slow_it_down(tmp_path):
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    body = f"<w:p>{begin * 20_000}</w:p>" + p(PROSE) * 50
    problem = lost(tmp_path, make_docx(body), "a.docx")  # all of it is a field's code
    assert "no text" in problem.what


def test_a_broken_part_beside_the_text_is_told(tmp_path):
    seen = see(tmp_path, replaced("word/styles.xml", "<w:styles"), "a.docx")
    assert seen.blocks == [PROSE]
    assert "word/styles.xml" in seen.warnings[0].what
