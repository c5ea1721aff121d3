"""Who is who within one document: names, descriptions and pronouns taken to one entry each."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.read.bodies import find_body
from sayso.read.describe import Description, describe, load_words
from sayso.read.described import meet, pick_described
from sayso.read.entries import Entry, Mention, to_key
from sayso.read.genders import SAID
from sayso.read.layings import to_span
from sayso.read.names import find_edges
from sayso.read.nearness import judge_near, pick_nearer
from sayso.read.pronouns import pick_antecedent
from sayso.read.roster import Roster, note_roles, to_surname
from sayso.read.scenes import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from sayso.read.speakers import Speaker

__all__ = ["Cast", "Entry"]

REACH = 6_000  # characters a description or pronoun may look back: about a page and a half of print
PLURAL_THEY = {"they", "them", "their", "these", "those"}
NEUTER = {"it", "its", "this", "that", "which"}


class Cast(Roster):
    """The entries of one document, filled from its names, asked with noun phrases."""

    def __init__(self, blocks: Sequence[tuple[int, int, Doc]]) -> None:
        super().__init__(blocks)
        self._pronouns: dict[int, Entry] = {}  # pronouns already resolved, by flow place
        self._sources: list[tuple[int, Entry]] = []  # in order of the places where something was laid to them
        self._silent: dict[int, Entry] = {}  # other pronouns that are subjects, by flow place, as far as they were needed
        self._taken: list[int] = []  # places of both, sorted
        self._subjects = [  # flow places of pronouns for one person that are subjects, the next to resolve last
            (start, token)
            for start, _, doc in sorted(blocks, key=lambda block: -block[0])
            for token in reversed(list(doc))
            if token.lower_ in ("he", "she") and token.dep_ in SUBJECTS
        ]
        self._spoken: list[tuple[int, int]] = []  # the same places and their order in `_sources`, sorted
        for start, _, doc in blocks:
            self._note_bodies(doc, start)

    # ------------------------------------------------------------ sources

    def find_source(self, head: Token, span: tuple[int, int], *, base: int) -> Entry:
        """Who a noun phrase means: an entry met before, or a new one; notes that it is a source here."""
        told = describe(head)
        place = base + head.idx
        if told.kind == "pronoun":
            entry = self._find_by_pronoun(told, head, place)
        else:
            body = self._find_body_of(told, head, base)
            entry = pick_described(self, told, head, place) or self._enter(told)
            self._note(entry, span, told.name if not told.is_definite or not entry.is_named else entry.name)
            entry.roles.add(told.head)
            note_roles(entry, head)
            self._tell_more(entry, head, body)
        if entry.kind == "place" and told.kind == "organisation":
            entry = self._speak_for(entry)
            self._note(entry, span, told.name)
        if told.author is not None and entry.author is None:
            entry.author = self.find_source(told.author, to_span(told.author, base), base=base)
        self._hear(entry, place)
        return entry

    def find_speaker(self, speaker: Speaker, span: tuple[int, int]) -> Entry:
        """Who a label, a mail's head or a signature names: an entry met before, by name, surname or office, or a new one."""
        entry = self._by_name.get(to_key(speaker.name))
        if entry is None and speaker.is_named:
            entry = self._find_by_surname(speaker.name)
        elif entry is None:
            holders = [e for e in self.entries if e.is_named and speaker.name.lower() in e.roles]
            entry = holders[0] if len(holders) == 1 else None
        if entry is None:
            head = speaker.name.split()[-1].lower()
            entry = Entry(speaker.name, speaker.kind, speaker.is_named, head=head)
            self.entries.append(entry)
            self._by_name[to_key(speaker.name)] = entry
        elif speaker.kind == "person" and (entry.name.isupper() or entry.kind in ("place", "document", "other")):
            entry.kind = speaker.kind  # the name finder guesses at labels in capitals
        if entry.name.isupper() and not speaker.name.isupper():
            entry.name = speaker.name
        if entry.kind == "person" and len(entry.name.split()) > 1:
            known = self._by_surname.setdefault(to_surname(entry.name.split()[-1]), [])
            known.extend([entry] if entry not in known else [])
        self._note(entry, span, speaker.name)
        self._hear(entry, span[0])
        return entry

    def bring_in(self, told: Description, span: tuple[int, int]) -> Entry:
        """A new entry for what the text speaks of without laying anything to it."""
        entry = Entry(told.name, told.kind, told.is_named, told.head, told.anchors, told.modifiers, told.is_plural)
        self._note(entry, span, told.name)
        self.entries.append(entry)
        return entry

    def peek(self, pronoun: Token, place: int) -> Entry | None:
        """Whom a pronoun means, without noting anything; null when nobody fits."""
        return self._pronouns.get(place) or self._pick_pronoun(pronoun, place)

    def _enter(self, told: Description) -> Entry:
        kind = "nobody" if told.kind == "pronoun" else told.kind
        entry = Entry(told.name, kind, told.is_named, told.head, told.anchors, told.modifiers, told.is_plural)
        self.entries.append(entry)
        if told.is_named:
            self._by_name.setdefault(to_key(told.name), entry)
        return entry

    def _hear(self, entry: Entry, place: int) -> None:
        """Note that something is laid to an entry at a place."""
        entry.is_source = True
        bisect.insort(self._spoken, (place, len(self._sources)))
        self._sources.append((place, entry))

    def _speak_for(self, place: Entry) -> Entry:
        """A place that speaks is its government; a capital that of its country."""
        return self.government_of(place.name) or self._take_government(place.name, place.name)

    # ------------------------------------------------------------ bodies and nearness

    def _find_body_of(self, told: Description, head: Token, base: int) -> Entry | None:
        """Whom the source that a phrase names speaks for, by the phrase or, of 'the statement', by who spoke last."""
        body = find_body(head)
        if body is not None:
            return self._find_body_entry(body, base)
        is_bare = told.head in load_words()["statement"] and told.is_definite and not told.anchors
        return self._last_body(base + head.idx) if is_bare else None

    def _tell_more(self, entry: Entry, head: Token, body: Entry | None) -> None:
        """Note whom a source speaks for and how near it says it stands; a body's statement goes by the body's name."""
        if entry.speaks_for is None and body is not entry:
            entry.speaks_for = body
            if body is not None and body.is_named and entry.kind == "document" and not entry.is_named:
                entry.name, entry.is_named, entry.anchors = f"{body.name} {entry.head}", True, (body.name,)
        if not entry.is_named:
            verb = head.head if head.head.pos_ in ("VERB", "AUX") else None
            entry.stands = pick_nearer(entry.stands, judge_near(head, entry.kind, cue=verb))

    def _note_bodies(self, doc: Doc, base: int) -> None:
        """Note for whom the people named in a block speak."""
        for ent in doc.ents:
            if ent.label_ != "PERSON":
                continue
            entry = self.entry_at(base + ent.root.idx)
            body = find_body(ent.root) if entry is not None and entry.kind == "person" else None
            if entry is None or body is None or entry.speaks_for is not None:
                continue
            found = self._find_body_entry(body, base)
            entry.speaks_for = found if found is not entry else None

    def _find_body_entry(self, body: Token, base: int) -> Entry | None:
        """The entry of a body that somebody speaks for; null for a name that is no body's and for a pronoun."""
        place = base + body.idx
        entry = self.entry_at(place)
        if entry is not None and entry.kind in ("place", "group"):
            entry = self.government_of(entry.name) or (entry if entry.kind == "group" else None)
        elif entry is None:
            told = describe(body)
            if told.kind == "pronoun":
                return self._pronouns.get(place) or self._pick_pronoun(body, place)
            entry = pick_described(self, told, body, place)
            is_body = told.kind in ("organisation", "other") or told.head in load_words()["organisation"]
            if entry is None and (is_body or body.dep_ in ("pobj", "dobj")):
                entry = self._enter(told)
                entry.kind = "organisation" if is_body and (told.is_named or told.kind != "other") else entry.kind
        if entry is None or entry.kind == "nobody":
            return None
        if entry.kind == "document":
            if not entry.is_named or entry.is_source or entry.head in load_words()["document"]:
                return None
            entry.kind = "organisation"  # the name finder took it for the title of a work
        first, last = find_edges(body)
        words = body.doc[first : last + 1]
        entry.add(to_span(words, base), entry.name)
        return entry

    def _last_body(self, place: int) -> Entry | None:
        """'The statement said': that of the body, or the body's speaker, who spoke last."""
        for _, entry in self._heard_before(place):
            if entry.kind == "organisation":
                return entry
            if entry.kind in ("person", "official"):
                return entry.speaks_for
        return None

    # ------------------------------------------------------------ pronouns

    def _find_by_pronoun(self, told: Description, head: Token, place: int) -> Entry:
        entry = self._pick_pronoun(head, place) or self._enter(told)
        self._pronouns[place] = entry
        self._take(place)
        if head.lower_ in SAID:
            entry.gender = entry.gender or SAID[head.lower_]
        return entry

    def _take(self, place: int) -> None:
        """Note that the pronoun at a place was taken for someone."""
        i = bisect.bisect_left(self._taken, place)
        if self._taken[i : i + 1] != [place]:
            self._taken.insert(i, place)

    def _pick_pronoun(self, head: Token, place: int) -> Entry | None:
        word = head.lower_
        if word in SAID or word in PLURAL_THEY:
            return pick_antecedent(head, place, self._met_before(place), self.scenes)
        if word in NEUTER:
            spoken = self._thing_before(head, place)
            if spoken is not None:
                return spoken
            recent = (entry for _, entry in self._heard_before(place))
            return next((e for e in recent if e.kind in ("organisation", "document") and not e.is_plural), None)
        return None

    def _met_before(self, place: int) -> list[Mention]:
        """Mentions before a place within reach, pronouns among them, the nearest first."""
        while self._subjects and self._subjects[-1][0] + self._subjects[-1][1].idx < place:
            start, token = self._subjects.pop()
            known = self._pronouns.get(start + token.idx) or self._pick_pronoun(token, start + token.idx)
            if known is not None:
                self._silent[start + token.idx] = known
                self._take(start + token.idx)
        met = [Mention(entry, span, self._is_speaking(span)) for span, entry in self.mentions_before(place, REACH)]
        first, last = (bisect.bisect_left(self._taken, at) for at in (place - REACH, place))
        met.extend(
            Mention(self._pronouns.get(at) or self._silent[at], (at, at + 1), at in self._pronouns)
            for at in self._taken[first:last]
        )
        return sorted(met, key=lambda mention: -mention.span[0])

    def _is_speaking(self, span: tuple[int, int]) -> bool:
        i = bisect.bisect_left(self._spoken, (span[0], 0))
        return i < len(self._spoken) and self._spoken[i][0] < span[1]

    def _thing_before(self, head: Token, place: int) -> Entry | None:
        """What 'it' means when it speaks: the last document of the sentence before, else that sentence's subject."""
        doc, base = head.doc, place - head.idx
        before = next((sent for sent in reversed(list(doc.sents)) if sent.end <= head.sent.start), None)
        if before is None:
            return None
        documents = load_words()["document"]
        for token in reversed(list(before)):
            if token.lemma_.lower() in documents and token.pos_ == "NOUN" and token.tag_ == "NN":
                known = self.entry_at(base + token.idx)
                return known if known is not None and known.kind == "document" else meet(self, token, base)
        for token in before:
            if token.dep_ in ("nsubj", "nsubjpass"):
                known = self._pronouns.get(base + token.idx) or self.entry_at(base + token.idx)
                if known is not None and known.kind in ("organisation", "document") and not known.is_plural:
                    return known
        return None

    # ------------------------------------------------------------ who was met before

    def recent(self, place: int) -> list[Entry]:
        """Entries mentioned before `place` within reach, the nearest first."""
        return list({id(entry): entry for _, entry in self.mentions_before(place, REACH)}.values())

    def blocks_before(self, place: int) -> Iterator[tuple[int, Doc]]:
        """Flow start and parse of the blocks before a place within reach, that of the place itself first."""
        for start, _, doc in reversed(self.scenes.blocks):
            if place - REACH < start <= place:
                yield start, doc

    def _heard_before(self, place: int) -> Iterator[tuple[int, Entry]]:
        """Those something was laid to before `place` within reach, the last first."""
        for at, order in reversed(self._spoken[: bisect.bisect_left(self._spoken, (place, 0))]):
            if place - at >= REACH:
                return
            yield at, self._sources[order][1]
