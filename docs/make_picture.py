"""Make docs/images/brief.png: one dispute of the demo case's brief, as a browser shows it.

    python docs/make_picture.py

Needs Chromium, and Pillow, which `.[test]` brings along.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lxml import html
from PIL import Image, ImageChops

PICTURE = Path(__file__).parent / "images" / "brief.png"
SHOWN = "hanger cables"  # words in the headline of the dispute that is shown: the one the case is about
WIDTH, TALLEST = 1000, 4000  # CSS pixels; the picture is cut where the dispute ends
SCALE = 1.5  # sharp enough on a high-density screen, and half the size of a scale of 2
MARGIN = 24
COLOURS = 64  # text and two accents; the file is a quarter of the full-colour one


def write_dispute(brief: Path, page: Path) -> None:
    """Write a page that holds the brief's own style sheet and, of its disputes, the one shown."""
    tree = html.fromstring(brief.read_bytes())
    shown = next(one for one in tree.iter("article") if SHOWN in one.xpath("string(.//h3)"))
    for policy in tree.xpath("//meta[@http-equiv]"):
        policy.drop_tree()  # it allows the brief's script and nothing else; the page here needs neither
    body = tree.find("body")
    for child in list(body):
        if not child.xpath(".//symbol"):  # the verdicts' signs are drawn once and used by name
            body.remove(child)
    body.append(shown)
    body.set("style", f"padding: {MARGIN}px")
    page.write_bytes(html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>"))


def shoot(page: Path, picture: Path, *, browser: str) -> None:
    """Take the picture of a page and cut off what is empty at its right and below."""
    subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--force-device-scale-factor={SCALE}",
            f"--window-size={WIDTH},{TALLEST}",
            f"--screenshot={picture}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
    )
    with Image.open(picture) as taken:
        full = taken.convert("RGB")
    ground = Image.new("RGB", full.size, full.getpixel((full.width - 1, full.height - 1)))
    box = ImageChops.difference(full, ground).getbbox()
    if box is None:
        sys.exit("the page is empty")
    edge = int(MARGIN * SCALE)
    cut = full.crop((0, 0, min(full.width, box[2] + edge), min(full.height, box[3] + edge)))
    cut.quantize(COLOURS).save(picture, optimize=True)


def main() -> None:
    """Run the demo in a temporary folder and take the picture."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("there is no chromium and no google-chrome on the path")
    with tempfile.TemporaryDirectory() as folder:
        demo, page = Path(folder) / "demo", Path(folder) / "dispute.html"
        subprocess.run([sys.executable, "-m", "sayso.cli.main", "demo", "-o", str(demo)], check=True)
        write_dispute(demo / "brief.html", page)
        PICTURE.parent.mkdir(exist_ok=True)
        shoot(page, PICTURE, browser=browser)


if __name__ == "__main__":
    main()
