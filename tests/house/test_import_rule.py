"""Parts import only downwards; a planted breach is found."""

from pathlib import Path

import pytest

import sayso
from house.imports import ROOMS, find_breaches

PACKAGE = Path(sayso.__file__).parent


def test_the_import_rule_holds():
    assert find_breaches(PACKAGE) == []


@pytest.mark.parametrize(
    ("place", "line"),
    [
        pytest.param("link/names.py", "from sayso.read import make_read_stage", id="a room from a room"),
        pytest.param("schema/tables.py", "import sayso.text.spans", id="upwards"),
        pytest.param("tell/brief.py", "from sayso import case", id="upwards, from the package"),
        pytest.param("store/sqlite.py", "def f():\n    from sayso.cli.main import run", id="inside a function"),
        pytest.param("trace/lines.py", "from ..link import names", id="relative"),
        pytest.param("extras/new.py", "from sayso.schema import Claim", id="a part that has no place"),
    ],
)
def test_a_planted_breach_is_found(tmp_path, place, line):
    path = tmp_path / place
    path.parent.mkdir()
    path.write_text(f"{line}\n", encoding="utf-8")
    assert len(find_breaches(tmp_path)) == 1


def test_what_is_allowed_is_no_breach(tmp_path):
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "names.py").write_text(
        "from sayso import __version__\nfrom sayso.schema import Claim\nfrom sayso.link.sources import pick\n"
        "import sayso.engine.stage\nimport json\n",
        encoding="utf-8",
    )
    assert find_breaches(tmp_path) == []


def test_every_room_has_a_place():
    assert {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()} >= set(ROOMS) - {"weigh"}
