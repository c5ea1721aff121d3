"""Names as documents print them with what stands before: 'Ms Kell', 'Councillor Ada Kell'."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.link import names
from sayso.link.naming import load_words
from sayso.schema import Referent

OPENERS = load_words("openers")
LOOK_BACK = 40  # characters before a name in which its titles may stand


def find_titled(referent: Referent, texts: Mapping[str, str]) -> tuple[str, ...]:
    """A person's names with the titles that stand before them in his document, in order; empty for anybody else."""
    text = texts.get(referent.document_id)
    if text is None or not referent.is_named or referent.kind not in ("person", "official"):
        return ()
    own = sorted({referent.name, *referent.aliases}, key=len, reverse=True)
    found: dict[str, None] = {}
    for start, end in referent.spans:
        name = next((name for name in own if name in text[start:end]), None)
        if name is not None:
            at = text.index(name, start)
            if titles := _read_titles(text[max(0, at - LOOK_BACK) : at]):
                found[f"{titles} {name}"] = None
    return tuple(found)


def _read_titles(before: str) -> str:
    """The titles at the end of a stretch of text; empty when it ends in anything else."""
    if before[-1:] not in (" ", "\n"):
        return ""
    told: list[str] = []
    for word in reversed(before.split()):
        is_title = word.rstrip(".").lower() in names.TITLES
        is_part = len(told) == 1 and word.isalpha() and word.lower() not in OPENERS  # 'Foreign' of 'Foreign Minister'
        if not word[:1].isupper() or not (is_title or is_part):
            break
        told.append(word)
    return " ".join(reversed(told))
