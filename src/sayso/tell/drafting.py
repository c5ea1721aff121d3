"""A bottom line drafted by a language model out of claims: which ones, in which order, joined by which words, and nothing else.

The model writes sentences and names the statements that each rests on. A sentence is kept only when all of it can be taken apart
into those statements: each whole and word for word, each with the one on whose word it stands and with *said* or *denied* as
its document has it, joined by words of a closed list. So no number, name, quoted word or turn of its own can come in, and no *not*
or *may* can go missing. What is shown is put together anew from the statements; of the model's own text not a letter is shown.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sayso.models.prompts import Ask, NoAnswer, Prompt
from sayso.schema import Claim, Problem, make_id
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.shown import clean_line
from sayso.tell.statements import Statement, make_statements

MOST_SENTENCES = 6  # a bottom line is a paragraph
MOST_TOGETHER = 3  # statements in a sentence; more are a list
LONGEST = 2_000  # characters of a sentence: three statements with names and all are some 1,600
WHERE = "bottom line"
UNDISPUTED = frozenset({"correction", "update"})  # kinds of row in `disputes` that nobody disputes

JOINS = (
    "and", "but", "while", "whereas", "however", "yet", "meanwhile", "by contrast", "on the other hand", "at the same time",
    "and yet", "and meanwhile", "but meanwhile",
)
"""Words that may stand before a statement. None says that one thing follows from, proves or outweighs another."""
SAID = ("said", "says", "stated", "states", "reported", "reports")
DENIED = ("denied", "denies")

RULES = """You draft the bottom line of a file for a person who will check it. Each line of the data is one statement: its name,
on whose word it stands, whether that one said or denied it, and its words. Line Q is the question of the file.

