"""Tables of texts: which column is read, how rows are parted, what their other columns say, and what damage does."""

from __future__ import annotations

import csv
import io
import json
import random
import time
from pathlib import Path

import pytest

from sayso.acquire.containers.columns import to_day
from sayso.acquire.containers.rows import unpack_csv, unpack_jsonl
from sayso.acquire.listing.urllists import find_addresses
from sayso.acquire.media import Unreadable
from sayso.acquire.members import Member, Passed

TEXTS = [
    "The quarry above Tolm will stay shut until spring, its owner Berit Asland said on Friday.",
    "Nobody was told; \"not a word\", the baker says, and the mill, too, learnt of it from the radio.",
    "First line of a longer text.\n\nSecond paragraph, with a comma; and a semicolon\tand a tab.",
    "Die Brücke über die Olme ist gesperrt, sagte der Bürgermeister am Montag in der Sitzung.",
]


def take(got) -> tuple[dict[str, str], list[Passed], list[Member]]:
    texts, passed, members = {}, [], []
    for one in got:
        if isinstance(one, Passed):
            passed.append(one)
        else:
            assert one.how == "row" and one.name not in texts
            texts[one.name] = b"".join(one.chunks).decode()
            members.append(one)
    return texts, passed, members


def write_csv(path: Path, rows, encoding: str = "utf-8", **dialect) -> Path:
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_rows_come_whole_whatever_parts_them(tmp_path, encoding, delimiter, quoting):
    rows = [["id", "body", "date"], *([str(i), text, "2024-02-01"] for i, text in enumerate(TEXTS * 30))]
    made = write_csv(tmp_path / "a.csv", rows, encoding, delimiter=delimiter, quoting=quoting)
    texts, passed, members = take(unpack_csv(made))
    assert list(texts.values()) == TEXTS * 30
    assert list(texts)[11] == "row-0012-11.txt"
    assert members[0].meta == (("published", "2024-02-01"),)
    told = [one.what for one in passed if "encoding" not in one.what]
    assert told == ["`body` taken for the text of 120 rows"]


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["headline", "articleBody", "url"], "articleBody"),
        (["ID", "full_text", "lang"], "full_text"),
        (["a", "b", "c"], "b"),
        (["summary", "What was said", "x"], "What was said"),
        (["comment", "content", "title"], "content"),
        (["", "tweet_content", "note 1"], "tweet_content"),
    ],
)
def test_the_column_of_texts_is_chosen_by_name_else_by_length(tmp_path, names, chosen):
    rows = [names, *([f"Short words {i}", TEXTS[i], f"x{i}"] for i in range(4))]
    texts, passed, _ = take(unpack_csv(write_csv(tmp_path / "a.csv", rows)))
    assert list(texts.values()) == TEXTS
    assert passed[-1].what.startswith(f"`{chosen}`") and not passed[-1].is_lost


def test_what_a_row_says_of_its_text(tmp_path):
    rows = [
        ["Headline", "Byline", "outlet", "created_at", "link", "lang", "text", "likes"],
        ["Quarry shut", "Ana Vik", "Tolm Post", "1706788800", "https://tolm.example/q", "en", TEXTS[0], "3"],
        ["nan", "", "Tolm Post", "Thu Feb 01 10:00:00 +0000 2024", "not a link", "", TEXTS[1], "4"],
    ]
    _, _, members = take(unpack_csv(write_csv(tmp_path / "a.csv", rows)))
    assert dict(members[0].meta) == {
        "title": "Quarry shut", "authors": "Ana Vik", "publisher": "Tolm Post", "published": "2024-02-01",
        "url": "https://tolm.example/q", "language": "en",
    }  # fmt: skip
    assert dict(members[1].meta) == {"publisher": "Tolm Post", "published": "2024-02-01"}


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("1706788800", "2024-02-01"), ("1706788800000", "2024-02-01"), ("1706788800.0", "2024-02-01"), ("20240201", "2024-02-01"),
        ("Thu Feb 01 10:00:00 +0000 2024", "2024-02-01"), ("1 Feb 2024 10:00", "1 Feb 2024 10:00"),
        ("2024-02-01T10:00:00Z", "2024-02-01T10:00:00Z"), ("2024", "2024"),
        ("99999999", "99999999"), ("12:30", "12:30"), ("9" * 400, "9" * 400), ("last week 10:00", "last week 10:00"),
    ],
)  # fmt: skip
def test_days_in_the_forms_that_machines_write(given, day):
    assert to_day(given) == day


