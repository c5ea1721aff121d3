"""How much of a case one brief shows: what is printed is paged through, what stands on a screen is unfolded and filtered.

What is left out is counted, with the command that lists it. What all of them together weigh stands in docs/method/brief.md.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Bounds:
    """At most so many of each.

    Attributes:
        told: claims in disputes, and as many in what several tell; null where `disputes` and `several` bound them.
        tellings: of one side of a statement.
        figures: stemmata.
        claims: told in full; those that stand in full above don't count.
        is_outline: whether disputes, statements that several tell, and drifts are only named: the HTML brief has forms of
            its own for them, with both sides beside one another.
    """

    disputes: int
    several: int
    told: int | None
    tellings: int
    figures: int
    drifts: int
    claims: int
    sources: int
    leads: int
    problems: int
    documents: int
    is_outline: bool


PRINTED = Bounds(
    disputes=40,  # twenty to forty pages; what comes first is what most documents tell
    several=40,
    told=None,
    tellings=8,  # as many as the HTML brief shows without unfolding
    figures=30,  # each is a page's third
    drifts=30,
    claims=700,  # 35 pages; with 2,500 typesetting takes over a gigabyte
    sources=200,  # ten pages; those that end most chains first
    leads=100,
    problems=400,
    documents=600,  # 24 pages
    is_outline=False,
)
# A brief is opened on phones and sent by mail. 3,600 claims with their passages are some 9 MB;
# the lists are 5 MB more. In letters of two bytes it is a quarter more, which is still under 20 MB.
SCREEN = dataclasses.replace(
    PRINTED,
    disputes=800,
    several=800,
    told=800,
    claims=2000,
    sources=1000,  # sources, leads and problems: as many lines as anyone scrolls through
    leads=1000,
    problems=1000,
    documents=4000,
    is_outline=True,
)
