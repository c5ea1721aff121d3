"""Rulings: what people decide wins, survives every re-run and another reader, and can be taken back."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import Case
from sayso.case.anchors import relocate
from sayso.case.overlay import lay_over
from sayso.case.resolving import resolve
from sayso.case.settling import Settling
from sayso.config import Settings
from sayso.demo import open_docs
from sayso.errors import BadRuling, UnknownName
from sayso.schema import (
    TABLES,
    Claim,
    Document,
    Hop,
    Identity,
    Membership,
    Referent,
    Ruled,
    Ruling,
    Source,
    Tables,
    Tally,
)
from sayso.store.memory import MemoryStore

SIGNED = {"by": "Ann", "why": "I asked"}
LATER = {"by": "Bo", "why": "I asked again"}
OTHER_READER = "rules"


@pytest.fixture(scope="module")
def readings():
    """What reading the demo gave, so that each test gets a case of its own without reading again."""
    with Case.in_memory() as case, open_docs() as docs:
        case.add([docs])
        return list(case.store._readings.values())


@pytest.fixture
def case(readings):
    store = MemoryStore()
    for reading in readings:
        store.save_reading(reading)
    case = Case(store, settings=Settings())
    case.relink()
    return case


def find_source(case, name):
    """The source that most referents of the case make, of those that go by a name."""
    tables = case.tables()
    counts = [row.source_id for row in tables.take(Identity)]
    return max((row for row in tables.take(Source) if name in (row.name, *row.aliases)), key=lambda row: counts.count(row.id))


def find_claim(case, words):
    return next(claim for claim in case.tables().take(Claim) if words in claim.text)


def name_chain(case, claim_id):
    return [hop.name for hop in sorted(case.tables().take(Hop), key=lambda hop: hop.ordinal) if hop.claim_id == claim_id]


def give_rows(case):
    """All rows but those that tell what was ruled."""
    tables = case.tables()
    return {name: tables.named(name) for name in TABLES if name not in ("rulings", "ruled")}


def states(case):
    return {row["number"]: row["state"] for row in case.rulings()}


# ---------------------------------------------------------------- sources


def test_two_names_of_one_man_are_one_source_and_say_by_whose_word(case):
    one, other = find_source(case, "Ines Quarrie"), find_source(case, "Tobias Renn")
    case.rule("same", "Ines Quarrie", other.id, **SIGNED)
    tables = case.tables()
    rows = {row.referent_id: row for row in tables.take(Identity)}
    both = [row for row in rows.values() if row.source_id == find_source(case, "Ines Quarrie").id]
    assert find_source(case, "Tobias Renn").id == both[0].source_id not in (one.id, other.id)
    ruled = {id_ for row in tables.take(Ruled) for id_ in (row.a_id, row.b_id)}
    assert all((row.state == "confirmed") == (row.referent_id in ruled) for row in both)
    assert any("ruling 1 by Ann" in row.why and "I asked" in row.why for row in both)


def test_a_document_split_off_a_source_stands_apart_and_the_rest_stays_one(case):
    whole = find_source(case, "Petra Hallow")
    members = {row.referent_id for row in case.tables().take(Identity) if row.source_id == whole.id}
    case.rule("split", whole.id, "Bridge office denies it was warned", **SIGNED)
    tables = case.tables()
    title = {doc.id: doc.title for doc in tables.take(Document)}
    of = {row.id: title[row.document_id] for row in tables.take(Referent)}
    parts = {}
    for row in tables.take(Identity):
        if row.referent_id in members:
            parts.setdefault(row.source_id, set()).add(of[row.referent_id])
    assert len(parts) == 2
    assert {"Bridge office denies it was warned"} in parts.values()
    case.rule("undo", "1", **LATER)
    assert find_source(case, "Petra Hallow").id == whole.id


def test_the_later_ruling_wins_and_the_earlier_says_so(case):
    one, other = find_source(case, "Ines Quarrie"), find_source(case, "Tobias Renn")
    first = case.rule("same", one.id, other.id, **SIGNED)
    second = case.rule("split", find_source(case, "Tobias Renn").id, *[
        row.referent_id for row in case.tables().take(Identity) if row.referent_id in _referents(case, "Tobias Renn")
    ], **LATER)
    assert find_source(case, "Tobias Renn").id == other.id
    assert states(case) == {first.number: "overruled", second.number: "applied"}
    assert "ruling 2 says otherwise" in case.rulings()[0]["does"]
    case.rule("undo", f"{second.number}", **LATER)
    assert states(case) == {1: "applied", 2: "undone", 3: "applied"}
    assert find_source(case, "Tobias Renn").id == find_source(case, "Ines Quarrie").id


def _referents(case, name):
    return {row.id for row in case.tables().take(Referent) if row.name == name}


# ---------------------------------------------------------------- claims


def find_group(case, claim_id):
    return next(row for row in case.tables().take(Membership) if row.claim_id == claim_id)


def test_two_statements_ruled_one_are_one_group_and_one_claim_can_be_taken_out(case):
    one, other = find_claim(case, "new cables could be here"), find_claim(case, "The repairs have been put off")
    assert find_group(case, one.id).group_id != find_group(case, other.id).group_id
    case.rule("merge", find_group(case, one.id).group_id, find_group(case, other.id).group_id, **SIGNED)
    assert find_group(case, one.id).group_id == find_group(case, other.id).group_id
    assert find_group(case, one.id).state == "confirmed"
    assert "ruling 1 by Ann" in find_group(case, one.id).why
    case.rule("split", find_group(case, one.id).group_id, one.id, **LATER)
    assert find_group(case, one.id).group_id != find_group(case, other.id).group_id
    assert case.rulings()[0]["state"] in ("applied", "overruled")
    assert "ruling 2 says otherwise" in case.rulings()[0]["does"]


def test_another_speaker(case):
    claim = find_claim(case, "new cables could be here")
    assert name_chain(case, claim.id)[-1] == "Luka Pryce"
    case.rule("speaker", claim.id, value="Tobias Renn", **SIGNED)
    assert name_chain(case, claim.id) == [name_chain(case, claim.id)[0], "Tobias Renn"]
    tables = case.tables()
    hop = max((hop for hop in tables.take(Hop) if hop.claim_id == claim.id), key=lambda hop: hop.ordinal)
    assert {row.referent_id: row.source_id for row in tables.take(Identity)}[hop.referent_id] == find_source(case, "Tobias Renn").id
    case.rule("speaker", claim.id, value="teller", **LATER)
    assert len(name_chain(case, claim.id)) == 1
    assert states(case) == {1: "overruled", 2: "applied"}


def test_a_speaker_nobody_names_is_brought_in_and_can_be_ruled_on(case):
    claim = find_claim(case, "new cables could be here")
    case.rule("speaker", claim.id, value="Wilma Orrin", **SIGNED)
    assert find_source(case, "Wilma Orrin").is_source
    case.rule("grade", "Wilma Orrin", value="D", **SIGNED)
    assert '"name": "Wilma Orrin"' in case.export()["sources.jsonl"]
    assert '"grade": "D"' in next(row for row in case.export()["sources.jsonl"].splitlines() if "Wilma Orrin" in row)


def test_a_speaker_of_an_attribution_is_that_of_every_claim_in_it(case):
    claim = find_claim(case, "new cables could be here")
    case.rule("speaker", claim.attribution_id, value="Tobias Renn", **SIGNED)
    assert name_chain(case, claim.id)[-1] == "Tobias Renn"


@pytest.mark.parametrize(
    ("kind", "value", "column"),
    [pytest.param("stance", "distances", "stance"), pytest.param("polarity", "negated", "polarity")],
)
def test_stance_and_polarity_as_ruled_say_what_stood_there(case, kind, value, column):
    claim = find_claim(case, "The repairs have been put off")
    case.rule(kind, claim.id, value=value, **SIGNED)
    ruled = find_claim(case, "The repairs have been put off")
    assert getattr(ruled, column) == value
    why = getattr(ruled, f"why_{column}")
    assert "ruling 1 by Ann" in why
    assert f"as read: {getattr(claim, column)}" in why
    kept = {row.id: row for row in case.store.tables().take(Claim)}
    assert kept[claim.id] == claim  # what was read stays


def test_grades_are_shown_and_kept_apart(case):
    claim = find_claim(case, "The repairs have been put off")
    case.rule("grade", "Petra Hallow", value="b", **SIGNED)
    case.rule("grade", claim.id, value="6", **SIGNED)
    grades = [row for row in case.export()["sources.jsonl"].splitlines() if '"grade": "B"' in row]
    assert len(grades) == 1
    assert "Petra Hallow" in grades[0]
    assert "cannot be judged" in case.rulings()[1]["does"]


# ---------------------------------------------------------------- withdrawal


def test_what_rests_on_a_forged_document_alone_has_no_line_left(case):
    doc = next(doc for doc in case.tables().take(Document) if doc.title == "Weir Lane hangers")
    before = {(row.group_id, row.side): row for row in case.tables().take(Tally)}
    case.rule("withdraw", doc.id, by="Ann", why="its header is forged")
    after = {(row.group_id, row.side): row for row in case.tables().take(Tally)}
    losses = {(row["group_id"], row["side"]): row for row in case.withdrawn()}
    assert before.keys() == after.keys()
    for key, row in after.items():
        assert (key in losses) == ((row.lines, row.lines_possible) != (before[key].lines, before[key].lines_possible))
        assert row.lines <= before[key].lines
        if not row.lines:
            assert (row.verdict, row.lines_possible, row.cut) == ("withdrawn", 0, ())
            assert "its header is forged" in row.why
    assert any(not row["after"] for row in losses.values())
    assert any(row["after"] == 1 and row["before"] == 2 for row in losses.values())  # the lock-keeper saw it himself
    case.rule("undo", "1", **LATER)
    assert {(row.group_id, row.side): row for row in case.tables().take(Tally)} == before
    assert case.withdrawn() == []


# ---------------------------------------------------------------- kept through every run


def rule_on_much(case):
    """Rulings of every kind, each on something else."""
    case.rule("same", "Ines Quarrie", "Beatrice Oddy", **SIGNED)
    case.rule("split", "Petra Hallow", "Bridge office denies it was warned", **SIGNED)
    case.rule("stance", find_claim(case, "The repairs have been put off").id, value="distances", **SIGNED)
    case.rule("polarity", find_claim(case, "I would not leave this bridge open").id, value="affirmed", **SIGNED)
    case.rule("speaker", find_claim(case, "new cables could be here").id, value="Tobias Renn", **SIGNED)
    case.rule("grade", "Tobias Renn", value="A", **SIGNED)
    claims = [claim for claim in case.tables().take(Claim) if "40 broken wires" in claim.text]
    case.rule("different", claims[0].id, claims[1].id, **SIGNED)
    case.rule("withdraw", "The Towpath Diary", **SIGNED)


def test_rulings_survive_another_reader(case):
    rule_on_much(case)
    assert set(states(case).values()) == {"applied"}
    case.change(reader=OTHER_READER)
    with open_docs() as docs:
        assert case.add([docs]).n_read == 11
    assert set(states(case).values()) == {"applied"}
    assert find_source(case, "Ines Quarrie").id == find_source(case, "Beatrice Oddy").id
    assert find_claim(case, "The repairs have been put off").stance == "distances"
    assert name_chain(case, find_claim(case, "new cables could be here").id)[-1] == "Tobias Renn"


def test_a_ruling_whose_object_is_gone_is_shown(readings):
    store = MemoryStore()
    for reading in readings:
        store.save_reading(reading)
    case = Case(store, settings=Settings())
    case.relink()
    claim = find_claim(case, "The repairs have been put off")
    case.rule("stance", claim.id, value="hedges", **SIGNED)
    del store._readings[claim.document_id]
    case.relink()
    [row] = case.rulings()
    assert row["state"] == "gone"
    assert "The repairs have been put off" in row["does"]


def test_what_is_undone_leaves_the_case_as_it_was(case):
    before = give_rows(case)
    rule_on_much(case)
    assert give_rows(case) != before
    for number in random.Random(5).sample(range(1, 9), 8):
        case.rule("undo", f"{number}", **LATER)
    assert give_rows(case) == before
    assert set(states(case).values()) == {"undone", "applied"}


def test_nothing_hangs_on_the_order_of_rows(case):
    rule_on_much(case)
    tables = case.store.tables(with_linked=False)
    rng = random.Random(3)
    shuffled = Tables({name: rng.sample(tables.named(name), len(tables.named(name))) for name in TABLES})
    ruled = resolve(tables.take(Ruling), tables)
    assert resolve(shuffled.take(Ruling), shuffled) == ruled
    shuffled.add("ruled", ruled)
    tables.add("ruled", ruled)
    for name in TABLES:
        assert sorted(map(repr, lay_over(shuffled).named(name))) == sorted(map(repr, lay_over(tables).named(name)))


def test_linking_again_under_the_same_rulings_changes_nothing(case):
    rule_on_much(case)
    before = give_rows(case)
    assert not case.relink()
    case.store.save_linked(Tables(), over="")
    assert case.relink()
    assert give_rows(case) == before


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("kind", "objects", "value", "error", "words"),
    [
        pytest.param("ban", ["Petra Hallow"], None, BadRuling, "no such kind", id="kind"),
        pytest.param("grade", ["Petra Hallow"], "7", BadRuling, "letter", id="a source's grade is a letter"),
        pytest.param("grade", ["Petra Hallow"], None, BadRuling, "needs a value", id="no value"),
        pytest.param("withdraw", ["Petra Hallow"], "A", BadRuling, "takes no value", id="a value for nothing"),
        pytest.param("withdraw", ["Petra Hollow"], None, UnknownName, "Petra Hollow", id="unknown name"),
        pytest.param("stance", ["c00000000000000"], "asserts", UnknownName, "c00000000000000", id="unknown id"),
        pytest.param("stance", ["Petra Hallow"], "asserts", UnknownName, "claim", id="a name where an id is needed"),
        pytest.param("same", ["Petra Hallow"], None, BadRuling, "2 or more", id="one thing"),
        pytest.param("same", ["Petra Hallow", "petra  hallow"], None, BadRuling, "one thing already", id="the same thing"),
        pytest.param("different", ["Petra Hallow", "Petra Hallow"], None, BadRuling, "other than itself", id="itself"),
        pytest.param("split", ["Ines Quarrie", "Weir Lane hangers"], None, UnknownName, "no part in", id="no part"),
        pytest.param("undo", ["1"], None, BadRuling, "nothing was ruled", id="nothing to undo"),
        pytest.param("undo", ["one"], None, BadRuling, "no ruling of this number", id="no number"),
    ],
)
def test_what_says_nothing_is_refused_and_not_kept(case, kind, objects, value, error, words):
    with pytest.raises(error) as caught:
        case.rule(kind, *objects, value=value, **SIGNED)
    assert words in str(caught.value)
    assert case.store.rulings() == []


@pytest.mark.parametrize("signed", [{"by": " ", "why": "x"}, {"by": "Ann", "why": "\n"}])
def test_a_ruling_is_signed_and_gives_a_reason(case, signed):
    with pytest.raises(BadRuling):
        case.rule("withdraw", "Petra Hallow", **signed)


def test_a_ruling_is_not_undone_twice_but_an_undo_can_be(case):
    before = give_rows(case)
    case.rule("same", "Ines Quarrie", "Beatrice Oddy", **SIGNED)
    ruled = give_rows(case)
    case.rule("undo", "1", **LATER)
    assert give_rows(case) == before
    with pytest.raises(BadRuling, match="taken back already, by ruling 2 of Bo"):
        case.rule("undo", "1", **LATER)
    case.rule("undo", "2", **SIGNED)
    assert {name: rows for name, rows in give_rows(case).items() if name != "identities"} == {
        name: rows for name, rows in ruled.items() if name != "identities"
    }
    assert [(row.referent_id, row.source_id) for row in give_rows(case)["identities"]] == [
        (row.referent_id, row.source_id) for row in ruled["identities"]
    ]


def test_several_things_of_one_name_are_named_by_id(case):
    with pytest.raises(UnknownName, match="2 things of the case go by"):
        case.rule("grade", "borough council", value="A", **SIGNED)


# ---------------------------------------------------------------- which of several holds: laws


IDS = st.sampled_from("abcdefg")
LINKS = st.lists(
    st.tuples(st.sampled_from(["join", "part"]), st.lists(IDS, min_size=1, max_size=3, unique=True),
              st.lists(IDS, min_size=1, max_size=3, unique=True)),
    max_size=6,
)


def settle(rulings):
    """Rows of rulings given first to last; the settling takes them last to first."""
    settling, rows = Settling(), []
    for number, (kind, ours, theirs) in reversed(list(enumerate(rulings, 1))):
        theirs = [id_ for id_ in theirs if id_ not in ours]
        if theirs:
            made = settling.join(number, [*ours, *theirs]) if kind == "join" else settling.part(number, ours, theirs)
            rows += [(number, kind, *row) for row in made]
    return rows


@given(LINKS)
@settings(max_examples=300, deadline=None)
def test_what_applies_never_contradicts_itself(rulings):
    rows = settle(rulings)
    parent = {id_: id_ for id_ in "abcdefg"}

    def root(id_):
        while parent[id_] != id_:
            id_ = parent[id_]
        return id_

    for _, kind, a, b, against in rows:
        if kind == "join" and not against:
            parent[root(a)] = root(b)
    for number in {row[0] for row in rows if row[1] == "part"}:
        applied = [row for row in rows if row[0] == number and not row[4]]
        assert not {root(row[2]) for row in applied} & {root(row[3]) for row in applied}


@given(LINKS)
@settings(max_examples=200, deadline=None)
def test_the_last_ruling_applies_whole(rulings):
    rows = settle(rulings)
    last = max((row[0] for row in rows), default=0)
    assert all(not row[4] for row in rows if row[0] == last)
    assert all(number > row[0] for row in rows for number in row[4])


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        pytest.param("He left early.", ["left"], ((3, 7),), id="where it stood"),
        pytest.param("On Monday he  left early.", ["he left"], ((10, 18),), id="moved, and spaced otherwise"),
        pytest.param("She left, he left.", ["left"], ((4, 8),), id="the nearest"),
        pytest.param("Nothing here.", ["left"], (), id="gone"),
    ],
)
def test_words_are_found_where_a_text_was_cut_otherwise(text, words, spans):
    start = 3
    found = relocate(text, ((start, start + len(words[0])),), words)
    assert [span[0] for span in found] == [span[0] for span in spans]


def test_anchors_are_understood_without_the_case(case):
    claim = find_claim(case, "The repairs have been put off")
    ruling = case.rule("stance", claim.id, value="hedges", **SIGNED)
    doc = next(doc for doc in case.tables().take(Document) if doc.id == claim.document_id)
    assert doc.sha256 in ruling.anchors[0]
    assert claim.text in ruling.anchors[0]
    assert dataclasses.replace(ruling, number=1) == case.store.rulings()[0]
