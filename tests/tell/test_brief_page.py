"""The brief as text: what it shows, what it escapes, what it needs (nothing), how big it grows."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

import pytest

from sayso.schema import Claim, Hop, Tables
from sayso.tell import STANDING, make_brief
from sayso.tell.making import NO_QUESTION, show_time


def brief_of(case: Tables, question: str = "Who dumped the dye?") -> str:
    return make_brief(case, question=question, made_at="2031-03-08T09:30:00+00:00", version="0.0.test")


class Reader(HTMLParser):
    """Collects the text of a page, without its scripts and styles, and every attribute that could fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.fetches: list[str] = []
        self.styled: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            if name in ("src", "srcset", "data", "poster", "action") or (name == "href" and tag not in ("a", "use")):
                self.fetches.append(f"{tag} {name}={value}")
            if name == "style" or name.startswith("on"):
                self.styled.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.text.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def words_of(html: str) -> str:
    return " ".join("".join(read(html).text).split())


def test_what_a_reader_sees_first(case: Tables) -> None:
    words = words_of(brief_of(case))
    for told in (
        "Who dumped the dye?", STANDING, "2 problems", "1 file could not be read: what was not read.", "8 March 2031, 09:30 UTC",
        "3 statements are told by more than one document: 1 on independent lines, 1 on one and the same origin, 1 where "
        "independence isn’t established.",
    ):
        assert told in words


def test_sections_stand_in_order(case: Tables) -> None:
    ids = re.findall(r'<section class="part" id="([a-z-]+)"', brief_of(case))
    assert ids == [
        "bottom-line", "disputes", "reporting", "sources", "actors", "leads", "problems", "method", "claims", "documents",
        "passages",
    ]


def test_every_row_has_its_permalink(case: Tables) -> None:
    html = brief_of(case)
    wanted = [f"claim-{claim.id}" for claim in case.take(Claim)]
    wanted += [f"group-{group.id}" for group in case.named("groups")]
    wanted += [f"document-{document.id}" for document in case.named("documents")]
    wanted += [f"source-{source.id}" for source in case.named("sources") if source.is_source]
    for id_ in wanted:
        assert html.count(f'id="{id_}"') == 1, id_


def test_verdicts_are_words(case: Tables) -> None:
    words = words_of(brief_of(case))
    for verdict in ("independent", "same origin", "not established", "single telling", "all unnamed"):
        assert words.count(verdict) >= 2, verdict


def test_numbers_that_clash_stand_side_by_side(case: Tables) -> None:
    assert "40 barrels 65 barrels" in words_of(brief_of(case).replace("</a>", "</a> "))


def test_nothing_is_fetched_and_nothing_runs_but_our_script(case: Tables) -> None:
    html = brief_of(case)
    page = read(html)
    assert page.fetches == []
    assert page.styled == []
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)  # type: ignore[union-attr]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_documents_are_escaped(case: Tables) -> None:
    html = brief_of(case, question="<i>Who?</i>\u202e")
    assert html.count("<script") == 1
    for raw in ("<img", "<b onmouseover", "<i>Who", 'href="javascript:', "\u202e", "\x1b"):
        assert raw not in html, raw
    assert "[U+202E]" in html


def test_an_empty_question_and_an_empty_case() -> None:
    words = words_of(brief_of(Tables(), question=" "))
    assert NO_QUESTION in words
    assert "No claim is told by more than one document." in words


def test_order_of_rows_changes_nothing(case: Tables) -> None:
    turned = Tables({name: case.named(name)[::-1] for name in case.names()})
    assert brief_of(turned) == brief_of(case)


def test_nine_hundred_claims_stay_light(case: Tables) -> None:
    claim = next(claim for claim in case.take(Claim) if claim.id == "c1")
    hops = [hop for hop in case.take(Hop) if hop.claim_id == "c1"]
    for i in range(900):
        case.add("claims", [dataclasses.replace(claim, id=f"more-{i}")])
        case.add("hops", [dataclasses.replace(hop, claim_id=f"more-{i}") for hop in hops])
    assert len(brief_of(case)) < 3_000_000


@pytest.mark.parametrize(
    ("iso", "shown"),
    [("2031-03-08T09:30:00+00:00", "8 March 2031, 09:30 UTC"), ("2031-03-08T11:30:00+02:00", "8 March 2031, 09:30 UTC"),
     ("yesterday", "yesterday")],
)
def test_show_time(iso: str, shown: str) -> None:
    assert show_time(iso) == shown
