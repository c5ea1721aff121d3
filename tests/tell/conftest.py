"""The affair of Saltmere, for every test of this room."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from sayso.schema import Tables
from tell.rows import make_case

# FollowTheMoney builds PyICU from source: whoever works on sayso needn't have it. CI installs it for a step of its own.
collect_ignore = [] if find_spec("followthemoney") else ["test_ftm_library.py"]


@pytest.fixture
def case() -> Tables:
    return make_case()
