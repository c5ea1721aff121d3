"""A second reader: what a language model takes for attributions and claims of a document, as far as the document bears it out.

The model is given numbered sentences and may only point: at a sentence, and at words that stand in it. Words that don't stand
there, word for word, are a row in `problems` and are shown nowhere. What is left are proposals, set beside what sayso's own
reader found; they enter no chain, no group and no count of lines. A person reads them as one reads a colleague's marks.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sayso.models.prompts import Ask, NoAnswer, Prompt
from sayso.read.lexicon import load_lexicon
from sayso.read.numbered import ABSENT, Sentence, Unborne, Why, Window, batch_sentences, split_sentences
from sayso.schema import Attribution, Claim, Cut, Document, Problem, Proposal, Spans, Tables, make_id
from sayso.text.flow import Flow
from sayso.text.spans import covers, length, overlap, to_spans

MOST_QUESTIONS = 80  # of a document: 480,000 characters, a book
MOST_ITEMS = 200  # of an answer; 6,000 characters hold about 20 attributions
MOST_PIECES = 4  # of a content that is broken up by its cue
SHORTEST_CLAIM = 3  # words
BOTH, MODEL_ONLY, SAYSO_ONLY = "both", "the model only", "sayso only"  # who found what is proposed
SAME = 0.5  # share of the shorter content that both readers must have for them to mean one thing

RULES = """You mark up a document for a person who checks who said what. Each line of the data is one numbered sentence.

`attributions`: each place where something is laid to somebody. Give `sentence`, the number of the first sentence it stands in,
and `last`, that of the last. `source` is the words that name who says it, or an empty text where nobody is named; `cue` the
words that lay it to them (said, according to, denied); `content` a list of the words that are laid to them, in as many pieces
as the cue and the source break it into.

`claims`: statements that could be checked and that the document makes in its own voice: `sentence` and `words`.

Copy words exactly as they stand, without marks or dots of your own. Leave out what you aren't sure of."""
_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


SCHEMA = _object(
    attributions={
        "type": "array",
        "items": _object(sentence=_NUMBER, last=_NUMBER, source=_TEXT, cue=_TEXT, content={"type": "array", "items": _TEXT}),
    },
    claims={"type": "array", "items": _object(sentence=_NUMBER, words=_TEXT)},
)


@dataclasses.dataclass(frozen=True, slots=True)
class SecondReading:
    """What a second reader came to.

    Attributes:
        proposals: what the model found, by place, then attributions that only sayso's own reader found in the passages that
            the model was given.
        problems: what of its answers was not used, counted by reason; what it was not given; none holds a word of its.
    """

    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]


def read_second(tables: Tables, ask: Ask, *, made_by: str) -> SecondReading:
    """Have a language model read one document, and keep what the document bears out.

    Args:
        tables: rows of one document: `documents`, `cuts`, and what the first reader found (`attributions`, `claims`).
        ask: puts a question; raises `NoAnswer`.
        made_by: `llm` and the model's name.
    """
    doc = tables.take(Document)[0]
    flow = Flow(doc.text, tables.take(Cut))
    sentences, withheld = split_sentences(flow)
    why: Counter[tuple[str, str]] = Counter()
    if withheld:
        why[_WITHHELD] = withheld
    batches = list(batch_sentences(sentences))
    if len(batches) > MOST_QUESTIONS:
        left = sum(map(len, batches[MOST_QUESTIONS:]))
        why[_LEFT] = left
    proposals: dict[str, Proposal] = {}
    seen: list[Sentence] = []
    for batch in batches[:MOST_QUESTIONS]:
        try:
            answer = ask(make_prompt(batch))
        except NoAnswer as none:
            why[none.what, none.why] += 1
            continue
        seen += batch
        for proposal in _judge(answer, batch, why, _Writer(doc.id, flow, tables, made_by)):
            proposals[proposal.id] = proposal
    told = sorted(proposals.values(), key=lambda row: (row.content_spans, row.kind, row.id))
    problems = tuple(_make_problem(doc, *reason, number, made_by) for reason, number in sorted(why.items()))
    return SecondReading((*told, *_find_missed(tables, told, flow, seen, made_by=made_by)), problems)


# ------------------------------------------------------------ what is asked


def make_prompt(sentences: Sequence[Sentence]) -> Prompt:
    """Ask for the attributions and claims of some sentences."""
    lines = [(f"{sentence.number}:", sentence.text) for sentence in sentences]
    return Prompt(name="second_reading", rules=RULES, lines=lines, schema=SCHEMA)


# ------------------------------------------------------------ what of the answer is borne out

_WITHHELD = "passages were kept back from the language model", "they speak to a machine, not to a reader; look at them yourself"
_LEFT = "sentences were not given to the language model", f"it is asked {MOST_QUESTIONS} questions a document at the most"
_SHAPE = "proposals of the language model were not of the shape that was asked for", "they are used nowhere"
_CUE = "proposals of the language model name a cue that lays nothing to anybody", "no word of it is in sayso's list of such words"
_MANY = "proposals of the language model were left out", f"it made more than {MOST_ITEMS} at once"


def _judge(answer: dict[str, Any], batch: Sequence[Sentence], why: Counter[Why], writer: _Writer) -> Iterator[Proposal]:
    """Give what of an answer is borne out, and count the rest by reason."""
    for kind, place in (("attributions", _place_attribution), ("claims", _place_claim)):
        items = answer.get(kind)
        if not isinstance(items, list):
            why[_SHAPE] += 1
            continue
        if len(items) > MOST_ITEMS:
            why[_MANY] += len(items) - MOST_ITEMS
        for item in items[:MOST_ITEMS]:
            try:
                if not _has_shape(item, kind):
                    raise Unborne(_SHAPE)
                window = Window(batch, item["sentence"], item.get("last", item["sentence"]))
                yield writer.write(kind.removesuffix("s"), *map(window.to_flow, place(window, item)))
            except Unborne as unborne:
                why[unborne.why] += 1


