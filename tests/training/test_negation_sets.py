"""Negations and factivity, from archives in the published forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from packing import pack
from training.examples import Example, Link
from training.sets import factivity, negations
from training.sets.archives import DamagedSet


def write_sentence(n: int, words: list[str], *, negated: list[dict[str, tuple[str, str]]]) -> str:
    """Rows of one sentence; each negation gives a word's cue and scope columns."""
    lines = []
    for i, word in enumerate(words):
        columns = [f for one in negated for f in (*one.get(word, ("_", "_")), "_")] or ["***"]
        lines.append("\t".join(["mill01", str(n), str(i), word, word, "NN", "*", *columns]))
    return "\n".join(lines) + "\n\n"


SENTENCES = (
    write_sentence(0, ["Ida", "waits", "."], negated=[])
    + write_sentence(
        1,
        ["Ida", "did", "n't", "find", "the", "undaunted", "door", "."],
        negated=[
            {"Ida": ("_", "Ida"), "did": ("_", "did"), "n't": ("n't", "_"), "find": ("_", "find"), "the": ("_", "the")},
            {"the": ("_", "the"), "undaunted": ("un", "daunted"), "door": ("_", "door")},
        ],
    )
    + write_sentence(2, ["Careless", "and", "restlessly"], negated=[{"restlessly": ("less", "rest")}])
)


def quote(example: Example, link: Link) -> tuple[list[str], list[str]]:
    text = example.text
    return [text[s:e] for s, e in link.cue], [text[s:e] for s, e in link.roles["scope"]]


@pytest.fixture
def passage(tmp_path: Path) -> Example:
    files = dict.fromkeys(negations.MEMBERS.values(), SENTENCES)
    pack(tmp_path / negations.ARCHIVE, files)
    train, dev = negations.read_negations(tmp_path)
    assert (train.id, dev.id) == ("conandoyle/train/mill01#0", "conandoyle/dev/mill01#0")
    return train


def test_cues_have_exact_characters(passage: Example) -> None:
    assert passage.text == "Ida waits. Ida didn't find the undaunted door. Careless and restlessly"
    assert [quote(passage, link) for link in passage.links["negation"]] == [
        (["n't"], ["Ida did", "find the"]),
        (["un"], ["the", "daunted door"]),
        (["less"], ["rest"]),
    ]
    starts = [link.cue[0][0] for link in passage.links["negation"][1:]]
    assert starts == [passage.text.index("undaunted"), passage.text.index("restlessly") + 4]


def test_no_negation_is_labelled_as_none(tmp_path: Path) -> None:
    plain = write_sentence(0, ["Ida", "waits", "."], negated=[])
    pack(tmp_path / negations.ARCHIVE, dict.fromkeys(negations.MEMBERS.values(), plain))
    assert negations.read_negations(tmp_path)[0].links == {"negation": ()}


def test_a_long_chapter_is_cut_into_passages(tmp_path: Path) -> None:
    chapter = "".join(write_sentence(n, ["Ida", "waits", "."], negated=[]) for n in range(negations.PASSAGE + 1))
    pack(tmp_path / negations.ARCHIVE, dict.fromkeys(negations.MEMBERS.values(), chapter))
    first, second, *_ = negations.read_negations(tmp_path)
    assert second.id == "conandoyle/train/mill01#1"
    assert (first.text.count("waits"), second.text.count("waits")) == (negations.PASSAGE, 1)


def test_lines_of_another_form_are_told(tmp_path: Path) -> None:
    pack(tmp_path / negations.ARCHIVE, dict.fromkeys(negations.MEMBERS.values(), "Ida\twaits\n"))
    with pytest.raises(DamagedSet, match="line 1"):
        negations.read_negations(tmp_path)


def make_pairs(context: str, entailed: int) -> list[dict[str, str]]:
    hypotheses = [
        "that thing happened .",
        "that thing didn't happen .",
        "that thing might or might not have happened .",
    ]
    return [
        {"context": context, "hypothesis": said, "label": "entailed" if i == entailed else "not-entailed"}
        for i, said in enumerate(hypotheses)
    ]


FRAMES = [
    ("someone knew that a particular thing happened .", 0, "knew", "factive"),
    ("someone did n't know that a particular thing happened .", 0, "know", "factive"),
    ("a particular person forgot to do a particular thing .", 1, "forgot", "counterfactive"),
    ("a particular person was n't allowed to have a particular thing .", 2, "allowed", "neutral"),
    ("someone figured out that a particular thing happened .", 0, "figured out", "factive"),
    ("someone begged for a particular thing to happen .", 2, "begged", "neutral"),
    ("someone asked a particular person to do a particular thing .", 2, "asked", "neutral"),
]


def pack_frames(folder: Path, pairs: list[dict[str, str]]) -> None:
    text = json.dumps(pairs)
    pack(folder / factivity.ARCHIVE, dict.fromkeys(factivity.MEMBERS.values(), text))


def test_frames_label_their_verb(tmp_path: Path) -> None:
    pack_frames(tmp_path, [pair for sentence, entailed, _, _ in FRAMES for pair in make_pairs(sentence, entailed)])
    examples = factivity.read_factivity(tmp_path)[: len(FRAMES)]
    labelled = [(e.text[s:t], label) for e in examples for s, t, label in e.cue_classes["factivity"]]
    assert labelled == [(verb, label) for _, _, verb, label in FRAMES]
    assert examples[1].text == "Someone didn't know that a particular thing happened."
    assert set(dict(labelled).values()) <= set(factivity.VALUES)


def test_forms_of_a_verb_share_a_document(tmp_path: Path) -> None:
    pack_frames(tmp_path, [pair for sentence, entailed, _, _ in FRAMES for pair in make_pairs(sentence, entailed)])
    knew, know, *_ = factivity.read_factivity(tmp_path)
    assert knew.id.partition("#")[0] == know.id.partition("#")[0] == "mega/train/know"


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        (("promise", "promised"), "promis"),
        (("deny", "denied"), "deni"),
        (("admit", "admitted"), "admit"),
        (("said", "say"), "say"),
    ],
)
def test_stems(forms: tuple[str, str], stem: str) -> None:
    assert {factivity.find_stem(form) for form in forms} == {factivity.find_stem(stem)}


def test_polarity_of_a_frame() -> None:
    plain, negated = (factivity.read_frame(FRAMES[i][0])[1] for i in (0, 1))
    assert plain is not None and not plain.is_negated
    assert negated is not None and negated.is_negated


def test_a_frame_with_two_answers_is_told(tmp_path: Path) -> None:
    pairs = make_pairs(FRAMES[0][0], 0)
    pack_frames(tmp_path, [*pairs, *make_pairs(FRAMES[0][0], 1)])
    with pytest.raises(DamagedSet, match="one label"):
        factivity.read_factivity(tmp_path)
