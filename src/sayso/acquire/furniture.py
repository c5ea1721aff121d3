"""Furniture in bare text: what a page holds beside what it says.

Two kinds of evidence, never length alone: the words (a line that says "Advertisement" or asks for a subscription) and the place
(short lines after the last paragraph, rows of headlines). A paragraph of ordinary length in mid-article is never cut for its
words: an article may well be about cookies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.acquire.facts.names import read_byline
from sayso.acquire.lines import is_list_item, is_rule, is_terminal
from sayso.acquire.paragraphs import Block

CUE_MAX = 260  # characters; furniture longer than that was not met outside of forms, and paragraphs begin near it
_WHOLE = re.compile(
    r"""(?:
    (?:(?:home|about|contact|news|sports?|world|politics|business|opinion
      |culture|video|photos|blog|archives?|log\ ?in|subscribe|search|menu
      |sitemap|rss|faq|help|shop
      |donate|us|me|newer|older|posts?)\b[\s|·•/,>»]*){2,} | for\ immediate\ release | \(?more\)? | -?30-? | ends
    | advert(?:isement|ising|s)?(?:\s*[-–—]\s*(?:continue|scroll).*)? | sponsored(?:\ content|\ by\ .{1,40})?
    | promoted(?:\ content)? | fyi
    | share | tweet | e-?mail | print | save | like | pin(?:\ it)? | facebook | twitter | instagram | linkedin
    | whatsapp | telegram | reddit
    | share\ (?:this|on|via|with)\b.{0,60} | copy\ (?:the\ )?link
    | (?:no|\d+|leave\ a|post\ a|add\ a|view|show|all|read)?\ *comments?(?:\ \(\d+\))?
    | repl(?:y|ies) | connections | topics | tags | menu | search | home | log\ ?in | sign\ (?:in|up|out) | register
    | subscribe(?:\ now|\ today)?
    | donate(?:\ now|\ today)? | skip\ to\ .{1,30} | back\ to\ (?:top|home).{0,20} | top\ of\ page | next | previous
    | prev | older\ posts? | newer\ posts?
    | close | loading | continue\ reading.{0,60}
    | (?:read|see|learn|find\ out|show|view|load)\ more(?:\ (?:about|on|at|from|here|stories|articles|news
      |posts)\b[^.]{0,60})?
    | more\ (?:from|on|stories|news|in)\b[^.]{0,60}
    | (?:related|recommended|popular|latest|top|trending|most\ (?:read|popular|viewed|shared))\ *(?:stories|articles
      |posts|news|topics|links|content|reading|coverage|videos?)?
    | (?:you\ (?:may|might)\ also\ like|don['’]t\ miss|editors?['’]?s?\ picks?|what\ (?:to\ read
      |others\ are\ reading)).{0,40}
    | scroll\ down\ for\ (?:video|more).{0,40} | (?:view|see)\ (?:photo\ )?gallery.{0,120}
    | watch(?:\ (?:now|live|video|the\ video)) | play\ video
    | (?:image|photo|slide|\d+)\ (?:\d+\ )?of\ \d+(?:\ (?:photos?|images?))? | \d+\ shares?
    | (?:photos?|videos?|images?|gallery)
    | all\ rights\ reserved | terms(?:\ of\ (?:use|service))? | privacy(?:\ policy)? | contact(?:\ us)?
    | about(?:\ us)? | cookie\ (?:policy|settings|preferences)
    | accept(?:\ all)?(?:\ cookies)? | reject(?:\ all)? | manage\ (?:preferences|cookies|options)
    )[\s.:!»›>…|]*""",
    re.IGNORECASE | re.VERBOSE,
)
_STARTS = re.compile(
    r"""(?:
    this\ (?:story|article|post|page|content)\ (?:is|was)\ (?:over|more\ than|published\ (?:over
      |more\ than))\ \d+\ (?:year|month|day)s?\ (?:old|ago)
    | (?:please\ )?(?:subscribe|sign\ up|sign\ in|log\ in|register)\ (?:to|for|now|here|today|or|with|below)\b
    | (?:please\ )?(?:follow|like|find|join|add)\ (?:us|me|our|@\w+|.{1,40}\bon\ (?:twitter|facebook|instagram|x
      |telegram|linkedin|youtube|whatsapp|medium))\b
    | follow\ (?:all\ )?(?:the\ )?(?:topics|authors|tags|latest\ news)\b
    | (?:download|get|install|try)\ (?:the|our)\ .{0,40}\bapps?\b | get\ (?:unlimited|full|instant)\ access
    | get\ (?:the\ latest|our|your|breaking|daily|weekly|news|updates)\b.{0,120}\b(?:newsletter|inbox|e-?mail|alerts?
      |delivered|app|updates)\b
    | (?:click|tap|press)\ (?:here\b|(?:on\ )?(?:the|an?)\ (?:link|image|photo|picture)\b
      |to\ (?:read|see|view|enlarge|share|subscribe|sign|play|listen)\b) | (?:a\ )?button\ that\ says
    | (?:link|links)\ to\ .{1,60}\b(?:account|page|profile|channel|site)\b
    | read\ (?:this\ (?:story|article)|the\ (?:full|original|latest)\ (?:story|article|report|post|text|version
      |interview|review))\b
    | read\ (?:also|more|next|it)(?=\s*(?:[:»›>…|–—]|about\b|on\b|at\b|from\b|here\b|$|(?-i:[A-Z"“])))
    | (?:see\ also|also\ read|related|recommended|more|watch|listen|don['’]t\ miss|in\ pictures|read)\s*:\s
    | (?:please\ )?(?:help\ (?:us|keep)|support\ (?:us|our|independent|this\ (?:site|work|blog))|donate
      |consider\ (?:donating|supporting|subscribing))\b
    | (?:have|got)\ (?:something\ to\ add|a\ (?:tip|story|news\ tip)|any\ (?:tips|thoughts|questions))
    | what\ do\ you\ think\?(?=\W*$|.{0,40}\b(?:let\ us|tell\ us|comments?|share|join|vote)\b) | tell\ us\ (?:what|in\ the)
    | sorry,?\ (?:we\ are|comments)\b.{0,60}comment
    | comments?\ (?:are|is|have\ been|on\ this)\ .{0,40}(?:closed|disabled|moderated|turned\ off)
    | (?:leave|post|add|write|join)\ (?:a|your|the)\ (?:comment|reply|conversation|discussion|debate)
    | your\ email\ address\ will
    | (?:we|this\ (?:web)?site)\ uses?\ cookies
    | by\ (?:using|continuing|clicking|signing|subscribing)\ .{0,80}\b(?:you\ (?:agree|accept|consent)|cookies)\b
    | (?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:\d{4}|(?-i:[A-Z])) | ©
    | (?:posted|filed|published|categori[sz]ed)\ (?:in|under)\b(?!.*[.!?]$)
    | (?:tags?|tagged|keywords|categor(?:y|ies)|topics|labels)\s*:
    | (?:top|header|featured?|lead|cover)(?:\ (?:image|photo|picture))?\s*:\s.{0,160}(?:\bvia\b|\bby\b|/|\()
    | (?:reach|contact|e-?mail|write\ to|follow)\ (?:this|the)\ (?:writer|author|reporter|correspondent|editor)
    | (?:last\ )?(?:updated?|modified|revised)\s*(?:on|at|:)?\s*\d(?!-(?-i:[A-Z])) | page\ last\ (?:updated|modified)
    | (?:powered|hosted|designed)\ by\b | advertise\ (?:with|here)
    | thank(?:s|\ you)\ for\ (?:reading|your\ (?:support|subscri|donat))
    | welcome\ to\ (?:our|the)\ (?:site|website|blog)
    | the\ (?:views|opinions)(?:\ (?:and|or)\ (?:views|opinions))?\ (?:expressed|in\ this|stated|presented|contained)
    | (?:views|opinions)\ expressed\ | (?:the\ )?contents?\ of\ this\ (?:paper|article|report|site)\ (?:reflects?
      |are\ (?:the|my))
    | support\ for\ this\ (?:site|work)\ | (?:paypal|bitcoin|iban|btc)\b(?=\s*(?::|address\b|donat\w*|\W*$))
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ANYWHERE = re.compile(
    r"""\b(?:all\ rights\ reserved\b(?=\W*$|\s*[.|•·]) | (?:in|to)\ your\ (?:inbox|homepage)\b | with\ no\ ads\b
    | free\ newsletter\b | (?:start|try|begin)\b.{0,30}\bfree\ trial\b | unsubscribe\ (?:at\ any|anytime)
    | already\ an?\ (?:\w+\ )?(?:member|subscriber|patron|supporter)\s*\?
    | (?:(?<=^)|(?<=[.!?:]\ ))become\ an?\ (?:\w+\ )?(?:member|subscriber|patron|supporter)\b
    | create\ (?:a\ |your\ )free\ account\b | (?:sign\ in|log\ in|register)\b.{0,20}\bcreate\ an\ account\b
    | share\ it\ in\ the\ comments | (?:please|consider|can|could)\b.{0,30}\b(?:make|making)\ a\ donation\b
    | app\ store\b.{0,60}\b(?:button|download|google)\b
    | may\ not\ be\ (?:published|reproduced).{0,60}(?:rewritten|redistributed|permission)
    | terms\ of\ (?:use|service)\b.{0,60}\bprivacy\ policy
    | (?:subscri\w*|membership|unlimited|access)\b.{0,80}
      \b(?:just|only|from)\ [$£€]\d+(?:[.,]\d+)?\s?(?:/|a\ |per\ )(?:month|week|year)\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_CORRECTION = re.compile(
    r"""(?: (?:correction|corrected|clarification|erratum)\b(?:\s*\(.{1,40}\))?\s*[:.,—–-]
    | editor['’]?s?['’]?\ note\s*[:.—–-]
    | an?\ (?:earlier|previous|original)\ version\ of\ this\b
    | this\ (?:article|story|post|report|piece|page)\ (?:has\ been|was)\ (?:updated|corrected|amended|edited|revised)\b
    | \[?updated?\b.{0,80}\bto\ (?:correct|clarify|fix|reflect|remove|add|include|note|show)\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"""(?: (?:additional|other|with|further)\ (?:reporting|files|material|research)\b.{1,120}
    | contribut(?:ing|ors?|ed)\s*(?:by|:)\s.{1,120}
    | .{2,160}\bcontributed\ (?:(?:reporting|research)\ )?to\ this\ (?:report|story|article|post|piece)\.?
    | (?:edited|written|compiled|translated|photographs?|reporting|writing|editing)\ by\ .{2,120}
    | \(?(?:reporting|writing|editing)\ by\ .{2,200}
    | (?-i:[a-z]{2,4}(?:/[a-z]{2,4})+|[a-z]{2,3})\ \((?-i:[A-Z]).{1,60}\)
    | \(?\s*+[-–—]?\s*+(?:with\ )?(?:afp|ap|reuters|efe|dpa|upi|bbc|cnn|xinhua|tass|ians|pti|ansa
      |the\ associated\ press|associated\ press|agence\ france-presse|agencies)
        (?:[\s,/&]+(?:and\ )?(?:afp|ap|reuters|efe|dpa|upi|xinhua|agencies|the\ associated\ press))*\s*\)?\.?
    | source\s*:\s?.{2,80} )""",
    re.IGNORECASE | re.VERBOSE,
)
CAPTION = re.compile(
    r"""(?:.{0,200}(?:\b(?:photo|photograph|picture|image|file\ photo|credit)s?\s*(?:by|credit|courtesy)?\s*[:/]\s?.{1,60}
    | \((?:[^()]{0,40}\b)?(?:AP|AFP|Reuters|Getty(?:\ Images)?|EPA|Photo|Press|Agency|Images)(?:\b[^()]{0,40})?\)))\.?$""",
    re.VERBOSE | re.IGNORECASE,
)
_GLUED = re.compile(r"(?:Related|Read more|See also|View gallery)(?=[A-Z])")  # a label that lost the space behind it
_GLUED_MAX = 1000  # characters: a label and all the headlines under it on one line
_RELATED = re.compile(r"(?:related|recommended|popular|latest|trending|most|more|top|you\ may)\b", re.IGNORECASE)
_COMMENT_COUNT = re.compile(
    r"(?:[1-9]\d*\s+|all\s+)?(?:comments?|responses?|replies)(?:\s+(?:to|on)\b.{1,120})?\s*(?:\(\d+\))?:?",
    re.IGNORECASE,
)
_COMMENTER = re.compile(
    r"\b(?:said|says|wrote|commented)\s*(?:\.\.\.|…|:)|\b\d{1,2}:\d\d\b|\bago$|\breply$", re.IGNORECASE
)
_ADVERT = re.compile(r"advert|sponsor|promot|story continues|continue", re.IGNORECASE)
_CUT_SHORT = ("...", "…")
HEADLINE_MAX = 120  # characters of a headline in a row of them


def mark_by_words(blocks: Sequence[Block]) -> None:
    """Mark blocks whose words say that they are furniture, corrections or credits."""
    for block in blocks:
        if block.is_out:
            continue
        if is_rule(block.text):
            block.mark("furniture", "a drawn line")
        elif len(block.text) <= 2 * CUE_MAX and _CORRECTION.match(block.text):
            block.mark("correction", "an editor's note on the text")
        elif len(block.text) <= _GLUED_MAX and _GLUED.match(block.text):
            block.mark("furniture", "a label of the page, glued to what stands under it")
        elif len(block.text) <= CUE_MAX:
            why = _why_furniture(block.text)
            if why:
                block.mark("furniture", why)


def _why_furniture(text: str) -> str:
    if _WHOLE.fullmatch(text):
        return "the whole line is a page's own wording"
    if _STARTS.match(text):
        return "begins as page furniture does"
    if _ANYWHERE.search(text):
        return "asks something of the reader, or claims copyright"
    return ""


def is_prose(block: Block) -> bool:
    """Whether a block is running text: a sentence of eight words or a long paragraph."""
    if block.is_out:
        return False
    return len(block.text) >= 200 or (is_terminal(block.text) and len(block.text) >= 45 and block.text.count(" ") >= 7)


def mark_comments(blocks: Sequence[Block]) -> None:
    """Mark readers' comments: a count of them after the article, then lines that name who wrote each."""
    n_prose = 0
    for i, block in enumerate(blocks):
        n_prose += is_prose(block)
        following = blocks[i + 1 : i + 3]
        if (
            n_prose < 2
            or not _COMMENT_COUNT.fullmatch(block.text)
            or not any(_COMMENTER.search(other.text) for other in following)
        ):
            continue
        for other in blocks[i:]:
            if not other.is_out:
                other.mark("furniture", "readers' comments")
        return


def mark_by_place(blocks: Sequence[Block]) -> None:
    """Mark furniture that shows by where it stands: teasers, repeats, rows of headlines, what follows the article's end."""
    mark_teasers(blocks)
    _mark_headline_rows(blocks)
    _mark_tail(blocks)


def mark_teasers(blocks: Sequence[Block]) -> None:
    """Mark teasers that stand in full below, and lines that the next one repeats."""
    for i, block in enumerate(blocks):
        if block.is_out:
            continue
        teaser = block.text.rstrip(".… ")
        following = [other for other in blocks[i + 1 : i + 5] if not other.is_out]
        if (
            len(teaser) >= 40
            and block.text.endswith(_CUT_SHORT)
            and any(other.text.startswith(teaser) for other in following)
        ):
            block.mark("furniture", "a teaser: its words stand in full below")
        elif (
            i
            and blocks[i - 1].kind == "furniture"
            and block.text.endswith((" ...", " …"))
            and len(block.text) <= HEADLINE_MAX
        ):
            block.mark("furniture", "cut short, under a label of the page")
        elif following and following[0].text == block.text and _is_label(block.text):
            block.mark("furniture", "repeated by the next line")


def _mark_headline_rows(blocks: Sequence[Block]) -> None:
    for i, block in enumerate(blocks):
        if block.kind == "furniture" and len(block.text) < 60 and _RELATED.match(block.text):
            row = _take_row(blocks, i + 1)
            if len(row) >= 2 or (row and row[-1] is blocks[-1]):
                for headline in row:
                    headline.mark("furniture", f"a headline under '{block.text}'")
    i = 0
    while i < len(blocks):
        row = _take_row(blocks, i)
        n_cut = sum(block.text.endswith(_CUT_SHORT) for block in row)
        if len(row) >= 3 and n_cut * 4 >= len(row):
            for headline in row:
                headline.mark("furniture", "a row of headlines, some cut short")
        i += len(row) + 1


def _take_row(blocks: Sequence[Block], start: int) -> list[Block]:
    row = []
    for i in range(start, len(blocks)):  # no slice: a copy for each start is quadratic
        block = blocks[i]
        is_headline = len(block.text) <= HEADLINE_MAX and (
            not is_terminal(block.text) or block.text.endswith(_CUT_SHORT)
        )
        if block.is_out or not is_headline:
            break
        row.append(block)
    return row


def mark_credits(blocks: Sequence[Block]) -> None:
    """Mark credits and bylines after the last paragraph."""
    for block in reversed(blocks):
        if block.is_out:
            continue
        if not (_CREDIT.fullmatch(block.text) or read_byline(block.text)):
            break
        block.mark("byline", "a credit at the end")


def _mark_tail(blocks: Sequence[Block]) -> None:
    """Mark what follows the last paragraph: credits, and short lines among furniture."""
    last = max(
        (i for i, block in enumerate(blocks) if is_prose(block) and not _CREDIT.fullmatch(block.text)), default=-1
    )
    if last < 0:
        return
    while last + 1 < len(blocks) and not blocks[last + 1].is_out and _leads_to_list(blocks[last + 1 : last + 4]):
        last += 1
    tail = [block for block in blocks[last + 1 :] if block.kind != "correction"]
    # an advertisement stands in the middle of articles too: it does not say that the text has ended
    first_furniture = next(
        (i for i, block in enumerate(tail) if block.kind == "furniture" and not _ADVERT.match(block.text)), None
    )
    for i, block in enumerate(tail):
        if block.is_out:
            continue
        if _CREDIT.fullmatch(block.text) or read_byline(block.text):
            block.mark("byline", "a credit at the end")
        elif first_furniture is not None and (not is_terminal(block.text) or i > first_furniture):
            block.mark("furniture", "a short line among furniture after the end of the text")
    row = [block for block in tail if not block.is_out]
    if len(row) >= 2 and all(_is_headline(block.text) for block in row):
        for block in row:
            block.mark("furniture", "a row of headlines after the end of the text")


def _is_label(text: str) -> bool:
    """Whether a line names something rather than says it; "Who are they?" names a box on the page."""
    return len(text) <= HEADLINE_MAX and (not is_terminal(text) or text.endswith("?"))


def _leads_to_list(blocks: Sequence[Block]) -> bool:
    """Whether a block is a list item, or a heading or two above one."""
    return any(is_list_item(block.text) and not block.is_out for block in blocks)


def _is_headline(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalpha()]
    return (
        len(text) <= HEADLINE_MAX
        and not is_terminal(text)
        and len(words) >= 4
        and sum(word[0].isupper() for word in words) >= 0.6 * len(words)
    )
