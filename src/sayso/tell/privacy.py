"""Who of a case is taken for a private person: anyone of whom the documents tell no office, title, body or published byline.

The rule errs towards the private side: a well-known name that no document gives an office is taken for private, and a
person with one office anywhere in the pile is not. It's a rule about words and no judgement about anybody's rights.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from sayso.schema import Document, Identity, Referent, Source, Tables
from sayso.tell.words import SHORTEST, fold, list_parts, split_words

OFFICES = frozenset(
    word for line in (
        "minister president mayor mayoress governor senator secretary spokesman spokeswoman spokesperson director colonel",
        "captain professor inspector commissioner chairman chairwoman chairperson chair chief officer sergeant lieutenant",
        "general major ambassador chancellor councillor councilor councilman councilwoman deputy judge justice magistrate",
        "prosecutor attorney king queen prince princess emperor pope bishop archbishop cardinal admiral commander marshal",
        "constable sheriff superintendent registrar rector dean auditor ombudsman head leader founder manager editor",
        "correspondent reporter envoy representative premier congressman congresswoman lawmaker legislator mp mep governor-",
        "general emir sultan sheikh caliph coroner treasurer comptroller administrator coordinator adviser advisor aide lawyer",
        "scientist researcher analyst historian economist dr sir lord dame harbourmaster surveyor controller executive ceo cfo",
        "lecturer diplomat vizier",
    ) for word in line.split()
)
"""Words that name an office or a calling in the public eye. Of a calling as such (farmer, nurse, baker) there is none here."""
BODIES = frozenset(
    word for line in (
        "board office ministry police department agency university institute council company ltd inc plc corp corporation union",
        "party court commission committee authority bureau service services bank foundation association federation group army",
        "navy forces parliament senate congress government hospital laboratory centre center times post herald news courier",
    ) for word in line.split()
)
AROUND = 90  # characters before and after a name in which its office is looked for
MOSTLY = 0.9  # of the places of a word; in a big pile a body's name is cut short somewhere
_NOT_OF_IT = re.compile(r"[.;!?\n“”\"]")
_APPOSED = re.compile(r"^\s*(?:\(|,|–|—)\s*([^.;!?,\n“”\"()]{2,70})")
_OF_BODY = re.compile(r"^\s+(?:of|from|at|with|for)\s+(?:the\s+)?((?:[A-Z][\w'’-]*\s?(?:of\s|for\s)?){1,6})")
_BEFORE = 3  # words of an office before a name: 'deputy harbour inspector Bo Quill'


def find_private(tables: Tables) -> list[str]:
    """Ids of the persons of a case that are taken for private, sorted.

    Args:
        tables: every table of the case; sources of kind `person` with a name are looked at, actors among them.
    """
    members: dict[str, list[Referent]] = defaultdict(list)
    referents = {row.id: row for row in tables.take(Referent)}
    for identity in tables.take(Identity):
        if identity.referent_id in referents:
            members[identity.source_id].append(referents[identity.referent_id])
    documents = {row.id: row for row in tables.take(Document)}
    printed = {_key(name) for row in documents.values() for name in (row.publisher or "", *(row.authors if row.publisher else ()))}
    persons = [row for row in tables.take(Source) if row.kind == "person" and row.is_named and list_parts(row.name)]
    public = {row.id for row in persons if _key(row.name) in printed or _has_office(row, members[row.id], documents)}
    # 'Owen' beside Owen Farrant, the director, is most likely he; masked, it would leave 'Person 1 Farrant'.
    known = {part for row in persons if row.id in public for part in list_parts(row.name)}
    single = {parts[0] for row in persons if row.id not in public and len(parts := list_parts(row.name)) == 1}
    known |= _find_pieces(single, _list_other_names(tables), documents)
    return sorted(
        row.id for row in persons
        if row.id not in public and not (len(parts := list_parts(row.name)) == 1 and parts[0] in known)
    )


def _list_other_names(tables: Tables) -> set[tuple[str, ...]]:
    """Names of bodies and places, word by word."""
    return {
        tuple(word.folded for word in split_words(name))
        for row in tables.take(Source) if row.kind not in ("person", "teller") and row.is_named for name in (row.name, *row.aliases)
    }


def _find_pieces(words: set[str], names: set[tuple[str, ...]], documents: dict[str, Document]) -> set[str]:
    """Words taken for persons that are nothing but a body's name, or a piece of one nearly wherever they stand."""
    holders = {word: [name for name in names if word in name] for word in words}
    told, within = Counter[str](), Counter[str]()
    for document in documents.values():
        large = [word.folded for word in split_words(document.text) if not word.text[0].islower()]
        for i, word in enumerate(large):
            if holders.get(word):
                told[word] += 1
                within[word] += any(_stands(large, i, word, name) for name in holders[word])
    return {word for word in words if (word,) in names or (told[word] and within[word] / told[word] >= MOSTLY)}


def _stands(words: list[str], i: int, part: str, name: tuple[str, ...]) -> bool:
    large = [word for word in name if word == part or len(word) >= SHORTEST]
    at = i - large.index(part)
    return at >= 0 and words[at : at + len(large)] == large


def _has_office(source: Source, members: list[Referent], documents: dict[str, Document]) -> bool:
    names = [source.name, *source.aliases, *(name for row in members for name in (row.name, *row.aliases))]
    if any(row.speaks_for_id for row in members) or any(_names_office(name) for name in names):
        return True
    own = {part for name in names for part in list_parts(name)}
    return any(
        _is_told_office(documents[row.document_id].text, span, own)
        for row in members if row.document_id in documents for span in row.spans
    )


def _is_told_office(text: str, span: tuple[int, int], own: set[str]) -> bool:
    """Whether the words right before or after a name say what office its bearer has."""
    start, end = span
    if not own & {word.folded for word in split_words(text[start:end])}:
        return False  # a pronoun, a description
    before = _NOT_OF_IT.split(text[max(0, start - AROUND) : start])[-1]
    words = [word.folded for word in split_words(before)][-_BEFORE:]
    if words and words[-1] in OFFICES and not re.search(r"['’]s?\s*,?\s*$", before):
        return True
    after = text[end : end + AROUND]
    apposed = _APPOSED.match(after)
    if apposed and _names_office(apposed.group(1)):
        return True
    body = _OF_BODY.match(after)
    return any(word.folded in BODIES for word in split_words(body.group(1))) if body else False


def _names_office(words: str) -> bool:
    """Whether words name an office: `the mayor of Saltmere`; `the mayor's brother` names none."""
    for found in re.finditer(r"[^\W_]+(?:[-'’][^\W_]+)*", words):
        word = found.group()
        if not re.search(r"['’]", word) and fold(word) in OFFICES and not re.match(r"['’]", words[found.end() : found.end() + 1]):
            return True
    return False


def _key(name: str) -> str:
    return " ".join(list_parts(name)) or fold(name)
