"""Where the two databases are: the ones of the settings, or the embedded server's.

Belongs here: choosing and completing addresses. Does not: the embedded server itself (`lease`), tables.
"""

from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg2
from psycopg2 import errors
from psycopg2.extensions import parse_dsn
from pydantic import SecretStr

from qore_dagster.settings import Settings
from qore_dagster.warehouse.errors import AddressError
from qore_dagster.warehouse.lease import DAGSTER, WAREHOUSE, lease

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Databases:
    """The addresses of the two databases; they hold passwords and are never logged.

    Attributes:
        warehouse: `postgresql://…` of `cad`, `pos` and `ctl`.
        dagster: `postgresql://…` of Dagster's own tables.
    """

    warehouse: str = field(repr=False)
    dagster: str = field(repr=False)


@contextmanager
def databases(settings: Settings) -> Generator[Databases]:
    """Find the databases; the embedded server, where it is needed, is kept running until the end of the `with`.

    POSTGRES_URI and DAGSTER_POSTGRES_URL come first. Without the second, Dagster's database is called `dagster` and
    lies on the server of the first, where it is created if it is not there.

    Raises:
        AddressError: an address is not one, or the server of POSTGRES_URI does not answer, or does not let us create
            `dagster`.
        ServerError: the embedded server cannot be started.
    """
    warehouse = _given("POSTGRES_URI", settings.postgres_uri)
    dagster = _given("DAGSTER_POSTGRES_URL", settings.dagster_postgres_url)
    if warehouse:
        yield Databases(warehouse, dagster or _beside(warehouse))
        return
    with lease(settings.qore_home) as held:
        yield Databases(held.uri(WAREHOUSE), dagster or held.uri(DAGSTER))


def connect(uri: str, *, purpose: str) -> "Connection":
    """Connect to a database of ours.

    Args:
        uri: where; it is not in the error, whose reason names host and database only.
        purpose: shown by PostgreSQL in `pg_stat_activity`.

    Raises:
        AddressError: nobody answers there, or it does not let us in.
    """
    try:
        return psycopg2.connect(uri, connect_timeout=CONNECT_SECONDS, application_name=f"qore {purpose}")
    except psycopg2.OperationalError as error:
        raise AddressError(
            f"o PostgreSQL de {_without_secrets(uri)} não aceitou a conexão: {str(error).strip()}",
            "verifique em POSTGRES_URI (ou DAGSTER_POSTGRES_URL) o endereço, a senha, sslmode, e o firewall",
        ) from None


def _given(variable: str, secret: SecretStr) -> str:
    """A given address, if libpq reads in it what a person does; else its words would tell parts of the password."""
    uri = secret.get_secret_value()
    if not uri:
        return ""
    try:
        parts, understood = urlsplit(uri), parse_dsn(uri)
        password = None if parts.password is None else unquote(parts.password)
        beyond_server = uri.partition(parts.netloc)[2]
        if password == understood.get("password") and parts.port != 0 and not set("@#") & set(beyond_server):
            return uri
    except (ValueError, psycopg2.ProgrammingError):
        pass
    raise AddressError(
        f"{variable} não é um endereço válido",
        "escreva postgresql://usuario:senha@servidor:porta/banco; "  # pragma: allowlist secret
        "na senha, @ : / # ? e % escrevem-se %40 %3A %2F %23 %3F e %25",
    )


def _beside(warehouse: str) -> str:
    """The database `dagster` on the same server, created if absent."""
    with closing(connect(warehouse, purpose="address")) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("select 1 from pg_database where datname = %s", (DAGSTER,))
        if cursor.fetchone() is None:
            try:
                cursor.execute(f"create database {DAGSTER}")
            except (errors.DuplicateDatabase, errors.UniqueViolation):  # another process has just created it
                pass
            except errors.InsufficientPrivilege:
                raise AddressError(
                    f"o usuário de POSTGRES_URI não pode criar o banco {DAGSTER} em {_without_secrets(warehouse)}",
                    f"peça ao administrador `create database {DAGSTER}`, ou informe DAGSTER_POSTGRES_URL",
                ) from None
    return urlunsplit(urlsplit(warehouse)._replace(path=f"/{DAGSTER}"))


def _without_secrets(uri: str) -> str:
    parts = urlsplit(uri)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"
