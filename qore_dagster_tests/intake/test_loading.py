"""From positions to load units: every row once, with the verdict and the file of the version that is loaded."""

from collections import Counter

import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.intake.fetch import Intake, fetch
from qore_dagster.intake.loading import load_units
from qore_dagster.intake.positions import POSITION_TABLES as CANONICAL
from qore_dagster.intake.positions import Position, read_positions
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.reconciliation import Status
from qore_dagster.simulator.server import RunningPortal
from qore_dagster.warehouse.load_unit import rows_by_table
from qore_dagster.warehouse.slices import SINK_TABLES, load, read
from qore_dagster.warehouse.tables import POSITION_TABLES

Tables = dict[str, Batch[list[Row]]]


def _read(intake: Intake, keys: list[FundDay]) -> Batch[Position]:
    """Fetched, read and noted in the ledger, as the steps before do it."""
    files = {FileType.XML_5_0: fetch(intake, keys, FileType.XML_5_0, request=None)}
    read = read_positions(files, intake.store, intake.funds).batch
    intake.ledger.record_reconciliations(intake.run_id, read.map(lambda _, value: value.checks, doing="conciliar"))
    return read


def _tables(read: Batch[Position]) -> Tables:
    return {
        table: read.map(lambda _, value, name=table: value.parsed.rows(name), doing="separar") for table in CANONICAL
    }


@pytest.fixture
def tables(intake: Intake, keys: list[FundDay]) -> Tables:
    """The canonical rows of the day."""
    return _tables(_read(intake, keys))


def test_a_unit_holds_all_rows_of_its_fund_and_where_they_come_from(
    intake: Intake, keys: list[FundDay], tables: Tables
) -> None:
    units = load_units(tables, intake.funds, intake.ledger, run_id="run-2")

    assert (set(units.good), units.failed, units.missing) == (set(keys), {}, {})
    files = intake.ledger.versions(keys, FileType.XML_5_0)
    for key in keys:
        unit = units.good[key].value
        assert (unit.key, unit.version, units.good[key].version, unit.run_id) == (key, 1, 1, "run-2")
        assert (unit.fund, unit.verdict) == (intake.funds[key.fund], Status.HOLDS)
        assert (unit.sha256, unit.guid) == (files[key].sha256, files[key].guid)
        assert [unit.portfolio] == tables["portfolio"].good[key].value
        assert unit.rows == {name: table.good[key].value for name, table in tables.items() if name != "portfolio"}
        assert unit.patliq == unit.portfolio["patliq"]


def test_the_verdict_is_that_of_the_version_that_is_loaded(
    intake: Intake, keys: list[FundDay], shared_portal: RunningPortal
) -> None:
    lacking, *_ = keys
    fault = shared_portal.add_fault("lacks_position", fund=intake.funds[lacking.fund].uuid)
    first = _tables(_read(intake, keys))
    shared_portal.clear_faults(id=fault)
    shared_portal.add_fault("replaced")
    second = _tables(_read(intake, keys))

    old, new = (load_units(read, intake.funds, intake.ledger, run_id="run-2") for read in (first, second))

    assert [(old.good[key].value.version, old.good[key].value.verdict) for key in keys] == [
        (1, Status.DOES_NOT_HOLD), (1, Status.HOLDS), (1, Status.HOLDS),
    ]  # fmt: skip
    assert [(new.good[key].value.version, new.good[key].value.verdict) for key in keys] == [(2, Status.HOLDS)] * 3
    assert not {good.value.guid for good in old.good.values()} & {good.value.guid for good in new.good.values()}


def test_rows_are_counted_by_the_table_that_they_go_to(
    intake: Intake, connection: Connection, keys: list[FundDay], tables: Tables
) -> None:
    units = load_units(tables, intake.funds, intake.ledger, run_id="run-1")
    told: Counter[tuple[FundDay, str]] = Counter()
    for key, good in units.good.items():
        counts = {POSITION_TABLES[name].qualified: len(rows) for name, rows in rows_by_table(good.value).items()}
        assert set(counts) == set(SINK_TABLES)
        told.update({(key, name): count for name, count in counts.items()})
        assert sum(counts.values()) == sum(len(table.good[key].value) for table in tables.values())

    written = load(connection, [good.value for good in units.good.values()])
    assert {key: good.value for key, good in written.good.items()} == {
        key: sum(told[key, table] for table in SINK_TABLES) for key in keys
    }
    for table in SINK_TABLES:
        found = Counter(read(connection, table, keys)["fundo"])
        assert found == Counter({key.fund: told[key, table] for key in keys if told[key, table]})


def test_what_is_not_good_becomes_no_unit_and_costs_no_other_fund(
    intake: Intake, keys: list[FundDay], tables: Tables
) -> None:
    failed, missing, good = keys
    fault = Fault("schema", "motivo", "o que fazer")
    for table in tables.values():
        table.fail(failed, fault)
        table.miss(missing, "ainda não")

    units = load_units(tables, intake.funds, intake.ledger, run_id="run-1")

    assert (set(units.good), units.failed, units.missing) == ({good}, {failed: fault}, {missing: "ainda não"})
