"""Calendar entries that come with mails: what, when, where and who invites."""

from __future__ import annotations

import re

_FIELDS = (
    ("SUMMARY", "Event"), ("DTSTART", "Begins"), ("DTEND", "Ends"), ("LOCATION", "Where"), ("ORGANIZER", "Organiser"),
    ("STATUS", "Status"),
)  # fmt: skip
_LINE = re.compile(r"(?P<name>[A-Z-]{2,40})(?P<params>(?:;[^:\";]{0,200}(?:\"[^\"]{0,400}\")?)*):(?P<value>.*)")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_COMMON_NAME = re.compile(r";CN=\"?([^\";:]{1,200})", re.IGNORECASE)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")


def read_calendar(text: str) -> tuple[list[str], str]:
    """Read the first event of an iCalendar text (RFC 5545): its fields, `Label: value`, and its description."""
    unfolded = re.sub(r"\n[ \t]", "", text)
    event = unfolded.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    event = re.sub(r"BEGIN:VALARM.*?(?:END:VALARM|\Z)", "", event, count=50, flags=re.DOTALL)
    told: dict[str, str] = {}
    for line in event.split("\n"):
        match = _LINE.match(line[:20_000])
        if match:
            value = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], match["value"]).strip()
            name = _COMMON_NAME.search(match["params"])
            told.setdefault(match["name"], f"{name[1]} <{value}>" if name and match["name"] == "ORGANIZER" else value)
    fields = [f"{label}: {_show(told[name])}" for name, label in _FIELDS if told.get(name)]
    return fields, told.get("DESCRIPTION", "")


def _show(value: str) -> str:
    time = _TIME.fullmatch(value)
    if time is None:
        return " ".join(value.replace("mailto:", "").replace("MAILTO:", "").split())
    clock = f" {time[4]}:{time[5]}{' UTC' if time[6] else ''}" if time[4] else ""
    return f"{time[1]}-{time[2]}-{time[3]}{clock}"
