"""`qore run` of one day, as a shell starts it.

Belongs here: starting the real script and checking that it did the whole day. Does not: measuring (`whole_day`,
`memory`).
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.home import Home, HomeMaker
from benchmarks.portal import DAY, portal_of
from qore_dagster.model.file_type import FileType

_QORE = Path(sys.executable).with_name("qore")
_LAST_LINES = 2000
_WARM_UP_FUNDS = 3
"""More files than one process takes: step processes are warmed up as well."""


class NotTheWholeDayError(Exception):
    """The command did not fetch, load and reconcile everything: its time means nothing."""


@dataclass(frozen=True, slots=True)
class DayCommand:
    """The command, started.

    Attributes:
        process: its process.
    """

    process: "subprocess.Popen[bytes]"
    _out: Path
    _err: Path

    def stage_seconds(self, funds: int) -> dict[str, float]:
        """Wait for its end, and give its own seconds by stage.

        Args:
            funds: as many as the portal has.

        Raises:
            NotTheWholeDayError: it did not end with 0, or not every file of every fund was brought and reconciles.
        """
        code = self.process.wait()
        if code != 0:
            err = self._err.read_text(encoding="utf-8")
            raise NotTheWholeDayError(f"qore run ended with {code}:\n{err[-_LAST_LINES:]}")
        said: dict[str, Any] = json.loads(self._out.read_text(encoding="utf-8"))
        wanted = funds * len(FileType)
        if said["processed"] != wanted or said["already_present"]:
            raise NotTheWholeDayError(f"{said['processed']} of {wanted} files, {said['already_present']} of them old")
        open_ends = [fund["fund"] for fund in said["funds"] if fund["reconciles"] != "ok"]
        if open_ends:
            raise NotTheWholeDayError(f"not reconciled: {', '.join(open_ends)}")
        return said["seconds"]


@contextmanager
def started(home: Home) -> Iterator[DayCommand]:
    """Start it on a home; what it says goes to files there, so that nobody need read it meanwhile."""
    out, err = home.folder / "benchmark.json", home.folder / "benchmark.log"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [str(_QORE), "run", "--date", DAY.isoformat(), "--json"],
            env=home.environment,
            cwd=home.folder,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
        )
    with process:
        try:
            yield DayCommand(process, out, err)
        except BaseException:
            process.terminate()
            raise


def warm_up(homes: HomeMaker) -> None:
    """Run a small day that nobody measures: afterwards all bytecode is written, and programs are in the page cache."""
    with portal_of(_WARM_UP_FUNDS) as portal, homes.fresh(portal) as home, started(home) as command:
        command.stage_seconds(_WARM_UP_FUNDS)
