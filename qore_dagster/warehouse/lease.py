"""Who is using the embedded server: it starts with the first lease and stops with the last.

Belongs here: taking a lease, giving it back, and the databases that a lease finds there. Does not: how the server is
started (`server`).

A lease is a shared advisory lock on an open connection, so a killed process gives it back by dying. Taking and giving
back stand under the folder's lock: nobody can join a server that is being stopped.
"""

import os
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import psycopg2

from qore_dagster.warehouse.server import EmbeddedServer

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

WAREHOUSE = "qore"
DAGSTER = "dagster"
LEASE_KEY = 0x716F7265  # "qore"

CREATION = {
    WAREHOUSE: (),
    # The last moments of Dagster's event log may be lost with the machine's power, never with a process: what was
    # loaded stands in the warehouse, and a run that finds it there without an event asks for it again.
    DAGSTER: ("alter database dagster set synchronous_commit = off",),
}
"""The databases every embedded server has, and what is said to each once."""


class Lease:
    """The right to use the server, until `release` or the process's end.

    A child made by fork has no part in it: it takes a lease of its own, and what it does with this one changes nothing.
    """

    def __init__(self, server: EmbeddedServer, connection: "Connection") -> None:
        self._server = server
        self._connection: Connection | None = connection
        self._owner = os.getpid()

    def __repr__(self) -> str:
        """Without the password, which is nowhere in the object."""
        return f"Lease({self._server!r})"

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back."""
        self.release()

    def uri(self, database: str = WAREHOUSE) -> str:
        """The address of a database, with the password in it: never to be logged."""
        return self._server.uri(database)

    def release(self) -> None:
        """Give it back; the last one out stops the server. Once is enough, twice does no harm."""
        connection, self._connection = self._connection, None
        if connection is None or self._owner != os.getpid():
            return
        with self._server.held():
            try:
                with connection.cursor() as cursor:
                    cursor.execute("select pg_advisory_unlock_shared(%s)", (LEASE_KEY,))
                    cursor.execute("select pg_try_advisory_lock(%s)", (LEASE_KEY,))
                    if cursor.fetchone() == (True,):
                        self._server.stop()
            except psycopg2.OperationalError:  # the server was killed meanwhile: nothing to give back
                return
            finally:
                connection.close()


def lease(folder: Path, *, durable: bool = True) -> Lease:
    """Start the folder's server, or join it.

    Args:
        folder: where its data directory and files lie; made if absent.
        durable: False for tests: no fsync.

    Returns:
        The lease, also usable with `with`; the databases `qore` and `dagster` exist.

    Raises:
        ServerError: the server cannot be made, started or reached.
    """
    server = EmbeddedServer(folder, durable=durable)
    with server.held():
        connection = server.connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock_shared(%s)", (LEASE_KEY,))
            cursor.execute("select datname from pg_database")
            present = {name for (name,) in cursor.fetchall()}
            for database, further in CREATION.items():
                if database not in present:
                    cursor.execute(f"create database {database}")
                    for statement in further:
                        cursor.execute(statement)
    return Lease(server, connection)
