"""Who is who within one document: names, descriptions and pronouns taken to one entry each."""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.describe import Description, clean_name, describe, load_words
from sayso.read.names import Name, find_names

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from sayso.read.speakers import Speaker

NEARER = 250  # characters, about a sentence: a name that much nearer outweighs having spoken
GENERIC_BODIES = {
    "group",
    "organization",
    "organisation",
    "agency",
    "company",
    "firm",
    "newspaper",
    "paper",
    "outlet",
    "network",
    "station",
    "magazine",
    "body",
    "service",
    "daily",
}
LONGEST_MENTION = 400  # characters
REACH = 6_000  # characters a description or pronoun may look back: about a page and a half of print
SINGULAR_HE = {"he", "she", "him", "her", "his"}
PLURAL_THEY = {"they", "them", "their", "these", "those"}
NEUTER = {"it", "its", "this", "that", "which"}
ACRONYM = re.compile(r"\s*\((?P<short>[A-Z][A-Za-z&.]{1,9})\)")
HONORIFICS = {
    "mr": "he",
    "mr.": "he",
    "sir": "he",
    "lord": "he",
    "mrs": "she",
    "mrs.": "she",
    "ms": "she",
    "ms.": "she",
    "lady": "she",
}


@dataclasses.dataclass(eq=False, slots=True)
class Entry:
    """Someone or something in this document; `places` are flow offsets of its mentions, sorted."""

    name: str
    kind: str
    is_named: bool
    head: str | None = None
    anchors: tuple[str, ...] = ()
    modifiers: frozenset[str] = frozenset()
    is_plural: bool = False
    is_source: bool = False
    gender: str | None = None
    aliases: list[str] = dataclasses.field(default_factory=list)
    roles: set[str] = dataclasses.field(default_factory=set)
    spans: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    author: Entry | None = None
    above: Entry | None = None  # the source under which it was first named: a report's own sources

    def add(self, span: tuple[int, int], name: str) -> None:
        """Note one more mention."""
        bisect.insort(self.spans, span)
        if name != self.name and name not in self.aliases:
            self.aliases.append(name)

    def last_before(self, place: int) -> int | None:
        """Where it was last mentioned before `place`; null when it wasn't."""
        i = bisect.bisect_left(self.spans, (place, place))
        return self.spans[i - 1][0] if i else None


