"""Dagster's database as one process sees it: its address, the lease on its server, one pool of connections.

Belongs here: who in this process holds the database, and what becomes of that at a fork. Does not: what is read or
written (see `event_log`, `storage`), where the server comes from (see `warehouse.address`).

`create_pg_engine` is dagster_postgres' own and not documented: it makes the engine that the storages there would each
make for themselves. `qore_dagster_tests/instance/test_event_log.py` works on it.
"""

import atexit
import os
import threading
from contextlib import ExitStack
from dataclasses import dataclass

import sqlalchemy as db
from dagster_postgres.utils import create_pg_engine

from qore_dagster.settings import Settings

IDLE_CONNECTIONS = 2
"""Connections that an idle process keeps; a burst of threads may open more, for as long as it lasts."""


@dataclass(slots=True)
class _Shared:
    url: str
    engine: db.Engine
    closing: ExitStack
    users: int = 0


_lock = threading.RLock()
_shared: dict[str, _Shared] = {}
_inherited: list[_Shared] = []  # a parent's: never closed here, and never collected (that would end its lease)


class Hold:
    """One user's part in the shared database; the last to be released closes the pool and ends the lease.

    Attributes:
        url: address of Dagster's database. Holds a password: never log it.
        engine: the process's pool of connections on it.
    """

    def __init__(self, key: str, shared: _Shared) -> None:
        """Stand for one counted user; call `join` instead."""
        self.url = shared.url
        self.engine = shared.engine
        self._key: str | None = key
        self._pid = os.getpid()

    def __repr__(self) -> str:
        """Without the address, which holds a password."""
        return f"Hold({'active' if self._key else 'released'})"

    def release(self) -> None:
        """End this part; again, or in a forked child, it does nothing."""
        key, self._key = self._key, None
        if key is None or self._pid != os.getpid():
            return
        with _lock:
            shared = _shared[key]
            shared.users -= 1
            if shared.users:
                return
            del _shared[key]
            shared.closing.close()


def join(settings: Settings, url: str | None = None) -> Hold:
    """Take part in Dagster's database, which is found or started if this process does not hold it yet.

    Args:
        settings: where the database is, if `url` does not say so.
        url: a database that is there without us; no lease is taken.

    Returns:
        A hold. What is still held when the process ends is let go then.
    """
    key = url or "\n".join(
        (
            str(settings.qore_home),
            settings.postgres_uri.get_secret_value(),
            settings.dagster_postgres_url.get_secret_value(),
        )
    )
    with _lock:
        if key not in _shared:
            _shared[key] = _open(settings, url)
        _shared[key].users += 1
        return Hold(key, _shared[key])


def _open(settings: Settings, url: str | None) -> _Shared:
    closing = ExitStack()
    if url is None:
        from qore_dagster.warehouse.address import databases  # a given url needs no server's code

        url = closing.enter_context(databases(settings)).dagster
    engine = create_pg_engine(
        url,
        isolation_level="AUTOCOMMIT",  # as the stock storages have it; batches ask for a transaction
        pool_size=IDLE_CONNECTIONS,
        max_overflow=-1,  # never wait for a connection while holding another
        pool_use_lifo=True,
        pool_pre_ping=True,  # a server that was started anew in between costs nobody an event
    )
    closing.callback(engine.dispose)
    return _Shared(url, engine, closing)


@atexit.register
def _close_all() -> None:
    while _shared:
        _shared.popitem()[1].closing.close()


def _after_fork_in_child() -> None:
    global _lock  # noqa: PLW0603 - another thread of the parent may have held it
    _lock = threading.RLock()
    for shared in _shared.values():
        shared.engine.dispose(close=False)  # the sockets are the parent's
    _inherited.extend(_shared.values())
    _shared.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
