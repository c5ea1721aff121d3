"""Who is accused is no speaker: of "Brandt, accused of theft" and "Brandt is said to have fled" only a by-phrase names a source."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from sayso.read.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass"}
PASSIVE_SUBJECTS = {"nsubjpass", "csubjpass"}
OBJECTS = {"dobj", "ccomp", "dative"}
CLAUSES = {"relcl", "acl", "advcl", "ccomp"}
NO_OBJECT = {"complain", "call"}  # "complained of the noise", "he's called for a halt" are active, whatever the parse says
AS_VERBS = {
    "name", "identify", "describe", "portray", "label", "brand", "characterize", "characterise", "regard", "view", "see", "know",
}
SAID_TO = {
    "say", "allege", "believe", "think", "report", "suspect", "know", "presume", "assume", "rumor", "rumour", "understand",
    "suppose", "estimate", "repute", "consider",
}  # "X said to have fled": none of them takes an infinitive of its own subject
GIVES_VOICE = {"quote", "cite", "hear", "overhear", "record", "film", "credit"}  # "was quoted as saying": the subject speaks
UNDERGOES = {
    "face", "draw", "deflect", "attract", "prompt", "spark", "weather", "escape", "avoid", "survive", "earn", "invite", "incur",
    "receive", "fight", "beat", "shrug", "await",
}  # what is done to one by an accusation: "faces charges", "drew criticism"
WHOM = {"what", "whom", "which", "that"}
DATES = {"DATE", "TIME", "CARDINAL"}


@dataclasses.dataclass(frozen=True, slots=True)
class Unsaid:
    """That a source does not say what is laid to it.

    `is_content` tells whether its words belong to what is laid; `by` is the word, `agent` the head and `phrase` the whole of
    the phrase that names who does say it, null when nobody is named.
    """

    is_content: bool
    by: Token | None = None
    agent: Token | None = None
    phrase: Words | None = None


def find_unsaid(cue: Sequence[Token], source: Sequence[Token], lexicon: Lexicon) -> Unsaid | None:
    """Whether the words taken for a source are those of the accused; null when they may speak.

    Of a verb that accuses, or that an infinitive follows ("is alleged to have"), none but its by-phrase speaks, wherever the
    parse hangs the rest. Of any other cue in the passive its subject doesn't, nor a word of the subject's phrase; of a verb that
    is no cue ("was unsettled by the news") nothing is known.

    Args:
        cue: its words.
        source: words taken for who says it; not empty.
        lexicon: the cues.
    """
    inside = {token.i for token in source}
    if not inside or any(token.lemma_.lower() in GIVES_VOICE or _speaks_itself(token) for token in cue):
        return None
    for verb in cue:
        if verb.lemma_.lower() not in lexicon.verbs and verb.lemma_.lower() not in AS_VERBS | SAID_TO:
            continue
        if not is_undergone(verb, lexicon):
            continue
        by, agent = _find_agent(verb)
        if _stands_behind_by(source[0], verb) or (agent is not None and inside & {token.i for token in agent.subtree}):
            return None
        is_subject = any(_is_of_subject(token, verb) for token in source)
        if is_subject or _is_strict(verb, lexicon):
            if agent is None:
                return Unsaid(is_subject)
            return Unsaid(is_subject, by, agent, agent.doc[agent.left_edge.i : _find_end(verb, agent, lexicon) + 1])
    for noun in cue:
        if noun.pos_ == "NOUN" and _is_accusation(noun, lexicon) and _is_suffered(noun, inside):
            return Unsaid(is_content=True)
    return None


def is_undergone(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a participle tells what is said of its subject: in the passive, or short for it, also where the parse is wrong."""
    if verb.tag_ not in ("VBN", "VBD", "JJ") or verb.pos_ not in ("VERB", "ADJ") or verb.dep_ == "auxpass":
        return False
    behind, lemma = _next_word(verb), verb.lemma_.lower()
    if lemma in NO_OBJECT and behind in ("of", "for", "about", "on"):
        return False
    kinds = {child.dep_ for child in verb.children if child.dep_ != "auxpass" or child.i < verb.i}
    if kinds & {*PASSIVE_SUBJECTS, "auxpass"}:
        return True
    if any(child.dep_ == "aux" and child.lemma_ in ("have", "do", "'ve") for child in verb.children):
        return False
    if _is_within_object_clause(verb):
        return False
    if lemma in SAID_TO and _is_before_infinitive(verb):
        return True
    if any(child.dep_ in OBJECTS for child in verb.children):
        return False
    if _accuses(verb, lexicon) and behind in {"by", *_frames(verb, lexicon)} - {"as"}:
        return True
    is_short = verb.tag_ == "VBN" and (verb.dep_ in ("acl", "advcl") or (verb.dep_ == "conj" and not kinds & SUBJECTS))
    return is_short and behind in ("as", "by")


def _find_agent(verb: Token) -> tuple[Token | None, Token | None]:
    """The 'by' of a passive and the head of its phrase; nulls when it has none, or one that tells when or how."""
    for child in verb.children:
        if child.lower_ == "by" and child.i > verb.i and child.dep_ in ("agent", "prep"):
            agent = next((part for part in child.children if part.dep_ == "pobj"), None)
            if agent is not None and agent.ent_type_ not in DATES:
                return child, agent
    return None, None


