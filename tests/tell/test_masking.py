"""Names taken out: how they may be written, who is meant, what no format may hold."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import UnknownName
from sayso.schema import Document, Hypothesis, Source, Tables
from sayso.tell.brief import make_brief
from sayso.tell.docx import to_docx
from sayso.tell.making import make_model
from sayso.tell.markdown import to_markdown
from sayso.tell.masking import mask_tables, pick_masked
from sayso.tell.names import Names, Person
from sayso.tell.pdf import to_pdf
from sayso.tell.words import find_common, is_name, list_parts
from tell.brief_rows import MADE_AT
from tell.masked_rows import add_name
from tell.rows import make_case

ILSE = Person("Person 1", ("Ilse Tarnholt",))


def replace(text: str, *persons: Person) -> str:
    return Names(persons or (ILSE,)).replace(text)


# ---------------------------------------------------------------- ways to write a name


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param("Ilse Tarnholt said", "Person 1 said", id="whole"),
        pytest.param("Tarnholt's boat, Tarnholt’s oar", "Person 1's boat, Person 1’s oar", id="possessive"),
        pytest.param("the Tarnholts left", "the Person 1 left", id="family"),
        pytest.param("ILSE TARNHOLT and TARNHOLT", "Person 1 and Person 1", id="capitals"),
        pytest.param("ilse tarnholt wrote", "Person 1 wrote", id="small"),
        pytest.param("I. Tarnholt; I. B. Tarnholt; Tarnholt, I.", "Person 1; Person 1; Person 1", id="initials before and after"),
        pytest.param("signed I.T. yesterday", "signed Person 1. yesterday", id="initials alone"),
        pytest.param("Tarnholt, Ilse", "Person 1", id="turned round"),
        pytest.param("Tarn-\nholt left", "Person 1 left", id="hyphen at a line's end"),
        pytest.param("Ilse\nTarnholt", "Person 1", id="over two lines"),
        pytest.param("Tarn\u00adholt Tarn\u200bholt", "Person 1", id="hidden characters"),
        pytest.param("Ilse “Duck” Tarnholt", "Person 1", id="nickname"),
        pytest.param("i.tarnholt@x.example", "i.Person 1@x.example", id="mail"),
        pytest.param("/home/ilsetarnholt/x", "/home/Person 1/x", id="run together"),
        pytest.param("Ilse%20Tarnholt.pdf", "Person 1.pdf", id="percent"),
        pytest.param("Tarnholt\n\nIlse", "Person 1\n\nPerson 1", id="paragraphs stay apart"),
        pytest.param("Tarnholter Tarn Ils", "Tarnholter Tarn Ils", id="other words"),
    ],
)
def test_ways_to_write_a_name(text: str, masked: str) -> None:
    assert replace(text) == masked


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        pytest.param("José Peñarol", "Jose Penarol; JOSÉ; Pen\u0303arol", "X; X; X", id="accents"),
        pytest.param("Łucja Ørsted", "Lucja Orsted", "X", id="letters that no accent parts"),
        pytest.param("Seán O'Braith", "O’Braith and Sean O Braith", "X and X", id="apostrophe"),
        pytest.param("Ana de la Corva", "Ana de la Corva; Corva; de la", "X; X; de la", id="particles"),
        pytest.param("ليلى حدادين", "قالت ليلى حدادين وحدادين", "قالت X وX", id="Arabic, with a letter joined on"),
        pytest.param("דנה תרנהול", "דנה תרנהול אמרה", "X אמרה", id="Hebrew"),
        pytest.param("王小明", "记者王小明说", "记者X说", id="no spaces"),
        pytest.param("Mayor Ilse Tarnholt", "Mayor Tarnholt, Ilse, the Mayor", "Mayor X, the Mayor", id="title is no name"),
        pytest.param("Jo Ab Quillon", "Jo Ab Quillon, Jo, Ab", "X, Jo, Ab", id="short parts only together"),
    ],
)
def test_names_of_many_kinds(name: str, text: str, masked: str) -> None:
    assert replace(text, Person("X", (name,))) == masked


def test_a_word_that_two_share_stands_for_either() -> None:
    both = (Person("Person 1", ("Ilse Tarnholt",)), Person("Person 2", ("Bo Tarnholt",)))
    assert replace("Tarnholt, not Bo Tarnholt or Ilse", *both) == "Person 1 or Person 2, not Person 2 or Person 1"


def test_a_plain_word_begins_a_sentence_and_is_no_name() -> None:
    person = Person("X", ("Will Tarnholt",))
    common = find_common(["we will go, they will stay. Will came."], Names([person]).parts)
    assert Names([person], common=common).replace("Will it rain? Then Will came.") == "Will it rain? Then X came."


def test_a_body_has_no_parts() -> None:
    assert replace("the Board; Brackwater Board", Person("X", ("Brackwater Board",), has_parts=False)) == "the Board; X"


@pytest.mark.parametrize(
    ("words", "is_it"),
    [("Ilse Tarnholt", True), ("the mayor's sister", False), ("she", False), ("van der Tarn", True), ("Mayor", False)],
)
def test_what_is_a_name(words: str, is_it: bool) -> None:
    assert is_name(words) is is_it


def test_parts_leave_offices_out() -> None:
    assert list_parts("Bo Quill, Minister of Health") == ["quill"]


def test_time_grows_with_the_text_alone() -> None:
    persons = [Person(f"P{i}", (f"Gi{i}ven Fa{i}mily",)) for i in range(2000)]
    assert Names(persons).replace("x" * 300_000 + " " + "a@" * 100_000).count("a@") == 100_000


# ---------------------------------------------------------------- who is meant


def test_whoever_is_meant_is_found(case: Tables) -> None:
    assert pick_masked(case, ["Pryce", "s-mayor"]) == {"s-pryce": "Person 1", "s-mayor": "Person 2"}
    assert pick_masked(case, ["Anwen"]) == {"s-pryce": "Person 1"}
    assert pick_masked(case, ["tarn", "TARN"]) == {"s-mayor": "Person 1"}


def test_someone_who_is_no_source_is_masked_by_name(case: Tables) -> None:
    mask = pick_masked(case, ["Fenwick Herald"])
    tables = mask_tables(case, mask).tables
    assert "Fenwick" not in repr([row for name in tables.names() for row in tables.named(name)])


def test_a_name_of_nobody_is_refused_with_candidates(case: Tables) -> None:
    with pytest.raises(UnknownName) as caught:
        pick_masked(case, ["Mayor Ilsa Tern"])
    assert "Mayor Ilse Tarn" in str(caught.value)


def test_a_label_with_the_name_is_refused(case: Tables) -> None:
    case.add("hypotheses", [Hypothesis("Tarn", 0, "He did", False)])
    with pytest.raises(UnknownName):
        mask_tables(case, {"s-mayor": "Person 1"})


def test_private_is_who_has_no_office(case: Tables) -> None:
    tables = add_name(case, "Ebbe", "Corlinde")
    assert pick_masked(tables, [], private=True) == {"s-priv": "Person 1"}  # a mayor and a doctor have a title


@pytest.mark.parametrize(
    ("text", "is_private"),
    [
        pytest.param("Ebbe Corlinde, the harbour inspector, left.", False, id="apposition"),
        pytest.param("Deputy harbour inspector Ebbe Corlinde left.", False, id="before the name"),
        pytest.param("Ebbe Corlinde of the Brackwater Board left.", False, id="of a body"),
        pytest.param("Ebbe Corlinde, the mayor's brother, left.", True, id="kin of an office"),
        pytest.param("The mayor's brother Ebbe Corlinde left.", True, id="kin before the name"),
        pytest.param("Ebbe Corlinde, a fisherman of Saltmere, left.", True, id="a calling"),
        pytest.param("The inspector came. Ebbe Corlinde left.", True, id="another sentence"),
    ],
)
def test_office_is_told_beside_the_name(text: str, is_private: bool) -> None:
    tables = add_name(make_case(), "Ebbe", "Corlinde")
    start = text.index("Ebbe")
    rows = {name: tables.named(name) for name in tables.names()}
    rows["documents"] = [row if row.id != "priv" else _with_text(row, text) for row in tables.take(Document)]
    rows["referents"] = [
        row if row.id != "r-priv" else _with_spans(row, start, start + len("Ebbe Corlinde")) for row in tables.named("referents")
    ]
    assert ("s-priv" in pick_masked(Tables(rows), [], private=True)) is is_private


def _with_text(row: Document, text: str) -> Document:
    return dataclasses.replace(row, text=text)


def _with_spans(row: object, start: int, end: int) -> object:
    return dataclasses.replace(row, spans=((start, end),))  # type: ignore[type-var]


# ---------------------------------------------------------------- no format holds a name


syllables = st.sampled_from(["zor", "quen", "vix", "drun", "palk", "wyst", "gorm", "juth"])
names = st.tuples(syllables, syllables, syllables).map(lambda parts: "".join(parts).capitalize())


def read_formats(tables: Tables, mask: dict[str, str], question: str) -> dict[str, str]:
    """Every format of a masked brief as one text each: of PDF its words, bookmarks and properties, of DOCX every part."""
    about = {"question": question, "made_at": MADE_AT, "version": "0", "mask": mask}
    brief = make_model(tables, **about)  # type: ignore[arg-type]
    pdf = to_pdf(brief)
    document = pypdfium2.PdfDocument(pdf)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    words += " ".join(mark.get_title() for mark in document.get_toc()) + repr(document.get_metadata_dict())
    with zipfile.ZipFile(io.BytesIO(to_docx(brief))) as held:
        parts = "\n".join(held.read(name).decode("utf8", "replace") for name in held.namelist())
    return {
        "html": make_brief(tables, **about),  # type: ignore[arg-type]
        "pdf": re.sub(r"[\s\ufffe\u00ad-]+", "", words), "pdf bytes": pdf.decode("latin1"), "docx": re.sub(r"<[^>]*>", "", parts),
        "docx parts": parts, "md": to_markdown(brief),
    }


@settings(max_examples=6, deadline=None)
@given(names, names)
def test_a_masked_name_is_in_no_format(first: str, family: str) -> None:
    tables = add_name(make_case(), first, family)
    told = read_formats(tables, pick_masked(tables, [f"{first} {family}"]), f"Did {first} {family} open it?")
    for form, text in told.items():
        bare = re.sub("[\u00ad\u200b]|\\[U\\+[0-9A-F]{4}\\]", "", text).casefold()
        assert first.casefold() not in bare, form
        assert family.casefold() not in bare, form
        assert f"{first[0]}.{family[0]}." not in text or form == "pdf bytes"
    assert all("Person 1" in text or form.startswith("pdf") for form, text in told.items())
    assert "Person1" in told["pdf"]


def test_without_a_mask_the_names_are_there(case: Tables) -> None:
    """The law above would hold of an empty page too."""
    told = read_formats(add_name(case, "Zorquen", "Palkwyst"), {}, "?")
    assert all("Palkwyst" in text for form, text in told.items() if form != "pdf bytes")


def test_a_masked_brief_says_so_with_its_number(case: Tables) -> None:
    told = read_formats(case, pick_masked(case, ["Tarn", "Pryce"]), "?")
    for form in ("html", "docx", "md"):
        assert re.search("names are masked", told[form], re.IGNORECASE), form
        assert "2 persons or sources have" in told[form], form
    assert "2personsorsourceshave" in told["pdf"]


def test_masking_takes_no_letter_that_is_no_name(case: Tables) -> None:
    """Whatever stands between the names of a text stays as it is."""
    masked = mask_tables(case, {"s-mayor": "Person 1"})
    for before, after in zip(case.take(Document), masked.tables.take(Document), strict=True):
        shift = masked.shifts.get(before.id)
        if shift is None:
            assert before.text == after.text
            continue
        pieces, at = [], 0
        for start, end in shift.old:
            pieces += [before.text[at:start], "Person 1"]
            at = end
        assert "".join([*pieces, before.text[at:]]) == after.text
    assert {row.name for row in masked.tables.take(Source)} >= {"Person 1", "Dr Anwen Pryce"}
