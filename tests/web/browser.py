"""Chromium without a window, for tests that look at a page as its reader does."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--virtual-time-budget=4000",
)


def run_browser(page: Path, *flags: str, hash_: str = "", is_log: bool = False) -> str:
    """Open a page of the disk and give what Chromium prints, or what it logs."""
    binary = next((found for name in NAMES if (found := shutil.which(name))), None)
    if binary is None:
        pytest.fail("no Chromium found; these tests look at pages in one: apt-get install chromium")
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [binary, *FLAGS, "--window-size=1280,900", f"--user-data-dir={profile}", *flags, f"{page.as_uri()}{hash_}"],
            capture_output=True, text=True, timeout=120, check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stderr if is_log else done.stdout


def dump_page(page: Path, *, hash_: str = "") -> str:
    """Open a page and give its DOM after its scripts ran."""
    return run_browser(page, "--dump-dom", hash_=hash_)


def ask_page(page: Path, script: str, *, hash_: str = "", width: int = 1280) -> str:
    """Open a copy of a page without its policy, run a script in it, and give the text that the script returns.

    The copy stands in a frame, since Chromium opens no window that is narrower than 500 pixels.
    """
    html = page.read_text("utf8")
    html, n = re.subn(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", html)
    assert n == 1
    asked = page.with_name("asked.html")
    run = f"<script>parent.postMessage(String((() => {{ {script} }})()), '*');</script></body>"
    asked.write_text(html.replace("</body>", run), "utf8")
    frame = page.with_name("frame.html")
    frame.write_text(
        "<script>onmessage = event => { document.documentElement.dataset.answer = event.data; };</script>"
        f'<iframe src="asked.html{hash_}" width="{width}" height="900" frameborder="0"></iframe>', "utf8",
    )
    found = re.search(r'data-answer="([^"]*)"', dump_page(frame))
    assert found, "the script did not answer"
    return found.group(1)
