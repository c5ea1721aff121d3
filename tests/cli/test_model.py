"""`sayso second` and `sayso draft`: off by default, bounded, and never silent about what was not used."""

import json

import pytest

from cli.runs import run, run_in
from models.llm_server import serve
from sayso.case import Case
