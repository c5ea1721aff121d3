"""What the edges of a text tell of it, for every format: datelines, credit and copyright lines, notes of changes, the address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.acquire.assemble import Stretch
from sayso.acquire.facts.agencies import find_agencies, read_credit, read_dateline_credit
from sayso.acquire.facts.dates import find_date, read_dates
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.names import read_credits
from sayso.acquire.facts.urls import find_house, find_url_date

_COPYRIGHT = re.compile(
    r"(?:copyright\b\s*(?:©|\(c\))?|©|\(c\)\s(?=\d{4}))\s*(?:copyright\s+)?(?:\d{4}(?:\s*[-–,]\s*(?:\d{4}|present))?,?)?"
    r"\s*(?:by\s+)?(?P<name>(?:The\s+)?[^\W\d_][^.|•·\n]{1,60}?)\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?"
    r"(?:[.|•·,]|\s[-–—]\s|\s+(?:all|reserved|ltd|inc)\b|$)",
    re.IGNORECASE,
)
_NO_HOUSE = re.compile(
    r"\b(?:all rights|reserved|the authors?|policy|notice|law|protected|terms|holder|images?|photo)\b", re.IGNORECASE
)
# "amended on 4 March": the day follows the word at once; other days in a note are those of what it speaks of
_CHANGED_ON = re.compile(r"\b(?:on|updated?|corrected|amended|changed|revised)\s*:?\s*(?:\w+day,?\s*)?$", re.IGNORECASE)
_LAST = re.compile(r"[.!?”\"’)]\s*(?:[-–—]\s*|\()(?P<names>[A-Z][^()\n.!?]{1,40}?)\)?\.?$")
_MOST = 300  # characters of a line that is a credit, a copyright or a date
_UNSURE = "read as month/day"
_EDGE = 12  # stretches at either end that are looked at


def learn_edges(text: str, stretches: Sequence[Stretch], facts: Facts, url: str | None) -> None:
    """Add what a text's edges tell to what its head and its tags did; what is known already stays.

    Args:
        stretches: in order of the text, datelines parted from their paragraphs.
        url: the document's own address.
    """
    running = [stretch for stretch in stretches if not stretch.why]
    agencies: list[str] = [*facts.agency]
    n_known = len(agencies)
    for stretch in stretches:
        if stretch.end - stretch.start > _MOST:
            continue
        line = " ".join(text[stretch.start : stretch.end].split())
        if stretch.kind == "byline":
            found = read_credits(line)
            agencies += found.agencies if found else ()
            agencies += read_credit(line)
        elif stretch.kind == "dateline":
            agencies += read_dateline_credit(line) or read_credit(line)
        elif stretch.kind == "furniture":
            agencies += read_credit(line)
        if stretch.kind in {"furniture", "dateline", "correction"}:
            _learn_change(line, facts, is_note=stretch.kind == "correction")
        if stretch.kind == "furniture" and not facts.publisher:
            _learn_copyright(line, facts)
    if running:
        last = running[-1]
        for stretch in running[:2]:
            agencies += read_dateline_credit(text[stretch.start : min(stretch.end, stretch.start + _MOST)])
        tail = _LAST.search(text[max(last.start, last.end - 80) : last.end].strip())
        agencies += read_credit(f"({tail['names']})") if tail else ()
        for stretch in running[-_EDGE:]:
            if stretch.end - stretch.start <= _MOST:
                agencies += read_credit(" ".join(text[stretch.start : stretch.end].split()))
    own = (facts.publisher or "").casefold()
    found_names = tuple(dict.fromkeys(name for name in agencies if name.casefold() != own or find_agencies(name)))
    if len(found_names) > n_known:
        facts.agency = found_names
        facts.known_by["agency"] = ", ".join(filter(None, (facts.known_by.get("agency", ""), "credit in the text")))
    _learn_address(facts, url)
    _keep_order(facts)


def _learn_change(line: str, facts: Facts, *, is_note: bool) -> None:
    told = read_dates(line)
    if told:
        facts.learn_told(told, how="dateline")
    elif is_note and re.match(r"\W*(?:updated?|corrected|amended|clarifi|this\b|an? |on )", line, re.IGNORECASE):
        found = find_date(line)
        if found and _CHANGED_ON.search(line[: found.start]):
            facts.learn("updated", found.iso, how="editor's note")


def _learn_copyright(line: str, facts: Facts) -> None:
    match = _COPYRIGHT.search(line)
    if match is None:
        return
    name = " ".join(match["name"].split()).strip(" ,-–")
    if name and name[0].isupper() and not _NO_HOUSE.search(name) and not find_agencies(name) and len(name.split()) <= 6:
        facts.learn("publisher", name, how="copyright line")


def _learn_address(facts: Facts, url: str | None) -> None:
    if url:
        day = find_url_date(url)
        if day and facts.published == f"{day[:4]}-{day[8:]}-{day[5:7]}" and _UNSURE in facts.known_by["published"]:
            told = facts.known_by["published"].replace(_UNSURE, "read as day/month, as the address has it")
            facts.published, facts.known_by["published"] = day, told
        facts.learn("published", day, how="address")
        facts.learn("publisher", find_house(url), how="host of the address, weak")


def _keep_order(facts: Facts) -> None:
    """A change before the publication is no change: pages carry such dates by mistake of their makers."""
    one, two = facts.published, facts.updated
    if one and two:
        n = min(len(one), len(two), len("2020-01-31"))
        if two[:n] < one[:n]:
            facts.updated = None
            facts.known_by.pop("updated", None)
    elif two and facts.known_by.get("updated", "").startswith("dateline"):
        facts.published, facts.known_by["published"] = two[:10], "dateline of its last change"
