"""In CI (`SAYSO_CI=1`) a skipped test fails the run: a check that didn't run has checked nothing.

Ctrl-C works in what the tests start, also when they run as a job in the background, which begins with it ignored.
"""

from __future__ import annotations

import os
import signal
from importlib.util import find_spec

import pytest

NEEDS_SHARED = "needs ../shared"
"""How the reason of a skip begins that CI allows: data beside the checkout that a clone doesn't have."""


def find_unwelcome(reports: list[pytest.TestReport]) -> list[str]:
    """Tests skipped for any other reason, with the reason."""
    told = [(report.nodeid, str(report.longrepr)) for report in reports]
    return [f"{name}: {why}" for name, why in told if NEEDS_SHARED not in why]


def pytest_configure() -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header() -> str | None:
    """Name what isn't collected at all, since something is missing that isn't asked of everyone."""
    left = [] if find_spec("followthemoney") else ["tests/tell/test_ftm_library.py (pip install -e '.[ftm-check]')"]
    left += [] if "AXE_CORE" in os.environ else ["tests/web/test_brief_axe.py (AXE_CORE=.../axe.min.js)"]
    return f"not collected: {', '.join(left)}" if left else None


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("SAYSO_CI") or reporter is None or hasattr(session.config, "workerinput"):
        return
    unwelcome = find_unwelcome(reporter.stats.get("skipped", []))
    if unwelcome:
        reporter.ensure_newline()
        reporter.write_line(f"{len(unwelcome)} tests were skipped, and CI wants them run:", red=True)
        for line in unwelcome:
            reporter.write_line(f"  {line}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
