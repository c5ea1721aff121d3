"""Rows to the model of a brief: which sections stand in it, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sayso.schema import Tables
from sayso.tell.actors import tell_actors
from sayso.tell.assessment import tell_bottom_line, tell_question
from sayso.tell.brief import NO_QUESTION, show_time
from sayso.tell.lookup import Lookup
from sayso.tell.masking import mask_tables
from sayso.tell.model import Brief, drop_dead_links, find_anchors, show
from sayso.tell.notes import Notes
from sayso.tell.shown import clean_line
from sayso.tell.stories import Stories, tell_claims, tell_documents
from sayso.tell.surroundings import tell_leads, tell_method, tell_problems, tell_sources
from sayso.tell.ties import Tie

MOST_DOCUMENTS = 1000  # 40 pages


def make_model(
    tables: Tables, *, question: str, made_at: str, version: str, mask: Mapping[str, str] | None = None, ties: Sequence[Tie] = ()
) -> Brief:
    """Make the model of a case's brief, from which every printed format is made.

    Args:
        tables: every table of the case.
        question: the case's question; an empty one is replaced by a plain heading.
        made_at: when, in ISO 8601.
        version: sayso's own version.
        mask: stand-in by source id; see `mask_tables`.
        ties: what `find_ties` finds in the case; it parses every claim, and so isn't done here.
    Raises:
        UnknownName: `mask` names a source that isn't there.
    """
    masked = mask_tables(tables, mask or {})
    tables = masked.tables
    lookup = Lookup(tables)
    notes = Notes(lookup, masked)
    stories = Stories(tables, lookup, notes)
    sections = [
        tell_bottom_line(tables, lookup, notes), tell_question(tables, lookup, notes), stories.tell_disputes(),
        stories.tell_reporting(), tell_sources(tables, lookup), tell_actors(lookup, notes, ties), tell_leads(lookup, notes),
        tell_problems(lookup), tell_method(tables, is_masked=bool(mask)), tell_claims(lookup, notes),
        tell_documents(lookup, at_most=MOST_DOCUMENTS),
    ]
    found = tuple(section for section in sections if section)
    return Brief(
        question=show(masked.mask_words(clean_line(question)) or NO_QUESTION).text,
        made_at=show_time(made_at),
        made_at_iso=made_at,
        version=version,
        sections=drop_dead_links(found, frozenset(find_anchors(found))),
        passages=notes.passages,
        is_masked=bool(mask),
    )
