"""Named people, bodies and places over documents: which referents are one by name.

In order, surest first: the same name, names that mean the same (`equivalents.txt`), variants of a body's or place's
name, acronyms, shorter forms of a person's name, a lone surname, misspellings. No step joins people whose full names
clash, and a lone surname joins only when one person of the case bears it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from anyascii import anyascii

from sayso.link import names
from sayso.link.bearers import ANY, BODY, PERSON, PLACE, Bearer, find_known
from sayso.link.names import Words, parse_name
from sayso.link.ties import Tie, Ties, pick_only


def tie_names(bearers: Sequence[Bearer], ties: Ties) -> None:
    """Join all bearers that are one by name."""
    guard = Guard(bearers, ties)
    _tie_same(bearers, guard)
    _tie_keys(bearers, guard)
    _tie_acronyms(bearers, guard)
    _tie_heads(bearers, guard)
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
        """Join two unless their full names clash or a ruling keeps them apart; says whether they are one now."""
        if a == b or self.ties.together(a, b):
            return True
        # People whom a ruling made one bear names that clash with each other: whoever fits one of them may join.
        clashes = all if self.ties.is_ruled(a) or self.ties.is_ruled(b) else any
        ours, theirs = self.full_names(a), self.full_names(b)
        if ours and theirs and clashes(names.clash(x, y) for x in ours for y in theirs):
            return False
        return self.ties.join(Tie(a, b, score, why))


def tell_same(a: str, b: str) -> str:
    """How two surfaces of one normal name differ, in words that hold for both."""
    if a == b:
        return f"same name, “{a}”"
    but = "articles, titles, dots or hyphens"
    if a.lower() == b.lower():
        but = "capitals"
    elif a.replace("’", "'") == b.replace("’", "'"):
        but = "the shape of a quotation mark"
    elif anyascii(a).lower() == anyascii(b).lower():
        but = "accents"
    return f"“{a}” and “{b}” are the same name but for {but}"


def _tie_same(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join bearers of one normal name; people by full name only, others by any name."""
    surnames = {word for b in bearers if b.sort == PERSON for words, _ in b.words() for word in words[1:]}
    bodies = {
        names.strip_classes(words)[0]  # "X" of "X cartel"
        for b in bearers if b.sort == BODY for words, _ in b.words()
        if len(names.strip_classes(words)) == 1 and names.strip_classes(words)[-1] != words[-1]
    }
    by_name: dict[Words, list[tuple[Bearer, str]]] = defaultdict(list)
    for bearer in bearers:
        for words, surface in dict(bearer.words()).items():
            by_name[words].append((bearer, surface))
    for words in sorted(by_name):
        held = ({PERSON} if words[0] in surnames else set()) | ({BODY} if words[0] in bodies else set())
        for some in _split_sorts(words, by_name[words], held=held):
            if len(words) == 1 and all(b.sort == PERSON for b, _ in some) and not _is_code(words[0], some):
                continue  # a lone surname: _tie_surnames decides
            first, surface = some[0]
            for other, its in some[1:]:
                guard.join(first.place, other.place, score=1.0 if its == surface else 0.97, why=tell_same(its, surface))


def _is_code(word: str, some: Sequence[tuple[Bearer, str]]) -> bool:
    return any(c.isdigit() for c in word) or any(names.is_acronym(surface) for _, surface in some)


def _split_sorts(
    words: Words, some: list[tuple[Bearer, str]], *, held: set[str]
) -> list[list[tuple[Bearer, str]]]:
    """Part bearers of one name into those that may be one: person, body and place don't mix, unless one is a misreading.

    The name finder errs on kinds: a name of several words, or an acronym, is one thing whatever it was read as. So is a
    lone word, unless a longer name of the case shows that it is two: a sort that is `held` (by a person's full name with
    that surname, by the body "X cartel" beside the place X) stands apart.
    """
    counts = Counter(bearer.sort for bearer, _ in some if bearer.sort != ANY)
    if len(counts) <= 1 or len(words) > 1 or _is_code(words[0], some):
        return [some]
    apart = held & counts.keys()
    free = counts.keys() - apart or counts.keys()
    mixed = {ANY, *free}
    apart -= mixed
    parts = [[item for item in some if item[0].sort in mixed]]
    parts += [[item for item in some if item[0].sort == sort] for sort in sorted(apart)]
    return [part for part in parts if part]


