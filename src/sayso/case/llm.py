"""A case's language model, if its settings name one: brought together with the rows, and what it had a hand in made plain."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sayso.case.steps import Step, Tell, tell_nobody
from sayso.errors import BadSettings
from sayso.schema import Document, Spans, Tables

if TYPE_CHECKING:
    from sayso.models.llm import Client
    from sayso.read.second import SecondReading
    from sayso.tell.drafting import Draft


def open_model(*, url: str, model: str, key_env: str, environ: Mapping[str, str] = os.environ) -> Client:
    """Open the language model that settings name. Nothing is sent yet.

    Args:
        url, model, key_env: the settings `llm_url`, `llm_model` and `llm_key_env`.
    Raises:
        BadSettings: none is set, or what is set can't be meant.
    """
    from sayso.models.endpoints import find_endpoint  # noqa: PLC0415  needed by the few who set one
    from sayso.models.llm import Client  # noqa: PLC0415  as above

    endpoint = find_endpoint(url=url, model=model, key_env=key_env, environ=environ)
    if endpoint is None:
        raise BadSettings(
            "no language model is set, and sayso sends nothing to any", where="case.toml",
            fix='llm_url = "http://127.0.0.1:11434/v1" and llm_model = "qwen3:8b", if you run one',
        )
    return Client(endpoint)


def read_again(
    tables: Tables, client: Client, *, document_ids: Collection[str] | None = None, tell: Tell = tell_nobody
) -> Iterator[SecondReading]:
    """Have the language model read documents of a case, one after another, by path; null reads all."""
    from sayso.read.second import read_second  # noqa: PLC0415

    docs = [doc for doc in tables.take(Document) if document_ids is None or doc.id in document_ids]
    kept: dict[str, Tables] = {doc.id: Tables({"documents": [doc]}) for doc in docs}
    for name in ("cuts", "attributions", "claims"):
        for row in tables.named(name):
            if row.document_id in kept:
                kept[row.document_id].add(name, [row])
    for done, doc in enumerate(sorted(docs, key=lambda doc: (doc.path, doc.id))):
        tell(Step("asking the language model", doc.path, done, len(docs)))
        yield read_second(kept[doc.id], client.ask, made_by=client.endpoint.made_by)


def list_proposals(doc: Document, reading: SecondReading) -> list[dict[str, Any]]:
    """Give what a second reader came to as plain rows: proposals with their words, then what only sayso's own reader found."""
    from sayso.tell.shown import clean_line  # noqa: PLC0415

    def words(spans: Spans) -> str:
        return clean_line(" … ".join(doc.text[start:end] for start, end in spans))

    rows = [
        {
            **dataclasses.asdict(row), "found_by": "both" if row.same_as else "the model only",
            "source": words(row.source_spans), "cue": words(row.cue_spans), "content": words(row.content_spans),
        }
        for row in reading.proposals
    ]
    return [*rows, *({"document_id": doc.id, "same_as": missed, "found_by": "sayso only"} for missed in reading.missed)]


def draft(tables: Tables, client: Client, *, question: str) -> Draft:
    """Have the language model draft a case's bottom line out of what is disputed and what most documents tell."""
    from sayso.tell.drafting import draft_bottom_line  # noqa: PLC0415
    from sayso.tell.lookup import Lookup  # noqa: PLC0415
    from sayso.tell.statements import pick_claims  # noqa: PLC0415

    lookup = Lookup(tables)
    return draft_bottom_line(
        lookup, pick_claims(lookup), client.ask, question=question, made_by=client.endpoint.made_by
    )
