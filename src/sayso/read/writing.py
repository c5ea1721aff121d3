"""What was read, written down as rows: every span canonical, every id from content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.cast import Cast, Entry
from sayso.read.chains import Chains, Step
from sayso.read.claims import Statement
from sayso.read.judging import Judge
from sayso.read.layings import Laying, to_span
from sayso.read.notes import Cited, find_cited, put_note, to_citations
from sayso.read.page import Block, Page
from sayso.read.pronouns import is_empty
from sayso.schema import Attribution, Claim, Hop, Part, Referent, Spans, Tables, make_id
from sayso.text.spans import hull, to_spans

if TYPE_CHECKING:
    from spacy.tokens import Token

AROUND_NUMBER = {
    "close",
    "more",
    "than",
    "at",
    "least",
    "about",
    "nearly",
    "over",
    "some",
    "almost",
    "around",
    "up",
    "to",
    "only",
    "approximately",
    "fewer",
    "less",
    "under",
    "most",
    "upwards",
    "as",
    "many",
    "roughly",
}
PERSONAL = {"he", "she", "him", "her", "his"}
FILLED = {"he", "she", "they", "it", "him", "her", "them", "his", "their", "its"}


class Writer:
    """Turns the findings of one page into rows."""

    def __init__(self, page: Page, cast: Cast, chains: Chains, cited: list[Cited], *, made_by: str) -> None:
        self.page, self.cast, self.chains, self.cited, self.made_by = page, cast, chains, cited, made_by
        self.doc_id = page.doc.id
        self._tellers: dict[str, Entry] = {}
        self._ids: dict[int, str] = {}
        self._attribution_ids: dict[int, str] = {}

    def write(self, layings: Sequence[Laying], statements: Sequence[Statement]) -> Tables:
        """Give referents, attributions, citations, claims and hops."""
        made = Tables()
        attributions = [self._attribution(laying) for laying in layings]
        by_id = {row.id: row for row in attributions}
        judge = Judge(self.page, self.chains, layings)
        speakers = self._speakers(statements)
        claims: dict[str, Claim] = {}
        hops: list[Hop] = []
        for statement in statements:
            claim, chain = self._claim(statement, speakers, judge)
            if claim is not None and claim.id not in claims:
                claims[claim.id] = claim
                hops.extend(chain)
        made.add("attributions", by_id.values())
        made.add("claims", claims.values())
        made.add("hops", hops)
        made.add("citations", to_citations(self.cited, self.doc_id, id_of=self._id_of))
        made.add("referents", self._referents())
        return made

    def _attribution(self, laying: Laying) -> Attribution:
        source, cue, content = (self.page.canonical(spans) for spans in (laying.source, laying.cue, laying.content))
        parent = laying.parent
        entry = self.chains.source_of(laying)
        row = Attribution(
            id=self._attribution_id(laying),
            document_id=self.doc_id,
            source_spans=source,
            cue_spans=cue,
            content_spans=content,
            kind=laying.kind,
            cue_class=laying.cue_class,
            parent_id=self._attribution_id(parent) if parent is not None else None,
            referent_id=self._id_of(entry) if entry is not None else None,
            score=laying.score,
            p=laying.sure.whole if laying.sure is not None else None,
            p_cue=laying.sure.cue if laying.sure is not None else None,
            p_source=laying.sure.source if laying.sure is not None else None,
            p_content=laying.sure.content if laying.sure is not None else None,
            made_by=self.made_by,
        )
        self._attribution_ids[id(laying)] = row.id
        return row

    def _attribution_id(self, laying: Laying) -> str:
        source, cue, content = (self.page.canonical(spans) for spans in (laying.source, laying.cue, laying.content))
        return make_id("a", self.doc_id, source, cue, content)

    def _speakers(self, statements: Sequence[Statement]) -> dict[int, Entry | None]:
        """Who says each sentence, by the place where it begins; the outermost source counts."""
        said: dict[int, Entry | None] = {}
        for statement in statements:
            block = self.page.block_at(statement.spans[0][0])
            for sent in block.words.sents:
                start, end = to_span(sent, block.start)
                if start < statement.spans[-1][1] and statement.spans[0][0] < end:
                    steps = self.chains.trace(statement.laying) if statement.laying is not None else []
                    said.setdefault(start, steps[0].entry if steps else None)
        return said

    def _claim(
        self, statement: Statement, speakers: dict[int, Entry | None], judge: Judge
    ) -> tuple[Claim | None, list[Hop]]:
        page = self.page
        spans = page.canonical(statement.spans)
        if not spans:
            return None, []
        block = page.block_at(statement.spans[0][0])
        tokens = page.tokens_in(statement.spans)
        steps = self._steps(statement)
        item = find_cited(
            self.cited, page, *hull(statement.spans), speaker=steps[0].entry if steps else None, speakers=speakers
        )
        named = put_note(steps, item)
        text = " … ".join(page.text[start:end] for start, end in statement.spans)
        polarity, stance = judge.judge(statement, tokens, block, [step.entry for step, _ in named])
        teller = self._teller(block.part)
        chain_key = tuple(name for _, name in named)
        passage = page.flow.to_canonical(block.start, block.end)
        claim_id = make_id("c", self.doc_id, spans, chain_key, polarity.value)
        claim = Claim(
            id=claim_id,
            document_id=self.doc_id,
            part_id=block.part.id,
            spans=spans,
            text=text,
            standalone=self._stand_alone(statement.spans, tokens, block, statement.laying),
            passage_start=passage[0][0],
            passage_end=passage[-1][1],
            attribution_id=self._attribution_ids.get(id(statement.laying)) if statement.laying is not None else None,
            is_quote=statement.is_quote,
            polarity=polarity.value,
            polarity_spans=page.canonical(polarity.spans),
            why_polarity=polarity.why,
            stance=stance.value,
            stance_spans=page.canonical(stance.spans),
            why_stance=stance.why,
            actors=self._actors(statement.spans, tokens, block),
            quantities=find_quantities(tokens),
            made_by=self.made_by,
        )
        hops = [Hop(claim_id, 0, self.doc_id, self._id_of(teller), teller.name, "teller", (), (), "teller")]
        for ordinal, (step, name) in enumerate(named, start=1):
            hops.append(
                Hop(
                    claim_id,
                    ordinal,
                    self.doc_id,
                    self._id_of(step.entry),
                    name,
                    step.entry.kind,
                    page.canonical(step.spans),
                    page.canonical(step.cue),
                    step.how,
                )
            )
        return claim, hops

    def _steps(self, statement: Statement) -> list[Step]:
        if statement.is_denied_by is not None:
            return self.chains.trace(statement.is_denied_by)
        return self.chains.trace(statement.laying, skip=statement.skip) if statement.laying is not None else []

    def _stand_alone(self, spans: Spans, tokens: list[Token], block: Block, laying: Laying | None) -> str:
        """The statement with its pronouns filled in; for matching only."""
        fills: list[tuple[int, int, str]] = []
        for token in tokens:
            if token.pos_ != "PRON" or token.lower_ not in FILLED or token.dep_ == "expl" or is_empty(token):
                continue
            if token.lower_ not in PERSONAL and token.dep_ not in ("nsubj", "nsubjpass"):
                continue  # "their aims" means what the sentence names as often as what stood before it
            entry = self.cast.peek(token, block.start + token.idx)
            if entry is not None and entry.kind != "nobody":
                ending = "'s" if token.dep_ == "poss" else ""
                fills.append((*to_span(token, block.start), entry.name + ending))
        out = []
        for start, end in spans:
            at = start
            for b, e, name in fills:
                if start <= b and e <= end:
                    out.append(self.page.text[at:b] + name)
                    at = e
            out.append(self.page.text[at:end])
            out.append(" ")
        filled = re.sub(r"\s+", " ", "".join(out)).strip()
        subject = self.chains.source_of(laying) if laying is not None and laying.frame == "x" else None
        return f"{subject.name} {filled}" if subject is not None else filled

    def _actors(self, spans: Spans, tokens: list[Token], block: Block) -> tuple[str, ...]:
        found = [entry for start, end in spans for entry in self.cast.names_in(start, end)]
        for token in tokens:
            if token.pos_ == "PRON" and token.lower_ in FILLED and token.dep_ != "expl" and not is_empty(token):
                entry = self.cast.peek(token, block.start + token.idx)
                if entry is not None and entry.is_named:
                    found.append(entry)
        return tuple(dict.fromkeys(self._id_of(entry) for entry in found))

    def _teller(self, part: Part) -> Entry:
        doc = self.page.doc
        name = " and ".join(part.authors or doc.authors) or doc.publisher or part.title or doc.title or doc.path
        if name not in self._tellers:
            self._tellers[name] = Entry(name, "teller", is_named=True, head=None, is_source=True)
            self._tellers[name].aliases = (
                [doc.publisher] if doc.publisher and doc.publisher != name and not (part.authors or doc.authors) else []
            )
        return self._tellers[name]

    def _id_of(self, entry: Entry) -> str:
        if id(entry) not in self._ids:
            first = self.page.canonical(tuple(entry.spans[:1]))
            self._ids[id(entry)] = make_id("r", self.doc_id, entry.name, entry.kind, first)
        return self._ids[id(entry)]

    def _referents(self) -> list[Referent]:
        rows: dict[str, Referent] = {}
        for entry in self.cast.entries:
            if entry.speaks_for is not None and (entry.is_named or entry.is_source or id(entry) in self._ids):
                self._id_of(entry.speaks_for)  # so that the body has a row, though nothing is laid to it
        for entry in [
            *self._tellers.values(),
            *self.cast.entries,
            *([self.chains.nobody] if id(self.chains.nobody) in self._ids else []),
        ]:
            if not (entry.is_named or entry.is_source or id(entry) in self._ids):
                continue
            row_id = self._id_of(entry)
            spans = to_spans(span for place in entry.spans for span in self.page.flow.to_canonical(*place))
            rows.setdefault(
                row_id,
                Referent(
                    id=row_id,
                    document_id=self.doc_id,
                    name=entry.name,
                    kind=entry.kind,
                    is_named=entry.is_named,
                    is_source=entry.is_source,
                    aliases=tuple(entry.aliases),
                    head=entry.head,
                    anchors=entry.anchors,
                    spans=spans,
                    speaks_for_id=self._id_of(entry.speaks_for) if entry.speaks_for is not None else None,
                    near=entry.near,
                    made_by=self.made_by,
                ),
            )
        return list(rows.values())


def find_quantities(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Numbers with what they count: '125 tons', 'more than 43 students'."""
    found = []
    for token in tokens:
        if not (token.like_num or token.text in ("$", "%")) or token.dep_ not in (
            "nummod",
            "pobj",
            "attr",
            "dobj",
            "nsubj",
            "nmod",
        ):
            continue
        if token.ent_type_ in ("DATE", "TIME", "ORDINAL"):
            continue
        noun = token.head if token.dep_ in ("nummod", "nmod") else None
        left = token
        while left.i > 0 and (
            left.nbor(-1).lower_ in AROUND_NUMBER or left.nbor(-1).like_num or left.nbor(-1).text == "$"
        ):
            left = left.nbor(-1)
        while (
            left.i < token.i
            and left.lower_ in ("to", "as", "at", "than")
            and left.nbor(1).lower_ not in ("least", "most")
        ):
            left = left.nbor(1)  # "spoke to one man" counts one man
        phrase = token.doc[left.i : token.i + 1].text
        inner = (
            [c.text for c in noun.lefts if c.i > token.i and c.dep_ in ("compound", "amod")] if noun is not None else []
        )
        words = [phrase, *inner, noun.text if noun is not None and noun.i > token.i else ""]
        found.append(" ".join(word for word in words if word))
    return tuple(dict.fromkeys(found))
