"""A case's language model, if its settings name one: brought together with the rows, and what it had a hand in made plain."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from sayso.case.steps import Step, Tell, tell_nobody
from sayso.errors import BadSettings
from sayso.schema import Document, Tables
from sayso.store.contract import Store

if TYPE_CHECKING:
    from sayso.models.llm import Client
    from sayso.tell.drafting import Draft

WHOLE_CASE = "case"  # what a draft is about


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
    tables: Tables, client: Client, store: Store, *, document_ids: Collection[str] | None = None, tell: Tell = tell_nobody
) -> int:
    """Have the language model read documents of a case, one after another, by path, and keep what each gave; null reads all.

    Returns:
        How many proposals there are.
    """
    from sayso.read.second import read_second  # noqa: PLC0415

    docs = [doc for doc in tables.take(Document) if document_ids is None or doc.id in document_ids]
    rows_of: dict[str, Tables] = {doc.id: Tables({"documents": [doc]}) for doc in docs}
    for name in ("cuts", "attributions", "claims"):
        for row in tables.named(name):
            if row.document_id in rows_of:
                rows_of[row.document_id].add(name, [row])
    n_made = 0
    for done, doc in enumerate(sorted(docs, key=lambda doc: (doc.path, doc.id))):
        tell(Step("asking the language model", doc.path, done, len(docs)))
        reading = read_second(rows_of[doc.id], client.ask, made_by=client.endpoint.made_by)
        given = Tables({"proposals": reading.proposals, "problems": reading.problems})
        store.save_answered(doc.id, given, by=client.endpoint.made_by)
        n_made += len(reading.proposals)
    tell(Step("asking the language model", "", len(docs), len(docs)))
    return n_made


def draft(tables: Tables, client: Client, store: Store, *, question: str, at: str) -> Draft:
    """Have the language model draft a case's bottom line out of what is disputed and what most documents tell, and keep it.

    Args:
        at: when, UTC.
    """
    from sayso.tell.drafting import draft_bottom_line  # noqa: PLC0415
    from sayso.tell.drafts import keep_draft  # noqa: PLC0415
    from sayso.tell.lookup import Lookup  # noqa: PLC0415
    from sayso.tell.statements import pick_claims  # noqa: PLC0415

    lookup = Lookup(tables)
    made = draft_bottom_line(
        lookup, pick_claims(lookup), client.ask, question=question, made_by=client.endpoint.made_by
    )
    given = Tables({"drafts": keep_draft(made, at=at), "problems": made.problems})
    store.save_answered(WHOLE_CASE, given, by=made.made_by)
    return made


def drop_draft(store: Store) -> None:
    """Take the kept draft away."""
    store.save_answered(WHOLE_CASE, Tables(), by="nobody")
