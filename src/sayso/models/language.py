"""What language a stretch of text is in: English by its small words, any other by a model and that language's small words.

Names, lists and noise are in no language. So a stretch is called foreign only on two witnesses: py3langid's naive Bayes
model over byte sequences (Lui & Baldwin 2012), and that at least one word in seven is among the common words of the
language that it names. A script other than the Latin one needs no second witness.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

ENGLISH = "en"
SMALL_WORDS = frozenset({
    "the", "of", "and", "to", "that", "with", "from", "were", "have", "had", "which", "this", "they", "their",
    "been", "would", "not", "but", "it", "its", "are", "she", "his", "who", "what", "there", "you", "your", "than",
    "when", "about", "into", "has", "was", "is", "be", "by", "for", "on", "at", "as", "or", "an", "he", "we", "if",
    "no", "so", "can", "could", "should",
})  # fmt: skip
"""Common English words, by which most text is known without the model. Few of them are as common anywhere else."""
ENGLISH_SHARE = 0.15  # of words; of 1,072 paragraphs of news, reports and mails with ten words or more 97 % have more
FOREIGN_SHARE = 1 / 7  # of words that are common ones of the language named; running text has a quarter to a half
MOSTLY_COMMON = 0.3  # so many need no sure model: it wavers between Malay and Indonesian, Danish and Norwegian
FEWEST_WORDS = 6  # fewer say nothing: headings, names, captions
FEWEST_FOREIGN_LETTERS = 12  # of another script
SURE = 0.80  # the model's probability; its misses on short English texts lie under it
CERTAIN = 0.99  # needs no common words: languages that join them to others, such as Turkish; lists of names reach 0.75
MOST_CAPITALS = 0.6  # of words; German, which capitalises its nouns, has 0.4, a list of names 0.7 and more
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
    text = text[:MOST_JUDGED]
    spelt = WORD.findall(text)
    words = [word.lower() for word in spelt]
    script = _other_script(text)
    if not script and len(words) < FEWEST_WORDS:
        return Guess(None, "too short to tell")
    share = _share(words, SMALL_WORDS)
    if not script and share >= ENGLISH_SHARE:
        return Guess(ENGLISH, "common English words")
    tag, p = _classify(text)
    if tag == ENGLISH:
        return Guess(ENGLISH if p >= SURE else None, "its sequences of letters")
    if script:
        return Guess(tag, f"written in {script} letters")
    n_capitals = sum(word[0].isupper() for word in spelt)
    if n_capitals > MOST_CAPITALS * len(words) and not text.isupper():
        return Guess(None, "a list of names")
    foreign = _share(words, _common_words(tag))
    if foreign > 1.5 * share and (foreign >= MOSTLY_COMMON or (p >= SURE and foreign >= FOREIGN_SHARE)):
        return Guess(tag, "its sequences of letters and its common words")
    if p >= CERTAIN and not share and tag != NO_LANGUAGE:
        return Guess(tag, "its sequences of letters")
    return Guess(None, "no language's common words")


def guess_document(stretches: Sequence[str]) -> str | None:
    """The language that most of a document's judged characters are in; null where none could be judged."""
    sizes: dict[str, int] = {}
    for stretch in stretches:
        found = guess_language(stretch).language
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
    tag, p = _load_model().classify(" ".join(text.lower().split()))
    return str(tag), float(p)


@functools.cache
def _load_model() -> Any:
    """The model, loaded when the first stretch is met that isn't plainly English: it takes half a second and 100 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@functools.cache
def _common_words(tag: str) -> frozenset[str]:
    """spaCy's list of a language's common words; empty where it has none."""
    try:
        module = importlib.import_module(f"spacy.lang.{'nb' if tag == 'no' else tag}.stop_words")
    except ImportError:
        return frozenset()
    return frozenset(part for word in module.STOP_WORDS for part in str(word).lower().split())
