"""The Dagster rooms over real things, in this process: a portal, two databases, a home, an instance, the definitions.

Belongs here: `Rooms`, which executes the real job and tells what became of each partition, and the fixtures `rooms`
(one for each test) and `small_portal` (one for all tests of a folder). Does not: any test. The conftest of a folder
that wants them imports them: as a plugin of all tests this module would make the quickest of them import Dagster.
"""

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from multiprocessing import forkserver
from pathlib import Path
from typing import Any, cast

import dagster as dg
import psycopg2
import pytest
from dagster._core.definitions.reconstruct import ReconstructableJob

from qore_dagster import definitions
from qore_dagster.assets.keys import POSITIONS, RAW, SINK
from qore_dagster.assets.registry import synchronise_registry
from qore_dagster.calendar import business_days
from qore_dagster.instance.home import instance
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import SINGLE, fund_days, range_tags
from qore_dagster.registry.funds import Fund
from qore_dagster.resources import QoreResource, RawStoreResource, WarehouseResource, portal_session
from qore_dagster.settings import Settings, load_settings
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import RunningPortal, running
from qore_dagster.warehouse.lease import Lease
from qore_dagster.warehouse.records import FileState
from qore_dagster_tests.isolation import OURS
from qore_dagster_tests.postgres_fixture import fresh_database

DAYS = business_days(date(2025, 12, 29), date(2026, 1, 7))
"""The days that the portal has files of, ascending: 29, 30 and 31 December, 2, 5, 6 and 7 January."""

EVERY = (*RAW, *POSITIONS, *SINK)
"""All assets of the day's job."""


