"""Profiles and pairs of actors as lines for a terminal. Everything that comes from a document is cleaned of control characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.tell.plover import load_plover
from sayso.tell.profiles import HEADS
from sayso.tell.shown import clean_line, count_of, elide

Listed = dict[str, Any]
WIDTH = 100
MOST_ROWS = 15  # statements under a head, where nobody says how many; --json has all
LONGEST_AGAIN = 70  # characters of a statement that was told in full under a head before
LONGEST_TITLE = 40  # characters of a document's title in a line
MOST_TOLD = 4  # claims of a statement


def tell_profile(profile: Listed, *, limit: int = MOST_ROWS) -> list[str]:
    """Lay out one actor, as `describe_profile` gives it; at most so many rows under a head."""
    lines, shown = _tell_name(profile), set[str]()
    for head in HEADS:
        rows = profile["heads"][head]
        if rows:
            lines += ["", head.upper(), *_tell_rows(rows, limit, shown)]
    if profile["ties"]:
        lines += ["", "SAID TO BE TIED TO", *_tell_ties(profile["ties"], limit)]
    if profile["says"]:
        lines += ["", "SAYS ITSELF", *_tell_said(profile["says"], limit)]
    if not profile["n_claims"] and not profile["ties"]:
        lines += ["", "The case says nothing of this actor."]
    return lines


def tell_pair(pair: Listed, *, limit: int = MOST_ROWS) -> list[str]:
    """Lay out two actors side by side, as `describe_pair` gives them; at most so many rows under a head."""
    a, b = pair["a"], pair["b"]
    lines = [*_tell_name(a), *_tell_name(b)]
    lines += ["", "BETWEEN THEM"]
    lines += _tell_ties(pair["ties"], limit) or ["  The case tells of nothing that one did to the other."]
    lines += ["", "SAID OF BOTH", *(_tell_rows(pair["both"], limit, set()) or ["  nothing"])]
    for one, other, said in ((a, b, pair["a_on_b"]), (b, a, pair["b_on_a"])):
        lines += ["", f"{one['name'].upper()} ON {other['name'].upper()}"]
        lines += _tell_said(said, limit) or ["  nothing"]
    shared = {row["group_id"] for row in pair["both"]}
    for one in (a, b):
        lines += ["", f"SAID OF {one['name'].upper()} ALONE"]
        shown = set[str]()
        for head in HEADS:
            rows = [row for row in one["heads"][head] if row["group_id"] not in shared]
            if rows:
                lines += [f" {head}", *_tell_rows(rows, limit, shown)]
    return lines


def tell_tie(tie: Listed) -> list[str]:
    """Lay out one tie: the event, its sign, who says it and who denies it, in the order of time."""
    arrow = "and" if tie["is_mutual"] else "to"
    scale = load_plover().signs[tie["sign"]]
    seen = " to ".join(dict.fromkeys(date for date in (tie["first_seen"], tie["last_seen"]) if date)) or "undated"
    lines = [f"  {clean_line(tie['a'])} {arrow} {clean_line(tie['b'])}: {tie['event']} ({tie['sign']:+d}, {scale}), told {seen}"]
    for rows, verb in ((tie["said"], "says"), (tie["denied"], "denies")):
        for said in rows:
            ahead = ", as something to come" if said["is_ahead"] else ""
            lines += _wrap(
                f"{said['published'] or 'undated'}  {clean_line(said['by'])} {verb}{ahead}: “{clean_line(said['text'])}” "
                f"[{' > '.join(map(clean_line, said['chain']))}; {said['stance']}; {_tell_place(said)}]", indent=4,
            )
    return lines


def _tell_name(profile: Listed) -> list[str]:
    also = f", also {', '.join(profile['aliases'][:5])}" if profile["aliases"] else ""
    n_claims, n_documents = profile["n_claims"], profile["n_documents"]
    verb = "speaks" if n_claims == 1 else "speak"
    spoken = f"{count_of(n_claims, 'claim')} in {count_of(n_documents, 'document')} {verb} of it"
    return [f"{profile['name']} ({profile['kind']}{also})", f"  {spoken}; {len(profile['says'])} are laid to it"]


def _tell_ties(ties: list[Listed], limit: int) -> list[str]:
    return [*(line for tie in ties[:limit] for line in tell_tie(tie)), *_tell_more(len(ties) - limit)]


def _tell_said(claims: list[Listed], limit: int) -> list[str]:
    return [*_tell_claims(claims[:limit]), *_tell_more(len(claims) - limit)]


def _tell_rows(rows: list[Listed], limit: int, shown: set[str]) -> list[str]:
    """Rows in full, but for those that another head has shown (`shown`, which is added to)."""
    lines = []
    for row in rows[:limit]:
        above = f"  “{elide(row['text'], at_most=LONGEST_AGAIN)}” (above, {row['group_id']})"
        lines += [above] if row["group_id"] in shown else list(_tell_row(row))
        shown.add(row["group_id"])
    return [*lines, *_tell_more(len(rows) - limit)]


def _tell_more(n: int) -> list[str]:
    return [f"  and {n} more (--limit, --json)"] if n > 0 else []


def _tell_row(row: Listed) -> Iterator[str]:
    for side, name in (("affirmed", "told"), ("negated", "denied")):
        claims = row[name]
        if not claims:
            continue
        yield from _tell_claims(claims[:MOST_TOLD])
        counts = row["counts"][side]
        verb = "deny" if counts and counts["is_against"] else "say"
        more = f"{len(claims) - MOST_TOLD} more {verb} so; " if len(claims) > MOST_TOLD else ""
        if counts:
            possible = f" (up to {counts['lines_possible']})" if counts["lines_possible"] > counts["lines"] else ""
            plural = "" if counts["lines"] == 1 else "s"
            lead = "denied: " if counts["is_against"] else ""
            yield f"      {lead}{more}{counts['lines']} line{plural}{possible}, {counts['verdict']}"


def _tell_claims(claims: Iterable[Listed]) -> Iterator[str]:
    for claim in claims:
        yield from _tell_claim(claim)


def _tell_claim(claim: Listed) -> list[str]:
    guess = "" if claim["is_named"] else "; not by name"
    verb = " denies:" if claim["is_denied_around"] else ":"
    told = f"{claim['by']}{verb} “{claim['text']}”"
    return _wrap(f"{told} [{' > '.join(claim['chain'])}; {claim['stance']}{guess}; {_tell_place(claim)}]", indent=2)


def _tell_place(claim: Listed) -> str:
    """The document and characters of it where the words stand."""
    title = elide(clean_line(claim["document"]), at_most=LONGEST_TITLE)
    return f"{title}, {claim['spans'][0][0]}-{claim['spans'][-1][1]}" if claim["spans"] else title


def _wrap(text: str, *, indent: int) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4), break_on_hyphens=False)
