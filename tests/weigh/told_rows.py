"""A pile told by hand: who tells what on whose word; lines are counted by the room that counts them."""

from __future__ import annotations

import random
from collections.abc import Iterable

from sayso.engine.stage import run_stage, run_stages
from sayso.schema import (
    Claim,
    Contradiction,
    Copy,
    Document,
    Drift,
    Grade,
    Hop,
    Identity,
    Membership,
    Referent,
    Ruled,
    Source,
    Tables,
)
from sayso.trace import TRACE_STAGES
from sayso.weigh import GRADES


class Told:
    """Rows to grade. `aide?` is a source without a name, `=Log` the document Log of the case, any other name a person."""

    def __init__(self) -> None:
        self.tables = Tables()
        self._seen: set[str] = set()
        self._n = 0

    def tell(
        self, document: str, *chain: str, group: str = "g", side: str = "affirmed", stance: str = "reports", words: str = "words",
        about: Iterable[str] = (), teller: str | None = None, published: str | None = None,
    ) -> str:
        """Let a document tell a claim on the word of `chain`, first to last; gives the claim's id."""
        self._n += 1
        claim_id = f"c{self._n}"
        self.document(document, published=published)
        who = [teller or f"voice of {document}", *chain]
        for ordinal, name in enumerate(who):
            self.tables.add("hops", [Hop(
                claim_id, ordinal, document, self.refer(document, name), name, "person", (), (),
                "attribution" if ordinal else "teller",
            )])
        self.tables.add("claims", [Claim(
            claim_id, document, "part", ((self._n * 10, self._n * 10 + 9),), words, words, 0, 9, None, False, side, (), "", stance,
            (), "", tuple(self.refer(document, name) for name in about), (), "test",
        )])
        self.tables.add("memberships", [Membership(claim_id, group, side, 1.0, "alone")])
        return claim_id

    def document(self, name: str, *, published: str | None = None) -> None:
        """Add a document once."""
        if f"document {name}" not in self._seen:
            self._seen.add(f"document {name}")
            self.tables.add("documents", [Document(
                name, "0" * 64, f"{name}.txt", "text/plain", 900, "x" * 900, name, (), None, published, "en", None,
                None, (), "test",
            )])

    def refer(
        self, document: str, name: str, *, speaks_for: str | None = None, kind: str = "person", near: str | None = None
    ) -> str:
        """Let a document speak of somebody; gives the referent's id."""
        referent_id, is_named = f"{document}/{name}", not name.endswith("?")
        if referent_id not in self._seen:
            self._seen.add(referent_id)
            body = self.refer(document, speaks_for, kind="organisation") if speaks_for else None
            self.tables.add("referents", [Referent(
                referent_id, document, name, kind, is_named, True, (), None, (), (), body, near, "test",
            )])
            self.tables.add("identities", [Identity(referent_id, source_id(name), 1.0, "the same words")])
        if f"source {name}" not in self._seen:
            self._seen.add(f"source {name}")
            of = name[1:] if name.startswith("=") else None
            self.tables.add("sources", [Source(
                source_id(name), name.strip("=?"), "document" if of else kind, is_named, True, (), of, None,
            )])
        return referent_id

    def clash(self, a: str, b: str, *, relation: str = "dispute", kind: str = "number") -> None:
        """Let two claims exclude each other."""
        self.tables.add("contradictions", [Contradiction(f"{a} x {b}", a, b, kind, 0.9, "forty against fifty", relation)])

    def copy(self, a: str, b: str) -> None:
        """Let the document of claim `b` have its words from that of claim `a`."""
        ours, theirs = (next(row for row in self.tables.take(Claim) if row.id == id_) for id_ in (a, b))
        self.tables.add("copies", [Copy(
            f"{a} = {b}", ours.document_id, ours.spans, theirs.document_id, theirs.spans, 20, "b_from_a", "dates", 1.0,
            "same words",
        )])

    def drift(self, a: str, b: str, kind: str) -> None:
        """Let claim `b` be taken from `a` and changed."""
        self.tables.add("drifts", [Drift(f"{a} > {b}", "g", a, b, kind, "may", "", (), (), 0.5, "changed")])

    def rule(self, number: int, about: str, id_: str, value: str | None, *, kind: str = "grade", state: str = "applied") -> None:
        """Let Ann rule; `id_` is a claim's, a document's or a referent's."""
        why = f"ruling {number} by Ann, 2031-05-01: seen it"
        self.tables.add("ruled", [Ruled(number, kind, about, id_, "", value, state, why)])

    def given(self) -> Tables:
        """All rows that grading reads."""
        given = Tables({name: self.tables.named(name) for name in self.tables.names()})
        made = run_stages(TRACE_STAGES, given)
        for name in made.names():
            if name != "drifts":  # `trace` reads drifts from the words, and these claims have none to speak of
                given.add(name, made.named(name))
        return given

    def grades(self, *, seed: int | None = None) -> dict[str, Grade]:
        """Grade; by object id. With a seed all rows come in another order."""
        given = self.given()
        if seed is not None:
            given = shuffle(given, seed)
        return {row.object_id: row for row in run_stage(GRADES, given).take(Grade)}


def source_id(name: str) -> str:
    """Id of the source that goes by a name."""
    return f"s:{name}"


def shuffle(tables: Tables, seed: int) -> Tables:
    """The same rows in another order."""
    chance, mixed = random.Random(seed), Tables()
    for name in tables.names():
        rows = list(tables.named(name))
        chance.shuffle(rows)
        mixed.add(name, rows)
    return mixed
