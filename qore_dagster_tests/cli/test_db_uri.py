"""`qore db`: an address that works, on the embedded server or a given one; and the roles."""

import os
import signal
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from qore_dagster.warehouse.server import EmbeddedServer
from qore_dagster_tests.cli.conftest import Start

_TABLES = "select count(*) from information_schema.tables where table_schema in ('cad', 'pos', 'ctl')"


def _tables(uri: str) -> int:
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(_TABLES)
        (row,) = cursor.fetchall()
        return row[0]


def test_the_embedded_server_runs_as_long_as_it_is_held(start: Start, tmp_path: Path) -> None:
    process = start("db", "uri", "--hold")
    assert process.stdout
    uri = process.stdout.readline().strip()
    assert _tables(uri) > 0

    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    (told,) = [line for line in err.splitlines() if "psql" in line]
    assert Path(told.partition(": ")[2]).is_file()
    assert str(urlsplit(uri).password) not in err
    assert not [path for path in (tmp_path / "home").iterdir() if path.is_dir() and EmbeddedServer(path).running()]


def test_an_address_that_is_dead_at_once_is_told_as_such(start: Start) -> None:
    process = start("db", "uri")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.startswith("postgresql://")
    assert err.strip().endswith("para usar o endereço: qore db uri --hold")
    assert "servidor embutido" in err


def test_a_given_database_is_migrated_and_shown(start: Start, database_uri: str, tmp_path: Path) -> None:
    out, err = start("db", "uri", POSTGRES_URI=database_uri, DAGSTER_POSTGRES_URL=database_uri).communicate(timeout=60)
    assert (out.strip(), err) == (database_uri, "")
    assert _tables(out.strip()) > 0
    assert not [name for _, _, names in os.walk(tmp_path / "home") for name in names if name.startswith("PG_")]


def test_roles_are_made_and_said_how_to_give(start: Start, database_uri: str) -> None:
    for _ in range(2):
        process = start("db", "roles", POSTGRES_URI=database_uri, DAGSTER_POSTGRES_URL=database_uri)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert "GRANT qore_leitura TO usuario" in out
    assert "qore_carga: já existia" in out
    assert "qore_leitura: já existia" in out
