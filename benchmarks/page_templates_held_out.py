"""A second batch of made-up pages: other structures, made after the rules and looked at only through their figures."""

from __future__ import annotations

import html

from page_parts import (
    ASKS,
    BIOS,
    COOKIES,
    HEADLINES,
    LETTERS,
    TEASERS,
    Article,
    Ledger,
    Template,
    Thread,
    ThreadTemplate,
    cards,
    comments,
    footer,
    links,
    nav,
    set_blocks,
    set_lines,
    share,
)


def _top(article: Article | Thread, charset: str = "utf-8") -> str:
    return f"<!DOCTYPE html><html><head><meta charset={charset}><title>{html.escape(article.title)} - {html.escape(article.outlet)}</title></head>"


def _lead(led: Ledger, a: Article, tag: str = "p") -> str:
    return f"<{tag}>{led.m(a.standfirst)}</{tag.split(maxsplit=1)[0]}>" if a.standfirst else ""


def ghost(led: Ledger, a: Article) -> str:
    """A Ghost blog with a membership card."""
    return f"""{_top(a)}<body class="post-template"><div class="gh-site"><header class="gh-head gh-outer"><div class="gh-head-menu">{links(led, 3)}</div></header><main class="gh-main"><article class="gh-article post">
<header class="gh-article-header gh-canvas"><h1 class="gh-article-title">{led.n(a.title)}</h1><div class="gh-article-author-name">{led.n(a.author or a.outlet)}</div></header>
<section class="gh-content gh-canvas is-body">{_lead(led, a)}{set_blocks(led, a, between=[f'<div class="kg-card kg-signup-card"><p>{led.one(LETTERS)}</p></div>'])}</section></article></main>
<section class="gh-container gh-read-more"><h4>{led.f("Read more")}</h4>{cards(led, 4, teasers=3)}</section><footer class="gh-foot">{footer(led, a.outlet, 3)}</footer></div></body></html>"""


def tabloid(led: Ledger, a: Article) -> str:
    """A tabloid: single-sentence paragraphs, links to other stories between them, a video box."""
    between = [f'<p><strong>{led.f("READ MORE:")} <a href="/z">{led.f(led.rng.choice(HEADLINES))}</a></strong></p>', f'<div class="video-player-box"><span>{led.f("Loading the player...")}</span></div>']
    return f"""{_top(a)}<body><div id="skin"></div><div class="page-wrap"><div class="primary-navigation">{nav(led, "div")}</div><div class="layout-main"><div class="article-wrapper"><h1>{led.n(a.title)}</h1>
<ul class="article-bullets"><li>{led.m(a.standfirst or a.blocks[-1][1])}</li></ul><div class="author-line">{led.n("By " + a.author) if a.author else ""}</div><div class="pub-date">{led.n(a.date)}</div>{share(led, 5)}
<div class="article-text" itemprop="articleBody">{set_blocks(led, a, p='p class="mol-para"', between=between)}</div><div class="share-count">{led.f("1.2k shares")}</div></div><div class="column-beta"><div class="puff">{cards(led, 6, teasers=2)}</div></div></div>{footer(led, a.outlet)}</div></body></html>"""


def university(led: Ledger, a: Article) -> str:
    """A university's news page with contacts and quick links."""
    return f"""{_top(a)}<body><div class="utility-links">{links(led, 3)}</div><div id="hero"><span>{led.f(a.outlet)}</span></div><div class="grid"><div class="col-md-3"><ul class="side-menu">{"".join(f"<li><a href=/q>{t}</a></li>" for t in led.some(["Research", "Study", "Staff", "Library", "Alumni"], 5))}</ul></div>
<div class="col-md-6"><p class="crumb"><a href="/">{led.f("Home")}</a> &gt; <a href="/n">{led.f("News")}</a></p><h1>{led.n(a.title)}</h1><p class="news-date">{led.n(a.date)}</p>{_lead(led, a, "p")}{set_blocks(led, a)}</div>
<div class="col-md-3"><div class="contact-box"><h3>{led.f("Quick links")}</h3>{links(led, 3)}</div></div></div><div id="foot">{footer(led, a.outlet, 4)}</div></body></html>"""


