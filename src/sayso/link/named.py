"""Named people, bodies and places over documents: which referents are one by name.

In order, surest first: the same name, names that mean the same (`equivalents.txt`), variants of a body's or place's
name, acronyms, shorter forms of a person's name, a lone surname, misspellings. No step joins people whose full names
clash, and a lone surname joins only when one person of the case bears it.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from anyascii import anyascii

from sayso.link import names
from sayso.link.names import Form, Words, parse_name
from sayso.link.ties import Tie, Ties, pick_only
from sayso.schema import Referent

PERSON, BODY, PLACE, ANY = "person", "body", "place", "any"
CLASSES = {"person": PERSON, "official": PERSON, "organisation": BODY, "group": BODY, "place": PLACE}
NOISE_RATIO = 2  # a lone name read as person here and body there is taken for what two thirds of the documents say


@dataclasses.dataclass(frozen=True, slots=True)
class Bearer:
    """A referent that has a name, with all the forms of it that its document gives."""

    place: int
    document_id: str
    sort: str  # PERSON, BODY, PLACE or ANY
    forms: tuple[Form, ...]

    def words(self) -> Iterator[tuple[Words, str]]:
        """Comparable names and the surface each comes from; titles are off where it may be a person."""
        for form in self.forms:
            for words in (form.words, *form.nicknames, *form.brackets):
                if words:
                    yield (names.strip_titles(words) if self.sort in (PERSON, ANY) else words), form.surface


def find_bearers(referents: Sequence[Referent], sorts: dict[str, str]) -> list[Bearer]:
    """Bearers of proper names; works are left to `works`, and tellers are sorted by `sorts` (name to PERSON or BODY)."""
    found = []
    for place, referent in enumerate(referents):
        if not is_bearer(referent):
            continue
        forms = tuple(parse_name(surface) for surface in dict.fromkeys((referent.name, *referent.aliases)))
        sort = CLASSES.get(referent.kind, ANY)
        if referent.kind == "teller":
            sort = sorts.get(referent.name, ANY)
        known = next((kind for form in forms if (kind := _known_kind(form))), None)
        found.append(Bearer(place, referent.document_id, CLASSES[known] if known else sort, forms))
    return found


def is_bearer(referent: Referent) -> bool:
    """Whether a referent goes by a proper name that other documents may use."""
    return (
        referent.is_named
        and referent.kind not in ("document", "dataset", "crowd", "nobody")
        and bool(parse_name(referent.name).words)
    )


def _known_kind(form: Form) -> str | None:
    known = _find_known(form.words, form.surface)
    return known[1] if known else None


def _find_known(words: Words, surface: str) -> tuple[str, str] | None:
    known = names.load_equivalents().get(words)
    if known and len(words) == 1 and len(words[0]) <= 4 and not names.is_acronym(surface.removeprefix("the ").strip()):
        return None if words[0] in ("ice", "who", "us", "un", "ap") else known
    return known


def tie_names(bearers: Sequence[Bearer], ties: Ties) -> None:
    """Join all bearers that are one by name."""
    guard = Guard(bearers, ties)
    _tie_same(bearers, guard)
    _tie_keys(bearers, guard)
    _tie_acronyms(bearers, guard)
    _tie_subnames(bearers, guard)
    _tie_surnames(bearers, guard)
    _tie_misspelt(bearers, guard)


class Guard:
    """Joins bearers unless that would make one of two people."""

    __slots__ = ("_by_place", "ties")

    def __init__(self, bearers: Sequence[Bearer], ties: Ties) -> None:
        self._by_place = {bearer.place: bearer for bearer in bearers}
        self.ties = ties

    def full_names(self, place: int) -> set[Words]:
        """Names of two words or more that the people one with `place` bear."""
        return {
            words
            for member in self.ties.members(place)
            if member in self._by_place and self._by_place[member].sort in (PERSON, ANY)
            for words, _ in self._by_place[member].words()
            if len(words) > 1
        }

    def sort(self, place: int) -> str:
        """What most of those one with `place` are; ANY only when nothing else is known."""
        sorts = Counter(self._by_place[m].sort for m in self.ties.members(place) if m in self._by_place)
        told = {sort: n for sort, n in sorts.items() if sort != ANY}
        return min(told, key=lambda sort: (-told[sort], sort)) if told else ANY

    def join(self, a: int, b: int, *, score: float, why: str) -> bool:
        """Join two unless their full names clash; says whether they are one now."""
        if a == b or self.ties.together(a, b):
            return True
        if any(names.clash(x, y) for x in self.full_names(a) for y in self.full_names(b)):
            return False
        self.ties.join(Tie(a, b, score, why))
        return True


def tell_same(a: str, b: str) -> str:
    """How two surfaces of one normal name differ, in words."""
    if a == b:
        return "same name"
    if a.lower() == b.lower():
        return f'same name as "{b}" but for capitals'
    if anyascii(a).lower() == anyascii(b).lower():
        return f'same name as "{b}" but for accents'
    return f'same name as "{b}" but for articles, titles, dots or hyphens'


def _tie_same(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join bearers of one normal name; people by full name only, others by any name."""
    surnames = {word for b in bearers if b.sort == PERSON for words, _ in b.words() if len(words) > 1 for word in words}
    by_name: dict[Words, list[tuple[Bearer, str]]] = defaultdict(list)
    for bearer in bearers:
        for words, surface in dict(bearer.words()).items():
            by_name[words].append((bearer, surface))
    for words in sorted(by_name):
        for some in _split_sorts(words, by_name[words], is_surname=words[0] in surnames):
            if len(words) == 1 and all(b.sort == PERSON for b, _ in some) and not _is_code(words[0], some):
                continue  # a lone surname: _tie_surnames decides
            first, surface = some[0]
            for other, its in some[1:]:
                guard.join(first.place, other.place, score=1.0 if its == surface else 0.97, why=tell_same(its, surface))


