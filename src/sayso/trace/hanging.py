"""How a side's tellings hang together, in words: who has it through whom, who copies whom, who told it first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sayso.schema import Document, StemmaEdge
from sayso.trace.wording import say_list

MOST_CLAUSES = 3  # the most told come first; the stemma shows the rest
_ONWARD = ("attribution", "citation")


def say_carriers(
    edges: Iterable[StemmaEdge], *, tellings: Collection[str], cut: Collection[str], names: Mapping[str, str],
    people: Collection[str],
) -> str:
    """Say through whom two documents or more have it, and where it goes on from there; who repeats whose passage.

    Args:
        edges: of one side.
        tellings: documents that tell it.
        cut: nodes named as what it rests on already.
        names: of nodes.
        people: nodes that are somebody and not something.
    Returns:
        Clauses that go on from a sentence, each after a semicolon; empty when there is nothing to add.
    """
    through: defaultdict[str, set[str]] = defaultdict(set)
    copied: defaultdict[str, set[str]] = defaultdict(set)
    onward: defaultdict[str, set[str]] = defaultdict(set)
    shared: set[str] = set()
    for edge in edges:
        if edge.kind in _ONWARD:
            onward[edge.tail].add(edge.head)
            if edge.tail in tellings:
                through[edge.head].add(edge.tail)
        elif edge.kind == "copy":
            copied[edge.head].add(edge.tail)
        elif edge.kind == "same utterance" and {edge.tail, edge.head} <= set(tellings):
            shared |= {edge.tail, edge.head}
    clauses = [
        (-len(some), f"{len(some)} have it from {names.get(node, node)}{_say_onward(node, onward, names, people)}")
        for node, some in through.items()
        if len(some) > 1 and node not in cut and onward[node] - {node}
    ]
    clauses += [
        (-len(some), f"{len(some)} {'repeats' if len(some) == 1 else 'repeat'} a passage of {names.get(node, node)}")
        for node, some in copied.items()
    ]
    if len(shared) > 1:
        clauses.append((-len(shared), f"{len(shared)} share one passage or quotation, and count as one telling of it"))
    return "".join(f"; {clause}" for _, clause in sorted(clauses)[:MOST_CLAUSES])


def _say_onward(
    node: str, onward: Mapping[str, set[str]], names: Mapping[str, str], people: Collection[str]
) -> str:
    pronoun = "who" if node in people else "which"
    heads = sorted(names.get(head, head) for head in onward[node] if head != node)
    return f", {pronoun} has it from {say_list(heads)}"


def pick_first(document_ids: Iterable[str], documents: Mapping[str, Document]) -> tuple[str | None, str | None]:
    """The telling that was published first, and when; null for both when none is dated or two are of one day.

    Dates are compared on all that both tell: a month and a day of it are a tie, and a tie has no first.
    """
    dated = sorted(
        (str(documents[id_].published), id_) for id_ in set(document_ids) if id_ in documents and documents[id_].published
    )
    if not dated:
        return None, None
    day, first = dated[0]
    size = min(10, *(len(date) for date, _ in dated))
    if any(date[:size] == day[:size] for date, id_ in dated if id_ != first):
        return None, None
    return first, day


def say_first(first: tuple[str | None, str | None], names: Mapping[str, str], *, undated: Sequence[str]) -> str:
    """Say which known telling is the earliest; empty when that isn't known."""
    document_id, day = first
    if document_id is None:
        return ""
    left = f" of those with a date ({len(undated)} without)" if undated else ""
    return f"; the earliest known telling{left} is {names.get(document_id, document_id)}, {day}"