def _stands_behind_by(first: Token, verb: Token) -> bool:
    """'Condemned as reckless by the board': the parse hangs the by-phrase on its neighbour."""
    return bool(first.i > verb.i and first.sent == verb.sent and first.nbor(-1).lower_ == "by")


def _find_end(verb: Token, agent: Token, lexicon: Lexicon) -> int:
    """The last word of a by-phrase, without what is said of the accused: 'blamed by the inquiry | for the collapse'."""
    frames = {*_frames(verb, lexicon), *(("as",) if verb.lemma_.lower() in AS_VERBS else ())}
    if any(child.dep_ == "prep" and child.i > agent.i and child.lower_ in frames for child in verb.children):
        return int(agent.right_edge.i)
    hung = [child for child in agent.rights if child.dep_ == "prep" and child.lower_ in frames]
    for place, prep in enumerate(hung):
        held = next((part for part in prep.children if part.dep_ in ("pobj", "pcomp")), None)
        is_of_name = agent.pos_ == "PROPN" and held is not None and held.pos_ == "PROPN"
        is_own = prep.lower_ == "of" and place == 0 and held is not None and held.dep_ == "pobj"
        if not is_of_name and not is_own:
            return int(prep.i - 1)
    return int(agent.right_edge.i)


def _accuses(verb: Token, lexicon: Lexicon) -> bool:
    lemma = verb.lemma_.lower()
    return any(cue.cue_class == "accuse" for cue in lexicon.verbs.get(lemma, ()))


def _is_strict(verb: Token, lexicon: Lexicon) -> bool:
    return _accuses(verb, lexicon) or (verb.lemma_.lower() in SAID_TO and _next_word(verb) == "to")


def _frames(verb: Token, lexicon: Lexicon) -> frozenset[str]:
    """The prepositions that what one is accused of stands behind."""
    held = (cue.frames for cue in lexicon.verbs.get(verb.lemma_.lower(), ()) if cue.cue_class == "accuse")
    return frozenset[str]().union(*held) - {"c", "x", "o", "q"}


def _speaks_itself(verb: Token) -> bool:
    """'Was reported as saying': the last verb of the cue is the subject's own."""
    return bool(verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ == "as")


def _is_before_infinitive(verb: Token) -> bool:
    """'Said to have fled', and not 'said to reporters'."""
    doc = verb.doc
    to = next((token for token in doc[verb.i + 1 : verb.i + 3] if token.lower_ == "to"), None)
    return to is not None and any(token.tag_ == "VB" for token in doc[to.i + 1 : to.i + 3])


def _next_word(verb: Token) -> str:
    doc, at = verb.doc, verb.i + 1
    while at < len(doc) and doc[at].pos_ == "ADV":
        at += 1
    return str(doc[at].lower_) if at < len(doc) else ""


def _is_within_object_clause(verb: Token) -> bool:
    """'The brothers (whom) the prosecution accused of arson': a subject of its own behind a noun or a relative word."""
    doc, at = verb.doc, verb.i - 1
    while at > verb.sent.start and doc[at].pos_ == "ADV":
        at -= 1
    if at <= verb.sent.start or doc[at].pos_ not in ("NOUN", "PROPN", "PRON") or doc[at].lower_ in WHOM:
        return False
    first = max(doc[at].left_edge.i, verb.sent.start)
    if doc[first].lower_ in WHOM:
        return True
    if first == verb.sent.start or doc[first - 1].dep_ == "mark":
        return False
    before = doc[first - 1]
    return bool(before.lower_ in WHOM) or (before.pos_ in ("NOUN", "PROPN") and doc[first].pos_ in ("DET", "PRON"))


def _is_of_subject(token: Token, verb: Token) -> bool:
    """Whether a word belongs to the phrase of which a participle is said, no clause between."""
    subjects = {child.i for child in verb.children if child.dep_ in SUBJECTS}
    host = verb.head
    if verb.dep_ in ("acl", "relcl", "amod"):
        subjects.add(_top_of_phrase(host).i)
    elif verb.dep_ in ("advcl", "conj", "acomp", "oprd", "xcomp", "dep") and not subjects:
        subjects |= {child.i for child in host.children if child.dep_ in SUBJECTS}
    at = token
    while at.i not in subjects:
        if at.head == at or at.pos_ in ("VERB", "AUX") or at.dep_ in CLAUSES:
            return False
        at = at.head
    return True


def _top_of_phrase(noun: Token) -> Token:
    while noun.dep_ in ("conj", "appos") and noun.head.pos_ in ("NOUN", "PROPN", "PRON"):
        noun = noun.head
    return noun


def _is_accusation(noun: Token, lexicon: Lexicon) -> bool:
    cue = lexicon.nouns.get(noun.lemma_.lower())
    return cue is not None and (cue.cue_class == "accuse" or noun.lemma_.lower() in ("allegation", "suspicion"))


def _is_suffered(noun: Token, inside: Collection[int]) -> bool:
    """'Accusations against Tarn', 'Tarn faces charges': whether the source is who is accused."""
    by = [child for child in noun.children if child.lower_ in ("by", "from") or child.dep_ == "poss"]
    if any(token.i in inside for child in by for token in child.subtree):
        return False
    against = [child for child in noun.children if child.dep_ == "prep" and child.lower_ == "against"]
    if any(part.i in inside for prep in against for part in prep.children):
        return True
    return noun.dep_ == "dobj" and noun.head.lemma_.lower() in UNDERGOES and noun.head.pos_ == "VERB"
