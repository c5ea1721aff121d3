"""What made-up pages are made of: texts, furniture, and a ledger of which words are which."""

from __future__ import annotations

import dataclasses
import html
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent / "pages"
NAV = ["Home", "News", "World", "Politics", "Business", "Opinion", "Culture", "Sport", "Weather", "Video", "Archive",
    "Jobs", "Contact",
]  # fmt: skip
SHARE = ["Share", "Facebook", "Twitter", "WhatsApp", "Email", "Copy link", "Print"]
HEADLINES = [
    "Harbour board picks a new chair after three ballots", "Five walks around the upper lake", "Bakers warn of dearer bread",
    "School roof closed for the third time", "What the new bus timetable means for you", "Old mill to become a library",
    "Snow halts trains on the northern line", "Is your well safe? Six signs to look for", "Goalkeeper signs for two more years",
    "The quiet return of the beaver", "Bridge toll to rise in January", "Hospital names its first night director",
    "How we counted the empty houses", "Choir wins prize in the capital", "Market square to be paved again",
    "Rents fall for the first time in ten years", "Doctors call off their strike", "Pictures: the regatta in the rain",
    "Nine questions about the water tax", "Minister opens the tunnel nobody wanted", "A letter found behind the altar",
    "Where to eat herring this autumn", "Lost dog walks forty miles home", "Fewer wolves than thought, count finds",
]
TEASERS = [
    "The vote lasted until two in the morning, and nobody left the hall before the last ballot had been opened.",
    "Prices will go up by a tenth, the guild says, and it blames the weather as much as the war.",
    "Parents were told on Sunday evening, by a note that was pinned to the door of the gymnasium.",
    "For three months our reporters rang at the doors of a thousand houses. This is what they found.",
    "The animals were believed to have left the valley before the war. They had only become careful.",
]
COOKIES = [
    "We use cookies to give you the best experience on our site. By continuing you agree to our use of cookies.",
    "Your privacy matters to us. We and our 214 partners store and read information on your device to measure adverts.",
    "This website uses cookies. Some are needed for it to work, others help us to learn what our readers like.",
]
LETTERS = [
    "Get the day's most important stories in your inbox every morning. Sign up for our free newsletter.",
    "Enjoying this story? Subscribe to the Sunday letter and never miss one again.",
    "Join 40,000 readers who start their day with our briefing. Unsubscribe at any time.",
]
ASKS = [
    "Our reporting is paid for by readers like you. If you value it, please consider making a donation today.",
    "You have read four of your five free articles this month. Subscribe now for unlimited access from 2 crowns a week.",
    "Since you're here: we have no owner and no paywall. Support independent journalism from as little as one pound.",
    "Download our app for faster alerts and offline reading.",
]
BIOS = [
    "{author} covers the region for {outlet}. Before that she spent nine years with a radio station on the coast.",
    "{author} is a senior writer at {outlet} and the author of two books about rivers.",
    "About the author: {author} writes about towns and what becomes of them.",
]
COMMENTERS = ["Gull77", "Maren O.", "oldsalt", "J. Pickering", "threeducks", "Anon"]
COMMENTS = [
    "About time somebody wrote about this. My cousin has been saying the same for years and nobody would listen.",
    "I don't believe a word of it, sorry. Who paid for this?",
    "Very well put. The part about the report should be sent to every member of the council.",
    "Typo in the second paragraph, by the way.",
    "So who is going to pay? We are, as always, and next year they will do it again.",
]
LEGAL = [
    "© {year} {outlet}. All rights reserved.", "Terms of use", "Privacy policy", "Cookie settings", "Advertise with us", "About us",
    "Registered office: 4 Quay Street. Reproduction of any part of this site needs our written permission.",
]
TAGS = ["Ferries", "Water", "Council", "Elections", "Transport", "Courts", "Fishing", "History"]


@dataclasses.dataclass(frozen=True)
class Article:
    """A made-up text: what its head says, and its blocks as (kind, words)."""

    title: str
    author: str
    date: str
    outlet: str
    standfirst: str
    blocks: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Thread:
    """Made-up posts or updates: (name, when, paragraphs) each."""

    title: str
    outlet: str
    date: str
    summary: str
    posts: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclasses.dataclass
