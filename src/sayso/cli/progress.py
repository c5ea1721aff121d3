"""Progress on standard error: counts and time left; nothing when nobody looks at it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from sayso.case import Step

SHOWN = 40  # characters of a document's name


@contextlib.contextmanager
def show_progress() -> Iterator[Callable[[Step], None]]:
    """Give a function that shows the steps it is told; quiet when standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = {}

        def tell(step: Step) -> None:
            if step.what not in tasks:
                tasks[step.what] = progress.add_task(step.what, total=step.total, name="")
            progress.update(tasks[step.what], completed=step.done, name=escape(step.name[:SHOWN]))

        yield tell
