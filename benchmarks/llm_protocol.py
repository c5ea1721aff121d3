"""How much of what a perfect language model would say gets through the walls it is put behind.

    python benchmarks/llm_protocol.py DOCS...

Reads the documents, then plays a model that proposes exactly what sayso's own reader found, and counts what is borne out; and
counts passages that are kept back though nobody planted an order in them, and claims that may be drafted.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from typing import Any

from sayso.case import Case
from sayso.models.prompts import Prompt
from sayso.read.numbered import Sentence, split_sentences
from sayso.read.second import read_second
from sayso.schema import Attribution, Claim, Cut, Document, Tables
from sayso.tell.lookup import Lookup
from sayso.tell.statements import make_statements
from sayso.text.flow import Flow


def play(doc: Document, rows: list[Attribution], flow: Flow, sentences: list[Sentence]) -> list[dict[str, Any]]:
    """What a model would answer that finds just these attributions; those in passages kept back aside."""
    starts = [sentence.places[0] for sentence in sentences]
    items = []
    for row in rows:
        spans = (*row.source_spans, *row.cue_spans, *row.content_spans)
        places = [flow.from_canonical(place) for start, end in spans for place in (start, end - 1)]
        if not row.cue_spans or not row.content_spans or not starts or any(place is None for place in places):
            continue
        numbers = [bisect_right(starts, place) for place in places if place is not None]
        if min(numbers) < 1 or any(
            p > sentences[n - 1].places[-1] for p, n in zip(places, numbers, strict=True) if p is not None
        ):
            continue
        items.append(
            {
                "sentence": min(numbers),
                "last": max(numbers),
                "source": _words(doc, row.source_spans),
                "cue": _words(doc, row.cue_spans),
                "content": [doc.text[start:end] for start, end in row.content_spans],
            }
        )
    return items


def _words(doc: Document, spans: tuple[tuple[int, int], ...]) -> str:
    return doc.text[spans[0][0] : spans[-1][1]] if spans else ""


def main(paths: list[str]) -> None:
    """Count, and print."""
    case = Case.in_memory()
    case.add(paths)
    tables = case.tables()
    docs = {doc.id: doc for doc in tables.take(Document)}
    counts: Counter[str] = Counter()
    why: Counter[str] = Counter()
    for doc in docs.values():
        one = Tables()
        one.add("documents", [doc])
        one.add("cuts", [row for row in tables.take(Cut) if row.document_id == doc.id])
        rows = [row for row in tables.take(Attribution) if row.document_id == doc.id]
        one.add("attributions", rows)
        flow = Flow(doc.text, one.take(Cut))
        sentences, withheld = split_sentences(flow)
        items = play(doc, rows, flow, sentences)

        def ask(prompt: Prompt, items: list[dict[str, Any]] = items) -> dict[str, Any]:
            given = {int(label.rstrip(":")) for label, _ in prompt.lines}
            held = [item for item in items if item["sentence"] in given]
            return {"attributions": held, "claims": []}

        reading = read_second(one, ask, made_by="llm played")
        proposed = [row for row in reading.proposals if row.found_by != "sayso only"]
        counts.update(
            {
                "documents": 1,
                "blocks": len(flow.blocks()),
                "blocks kept back": withheld,
                "attributions found by the reader": len(rows),
                "played": len(items),
                "borne out": len(proposed),
                "borne out as the same": sum(row.same_as is not None for row in proposed),
            }
        )
        for row in reading.problems:
            what, _, number = row.what.removesuffix(")").rpartition(" (")
            why[what] += int(number.replace(",", ""))
    lookup = Lookup(tables)
    fit = withheld_claims = 0
    for claim in tables.take(Claim):
        statements, kept_back, _ = make_statements(lookup, [claim])
        fit, withheld_claims = fit + len(statements), withheld_claims + kept_back
    counts.update(
        {"claims": len(tables.take(Claim)), "claims that may be drafted": fit, "claims kept back": withheld_claims}
    )
    for name, counted in (*counts.items(), *why.items()):
        print(f"{counted:>8,}  {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
