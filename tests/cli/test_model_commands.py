"""`sayso second` and `sayso draft`: nothing goes out unless a model is set, and what is not used is told."""

import json
import re

import pytest

from cli.runs import run_here as run
from cli.runs import write
from models.llm_server import serve


@pytest.fixture
def place(tmp_path):
    write(tmp_path / "pile", "penn.txt")
    run("add", "case", "pile", "--reader", "rules", cwd=tmp_path)
    return tmp_path


def set_model(place, url):
    path = place / "case" / "case.toml"
    text = path.read_text(encoding="utf-8")
    for name, value in (("llm_url", url), ("llm_model", "made-up:1b")):
        text = re.sub(rf'^{name} = ""$', f'{name} = "{value}"', text, flags=re.MULTILINE)
    assert url in text
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("command", ["second", "draft"])
def test_without_a_model_it_says_how_to_set_one(place, command):
    done = run(command, "case", cwd=place, code=2)
    assert "llm_url" in done.stderr
    assert "sends nothing" in done.stderr


@pytest.mark.parametrize("command", ["second", "draft"])
def test_a_server_that_is_not_there_is_told(place, command):
    set_model(place, "http://127.0.0.1:9/v1")
    done = run(command, "case", cwd=place)
    assert "can't be reached" in done.stderr


def test_a_second_reading_shows_where_two_readers_part(place):
    def reply(asked):
        (number,) = re.findall(r"^(\d+): The water board denied", asked.data, re.MULTILINE)
        asked.say({"claims": [], "attributions": [
            {"sentence": int(number), "last": int(number), "source": "The water board", "cue": "denied",
             "content": ["the sluice had been open"]},
            {"sentence": int(number), "last": int(number), "source": "The water board", "cue": "denied",
             "content": ["Orla Penn is guilty"]},
        ]})

    with serve(reply) as served:
        set_model(place, served.url)
        done = run("second", "case", "penn", cwd=place)
        n_asked = len(served.server.asked)
        again = run("second", "case", "--show", "--json", cwd=place)
        assert len(served.server.asked) == n_asked == 1
    assert "guilty" not in done.stdout + done.stderr
    assert "1 by both" in done.stdout
    assert "sayso only: Mayor Orla Penn | said | The sluice at Hexworth was open all night" in done.stdout
    assert "(1)" in done.stderr
    rows = [json.loads(line) for line in again.stdout.splitlines()]
    assert {row["made_by"] for row in rows} == {"llm made-up:1b"}


def test_a_document_that_is_not_there_is_told_before_anything_is_sent(place):
    with serve(lambda asked: asked.say({})) as served:
        set_model(place, served.url)
        done = run("second", "case", "nowhere.txt", cwd=place, code=2)
        assert served.server.asked == []
    assert "nowhere.txt" in done.stderr


def test_a_draft_is_kept_shown_and_dropped(place):
    def reply(asked):
        rows = re.findall(r"^(T\d+) \| (.*) \| (said|denied) \| (.*)$", asked.data, re.MULTILINE)
        told = [{"text": f"{who} {verb} that {words}.", "rests_on": [i]} for i, who, verb, words in rows]
        asked.say({"sentences": [*told, {"text": "Orla Venn sabotaged it.", "rests_on": ["T1"]}]})

    with serve(reply) as served:
        set_model(place, served.url)
        made = run("draft", "case", cwd=place)
        assert len(served.server.asked) == 1
    assert "“The sluice at Hexworth was open all night”" in made.stdout
    assert "sabotaged" not in made.stdout + made.stderr
    assert "(1)" in made.stderr
    assert "Drafted by llm made-up:1b" in made.stdout
    assert run("draft", "case", "--show", cwd=place).stdout == made.stdout
    brief = place / "brief.html"
    run("report", "case", "-o", str(brief), cwd=place)
    assert "llm made-up:1b" in brief.read_text(encoding="utf-8")
    assert "No draft is kept" in run("draft", "case", "--drop", cwd=place).stdout
