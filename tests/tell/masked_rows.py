"""A case with a name wherever a case can hold one: texts, titles, paths, addresses, headers, rulings, reasons, questions."""

from __future__ import annotations

import dataclasses

from sayso.schema import (
    Caution,
    Cell,
    Claim,
    Document,
    Hop,
    Hypothesis,
    Identity,
    Judgement,
    Lead,
    Problem,
    Referent,
    Ruling,
    Silence,
    Source,
    Tables,
)
from tell.brief_rows import add_weighing

HIDDEN = "\u200b"


def write_ways(given: str, family: str) -> list[str]:
    """Sentences and headers that write one name in every way that is to be found."""
    broken = f"{family[:2]}-\n{family[2:]}"
    slug = f"{given}-{family}".lower()
    return [
        f"From: {given} {family} <{given[0].lower()}.{family.lower()}@saltmere.example>",
        f"Dear {given},", f"said {family}.", f"{family}'s boat was seen.", f"{family}’s boat was seen.", f"the {family}s left",
        f"{given.upper()} {family.upper()}, 41,", f"{given.lower()} {family.lower()} posted",
        f"{given[0]}. {family} signed it.",
        f"{family}, {given} (witness)", f"{family}, {given[0]}. is listed", f"signed {given[0]}.{family[0]}.",
        f"by {broken} on Monday",
        f"{given}\n{family} left", f"{given} “Duck” {family}", f"{given} B. {family}", f"{family[:2]}{HIDDEN}{family[2:]} again",
        f"https://saltmere.example/people/{slug}", f"https://saltmere.example/{given}%20{family}.html", f"@{given}{family}".lower(),
        f"see {given}_{family}.pdf", f"{given}{family} wrote", f"anti-{family} posters",
    ]


def add_name(tables: Tables, given: str, family: str) -> Tables:
    """The same case where somebody of this name speaks, is asked, rules, and stands in every free text."""
    name = f"{given} {family}"
    text = "\n".join([f"{name} said the sluice was opened. ", *(f"{way} " for way in write_ways(given, family))])
    start = text.index("the sluice was opened")
    document = Document(
        "priv", "9" * 64, f"/home/{given.lower()}/{family}_statement.txt", "text/plain", len(text), text, f"What {name} saw",
        (name,), None, "2031-03-09", "en", f"https://saltmere.example/{family.lower()}", f"from {name}", (f"title: by {name}",),
        "test",
    )
    tables.add("documents", [document])
    tables.add("referents", [
        Referent("r-priv", "priv", name, "person", True, True, (family,), None, (), ((0, len(name)),), None, None, "test"),
    ])
    tables.add("sources", [
        Source("s-priv", name, "person", True, True, (family,), None, None),
        Source("s-kin", f"{name}'s house", "place", True, False, (), None, None),
    ])
    tables.add("identities", [Identity("r-priv", "s-priv", 1.0, f"the name {name}")])
    claim = next(row for row in tables.take(Claim) if row.id == "c3")
    words = "the sluice was opened"
    tables.add("claims", [dataclasses.replace(
        claim, id="c-priv", document_id="priv", spans=((start, start + len(words)),), text=words, standalone=f"{words}, {name}",
        passage_start=0, passage_end=len(text), polarity_spans=(), stance_spans=(), polarity="affirmed", stance="reports",
        actors=("r-priv",), why_stance=f"as {family} tells it",
    )])
    end = len(name)
    tables.add("hops", [
        Hop("c-priv", 0, "priv", "r-teller-priv", f"What {name} saw", "teller", (), (), "teller"),
        Hop("c-priv", 1, "priv", "r-priv", name, "person", ((0, end),), ((end + 1, end + 5),), "attribution"),
    ])
    tables.add("leads", [Lead("l-priv", "s-priv", name, "person", 1, 1, f"https://x.example/{family}", f"only {family} saw it")])
    tables.add("silences", [Silence("si-priv", "priv", "s-priv", name, ((0, end),), "declined", (), f"{family} was asked")])
    tables.add("problems", [Problem("p-priv", f"{family}.pdf", f"{name}'s scan is dim", f"ask {given.upper()}", False, "test")])
    add_weighing(tables)
    tables.add("hypotheses", [Hypothesis("H2", 2, f"{family} opened it", False)])
    tables.add("cells", [Cell(
        "H2", "g-dye", "affirmed", "neutral", None, 0.0, ((name, "neutral"),), 0.0, f"{name} ruled it so", "confirmed",
    )])
    tables.add("cautions", [Caution("ca-priv", "rests on one line", "H2", f"all of it rests on {name}")])
    tables.add("judgements", [Judgement(
        8, "H2", name, "2031-03-07T08:00:00+00:00", "likely", 0.55, 0.8, "low", (f"{family} was there",), (f"{given} is well",),
        (f"{family}’s neighbour",), (f"a letter of {name}",), f"{family} said so", True,
    )])
    tables.add("rulings", [Ruling(
        9, "2031-05-01T10:00:00+00:00", name, "grade", "source", ("s-priv",),
        (f'{{"about": "source", "name": "{name}", "members": []}}',), "B", f"{family} is known to us", None, "test",
    )])
    return tables
