"""Named people, bodies and places over documents: which referents are one by name.

In order, surest first: the same name, names that mean the same (`equivalents.txt`), variants of a body's or place's
name, acronyms, shorter forms of a person's name, a lone surname, misspellings. No step joins people whose full names
clash, and a lone surname joins only when one person of the case bears it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from anyascii import anyascii

from sayso.link import names
from sayso.link.bearers import ANY, BODY, GENERIC, PERSON, PLACE, Bearer
from sayso.link.gazetteer import find_known, is_adjective
from sayso.link.guard import Guard
from sayso.link.names import parse_name
from sayso.link.naming import Words
from sayso.link.persons import tie_subnames, tie_surnames
from sayso.link.spellings import cut_letters, is_cut_short, is_misspelt, spell_key
from sayso.link.ties import Ties, pick_only

OFTEN = 4  # referents; a name that so many have is not itself the slip


def tie_names(bearers: Sequence[Bearer], ties: Ties) -> Guard:
    """Join all bearers that are one by name; the guard that comes back keeps why others were left apart."""
    guard = Guard(bearers, ties)
    _tie_same(bearers, guard)
    _tie_keys(bearers, guard)
    _tie_acronyms(bearers, guard)
    _tie_heads(bearers, guard)
    tie_subnames(bearers, guard)
    tie_surnames(bearers, guard)
    _tie_misspelt(bearers, guard)
    return guard


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
                continue  # a lone surname: tie_surnames decides
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
            short = names.shorten(words)
            if known := find_known(words, surface) or find_known(short, surface):
                name = parse_name(known[0]).words
                by_key[known[1], name].append((bearer, surface, f"“{surface}” is a name of {known[0]}"))
            if guard.sort(bearer.place) in (BODY, ANY):
                key = names.to_singular(names.strip_classes(short))
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
        for words, surface in bearer.words() if bearer.sort != PLACE else ():
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
    'Tribune' for 'Harbour Tribune' if no other body's name ends so.
    """
    fulls: dict[Words, dict[int, str]] = defaultdict(dict)
    places = {words for b in bearers if b.sort == PLACE for words, _ in b.words()}
    ending: dict[str, set[int]] = defaultdict(set)  # bodies by the last word of a name of several
    for bearer in bearers:
        for words, _ in bearer.words() if bearer.sort in (BODY, ANY) else ():
            if len(words) > 1:
                ending[words[-1]].add(guard.ties.root(bearer.place))
    for bearer in bearers:
        for words, surface in bearer.words() if bearer.sort in (BODY, ANY) else ():
            shorts = {words[:n] for n in range(2, len(words)) if names.is_head(words[:n], words)}
            shorts |= {words[n:] for n in (1, 2) if names.is_tail(words[n:], words)}
            if len(words) > 1 and len(ending[words[-1]]) == 1 and is_telling_end(words):
                shorts.add(words[-1:])
            for short in shorts:
                if _is_whole(short) or (len(short) == 1 and short in places):
                    continue
                fulls[short].setdefault(guard.ties.root(bearer.place), surface)
    surnames = {words[-1] for b in bearers if b.sort == PERSON for words, _ in b.words() if len(words) > 1}
    outlets = {words[-1] for b in bearers if b.is_outlet for words, _ in b.words()}
    for bearer in bearers:
        for words, surface in sorted(set(bearer.words())) if bearer.sort != PLACE else ():
            found = fulls.get(words, {})
            if len(words) == 1 and (words[0] in surnames or (bearer.sort == PERSON and words[0] not in outlets)):
                continue  # who is known as Kell is no Harbour Kell; a Gazette may be taken for a person, though
            only = pick_only({guard.ties.root(place) for place in found} - {guard.ties.root(bearer.place)})
            if only is not None and guard.sort(only) != PLACE:
                full = min(found.values())
                guard.join(only, bearer.place, score=0.8, why=f"“{surface}” is short for the only “{full}” in the case")


def is_telling_end(words: Words) -> bool:
    """Whether a body's last word tells which it is: 'Tribune' of the Harbour Tribune, but not 'Office' of the Bridge Office."""
    last = words[-1]
    if len(last) < 4 or last in GENERIC | names.CLASS_NOUNS | names.COMPANY_FORMS | names.TITLES:
        return False
    return not names.APART & set(words[:-1])


def _is_whole(short: Words) -> bool:
    """Whether a short name is a name by itself: 'Norland Army' of the Free Norland Army, 'United Nations' of its funds."""
    return is_adjective(short[:1]) or find_known(short, " ".join(short)) is not None


def _tie_misspelt(bearers: Sequence[Bearer], guard: Guard) -> None:
    """Join names of one sort that differ by a letter or two, or are spelt otherwise in Latin letters."""
    blocks: dict[tuple[str, ...], dict[Words, tuple[int, str]]] = defaultdict(dict)
    for bearer in bearers:
        sort = guard.sort(bearer.place)
        for words, surface in sorted(set(bearer.words())):
            if sort == ANY or (len(words) == 1 and (sort == PERSON or len(words[0]) < 6)) or find_known(words, surface):
                continue
            for key in _block_spellings(words):
                blocks[sort, *key].setdefault(words, (bearer.place, surface))
    for key in sorted(blocks):
        forms = sorted(blocks[key]) if len(blocks[key]) > 1 else []
        for i, a in enumerate(forms):
            for b in forms[i + 1 : i + 200]:  # sorted: spellings of one name stand close; the cap keeps big blocks linear
                (x, surface), (y, other) = blocks[key][a], blocks[key][b]
                if is_misspelt(a, b):
                    guard.join(x, y, score=0.75, why=f"“{other}” and “{surface}” are spellings of one name")
                elif key[0] == BODY and len(a) == len(b) == 1 and is_cut_short(a[0], b[0]) and _is_slip(x, y, guard):
                    guard.join(x, y, score=0.6, why=f"“{surface}” stands once and is “{other}” without its last letter")


def _block_spellings(words: Words) -> Iterator[tuple[str, ...]]:
    """Keys that two spellings of one name share: all words but one, all by sound, all in one, a lone word but a letter."""
    yield "", "".join(words)
    yield "~", *(spell_key(word) for word in words)
    if len(words) == 1:
        yield from (("-", rest) for rest in sorted(cut_letters(words[0])))
    for i in range(len(words)) if len(words) > 1 else ():
        rest = (*words[:i], *words[i + 1 :])
        if len(rest) > 1:
            yield str(i), *rest
        else:  # hundreds may be an Office or a Kell: what is left of the other word parts them
            yield from ((str(i), *rest, cut) for cut in sorted(cut_letters(words[i])))


def _is_slip(short: int, long: int, guard: Guard) -> bool:
    """Whether a name that lost a letter may be a slip: it stands once, the whole one often, and it is no country's word."""
    ours = guard.ties.root(short) != guard.ties.root(long)
    return ours and guard.size(short) == 1 and guard.size(long) >= OFTEN