class Ledger:
    """Which words of a page are its main text, which furniture, and which neither (heads, captions)."""

    rng: random.Random
    main: list[str] = dataclasses.field(default_factory=list)
    furniture: list[str] = dataclasses.field(default_factory=list)
    neither: list[str] = dataclasses.field(default_factory=list)

    def m(self, text: str) -> str:
        """Main text."""
        self.main.append(text)
        return html.escape(text, quote=False)

    def f(self, text: str) -> str:
        """Furniture."""
        self.furniture.append(text)
        return html.escape(text, quote=False)

    def n(self, text: str) -> str:
        """A head or a caption: no extractor gains or loses by it."""
        self.neither.append(text)
        return html.escape(text, quote=False)

    def some(self, pool: Sequence[str], k: int) -> list[str]:
        """Furniture from a pool."""
        return [self.f(text) for text in self.rng.sample(pool, min(k, len(pool)))]

    def one(self, pool: Sequence[str], **values: str) -> str:
        """One piece of furniture from a pool, its places filled in."""
        return self.f(self.rng.choice(pool).format(**values))


@dataclasses.dataclass(frozen=True)
class Page:
    """A page and what is true of it."""

    name: str
    data: bytes
    title: str
    main: tuple[str, ...]
    furniture: tuple[str, ...]
    neither: tuple[str, ...]


Template = Callable[[Ledger, Article], str]
ThreadTemplate = Callable[[Ledger, Thread], str]


def load_articles() -> list[Article]:
    """The made-up articles."""
    return [_read_article(text) for text in (FOLDER / "articles.txt").read_text(encoding="utf-8").split("===\n")]


def _read_article(text: str) -> Article:
    head, _, body = text.partition("\n\n")
    facts = dict(line.split(":", 1) for line in head.strip().splitlines())
    values = {key: value.strip() for key, value in facts.items()}
    return Article(
        values["title"], values["author"], values["date"], values["outlet"], values["standfirst"], tuple(_read_blocks(body))
    )


def _read_blocks(body: str) -> list[tuple[str, str]]:
    blocks = []
    for line in body.strip().splitlines():
        for mark, kind in (("## ", "heading"), ("- ", "item"), ("> ", "quote"), ("| ", "row"), ("^ ", "note")):
            if line.startswith(mark):
                blocks.append((kind, line[len(mark) :]))
                break
        else:
            step = re.match(r"\d\. (.*)", line)
            blocks.append(("step", step[1]) if step else ("p", line))
    return blocks


def load_threads(name: str) -> list[Thread]:
    """The made-up threads or live blogs of a file."""
    threads = []
    for text in (FOLDER / name).read_text(encoding="utf-8").split("===\n"):
        head, *posts = re.split(r"^@ ", text, flags=re.MULTILINE)
        facts = {key: value.strip() for key, value in (line.split(":", 1) for line in head.strip().splitlines())}
        made = []
        for post in posts:
            first, *rest = post.strip().splitlines()
            who, _, when = first.partition(" | ")
            made.append((who, when, tuple(rest)))
        threads.append(Thread(facts["title"], facts["outlet"], facts.get("date", ""), facts.get("summary", ""), tuple(made)))
    return threads


# ------------------------------------------------------------------ ways to set an article's blocks