Give one to {sentences} sentences that tell a reader what is said on the question and what is said against it. Each may hold one to
{together} statements; `rests_on` names them. Write each statement as "according to WHO, WORDS", "WORDS, according to WHO" or
"WHO said that WORDS"; one that was denied as "WHO denied that WORDS". Copy WHO and WORDS whole and exactly. Between statements use
only: {joins}. Add nothing: no number, name, reason or judgement."""

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"text": {"type": "string"}, "rests_on": {"type": "array", "items": {"type": "string"}}},
                "required": ["text", "rests_on"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """One statement in a sentence: the words before it, all of closed lists, and whether its source stands in front."""

    join: str
    form: str
    verb: str
    that: str
    statement: Statement


@dataclasses.dataclass(frozen=True, slots=True)
class DraftBit:
    """A stretch of a drafted sentence; the words of a claim lead back to it, what sayso puts around them has no id."""

    text: str
    claim_id: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft.

    Attributes:
        bits: in order; the sentence is all of them together.
        claim_ids: what it rests on.
        against: claims that tell the other side of what it rests on and that no sentence of the draft holds. Wherever the
            sentence is shown they are shown beside it.
        frames: what it was put together from.
    """

    bits: tuple[DraftBit, ...]
    claim_ids: tuple[str, ...]
    against: tuple[str, ...]
    frames: tuple[Frame, ...] = ()

    @property
    def text(self) -> str:
        """The sentence."""
        return "".join(bit.text for bit in self.bits)


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A drafted bottom line; without sentences when nothing that came back could be used.

    Attributes:
        made_by: `llm` and the model's name, to be shown beside it.
        problems: what was not used, counted by reason; none holds a word of the model's.
    """

    sentences: tuple[DraftSentence, ...]
    made_by: str
    problems: tuple[Problem, ...]


def draft_bottom_line(lookup: Lookup, claims: Iterable[Claim], ask: Ask, *, question: str, made_by: str) -> Draft:
    """Have a language model draft a bottom line, and keep what is made of the claims alone.

    Args:
        claims: to choose from (`pick_claims` has some).
        ask: puts a question; raises `NoAnswer`. It isn't asked when no claim may be drafted.
        question: of the case.
        made_by: `llm` and the model's name.
    """
    statements, withheld, unfit = make_statements(lookup, claims)
    why: Counter[tuple[str, str]] = Counter({_WITHHELD: withheld, _UNFIT: unfit})
    told: list[list[Frame]] = []
    if statements:
        try:
            told = list(_judge(ask(make_prompt(statements, question=question)), statements, why))
        except NoAnswer as none:
            why[none.what, none.why] += 1
    problems = tuple(
        make_problem(what, because, number, made_by) for (what, because), number in sorted(why.items()) if number
    )
    return Draft(write_sentences(lookup, told), made_by, problems)


def write_sentences(lookup: Lookup, told: Sequence[Sequence[Frame]]) -> tuple[DraftSentence, ...]:
    """Put the sentences of a draft together, each with the claims that tell against it and that the draft leaves out."""
    told_ids = {frame.statement.claim_id for frames in told for frame in frames}
    return tuple(_write(frames, _find_against(lookup, frames, told_ids)) for frames in told)


def make_prompt(statements: Sequence[Statement], *, question: str) -> Prompt:
    """Ask for a bottom line out of statements."""
    rules = RULES.format(sentences=MOST_SENTENCES, together=MOST_TOGETHER, joins=", ".join(JOINS))
    lines = [(f"{row.id} |", f"{row.who} | {row.verb} | {row.words}") for row in statements]
    return Prompt(name="bottom_line", rules=rules, lines=[("Q |", clean_line(question)[:LONGEST]), *lines], schema=SCHEMA)


# ------------------------------------------------------------ what of the answer is made of the statements

_WITHHELD = "claims were kept back from the language model", "they, or words around them, speak to a machine; look at them yourself"
_UNFIT = "claims were not offered for a draft", "a short sentence would lose a doubt or a denial that stands around their words"
_SHAPE = "drafted sentences were not of the shape that was asked for", "they are shown nowhere"
_MANY = "drafted sentences were left out", f"there were more than {MOST_SENTENCES}"
_UNKNOWN = "drafted sentences rest on nothing, or on statements that there aren't", "they are shown nowhere"
_NUMBER = "drafted sentences hold a number that isn't in the statements they rest on", "they are shown nowhere"
_NAME = "drafted sentences hold a name that isn't in the statements they rest on", "they are shown nowhere"
_QUOTE = "drafted sentences quote words that aren't in the statements they rest on", "they are shown nowhere"
_WHO = "drafted sentences don't say on whose word they rest", "they are shown nowhere"
_OWN = "drafted sentences say something in words of the model's own, or leave some out", "they are shown nowhere"


def _judge(answer: dict[str, Any], statements: Sequence[Statement], why: Counter[tuple[str, str]]) -> Iterator[list[Frame]]:
    """Give the sentences that can be taken apart into statements, each once, and count the rest by reason."""
    by_id = {row.id: row for row in statements}
    items = answer.get("sentences")
    if not isinstance(items, list):
        why[_SHAPE] += 1
        return
    why[_MANY] += max(len(items) - MOST_SENTENCES, 0)
    seen = set()
    for item in items[:MOST_SENTENCES]:
        if not _has_shape(item):
            why[_SHAPE] += 1
            continue
        ids = item["rests_on"]
        if not 1 <= len(ids) <= MOST_TOGETHER or len(set(ids)) < len(ids) or not by_id.keys() >= set(ids):
            why[_UNKNOWN] += 1
            continue
        rests_on = [by_id[i] for i in ids]
        frames = take_apart(item["text"], rests_on)
        if frames is None:
            why[_diagnose(item["text"], rests_on)] += 1
        elif tuple(frames) not in seen:
            seen.add(tuple(frames))
            yield frames


def _has_shape(item: Any) -> bool:
    if not isinstance(item, dict) or item.keys() != {"text", "rests_on"}:
        return False
    text, ids = item["text"], item["rests_on"]
    return (
        isinstance(text, str) and 0 < len(text) <= LONGEST and isinstance(ids, list) and all(isinstance(i, str) for i in ids)
    )


_QUOTE_MARKS = re.compile("[\"“”„«»‟]")


def _fold(text: str) -> str:
    """Small letters, quotation marks out, single spaces: what doesn't tell two wordings apart."""
    return " ".join(_QUOTE_MARKS.sub("", text.casefold()).split())


def take_apart(text: str, rests_on: Sequence[Statement]) -> list[Frame] | None:
    """Take a sentence apart into the statements it names, each whole, once, and rightly laid; null when that leaves anything."""
    folded = _fold(text)
    return _take(folded.removesuffix("."), list(rests_on), is_first=True)


def _take(rest: str, left: list[Statement], *, is_first: bool) -> list[Frame] | None:
    """Take one statement off the front, then what follows it; every way is tried."""
    if not left:
        return [] if not rest.strip() else None
    joined = _JOIN.match(rest)
    for at, join in ((joined.end(), joined.group(1)) if joined else (0, ""), (0, "")):
        if not is_first and not join and not _PAUSE.match(rest):
            continue  # two statements without anything between them
        start = at + _skip(rest, at)
        for i, statement in enumerate(left):
            for pattern in _patterns(statement):
                found = pattern.match(rest, start)
                after = _take(rest[found.end() :], left[:i] + left[i + 1 :], is_first=False) if found else None
                if found and after is not None:
                    told = {name: value or "" for name, value in found.groupdict().items()}
                    frame = Frame(join, told.get("form", "tail"), told.get("verb", ""), told.get("that", ""), statement)
                    return [frame, *after]
    return None


_JOIN = re.compile(rf"\s*[,;.]?\s*({'|'.join(sorted(map(re.escape, JOINS), key=len, reverse=True))})\b\s*,?")
_PAUSE = re.compile(r"\s*;")


