"""What a case tells and shows of itself: briefs, exports, answers, lists, pictures."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sayso import __version__
from sayso.case.drawing import Picture, Pictures, draw_drifts, draw_sides, draw_ties
from sayso.case.lists import Rows, Side, list_rows, list_sides
from sayso.case.overlay import lay_over
from sayso.case.reporting import Form, make_files, make_report
from sayso.case.showing import Answers, Changes, ShownGroup, ShownGroups, ShownMatrix, find_group, find_groups
from sayso.case.states import find_changes
from sayso.case.steps import Tell, tell_nobody
from sayso.config import Settings
from sayso.models.keeping import Keeper, keep_in
from sayso.schema import Group, Tables
from sayso.store.collecting import put_off_collecting
from sayso.store.contract import Store

if TYPE_CHECKING:
    from sayso.tell import Finding, Listed, Tie
    from sayso.tell.exports.about import Files


class Telling(abc.ABC):
    """The half of a case that gives: every method reads the case's tables and changes none of its documents and rulings."""

    store: Store
    settings: Settings
    keeper: Keeper

    @abc.abstractmethod
    def relink(self, *, tell: Tell = tell_nobody) -> bool:
        """Link and trace what came since; says whether there was anything."""

    def tables(self) -> Tables:
        """Every row of the case, with what people ruled on single claims in place of what was read."""
        return lay_over(self.store.tables())

    def brief(self, *, made_at: str | None = None) -> str:
        """Write the brief: one HTML file that needs nothing else."""
        return str(self.report("html", made_at=made_at))

    def export(self) -> dict[str, str]:
        """Give the JSON Lines export: text by file name."""
        from sayso.tell import make_export  # noqa: PLC0415

        return make_export(self.tables(), version=__version__)

    def report(
        self, kind: str, *, mask: Sequence[str] = (), mask_private: bool = False, paper: str = "a4", made_at: str | None = None
    ) -> str | bytes:
        """Write the brief as a file of some kind; see `sayso.case.reporting.make_report`."""
        form = Form(kind, mask, mask_private, paper)
        return make_report(self.tables(), form, question=self.settings.question, made_at=made_at or now())

    def diff(self, *, since: int | None = None) -> Changes:
        """What has changed since the state that a run left, or since the state before the last; see `sayso.tell.diff_tables`.

        Raises:
            UnknownName: no state is kept of that run or of one before it.
        """
        self.relink()
        return Changes(find_changes(self.store, self.tables(), since=since))

    def rulings(self) -> list[Listed]:
        """Every ruling with what it does now, JSON-ready, in the order in which they were made."""
        from sayso.tell import describe_rulings  # noqa: PLC0415

        return describe_rulings(self.tables())

    def withdrawn(self) -> list[Listed]:
        """Statements that lost lines, the last ones first, because what they rest on was withdrawn; JSON-ready."""
        from sayso.trace import find_losses  # noqa: PLC0415

        tables = self.tables()
        texts = {group.id: group.text for group in tables.take(Group)}
        return [{"text": texts[loss.group_id], **dataclasses.asdict(loss)} for loss in find_losses(tables)]

    def export_to(self, format_name: str, **options: Any) -> Files:
        """Give an export's files, each as chunks of bytes; see `sayso.case.reporting.make_files`."""
        return make_files(self.tables(), format_name, question=self.settings.question, made_at=now(), **options)

    def ask(self, question: str, *, limit: int = 10) -> Answers:
        """Find the statements that bear on a question, each with who tells it and who denies it.

        Raises:
            BadQuestion: it has no word in it.
        """
        from sayso.tell import find_evidence  # noqa: PLC0415

        with keep_in(self.keeper), put_off_collecting():
            return Answers(find_evidence(self._tables_asked(), question, limit=limit), question=question)

    def look_up(self, question: str, *, limit: int = 10) -> Finding:
        """The same, with the statement that comes nearest where nothing in the case answers.

        Raises:
            BadQuestion: it has no word in it, or is too long.
        """
        from sayso.tell import look_up_question  # noqa: PLC0415

        with keep_in(self.keeper), put_off_collecting():
            return look_up_question(self._tables_asked(), question, limit=limit)

    def _tables_asked(self) -> Tables:
        from sayso.tell.evidence import READS  # noqa: PLC0415

        return lay_over(self.store.tables(only=READS))

    def profile(self, name: str) -> Listed:
        """What is said of an actor, by whom, under which heads; JSON-ready, see `sayso.tell.describe_profile`.

        Raises:
            UnknownName: no actor goes by the name, or several do.
        """
        from sayso.tell import describe_profile, find_actor  # noqa: PLC0415

        tables = self.tables()
        return describe_profile(tables, find_actor(tables, name))

    def pair(self, a: str, b: str) -> Listed:
        """Two actors side by side, with their ties; JSON-ready, see `sayso.tell.describe_pair`.

        Raises:
            UnknownName: no actor goes by one of the names, or several do, or both names mean one.
        """
        from sayso.tell import describe_pair, find_actor  # noqa: PLC0415

        tables = self.tables()
        return describe_pair(tables, find_actor(tables, a), find_actor(tables, b))

    def ties(self) -> list[Tie]:
        """What the case's actors are said to do to one another, the most told first."""
        from sayso.tell import find_ties  # noqa: PLC0415

        return find_ties(self.tables())

    def trace(self, what: str) -> str:
        """Tell the stemma and the lines of a statement.

        Args:
            what: id of a group, claim or dispute, or words that are near to a statement's.
        Raises:
            UnknownName: nothing in the case goes by that.
        """
        from sayso.tell import tell_trace  # noqa: PLC0415

        tables = self.tables()
        return "\n".join(tell_trace(tables, group_id) for group_id in find_groups(tables, what, keeper=self.keeper))

    # ------------------------------------------------------------ what it shows of itself, in a notebook

    def rows(self, what: str) -> Rows:
        """Rows as a list of flat dicts, which `pandas.DataFrame` and `polars.DataFrame` take as they are.

        Args:
            what: a list with names resolved (actors, cells, claims, disputes, documents, drifts, groups, hypotheses, leads,
                problems, rulings, silences, sources), or any table of docs/reference/tables.md.
        Raises:
            UnknownName: there is no such list or table.
        """
        return list_rows(self._linked(), what)

    def groups(self) -> ShownGroups:
        """Statements, the most told first."""
        tables = self._linked()
        return ShownGroups(tables, list(dict.fromkeys(row["group_id"] for row in list_sides(tables))))

    def group(self, what: str) -> ShownGroup:
        """One statement with both sides, who tells them, and its stemma.

        Args:
            what: id of a group or claim, or of a dispute within one group; else words that are near to a statement's.
        Raises:
            UnknownName: nothing in the case goes by that, or it is a dispute of two statements.
        """
        return find_group(self._linked(), what, keeper=self.keeper)

    def stemma(self, what: str, *, side: Side | None = None) -> Pictures:
        """Draw who tells a statement and on whose word.

        Args:
            what: id of a group, claim or dispute, or words that are near to a statement's.
            side: affirmed or negated; each that anybody tells where none is named.
        Raises:
            UnknownName: nothing in the case goes by that.
        """
        tables = self._linked()
        return draw_sides(tables, find_groups(tables, what, keeper=self.keeper), "draw_stemma", side=side)

    def lines(self, what: str, *, side: Side | None = None) -> Pictures:
        """Draw which ways to an origin share no source; `what` and `side` as `stemma` has them.

        Raises:
            UnknownName: nothing in the case goes by that.
        """
        tables = self._linked()
        return draw_sides(tables, find_groups(tables, what, keeper=self.keeper), "draw_lines", side=side)

    def timeline(self, what: str | None = None) -> Picture:
        """Draw when a statement was told and denied; without one, when the most told ones were.

        Raises:
            UnknownName: nothing in the case goes by that, or it is a dispute of two statements.
        """
        from sayso.tell import draw_timeline  # noqa: PLC0415

        tables = self._linked()
        return Picture(draw_timeline(tables, find_group(tables, what, keeper=self.keeper).id if what else None))

    def sources(self) -> Picture:
        """Draw who stands behind how much, and who alone."""
        from sayso.tell import draw_sources  # noqa: PLC0415

        return Picture(draw_sources(self._linked()))

    def network(self) -> Picture:
        """Draw what the case's actors are said to do to one another; a large case takes minutes, since it is parsed for that."""
        return draw_ties(self._linked())

    def drifts(self) -> Pictures:
        """Draw what changed on the way from one telling to another, before and after, the worst first."""
        return draw_drifts(self._linked(), groups=None)

    def matrix(self, *, transpose: bool = False) -> ShownMatrix:
        """The hypotheses weighed, one in a row; in columns with `transpose`."""
        return ShownMatrix(self._linked(), is_transposed=transpose)

    def tornado(self) -> Picture:
        """Draw what, taken away, moves or turns the order of the hypotheses."""
        from sayso.tell import draw_tornado  # noqa: PLC0415

        return Picture(draw_tornado(self._linked()))

    def _linked(self) -> Tables:
        self.relink()
        return self.tables()

    def _repr_html_(self) -> str:
        from sayso.tell import show_case  # noqa: PLC0415

        return show_case(self.tables(), name=self.settings.name, question=self.settings.question)

    def __repr__(self) -> str:
        from sayso.tell import clean_line  # noqa: PLC0415

        name, question = clean_line(self.settings.name), clean_line(self.settings.question)
        return f"<Case {name or 'in memory'}: {question or 'no question'}>"


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