def set_blocks(ledger: Ledger, article: Article, *, p: str = "p", between: Sequence[str] = ()) -> str:
    """Set an article's blocks as HTML.

    Args:
        p: how a paragraph is set: an element, or an element and its attributes.
        between: HTML that stands between paragraphs, spread over the text.
    """
    out: list[str] = []
    groups = _group(article.blocks)
    at = {max(1, (i + 1) * len(groups) // (len(between) + 1)): words for i, words in enumerate(between)}
    for i, (kind, texts) in enumerate(groups):
        if i in at:
            out.append(at[i])
        out.append(_set_group(ledger, kind, texts, p))
    return "\n".join(out)


def _group(blocks: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    groups: list[tuple[str, list[str]]] = []
    for kind, text in blocks:
        if groups and groups[-1][0] == kind and kind in {"item", "step", "row", "note"}:
            groups[-1][1].append(text)
        else:
            groups.append((kind, [text]))
    return groups


def _set_group(ledger: Ledger, kind: str, texts: list[str], p: str) -> str:
    name = p.split(maxsplit=1)[0]
    if kind == "p":
        return f"<{p}>{_link_notes(ledger.m(texts[0]))}</{name}>"
    if kind == "heading":
        return f"<h2>{ledger.m(texts[0])}</h2>"
    if kind == "quote":
        return f"<blockquote><p>{ledger.m(texts[0])}</p></blockquote>"
    if kind in {"item", "step"}:
        tag = "ul" if kind == "item" else "ol"
        return f"<{tag}>" + "".join(f"<li>{ledger.m(text)}</li>\n" for text in texts) + f"</{tag}>"
    if kind == "row":
        rows = ["".join(f"<td>{ledger.m(cell)}</td>" for cell in text.split(" | ")) for text in texts]
        return "<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"
    items = []
    for text in texts:
        label, _, words = text.partition(" ")
        items.append(f'<li id="fn{label}">{ledger.m(words)} <a href="#fr{label}">↩</a></li>')
    return "<ol class='footnotes'>" + "".join(items) + "</ol>"


def _link_notes(words: str) -> str:
    return re.sub(r"\[(\d)\]", r'<sup><a href="#fn\1" id="fr\1">[\1]</a></sup>', words)


def set_lines(ledger: Ledger, article: Article, *, gap: str = "<br><br>\n", wrap: str = "{}") -> str:
    """Set an article as running text parted by line breaks, as old pages do."""
    out = []
    for kind, text in article.blocks:
        words = ledger.m(text.replace(" | ", " - ") if kind == "row" else text.split(" ", 1)[1] if kind == "note" else text)
        out.append(wrap.format(f"<b>{words}</b>" if kind == "heading" else words))
    return gap.join(out)


def nav(ledger: Ledger, tag: str = "nav", attributes: str = "", k: int = 9) -> str:
    """A row of links."""
    links = " ".join(f'<li><a href="/{word.lower()}">{word}</a></li>' for word in ledger.some(NAV, k))
    return f"<{tag} {attributes}><ul>{links}</ul></{tag}>"


def cards(ledger: Ledger, k: int = 4, *, teasers: int = 0, heading: str = "h3") -> str:
    """Headlines that lead to other articles, with or without a teaser."""
    heads = ledger.some(HEADLINES, k)
    texts = [f"<p>{text}</p>" for text in ledger.some(TEASERS, teasers)] + [""] * k
    return "\n".join(
        f'<div class="card"><{heading}><a href="/a/{i}">{head}</a></{heading}>{texts[i]}</div>' for i, head in enumerate(heads)
    )


def links(ledger: Ledger, k: int = 5) -> str:
    """A list of headlines."""
    return "<ul>" + "".join(f'<li><a href="/x{i}">{head}</a></li>' for i, head in enumerate(ledger.some(HEADLINES, k))) + "</ul>"


def share(ledger: Ledger, k: int = 4) -> str:
    """Share buttons."""
    words = enumerate(ledger.some(SHARE, k))
    return "".join(f'<a class="share-link" href="https://s.example/{i}">{word}</a> ' for i, word in words)


def footer(ledger: Ledger, article_outlet: str, k: int = 5) -> str:
    """What a page ends with."""
    words = [text.format(year="2024", outlet=article_outlet) for text in ledger.rng.sample(LEGAL, k)]
    short = {text for text in words if len(text) < 25}
    return "".join(
        f"<p><a href='/l{i}'>{ledger.f(text)}</a></p>" if text in short else f"<p>{ledger.f(text)}</p>"
        for i, text in enumerate(words)
    )


def comments(ledger: Ledger, k: int = 3) -> str:
    """Readers' comments."""
    out = [f"<h3>{ledger.f(f'{k} comments')}</h3>"]
    for who, text in zip(ledger.rng.sample(COMMENTERS, k), ledger.rng.sample(COMMENTS, k), strict=True):
        out.append(
            f'<div class="comment"><span class="comment-author">{ledger.f(who)}</span> <p>{ledger.f(text)}</p>'
            f'<a href="#r">{ledger.f("Reply")}</a></div>'
        )
    return "\n".join(out)
