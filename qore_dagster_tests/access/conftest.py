"""What the tests of Access share: each engine that this machine can play, and a file of the test's own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.engine import Engine
from qore_dagster.access.jackcess import JackcessEngine
from qore_dagster.access.odbc import DRIVER, OdbcEngine
from qore_dagster_tests.access.driver import StandIn
from qore_dagster_tests.access.second_reader import rows_by_parser


@dataclass(frozen=True)
class Played:
    """An engine, and a reader of its files that is not the engine."""

    engine: Engine
    read: Callable[[Path, str], list[dict[str, Any]]]


def _jackcess() -> Played:
    return Played(JackcessEngine(), rows_by_parser)


def _odbc() -> Played:
    return Played(OdbcEngine(), rows_by_parser)


def _odbc_stand_in() -> Played:
    driver = StandIn()

    def read(path: Path, table: str) -> list[dict[str, Any]]:
        cursor = driver.connect(f"DBQ={path};", autocommit=False).cursor().execute(f"SELECT * FROM [{table}]")
        names = [name for name, *_ in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    return Played(OdbcEngine(driver.connect, driver.configure), read)


def _has_driver() -> bool:
    try:
        import pyodbc
    except ImportError:  # without the system's ODBC library
        return False
    return DRIVER in pyodbc.drivers()


ENGINES = {"jackcess": _jackcess, "odbc on a stand-in": _odbc_stand_in, **({"odbc": _odbc} if _has_driver() else {})}


@pytest.fixture(params=ENGINES)
def played(request: pytest.FixtureRequest) -> Played:
    """Each engine."""
    return ENGINES[request.param]()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is to be."""
    return tmp_path / "Base Fundos.accdb"


@pytest.fixture
def database(played: Played, path: Path) -> AccessDatabase:
    """The file, not made yet."""
    return AccessDatabase(path, played.engine)


@pytest.fixture
def real(path: Path) -> AccessDatabase:
    """A real Access file on any machine, not made yet."""
    return AccessDatabase(path, JackcessEngine())
