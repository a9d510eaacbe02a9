"""Loads in processes of their own, for tests of several at once and of killed ones.

Belongs here: what they do, and stopping one at a step of its edit. The code that loads knows nothing of it.
"""

import os
import shutil
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qore_dagster.access import safe_file
from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.jackcess import JackcessEngine, JackcessFile
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster_tests.spawned import SPAWN, spawned

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 120.0  # seconds, then the test fails

STEPS: tuple[tuple[str, Any, str, str], ...] = (
    ("1 in the middle of the copy", shutil, "copyfile", "half"),
    ("2 after the copy", shutil, "copyfile", "after"),
    ("3 after the first rows went", JackcessFile, "delete", "after"),
    ("4 before the first rows come", JackcessFile, "insert", "before"),
    ("5 after the first rows came", JackcessFile, "insert", "after"),
    ("6 before the sync", safe_file, "_sync", "before"),
    ("7 before the rename", os, "replace", "before"),
    ("8 after the rename", os, "replace", "after"),
)
"""Where a load is stopped: number and name, whose function, before or after it (or with half of its work done)."""
RENAMED = len(STEPS) - 1
"""The step after which the new file is there."""


def load(path: Path, units: list[LoadUnit]) -> None:
    """The body of a loading process; exits with 1 unless all units are good."""
    if len(AccessDatabase(path, JackcessEngine()).load(units).good) != len(units):
        raise SystemExit(1)


def stop_at(step: int, tell: "Callable[[], object]") -> None:
    """Have this process tell when its load has come to a step, and stay there."""
    _, owner, name, when = STEPS[step]
    real: Callable[..., Any] = getattr(owner, name)

    def stopping(*arguments: Any, **named: Any) -> Any:
        if owner in {os, shutil} and Path(arguments[1]).suffix != ".accdb":  # somebody else's file
            return real(*arguments, **named)
        if when == "half":
            content = Path(arguments[0]).read_bytes()
            Path(arguments[1]).write_bytes(content[: len(content) // 2])
        result = real(*arguments) if when == "after" else None
        tell()
        time.sleep(_PATIENCE * 2)
        return result

    setattr(owner, name, stopping)


def load_until(path: Path, units: list[LoadUnit], step: int, told: Connection) -> None:
    """The body of a process that tells when it has come to a step, and stays there."""
    stop_at(step, lambda: told.send(step))
    load(path, units)


def kill_at(step: int, path: Path, units: list[LoadUnit]) -> None:
    """Load in a process of its own and kill it (SIGKILL) at a step."""
    hears, told = SPAWN.Pipe(duplex=False)
    with spawned(load_until, path, units, step, told) as process:
        if not hears.poll(_PATIENCE):
            raise TimeoutError(f"the load never came to {STEPS[step][0]} (exit code {process.exitcode})")