def test_marked_up_texts_are_pages(tmp_path):
    pages = [f"<p>{text}</p>\n<p>More<br/></p>" for text in TEXTS]
    rows = [["n", "html"], *([str(i), page] for i, page in enumerate(pages))]
    texts, _, _ = take(unpack_csv(write_csv(tmp_path / "a.csv", rows)))
    assert all(name.endswith(".html") for name in texts) and list(texts.values()) == pages
    rows = [["n", "text"], ["1", "If a < b and c > d, the board said, stop here."]]
    texts, _, _ = take(unpack_csv(write_csv(tmp_path / "a.csv", rows)))
    assert list(texts) == ["row-0001.txt"]


def test_a_table_without_texts_is_told(tmp_path):
    for rows in (
        [["year", "tonnes"], *([str(1990 + i), str(i * 31.7)] for i in range(30))],
        [["name", "town"], *([f"Person {i}", "Tolm"] for i in range(30))],
        [["key", "data"], *([str(i), "9f" * 60] for i in range(30))],
        [],
        [["text"]],
        [["message", "n"], *(["ok", str(i)] for i in range(9))],
    ):
        with pytest.raises(Unreadable, match=r"no column of texts|no rows"):
            take(unpack_csv(write_csv(tmp_path / "a.csv", rows)))
    rows = [["page", "seen"], *([f"https://tolm.example/{i}", "yes"] for i in range(9))]
    with pytest.raises(Unreadable, match="--fetch"):
        take(unpack_csv(write_csv(tmp_path / "a.csv", rows)))


def test_a_table_whose_first_row_names_nothing(tmp_path):
    rows = [[str(i), text, "2024-02-01"] for i, text in enumerate(TEXTS)]
    texts, passed, _ = take(unpack_csv(write_csv(tmp_path / "a.csv", rows)))
    assert list(texts.values()) == TEXTS
    assert "the first row names no columns" in [one.what for one in passed]


def test_one_column_alone(tmp_path):
    for quoting in (csv.QUOTE_ALL, csv.QUOTE_MINIMAL):
        made = write_csv(tmp_path / "a.csv", [["text"], *([text] for text in TEXTS)], quoting=quoting)
        assert list(take(unpack_csv(made))[0].values()) == TEXTS
    bare = ["The mill, the quarry, and the inn are shut, he said.", "No, they are open, and were, she said."]
    (tmp_path / "b.csv").write_text("\n".join(["text", *bare]))
    assert list(take(unpack_csv(tmp_path / "b.csv"))[0].values()) == bare


