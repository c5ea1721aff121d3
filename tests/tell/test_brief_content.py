"""One model, four formats: what the model says stands in each, and what the page leads to is there."""

from __future__ import annotations

import dataclasses
import html
import io
import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import docx
import pytest
from markdown_it import MarkdownIt

from sayso.schema import Tables
from sayso.tell import make_brief, to_docx, to_markdown
from sayso.tell.bounds import SCREEN
from sayso.tell.drafting import Draft, DraftBit, DraftSentence
from sayso.tell.making import make_model
from sayso.tell.model import Brief, Section, Statement, Table, Words, find_words, number_of, walk
from sayso.tell.shown import clean_line
from sayso.tell.ties import Tie, TieSaid
from tell.brief_rows import (
    ARABIC,
    EMOJI,
    HEBREW,
    MADE_AT,
    ODD_NAME,
    add_claims,
    add_odd_names,
    add_weighing,
)

VOID = {"meta", "br", "input", "use", "rect", "path", "circle", "line"}
# Sections for which the page has a form of its own: the same words in another order, beside one another.
OWN = ("disputes", "several", "drift", "verdicts")
TOLD = {"question": "Who dumped the dye?", "made_at": MADE_AT, "version": "0.0.test"}
DRAFT = Draft(
    (DraftSentence(
        (
            DraftBit("The Courier reported: "), DraftBit("“forty barrels of dye were dumped”", "c1"),
            DraftBit(", according to Pryce."),
        ),
        ("c1",), ("c3",),
    ),), "llm small-model", (),
)
TIE = Tie(
    "s-mayor", "s-plant", "Mayor Ilse Tarn", "Saltmere reservoir", "ACCUSE", -1, "hostile in words", False,
    (TieSaid("c1", "courier", "", None, "", (), "reports", "", (), "accused", False, False),), (), None, None,
)


class Page(HTMLParser):
    """Text by the id of the element that holds it, ids, headings, links, and raised numbers by the element they are in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.ids: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.links: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag == "a" and (told.get("href") or "").startswith("#"):
            self.links.append(str(told["href"])[1:])
        if tag in ("h1", "h2", "h3", "h4", "h5"):
            self.headings.append((int(tag[1]), ""))
        if tag not in VOID:
            self._open.append((tag, told.get("id") or ""))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag in ("style", "script") for tag, _ in self._open):
            return
        for _, id_ in [*self._open, ("", "")]:
            if id_ or not _:
                self.texts[id_] = self.texts.get(id_, "") + data
        if any(tag in ("h1", "h2", "h3", "h4", "h5") for tag, _ in self._open):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)


def squeeze(text: str) -> str:
    """Letters and figures alone: marks of quotation, spaces and raised numbers are set in each format's own way."""
    return re.sub(r"[\W_]+", "", text).casefold()


def say(words: Words) -> str:
    return squeeze("".join(run.text for run in words))


def say_apart(words: Words) -> list[str]:
    return [squeeze(word) for run in words for word in run.text.split() if squeeze(word)]


def find_sayings(blocks: tuple, within: str = "") -> Iterator[tuple[str, Words]]:
    """What a model says, block by block, each with the section of the page that holds it."""
    for block in blocks:
        if isinstance(block, Section):
            name = block.anchor if block.level == 1 or block.anchor in OWN else within
            yield from find_sayings(block.blocks, name)
        else:
            yield from ((within, words) for words in find_words(block) if any(run.text.strip() for run in words))


@pytest.fixture
def full(case: Tables) -> Tables:
    """The affair of Saltmere, weighed, with a day on which each side was told first."""
    rows = {name: case.named(name) for name in case.names()}
    rows["tallies"] = [
        dataclasses.replace(row, first_seen="2031-03-05", first_document_id=case.named("documents")[0].id)
        for row in case.named("tallies")
    ]
    return add_weighing(Tables(rows))


def model_of(case: Tables, **more) -> Brief:
    return make_model(case, **TOLD, ties=[TIE], draft=DRAFT, **more)


