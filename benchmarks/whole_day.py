"""The whole command, from shell to shell: how long `qore run` of a day takes.

Belongs here: time. Does not: memory (`memory`), which is looked at in runs of its own, as looking costs time.
"""

import statistics
import time
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum

from benchmarks.command import started
from benchmarks.figure import Figure
from benchmarks.home import Home, HomeMaker
from benchmarks.portal import portal_of
from qore_dagster.warehouse.lease import lease

GOAL_SECONDS = 10.0
GOAL_RATIO = 3.0


class Server(StrEnum):
    """Who starts the PostgreSQL server."""

    RUNNING = "server already running"
    EMBEDDED = "embedded server started by the command"


def measure(homes: HomeMaker, repeat: int, *, funds: int, letter: str, goal: float | None) -> list[Figure]:
    """Seconds of a day of so many funds, for either way to have a server.

    Args:
        homes: where the runs take place.
        repeat: runs of each way.
        funds: funds of the portal.
        letter: the figure's letter.
        goal: seconds.
    """
    with portal_of(funds) as portal:
        figures: list[Figure] = []
        for server in Server:
            runs: list[float] = []
            stages: list[dict[str, float]] = []
            for _ in range(repeat):
                with homes.fresh(portal) as home, _held(home, server):
                    began = time.perf_counter()
                    with started(home) as command:
                        command.process.wait()
                        runs.append(time.perf_counter() - began)
                        stages.append(command.stage_seconds(funds))
            details = {stage: f"{statistics.median(run[stage] for run in stages):.2f} s" for stage in stages[0]}
            figures.append(Figure(f"({letter}) `qore run`, {funds} funds, {server.value}", "s", runs, goal, details))
    return figures


def compare(many: list[Figure], day: list[Figure]) -> list[Figure]:
    """How many times longer the day of many funds takes, by the medians."""
    return [
        Figure(f"{longer.name}, against (b)", "×", [longer.median / shorter.median], GOAL_RATIO)
        for longer, shorter in zip(many, day, strict=True)
    ]


def _held(home: Home, server: Server) -> AbstractContextManager[object]:
    """As `qore db uri --hold` does, or nothing."""
    return lease(home.folder) if server is Server.RUNNING else nullcontext()
