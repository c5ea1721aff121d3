"""The Admiralty code as published for STIX: marking definitions that anyone who shares a grade can point to.

The objects are dogesec's (https://downloads.ctibutler.com/admiralty-codes/objects/bundle/all_objects_bundle.json, 2026): a
marking definition never changes, so that ids, dates and properties stand here as they were published. OASIS's own
repository of common objects has none. F and 6, which say that nothing can be judged, are markings like the others.
"""

from __future__ import annotations

from typing import Any

PUBLISHER = "identity--9779a2db-f98c-5f4b-8d08-8ee04e02dbb5"
PUBLISHED_AT = "2020-01-01T00:00:00.000Z"
RELIABILITY = "extension-definition--5b93a453-445f-5fd6-9035-1d8fd3f8188b"
CREDIBILITY = "extension-definition--684bccf7-abc1-5315-ba05-33c5371cc0a6"

_MARKED_WITH = [
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "marking-definition--60c0f466-511a-5419-9f7e-4814e696da40",
]
_SCHEMAS = "https://downloads.ctibutler.com/admiralty-codes/schemas/properties/marking-definition-admiralty-"

_LETTERS = {
    "A": ("cf438540-077a-56c7-b68e-82fcc2bb0208", "Completely reliable"),
    "B": ("b3cd9dd0-9081-5cbe-84d0-ef5bc11b8b13", "Usually reliable"),
    "C": ("3545f856-c5f5-5d2f-a1ae-102e0b6028b2", "Fairly reliable"),
    "D": ("223ecfcc-22ce-5ece-b91c-a05a53a91959", "Not usually reliable"),
    "E": ("9eff5f66-33b9-5e54-9868-72179b28ae12", "Unreliable"),
    "F": ("adebda39-90c9-5ac0-9107-c26d86a6c3d8", "Reliability cannot be judged"),
}
_DIGITS = {
    "1": ("2462b621-0825-5879-917c-082e0394bcf4", "Confirmed by other sources"),
    "2": ("9cf59b27-57f8-5250-98f4-16c462d5652c", "Probably true"),
    "3": ("4c76ec83-d905-5ada-b0bf-8ae2fb9e9f4d", "Possibly true"),
    "4": ("c36a018d-bc8e-57a4-a39d-9e7e31d1bc17", "Doubtful"),
    "5": ("0a48adab-e7d5-5354-8a41-abf199fe2628", "Improbable"),
    "6": ("2244db4b-ee29-5b8c-bed4-c7ac784c647a", "Truth cannot be judged"),
}
_SCALES = (
    (_LETTERS, RELIABILITY, "admiralty_source_reliability", "Source Reliability"),
    (_DIGITS, CREDIBILITY, "admiralty_information_credibility", "Information Credibility"),
)


def find_marking_id(grade: str) -> str | None:
    """Id of the published marking of a grade, A to F or 1 to 6; null for anything else."""
    found = _LETTERS.get(grade) or _DIGITS.get(grade)
    return f"marking-definition--{found[0]}" if found else None


def list_markings(grades: set[str]) -> list[dict[str, Any]]:
    """The published objects that these grades need: the publisher, the extensions' definitions, the markings."""
    objects: list[dict[str, Any]] = []
    for codes, extension, key, name in _SCALES:
        used = [code for code in codes if code in grades]
        if used:
            objects.append(_define(extension, name))
        objects += [_mark(code, *codes[code], extension=extension, key=key, name=name) for code in used]
    return [_PUBLISHER, *objects] if objects else []


def _define(extension: str, name: str) -> dict[str, Any]:
    """As published, but for `extension_properties`: STIX 2.1 has those only with extensions of the top level."""
    lower = name.lower()
    return {
        "type": "extension-definition", "spec_version": "2.1", "id": extension, "created_by_ref": PUBLISHER,
        "created": PUBLISHED_AT, "modified": PUBLISHED_AT, "name": f"Marking Definition Admiralty {name}",
        "description": f"This extension adds new properties to Marking Definition objects to capture Admiralty {lower}.",
        "schema": f"{_SCHEMAS}{lower.replace(' ', '-')}.json", "version": "1.0", "extension_types": ["property-extension"],
        "object_marking_refs": _MARKED_WITH,
    }


def _mark(code: str, number: str, meaning: str, *, extension: str, key: str, name: str) -> dict[str, Any]:
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": f"marking-definition--{number}", "created": PUBLISHED_AT,
        "created_by_ref": PUBLISHER, "name": f"Admiralty {name}: {code} - {meaning}",
        "extensions": {extension: {"extension_type": "property-extension", key: code, f"{key}_description": meaning}},
        "object_marking_refs": _MARKED_WITH,
    }


_PUBLISHER: dict[str, Any] = {
    "type": "identity", "spec_version": "2.1", "id": PUBLISHER, "created": PUBLISHED_AT, "modified": PUBLISHED_AT,
    "name": "dogesec", "description": "https://github.com/muchdogesec/", "identity_class": "organization",
    "sectors": ["technology"], "contact_information": "https://www.dogesec.com/contact/", "confidence": 100,
    "object_marking_refs": [_MARKED_WITH[0], "marking-definition--97ba4e8b-04f6-57e8-8f6e-3a0f0a7dc0fb"],
}
