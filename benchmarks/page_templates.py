"""Made-up pages after common site templates: news, blogs, releases, reader modes, saved and archived pages."""

from __future__ import annotations

import html
import json

from page_parts import (
    ASKS,
    BIOS,
    COOKIES,
    HEADLINES,
    LETTERS,
    TAGS,
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


def _head(article: Article, extra: str = "") -> str:
    title = html.escape(f"{article.title} | {article.outlet}")
    return f'<head><meta charset="utf-8"><title>{title}</title><script>var q=1;</script>{extra}</head>'


def _byline(ledger: Ledger, article: Article, before: str = "By ") -> str:
    return ledger.n(before + article.author) if article.author else ""


def _standfirst(ledger: Ledger, article: Article, tag: str = "p", attributes: str = "") -> str:
    return f"<{tag} {attributes}>{ledger.m(article.standfirst)}</{tag}>" if article.standfirst else ""


def wordpress(led: Ledger, a: Article) -> str:
    """A WordPress blog with share buttons, related posts, sidebar widgets and comments."""
    side = "".join(
        f'<section class="widget widget_{name}"><h2 class="widget-title">{led.f(head)}</h2>{links(led, 4)}</section>'
        for name, head in (("recent_entries", "Recent posts"), ("archives", "Most read"))
    )
    return f"""<!DOCTYPE html><html lang="en">{_head(a)}<body class="post-template-default single has-sidebar"><div id="page" class="site">
<a class="skip-link screen-reader-text" href="#content">{led.f("Skip to content")}</a><header id="masthead" class="site-header">
<p class="site-title"><a href="/">{led.f(a.outlet)}</a></p>{nav(led, attributes='id="site-navigation" class="main-navigation"')}</header>
<div id="content" class="site-content"><main id="main"><article id="post-7" class="post type-post hentry category-news"><header class="entry-header">
<h1 class="entry-title">{led.n(a.title)}</h1><div class="entry-meta"><span class="byline">{_byline(led, a)}</span> <time datetime="{a.date}">{led.n(a.date)}</time></div></header>
<div class="entry-content">{_standfirst(led, a)}{set_blocks(led, a)}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">{led.f("Share this:")}</h3>{share(led)}</div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>{led.f("Related")}</h3>{cards(led, 3, teasers=2)}</div></div>
<footer class="entry-footer"><span class="cat-links">{led.f("Posted in")} <a href="/c">{led.one(TAGS)}</a></span></footer></article>
<div id="comments" class="comments-area">{comments(led)}<div id="respond"><h3>{led.f("Leave a reply")}</h3><form><label>{led.f("Comment")}</label>
<p>{led.f("Your email address will not be published.")}</p></form></div></div></main><aside id="secondary" class="widget-area">{side}</aside></div>
<footer id="colophon" class="site-footer">{footer(led, a.outlet)}</footer></div></body></html>"""


def drupal(led: Ledger, a: Article) -> str:
    """A Drupal site of an institution with regions and fields."""
    fields = set_blocks(led, a)
    return f"""<!DOCTYPE html><html lang="en">{_head(a)}<body class="path-node page-node-type-article">
<div class="dialog-off-canvas-main-canvas"><header role="banner"><div class="region region-header">{nav(led, "div", 'class="menu--main block"')}</div></header>
<div class="region region-breadcrumb"><nav class="breadcrumb">{led.f("Home")} / {led.f("Publications")}</nav></div>
<main role="main"><div class="layout-content"><div class="region region-content"><div data-drupal-messages-fallback class="hidden"></div>
<h1><span class="field field--name-title">{led.n(a.title)}</span></h1><article class="node node--type-article">
<div class="field field--name-field-lead">{led.m(a.standfirst) if a.standfirst else ""}</div>
<div class="clearfix text-formatted field field--name-body">{fields}</div>
<div class="field field--name-field-tags"><div class="field__label">{led.f("Tags")}</div>{"".join(f'<div class="field__item"><a href="/t">{t}</a></div>' for t in led.some(TAGS, 3))}</div>
</article></div></div><aside class="layout-sidebar-second"><div class="region region-sidebar-second"><h2>{led.f("Latest news")}</h2>{links(led)}</div></aside></main>
<footer role="contentinfo"><div class="region region-footer">{footer(led, a.outlet)}</div></footer></div></body></html>"""


def medium(led: Ledger, a: Article) -> str:
    """A platform of essays with machine-made class names."""
    return f"""<!doctype html><html>{_head(a)}<body><div id="root"><div class="a b c"><div class="d e">{share(led, 2)}<a href="/in">{led.f("Sign in")}</a>
<a href="/up">{led.f("Get started")}</a></div><article><div class="l"><section><div class="fj fk"><h1 class="pw-post-title gv gw">{led.n(a.title)}</h1>
<div class="speechify-ignore ab cn"><div class="bm"><a class="ae" href="/@x">{led.n(a.author or a.outlet)}</a><span>{led.f("Follow")}</span><span>{led.f("6 min read")}</span></div></div>
{_standfirst(led, a, "h2", 'class="pw-subtitle"')}{set_blocks(led, a, p='p class="pw-post-body-paragraph nd ne"')}</div></section></div></article>
<div class="qq"><div class="rr">{led.f("127 claps")}</div><h2>{led.f("Written by " + (a.author or a.outlet))}</h2><p>{led.one(BIOS, author=a.author or "The writer", outlet=a.outlet)}</p>
<div>{led.f("Follow")}</div></div><div class="xx"><h2>{led.f("More from " + a.outlet)}</h2>{cards(led, 4, teasers=3, heading="h2")}</div>
<div class="zz"><a href="/h">{led.f("Help")}</a><a href="/s">{led.f("Status")}</a><a href="/p">{led.f("Privacy")}</a></div></div></div></body></html>"""


def substack(led: Ledger, a: Article) -> str:
    """A newsletter's page with subscription boxes in the text."""
    box = f'<div class="subscription-widget-wrap"><div class="preamble"><p>{led.one(LETTERS)}</p></div><form><button>{led.f("Subscribe")}</button></form></div>'
    return f"""<!DOCTYPE html><html>{_head(a)}<body><div id="entry"><div class="main-menu"><a href="/">{led.f(a.outlet)}</a><button>{led.f("Subscribe")}</button>
<button>{led.f("Sign in")}</button></div><div class="single-post-container"><article class="typography newsletter-post post"><div class="post-header">
<h1 class="post-title">{led.n(a.title)}</h1>{_standfirst(led, a, "h3", 'class="subtitle"')}<div class="byline-wrapper"><a href="/@a">{led.n(a.author or a.outlet)}</a>
<div class="pencraft">{led.n(a.date)}</div><div class="like-button-container"><a>{led.f("42")}</a></div></div></div>
<div class="available-content"><div class="body markup">{set_blocks(led, a, between=[box])}</div></div>
<div class="post-footer">{share(led, 2)}</div></article><div class="comments-page"><h4>{led.f("Discussion about this post")}</h4>{comments(led, 2)}</div></div></div></body></html>"""


def broadcaster(led: Ledger, a: Article) -> str:
    """A broadcaster's page: blocks as components, a cookie banner, related topics, no class that a person chose."""
    related = f'<section data-component="links-block"><p>{led.f("More on this story")}</p>{links(led, 3)}</section>'
    return f"""<!DOCTYPE html><html lang="en-GB">{_head(a)}<body><div id="cookiePrompt" class="ssrcss-1"><h2>{led.f("Let us know you agree to cookies")}</h2>
<p>{led.one(COOKIES)}</p><button>{led.f("Yes, I agree")}</button></div><div id="root"><header role="banner">{nav(led)}</header><main id="main-content"><article>
<header data-component="headline-block"><h1 id="main-heading">{led.n(a.title)}</h1></header><div data-component="byline-block"><div>{_byline(led, a)}</div><span>{led.n(a.date)}</span></div>
<div data-component="text-block">{_standfirst(led, a, "p", 'class="ssrcss-b"')}</div>
{set_blocks(led, a, between=[related])}
<section data-component="tag-list"><h2>{led.f("Related topics")}</h2>{"".join(f'<li><a href="/t">{t}</a></li>' for t in led.some(TAGS, 3))}</section></article></main>
<aside data-component="see-alsos"><h2>{led.f("Top stories")}</h2>{cards(led, 5)}</aside><footer>{nav(led, "div", k=5)}<p>{led.f("The corporation is not responsible for the content of external sites.")}</p></footer></div></body></html>"""


def broadsheet(led: Ledger, a: Article) -> str:
    """A broadsheet with a pull quote, a donation appeal after the text, and most-viewed lists."""
    long = max((text for kind, text in a.blocks if kind == "p"), key=len)
    pull = f'<aside class="element element-pullquote"><blockquote class="pullquote"><p>{led.f(long.split(". ")[0])}</p></blockquote></aside>'
    letter = f'<aside data-component="email-signup" class="email-signup"><p>{led.one(LETTERS)}</p></aside>'
    return f"""<!DOCTYPE html><html lang="en">{_head(a)}<body><a href="#maincontent">{led.f("Skip to main content")}</a><section data-name="top-bar"><a href="/s">{led.f("Support us")}</a>
<p>{led.one(ASKS)}</p></section><header>{nav(led)}</header><main data-layout="StandardLayout"><article><div data-gu-name="headline"><h1>{led.n(a.title)}</h1></div>
<div data-gu-name="standfirst">{_standfirst(led, a)}</div><div data-gu-name="meta"><address><a rel="author" href="/p">{led.n(a.author or a.outlet)}</a></address><details><summary>{led.n(a.date)}</summary></details>{share(led, 3)}</div>
<div data-gu-name="body" id="maincontent"><div class="article-body-commercial-selector">{set_blocks(led, a, between=[pull, letter])}</div></div>
<div class="submeta"><span>{led.f("Topics")}</span>{"".join(f'<a href="/t">{t}</a> ' for t in led.some(TAGS, 3))}{share(led, 4)}</div></article>
<section class="contributions-epic"><h2>{led.f("We hope you enjoyed this article")}</h2><p>{led.one(ASKS)}</p></section>
<section><h2>{led.f("Most viewed")}</h2>{links(led, 6)}</section></main><footer>{footer(led, a.outlet)}</footer></body></html>"""


def wire(led: Ledger, a: Article) -> str:
    """A wire service's page: bare paragraphs, an advert between them, credits below."""
    ad = f'<div class="Advertisement">{led.f("ADVERTISEMENT")}</div>'
    return f"""<!DOCTYPE html><html>{_head(a)}<body><div class="Body"><div class="TopNav">{nav(led, "div", k=7)}</div><div class="CardHeadline"><div><h1>{led.n(a.title)}</h1></div>
<div class="Component-signature"><span>{_byline(led, a)}</span><span>{led.n(a.date)}</span></div></div><div class="Article" data-key="article">{_standfirst(led, a)}{set_blocks(led, a, between=[ad, ad])}</div>
<div class="HubPeek"><h4>{led.f("Trending on " + a.outlet)}</h4>{links(led, 5)}</div><div class="Footer">{footer(led, a.outlet)}</div></div></body></html>"""


def government(led: Ledger, a: Article) -> str:
    """A government's release with a banner, a phase note, contact details in the text and a feedback form."""
    return f"""<!DOCTYPE html><html lang="en" class="govuk-template">{_head(a)}<body class="govuk-template__body"><div id="global-cookie-message" class="gem-c-cookie-banner" data-nosnippet><h2>{led.f("Cookies on this site")}</h2>
<p>{led.one(COOKIES)}</p></div><a href="#content" class="govuk-skip-link">{led.f("Skip to main content")}</a><header role="banner">{nav(led, k=4)}</header>
<div id="wrapper" class="direction-ltr"><div class="gem-c-breadcrumbs"><ol><li><a href="/">{led.f("Home")}</a></li><li><a href="/f">{led.f("Fisheries")}</a></li></ol></div><main role="main" id="content">
<div class="govuk-grid-row"><div class="gem-c-title"><span class="gem-c-title__context">{led.n("Press release")}</span><h1 class="gem-c-title__text">{led.n(a.title)}</h1></div>
{_standfirst(led, a, "p", 'class="gem-c-lead-paragraph"')}</div><div class="gem-c-metadata"><dl><dt>{led.n("Published")}</dt><dd>{led.n(a.date)}</dd></dl></div>
<div class="gem-c-govspeak govuk-govspeak"><div class="govspeak">{set_blocks(led, a)}</div></div><div class="app-c-share">{led.f("Share this page")}{share(led, 2)}</div></main>
<div class="gem-c-feedback"><h2>{led.f("Is this page useful?")}</h2><button>{led.f("Yes")}</button><button>{led.f("No")}</button><p>{led.f("Do not include personal details such as your card number.")}</p></div></div>
<footer role="contentinfo">{nav(led, "div", k=6)}<p>{led.f("All content is available under the open licence, except where otherwise stated.")}</p></footer></body></html>"""


def mediawiki(led: Ledger, a: Article) -> str:
    """An encyclopedia's page with edit links, contents, navigation boxes, categories."""
    body = set_blocks(led, a).replace("</h2>", ' <span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="/e">edit</a><span>]</span></span></h2>')
    toc = "".join(f'<li class="toclevel-1"><a href="#{i}">{led.f(text)}</a></li>' for i, (kind, text) in enumerate(a.blocks) if kind == "heading")
    return f"""<!DOCTYPE html><html class="client-nojs" lang="en">{_head(a)}<body class="mediawiki ltr ns-0"><div id="mw-page-base" class="noprint"></div><div id="content" class="mw-body" role="main">
<h1 id="firstHeading" class="firstHeading">{led.n(a.title)}</h1><div id="bodyContent" class="mw-body-content"><div id="siteSub" class="noprint">{led.f("From the free valley encyclopedia")}</div>
<a class="mw-jump-link" href="#p-search">{led.f("Jump to search")}</a><div id="mw-content-text"><div class="mw-parser-output"><table class="ambox" role="presentation"><tr><td>{led.f("This article needs more citations. Please help to improve it by adding sources.")}</td></tr></table>
{_standfirst(led, a)}<div id="toc" class="toc" role="navigation"><h2>{led.f("Contents")}</h2><ul>{toc}</ul></div>{body}
<div role="navigation" class="navbox"><table><tr><th>{led.f("Battles of the valley wars")}</th><td>{links(led, 4)}</td></tr></table></div></div></div>
<div id="catlinks" class="catlinks"><a href="/c">{led.f("Categories")}</a>: {"".join(f'<a href="/t">{t}</a> ' for t in led.some(TAGS, 3))}</div></div></div>
<div id="mw-navigation"><h2>{led.f("Navigation menu")}</h2>{nav(led, "div", 'class="mw-portlet vector-menu"')}</div><footer id="footer" role="contentinfo"><ul><li>{led.f("This page was last edited on 2 April 2017, at 11:05.")}</li></ul></footer></body></html>"""


def tables1999(led: Ledger, a: Article) -> str:
    """A page of 1999: tables for layout, font elements, line breaks for paragraphs, nothing closed."""
    left = "<br>".join(f'<a href="{w}.html"><font size=1 color=white>{w}</font></a>' for w in led.some(["Home", "News", "Archive", "Guestbook", "Links", "Mail us"], 6))
    body = set_lines(led, a, wrap="<font face=Arial size=2>{}")
    return f"""<HTML><HEAD><TITLE>{html.escape(a.title)}</TITLE></HEAD><BODY BGCOLOR=#ffffff TEXT=#000000><TABLE WIDTH=760 BORDER=0><TR><TD COLSPAN=3 ALIGN=center>
<FONT SIZE=+3>{led.f(a.outlet)}</FONT><TR><TD VALIGN=top BGCOLOR=#003366 WIDTH=120>{left}<TD VALIGN=top><CENTER><H1><FONT FACE=Arial>{led.n(a.title)}</FONT></H1></CENTER>
<I>{_byline(led, a)}</I><P>{led.m(a.standfirst) + "<P>" if a.standfirst else ""}{body}<TD WIDTH=100 VALIGN=top><FONT SIZE=1>{led.f("Best viewed with 800x600")}<BR>{led.f("You are visitor number 04182")}</FONT></TABLE>
<HR><CENTER><FONT SIZE=1>{led.f("Copyright 1999 " + a.outlet)}</FONT></CENTER></BODY></HTML>"""


def blogger(led: Ledger, a: Article) -> str:
    """A hosted blog: the post in one element with line breaks, an archive list beside it."""
    return f"""<!DOCTYPE html><html dir="ltr">{_head(a)}<body><div class="navbar section" id="navbar"></div><div class="content-outer"><div class="header-inner"><h1 class="title">{led.f(a.outlet)}</h1></div>
<div class="main-outer"><div class="column-center-outer"><div class="date-outer"><h2 class="date-header"><span>{led.n(a.date)}</span></h2><div class="post hentry"><h3 class="post-title entry-title">{led.n(a.title)}</h3>
<div class="post-body entry-content" id="post-body-1">{led.m(a.standfirst) + "<br /><br />" if a.standfirst else ""}{set_lines(led, a, gap="<br /><br />")}<div style="clear: both;"></div></div>
<div class="post-footer"><div class="post-footer-line"><span class="post-author vcard">{led.n("Posted by")} <span class="fn">{led.n(a.author or "admin")}</span></span> {share(led, 3)}</div></div></div></div>
<div class="comments" id="comments">{comments(led, 2)}</div><div class="blog-pager"><a href="/n">{led.f("Newer Post")}</a> <a href="/h">{led.f("Home")}</a> <a href="/o">{led.f("Older Post")}</a></div></div>
<div class="column-right-outer"><div class="widget BlogArchive"><h2>{led.f("Blog Archive")}</h2>{links(led, 6)}</div><div class="widget Profile"><h2>{led.f("About Me")}</h2><p>{led.one(BIOS, author=a.author or "The writer", outlet=a.outlet)}</p></div></div></div></div></body></html>"""


def docs(led: Ledger, a: Article) -> str:
    """Static documentation with a tree of pages and previous/next links."""
    return f"""<!DOCTYPE html><html lang="en">{_head(a)}<body class="wy-body-for-nav"><div class="wy-grid-for-nav"><nav class="wy-nav-side"><div class="wy-side-scroll"><input type="text" placeholder="Search docs">
{links(led, 8)}</div></nav><section class="wy-nav-content-wrap"><div class="wy-nav-content"><div class="rst-content"><div role="navigation" aria-label="breadcrumbs"><ul class="wy-breadcrumbs"><li><a href="/">{led.f("Docs")}</a> »</li><li><a href="/e">{led.f("Edit this page")}</a></li></ul></div>
<div role="main" class="document"><div itemprop="articleBody"><section id="s1"><h1>{led.n(a.title)}<a class="headerlink" href="#s1">¶</a></h1>{_standfirst(led, a)}{set_blocks(led, a)}</section></div></div>
<footer><div class="rst-footer-buttons" role="navigation"><a href="/p">{led.f("Previous")}</a><a href="/n">{led.f("Next")}</a></div><p>{led.f("© Copyright 2020, the authors.")}</p><p>{led.f("Built with Sphinx using a theme provided by Read the Docs.")}</p></footer></div></div></section></div></body></html>"""


def amp(led: Ledger, a: Article) -> str:
    """An AMP page with its own elements."""
    return f"""<!doctype html><html ⚡ lang="en">{_head(a, "<style amp-boilerplate>body{visibility:hidden}</style>")}<body><amp-sidebar id="sb" layout="nodisplay">{nav(led)}</amp-sidebar>
<amp-consent id="c" layout="nodisplay"><div id="consent-ui"><p>{led.one(COOKIES)}</p><button>{led.f("Accept")}</button></div></amp-consent><header class="amp-header"><a href="/">{led.f(a.outlet)}</a></header>
<article class="amp-wp-article"><header><h1 class="amp-wp-title">{led.n(a.title)}</h1><div class="amp-wp-meta amp-wp-byline">{_byline(led, a)}</div></header><amp-img src="x.jpg" width="4" height="3"></amp-img>
<div class="amp-wp-article-content">{_standfirst(led, a)}{set_blocks(led, a, between=[f'<amp-ad width="300" height="250"><div placeholder>{led.f("Advertisement")}</div></amp-ad>'])}</div>
<amp-social-share type="email"></amp-social-share><section class="amp-related"><h3>{led.f("You may also like")}</h3>{links(led, 4)}</section></article><footer class="amp-wp-footer">{footer(led, a.outlet, 3)}</footer></body></html>"""


def reader_mode(led: Ledger, a: Article) -> str:
    """A page saved from a browser's reader mode."""
    return f"""<!DOCTYPE html><html>{_head(a)}<body class="light sans-serif loaded"><div class="container" dir="ltr"><div class="header reader-header"><a class="domain reader-domain" href="https://x.example">{led.n("x.example")}</a>
<div class="domain-border"></div><h1 class="reader-title">{led.n(a.title)}</h1><div class="credits reader-credits">{led.n(a.author)}</div><div class="meta-data"><div class="reader-estimated-time">{led.f("4-5 minutes")}</div></div></div><hr>
<div class="content"><div class="moz-reader-content"><div id="readability-page-1" class="page">{_standfirst(led, a)}{set_blocks(led, a)}</div></div></div></div></body></html>"""


def archived(led: Ledger, a: Article) -> str:
    """Another site's page inside a web archive's toolbar."""
    inner = wire(led, a)
    bar = f"""<div id="wm-ipp-base" lang="en"><div id="wm-ipp"><a href="/web/">{led.f("Wayback copy")}</a><form>{led.f("Go")}</form><div id="wm-capinfo">{led.f("14 captures")} <span>{led.f("3 May 2021 - 9 Nov 2023")}</span></div>
<div id="wm-share">{led.f("About this capture")}<p>{led.f("Collected by the web crawl of the archive. The crawl visits each site once in three months.")}</p></div></div></div>"""
    return inner.replace("<body>", f"<body>{bar}", 1)


def search_cache(led: Ledger, a: Article) -> str:
    """Another site's page as a search engine kept it."""
    note = led.f("This is the engine's cache of the page. It is a snapshot of the page as it appeared on 4 May 2021. The current page could have changed in the meantime.")
    return f'<div style="background:#fff;border:1px solid #999" id="google-cache-hdr"><div>{note} <a href="/learn">{led.f("Learn more")}</a></div></div><div style="position:relative">{blogger(led, a)}</div>'


def single_file(led: Ledger, a: Article) -> str:
    """A page saved into one file: styles and pictures inlined, a consent dialog left open."""
    blob = "data:image/png;base64," + "iVBORw0KGgo" * 3000
    modal = f'<div class="fc-consent-root"><div class="fc-dialog" role="dialog"><h2>{led.f("Welcome")}</h2><p>{led.one(COOKIES)}</p><button>{led.f("Consent")}</button></div></div>'
    page = broadcaster(led, a).replace("<body>", f'<body>{modal}<img src="{blob}">', 1)
    return f"<!--\n Page saved with SingleFile \n url: https://x.example/a\n-->{page}"


def paywalled(led: Ledger, a: Article) -> str:
    """A page that shows all of the text and asks for a subscription over and under it."""
    wall = f'<div class="paywall-overlay"><h3>{led.f("Continue reading with a subscription")}</h3><p>{led.one(ASKS)}</p><a href="/in">{led.f("Already a subscriber? Log in")}</a></div>'
    return f"""<!DOCTYPE html><html>{_head(a)}<body><div class="l-page"><div class="l-header">{nav(led, "div", 'class="l-nav"')}</div><div class="l-main"><article class="story"><h1>{led.n(a.title)}</h1><div class="story__meta">{_byline(led, a)}</div>
{_standfirst(led, a, "div", 'class="story__intro"')}<div class="story__text">{set_blocks(led, a, p='div class="paragraph"')}</div>{wall}</article><div class="l-rail"><h4>{led.f("Editors' picks")}</h4>{cards(led, 4, teasers=3)}</div></div>{footer(led, a.outlet)}</div></body></html>"""


def in_data(led: Ledger, a: Article) -> str:
    """A page whose text is in its data and is drawn by scripts."""
    paragraphs = ([a.standfirst] if a.standfirst else []) + [text.split(" ", 1)[1] if kind == "note" else text.replace(" | ", " ") for kind, text in a.blocks]
    body = "\n\n".join(paragraphs)
    for text in paragraphs:
        led.m(text)
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.title, "datePublished": a.date, "articleBody": body}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return f"""<!DOCTYPE html><html>{_head(a, script)}<body><div id="app"><div class="shell">{nav(led, "div", 'class="navbar"')}<h1>{led.n(a.title)}</h1><div class="spinner">{led.f("Loading")}</div></div></div><footer>{footer(led, a.outlet, 3)}</footer></body></html>"""


