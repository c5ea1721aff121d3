"""A case: one question, its documents, and everything derived from them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sayso import __version__
from sayso.case.adding import Added, Adding
from sayso.case.drawing import Picture, Pictures, draw_drifts, draw_sides, draw_ties
from sayso.case.lists import Rows, Side, list_rows, list_sides
from sayso.case.overlay import lay_over
from sayso.case.reporting import Form, make_files, make_report
from sayso.case.resolving import find_undone, resolve
from sayso.case.rulings import Said, make_ruling
from sayso.case.showing import Answers, Changes, ShownGroup, ShownGroups, ShownMatrix, find_group, find_groups
from sayso.case.states import find_changes, keep_state
from sayso.case.steps import Step, Tell, tell_nobody
from sayso.case.weighing import make_hypotheses, make_judgement, pick_label, say_left
from sayso.config import FILE, NULL, SETTINGS, Settings, load_settings, save_settings, to_hypothesis
from sayso.engine import Stage, run_stages
from sayso.errors import UnknownName, WontOverwrite
from sayso.schema import Group, Ruling, Tables, make_id
from sayso.store.contract import Store
from sayso.store.memory import MemoryStore

if TYPE_CHECKING:
    from sayso.acquire.fetch.addresses import Reach
    from sayso.models.llm import Client
    from sayso.tell import Finding, Listed, Tie
    from sayso.tell.drafting import Draft
    from sayso.tell.exports.about import Files


class Case:
    """One question and its documents; open it with `Case.create`, `Case.open` or `Case.in_memory`.

    >>> with Case.create("my-case", question="Was the office warned?") as case:  # doctest: +SKIP
    ...     case.add(["my-folder"])
    ...     Path("brief.html").write_text(case.brief(), encoding="utf-8")
    """

    def __init__(self, store: Store, *, settings: Settings, folder: Path | None = None) -> None:
        self.store = store
        self.settings = settings
        self.folder = folder

    @classmethod
    def create(cls, folder: str | Path, *, question: str = "", reader: str = SETTINGS["reader"].default) -> Self:
        """Make a case of an empty or new folder.

        Raises:
            WontOverwrite: there is something in the folder.
        """
        place = Path(folder)
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise WontOverwrite(
                "a case needs a folder of its own, and there is something here", where=str(place),
                fix="name a folder that doesn't exist yet",
            )
        settings = Settings(question=question, name=place.name, reader=reader)
        case = cls._keep(place, settings)
        save_settings(place, settings)
        return case

    @classmethod
    def open(cls, folder: str | Path) -> Self:
        """Open a case that is there.

        Raises:
            NotACase: the folder is none.
            BadSettings: its case.toml can't be understood.
            OtherVersion: it was written by a sayso with other tables.
        """
        return cls._keep(Path(folder), load_settings(Path(folder)))

    @classmethod
    def open_or_create(cls, folder: str | Path) -> Self:
        """Open the case in `folder`, or make one there."""
        return cls.open(folder) if (Path(folder) / FILE).exists() else cls.create(folder)

    @classmethod
    def in_memory(cls, settings: Settings | None = None) -> Self:
        """Start a case that is gone when the process ends."""
        return cls(MemoryStore(), settings=settings or Settings())

    @classmethod
    def _keep(cls, folder: Path, settings: Settings) -> Self:
        from sayso.store.sqlite import SqliteStore  # noqa: PLC0415  the database takes a tenth of a second to import

        return cls(SqliteStore(folder, version=__version__), settings=settings, folder=folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Note that the work is over and let go of the files."""
        close: Callable[[], None] = getattr(self.store, "close", lambda: None)
        close()

    def change(self, **settings: Any) -> None:
        """Set settings, and keep them if the case is kept."""
        self.settings = dataclasses.replace(self.settings, **settings)
        if self.folder is not None:
            save_settings(self.folder, self.settings)

    # ------------------------------------------------------------ documents in

    def add(self, paths: Sequence[str | Path], *, fetch: bool | Reach = False, tell: Tell = tell_nobody) -> Added:
        """Acquire and read documents, then link and trace the whole case again if any is new.

        What was read before and hasn't changed is passed over. A document that can't be read is a row in
        `problems`. Each document is kept as soon as it is read: a run that is killed goes on where it was.

        Args:
            paths: files and folders; `-` is standard input; with `fetch` also addresses of pages (http, https).
            fetch: whether to use the network: to fetch those addresses, and the ones in files that list nothing else; how far
                (`sayso.acquire.fetch.addresses.Reach`) where that is not to be public addresses alone.
            tell: called as documents are read.
        Raises:
            NoSuchPath: a path isn't there.
            FetchingIsOff: an address is given without `fetch`.
            BadSettings: the contact that is sent with requests can't stand in a header.
            UnknownReader: the settings name a reader that there isn't.
        """
        added = Adding(self.store, settings=self.settings, folder=self.folder).add(paths, fetch=fetch, tell=tell)
        self.relink(tell=tell)
        return added

    def relink(self, *, tell: Tell = tell_nobody) -> bool:
        """Link and trace the whole case, unless that was done over the very documents and rulings it holds; says whether it was."""
        if self.is_linked():
            return False
        from sayso.acquire import ACQUIRE_STAGES  # noqa: PLC0415
        from sayso.link import LINK_STAGES  # noqa: PLC0415
        from sayso.trace import TRACE_STAGES  # noqa: PLC0415
        from sayso.weigh import WEIGH_STAGES  # noqa: PLC0415

        stages: list[Stage] = [*ACQUIRE_STAGES, *LINK_STAGES, *TRACE_STAGES, *WEIGH_STAGES]
        names = [stage.name for stage in stages]
        over, tables = self._name_readings(), self.store.tables(with_linked=False)
        hypotheses = make_hypotheses(self.settings)
        tables.add("hypotheses", hypotheses)
        ruled = resolve(tables.take(Ruling), tables)
        tables.add("ruled", ruled)
        made = run_stages(
            stages, lay_over(tables), tell=lambda name: tell(Step("tracing", name, names.index(name), len(names)))
        )
        tell(Step("tracing", "", len(names), len(names)))
        made.add("ruled", ruled)
        made.add("hypotheses", hypotheses)
        self.store.save_linked(made, over=over)
        keep_state(self.store, self.tables())
        return True

    def is_linked(self) -> bool:
        """Whether the case has been linked and traced over the very documents and rulings that it holds."""
        return self.store.linked_over() == self._name_readings()

    def _name_readings(self) -> str:
        hypotheses = [f"{row.id} {row.text}" for row in make_hypotheses(self.settings)]
        return make_id("l", *sorted(self.store.known()), *self.store.rulings(), *hypotheses)

    # ------------------------------------------------------------ what people rule

    def rule(
        self, kind: str, *objects: str, by: str, why: str, value: str | None = None, tell: Tell = tell_nobody
    ) -> Ruling:
        """Keep a person's decision on something derived, and link and trace the case again under it.

        Args:
            kind: same, different, merge, split, speaker, stance, polarity, withdraw, grade, cell, judgement or undo.
            objects: ids as `sayso claims` and `sayso sources` print them, the name of a source, path or title of a
                document; of an undo the number of the ruling.
            by: who rules.
            why: the reason.
            value: of a speaker, a stance, a polarity, a grade, a cell or a judgement.
        Raises:
            BadRuling: it says nothing, or there is nothing to take back.
            UnknownName: what it names isn't in the case, or several things go by that name.
        """
        self.relink(tell=tell)
        ruling = self.store.save_ruling(make_ruling(Said(kind, objects, value, by, why), self.tables()))
        self.relink(tell=tell)
        return ruling

    def judge(
        self, hypothesis: str, likelihood: str, confidence: str, *, by: str, why: str, **more: Sequence[str]
    ) -> Ruling:  # fmt: skip
        """Record how likely a hypothesis is, and apart from that how sure you are; a ruling like any other.

        Args:
            hypothesis: its label or text.
            likelihood: a word of ICD 203, from almost no chance to almost certain.
            confidence: low, moderate or high: how good the ground of the judgement is.
            by: who judges.
            why: the reasoning.
            more: lists of sentences: `reasons` for the confidence, key `assumptions`, `dissent`, what `would_change` it.
        Raises:
            BadRuling: a word is none of these, or there is no such list.
            UnknownName: there is no such hypothesis.
        """
        value = make_judgement(likelihood, confidence, **more)
        return self.rule("judgement", hypothesis, value=value, by=by, why=why)

    def add_hypothesis(self, text: str) -> str:
        """Add a reading of the case that is to be weighed; gives its label.

        Raises:
            BadSettings: it has no words or too many, is there already, or there are too many.
        """
        label = pick_label(text, self.settings, self.tables().take(Ruling))
        self.change(hypotheses={**self.settings.hypotheses, label: to_hypothesis(text)})
        return label

    def take_hypotheses(self, dispute_id: str) -> list[str]:
        """Add the readings that a dispute sets against each other, in the words of the case; gives the labels of both.

        Raises:
            UnknownName: there is no such dispute.
        """
        from sayso.weigh import take_from_dispute  # noqa: PLC0415

        self.relink()
        texts = [to_hypothesis(text) for text in take_from_dispute(self.tables(), dispute_id)]
        if not texts:
            raise UnknownName("no dispute of the case has this id", got=[dispute_id], fix="`sayso disputes CASE` prints ids")
        there = {text.casefold(): label for label, text in self.settings.hypotheses.items()}
        return [there.get(text.casefold()) or self.add_hypothesis(text) for text in texts]

    def edit_hypothesis(self, label: str, text: str | None) -> None:
        """Say a hypothesis otherwise, or take it away where `text` is null; what was ruled on it stays in the case.

        Raises:
            UnknownName: there is none of that label.
            BadSettings: it has no words or too many, or another says the same.
        """
        kept = dict(self.settings.hypotheses)
        label = next((one for one in kept if one.casefold() == label.casefold()), label)
        if label not in kept:
            told = "the null is switched, not written" if label == NULL else "no hypothesis of the case has this label"
            fix = "sayso hypothesis null CASE off" if label == NULL else "`sayso hypothesis list CASE` has them"
            raise UnknownName(told, got=[label], fix=fix)
        kept[label] = to_hypothesis(text or "")
        if text is None:
            del kept[label]
        self.change(hypotheses=kept)

    def remove_hypothesis(self, label: str) -> str:
        """Take a hypothesis away; gives what becomes of the rulings on it, in words, empty when there are none.

        Raises:
            UnknownName: there is none of that label.
        """
        before = set(self.settings.hypotheses)
        self.edit_hypothesis(label, None)
        rulings, (gone,) = self.tables().take(Ruling), before - set(self.settings.hypotheses)
        return say_left(gone, rulings, undone=find_undone(rulings))

    def hypotheses(self) -> list[Listed]:
        """The hypotheses as they are set, JSON-ready; with their places and sums where the case has been weighed since."""
        from sayso.tell import describe_hypotheses  # noqa: PLC0415

        tables = self.tables()
        if not self.is_linked():
            tables = Tables({"hypotheses": make_hypotheses(self.settings), "judgements": tables.named("judgements")})
        return describe_hypotheses(tables)

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

    # ------------------------------------------------------------ a language model, where the settings name one

    def read_again(self, documents: Sequence[str] = (), *, tell: Tell = tell_nobody) -> int:
        """Have the language model of the settings read documents a second time, and keep its proposals beside what is known.

        Args:
            documents: ids, paths or titles; all of the case when there are none.
        Returns:
            How many proposals there are.
        Raises:
            BadSettings: no language model is set, or what is set can't be meant.
            UnknownName: a document isn't in the case.
        """
        from sayso.case import llm  # noqa: PLC0415

        client = self._open_model()
        wanted = self.find_documents(documents)
        return llm.read_again(self.tables(), client, self.store, document_ids=wanted or None, tell=tell)

    def draft(self) -> Draft:
        """Have the language model of the settings draft a bottom line out of claims, and keep it for the brief.

        Raises:
            BadSettings: no language model is set, or what is set can't be meant.
        """
        from sayso.case import llm  # noqa: PLC0415

        client = self._open_model()
        self.relink()
        return llm.draft(self.tables(), client, self.store, question=self.settings.question, at=_now())

    def drop_draft(self) -> None:
        """Take the kept draft away."""
        from sayso.case import llm  # noqa: PLC0415

        llm.drop_draft(self.store)

    def find_documents(self, named: Sequence[str]) -> list[str]:
        """Ids of documents by id, path or title.

        Raises:
            UnknownName: one isn't in the case, or several go by that name.
        """
        from sayso.case.objects import DOCUMENT, Objects  # noqa: PLC0415

        if not named:
            return []
        objects = Objects(self.tables())
        return [objects.find(name, sorts=(DOCUMENT,)).id for name in named]

    def _open_model(self) -> Client:
        from sayso.case import llm  # noqa: PLC0415

        settings = self.settings
        return llm.open_model(url=settings.llm_url, model=settings.llm_model, key_env=settings.llm_key_env)

    # ------------------------------------------------------------ what it tells

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
        return make_report(self.tables(), form, question=self.settings.question, made_at=made_at or _now())

    def diff(self, *, since: int | None = None) -> Changes:
        """What has changed since the state that a run left, or since the state before the last; see `sayso.tell.diff_tables`.

        Raises:
            UnknownName: no state is kept of that run or of one before it.
        """
        self.relink()
        return Changes(find_changes(self.store, self.tables(), since=since))

    def export_to(self, format_name: str, **options: Any) -> Files:
        """Give an export's files, each as chunks of bytes; see `sayso.case.reporting.make_files`."""
        return make_files(self.tables(), format_name, question=self.settings.question, made_at=_now(), **options)

    def ask(self, question: str, *, limit: int = 10) -> Answers:
        """Find the statements that bear on a question, each with who tells it and who denies it.

        Raises:
            BadQuestion: it has no word in it.
        """
        from sayso.tell import find_evidence  # noqa: PLC0415

        return Answers(find_evidence(self.tables(), question, limit=limit), question=question)

    def look_up(self, question: str, *, limit: int = 10) -> Finding:
        """The same, with the statement that comes nearest where nothing in the case answers.

        Raises:
            BadQuestion: it has no word in it, or is too long.
        """
        from sayso.tell import look_up_question  # noqa: PLC0415

        return look_up_question(self.tables(), question, limit=limit)

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
        return "\n".join(tell_trace(tables, group_id) for group_id in find_groups(tables, what))

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
        return find_group(self._linked(), what)

    def stemma(self, what: str, *, side: Side | None = None) -> Pictures:
        """Draw who tells a statement and on whose word.

        Args:
            what: id of a group, claim or dispute, or words that are near to a statement's.
            side: affirmed or negated; each that anybody tells where none is named.
        Raises:
            UnknownName: nothing in the case goes by that.
        """
        tables = self._linked()
        return draw_sides(tables, find_groups(tables, what), "draw_stemma", side=side)

    def lines(self, what: str, *, side: Side | None = None) -> Pictures:
        """Draw which ways to an origin share no source; `what` and `side` as `stemma` has them.

        Raises:
            UnknownName: nothing in the case goes by that.
        """
        tables = self._linked()
        return draw_sides(tables, find_groups(tables, what), "draw_lines", side=side)

    def timeline(self, what: str | None = None) -> Picture:
        """Draw when a statement was told and denied; without one, when the most told ones were.

        Raises:
            UnknownName: nothing in the case goes by that, or it is a dispute of two statements.
        """
        from sayso.tell import draw_timeline  # noqa: PLC0415

        tables = self._linked()
        return Picture(draw_timeline(tables, find_group(tables, what).id if what else None))

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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