def _tie_keys(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join by the curated list and by a body's or place's name with its class nouns off."""
    by_key: dict[tuple[str, Words], list[tuple[Bearer, str, str]]] = defaultdict(list)
    for bearer in bearers:
        for words, surface in dict(bearer.words()).items():
            if known := find_known(words, surface):
                name = parse_name(known[0]).words
                by_key[known[1], name].append((bearer, surface, f"“{surface}” is a name of {known[0]}"))
            if guard.sort(bearer.place) in (BODY, ANY):
                key = names.to_singular(names.strip_classes(words))
                why = "same name but for a plural or the words that say what kind of body it is"
                by_key[BODY, key].append((bearer, surface, why))
    for pair in sorted(by_key):
        first, surface, _ = by_key[pair][0]
        for other, its, why in by_key[pair][1:]:
            guard.join(first.place, other.place, score=0.93, why=why if its != surface else tell_same(its, surface))


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
                guard.join(only, bearer.place, score=0.85, why=f"“{surface}” are the initials of “{full}”")


def _tie_heads(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join a body's short name to the only fuller name of the case that it is the head or the tail of.

    'Norland Observatory' is short for 'Norland Observatory for Birds', 'Bridge Office' for 'Ardenmoor Bridge Office', and
    of an outlet that published a document of the case its last word will do.
    """
    fulls: dict[Words, dict[int, str]] = defaultdict(dict)
    for bearer in bearers:
        for words, surface in bearer.words() if bearer.sort in (BODY, ANY) else ():
            shorts = {words[:n] for n in range(2, len(words)) if names.is_head(words[:n], words)}
            shorts |= {words[n:] for n in (1, 2) if names.is_tail(words[n:], words)}
            if bearer.is_outlet and len(words) > 1:
                shorts.add(words[-1:])
            for short in shorts:
                fulls[short].setdefault(guard.ties.root(bearer.place), surface)
    for bearer in bearers:
        for words, surface in sorted(set(bearer.words())) if bearer.sort != PLACE else ():
            found = fulls.get(words, {})
            only = pick_only({guard.ties.root(place) for place in found} - {guard.ties.root(bearer.place)})
            if only is not None and guard.sort(only) != PLACE:
                full = min(found.values())
                guard.join(only, bearer.place, score=0.8, why=f"“{surface}” is short for the only “{full}” in the case")


def _tie_subnames(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join a person's shorter name of two words or more to the only fuller name of the case it fits."""
    fulls: dict[str, set[tuple[Words, int]]] = defaultdict(set)
    for bearer in bearers:
        for words, _ in bearer.words():
            for word in set(words) if len(words) > 2 and bearer.sort in (PERSON, ANY) else ():
                fulls[word].add((words, bearer.place))
    for bearer in bearers:
        if bearer.sort == PLACE:
            continue
        for words, surface in sorted(set(bearer.words())):
            if len(words) < 2:
                continue
            fits = {(full, p) for full, p in fulls.get(words[-1], ()) if names.is_subname(words, full)}
            only = pick_only({guard.ties.root(place) for _, place in fits})
            if only is not None:
                full = " ".join(max(fits)[0])
                why = f"“{surface}” is a shorter form of the only {full.title()} in the case"
                guard.join(only, bearer.place, score=0.9, why=why)


def _tie_surnames(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join a lone surname or nickname to the only person of the case who bears it; else lone ones to each other."""
    bearing: dict[str, set[int]] = defaultdict(set)
    for bearer in bearers:
        for words, _ in bearer.words() if bearer.sort == PERSON else ():
            for word in words[1:]:
                if word not in names.PARTICLES and len(word) > 1:
                    bearing[word].add(bearer.place)
    lone = _find_lone(bearers, guard)
    for word in sorted(lone):
        found = {guard.ties.root(place) for place in _find_bearing(word, bearing)}
        only = pick_only(found)
        if only is not None:
            fulls = sorted(guard.full_names(only), key=lambda words: (len(words), words))
            name = " ".join(fulls[-1] if fulls else (word,)).title()
            for bearer, surface in lone[word]:
                guard.join(only, bearer.place, score=0.85, why=f"“{surface}” fits only {name} in the case")
        elif not found:
            for bearer, surface in lone[word][1:]:
                guard.join(lone[word][0][0].place, bearer.place, score=0.8,
                           why=f"“{surface}”: same name, and no full name in the case parts them")


def _find_lone(bearers: Sequence[Bearer], guard: Guard) -> dict[str, list[tuple[Bearer, str]]]:
    """People known by one word only; one read as a body counts when that word is some person's surname."""
    surnames = {
        words[-1] for b in bearers if b.sort == PERSON for words, _ in b.words() if len(names.strip_particles(words)) > 1
    }
    lone: dict[str, list[tuple[Bearer, str]]] = defaultdict(list)
    for bearer in bearers:
        own = {names.strip_particles(words) for words, _ in bearer.words()}
        word = min(own)[0]
        is_misread = bearer.sort in (BODY, ANY) and word in surnames and guard.sort(bearer.place) in (BODY, ANY)
        if len(own) == 1 and len(min(own)) == 1 and (bearer.sort == PERSON or is_misread):
            lone[word].append((bearer, bearer.forms[0].surface))
    return lone


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
            if sort == ANY or (len(words) == 1 and (sort == PERSON or len(words[0]) < 6)) or find_known(words, surface):
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
                    guard.join(x, y, score=0.75, why=f"“{other}” and “{surface}” are spellings of one name")
