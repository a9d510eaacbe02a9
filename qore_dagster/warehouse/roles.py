"""The two roles of the warehouse: one owns it and loads, one reads.

Belongs here: making them, and what each may do. Does not: people's logins, which the database's administrator makes and
puts into a role; no password passes through here.

Partitions of a new year are attached by the load itself, and PostgreSQL lets only a table's owner do that: so the role
that loads owns all of it, and applies migrations as well.
"""

from contextlib import closing

from psycopg2 import errors
from psycopg2.extensions import cursor as Cursor

from qore_dagster.warehouse.address import connect
from qore_dagster.warehouse.errors import AddressError

LOADER, READER = "qore_carga", "qore_leitura"
SCHEMAS = ("cad", "pos", "aux", "stage", "ctl", "hist", "mov")

_LOCK_KEY = 0x726F6C65  # "role"
_NOT_OURS = """
SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, c.oid::regclass::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p', 'v') AND pg_get_userbyid(c.relowner) <> %s
ORDER BY c.oid"""


def make_roles(uri: str) -> list[str]:
    """Make the roles that are not there, and give each what it may do; the same however often.

    Roles belong to the whole server; what they may do, to this database.

    Args:
        uri: the warehouse, all migrations applied.

    Returns:
        The roles made now.

    Raises:
        AddressError: the database does not let us in, or does not let us make roles.
    """
    with closing(connect(uri, purpose="roles")) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK_KEY,))
        try:
            made = [role for role in (LOADER, READER) if _make(cursor, role)]
            _let_load(cursor)
            _let_read(cursor)
        except errors.InsufficientPrivilege as error:
            raise AddressError(
                f"o usuário de POSTGRES_URI não pode criar ou usar os papéis {LOADER} e {READER}: {str(error).strip()}",
                "peça ao administrador do banco que rode `qore db roles` com um usuário que tenha CREATEROLE "
                "e seja dono das tabelas; nada mudou",
            ) from None
        return made


def _make(cursor: Cursor, role: str) -> bool:
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,))
    if cursor.fetchone() is not None:
        return False
    cursor.execute("SAVEPOINT role")
    try:
        cursor.execute(f"CREATE ROLE {role} NOLOGIN")
    except (errors.DuplicateObject, errors.UniqueViolation):  # made meanwhile, for another database of the server
        cursor.execute("ROLLBACK TO role")
        return False
    return True


def _let_load(cursor: Cursor) -> None:
    cursor.execute("SELECT pg_has_role(%s, 'USAGE')", (LOADER,))
    if cursor.fetchone() != (True,):  # a superuser is every role; another user joins it, to give it the tables
        cursor.execute(f"GRANT {LOADER} TO CURRENT_USER")
    cursor.execute("SELECT format('GRANT CREATE ON DATABASE %%I TO %%I', current_database(), %s)", (LOADER,))
    for (grant,) in cursor.fetchall():
        cursor.execute(grant)
    for schema in SCHEMAS:
        cursor.execute(f"ALTER SCHEMA {schema} OWNER TO {LOADER}")
    cursor.execute(_NOT_OURS, (list(SCHEMAS), LOADER))
    for kind, name in cursor.fetchall():
        cursor.execute(f"ALTER {kind} {name} OWNER TO {LOADER}")


def _let_read(cursor: Cursor) -> None:
    """What is there, and what whoever loads will make."""
    schemas = ", ".join(SCHEMAS)
    cursor.execute(f"GRANT USAGE ON SCHEMA {schemas} TO {READER}")
    cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schemas} TO {READER}")
    for owner in (LOADER, "CURRENT_USER"):
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schemas} GRANT SELECT ON TABLES TO {READER}"
        )