class Cast:
    """The entries of one document, filled from its names, asked with noun phrases."""

    def __init__(self, blocks: Sequence[tuple[int, int, Doc]]) -> None:
        self.entries: list[Entry] = []
        self._blocks = blocks
        self._by_name: dict[str, Entry] = {}
        self._by_surname: dict[str, list[Entry]] = {}
        self._mentions: list[tuple[int, int, int]] = []  # start, end and place in `_noted`, sorted
        self._noted: list[Entry] = []
        self._pronouns: dict[int, Entry] = {}  # pronouns already resolved, by flow place
        self._sources: list[tuple[int, Entry]] = []  # in order of the places where something was laid to them
        found = [name for start, _, doc in blocks for name in find_names(doc, start)]
        self._places = sorted({name.text for name in found if name.kind == "place"})
        for name in sorted(found, key=lambda name: (-len(name.text.split()), name.span)):
            self._add_state(name) if name.state else self._add_name(name)
        for start, _, doc in blocks:
            self._add_acronyms(doc, start)

    def _add_name(self, name: Name) -> None:
        entry = self._by_name.get(_key(name.text)) or self._find_by_surname(name.text)
        if entry is None:
            entry = Entry(name.text, name.kind, is_named=True, head=name.text.split()[-1].lower())
            self.entries.append(entry)
            if name.kind == "person" and len(name.text.split()) > 1:
                self._by_surname.setdefault(name.text.split()[-1].lower(), []).append(entry)
        for known in (name.text, *name.aliases):
            self._by_name.setdefault(_key(known), entry)
        self._note(entry, name.span, name.text)
        entry.aliases.extend(alias for alias in name.aliases if alias not in entry.aliases)
        if name.root is not None:
            _note_roles(entry, name.root)

    def _add_state(self, name: Name) -> None:
        """'Norland’s government' and 'the Norlandian government' are one body; a place of that name gives it its key."""
        people, body = name.state or ("", "")
        alike = [(_count_shared(place.lower(), people.lower()), place) for place in self._places]
        place = max(((n, place) for n, place in alike if n >= max(4, len(place) - 2)), default=(0, people))[1]
        known = f"{body} of {place}"
        entry = self._by_name.get(_key(known))
        if entry is None:
            entry = Entry(name.text, "organisation", is_named=True, head=body, aliases=[known])
            self.entries.append(entry)
            self._by_name[_key(known)] = entry
        self._by_name.setdefault(_key(name.text), entry)
        self._note(entry, name.span, name.text)

    def _speak_for(self, place: Entry) -> Entry:
        """A place that speaks is its government."""
        known = f"government of {place.name}"
        entry = self._by_name.get(_key(known))
        if entry is None:
            entry = Entry(place.name, "organisation", is_named=True, head="government", aliases=[known])
            self.entries.append(entry)
            self._by_name[_key(known)] = entry
        return entry

    def _find_by_surname(self, name: str) -> Entry | None:
        """A single word that is the surname of exactly one full name of the document; or the same name but for a middle initial."""
        words = name.split()
        known = self._by_surname.get(words[-1].lower(), [])
        if len(words) == 1:
            return known[0] if len(known) == 1 else None
        return next((entry for entry in known if entry.name.split()[0].lower() == words[0].lower()), None)

    def _add_acronyms(self, doc: Doc, start: int) -> None:
        text = doc.text  # made anew from the words each time that it is asked for
        for ent in doc.ents if "(" in text else ():
            match = ACRONYM.match(text, ent.end_char)
            entry = self._by_name.get(_key(clean_name(ent.text)))
            if match is None or entry is None:
                continue
            short = match["short"]
            if not _is_short_for(short, entry.name):
                continue  # "Mexico (AP)"
            other = self._by_name.get(_key(short))
            self._by_name[_key(short)] = entry
            self._note(entry, (start + match.start("short"), start + match.end("short")), short)
            if other is not None and other is not entry and other in self.entries:
                for span in other.spans:
                    self._note(entry, span, short)
                self.entries.remove(other)
                self._noted = [entry if known is other else known for known in self._noted]
                # Two spellings of one body, each with the acronym after it: whoever asks by the other's name meets this one.
                self._by_name = {key: entry if known is other else known for key, known in self._by_name.items()}
                entry.aliases.extend(
                    name for name in (other.name, *other.aliases) if name not in (entry.name, *entry.aliases)
                )

    def names_in(self, start: int, end: int) -> list[Entry]:
        """Named entries mentioned in flow characters `[start, end)`, in order."""
        first = bisect.bisect_left(self._mentions, (start, 0, 0))
        last = bisect.bisect_left(self._mentions, (end, 0, 0))
        inside = {id(entry): entry for entry in (self._noted[order] for _, _, order in self._mentions[first:last])}
        return [entry for entry in inside.values() if entry.is_named]

    def find_source(self, head: Token, span: tuple[int, int], *, base: int) -> Entry:
        """Who a noun phrase means: an entry met before, or a new one; notes that it is a source here."""
        told = describe(head)
        place = base + head.idx
        entry = self._pick_pronoun(head, place) if told.kind == "pronoun" else self._pick_described(told, head, place)
        if entry is None:
            entry = Entry(
                told.name,
                "nobody" if told.kind == "pronoun" else told.kind,
                told.is_named,
                told.head,
                told.anchors,
                told.modifiers,
                told.is_plural,
            )
            self.entries.append(entry)
            if told.is_named:
                self._by_name.setdefault(_key(told.name), entry)
        if told.kind != "pronoun":
            self._note(entry, span, told.name if not told.is_definite or not entry.is_named else entry.name)
            entry.roles.add(told.head)
            _note_roles(entry, head)
        else:
            self._pronouns[place] = entry
            if head.lower_ in SINGULAR_HE:
                entry.gender = entry.gender or head.lower_
        if entry.kind == "place" and told.kind == "organisation":
            entry = self._speak_for(entry)
            self._note(entry, span, told.name)
        if told.author is not None and entry.author is None:
            entry.author = self.find_source(
                told.author, (base + told.author.idx, base + told.author.idx + len(told.author)), base=base
            )
        entry.is_source = True
        self._sources.append((place, entry))
        return entry

    def find_speaker(self, speaker: Speaker, span: tuple[int, int]) -> Entry:
        """Who a label, a mail's head or a signature names: an entry met before, by name, surname or office, or a new one."""
        entry = self._by_name.get(_key(speaker.name))
        if entry is None and speaker.is_named:
            entry = self._find_by_surname(speaker.name)
        elif entry is None:
            holders = [e for e in self.entries if e.is_named and speaker.name.lower() in e.roles]
            entry = holders[0] if len(holders) == 1 else None
        if entry is None:
            head = speaker.name.split()[-1].lower()
            entry = Entry(speaker.name, speaker.kind, speaker.is_named, head=head)
            self.entries.append(entry)
            self._by_name[_key(speaker.name)] = entry
        elif speaker.kind == "person" and (entry.name.isupper() or entry.kind in ("place", "document", "other")):
            entry.kind = speaker.kind  # the name finder guesses at labels in capitals
        if entry.name.isupper() and not speaker.name.isupper():
            entry.name = speaker.name
        if entry.kind == "person" and len(entry.name.split()) > 1:
            known = self._by_surname.setdefault(entry.name.split()[-1].lower(), [])
            known.extend([entry] if entry not in known else [])
        self._note(entry, span, speaker.name)
        entry.is_source = True
        self._sources.append((span[0], entry))
        return entry

    def _pick_described(self, told: Description, head: Token, place: int) -> Entry | None:
        appositive = self._appositive(head.head) if head.dep_ == "appos" else self._appositive(head)
        if appositive is not None and told.kind != "document":
            return appositive
        within = self._entry_at(place) if head.pos_ == "NOUN" and told.kind != "document" else None
        if within is not None and within.is_named and within.head == told.head:
            return within
        if told.is_named and told.kind != "document":
            return self._by_name.get(_key(told.name)) or self._find_by_surname(told.name)
        if told.kind == "document":
            return self._pick_document(told, place)
        bare_sources = told.head == "source" and told.is_plural and not told.modifiers
        if not told.is_definite and not bare_sources:
            return None
        near = self._recent(place)
        same = [
            e
            for e in near
            if (e.head == told.head or told.head in e.roles) and e.is_plural == told.is_plural and _agree(e, told)
        ]
        if same:
            return same[0]
        if told.head in GENERIC_BODIES:
            return next(
                (
                    e
                    for e in near
                    if e.kind == "organisation"
                    and e.is_named
                    and e.is_source
                    and place - (e.last_before(place) or 0) < 900
                ),
                None,
            )
        if told.head == "source" and not bare_sources:
            return next(
                (
                    e
                    for e in near
                    if not e.is_named
                    and e.kind in ("person", "official")
                    and e.is_source
                    and e.is_plural == told.is_plural
                    and _alike(e, told)
                ),
                None,
            )
        return None

    def _appositive(self, head: Token) -> Entry | None:
        """The person that a noun phrase goes on to name: 'the undersecretary for analysis, Ada Moss'."""
        if head.pos_ == "PROPN" and head.ent_type_ == "PERSON":
            return self._by_name.get(_key(clean_name(next(e.text for e in head.doc.ents if e.start <= head.i < e.end))))
        for ent in head.doc.ents:
            if ent.label_ != "PERSON" or not head.i < ent.start <= head.right_edge.i:
                continue
            path = [ent.root.dep_, *(up.dep_ for up in ent.root.ancestors if up.i > head.i and head.is_ancestor(up))]
            is_last = ent.end - 1 == head.right_edge.i and ent.doc[ent.start - 1].pos_ == "PROPN"
            if is_last and head.lemma_.lower() in load_words()["official"]:  # 'Commander of Central Command John Roe'
                return self._by_name.get(_key(clean_name(ent.text)))
            if not {"pobj", "relcl", "acl"} & set(path) or (ent.root.dep_ == "appos" and ent.root.head == head):
                return self._by_name.get(_key(clean_name(ent.text)))
        return None

    def _pick_document(self, told: Description, place: int) -> Entry | None:
        for entry in self._recent(place):
            if entry.kind != "document":
                continue
            same_kind = (
                entry.head == told.head
                or {entry.head, told.head} <= load_words()["correspondence"]
                or (told.head in ("document", "finding") and told.is_definite)
            )
            if not same_kind:
                continue
            if told.anchors:
                if set(map(_key, told.anchors)) & {*map(_key, entry.anchors), _key(entry.name)}:
                    return entry
            elif told.is_definite and told.is_plural == entry.is_plural:
                return entry
        return self._meet_document(told, place) if told.is_definite and not told.anchors else None

    def _meet_document(self, told: Description, place: int) -> Entry | None:
        """'The letters say': letters that were spoken of before, though nothing was laid to them there."""
        alike = load_words()["correspondence"] if told.head in load_words()["correspondence"] else {told.head}
        for start, _, doc in reversed([block for block in self._blocks if place - REACH < block[0] <= place]):
            for token in reversed(list(doc)):
                if start + token.idx >= place or token.pos_ != "NOUN" or token.lemma_.lower() not in alike:
                    continue
                met = describe(token)
                if met.kind == "document" and not met.is_definite and met.is_plural == told.is_plural:
                    return self._meet(token, start)
        return None

    def _pick_pronoun(self, head: Token, place: int) -> Entry | None:
        word = head.lower_
        recent = self._recent_sources(place)
        if word in SINGULAR_HE:
            people = [e for e in recent if e.kind in ("person", "official") and not e.is_plural and _fits(e, word)]
            close = [
                e
                for e in self._recent(place)
                if e.kind in ("person", "official") and not e.is_plural and _fits(e, word)
            ]
            subject = self._last_subject(head, place, word)
            if subject is not None:
                return subject
            if people and close and people[0] is not close[0]:
                last_laid = next(at for at, e in reversed(self._sources) if e is people[0] and at < place)
                at_source = max(people[0].last_before(place) or 0, last_laid)
                return people[0] if at_source + NEARER > (close[0].last_before(place) or 0) else close[0]
            return next(iter(people or close), None)
        if word in PLURAL_THEY:
            return next((e for e in recent if e.is_plural or e.kind in ("organisation", "crowd", "group")), None)
        if word in NEUTER:
            spoken = self._thing_before(head, place)
            if spoken is not None:
                return spoken
            return next((e for e in recent if e.kind in ("organisation", "document") and not e.is_plural), None)
        return None

    def _last_subject(self, head: Token, place: int, word: str) -> Entry | None:
        """The person who is subject of the pronoun's own sentence before it, or of the sentence before that (Hobbs 1978)."""
        doc, base = head.doc, place - head.idx
        earlier = [sent for sent in doc.sents if sent.start <= head.i][-2:]
        for sent in reversed(earlier):
            for token in sent:
                if token.i >= head.i or token.dep_ not in ("nsubj", "nsubjpass"):
                    continue
                entry = self._pronouns.get(base + token.idx) or self._entry_at(base + token.idx)
                if (
                    entry is not None
                    and entry.kind in ("person", "official")
                    and not entry.is_plural
                    and _fits(entry, word)
                ):
                    return entry
        return None

    def _thing_before(self, head: Token, place: int) -> Entry | None:
        """What 'it' means when it speaks: the last document of the sentence before, else that sentence's subject."""
        doc, base = head.doc, place - head.idx
        before = next((sent for sent in reversed(list(doc.sents)) if sent.end <= head.sent.start), None)
        if before is None:
            return None
        documents = load_words()["document"]
        for token in reversed(list(before)):
            if token.lemma_.lower() in documents and token.pos_ == "NOUN" and token.tag_ == "NN":
                known = self._entry_at(base + token.idx)
                return known if known is not None and known.kind == "document" else self._meet(token, base)
        for token in before:
            if token.dep_ in ("nsubj", "nsubjpass"):
                known = self._pronouns.get(base + token.idx) or self._entry_at(base + token.idx)
                if known is not None and known.kind in ("organisation", "document") and not known.is_plural:
                    return known
        return None

    def _meet(self, token: Token, base: int) -> Entry:
        """A new entry for a document that the text speaks of without laying anything to it."""
        met = describe(token)
        known = self._pick_document(met, base + token.idx)
        if known is not None:
            return known
        entry = Entry(met.name, met.kind, met.is_named, met.head, met.anchors, met.modifiers, met.is_plural)
        self._note(entry, (base + token.idx, base + token.idx + len(token)), met.name)
        self.entries.append(entry)
        return entry

    def _entry_at(self, place: int) -> Entry | None:
        """The entry whose mention holds a flow place, the one that begins nearest before it first."""
        for i in range(bisect.bisect_right(self._mentions, (place, 1 << 60, 0)) - 1, -1, -1):
            start, end, order = self._mentions[i]
            if place - start > LONGEST_MENTION:
                return None
            if place < end:
                return self._noted[order]
        return None

    def peek(self, pronoun: Token, place: int) -> Entry | None:
        """Whom a pronoun means, without noting anything; null when nobody fits."""
        return self._pick_pronoun(pronoun, place)

    def _recent_sources(self, place: int) -> list[Entry]:
        """Those something was laid to before `place` within reach, the last first."""
        found = []
        for at, entry in reversed(self._sources):
            if place - at >= REACH:
                break
            if at < place:
                found.append(entry)
        return found

    def _recent(self, place: int) -> list[Entry]:
        """Entries mentioned before `place` within reach, the nearest first."""
        found: dict[int, Entry] = {}
        for i in range(bisect.bisect_left(self._mentions, (place, 0, 0)) - 1, -1, -1):
            start, _, order = self._mentions[i]
            if place - start >= REACH:
                break
            entry = self._noted[order]
            found.setdefault(id(entry), entry)
        return list(found.values())

    def _note(self, entry: Entry, span: tuple[int, int], name: str) -> None:
        """Note a mention of an entry."""
        entry.add(span, name)
        bisect.insort(self._mentions, (*span, len(self._noted)))
        self._noted.append(entry)


