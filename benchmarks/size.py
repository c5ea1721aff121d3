"""Measure what a user downloads and what it takes on disk: the wheel with all that it needs, in a fresh environment.

    python benchmarks/size.py [--top 12]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MB = 1_000_000


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder but compiled bytecode, which Python makes as it goes."""
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc")


def measure_download(folder: Path) -> Counter[str]:
    """Bytes of each wheel that an installation fetches, and of sayso's own."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(folder), str(ROOT)], check=True)
    subprocess.run([*pip, "download", "-d", str(folder), str(ROOT)], check=True)
    return Counter({path.name: size_of(path) for path in folder.iterdir() if path.suffix == ".whl"})


def measure_disk(folder: Path, wheels: Path) -> Counter[str]:
    """Bytes of each folder that an installation puts on disk, under the name it has there."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    found = ["--no-index", "--find-links", str(wheels)]
    subprocess.run([*pip, "install", "--no-compile", "--target", str(folder), *found, "sayso"], check=True)
    return Counter({path.name: size_of(path) for path in folder.iterdir()})


def tell(what: str, sizes: Counter[str], *, top: int) -> None:
    """Print the sum and the largest."""
    print(f"{what}: {sizes.total() / MB:.0f} MB in {len(sizes)} pieces")
    for name, size in sizes.most_common(top):
        print(f"  {size / MB:6.1f} MB  {name}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--top", type=int, default=12, help="how many of the largest to name")
    top: int = parser.parse_args().top
    print(f"{time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as wheels, tempfile.TemporaryDirectory() as target:
        tell("to download", measure_download(Path(wheels)), top=top)
        tell("on disk", measure_disk(Path(target), Path(wheels)), top=top)


if __name__ == "__main__":
    main()
