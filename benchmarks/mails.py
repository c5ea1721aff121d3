"""How right mails are read: own words and quoted ones with their senders, what is cut, headers, attachments; speed and memory.

    python benchmarks/mails.py [open|held] [--wrong]
    python benchmarks/mails.py speed
    python benchmarks/mails.py mailbox [MEGABYTES]

The mails are written as real programs write them, with invented people (benchmarks/mails). `held` was made last and run once: own
21 of 21, quoted 12 of 14, out 9 of 12, headers and files 7 of 7. The faults that it showed are mended, so it is blind no more.

After each mail stands what is right: `own` words are in the flow and laid to nobody, `quoted` ones to a chain of senders,
`out` ones are out of the flow; title, author, date, file.
"""

from __future__ import annotations

import base64
import collections
import email
import email.policy
import quopri
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sayso.acquire.acquire import acquire_item
from sayso.acquire.listing.items import Item
from sayso.acquire.mail.mailbox import unpack_mbox
from sayso.acquire.mail.message import read_mail_file, unpack_attachments
from sayso.acquire.media import MAIL
from sayso.acquire.members import Member
from sayso.acquire.reading import Original
from sayso.engine import run_stage
from sayso.read import make_read_stage
from sayso.schema import Attribution, Cut, Document, Referent, Tables
from sayso.text.flow import Flow

FOLDER = Path(__file__).parent / "mails"
SETTINGS = re.compile(r"(\w+)=([\w-]+)")
ENCODED = re.compile(r"^@@(b64|qp) ([\w-]+)\n(.*?)\n@@$", re.DOTALL | re.MULTILINE)
REPEATS = 40  # of the whole set for speed: some 3,000 mails, several seconds


class Case(NamedTuple):
    """A mail and what is right of it."""

    name: str
    data: bytes
    wanted: list[tuple[str, str]]


def load_cases(name: str) -> Iterator[Case]:
    """Load the mails of one set."""
    for path in sorted(FOLDER.glob(f"{name}*.txt")):
        for entry in path.read_text(encoding="utf-8").split("\n=====\n"):
            head, _, rest = entry.strip("\n").partition("\n")
            raw, _, gold = rest.partition("\n-----\n")
            settings = dict(SETTINGS.findall(head))
            data = ENCODED.sub(_encode, raw).encode(settings.get("charset", "utf-8"))
            if settings.get("eol") == "crlf":
                data = data.replace(b"\n", b"\r\n")
            wanted = [(kind, words) for kind, _, words in (line.partition(" ") for line in gold.splitlines() if line.strip())]
            yield Case(head.removeprefix("# "), data, wanted)


def _encode(match: re.Match[str]) -> str:
    data = match[3].encode(match[2])
    return base64.encodebytes(data).decode().rstrip() if match[1] == "b64" else quopri.encodestring(data).decode()


# ------------------------------------------------------------------ right and wrong


def measure(name: str) -> tuple[dict[str, list[int]], list[str]]:
    """Right and all of each kind of thing wanted, and what was wrong."""
    counts: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    wrong = []
    stage = make_read_stage("rules")
    with tempfile.TemporaryDirectory() as folder:
        for case in load_cases(name):
            path = Path(folder) / "mail.eml"
            path.write_bytes(case.data)
            acquired = acquire_item(Item(str(path), path.name)).tables
            made = run_stage(stage, acquired)
            files = [member.name for member in unpack_attachments(path) if isinstance(member, Member)]
            for kind, words in case.wanted:
                got = look_at(kind, words, acquired, made, files)
                counts[kind][0] += got == ""
                counts[kind][1] += 1
                if got:
                    wrong.append(f"{case.name}: {kind} {words}\n    {got}")
    return counts, wrong


