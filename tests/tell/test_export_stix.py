"""The STIX bundle: what OASIS's own validator and library take, and what stands in it."""

from __future__ import annotations

import dataclasses
import json
import random
import uuid
from collections import Counter
from typing import Any

import pytest
import stix2
from stix2validator import ValidationOptions, validate_string

from sayso.errors import UnknownFormat
from sayso.schema import TABLES, Claim, Membership, Tables
from sayso.tell.exports.about import About
from sayso.tell.exports.admiralty import CREDIBILITY, PUBLISHER, RELIABILITY, find_marking_id
from sayso.tell.exports.stix import export_stix, make_stix_id
from sayso.tell.exports.tlp import EXTENSION, LEVELS
from tell.export_rows import CASES, make_hostile
from tell.weighed import ARABIC, make_weighed

ABOUT = About("0.0.test", "Who dumped it?", "2031-06-01T12:00:00+00:00")


def write(tables: Tables, about: About = ABOUT) -> bytes:
    (content,) = export_stix(tables, about).values()
    return b"".join(content)


@pytest.fixture(scope="module")
def bundle() -> dict[str, Any]:
    return json.loads(write(make_weighed()))


@pytest.fixture(scope="module")
def objects(bundle: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {found["id"]: found for found in bundle["objects"]}


# Ids are UUIDv5, so that a thing keeps its id from export to export, where STIX would rather have UUIDv4 ({103}); it suggests
# `attributed-to` for intrusions and their like, not for notes ({202}). Both are recommendations; all others are held to.
STRICT = ValidationOptions(version="2.1", strict=True, disabled="uuid-check,relationship-types")


@pytest.mark.parametrize("name", CASES)
def test_the_validator_takes_it_as_strict_as_it_can_be(name: str) -> None:
    result = validate_string(write(CASES[name]()).decode(), STRICT)
    assert result.is_valid, [str(error) for error in result.errors][:5]
    assert not result.warnings


def test_the_validator_is_strict(bundle: dict[str, Any]) -> None:
    odd = {**bundle, "objects": [found | ({"identity_class": "gang"} if found["type"] == "identity" else {})
                                 for found in bundle["objects"]]}
    assert not validate_string(json.dumps(odd), STRICT).is_valid


@pytest.mark.parametrize("level", LEVELS)
def test_a_marking_of_the_traffic_light_protocol(level: str) -> None:
    content = b"".join(export_stix(make_weighed(), ABOUT, tlp=f"TLP:{level.upper()}")["bundle.json"]).decode()
    assert validate_string(content, STRICT).is_valid
    read = stix2.parse(content, allow_custom=False)
    own = [found for found in read.objects if found.get("created_by_ref") != PUBLISHER and found.id != PUBLISHER
           and found.type != "marking-definition"]
    assert len(own) > 50
    assert {found.object_marking_refs[0] for found in own} == {LEVELS[level]}
    mayor = next(found for found in own if found.id == make_stix_id("identity", "s-mayor"))
    assert mayor.object_marking_refs == [LEVELS[level], find_marking_id("C")]
    (marking,) = [found for found in read.objects if found.id == LEVELS[level]]
    assert marking.extensions[EXTENSION]["tlp_2_0"] == level


def test_an_unknown_level_is_said() -> None:
    with pytest.raises(UnknownFormat, match="purple"):
        export_stix(Tables(), ABOUT, tlp="purple")


def test_the_validator_refuses_a_broken_one(bundle: dict[str, Any]) -> None:
    broken = {**bundle, "objects": [{**found, "created": "soon"} for found in bundle["objects"]]}
    assert not validate_string(json.dumps(broken), ValidationOptions(version="2.1")).is_valid


def test_the_library_reads_it(bundle: dict[str, Any]) -> None:
    read = stix2.parse(json.dumps(bundle), allow_custom=False)
    assert Counter(found.type for found in read.objects) == Counter(found["type"] for found in bundle["objects"])


def test_ids_are_one_each_and_every_reference_of_our_own_is_there(objects: dict[str, Any], bundle: dict[str, Any]) -> None:
    assert len(objects) == len(bundle["objects"])
    for found in objects.values():
        refs = [*found.get("object_refs", []), *(found[end] for end in ("source_ref", "target_ref") if end in found)]
        assert [ref for ref in refs if ref not in objects] == []
        assert found.get("created_by_ref", make_stix_id("identity", "sayso")) in objects


def test_a_claim_is_a_note_with_words_chain_and_stance(objects: dict[str, Any]) -> None:
    note = objects[make_stix_id("note", "c2")]
    assert note["content"].startswith("“40 barrels of dye were dumped into the reservoir”\n\nTold by Fenwick Herald, laid to")
    assert "The Brackwater Board's report (“states”)" in note["content"]
    assert "Stance: reports" in note["content"]
    assert note["authors"] == ["Fenwick Herald"]
    assert set(note["object_refs"]) == {make_stix_id("report", "herald"), make_stix_id("identity", "s-report")}


def test_confidence_is_only_the_makers_own(objects: dict[str, Any]) -> None:
    sure = {found["id"]: found["confidence"] for found in objects.values() if "confidence" in found}
    assert sure.pop(PUBLISHER) == 100  # as its publisher has it
    assert sure == {
        make_stix_id("note", "c1"): 87, **{make_stix_id("note", "judgement", f"{number}"): 50 for number in (2, 3, 4)}
    }


def test_a_denial_is_an_opinion_on_what_it_denies(objects: dict[str, Any]) -> None:
    (opinion,) = [found for found in objects.values() if found["type"] == "opinion"]
    assert (opinion["opinion"], opinion["authors"]) == ("disagree", ["Mayor Ilse Tarn"])
    assert set(opinion["object_refs"]) == {make_stix_id("note", "c1"), make_stix_id("note", "c2")}


def test_an_opinion_points_to_no_more_notes_than_it_may() -> None:
    tables = make_weighed()
    first = tables.take(Claim)[0]
    tables.add("claims", [dataclasses.replace(first, id=f"m{i:03}") for i in range(100)])
    tables.add("memberships", [Membership(f"m{i:03}", "g-dye", "affirmed", 1.0, "the same words") for i in range(100)])
    found = json.loads(write(tables))["objects"]
    (opinion,) = [one for one in found if one["type"] == "opinion"]
    (grouping,) = [one for one in found if one["id"] == make_stix_id("grouping", "g-dye")]
    assert (len(opinion["object_refs"]), len(grouping["object_refs"])) == (50, 104)
    assert opinion["id"] in grouping["object_refs"]


def test_lines_stand_in_the_grouping(objects: dict[str, Any]) -> None:
    told = objects[make_stix_id("grouping", "g-dye")]["description"]
    assert "Affirmed: 2 documents, 1 independent line (at most 1): same origin." in told
    assert "Negated: 1 document" in told


def test_grades_are_the_published_markings(objects: dict[str, Any]) -> None:
    mayor, person = (objects[make_stix_id("identity", source)] for source in ("s-mayor", "s-person"))
    assert mayor["object_marking_refs"] == [find_marking_id("C")]
    assert (mayor["labels"], person["object_marking_refs"]) == (["admiralty-suggested"], [find_marking_id("F")])
    assert objects[make_stix_id("note", "c1")]["labels"] == ["admiralty-confirmed"]
    assert objects[make_stix_id("note", "c7")]["object_marking_refs"] == [find_marking_id("6")]
    assert "object_marking_refs" not in objects[make_stix_id("identity", "s-works")]
    marking = objects["marking-definition--3545f856-c5f5-5d2f-a1ae-102e0b6028b2"]
    assert marking["extensions"][RELIABILITY]["admiralty_source_reliability"] == "C"
    digit = objects["marking-definition--9cf59b27-57f8-5250-98f4-16c462d5652c"]
    assert digit["extensions"][CREDIBILITY]["admiralty_information_credibility"] == "2"
    assert sum(found["type"] == "marking-definition" for found in objects.values()) == 4
    assert (find_marking_id("G"), find_marking_id("0"), find_marking_id("")) == (None, None, None)


def test_ids_of_the_extensions_are_made_as_their_publisher_makes_them() -> None:
    space = uuid.UUID("1abb62b9-e513-5f55-8e73-8f6d7b55c237")  # dogesec's, for every extension definition that it publishes
    for name, id_ in (("source-reliability", RELIABILITY), ("information-credibility", CREDIBILITY)):
        assert id_ == f"extension-definition--{uuid.uuid5(space, f'marking-definition-admiralty-{name}')}"


def test_a_copy_is_derived_from_what_it_copies(objects: dict[str, Any]) -> None:
    (copy,) = [found for found in objects.values() if found.get("relationship_type") == "derived-from"]
    assert (copy["source_ref"], copy["target_ref"]) == (make_stix_id("report", "herald"), make_stix_id("report", "courier"))


def test_documents_keep_their_hash_and_an_unknown_date_is_said_to_be_unknown(objects: dict[str, Any]) -> None:
    courier, hostile = (objects[make_stix_id("report", doc)] for doc in ("courier", "hostile"))
    assert courier["published"] == "2031-03-04T00:00:00.000Z"
    assert courier["created"] == "2031-03-05T09:00:00.000Z"
    assert len(courier["external_references"][0]["external_id"]) == 64
    assert (hostile["labels"], "no date" in hostile["description"]) == (["published-unknown"], True)


def test_hostile_and_foreign_text(objects: dict[str, Any]) -> None:
    raw = write(make_weighed()).decode()
    assert [bad for bad in ("\u202e", "\x1b", "\\u001b", "javascript:") if bad in raw] == []
    assert objects[make_stix_id("report", "weir")]["name"] == ARABIC
    assert "[U+202E]" in objects[make_stix_id("identity", "s-police")]["name"]


def test_no_text_is_without_bounds() -> None:
    written = write(make_hostile())  # one of its names has a million characters
    assert len(written) < 200_000


def test_order_of_rows_and_a_second_writing_change_no_byte() -> None:
    tables = make_weighed()
    shuffled = Tables()
    for name in TABLES:
        some = list(tables.named(name))
        random.Random(5).shuffle(some)
        shuffled.add(name, some)
    assert write(shuffled) == write(tables)


def test_a_later_export_is_a_later_version_of_the_same_objects(bundle: dict[str, Any]) -> None:
    later = json.loads(write(make_weighed(), About("0.0.test", "", "2031-07-01T12:00:00+00:00")))
    kept = {(found["id"], found["created"]) for found in bundle["objects"]}
    assert {(found["id"], found["created"]) for found in later["objects"]} == kept
    assert {found["modified"] for found in later["objects"] if found["type"] == "note"} == {"2031-07-01T12:00:00.000Z"}