def think_tank(led: Ledger, a: Article) -> str:
    """A think tank's commentary with related experts, downloads and a newsletter strip."""
    return f"""{_top(a)}<body><div class="eu-cookie"><p>{led.one(COOKIES)}</p></div><header class="page-header">{nav(led, k=6)}</header><div class="publication"><div class="publication__head"><span class="eyebrow">{led.n("Commentary")}</span><h1>{led.n(a.title)}</h1>
<h2 class="publication__subtitle">{led.m(a.standfirst) if a.standfirst else ""}</h2><p class="publication__byline">{led.n(a.author)}</p></div><div class="publication__tools"><a href="/d">{led.f("Download PDF")}</a>{share(led, 3)}</div>
<div class="publication__body wysiwyg">{set_blocks(led, a)}</div><div class="publication__experts"><h3>{led.f("Related experts")}</h3><p>{led.one(BIOS, author=a.author or "The fellow", outlet=a.outlet)}</p></div></div>
<div class="signup-strip"><h2>{led.f("Stay informed")}</h2><p>{led.one(LETTERS)}</p></div><footer>{footer(led, a.outlet)}</footer></body></html>"""


def frames_era(led: Ledger, a: Article) -> str:
    """A home page of the nineties: headings by font size, rules, a list of links under the text, nothing closed."""
    return f"""<html><head><title>{html.escape(a.title)}<body background=sky.gif><center><font size=6>{led.n(a.title)}</font></center><hr>{_font_lead(led, a)}{set_lines(led, a, gap="<p>")}<hr>
<center>[ <a href=i.htm>{led.f("Index")}</a> | <a href=b.htm>{led.f("Back")}</a> | <a href=m.htm>{led.f("Mail")}</a> ]<br><font size=1>{led.f("This page hosted by Freepages. Get your own free home page.")}</font></center>"""


def _font_lead(led: Ledger, a: Article) -> str:
    return f"<font size=4><i>{led.m(a.standfirst)}</i></font><p>" if a.standfirst else ""


def mailing_list(led: Ledger, a: Article) -> str:
    """A mailing list's archive: the text in one preformatted element, wrapped at 72 characters."""
    import textwrap  # noqa: PLC0415

    texts = ([a.standfirst] if a.standfirst else []) + [text.replace(" | ", "  ") for _, text in a.blocks]
    body = "\n\n".join(textwrap.fill(led.m(text), 72, break_long_words=False, break_on_hyphens=False) for text in texts)
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN"><HTML><HEAD><TITLE>{html.escape(a.title)}</TITLE></HEAD><BODY BGCOLOR="#ffffff"><H1>{led.n(a.title)}</H1><B>{led.n(a.author)}</B><BR><I>{led.n(a.date)}</I>
<UL><LI>{led.f("Previous message:")} <A HREF="1.html">{led.f(HEADLINES[0])}</A><LI>{led.f("Next message:")} <A HREF="2.html">{led.f(HEADLINES[1])}</A><LI><B>{led.f("Messages sorted by:")}</B> <a href="d">{led.f("[ date ]")}</a><a href="t">{led.f("[ thread ]")}</a></UL><HR><!--beginarticle--><PRE>{body}
</PRE><!--endarticle--><HR><a href="l">{led.f("More information about the list")}</a></BODY></HTML>"""


def app_shell(led: Ledger, a: Article) -> str:
    """A page drawn by a framework: hashed class names, no semantic elements but a main."""
    return f"""{_top(a)}<body><div id="__next"><div class="css-1x2y"><div class="css-nav0">{" ".join(f'<a class="css-9z" href="/n">{w}</a>' for w in led.some(["Home", "Latest", "Podcasts", "Log in"], 4))}</div><main class="css-main"><div class="css-h"><h1 class="css-t">{led.n(a.title)}</h1><div class="css-s">{led.m(a.standfirst) if a.standfirst else ""}</div>