def page_of(case: Tables, **more) -> Page:
    return Page(make_brief(case, **TOLD, ties=[TIE], draft=DRAFT, **more))


def test_every_heading_stands_in_every_format(full: Tables) -> None:
    brief = model_of(full)
    titles = [block.title for block in walk(brief.sections) if isinstance(block, Section)]
    assert len(titles) > 20
    page = page_of(full)
    headings = {squeeze(words) for _, words in page.headings}
    markdown = read_markdown(brief)
    word = {squeeze(paragraph.text) for paragraph in docx.Document(io.BytesIO(to_docx(brief))).paragraphs}
    for title in titles:
        bare = squeeze(re.sub(r"^\d+\. ", "", title))
        assert any(bare in heading for heading in headings), title
        assert squeeze(title) in word, title
        assert squeeze(title) in markdown, title


def test_every_sentence_stands_in_every_format(full: Tables) -> None:
    brief, page = model_of(full), page_of(full)
    markdown = read_markdown(brief)
    document = docx.Document(io.BytesIO(to_docx(brief)))
    word = squeeze("".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t")))
    n = 0
    for within, words in find_sayings(brief.sections):
        if within in OWN:
            held = squeeze(page.texts[within])
            assert all(part in held for part in say_apart(words)), (within, words)
        elif within != "claims":
            assert say(words) in without_notes(page, within), (within, words)
        assert say(words) in markdown, words
        assert say(words) in word, words
        n += 1
    assert n > 60


def read_markdown(brief: Brief) -> str:
    page = MarkdownIt("commonmark").enable("table").render(to_markdown(brief))
    return squeeze(html.unescape(re.sub(r"<[^>]*>", "", page)))


def without_notes(page: Page, within: str) -> str:
    """A section's letters; raised numbers are read with their names, `passage 12`."""
    return squeeze(re.sub(r"passage \d+,?|what it rests on|↓", "", page.texts[within]))


def test_every_telling_is_there_with_its_words(full: Tables) -> None:
    page = page_of(full)
    held = squeeze(page.texts["claims"])
    for claim in full.named("claims"):
        assert f"claim-{claim.id}" in page.ids
        assert squeeze(clean_line(claim.text)) in held


def test_raised_numbers_lead_to_passages_and_those_to_claims(full: Tables) -> None:
    page = page_of(full)
    notes = [id_ for id_ in page.ids if id_.startswith("note-")]
    assert notes == [f"note-{n}" for n in range(1, len(notes) + 1)]
    assert set(notes) == {link for link in page.links if link.startswith("note-")}
    assert "the claim and its chain" in page.texts["note-1"] and "characters" in page.texts["note-1"]


def test_what_a_sentence_rests_on_is_named_beside_it(full: Tables) -> None:
    """Every sentence of a section without a form of its own has the numbers of its passages, or a way to its rows."""
    page = make_brief(full, **TOLD)
    bottom = page[page.index('id="bottom-line"') : page.index('id="question"')]
    sentences = re.findall(r'<(?:p|li) class="statement[^>]*>(.*?)</(?:p|li)>', bottom, re.DOTALL)
    assert len(sentences) >= 6
    for sentence in sentences:
        assert 'class="ref"' in sentence or 'class="ground"' in sentence, sentence


@pytest.mark.parametrize("change", [
    lambda case: case, add_weighing, add_odd_names, lambda case: add_odd_names(add_weighing(case)), lambda _: Tables(),
    lambda case: add_claims(case, 2600),
], ids=["plain", "weighed", "odd names", "both", "empty", "more than are shown"])
def test_links_lead_somewhere_and_ids_are_one_each(case: Tables, change) -> None:
    page = Page(make_brief(change(case), **TOLD))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) <= set(page.ids) | {"top"}


