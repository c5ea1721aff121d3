"""A sample as a sheet: CSV that a spreadsheet opens, a colleague fills in, and `--answers` reads back."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Sequence

from sayso.errors import BadAnswers
from sayso.tell.answers import FAULTS, MOST_COUNTED, WHOLES, Answer, parse_answer
from sayso.tell.samples import ATTRIBUTION, Item, Population
from sayso.tell.screens import Screens, to_plain
from sayso.tell.shown import clean_line

COLUMNS = ("id", "answer", "wrong", "question", "document", "passage", "taken_for")
_STEERING = "=+-@\t\r"  # OWASP's list: what a spreadsheet takes for the beginning of a formula
_SEPARATORS = ",;\t"  # what spreadsheets of various countries write


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """An answer read from a file, and what it answers."""

    item: Item
    answer: Answer


def make_sheet(items: Sequence[Item], screens: Screens) -> str:
    """Write a sample as CSV, a line each; `answer` and, of a paragraph, `wrong` are to be filled in.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in items:
        screen = screens.show(item)
        facts = "; ".join(f"{label}: {words}" for label, words in screen.facts)
        cells = (item.shown_id, "", "", tell_question(item), screen.document, to_plain(screen.bits), facts)
        writer.writerow([_disarm(clean_line(cell)) for cell in cells])
    return "\ufeff" + out.getvalue()  # without the mark, Excel takes it for its own country's encoding


def tell_question(item: Item) -> str:
    """What is asked of an item, and what may be answered."""
    if item.task == ATTRIBUTION:
        choices = ", ".join(f"{choice.key} = {choice.label}" for choice in (*WHOLES, *FAULTS))
        return f"Is it right? {choices}; several of them if need be"
    wrong = f" `wrong`: how many of the {len(item.marked)} marked are wrong?" if item.marked else ""
    return f"`answer`: how many statements laid to somebody have no mark (0 to {MOST_COUNTED}, or d = can't tell)?{wrong}"


def read_answers(text: str, *, population: Population, where: str) -> list[Given]:
    """Read answers from CSV with the columns `id`, `answer` and, for paragraphs, `wrong`; others are passed over.

    A line without an answer is passed over. One id may stand twice with one and the same answer.

    Raises:
        BadAnswers: with the lines: no such columns, an id that the case doesn't show, an answer that means nothing.
    """
    lines = _read_lines(text, where=where)
    items = {item.shown_id: item for some in population.items.values() for item in some}
    given: dict[str, Given] = {}
    unknown, bad = [], []
    for number, cells in lines:
        id_, answer = cells["id"], cells["answer"]
        item = items.get(id_)
        if not answer:
            continue
        if item is None:
            unknown.append(f"line {number}: {id_[:80] or '(no id)'}")
            continue
        try:
            parsed = parse_answer(item.task, answer, wrong=cells["wrong"], n_marked=len(item.marked))
        except ValueError as error:
            bad.append(f"line {number}: {error}")
            continue
        if id_ in given and given[id_].answer != parsed:
            bad.append(f"line {number}: another line answers {id_} otherwise")
        given[id_] = Given(item, parsed)
    if bad:
        raise BadAnswers(f"{len(bad)} answers can't be understood, and none was kept", where=where, got=bad,
                         fix="mend those lines and give the file again")
    if unknown:
        raise BadAnswers(
            f"{len(unknown)} answers have an id that this case doesn't show, and none was kept", where=where, got=unknown,
            fix="is it the sheet of another case? If documents were read anew since, write a new --sheet, or delete the lines",
        )
    return list(given.values())


def _read_lines(text: str, *, where: str) -> list[tuple[int, dict[str, str]]]:
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [clean_line(cell).lower() for cell in next(reader, [])]
        if "id" not in names or "answer" not in names:
            raise BadAnswers("the file has no columns `id` and `answer`", where=where, got=[head.strip()[:80] or "nothing"],
                             fix="sayso check CASE --sheet FILE.csv writes a sheet to fill in")
        return [
            (reader.line_num, {name: _take(row, names, name) for name in ("id", "answer", "wrong")})
            for row in reader
        ]
    except csv.Error as error:
        raise BadAnswers(f"this isn't CSV: {error}", where=f"{where}, line {reader.line_num}",
                         fix="save it as CSV (comma separated) in UTF-8") from error


def _take(row: Sequence[str], names: Sequence[str], name: str) -> str:
    at = names.index(name) if name in names else len(row)
    return clean_line(row[at]).removeprefix("'") if at < len(row) else ""


def _disarm(cell: str) -> str:
    return f"'{cell}" if cell[:1] and cell[0] in _STEERING else cell
