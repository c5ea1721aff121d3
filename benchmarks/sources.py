"""Score who the sources of documents are taken for, against a labelled set.

    python benchmarks/sources.py [--reader NAME] [--errors] [--json]

`sources.csv` holds offsets and labels of source mentions in `../shared/cases` and in the built-in case: the place of the
fullest name or description that the document gives for whoever the mention means (itself, when it is that), the type,
the place of the body it speaks for, and how near an unnamed source says it stands to the event. Mentions are a sample of
those that the rule reader had found, so that nothing is said here of mentions never found. A third of the documents, chosen
by hash, is held out: nothing is to be chosen on it.

Figures:
    antecedent: the referent holds the labelled antecedent; a source met for the first time must not be put
        with another one before it. Also by class of mention.
    type: kind and name of the referent are those of the label.
    speaks_for: precision and recall over mentions, right when it is the labelled body.
    near: over unnamed sources.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sayso import demo
from sayso.case import Loss, read_paths
from sayso.config import Settings
from sayso.schema import Attribution, Document, Referent, Tables
from sayso.text.spans import overlap

HERE = Path(__file__).resolve().parent
CASES = HERE.parents[1] / "shared" / "cases"
PRONOUNS = {
    "he", "she", "they", "it", "who", "which", "that", "this", "these", "those", "him", "her", "them", "his", "their", "its",
}  # fmt: skip
Span = tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """One labelled mention, with the words that its class is told by."""

    case: str
    file: str
    sha256: str
    span: Span
    antecedent: Span
    type: str
    speaks_for: Span | None
    near: str

    @property
    def is_held_out(self) -> bool:
        """Whether its document is of the third that nothing is chosen on."""
        return int(hashlib.sha256(f"{self.case}/{self.file}".encode()).hexdigest(), 16) % 3 == 0


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What the reader made of a labelled mention; no referent when it found none there."""

    mention: Mention
    text: str
    referent: Referent | None
    body: Referent | None

    def words(self, span: Span | None = None) -> str:
        """The words at a span, of the mention itself if none is given."""
        start, end = span or self.mention.span
        return " ".join(self.text[start:end].split())


def load_mentions() -> list[Mention]:
    """The labelled set, in order of the file."""
    with (HERE / "sources.csv").open(encoding="utf-8", newline="") as file:
        return [_to_mention(row) for row in csv.DictReader(file)]


def _to_mention(row: dict[str, str]) -> Mention:
    def span(name: str) -> Span:
        return int(row[f"{name}start"]), int(row[f"{name}end"])

    body = span("speaks_for_") if row["speaks_for_start"] else None
    return Mention(
        row["case"], row["file"], row["sha256"], span(""), span("antecedent_"), row["type"], body, row["near"]
    )


def read_case(name: str, *, reader: str) -> dict[str, Tables]:
    """Read the documents of one of the cases that the set is drawn from; gives the rows of each by its file name."""
    with demo.open_docs() as docs:
        folder = docs if name == "demo" else CASES / name / "docs"
        readings = list(read_paths([str(folder)], settings=Settings(reader=reader)))
    return {Path(reading.path).name: reading.tables for reading in readings if not isinstance(reading, Loss)}


def find_all(mentions: Sequence[Mention], *, reader: str = "rules") -> list[Found]:
    """What the reader made of each mention; texts that are not those labelled raise."""
    read = {name: read_case(name, reader=reader) for name in dict.fromkeys(mention.case for mention in mentions)}
    return [_find(mention, read[mention.case][mention.file]) for mention in mentions]


def _find(mention: Mention, tables: Tables) -> Found:
    document = tables.take(Document)[0]
    if hashlib.sha256(document.text.encode()).hexdigest() != mention.sha256:
        raise SystemExit(f"{mention.case}/{mention.file}: the text is not the one that was labelled")
    referents = {referent.id: referent for referent in tables.take(Referent)}
    referent = referents.get(_pick_referent(mention.span, tables.take(Attribution)) or "")
    body = referents.get(referent.speaks_for_id or "") if referent is not None else None
    return Found(mention, document.text, referent, body)


def _pick_referent(span: Span, laid: Iterable[Attribution]) -> str | None:
    """Who the source that shares most characters with a mention is."""
    shared = [(overlap((span,), row.source_spans[:1]), row.referent_id) for row in laid if row.source_spans]
    return max(((n, who) for n, who in shared if n and who), default=(0, None), key=lambda pair: pair[0])[1]


# ---------------------------------------------------------------- scores


def find_class(found: Found) -> str:
    """Pronoun, name (it shares a capitalised word with its antecedent and has a name), document noun, or role."""
    words = found.words()
    if words.lower() in PRONOUNS:
        return "pronoun"
    capitals = [{w for w in text.split() if w[0].isupper()} for text in (words, found.words(found.mention.antecedent))]
    if found.mention.type in ("named person", "organisation") and capitals[0] & capitals[1] - {"The", "A", "An"}:
        return "name"
    return "document noun" if found.mention.type in ("document", "unnamed document", "dataset") else "role"


