"""The database side of one migration: one connection, steps that succeed or leave nothing, and the rehearsal.

Belongs here: transactions, the lock that keeps two migrations apart, where a rehearsal writes instead. Does not: what
is written.

A rehearsal (`--dry-run`) does all that the migration does, in one transaction that is rolled back at the end. Its rows
go to temporary tables that are like the position tables, because those need partitions, which are made in transactions
of their own.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager

from psycopg2 import errors
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from qore_dagster.migration.errors import MigrationError
from qore_dagster.warehouse.years import ensure_years

_LOCK_KEY = 0x6D646220  # "mdb "
_PATIENCE = "120s"

_NOTICE_DEATH = """
DO $$ BEGIN
    PERFORM set_config('client_connection_check_interval', '1s', false);
EXCEPTION WHEN OTHERS THEN NULL;  -- a server on Windows cannot
END $$
"""
"""Makes the server end what it still does for a migration that was killed; else the next one would find it at work."""


class Session:
    """One migration's connection.

    Args:
        connection: to the warehouse, with no transaction of the caller's under way.
        rehearsal: nothing is to stay.
    """

    def __init__(self, connection: Connection, *, rehearsal: bool) -> None:
        self.connection = connection
        self.rehearsal = rehearsal
        self._made: set[str] = set()

    @contextmanager
    def alone(self, *, patience: float) -> Generator[None]:
        """Keep other migrations out; undo a rehearsal at the end.

        Args:
            patience: seconds to wait for another one, which may be the rest of a killed one.

        Raises:
            MigrationError: another one is under way.
        """
        try:
            with self.connection, self.connection.cursor() as cursor:
                cursor.execute(_NOTICE_DEATH)
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", (f"{patience * 1000:.0f}ms",))
                cursor.execute("SELECT pg_advisory_lock(%s)", (_LOCK_KEY,))
        except errors.LockNotAvailable:
            raise MigrationError(
                "outra migração do Access está em curso", "espere que ela termine e rode de novo"
            ) from None
        try:
            yield
        finally:
            self.connection.rollback()
            with self.connection, self.connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", (_LOCK_KEY,))

    def commit(self) -> None:
        """Make what was written so far stay, unless this is a rehearsal."""
        if not self.rehearsal:
            self.connection.commit()

    @contextmanager
    def step(self) -> Generator[Cursor]:
        """A cursor whose work stays as a whole, or not at all."""
        with self.connection.cursor() as cursor:
            cursor.execute("SAVEPOINT step")
            try:
                yield cursor
            except BaseException:
                if not self.connection.closed:
                    cursor.execute("ROLLBACK TO SAVEPOINT step")
                    self.commit()
                raise
            self.commit()

    def exists(self, table: str) -> bool:
        """Whether the database has a table."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", (table,))
            return cursor.fetchone() == (True,)

    def target(self, table: str) -> str:
        """The table that stands for a position table: itself, or the rehearsal's."""
        return f"pg_temp.{table.rpartition('.')[2]}" if self.rehearsal else table

    def prepare(self, table: str, years: Iterable[int]) -> str:
        """The same, ready to be written to: its partitions are there, or the rehearsal's table is."""
        if not self.rehearsal:
            ensure_years(self.connection, years)
        elif table not in self._made:
            self._made.add(table)
            with self.connection.cursor() as cursor:
                cursor.execute(
                    f"""CREATE TEMPORARY TABLE {table.rpartition(".")[2]} (LIKE {table}
                        INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING INDEXES)"""
                )
        return self.target(table)

    def keep_loads_out(self, cursor: Cursor) -> None:
        """Wait for the daily loads under way, and hold further ones until this step ends.

        A load asks the ledger first which version a slice holds: here it waits, and then finds the migrated rows,
        which it replaces. Without this it could not see them, and would collide with them.
        """
        if not self.rehearsal:
            cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            cursor.execute("LOCK TABLE ctl.slice_load IN ACCESS EXCLUSIVE MODE")
