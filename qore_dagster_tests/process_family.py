"""A command that a test started, with all that it started itself.

Belongs here: ending them. Does not: starting (each folder's fixtures), or a chosen place (`end_to_end.killing`).
"""

from contextlib import suppress
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    import subprocess

PATIENCE = 180.0
"""Seconds that a test waits for what must happen, then it fails: many times what an idle machine takes."""


def kill_all(process: "subprocess.Popen[str]") -> None:
    """SIGKILL the command and every process that it started, the command first."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for member in family:
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            member.kill()
    process.communicate()
    psutil.wait_procs(family[1:], timeout=PATIENCE)


def end(process: "subprocess.Popen[str]") -> None:
    """Kill them all, unless the command has ended: a failed test must not wait for it."""
    if process.poll() is None:
        kill_all(process)