def name_type(referent: Referent) -> str:
    """A referent's kind and name as one of the labels."""
    if referent.kind in ("person", "official"):
        return "named person" if referent.is_named else f"unnamed {referent.kind}"
    if referent.kind == "document":
        return "document" if referent.is_named else "unnamed document"
    return "organisation" if referent.kind in ("place", "group") else referent.kind


def check_antecedents(found: Sequence[Found]) -> list[bool]:
    """For each mention whether its referent is the labelled one."""
    holds = [f.referent is not None and overlap((f.mention.antecedent,), f.referent.spans) > 0 for f in found]
    by_referent: dict[str, list[int]] = defaultdict(list)
    for i, f in enumerate(found):
        if holds[i] and f.referent is not None:
            by_referent[f.referent.id].append(i)
    right = list(holds)
    for places in by_referent.values():
        for i in places:
            before = [j for j in places if found[j].mention.span < found[i].mention.span]
            if _is_first(found[i]) and any(not _is_same(found[i], found[j]) for j in before):
                right[i] = False
    return right


def _is_first(found: Found) -> bool:
    return found.mention.antecedent == found.mention.span


def _is_same(one: Found, other: Found) -> bool:
    a, b = one.mention.antecedent, other.mention.antecedent
    names = {found.words(found.mention.antecedent).lower().removeprefix("the ") for found in (one, other)}
    return len(names) == 1 or overlap((a,), (b, other.mention.span)) > 0 or overlap((b,), (one.mention.span,)) > 0


def is_right_body(found: Found) -> bool:
    """Whether the body that the reader takes a source to speak for is the labelled one: one mention of it is enough."""
    wanted, body = found.mention.speaks_for, found.body
    if wanted is None or body is None:
        return False
    words = found.words(wanted).lower()
    called = {name.lower() for name in (body.name, *body.aliases)}
    return overlap((wanted,), body.spans) > 0 or any(words in name or name in words for name in called)


def score(found: Sequence[Found]) -> dict[str, Any]:
    """Figures of some mentions."""
    right = check_antecedents(found)
    by_class: dict[str, list[bool]] = defaultdict(list)
    for f, ok in zip(found, right, strict=True):
        by_class[find_class(f)].append(ok)
    back = [ok for f, ok in zip(found, right, strict=True) if not _is_first(f)]
    unnamed = [f for f in found if f.mention.near]
    given = [f for f in found if f.body is not None]
    wanted = [f for f in found if f.mention.speaks_for is not None]
    hits = sum(is_right_body(f) for f in given)
    return {
        "mentions": len(found),
        "antecedent": _share(right),
        "of those that look back": _share(back),
        **{f"  {name}": _share(by_class[name]) for name in ("pronoun", "role", "document noun", "name")},
        "type": _share([f.referent is not None and name_type(f.referent) == f.mention.type for f in found]),
        "speaks_for precision": (hits, len(given)),
        "speaks_for recall": (hits, len(wanted)),
        "near": _share([f.referent is not None and f.referent.near == f.mention.near for f in unnamed]),
    }


def _share(right: Sequence[bool]) -> tuple[int, int]:
    return sum(right), len(right)


def print_errors(found: Sequence[Found]) -> None:
    """Say of each mention of the open part what was taken wrongly."""
    for f, ok in zip(found, check_antecedents(found), strict=True):
        who, m = f.referent, f.mention
        said = []
        if not ok:
            said.append(f"antecedent {f.words(m.antecedent)!r}, got {who and who.name!r}")
        if who is None or name_type(who) != m.type:
            said.append(f"type {m.type}, got {who and name_type(who)}")
        if (m.speaks_for or f.body) and not is_right_body(f):
            said.append(f"speaks for {m.speaks_for and f.words(m.speaks_for)!r}, got {f.body and f.body.name!r}")
        if m.near and (who is None or who.near != m.near):
            said.append(f"near {m.near}, got {who and who.near}")
        if said:
            print(f"{m.case}/{m.file} {m.span[0]} [{f.words()}] {'; '.join(said)}")


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what is wrong in the open part")
    parser.add_argument("--reader", default="rules", help="which reader to score")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    args = parser.parse_args()
    found = find_all(load_mentions(), reader=args.reader)
    parts = {
        "open": [f for f in found if not f.mention.is_held_out],
        "held out": [f for f in found if f.mention.is_held_out],
        "all": found,
    }
    scores = {name: score(part) for name, part in parts.items()}
    if args.json:
        print(json.dumps(scores))
        return
    if args.errors:
        print_errors(parts["open"])
    print(f"{'':26}" + "".join(f"{name:>18}" for name in scores))
    for figure in scores["all"]:
        print(f"{figure:26}" + "".join(f"{_say(part[figure]):>18}" for part in scores.values()))


def _say(value: Any) -> str:
    if isinstance(value, tuple):
        n, of = value
        return f"{n / of:.3f} ({n}/{of})" if of else "- (0/0)"
    return str(value)


if __name__ == "__main__":
    main()