<div class="css-m"><span>{led.n(a.author)}</span><span>{led.n(a.date)}</span></div></div><div class="css-b">{set_blocks(led, a, p='div class="css-p"')}</div></main><div class="css-r"><div class="css-rt">{led.f("More stories")}</div>{"".join(f'<div class="css-c"><a href="/s{i}"><div>{h}</div></a></div>' for i, h in enumerate(led.some(HEADLINES, 6)))}</div>
<div class="css-f">{footer(led, a.outlet, 4)}</div></div></div></body></html>"""


def local_paper(led: Ledger, a: Article) -> str:
    """A chain's local paper with a subscription gate, lists in the text, a weather box."""
    inset = f'<aside class="c-inset"><h4>{led.f("Also in the news")}</h4>{links(led, 3)}</aside>'
    return f"""{_top(a)}<body class="asset-news"><div id="site-top-nav-container">{nav(led, "div", k=8)}</div><div class="weather-box">{led.f("54° Cloudy")}</div><div class="main-content row"><div class="col-lg-8"><h1 class="headline"><span>{led.n(a.title)}</span></h1>
<ul class="list-inline"><li><span class="tnt-byline">{led.n(a.author)}</span></li><li><time>{led.n(a.date)}</time></li></ul><div class="asset-body"><div id="article-body" class="subscriber-only">{_lead(led, a)}{set_blocks(led, a, between=[inset])}</div></div>
<div class="subscriber-offers"><p>{led.one(ASKS)}</p></div><div id="tncms-region-bottom"><h3>{led.f("Most popular")}</h3>{links(led, 5)}</div></div><div class="col-lg-4">{cards(led, 3, teasers=3)}</div></div><footer>{footer(led, a.outlet)}</footer></body></html>"""


def ngo(led: Ledger, a: Article) -> str:
    """A charity's report with appeals over, in and under it."""
    ask = f'<div class="donate-inline"><p>{led.one(ASKS)}</p><a class="btn" href="/give">{led.f("Donate")}</a></div>'
    return f"""{_top(a)}<body><div class="alert-bar"><p>{led.one(ASKS)}</p></div><header class="header">{nav(led, k=5)}</header><section class="hero"><h1>{led.n(a.title)}</h1><p class="hero__date">{led.n(a.date)}</p></section><section class="content-section"><div class="rich-text">{_lead(led, a)}{set_blocks(led, a, between=[ask])}</div></section>
<section class="stay-in-touch"><h2>{led.f("Stay in touch")}</h2><p>{led.one(LETTERS)}</p><form><label>{led.f("Email address")}</label><button>{led.f("Sign up")}</button></form></section><footer class="footer">{footer(led, a.outlet)}</footer></body></html>"""


def print_view(led: Ledger, a: Article) -> str:
    """A printer-friendly page."""
    return f"""{_top(a)}<body onload="window.print()"><p class="pf-top"><a href="javascript:close()">{led.f("Close window")}</a></p><img src="logo.gif"><h2>{led.n(a.title)}</h2><p><em>{led.n(a.author)}, {led.n(a.date)}</em></p>{_lead(led, a)}{set_blocks(led, a)}<hr><p>{led.f("Printed from " + a.outlet + ", www.x.example/4711")}</p></body></html>"""


def journal(led: Ledger, a: Article) -> str:
    """A journal's full-text page with tabs, metrics and a citation box."""
    return f"""{_top(a)}<body><div class="skipLinks"><a href="#c">{led.f("Skip to Main Content")}</a></div><div class="jnlHeader">{nav(led, "div", k=5)}</div><div class="article-page" id="c"><div class="toolbar-list"><a href=/p>{led.f("PDF")}</a><a href=/c>{led.f("Cite")}</a><a href=/r>{led.f("Permissions")}</a></div>
<h1 class="article-title-main">{led.n(a.title)}</h1><div class="al-authors-list">{led.n(a.author)}</div><div class="pub-history-wrap">{led.n("Published: " + a.date)}</div><div class="widget-ArticleFulltext widget-instance-1"><section class="abstract">{_lead(led, a)}</section>{set_blocks(led, a)}</div>
<div class="article-metrics_widget"><h3>{led.f("Metrics")}</h3><p>{led.f("Total views 1,204")}</p></div><div class="trending-articles"><h3>{led.f("Most cited")}</h3>{links(led, 4)}</div></div><div class="journal-footer">{footer(led, a.outlet, 3)}</div></body></html>"""


def encyclopedia_mobile(led: Ledger, a: Article) -> str:
    """A wiki's page for telephones: every section in a collapsible box."""
    return f"""{_top(a)}<body class="skin-minerva"><div class="header-container"><form class="header"><label>{led.f("Open main menu")}</label></form></div><main class="mw-body"><div class="pre-content heading-holder"><h1 id="section_0">{led.n(a.title)}</h1><ul class="page-actions-menu"><li><a href="/l">{led.f("Language")}</a></li><li><a href="/w">{led.f("Watch")}</a></li></ul></div>
<div id="bodyContent" class="content"><section class="mf-section-0">{_lead(led, a)}<details open><summary>{led.m("Overview")}</summary>{set_blocks(led, a)}</details></section></div><div class="post-content last-modified-bar">{led.f("Last edited 2 years ago")}</div></main><footer class="mw-footer minerva-footer">{footer(led, a.outlet, 3)}</footer></body></html>"""


