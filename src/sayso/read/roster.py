"""The names of one document, each taken to one entry: full names and surnames, acronyms, bodies of a state."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sayso.read.describe import clean_name
from sayso.read.entries import Entry, to_key
from sayso.read.genders import find_gender, find_gender_of_name
from sayso.read.kinds import settle_kinds
from sayso.read.names import Name, find_edges, find_names
from sayso.read.scenes import Scenes
from sayso.read.states import SHARED, find_state, find_state_of_capital

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_MENTION = 400  # characters
MOST_ALIKE = 50  # names of a document with a word in common; among more a short form tells nothing, and looking costs
LEAST_ACRONYM = 3  # letters; two are too often something else
ACRONYM = re.compile(r"\s*\((?P<short>[A-Z][A-Za-z&.]{1,9})\)")
SMALL_WORDS = {"of", "for", "the", "and", "on", "in", "to", "de", "la", "y"}


class Roster:
    """Entries by the names of a document, and the places where they are mentioned."""

    def __init__(self, blocks: Sequence[tuple[int, int, Doc]]) -> None:
        self.entries: list[Entry] = []
        self.scenes = Scenes(blocks)
        self._by_name: dict[str, Entry] = {}
        self._by_word: dict[str, list[Entry]] = {}  # entries of several words by each of them
        self._by_surname: dict[str, list[Entry]] = {}
        self._mentions: list[tuple[int, int, int]] = []  # start, end and place in `_noted`, sorted
        self._noted: list[Entry] = []
        found = [name for start, _, doc in blocks for name in find_names(doc, start)]
        self._places = sorted({name.text for name in found if name.kind == "place"})
        self._states = {state for name in found if (state := find_state(name.state[0] if name.state else name.text))}
        self._kinds = settle_kinds(found)
        for name in sorted(found, key=lambda name: (-len(name.text.split()), name.span)):
            self._add_state(name) if name.state else self._add_name(name)
        for start, _, doc in blocks:
            self._add_acronyms(doc, start)
        self._join_initials()

    # ------------------------------------------------------------ names

    def _add_name(self, name: Name) -> None:
        kind = self._kinds.get(name.text, name.kind)
        entry = self.find_named(name.text) or self._find_longer(name)
        if entry is None:
            entry = Entry(name.text, kind, is_named=True, head=name.text.split()[-1].lower())
            entry.gender = find_gender_of_name(name.text) if kind == "person" else None
            self.entries.append(entry)
            for word in {word.lower() for word in name.text.split()} if len(name.text.split()) > 1 else ():
                self._by_word.setdefault(word, []).append(entry)
            if kind == "person" and len(name.text.split()) > 1:
                self._by_surname.setdefault(to_surname(name.text.split()[-1]), []).append(entry)
        for known in (name.text, *name.aliases):
            self._by_name.setdefault(to_key(known), entry)
        self._note(entry, name.span, name.text)
        entry.aliases.extend(alias for alias in name.aliases if alias not in entry.aliases)
        if name.root is not None:
            note_roles(entry, name.root)

    def find_named(self, name: str) -> Entry | None:
        """The entry that goes by a name: the whole of it, or a surname; null for a name not met."""
        return self._by_name.get(to_key(name)) or self._find_by_surname(name)

    def _find_by_surname(self, name: str) -> Entry | None:
        """Who goes by a bare surname, or by the same name but for a middle initial.

        Of several bearers the one with most mentions goes by the surname alone: papers set the others apart by given name.
        """
        words = name.split()
        known = self._by_surname.get(to_surname(words[-1]), [])[:MOST_ALIKE]
        if len(words) == 1:
            return max(known, key=lambda entry: (len(entry.spans), -entry.spans[0][0]), default=None)
        return next((entry for entry in known if entry.name.split()[0].lower() == words[0].lower()), None)

    def _find_longer(self, name: Name) -> Entry | None:
        """'the Observatory' is the one longer name of a body that ends so."""
        if name.root is None:
            return None
        first, _ = find_edges(name.root)
        doc = name.root.doc
        if "the" not in (doc[first].lower_, doc[first - 1].lower_ if first else ""):
            return None
        words = name.text.lower().split()
        alike = self._by_word.get(words[-1], [])
        if len(alike) > MOST_ALIKE:
            return None
        longer = [entry for entry in alike if _ends_or_opens(entry, words)]
        by_head = [entry for entry in alike if _heads(entry, words) and entry not in longer]
        return longer[0] if len(longer) == 1 else by_head[0] if len(by_head) == 1 and not longer else None

    # ------------------------------------------------------------ states

    def _add_state(self, name: Name) -> None:
        """'Norland’s government' and 'the Norlandian government' are one body; a place of that name gives it its key."""
        people, body = name.state or ("", "")
        known = f"{body} of {self._state_of(people)}"
        entry = self._by_name.get(to_key(known))
        if entry is None:
            entry = Entry(name.text, "organisation", is_named=True, head=body, aliases=[known])
            self.entries.append(entry)
            self._by_name[to_key(known)] = entry
        self._by_name.setdefault(to_key(name.text), entry)
        self._note(entry, name.span, name.text)

    def _state_of(self, people: str) -> str:
        """The country of a people's name: a known one, or the place of the document that it begins like."""
        alike = [(_count_shared(place.lower(), people.lower()), place) for place in self._places]
        near = max(((n, place) for n, place in alike if n >= max(SHARED, len(place) - 2)), default=(0, people))[1]
        return find_state(people) or find_state(near) or near

    def government_of(self, name: str) -> Entry | None:
        """The government of a country, of a people, or of the country whose capital it is; null for other names.

        A capital stands for a government only where the document speaks of its country.
        """
        capital_of = find_state_of_capital(name)
        if capital_of in self._states:
            return self._take_government(capital_of or name, name)
        state = self._state_of(name)
        return self._take_government(state, name) if find_state(state) or state != name or name in self._places else None

    def _take_government(self, state: str, name: str) -> Entry:
        known = f"government of {state}"
        entry = self._by_name.get(to_key(known))
        if entry is None:
            called = next((place for place in self._places if find_state(place) == state), name)
            is_people = called not in self._places
            entry = Entry(f"{name} government" if is_people else called, "organisation", is_named=True, head="government")
            entry.aliases.append(known)
            self.entries.append(entry)
            self._by_name[to_key(known)] = entry
        return entry

    # ------------------------------------------------------------ acronyms

    def _add_acronyms(self, doc: Doc, start: int) -> None:
        text = doc.text  # made anew from the words each time that it is asked for
        for ent in doc.ents if "(" in text else ():
            match = ACRONYM.match(text, ent.end_char)
            entry = self._by_name.get(to_key(clean_name(ent.text)))
            if match is None or entry is None:
                continue
            short = match["short"]
            if not _is_short_for(short, entry.name):
                continue  # "Mexico (AP)"
            other = self._by_name.get(to_key(short))
            self._by_name[to_key(short)] = entry
            self._note(entry, (start + match.start("short"), start + match.end("short")), short)
            if other is not None and other is not entry and other in self.entries:
                self._merge(other, entry, short)

    def _join_initials(self) -> None:
        """'AFP' is the one name of the document with exactly these initials."""
        by_initials: dict[str, list[Entry]] = {}
        for entry in self.entries:
            by_initials.setdefault(_initials(entry.name), []).append(entry)
        for entry in [e for e in self.entries if e.name.isupper() and e.name.isalpha() and len(e.name) >= LEAST_ACRONYM]:
            fitting = [e for e in by_initials.get(entry.name, []) if e is not entry and e.kind == entry.kind]
            if len(fitting) == 1:
                self._merge(entry, fitting[0], entry.name)
                self._by_name[to_key(entry.name)] = fitting[0]

    def _merge(self, other: Entry, entry: Entry, short: str) -> None:
        """Take one entry into another that it is an acronym of."""
        for span in other.spans:
            entry.add(span, short)
        self.entries.remove(other)
        self._noted = [entry if known is other else known for known in self._noted]
        # Two spellings of one body, each with the acronym after it: whoever asks by the other's name meets this one.
        self._by_name = {key: entry if known is other else known for key, known in self._by_name.items()}
        entry.aliases.extend(name for name in (other.name, *other.aliases) if name not in (entry.name, *entry.aliases))

    # ------------------------------------------------------------ places

    def names_in(self, start: int, end: int) -> list[Entry]:
        """Named entries mentioned in flow characters `[start, end)`, in order."""
        first = bisect.bisect_left(self._mentions, (start, 0, 0))
        last = bisect.bisect_left(self._mentions, (end, 0, 0))
        inside = {id(entry): entry for entry in (self._noted[order] for _, _, order in self._mentions[first:last])}
        return [entry for entry in inside.values() if entry.is_named]

    def entry_at(self, place: int) -> Entry | None:
        """The entry whose mention holds a flow place, the one that begins nearest before it first."""
        for i in range(bisect.bisect_right(self._mentions, (place, 1 << 60, 0)) - 1, -1, -1):
            start, end, order = self._mentions[i]
            if place - start > LONGEST_MENTION:
                return None
            if place < end:
                same = [m for m in self._mentions[max(i - 3, 0) : i] if m[0] == start and place < m[1]]
                return self._noted[min((*same, (start, end, order)), key=lambda mention: mention[1])[2]]
        return None

    def mentions_before(self, place: int, reach: int) -> Iterable[tuple[tuple[int, int], Entry]]:
        """Mentions before a place within reach, the nearest first."""
        for i in range(bisect.bisect_left(self._mentions, (place, 0, 0)) - 1, -1, -1):
            start, end, order = self._mentions[i]
            if place - start >= reach:
                return
            yield (start, end), self._noted[order]

    def _note(self, entry: Entry, span: tuple[int, int], name: str) -> None:
        """Note a mention of an entry."""
        entry.add(span, name)
        bisect.insort(self._mentions, (*span, len(self._noted)))
        self._noted.append(entry)


