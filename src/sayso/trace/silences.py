"""`trace.silences`: who was asked and did not answer, and what that may bear on."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator

from sayso.engine.stage import Stage
from sayso.schema import Claim, Cut, Document, Identity, Membership, Referent, Silence, Source, Tables, make_id
from sayso.text.flow import Flow
from sayso.text.spans import hull, length, overlap
from sayso.text.words import find_sentence

MOST_GROUPS = 6  # groups that a silence may bear on; those of its own paragraph come first
HALF = 0.5  # of the words that a known name must hold to be who is meant
ARTICLE = 4  # characters that may stand before it: "the "
LONGEST = 90  # characters of a name as the document gives it; more is a clause

_SOON = r"(?:immediately |yet |at once |so far |also |both |again |repeatedly |publicly )*"
_ASKED = (
    r"(?:requests?|questions?|calls?|phone calls?|telephone calls?|e-?mails?|messages?|letters?|inquir\w+|enquir\w+|texts?"
    r"|voicemails?|attempts?)"
)
# What stands before these is who was asked.
_BEFORE = {
    "declined": re.compile(
        rf"\b(?:ha(?:s|ve|d) )?{_SOON}(?:declin(?:ed|es|ing)|refus(?:ed|es|ing)) {_SOON}(?:to (?:comment|answer|discuss|say|be"
        r" (?:interviewed|drawn|named)|elaborate|respond|reply|speak|talk|take part|make (?:a|any) (?:statement|comment))"
        r"|comment|requests? for|an? interview)\b"
        rf"|\b(?:would|will) not {_SOON}(?:comment|be drawn|discuss|be interviewed)\b|\b(?:wouldn|won)['’]t (?:comment|be drawn)\b"
        rf"|\b(?:has|have|had|offered|gave|made) {_SOON}no (?:immediate |further |public )?comment\b",
        re.I,
    ),
    "did not respond": re.compile(
        rf"\b(?:did|do|does|has|have|had)(?: not|n['’]t) {_SOON}"
        r"(?:respon(?:d|ded)|repl(?:y|ied)|return(?:ed)?|answer(?:ed)?|call(?:ed)? back|acknowledged?)"
        rf"(?:(?= to (?:[\w’'-]+ ){{0,4}}?{_ASKED})|(?= (?:[\w’'-]+ ){{0,4}}?{_ASKED})|(?= for comment)"
        r"|(?<=back)|(?P<bare>(?=\s*[.,;!?])))"
        rf"|\b(?:has|have|had|did|could)(?: not|n['’]t) {_SOON}comment(?:ed)?\b"
        rf"|\b(?:has|have|had|did)(?: not|n['’]t) {_SOON}respon(?:d|ded) to (?:[\w’'-]+ ){{1,3}}?(?:announcement|statement|report"
        r"|claims?|allegations?|accusations?|charges?)\b"
        rf"|\bfailed to (?:respond|reply|return|answer)(?: to)? (?:[\w’'-]+ ){{0,4}}?{_ASKED}",
        re.I,
    ),
    "could not be reached": re.compile(
        rf"\b(?:could|can)(?:not| not|n['’]t) {_SOON}be {_SOON}(?:reached|contacted)\b"
        rf"|\b(?:was|were|is|are)(?: not|n['’]t) {_SOON}(?:available|reachable)(?= for comment| to comment|\s*[.,;])"
        rf"|\b(?:was|were) {_SOON}un(?:available|reachable)(?= for comment| to comment)",
        re.I,
    ),
}
# What stands behind these is who was asked.
_AFTER = {
    "did not respond": re.compile(
        rf"\b{_ASKED}(?: for (?:comment|an interview))?(?: (?:sent|made|put|addressed))? (?:to|with) (?P<who>[^.;]{{3,90}}?),?"
        rf" (?:was|were|went|have been|has been|had been|remained) {_SOON}"
        rf"(?:not (?:been )?{_SOON}(?:returned|answered)|unanswered|ignored|without (?:reply|answer))\b"
        r"|\bthere was no (?:immediate )?(?:response|reply|answer) from (?P<who2>[^.,;]{3,90})"
        r"|\bno (?:response|reply|answer) (?:was|has been|had been) (?:received|had) from (?P<who3>[^.,;]{3,90})",
        re.I,
    ),
    "declined": re.compile(r"\bthere was no (?:immediate )?comment (?:from|by) (?P<who>[^.,;]{3,90})", re.I),
    "could not be reached": re.compile(
        r"\b(?:attempts?|efforts?) to (?:reach|contact|speak to|call) (?P<who>[^.,;]{3,90}?)"
        r" (?:were (?:not successful|unsuccessful|in vain)|failed|went unanswered)\b"
        r"|\b(?:unable|not able) to (?:reach|contact) (?P<who2>[^.,;]{3,90}?)(?= for comment|[.,;])"
        r"|\bcould not (?:reach|contact) (?P<who3>[^.,;]{3,90}?)(?= for comment)",
        re.I,
    ),
}
_CLAUSE = re.compile(
    r"[;:]\s|,? (?:but|while|though|although|whereas|when|after|as) |, and "
    r"|(?<=[\w”\"]) and (?=(?:a|an|the|its|his|her|their|[A-Z]))"
)
_ASKING = re.compile(rf"\b(?:asked|sent|put|contacted|rang|called|approached|wrote)\b|\b{_ASKED}\b|\bcomment\b", re.I)
_ASIDE = re.compile(r",[^,]*,\s*$|\s(?:has|have|had|is|was|were|also|both)\s*$", re.I)  # "Kane, who left in May,"
_HINTS = (
    "declin", "refus", "comment", "respon", "repl", "return", "answer", "call", "acknowledg", "drawn", "reach", "contact",
    "available",
)
_REST = re.compile(
    rf"(?: (?:to|for|of|about|on|a|an|the|its|his|her|our|several|two|three|repeated|further))*(?: (?:comment|{_ASKED}))"
    r"(?: for (?:comment|an interview))?",
    re.I,
)
_ASKED_WHOM = re.compile(
    r"\b(?:asked|called|contacted|rang|approached|wrote to|sent|put (?:it|this|that|the question) to)\s+", re.I
)
_WHOM = re.compile(
    r"(?:the |an? )?[\w’'-]+(?: [\w’'-]+){0,4}?(?= (?:to|for|whether|if|about|how|why|what|on|\w+ questions)\b|[,.;])"
)
_NOBODY = frozenset(("he", "she", "they", "it", "who", "which", "that", "we", "i", "you", "both", "neither"))
_AGAIN = frozenset(  # what a text calls someone whom it has just named
    f"the {word}" for word in (
        "company", "firm", "group", "agency", "office", "ministry", "department", "council", "authority", "organisation",
        "organization", "paper", "party", "bank", "university", "school", "hospital", "police", "embassy", "army",
    )
)
_FOR = re.compile(
    r"^(?:an?|the|another|its|his|her) (?:\w+ ){0,2}?(?:spokes(?:man|woman|person|people)|representatives?|lawyers?|attorneys?"
    r"|aides?|press office(?:r)?|agent) (?:for|of|at|with) (?P<body>.+)$",
    re.I,
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Found:
    """A silence in the flow of a document: how, the words that say so, and who was asked, by places in the flow."""

    how: str
    start: int
    end: int
    who: tuple[int, int]


def find_silences(tables: Tables) -> Tables:
    """Give everyone who, some document says, was asked and did not answer; one row a document and person."""
    cuts: defaultdict[str, list[Cut]] = defaultdict(list)
    for cut in tables.take(Cut):
        cuts[cut.document_id].append(cut)
    people = _People(tables)
    rows: dict[tuple[str, str], Silence] = {}
    for document in sorted(tables.take(Document), key=lambda document: document.id):
        flow = Flow(document.text, cuts[document.id])
        for found in _find_in(flow.text):
            row = _to_silence(document, flow, found, people)
            if row is not None:
                rows.setdefault((row.document_id, row.source_id or row.name.lower()), row)
    return Tables({"silences": sorted(rows.values(), key=lambda row: row.id)})


# ---------------------------------------------------------------- words


def _find_in(text: str) -> Iterator[_Found]:
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):  # quicker than six patterns
        return
    for how, pattern in _BEFORE.items():
        for match in pattern.finditer(text):
            first, last = _find_paragraph(text, match.start())
            start, end = find_sentence(text, match.span(), inside=(first, last))
            is_bare = match.groupdict().get("bare") is not None
            if is_bare and not _ASKING.search(text[max(first, start - 200) : match.start()]):
                continue  # "the engine did not respond"
            who = _find_subject(text, start, match.start())
            if who is not None:
                yield _Found(how, match.start(), min(end, _trim(text, match.end())), who)
    for how, pattern in _AFTER.items():
        for match in pattern.finditer(text):
            name = next(key for key, value in match.groupdict().items() if value)
            yield _Found(how, match.start(), match.end(), match.span(name))


def _find_paragraph(text: str, at: int) -> tuple[int, int]:
    start, end = text.rfind("\n\n", 0, at), text.find("\n\n", at)
    return start + 2 if start >= 0 else 0, end if end >= 0 else len(text)


def _trim(text: str, end: int) -> int:
    """The end of the words that say so, 'to our requests for comment' included."""
    more = _REST.match(text, end, end + 80)
    return more.end() if more else end


def _find_subject(text: str, start: int, cue: int) -> tuple[int, int] | None:
    """Who stands before the words: the last clause before them, without what is put in between."""
    clause = start
    for match in _CLAUSE.finditer(text, start, cue):
        if text[match.end() : cue].strip(" ,"):
            clause = match.end()
    said = text[clause:cue]
    aside = _ASIDE.search(said)
    while aside is not None:
        said = said[: aside.start()]
        aside = _ASIDE.search(said)
    lead = len(said) - len(said.lstrip(" ,\"“'‘"))
    said = said.strip(" ,\"“'‘")
    if not said or len(said) > LONGEST or not any(letter.isalpha() for letter in said):
        return None
    return clause + lead, clause + lead + len(said)


# ---------------------------------------------------------------- who, and what it bears on


class _People:
    """Who a document means by a stretch of words, and which groups its claims are in."""

    def __init__(self, tables: Tables) -> None:
        self._source_of = {row.referent_id: row.source_id for row in tables.take(Identity)}
        self._names = {source.id: source.name for source in tables.take(Source)}
        self._referents: defaultdict[str, list[Referent]] = defaultdict(list)
        for referent in sorted(tables.take(Referent), key=lambda row: row.id):
            self._referents[referent.document_id].append(referent)
        self._by_id = {referent.id: referent for rows in self._referents.values() for referent in rows}
        self._claims: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in sorted(tables.take(Claim), key=lambda claim: claim.id):
            self._claims[claim.document_id].append(claim)
        self._group_of = {row.claim_id: row.group_id for row in tables.take(Membership)}
        self._of_actor: defaultdict[str, set[str]] = defaultdict(set)
        for claims in self._claims.values():
            for claim in claims:
                for actor in claim.actors:
                    if claim.id in self._group_of:
                        self._of_actor[self._source_of.get(actor, actor)].add(self._group_of[claim.id])

    def find_whole(self, document_id: str, spans: tuple[tuple[int, int], ...]) -> Referent | None:
        """The referent that begins a stretch of words and is half of it: 'Kane of the mill' is Kane, no 'the mill's guard'."""
        start, size = hull(spans)[0], length(spans)
        whole = [
            (span[1] - span[0], referent) for referent in self._referents[document_id] for span in referent.spans
            if overlap((span,), spans) >= max(size * HALF, span[1] - span[0]) and span[0] - start <= ARTICLE
        ]
        return max(whole, key=lambda found: (found[0], found[1].id))[1] if whole else None

    def find(self, document_id: str, spans: tuple[tuple[int, int], ...]) -> Referent | None:
        """The referent that a stretch of words names first; the longest of those that begin there."""
        inside = [
            (span, referent) for referent in self._referents[document_id] for span in referent.spans
            if overlap((span,), spans) == span[1] - span[0]
        ]
        return min(inside, key=lambda found: (found[0][0], -found[0][1], found[1].id))[1] if inside else None

    def source_id(self, referent: Referent) -> str | None:
        """The source of whom the silence is: the body, where somebody speaks for it."""
        body = self._by_id.get(referent.speaks_for_id or "")
        return self._source_of.get((body or referent).id)

    def name_of(self, source_id: str | None) -> str:
        return self._names.get(source_id or "", "")

    def find_groups(self, document_id: str, place: int, source_id: str | None) -> tuple[tuple[str, ...], int]:
        """Groups that it may bear on, and how many of them stand in the same paragraph."""
        near = sorted(
            (abs(hull(claim.spans)[0] - place), self._group_of[claim.id])
            for claim in self._claims[document_id]
            if claim.id in self._group_of and claim.passage_start <= place < claim.passage_end
        )
        same = list(dict.fromkeys(group_id for _, group_id in near))
        about = sorted(self._of_actor.get(source_id or "", set()) - set(same))
        return tuple((same + about)[:MOST_GROUPS]), min(len(same), MOST_GROUPS)


