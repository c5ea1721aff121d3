"""PROV-JSONLD is read back by the `prov` library, which refuses what the data model doesn't know."""

from __future__ import annotations

import io
from typing import Any

import networkx as nx
import prov.model
import pytest
from prov.constants import PROV_TYPE
from prov.model import (
    PROV,
    ProvActivity,
    ProvAgent,
    ProvAttribution,
    ProvDerivation,
    ProvDocument,
    ProvEntity,
    ProvGeneration,
    ProvInfluence,
    ProvMembership,
)

from sayso.schema import Hop, StemmaEdge, Tables
from tell.export_rows import ABOUT, CASES, NAMES, make_hostile, write
from tell.rows import SAID


def read(tables: Tables) -> ProvDocument:
    content = write(tables, "prov")["case.prov.jsonld"].decode("utf8")
    return ProvDocument.deserialize(io.StringIO(content), format="jsonld")


def link(record: prov.model.ProvRecord) -> tuple[str, str]:
    """Both ends of a relation, as they are written."""
    first, second = (str(value) for _, value in record.formal_attributes[:2])
    return first, second


def attribute(record: prov.model.ProvRecord, name: str) -> Any:
    return next((value for key, value in record.attributes if str(key) == name), None)


@pytest.fixture
def found(case: Tables) -> ProvDocument:
    return read(case)


def test_every_claim_is_quoted_from_its_document(found: ProvDocument) -> None:
    quoted = {
        link(record) for record in found.get_records(ProvDerivation)
        if (PROV_TYPE, PROV["Quotation"]) in record.attributes
    }
    assert quoted == {(f"sayso:claim/{said.id}", f"sayso:document/{said.doc}") for said in SAID}


def test_every_claim_is_attributed_to_its_chain_with_its_stance(found: ProvDocument) -> None:
    told = {
        (*link(record), attribute(record, "sayso:ordinal"), attribute(record, "sayso:stance"))
        for record in found.get_records(ProvAttribution) if link(record)[0].startswith("sayso:claim/")
    }
    wanted = {(f"sayso:claim/{said.id}", f"sayso:teller/{said.doc}", 0, said.stance) for said in SAID}
    wanted |= {
        (f"sayso:claim/{said.id}", f"sayso:source/{source}", i, said.stance)
        for said in SAID for i, (_, _, source) in enumerate(said.chain, 1)
    }
    assert told == wanted
    assert ("sayso:claim/c3", "sayso:source/s-mayor", 1, "denies") in told


def test_what_is_named_is_declared(found: ProvDocument) -> None:
    declared = {str(record.identifier) for record in found.get_records((ProvEntity, ProvAgent, ProvActivity))}
    named = {end for record in found.get_records() if record.is_relation() for end in link(record)}
    assert named - declared == set()


def test_stages_sources_and_groups(found: ProvDocument) -> None:
    rooms = {str(record.identifier) for record in found.get_records(ProvActivity)}
    assert {"sayso:room/acquire", "sayso:room/read", "sayso:room/link", "sayso:room/trace", "sayso:room/tell"} < rooms
    mayor = next(record for record in found.get_records(ProvAgent) if str(record.identifier) == "sayso:source/s-mayor")
    assert (PROV_TYPE, PROV["Person"]) in mayor.attributes
    members = {link(record) for record in found.get_records(ProvMembership)}
    assert members == {(f"sayso:group/{said.group}", f"sayso:claim/{said.id}") for said in SAID}
    tally = next(r for r in found.get_records(ProvEntity) if str(r.identifier) == "sayso:tally/g-dye/affirmed")
    assert (attribute(tally, "sayso:lines"), attribute(tally, "sayso:tellings")) == (1, 2)


def test_when_and_by_which_version_it_was_made(found: ProvDocument) -> None:
    export = next(record for record in found.get_records() if link_or_none(record) == ("sayso:export", "sayso:room/tell"))
    assert attribute(export, "prov:time").isoformat() == ABOUT.made_at.replace("Z", "+00:00")
    sayso = next(record for record in found.get_records(ProvAgent) if str(record.identifier) == "sayso:sayso")
    assert attribute(sayso, "sayso:version") == "0.0.test"