def _skip(rest: str, at: int) -> int:
    spaces = re.compile(r"[\s;]*").match(rest, at)
    return len(spaces.group()) if spaces else 0


def _patterns(row: Statement) -> Iterator[re.Pattern[str]]:
    """The ways in which a statement may stand in a sentence, folded."""
    who, words = rf"(?:the\s)?{re.escape(_fold(row.who))}", re.escape(_fold(row.words))
    end = r"(?=$|[\s,;.])"
    that = r"(?:\s(?P<that>that)|:|,)?"
    if row.verb == "denied":
        yield re.compile(rf"{who}\s(?P<form>(?P<verb>{'|'.join(DENIED)})){that}\s{words}{end}")
        return
    yield re.compile(rf"(?P<form>according\sto)\s{who},?\s{words}{end}")
    yield re.compile(rf"{words},?\saccording\sto\s{who}{end}")
    yield re.compile(rf"{who}\s(?P<form>(?P<verb>{'|'.join(SAID)})){that}\s{words}{end}")


_DIGITS = re.compile(r"\d[\d.,:/-]*\d|\d")
_CAPITAL = re.compile(r"(?<!^)(?<![.!?]\s)\b[^\W\d_a-z]\w+")
_QUOTED = re.compile("[\"“„«]([^\"“”„«»]+)[\"”»]")


def _diagnose(text: str, rests_on: Sequence[Statement]) -> tuple[str, str]:
    """Why a sentence could not be taken apart, the gravest reason there is."""
    known = _fold(" \n ".join(f"{row.who} {row.words}" for row in rests_on))
    linking = " ".join(("according to that the", *JOINS, *SAID, *DENIED))
    numbers, words = set(_DIGITS.findall(known)), set(re.findall(r"\w+", f"{known} {linking}"))
    if not numbers.issuperset(_DIGITS.findall(text)):
        return _NUMBER
    if any(_fold(quoted) not in known for quoted in _QUOTED.findall(text)):
        return _QUOTE
    if any(name.casefold() not in words for name in _CAPITAL.findall(text)):
        return _NAME
    return _OWN if all(_fold(row.who) in _fold(text) for row in rests_on) else _WHO


# ------------------------------------------------------------ how it is shown


def _write(frames: Sequence[Frame], against: Sequence[str]) -> DraftSentence:
    """Put a sentence together out of rows and closed lists; nothing of it is copied from the answer."""
    bits: list[DraftBit] = []
    for i, frame in enumerate(frames):
        row = frame.statement
        who, words, chain = map(_nest, (row.who, row.words, row.via))
        join = f"{frame.join} " if frame.join else ""
        before = f"{'' if i == 0 else ', ' if frame.join else '; '}{join}"
        quoted, via = DraftBit(f"“{words}”", row.claim_id), DraftBit(f" ({chain})" if chain else "")
        if frame.form == "tail":
            bits += [DraftBit(before), quoted, DraftBit(f", according to {who}"), via]
        elif frame.form == "according to":
            bits += [DraftBit(f"{before}according to {who}, "), quoted, via]
        else:
            bits += [DraftBit(f"{before}{who} {frame.verb}{' that ' if frame.that else ': '}"), quoted, via]
    bits = [*bits, DraftBit(".")]
    first = next(bit for bit in bits if bit.text)
    bits[bits.index(first)] = dataclasses.replace(first, text=first.text[:1].upper() + first.text[1:])
    return DraftSentence(
        tuple(bit for bit in bits if bit.text), tuple(frame.statement.claim_id for frame in frames), tuple(against),
        tuple(frames),
    )


def _nest(text: str) -> str:
    """Make quotation marks inside a quotation or a name single, so that no document can end a quotation of its words early."""
    return _QUOTE_MARKS.sub("’", text)


def _find_against(lookup: Lookup, frames: Sequence[Frame], told_ids: set[str]) -> list[str]:
    """Claims of the other side of each statement's group, and of groups in dispute with it, where the draft holds none of them."""
    found: list[str] = []
    for row in (frame.statement for frame in frames):
        sides = [(row.group_id, side) for side in SIDES if side != row.side]
        for dispute in lookup.disputes:
            pair = (dispute.group_id, dispute.other_group_id)
            if row.group_id in pair and dispute.kind not in UNDISPUTED:
                sides += [(group_id, side) for group_id in pair if group_id and group_id != row.group_id for side in SIDES]
        for group_id, side in dict.fromkeys(sides):
            others = [claim.id for claim in lookup.members(group_id, side)]
            found += [] if told_ids.intersection(others) else others
    return list(dict.fromkeys(found))


def make_problem(what: str, why: str, number: int, made_by: str) -> Problem:
    """A row that says how many of something were not used, and why."""
    told = f"{what} ({number:,})"
    return Problem(make_id("p", WHERE, told), WHERE, told, why, False, made_by)
