"""The temporary files that are written first, beside the place where a file will stand.

Belongs here: their names, telling and deleting those of a dead process, and making a folder's names last. Does not:
what becomes of a finished one (`store`, `archive`).
"""

import os
import re
import socket
import time
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil

_FORM = re.compile(r"\.([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f]{8}\.part")
_SAME_START = 60  # seconds by which a process's start may differ as the clock is set
_ABANDONED = 86400.0  # seconds after which nobody can still be writing, whatever machine wrote it


def partial_name() -> str:
    """A new name that tells which process of which machine writes it."""
    pid = os.getpid()
    return f".{_host()}-{pid}-{_started(pid)}-{uuid.uuid4().hex[:8]}.part"


def is_left_behind(path: Path) -> bool:
    """Whether this is a temporary file that nobody will finish: its process is dead, or it is a day old."""
    match = _FORM.fullmatch(path.name)
    if match is None:
        return False
    host, pid, started = match[1], int(match[2]), int(match[3])
    if host == _host():
        try:
            return abs(psutil.Process(pid).create_time() - started) > _SAME_START
        except psutil.NoSuchProcess:
            return True
        except psutil.AccessDenied:
            return False
    with suppress(FileNotFoundError):
        return time.time() - path.stat().st_mtime > _ABANDONED
    return False


def sweep_folder(folder: Path) -> int:
    """Delete what dead processes left half-written in a folder; returns how many files."""
    try:
        left = [path for path in folder.glob(".*.part") if is_left_behind(path)]
    except FileNotFoundError:  # a folder that is removed while it is read
        return 0
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@cache
def _started(pid: int) -> int:
    return int(psutil.Process(pid).create_time())


@cache
def _host() -> str:
    return uuid.uuid5(uuid.NAMESPACE_DNS, socket.gethostname()).hex[:8]
