"""TLP 2.0 as OASIS publishes it for STIX: who may be shown a bundle.

Ids, dates and properties stand here as in https://github.com/oasis-open/cti-stix-common-objects; a marking never changes.
"""

from __future__ import annotations

from typing import Any

from sayso.errors import UnknownFormat

EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

LEVELS = {
    "clear": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "green": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "amber": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "amber+strict": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "red": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}


def find_tlp_id(level: str) -> str:
    """Id of the published marking of a level, in any case, with `TLP:` in front or not.

    Raises:
        UnknownFormat: there is no such level.
    """
    found = LEVELS.get(level.lower().removeprefix("tlp:"))
    if found is None:
        raise UnknownFormat("TLP 2.0 has no such level", where="--tlp", got=[level], fix=f"--tlp {' or '.join(LEVELS)}")
    return found


def make_tlp(level: str) -> dict[str, Any]:
    """The published marking of a level. See `find_tlp_id`."""
    id_ = find_tlp_id(level)
    name = next(name for name, known in LEVELS.items() if known == id_)
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": id_, "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{name.upper()}",
        "extensions": {EXTENSION: {"extension_type": "property-extension", "tlp_2_0": name}},
    }
