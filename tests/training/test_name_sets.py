"""Names, from archives in the published forms; and splitting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from packing import pack
from training.examples import Example
from training.sets import conflict, names
from training.sets.archives import DamagedSet
from training.sets.labels import NAMES, TEACHES, UNSURE
from training.sets.splits import read_part, split


def quote(example: Example, head: str = "name") -> list[tuple[str, str]]:
    return [(example.text[start:end], label) for start, end, label in example.spans[head]]


def pack_posts(folder: Path, *, posts: str = "Ida\tB-person\n", gold: str = "Ida I-PER\n") -> None:
    files = dict.fromkeys(names.WNUT.values(), posts)
    pack(folder / names.NEWS_AND_POSTS, {**files, names.WIKIGOLD: gold})


def test_posts(tmp_path: Path) -> None:
    pack_posts(tmp_path, posts="Ida\tB-person\nVos\tI-person\n&amp;\tO\nMillCo\tB-corporation\n!\tO\n\nhi\tO\n")
    first, second, *_ = names.read_wnut17(tmp_path)
    assert first.text == "Ida Vos & MillCo!"
    assert quote(first) == [("Ida Vos", "person"), ("MillCo", "organisation")]
    assert (second.text, second.spans["name"]) == ("hi", ())


def test_articles_and_their_borders(tmp_path: Path) -> None:
    gold = "Ida I-PER\nruns O\nHull I-LOC\nMill I-ORG\n. O\n\nA O\nDutch I-MISC\nmill O\n\n-DOCSTART- O\n\nVos I-PER\n"
    pack_posts(tmp_path, gold=gold)
    first, second = names.read_wikigold(tmp_path)
    assert first.text == "Ida runs Hull Mill. A Dutch mill"
    assert quote(first) == [("Ida", "person"), ("Hull", "place"), ("Mill", "organisation")]
    assert quote(first, UNSURE) == [("Dutch", "MISC")]
    assert second.text == "Vos"


def test_politics(tmp_path: Path) -> None:
    text = (
        "the\tO\nGreen\tB-politicalparty\nParty\tI-politicalparty\n's\tO\nVos\tB-politician\nKip\tB-politician\n"
        "2019\tB-election\nvote\tI-election\n"
    )
    pack(tmp_path / names.POLITICS, dict.fromkeys(names.CROSSNER.values(), text))
    first, second = names.read_crossner(tmp_path)
    assert quote(first) == [
        ("Green Party", "organisation"),
        ("Vos", "person"),
        ("Kip", "person"),
        ("2019 vote", "other"),
    ]
    assert (read_part(first), read_part(second)) == ("train", "dev")


@pytest.mark.parametrize("posts", ["Ida\tB-ghost\n", "Ida B-person extra\n"])
def test_unknown_types_and_forms_are_told(tmp_path: Path, posts: str) -> None:
    pack_posts(tmp_path, posts=posts)
    with pytest.raises(DamagedSet):
        names.read_wnut17(tmp_path)


def test_every_taught_label_is_a_label_of_ours() -> None:
    assert {label for labels in TEACHES.values() for label in labels} <= set(NAMES)
    maps = (names.WNUT_TYPES, names.WIKIGOLD_TYPES, names.CROSSNER_TYPES, conflict.TYPES)
    assert {label for types in maps for label in types.values() if label} <= set(NAMES)


REPORT = (
    "The Foreign Minister, Col. Ida Vos, met us in the Arl district of Bergen. Kip welcomed a mortar and two airstrikes. "
    "Norland agreed. We fear Norland. The mortar of the Arl Brigade’s men broke."
)
MENTIONS = [
    ("The Foreign Minister", "Person", 1),
    ("Col. Ida Vos", "Person", 1),
    ("us", "Organisation", 1),
    ("the Arl district of Bergen", "Location", 1),
    ("Bergen", "Location", 0.9),
    ("a mortar", "Weapon", 1),
    ("airstrikes", "Weapon", 1),
    ("Norland", "Organisation", 1),
    ("Norland", "Location", 0),
    ("the Arl Brigade’s", "Organisation", 1),
    ("two", "Quantity", 1),
]


def pack_reports(folder: Path, source: str) -> None:
    document = {"_id": "d1", "sourceName": source, "text": REPORT}
    entities = [
        {
            "documentId": "d1",
            "begin": REPORT.index(v),
            "end": REPORT.index(v) + len(v),
            "type": t,
            "confidence": c,
            "value": v,
        }
        for v, t, c in MENTIONS
    ]
    pack(
        folder / conflict.ARCHIVE,
        {
            f"re3d/{source}/documents.json": json.dumps(document) + "\n",
            f"re3d/{source}/entities.json": "\n".join(json.dumps(one) for one in entities) + "\n",
        },
    )


def test_mentions_become_names(tmp_path: Path) -> None:
    pack_reports(tmp_path, "Town Hall")
    (example,) = conflict.read_re3d(tmp_path)
    assert quote(example) == [
        ("Ida Vos", "person"),
        ("Bergen", "place"),
        ("mortar", "weapon"),
        ("Arl Brigade", "organisation"),
    ]


def test_what_the_reports_leave_open_is_unsure(tmp_path: Path) -> None:
    pack_reports(tmp_path, "Town Hall")
    (example,) = conflict.read_re3d(tmp_path)
    unsure = [words for words, _ in quote(example, UNSURE)]
    assert unsure == ["Foreign", "Minister", "Col", "Arl", "Kip", "Norland", "Norland", "mortar"]


def test_the_part_for_non_commercial_use_is_left_out(tmp_path: Path) -> None:
    pack_reports(tmp_path, conflict.LEFT_OUT)
    with pytest.raises(DamagedSet, match="no documents"):
        conflict.read_re3d(tmp_path)


def make(example_id: str) -> Example:
    return Example(example_id, "x", "", {}, {}, {})


def test_a_split_holds_out_whole_documents() -> None:
    examples = [make(f"x/train/doc{n}#{k}") for n in range(400) for k in range(3)]
    kept, held = split(examples, 0.25)
    documents = [{one.id.partition("#")[0] for one in part} for part in (kept, held)]
    assert not documents[0] & documents[1]
    assert len(kept) + len(held) == 1200
    assert 75 < len(documents[1]) < 125


def test_a_split_holds_out_an_article_in_every_set() -> None:
    examples = [make(f"{name}/train/article {n}") for n in range(50) for name in ("szeged", "weasel")]
    held = [one.id.partition("/")[2] for one in split(examples, 0.5)[1]]
    assert held
    assert held[::2] == held[1::2]


def test_a_split_of_nothing_and_of_all() -> None:
    examples = [make("x/train/a"), make("x/train/b")]
    assert split(examples, 0.0) == (examples, [])
    assert split(examples, 1.0) == ([], examples)
