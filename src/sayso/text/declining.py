"""Whether a statement says only that somebody wouldn't speak: who declined to say how many died has denied nothing."""

from __future__ import annotations

import re

_DECLINED = re.compile(
    r"\b(?:declin|refus)(?:e|es|ed|ing)\s+(?:\w+ly\s+)?(?:to\s+(?:\w+ly\s+)?"
    r"(?:say|comment|answer|discuss|speak|talk|respond|reply|elaborate|disclose|reveal|specify|give (?:any )?(?:details?|reasons?)"
    r"|be (?:interviewed|drawn|quoted|named|identified))"
    r"|(?:(?:our|an|the|any|all|further|repeated|every)\s+){0,3}(?:comments?|interviews?|invitations?|requests?))\b"
    r"|\b(?:had|made|gave|offered|have|has)\s+(?:no|not (?:any|a)) (?:further |immediate )?comment\b"
    r"|\b(?:would|wo)(?:\s+not|n['’]t)\s+(?:comment|elaborate)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|neither|nor|cannot|false|untrue|denie[sd]|deny|denying)\b|n['’]t\b", re.IGNORECASE
)


def is_declining(text: str) -> bool:
    """Whether a statement tells that somebody declined to speak of something, and denies nothing besides."""
    rest, n = _DECLINED.subn(" ", text)
    return n > 0 and not _DENIAL.search(rest)
