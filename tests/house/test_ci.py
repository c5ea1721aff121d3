"""CI's own checks can fail: a skipped test, a figure under its floor."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"


@pytest.mark.parametrize(
    ("env", "reason", "code"),
    [
        pytest.param({"SAYSO_CI": "1"}, "no browser", 1, id="a skip fails in CI"),
        pytest.param({}, "no browser", 0, id="and not at home"),
        pytest.param({"SAYSO_CI": "1"}, "needs ../shared", 0, id="data that a clone lacks is allowed"),
    ],
)
def test_a_skipped_test_fails_ci(tmp_path, env, reason, code):
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "test_it.py").write_text(
        f"import pytest\n\n@pytest.mark.skip(reason={reason!r})\ndef test_it(): ...\n\ndef test_that(): ...\n",
        encoding="utf-8",
    )
    clean = {name: value for name, value in os.environ.items() if name != "SAYSO_CI"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path],
        env=clean | env, capture_output=True, text=True, check=False, cwd=tmp_path,
    )
    assert done.returncode == code, done.stdout
    assert "1 passed, 1 skipped" in done.stdout


@pytest.mark.parametrize(
    ("figures", "breaches"),
    [
        pytest.param({"found": {"rate": 0.8}, "aliases": {"f1": 0.5}}, 0, id="at the floor"),
        pytest.param({"found": {"rate": 0.79}, "aliases": {"f1": 0.5}}, 1, id="under it"),
        pytest.param({"aliases": {"f1": 0.4}}, 2, id="not measured and under it"),
    ],
)
def test_a_figure_under_its_floor_is_found(figures, breaches):
    from floors import find_breaches  # noqa: PLC0415  a script beside the package

    assert len(find_breaches(figures, {"found": 0.8, "aliases": 0.5})) == breaches


def test_every_floor_has_a_measure():
    from floors import SETS, load_floors  # noqa: PLC0415

    assert set(load_floors()) == set(SETS)
