"""Web Annotations keep the model's shape, expand as JSON-LD, and both selectors find the words."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import jsonschema
import pytest
from pyld import jsonld

from sayso.schema import Attribution, Claim, Document, Tables
from sayso.tell.exports.annotations import CONTEXT, CONTEXT_CHARS
from tell.export_rows import ABOUT, CASES, TEXT, make_hostile, write

OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
# The terms that an export uses, as the Web Annotation Vocabulary (W3C Recommendation, 23 February 2017) binds them.
TERMS: dict[str, Any] = {
    "id": "@id", "type": "@type", "Annotation": f"{OA}Annotation", "TextualBody": f"{OA}TextualBody",
    "SpecificResource": f"{OA}SpecificResource", "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "TextPositionSelector": f"{OA}TextPositionSelector", "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage", "Software": f"{AS}Application", "Text": "http://purl.org/dc/dcmitype/Text",
    "describing": f"{OA}describing", "identifying": f"{OA}identifying",
    "body": {"@id": f"{OA}hasBody", "@type": "@id"}, "target": {"@id": f"{OA}hasTarget", "@type": "@id"},
    "source": {"@id": f"{OA}hasSource", "@type": "@id"}, "selector": {"@id": f"{OA}hasSelector", "@type": "@id"},
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"}, "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"}, "first": {"@id": f"{AS}first", "@type": "@id"},
    "total": f"{AS}totalItems", "startIndex": f"{AS}startIndex", "generator": {"@id": f"{AS}generator", "@type": "@id"},
    "generated": "http://purl.org/dc/terms/issued", "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name", "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format", "language": "http://purl.org/dc/elements/1.1/language",
    "start": f"{OA}start", "end": f"{OA}end", "exact": f"{OA}exact", "prefix": f"{OA}prefix", "suffix": f"{OA}suffix",
}
# What sections 3 and 4 of the Web Annotation Data Model demand of what an export holds.
SELECTORS = {
    "TextPositionSelector": {
        "required": ["start", "end"],
        "properties": {"start": {"type": "integer", "minimum": 0}, "end": {"type": "integer", "minimum": 0}},
    },
    "TextQuoteSelector": {
        "required": ["exact"], "properties": {name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object", "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "type": {"const": "AnnotationCollection"}, "total": {"type": "integer", "minimum": 0},
        "first": {
            "required": ["id", "type", "items"],
            "properties": {"type": {"const": "AnnotationPage"}, "items": {"items": {"$ref": "#/$defs/annotation"}}},
        },
    },
    "$defs": {
        "annotation": {
            "required": ["id", "type", "target", "body"], "not": {"required": ["bodyValue"]},
            "properties": {
                "id": {"pattern": "^urn:sayso:[!-~]+$"}, "type": {"const": "Annotation"},
                "motivation": {"enum": ["describing", "identifying"]},
                "body": {
                    "required": ["type", "value"],
                    "properties": {"type": {"const": "TextualBody"}, "value": {"type": "string", "minLength": 1}},
                },
                "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/target"}},
            },
        },
        "target": {
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"required": ["id"], "properties": {"id": {"pattern": "^urn:sha256:[0-9a-f]{64}$"}}},
                "selector": {"items": {
                    "required": ["type"], "properties": {"type": {"enum": list(SELECTORS)}},
                    "allOf": [
                        {"if": {"properties": {"type": {"const": name}}}, "then": shape} for name, shape in SELECTORS.items()
                    ],
                }},
            },
        },
    },
}


def read(tables: Tables) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write(tables, "webannotation")["annotations.jsonld"])
    return found


def serve(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """The vocabulary's context, without the network."""
    assert url == CONTEXT[0]
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


@pytest.mark.parametrize("name", CASES)
def test_the_shape_is_the_model_s(name: str) -> None:
    tables = CASES[name]()
    found = read(tables)
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert found["total"] == len(found["first"]["items"]) == len(tables.take(Claim)) + len(tables.take(Attribution))
    assert len({item["id"] for item in found["first"]["items"]}) == found["total"]
    assert found["generated"] == ABOUT.made_at


def test_the_schema_refuses_a_broken_annotation(case: Tables) -> None:
    found = read(case)
    del found["first"]["items"][0]["target"][0]["selector"][1]["exact"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)


def test_both_selectors_find_the_words() -> None:
    tables = make_hostile()
    texts = {document.sha256: document.text.replace("\ud800", "\ufffd") for document in tables.take(Document)}
    n = 0
    for item in read(tables)["first"]["items"]:
        for target in item["target"]:
            text = texts[target["source"]["id"].removeprefix("urn:sha256:")]
            place, quoted = target["selector"]
            assert text[place["start"] : place["end"]] == quoted["exact"]
            before, after = text[: place["start"]], text[place["end"] :]
            assert before.endswith(quoted["prefix"])
            assert after.startswith(quoted["suffix"])
            assert len(quoted["prefix"]) <= CONTEXT_CHARS
            assert target["source"]["sayso:text"] == f"urn:sha256:{hashlib.sha256(text.encode('utf8')).hexdigest()}"
            n += 1
    assert n > len(tables.take(Claim))