def _is_code(word: str, some: Sequence[tuple[Bearer, str]]) -> bool:
    return any(c.isdigit() for c in word) or any(names.is_acronym(surface) for _, surface in some)


def _split_sorts(
    words: Words, some: list[tuple[Bearer, str]], *, is_surname: bool
) -> list[list[tuple[Bearer, str]]]:
    """Part bearers of one name into those that may be one: person, body and place don't mix, unless one is a misreading.

    The name finder errs on kinds: a name of several words, or an acronym, is one thing whatever it was read as; a lone
    word that no full name of a person bears is what most documents take it for.
    """
    counts = Counter(bearer.sort for bearer, _ in some if bearer.sort != ANY)
    if len(counts) <= 1 or len(words) > 1 or _is_code(words[0], some):
        return [some]
    top, n = min(counts.items(), key=lambda item: (-item[1], item[0]))
    mixed = {PERSON, BODY} if not is_surname and n >= NOISE_RATIO * (counts[PERSON] + counts[BODY] - n) else {top}
    if top not in mixed or top == PLACE:
        mixed = {top}
    parts = [[item for item in some if item[0].sort in mixed or item[0].sort == ANY]]
    parts += [[item for item in some if item[0].sort == sort] for sort in (PERSON, BODY, PLACE) if sort not in mixed]
    return [part for part in parts if part]


