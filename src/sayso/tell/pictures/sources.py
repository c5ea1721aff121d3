"""The table of sources as bars: who stands behind how many claims and statements, and who alone."""

from __future__ import annotations

import dataclasses
from collections import defaultdict

from sayso.schema import Source, Tables
from sayso.tell.lookup import Lookup
from sayso.tell.pictures.style import CAPTION, MARGIN, SMALL, WIDTH, Canvas, Look, Pen, clean
from sayso.tell.shown import count_of

MOST = 30  # sources drawn; they fill a page of print
ROW = 25
LABEL = 236
FIGURES = 158  # room right of a bar for its figures
HEAD = 30


@dataclasses.dataclass(frozen=True, slots=True)
class Bar:
    """A source with what is laid to it.

    Attributes:
        n_alone: sides of groups that would fall with it alone: their smallest cut is this source.
    """

    source: Source
    n_claims: int
    n_groups: int
    n_alone: int

    @property
    def told(self) -> str:
        """Its figures in words."""
        alone = f", alone behind {count_of(self.n_alone, 'side')}" if self.n_alone else ""
        return f"{count_of(self.n_claims, 'claim')}, {count_of(self.n_groups, 'statement')}{alone}"


def draw_sources(tables: Tables) -> str:
    """Draw sources by how many claims are laid to them, named and unnamed ones told apart."""
    bars = find_bars(Lookup(tables))
    shown, rest = bars[:MOST], bars[MOST:]
    n_unnamed = sum(not bar.source.is_named for bar in bars)
    title = f"{count_of(len(bars), 'source')}, {n_unnamed:,} of them unnamed, by claims laid to them"
    canvas, top = Canvas(), float(MARGIN)
    note = "light: claims; dark: statements; dashed: unnamed; alone: sides of statements that would fall with this source alone"
    canvas.text(MARGIN, top + 10, note, look=CAPTION, room=WIDTH - 2 * MARGIN)
    top += HEAD
    most = max((bar.n_claims for bar in shown), default=1)
    for bar in shown:
        _draw_bar(canvas, bar, top, most)
        top += ROW
    if rest:
        more = f"and {count_of(len(rest), 'more source')} with {count_of(sum(bar.n_claims for bar in rest), 'claim')} in all"
        canvas.text(MARGIN, top + 13, more, look=CAPTION, room=WIDTH - 2 * MARGIN)
        top += 20
    told = [f"{clean(bar.source.name)}{'' if bar.source.is_named else ' (unnamed)'}: {bar.told}" for bar in shown]
    if rest:
        told.append(f"{count_of(len(rest), 'more source')} not drawn")
    words = ". ".join(told) + "." if told else "No claim is laid to anybody."
    return canvas.finish("sources", title=title, told=words, size=(WIDTH, top + MARGIN), key="case")


def find_bars(lookup: Lookup) -> list[Bar]:
    """Sources that claims are laid to, the most first."""
    claims: dict[str, set[str]] = defaultdict(set)
    groups: dict[str, set[str]] = defaultdict(set)
    for claim_id, hops in lookup.hops.items():
        for hop in hops:
            source_id = lookup.source_id(hop.referent_id)
            if hop.ordinal and source_id in lookup.sources:
                claims[source_id].add(claim_id)
                if (membership := lookup.membership_of.get(claim_id)) is not None:
                    groups[source_id].add(membership.group_id)
    alone: dict[str, int] = defaultdict(int)
    for tally in lookup.tallies.values():
        if len(tally.cut_ids) == 1:
            alone[tally.cut_ids[0]] += 1
    bars = [
        Bar(lookup.sources[source_id], len(held), len(groups[source_id]), alone[source_id])
        for source_id, held in claims.items()
    ]
    return sorted(bars, key=lambda bar: (-bar.n_claims, -bar.n_groups, bar.source.name.casefold(), bar.source.id))


def _draw_bar(canvas: Canvas, bar: Bar, top: float, most: int) -> None:
    name = clean(bar.source.name) or "?"
    canvas.open("sources-bar", f"{name}: {bar.told}")
    look = Look(is_italic=not bar.source.is_named)
    canvas.text(MARGIN + LABEL - 10, top + 14, name, look=look, room=LABEL - 12, anchor="end")
    room = WIDTH - 2 * MARGIN - LABEL - FIGURES
    x, width = MARGIN + LABEL, max(room * bar.n_claims / most, 2.0)
    pen = Pen(width=0.9, dash="" if bar.source.is_named else "4 3", fill="soft" if bar.source.is_named else "none", opacity=0.16)
    canvas.rect((x, top + 2, width, 16), pen=pen)
    inner = max(room * bar.n_groups / most, 1.0) if bar.n_groups else 0.0
    if inner and bar.source.is_named:
        canvas.rect((x, top + 7, inner, 6), pen=Pen(stroke="none", fill="ink"))
    elif inner:
        canvas.rect((x, top + 7, inner, 6), pen=Pen(width=0.9, dash="2 2", fill="ink", opacity=0.45))
    figures = f"{bar.n_claims:,} · {bar.n_groups:,}"
    at = x + width + 7
    taken = canvas.text(at, top + 14, figures, look=Look(size=SMALL))
    if bar.n_alone:
        canvas.text(at + taken + 7, top + 14, f"✕ alone behind {bar.n_alone:,}", look=Look(size=SMALL, ink="accent", is_bold=True))
    canvas.close()
