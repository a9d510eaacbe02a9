"""A real PostgreSQL for tests: one embedded server for all workers of a test session, one fresh database for each test.

Belongs here: the fixtures `postgres`, `database_uri` and `warehouse_uri`. Does not: any table.
"""

import os
import secrets
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
import pytest
from filelock import FileLock

from qore_dagster.warehouse.lease import Lease, lease
from qore_dagster.warehouse.migrations import migrate
from qore_dagster.warehouse.server import EmbeddedServer

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor

TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all xdist workers of this session share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def postgres(shared_folder: Path) -> Generator[Lease]:
    """The session's server, without fsync; the last worker out stops it."""
    for earlier in shared_folder.parent.glob("pytest-*/postgres"):  # left behind by a session that was killed
        if earlier.parent != shared_folder and EmbeddedServer(earlier).running():
            lease(earlier, durable=False).release()
    with lease(shared_folder / "postgres", durable=False) as held:
        yield held


@pytest.fixture
def database_uri(postgres: Lease) -> Generator[str]:
    """The address of an empty database, dropped after the test."""
    with fresh_database(postgres, template="template1") as uri:
        yield uri


@pytest.fixture
def warehouse_uri(postgres: Lease, migrated_template: str) -> Generator[str]:
    """The address of a database with all migrations applied, dropped after the test."""
    with fresh_database(postgres, template=migrated_template) as uri:
        yield uri


@pytest.fixture(scope="session")
def migrated_template(postgres: Lease, shared_folder: Path) -> str:
    """The name of the database that `warehouse_uri` copies; made by the first worker that asks."""
    with FileLock(shared_folder / "migrated.lock"):
        with _server(postgres) as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", (TEMPLATE,))
            if cursor.fetchone() is None:
                cursor.execute(f"create database {TEMPLATE}")
        migrate(postgres.uri(TEMPLATE))
    return TEMPLATE


@contextmanager
def fresh_database(server: Lease, *, template: str) -> Generator[str]:
    """A copy of a database of the server, dropped at the end."""
    name = f"test_{secrets.token_hex(6)}"
    with _server(server) as cursor:
        cursor.execute(f"create database {name} template {template} strategy file_copy")
    try:
        yield server.uri(name)
    finally:
        with _server(server) as cursor:
            cursor.execute(f"drop database {name} with (force)")


@contextmanager
def _server(server: Lease) -> Generator["Cursor"]:
    with closing(psycopg2.connect(server.uri("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor
