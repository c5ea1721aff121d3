"""Reading the brief: the bottom line first, notes that unfold in place, names for whoever listens, nothing in the console."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from sayso.schema import Tables
from sayso.tell import make_brief
from tell.brief_rows import ARABIC, EMOJI, HEBREW, MADE_AT, add_odd_names, add_weighing
from tell.rows import make_case
from tell.test_brief_content import DRAFT, TIE
from web.browser import ask_page, dump_page, run_browser

TOLD = {"question": "Who dumped the dye?", "made_at": MADE_AT, "version": "0.0.test"}
PAGES = {
    "weighed": lambda: make_brief(add_weighing(make_case()), **TOLD, ties=[TIE], draft=DRAFT),
    "odd names": lambda: make_brief(add_odd_names(add_weighing(make_case())), **TOLD),
    "no hypotheses": lambda: make_brief(make_case(), **TOLD),
    "nothing": lambda: make_brief(Tables(), **TOLD),
}


@pytest.fixture(scope="module", params=list(PAGES))
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory, request.param)


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory, "weighed")


def write(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    path.write_text(PAGES[name](), "utf8")
    return path


def test_the_console_stays_silent(page: Path) -> None:
    """What the policy forbids, and what fails in the script, is told there."""
    told = run_browser(page, "--dump-dom", "--enable-logging=stderr", "--v=0", is_log=True)
    assert [line for line in told.splitlines() if ":CONSOLE" in line] == []


def test_the_console_is_looked_at(weighed: Path) -> None:
    broken = weighed.with_name("broken.html")
    broken.write_text(weighed.read_text("utf8").replace("</h1>", '</h1><p style="color:red">x</p>'), "utf8")
    told = run_browser(broken, "--dump-dom", "--enable-logging=stderr", "--v=0", is_log=True)
    assert ":CONSOLE" in told and "Content Security Policy" in told


def test_the_bottom_line_is_the_first_thing_read(page: Path) -> None:
    script = (
        "const parts = [...document.querySelectorAll('main > section')];"
        "return parts[0].id + ' ' + (parts[0].getBoundingClientRect().top < innerHeight);"
    )
    assert ask_page(page, script) == "bottom-line true"


def test_a_judgement_stands_before_the_counts(weighed: Path) -> None:
    script = "return document.querySelector('#bottom-line .body > *').textContent;"
    assert ask_page(weighed, script).startswith("Ann Weir judges H1 The plant dumped the dye likely (55–80 %)")


def test_a_number_unfolds_its_passage_and_folds_it_again(weighed: Path) -> None:
    script = (
        "const ref = document.querySelector('#bottom-line .ref'); const at = location.hash; const told = [];"
        "for (let i = 0; i < 2; i += 1) { ref.click(); const here = document.querySelector('.here');"
        "told.push(ref.getAttribute('aria-expanded'), here ? here.querySelector('mark').textContent : 'none'); }"
        "return told.join('|') + '|' + (location.hash === at);"
    )
    told = ask_page(weighed, script).split("|")
    assert told[0] == "true" and len(told[1]) > 10
    assert told[2:] == ["false", "none", "true"]


def test_one_sentence_unfolds_one_passage_at_a_time(weighed: Path) -> None:
    script = (
        "const item = [...document.querySelectorAll('#bottom-line li')].find(li => li.querySelectorAll('.ref').length > 1);"
        "const refs = item.querySelectorAll('.ref'); refs[0].click(); refs[1].click();"
        "return item.querySelectorAll('.here').length + ' ' + [...refs].map(r => r.getAttribute('aria-expanded')).join(' ');"
    )
    assert ask_page(weighed, script).startswith("1 false true")


def test_ids_stay_one_each_when_passages_are_unfolded(weighed: Path) -> None:
    script = (
        "document.querySelectorAll('.ref').forEach(ref => ref.click());"
        "const ids = [...document.querySelectorAll('[id]')].map(node => node.id); return ids.length - new Set(ids).size;"
    )
    assert ask_page(weighed, script) == "0"


def test_without_the_script_a_number_is_a_link(weighed: Path) -> None:
    refs = re.findall(r'<a class="ref" href="#(note-\d+)">', weighed.read_text("utf8"))
    assert refs and all(f'id="{ref}"' in weighed.read_text("utf8") for ref in refs)


@pytest.mark.parametrize("width", [400, 768])
def test_no_page_scrolls_sideways(page: Path, width: int) -> None:
    script = (
        "document.querySelectorAll('details').forEach(node => { node.open = true; });"
        "document.querySelectorAll('.ref').forEach((ref, i) => { if (i % 2) ref.click(); });"
        "return innerWidth + ' ' + document.documentElement.scrollWidth;"
    )
    inner, scroll = map(int, ask_page(page, script, width=width).split())
    assert inner == width
    assert scroll <= inner


def test_everything_that_can_be_reached_has_a_name(page: Path) -> None:
    script = (
        "const named = node => (node.getAttribute('aria-label') || node.textContent || '').trim() || node.labels?.length"
        " || document.getElementById((node.getAttribute('aria-labelledby') || '').split(' ')[0]);"
        "const kinds = 'a, button, input, summary, [role], [tabindex=\"0\"], section[aria-labelledby]';"
        "const some = [...document.querySelectorAll(kinds)];"
        "return some.length + ' ' + some.filter(node => !named(node)).map(node => node.outerHTML.slice(0, 80)).join(' | ');"
    )
    n, _, nameless = ask_page(page, script).partition(" ")
    assert int(n) > 10
    assert nameless == ""


def test_labels_lead_to_what_labels(page: Path) -> None:
    script = (
        "const ids = [...document.querySelectorAll('[aria-labelledby], [aria-describedby]')].flatMap(node =>"
        "[node.getAttribute('aria-labelledby'), node.getAttribute('aria-describedby')].join(' ').split(/\\s+/).filter(Boolean));"
        "return ids.filter(id => !document.getElementById(id)).join(' ');"
    )
    assert ask_page(page, script) == ""


def test_landmarks_are_one_each(page: Path) -> None:
    script = "return ['main', 'nav', 'body > header', 'body > footer', 'h1'].map(s => document.querySelectorAll(s).length);"
    assert ask_page(page, script) == "1,1,1,1,1"


def test_headings_are_nested(page: Path) -> None:
    script = "return [...document.querySelectorAll('main h2, main h3, main h4, main h5')].map(node => node.tagName[1]).join('');"
    levels = [1, *map(int, ask_page(page, script))]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tab_goes_in_the_order_of_the_page(page: Path) -> None:
    script = "return [...document.querySelectorAll('[tabindex]')].filter(node => node.tabIndex > 0).length;"
    assert ask_page(page, script) == "0"


def test_names_of_every_script_are_shown_as_they_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    dom = dump_page(write(tmp_path_factory, "odd names"))
    for name in (ARABIC, HEBREW, EMOJI):
        assert name in dom
    assert dom.count("<script") == 1
    script = f"return [...document.querySelectorAll('bdi')].some(node => node.textContent.includes('{ARABIC}'));"
    assert ask_page(write(tmp_path_factory, "odd names"), script) == "true"
