"""What the ledger forgets: what nobody will read again, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.model.batch import Batch, Good
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.portal.files import PortalFile
from qore_dagster.warehouse.ledger import Ledger
from qore_dagster.warehouse.retention import forget

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
    old = passed_on(ledger, connection, "run-1", LONG_AGO, ALFA, BETA)
    new = passed_on(ledger, connection, "run-2", LONG_AGO + timedelta(days=1), ALFA, BETA)
    removed: list[str] = []

    forget(connection, before=NOW, remove=removed.append)

    assert removed == [old]
    assert ledger.outcome("run-1", ASSET) is None
    assert {good.value for good in ledger.latest_outcomes(ASSET, [ALFA, BETA]).good.values()} == {new}


def test_a_frame_stays_for_the_fund_that_has_no_later_one(ledger: Ledger, connection: Connection) -> None:
    both = passed_on(ledger, connection, "run-1", LONG_AGO, ALFA, BETA)
    passed_on(ledger, connection, "run-2", NOW - timedelta(days=1), ALFA)
    removed: list[str] = []

    forget(connection, before=NOW - timedelta(days=30), remove=removed.append)

    assert removed == []
    assert ledger.latest_outcomes(ASSET, [BETA]).good[BETA].value == both
    outcome = ledger.outcome("run-2", ASSET)
    assert outcome is not None
    assert outcome.missing == {BETA: "não há"}, "a young outcome stays whole"


def test_what_could_not_be_removed_is_tried_again(ledger: Ledger, connection: Connection) -> None:
    old = passed_on(ledger, connection, "run-1", LONG_AGO, ALFA)
    passed_on(ledger, connection, "run-2", LONG_AGO + timedelta(days=1), ALFA)

    def refuse(locator: str) -> None:
        raise PermissionError(locator)

    with pytest.raises(PermissionError):
        forget(connection, before=NOW, remove=refuse)
    removed: list[str] = []
    forget(connection, before=NOW, remove=removed.append)
    assert removed == [old]


def test_old_listings_go(ledger: Ledger, connection: Connection) -> None:
    file = PortalFile("g1", "a.xml", DAY, 1, XML)
    for request in ("old", "new"):
        ledger.record_listing(request, {(ALFA, XML): file})
    with connection, connection.cursor() as cursor:
        cursor.execute("update ctl.listing set listed_at = %s where request = 'old'", (LONG_AGO,))

    told = forget(connection, before=NOW - timedelta(days=30), remove=lambda _: None)

    assert told.listings == 1
    assert ledger.listing("old", [ALFA], XML)[0] == {}
    assert ledger.listing("new", [ALFA], XML)[0] == {ALFA: file}


def test_a_raw_file_is_never_removed(ledger: Ledger, connection: Connection) -> None:
    for run_id in ("run-1", "run-2"):
        batch = Batch(good={ALFA: Good("file", 1)})
        ledger.record_outcome(run_id, "raw/xml_5_0", batch, {ALFA: f"xml_5_0/{run_id}.xml"})
    removed: list[str] = []
    forget(connection, before=datetime.now(UTC), remove=removed.append)
    assert removed == []
