"""A migration that is killed goes on where it was; one that meets a daily load, or another migration, harms neither."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest

from benchmarks.access_writer import DATE, DOUBLE, TEXT
from benchmarks.old_database import REGISTERED, cnpj, name
from benchmarks.old_registry import prepare
from qore_dagster.migration.errors import MigrationError
from qore_dagster.warehouse.lease import Lease
from qore_dagster.warehouse.slices import load
from qore_dagster.warehouse.years import ensure_years
from qore_dagster_tests.cli.conftest import Start
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, DAY, MOMENT, write
from qore_dagster_tests.postgres_fixture import fresh_database
from qore_dagster_tests.warehouse.gate import Gate
from qore_dagster_tests.warehouse.units import fund, unit

ROWS, CHUNK = 12_000, 5000


@pytest.fixture
def gate(warehouse: Warehouse) -> Iterator[Gate]:
    """A gate in the warehouse, open."""
    with closing(psycopg2.connect(warehouse.uri)) as opened:
        yield Gate(opened)


@pytest.fixture
def other(postgres: Lease, migrated_template: str) -> Iterator[Warehouse]:
    """A second warehouse, for what an unbroken migration gives."""
    with fresh_database(postgres, template=migrated_template) as uri, closing(psycopg2.connect(uri)) as connection:
        prepare(connection)
        yield Warehouse(uri, connection)


@contextmanager
def _killed_at_gate(start: Start, warehouse: Warehouse, gate: Gate, path: Path) -> Iterator[None]:
    """The command, killed where it stands at the gate."""
    process = start("migrate-access", str(path), POSTGRES_URI=warehouse.uri, DAGSTER_POSTGRES_URL=warehouse.uri)
    gate.wait_for_one()
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    gate.open()
    yield


def test_killed_in_the_middle_of_a_table_it_goes_on_behind_the_last_whole_chunk(
    start: Start, warehouse: Warehouse, other: Warehouse, gate: Gate, tmp_path: Path
) -> None:
    cash = [(MOMENT - timedelta(days=n // REGISTERED), name(n % REGISTERED + 1), f"Conta {n % 7}", "BRL", n / 100)
            for n in range(ROWS)]  # fmt: skip
    path = write(tmp_path / "antiga.accdb", Caixa_Qore=(CAIXA, cash))
    gate.close("BEFORE UPDATE ON ctl.migrated_source", condition=f"new.linhas > {CHUNK}", per="ROW")
    with _killed_at_gate(start, warehouse, gate, path):
        assert warehouse.rows("SELECT linhas, completa FROM ctl.migrated_source") == [(CHUNK, False)]
        assert warehouse.rows("SELECT count(*), max(linha) FROM stage.stg_caixa_qore") == [(CHUNK, CHUNK)]
    read: list[int] = []

    def told(what: str, table: str, rows: int) -> None:
        if what == "ler":
            read.append(rows)

    result = warehouse.migrate(path, told=told)
    assert read == [CHUNK, 2 * CHUNK, ROWS]
    assert result.exit_code == 0
    unbroken = other.migrate(path)
    assert (result.sources, warehouse.dump()) == (unbroken.sources, other.dump())


@pytest.mark.parametrize("table", ["pos.pos_cota", "pos.pos_cpr"])
def test_killed_while_a_table_is_loaded_it_gives_the_same_in_the_end(
    start: Start, warehouse: Warehouse, other: Warehouse, gate: Gate, old_file: Path, table: str
) -> None:
    gate.close(f"AFTER INSERT ON {table}")
    with _killed_at_gate(start, warehouse, gate, old_file):
        assert warehouse.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    result, unbroken = warehouse.migrate(old_file), other.migrate(old_file)
    assert (result.sources, result.unresolved) == (unbroken.sources, unbroken.unresolved)
    assert warehouse.dump() == other.dump()


def test_what_a_killed_migration_still_does_on_the_server_ends_by_itself(
    start: Start, warehouse: Warehouse, gate: Gate, tmp_path: Path
) -> None:
    path = write(tmp_path / "antiga.accdb", Caixa_Qore=(CAIXA, [(MOMENT, name(1), "Conta", "BRL", 1.0)]))
    gate.close("AFTER INSERT ON pos.pos_caixa")
    process = start("migrate-access", str(path), POSTGRES_URI=warehouse.uri, DAGSTER_POSTGRES_URL=warehouse.uri)
    gate.wait_for_one()
    process.kill()
    process.communicate()
    with ThreadPoolExecutor() as pool:
        again = pool.submit(warehouse.migrate, path)  # waits for the lock of the dead one, then stands at the gate
        gate.wait_for_session_of(warehouse.connection.info.backend_pid)
        gate.open()
        assert again.result().exit_code == 0


def test_a_daily_load_that_comes_meanwhile_waits_and_replaces_what_was_migrated(
    warehouse: Warehouse, gate: Gate, tmp_path: Path
) -> None:
    path = write(tmp_path / "antiga.accdb", Caixa_Qore=(CAIXA, [(MOMENT, name(1), "Conta", "BRL", 1.0)]))
    ours = fund("fim-acucena-01", uuid="aaaaaaaa-0000-4000-8000-000000000001", cnpj=cnpj(1))
    ensure_years(warehouse.connection, {DAY.year})
    gate.close("AFTER INSERT ON pos.pos_caixa")
    with ThreadPoolExecutor() as pool, closing(psycopg2.connect(warehouse.uri)) as connection:
        migration = pool.submit(warehouse.migrate, path)
        gate.wait_for_one()
        loading = pool.submit(load, connection, [unit(ours.slug, DAY, fund=ours)])
        gate.wait_for_table("ctl.slice_load")
        gate.open()
        assert migration.result().exit_code == 0
        assert not loading.result().failed
    assert warehouse.rows("SELECT DISTINCT run_id FROM pos.pos_caixa") == [("run-1",)]


def test_rows_that_a_daily_load_replaces_before_they_are_counted_are_told_as_the_platforms(
    warehouse: Warehouse, gate: Gate, tmp_path: Path
) -> None:
    cpr = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Descrição": TEXT, "Valor": DOUBLE}
    before = MOMENT - timedelta(days=1)
    path = write(
        tmp_path / "antiga.accdb",
        Caixa_Qore=(CAIXA, [(MOMENT, name(1), "Conta", "BRL", 1.0), (before, name(1), "Conta", "BRL", 2.0)]),
        CPR_QORE=(cpr, [(before, name(1), "Auditoria", -1.0)]),
    )
    ours = fund("fim-acucena-01", uuid="aaaaaaaa-0000-4000-8000-000000000001", cnpj=cnpj(1))
    ensure_years(warehouse.connection, {DAY.year})
    gate.close("AFTER INSERT ON pos.pos_caixa", condition="new.run_id LIKE 'migracao%'", per="ROW")
    with ThreadPoolExecutor() as pool, closing(psycopg2.connect(warehouse.uri)) as connection:
        loading = None

        def told(what: str, table: str, _: int) -> None:
            if (what, table) == ("carregar", "CPR_QORE") and loading is not None:
                loading.result()  # between the two tables, whose turn comes first is chance

        migration = pool.submit(warehouse.migrate, path, told=told)
        gate.wait_for_one()
        loading = pool.submit(load, connection, [unit(ours.slug, DAY, fund=ours)])
        gate.wait_for_table("ctl.slice_load")
        gate.open()
        result = migration.result()
        assert not loading.result().failed
    assert [(one.table, dict(one.reasons), one.balanced) for one in result.sources if one.found] == [
        ("Caixa_Qore", {"plataforma": 1}, True),
        ("CPR_QORE", {}, True),
    ]
    assert result.exit_code == 0


def test_two_migrations_at_once_are_one(warehouse: Warehouse, other: Warehouse, gate: Gate, tmp_path: Path) -> None:
    path = write(tmp_path / "antiga.accdb", Caixa_Qore=(CAIXA, [(MOMENT, name(1), "Conta", "BRL", 1.0)]))
    gate.close("AFTER INSERT ON ctl.migrated_total")
    with ThreadPoolExecutor() as pool, closing(psycopg2.connect(warehouse.uri)) as connection:
        first = pool.submit(warehouse.migrate, path)
        gate.wait_for_one()
        with pytest.raises(MigrationError, match="outra migração do Access está em curso"):
            Warehouse(warehouse.uri, connection).migrate(path, patience=0.1)
        gate.open()
        assert first.result().exit_code == 0
    assert warehouse.migrate(path).exit_code == 0