def from_pdf(led: Ledger, a: Article) -> str:
    """A PDF turned into HTML: a positioned element a line, the pages in boxes."""
    lines = []
    for kind, text in ([("p", a.standfirst)] if a.standfirst else []) + list(a.blocks):
        words = text.split(" ", 1)[1] if kind == "note" else text.replace(" | ", "  ")
        lines.append(f'<p style="position:absolute;left:108px;white-space:nowrap" class="ft01">{led.m(words)}</p>')
    return f"""<!DOCTYPE html><html><head><title>out.html</title></head><body bgcolor="#A0A0A0"><div id="page1-div" style="position:relative;width:892px;height:1262px;"><p style="top:80px" class="ft00"><b>{led.n(a.title)}</b></p>{"".join(lines)}</div></body></html>"""


def xhtml(led: Ledger, a: Article) -> str:
    """Strict XHTML of a small paper, a definition list for its head, columns by ids."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>{html.escape(a.title)}</title></head><body><div id="kopf"><a href="/">{led.f(a.outlet)}</a></div>
<div id="leiste">{nav(led, "div", 'id="menu"')}</div><div id="inhalt"><h1>{led.n(a.title)}</h1><p class="autor">{_byline(led, a)}</p>{_standfirst(led, a, "p", 'class="vorspann"')}{set_blocks(led, a)}<p class="zurueck"><a href="/">{led.f("Back to home page")}</a></p></div>
<div id="fuss">{footer(led, a.outlet, 3)}</div></body></html>"""


