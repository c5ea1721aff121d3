"""Works that a document cites by footnote: who wrote them, what they are called, and *ibid.* followed back."""

from __future__ import annotations

import dataclasses
import re

URL = re.compile(r"https?://\S+")
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
IBID = re.compile(r"\s*(?:ibid|ibidem|id)\b\.?", re.I)
QUOTED = re.compile(r"[“\"](?P<title>[^”\"]{4,300})[”\"]")
LOC_CIT = re.compile(r"\b(?:op\.?\s*cit|loc\.?\s*cit|supra)\b", re.I)
THESIS = re.compile(r"\b(thesis|dissertation)\b", re.I)
PERSON = re.compile(r"(?:[A-Z][\w’'.-]*\.?\s+){0,3}(?:(?:von|van|de|del|la|bin|al)\s+)*[A-Z][\w’'-]+$")
INVERTED = re.compile(r"(?P<surname>[A-Z][\w’'-]+), (?P<given>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3})")
DATED = re.compile(r"\b(?:1[5-9]\d\d|20\d\d)\b|\bpp?\. ?\d")
SMALL = {"of", "the", "on", "and", "for", "upon", "in", "to", "de", "la"}
SHORT_TITLE = 6  # words of a title that a short name can hold
SEE = re.compile(r"^\s*(?:see(?: also)?|cf\.?|e\.g\.,?|quoted in|cited in)[,:]?\s+", re.I)
MONTHS = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\b")


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """A cited work, as far as a note tells: null is untold."""

    authors: tuple[str, ...]
    title: str | None
    publisher: str | None
    year: str | None
    url: str | None
    is_thesis: bool
    how: str

    @property
    def name(self) -> str:
        """Short name: surnames and where it was published, else the title."""
        surnames = [author.split()[-1] for author in self.authors[:2]]
        who = " and ".join(surnames) + (" and others" if len(self.authors) > 2 else "")
        where = "thesis" if self.is_thesis else self.publisher
        if not who and where and self.title and len(self.title.split()) <= SHORT_TITLE:
            return f"{where}, {self.title}"
        if who and where and where.lower() not in who.lower():
            return f"{who}, {where}"
        return who or where or self.title or "a work without a name"


def read_note(body: str, earlier: list[Work]) -> Work | None:
    """Read one note; *ibid.* gives the work before it, a short form the earlier work it matches.

    Returns:
        The work; null when the note cites none (a remark).
    """
    text = " ".join(body.split())
    text = SEE.sub("", text)
    if IBID.match(text):
        return dataclasses.replace(earlier[-1], how="ibid") if earlier else None
    url = URL.search(text)
    bare = URL.sub("", text)
    quoted = QUOTED.search(bare)
    if quoted is not None:
        who, rest = bare[: quoted.start()], bare[quoted.end() :]
        title: str | None = quoted["title"].strip(" .,")
    else:
        who, title, rest = _split_plain(bare)
    authors = _find_authors(who)
    known = _find_earlier(authors, title, earlier, is_short=LOC_CIT.search(bare) is not None)
    if known is not None:
        return dataclasses.replace(known, how="short form")
    is_body = not authors and _is_body(who.strip(" ,.("))
    if (
        not authors
        and quoted is None
        and url is None
        and not THESIS.search(bare)
        and not (is_body and DATED.search(bare))
    ):
        return None
    if is_body:
        publisher: str | None = who.strip(" ,.(")
    else:
        publisher = _find_publisher(rest)
    year = YEAR.search(rest) or YEAR.search(bare)
    if title is None and not authors and url is None:
        return None
    return Work(
        authors,
        title,
        publisher,
        year.group() if year else None,
        url.group().rstrip(".,)") if url else None,
        THESIS.search(bare) is not None,
        "note",
    )


def _is_body(who: str) -> bool:
    """Whether words before a title name a body: every word but the small ones begins with a capital."""
    words = who.split()
    return 0 < len(words) <= 10 and all(word[0].isupper() or word in SMALL for word in words)


def _split_plain(text: str) -> tuple[str, str | None, str]:
    """'A. Author, The Title of the Book. (Place: Press, 2009), 7.' without quotation marks."""
    head = re.split(r"\s\(|\.\s+(?=[(\"]|Accessed|https?)", text, maxsplit=1)[0]
    match = re.match(
        r"(?P<who>(?:[A-Z][\w’'.-]*,?\s+(?:and\s+)?){0,8}?[A-Z][\w’'-]+)[.,]\s+(?P<title>[A-Z].{6,})", head
    )
    if match is None:
        return "", None, text
    title = re.split(r",\s+(?=p{1,2}\.|entry\b|vol\.|no\.|\d|press release)", match["title"], maxsplit=1)[0]
    return match["who"], title.strip(" .,"), text[match.start("title") + len(title) :]


def _find_authors(who: str) -> tuple[str, ...]:
    inverted = INVERTED.fullmatch(who.strip(' ,.(“"'))
    if inverted is not None:
        return (f"{inverted['given']} {inverted['surname']}",)
    parts = re.split(r",?\s+(?:and|&)\s+|,\s+", who.strip(' ,.(“"'))
    names = [
        part.strip(" .,")
        for part in parts
        if part.strip(" .,") and part.strip() not in ("Jr", "Jr.", "Sr.", "ed.", "eds.")
    ]
    if not names or not all(PERSON.fullmatch(name) and len(name.split()) <= 5 for name in names):
        return ()
    body_words = {
        "Commission",
        "Committee",
        "Department",
        "Office",
        "Agency",
        "Institute",
        "University",
        "Council",
        "Center",
        "Centre",
        "Threats",
        "News",
        "Nations",
        "Ministry",
        "Authority",
        "Board",
        "Service",
    }
    return () if any(body_words & set(name.split()) for name in names) else tuple(names)


def _find_publisher(rest: str) -> str | None:
    inner = re.search(r"\(([^()]+)\)", rest)
    text = rest
    if inner is not None and YEAR.search(inner.group(1)):
        text = inner.group(1)
        text = text.split(":", 1)[-1]
    for part in re.split(r"[,.;]\s+|[,.;]$", text.strip(" .,():")):
        part = part.strip(" .,()")
        if (
            not part
            or part[0].isdigit()
            or MONTHS.match(part)
            or THESIS.fullmatch(part)
            or part.lower().startswith(("accessed", "no", "vol", "pp"))
        ):
            continue
        if part[0].isupper() and len(part) > 2:
            return part
    return None


def _find_earlier(authors: tuple[str, ...], title: str | None, earlier: list[Work], *, is_short: bool) -> Work | None:
    for work in reversed(earlier):
        same_author = bool(authors and work.authors) and authors[0].split()[-1] == work.authors[0].split()[-1]
        same_title = bool(title and work.title) and _key(str(work.title)).startswith(_key(str(title))[:30])
        if (same_author and (same_title or is_short)) or (same_title and not authors and not work.authors):
            return work
    return None


def _key(title: str) -> str:
    return re.sub(r"\W+", "", title.lower())
