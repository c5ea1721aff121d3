"""Links obey rulings, and neighbours of the same name follow them."""

from __future__ import annotations

import random

import pytest

from link.link_rows import claim, document, parts_of, referent
from sayso.link.ruled import find_claim_rulings
from sayso.link.sources import link_sources
from sayso.schema import Identity, Ruled, Tables

WHY = "ruling {} by Ann, 2031-05-01: I asked"


def ruled(number, kind, a, b, *, about="source", state="applied"):
    return Ruled(number, kind, about, a, b, None, state, WHY.format(number))


def link(referents, rows):
    documents = [document(name) for name in sorted({row.document_id for row in referents})]
    return link_sources(Tables({"documents": documents, "referents": referents, "ruled": rows}))


def sets(tables, referents):
    """The partition as sets of documents, for referents that stand one in a document."""
    of = {row.id: row.document_id for row in referents}
    return {frozenset(of[id_] for id_ in part) for part in parts_of(tables)}


ORLA = [referent("a", "Orla Penn"), referent("b", "O. J. Dray"), referent("c", "Orla Penn"), referent("d", "O. J. Dray")]


def test_a_ruling_joins_two_names_and_all_who_bear_them():
    tables = link(ORLA, [ruled(1, "same", ORLA[0].id, ORLA[1].id)])
    assert sets(tables, ORLA) == {frozenset("abcd")}
    rows = {row.referent_id: row for row in tables.take(Identity)}
    assert [rows[row.id].state for row in ORLA] == ["confirmed", "confirmed", "suggested", "suggested"]
    assert rows[ORLA[0].id].why == WHY.format(1)
    assert "follows from ruling 1" in rows[ORLA[2].id].why


def test_whoever_fits_one_name_of_a_man_ruled_one_is_that_man():
    more = [*ORLA, referent("e", "Penn")]
    assert sets(link(more, [ruled(1, "same", ORLA[0].id, ORLA[1].id)]), more) == {frozenset("abcde")}


def test_names_set_apart_stay_apart_in_other_documents_and_by_any_way():
    bodies = [referent(doc, name, "organisation") for doc, name in [
        ("a", "Ardenmoor Bridge Office"), ("b", "Ardenmoor Bridge Offices"), ("c", "Ardenmoor Bridge Office"),
        ("d", "Ardenmoor Bridge Offices"),
    ]]
    assert sets(link(bodies, []), bodies) == {frozenset("abcd")}
    tables = link(bodies, [ruled(1, "different", bodies[0].id, bodies[1].id)])
    assert sets(tables, bodies) == {frozenset("ac"), frozenset("bd")}
    why = {row.referent_id: row.why for row in tables.take(Identity)}
    assert "kept apart" in why[bodies[3].id]
    assert "follows from ruling 1" in why[bodies[3].id]


def test_of_two_of_one_name_a_third_goes_with_the_one_that_more_documents_name():
    men = [referent(doc, "Sten Orvik") for doc in "abcd"]
    rows = [ruled(1, "split", men[0].id, men[2].id), ruled(1, "split", men[1].id, men[2].id)]
    assert sets(link(men, rows), men) == {frozenset("abd"), frozenset("c")}


def test_the_rest_of_what_was_split_stays_one():
    men = [referent("a", "Sten Orvik"), referent("b", "Orvik"), referent("c", "Sten Orvik")]
    rows = [ruled(1, "split", men[0].id, men[2].id), ruled(1, "split", men[1].id, men[2].id)]
    assert sets(link(men, rows), men) == {frozenset("ab"), frozenset("c")}


@pytest.mark.parametrize("state", ["undone", "overruled", "gone"])
def test_a_ruling_that_does_not_apply_does_nothing(state):
    tables = link(ORLA, [ruled(1, "same", ORLA[0].id, ORLA[1].id, state=state)])
    assert sets(tables, ORLA) == {frozenset("ac"), frozenset("bd")}


def test_the_order_of_rows_does_not_matter():
    men = [*ORLA, referent("e", "Penn"), referent("f", "Orla Penn")]
    rows = [ruled(1, "same", men[0].id, men[1].id), ruled(2, "different", men[0].id, men[5].id)]
    wanted = link(men, rows)
    for seed in range(5):
        rng = random.Random(seed)
        again = link(rng.sample(men, len(men)), rng.sample(rows, 2))
        assert parts_of(again) == parts_of(wanted)


# ---------------------------------------------------------------- claims


CLAIMS = [
    claim("a", "the weir held"), claim("b", "the weir stood firm"), claim("c", "The weir held"), claim("d", "a weir"),
    claim("e", "the weir held", polarity="negated"),
]


def rule_claims(*rows):
    return find_claim_rulings(Tables({"claims": CLAIMS, "ruled": list(rows)}))


def pair(i, j):
    return tuple(sorted((CLAIMS[i].id, CLAIMS[j].id)))


def test_claims_that_must_be_one_and_never_are_with_their_copies():
    must, never = rule_claims(
        ruled(1, "same", CLAIMS[0].id, CLAIMS[1].id, about="claim"),
        ruled(2, "different", CLAIMS[0].id, CLAIMS[3].id, about="claim"),
    )
    assert must.keys() == {pair(0, 1), pair(0, 2)}
    assert never.keys() == {pair(0, 3), pair(2, 3)}
    assert must[pair(0, 1)] == WHY.format(1)
    assert "follows from ruling" in must[pair(0, 2)]
    assert "follows from ruling 2" in never[pair(2, 3)]


def test_every_claim_of_one_side_is_kept_from_every_claim_of_the_other():
    rows = [ruled(1, "split", CLAIMS[i].id, CLAIMS[3].id, about="claim") for i in (0, 1)]
    rows.append(ruled(1, "split", CLAIMS[0].id, CLAIMS[4].id, about="claim"))
    must, never = rule_claims(*rows)
    assert not must
    assert never.keys() >= {pair(0, 3), pair(1, 3), pair(0, 4), pair(1, 4)}


def test_rulings_on_sources_say_nothing_of_claims():
    assert rule_claims(ruled(1, "same", CLAIMS[0].id, CLAIMS[1].id)) == ({}, {})
