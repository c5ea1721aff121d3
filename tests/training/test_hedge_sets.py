"""Hedge cues and vague sentences, from archives in the published forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from packing import pack
from training.sets import hedges, vague
from training.sets.archives import DamagedSet, MissingSet
from training.sets.merging import merge_examples

XML = """<?xml version="1.0" encoding="UTF-8"?>
<Annotation><DocumentSet><Document type="x"><DocID type="y">Old mill_7</DocID>
<DocumentPart type="Title"><Sentence id="S1.1">Old mill</Sentence></DocumentPart>
<DocumentPart type="Text"><Sentence id="S1.2">The mill<ccue type="speculation_modal_probable_"> may </ccue>close &amp; it is
<ccue type="speculation_hypo_doxastic _">thought</ccue> unsafe.</Sentence>
<Sentence id="S1.3">Some say (so far) it burned.</Sentence></DocumentPart></Document></DocumentSet></Annotation>"""
TABLE = """text,label
"Some say -LRB- so far -RRB- it burned .
",1
"The mill may close & it is thought unsafe .
",0
"`` Many '' disagree -LRB- they say -RRB-, of course .
",1
"-
",0
"Torn .
",0
"Torn .
",1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pack(tmp_path / hedges.ARCHIVE, {hedges.MEMBER: XML})
    pack(tmp_path / vague.ARCHIVE, {vague.MEMBER: TABLE})
    return tmp_path


def test_hedges_have_exact_spans_and_our_types(folder: Path) -> None:
    (example,) = hedges.read_hedges(folder)
    assert example.text.startswith("Old mill\nThe mill may close & it is")
    cues = [(example.text[start:end], label) for start, end, label in example.spans["hedge"]]
    assert cues == [("may", "epistemic"), ("thought", "doxastic")]
    assert example.id == "szeged/train/Old mill_7"
    assert not example.cue_classes


def test_an_unknown_type_of_hedge_is_told(tmp_path: Path) -> None:
    pack(tmp_path / hedges.ARCHIVE, {hedges.MEMBER: XML.replace("hypo_doxastic", "guess")})
    with pytest.raises(DamagedSet, match="speculation_guess"):
        hedges.read_hedges(tmp_path)


def test_vague_sentences_are_found_in_their_article(folder: Path) -> None:
    article, single = vague.read_vague(folder)
    assert article.id == "weasel/train/Old mill_7"
    labelled = [(article.text[start:end][:8], label) for start, end, label in article.cue_classes["vague"]]
    assert labelled == [("The mill", "O"), ("Some say", "vague")]
    assert single.text == '"Many" disagree (they say), of course.'
    assert single.cue_classes["vague"] == ((0, len(single.text), "vague"),)


def test_a_label_other_than_yes_and_no_is_told(folder: Path) -> None:
    pack(folder / vague.ARCHIVE, {vague.MEMBER: "text,label\nSome say so.,2\n"})
    with pytest.raises(DamagedSet, match="row 1"):
        vague.read_vague(folder)


def test_one_text_of_two_sets_is_one_example(folder: Path) -> None:
    both = merge_examples([*hedges.read_hedges(folder), *vague.read_vague(folder)])
    assert [sorted([*one.spans, *one.cue_classes]) for one in both] == [["hedge", "vague"], ["vague"]]
    assert both[0].set == "szeged"


def test_a_missing_archive_says_where_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingSet) as caught:
        hedges.read_hedges(tmp_path)
    assert hedges.ARCHIVE in str(caught.value) and str(tmp_path) in str(caught.value) and "fix:" in str(caught.value)


@pytest.mark.parametrize("content", [b"no archive", b""])
def test_a_damaged_archive_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / hedges.ARCHIVE).write_bytes(content)
    with pytest.raises(DamagedSet):
        hedges.read_hedges(tmp_path)


def test_a_cut_archive_is_told(folder: Path) -> None:
    whole = (folder / hedges.ARCHIVE).read_bytes()
    (folder / hedges.ARCHIVE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedSet):
        hedges.read_hedges(folder)


def test_an_archive_without_its_file_is_told(tmp_path: Path) -> None:
    pack(tmp_path / hedges.ARCHIVE, {"readme.txt": "other things"})
    with pytest.raises(DamagedSet, match="holds no file"):
        hedges.read_hedges(tmp_path)
