"""A case linked and traced: every stage that looks at all of its documents, over what was read and what people ruled."""

from __future__ import annotations

from sayso.case.hypotheses import make_hypotheses
from sayso.case.overlay import lay_over
from sayso.case.resolving import resolve
from sayso.case.steps import Step, Tell
from sayso.config import Settings
from sayso.engine import Stage, run_stages
from sayso.schema import Ruling, make_id
from sayso.store.contract import Store


def link_store(store: Store, settings: Settings, *, tell: Tell) -> None:
    """Link, trace and weigh all that a store holds, and keep what came of it in place of what was there."""
    from sayso.acquire import ACQUIRE_STAGES  # noqa: PLC0415  a case is opened without the rooms
    from sayso.link import LINK_STAGES  # noqa: PLC0415
    from sayso.trace import TRACE_STAGES  # noqa: PLC0415
    from sayso.weigh import WEIGH_STAGES  # noqa: PLC0415

    stages: list[Stage] = [*ACQUIRE_STAGES, *LINK_STAGES, *TRACE_STAGES, *WEIGH_STAGES]
    names = [stage.name for stage in stages]
    over, tables = name_readings(store, settings), store.tables(with_linked=False)
    hypotheses = make_hypotheses(settings)
    tables.add("hypotheses", hypotheses)
    ruled = resolve(tables.take(Ruling), tables)
    tables.add("ruled", ruled)
    made = run_stages(
        stages, lay_over(tables), tell=lambda name: tell(Step("tracing", name, names.index(name), len(names)))
    )
    tell(Step("tracing", "", len(names), len(names)))
    made.add("ruled", ruled)
    made.add("hypotheses", hypotheses)
    store.save_linked(made, over=over)


def name_readings(store: Store, settings: Settings) -> str:
    """An id of the very documents, rulings and hypotheses that a store and its settings hold."""
    hypotheses = [f"{row.id} {row.text}" for row in make_hypotheses(settings)]
    return make_id("l", *sorted(store.known()), *store.rulings(), *hypotheses)
