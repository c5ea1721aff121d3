"""The reading model as it ships: what it finds, that windows agree, and what happens when its files are not right."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from sayso.errors import ModelMissing
from sayso.models.network import FILES, FOLDER, load_network
from sayso.models.reading import Reading, read_text
from sayso.models.wordpiece import WordPiece

TEXT = (
    "Two barrels stood open, according to the harbour log. “Nobody told us,” Ina Rask, the harbourmaster, said on Monday.\n\n"
    "The mayor denied that his office had known of the leak. A dredging firm warned of a second spill."
)


def read(text: str) -> Reading:
    network, settings, _ = load_network()
    return read_text(text, network, WordPiece.load(), settings)


def found_in(text: str) -> list[tuple[str, list[str], list[str]]]:
    return [
        (text[slice(*one.cue)], *([text[b:e] for b, e in one.roles[role]] for role in ("source", "content")))
        for one in read(text).links["attribution"]
    ]


def test_it_finds_who_says_what() -> None:
    found = {cue: (source, content) for cue, source, content in found_in(TEXT)}
    assert found["according to"][0] == ["the harbour log"]
    assert "Ina Rask" in found["said"][0][0] and "Nobody told us" in found["said"][1][0]
    assert "The mayor" in found["denied"][0] and "his office had known of the leak" in found["denied"][1][0]


def test_sureness_is_a_probability() -> None:
    for one in read(TEXT).links["attribution"]:
        assert set(one.sure) == {"cue", "source", "content", "whole"}
        assert all(0 < p < 1 for p in one.sure.values())


@pytest.mark.parametrize("text", ["", "\n\n", " ", "“", "\ufeff\u200b", "漢字" * 50, "x" * 5000])
def test_texts_without_words_give_nothing_and_do_not_fail(text: str) -> None:
    assert not read(text).links["attribution"]


def test_a_paragraph_longer_than_a_window_is_read_as_its_sentences_are() -> None:
    """What stands in the overlap of two windows is found once, where both windows saw it whole."""
    names = ["Rask", "Voll", "Tamm", "Quill", "Orme", "Lund", "Brack", "Sorley"]
    sentences = [f"{name} said the barrels in shed {i} were sealed before the storm." for i, name in enumerate(names * 6)]
    text = " ".join(sentences)
    found = [cue for cue, source, _ in found_in(text) if cue == "said" and source]
    assert len(found) >= 0.95 * len(sentences)
    places = [one.cue for one in read(text).links["attribution"]]
    assert len(places) == len(set(places))


def test_a_kind_of_link_without_a_floor_is_not_looked_for() -> None:
    network, settings, _ = load_network()
    alone = dataclasses.replace(settings, floors={"attribution": settings.floors["attribution"]})
    both, attributions = (read_text(TEXT, network, WordPiece.load(), how) for how in (settings, alone))
    assert both.links["negation"] and not attributions.links["negation"]
    assert [one.cue for one in attributions.links["attribution"]] == [one.cue for one in both.links["attribution"]]


def test_the_same_text_reads_the_same() -> None:
    assert read(TEXT) == read(TEXT)


def copy_weights(into: Path) -> Path:
    shutil.copytree(FOLDER, into / "weights")
    return into / "weights"


@pytest.mark.parametrize("name", [*FILES, "model.json"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = copy_weights(tmp_path)
    (folder / name).unlink()
    with pytest.raises(ModelMissing) as caught:
        load_network(folder)
    assert name in str(caught.value) and "--reader rules" in str(caught.value)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    folder = copy_weights(tmp_path)
    data = bytearray((folder / "linker.onnx").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "linker.onnx").write_bytes(data)
    with pytest.raises(ModelMissing, match=r"linker\.onnx"):
        load_network(folder)


@pytest.mark.parametrize(("told", "says"), [({"format": 99}, "format 99"), ({"floors": None}, "floors")])
def test_another_format_is_refused(tmp_path: Path, told: dict[str, object], says: str) -> None:
    folder = copy_weights(tmp_path)
    path = folder / "model.json"
    now = {**json.loads(path.read_text("utf-8")), **told}
    path.write_text(json.dumps({key: value for key, value in now.items() if value is not None}), "utf-8")
    with pytest.raises(ModelMissing, match=says):
        load_network(folder)


def test_a_torn_description_is_refused(tmp_path: Path) -> None:
    folder = copy_weights(tmp_path)
    (folder / "model.json").write_text("{", "utf-8")
    with pytest.raises(ModelMissing, match="can't be read"):
        load_network(folder)
