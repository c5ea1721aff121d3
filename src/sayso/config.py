"""Every setting of a case, declared once: its type, its default and what it does; kept in `case.toml`."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from sayso.errors import BadSettings, CannotWrite, NotACase

FILE = "case.toml"
MOST_HYPOTHESES = 500  # nobody reads a matrix of more; real ones have 3 to 10
LONGEST_HYPOTHESIS = 2000  # characters; the longest that people wrote for benchmarks/cases has 80
NULL = "H0"  # the label of "none of these"
_LABEL = re.compile(r"(?![Hh]0$)[A-Za-z][A-Za-z0-9_-]{0,19}")
_IN_TOML = {
    dict: "a table", str: "a text in quotes", bool: "true or false", int: "a whole number", list: "an array", float: "a number",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a case is asked and how it is read; a field is a line of `case.toml`."""

    question: Annotated[str, "the contested question that the documents are read for; shown on top of the brief"] = ""
    name: Annotated[str, "short name of the case; the folder's name when empty"] = ""
    reader: Annotated[str, "which reader finds attributions and claims (`sayso.read.reader_names()` has them all)"] = "trained"
    workers: Annotated[int, "processes that read at the same time; 0 chooses by the size of the pile"] = 0
    contact: Annotated[
        str, "mail address or URL that is sent along when pages are fetched, by which a site's owner can reach you"
    ] = ""
    llm_url: Annotated[
        str,
        "address of an OpenAI-compatible language model of yours, such as `http://127.0.0.1:11434/v1`; none is asked when empty"
    ] = ""
    llm_model: Annotated[str, "which model it is to answer with, such as `qwen3:8b`"] = ""
    llm_key_env: Annotated[str, "environment variable that holds the key, where the server wants one"] = ""
    null_hypothesis: Annotated[bool, "whether hypotheses are weighed against `none of these` too"] = True
    hypotheses: Annotated[
        dict[str, str], "readings of the case that are weighed against one another: a label, such as H1, and what it says"
    ] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        check_hypotheses(self.hypotheses, where=lambda _: FILE)
        if self.workers < 0:
            raise BadSettings("`workers` can't be negative", where=FILE, got=[str(self.workers)], fix="workers = 0")


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """One setting as declared: its name, the type and default of its value, what it does."""

    name: str
    type: type[Any]
    default: Any
    doc: str


def _find_settings() -> Iterator[Setting]:
    hints = get_type_hints(Settings, include_extras=True)
    for field in dataclasses.fields(Settings):
        type_, doc = get_args(hints[field.name])
        makes = field.default_factory  # of a table of settings
        default = field.default if makes is dataclasses.MISSING else makes()
        yield Setting(field.name, get_origin(type_) or type_, default, doc)


SETTINGS: dict[str, Setting] = {setting.name: setting for setting in _find_settings()}
"""Every setting, by name."""


def to_hypothesis(text: str) -> str:
    """A hypothesis's words on one line: line breaks, tabs and other control characters become spaces."""
    return " ".join("".join(" " if unicodedata.category(character) == "Cc" else character for character in text).split())


def check_hypotheses(hypotheses: Mapping[str, object], *, where: Callable[[str], str]) -> None:
    """Check labels and texts of hypotheses; `where` says where one of a label stands.

    Raises:
        BadSettings: a label or a text can't be one, two are the same, or there are too many.
    """
    labels: dict[str, str] = {}
    texts: dict[str, str] = {}
    for label, text in hypotheses.items():
        words = to_hypothesis(text) if isinstance(text, str) else ""
        other = labels.get(label.casefold()) or texts.get(words.casefold())
        wrong = (
            f"`{NULL}` is the null's own label" if label.upper() == NULL
            else "the label of a hypothesis begins with a letter; up to 19 letters, digits, `-` and `_` follow"
            if not _LABEL.fullmatch(label)
            else f"a hypothesis is a text in quotes, not {_name_type(text)}" if not isinstance(text, str)
            else "a hypothesis has words" if not any(map(str.isalnum, words))
            else f"a hypothesis is a sentence or two, {LONGEST_HYPOTHESIS:,} characters at most; this has {len(words):,}"
            if len(words) > LONGEST_HYPOTHESIS
            else f"this is hypothesis {other} already" if other else ""
        )
        if wrong:
            fix = 'a line such as H1 = "The office had been warned" under [hypotheses]'
            raise BadSettings(wrong, where=where(label), got=[f"{label[:40]} = {text!r}"[:120]], fix=fix)
        labels[label.casefold()] = texts[words.casefold()] = label
    if len(hypotheses) > MOST_HYPOTHESES:
        raise BadSettings(
            f"{len(hypotheses):,} hypotheses; a matrix has at most {MOST_HYPOTHESES}", where=where(""),
            fix="weigh fewer at a time; `sayso hypothesis remove CASE LABEL`",
        )


