"""The ledger: versions, states, outcomes and checks, as they are told to it and as it tells them."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from decimal import Decimal
from threading import Barrier

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.model.batch import Batch, Good
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import CheckResult, Status
from qore_dagster.portal.files import PortalFile
from qore_dagster.warehouse.ledger import FileState, Ledger, Received

DAY = date(2025, 11, 19)
ALFA, BETA, GAMA = (FundDay(DAY, name) for name in ("alfa", "beta", "gama"))
XML, PDF = FileType.XML_5_0, FileType.CARTEIRA_PDF
FAULT = Fault("http_500", "o portal respondeu 500", "tente mais tarde")


def received(content: str, guid: str | None = "g1", name: str = "a.xml") -> Received:
    return Received(guid, name, len(content), content.encode().hex().ljust(64, "0"), f"xml_5_0/{content}")


@pytest.fixture
def ledger(connection: Connection) -> Ledger:
    return Ledger(connection)


def test_the_first_file_is_version_1_and_the_same_bytes_stay_it(ledger: Ledger) -> None:
    assert ledger.receive({ALFA: received("a")}, XML, "run-1") == {ALFA: 1}
    assert ledger.receive({ALFA: received("a", guid="g2", name="b.xml")}, XML, "run-2") == {ALFA: 1}

    version = ledger.versions([ALFA, BETA], XML)[ALFA]
    assert (version.version, version.guid, version.name, version.locator) == (1, "g2", "b.xml", "xml_5_0/a")
    assert ledger.versions([ALFA], PDF) == {}


def test_other_bytes_are_a_new_version_and_nothing_is_overwritten(ledger: Ledger) -> None:
    ledger.receive({ALFA: received("a"), BETA: received("b")}, XML, "run-1")
    assert ledger.receive({ALFA: received("c", guid="g2"), BETA: received("b")}, XML, "run-2") == {ALFA: 2, BETA: 1}
    assert ledger.receive({ALFA: received("a", guid="g3")}, XML, "run-3") == {ALFA: 3}

    assert ledger.versions([ALFA], XML)[ALFA].version == 3
    pinned = ledger.versions([ALFA, BETA], XML, pinned={ALFA: 1})
    assert (pinned[ALFA].guid, pinned[ALFA].locator) == ("g1", "xml_5_0/a")
    assert pinned[BETA].version == 1


def test_a_file_that_came_without_the_portal_keeps_the_guid(ledger: Ledger) -> None:
    ledger.receive({ALFA: received("a", guid="g1")}, XML, "run-1")
    ledger.receive({ALFA: received("a", guid=None)}, XML, "run-2")
    assert ledger.versions([ALFA], XML)[ALFA].guid == "g1"


def test_versions_are_given_once_when_many_receive_at_once(ledger: Ledger, warehouse_uri: str) -> None:
    start = Barrier(6)

    def receive(place: int) -> dict[FundDay, int]:
        keys = [ALFA, BETA, GAMA] if place % 2 else [GAMA, BETA, ALFA]
        with closing(psycopg2.connect(warehouse_uri)) as own:
            start.wait(60)
            return Ledger(own).receive({key: received(f"{place}") for key in keys}, XML, f"run-{place}")

    with ThreadPoolExecutor(6) as pool:
        given = list(pool.map(receive, range(6)))

    for key in (ALFA, BETA, GAMA):
        assert sorted(numbers[key] for numbers in given) == [1, 2, 3, 4, 5, 6]
        assert ledger.versions([key], XML)[key].version == 6


def test_status_tells_the_last_attempt_and_keeps_the_current_file(ledger: Ledger) -> None:
    ledger.receive({ALFA: received("a")}, XML, "run-1")
    batch: Batch[str] = Batch()
    batch.fail(ALFA, FAULT)
    batch.miss(BETA, "o portal ainda não tem o arquivo")
    ledger.set_status(XML, "run-2", batch)

    found = ledger.statuses([ALFA, BETA, GAMA])
    assert found.keys() == {(ALFA, XML), (BETA, XML)}
    alfa, beta = found[ALFA, XML], found[BETA, XML]
    assert (alfa.state, alfa.version, alfa.guid, alfa.run_id) == (FileState.FAILED, 1, "g1", "run-2")
    assert (alfa.code, alfa.reason, alfa.action) == (FAULT.code, FAULT.reason, FAULT.action)
    assert (beta.state, beta.version, beta.reason) == (FileState.MISSING, None, "o portal ainda não tem o arquivo")

    batch.succeed(ALFA, "", 1)
    ledger.set_status(XML, "run-3", batch)
    alfa = ledger.statuses([ALFA])[ALFA, XML]
    assert (alfa.state, alfa.version, alfa.guid, alfa.code, alfa.reason) == (FileState.RECEIVED, 1, "g1", None, None)


def test_a_listing_keeps_files_and_what_could_not_be_read_apart(ledger: Ledger) -> None:
    file = PortalFile("g1", "a.xml", DAY, None, XML)
    ledger.record_listing("request-1", {(ALFA, XML): file}, {(BETA, XML): FAULT})
    ledger.record_listing("request-2", {(BETA, XML): file})

    assert ledger.listing("request-1", [ALFA, BETA, GAMA], XML) == ({ALFA: file}, {BETA: FAULT}, set())
    assert ledger.listing("request-1", [ALFA, BETA], PDF) == ({}, {}, set())
    ledger.record_listing("request-1", {(BETA, XML): file})
    assert ledger.listing("request-1", [ALFA, BETA], XML) == ({ALFA: file, BETA: file}, {}, set())
    ledger.record_listing("request-1", {}, absent=[(GAMA, XML)])
    assert ledger.listing("request-1", [GAMA], XML) == ({}, {}, {GAMA})


def test_an_outcome_comes_back_as_it_was(ledger: Ledger) -> None:
    batch: Batch[int] = Batch()
    batch.succeed(ALFA, 7, 2)
    batch.miss(BETA, "nada")
    batch.fail(GAMA, FAULT)
    ledger.record_outcome("run-1", "raw/xml_5_0", batch, {ALFA: "xml/a"})

    assert ledger.outcome("run-1", "raw/xml_5_0") == Batch({ALFA: Good("xml/a", 2)}, {GAMA: FAULT}, {BETA: "nada"})
    assert ledger.outcome("run-1", "raw/carteira_pdf") is None
    assert ledger.outcome("run-2", "raw/xml_5_0") is None

    ledger.record_outcome("run-1", "raw/xml_5_0", Batch(), {})
    assert ledger.outcome("run-1", "raw/xml_5_0") == Batch()


def test_the_latest_good_outcome_of_each_key(ledger: Ledger) -> None:
    for run, keys in (("run-1", (ALFA, BETA)), ("run-2", (ALFA,))):
        batch: Batch[int] = Batch()
        for key in keys:
            batch.succeed(key, 0, 1)
        if BETA not in keys:
            batch.fail(BETA, FAULT)
        ledger.record_outcome(run, "positions/cash", batch, dict.fromkeys(keys, run))

    assert ledger.latest_outcomes("positions/cash", [ALFA, BETA, GAMA]).good == {
        ALFA: Good("run-2", 1),
        BETA: Good("run-1", 1),
    }


def test_reconciliation_of_the_highest_version_in_the_checks_order(ledger: Ledger) -> None:
    def results(status: Status) -> list[CheckResult]:
        return [
            CheckResult("total_assets", Status.HOLDS, Decimal("0.01"), Decimal("0.05"), "confere"),
            CheckResult("quota", status, None, None, "sem cota"),
        ]

    ledger.record_reconciliations("run-1", Batch({ALFA: Good(results(Status.DOES_NOT_HOLD), 1)}))
    ledger.record_reconciliations("run-2", Batch({BETA: Good(results(Status.HOLDS), 1)}))
    ledger.record_reconciliations("run-3", Batch({ALFA: Good(results(Status.CANNOT_BE_CHECKED), 2)}))
    ledger.record_reconciliations("run-4", Batch({ALFA: Good(results(Status.HOLDS), 2)}))

    assert ledger.reconciliation([ALFA, BETA, GAMA]) == {ALFA: results(Status.HOLDS), BETA: results(Status.HOLDS)}
    pinned = ledger.reconciliation([ALFA, BETA], pinned={ALFA: 1})
    assert pinned == {ALFA: results(Status.DOES_NOT_HOLD), BETA: results(Status.HOLDS)}


def test_nothing_is_asked_and_nothing_said(ledger: Ledger) -> None:
    ledger.set_status(XML, "run-1", Batch())
    ledger.record_listing("request-1", {})
    ledger.record_reconciliations("run-1", Batch())
    assert ledger.receive({}, XML, "run-1") == {}
    assert ledger.statuses([]) == {}
    assert ledger.loaded([ALFA], "postgres") == {}
