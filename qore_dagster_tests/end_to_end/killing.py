"""Stopping `qore run` at a chosen place, and killing one step's process there.

Belongs here: finding the process, and waiting for what tells nobody. Does not: what brings a run to the place (a gate
in a database, a fault of the portal), killing all (`process_family`).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dagster as dg
import psutil

from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform
from qore_dagster_tests.process_family import PATIENCE

if TYPE_CHECKING:
    import subprocess


def kill_step(built: Platform, step: str) -> None:
    """SIGKILL the process of one step of the run that is under way."""
    with built.instance() as instance:
        (run,) = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
        for entry in instance.all_logs(run.run_id, of_type=dg.DagsterEventType.STEP_WORKER_STARTED):
            event = entry.get_dagster_event()
            if event.step_key == step:
                assert event.pid is not None
                psutil.Process(event.pid).kill()
                return
    raise AssertionError(f"the run has no process of step {step}")


@contextmanager
def stalled_in_downloads(built: Platform) -> Iterator["subprocess.Popen[str]"]:
    """A `qore run` that waits for the portal in the middle of its downloads; killed at the end if it is still there."""
    stalled = built.portal.add_fault("stall", at="download")
    with built.start("run", "--date", LAST_DAY.isoformat(), "--json") as process:
        try:
            wait_until(
                lambda: any("/download" in call["path"] for call in built.portal.requests()["log"]),
                "no download began",
            )
            yield process
        finally:
            built.portal.clear_faults(id=stalled)


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Return when something has happened that tells nobody of it."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)
