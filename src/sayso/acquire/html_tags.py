"""What HTML's elements and their class names say of the text in them."""

from __future__ import annotations

import re

SKIPPED = frozenset(
    "script style noscript template head svg iframe object math canvas audio video select datalist noframes map applet".split()
)
"""Elements whose text no browser shows, or that hold no text of the page."""

BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead title tr ul".split()
)
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
    r"nav(?:bar|igation|box|links?)?|sub-?menu|menu|bread-?crumbs?|crumbs?|pagination|pager|skip-?(?:link|nav|to-content)"
    r"|shar(?:e|ing)(?:-?(?:bar|buttons?|links?|tools?|daddy))?|sharedaddy|sd-sharing|social(?:-?(?:share|links|media|icons?|bar|buttons?))?"
    r"|addtoany|addthis|sociable|tweet-?button"
    r"|related(?:-?(?:posts?|articles?|stories|content|links|topics|news))?|jp-relatedposts|recommend(?:ed|ations?)?|recirc(?:ulation)?"
    r"|(?:more|most)-(?:from|stories|on|news|read|popular|viewed|shared|articles)|mostread|mostpopular|read-?more|also-?read"
    r"|read-?next|up-?next|trending|outbrain|taboola|zergnet|yarpp|you-may-like"
    r"|newsletter|subscri(?:be|ption)|sign-?up|donat(?:e|ion)s?|pay-?wall|reg-?wall|membership|email-?capture"
    r"|ads?|adverts?|advertis(?:ement|ing)|ad-?(?:slot|unit|container|wrapper|label|box)|adsense|dfp|sponsor(?:ed)?|promo(?:tion|ted)?|promobox"
    r"|cookies?|consent|gdpr|onetrust|cmp|cookie-?(?:bar|banner|notice|law)"
    r"|side-?bar|site-?(?:footer|nav|header)|footer|colophon|top-?bar|masthead"
    r"|disqus|respond|comments?(?:-?(?:list|area|section|form|thread))?|livefyre|reader-?comments"
    r"|author-?(?:bio|box|info)|about-?(?:the-)?author|bio-?box|biography"
    r"|tags?(?:-?(?:list|links|cloud))?|cat-?links|post-?tags|log-?in|search-?(?:form|box|bar)|modal|pop-?up|lightbox"
    r"|no-?print|screen-reader-text|visually-?hidden|sr-only|app-?(?:promo|banner|download)|reactions|claps?"
    r"|catlinks|printfooter|mw-(?:jump-link|indicators|navigation|panel|head|footer|editsection)|vector-menu|ambox|noexcerpt"
    r"|wm-ipp(?:-base)?|donato|google-cache-hdr"
    r"|postprofile|user-?info|signature|avatar|post-?(?:menu|controls|actions|buttons|nav(?:igation)?)|jump-?box|topic-?map"
    r")(?=$|[\s_-])",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"(?:^|[\s_-])(?P<word>widget|rail|right-?col(?:umn)?|left-?col(?:umn)?|secondary|banner|latest|popular|search|categor(?:y|ies)|meta"
    r"|header|tool(?:bar|s|box)?|utility|toc|profile|account|rating|votes?|likes?|teasers?|promo\w*|cards?|carousel|gallery|video|player"
    r"|legal|copyright|disclaimer|cta|callout|alert|notice|jump|options|actions|controls)(?=$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|wp-caption-text|cutline|photo-?credit|image-?credit)(?=$|[\s_-])", re.IGNORECASE)
PULLED = re.compile(r"(?:^|[\s_-])pull-?(?:ed|ed-?quote|quote)?(?=$|[\s_-])|pull-?quote", re.IGNORECASE)
NAMED = re.compile(
    r"(?:^|[\s_-])(?:author|user-?name|poster|names?|nick(?:name)?|fn|creator|by-?user)(?=$|[\s_-])|user_?name", re.IGNORECASE
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MOST_CLASS = 300  # characters of class and id that are looked at: real ones have up to 200, hostile ones megabytes


def find_cue(tag: str, role: str, names: str) -> tuple[str, bool]:
    """Tell what an element's name, role, and class and id say of furniture: a word and whether it is hard; empty when nothing."""
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


def is_hidden(attributes: dict[str, str], *, is_block: bool) -> bool:
    """Whether an element is kept from the eye: hidden, or by its style; aria-hidden words inside a sentence are seen."""
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    if is_block and attributes.get("aria-hidden", "").lower() == "true":
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN.search(style[:2000]) is not None


def is_caption(attributes: dict[str, str]) -> bool:
    """Whether a class says that an element is a picture's caption."""
    return "class" in attributes and _CAPTION.search(attributes["class"][:MOST_CLASS]) is not None
