"""Texts that are no clean English prose: said so, or read all the same; never a crash, never a span that is off."""

import pytest

from sayso.case import read_paths
from sayso.case.reading import Loss
from sayso.config import Settings
from sayso.models.parser import load_parser
from sayso.read.legible import find_foreign, tell_noise
from sayso.schema import Attribution, Claim, Document

ENGLISH = "The mayor of Velmark, Ada Moss, said on Tuesday that the bridge had been closed before the flood."
MORE = "According to the audit office, nobody had told the dockers' union that the grain store was empty."
FRENCH = "Selon la police, trois hommes ont quitté l'entrepôt avant l'incendie, mais personne ne les a reconnus."
GERMAN = "Der Bericht sagt nicht, wer die Arbeiter bezahlt hat, und niemand wollte darüber sprechen."
FOREIGN = [FRENCH, GERMAN]
WWW = "see www.example.org/xqz "
CONTROLS = "The mayor\x00 said\x07 that\x1b[0m the\u200b bridge\ufeff was\u202e closed\x85 today."


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path = tmp_path / "note.txt"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        [reading] = read_paths([str(path)], settings=Settings(workers=1))
        return reading

    return read_text


def _words(reading, spans):
    [doc] = reading.tables.take(Document)
    return [doc.text[start:end] for start, end in spans]


def _said(reading):
    """Source, cue and content of each attribution, as the text spells them."""
    return [
        tuple(_words(reading, spans) for spans in (row.source_spans, row.cue_spans, row.content_spans))
        for row in reading.tables.take(Attribution)
    ]


# ------------------------------------------------------------ another language


def test_a_foreign_document_gives_no_claims_and_says_why(read):
    reading = read("\n\n".join(FOREIGN))
    assert not reading.tables.take(Claim)
    [problem] = reading.problems
    assert problem.what == "in French, German"
    assert problem.is_lost
    assert "translation" in problem.why


def test_a_mixed_document_keeps_its_english(read):
    reading = read("\n\n".join([ENGLISH, FRENCH, GERMAN, MORE]))
    [doc] = reading.tables.take(Document)
    [problem] = reading.problems
    assert problem.what.endswith("are in another language (French, German)")
    assert f"{doc.text.index(FRENCH)}-" in problem.why
    assert not problem.is_lost
    told = {claim.text for claim in reading.tables.take(Claim)}
    assert any("bridge" in text for text in told)
    assert any("grain store" in text for text in told)
    assert not any("police" in text or "Arbeiter" in text for text in told)


def test_a_heading_goes_with_what_stands_around_it():
    assert find_foreign(["Le Monde", FRENCH, "Paris", FRENCH]) == ["fr"] * 4
    assert find_foreign([ENGLISH, "Le Monde", FRENCH, "Paris", ENGLISH]) == [None, None, "fr", None, None]
    assert find_foreign([ENGLISH, "Ada Moss, Jean-Pierre Dubois", MORE]) == [None, None, None]
    assert find_foreign(["Le Monde", "Paris"]) == [None, None]
    assert find_foreign([]) == []


def test_the_language_stands_in_the_document(read):
    assert read(f"{ENGLISH}\n\n{MORE}").tables.take(Document)[0].language == "en"
    assert read("\n\n".join(FOREIGN)).tables.take(Document)[0].language in ("fr", "de")


# ------------------------------------------------------------ capitals


def test_capitals_are_read_as_small_letters_are(read):
    small, capital = read(f"{ENGLISH}\n\n{MORE}"), read(f"{ENGLISH}\n\n{MORE}".upper())
    assert _said(capital) == [tuple([words.upper() for words in part] for part in told) for told in _said(small)]
    assert len(_said(small)) >= 2


def test_letters_that_change_length_move_no_span(read):
    reading = read("ß İ ﬁ " * 8 + "THE MAYOR SAID THAT İSTANBUL'S STRAßE WAS CLOSED BEFORE THE FLOOD CAME.")
    assert reading.tables.take(Document)


# ------------------------------------------------------------ noise


def test_garbled_text_is_told():
    rows = tell_noise(
        _doc(), [" ".join(["tbe brldge wos c1osed befoie tho fiood cane"] * 12)], is_word=load_parser().is_word
    )
    [problem] = rows
    assert "no dictionary" in problem.what
    assert "scan it again" in problem.why


@pytest.mark.parametrize("text", [f"{ENGLISH} {MORE} " * 12, "tbe brldge", "Velmark Ostrow Karst " * 80, WWW * 90])
def test_clean_or_little_text_is_not_told_as_garbled(text):
    assert not tell_noise(_doc(), [text], is_word=load_parser().is_word)


def _doc():
    return Document("d", "s", "note.txt", "text/plain", 1, "", None, (), None, None, None, None, None, (), "t")


# ------------------------------------------------------------ what must not fail


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n".join(["word"] * 2_000), id="one-word lines"),
        pytest.param("\n\n".join(["word"] * 2_000), id="one-word paragraphs"),
        pytest.param("x" * 60_000, id="one long word"),
        pytest.param((ENGLISH + " ") * 400, id="one long line"),
        pytest.param("the mayor said the bridge was closed and the clerk said it was not " * 60, id="no punctuation"),
        pytest.param(
            "The mayor\x00 said\x07 that\x1b[0m the\u200b bridge\ufeff was\u202e closed\x85 today.",
            id="control characters",
        ),
        pytest.param("\ud800 said that the mayor had left.", id="half a surrogate pair"),
        pytest.param("T h e m a y o r s a i d t h a t h e l e f t . " * 30, id="letters apart"),
        pytest.param("“" * 500 + "he said" + "”" * 500, id="only quotation marks"),
        pytest.param("said said said said. He said he said he said he said he said." * 40, id="only cues"),
        pytest.param("🙂 " * 900, id="only emoji"),
        pytest.param(". , ; : ! ? " * 500, id="only punctuation"),
        pytest.param("(" * 3_000, id="open brackets"),
        pytest.param("e\u0301" * 3_000, id="combining marks"),
    ],
)
def test_odd_texts_are_read_without_a_crash(read, text):
    reading = read(text)
    lost = [problem for problem in reading.problems if "reading it failed" in problem.what]
    assert not lost


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n"])
def test_an_empty_text_is_told(tmp_path, text):
    (tmp_path / "empty.txt").write_text(text)
    [outcome] = read_paths([str(tmp_path / "empty.txt")], settings=Settings(workers=1))
    assert isinstance(outcome, Loss)
    assert outcome.problems[0].why


def test_control_characters_hide_no_attribution(read):
    reading = read(ENGLISH.replace(" ", "\u00a0", 3) + " " + MORE.replace("the", "the\u00ad", 1))
    assert len(_said(reading)) >= 2


def test_no_punctuation_still_gives_who_said_what(read):
    reading = read(ENGLISH.replace(",", "").replace(".", "") + "\n\n" + MORE.replace(",", "").replace(".", ""))
    assert [source for source, _, _ in _said(reading)][:2] == [["The mayor of Velmark Ada Moss"], ["the audit office"]]
