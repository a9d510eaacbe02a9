"""What the ledger forgets: what nobody will read again, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.model.batch import Batch, Good
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.portal.files import PortalFile
from qore_dagster.warehouse.ledger import Ledger
from qore_dagster.warehouse.retention import forget, frames_in_use

DAY = date(2025, 11, 19)
ALFA, BETA = (FundDay(DAY, name) for name in ("alfa", "beta"))
ASSET = "positions/holdings"
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=100)
XML = FileType.XML_5_0


@pytest.fixture
def ledger(connection: Connection) -> Ledger:
    return Ledger(connection)


def passed_on(ledger: Ledger, connection: Connection, run_id: str, at: datetime, *keys: FundDay) -> str:
    """The outcome of one run, as if recorded then; the locator of its frame."""
    locator = f"{ASSET}/{DAY}/{run_id}.parquet"
    batch = Batch(good={key: Good("rows", 1) for key in keys}, missing={} if BETA in keys else {BETA: "não há"})
    ledger.record_outcome(run_id, ASSET, batch, dict.fromkeys(keys, locator))
    with connection, connection.cursor() as cursor:
        cursor.execute("update ctl.execution set recorded_at = %s where run_id = %s", (at, run_id))
    return locator


def test_an_old_outcome_goes_when_a_later_one_is_good(ledger: Ledger, connection: Connection) -> None:
    passed_on(ledger, connection, "run-1", LONG_AGO, ALFA, BETA)
    new = passed_on(ledger, connection, "run-2", LONG_AGO + timedelta(days=1), ALFA, BETA)

    forget(connection, before=NOW)

    assert frames_in_use(connection) == {new}
    assert ledger.outcome("run-1", ASSET) is None
    assert {good.value for good in ledger.latest_outcomes(ASSET, [ALFA, BETA]).good.values()} == {new}


def test_a_frame_stays_for_the_fund_that_has_no_later_one(ledger: Ledger, connection: Connection) -> None:
    both = passed_on(ledger, connection, "run-1", LONG_AGO, ALFA, BETA)
    one = passed_on(ledger, connection, "run-2", NOW - timedelta(days=1), ALFA)

    forget(connection, before=NOW - timedelta(days=30))

    assert frames_in_use(connection) == {both, one}
    assert ledger.latest_outcomes(ASSET, [BETA]).good[BETA].value == both
    outcome = ledger.outcome("run-2", ASSET)
    assert outcome is not None
    assert outcome.missing == {BETA: "não há"}, "a young outcome stays whole"


def test_old_listings_go(ledger: Ledger, connection: Connection) -> None:
    file = PortalFile("g1", "a.xml", DAY, 1, XML)
    for request in ("old", "new"):
        ledger.record_listing(request, {(ALFA, XML): file})
    with connection, connection.cursor() as cursor:
        cursor.execute("update ctl.listing set listed_at = %s where request = 'old'", (LONG_AGO,))

    told = forget(connection, before=NOW - timedelta(days=30))

    assert told.listings == 1
    assert ledger.listing("old", [ALFA], XML)[0] == {}
    assert ledger.listing("new", [ALFA], XML)[0] == {ALFA: file}
