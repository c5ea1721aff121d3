"""A drafted bottom line as a case keeps it: which claims, joined by which words; written anew whenever it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.schema import Drafted, Tables, make_id
from sayso.tell.drafting import Draft, Frame, make_problem, write_sentences
from sayso.tell.lookup import Lookup
from sayso.tell.statements import Statement, make_statements

_GONE = (
    "drafted sentences no longer fit what the case holds",
    "a claim of theirs is gone, or who says it has changed; `sayso draft` makes a draft of what there is",
)


def keep_draft(draft: Draft, *, at: str) -> list[Drafted]:
    """Rows of a draft, one a sentence.

    Args:
        at: when it was drafted, UTC.
    """
    return [
        Drafted(number, tuple(map(_pack, sentence.frames)), at, draft.made_by)
        for number, sentence in enumerate(draft.sentences, start=1)
    ]


def find_draft(tables: Tables) -> Draft | None:
    """Write the draft that a case keeps anew; null when it keeps none.

    A sentence stands only if every claim of it is still there and still says the same on the same word; the others are counted
    in `problems`.
    """
    rows = tables.take(Drafted)
    if not rows:
        return None
    lookup = Lookup(tables)
    ids = {parts[0] for row in rows for parts in row.statements}
    claims = [lookup.claims[id_] for id_ in sorted(ids) if id_ in lookup.claims]
    known = {statement.claim_id: statement for statement in make_statements(lookup, claims)[0]}
    told = [(row, list(_unpack(row, known))) for row in sorted(rows, key=lambda row: row.ordinal)]
    fit = [frames for row, frames in told if len(frames) == len(row.statements)]
    made_by = rows[0].made_by
    n_gone = len(rows) - len(fit)
    return Draft(write_sentences(lookup, fit), made_by, (make_problem(*_GONE, n_gone, made_by),) if n_gone else ())


def _pack(frame: Frame) -> tuple[str, ...]:
    return (frame.statement.claim_id, frame.join, frame.form, frame.verb, frame.that, _hash(frame.statement))


def _unpack(row: Drafted, known: dict[str, Statement]) -> Iterator[Frame]:
    for claim_id, join, form, verb, that, told in row.statements:
        if claim_id in known and _hash(known[claim_id]) == told:
            yield Frame(join, form, verb, that, known[claim_id])


def _hash(statement: Statement) -> str:
    return make_id("t", statement.who, statement.via, statement.verb, statement.words)
