"""Articles on the same event, found by their words and beginnings."""

from __future__ import annotations

import io
import json
import tarfile

import numpy as np

import events

TOLD = {
    "flood": [
        ("The dam at Orvel broke", "Water from the dam at Orvel reached the mill on Monday."),
        ("Orvel dam gives way", "The mill below the Orvel dam is under water."),
        ("Mill flooded at Orvel", "When the dam gave way, water ran into the mill."),
    ],
    "vote": [
        ("Council votes on the tram", "The tram line will be paid for by a loan, the council voted."),
        ("A loan for the tram", "By nine votes the council took up a loan for its tram."),
        ("Tram line is voted through", "The council's loan pays for the tram line."),
    ],
}


def make_archive(path):
    with tarfile.open(path, "w:xz") as packed:
        for event, told in TOLD.items():
            for k, (title, sentence) in enumerate(told):
                row = {"triplet-uuid": event, "source": f"outlet {k}", "title": title, "body-paragraphs": [[sentence]]}
                data = json.dumps(row).encode()
                info = tarfile.TarInfo(f"BASIL/articles/2019/{event}_{k}.json")
                info.size = len(data)
                packed.addfile(info, io.BytesIO(data))
        packed.addfile(tarfile.TarInfo("BASIL/annotations/x.json"), io.BytesIO())
    return path


def test_articles_are_read_and_their_siblings_found(tmp_path):
    articles = events.load_articles(make_archive(tmp_path / "basil.tar.xz"))
    assert [article.event for article in articles] == ["flood"] * 3 + ["vote"] * 3
    assert articles[0].sentences == ("Water from the dam at Orvel reached the mill on Monday.",)
    for compare in (events.compare_words, events.compare_beginnings):
        assert events.find_right(articles, events.find_nearest(compare(articles))).all()


def test_an_article_is_no_neighbour_of_its_own_and_ties_go_to_the_first():
    likeness = np.array([[1.0, 0.2, 0.2], [0.2, 1.0, 0.9], [0.2, 0.9, 1.0]])
    assert events.find_nearest(likeness).tolist() == [[1, 2], [2, 0], [1, 0]]


def test_a_wrong_neighbour_is_wrong():
    articles = [events.Article(event, "", "", ()) for event in ("a", "a", "b")]
    assert events.find_right(articles, np.array([[1, 2], [0, 2], [0, 1]])).tolist() == [[True, False]] * 2 + [[False, False]]


def test_words_that_every_article_has_tell_nothing():
    articles = [events.Article("a", "", f"tram {word}", ()) for word in ("bridge", "bridge", "harbour")]
    likeness = events.compare_words(articles)
    assert likeness[0, 1] > 0.99
    assert likeness[0, 2] == 0


def test_half_of_the_events_is_held_out():
    held = [event for event in map(str, range(200)) if not events.is_open(event)]
    assert 70 < len(held) < 130
