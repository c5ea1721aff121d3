"""What language a stretch of text is in: English by its small words, any other by a model and that language's small words.

Names, lists and noise are in no language. So a stretch is called foreign only on two witnesses: py3langid's naive Bayes
model over byte sequences (Lui & Baldwin 2012), and that at least one word in seven is among the common words of the
language that it names. A script other than the Latin one needs no second witness.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
import re
import runpy
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ENGLISH = "en"
SMALL_WORDS = frozenset({
    "the", "of", "and", "to", "that", "with", "from", "were", "have", "had", "which", "this", "they", "their",
    "been", "would", "not", "but", "it", "its", "are", "she", "his", "who", "what", "there", "you", "your", "than",
    "when", "about", "into", "has", "was", "is", "be", "by", "for", "on", "at", "as", "or", "an", "he", "we", "if",
    "no", "so", "can", "could", "should",
})  # fmt: skip
"""Common English words, by which most text is known without the model. Few of them are as common anywhere else."""
OTHERS = frozenset({
    "de", "la", "le", "les", "des", "et", "que", "est", "une", "pas", "der", "die", "das", "und", "nicht", "von", "den",
    "el", "los", "del", "por", "con", "para", "una", "il", "di", "che", "non", "per", "da", "os", "um", "uma", "com",
    "het", "een", "van", "dat", "niet", "och", "att", "det", "som", "til", "og", "er", "na", "nie", "jest", "se",
    "je", "su", "bir", "ve", "bu", "yang", "dan", "ini", "itu", "ja", "ei", "az", "egy", "hogy", "si", "nu", "ng", "sa",
    "tidak", "pada", "dari", "untuk", "akan", "ada", "ang", "mga", "ya", "wa", "kwa", "ter", "em", "ao", "ne", "mi", "ona",
})  # fmt: skip
"""Common words of other languages in the Latin script; text with none, and no letter outside ASCII, isn't asked about."""
OTHERS_SHARE = 0.08
FOREIGN_LETTERS = 0.01  # of letters, outside ASCII
ENGLISH_SHARE = 0.15  # of words; of 1,072 paragraphs of news, reports and mails with ten words or more 97 % have more
FOREIGN_SHARE = 1 / 7  # of words that are common ones of the language named; running text has a quarter to a half
MOSTLY_COMMON = 0.3  # so many need no sure model: it wavers between Malay and Indonesian, Danish and Norwegian
FEWEST_WORDS = 6  # fewer say nothing: headings, names, captions
FEWEST_FOREIGN_LETTERS = 12  # of another script
SURE = 0.80  # the model's probability; its misses on short English texts lie under it
CERTAIN = 0.99  # needs no common words: languages that join them to others, such as Turkish; lists of names reach 0.75
MOST_CAPITALS = 0.6  # of words; German, which capitalises its nouns, has 0.4, a list of names 0.7 and more
OPEN_SHARE = 0.2  # of a document's characters that small words leave open
PARAGRAPH = 25  # words; shorter stretches that they leave open are mostly headlines, captions and credits
NO_LANGUAGE = "zxx"  # the model's class for what is in none
MOST_JUDGED = 1_500  # characters of a stretch that are looked at; more change nothing
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovene",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Guess:
    """The language of a stretch: a BCP 47 tag, or null where nothing tells, and what told."""

    language: str | None
    why: str

    @property
    def is_foreign(self) -> bool:
        """Whether it is known to be in a language other than English."""
        return self.language is not None and self.language != ENGLISH


def name_language(tag: str) -> str:
    """What a language is called in English; its tag where we have no name for it."""
    return NAMES.get(tag, f"language {tag}")


def guess_language(text: str) -> Guess:
    """Guess what language a stretch is in; null for what is too short, a list of names, or nothing we know."""
    return settle(text) or _ask_model(text)


def settle(text: str) -> Guess | None:
    """Guess without the model: what is plainly English, or too short or too much a list to be in any language.

    Returns:
        The guess; null where only the model can tell.
    """
    spelt = WORD.findall(text[:MOST_JUDGED])
    if _other_script(text[:MOST_JUDGED]):
        return None
    if len(spelt) < FEWEST_WORDS:
        return Guess(None, "too short to tell")
    share = _share([word.lower() for word in spelt], SMALL_WORDS)
    if share >= ENGLISH_SHARE:
        return Guess(ENGLISH, "common English words")
    if sum(word[0].isupper() for word in spelt) > MOST_CAPITALS * len(spelt) and not text[:MOST_JUDGED].isupper():
        return Guess(None, "a list of names")
    return None if _may_be_foreign(text[:MOST_JUDGED], spelt) else Guess(None, "no language's common words")