def magazine(led: Ledger, a: Article) -> str:
    """A page builder's magazine: every paragraph a widget, a bio under the text, a newsletter box in it."""
    letter = f'<div class="elementor-widget elementor-widget-form newsletter-box"><h4>{led.f("Our newsletter")}</h4><p>{led.one(LETTERS)}</p></div>'
    body = set_blocks(led, a, p='div class="elementor-element elementor-widget elementor-widget-text-editor"', between=[letter])
    return f"""<!DOCTYPE html><html lang="en">{_head(a)}<body class="elementor-default elementor-page"><div data-elementor-type="header" class="elementor-location-header">{nav(led, "div", 'class="elementor-nav-menu"')}</div><div data-elementor-type="single-post">
<div class="elementor-section"><h1 class="elementor-heading-title">{led.n(a.title)}</h1><div class="elementor-post-info">{led.n(a.author)} {led.n(a.date)}</div>{_standfirst(led, a, "div", 'class="elementor-widget-text-editor"')}{body}</div>
<div class="author-box"><h4>{led.f(a.author or a.outlet)}</h4><p>{led.one(BIOS, author=a.author or "The writer", outlet=a.outlet)}</p></div><div class="elementor-posts"><h3>{led.f("Read next")}</h3>{cards(led, 3, teasers=2)}</div></div>
<div data-elementor-type="footer" class="elementor-location-footer">{footer(led, a.outlet)}</div></body></html>"""


