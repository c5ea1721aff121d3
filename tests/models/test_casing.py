"""Capitals are made small for the parser without moving a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.models.casing import is_shouted, lower_in_place, restore_case
from sayso.models.parser import load_parser


@pytest.mark.parametrize(
    ("text", "shouted"),
    [
        ("THE HARBOUR BOARD SAID ON TUESDAY THAT THE BRIDGE WAS SAFE.", True),
        ("THE HARBOUR BOARD, McBride SAID, KNEW ON TUESDAY THAT THE BRIDGE WAS SAFE.", True),
        ("The harbour board said on Tuesday that the bridge was safe.", False),
        ("BREAKING: the harbour board said that the bridge was safe.", False),
        ("NATO", False),
        ("1 2 3 4 5 6 7 8", False),
    ],
)
def test_what_is_shouted(text, shouted):
    assert is_shouted(text) is shouted


@given(st.text())
def test_small_letters_take_no_more_room(text):
    assert len(lower_in_place(text)) == len(text)


def test_words_are_small_and_names_are_not():
    parser = load_parser()
    text = "THE MAYOR OF VELMARK, ADA MOSS, SAID ON TUESDAY THAT I KNEW. THE BRIDGE WAS CLOSED."
    calm = restore_case(text, parse=parser, is_word=parser.is_word, names={"moss"})
    assert calm == "The mayor of Velmark, Ada Moss, said on Tuesday that I knew. The bridge was closed."