def _may_be_foreign(text: str, spelt: Sequence[str]) -> bool:
    if _share([word.lower() for word in spelt], OTHERS) >= OTHERS_SHARE:
        return True
    letters = "".join(spelt)
    return sum(not char.isascii() for char in letters) >= FOREIGN_LETTERS * len(letters) if letters else False


def _ask_model(text: str) -> Guess:
    text = text[:MOST_JUDGED]
    words = [word.lower() for word in WORD.findall(text)]
    script, share = _other_script(text), _share(words, SMALL_WORDS)
    tag, p = _classify(text)
    if tag == ENGLISH:
        return Guess(ENGLISH if p >= SURE else None, "its sequences of letters")
    if script:
        return Guess(tag, f"written in {script} letters")
    foreign = _share(words, _common_words(tag))
    if foreign > 1.5 * share and (foreign >= MOSTLY_COMMON or (p >= SURE and foreign >= FOREIGN_SHARE)):
        return Guess(tag, "its sequences of letters and its common words")
    if p >= CERTAIN and not share and tag != NO_LANGUAGE:
        return Guess(tag, "its sequences of letters")
    return Guess(None, "no language's common words")


def guess_all(stretches: Sequence[str]) -> list[Guess]:
    """Guess the language of each stretch of one document.

    The model, slow to load, is asked only where a paragraph or a good part of the document may be foreign: a headline or a
    caption that small words don't settle is in no language.
    """
    settled = [settle(stretch) for stretch in stretches]
    open_ = [stretch for stretch, guess in zip(stretches, settled, strict=True) if guess is None]
    n_open = sum(map(len, open_))
    if n_open < OPEN_SHARE * sum(map(len, stretches)) and all(len(stretch.split()) < PARAGRAPH for stretch in open_):
        return [guess or Guess(None, "too short to ask") for guess in settled]
    return [guess or _ask_model(stretch) for stretch, guess in zip(stretches, settled, strict=True)]


def guess_document(stretches: Sequence[str]) -> str | None:
    """The language that most of a document's judged characters are in; null where none could be judged."""
    sizes: dict[str, int] = {}
    for stretch, guess in zip(stretches, guess_all(stretches), strict=True):
        found = guess.language
        if found is not None:
            sizes[found] = sizes.get(found, 0) + len(stretch)
    return max(sizes, key=lambda tag: sizes[tag], default=None)


def _share(words: Sequence[str], common: frozenset[str]) -> float:
    return sum(word in common for word in words) / len(words) if words else 0.0


def _other_script(text: str) -> str | None:
    """The script of most of its letters when that isn't the Latin one."""
    if text.isascii():
        return None
    letters = [char for char in text if char.isalpha()]
    other = [char for char in letters if ord(char) > 0x24F and not unicodedata.name(char, "LATIN").startswith("LATIN")]
    if len(other) < FEWEST_FOREIGN_LETTERS or len(other) < len(letters) / 2:
        return None
    return unicodedata.name(other[len(other) // 2]).split()[0].capitalize()


def _classify(text: str) -> tuple[str, float]:
    tag, p = load_model().classify(" ".join(text.lower().split()))
    return str(tag), float(p)


@functools.cache
def load_model() -> Any:
    """The model, loaded when the first stretch is met that isn't plainly English: it takes half a second and 100 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@functools.cache
def _common_words(tag: str) -> frozenset[str]:
    """spaCy's list of a language's common words; empty where it has none.

    The list is run by itself: importing it would import spaCy, a second's work, and the language around it, whose patterns
    take French two more.
    """
    package = importlib.util.find_spec("spacy")
    for place in (package.submodule_search_locations if package is not None else None) or ():
        path = Path(place, "lang", "nb" if tag == "no" else tag, "stop_words.py")
        if path.is_file():
            words = runpy.run_path(str(path))["STOP_WORDS"]
            return frozenset(part for word in words for part in str(word).lower().split())
    return frozenset()