def portal(led: Ledger, a: Article) -> str:
    """A web portal with a news ticker and promotions in the same column as the text."""
    return f"""{_top(a)}<body><div class="ticker">{" ".join(f'<a href="/t">{h}</a>' for h in led.some(HEADLINES, 3))}</div><div id="portal"><div class="mainCol"><div class="articleHead"><div class="rubrik">{led.f("Region")}</div><h1>{led.n(a.title)}</h1></div><div class="articleText">{_lead(led, a, "p class='teaserText'")}{set_blocks(led, a)}</div>
<div class="promoRow">{cards(led, 3, teasers=3)}</div>{comments(led, 3)}</div><div class="rightCol"><h3>{led.f("Tariff calculator")}</h3><p>{led.f("Compare and save: find the cheapest power in your postcode.")}</p></div></div><div class="bottom">{footer(led, a.outlet, 4)}</div></body></html>"""


def intranet(led: Ledger, a: Article) -> str:
    """A page of a web form framework: all of it in one form, tables for layout inside."""
    return f"""{_top(a)}<body><form id="aspnetForm" method="post"><input type="hidden" name="__VIEWSTATE" value="{"dDwt" * 400}"><table width="100%"><tr><td class="ms-globallinks">{links(led, 3)}</td></tr><tr><td><table><tr><td class="ms-nav">{links(led, 4)}</td><td class="ms-bodyareaframe"><h1>{led.n(a.title)}</h1><div class="ms-rtestate-field">{_lead(led, a)}{set_blocks(led, a)}</div></td></tr></table></td></tr><tr><td class="ms-footer">{led.f("Contact the webmaster")}</td></tr></table></form></body></html>"""


def saved_dialog(led: Ledger, a: Article) -> str:
    """A page saved while a consent dialog hid it from screen readers."""
    return f"""{_top(a)}<body><div role="dialog" aria-modal="true" class="sp_message_container"><p>{led.one(COOKIES)}</p><button>{led.f("Accept all")}</button></div><div id="app" aria-hidden="true"><header>{nav(led, k=5)}</header><article><h1>{led.n(a.title)}</h1><p class="dek">{led.m(a.standfirst) if a.standfirst else ""}</p><div class="body">{set_blocks(led, a)}</div></article><div class="more">{links(led, 5)}</div><footer>{footer(led, a.outlet, 3)}</footer></div></body></html>"""


def word_export(led: Ledger, a: Article) -> str:
    """A text saved as a web page from a word processor."""
    body = set_blocks(led, a, p='p class=MsoNormal style="margin-bottom:8.0pt"').replace("<h2>", "<p class=MsoNormal><b>").replace("</h2>", "</b><o:p></o:p></p>")
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>{html.escape(a.title)}</title><style>p.MsoNormal{{margin:0}}</style></head><body lang=EN-GB><div class=WordSection1><p class=MsoTitle>{led.n(a.title)}<o:p></o:p></p>{_lead(led, a, "p class=MsoNormal")}{body}</div></body></html>"""


def news_agency_list(led: Ledger, a: Article) -> str:
    """An agency's page where the day's other reports follow with their first sentences."""
    rest = "".join(f'<li class="report"><h3><a href="/r{i}">{h}</a></h3><p>{t}</p></li>' for i, (h, t) in enumerate(zip(led.some(HEADLINES, 3), led.some(TEASERS, 3), strict=True)))
    return f"""{_top(a)}<body><div class="wrapper"><div class="top">{nav(led, "div", k=6)}</div><div class="report-full"><h1>{led.n(a.title)}</h1><div class="report-time">{led.n(a.date)}</div>{_lead(led, a)}{set_blocks(led, a)}</div><ul class="report-list">{rest}</ul></div><div class="copy">{led.f("© 2024 " + a.outlet)}</div></body></html>"""


def blog_minimal(led: Ledger, a: Article) -> str:
    """A hand-made blog with hardly any markup."""
    return f"""{_top(a)}<body><p><a href="/">{led.f("home")}</a> <a href="/feed">{led.f("rss")}</a></p><h1>{led.n(a.title)}</h1>{_lead(led, a)}{set_blocks(led, a)}<p><a href="/prev">{led.f("Previous: " + HEADLINES[4])}</a></p></body></html>"""


def lazy_magazine(led: Ledger, a: Article) -> str:
    """A magazine whose paragraphs are parted by advert slots and whose end is endless scroll with the next article's start."""
    slot = f'<div class="ad-slot ad-slot--mid"><span>{led.f("Advertisement")}</span></div>'
    return f"""{_top(a)}<body><div class="site-wrap"><div class="bar">{share(led, 3)}</div><div class="feature"><div class="feature-hed"><h1>{led.n(a.title)}</h1><div class="feature-dek">{led.m(a.standfirst) if a.standfirst else ""}</div></div><div class="feature-body">{set_blocks(led, a, between=[slot, slot, slot])}</div></div>
<div class="next-article"><div class="label">{led.f("Up next")}</div><h2><a href="/next">{led.f(HEADLINES[7])}</a></h2><p>{led.f(TEASERS[1])}</p></div><div class="end">{footer(led, a.outlet, 3)}</div></div></body></html>"""


