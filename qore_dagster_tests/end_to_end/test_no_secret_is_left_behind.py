"""After a run, whether well or badly ended, no secret lies anywhere: not in what it said, wrote or recorded."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlsplit

import psutil
import psycopg2
import pytest

from qore_dagster.model.file_type import FileType
from qore_dagster_tests.end_to_end.conftest import MakePlatform
from qore_dagster_tests.end_to_end.killing import stalled_in_downloads
from qore_dagster_tests.end_to_end.platform import Platform, Ran

_PASSWORD = "S3nha-Distinta_do%20Portal"  # pragma: allowlist secret
_TOKEN = re.compile(rb"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}")


def _secrets(built: Platform) -> list[bytes]:
    """What must be found nowhere."""
    given = [urlsplit(uri).password for uri in (built.warehouse, built.dagster)]
    return [secret.encode() for secret in {_PASSWORD, *given} if secret]


def _told(ran: Ran) -> Iterator[tuple[str, bytes]]:
    yield "standard output", ran.out.encode()
    yield "standard error", ran.err.encode()


def _on_disk(built: Platform) -> Iterator[tuple[str, bytes]]:
    for path in built.home.rglob("*"):
        yield str(path), str(path).encode()
        if path.is_file():
            yield str(path), path.read_bytes()


def _in_databases(built: Platform) -> Iterator[tuple[str, bytes]]:
    """Every row of every table of both databases, as text."""
    for uri in (built.warehouse, built.dagster):
        with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
            cursor.execute(
                """SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
                   WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"""
            )
            for (table,) in cursor.fetchall():
                cursor.execute(f"SELECT t::text FROM {table} t")
                yield table, "\n".join(row for (row,) in cursor.fetchall()).encode()


def _arguments() -> Iterator[tuple[str, bytes]]:
    """What every user of the machine can read of this test's processes."""
    for process in psutil.Process().children(recursive=True):
        try:
            yield f"arguments of {process.pid}", " ".join(process.cmdline()).encode()
        except psutil.NoSuchProcess:
            continue


def _assert_clean(built: Platform, places: Iterator[tuple[str, bytes]]) -> int:
    secrets = _secrets(built)
    seen = 0
    for place, content in places:
        seen += len(content)
        assert not [secret for secret in secrets if secret in content], place
        assert not _TOKEN.search(content), place
    return seen


@pytest.mark.parametrize("executor", ["in_process", "multiprocess"])
def test_defect_61_a_run_that_ended_well_leaves_no_secret(platform: MakePlatform, executor: str) -> None:
    built = platform(funds=2, password=_PASSWORD, QORE_EXECUTOR=executor)

    ran = built.run()

    assert ran.code == 0, ran.err
    _assert_clean(built, _told(ran))
    assert _assert_clean(built, _on_disk(built)) > 10_000
    assert _assert_clean(built, _in_databases(built)) > 10_000


def test_defect_61_a_run_in_which_all_went_wrong_leaves_no_secret(platform: MakePlatform) -> None:
    built = platform(funds=2, password=_PASSWORD, QORE_EXECUTOR="in_process")
    assert built.qore("funds", "--sync").code == 0
    for file_type, kind in zip(FileType, ("http_401", "http_500", "html", "cut"), strict=True):
        built.portal.add_fault(kind, file_type=file_type, at="download")
    downloads = built.run()
    assert (downloads.code, downloads.json["failed"]) == (1, 2 * len(FileType))
    built.portal.clear_faults()
    elsewhere = replace(built, warehouse=built.warehouse.replace("/test_", "/absent_"))
    unreachable = elsewhere.run()
    assert unreachable.code == 1
    assert "absent_" in unreachable.err

    for ran in (downloads, unreachable):
        _assert_clean(built, _told(ran))
    _assert_clean(built, _on_disk(built))
    _assert_clean(built, _in_databases(built))


def test_while_it_runs_the_login_is_in_one_file_of_its_owner_and_in_no_arguments(platform: MakePlatform) -> None:
    built = platform(funds=2, password=_PASSWORD, QORE_EXECUTOR="multiprocess")
    with stalled_in_downloads(built) as process:
        _assert_clean(built, _arguments())
        files = [path for path in built.home.rglob("*") if path.is_file() and _TOKEN.search(path.read_bytes())]
        process.terminate()
        process.communicate(timeout=120)
    assert [path.parent.name for path in files] == ["sessions"]
    _assert_clean(built, _on_disk(built))
