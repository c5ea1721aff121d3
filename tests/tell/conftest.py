"""The affair of Saltmere, for every test of this room."""

from __future__ import annotations

import pytest

from sayso.schema import Tables
from tell.rows import make_case


@pytest.fixture
def case() -> Tables:
    return make_case()
