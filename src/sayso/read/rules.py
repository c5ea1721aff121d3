"""The rule reader: spaCy's parse, a cue lexicon, and what follows from them. No weights beyond the parser's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.models import parser
from sayso.read.attribute import find_layings
from sayso.read.cast import Cast
from sayso.read.chains import Chains
from sayso.read.claims import find_statements
from sayso.read.layout import join_layout
from sayso.read.notes import read_citations
from sayso.read.page import make_page
from sayso.read.writing import Writer
from sayso.schema import Tables

if TYPE_CHECKING:
    from sayso.read.layings import Laying
    from sayso.read.page import Page

NAME = "rules"
MADE_BY = f"read.rules 1, {parser.NAME}"


class RuleReader:
    """Reads one document at a time by rules; keeps nothing between documents."""

    name = NAME
    made_by = MADE_BY

    def read(self, tables: Tables) -> Tables:
        """Read the one document in `tables` (`documents`, `parts`, `pieces`, `cuts`, `notes`)."""
        page = make_page(tables)
        return write_page(page, _find_all(page), made_by=self.made_by)


def write_page(page: Page, layings: Sequence[Laying], *, made_by: str) -> Tables:
    """Read what follows from a page's layings, whoever found them: who the sources are, chains, citations, claims."""
    cast = Cast([(block.start, block.end, block.words) for block in page.blocks])
    chains = Chains(page, cast, layings)
    cited = read_citations(page, cast)
    statements = find_statements(page, layings, chains)
    made = Writer(page, cast, chains, cited, made_by=made_by).write(layings, statements)
    made.add("problems", page.problems)
    return made


def _find_all(page: Page) -> list[Laying]:
    return join_layout(page, find_layings(page.text, page.prose))