@pytest.mark.parametrize("words", [
    "كان السد جافا", "\u2067מי תהום\u2069", "👩\u200d🚀 and 🇩🇪", "e\u0301 o\u0308\u0323", "क्षि", "𝔐𝔦𝔩𝔩",
    "naïve\u00ad", "\u202eturned\u202c",
])
def test_every_script_is_found_in_the_text_that_is_exported(words: str) -> None:
    text = f"🧪 {words} {words}, he said, {words}! 🧪"
    tables = Tables({"documents": [
        Document("d", "0" * 64, "d.txt", "text/plain", 1, text, None, (), None, None, None, None, None, (), "t")
    ]})
    places = [(start, start + len(words)) for start in range(len(text)) if text.startswith(words, start)]
    tables.add("attributions", [
        Attribution(f"a{i}", "d", (), (), (place,), "direct", "say", None, None, 0.9, None, None, None, None, "t")
        for i, place in enumerate(places)
    ])
    [document] = [json.loads(line) for line in write(tables, "jsonl")["documents.jsonl"].decode().splitlines()]
    found = [item["target"][0]["selector"] for item in read(tables)["first"]["items"]]
    assert len(found) == 3
    for place, quoted in found:
        assert document["text"][place["start"] : place["end"]] == quoted["exact"] == words
        assert f"{quoted['prefix']}{words}{quoted['suffix']}" in document["text"]
        units = document["text"].encode("utf-16-le")[2 * place["start"] : 2 * place["end"]].decode("utf-16-le", "replace")
        assert units != words  # counting UTF-16 units, as JavaScript does, would miss it: an emoji stands before


def test_positions_count_code_points() -> None:
    item = next(item for item in read(make_hostile())["first"]["items"] if item["id"] == "urn:sayso:claim:c-bad-00")
    place, quoted = item["target"][0]["selector"]
    units = len(TEXT[: place["start"]].encode("utf-16-le", "surrogatepass")) // 2
    assert TEXT[place["start"] :].startswith(quoted["exact"])
    assert units > place["start"]  # an emoji before it takes two UTF-16 units and one code point


def test_context_does_not_begin_or_end_inside_a_character() -> None:
    text = "e\u0301" * 40 + " the sluice " + "e\u0301" * 40
    tables = Tables({"documents": [
        Document("d", "0" * 64, "d.txt", "text/plain", 1, text, None, (), None, None, None, None, None, (), "t")
    ]})
    tables.add("attributions", [Attribution(
        "a", "d", (), (), ((83, 91),), "direct", "say", None, None, 0.9, None, None, None, None, "t"
    )])
    quoted = read(tables)["first"]["items"][0]["target"][0]["selector"][1]
    assert quoted["exact"] == "e sluice"
    assert quoted["prefix"].startswith("e\u0301")
    assert quoted["suffix"].endswith("e\u0301")


def test_the_body_says_whose_word_it_is(case: Tables) -> None:
    items = {item["id"]: item for item in read(case)["first"]["items"]}
    body = items["urn:sayso:claim:c3"]["body"]
    assert body["value"] == (
        "Moor Tribune denies it, on the word of Mayor Ilse Tarn; told as not so; 2 documents of the case tell the contrary."
    )
    assert (body["sayso:stance"], body["sayso:polarity"], body["sayso:side"]) == ("denies", "negated", "negated")
    said = items["urn:sayso:attribution:a-c3-1"]
    assert said["body"]["value"] == "Moor Tribune lays this to Mayor Ilse Tarn."
    assert [target["sayso:part"] for target in said["target"]] == ["content", "cue", "source"]


def test_it_expands_as_json_ld() -> None:
    found = read(make_hostile())
    [collection] = jsonld.expand(found, {"documentLoader": serve})
    [page] = collection[f"{AS}first"]
    items = page[f"{AS}items"][0]["@list"]
    assert len(items) == found["total"]
    for item in items:
        assert item["@type"] == [f"{OA}Annotation"]
        assert item[f"{OA}motivatedBy"][0]["@id"] in {f"{OA}describing", f"{OA}identifying"}
        for target in item[f"{OA}hasTarget"]:
            selectors = {selector["@type"][0]: selector for selector in target[f"{OA}hasSelector"]}
            assert set(selectors) == {f"{OA}TextPositionSelector", f"{OA}TextQuoteSelector"}
            assert selectors[f"{OA}TextQuoteSelector"][f"{OA}exact"][0]["@value"]
    claim = next(item for item in items if item["@id"] == "urn:sayso:claim:c3")
    assert claim[f"{OA}hasBody"][0]["urn:sayso:stance"] == [{"@value": "denies"}]
