"""States of a case: what each run left behind, and what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.errors import UnknownName
from sayso.schema import Tables
from sayso.store.contract import Store

if TYPE_CHECKING:
    from sayso.tell import Change


def keep_state(store: Store, tables: Tables) -> None:
    """Keep what a later state is compared with."""
    from sayso.tell.snapshots import hash_snapshot, make_snapshot  # noqa: PLC0415

    body = make_snapshot(tables)
    store.save_snapshot(body, digest=hash_snapshot(body))


def find_changes(store: Store, tables: Tables, *, since: int | None) -> list[Change]:
    """Find what has changed since the state that a run left; null for the state before the last.

    Raises:
        UnknownName: no state is kept of that run or of one before it, or the last one is of an earlier run.
    """
    from sayso.tell import diff_tables  # noqa: PLC0415
    from sayso.tell.snapshots import read_snapshot  # noqa: PLC0415

    kept = store.snapshots()
    run_id = since if since is not None else kept[-2].run_id if len(kept) > 1 else None
    is_ahead = since is not None and bool(kept) and since > kept[-1].run_id  # else a slip of the pen reads as `nothing changed`
    body = store.snapshot(run_id) if run_id is not None and not is_ahead else None
    if body is None:
        runs = ", ".join(f"{one.run_id} ({one.at[:16]})" for one in kept)
        raise UnknownName(
            "no state is kept of so late a run" if is_ahead else "there is no earlier state to compare with",
            got=[f"run {since}" if since is not None else "one state"],
            fix=f"states are kept of these runs: {runs or 'none'}",
        )
    return diff_tables(read_snapshot(body), tables)
