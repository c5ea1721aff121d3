"""Two spellings of a body, each followed by its acronym, are one referent with a row of its own."""

from sayso.case import read_paths
from sayso.config import Settings
from sayso.schema import Hop, Referent

TEXT = """The Northern Harbour Organization (NHO) said that the lamp had gone out. It said the keeper had left.

The Northern Harbour Organisation (NHO) said on Monday that the keeper had come back.

The Northern Harbour Organization (NHO) denied that the lamp had been broken.

The Northern Harbour Organisation said that the keeper had been paid.
"""


def test_every_hop_names_a_referent_that_is_there(tmp_path):
    (tmp_path / "note.txt").write_text(TEXT, encoding="utf-8")
    [reading] = read_paths([str(tmp_path / "note.txt")], settings=Settings())
    referents = {row.id: row for row in reading.tables.take(Referent)}
    sources = {hop.referent_id for hop in reading.tables.take(Hop) if hop.ordinal > 0}
    assert sources <= set(referents)
    assert len(sources) == 1
