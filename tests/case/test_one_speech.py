"""Five papers that quote one speech are one line, however they name the speaker; from the files to the count."""

from __future__ import annotations

from pathlib import Path

from sayso import Case
from sayso.schema import Claim, Copy, Membership, Tally

SAID = "The valves below the weir were opened on my order, and I would open them again tomorrow"
PAPERS = {
    "post": f'At the town hall on Tuesday forty people came. "{SAID}," Ines Keller said in a speech. The heating did not work.',
    "courier": f'The owner of the mill spoke for ten minutes. "{SAID}," Ines Keller said. Nobody asked a question.',
    "diary": f'Rain all day. "{SAID}," the owner of the mill told the town on Tuesday. Then she left by the side door.',
    "radio": f'Ines Keller has spoken to a meeting. "{SAID.split(",", maxsplit=1)[0]}," she told it. Fishermen want compensation.',
    "lockkeeper": f'The spring fair is off. "{SAID}," Keller said to applause from three or four people on Tuesday.',
}


def test_one_quotation_in_five_papers_is_one_utterance(tmp_path: Path) -> None:
    for name, text in PAPERS.items():
        (tmp_path / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")
    with Case.in_memory() as case:
        case.add([tmp_path])
        tables = case.tables()
    pairs = {frozenset((row.document_a, row.document_b)) for row in tables.take(Copy)}
    assert len(pairs) == 10
    quoted = {claim.id for claim in tables.take(Claim) if claim.text.startswith("The valves below the weir")}
    (group_id,) = {row.group_id for row in tables.take(Membership) if row.claim_id in quoted}
    (tally,) = [row for row in tables.take(Tally) if row.group_id == group_id]
    assert (tally.tellings, tally.lines, tally.lines_possible, tally.verdict) == (5, 1, 1, "same origin")
    assert tally.cut == ("Ines Keller",)