def test_a_page_of_many_claims_is_bounded_and_counts_the_rest(case: Tables) -> None:
    text = make_brief(add_claims(case, 2 * SCREEN.claims), **TOLD)
    page = Page(text)
    in_full = sum(id_.startswith("claim-") for id_ in page.ids)
    assert SCREEN.claims < in_full < SCREEN.claims + 9
    rest = f"{2 * SCREEN.claims + 9 - in_full:,} more claims aren’t shown here; sayso claims CASE lists them all."
    assert rest in page.texts["claims"]
    assert len(text.encode()) < 6_000_000


def test_headings_nest(full: Tables) -> None:
    levels = [level for level, _ in page_of(full).headings]
    assert levels[:2] == [1, 2] and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_draft_is_called_one_and_has_what_speaks_against_it_beside(full: Tables) -> None:
    page = page_of(full)
    told = page.texts["draft"]
    assert "Drafted by llm small-model, out of the claims below; nothing of it is a person’s judgement." in told
    assert "The Courier reported: “forty barrels of dye were dumped”, according to Pryce." in told
    assert "Against it" in told and "any dye was dumped" in told
    text = make_brief(full, **TOLD, draft=DRAFT)
    draft = text[text.index('id="draft"') : text.index('id="question"')]
    assert {"claim-c1", "claim-c3"} <= set(re.findall(r'href="#([^"]*)"', draft))
    assert text.index('id="bottom-line"') < text.index('id="draft"')


GONE = DraftSentence((DraftBit("Gone."),), ("gone",), ())


@pytest.mark.parametrize("draft", [Draft((), "llm x", ()), Draft((GONE,), "llm x", ())])
def test_a_draft_of_nothing_says_so(full: Tables, draft: Draft) -> None:
    told = Page(make_brief(full, **TOLD, draft=draft)).texts["draft"]
    assert "nothing of what came back could be used" in told
    assert "Gone." not in told


def test_names_are_masked_in_page_draft_and_ties(full: Tables) -> None:
    mask = {"s-mayor": "Person 1", "s-pryce": "Person 2"}
    page = make_brief(full, **TOLD, mask=mask, ties=[TIE], draft=DRAFT)
    for name in ("Tarn", "Ilse", "Pryce", "Anwen"):
        assert name.casefold() not in page.replace('s-pryce', '').casefold(), name
    assert "according to Person 2." in page
    assert "Names are masked in this brief." in page


def test_names_of_every_script_and_with_markup_stay_words(case: Tables) -> None:
    page = make_brief(add_odd_names(add_weighing(case)), question=f"<b>{ODD_NAME}", made_at=MADE_AT, version="0")
    words = Page(page).texts[""]
    for name in (ODD_NAME, ARABIC, HEBREW, EMOJI):
        assert name in words, name
    assert f"<bdi>&lt;b&gt;{ODD_NAME[:1]}" in page
    assert 'href="javascript' not in page and "<b onmouse" not in page


def test_passages_of_rows_have_numbers(full: Tables) -> None:
    brief = model_of(full)
    rows = [row for block in walk(brief.sections) if isinstance(block, Table) for row in block.rows if number_of(row.passages)]
    page = make_brief(full, **TOLD, ties=[TIE], draft=DRAFT)
    assert rows
    assert len(re.findall(r'<th scope="row">(?:(?!</th>).)*class="ref"', page, re.DOTALL)) >= len(rows) - 2


def test_pictures_stand_once_each_with_their_words(full: Tables) -> None:
    page = make_brief(full, **TOLD, ties=[TIE])
    for kind in ("matrix", "timeline", "sources", "network", "stemma"):
        assert f"pic-{kind}" in page, kind
    names = re.findall(r'<desc id="([^"]+)">', page)
    assert len(names) == len(set(names))
    assert ".pic .f-accent" in page and "stemma-cut rect" not in page


def test_statements_of_the_model_are_counted_once(full: Tables) -> None:
    """A guard on this file: the walk above reaches every statement there is."""
    brief = model_of(full)
    walked = [words for _, words in find_sayings(brief.sections)]
    assert all(block.words in walked for block in walk(brief.sections) if isinstance(block, Statement))
