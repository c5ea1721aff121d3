"""Which of two documents that share a passage took it from the other, if anything tells."""

from __future__ import annotations

import dataclasses
import re

from sayso.schema import Document

_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
MIN_PUBLISHER, MIN_TITLE = 4, 15  # letters; shorter names are words of the language as well


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """The way a passage went between documents a and b; `is_turned` says that it went from b to a."""

    direction: str | None
    why: str
    is_turned: bool = False


def pick_way(a: Document, a_flow: str, b: Document, b_flow: str) -> Way:
    """Say which way a passage went: by credit, else by date, else null with why."""
    a_by_b, b_by_a = find_credit(b_flow, of=a), find_credit(a_flow, of=b)
    if bool(a_by_b) != bool(b_by_a):
        return Way("b_from_a", f"the later one names {a_by_b or b_by_a}", is_turned=bool(b_by_a))
    one, two = _date(a), _date(b)
    if one and two:
        n = min(len(one), len(two))
        if one[:n] != two[:n]:
            first, then = sorted((one, two))
            return Way("b_from_a", f"published {first}, the other {then}", is_turned=two < one)
        return Way(None, "both were published on the same date" if n == 10 else "the dates are too coarse to tell")
    return Way(None, "not both are dated, and neither names the other")


def find_credit(flow: str, *, of: Document) -> str | None:
    """The publisher or title of a document that a flow names; null when it names neither."""
    for name, least in ((of.publisher, MIN_PUBLISHER), (of.title, MIN_TITLE)):
        if name and len(name) >= least and not name.startswith("(") and _names(flow, name):
            return name
    return None


def _names(flow: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", flow) is not None


def _date(doc: Document) -> str | None:
    found = _ISO.match(doc.published or "")
    return found.group() if found else None
