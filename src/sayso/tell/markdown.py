"""The brief as Markdown: CommonMark, with tables and anchors as HTML where CommonMark has no sign for them.

References are links to the notes at the end, `[[12]](#note-12)`, since CommonMark has no footnotes. Whatever comes from a
document is escaped: it can make no heading, no link, no picture and no tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.tell.model import (
    Block,
    Brief,
    Figure,
    Passage,
    Remark,
    Run,
    Section,
    Statement,
    Table,
    Telling,
    Words,
    cut_note,
    number_of,
)

# Every sign that can open something within a line: CommonMark 0.31 section 6, and of GitHub's dialect `~`, `|`, `$` and what
# makes links of bare addresses. What opens something at a line's beginning is escaped there.
_SIGNS = re.compile(r"([\\`*_\[\]<>~|$&@#]|(?<=[a-zA-Z]):(?=//)|(?<=www)\.)", re.IGNORECASE)
_OPENERS = re.compile(r"^(\d{1,9})?([#+\-=.)!])")
_TICKS = re.compile(r"`+")
_MASKED = " (names masked)"


def to_markdown(brief: Brief) -> str:
    """Give a brief as one Markdown text.

    Returns:
        CommonMark; every link leads to an anchor of the same text.
    """
    return "\n".join(_write_brief(brief)) + "\n"


def _write_brief(brief: Brief) -> Iterator[str]:
    yield from (f"# {_escape(brief.question)}", "", f"sayso {_escape(brief.version)}, {_escape(brief.made_at)}", "")
    if brief.is_masked:
        yield from ("*Names are masked in this brief.*", "")
    yield from (f"- [{_escape(section.title)}](#{_anchor(section.anchor)})" for section in brief.sections)
    if brief.passages:
        yield "- [Passages](#passages)"
    yield ""
    for section in brief.sections:
        yield from _write_section(section)
    if brief.passages:
        yield from ('<a id="passages"></a>', "", "## Passages", "")
        for passage in brief.passages:
            yield from (_write_note(passage), "")


def _write_section(section: Section) -> Iterator[str]:
    yield from (_mark(section.anchor), "", f"{'#' * (section.level + 1)} {_escape(section.title)}", "")
    for block in section.blocks:
        yield from _write_block(block)


def _write_block(block: Block) -> Iterator[str]:
    if isinstance(block, Section):
        yield from _write_section(block)
    elif isinstance(block, Statement):
        words = f"{_mark(block.anchor)}{_open(_write(block.words))}{_refer(block.passages)}"
        yield from (f"- {words}" if block.level else words, "")
    elif isinstance(block, Remark):
        words = _open(_write(block.words))
        yield from (f"*{words}*" if block.look == "none" else words, "")
    elif isinstance(block, Table):
        yield from _write_table(block)
    elif isinstance(block, Figure):
        yield from (f"> **{_escape(block.caption)}** (picture): {_escape(block.alt)}", "")
    else:
        yield from _write_telling(block)


def _write_telling(block: Telling) -> Iterator[str]:
    place = _escape(block.passage.place) + (_MASKED if block.passage.is_masked else "")
    yield f"- {_mark(block.anchor)}{_write(block.chain)}: “{_escape(block.passage.words)}” *{_escape(block.stance)}, {place}*"
    yield ""


def _write_table(table: Table) -> Iterator[str]:
    """As GitHub, GitLab, pandoc and most others read a table; a plain CommonMark reader shows its lines."""
    yield from (f"**{_escape(table.caption)}**", "")
    yield f"| {' | '.join(_escape(word) or ' ' for word in table.head)} |"
    yield f"|{' --- |' * len(table.head)}"
    for row in table.rows:
        cells = [_write(cell) for cell in row.cells]
        cells[0] = f"{_mark(row.anchor)}{cells[0]}{_refer(row.passages)}"
        yield f"| {' | '.join(cells)} |"
    yield ""


def _write_note(passage: Passage) -> str:
    masked = _MASKED if passage.is_masked else ""
    where = f"[{_escape(passage.document)}](#{_anchor(f'document-{passage.document_id}')})"
    return (
        f'<a id="note-{passage.number}"></a>**{passage.number}** {where}, {_escape(passage.imprint)}, '
        f"{_escape(passage.place)}{masked}: {_write_words(passage)}"
    )


def _write_words(passage: Passage) -> str:
    """The passage, its own words bold; what is no part of the sentence in brackets."""
    out = ""
    for text, look in cut_note(passage):
        body = text.strip()
        if look == "own" and body:
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            out += f"{before}{_write_run(Run(body, look='bold'))}{after}"
        else:
            out += _escape(f"[{text}]" if look == "cut" else text)
    return out.strip()


def _write(words: Words) -> str:
    return "".join(map(_write_run, words))


def _write_run(run: Run) -> str:
    text = _escape(run.text) if run.look != "code" else _write_code(run.text)
    if run.look in ("bold", "italic") and not (text[:1].isalnum() and text[-1:].isalnum()):
        # `**` opens and closes only where it stands between a space and a letter: a tag does so anywhere.
        text = f"<b>{text}</b>" if run.look == "bold" else f"<i>{text}</i>"
    elif run.look in ("bold", "italic"):
        text = f"**{text}**" if run.look == "bold" else f"*{text}*"
    if run.look == "quote":
        text = f"“{text}”"
    return f"[{text}](#{_anchor(run.link)})" if run.link else text


def _write_code(text: str) -> str:
    """A code span; a fence longer than any in the text. In a table `|` would still part cells, so it is written as it sounds."""
    fence = "`" * (max((len(found) for found in _TICKS.findall(text)), default=0) + 1)
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{fence}{pad}{text.replace('|', '¦')}{pad}{fence}" if text else ""


def _refer(passages: tuple[Passage, ...]) -> str:
    return "".join(f" [\\[{number}\\]](#note-{number})" for number in number_of(passages))


def _escape(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)


def _open(text: str) -> str:
    """A line that opens nothing: no list, heading or rule."""
    return _OPENERS.sub(lambda found: f"{found.group(1) or ''}\\{found.group(2)}", text)


def _mark(anchor: str) -> str:
    return f'<a id="{_anchor(anchor)}"></a>' if anchor else ""


def _anchor(anchor: str) -> str:
    """Ids are hashes; an id of any other kind has its other signs written as their numbers."""
    return re.sub(r"[^\w.-]", lambda found: f"-{ord(found.group()):x}-", anchor)