def _tie_keys(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join by the curated list and by a body's or place's name with its class nouns off."""
    by_key: dict[tuple[str, Words], list[tuple[Bearer, str, str]]] = defaultdict(list)
    for bearer in bearers:
        for words, surface in dict(bearer.words()).items():
            if known := _find_known(words, surface):
                name = parse_name(known[0]).words
                by_key[known[1], name].append((bearer, surface, f'"{surface}" is another name of {known[0]}'))
            if guard.sort(bearer.place) in (BODY, ANY):
                key = names.strip_classes(words)
                why = "same name" if key == words else f'"{surface}" but for the kind of body'
                by_key[BODY, key].append((bearer, surface, why))
            if guard.sort(bearer.place) == PLACE and names.strip_place(words) != words:
                by_key[PLACE, names.strip_place(words)].append((bearer, surface, "same place"))
            elif guard.sort(bearer.place) == PLACE:
                by_key[PLACE, words].append((bearer, surface, "same place"))
    for pair in sorted(by_key):
        first, surface, _ = by_key[pair][0]
        for other, its, why in by_key[pair][1:]:
            guard.join(first.place, other.place, score=0.93, why=why if its != surface else "same name")


def _tie_acronyms(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join an acronym to the only longer name of the case that it abbreviates."""
    spelled: dict[str, dict[int, str]] = defaultdict(dict)  # initials to {set: surface}
    for bearer in bearers:
        if bearer.sort == BODY:
            for words, surface in bearer.words():
                for short in names.initials(words):
                    spelled[short].setdefault(guard.ties.root(bearer.place), surface)
    for bearer in bearers:
        if bearer.sort not in (BODY, ANY):
            continue
        for words, surface in bearer.words():
            if len(words) != 1 or len(words[0]) < 3 or not names.is_acronym(surface):
                continue
            roots = {guard.ties.root(place) for place in spelled.get(words[0], {})}
            only = pick_only(roots)
            if only is not None:
                full = next(iter(spelled[words[0]].values()))
                guard.join(only, bearer.place, score=0.85, why=f'"{surface}" are the initials of "{full}"')


def _tie_subnames(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join a person's shorter name of two words or more to the only fuller name of the case it fits."""
    fulls: dict[str, set[tuple[Words, int]]] = defaultdict(set)
    people = [b for b in bearers if b.sort in (PERSON, ANY)]
    for bearer in people:
        for words, _ in bearer.words():
            for word in set(words) if len(words) > 2 else ():
                fulls[word].add((words, bearer.place))
    for bearer in people:
        for words, surface in sorted(set(bearer.words())):
            if len(words) < 2:
                continue
            fits = {(full, p) for full, p in fulls.get(words[-1], ()) if names.is_subname(words, full)}
            only = pick_only({guard.ties.root(place) for _, place in fits})
            if only is not None:
                full = " ".join(max(fits)[0])
                guard.join(only, bearer.place, score=0.9, why=f'"{surface}" is a shorter form of the only "{full}"')


def _tie_surnames(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join a lone surname or nickname to the only person of the case who bears it; else lone ones to each other."""
    bearing: dict[str, set[int]] = defaultdict(set)
    for bearer in bearers:
        if bearer.sort == PERSON:
            for words, _ in bearer.words():
                for word in words[1:]:
                    if word not in names.PARTICLES and len(word) > 1:
                        bearing[word].add(bearer.place)
    lone: dict[str, list[tuple[Bearer, str]]] = defaultdict(list)
    for bearer in bearers:
        own = [names.strip_particles(words) for words, _ in bearer.words()]
        if bearer.sort == PERSON and all(len(words) == 1 for words in own):
            lone[own[0][0]].append((bearer, bearer.forms[0].surface))
    for word in sorted(lone):
        found = {guard.ties.root(place) for place in _find_bearing(word, bearing)}
        only = pick_only(found)
        if only is not None:
            fulls = sorted(guard.full_names(only), key=lambda words: (len(words), words))
            name = " ".join(fulls[-1] if fulls else (word,)).title()
            for bearer, surface in lone[word]:
                guard.join(only, bearer.place, score=0.85, why=f'"{surface}" fits only {name} in the case')
        elif not found:
            for bearer, surface in lone[word][1:]:
                guard.join(lone[word][0][0].place, bearer.place, score=0.8,
                           why=f'"{surface}": same surname, and no full name in the case parts them')


def _find_bearing(word: str, bearing: dict[str, set[int]]) -> set[int]:
    if word in bearing:
        return bearing[word]
    close = [other for other in bearing if len(word) >= 6 and names.is_word_misspelt(word, other)]
    return {place for other in close for place in bearing[other]}


def _tie_misspelt(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join names of one sort that differ by a letter or two; blocked by initials and by surname."""
    blocks: dict[tuple[str, ...], set[tuple[Words, int, str]]] = defaultdict(set)
    for bearer in bearers:
        sort = guard.sort(bearer.place)
        for words, surface in set(bearer.words()):
            if sort == ANY or (len(words) == 1 and (sort == PERSON or len(words[0]) < 6)) or _find_known(words, surface):
                continue
            blocks[sort, *(word[0] for word in words)].add((words, bearer.place, surface))
            if len("".join(words)) >= 6:
                blocks[sort, "".join(words)].add((words, bearer.place, surface))
    for key in sorted(blocks):
        by_words: dict[Words, tuple[int, str]] = {}
        for words, place, surface in sorted(blocks[key]):
            by_words.setdefault(words, (place, surface))
        forms = sorted(by_words)
        for i, a in enumerate(forms):
            for b in forms[i + 1 : i + 200]:  # sorted: spellings of one name stand close; the cap keeps big blocks linear
                if names.is_misspelt(a, b):
                    (x, surface), (y, other) = by_words[a], by_words[b]
                    guard.join(x, y, score=0.75, why=f'"{other}" is "{surface}" spelled otherwise')
