"""Gold claims matched to claims, by the shared scorer's rules and by the plainer ones."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from gold_scene import RULES, Rows, read_gold

import matching
import scoring
from link.link_rows import claim


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        pytest.param("The light, it seems, is dark.", "it seems, is", ["it", "seems", "is"], id="punctuation aside"),
        pytest.param("The\nlight is dark.", "the light", ["The", "light"], id="a line break"),
        pytest.param("The lights are dark.", "the light", [], id="a part of a word is no word"),
        pytest.param("Dark.", "dark and cold", [], id="longer than the text"),
    ],
)
def test_a_quote_is_located(text, quote, words):
    starts = sorted(matching.locate_words(text, quote))
    assert [text[start : start + len(word)] for start, word in zip(starts, words, strict=True)] == words


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        pytest.param(((0, 9),), ["The", "light"], id="whole words"),
        pytest.param(((1, 12),), ["light", "is"], id="the rest of a word is none"),
        pytest.param(((4, 6), (10, 12)), ["light", "is"], id="two pieces"),
    ],
)
def test_words_that_begin_in_spans(spans, words):
    text = "The light is dark"
    assert sorted(matching.find_starts(text, spans)) == [text.index(word) for word in words]


@pytest.mark.parametrize(
    ("gold", "name", "is_same"),
    [
        pytest.param("the harbour report", "Harbour report", True, id="case and articles aside"),
        pytest.param("Maud Teller ?", "Teller", True, id="a surname"),
        pytest.param("Maud Teller", "the office of Teller and Sons", False, id="less than half"),
        pytest.param("the", "a", False, id="nothing told"),
    ],
)
def test_names(gold, name, is_same):
    assert matching.is_same_name(gold, name) == is_same


def test_of_claims_over_the_same_words_the_longest_chain_is_taken():
    words = {0, 4, 10}
    short, long = claim("d", "a"), claim("d", "b")
    hops = {short.id: 1, long.id: 3}
    assert matching.pick_claim([(short, words), (long, words)], words, hops) == long
    assert matching.pick_claim([(long, {50, 60})], words, hops) is None
    wide = set(range(0, 40, 4)) | words
    assert matching.pick_claim([(long, wide), (short, words)], words, hops) == short, "much nearer words win"


def test_what_is_missing_is_told(tmp_path):
    gold = read_gold(tmp_path)
    tables = Rows({"g": ["W1"]}).to_tables()
    tables.named("claims")[:] = [row for row in tables.named("claims") if "boats" not in row.text]
    tables.named("documents")[:] = [row for row in tables.named("documents") if row.id != "office"]
    matched = matching.match_claims(gold, tables, RULES)
    assert set(matched.claims) == {"W1", "E1"}
    assert [line.split(":")[1].strip()[:14] for line in matched.missing] == [
        "no claim cover", "no claim cover", "no such docume", "no such docume",
    ]  # fmt: skip


@pytest.mark.skipif(not scoring.SCORER.exists(), reason="needs ../shared")
def test_claims_are_matched_as_the_shared_scorer_matches_them(tmp_path):
    """On the same export the scorer finds as many gold claims, and its `locate` gives what the plainer one gives."""
    from gold import load_gold  # noqa: PLC0415  the script's module, beside the scorer's
    from sayso import demo  # noqa: PLC0415

    with demo.open_docs() as docs, demo.open_gold() as path, scoring.make_case(docs, reader="rules") as case:
        for name, text in case.export().items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        command = [sys.executable, str(scoring.SCORER), str(path), str(tmp_path), "--json"]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for rules in (matching.load_rules(), RULES):
            matched = matching.match_claims(load_gold(path), case.tables(), rules)
            if rules.is_shared:
                assert len(matched.claims) == told["found"]["right"]
            else:
                assert len(matched.claims) >= 0.9 * told["found"]["right"]