def _note_roles(entry: Entry, root: Token) -> None:
    """Words that say what someone is: 'spokesman Jan Ox', 'Jan Ox, the mayor'."""
    others = [*root.children, *([root.head] if root.dep_ == "appos" else [])]
    for token in others:
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("compound", "appos", "nmod", "nsubj", "pobj", "dobj"):
            entry.roles.add(token.lemma_.lower())
    before = root.nbor(-1).lower_ if root.i > 0 else ""
    if before in HONORIFICS:
        entry.gender = entry.gender or HONORIFICS[before]


def _is_short_for(short: str, name: str) -> bool:
    """Whether an acronym's letters open words of the name, in order: 'FBI' in 'Federal Bureau of Investigation'."""
    initials = "".join(word[0] for word in name.replace("-", " ").split() if word[:1].isalpha()).upper()
    letters = "".join(char for char in short.upper() if char.isalpha())
    at = 0
    for char in letters:
        at = initials.find(char, at) + 1
        if at == 0:
            return False
    return len(letters) > 1


def _count_shared(a: str, b: str) -> int:
    """Letters that two words share from their beginning."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _agree(entry: Entry, told: Description) -> bool:
    """No name in one that the other contradicts."""
    return not (told.anchors and entry.anchors) or bool(set(map(_key, told.anchors)) & set(map(_key, entry.anchors)))


def _alike(entry: Entry, told: Description) -> bool:
    """'the diplomatic source' is the diplomat: a modifier shares its stem with the head met before."""
    if not told.modifiers:
        return True
    words = {entry.head or "", *entry.modifiers, *entry.roles}
    return any(a[:6] == b[:6] for a in told.modifiers for b in words if len(a) > 4)


def _fits(entry: Entry, pronoun: str) -> bool:
    said = {"him": "he", "his": "he", "her": "she"}
    return entry.gender is None or said.get(entry.gender, entry.gender) == said.get(pronoun, pronoun)


def _key(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").removeprefix("the ").split())