def forum_old(led: Ledger, t: Thread) -> str:
    """A bulletin board of the phpBB kind."""
    posts = "".join(
        f"""<div id="p{i}" class="post has-profile bg{i % 2 + 1}"><div class="inner"><dl class="postprofile" id="profile{i}"><dt><a href="/u" class="username">{led.n(who)}</a></dt><dd>{led.f("Posts: " + str(31 * i + 7))}</dd><dd>{led.f("Joined: 4 Mar 2011, 10:12")}</dd></dl>
<div class="postbody"><h3><a href="#p{i}">{led.n("Re: " + t.title) if i else led.n(t.title)}</a></h3><p class="author">{led.n("by " + who + " » " + when)}</p><div class="content">{"<br />".join(led.m(text) for text in texts)}</div><div class="signature">{led.f("Sent from my garden")}</div></div></div></div>"""
        for i, (who, when, texts) in enumerate(t.posts)
    )
    return f"""<!DOCTYPE html><html><head><title>{t.title} - {t.outlet}</title></head><body id="phpbb" class="nojs section-viewtopic"><div id="wrap"><div id="page-header"><h1>{led.f(t.outlet)}</h1>{nav(led, "div", 'class="navbar"', 4)}</div><div id="page-body">
<h2 class="topic-title"><a href="/t">{led.n(t.title)}</a></h2><div class="action-bar"><a class="button" href="/r">{led.f("Post a reply")}</a><div class="pagination">{led.f("5 posts • Page 1 of 1")}</div></div>{posts}
<div class="jumpbox">{led.f("Jump to")}{links(led, 3)}</div></div><div id="page-footer">{footer(led, t.outlet, 3)}</div></div></body></html>"""