def _to_silence(document: Document, flow: Flow, found: _Found, people: _People) -> Silence | None:
    spans, who = flow.to_canonical(found.start, found.end), flow.to_canonical(*found.who)
    if not spans or not who:
        return None
    said = " ".join(flow.text[found.who[0] : found.who[1]].split())
    body = _FOR.match(said)
    if body is not None:  # "a spokesman for X" is X who was asked
        who = flow.to_canonical(found.who[0] + body.start("body"), found.who[1]) or who
    referent = people.find_whole(document.id, who)
    first = said.split(maxsplit=1)[0].lower() if said else ""
    is_pronoun = first in _NOBODY
    is_back = is_pronoun or said.lower() in _AGAIN
    name = said
    if is_back and referent is None:  # "was out when we called, and did not call back"; "We asked X. It declined"
        referent, told = _find_before(document, flow, found, people)
        if not told and is_pronoun:
            return None
        name = told or said
    source_id = people.source_id(referent) if referent else None
    if is_back and source_id:
        name = people.name_of(source_id)
    group_ids, n_same = people.find_groups(document.id, spans[0][0], source_id)
    words = " ".join(flow.text[found.start : found.end].split())
    bears = _say_bearing(len(group_ids), n_same)
    return Silence(
        id=make_id("silence-", document.id, spans), document_id=document.id, source_id=source_id, name=name, spans=spans,
        how=found.how, group_ids=group_ids, why=f"{name}: “{words}”{bears}",
    )


