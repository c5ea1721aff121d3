"""The command `sayso`: what it is called with, and which function answers.

Nothing heavy is imported here: `sayso --help` must answer at once.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Annotated

import typer

from sayso import __version__
from sayso.cli import check, look, make, model, ruling, weigh
from sayso.cli.guard import guard

HELP = """On whose say-so? Finds the claims in a pile of documents, follows each to the word it rests on, and counts
the independent lines behind it.

Exit codes: 0 fine, 2 the command or its arguments are wrong, 3 something is missing or nothing could be read,
70 a bug of ours, 130 stopped by Ctrl-C."""


def make_app() -> typer.Typer:
    """Make the command-line application with every command."""
    app = typer.Typer(
        name="sayso", help=HELP, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
        pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for command in (*make.COMMANDS, *look.COMMANDS, *ruling.COMMANDS, *weigh.COMMANDS, *check.COMMANDS, *model.COMMANDS):
        app.command(command.__name__)(guard(command))
    return app


def run() -> None:
    """Answer the command line; the entry point of the command `sayso`."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # documents hold every character; a terminal may not
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    make_app()()


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"sayso {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    pass


if __name__ == "__main__":
    run()
