"""What HTML's elements and their class names say of the text in them."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any

_WORDS_SKIPPED = (
    "script style noscript template head svg iframe object math canvas audio video select datalist noframes map applet"
)
_WORDS_BLOCKS = (
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead title tr ul"
)
SKIPPED = frozenset(_WORDS_SKIPPED.split())
"""Elements whose text no browser shows, or that hold no text of the page."""
BLOCKS = frozenset(_WORDS_BLOCKS.split())
"""Elements that stand apart from what is before and after them."""
KINDS = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "li": "list_item",
    "dt": "list_item",
    "dd": "list_item",
    "figcaption": "caption",
    "caption": "caption",
    "blockquote": "block_quote",
}
_HARD_TAGS = {"nav", "footer", "dialog", "amp-sidebar", "amp-consent", "amp-ad", "button"}
_SOFT_TAGS = {"header", "aside", "form", "label", "menu"}
_HARD_ROLES = {"navigation", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar"}
_SOFT_ROLES = {"banner", "complementary", "alert", "form"}
# Words of class and id attributes. Hard ones cut text even where the extraction keeps it; soft ones only tell that what it left
# out was left out rightly. Either is void on a page that has a third of its text under the word (see html_main).
_HARD = re.compile(
    r"(?:^|[\s_-])(?P<word>"
    r"nav(?:bar|igation|box|links?)?|sub[-_]?menu|menu|bread[-_]?crumbs?|crumbs?|pagination|pager|skip[-_]?(?:link|nav|to-content)"
    r"|shar(?:e|ing)(?:[-_]?(?:bar|buttons?|links?|tools?|daddy))?|sharedaddy|sd-sharing|social(?:[-_]?(?:share|links|media|icons?|bar|buttons?))?"
    r"|addtoany|addthis|sociable|tweet[-_]?button"
    r"|related(?:[-_]?(?:posts?|articles?|stories|content|links|topics|news))?|jp-relatedposts|recommend(?:ed|ations?)?|recirc(?:ulation)?"
    r"|(?:more|most)-(?:from|stories|on|news|read|popular|viewed|shared|articles)|mostread|mostpopular|read[-_]?more|also[-_]?read"
    r"|read[-_]?next|up[-_]?next|trending|outbrain|taboola|zergnet|yarpp|you-may-like"
    r"|newsletter|subscri(?:be|ption)|sign[-_]?up|donat(?:e|ion)s?|pay[-_]?wall|reg[-_]?wall|membership|email[-_]?capture"
    r"|ads?|adverts?|advertis(?:ement|ing)|ad[-_]?(?:slot|unit|container|wrapper|label|box)|adsense|dfp|sponsor(?:ed)?|promo(?:tion|ted)?|promobox"
    r"|cookies?|consent|gdpr|onetrust|cmp|cookie[-_]?(?:bar|banner|notice|law)"
    r"|side[-_]?bar|site[-_]?(?:footer|nav|header)|footer|colophon|top[-_]?bar|masthead"
    r"|comentarios?|kommentare?|commentaires?|compartir|teilen|partager|relacionad[oa]s?|publicidad|werbung|anzeige|pubblicita"
    r"|disqus|respond|comments?(?:[-_]?(?:list|area|section|form|thread))?|livefyre|reader[-_]?comments"
    r"|author[-_]?(?:bio|box|info)|about[-_]?(?:the-)?author|bio[-_]?box|biography"
    r"|tags?(?:[-_]?(?:list|links|cloud))?|cat[-_]?links|post[-_]?tags|log[-_]?in|search[-_]?(?:form|box|bar)|modal|pop[-_]?up|lightbox"
    r"|no[-_]?print|screen-reader-text|visually[-_]?hidden|sr-only|app[-_]?(?:promo|banner|download)|reactions|claps?"
    r"|catlinks|printfooter|mw-(?:jump-link|indicators|navigation|panel|head|footer|editsection)|vector-menu|ambox|noexcerpt"
    r"|wm-ipp(?:-base)?|donato|google-cache-hdr"
    r"|postprofile|user[-_]?info|signature|avatar|post[-_]?(?:menu|controls|actions|buttons|nav(?:igation)?)|jump[-_]?box|topic[-_]?map"
    r")(?=$|[\s_-])",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"(?:^|[\s_-])(?P<word>widget|rail|right[-_]?col(?:umn)?|left[-_]?col(?:umn)?|secondary|banner|latest|popular|search|categor(?:y|ies)|meta"
    r"|header|tool(?:bar|s|box)?|utility|toc|profile|account|rating|votes?|likes?|teasers?|promo\w*|cards?|carousel|gallery|video|player"
    r"|legal|copyright|disclaimer|cta|callout|alert|notice|jump|options|actions|controls)(?=$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|wp-caption-text|cutline|photo[-_]?credit|image[-_]?credit)(?=$|[\s_-])", re.IGNORECASE
)
LEAD = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|lead|lede|sub-?title|sub-?head(?:line)?|dek|deck|intro(?:duction)?|summary|abstract|excerpt|teaser"
    r"|vorspann|chapo|entradilla)(?=$|[\s_-])",
    re.IGNORECASE,
)
PULLED = re.compile(r"(?:^|\s)pull(?=$|\s)|pull(?:ed)?[-_]?quote", re.IGNORECASE)
HEAD = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|writer|credits?|date(?:line|time)?|time(?:stamp)?|published|posted|pub-?date|meta|info)(?=$|[\s_-])",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"(?:^|[\s_-])(?:author|user-?name|poster|names?|nick(?:name)?|fn|creator|by-?user)(?=$|[\s_-])|user_?name",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MOST_CLASS = 300  # characters of class and id that are looked at: real ones have up to 200, hostile ones megabytes


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """What an element's name, role, class and id say of its text.

    Attributes:
        cue: a word that says furniture, empty when there is none; `is_hard` as at `_HARD`.
        kind: caption or pulled; empty when they don't say.
        is_named: whether it holds somebody's name.
    """

    cue: str
    is_hard: bool
    kind: str
    is_named: bool


@functools.lru_cache(maxsize=4096)  # a page has some hundred classes, a site's pages the same ones
def read_meaning(tag: str, role: str, names: str) -> Meaning:
    """Read an element's name, role, and class and id."""
    cue, is_hard = _find_cue(tag, role, names)
    kind = "caption" if _CAPTION.search(names) else "pulled" if PULLED.search(names) else ""
    return Meaning(cue, is_hard, kind, NAMED.search(names) is not None)


def _find_cue(tag: str, role: str, names: str) -> tuple[str, bool]:
    if tag in _HARD_TAGS:
        return tag, True
    if role in _HARD_ROLES:
        return f"role {role}", True
    if names:
        match = _HARD.search(names)
        if match:
            return match["word"].lower(), True
    if tag in _SOFT_TAGS:
        return tag, False
    if role in _SOFT_ROLES:
        return f"role {role}", False
    match = _SOFT.search(names) if names else None
    return (match["word"].lower(), False) if match else ("", False)


def is_hidden(element: Any, *, is_block: bool) -> bool:
    """Whether an element is kept from the eye: hidden, or by its style; aria-hidden words inside a sentence are seen."""
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    if is_block and element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style[:2000]) is not None
