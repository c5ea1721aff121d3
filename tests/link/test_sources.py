"""Who is who over documents."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_rows import claim, document, hop, parts_of, referent

from sayso.engine import run_stage
from sayso.link.sources import SOURCES
from sayso.schema import Citation, Identity, Referent, Source, Tables


def link(*referents: Referent, **tables: object) -> Tables:
    return run_stage(SOURCES, Tables({"referents": referents, **tables}))  # type: ignore[dict-item]


def are_one(*referents: Referent, **tables: object) -> bool:
    return len(link(*referents, **tables).take(Source)) == 1


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        pytest.param("Álvaro Peñalba", "ALVARO PENALBA", "person", id="accents and capitals"),
        pytest.param("Councillor Ada Kell", "Ada Kell", "person", id="title"),
        pytest.param("Ada J. Kell", "Ada Kell", "person", id="middle initial"),
        pytest.param("Ada Kell", "Kell", "person", id="surname of the only one"),
        pytest.param("Danilo Ahmadu", "Ahamdu", "person", id="misspelt surname"),
        pytest.param("Verrano drug cartel", "Los Verrano", "organisation", id="class noun, foreign article"),
        pytest.param("Northern Harbour Police", "NHP", "organisation", id="initials"),
        pytest.param("Guerro Unido", "Guerros Unidos", "organisation", id="plural"),
        pytest.param("ISIL", "Daesh", "organisation", id="curated list"),
        pytest.param("U.S.", "United States", "place", id="curated country"),
        pytest.param("Ciudad Marena", "Marena", "place", id="city of"),
        pytest.param("Norland Observatory for Birds", "Norland Observatory", "organisation", id="head of the name"),
        pytest.param("Ardenmoor Bridge Office", "Bridge Office", "organisation", id="tail of the name"),
        pytest.param("Harbour Tribune", "Tribune", "organisation", id="telling last word"),
        pytest.param("U.S. Tide Survey", "USTS", "organisation", id="initials with a country in them"),
        pytest.param("United States Tide Survey", "U.S. Tide Survey", "organisation", id="a country cut short"),
        pytest.param("United Nations Weir Mission", "UN Weir Mission", "organisation", id="a union cut short"),
        pytest.param("Nicholas Thorburn", "Nick Thorburn", "person", id="short form of a given name"),
        pytest.param("A. Kell", "Ada Kell", "person", id="initial"),
        pytest.param("Norland President Kell", "Ada Kell", "person", id="office and surname"),
        pytest.param("Muhammad Sefrioui", "Mohammed Sefrioui", "person", id="other Latin letters"),
        pytest.param("Abdur Rahman Sefrioui", "Abdul Rahman Sefrioui", "person", id="article bent to the next letter"),
        pytest.param("Abu Talib al-Marun", "al-Marun", "person", id="surname with its article"),
        pytest.param("Anton Kell", "Anton Kells", "person", id="possessive without apostrophe"),
        pytest.param("General Kell", "Gen. Kell", "person", id="title and surname twice"),
    ],
)
def test_names_that_are_one(a: str, b: str, kind: str) -> None:
    assert are_one(referent("d1", a, kind), referent("d2", b, kind))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(("Ada Kell", "person"), ("Bruno Kell", "person"), id="one surname, two people"),
        pytest.param(("Verrano", "place"), ("Verrano cartel", "organisation"), id="a place and a body"),
        pytest.param(("Niger", "place"), ("Nigeria", "place"), id="one name inside another"),
        pytest.param(("Mexico", "place"), ("Mexico City", "place"), id="a country and its city"),
        pytest.param(("Chad", "place"), ("Lake Chad", "place"), id="a country and a lake"),
        pytest.param(("Norland Army", "organisation"), ("Free Norland Army", "organisation"), id="a word that makes another body"),
        pytest.param(("Syrian army", "organisation"), ("Old Syrian army", "organisation"), id="a whole name behind a word"),
        pytest.param(("Office", "organisation"), ("Bridge Office", "organisation"), id="a last word that tells nothing"),
        pytest.param(("Marun", "person"), ("Harbour Marun", "organisation"), id="a surname is no body"),
        pytest.param(("Abu Bakr al-Marun", "person"), ("Abu Omar al-Marun", "person"), id="Abu X and Abu Y"),
        pytest.param(("Christian Vogt", "person"), ("Christina Vogt", "person"), id="a woman's name"),
        pytest.param(("Kell", "person"), ("Kell", "person"), id="a surname alone"),
    ],
)
def test_names_that_are_two(a: tuple[str, str], b: tuple[str, str]) -> None:
    assert not are_one(referent("d1", *a), referent("d2", *b))


def test_a_surname_that_two_people_bear_joins_neither() -> None:
    rows = referent("d1", "Ada Kell"), referent("d2", "Bruno Kell"), referent("d3", "Kell")
    assert parts_of(link(*rows)) == {frozenset({row.id}) for row in rows}


def test_who_is_left_apart_for_his_surname_says_so() -> None:
    lone = referent("d3", "Kell")
    tables = link(referent("d1", "Ada Kell"), referent("d2", "Bruno Kell"), lone)
    (why,) = (i.why for i in tables.take(Identity) if i.referent_id == lone.id)
    assert why == "“Kell” may be Ada Kell, Bruno Kell: several bear the name, so it is joined with none"


def test_an_alias_that_is_another_bodys_name_or_an_adjective_joins_nothing() -> None:
    fund = referent("d1", "United Nations Tide Fund", "organisation", aliases=("United Nations", "Syrian"))
    others = referent("d2", "United Nations", "organisation"), referent("d3", "Syrian", "group")
    tables = link(fund, *others)
    assert len(tables.take(Source)) == 3
    assert all(source.aliases == () for source in tables.take(Source))


def test_a_description_names_somebody_in_its_document_only() -> None:
    a, b = (referent(d, name, aliases=("a senior aide",)) for d, name in (("d1", "Ada Kell"), ("d2", "Marta Roe")))
    sources = link(a, b).take(Source)
    assert sorted((s.name, s.aliases) for s in sources) == [("Ada Kell", ("a senior aide",)), ("Marta Roe", ("a senior aide",))]


def test_titles_are_kept_as_the_text_has_them() -> None:
    text = "Councillor Ada Kell spoke. Ms Kell left."
    row = referent("d1", "Ada Kell", aliases=("Kell",), spans=((11, 19), (30, 34)))
    (source,) = link(row, documents=[document("d1", text)]).take(Source)
    assert set(source.aliases) == {"Kell", "Councillor Ada Kell", "Ms Kell"}


def test_a_paper_that_speaks_of_itself_is_its_publisher() -> None:
    documents = [document("d1", publisher="Harbour Post"), document("d2", publisher="Marsh Post"), document("d3")]
    rows = [referent(d, "Post", "organisation") for d in ("d1", "d2", "d3")]
    sources = link(*rows, documents=documents).take(Source)
    assert sorted((s.name, s.aliases) for s in sources) == [("Harbour Post", ("Post",)), ("Marsh Post", ("Post",)), ("Post", ())]


def test_a_name_that_the_text_states_joins_over_documents() -> None:
    text = "The Lantern Brigade, also known as the Marsh Front, denied it."
    brigade = referent("d1", "Lantern Brigade", "organisation", spans=((4, 19),))
    assert are_one(brigade, referent("d2", "Marsh Front", "organisation"), documents=[document("d1", text)])


def test_a_code_name_is_the_only_one_behind_the_work_who_is_of_its_country() -> None:
    text = "It all goes back to XQ4, a Chilean clerk who wrote to Acme."
    mails = [described(d, "leaked Acme emails", "email", "Acme") for d in ("d1", "d2")]
    code = referent("d1", "XQ4", "other", spans=((20, 23),))
    clerk = referent("d2", "a Chilean clerk", "official", is_named=False, head="clerk", anchors=("Chilean",))
    hops = [hop("c1", 1, mails[0]), hop("c1", 2, code), hop("c2", 1, mails[1]), hop("c2", 2, clerk)]
    documents = [document("d1", text), document("d2")]
    assert parts_of(link(*mails, code, clerk, hops=hops, documents=documents)) == {
        frozenset(row.id for row in mails), frozenset({code.id, clerk.id})
    }
    second = referent("d2", "a Chilean guard", "official", is_named=False, head="guard", anchors=("Chilean",))
    hops += [hop("c3", 1, mails[1]), hop("c3", 2, second)]
    assert frozenset({code.id}) in parts_of(link(*mails, code, clerk, second, hops=hops, documents=documents))


def test_a_description_that_a_page_prints_twice_is_one_person() -> None:
    told = "Among other things the leaked mails of the port cite a Chilean clerk who left."
    text = f"{told}\n\n{told}"
    first, second = text.index("a Chilean"), text.rindex("who left")
    rows = [
        referent("d1", "a Chilean clerk", "official", id=f"r{at}", is_named=False, head="clerk", spans=((at, at + 3),))
        for at in (first, second)
    ]
    assert are_one(*rows, documents=[document("d1", text)])
    assert not are_one(*rows, documents=[document("d1", text.replace("port", "ship", 1))])


def test_a_body_goes_by_the_name_that_the_list_gives_first() -> None:
    rows = referent("d1", "Islamic State of Iraq and the Levant", "organisation"), referent("d2", "Islamic State", "organisation")
    (source,) = link(*rows).take(Source)
    assert source.name == "Islamic State"


def test_a_nickname_in_quotes_is_a_name() -> None:
    full = referent("d1", "Ramiro “El Zorro” Quint")
    rows = full, referent("d2", "El Zorro"), referent("d3", "Zorro"), referent("d4", "Ramiro Quint")
    tables = link(*rows)
    assert parts_of(tables) == {frozenset(row.id for row in rows)}
    (source,) = tables.take(Source)
    assert {source.name, *source.aliases} == {row.name for row in rows}


def test_a_body_read_as_a_person_is_one_when_its_name_has_two_words() -> None:
    assert are_one(referent("d1", "Harbour Watch", "organisation"), referent("d2", "Harbour Watch", "person"))


def test_an_alias_that_is_another_things_name_joins_nothing() -> None:
    agency = referent("d1", "Harbour Press", "organisation", aliases=("Norland",))
    country = referent("d2", "Norland", "place")
    assert not are_one(agency, country)


def test_unnamed_people_of_two_documents_stay_two() -> None:
    two = [referent(d, "two officials", "official", is_named=False, head="official") for d in ("d1", "d2")]
    assert not are_one(*two)


def described(document_id: str, name: str, head: str, *anchors: str) -> Referent:
    return referent(document_id, name, "document", is_named=False, head=head, anchors=anchors)


def test_two_descriptions_of_one_leak_are_one_work() -> None:
    a = described("d1", "leaked Acme emails", "email", "Acme")
    b = described("d2", "e-mails from a clerk to Acme", "e-mail", "Acme")
    tables = link(a, b)
    assert len(tables.take(Source)) == 1
    assert {i.why for i in tables.take(Identity)} == {"both a mail that hangs on acme"}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(described("d2", "an Acme report", "report", "Acme"), id="another kind of work"),
        pytest.param(described("d2", "leaked Zeta emails", "email", "Zeta"), id="another name"),
        pytest.param(described("d2", "leaked 1999 Acme emails", "email", "Acme"), id="another year"),
        pytest.param(described("d1", "more Acme emails", "email", "Acme"), id="one document tells them apart"),
    ],
)
def test_descriptions_that_are_two_works(other: Referent) -> None:
    assert not are_one(described("d1", "leaked 2011 Acme emails", "email", "Acme"), other)


def test_a_place_is_no_name_for_a_work_to_hang_on() -> None:
    place = referent("d3", "Norland", "place")
    a, b = described("d1", "a Norland report", "report", "Norland"), described("d2", "Norland report", "report", "Norland")
    assert len(link(a, b, place).take(Source)) == 3


def cite(who: Referent, **columns: object) -> Citation:
    given: dict[str, object] = {
        "id": f"n{who.id}", "document_id": who.document_id, "note_id": None, "label": None, "referent_id": who.id,
        "mark_spans": (), "spans": ((0, 1),), "authors": (), "title": None, "publisher": None, "year": None, "url": None,
        "how": "note",
    }
    return Citation(**(given | columns))  # type: ignore[arg-type]


def test_one_work_cited_twice_by_title_and_by_address() -> None:
    a, b, c = (described(d, f"work {d}", "thesis") for d in ("d1", "d2", "d3"))
    citations = [
        cite(a, title="On the Failure of Hanging Bridges", url="https://www.norland.example/paper#p2"),
        cite(b, title="The Failure of Hanging Bridges: A Study"),
        cite(c, url="http://norland.example/paper/"),
    ]
    assert not are_one(a, b, citations=citations)
    citations[1] = cite(b, title="On the failure of hanging bridges: A Study")
    assert are_one(a, b, c, citations=citations)


def test_a_cited_title_finds_the_document_of_the_case() -> None:
    cited = described("d1", "a paper", "paper")
    doc = document("d2", title="On the Failure of Hanging Bridges")
    (source,) = link(
        cited, documents=[doc, document("d1")], citations=[cite(cited, title="On the Failure of Hanging Bridges")]
    ).take(Source)
    assert (source.document_id, source.why_document) == ("d2", "its title is this document's")


@pytest.mark.parametrize(("n", "found"), [pytest.param(1, "p0", id="one"), pytest.param(2, None, id="two: not by name")])
def test_an_outlet_is_the_only_document_it_published(n: int, found: str | None) -> None:
    documents = [document(f"p{i}", publisher="The Harbour Times") for i in range(n)]
    (source,) = link(referent("d9", "Harbour Times", "organisation"), documents=[*documents, document("d9")]).take(Source)
    assert source.document_id == found


def test_a_diplomat_behind_one_work_told_twice_is_one_person() -> None:
    works = [described(d, "leaked Acme emails", "email", "Acme") for d in ("d1", "d2")]
    people = [referent(d, f"a {x} clerk", "official", is_named=False, head="clerk") for d, x in (("d1", "port"), ("d2", "tall"))]
    claims = [claim(d, "the gates were open") for d in ("d1", "d2")]
    hops = [hop(c.id, i + 1, who) for c, *chain in zip(claims, works, people, strict=True) for i, who in enumerate(chain)]
    assert frozenset(p.id for p in people) in parts_of(link(*works, *people, claims=claims, hops=hops))
    assert frozenset(p.id for p in people) not in parts_of(link(*works, *people, claims=claims, hops=hops[:2]))


NAMES = ["Ada Kell", "Kell", "A. Kell", "Bruno Kell", "Harbour Watch", "HW", "Verrano", "Verrano cartel", "Norland", "US"]
REFERENTS = st.lists(
    st.builds(
        referent, st.sampled_from(["d1", "d2", "d3"]), st.sampled_from(NAMES),
        st.sampled_from(["person", "organisation", "place", "other"]),
    ),
    max_size=12, unique_by=lambda row: row.id,
)


@settings(deadline=None)  # the first run reads the lists of names
@given(REFERENTS, st.randoms())
def test_order_of_rows_changes_nothing_and_every_referent_has_one_identity(rows: list[Referent], random: object) -> None:
    first = link(*rows)
    random.shuffle(rows)  # type: ignore[attr-defined]
    again = link(*rows)
    assert first.take(Source) == again.take(Source)
    assert first.take(Identity) == again.take(Identity)
    assert sorted(i.referent_id for i in first.take(Identity)) == sorted(row.id for row in rows)


@settings(deadline=None)
@given(REFERENTS)
def test_no_source_holds_two_people_whose_full_names_clash(rows: list[Referent]) -> None:
    for source in link(*rows).take(Source):
        assert not {"Ada Kell", "Bruno Kell"} <= {source.name, *source.aliases}