def _name_type(value: object) -> str:
    return _IN_TOML.get(type(value), "a date or a time")


def load_settings(folder: Path) -> Settings:
    """Read the settings of the case in `folder`; what isn't set has its default.

    Raises:
        NotACase: the folder has no case.toml.
        BadSettings: it isn't TOML, or holds a setting that is unknown or of the wrong type.
    """
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotACase(
            f"this folder is no case: it has no {FILE}", where=str(folder),
            fix="`sayso add CASE PATH` makes a case in a new folder",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{FILE} can't be read: {error}", where=str(path)) from error
    return parse_settings(text, where=str(path))


def parse_settings(text: str, *, where: str) -> Settings:
    """Read settings from TOML.

    Raises:
        BadSettings: with the line.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"this isn't TOML: {error}", where=where, fix="mend that line, or delete it") from error
    for name, value in given.items():
        setting = SETTINGS.get(name)
        place = f"{where}, line {_find_line(text, name)}"
        if setting is None:
            raise BadSettings(
                f"no setting is called `{name}`", where=place, got=[name], fix=f"settings are: {', '.join(SETTINGS)}"
            )
        if type(value) is not setting.type:  # `is`: TOML's true is no int
            raise BadSettings(
                f"`{name}` must be {_name_type(setting.default)}, not {_name_type(value)}", where=place,
                got=[repr(value)[:200]], fix=f"[{name}]" if setting.type is dict else f"{name} = {_to_toml(setting.default)}",
            )
    check_hypotheses(
        given.get("hypotheses", {}), where=lambda label: f"{where}, line {_find_line(text, label or 'hypotheses')}"
    )
    return Settings(**given)


def save_settings(folder: Path, settings: Settings) -> None:
    """Write the settings to `folder`, each under its doc, so that the file explains itself.

    Raises:
        CannotWrite: there is no room or no permission; the file stands as it stood.
    """
    scratch = folder / f".{FILE}.new"
    try:
        scratch.write_text(to_toml(settings), encoding="utf-8", errors="replace")
        scratch.replace(folder / FILE)
    except OSError as error:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
        raise CannotWrite(
            f"the settings can't be written: {error.strerror or error}", where=str(folder / FILE),
            fix="see that there is room and permission; nothing was changed",
        ) from error


@contextlib.contextmanager
def hold_settings(folder: Path) -> Iterator[None]:
    """Keep other processes from changing the settings in `folder` until this is done; they wait.

    The folder itself is locked, so that nothing stays behind when a process is killed. Where a system or a file system locks no
    folders (Windows, some network drives) nobody waits.
    """
    try:
        import fcntl  # noqa: PLC0415  Windows has none
    except ImportError:
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def to_toml(settings: Settings) -> str:
    """Give the settings as TOML, one line each, with a comment that says what it does; tables of settings last."""
    lines = [
        f"# {setting.doc}\n{name} = {_to_toml(getattr(settings, name))}\n"
        for name, setting in SETTINGS.items() if setting.type is not dict
    ]
    for name, setting in SETTINGS.items():
        if setting.type is dict:
            rows = "".join(f"{label} = {_to_toml(text)}\n" for label, text in getattr(settings, name).items())
            lines.append(f"# {setting.doc}\n[{name}]\n{rows}")
    return "\n".join(lines)


def _to_toml(value: str | int) -> str:
    # JSON strings are TOML strings but for DEL, which TOML wants escaped; lone surrogates (from a command line that
    # isn't UTF-8) stand in neither.
    text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return text.encode("utf-8", "replace").decode("utf-8")


def _find_line(text: str, name: str) -> int:
    found = re.search(rf"^\s*\[*\s*[\"']?{re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1
