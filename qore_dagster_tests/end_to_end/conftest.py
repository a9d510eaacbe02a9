"""The platforms that tests start from: one with nothing in it, one whose day is loaded and has been corrected since."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import psycopg2
import pytest
from filelock import FileLock

from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import RunningPortal, running
from qore_dagster.warehouse.lease import Lease
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform
from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.postgres_fixture import fresh_database

MakePlatform = Callable[..., Platform]

_FUNDS = 2


@pytest.fixture
def platform(tmp_path: Path, portal: StartPortal, postgres: Lease, migrated_template: str) -> Iterator[MakePlatform]:
    """Makes a platform: `platform(funds=34, QORE_EXECUTOR="in_process")`; capitals are variables of the command."""
    with (
        fresh_database(postgres, template=migrated_template) as warehouse,
        fresh_database(postgres, template="template1") as dagster,
    ):

        def make(**settings: object) -> Platform:
            extra = {name: str(value) for name, value in settings.items() if name.isupper()}
            shape = {name: value for name, value in settings.items() if not name.isupper()}
            started = portal(last_day=LAST_DAY, **{"days": 2, **shape})
            home = tmp_path / "home"
            home.mkdir()
            return Platform(home, started, warehouse, dagster, extra)

        yield make


@dataclass(frozen=True)
class LoadedDay:
    """A day of two funds, loaded by an unbroken run; copied, never changed.

    Attributes:
        home: what lies under QORE_HOME.
        warehouse: name of the warehouse's database.
        dagster: name of Dagster's database.
        loaded: what the warehouse holds.
        corrected: what a warehouse holds after one more unbroken run that brought corrected files.
    """

    home: Path
    warehouse: str
    dagster: str
    loaded: str
    corrected: str


@pytest.fixture(scope="session")
def loaded_day(postgres: Lease, migrated_template: str, shared_folder: Path) -> LoadedDay:
    """Made by the first worker that asks."""
    folder = shared_folder / "loaded_day"
    home, before, after = folder / "home", folder / "loaded.csv", folder / "corrected.csv"
    with FileLock(shared_folder / "loaded_day.lock"):
        if not after.exists():
            home.mkdir(parents=True)
            for name, template in (("loaded_warehouse", migrated_template), ("loaded_dagster", "template1")):
                _create(postgres, name, template)
            with running(_portal()) as started:
                built = Platform(home, started, postgres.uri("loaded_warehouse"), postgres.uri("loaded_dagster"))
                assert built.run().code == 0
                before.write_text(built.dump(), encoding="utf-8")
                day = LoadedDay(home, "loaded_warehouse", "loaded_dagster", "", "")
                with _copy(day, folder / "again", postgres, started) as again:
                    started.add_fault("replaced")
                    assert again.run().code == 0
                    after.write_text(again.dump(), encoding="utf-8")
    return LoadedDay(
        home,
        "loaded_warehouse",
        "loaded_dagster",
        before.read_text(encoding="utf-8"),
        after.read_text(encoding="utf-8"),
    )


@pytest.fixture
def corrected(loaded_day: LoadedDay, tmp_path: Path, portal: StartPortal, postgres: Lease) -> Iterator[Platform]:
    """A platform whose day is loaded, and whose portal now has a corrected version of every file."""
    config = _portal()
    started = portal(funds=config.funds, days=config.days, last_day=config.last_day)
    started.add_fault("replaced")
    with _copy(loaded_day, tmp_path / "home", postgres, started) as built:
        yield built


def _portal() -> SimulatorConfig:
    return SimulatorConfig(funds=_FUNDS, days=2, last_day=LAST_DAY)


@contextmanager
def _copy(day: LoadedDay, home: Path, server: Lease, portal: RunningPortal) -> Iterator[Platform]:
    copytree(day.home, home)
    with (
        fresh_database(server, template=day.warehouse) as warehouse,
        fresh_database(server, template=day.dagster) as dagster,
    ):
        yield Platform(home, portal, warehouse, dagster)


def _create(server: Lease, name: str, template: str) -> None:
    with closing(psycopg2.connect(server.uri("postgres"))) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(f"drop database if exists {name}")
        cursor.execute(f"create database {name} template {template} strategy file_copy")
