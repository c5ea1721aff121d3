"""Propose a source's letter: how far it can be relied on, from how its statements fared in this case.

A case is a short history: where fewer than three of a source's statements could be held against others, the letter is F.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sayso.schema import Referent, Source
from sayso.weigh.owners import Side
from sayso.weigh.standing import CONFIRMED, DISPUTED, MENDED, OUTWEIGHED, REVERSED, UNTESTED, Standing
from sayso.weigh.wording import cut_name, say_count, say_list

LETTERS = ("A", "B", "C", "D", "E", "F")
UNJUDGED = "F"

# FM 2-22.3 grades by a source's record and gives F where there is no basis. Chosen by reading grades of the four cases in
# benchmarks/cases: with two tested statements 4 of 6 letters rested in part on claims that were linked wrongly, with three 1 of 2.
RECORD_MIN = 3  # statements that were confirmed, outweighed or mended before there is any letter but F
GOOD_MIN = 4  # confirmed statements, and none of its statements contradicted by anybody, for B
BAD_MIN = 4  # outweighed or mended statements, and none confirmed, for E

_WORST_FIRST = (MENDED, OUTWEIGHED, REVERSED, DISPUTED, CONFIRMED, UNTESTED)


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """How a source's own statements fared.

    Attributes:
        source: the source.
        outcomes: statements by outcome; one that is told several times counts once, by its worst.
        n_lines_against: most lines that contradict one of its statements.
        against: names of those that contradict any, sorted.
        n_party: statements of which the source itself, or the body that it speaks for, is part of the matter.
        near: how near it says it stands to what it tells, where it has no name.
        is_withdrawn: whether a person ruled it out as forged or taken back.
    """

    source: Source
    outcomes: Mapping[str, int]
    n_lines_against: int
    against: tuple[str, ...]
    n_party: int
    near: tuple[str, ...]
    is_withdrawn: bool

    @property
    def n_statements(self) -> int:
        """Statements that rest on its word."""
        return sum(self.outcomes.values())


def make_record(
    source: Source, statements: Mapping[Side, Sequence[Standing]], referents: Iterable[Referent], *, gone: set[str]
) -> Record:
    """Sum up a source's own statements, as `group_statements` gives them.

    Args:
        source: the source.
        statements: of the source, by side.
        referents: that are this source.
        gone: ids of what was withdrawn.
    """
    standings = [standing for some in statements.values() for standing in some]
    outcomes = Counter(
        min((standing.outcome for standing in some), key=_WORST_FIRST.index) for some in statements.values()
    )
    return Record(
        source=source,
        outcomes=outcomes,
        n_lines_against=max((standing.n_against for standing in standings), default=0),
        against=tuple(sorted({name for standing in standings for name in (*standing.against, *standing.against_parties)})),
        n_party=sum(any(source.id in standing.word.parties for standing in some) for some in statements.values()),
        near=tuple(sorted({referent.near for referent in referents if referent.near and referent.near != "not told"})),
        is_withdrawn=source.id in gone,
    )


def propose_letter(record: Record) -> tuple[str, tuple[str, ...]]:
    """Give a source's letter, and its reasons in words, the weightiest first.

    E was withdrawn, or has four statements outweighed or mended and none confirmed; D has fewer confirmed than outweighed or
    mended; C more; B has four confirmed, nothing against it, and mostly speaks of others. A asks for a history of complete
    reliability, which no single case shows: it is never proposed. F: no name, fewer than three statements that were tested, or as
    many confirmed as not. What a source says both ways counts against B only: that it is one and the same is inferred, too.

    Source: FM 2-22.3 (2006), appendix B; STANAG 2511 (2003).
    """
    reasons = [*_say_record(record), *_say_who(record)]
    if record.is_withdrawn:
        return "E", ("a person withdrew it as forged or taken back", *reasons)
    if record.source.kind == "nobody":
        return UNJUDGED, ("nobody is said to have said it",)
    if not record.source.is_named:
        return UNJUDGED, ("it has no name: who it is, and what else it ever said, is not known", *reasons)
    good = record.outcomes.get(CONFIRMED, 0)
    bad = record.outcomes.get(OUTWEIGHED, 0) + record.outcomes.get(MENDED, 0)
    if good + bad < RECORD_MIN:
        return UNJUDGED, (_say_untested(record, good + bad), *reasons)
    if not good and bad >= BAD_MIN:
        return "E", tuple(reasons)
    if bad == good:
        return UNJUDGED, ("as many of its statements were confirmed as not", *reasons)
    if bad > good:
        return "D", tuple(reasons)
    blemishes = bad + record.outcomes.get(DISPUTED, 0) + record.outcomes.get(REVERSED, 0)
    is_spotless = good >= GOOD_MIN and not blemishes
    return ("B" if is_spotless and record.n_party * 2 < record.n_statements else "C"), tuple(reasons)


def _say_untested(record: Record, n_tested: int) -> str:
    if not record.n_statements:
        return "nothing in the case rests on its word"
    held = f"only {n_tested}" if n_tested else "none"
    were = "were" if n_tested > 1 else "was"
    if record.n_statements == 1:
        return "one statement is no record" if n_tested else "its only statement was not confirmed, outweighed or mended by others"
    return f"{held} of its {say_count(record.n_statements, 'statement')} {were} confirmed, outweighed or mended by others"


def _say_part(record: Record, count: int) -> str:
    n = record.n_statements
    if n == 1:
        return "its only statement is"
    return f"{count} of its {n} statements {'is' if count == 1 else 'are'}"


def _say_record(record: Record) -> list[str]:
    told = []
    for outcome, words in (
        (MENDED, "mended later or withdrawn"),
        (OUTWEIGHED, "contradicted on more lines than tell it"),
        (REVERSED, "contradicted by what it says elsewhere"),
        (DISPUTED, "contradicted, with no more lines against than for"),
        (CONFIRMED, "confirmed by independent others"),
    ):
        count = record.outcomes.get(outcome, 0)
        if count:
            told.append(f"{_say_part(record, count)} {words}")
    if record.against:
        most = f", on up to {record.n_lines_against} lines" if record.n_lines_against > 1 else ""
        told.append(f"contradicted by {say_list(record.against)}{most}")
    return told


def _say_who(record: Record) -> list[str]:
    told = []
    if record.n_party:
        told.append(f"{_say_part(record, record.n_party)} about itself, or about the body that it speaks for")
    if record.near:
        told.append(f"it is said to stand near ({', '.join(record.near)})")
    if record.source.document_id is not None:
        told.append("it is a document of the case and can be read")
    elif record.source.kind in ("document", "dataset"):
        told.append(f"it is a {record.source.kind} that is not in the case")
    return told


def say_passing(owners: Sequence[str]) -> str:
    """That a source has no word of its own, and whose it passes on; `owners` are names."""
    if len(owners) == 1:
        return f"it says nothing on its own word: all that is laid to it is the word of “{cut_name(owners[0])}”"
    return f"it says nothing on its own word and passes on that of {say_list(owners)}"
