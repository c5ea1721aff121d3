"""FollowTheMoney's own library and command read an export. Collected only where the library is: `pip install -e '.[ftm-check]'`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.exc import InvalidData

from sayso.schema import Tables
from tell.export_rows import CASES, write
from tell.ftm_model import LONGEST, SCHEMATA, find_required, find_types, list_kin


def write_lines(tables: Tables) -> bytes:
    return write(tables, "ftm")["entities.ftm.json"]


def as_loaded(text: str) -> str:
    """What FollowTheMoney makes of any text: NFC, without joiners."""
    return unicodedata.normalize("NFC", re.sub("[\u200c\u200d]", "", text))


@pytest.mark.parametrize("name", CASES)
def test_every_property_is_valid_and_nothing_is_lost_on_loading(name: str) -> None:
    for line in write_lines(CASES[name]()).decode().split("\n")[:-1]:
        entity: dict[str, Any] = json.loads(line)
        schema = model.get(entity["schema"])
        assert schema is not None
        assert not schema.abstract
        assert set(entity["properties"]) <= set(schema.properties)
        schema.validate(entity)
        assert [name for name in schema.required if not entity["properties"].get(name)] == []
        proxy = model.get_proxy(entity, cleaned=False)
        assert {name: sorted(proxy.get(name)) for name in entity["properties"]} == {
            name: sorted({as_loaded(value) for value in values}) for name, values in entity["properties"].items()
        }
        assert all(len(value) <= schema.properties[name].max_length for name in proxy.properties for value in proxy.get(name))


@pytest.mark.parametrize("name", CASES)
def test_the_command_takes_every_line(name: str, tmp_path: Path) -> None:
    given, taken = tmp_path / "given.json", tmp_path / "taken.json"
    given.write_bytes(write_lines(CASES[name]()))
    command = Path(sys.executable).with_name("ftm")
    subprocess.run([command, "validate", "-i", given, "-o", taken], check=True, timeout=120)
    ids = [[json.loads(line)["id"] for line in path.read_text(encoding="utf8").splitlines()] for path in (given, taken)]
    assert ids[0] == ids[1]


def test_the_library_refuses_a_broken_one() -> None:
    with pytest.raises(InvalidData):
        model["Document"].validate({"properties": {"fileName": ["a"], "contentHash": ["a" * 64]}})


@pytest.mark.parametrize("name", SCHEMATA)
def test_our_page_of_the_model_is_the_librarys(name: str) -> None:
    schema = model[name]
    assert {kin.name for kin in schema.schemata} == list_kin(name)
    assert schema.abstract == SCHEMATA[name].is_abstract
    if not schema.abstract:
        assert set(schema.required) == find_required(name)
    for prop, told in find_types(name).items():
        type_, _, range_ = told.partition(":")
        found = schema.properties[prop]
        assert found.type.name == type_
        assert found.range is None if not range_ else found.range.name == range_
        if type_ in LONGEST:
            assert LONGEST[type_] <= found.max_length
