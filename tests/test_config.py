"""Settings: what is written comes back, what has no meaning is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.config import FILE, SETTINGS, Settings, load_settings, parse_settings, save_settings, to_toml
from sayso.errors import BadSettings, NotACase

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(question=TEXTS, name=TEXTS, workers=st.integers(0, 64))
def test_settings_come_back_as_they_were_written(question, name, workers):
    settings = Settings(question=question, name=name, workers=workers)
    assert parse_settings(to_toml(settings), where="test") == settings


def test_a_file_tells_what_each_setting_does(tmp_path):
    save_settings(tmp_path, Settings(question="Who knew?"))
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert all(setting.doc in text for setting in SETTINGS.values())
    assert load_settings(tmp_path) == Settings(question="Who knew?")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param('question = "Who?"\n\ncolour = "red"\n', "line 3", id="unknown"),
        pytest.param('question = "Who?"\nworkers = "two"\n', "line 2", id="wrong type"),
        pytest.param("workers = true\n", "line 1", id="a boolean is no number"),
        pytest.param("workers = -1\n", "negative", id="out of range"),
        pytest.param('question = "Who?\n', "line 1", id="no TOML"),
        pytest.param("# note\n[reader]\nname = 1\n", "line 2", id="a table where a word belongs"),
    ],
)
def test_a_setting_without_meaning_is_told_with_its_line(text, told):
    with pytest.raises(BadSettings) as error:
        parse_settings(text, where=FILE)
    assert told in str(error.value)


def test_a_folder_without_settings_is_no_case(tmp_path):
    with pytest.raises(NotACase):
        load_settings(tmp_path)
    with pytest.raises(NotACase):
        load_settings(tmp_path / "gone")


def test_a_surrogate_from_the_command_line_can_be_kept(tmp_path):
    save_settings(tmp_path, Settings(question="caf\udce9?"))
    assert load_settings(tmp_path).question == "caf??"
