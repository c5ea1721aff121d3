"""The brief in a real browser: permalinks, keys, phone, paper, and a document that means harm."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pypdfium2
import pytest

from sayso.tell import make_brief
from tell.rows import make_case
from web.browser import ask_page, dump_page, run_browser

PRESS = "const press = key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    html = make_brief(make_case(), question="Who dumped the dye?", made_at="2031-03-08T09:30:00+00:00", version="0.0.test")
    path.write_text(html, "utf8")
    return path


def open_tag(dom: str, id_: str) -> str:
    found = re.search(rf'<[a-z]+ [^>]*id="{re.escape(id_)}"[^>]*>', dom)
    assert found, id_
    return found.group()


def test_everything_is_folded_at_first(page: Path) -> None:
    dom = dump_page(page)
    assert " open" not in open_tag(dom, "group-g-shut")
    assert " open" not in open_tag(dom, "claim-c4")


def test_the_page_policy_lets_its_own_script_run(page: Path) -> None:
    assert "hidden" not in re.search(r'<form class="filter"[^>]*>', dump_page(page)).group()  # type: ignore[union-attr]


def test_a_permalink_opens_the_claim_and_what_folds_it_in(page: Path) -> None:
    dom = dump_page(page, hash_="#claim-c4")
    assert " open" in open_tag(dom, "group-g-shut")
    assert " open" in open_tag(dom, "claim-c4")
    assert " open" not in open_tag(dom, "claim-c5")


@pytest.mark.parametrize("hash_", ["#group-g-pump", "#source-s-report", "#document-weir", "#claim-c9"])
def test_every_kind_of_permalink_is_seen(page: Path, hash_: str) -> None:
    seen = ask_page(page, "return document.querySelector(location.hash).checkVisibility();", hash_=hash_)
    assert seen == "true"


def test_a_hostile_document_does_nothing(page: Path) -> None:
    dom = dump_page(page)
    assert dom.count("<script") == 1
    assert not re.search(r"<img|<b onmouseover", dom)
    assert 'href="javascript:' not in dom
    assert "[U+202E]" in dom and "\u202e" not in dom


def test_j_and_k_walk_through_what_is_visible(page: Path) -> None:
    walk = "const at = []; for (const key of 'jjkj') { press(key); at.push(document.activeElement.closest('[data-stop]').id); }"
    assert ask_page(page, f"{PRESS}{walk} return at.join(' ');") == "dispute-d1 claim-c1 dispute-d1 claim-c1"


def test_o_opens_what_the_focus_is_on(page: Path) -> None:
    script = "press('j'); press('j'); press('o'); return document.getElementById('claim-c1').open;"
    assert ask_page(page, PRESS + script) == "true"


def test_slash_goes_to_the_filter_and_the_question_mark_shows_the_keys(page: Path) -> None:
    script = "press('/'); const at = document.activeElement.id; document.activeElement.blur(); press('?');"
    assert ask_page(page, f"{PRESS}{script} return at + ' ' + document.getElementById('keys').open;") == "filter true"


def test_the_filter_hides_what_lacks_its_words(page: Path) -> None:
    script = (
        "const filter = document.getElementById('filter'); filter.value = 'Pryce inquiry'; const sift = setTimeout;"
        "window.setTimeout = act => act(); filter.dispatchEvent(new Event('input')); window.setTimeout = sift;"
        "const shown = id => document.getElementById(id).checkVisibility();"
        "return [shown('dispute-d2'), shown('group-g-shut'), shown('dispute-d1'), shown('document-weir')].join(' ')"
    )
    assert ask_page(page, script) == "true false false false"


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_scrolls_sideways(page: Path, width: int) -> None:
    script = "document.querySelectorAll('details').forEach(node => { node.open = true; });"
    measured = ask_page(page, f"{script} return innerWidth + ' ' + document.documentElement.scrollWidth;", width=width)
    inner, scroll = map(int, measured.split())
    assert inner == width
    assert scroll <= inner


def test_headings_are_in_order_and_ids_are_unique(page: Path) -> None:
    script = "return [...document.querySelectorAll('h1,h2,h3,h4')].map(node => node.tagName[1]).join('');"
    levels = [int(level) for level in ask_page(page, script)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    script = "const ids = [...document.querySelectorAll('[id]')].map(node => node.id);"
    assert ask_page(page, f"{script} return ids.length - new Set(ids).size;") == "0"


def test_every_link_within_the_page_leads_somewhere(page: Path) -> None:
    script = (
        "return [...document.querySelectorAll('a[href^=\"#\"]')].map(node => node.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id)).join(' ');"
    )
    assert ask_page(page, script) == ""


def test_paper_shows_what_is_folded_on_screen(page: Path, tmp_path: Path) -> None:
    paper = tmp_path / "brief.pdf"
    run_browser(page, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    pdf = pypdfium2.PdfDocument(paper)
    words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    pdf.close()
    assert "Residents queued for bottled water" in words          # a passage, folded twice on screen
    assert "https://board.example/report.pdf" in words            # an address
    assert "Filter" not in words


def test_a_screenshot_is_more_than_white(page: Path, tmp_path: Path) -> None:
    shot = tmp_path / "brief.png"
    run_browser(page, f"--screenshot={shot}")
    assert shot.stat().st_size > 20_000