def question_site(led: Ledger, t: Thread) -> str:
    """A site of questions and answers."""
    posts = "".join(
        f"""<div class="{"question" if i == 0 else "answer"} js-post" id="a{i}"><div class="votecell"><span class="vote-count">{led.f(str(7 - i))}</span></div><div class="post-text s-prose">{"".join(f"<p>{led.m(x)}</p>" for x in texts)}</div><div class="post-signature"><div class="user-action-time">{led.n("answered " + when)}</div><div class="user-details"><a class="username" href="/u">{led.n(who)}</a></div></div></div>"""
        for i, (who, when, texts) in enumerate(t.posts)
    )
    return f"""{_top(t)}<body class="question-page"><header class="top-bar">{nav(led, k=4)}</header><div id="mainbar"><div id="question-header"><h1><a href="/q">{led.n(t.title)}</a></h1></div>{posts}<h2>{led.f("Your Answer")}</h2><p>{led.f("By clicking Post Your Answer you agree to our terms of service and privacy policy.")}</p></div><div id="sidebar"><h4>{led.f("Hot network questions")}</h4>{links(led, 4)}</div></body></html>"""


def guestbook(led: Ledger, t: Thread) -> str:
    """An old board: a table row for each post, author on the left."""
    rows = "".join(f'<tr class="message"><td class="author" width="20%"><b class="poster">{led.n(who)}</b></td><td class="body"><span class="date">{led.n(when)}</span><p>{"<br>".join(led.m(x) for x in texts)}</p></td></tr>' for who, when, texts in t.posts)
    return f"""{_top(t)}<body><h1>{led.n(t.title)}</h1><table class="messages" width="90%">{rows}</table><p><a href="/new">{led.f("New message")}</a> <a href="/faq">{led.f("FAQ")}</a></p></body></html>"""


def ticker_page(led: Ledger, t: Thread) -> str:
    """A live page as a list with times."""
    items = "".join(f'<li class="entry"><span class="clock">{led.n(when)}</span><h3>{led.m(head)}</h3>{"".join(f"<p>{led.m(x)}</p>" for x in texts)}</li>' for when, head, texts in t.posts)
    return f"""{_top(t)}<body><div class="nav">{links(led, 4)}</div><h1>{led.n(t.title)}</h1><p class="intro">{led.m(t.summary)}</p><ol class="timeline">{items}</ol><div class="teaserbox">{cards(led, 3)}</div><div id="footer">{footer(led, t.outlet, 3)}</div></body></html>"""


ARTICLES: tuple[Template, ...] = (
    ghost, tabloid, university, think_tank, frames_era, mailing_list, app_shell, local_paper, ngo, print_view, journal,
    encyclopedia_mobile, portal, intranet, saved_dialog, word_export, news_agency_list, blog_minimal, lazy_magazine,
)  # fmt: skip
FORUMS: tuple[ThreadTemplate, ...] = (question_site, guestbook)
LIVE: tuple[ThreadTemplate, ...] = (ticker_page,)