def look_at(kind: str, words: str, acquired: Tables, made: Tables, files: list[str]) -> str:
    """Say what is wrong; empty when it is as wanted."""
    doc = acquired.take(Document)[0]
    simple = {"title": doc.title or "", "author": "; ".join(doc.authors), "date": doc.published or ""}
    if kind in simple:
        return "" if simple[kind] == words else simple[kind] or "none"
    if kind == "file":
        return "" if words in files else str(files)
    flow = Flow(doc.text, acquired.take(Cut))
    chain, bar, said = words.partition(" | ")
    said = said if bar else words
    at = flow.text.find(said)
    if kind == "out":
        return "" if at < 0 and said in doc.text else ("it is in the flow" if at >= 0 else "it is not in the text")
    if at < 0:
        return "it is not in the flow"
    if kind == "own":
        chain = "-"
    got = name_chain(flow.to_canonical(at, at + len(said))[0][0], made)
    return "" if got == chain else got


def name_chain(place: int, made: Tables) -> str:
    """Senders to whom the setting of the mail lays a place, the outermost first."""
    names = {row.id: row.name for row in made.take(Referent)}
    rows = [
        row for row in made.take(Attribution)
        if row.kind in {"block_quote", "speaker_label"} and any(b <= place < e for b, e in row.content_spans)
    ]  # fmt: skip
    rows.sort(key=lambda row: -sum(e - b for b, e in row.content_spans))
    return " > ".join(names[row.referent_id] if row.referent_id else "nobody named" for row in rows) or "-"


# ------------------------------------------------------------------ speed and memory


def measure_speed() -> None:
    """Reading, against the standard library's parse of the same bytes with its headers and body taken."""
    mails = [case.data for name in ("open", "held") for case in load_cases(name)]
    size = sum(map(len, mails)) * REPEATS / 1e6

    def split_alone() -> None:
        for data in mails:
            email.message_from_bytes(data)

    def parse() -> None:
        for data in mails:
            message = email.message_from_bytes(data, policy=email.policy.default)
            for field in ("from", "to", "date", "subject", "message-id"):
                str(message[field])
            body = message.get_body(("plain", "html"))
            if body is not None:
                body.get_payload(decode=True)

    def read() -> None:
        for data in mails:
            read_mail_file(Original("a.eml", "a.eml", data, MAIL, {}))

    for what, work in (
        ("standard library, parts only", split_alone),
        ("standard library, headers and body", parse),
        ("sayso", read),
    ):
        work()
        start = time.process_time()
        for _ in range(REPEATS):
            work()
        took = time.process_time() - start
        print(f"{what}: {len(mails) * REPEATS / took:,.0f} mails a second, {size / took:.2f} MB/s")


def measure_mailbox(n_megabytes: int) -> None:
    """Unpack a mailbox made on the fly: megabytes a second, and how much memory at the most."""
    mails = [case.data.replace(b"\r\n", b"\n") for case in load_cases("open")]
    padding = b"\n".join(b"The gauge at the weir stood at %d centimetres." % n for n in range(400))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.mbox"
        n_written = 0
        with path.open("wb") as file:
            while file.tell() < n_megabytes * 1_000_000:
                data = mails[n_written % len(mails)]
                file.write(b"From - Mon May 03 17:22:01 2021\n" + data.rstrip(b"\n") + b"\n\n" + padding + b"\n\n")
                n_written += 1
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        n_found = n_bytes = 0
        for found in unpack_mbox(path):
            if isinstance(found, Member):
                n_found += 1
                n_bytes += sum(map(len, found.chunks))
        took = time.perf_counter() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        speed = n_bytes / 1e6 / took
        print(f"{n_found} of {n_written} mails, {n_bytes / 1e6:.0f} MB, {speed:.0f} MB/s, memory grew by {grown:.1f} MB")


def main(args: list[str]) -> None:
    """Run what is asked for."""
    if args[:1] == ["speed"]:
        measure_speed()
        return
    if args[:1] == ["mailbox"]:
        measure_mailbox(int(args[1]) if len(args) > 1 else 500)
        return
    name = args[0] if args and not args[0].startswith("-") else "open"
    counts, wrong = measure(name)
    for kind, (right, n) in counts.items():
        print(f"{kind}: {right} of {n}")
    if "--wrong" in args:
        print(*wrong, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