def test_odd_tables(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nid;text\n1;The quarry is shut, he said.\n2;\n\n3;Nobody was told of it; not a word.\n")
    texts, passed, _ = take(unpack_csv(path))
    assert texts["row-0001-1.txt"] == "The quarry is shut, he said."
    assert texts["row-0003-3.txt"] == "Nobody was told of it; not a word." and len(texts) == 2
    assert [(one.what, one.is_lost) for one in passed] == [
        ("1 rows have more cells than the table has columns", True), ("`text` taken for the text of 2 rows", False),
        ("1 rows have no text", False),
    ]  # fmt: skip
    path.write_text('id,text\n' + '1,"The \\"quarry\\", he said, is shut, and so is the mill."\n' * 3)
    assert take(unpack_csv(path))[0]["row-0001-1.txt"] == 'The "quarry", he said, is shut, and so is the mill.'
    path.write_bytes(b"id,text\n1,The qu\0arry is shut now, he said.\n2,The mill is sh\xff\xfeut, too, he said.\n")
    texts, _, _ = take(unpack_csv(path))
    assert texts["row-0001-1.txt"] == "The quarry is shut now, he said." and len(texts) == 2
    path.write_text('id,text\n"../../x",The quarry is shut now, he said.\n\u202e7,The quarry is open now, he said.\n')
    names = list(take(unpack_csv(path))[0])
    assert names == ["row-0001-.._.._x.txt", "row-0002-7.txt"]


def test_the_standard_librarys_limit_is_put_back(tmp_path):
    path, before = tmp_path / "a.csv", csv.field_size_limit()
    path.write_text("title,text\nOne,The harbour was shut for the winter and the whole town knew of it by noon.\n")
    assert list(unpack_csv(path)) and csv.field_size_limit() == before


def test_a_field_without_end_costs_itself(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("w") as file:
        file.write("id,text\n1,The quarry above Tolm is shut.\n2,\"")
        for _ in range(60):
            file.write("never closed " * 10_000 + "\n")
        for i in range(3, 40):
            file.write(f"{i},The mill is shut as well and number {i}.\n")
    start = time.process_time()
    texts, passed, _ = take(unpack_csv(path))
    assert texts["row-0001-1.txt"].startswith("The quarry") and any("number 39" in text for text in texts.values())
    assert any("can't be read" in one.what and one.is_lost for one in passed)
    path.write_text("id,text\n1,The quarry above Tolm is shut.\n2," + "x" * 12_000_000)
    take(unpack_csv(path))
    path.write_text("," * 3_000_000 + "\n" + "a," * 3_000_000)
    with pytest.raises(Unreadable):
        take(unpack_csv(path))
    assert time.process_time() - start < 20


# ---------------------------------------------------------------- JSON


def test_json_in_every_layout(tmp_path):
    about = [{"title": f"T {i}", "source": {"name": "Tolm Post"}} for i in range(4)]
    records = [{"id": i, "meta": about[i], "body": text} for i, text in enumerate(TEXTS)]
    layouts = {
        "lines": "\n".join(map(json.dumps, records)),
        "bare": "\n\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\r\n",
        "array": json.dumps(records),
        "wide": json.dumps(records, indent=2),
        "held": json.dumps({"status": "ok", "articles": records}, indent=1),
        "run on": "".join(json.dumps(record, indent=1) for record in records),
        "commas": ",\n".join(map(json.dumps, records)),
    }
    for name, text in layouts.items():
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            (tmp_path / "a.json").write_bytes(text.encode(encoding))
            texts, passed, members = take(unpack_jsonl(tmp_path / "a.json"))
            assert list(texts.values()) == TEXTS, name
            assert dict(members[1].meta) == {"title": "T 1", "publisher": "Tolm Post"}, name
            assert list(texts)[1] == "row-0002-1.txt"
            assert [one.what for one in passed] == ["`body` taken for the text of 4 rows"], (name, passed)


def test_broken_lines_cost_themselves(tmp_path):
    lines = [json.dumps({"text": text}) for text in TEXTS]
    deep = "[" * 100_000
    odd = '{"text": "\\ud800 The quarry is shut, he said."}'
    bad = ['{"text": "cut', deep, '{"text": ' + "9" * 5000 + "}", "not json", odd, "[1, 2]", "null"]
    (tmp_path / "a.jsonl").write_text("\n".join([lines[0], *bad, *lines[1:]]))
    texts, passed, _ = take(unpack_jsonl(tmp_path / "a.jsonl"))
    assert [text for text in texts.values() if not text.startswith("?")] == TEXTS
    assert "? The quarry is shut, he said." in texts.values()
    assert [one.name for one in passed[:4]] == ["line 2", "line 3", "line 4", "line 5"] and all(one.is_lost for one in passed[:4])
    assert [one.what for one in passed[4:]] == ["2 values that are no records", "`text` taken for the text of 5 rows"]


def test_many_broken_lines_are_counted(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXTS[0]}) + "\n{bad" * 500)
    texts, passed, _ = take(unpack_jsonl(tmp_path / "a.jsonl"))
    assert len(texts) == 1 and len(passed) == 22
    assert "480 more records that can't be read" in [one.what for one in passed]


