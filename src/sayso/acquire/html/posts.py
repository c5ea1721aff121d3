"""Pages of many people's posts: forums, comment threads; each post is a part with its own author."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence

from sayso.acquire.facts.dates import find_date, read_dateline
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.html.blocks import Walked
from sayso.acquire.html.frames import Frame, Shown

_POST = re.compile(
    r"(?:^|\s)(?:[\w-]*[_-])?(?:posts?|message|msg|reply|answer|question|comment|tweet|status|toot)(?:[_-]?(?:body|content|box|container|wrapper|item|row|bg\d))?(?=$|\s)",
    re.IGNORECASE,
)
_POSTS_MIN = 2
_POSTS_SHARE = 0.6  # of the main text that posts must hold: else they are comments under an article
_DATE_MOST = 80


def mark_posts(walked: Walked, facts: Facts) -> None:
    """Make each post of a page of posts a part with its author and date; leaves other pages as they are."""
    posts = _find_posts(walked)
    first_known = False
    for post in posts:
        name = _find_name(walked, post)
        block = next((shown for shown in walked.shown[post.first : post.last] if not shown.draft.why), None)
        if not name or block is None:
            continue
        head = Facts()
        head.learn("authors", (name,), how="the post's author")
        _mark_head(walked.shown[post.first : post.last], name, head)
        begin = walked.shown[post.first]
        if begin is walked.shown[0]:
            facts.learn("authors", (name,), how="the post's author")
        else:
            begin.draft.head = head
        first_known = True
    if first_known and not facts.authors:
        facts.learn("authors", _find_first(walked, posts), how="the first post's author")


def _find_first(walked: Walked, posts: Sequence[Frame]) -> tuple[str, ...]:
    name = _find_name(walked, posts[0])
    return (name,) if name else ()


def _find_posts(walked: Walked) -> list[Frame]:
    """The elements that are posts: of one class, beside one another, with most of the main text in them and an author in each."""
    total = sum(len(shown.letters) for shown in walked.shown if shown.is_main)
    groups: dict[str, list[Frame]] = {}
    for frame in walked.frames:
        if not frame.main or not frame.names:
            continue
        match = _POST.search(frame.names)
        if match is None:
            continue
        key = re.sub(r"\d+", "", match[0].strip().lower())
        group = groups.setdefault(f"{frame.tag} {key}", [])
        if not group or frame.first >= group[-1].last:
            group.append(frame)
    best: list[Frame] = []
    for group in groups.values():
        named = sum(bool(_find_name(walked, frame)) for frame in group)
        held = sum(frame.main for frame in group)
        if (
            len(group) >= _POSTS_MIN
            and held >= _POSTS_SHARE * total
            and named >= 0.6 * len(group)
            and len(group) > len(best)
        ):
            best = group
    names = Counter(_find_name(walked, frame) for frame in best)
    return best if len(names) >= _POSTS_MIN else []


def _find_name(walked: Walked, post: Frame) -> str:
    """The first name that an element of a post gives for its author."""
    at = bisect.bisect_left(walked.names, (post.first, ""))
    for place, name in walked.names[at : at + 20]:
        if place >= max(post.last, post.first + 1):
            break
        if len(name.split()) <= 4 and find_date(name) is None:
            return name.removeprefix("by ").removeprefix("By ").strip(" :,@»«")
    return ""


def _mark_head(blocks: Sequence[Shown], name: str, head: Facts) -> None:
    """Mark the lines of a post that give its author and date."""
    for shown in blocks[:6]:
        draft = shown.draft
        if draft.note_key:
            continue
        text = draft.text.strip(" @:»«,")
        if text == name or text.lower() == f"by {name}".lower():
            draft.kind, draft.why = "byline", "a post's author"
        elif len(text) <= _DATE_MOST and name in text and (dated := find_date(text.replace(name, " "))):
            draft.kind, draft.why = "byline", "a post's author and date"
            head.learn("published", dated.iso, how="the post's date")
        elif len(text) <= _DATE_MOST and (found := read_dateline(text)):
            draft.kind, draft.why = "dateline", "a post's date"
            head.learn("published", found.iso, how="the post's date")
