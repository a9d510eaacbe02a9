"""A warehouse that is ready for the invented old database.

Belongs here: the registry's funds in it. Does not: the old database itself (`old_database`).
"""

from psycopg2.extensions import connection as Connection

from benchmarks.old_database import registered
from qore_dagster.registry.store import FundStore


def prepare(connection: Connection) -> None:
    """Give a warehouse the funds of the portal."""
    with connection:
        FundStore(connection).write(registered())
