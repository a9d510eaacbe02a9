"""A warehouse that is ready for the invented old database.

Belongs here: the registry's funds in it. Does not: the old database itself (`old_database`).
"""

from pathlib import Path

from psycopg2.extensions import connection as Connection

from benchmarks.old_database import registered
from qore_dagster.registry.store import FundStore

_HOLDERS = Path(__file__).parent / "holders.sql"


def prepare(connection: Connection) -> None:
    """Give a warehouse the funds of the portal, and the tables of holders if its migrations do not make them."""
    with connection, connection.cursor() as cursor:
        FundStore(connection).write(registered())
        cursor.execute("SELECT to_regclass('pos.pos_passivo')")
        if cursor.fetchone() == (None,):
            cursor.execute(_HOLDERS.read_text(encoding="utf-8"))
