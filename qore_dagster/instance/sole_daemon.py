"""One daemon a home: two of them would each do what a schedule or a sensor asks for.

Belongs here: the lock that `qore dev` holds. Does not: the daemon, which Dagster starts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from qore_dagster.model.faults import QoreError


class DaemonRunsError(QoreError):
    """Another process has the home's daemon."""

    code = "daemon_runs"


@contextmanager
def sole_daemon(dagster_home: Path) -> Iterator[None]:
    """Hold the home's lock; the system gives it back when this process ends, however that comes.

    Raises:
        DaemonRunsError: another process holds it.
    """
    dagster_home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(dagster_home / "daemon.lock", timeout=0, mode=0o600, is_singleton=False)
    try:
        taken = lock.acquire()
    except Timeout:
        raise DaemonRunsError(
            f"outro qore dev já usa {dagster_home.parent}",
            "use a interface dele, ou encerre-o (Ctrl-C na janela dele); para ter dois, dê a este outra pasta em "
            "QORE_HOME",
        ) from None
    with taken:
        yield