def link_or_none(record: prov.model.ProvRecord) -> tuple[str, str] | None:
    return link(record) if record.is_relation() else None


def test_hostile_names_come_back_as_labels() -> None:
    tables = make_hostile()
    agents = {str(record.identifier): record for record in read(tables).get_records(ProvAgent)}
    assert len([name for name in agents if name.startswith("sayso:source/s-bad")]) == len(NAMES)
    assert str(agents["sayso:source/s-bad-08"].label) == NAMES[8]
    assert str(agents["sayso:source/s-bad-14"].label) == "turned [U+202E]gnp.exe"


def test_a_hop_that_is_nobody_known_is_left_out(case: Tables) -> None:
    case.add("hops", [Hop("c9", 1, "courier", "r-nobody", "nobody", "person", (), (), "attribution")])
    told = [link(record) for record in read(case).get_records(ProvAttribution)]
    assert [head for tail, head in told if tail == "sayso:claim/c9"] == ["sayso:teller/courier"]


def add_edges(tables: Tables, *edges: tuple[str, str, str]) -> Tables:
    """The case with more edges among its documents: tail, head, kind."""
    tables.add("stemma_edges", [
        StemmaEdge("g-dye", "affirmed", tail, head, f"x-{i}", kind, "the same words") for i, (tail, head, kind) in enumerate(edges)
    ])
    return tables


def list_derived(found: ProvDocument) -> set[tuple[str, str]]:
    """What was derived from what, among documents."""
    pairs = {link(record) for record in found.get_records(ProvDerivation)}
    return {(a, b) for a, b in pairs if {a.partition("/")[0], b.partition("/")[0]} == {"sayso:document"}}


def check_constraints(found: ProvDocument) -> None:
    """What PROV-CONSTRAINTS (W3C Recommendation, 30 April 2013) demands of what an export says."""
    kinds = {
        kind: {str(record.identifier) for record in found.get_records(kind)} for kind in (ProvEntity, ProvActivity, ProvAgent)
    }
    assert not kinds[ProvEntity] & kinds[ProvActivity]  # entity-activity-disjoint
    for kind, records in kinds.items():  # key-object: one thing for a name
        assert len(records) == len(list(found.get_records(kind)))
    generated = [link(record) for record in found.get_records(ProvGeneration)]
    assert len(set(generated)) == len(generated)  # unique-generation
    derived = nx.DiGraph(link(record) for record in found.get_records(ProvDerivation))
    assert nx.is_directed_acyclic_graph(derived)  # derivation-generation-generation-ordering
    for record in found.get_records(ProvMembership):  # typing
        collection = next(found.get_record(link(record)[0]).__iter__())
        assert (PROV_TYPE, PROV["Collection"]) in collection.attributes


@pytest.mark.parametrize("name", CASES)
def test_constraints_hold(name: str) -> None:
    check_constraints(read(CASES[name]()))


@pytest.mark.parametrize("hostile", [False, True])
def test_constraints_hold_though_documents_cite_each_other(case: Tables, hostile: bool) -> None:
    tables = add_edges(
        make_hostile() if hostile else case, ("herald", "courier", "copy"), ("courier", "herald", "citation"),
        ("tribune", "tribune", "citation"), ("weir", "courier", "citation"),
    )
    check_constraints(read(tables))


def test_a_copy_is_derived_and_a_circle_is_an_influence(case: Tables) -> None:
    tables = add_edges(case, ("weir", "courier", "copy"), ("herald", "courier", "copy"), ("courier", "herald", "citation"))
    found = read(tables)
    assert list_derived(found) == {("sayso:document/weir", "sayso:document/courier")}
    assert {link(record) for record in found.get_records(ProvInfluence)} == {
        ("sayso:document/herald", "sayso:document/courier"), ("sayso:document/courier", "sayso:document/herald"),
    }


def test_an_utterance_that_two_heard_derives_nothing(case: Tables) -> None:
    assert list_derived(read(add_edges(case, ("weir", "courier", "same utterance")))) == set()
