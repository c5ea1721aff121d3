"""A drafted bottom line as a case keeps it: which claims, joined by which words; written anew whenever it is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sayso.schema import Drafted, make_id
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


def restore_draft(rows: Sequence[Drafted], lookup: Lookup, *, shown: Lookup | None = None) -> Draft | None:
    """Write a kept draft anew; null when none is kept.

    A sentence stands only if every claim of it is still there and still says the same on the same word; the others are counted
    in `problems`.

    Args:
        lookup: the case as it is.
        shown: the case as it is to be told, where names are masked.
    """
    if not rows:
        return None
    ids = {parts[0] for row in rows for parts in row.statements}
    known, told_as = (_find_statements(some, ids) for some in (lookup, shown or lookup))
    told = [(row, list(_unpack(row, known, told_as))) for row in sorted(rows, key=lambda row: row.ordinal)]
    fit = [frames for row, frames in told if len(frames) == len(row.statements)]
    made_by = rows[0].made_by
    n_gone = len(rows) - len(fit)
    return Draft(write_sentences(shown or lookup, fit), made_by, (make_problem(*_GONE, n_gone, made_by),) if n_gone else ())


def _pack(frame: Frame) -> tuple[str, ...]:
    return (frame.statement.claim_id, frame.join, frame.form, frame.verb, frame.that, _hash(frame.statement))


def _unpack(row: Drafted, known: dict[str, Statement], told_as: dict[str, Statement]) -> Iterator[Frame]:
    for claim_id, join, form, verb, that, told in row.statements:
        if claim_id in known and claim_id in told_as and _hash(known[claim_id]) == told:
            yield Frame(join, form, verb, that, told_as[claim_id])


def _find_statements(lookup: Lookup, claim_ids: Collection[str]) -> dict[str, Statement]:
    claims = [lookup.claims[id_] for id_ in sorted(claim_ids) if id_ in lookup.claims]
    return {statement.claim_id: statement for statement in make_statements(lookup, claims)[0]}


def _hash(statement: Statement) -> str:
    return make_id("t", statement.who, statement.via, statement.verb, statement.words)
