"""What an export uses of FollowTheMoney's model (4.11), and a check of entities by it, for machines without the library.

Schemata and properties are as the model's published YAML declares them (https://followthemoney.tech/explorer/);
tests/tell/test_ftm_library.py holds this page against the library itself, where that is installed.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

Entity = dict[str, Any]

PATTERNS = {
    "date": r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\dZ?)?)?)?", "url": r"https?://[^\s]+", "language": "[a-z]{3}",
    "mimetype": r"[a-z0-9.+-]+/[a-z0-9.+-]+", "number": r"-?\d+(\.\d+)?", "entity": "sayso-.+",
}
"""By type what a value must be made like; any other is free text."""
LONGEST = {"text": 65_000, "string": 1_024, "name": 384, "address": 250, "url": 4_096}
"""By type the characters that are kept of a value, `max_length` of the library's types."""


@dataclasses.dataclass(frozen=True, slots=True)
class Schema:
    """A schema: those that it extends, what it must have, and its own properties with their types; `entity:X` points to an X."""

    extends: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    properties: dict[str, str] = dataclasses.field(default_factory=dict)
    is_abstract: bool = False


SCHEMATA = {
    "Thing": Schema(properties={
        "name": "name", "alias": "name", "summary": "text", "notes": "text", "description": "text", "sourceUrl": "url",
        "publisher": "string", "keywords": "string", "proof": "entity:Document", "createdAt": "date",
    }, is_abstract=True),
    "Analyzable": Schema(properties={"namesMentioned": "name"}, is_abstract=True),
    "Interval": Schema(properties={"summary": "text"}, is_abstract=True),
    "Interest": Schema(("Interval",), properties={"role": "string", "status": "string"}, is_abstract=True),
    "Document": Schema(("Thing", "Analyzable"), ("fileName",), {
        "fileName": "string", "title": "string", "author": "string", "mimeType": "mimetype", "fileSize": "number",
        "language": "language", "date": "date", "publishedAt": "date", "bodyText": "text",
    }),
    "PlainText": Schema(("Document",)), "HyperText": Schema(("Document",)), "Pages": Schema(("Document",)),
    "Folder": Schema(("Document",)), "Email": Schema(("Folder", "PlainText", "HyperText")), "Article": Schema(("Document",)),
    "LegalEntity": Schema(("Thing",), ("name",)), "Person": Schema(("LegalEntity",), ("name",)),
    "Organization": Schema(("LegalEntity",), ("name",)),
    "Address": Schema(("Thing",), (), {"full": "address"}),
    "Note": Schema(("Thing", "Analyzable"), (), {"entity": "entity:Thing"}),
    "Mention": Schema((), ("document", "name"), {
        "document": "entity:Document", "resolved": "entity:LegalEntity", "name": "name", "detectedSchema": "string",
    }),
    "Documentation": Schema(("Interest",), ("document", "entity"), {"document": "entity:Document", "entity": "entity:Thing"}),
    "UnknownLink": Schema(("Interest",), ("subject", "object"), {"subject": "entity:Thing", "object": "entity:Thing"}),
}


def list_kin(name: str) -> set[str]:
    """The schema and all that it extends."""
    return {name}.union(*(list_kin(parent) for parent in SCHEMATA[name].extends))


def find_types(name: str) -> dict[str, str]:
    """Every property of a schema, inherited ones too, with its type."""
    return {prop: type_ for kin in list_kin(name) for prop, type_ in SCHEMATA[kin].properties.items()}


def find_required(name: str) -> set[str]:
    """What an entity of a schema must have. A schema's own list counts, as in the model, and not its parents'."""
    return set(SCHEMATA[name].required)


def list_faults(entities: dict[str, Entity]) -> list[str]:
    """What in these entities the model doesn't allow, each in a few words."""
    return [f"{id_}: {fault}" for id_, entity in entities.items() for fault in _list_faults_of(entity, entities)]


def _list_faults_of(entity: Entity, entities: dict[str, Entity]) -> list[str]:
    if set(entity) != {"id", "schema", "properties"}:
        return [f"fields {sorted(entity)}"]
    name = entity["schema"]
    if name not in SCHEMATA or SCHEMATA[name].is_abstract:
        return [f"schema {name}"]
    types, values = find_types(name), entity["properties"]
    faults = [f"{prop} is missing" for prop in sorted(find_required(name) - values.keys())]
    faults += [f"{name} has no {prop}" for prop in values if prop not in types]
    for prop, found in values.items():
        if not found or not all(isinstance(value, str) and value for value in found) or len(set(found)) != len(found):
            faults.append(f"{prop} is no list of different texts")
        faults += [f"{prop}: {value[:80]!r}" for value in found if not _is_made_well(value, types.get(prop, ""), entities)]
    return faults


def _is_made_well(value: str, type_: str, entities: dict[str, Entity]) -> bool:
    kind, _, range_ = type_.partition(":")
    if len(value) > LONGEST.get(kind, 1_024) or not re.fullmatch(PATTERNS.get(kind, r"(?s).+"), value):
        return False
    return not range_ or (value in entities and range_ in list_kin(entities[value]["schema"]))
