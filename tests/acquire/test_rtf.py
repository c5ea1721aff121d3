"""RTF as Word, LibreOffice and others write it, and RTF that does harm."""

from __future__ import annotations

import pytest
from clock import take_seconds
from flows import lost, see

PROSE = "The dyers of Hallin kept their recipes in a chest, and the chest was sold with the house in 1788."
MORE = "A grandson of the last master said that the buyer had burned them, but a letter tells it otherwise."
HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fswiss\fcharset204 Arial Cyr;}"
    r"{\f2\fnil\fcharset2 Symbol;}{\f3\fnil\fcharset128 MS Mincho;}}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}"
    r"{\s2\sbasedon1 Mein Stil;}"
    r"{\s3 Quote;}{\s4\'dcberschrift 2;}{\s5 Title;}{\*\cs9 Strong;}}{\*\revtbl{Unknown;}{Bo Lind;}}"
)


def make(body: str, head: str = HEAD) -> bytes:
    return (head + body + "}").encode("latin-1")


def blocks(tmp_path, body: str) -> list[str]:
    return see(tmp_path, make(body), "a.rtf").blocks


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (r"caf\'e9 \lquote x\rquote\emdash y", "café ‘x’—y"),
        (r"na\u239\'efve \u8364?5 \u-10179?\u-8704?", "naïve €5 😀"),
        (r"\uc2\u1078ab\uc0\u1078 c\uc1", "жжc"),
        (r"{\f1\'ef\'f0}{\f0 \'ef}", "прï"),
        (r"{\f3\'93\'fa\'96{\f3 }x}", "日�x"),
        (r"{\f3\'83A\'83g}", "アト"),
        (r"{\f2\'61}{\f2\u61538 b}", "αβ"),
        (r"now\u8212\emdash then", "now—then"),
        (r"a\~b c\_d e\-f \{g\} \\h", "a b c-d ef {g} \\h"),
        (r"{\upr{ansi}{\*\ud{\u1078?}}} x", "ж x"),
        ("split\r\n ted", "split ted"),
        (r"{\*\unheardof gone}kept{\pict\picw5 abcdef0123}", "kept"),
        (r"{\pict\bin6 }}}}}}}x", "x"),
        (r"seen{\v  not} and {\v\v0 seen}", "seen and seen"),
    ],
)
def test_words(tmp_path, words, told):
    assert blocks(tmp_path, PROSE + r"\par " + words + r"\par ")[1] == told


def test_structure(tmp_path):
    body = (
        r"{\info{\title Draft}{\author Mara Quist}{\creatim\yr2019\mo3\dy4\hr1}}"
        r"\pard\s5 Dyers of Hallin\par\pard\s1 The chest\par\pard\s0 "
        + PROSE
        + r"\par\pard\s2 the,\par\pard\s4 next,\par"
        r"\pard\s3 "
        + MORE
        + r"\par{\listtext\tab 1.}\pard a first point\par\pard\outlinelevel1 the last,\par\pard End of it here.\par"
    )
    seen = see(tmp_path, make(body), "a.rtf")
    assert (seen.doc.title, seen.doc.authors, seen.doc.published) == ("Dyers of Hallin", ("Mara Quist",), "2019-03-04")
    assert seen.kinds() == [
        "title", "heading", "paragraph", "heading", "heading", "block_quote", "list_item", "heading", "paragraph",
    ]  # fmt: skip
    assert seen.tables.named("pieces")[2].place == "body/p[3]"


def test_notes(tmp_path):
    body = (
        r"\pard It was red.{\super\chftn{\footnote\pard\plain{\super\chftn } Chest list, 2.\par And 3.}} It"
        r" was blue.{\super \chftn{\*\footnote \chftn\pard\plain Deeds.}}\par "
        r"Green{\super *}{\footnote{\super *} So the heirs.} too.{\super\chftn}{\footnote\ftnalt\pard\chftn  Last will.}\par"
    )
    seen = see(tmp_path, make(r"\aftnnrlc " + body), "a.rtf")
    assert seen.blocks == ["It was red. It was blue.", "Green too."]
    text = seen.doc.text
    assert {n.label: [text[a:b] for a, b in n.spans] for n in seen.notes} == {
        "1": ["Chest list, 2.", "And 3."],
        "2": ["Deeds."],
        "*": ["So the heirs."],
        "i": ["Last will."],
    }
    assert all(text[slice(*n.mark_spans[0])] == n.label for n in seen.notes)


