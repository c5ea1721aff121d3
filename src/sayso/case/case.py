"""A case: one question, its documents, and everything derived from them."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sayso import __version__
from sayso.case.adding import Added, Adding
from sayso.case.hypotheses import change_words, find_readings, make_hypotheses, pick_label, say_left
from sayso.case.linking import link_store, name_readings
from sayso.case.resolving import find_undone
from sayso.case.rulings import Said, make_ruling
from sayso.case.states import keep_state
from sayso.case.steps import Tell, tell_nobody
from sayso.case.telling import Telling, now
from sayso.case.weighing import make_judgement
from sayso.config import FILE, SETTINGS, Settings, hold_settings, load_settings, save_settings, to_hypothesis
from sayso.errors import WontOverwrite
from sayso.models.keeping import MemoryKeeper, keep_in
from sayso.schema import Ruling, Tables
from sayso.store.contract import Store
from sayso.store.keeping import FILE as KEPT
from sayso.store.keeping import FileKeeper
from sayso.store.memory import MemoryStore

if TYPE_CHECKING:
    from sayso.acquire.fetch.addresses import Reach
    from sayso.models.llm import Client
    from sayso.tell import Listed
    from sayso.tell.drafting import Draft


class Case(Telling):
    """One question and its documents; open it with `Case.create`, `Case.open` or `Case.in_memory`.

    >>> with Case.create("my-case", question="Was the office warned?") as case:  # doctest: +SKIP
    ...     case.add(["my-folder"])
    ...     Path("brief.html").write_text(case.brief(), encoding="utf-8")
    """

    def __init__(self, store: Store, *, settings: Settings, folder: Path | None = None) -> None:
        self.store = store
        self.settings = settings
        self.folder = folder
        self._is_holding = False
        self.keeper = MemoryKeeper() if folder is None else FileKeeper(folder / KEPT)

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
        self.keeper.close()
        close: Callable[[], None] = getattr(self.store, "close", lambda: None)
        close()

    def change(self, **settings: Any) -> None:
        """Set settings, and keep them if the case is kept, beside what another process may have set since this one looked."""
        with self._hold_settings():
            changed = dataclasses.replace(self.settings, **settings)
            if self.folder is not None:
                save_settings(self.folder, changed)
            self.settings = changed

    @contextlib.contextmanager
    def _hold_settings(self) -> Iterator[None]:
        """Look at the settings again, and let no other process change them until this is done."""
        if self.folder is None or self._is_holding:
            yield
            return
        with hold_settings(self.folder):
            self._is_holding = True
            try:
                self.settings = load_settings(self.folder)
                yield
            finally:
                self._is_holding = False

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
        with keep_in(self.keeper):
            link_store(self.store, self.settings, tell=tell)
        keep_state(self.store, self.tables())
        self.keeper.drop_unused()
        return True

    def is_linked(self) -> bool:
        """Whether the case has been linked and traced over the very documents and rulings that it holds."""
        return self.store.linked_over() == name_readings(self.store, self.settings)

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
        with self._hold_settings():
            label = pick_label(text, self.settings, self.tables().take(Ruling))
            self.change(hypotheses={**self.settings.hypotheses, label: to_hypothesis(text)})
        return label

    def take_hypotheses(self, dispute_id: str) -> list[str]:
        """Add the readings that a dispute sets against each other, in the words of the case; gives the labels of both.

        Raises:
            UnknownName: there is no such dispute.
        """
        self.relink()
        texts = find_readings(self.tables(), dispute_id)
        there = {text.casefold(): label for label, text in self.settings.hypotheses.items()}
        return [there.get(text.casefold()) or self.add_hypothesis(text) for text in texts]

    def edit_hypothesis(self, label: str, text: str | None) -> None:
        """Say a hypothesis otherwise, or take it away where `text` is null; what was ruled on it stays in the case.

        Raises:
            UnknownName: there is none of that label.
            BadSettings: it has no words or too many, or another says the same.
        """
        with self._hold_settings():
            self.change(hypotheses=change_words(label, text, self.settings))

    def remove_hypothesis(self, label: str) -> str:
        """Take a hypothesis away; gives what becomes of the rulings on it, in words, empty when there are none.

        Raises:
            UnknownName: there is none of that label.
        """
        with self._hold_settings():
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
        return llm.draft(self.tables(), client, self.store, question=self.settings.question, at=now())

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