def forum_new(led: Ledger, t: Thread) -> str:
    """A forum of the Discourse kind, as its pages for crawlers are."""
    posts = "".join(
        f"""<div itemprop="comment" itemscope id="post_{i + 1}" class="topic-body crawler-post"><div class="crawler-post-meta"><span class="creator" itemprop="author"><a rel="nofollow" href="/u/x"><span itemprop="name">{led.n(who)}</span></a></span>
<span class="crawler-post-infos"><time datetime="{when}" class="post-time">{led.n(when[:10])}</time><span itemprop="position">{led.f(str(i + 1))}</span></span></div><div class="post" itemprop="text">{"".join(f"<p>{led.m(text)}</p>" for text in texts)}</div></div>"""
        for i, (who, when, texts) in enumerate(t.posts)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{t.title} - {t.outlet}</title></head><body class="crawler"><header><a href="/">{led.f(t.outlet)}</a></header><div id="main-outlet" class="wrap" role="main"><div id="topic-title"><h1><a href="/t">{led.n(t.title)}</a></h1></div>
<div itemscope itemtype="http://schema.org/DiscussionForumPosting">{posts}</div><div id="related-topics"><h3>{led.f("Related topics")}</h3><table class="topic-list">{"".join(f'<tr><td><a href="/t">{h}</a></td><td>{i}</td></tr>' for i, h in enumerate(led.some(HEADLINES, 4)))}</table></div></div><footer class="container wrap">{footer(led, t.outlet, 3)}</footer></body></html>"""


def live_blog(led: Ledger, t: Thread) -> str:
    """A live blog: updates with a time and a headline each, the newest first."""
    posts = "".join(
        f"""<article class="live-post block" id="b{i}"><header><time>{led.n(when_or)}</time><h2>{led.m(head)}</h2></header><div class="block-elements">{"".join(f"<p>{led.m(text)}</p>" for text in texts)}</div><footer>{share(led, 2)}</footer></article>"""
        for i, (when_or, head, texts) in enumerate(t.posts)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{t.title} | {t.outlet}</title></head><body><header class="site">{nav(led)}</header><main><h1>{led.n(t.title)}</h1><div class="summary"><p>{led.m(t.summary)}</p></div><div class="live-controls"><button>{led.f("Show key events only")}</button><label>{led.f("Turn on updates")}</label></div>
<div class="live-feed">{posts}</div><button>{led.f("Load more")}</button></main><aside class="most-read"><h2>{led.f("Most read")}</h2>{links(led, 5)}</aside><footer>{footer(led, t.outlet)}</footer></body></html>"""


ARTICLES: tuple[Template, ...] = (
    wordpress, drupal, medium, substack, broadcaster, broadsheet, wire, government, mediawiki, tables1999, blogger, docs, amp,
    reader_mode, archived, search_cache, single_file, paywalled, in_data, from_pdf, xhtml, magazine,
)  # fmt: skip
FORUMS: tuple[ThreadTemplate, ...] = (forum_old, forum_new)
LIVE: tuple[ThreadTemplate, ...] = (live_blog,)