@dataclass
class Rooms:
    """The platform as one test has it.

    Attributes:
        portal: the simulated portal.
        instance: Dagster's instance.
        settings: as every part of the platform reads them.
        warehouse_uri: the warehouse's address.
    """

    portal: RunningPortal
    instance: dg.DagsterInstance
    settings: Settings
    warehouse_uri: str

    @property
    def qore(self) -> QoreResource:
        """The portal as a resource."""
        return QoreResource(url=self.settings.qore_url, workers=self.settings.qore_workers)

    @property
    def raw_store(self) -> RawStoreResource:
        """The raw store as a resource."""
        return RawStoreResource(base=self.settings.raw_url)

    @property
    def warehouse(self) -> WarehouseResource:
        """The warehouse as a resource."""
        return WarehouseResource()

    @cached_property
    def funds(self) -> list[Fund]:
        """The registry, synchronised from the portal, in the order of the keys."""
        with self.qore.session("test") as client:
            synchronise_registry(self.instance, self.warehouse, client.discover())
        portal_session(self.settings, "test").forget()
        by_slug = self.warehouse.funds()
        return [by_slug[slug] for slug in self.instance.get_dynamic_partitions("fund")]

    @property
    def slugs(self) -> list[str]:
        """The fund keys."""
        return [fund.slug for fund in self.funds]

    @property
    def partitions(self) -> dg.PartitionsDefinition[Any]:
        """Of every asset but the registry."""
        return fund_days(self.settings.qore_start_date)

    def keys(self, *days: date) -> list[FundDay]:
        """All fund-days of these days."""
        return [FundDay(day, slug) for day in days for slug in self.slugs]

    def range_tags(self, *days: date) -> dict[str, str]:
        """Tags of one run over all funds and these days."""
        return range_tags(FundDay(min(days), self.slugs[0]), FundDay(max(days), self.slugs[-1]))

    def execute(
        self,
        tags: Mapping[str, str] | None = None,
        *,
        days: Sequence[date] = (),
        one: FundDay | None = None,
        assets: Sequence[dg.AssetKey] = EVERY,
        config: Mapping[str, Any] | None = None,
        mode: str | None = "in_process",
    ) -> dg.JobExecutionResult:
        """Execute the day's job as `qore run` and the daemon do: for tags, whole days or one partition.

        What `config` says goes before `mode`; without either it is as the settings say.
        """
        given = {SINGLE: str(one)} if one else self.range_tags(*days) if days else {}
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        return dg.execute_job(
            dg.reconstructable(definitions.day_job),
            self.instance,
            run_config={**({"execution": {"config": {"mode": mode}}} if mode else {}), **(config or {}), **quiet},
            tags={**given, **(tags or {})},
            asset_selection=list(assets),
            raise_on_error=False,
        )

    def shown(self, asset: dg.AssetKey, keys: Iterable[FundDay]) -> dict[FundDay, str]:
        """What Dagster's UI shows of these partitions: `MATERIALIZED`, `FAILED`, or `missing`."""
        names = [str(key) for key in keys]
        found = self.instance.get_status_by_partition(asset, names, self.partitions) or {}
        return {
            FundDay.parse(name): status.value if (status := found.get(name)) is not None else "missing"
            for name in names
        }

    def materializations(self, asset: dg.AssetKey) -> list[str | None]:
        """The partition of every materialization event of an asset, oldest first."""
        records = self.instance.fetch_materializations(asset, limit=5000, ascending=True).records
        return [record.partition_key for record in records]

    def states(self, keys: Iterable[FundDay]) -> dict[tuple[FundDay, FileType], FileState]:
        """What the ledger says of the files of these fund-days."""
        with self.warehouse.ledger() as ledger:
            return {of: status.state for of, status in ledger.statuses(list(keys)).items()}

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query of the warehouse gives."""
        with closing(psycopg2.connect(self.warehouse_uri)) as connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()


@contextmanager
def open_rooms(
    folder: Path, portal: RunningPortal, postgres: Lease, template: str, **variables: str
) -> Generator[Rooms]:
    """Set up everything for a portal; `variables` are settings by their names in the environment."""
    with (
        fresh_database(postgres, template=template) as warehouse,
        fresh_database(postgres, template="template1") as dagster,
        pytest.MonkeyPatch.context() as patch,
    ):
        _clean(patch)
        home = folder / "home"
        home.mkdir()
        patch.chdir(folder)  # no .env of the clone
        for name, value in {
            "QORE_HOME": str(home),
            "QORE_URL": portal.url,
            "QORE_USERNAME": portal.username,
            "QORE_PASSWORD": portal.password,
            "QORE_BACKOFF": "0.01",
            "POSTGRES_URI": warehouse,
            "DAGSTER_POSTGRES_URL": dagster,
            **variables,
        }.items():
            patch.setenv(name, value)
        settings = load_settings()
        _forget_definitions()
        try:
            with instance(settings) as opened:
                yield Rooms(portal, opened, settings, warehouse)
        finally:
            _forget_definitions()


def _clean(patch: pytest.MonkeyPatch) -> None:
    """No variable of ours from outside; and what Dagster's storage sets is gone afterwards."""
    for name in os.environ:
        if name.startswith(OURS):
            patch.delenv(name)
    patch.setenv("DAGSTER_EVENT_BATCH_SIZE", "0")
    patch.delenv("DAGSTER_EVENT_BATCH_SIZE")


def _forget_definitions() -> None:
    """This process builds its definitions once; another test has another home. Step processes are forked anew."""
    definitions.loaded_defs.cache_clear()
    ReconstructableJob.get_definition.cache_clear()
    ReconstructableJob.get_repository_definition.cache_clear()
    cast("Any", forkserver)._forkserver._stop()  # its children have the environment of its start


@pytest.fixture(scope="session")
def running_portal() -> Iterator[RunningPortal]:
    """Started by the first test of a folder."""
    with running(SimulatorConfig(funds=3, days=len(DAYS), last_day=DAYS[-1])) as started:
        yield started


@pytest.fixture
def small_portal(running_portal: RunningPortal) -> RunningPortal:
    """A portal of three funds and `DAYS`, without faults, nothing asked yet."""
    running_portal.clear_faults()
    running_portal.forget_requests()
    return running_portal


@pytest.fixture
def rooms(tmp_path: Path, small_portal: RunningPortal, postgres: Lease, migrated_template: str) -> Iterator[Rooms]:
    """The Dagster rooms over the small portal, nothing fetched yet."""
    with open_rooms(tmp_path, small_portal, postgres, migrated_template) as opened:
        yield opened
