"""RTF: text with its notes, comments, headers, tables and revisions, by its control words.

striprtf, the kept library for it, gives words without structure: notes run into the sentence, styles, hidden and deleted words are
lost. So the tokens are read here.
"""

from __future__ import annotations

import codecs

from sayso.acquire.composed import compose
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.media import Unreadable, check_length
from sayso.acquire.office.properties import learn_head, learn_rest, tell_changes
from sayso.acquire.office.rtfcontrols import OPENED, SWITCHES
from sayso.acquire.office.rtfreader import Reader
from sayso.acquire.office.written import read_document
from sayso.acquire.reading import Original, Reading


def read_rtf_file(original: Original) -> Reading:
    """Read an RTF file; as `read_rtf`."""
    return read_rtf(original.data)


def read_rtf(data: bytes) -> Reading:
    """Read an RTF file.

    Raises:
        Unreadable: it is no RTF, is nested too deeply, or holds no text or too much of it.
    """
    data = data.removeprefix(codecs.BOM_UTF8).lstrip()
    if not data.startswith(b"{\\rtf"):
        raise Unreadable(
            "a broken RTF file", "it does not begin as RTF does; open it in a word processor and save it again"
        )
    reader = Reader(data.decode("latin-1"), SWITCHES, OPENED)
    drafts = reader.read()
    facts = Facts()
    learn_head(facts, drafts, reader.info["title"])
    drafts += reader.read_beside()
    check_length(sum(len(draft.text) for draft in drafts))
    if not drafts:
        raise Unreadable(
            "no text in it", "the file may hold pictures only; run text recognition (OCR) and save the result"
        )
    reading = compose(drafts, facts, read_document)
    learn_rest(reading.facts, **reader.info)
    reading.warnings += tell_changes(reader.changes)
    if reader.is_cut_off:
        reading.warnings.append(("cut off", "the file ends inside a group; get it again, its end may be missing"))
    return reading
