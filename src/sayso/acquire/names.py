"""Bylines: the names of those who wrote."""

from __future__ import annotations

import re

_PARTICLE = r"(?:de|del|de la|la|van|von|den|der|ter|al|el|bin|ibn|di|da|dos|du|le)"
_WORD = r"(?:[A-ZÀ-ÞĀ-Ž][\w.'’-]*)"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+)?{_WORD}){{1,4}}")
_BY = re.compile(r"(?:(?:written|reported|story|words|report|posted|edited)\s+)?by:?\s+(?=\S)", re.IGNORECASE)
_ROLE = (
    r"(?:reporter|correspondent|editor|columnist|journalist|writer|analyst|contributor|author|researcher|fellow|professor|"
    r"photographer|producer|staff|blogger|commentator|bureau chief)"
)
_ROLE_LINE = re.compile(rf"(?P<name>{_NAME.pattern}),?\s+(?:[\w-]+\s+){{0,4}}?(?i:{_ROLE})s?")
_OFFICE = re.compile(
    r"\b(?:auditor|director|minister|president|chair(?:man|woman)?|officer|secretary|manager|commissioner|inspector|judge|"
    r"attorney|doctor|captain|colonel|lieutenant|general|mayor|senator|governor)s?$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|;|\band\b|&|\bwith\b)\s*")
_TAIL = re.compile(
    rf"\s*(?:[|·•–—(]|\s-\s|\bat\s+\d|\bon\s+(?=[A-Z\d])|\b(?:for|in|at|of)\s+(?:the\s+)?[A-Z]|,?\s+(?:(?:staff|senior|special|chief|foreign)\s+)*{_ROLE}\b).*$"
)
_NOT_NAMES = re.compile(
    r"\b(?:the|from|news|times|post|press|agency|staff|university|college|department|institute|copyright|rights|reuters|photo|updated|"
    r"january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)


def read_names(text: str) -> tuple[str, ...]:
    """Read a list of personal names, "A. Writer and B. Reporter"; empty when it is anything else."""
    text = _TAIL.sub("", text).strip(' ,.;:"“”')
    names: list[str] = []
    for part in _SPLIT.split(text):
        name = part.title() if part.isupper() and " " in part else part
        if not part or (names and (not _is_name(name) or _OFFICE.search(name))):
            continue  # after a name: an outlet, a town, a role, an office
        if not _is_name(name):
            return ()
        names.append(" ".join(name.split()))
    return tuple(dict.fromkeys(names))


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and not _NOT_NAMES.search(text)


def read_byline(line: str) -> tuple[str, ...] | None:
    """Read a line that says who wrote: "By A. Writer", or a name and a role; null when the line is no byline."""
    if len(line) > 120:
        return None
    lead = _BY.match(line)
    if lead:
        rest = line[lead.end() :]
        names = read_names(rest)
        # "by" and an outlet, "By Staff Reporters": a byline without a personal name
        return names or (() if len(rest.split()) <= 5 and rest[:1].isupper() and rest[-1:] not in ".?!" else None)
    role = _ROLE_LINE.fullmatch(line.strip())
    if role and not _NOT_NAMES.search(role["name"]) and _NAME.fullmatch(role["name"]):
        return (role["name"],)
    return None
