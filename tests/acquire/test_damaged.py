"""Damaged files of every format: each ends in documents that obey the laws or in a problem that says what happened, and soon."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.damage import KINDS, Blow, damage, list_layers
from fuzz.files import SAMPLES, find_endings
from fuzz.reading import Read, check_read, read_file
from hostile.quine import zip_of_itself

MOST_S = 5.0  # of the processor's; the slowest of these files takes a tenth of that
SEEN = {"png": 4, "tif": 4}
"""Examples of pictures: text recognition takes some tenths of a second each."""
BLOWS = st.lists(
    st.builds(
        Blow, st.sampled_from(KINDS), at=st.floats(0, 1), other=st.floats(0, 1),
        size=st.sampled_from((1, 1, 2, 4, 8, 40, 300)), value=st.integers(0, 255),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def read(name: str, data: bytes) -> Read:
    """Read a file and check what came of it."""
    began = time.process_time()
    read = read_file(name, data)
    took = time.process_time() - began
    check_read(read)
    assert took < MOST_S, f"{name} took {took:.1f} s"
    return read


@pytest.mark.parametrize("name", SAMPLES)
def test_the_files_are_whole_before_they_are_damaged(name):
    found = read(SAMPLES[name].name, SAMPLES[name].make())
    assert found.documents
    assert not any(problem.is_lost for problem in found.problems)


@pytest.mark.parametrize("name", SAMPLES)
def test_damage_costs_the_damaged_document_at_most(name):
    sample = SAMPLES[name]

    @given(
        blows=BLOWS, layer=st.sampled_from(list_layers(sample)), donor=st.sampled_from(sorted(SAMPLES)),
        ending=st.sampled_from([*[sample.name[1:]] * 20, *find_endings()]),
    )  # fmt: skip
    @settings(
        max_examples=SEEN.get(name, 200), deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    def strike(blows, layer, donor, ending):
        read(f"a{ending}", damage(sample, blows, layer=layer, donor=SAMPLES[donor].make()))

    strike()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_cut_off_anywhere_is_read_or_told(name):
    data = SAMPLES[name].make()
    n_cuts = SEEN.get(name, 25)
    for n in range(n_cuts):
        read(SAMPLES[name].name, data[: len(data) * n // n_cuts])


@pytest.mark.parametrize("ending", find_endings())
@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - SEEN))
def test_a_lying_name_is_no_harm(name, ending):
    read(f"a{ending}", SAMPLES[name].make())


TABS = "\t" * 20_000
WORDS = "The ferrymen of Quarn have not been paid since the autumn, their guild told the harbour court on Monday.\n\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a", "<?xml version='1'?>" + "<!---->" * 500 + "<nothing>", id="comments that could be one"),
        pytest.param("a.txt", f"The guild\nUpdated 3 May 2021 {'1' * 130}x\n\n{WORDS}", id="figures behind a date"),
        pytest.param("a.txt", f"The guild\n> {TABS}{WORDS}" * 2, id="white space behind a quoting mark"),
        pytest.param("a.txt", "The guild\n" + f"1chapter {'1' * 20_000}\n\n{WORDS}" * 2, id="a word without end"),
    ],
)
def test_patterns_are_not_made_to_work_for_minutes(name, text):
    read(name, text.encode())


def test_type_of_a_size_below_nought_is_read():
    words = SAMPLES["pdf"].parts["words 1*"].replace(b"/F1 9 Tf", b"/F1 -9 Tf").replace(b"/F1 18 Tf", b"/F1 0 Tf")
    found = read("a.pdf", SAMPLES["pdf"].pack({**SAMPLES["pdf"].parts, "words 1*": words}))
    assert "never looked" in found.documents[0].named("documents")[0].text


@pytest.mark.parametrize(
    "span", ["colspan=999999999 rowspan=999999999", "colspan=1000 rowspan=65534", "rowspan='9e9' colspan=1000"]
)
def test_cells_that_span_the_world_cost_no_more_than_others(span):
    table = f"<tr><td {span}>The gate was open.</td></tr>" * 300
    found = read("a.html", f"<html><body><p>{WORDS}</p><table>{table}</table>".encode())
    assert found.documents[0].named("documents")[0].text.count("The gate was open.") == 300


def test_an_archive_that_is_its_own_member_ends():
    quine = zip_of_itself()
    with zipfile.ZipFile(io.BytesIO(quine)) as archive:
        assert archive.read("archive-that-is-its-member.zip") == quine
    assert read("a.zip", quine).n_members == 4  # as deep as `read_file` goes
