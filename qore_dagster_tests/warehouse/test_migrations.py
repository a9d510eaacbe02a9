"""Migrations: applied once, in order, by many at once; a changed or unknown one is an error."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from qore_dagster.warehouse.errors import MigrationError
from qore_dagster.warehouse.migrations import FOLDER, migrate


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two migrations."""
    (tmp_path / "0001_first.sql").write_text("create table a (n integer);\n")
    (tmp_path / "0002_second.sql").write_text("alter table a add column m integer;\ninsert into a values (1, 2);\n")
    return tmp_path


def query(uri: str, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_applies_each_once_and_in_order(database_uri: str, folder: Path) -> None:
    assert migrate(database_uri, folder) == ["0001_first.sql", "0002_second.sql"]
    assert migrate(database_uri, folder) == []
    assert query(database_uri, "select n, m from a") == [(1, 2)]
    assert query(database_uri, "select number, name from ctl.migration order by 1") == [
        (1, "0001_first.sql"),
        (2, "0002_second.sql"),
    ]


def test_a_later_file_is_applied_alone(database_uri: str, folder: Path) -> None:
    migrate(database_uri, folder)
    (folder / "0003_third.sql").write_text("drop table a;")
    assert migrate(database_uri, folder) == ["0003_third.sql"]


def test_eight_at_once_apply_it_once(database_uri: str, folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        applied = list(pool.map(lambda _: migrate(database_uri, folder), range(8)))
    assert sorted(map(len, applied)) == [0] * 7 + [2]
    assert query(database_uri, "select count(*) from a") == [(1,)]


def test_a_failing_file_leaves_nothing_of_the_call(database_uri: str, folder: Path) -> None:
    (folder / "0003_wrong.sql").write_text("create table b (n integer);\nselect nothing from nowhere;\n")
    with pytest.raises(MigrationError, match=r"0003_wrong\.sql") as raised:
        migrate(database_uri, folder)
    assert "nowhere" in raised.value.fault.reason
    assert query(database_uri, "select to_regclass('a'), to_regclass('ctl.migration')") == [(None, None)]


def test_a_changed_file_is_an_error(database_uri: str, folder: Path) -> None:
    migrate(database_uri, folder)
    (folder / "0001_first.sql").write_text("create table a (n bigint);\n")
    with pytest.raises(MigrationError, match=r"0001_first\.sql foi alterada"):
        migrate(database_uri, folder)


def test_a_windows_checkout_is_not_a_change(database_uri: str, folder: Path) -> None:
    migrate(database_uri, folder)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert migrate(database_uri, folder) == []


def test_a_database_of_a_newer_program_is_an_error(database_uri: str, folder: Path) -> None:
    migrate(database_uri, folder)
    (folder / "0002_second.sql").unlink()
    with pytest.raises(MigrationError, match="versão mais nova"):
        migrate(database_uri, folder)


@pytest.mark.parametrize("name", ["2_two.sql", "0002_Other.sql", "0002_other.sql"])
def test_a_misnamed_file_is_an_error(database_uri: str, folder: Path, name: str) -> None:
    (folder / name).write_text("select 1;")
    with pytest.raises(MigrationError):
        migrate(database_uri, folder)


def test_ours_are_applied(warehouse_uri: str) -> None:
    assert migrate(warehouse_uri) == []
    names = [name for (name,) in query(warehouse_uri, "select name from ctl.migration order by number")]
    assert names == [path.name for path in sorted(FOLDER.glob("*.sql"))]
    assert {"cad", "pos", "ctl"} <= {name for (name,) in query(warehouse_uri, "select nspname from pg_namespace")}
