"""Pages of many people's posts: forums, comment threads; each post is a part with its own author."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence

from sayso.acquire.facts.dates import find_date, read_dateline
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.html.blocks import Walked
from sayso.acquire.html.frames import LINKED_MOST, Frame, Shown

_POST = re.compile(
    r"(?:^|\s)(?:[\w-]*[_-])?(?:posts?|message|msg|reply|answer|question|comment|tweet|status|toot)(?:[_-]?(?:body|content|box|container|wrapper|item|row|bg\d))?(?=$|\s)",
    re.IGNORECASE,
)
_POSTS_MIN = 2
_POSTS_SHARE = 0.6  # of the main text that posts must hold: else they are comments under an article
_LIKE_MIN = 3  # posts of one kind beside one another, for what holds for most of them to hold for all
_DATE_MOST = 80
_SIGNED = re.compile(
    r"(?P<name>[^\s,|·][^,|·]{0,38}?)\s*(?:[,|·–—-]\s|\b(?:on|said|wrote|posted)\b)\s*(?P<rest>.{6,40})"
)


def add_posts(walked: Walked) -> None:
    """Take every post of a page of posts for main text where most of them are: an extraction loses the last ones."""
    total = sum(len(shown.letters) for shown in walked.shown if shown.is_main)
    for group in group_posts(walked).values():
        taken = [frame for frame in group if frame.main]
        held = sum(frame.main for frame in taken)
        if len(group) < _LIKE_MIN or 2 * len(taken) < len(group) or held < _POSTS_SHARE * total:
            continue
        for frame in group:
            for shown in walked.shown[frame.first : frame.last] if not frame.main else ():
                is_shown = not shown.frame.hidden and shown.frame.cued is frame.cued
                shown.is_main = shown.is_main or (is_shown and shown.link_share < LINKED_MOST)


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
    best: list[Frame] = []
    for whole in group_posts(walked).values():
        group = [frame for frame in whole if frame.main]
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


def group_posts(walked: Walked) -> dict[str, list[Frame]]:
    """Elements whose class says post, message or the like, by element and class; none inside another of its kind.

    They are looked for once a page: finding the main text and marking the posts both need them.
    """
    if walked.posts is None:
        walked.posts = _group_posts(walked)
    return walked.posts


def _group_posts(walked: Walked) -> dict[str, list[Frame]]:
    groups: dict[str, list[Frame]] = {}
    for frame in walked.frames:
        match = _POST.search(frame.names) if frame.names else None
        if match is None or frame.first == frame.last:
            continue
        key = re.sub(r"\d+", "", match[0].strip().lower())
        group = groups.setdefault(f"{frame.tag} {key}", [])
        if not group or frame.first >= group[-1].last:
            group.append(frame)
    return groups


def _find_name(walked: Walked, post: Frame) -> str:
    """The first name that an element of a post gives for its author, else the one before the date in its first line."""
    at = bisect.bisect_left(walked.names, (post.first, ""))
    for place, name in walked.names[at : at + 20]:
        if place >= max(post.last, post.first + 1):
            break
        if len(name.split()) <= 4 and find_date(name) is None:
            return name.removeprefix("by ").removeprefix("By ").strip(" :,@»«")
    first = walked.shown[post.first].draft.text if post.first < post.last else ""
    signed = _SIGNED.fullmatch(first) if len(first) <= _DATE_MOST else None
    if signed and len(signed["name"].split()) <= 4 and find_date(signed["rest"]) and not find_date(signed["name"]):
        return signed["name"].strip()
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
