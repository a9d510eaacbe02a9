"""An intake over a portal of three funds and three days, a warehouse and a raw store of the test's own."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.intake.fetch import Intake
from qore_dagster.model.fund_day import FundDay
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.tokens import TokenStore
from qore_dagster.raw_store.store import RawStore
from qore_dagster.registry.store import FundStore
from qore_dagster.registry.sync import synchronise
from qore_dagster.settings import load_settings
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import RunningPortal, running
from qore_dagster.warehouse.ledger import Ledger
from qore_dagster_tests.archive_fixture import root

__all__ = ["connection", "intake", "keys", "root", "shared_portal"]

DAY = date(2026, 1, 7)
DAY_BEFORE = date(2026, 1, 6)


@pytest.fixture(scope="package")
def _shared_portal() -> Iterator[RunningPortal]:
    with running(SimulatorConfig(funds=3, days=3, last_day=DAY)) as shared:
        yield shared


@pytest.fixture
def shared_portal(_shared_portal: RunningPortal) -> RunningPortal:
    """The portal, without faults, nothing asked yet."""
    _shared_portal.clear_faults()
    _shared_portal.forget_requests()
    return _shared_portal


@pytest.fixture
def connection(warehouse_uri: str) -> Iterator[Connection]:
    """A connection to an empty warehouse."""
    with closing(psycopg2.connect(warehouse_uri)) as opened:
        yield opened


@pytest.fixture
def intake(shared_portal: RunningPortal, connection: Connection, tmp_path: Path) -> Iterator[Intake]:
    """An intake of run `run-1` whose registry has the portal's funds."""
    settings = load_settings(
        _env_file=None,
        qore_url=shared_portal.url,
        qore_username=shared_portal.username,
        qore_password=shared_portal.password,
        qore_backoff=0.01,
        qore_retries=1,
    )
    registry = FundStore(connection)
    with PortalClient(settings, TokenStore(tmp_path / "sessions", "run-1")) as portal:
        synchronise(registry, portal.discover())
        funds = {fund.slug: fund for fund in registry.all()}
        connection.commit()
        yield Intake(portal, RawStore(str(tmp_path / "raw")), Ledger(connection), funds, "run-1")


@pytest.fixture
def keys(intake: Intake) -> list[FundDay]:
    """All funds on the last day, in the registry's order."""
    return [FundDay(DAY, slug) for slug in intake.funds]
