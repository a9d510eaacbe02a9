"""The simulated portal that everything is measured against, in a process of its own.

Belongs here: its set-up, the same for every figure. Does not: the portal (`qore_dagster.simulator`).
"""

from contextlib import AbstractContextManager
from datetime import date

from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import RunningPortal, running

DAY = date(2026, 1, 7)
"""The business day that is asked for; fixed, so that the files are the same bytes every time."""

LATENCY_SECONDS = 0.050
"""Wait before each answer."""

LISTED_DAYS = 5
"""Files in each listing: one page."""


def portal_of(funds: int) -> AbstractContextManager[RunningPortal]:
    """A portal with so many funds: 50 ms a request, no rate limit, every file rendered before it takes a request."""
    return running(
        SimulatorConfig(
            funds=funds,
            days=LISTED_DAYS,
            last_day=DAY,
            latency_ms=LATENCY_SECONDS * 1000,
            rate_limits=False,
            prerender=True,
        )
    )
