"""Killing `qore run` at a chosen place: the whole of it, or one step's process.

Belongs here: finding and killing processes that a test started. Does not: what brings a run to the place (a gate in a
database, a fault of the portal).
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import dagster as dg
import psutil

from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform

PATIENCE = 60.0  # seconds, then the test fails


def kill_all(process: subprocess.Popen[str]) -> None:
    """SIGKILL the command and every process that it started, the command first."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for member in family:
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            member.kill()
    process.communicate()
    psutil.wait_procs(family[1:], timeout=PATIENCE)


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
            if process.poll() is None:
                kill_all(process)
            built.portal.clear_faults(id=stalled)


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Return when something has happened that tells nobody of it."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)
