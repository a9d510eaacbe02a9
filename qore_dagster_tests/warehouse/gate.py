"""A gate in the database at which real loads stop, so that tests can order what happens.

Belongs here: triggers that wait for a lock held by the test. The loads themselves know nothing of it.
"""

import time

from psycopg2.extensions import connection as Connection

from qore_dagster_tests.process_family import PATIENCE

_KEY = 4711


class Gate:
    """A gate over a connection of its own.

    Args:
        connection: the connection that holds the gate; closing it opens the gate.
    """

    def __init__(self, connection: Connection) -> None:
        connection.autocommit = True
        self._cursor = connection.cursor()
        self._cursor.execute(
            f"""CREATE FUNCTION public.pass_gate() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock_shared({_KEY}); RETURN NEW; END $$"""
        )

    def close(self, event: str, *, condition: str = "true", per: str = "STATEMENT") -> None:
        """Stop whoever comes to an event.

        Args:
            event: as `BEFORE DELETE ON pos.pos_cota`.
            condition: of the rows that stop, as `new.version = 1`; for `per` ROW.
            per: STATEMENT or ROW.
        """
        self._cursor.execute("SELECT pg_advisory_lock(%s)", (_KEY,))
        self._cursor.execute(
            f"CREATE TRIGGER gate {event} FOR EACH {per} WHEN ({condition}) EXECUTE FUNCTION public.pass_gate()"
        )

    def wait_for_one(self) -> None:
        """Return when somebody stands at the gate."""
        self._until("locktype = 'advisory' AND objid = %s AND NOT granted", _KEY)

    def wait_for_queue(self) -> None:
        """Return when somebody waits for a lock of somebody who stands at the gate."""
        self._until("locktype = 'advisory' AND objid <> %s AND NOT granted", _KEY)

    def wait_for_two(self) -> None:
        """Return when two stand still: at the gate, or for a lock of somebody who stands at the gate."""
        self._until("locktype = 'advisory' AND NOT granted OFFSET 1", _KEY)

    def wait_for_session_of(self, pid: int) -> None:
        """Return when the session of one backend stands at the gate."""
        self._until(f"locktype = 'advisory' AND objid = {_KEY} AND NOT granted AND pid = %s", pid)

    def wait_for_table(self, table: str) -> None:
        """Return when somebody waits for a lock on a table."""
        self._until("relation = %s::regclass AND NOT granted", table)

    def open(self) -> None:
        """Let all through."""
        self._cursor.execute("SELECT pg_advisory_unlock(%s)", (_KEY,))

    def _until(self, locks: str, key: int | str) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._cursor.execute(
                f"""SELECT FROM pg_locks
                    WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND {locks}""",
                (key,),
            )
            if self._cursor.fetchone() is not None:
                return
            time.sleep(0.01)  # the server tells nobody of a lock that is waited for
        raise TimeoutError("nobody came to the gate")
