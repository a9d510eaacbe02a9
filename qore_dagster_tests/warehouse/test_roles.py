"""Two roles: one that loads, new years too, and one that sees everything and changes nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from typing import Any

import psycopg2
import pytest
from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from qore_dagster.warehouse.errors import AddressError
from qore_dagster.warehouse.migrations import migrate
from qore_dagster.warehouse.roles import LOADER, READER, SCHEMAS, make_roles
from qore_dagster.warehouse.slices import load
from qore_dagster_tests.postgres_fixture import fresh_database
from qore_dagster_tests.warehouse.units import unit


@contextmanager
def acting_as(uri: str, role: str) -> Iterator[Connection]:
    """A session of somebody who has this role and no other."""
    with closing(psycopg2.connect(uri)) as opened:
        with opened, opened.cursor() as cursor:
            cursor.execute(f"SET SESSION AUTHORIZATION {role}")
        yield opened


def _rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _names(connection: Connection, kinds: str) -> list[str]:
    return [
        name
        for (name,) in _rows(
            connection,
            f"""SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname IN {SCHEMAS} AND c.relkind IN ({kinds})""",
        )
    ]


def test_the_loader_loads_a_new_year_and_a_correction(warehouse_uri: str) -> None:
    make_roles(warehouse_uri)
    with acting_as(warehouse_uri, LOADER) as connection:
        assert load(connection, [unit(), unit(day=date(2031, 1, 2))]).failed == {}
        assert load(connection, [unit(version=2)]).failed == {}
        assert _rows(connection, "SELECT count(*) FROM hist.pos_cota") == [(1,)]


def test_the_reader_sees_everything_and_what_comes_later(warehouse_uri: str) -> None:
    with closing(psycopg2.connect(warehouse_uri)) as connection:
        load(connection, [unit()])
    make_roles(warehouse_uri)
    with acting_as(warehouse_uri, LOADER) as connection:
        load(connection, [unit(day=date(2031, 1, 2))])
    with closing(psycopg2.connect(warehouse_uri)) as connection:
        load(connection, [unit(day=date(2032, 1, 2))])

    with acting_as(warehouse_uri, READER) as connection:
        names = _names(connection, "'r', 'p', 'v'")
        assert {"pos.pos_rf_2025", "pos.pos_rf_2031", "pos.pos_rf_2032", "pos.vw_carteira_diaria"} <= set(names)
        for name in names:
            _rows(connection, f"SELECT * FROM {name} LIMIT 1")


def test_the_reader_cannot_write(warehouse_uri: str) -> None:
    make_roles(warehouse_uri)
    with closing(psycopg2.connect(warehouse_uri)) as connection:
        load(connection, [unit()])
    with acting_as(warehouse_uri, READER) as connection:
        tables = _names(connection, "'r', 'p'")
        attempts = [sql.format(name) for name in tables for sql in (
            "INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}")]  # fmt: skip
        attempts += ["UPDATE pos.pos_cota SET pl_fechamento = 0", "DROP VIEW pos.vw_caixa"]
        attempts += [f"CREATE TABLE {schema}.minha (x integer)" for schema in SCHEMAS]
        attempts.append(f"SET ROLE {LOADER}")
        for attempt in attempts:
            with pytest.raises(errors.InsufficientPrivilege):
                _rows(connection, attempt)


def test_it_can_be_repeated_also_for_several_databases_at_once(
    warehouse_uri: str, postgres: Any, migrated_template: str
) -> None:
    with fresh_database(postgres, template=migrated_template) as other, ThreadPoolExecutor(4) as pool:
        list(pool.map(make_roles, [warehouse_uri, other, warehouse_uri, other]))
    assert make_roles(warehouse_uri) == []
    with closing(psycopg2.connect(warehouse_uri)) as connection:
        owners = _rows(
            connection, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname IN ('pos', 'cad', 'ctl')"
        )
        assert owners == [(LOADER,)]
        assert _rows(connection, f"SELECT rolcanlogin, rolsuper, rolcreaterole FROM pg_roles WHERE rolname IN "
                                 f"('{LOADER}', '{READER}')") == [(False, False, False)] * 2  # fmt: skip
    assert migrate(warehouse_uri) == []


@contextmanager
def login(uri: str, name: str, *may: str) -> Iterator[str]:
    """The address of a new user of the server, who is no superuser."""
    password = "inventada"  # pragma: allowlist secret
    parts = psycopg2.extensions.parse_dsn(uri) | {"user": name, "password": password}
    with closing(psycopg2.connect(uri)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
            for grant in may:
                cursor.execute(grant)
        try:
            yield "postgresql://{user}:{password}@{host}:{port}/{dbname}".format(**parts)
        finally:
            with connection, connection.cursor() as cursor:
                cursor.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


def test_a_user_who_may_not_make_roles_is_told_what_to_do(warehouse_uri: str) -> None:
    with login(warehouse_uri, "qore_sem_poderes") as uri, pytest.raises(AddressError, match="qore db roles"):
        make_roles(uri)


def test_the_owner_of_a_database_need_be_no_superuser(warehouse_uri: str, database_uri: str) -> None:
    make_roles(warehouse_uri)  # the server has the roles already
    own = f"ALTER DATABASE {psycopg2.extensions.parse_dsn(database_uri)['dbname']} OWNER TO qore_dono"
    with login(database_uri, "qore_dono", own, f"GRANT {LOADER} TO qore_dono") as uri:
        migrate(uri)
        assert make_roles(uri) == []
        with closing(psycopg2.connect(uri)) as connection:
            assert load(connection, [unit()]).failed == {}
        with acting_as(database_uri, READER) as connection:
            assert len(_rows(connection, "SELECT * FROM pos.pos_rf_2025")) == 4
        with closing(psycopg2.connect(database_uri)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("REASSIGN OWNED BY qore_dono TO CURRENT_USER")