def note_roles(entry: Entry, root: Token) -> None:
    """Note the words that say what someone is: 'spokesman Jan Ox', 'Jan Ox, the mayor'; and what they tell of gender."""
    others = [*root.children, *([root.head] if root.dep_ == "appos" else [])]
    for token in others:
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("compound", "appos", "nmod", "nsubj", "pobj", "dobj"):
            entry.roles.add(token.lemma_.lower())
            if token.dep_ in ("compound", "appos") and token.tag_ in ("NN", "NNP"):
                entry.gender = entry.gender or find_gender(token.lemma_)
    first, _ = find_edges(root)
    for token in (root.doc[first], *([root.doc[first - 1]] if first else [])):
        told = find_gender(token.text)
        if told is not None and entry.kind == "person":
            entry.gender = told


def to_surname(word: str) -> str:
    """'al-Amin' goes by 'Amin' too."""
    return re.sub(r"^(?:al|el|an|as|ar|ad)[-’']", "", word.lower())


def _ends_or_opens(entry: Entry, words: list[str]) -> bool:
    """Whether words end or open the longer name of a body."""
    named = entry.name.lower().split()
    is_longer = len(named) > len(words) and entry.kind in ("organisation", "other") and entry.head != "government"
    return is_longer and words in (named[-len(words) :], named[: len(words)])


def _heads(entry: Entry, words: list[str]) -> bool:
    """Whether one word is the noun that a long name is built on: 'Observatory' of 'Norland Observatory for Rights'."""
    named = entry.name.lower().split()
    heads = {named[i - 1] for i, word in enumerate(named) if word in SMALL_WORDS and i}
    return entry.kind in ("organisation", "other") and len(words) == 1 and words[0] in heads


def _initials(name: str) -> str:
    words = [word for word in name.replace("-", " ").split() if word.lower() not in SMALL_WORDS]
    return "".join(word[0] for word in words).upper() if len(words) > 1 else ""


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
