"""ODT as LibreOffice writes it, and ODT that does harm."""

from __future__ import annotations

import pytest
from flows import lost, see
from zipfiles import make_odt

PROSE = "The ferrymen of Osk carried grain for the crown, and the crown did not pay them for eleven years."
MORE = "Their heirs went to law over it, and the papers of that case are the only source for what they earned."


def t(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def test_structure(tmp_path):
    styles = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    body = (
        t("Ferries of Osk", "Title")
        + '<text:h text:outline-level="1">How it began</text:h>'
        + t(PROSE)
        + f"<text:list><text:list-item>{t('grain')}<text:list><text:list-item>{t('rye')}</text:list-item></text:list>"
        "</text:list-item></text:list>"
        + t(MORE, "P1")
        + f"<text:section>{t('Figure 1: A ferry', 'Illustration')}</text:section>"
        + f"<text:table-of-content><text:index-body>{t('How it began 1')}</text:index-body></text:table-of-content>"
    )
    meta = "<dc:title>old</dc:title><meta:initial-creator>Mara Quist</meta:initial-creator><dc:date>2021-09-08T01:02:03</dc:date>"
    seen = see(tmp_path, make_odt(body, styles=styles, meta=meta), "a.odt")
    assert (seen.doc.title, seen.doc.authors, seen.doc.updated) == ("Ferries of Osk", ("Mara Quist",), "2021-09-08")
    assert seen.blocks == ["How it began", PROSE, "grain", "rye", MORE, "Figure 1: A ferry"]
    assert seen.kinds() == [
        "title",
        "heading",
        "paragraph",
        "list_item",
        "list_item",
        "block_quote",
        "caption",
        "contents",
    ]
    assert seen.tables.named("pieces")[4].place == "body/list[1]/list-item[1]/list[1]/list-item[1]/p[1]"


def test_notes_comments_and_links(tmp_path):
    note = '<text:note text:note-class="{}"><text:note-citation>{}</text:note-citation>'
    note += "<text:note-body>{}</text:note-body></text:note>"
    comment = "<office:annotation><dc:creator>Bo Lind</dc:creator><dc:date>2020-01-02T03:04:05</dc:date>"
    comment += "<text:p>Sure?</text:p></office:annotation>"
    body = t(
        f"They rowed{comment} at night.{note.format('footnote', '1', t('Toll book, 3.') + t('Also 4.'))} "
        f'<text:a xlink:href="https://osk.example/a">A list</text:a> tells.{note.format("endnote", "i", t("Deeds, 9."))}'
    )
    seen = see(tmp_path, make_odt(body), "a.odt")
    assert seen.blocks == ["They rowed at night. A list tells."]
    text = seen.doc.text
    told = {n.label: [text[a:b] for a, b in n.spans] for n in seen.notes if n.kind == "footnote"}
    assert told == {"1": ["Toll book, 3.", "Also 4."], "i": ["Deeds, 9."]}
    assert [text[slice(*n.mark_spans[0])] for n in seen.notes if n.kind == "footnote"] == ["1", "i"]
    assert [(n.label, n.url) for n in seen.notes if n.kind == "link"] == [("A list", "https://osk.example/a")]
    (piece,) = [piece for piece in seen.tables.named("pieces") if piece.kind == "furniture"]
    assert piece.why == "a comment by Bo Lind, 2020-01-02" and text[piece.start : piece.end] == "Sure?"


def test_tables(tmp_path):
    def cell(inner: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{inner}</table:table-cell>"

    covered = "<table:covered-table-cell/>"
    inner = f"<table:table><table:table-row>{cell(t('a'))}{cell(t('b'))}</table:table-row></table:table>"
    body = (
        t(PROSE)
        + "<table:table><table:table-header-rows><table:table-row>"
        + cell(t("Year"))
        + cell(t("Grain"), 'table:number-columns-spanned="2"')
        + covered
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell(t("1801"))
        + cell("", 'table:number-columns-repeated="999999"')
        + cell(t("7") + inner)
        + "</table:table-row></table:table>"
        + f"<table:table><table:table-row>{cell(t(MORE))}</table:table-row></table:table>"
    )
    seen = see(tmp_path, make_odt(body), "a.odt")
    assert seen.blocks == [PROSE, "Year | Grain", "1801 | | 7", "a | b", MORE]


def test_tracked_changes_and_hidden_words(tmp_path):
    info = "<office:change-info><dc:creator>Bo Lind</dc:creator></office:change-info>"
    styles = (
        '<style:style style:name="T9" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>{info}{t("never ")}</text:deletion>'
        f'</text:changed-region><text:changed-region text:id="c2"><text:insertion>{info}</text:insertion></text:changed-region>'
        "</text:tracked-changes>"
        + t('They were <text:change text:change-id="c1"/>paid<text:span text:style-name="T9"> not seen</text:span>.')
        + f'<text:section text:display="none">{t("A hidden part")}</text:section>'
    )
    seen = see(tmp_path, make_odt(body, styles=styles), "a.odt")
    assert seen.blocks == ["They were paid."]
    assert "never paid not seen." in seen.doc.text
    assert seen.out("furniture") == ["A hidden part"]
    assert "1 deleted, 1 inserted by Bo Lind" in seen.warnings[0].why


def test_spaces_frames_and_running_heads(tmp_path):
    body = t(
        'a<text:s text:c="9"/>b<text:tab/>c<text:line-break/>d<draw:frame><draw:text-box>'
        + t("In a frame")
        + "</draw:text-box></draw:frame>"
    )
    master = f"<style:header>{t('Osk Papers')}</style:header><style:footer>{t('9')}</style:footer>"
    seen = see(tmp_path, make_odt(t(PROSE) + body, master=master), "a.odt")
    assert seen.blocks == [PROSE, "a b c d", "In a frame"]
    assert seen.out("running_head") == ["Osk Papers", "9"]


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(
            make_odt(t(PROSE), **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
            "locked with a password",
            id="locked",
        ),
        pytest.param(make_odt(t(PROSE), **{"content.xml": LAUGHS}), "document type", id="entities"),
        pytest.param(make_odt(t(PROSE), **{"meta.xml": LAUGHS}), "document type", id="entities beside the text"),
        pytest.param(make_odt("<text:list>"), "broken ODT", id="broken"),
        pytest.param(make_odt("<text:list>" * 3000 + "</text:list>" * 3000), "nested too deeply", id="deep"),
        pytest.param(make_odt(t(" ")), "no text", id="no text"),
        pytest.param(make_odt(t(PROSE), **{"content.xml": b" " * 60_000_000}), "unpacks to more", id="bomb"),
        pytest.param(b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "broken ODT", id="cut off"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, data, what):
    problem = lost(tmp_path, data, "a.odt")
    assert what in problem.what and len(problem.why) > 20
