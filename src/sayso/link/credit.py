"""Which of two documents that share a passage took it from the other, if anything tells."""

from __future__ import annotations

import dataclasses
import re

from sayso.schema import Document
from sayso.text.credits import find_credits, is_name_of, names_as_source

_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
MIN_PUBLISHER, MIN_TITLE = 4, 15  # letters; shorter names are words of the language as well


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """The way a passage went between documents a and b; `is_turned` says that it went from b to a."""

    direction: str | None
    why: str
    is_turned: bool = False


def pick_way(a: Document, a_flow: str, b: Document, b_flow: str) -> Way:
    """Say which way a passage went: by credit, else by date, else null with why.

    A page is often dated when it was last changed, so a credit outweighs a date; but not one that is months off: what was
    published in May took nothing from what was published in July, whatever it names.
    """
    one, two = _date(a), _date(b)
    n = min(len(one), len(two)) if one and two else 0
    first = (one or "")[:n] < (two or "")[:n], (two or "")[:n] < (one or "")[:n]
    is_far = _is_far(one, two)
    a_by_b = None if is_far and first[1] else find_credit(b_flow, of=a)
    b_by_a = None if is_far and first[0] else find_credit(a_flow, of=b)
    if bool(a_by_b) != bool(b_by_a):
        return Way("b_from_a", f"the later one names {a_by_b or b_by_a}", is_turned=bool(b_by_a))
    if one and two:
        if any(first):
            earlier, later = sorted((one, two))
            return Way("b_from_a", f"published {earlier}, the other {later}", is_turned=first[1])
        return Way(None, "both were published on the same date" if n == 10 else "the dates are too coarse to tell")
    return Way(None, "not both are dated, and neither names the other")


def find_credit(flow: str, *, of: Document) -> str | None:
    """The publisher or title of a document that a flow lays something to; null when it lays nothing to it.

    To name a body is no credit: an article on an office isn't copied from the office's own statement.
    """
    name = of.publisher or ""
    is_name = len(name) >= MIN_PUBLISHER and not name.startswith("(")
    if is_name and (names_as_source(flow, name) or any(is_name_of(credit.name, name) for credit in find_credits(flow))):
        return name
    if of.title and len(of.title) >= MIN_TITLE and not of.title.startswith("(") and _names(flow, of.title):
        return of.title
    return None


def _names(flow: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", flow) is not None


def _is_far(one: str | None, two: str | None) -> bool:
    if not one or not two or min(len(one), len(two)) < 7:
        return False
    (year, month), (other_year, other_month) = (map(int, date.split("-")[:2]) for date in (one, two))
    return abs((year - other_year) * 12 + month - other_month) > 1


def _date(doc: Document) -> str | None:
    found = _ISO.match(doc.published or "")
    return found.group() if found else None