def _find_before(document: Document, flow: Flow, found: _Found, people: _People) -> tuple[Referent | None, str]:
    """Whom a pronoun means, and his name: the first of the sentence, else the one that the sentence before says was asked."""
    paragraph = _find_paragraph(flow.text, found.start)
    start, _ = find_sentence(flow.text, (found.start, found.end), inside=paragraph)
    if start < found.who[0]:
        referent = people.find(document.id, flow.to_canonical(start, found.who[0]))
        return referent, referent.name if referent else ""
    before, _ = find_sentence(flow.text, (max(0, start - 2), max(1, start - 1)), inside=(paragraph[0], start))
    asked = _ASKED_WHOM.search(flow.text, before, start)
    named = _WHOM.match(flow.text, asked.end(), start) if asked else None
    if named is None:
        return None, ""
    referent = people.find_whole(document.id, flow.to_canonical(*named.span()))
    return referent, referent.name if referent else named.group()


def _say_bearing(n_groups: int, n_same: int) -> str:
    if not n_groups:
        return ""
    same = f"{n_same} in the same paragraph" if n_same else ""
    about = f"{n_groups - n_same} about the same name" if n_groups > n_same else ""
    return f"; it may bear on statements: {' and '.join(filter(None, (same, about)))}"


SILENCES = Stage(
    "trace.silences",
    reads=("documents", "cuts", "referents", "claims", "identities", "sources", "memberships"),
    writes=("silences",),
    run=find_silences,
)

