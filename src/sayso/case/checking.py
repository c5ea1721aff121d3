"""A check of a case by one person: what to ask, keeping each answer at once, and what they come to."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sayso.errors import NothingToCheck
from sayso.schema import Check, Document

if TYPE_CHECKING:
    from sayso.case.case import Case
    from sayso.tell import Answer, Item, Listed

N, SEED = 30, 1
"""Thirty of each task take about twenty minutes, and tell a share of 85 % to within 13 points to either side."""


class Checking:
    """A check under way.

    Args:
        case: an open case.
        by: who answers; the login name when empty.
        n: how many attributions and how many paragraphs; as many as last time when null, else 30.
        seed: which sample; that of last time when null, else 1.
    Raises:
        NothingToCheck: the case has no document, or neither prose nor attributions in any.
    """

    def __init__(self, case: Case, *, by: str | None = None, n: int | None = None, seed: int | None = None) -> None:
        from sayso.tell import Asked, Figures, Screens  # noqa: PLC0415

        tables = case.store.tables()  # as read: a check measures the reader, not those who ruled otherwise
        docs = tables.take(Document)
        last = max(tables.take(Check), key=lambda check: check.number, default=None)
        self._store, self._made_by = case.store, {doc.id: doc.made_by for doc in docs}
        self.by = to_name(by)
        asked = Asked(
            n if n is not None else last.n if last else N, seed if seed is not None else last.seed if last else SEED
        )
        self.figures = Figures(tables, asked=asked)
        if not docs or not any(self.figures.population.items.values()):
            raise NothingToCheck(
                "the case has no document yet" if not docs else "no document of the case holds any prose",
                where=str(case.folder or "the case"), got=[f"{len(docs)} documents"],
                fix=f"sayso add {case.folder or 'CASE'} PATH" if not docs else "`sayso problems` says what wasn't read",
            )
        self.screens = Screens(tables)

    @property
    def items(self) -> list[Item]:
        """What is asked, in order: attributions, then paragraphs."""
        return [item for items in self.figures.drawn.values() for item in items]

    def answers(self) -> dict[str, Answer]:
        """What this person has answered, by what was shown."""
        return self.figures.answers(self.by)

    def unanswered(self) -> list[Item]:
        """What this person hasn't answered yet, in order."""
        answers = self.answers()
        return [item for item in self.items if item.shown_id not in answers]

    def save(self, item: Item, answer: Answer) -> None:
        """Keep an answer; it is on disk when this returns, beside any answer given before."""
        from sayso.tell import ATTRIBUTION, tell_plain  # noqa: PLC0415

        asked, single = self.figures.asked, item.marked[0] if item.task == ATTRIBUTION else None
        self.figures.checks.append(self._store.save_check(Check(
            number=0, at=datetime.now(UTC).isoformat(timespec="milliseconds"), by=self.by, task=item.task,
            unit_id=item.unit_id, shown_id=item.shown_id, document_id=item.document_id, spans=item.spans,
            attribution_ids=tuple(row.id for row in item.marked),
            source_spans=single.source_spans if single else (), cue_spans=single.cue_spans if single else (),
            content_spans=single.content_spans if single else (), shown=tell_plain(self.screens.show(item)),
            answer=answer.words, n_wrong=answer.n_wrong, n_missing=answer.n_missing, seed=asked.seed, n=asked.n,
            made_by=item.marked[0].made_by if item.marked else self._made_by[item.document_id],
        )))

    def describe(self, by: str | None = None) -> Listed:
        """What a person's answers come to, JSON-ready; of this person when null."""
        return self.figures.describe(by if by is not None else self.by)


def to_name(by: str | None) -> str:
    """A rater's name as it is kept: one line, the login name when none is given."""
    from sayso.tell import clean_line  # noqa: PLC0415

    try:
        return clean_line(by or "") or clean_line(getpass.getuser())
    except (OSError, KeyError, ImportError):  # a container may run under a number that has no name
        return "somebody"
