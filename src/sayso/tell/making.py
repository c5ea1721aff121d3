"""Rows to the model of a brief: which sections stand in it, in which order."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sayso.schema import Grade, Tables
from sayso.tell.actors import tell_actors
from sayso.tell.assessment import tell_bottom_line, tell_question
from sayso.tell.bounds import PRINTED, Bounds
from sayso.tell.denials import tell_denials
from sayso.tell.drafted import tell_draft
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.masking import Masked, mask_tables
from sayso.tell.model import Brief, Section, drop_dead_links, find_anchors, show
from sayso.tell.notes import Notes
from sayso.tell.shown import clean_line
from sayso.tell.stories import Stories, tell_claims, tell_documents
from sayso.tell.surroundings import tell_leads, tell_method, tell_problems, tell_sources

if TYPE_CHECKING:
    from sayso.tell.drafting import Draft
    from sayso.tell.ties import Tie

NO_QUESTION = "What do these documents say?"


def make_model(  # noqa: PLR0913 - what a brief can be told, all optional but the first four
    tables: Tables, *, question: str, made_at: str, version: str, mask: Mapping[str, str] | None = None, ties: Sequence[Tie] = (),
    draft: Draft | None = None,
) -> Brief:
    """Make the model of a case's brief, from which every format is made.

    Args:
        tables: every table of the case.
        question: the case's question; an empty one is replaced by a plain heading.
        made_at: when, in ISO 8601.
        version: sayso's own version.
        mask: stand-in by source id; see `mask_tables`.
        ties: what `find_ties` finds in the case; it parses every claim, and so isn't done here.
        draft: a bottom line that a language model drafted, shown under the bottom line as such.
    Raises:
        UnknownName: `mask` names a source that isn't there.
    """
    made = make_within(mask_tables(tables, mask or {}), PRINTED, ties=ties, draft=draft)
    return made.to_brief(question=question, made_at=made_at, version=version, anchors=frozenset(find_anchors(made.sections)))


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """The sections of a brief with what they were made of; links may lead to what was left out.

    Attributes:
        above: ids of claims that stand in full in a form of the page's own, before the section of every claim.
    """

    masked: Masked
    lookup: Lookup
    notes: Notes
    above: frozenset[str]
    sections: tuple[Section, ...]

    def to_brief(self, *, question: str, made_at: str, version: str, anchors: frozenset[str]) -> Brief:
        """The brief, without links to anything but these anchors."""
        return Brief(
            question=show(self.masked.mask_words(clean_line(question)) or NO_QUESTION).text,
            made_at=show_time(made_at),
            made_at_iso=made_at,
            version=version,
            sections=drop_dead_links(self.sections, anchors),
            passages=self.notes.passages,
            is_masked=self.masked.names is not None,
        )


def make_within(masked: Masked, bounds: Bounds, *, ties: Sequence[Tie] = (), draft: Draft | None = None) -> Made:
    """Make the sections of a brief within some bounds, in the order in which they stand."""
    tables = masked.tables
    lookup = Lookup(tables)
    notes = Notes(lookup, masked)
    stories = Stories(tables, lookup, notes, bounds=bounds)
    first = tell_bottom_line(tables, lookup, notes)
    if draft:
        drafted = tell_draft(lookup, notes, draft, mask=masked.mask_words)
        first = dataclasses.replace(first, blocks=(*first.blocks, drafted))
    sections = [first, tell_question(tables, lookup, notes), stories.tell_disputes()]
    denials, reporting = tell_denials(lookup, notes), stories.tell_reporting()
    sections.append(dataclasses.replace(reporting, blocks=(*((denials,) if denials else ()), *reporting.blocks)))
    above = _find_members(lookup, stories.shown) if bounds.is_outline else frozenset()
    sections += [
        tell_sources(tables, lookup, at_most=bounds.sources), tell_actors(lookup, notes, ties),
        tell_leads(lookup, notes, at_most=bounds.leads), tell_problems(lookup, at_most=bounds.problems),
        tell_method(tables, n_masked=masked.n_masked),
        tell_claims(lookup, notes, tables.take(Grade), at_most=bounds.claims, above=above),
        tell_documents(lookup, at_most=bounds.documents),
    ]
    return Made(masked, lookup, notes, above, tuple(section for section in sections if section))


def show_time(iso: str) -> str:
    """A time as a reader writes it, `4 March 2031, 09:30 UTC`; what isn't ISO 8601 stays as it is."""
    try:
        time = datetime.datetime.fromisoformat(iso)
    except ValueError:
        return clean_line(iso)
    if time.tzinfo is not None:
        time = time.astimezone(datetime.UTC)
    return f"{time.day} {time:%B %Y, %H:%M}{' UTC' if time.tzinfo else ''}"


def _find_members(lookup: Lookup, group_ids: set[str]) -> frozenset[str]:
    """Claims of some groups."""
    return frozenset(claim.id for id_ in group_ids for side in SIDES for claim in lookup.members(id_, side))
