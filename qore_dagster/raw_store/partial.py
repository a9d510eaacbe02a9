"""The temporary files that a download is written to, beside the place where it will stand.

Belongs here: their names, and telling those of a dead process. Does not: what becomes of a finished one (`store`).
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


@cache
def _started(pid: int) -> int:
    return int(psutil.Process(pid).create_time())


@cache
def _host() -> str:
    return uuid.uuid5(uuid.NAMESPACE_DNS, socket.gethostname()).hex[:8]
