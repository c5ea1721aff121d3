"""What is fuzzed: each reader and unpacker by name, and how a fuzzer's bytes become a file for it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from fuzz.files import SAMPLES
from fuzz.reading import check_read, read_file
from sayso.acquire import media

MEDIA_TYPES = {
    "txt": media.PLAIN, "md": media.MARKDOWN, "html": media.HTML, "pdf": media.PDF, "docx": media.DOCX, "odt": media.ODT,
    "rtf": media.RTF, "epub": media.EPUB, "eml": media.MAIL, "mbox": media.MBOX, "csv": media.CSV, "jsonl": media.JSONL,
    "warc": media.WARC, "zip": media.ZIP, "tar": media.TAR,
}  # fmt: skip
"""Target and what its bytes are taken for."""
IN_PARTS = {"pdf", "docx", "odt", "epub"}
"""Targets whose first byte says which part of a valid file the others stand for; 0 for the whole."""
MOST_S = 5.0
SMALL_BYTES = 64_000  # a file of so many bytes that takes longer than `MOST_S` is a finding
SEEDS = Path(__file__).parent / "seeds"
"""Inputs by target: a folder each. What broke a reader once stays there."""


def make_file(target: str, given: bytes) -> bytes:
    """Give the file that a fuzzer's bytes stand for."""
    if target not in IN_PARTS or not given:
        return given
    sample = SAMPLES[target]
    names = list(sample.parts)
    number = given[0] % (len(names) + 1)
    return given[1:] if number == 0 else sample.pack({**sample.parts, names[number - 1]: given[1:]})


def list_inputs(target: str) -> Iterator[bytes]:
    """Give what a fuzzer begins with: a valid file, and each of its parts."""
    sample = SAMPLES[target]
    if target not in IN_PARTS:
        yield sample.make()
        return
    yield b"\0" + sample.make()
    for number, part in enumerate(sample.parts.values(), start=1):
        yield bytes([number]) + part


def run_target(target: str, given: bytes) -> str:
    """Read what bytes stand for; gives what is wrong with that, empty when nothing is.

    What is given is the same for inputs that break at the same place.
    """
    data = make_file(target, given)
    began = time.monotonic()
    try:
        check_read(read_file(SAMPLES[target].name, data, media_type=MEDIA_TYPES[target], deep=0))
    except Exception as error:
        return _tell(error)
    took = time.monotonic() - began
    return f"slow: over {MOST_S:.0f} s" if took > MOST_S and len(data) < SMALL_BYTES else ""


def _tell(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/sayso/" in frame.filename or "/fuzz/" in frame.filename]
    words = " ".join(str(error).split())[:80] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} {words} in {Path(ours[-1].filename).name}:{ours[-1].lineno}"
