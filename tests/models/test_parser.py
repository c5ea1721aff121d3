"""Our parser gives what spaCy's pipeline gives, only sooner."""

import importlib
import time

import pytest
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, SENT_START, TAG

from sayso.models.parser import PACKAGE, load_parser

VALUES = [TAG, POS, MORPH, LEMMA, DEP, HEAD, SENT_START]
TEXTS = [
    "The mayor of Velmark, Ada Moss, said on Tuesday that 300 people had left Lower Ostrow for the Karst Republic.",
    "Norling Freight and the United Dockers of Velmark agreed on 4 March 1998 to pay $2.5 million. Is it so? It is.",
    "I ain't gonna go; you've gotta see it. Let's go, y'all! There is a man, and there's one more. Nothin' doin'.",
    "She'd've said it's done and can't be undone. They're 'nuff. C'mon! He gets what he got; hers wo n't last.",
    "Line one.\n\n Line two \t with spaces.  Ends",
    "THE HARBOUR BOARD SAID NOTHING ABOUT IT",
    "?",
    "",
]


@pytest.fixture(scope="module")
def plain():
    nlp = importlib.import_module(PACKAGE).load()
    for word in ("e-mail", "e-mails", "E-mail", "E-mails"):
        nlp.tokenizer.add_special_case(word, [{"ORTH": word}])
    return nlp


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_as_spacy_gives_them(text, plain):
    ours, theirs = load_parser()(text), plain(text)
    assert ours.to_array(VALUES).tolist() == theirs.to_array(VALUES).tolist()


@pytest.mark.parametrize("text", TEXTS)
def test_names_are_as_spacy_finds_them(text, plain):
    ours, theirs = load_parser()(text), plain(text)
    assert [(e.start, e.end, e.label_) for e in ours.ents] == [(e.start, e.end, e.label_) for e in theirs.ents]
    assert [token.ent_iob for token in ours] == [token.ent_iob for token in theirs]


def test_the_texts_hold_names_to_find(plain):
    assert sum(len(plain(text).ents) for text in TEXTS) > 6


def test_texts_come_back_in_order_whatever_the_batch():
    texts = [f"Witness {i} left." for i in range(70)]
    assert [doc.text for doc in load_parser().pipe(texts, batch_size=9)] == texts


def test_no_vectors_are_kept():
    assert load_parser()("The lamp went out.").tensor.nbytes == 0


@pytest.mark.parametrize(
    ("form", "is_word"),
    [("dogs", True), ("said", True), ("the", True), ("bridges", True), ("brldge", False), ("tbe", False)],
)
def test_dictionary(form, is_word):
    assert load_parser().is_word(form) is is_word


@pytest.mark.parametrize("signs", ["$" * 15_000, "\ufffd" * 15_000, ")_(" * 5_000])
def test_a_line_drawn_of_signs_costs_next_to_nothing(signs):
    parser = load_parser()
    text = f"The mayor said {signs} that the bridge is safe."
    start = time.process_time()
    doc = parser(text)
    assert time.process_time() - start < 1
    assert len(doc.text) == len(text)
    assert [text[word.idx : word.idx + len(word)] for word in doc][-5:] == ["the", "bridge", "is", "safe", "."]
