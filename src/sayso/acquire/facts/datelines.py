"""Datelines: the place, the day and the agency that a news text begins with, "VELM, Norland (NP) — "."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from sayso.acquire.assemble import Stretch

_AGENCY = r"\((?:[A-Z][\w.]*)(?:[ /][A-Z][\w.]*){0,3}\)"
_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{2,}(?: [A-ZÀ-Þ.'’-]{2,}){0,3}(?:, [A-Z][\w.’' ]{1,24}?)?"
_DAY = r"(?:,? (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2})"
_DATELINE = re.compile(rf"(?:{_PLACE}{_DAY}?(?:,? {_AGENCY})?|{_AGENCY})\s*(?:—|–|--|-)\s*(?=[“\"'‘]?[A-ZÀ-Þ])")


def split_datelines(text: str, stretches: Sequence[Stretch], starts: Iterable[int]) -> list[Stretch]:
    """Take the dateline off the first paragraph of each part.

    Args:
        text: the canonical text.
        stretches: in order of the text.
        starts: first character of each part.
    """
    waiting = sorted(starts)
    found: list[Stretch] = []
    for stretch in stretches:
        opens = bool(waiting) and stretch.start >= waiting[0] and not stretch.why and stretch.kind == "paragraph"
        if opens:
            waiting = [start for start in waiting if start > stretch.start]
            match = _DATELINE.match(text, stretch.start, stretch.end)
            if match is not None:
                end = match.start() + len(match.group().rstrip())
                found.append(
                    Stretch(stretch.start, end, "dateline", "place and agency before a dash", page=stretch.page)
                )
                stretch = dataclasses.replace(stretch, start=match.end())
        found.append(stretch)
    return found