def test_tables(tmp_path):
    row = r"\trowd\cellx1\cellx2\cellx3\pard\intbl {}\cell {}\cell {}\cell\row "
    merged = r"\trowd\cellx1\cellx2\clmrg\cellx3\pard\intbl Year\cell Dye\cell\cell\row "
    nested = (
        r"\trowd\cellx1\cellx2\pard\intbl x\par\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}"
        r"{\nonesttables\par}\pard\intbl\itap1\cell y\cell\row "
    )
    body = PROSE + r"\par " + merged + row.format("1788", "", r"red\par blue") + nested + r"\pard " + MORE + r"\par "
    body += r"\trowd\cellx1\pard\intbl In a frame\par of two\cell\row\pard End.\par"
    seen = see(tmp_path, make(body), "a.rtf")
    assert seen.blocks == [
        PROSE,
        "Year | Dye",
        "1788 | | red blue",
        "x | y",
        "a | b",
        MORE,
        "In a frame",
        "of two",
        "End.",
    ]
    places = [piece.place for piece in seen.tables.named("pieces") if piece.kind == "table"]
    assert places[:2] == ["body/tbl[1]/tr[1]", "body/tbl[1]/tr[2]"]


def test_what_is_beside_the_flow(tmp_path):
    body = (
        r"{\header Hallin Papers\par}{\footerl 7\par}Say {\field{\*\fldinst{HYPERLINK \\l "
        r'"x"}}{\fldrslt this}} and {\field{\*\fldinst HYPERLINK "https://hallin.example/a"}{\fldrslt that list}}.'
        r"{\*\atnid ML}{\*\atnauthor Mara Lund}\chatn{\*\annotation Who says?}\par"
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt A box\par}}{\shprslt{\*\do{\dptxbxtext A box\par}}}}"
        r"They made {\deleted\revauthdel1 forty}{\revised\revauth1 fifty} cloths.\par"
    )
    seen = see(tmp_path, make(body), "a.rtf")
    assert seen.blocks == ["Say this and that list.", "They made fifty cloths.", "A box"]
    assert seen.out("running_head") == ["Hallin Papers", "7"]
    assert [(n.label, n.url) for n in seen.notes] == [("that list", "https://hallin.example/a")]
    assert [p.why for p in seen.tables.named("pieces") if p.kind == "furniture"] == ["a comment by Mara Lund"]
    assert "1 deleted, 1 inserted by Bo Lind" in seen.warnings[0].why


def test_a_file_that_breaks_off(tmp_path):
    seen = see(tmp_path, make(PROSE + r"\par\trowd\cellx1\cellx2\pard\intbl a\cell b\cell {\b " + MORE)[:-2], "a.rtf")
    assert seen.blocks[0] == PROSE and MORE[:-1] in seen.doc.text
    assert seen.warnings[0].what == "cut off"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(b"plain words", "broken RTF", id="no rtf"),
        pytest.param(make("{" * 100_000 + "x"), "nested too deeply", id="deep"),
        pytest.param(make(r"{\pict 00ff}"), "no text", id="pictures only"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, data, what):
    problem = lost(tmp_path, data, "a.rtf")
    assert what in problem.what and len(problem.why) > 20


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(r"{\field{\*\fldinst HYPERLINK x}{\fldrslt ", id="open fields"),
        pytest.param(r"\itap99999\nestcell\nestrow ", id="tables in tables"),
        pytest.param(r"{\footnote x}", id="notes"),
        pytest.param(r"{\*\annotation x}", id="comments"),
        pytest.param(r"{\super a}{\super b}", id="raised words"),
        pytest.param(r"\u55357?", id="half characters"),
        pytest.param(r"{\shptxt x}", id="boxes"),
        pytest.param(r"\trowd\cellx1", id="cells"),
    ],
)
def test_time_grows_in_proportion(tmp_path, piece):
    def measure(n: int) -> float:
        from sayso.acquire.office.rtf import read_rtf  # noqa: PLC0415

        data = make(PROSE + r"\par " + piece * n)
        return take_seconds(lambda: read_rtf(data))

    measure(100)
    small, large = measure(600), measure(4800)
    assert large < 0.1 + 24 * small  # eight times the length; a quadratic reader takes 64 times as long
