"""Other names that a text itself gives: 'also known as', 'formerly', 'a.k.a.', an acronym in brackets, a code name.

What stands on both sides must be names and touch the words that join them: 'the head of the Harbour League, known as the
Eel' says nothing, for it may be the head or the League. A name that two texts give to different bearers joins none of them.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sayso.link import names
from sayso.link.names import parse_name
from sayso.link.naming import Words, load_words
from sayso.schema import Cut, Document, Referent
from sayso.text.flow import Flow

_PART = r"(?:[A-ZÀ-ÖØ-Þ0-9][\w’'&.-]*[\w’']|[A-ZÀ-ÖØ-Þ]\b\.?)"
_SMALL = r"(?:of|the|for|and|de|del|la|las|los|el|al|bin|ibn|van|von|der|du|des|e|y)"
_QUOTE = r"[“\"‘']"
_NAME = rf"(?<![\w-])(?:(?:al-|el-){_PART}|{_PART})(?:[ -](?:{_SMALL} ){{0,2}}(?:al-|el-)?{_PART}){{0,6}}"
_TIMES = (
    r"(?:also|better|best|variously|formerly|previously|once|originally|sometimes|commonly|widely|now|locally|popularly|more|often|"
    r"then|otherwise)"
)
_CALLED = r"(?:known|called|named|dubbed|nicknamed|renamed|rebranded|code-?named|referred to|abbreviated|identified as)"
_LINK = (
    r"(?:\(|\[|,|–|—|-)?\s*(?:(?:who|which|that) (?:is|was|are|were|has been|goes|went) |and (?:is )?|is |was |has been )?"
    rf"(?:{_TIMES},? (?:and )?){{0,2}}"
    rf"(?:{_CALLED}(?: (?:as|to|by|in [\w-]+(?: [\w-]+)?(?: as| by)?|under))*"
    r"(?: (?:its|his|her|their|the) (?:[\w-]+ ){0,2}(?:acronyms?|initials|alias(?:es)?|nicknames?|nom de guerre|code ?-?name|"
    r"pen name|pseudonym|abbreviation|name)(?: of| as)?,?)?"
    r"|a\.?k\.?a\.?|alias|formerly(?: the)?|previously(?: the)?|née"
    r"|by (?:his|her|its|their|the) (?:nickname|alias|acronym|code name)"
    r"|whose (?:real|full|given|birth|code|other) ?-?name (?:is|was)|nom de guerre)"
)
# What each kind is found by: words that are rare in running text. Only around them are the slower patterns tried.
TRIGGER = re.compile(
    r"\b(?:known|named|dubbed|nicknamed|renamed|rebranded|a\.?k\.?a\b|alias|formerly|previously|née|whose|called|abbreviated|"
    r"referred|identified|guerre|code-?named?)", re.I
)
SAYS = re.compile(rf"(?P<left>{_NAME})(?P<link>\s*{_LINK}\s+)(?:the |a )?{_QUOTE}?(?P<right>(?=[^\\d]){_NAME})")
SHORT = re.compile(r"(?: \((?:the )?|, or (?:the )?)(?P<right>[A-Z][\w.&-]{1,9})(?=[),.;])")
ENDS = re.compile(rf"(?P<left>{_NAME})$")
CODED = re.compile(
    r"(?P<link>,? ?\(?(?:(?:who|and) (?:is|was) )?(?:known|called|named|referred to|identified|code ?-?named?)"
    r"(?: (?:only|simply|just))?(?: in [\w ]{3,30}?)?(?: as)? )"
    r"(?P<right>[“\"]?(?:[A-Z]{2,}[\w-]*\d[\w-]*|[A-Z][\w-]*\d+))"
)
BEFORE, BEHIND = 100, 120  # characters around what a kind is found by
ACTS = re.compile(  # 'X called Y', 'X was named Y': somebody does something, or gets an office
    r"\s*(?:called|dubbed|nicknamed|renamed|rebranded|identified|referred|abbreviated|code)"
    r"|[\s,(]*(?:(?:who |which )?(?:is|was|are|were|has been) )?named", re.I
)
LOOSE = re.compile(r"(?<![\w-])(?:of|for|in|at|from|to|by|with|about|against|over)(?: the)?\s+$", re.I)
STARTS = load_words("openers")


@dataclasses.dataclass(frozen=True, slots=True)
class OtherName:
    """That a document says that one of its referents goes by another name, too.

    Attributes:
        place: the referent, as an index into the sorted rows.
        name: the other name.
        other: the referent of the same document that bears it; null when nothing there does.
        why: the words that say so.
    """

    place: int
    name: str
    other: int | None
    why: str


def find_other_names(
    referents: Sequence[Referent], documents: Sequence[Document], cuts: Sequence[Cut]
) -> list[OtherName]:
    """Other names that the documents state, in the order of documents and text.

    Args:
        referents: sorted; a name's `place` is its bearer's index here.
        documents: of the same case; one without referents is passed over.
        cuts: what is no part of their flow.
    """
    by_document: dict[str, list[int]] = defaultdict(list)
    for place, referent in enumerate(referents):
        by_document[referent.document_id].append(place)
    cuts_of: dict[str, list[Cut]] = defaultdict(list)
    for cut in cuts:
        cuts_of[cut.document_id].append(cut)
    found: list[OtherName] = []
    for doc in sorted(documents, key=lambda doc: doc.id):
        if by_document[doc.id]:
            flow = Flow(doc.text, cuts_of[doc.id])
            cast = _Cast.of({place: referents[place] for place in by_document[doc.id]}, flow)
            found += dict.fromkeys(_read(flow.text, cast))
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class _Cast:
    """The referents of one document by where they are named, and by what."""

    starts: list[int]
    mentions: list[tuple[int, int, int]]  # start and end in the flow, place
    by_words: Mapping[Words, int]
    referents: Mapping[int, Referent]

    @classmethod
    def of(cls, referents: Mapping[int, Referent], flow: Flow) -> _Cast:
        mentions: list[tuple[int, int, int]] = []
        by_words: dict[Words, int] = {}
        for place, referent in referents.items():
            for start, end in referent.spans:
                at, last = flow.from_canonical(start), flow.from_canonical(end - 1)
                if at is not None and last is not None:
                    mentions.append((at, last + 1, place))
            for name in (referent.name, *referent.aliases) if referent.is_named else ():
                by_words.setdefault(parse_name(name).words, place)
        mentions.sort()
        return cls([start for start, _, _ in mentions], mentions, by_words, referents)

    def find(self, name: str, start: int, end: int) -> int | None:
        """Who is named at a place of the flow: by the words, else by a mention that ends just there."""
        if (place := self.by_words.get(parse_name(name).words)) is not None:
            return place
        first, behind = bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)
        for at, last, place in self.mentions[max(0, first - 1) : behind]:
            if start <= at and abs(last - end) <= 1 and self.referents[place].is_named and at - start <= 5:
                return place
        return None

    def find_unnamed(self, end: int) -> int | None:
        """The nearest person without a name whose mention ends at a place of the flow, or holds it."""
        near = self.mentions[max(0, bisect.bisect_left(self.starts, end) - 6) : bisect.bisect_left(self.starts, end)]
        found = [(at, place) for at, last, place in near if last >= end - 1 and not self.referents[place].is_named
                 and self.referents[place].kind in ("official", "person", "other")]
        return max(found)[1] if found else None


def _read(text: str, cast: _Cast) -> Iterator[OtherName]:
    for trigger in TRIGGER.finditer(text):
        start = max(text.rfind("\n", 0, trigger.start()) + 1, trigger.start() - BEFORE)
        for match in SAYS.finditer(text, start, trigger.end() + BEHIND):
            is_here = match.start("link") <= trigger.start() < match.end("link")
            if is_here and not _is_loose(text, match) and not ACTS.match(match["link"]):
                yield from _to_other(match.group(), match["left"], match["right"], match.end("left"), cast)
        coded = CODED.search(text, max(start, trigger.start() - 20), trigger.end() + BEHIND)
        place = cast.find_unnamed(coded.start()) if coded and coded.start() <= trigger.start() else None
        if coded and place is not None:
            name = coded["right"].strip("“\"")
            yield OtherName(place, name, cast.by_words.get(parse_name(name).words), f"the text says “{_quote(coded.group())}”")
    for short in SHORT.finditer(text):
        before = ENDS.search(text, max(text.rfind("\n", 0, short.start()) + 1, short.start() - BEFORE), short.start())
        left = _find_spelled(before["left"], short["right"]) if before else None
        if left:
            yield from _to_other(left + short.group(), left, short["right"], short.start(), cast)


def _is_loose(text: str, match: re.Match[str]) -> bool:
    """Whether what is called by another name may be something before the left name: 'the head of X, known as Y'."""
    if match["link"].lstrip()[:1] in ("(", "["):
        return False
    return LOOSE.search(text, max(0, match.start() - 20), match.start()) is not None


def _to_other(said: str, left: str, right: str, end: int, cast: _Cast) -> Iterator[OtherName]:
    """That the bearer of the left name, which ends at a place of the flow, bears the right one; nothing if nobody does."""
    words = left.split()
    while len(words) > 1 and words[0].lower() in STARTS:
        words = words[1:]
    left, right = " ".join(words), _trim(right)
    told = parse_name(right).words
    place = cast.find(left, end - len(left), end)
    if place is None or not told:
        return
    bearer = cast.referents[place]
    if told not in {parse_name(name).words for name in (left, bearer.name, *bearer.aliases)}:
        yield OtherName(place, right, cast.by_words.get(told), f"the text says “{_quote(said)}”")


def _trim(name: str) -> str:
    """A name without what a sentence adds behind it."""
    return re.sub(r"(?:['’]s|[.,'’])$", "", name.strip())


def _quote(said: str) -> str:
    words = " ".join(said.split()).lstrip(", ")
    return words if len(words) <= 90 else f"{words[:88]}…"


def _find_spelled(left: str, short: str) -> str | None:
    """The words at the end of a name that an acronym is made of; null when it isn't made of them."""
    letters = "".join(c for c in short.lower() if c.isalnum())
    words = left.split()
    for n in range(2, len(words) + 1):
        if letters in names.initials(parse_name(" ".join(words[-n:])).words):
            return " ".join(words[-n:])
    return None
