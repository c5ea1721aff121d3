"""Small piles of rows for the tests of trace: documents, who tells what on whose word, who copied whom."""

from __future__ import annotations

import dataclasses
from typing import Any

from sayso.engine.stage import run_stages
from sayso.schema import (
    Citation,
    Claim,
    Contradiction,
    Copy,
    Document,
    Hop,
    Identity,
    Membership,
    Referent,
    Source,
    StemmaEdge,
    Tables,
    Tally,
)
from sayso.trace import TRACE_STAGES

CUE = "said"  # stands before each claim
WIDTH = 100  # characters that a claim takes with its cue


class Pile:
    """Rows to trace.

    Sources go by name: `engineer?` is unnamed, `=Gazette` is the document Gazette of the case.
    """

    def __init__(self) -> None:
        self.tables = Tables()
        self._sources: dict[str, str] = {}
        self._claims: dict[str, list[Claim]] = {}

    def document(self, name: str) -> str:
        """Add a document once; its id and title are `name`."""
        if name not in self._claims:
            self._claims[name] = []
            text = CUE.ljust(WIDTH) * 20
            self.tables.add(
                "documents",
                [
                    Document(
                        name,
                        "0" * 64,
                        f"pile/{name}.txt",
                        "text/plain",
                        len(text),
                        text,
                        name,
                        (),
                        None,
                        None,
                        "en",
                        None,
                        None,
                        (),
                        "test",
                    )
                ],
            )
        return name

    def tell(
        self,
        document: str,
        *chain: str,
        group: str = "g",
        side: str = "affirmed",
        stance: str = "reports",
        teller: str | None = None,
        how: str = "attribution",
        is_quote: bool = False,
    ) -> str:
        """Add a claim of `document`, laid to each of `chain` in turn; gives its id."""
        self.document(document)
        number = len(self._claims[document])
        claim_id, start = f"{document}/{number}", number * WIDTH
        claim = Claim(
            claim_id,
            document,
            "part",
            ((start + len(CUE), start + WIDTH),),
            "words",
            "words",
            start,
            start + WIDTH,
            None,
            is_quote,
            side,
            (),
            "",
            stance,
            (),
            "",
            (),
            (),
            "test",
        )
        self._claims[document].append(claim)
        self.tables.add("claims", [claim])
        for ordinal, name in enumerate((teller or f"author of {document}", *chain)):
            referent_id = f"{document}: {name}"
            self._add_source(name)
            if all(row.referent_id != referent_id for row in self.tables.take(Identity)):
                self.tables.add("identities", [Identity(referent_id, self.source_id(name), 1.0, "stands alone")])
            cue = ((start, start + len(CUE)),) if ordinal else ()
            self.tables.add(
                "hops",
                [
                    Hop(
                        claim_id,
                        ordinal,
                        document,
                        referent_id,
                        name,
                        "person",
                        (),
                        cue,
                        how if ordinal else "teller",
                    )
                ],
            )
        self.tables.add("memberships", [Membership(claim_id, group, side, 1.0, "alone")])
        return claim_id

    def speak_for(self, document: str, name: str, body: str) -> None:
        """Let `document` say of source `name` that it speaks for `body`."""
        self._add_source(body)
        for who, for_id in ((name, f"{document}: {body}"), (body, None)):
            row = Referent(
                f"{document}: {who}", document, who, "person", True, True, (), None, (), (), for_id, None, "test"
            )
            if all(known.id != row.id for known in self.tables.take(Referent)):
                self.tables.add("referents", [row])
            if all(known.referent_id != row.id for known in self.tables.take(Identity)):
                self.tables.add("identities", [Identity(row.id, self.source_id(who), 1.0, "stands alone")])

    def copy(
        self, a: str, b: str, *, direction: str | None = "b_from_a", claims: tuple[str, str] | None = None
    ) -> None:
        """Let `b` share with `a` the passage of one claim each, the first of each unless `claims` tells ids."""
        ours = next(c for c in self._claims[a] if claims is None or c.id == claims[0])
        theirs = next(c for c in self._claims[b] if claims is None or c.id == claims[1])
        self.tables.add(
            "copies",
            [
                Copy(
                    f"copy {a} {b} {ours.id}",
                    a,
                    ours.spans,
                    b,
                    theirs.spans,
                    20,
                    direction,
                    "dates",
                    1.0,
                    "same words",
                )
            ],
        )

    def copy_whole(self, a: str, b: str) -> None:
        """Let `b` be a copy of the whole of `a`, with all its claims."""
        ours, theirs = (((0, len(self._claims[name]) * WIDTH),) for name in (a, b))
        row = Copy(f"copy {a} {b}", a, ours, b, theirs, 20, "b_from_a", "dates", 1.0, "same words")
        self.tables.add("copies", [row])

    def contradict(
        self, a: str, b: str, *, kind: str = "number", score: float = 0.8, relation: str = "dispute"
    ) -> str:
        """Let two claims exclude each other; gives the contradiction's id."""
        row = Contradiction(f"{a} x {b}", a, b, kind, score, "40 against 400", relation)
        self.tables.add("contradictions", [row])
        return row.id

    def cite(self, document: str, name: str, **known: str | None) -> None:
        """Add a citation of source `name` by `document`, with what it tells of the work."""
        row = Citation(
            f"citation {document} {name} {known}",
            document,
            None,
            None,
            f"{document}: {name}",
            (),
            (),
            (),
            known.get("title"),
            known.get("publisher"),
            known.get("year"),
            known.get("url"),
            "note",
        )
        self.tables.add("citations", [row])

    def change_source(self, name: str, **values: object) -> None:
        """Change columns of a source."""
        rows = self.tables.take(Source)
        at = next(i for i, row in enumerate(rows) if row.id == self.source_id(name))
        rows[at] = dataclasses.replace(rows[at], **values)  # type: ignore[arg-type]

    def trace_input(self, table: str) -> list[Any]:
        """Rows of a table that the room reads."""
        return self.tables.named(table)

    def trace(self) -> Tables:
        """Run the room."""
        return run_stages(TRACE_STAGES, self.tables)

    def tally(self, *, side: str = "affirmed", group: str = "g") -> Tally:
        """Run the room; give one side's tally."""
        found = [row for row in self.trace().take(Tally) if (row.group_id, row.side) == (group, side)]
        assert len(found) == 1
        return found[0]

    def edges(self) -> set[tuple[str, str, str]]:
        """Run the room; give tail, head and kind of each stemma edge."""
        return {(row.tail, row.head, row.kind) for row in self.trace().take(StemmaEdge)}

    @staticmethod
    def source_id(name: str) -> str:
        """Id of the source that goes by `name`."""
        return f"s:{name}"

    def _add_source(self, name: str) -> None:
        if name in self._sources:
            return
        self._sources[name] = name
        document = self.document(name[1:]) if name.startswith("=") else None
        self.tables.add(
            "sources",
            [
                Source(
                    self.source_id(name),
                    name.strip("=?"),
                    "document" if document else "person",
                    not name.endswith("?"),
                    True,
                    (),
                    document,
                    None,
                )
            ],
        )
