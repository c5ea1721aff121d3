"""People over documents: other forms of a full name, and lone surnames; joined only where one person of the case fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sayso.link import names
from sayso.link.bearers import ANY, BODY, PERSON, PLACE, Bearer
from sayso.link.gazetteer import load_given_names
from sayso.link.guard import Guard
from sayso.link.naming import Words
from sayso.link.people import is_one_person, is_subname
from sayso.link.spellings import cut_letters, is_word_misspelt, spell_key
from sayso.link.ties import pick_only

Lone = dict[str, list[tuple[Bearer, str]]]  # the word; who is known by it only, and how it is written


def tie_subnames(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join a person's name to the only other of the case that it is a form of: shorter, with a nickname, or respelt."""
    fulls: dict[tuple[str, ...], dict[Words, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))  # one place a set
    for bearer in bearers:
        for words, _ in bearer.words() if bearer.sort in (PERSON, ANY) else ():
            for key in _block_full(words) if len(words) > 1 else ():
                fulls[key][words].setdefault(guard.ties.root(bearer.place), bearer.place)
    for bearer in bearers:
        if bearer.sort == PLACE:
            continue
        for words, surface in sorted(set(bearer.words())):
            if len(words) < 2:
                continue
            fits = {
                (full, place) for key in _block_short(words) for full, places in fulls.get(key, {}).items()
                if full != words and (is_subname(words, full) or (bearer.sort != BODY and is_one_person(words, full)))
                for place in places.values()
            }
            only = pick_only({guard.ties.root(place) for _, place in fits} - {guard.ties.root(bearer.place)})
            if only is None and (whole := _strip_s(words)) and bearer.sort == PERSON:
                same = fulls.get(("", *whole[-2:]), {}).get(whole, {})
                only = pick_only({guard.ties.root(place) for place in same.values()})
                fits = {(whole, bearer.place)}
            if only is not None:
                full = " ".join(max(fits)[0])
                why = f"“{surface}” is a form of the name of the only {full.title()} in the case"
                guard.join(only, bearer.place, score=0.9, why=why)


def _strip_s(words: Words) -> Words:
    """A full name without an s at its end: a possessive that lost its apostrophe; nothing when it ends otherwise."""
    return (*words[:-1], words[-1][:-1]) if words[-1].endswith("s") and len(words[-1]) > 4 else ()


def _tags(given: str) -> Iterator[str]:
    """What a given name may be found by: its first letter, and the names that it is a form of."""
    yield given[0]
    yield from sorted(load_given_names().get(given, ()))


def _block_full(words: Words) -> Iterator[tuple[str, ...]]:
    """Keys of a full name: each later word with what its given name is found by, and its last two words."""
    for word in dict.fromkeys((*words[1:], spell_key(words[-1]))):
        for tag in _tags(words[0]):
            yield word, tag
    yield "", *words[-2:]


def _block_short(words: Words) -> Iterator[tuple[str, ...]]:
    for word in dict.fromkeys((words[-1], spell_key(words[-1]))):
        for tag in _tags(words[0]):
            yield word, tag
    yield "", *words[-2:]


def tie_surnames(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join a lone surname or nickname to the only person of the case who bears it.

    Where two bear it, or nobody of the case has a full name with it, it joins nobody, and the reason is noted: a surname
    alone makes nobody one with another.
    """
    bearing: dict[str, set[int]] = defaultdict(set)
    for bearer in bearers:
        own = [words for words, _ in bearer.words()] if bearer.sort == PERSON else []
        has_full = any(len(names.strip_particles(words)) > 1 for words in own)
        for word in {word for words in own for word in words[1:]} if has_full else ():
            if word not in names.PARTICLES and len(word) > 1:
                bearing[word].add(bearer.place)
    slips = _index_slips(bearing)
    lone = _find_lone(bearers, guard)
    for word in sorted(lone):
        found = {guard.ties.root(place) for place in _find_bearing(word, bearing, slips)}
        only = pick_only(found)
        if only is not None:
            name = _tell_name(only, word, guard)
            for bearer, surface in lone[word]:
                guard.join(only, bearer.place, score=0.85, why=f"“{surface}” fits only {name} in the case")
        elif found:
            told = ", ".join(sorted({_tell_name(root, word, guard) for root in found})[:3])
            for bearer, surface in lone[word]:
                guard.note(bearer.place, f"“{surface}” may be {told}: several bear the name, so it is joined with none")
        else:
            _tie_titled(lone[word], guard)


def _tie_titled(some: Sequence[tuple[Bearer, str]], guard: Guard) -> None:
    """Join people known by a surname only where the same title stands before it; else note why they stay apart."""
    first: dict[Words, tuple[Bearer, str]] = {}
    for bearer, surface in some:
        for title in sorted(bearer.titles()):
            one, other = first.setdefault(title, (bearer, surface))
            why = f"“{surface}” and “{other}”: same title and surname, and no full name in the case parts them"
            guard.join(one.place, bearer.place, score=0.8, why=why)
        if len(some) > 1:
            guard.note(bearer.place, f"other documents name a “{surface}” too; nothing but a surname says that it is one person")


def _tell_name(root: int, word: str, guard: Guard) -> str:
    fulls = sorted(guard.full_names(root), key=lambda words: (len(words), words))
    return " ".join(fulls[-1] if fulls else (word,)).title()


def _find_lone(bearers: Sequence[Bearer], guard: Guard) -> Lone:
    """People known by one word only; one read as a body counts when that word is some person's surname."""
    surnames = {
        words[-1] for b in bearers if b.sort == PERSON for words, _ in b.words() if len(names.strip_particles(words)) > 1
    }
    lone: Lone = defaultdict(list)
    for bearer in bearers:
        own = {names.strip_particles(words) for words, _ in bearer.words()}
        word = min(own)[0]
        is_misread = bearer.sort in (BODY, ANY) and word in surnames and guard.sort(bearer.place) in (BODY, ANY)
        if len(own) == 1 and len(min(own)) == 1 and (bearer.sort == PERSON or is_misread):
            lone[word].append((bearer, bearer.forms[0].surface))
    return lone


def _index_slips(bearing: Mapping[str, set[int]]) -> dict[str, set[str]]:
    """Surnames by what is left of them when a letter or two are taken out: spellings of one name share such a rest."""
    slips: dict[str, set[str]] = defaultdict(set)
    for word in bearing:
        for rest in cut_letters(word) if len(word) >= 6 else ():
            slips[rest].add(word)
    return slips


def _find_bearing(word: str, bearing: Mapping[str, set[int]], slips: Mapping[str, set[str]]) -> set[int]:
    if word in bearing:
        return bearing[word]
    close = {other for rest in cut_letters(word) for other in slips.get(rest, ())} if len(word) >= 6 else set()
    return {place for other in close if is_word_misspelt(word, other) for place in bearing[other]}
