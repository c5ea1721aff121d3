"""Test modules have names of their own: pytest imports them by their bare names."""

from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_two_modules_of_tests_share_a_name():
    counted = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, n in counted.items() if n > 1] == []


def test_no_module_of_the_tests_hides_a_benchmark():
    tests = {path.stem for path in (ROOT / "tests").rglob("*.py") if not path.stem.startswith("test_")} - {"conftest"}
    benchmarks = {path.stem for path in (ROOT / "benchmarks").glob("*.py")}
    assert tests & benchmarks == set()