def test_nested_records_lists_and_other_places_of_the_text(tmp_path):
    records = [
        {"tweet": {"full_text": TEXTS[0], "user": {"screen_name": "tolm"}}, "authors": [{"name": "Ana Vik"}, {"name": "Bo Lund"}]},
        {"tweet": {"text": TEXTS[1]}},
        {"tweet": {"full_text": ["First paragraph of the text. " * 4, "And the second one of it. " * 4]}},
        {"deep": {"a": {"b": {"c": {"d": {"e": "lost"}}}}}},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    texts, passed, members = take(unpack_jsonl(tmp_path / "a.jsonl"))
    assert list(texts.values())[:2] == TEXTS[:2]
    assert list(texts.values())[2].count("\n\n") == 1
    assert dict(members[0].meta)["authors"] == "Ana Vik; Bo Lund"
    assert "1 rows have no text" in [one.what for one in passed]


def test_one_record_with_its_paragraphs_in_lists(tmp_path):
    paragraphs = [["The quarry above Tolm is shut.", "Its owner said so."], ["Nobody was told."]]
    title = "A quarry above a town is shut, and nobody in it was ever told"
    record = {"title": title, "url": "https://tolm.example/", "body-paragraphs": paragraphs}
    (tmp_path / "a.json").write_text(json.dumps(record, indent=2))
    texts, _, members = take(unpack_jsonl(tmp_path / "a.json"))
    assert list(texts.values()) == ["The quarry above Tolm is shut. Its owner said so.\n\nNobody was told."]
    assert dict(members[0].meta) == {"title": record["title"], "url": "https://tolm.example/"}
    del record["body-paragraphs"]
    (tmp_path / "a.json").write_text(json.dumps(record))
    with pytest.raises(Unreadable, match="no column of texts"):  # a title alone is no text
        take(unpack_jsonl(tmp_path / "a.json"))


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "{}", "nul", "[1,2,3]", '{"a": 1}', "\x00\x01", '[{"a": "b"}', "[" * 200_000, '{"a":' * 50_000]
)
def test_json_without_texts_is_told(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(Unreadable):
        take(unpack_jsonl(tmp_path / "a.json"))


def test_an_array_cut_short_gives_what_was_readable(tmp_path):
    text = json.dumps([{"text": f"{TEXTS[0]} {i}"} for i in range(1000)])
    (tmp_path / "a.json").write_text(text[: len(text) // 2])
    texts, passed, _ = take(unpack_jsonl(tmp_path / "a.json"))
    assert 490 <= len(texts) <= 510
    assert any(one.is_lost for one in passed)


def test_damaged_tables_never_raise_anything_else(tmp_path):
    rows = [["id", "text"], *([str(i), text] for i, text in enumerate(TEXTS))]
    table = write_csv(tmp_path / "a.csv", rows).read_bytes()
    records = json.dumps([{"text": text} for text in TEXTS], indent=1).encode()
    pick, start = random.Random(6), time.process_time()
    for whole, unpack in ((table, unpack_csv), (records, unpack_jsonl)):
        for _ in range(400):
            data = bytearray(whole)
            for _ in range(pick.choice((1, 3, 30))):
                data[pick.randrange(len(data))] = pick.randrange(256)
            (tmp_path / "b").write_bytes(data)
            try:
                take(unpack(tmp_path / "b"))
            except Unreadable:
                continue
    assert time.process_time() - start < 60


# ---------------------------------------------------------------- lists of addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.example/1\n\nhttp://b.example/?q=2\nhttps://a.example/1\n", ["https://a.example/1", "http://b.example/?q=2"]),
        ("\ufeffurl\r\n\"https://a.example/1\",\r\n", ["https://a.example/1"]),
        ("# to read\nhttps://a.example/1\n", ["https://a.example/1"]),
        ("https://a.example/1 is where it stands\n", None),
        ("See https://a.example/1\n", None),
        ("ftp://a.example/1\n", None),
        ("", None),
        ("https://", None),
        ("# nothing\n", None),
    ],
)
def test_lists_of_addresses(tmp_path, text, found):
    (tmp_path / "a.txt").write_text(text)
    assert find_addresses(tmp_path / "a.txt") == found
    assert find_addresses(tmp_path / "missing.txt") is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Die Brücke über die Olme ist gesperrt, sagte der Bürgermeister; „nein“ – mehr nicht. ", "cp1252"),
        ("Le pont de Tolmé a été fermé à l’aube, dit le maire, « où était-il ? ». ", "cp1252"),
        ("Minister powiedział, że most zostanie zamknięty, ponieważ źle się dzieje. ", "cp1250"),
        ("Министр заявил, что мост закроют в понедельник, сообщила газета. ", "cp1251"),
        ("Ο υπουργός δήλωσε ότι η γέφυρα θα κλείσει τη Δευτέρα. ", "cp1253"),
    ],
)
def test_encodings_of_windows_are_guessed(tmp_path, text, encoding):
    rows = [["id", "text"], *([str(i), text] for i in range(4))]
    texts, passed, _ = take(unpack_csv(write_csv(tmp_path / "a.csv", rows, encoding)))
    assert set(texts.values()) == {text}
    assert passed[0].what == "its encoding is guessed"
