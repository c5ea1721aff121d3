"""Measure how fast containers are opened, as a multiple of the bare library, and that memory stays flat.

    python benchmarks/containers.py [--full] [KIND...]

Makes a folder, a ZIP, a TAR, a packed TAR, a WARC, a CSV and a JSONL of 200 MB of text each (2 GB with `--full`) in a temporary
folder, one after the other, and one of a tenth of that size. A process of its own opens each, takes every byte, and tells its
CPU seconds and the most memory it ever held. The bare library does the same work and no more: `zipfile`, `tarfile`, `fastwarc`
with its own unpacking, `csv`, `json`, `os.walk`. Imports are done before the clock starts. The ratio is of the median CPU times
of three runs, taken in turn. Of a folder only the listing is measured, told as if its bytes had been read.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib
import io
import json
import random
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

DOCUMENT_BYTES = 20_000  # a long article with its markup
SIZE, FULL_SIZE = 200_000_000, 2_000_000_000
ROUNDS = 3
STARTS, MIDDLES, ENDS = ("har", "bri", "min", "tol", "ve", "sul"), ("bo", "dg", "ist", "l", "ra", "ton"), ("ur", "e", "ry", "s")
WORDS = [start + middle + end for start in STARTS for middle in MIDDLES for end in ENDS]


def make_documents(n_bytes: int) -> Iterator[tuple[str, str]]:
    """Make texts of invented words, until they have so many bytes; packed they have about a third."""
    pick = random.Random(1)
    for number in range(n_bytes // DOCUMENT_BYTES):
        words = pick.choices(WORDS, k=DOCUMENT_BYTES // 6)
        yield f"{number // 1000:04}/{number:07}", " ".join(words)[:DOCUMENT_BYTES]


def make_folder(path: Path, n_bytes: int) -> None:
    for name, text in make_documents(n_bytes):
        (path / f"{name}.txt").parent.mkdir(parents=True, exist_ok=True)
        (path / f"{name}.txt").write_text(text)


def make_zip(path: Path, n_bytes: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in make_documents(n_bytes):
            archive.writestr(f"{name}.txt", text)


def make_tar(path: Path, n_bytes: int) -> None:
    with tarfile.open(path, "w:gz", compresslevel=1) if path.name.endswith("z") else tarfile.open(path, "w") as archive:
        for name, text in make_documents(n_bytes):
            info = tarfile.TarInfo(f"{name}.txt")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))


def make_warc(path: Path, n_bytes: int) -> None:
    with path.open("wb") as file:
        for name, text in make_documents(n_bytes):
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>" + text.encode()
            head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://velm.example/{name}\r\n"
            told = "WARC-Date: 2024-03-05T06:07:08Z\r\nContent-Type: application/http; msgtype=response\r\n"
            told += f"Content-Length: {len(body)}\r\n\r\n"
            file.write(gzip.compress((head + told).encode() + body + b"\r\n\r\n", 1))


def make_csv(path: Path, n_bytes: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "text", "date"])
        for name, text in make_documents(n_bytes):
            writer.writerow([name, text[:50], f"{text[:100]}, \"and\"\n{text[100:]}", "2024-03-05"])


def make_jsonl(path: Path, n_bytes: int) -> None:
    with path.open("w") as file:
        for name, text in make_documents(n_bytes):
            file.write(json.dumps({"id": name, "title": text[:50], "text": text, "date": "2024-03-05"}) + "\n")


def read_folder_bare(path: Path) -> int:
    import os  # noqa: PLC0415

    return sum(len(files) for _, _, files in os.walk(path)) * DOCUMENT_BYTES


def read_zip_bare(path: Path) -> int:
    n = 0
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            with archive.open(info) as file:
                while chunk := file.read(1 << 16):
                    n += len(chunk)
    return n


def read_tar_bare(path: Path) -> int:
    n = 0
    with tarfile.open(path, "r|*" if path.name.endswith("z") else "r:") as archive:
        for info in archive:
            file = archive.extractfile(info)
            while file and (chunk := file.read(1 << 16)):
                n += len(chunk)
    return n


def read_warc_bare(path: Path) -> int:
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415

    n = 0
    for record in ArchiveIterator(str(path), fsspec_args=False):
        while record.reader and (chunk := record.reader.read(1 << 16)):
            n += len(chunk)
    return n


def read_csv_bare(path: Path) -> int:
    with path.open(newline="") as file:
        return sum(len(row[2].encode()) for row in csv.reader(file))


def read_jsonl_bare(path: Path) -> int:
    with path.open() as file:
        return sum(len(json.loads(line)["text"].encode()) for line in file)


def read_folder_sayso(path: Path) -> int:
    from sayso.acquire import find_items  # noqa: PLC0415

    return len(find_items([str(path)]).items) * DOCUMENT_BYTES


def read_sayso(path: Path) -> int:
    from sayso.acquire.acquire import load_unpacker  # noqa: PLC0415
    from sayso.acquire.media import find_media_type  # noqa: PLC0415
    from sayso.acquire.members import Member  # noqa: PLC0415

    with path.open("rb") as file:
        media_type = find_media_type(file.read(4096), path.name)
    unpack = load_unpacker(media_type or "")
    assert unpack is not None
    return sum(sum(map(len, got.chunks)) for got in unpack(path) if isinstance(got, Member))


Read = Callable[[Path], int]
KINDS: dict[str, tuple[str, Callable[[Path, int], None], Read, Read]] = {
    "folder": ("a", make_folder, read_folder_bare, read_folder_sayso),
    "zip": ("a.zip", make_zip, read_zip_bare, read_sayso),
    "tar": ("a.tar", make_tar, read_tar_bare, read_sayso),
    "tar.gz": ("a.tar.gz", make_tar, read_tar_bare, read_sayso),
    "warc.gz": ("a.warc.gz", make_warc, read_warc_bare, read_sayso),
    "csv": ("a.csv", make_csv, read_csv_bare, read_sayso),
    "jsonl": ("a.jsonl", make_jsonl, read_jsonl_bare, read_sayso),
}


def run(kind: str, how: str, path: Path) -> None:
    """Read one container in this process and print: bytes, CPU seconds, peak memory in MB."""
    _, _, bare, sayso = KINDS[kind]
    for module in ("acquire", "acquire.archives", "acquire.warc", "acquire.rows"):
        importlib.import_module(f"sayso.{module}")
    importlib.import_module("fastwarc.warc")
    start = time.process_time()
    n = (bare if how == "bare" else sayso)(path)
    print(n, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def measure(kind: str, how: str, path: Path) -> tuple[int, float, float]:
    """Do that in a process of its own."""
    command = [sys.executable, __file__, "--run", how, kind, str(path)]
    n, seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(n), float(seconds), float(memory)


def report(kind: str, size: int) -> None:
    """Make the two containers of one kind, read them, and print a line."""
    name, make, _, _ = KINDS[kind]
    memories = []
    with tempfile.TemporaryDirectory() as scratch:
        for part in (10, 1):
            path = Path(scratch) / str(part) / name
            path.parent.mkdir()
            make(path, size // part)
            if part == 10:
                memories.append(measure(kind, "sayso", path)[2])
        runs = [[measure(kind, how, path) for how in ("bare", "sayso")] for _ in range(ROUNDS)]
    bare, ours = (statistics.median(pair[i][1] for pair in runs) for i in (0, 1))
    memories.append(max(pair[1][2] for pair in runs))
    n_bare, n_ours = runs[0][0][0], runs[0][1][0]
    mb = n_ours / 1e6
    whole = "" if abs(n_bare - n_ours) < 100 else f"  (bytes differ: {n_bare} and {n_ours})"
    print(f"{kind:8} {mb / bare:8.0f} {mb / ours:8.0f} {ours / bare:6.2f} {memories[0]:8.0f} {memories[1]:8.0f}{whole}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=[], help=f"of {', '.join(KINDS)}; all when none is named")
    parser.add_argument("--full", action="store_true", help="2 GB of each instead of 200 MB")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        run(given.kinds[0], given.run, Path(given.kinds[1]))
        return
    print(f"{'':8} {'MB/s':>8} {'MB/s':>8} {'times':>6} {'MB held':>8} {'MB held':>8}")
    print(f"{'':8} {'bare':>8} {'sayso':>8} {'bare':>6} {'at 10 %':>8} {'at 100%':>8}")
    for kind in given.kinds or KINDS:
        report(kind, FULL_SIZE if given.full else SIZE)


if __name__ == "__main__":
    main()
