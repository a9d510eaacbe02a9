"""The most memory that `qore run` of a day takes, over all its processes at one moment.

Belongs here: looking, about twenty times a second. Does not: time (`whole_day`). Linux only.

What counts is PSS, the proportional set size: a page that n processes share counts as one n-th in each, so the sum over
the processes is what the machine gives to them together. Pages shared with processes outside the sum (the interpreter's
own code, with portal and benchmark) count for less than they would alone: a few MB.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import psutil

from benchmarks.command import started
from benchmarks.figure import Figure
from benchmarks.home import Home, HomeMaker
from benchmarks.portal import portal_of
from qore_dagster.warehouse.server import EmbeddedServer

GOAL_MB = 400.0
_PAUSE_SECONDS = 0.05
_MB = 1e6


@dataclass(slots=True)
class _Peak:
    """The most that was seen, in MB, of all processes and of those that are not the server's."""

    everything: float = 0.0
    without_server: float = 0.0
    looks: int = 0

    def see(self, command: float, server: float) -> None:
        self.everything = max(self.everything, command + server)
        self.without_server = max(self.without_server, command)
        self.looks += 1


def measure(homes: HomeMaker, repeat: int, *, funds: int) -> list[Figure]:
    """The peak, with and without the server that the command starts."""
    peaks: list[_Peak] = []
    with portal_of(funds) as portal:
        for _ in range(repeat):
            with homes.fresh(portal) as home, started(home) as command:
                peaks.append(_watch(home, psutil.Process(command.process.pid)))
                command.stage_seconds(funds)
    title = f"(d) peak memory, {funds} funds"
    details = {"looks a run": str(peaks[0].looks)}
    return [
        Figure(f"{title}, all processes", "MB", [peak.everything for peak in peaks], GOAL_MB, details),
        Figure(f"{title}, without PostgreSQL's", "MB", [peak.without_server for peak in peaks]),
    ]


def _watch(home: Home, command: psutil.Process) -> _Peak:
    peak = _Peak()
    pid_file = EmbeddedServer(home.folder).data / "postmaster.pid"
    while command.status() != psutil.STATUS_ZOMBIE:  # it is ours, and waited for later
        server = None
        with suppress(OSError, ValueError, psutil.Error):  # not up yet, or down already
            server = psutil.Process(int(pid_file.read_text().split("\n")[0]))
        peak.see(_pss(command), _pss(server) if server else 0.0)
        time.sleep(_PAUSE_SECONDS)
    return peak


def _pss(root: psutil.Process) -> float:
    """MB of a process and all below it."""
    return sum(_each_pss(root)) / _MB


def _each_pss(root: psutil.Process) -> Iterator[int]:
    with suppress(psutil.Error):
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.Error):  # it has ended meanwhile
                yield process.memory_full_info().pss