_KEYS = {
    "attributions": {"sentence": int, "last": int, "source": str, "cue": str, "content": list},
    "claims": {"sentence": int, "words": str},
}


def _has_shape(item: Any, kind: str) -> bool:
    keys = _KEYS[kind]
    if not isinstance(item, dict) or item.keys() != keys.keys():
        return False
    if any(type(item[key]) is not wanted for key, wanted in keys.items()):
        return False
    pieces = item.get("content", [""])
    return 1 <= len(pieces) <= MOST_PIECES and all(isinstance(piece, str) for piece in pieces)


def _place_attribution(window: Window, item: dict[str, Any]) -> tuple[Spans, Spans, Spans]:
    pieces: list[tuple[int, int]] = []
    for words in item["content"]:
        pieces.append(window.find_only(words, after=pieces[-1][1] if pieces else 0))
    content = tuple(pieces)
    cue = (window.find_nearest(item["cue"], to=content, off=content),)
    source: Spans = ()
    if item["source"].strip():
        source = (window.find_nearest(item["source"], to=cue, off=(*cue, *content)),)
    is_label = bool(source) and window.text[source[0][1] : content[0][0]].strip() == ":" == item["cue"].strip()
    if not is_label and not is_cue(window.text[slice(*cue[0])]):
        raise Unborne(_CUE)
    return source, cue, content


def _place_claim(window: Window, item: dict[str, Any]) -> tuple[Spans, Spans, Spans]:
    if len(item["words"].split()) < SHORTEST_CLAIM:
        raise Unborne(_SHAPE)
    return (), (), (window.find_only(item["words"]),)


_LETTERS = re.compile(r"[^\W\d_]+")
_IRREGULAR = (
    "said told wrote written thought knew known felt found heard saw seen held swore sworn meant read spoke spoken "
    "understood foresaw foretold taught showed shown forecast cast put learnt learned"
)


def is_cue(words: str) -> bool:
    """Whether words hold one that lays something to somebody: of the lexicon, in any form that English gives it."""
    folded = " ".join(words.casefold().split())
    return any(phrase in folded for phrase in load_lexicon().phrases) or not _cue_forms().isdisjoint(_LETTERS.findall(folded))


@functools.cache
def _cue_forms() -> frozenset[str]:
    lexicon = load_lexicon()
    forms = {*_IRREGULAR.split(), *lexicon.adverbs}
    for lemma in (*lexicon.verbs, *lexicon.nouns):
        stem = lemma[:-1] if lemma.endswith(("e", "y")) else lemma
        forms |= {lemma, f"{lemma}s", f"{lemma}es", f"{lemma}ed", f"{lemma}d", f"{lemma}ing", f"{stem}ing"}
        forms |= {f"{stem}ies", f"{stem}ied", f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"}
    return frozenset(forms)


# ------------------------------------------------------------ beside the first reader


class _Writer:
    """Writes proposals of one document, each beside what the first reader found there."""

    def __init__(self, document_id: str, flow: Flow, tables: Tables, made_by: str) -> None:
        self._document_id, self._flow, self._made_by = document_id, flow, made_by
        self._attributions = sorted(tables.take(Attribution), key=lambda row: row.id)
        self._claims = sorted(tables.take(Claim), key=lambda row: row.id)

    def write(self, kind: str, source: Spans, cue: Spans, content: Spans) -> Proposal:
        """Make a proposal of flow spans."""
        who, cue_words, words = map(self._to_canonical, (source, cue, content))
        if not words:
            raise Unborne(ABSENT)
        same_as = self._find_same(kind, cue_words, words)
        return Proposal(
            make_id("q", self._document_id, kind, who, cue_words, words), self._document_id, kind, who, cue_words, words,
            same_as, BOTH if same_as else MODEL_ONLY, self._made_by,
        )

    def _to_canonical(self, spans: Spans) -> Spans:
        return to_spans(piece for span in spans for piece in self._flow.to_canonical(*span))

    def _find_same(self, kind: str, cue: Spans, content: Spans) -> str | None:
        if kind == "attribution":
            alike = [
                (_share(row.content_spans, content), row.id) for row in self._attributions if overlap(row.cue_spans, cue)
            ]
        else:
            alike = [(_share(row.spans, content), row.id) for row in self._claims]
        share, row_id = max(alike, default=(0.0, None))
        return row_id if share >= SAME else None


def _share(a: Spans, b: Spans) -> float:
    return overlap(a, b) / max(min(length(a), length(b)), 1)


def _find_missed(
    tables: Tables, told: Sequence[Proposal], flow: Flow, seen: Sequence[Sentence], *, made_by: str
) -> list[Proposal]:
    given = to_spans(
        piece for sentence in seen for piece in flow.to_canonical(sentence.places[0], sentence.places[-1] + 1)
    )
    named = {proposal.same_as for proposal in told}
    rows = [row for row in tables.take(Attribution) if row.id not in named and row.cue_spans and covers(given, row.cue_spans)]
    return [
        Proposal(
            make_id("q", row.document_id, SAYSO_ONLY, row.id), row.document_id, "attribution", row.source_spans, row.cue_spans,
            row.content_spans, row.id, SAYSO_ONLY, made_by,
        )
        for row in sorted(rows, key=lambda row: (row.cue_spans, row.id))
    ]


def _make_problem(doc: Document, what: str, why: str, number: int, made_by: str) -> Problem:
    told = f"{what} ({number:,})"
    return Problem(make_id("p", doc.path, told), doc.path, told, why, False, made_by)
