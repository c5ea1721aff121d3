"""Small cases about who does what to whom, made of sentences: names in brackets are actors."""

from __future__ import annotations

import dataclasses
import re

from sayso.schema import Claim, Document, Group, Hop, Identity, Membership, Referent, Source, Tables, Tally

NAME = re.compile(r"\[([^\]]+)\]")


@dataclasses.dataclass(frozen=True)
class Told:
    """A sentence: `text` with actors in brackets; `by` says it (an actor, or the document itself)."""

    text: str
    by: str = ""
    doc: str = "d1"
    published: str | None = "2031-01-01"
    polarity: str = "affirmed"
    denied_by: str = ""  # a word before the sentence that denies it
    stance: str = "reports"
    is_quote: bool = False
    group: str = ""


def make_people(*told: Told, kinds: dict[str, str] | None = None, aliases: dict[str, tuple[str, ...]] | None = None) -> Tables:
    """A case of these sentences, one a document each unless they share `doc`; sources' ids are `s-NAME`."""
    tables, texts, dates = Tables(), {}, {}
    for one in told:
        texts[one.doc] = texts.get(one.doc, "") + _lead(one) + NAME.sub(r"\1", one.text) + "\n"
        dates[one.doc] = one.published
    for doc, text in texts.items():
        tables.add("documents", [Document(
            doc, "0" * 64, f"{doc}.txt", "text/plain", len(text), text, doc.upper(), (), None, dates[doc], "en", None, None, (),
            "test",
        )])
    names: dict[str, None] = {}
    for i, one in enumerate(told):
        _add(tables, one, i, texts[one.doc], names)
    tables.add("sources", [
        Source(f"s-{name}", name, (kinds or {}).get(name, "organisation"), True, True, (aliases or {}).get(name, ()), None, None)
        for name in names
    ])
    return tables


def _lead(one: Told) -> str:
    return f"{one.denied_by} " if one.denied_by else ""


def _add(tables: Tables, one: Told, i: int, text: str, names: dict[str, None]) -> None:
    plain = NAME.sub(r"\1", one.text)
    start = text.index(plain)
    span = ((start, start + len(plain)),)
    actors = []
    for name in NAME.findall(one.text):
        names[name] = None
        at = start + plain.index(name)
        actors.append(f"r-{i}-{name}")
        tables.add("referents", [Referent(
            actors[-1], one.doc, name, "organisation", True, False, (), None, (), ((at, at + len(name)),), None, None, "test",
        )])
        tables.add("identities", [Identity(actors[-1], f"s-{name}", 1.0, "the same words")])
    tables.add("hops", [Hop(f"c{i}", 0, one.doc, f"t-{i}", one.doc, "teller", (), (), "teller")])
    if one.by:
        names[one.by] = None
        tables.add("hops", [Hop(f"c{i}", 1, one.doc, f"r-{i}-by", one.by, "organisation", (), (), "attribution")])
        tables.add("referents", [Referent(
            f"r-{i}-by", one.doc, one.by, "organisation", True, True, (), None, (), (), None, None, "test",
        )])
        tables.add("identities", [Identity(f"r-{i}-by", f"s-{one.by}", 1.0, "the same words")])
    negating = ((start - len(_lead(one)), start - 1),) if one.denied_by else ()
    if " not " in plain:
        negating += ((start + plain.index(" not ") + 1, start + plain.index(" not ") + 4),)
    tables.add("claims", [Claim(
        f"c{i}", one.doc, f"p-{one.doc}", span, plain, plain, 0, len(text), None, one.is_quote, one.polarity, negating, "",
        one.stance, (), "", tuple(actors), (), "test",
    )])
    group = one.group or f"g{i}"
    tables.add("memberships", [Membership(f"c{i}", group, one.polarity, 1.0, "")])
    if group not in {row.id for row in tables.take(Group)}:
        tables.add("groups", [Group(group, plain, f"c{i}")])
    if (group, one.polarity) not in {(row.group_id, row.side) for row in tables.take(Tally)}:
        tables.add("tallies", [Tally(group, one.polarity, 1, 1, 1, 1, (), (), "single telling", False, (), "One.")])
