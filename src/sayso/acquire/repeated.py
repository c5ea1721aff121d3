"""Lines that stand on many pages of one site: furniture that no page shows by itself."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sayso.acquire.assemble import Stretch
from sayso.acquire.lines import is_terminal
from sayso.text.flow import BREAK

PAGES_MIN = 3  # pages of a site that must hold a line: two may be one article saved twice
LABEL_SHARE = 0.2  # of a site's pages, for a line that is no sentence: a section's navigation stands on some pages only
SENTENCE_SHARE = 0.6  # for a sentence: outlets repeat a paragraph of background from article to article
SENTENCE_PAGES = 4
LONGEST = 300  # characters; longer blocks are never taken for furniture because they are repeated
_LONG_LINE = 80  # characters of lines by which two pages are told to be one article
_SAME_SHARE = 0.5  # of the long lines, the site's own left out, that versions of one article share
_OWN_SHARE = 0.5  # of a site's pages that hold a long line of its own, such as a note on cookies
_NOT_LETTERS = re.compile(r"[\W_]+")


def hash_line(line: str) -> str:
    """The hash by which lines are compared: of letters and digits, small; empty for a line of neither."""
    letters = _NOT_LETTERS.sub("", line).lower()
    return hashlib.blake2b(letters.encode(errors="surrogatepass"), digest_size=8).hexdigest() if letters else ""


def find_repeated(pages: Iterable[tuple[str, Sequence[str]]]) -> dict[str, dict[str, int]]:
    """Find the lines that many pages of a site share.

    Args:
        pages: of each page its site (host or publisher; for text files their folder) and the lines of its canonical text.
    Returns:
        For each site that has any, `hash_line` of its repeated lines and the number of pages that they stand on; versions of
        one article count as one page.
    """
    sites: dict[str, list[dict[str, bool]]] = defaultdict(list)
    for site, lines in pages:
        sites[site].append(_hash_lines(lines))
    found = {site: _find_in_site(held) for site, held in sites.items() if len(held) >= PAGES_MIN}
    return {site: repeated for site, repeated in found.items() if repeated}


def _hash_lines(lines: Sequence[str]) -> dict[str, bool]:
    """Hashes of a page's lines, and whether each is long enough to tell articles apart."""
    return {key: len(line) >= _LONG_LINE for line in lines if (bare := line.strip()) and (key := _key(bare))}


def _key(line: str) -> str:
    key = hash_line(line)
    return f"{key}s" if key and is_terminal(line) and line.count(" ") >= 7 else key


def _find_in_site(pages: list[dict[str, bool]]) -> dict[str, int]:
    counts = Counter(key for page in pages for key in page)
    articles = _group_versions(pages, counts)
    n_articles = len(set(articles))
    spread: dict[str, set[int]] = defaultdict(set)
    for page, article in zip(pages, articles, strict=True):
        for key in page:
            if counts[key] >= PAGES_MIN:
                spread[key].add(article)
    repeated = {}
    for key, held in spread.items():
        least, share = (SENTENCE_PAGES, SENTENCE_SHARE) if key.endswith("s") else (PAGES_MIN, LABEL_SHARE)
        if len(held) >= max(least, share * n_articles):
            repeated[key.removesuffix("s")] = len(held)
    return repeated


def _group_versions(pages: list[dict[str, bool]], counts: Counter[str]) -> list[int]:
    """Give each page the number of its article: pages that share half of their long lines are versions of one."""
    own = _OWN_SHARE * len(pages) if len(pages) >= 2 * PAGES_MIN else len(pages) + 1
    holders: dict[str, int] = {}
    articles: list[int] = []
    for i, page in enumerate(pages):
        long = [key for key, is_long in page.items() if is_long and counts[key] <= own]
        shared = Counter(holders[key] for key in long if key in holders)
        article, n = next(iter(shared.most_common(1)), (i, 0))
        articles.append(article if long and n >= _SAME_SHARE * len(long) else i)
        for key in long:
            holders.setdefault(key, articles[-1])
    return articles


def mark_repeated(text: str, stretches: Sequence[Stretch], repeated: Mapping[str, int]) -> list[Stretch]:
    """Mark whole blocks of the flow that the site repeats as furniture.

    Args:
        repeated: the site's entry of what `find_repeated` gives.
    """
    if not repeated:
        return list(stretches)
    marked = []
    for i, stretch in enumerate(stretches):
        following = next((other for other in stretches[i + 1 : i + 2] if not other.why), None)
        is_whole = stretch.glue == BREAK and (following is None or following.glue == BREAK)
        n = 0
        if not stretch.why and is_whole and stretch.kind != "table" and stretch.end - stretch.start <= LONGEST:
            n = repeated.get(hash_line(text[stretch.start : stretch.end]), 0)
        why = f"the same line stands on {n} pages of this site"
        marked.append(dataclasses.replace(stretch, kind="furniture", why=why) if n else stretch)
    return marked
