"""The yearly partitions of the position tables, made when first needed.

Belongs here: making them. Does not: the tables' DDL (`sql/0040_pos.sql`, `sql/0100_rows.sql`).
"""

from collections.abc import Iterable
from itertools import product

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from qore_dagster.warehouse.registers import REGISTERS
from qore_dagster.warehouse.tables import SINK_TABLES

_LOCK_KEY = 0x706F7379  # "posy"


def ensure_years(connection: Connection, years: Iterable[int]) -> None:
    """Make the partitions of `years` that are not there, in a transaction of its own.

    Safe for several processes at once, and passes open readers: a table made by LIKE and then attached, under an
    advisory lock. (CREATE … PARTITION OF would wait for every reader, and fail for all but one writer.)
    """
    wanted = [(table, year) for table, year in product(SINK_TABLES, sorted(set(years)))]
    with connection, connection.cursor() as cursor:
        if not _missing(cursor, wanted):
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK_KEY,))
        missing = _missing(cursor, wanted)
        if missing:
            # ATTACH locks the tables that foreign keys refer to; taking them in the loads' own order avoids a deadlock.
            for register in REGISTERS:
                cursor.execute(f"LOCK TABLE cad.{register.name} IN SHARE ROW EXCLUSIVE MODE")
        for table, year in missing:
            part = f"{table}_{year}"
            cursor.execute(f"CREATE TABLE {part} (LIKE {table} INCLUDING ALL)")
            cursor.execute(
                f"ALTER TABLE {table} ATTACH PARTITION {part} FOR VALUES FROM (%s) TO (%s)",
                (f"{year:04}-01-01", f"{year + 1:04}-01-01"),
            )


def _missing(cursor: Cursor, wanted: list[tuple[str, int]]) -> list[tuple[str, int]]:
    # Asked of pg_class and not of to_regclass(), which may remember from before the lock that a table was not there.
    names = [f"{table}_{year}" for table, year in wanted]
    cursor.execute(
        """SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname || '.' || c.relname = ANY(%s)""",
        (names,),
    )
    present = {name for (name,) in cursor.fetchall()}
    return [pair for pair, name in zip(wanted, names, strict=True) if name not in present]
