"""Tokens put together again as a person would have typed them, with the place of each.

The model reads real pages, where "didn't," is not "did n't ,": what it learns from must look the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from training.examples import Spans

BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
"""What the Penn Treebank writes for brackets; its quotation marks, "``" and "''", tell open from close and stay till the end."""
CLOSERS = frozenset([",", ".", ";", ":", "!", "?", ")", "]", "}", "%", "...", "..", "…", "”", "’", "''"])
SMILEYS = frozenset([")))", "):", ")-:", "]:"])
OPENERS = frozenset(["(", "[", "{", "$", "£", "€", "#", "“", "‘", "``", "`"])
CLITICS = frozenset(["'s", "'m", "'d", "'ll", "'re", "'ve", "n't", "’s", "’m", "’d", "’ll", "’re", "’ve", "n’t"])
CLITIC_TAILS = frozenset(["s", "t", "m", "d", "ll", "re", "ve"])
"""What follows an apostrophe that was cut off as a token of its own."""


def join_tokens(tokens: Sequence[str]) -> tuple[str, Spans]:
    """Put the tokens of one sentence together: the text, and the span of each token in it."""
    text, places = join_sentences([tokens])
    return text, places[0]


def join_sentences(sentences: Sequence[Sequence[str]]) -> tuple[str, list[Spans]]:
    """Put sentences together with a space between them: the text, and the spans of each sentence's tokens in it.

    Straight marks don't say whether they open or close. A sentence with an even number of them is taken to open and
    close its own; one with an odd number carries on from the sentences before.
    """
    text = ""
    places: list[Spans] = []
    is_open = False
    for tokens in sentences:
        tokens = [_write_brackets(token) for token in tokens]
        is_even = tokens.count('"') % 2 == 0
        glue, is_open_after = _find_glue(tokens, is_open=False if is_even else is_open)
        is_open = is_open if is_even else is_open_after
        spans: list[tuple[int, int]] = []
        for i, token in enumerate(tokens):
            form = _write_form(token)
            is_tight = bool(spans) and (glue[i][0] or glue[i - 1][1])
            start = len(text) + (bool(text) and not is_tight)
            text = text + " " * (start - len(text)) + form
            spans.append((start, len(text)))
        places.append(tuple(spans))
    return text, places


def cover(places: Spans, chosen: Sequence[int]) -> Spans:
    """Spans over chosen tokens of a sentence; neighbours become one span, the space between them included.

    Args:
        places: the span of each token.
        chosen: numbers of tokens, ascending.
    """
    spans: list[tuple[int, int]] = []
    for n, i in enumerate(chosen):
        if n and chosen[n - 1] == i - 1:
            spans[-1] = (spans[-1][0], places[i][1])
        else:
            spans.append(places[i])
    return tuple(spans)


def _write_brackets(token: str) -> str:
    if "-" in token and "B-" in token:
        for written, form in BRACKETS.items():
            token = token.replace(written, form)
    return token


def _write_form(token: str) -> str:
    return token.replace("``", '"').replace("''", '"') if token != "`" else "'"


def _find_glue(tokens: Sequence[str], *, is_open: bool) -> tuple[list[tuple[bool, bool]], bool]:
    """For each token, whether it clings to the one before and to the one after; and whether a quotation stays open."""
    glue: list[tuple[bool, bool]] = []
    is_single_open = False
    for i, token in enumerate(tokens):
        if token == '"':
            glue.append((is_open, not is_open))
            is_open = not is_open
        elif token == "'":
            left, right, is_single_open = _place_apostrophe(tokens, i, is_open=is_single_open)
            glue.append((left, right))
        elif token == "/":
            glue.append((True, True))
        else:
            is_single_open = token == "`" or (is_single_open and not token.endswith("'"))
            glue.append((_clings(tokens, i), token in OPENERS))
    return glue, is_open


def _clings(tokens: Sequence[str], i: int) -> bool:
    token = tokens[i]
    is_split_cannot = token.lower() == "not" and i > 0 and tokens[i - 1].lower() == "can"
    is_tail = len(token) > 2 and token[0] == "-" and token[1:].isalpha()  # "-led"
    is_closing = token in CLOSERS or (token.startswith(("''", ")", "]")) and token not in SMILEYS)
    return is_closing or token.lower() in CLITICS or is_split_cannot or is_tail


def _place_apostrophe(tokens: Sequence[str], i: int, *, is_open: bool) -> tuple[bool, bool, bool]:
    """Whether a lone apostrophe clings to the left, to the right, and whether a quotation in single marks is open after it."""
    after = tokens[i + 1] if i + 1 < len(tokens) else ""
    before = tokens[i - 1] if i else ""
    if before and after.lower() in CLITIC_TAILS:
        return True, True, is_open
    if is_open:
        return True, False, False
    is_plural = before[-1:].lower() == "s"
    if "'" in tokens[i + 1 :] and not is_plural:
        return False, True, True
    return bool(before), not before, False
