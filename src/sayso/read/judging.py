"""Polarity and stance of the statements of one page: gathers what stands around each and has it judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.distance import Distances
from sayso.read.governors import find_governors
from sayso.read.polarity import Judgement, judge_polarity
from sayso.read.stance import Setting, judge_stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sayso.read.cast import Entry
    from sayso.read.chains import Chains
    from sayso.read.claims import Statement
    from sayso.read.layings import Laying
    from sayso.read.page import Block, Page


class Judge:
    """Judges the statements of one page."""

    def __init__(self, page: Page, chains: Chains, layings: Sequence[Laying]) -> None:
        self.page, self.chains = page, chains
        self._distances = Distances(page, layings)

    def judge(
        self, statement: Statement, tokens: Sequence[Token], block: Block, sources: Sequence[Entry]
    ) -> tuple[Judgement, Judgement]:
        """Polarity and stance of a statement; `sources` are its chain's, the first after the teller first."""
        governors = find_governors(self.page, self.chains, statement)
        setting = Setting(
            governors=governors,
            is_attributed=bool(sources),
            is_quote=statement.is_quote,
            is_question=statement.is_question,
            distance=self._distances.find(statement, block, sources),
        )
        polarity = judge_polarity(tokens, block.start, governors)
        return polarity, judge_stance(tokens, block.start, setting)
