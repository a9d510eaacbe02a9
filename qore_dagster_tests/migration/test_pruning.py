"""What is no more referred to goes; what a daily load, or anybody, comes to refer to meanwhile stays."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from benchmarks.access_writer import TEXT
from benchmarks.old_database import cnpj, name
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.slices import load
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, DAY, MOMENT, write
from qore_dagster_tests.warehouse.gate import Gate
from qore_dagster_tests.warehouse.units import NOTHING, cash, fund, unit

ACCOUNTS = "SELECT descricao FROM cad.info_contas ORDER BY 1"


@pytest.fixture
def gate(warehouse: Warehouse) -> Iterator[Gate]:
    """A gate in the warehouse, open."""
    with closing(psycopg2.connect(warehouse.uri)) as opened:
        yield Gate(opened)


def _file(path: Path, number: int, account: str) -> Path:
    """A file with one account of a fund, on the day before that which the platform loads."""
    row = (MOMENT - timedelta(days=1), name(number), account, "BRL", 1.0, "BRBANK")
    return write(path, Caixa_Qore=(CAIXA | {"Banco": TEXT}, [row]))


def _unit(account: str) -> LoadUnit:
    ours = fund("fim-acucena-01", uuid="aaaaaaaa-0000-4000-8000-000000000001", cnpj=cnpj(1))
    rows: dict[str, Any] = NOTHING | {"cash": [cash(1, tipo_conta=None, descricao=account)]}
    return unit(ours.slug, DAY, fund=ours, **rows)


def test_a_daily_load_that_comes_meanwhile_waits_and_registers_anew(
    warehouse: Warehouse, gate: Gate, tmp_path: Path
) -> None:
    assert warehouse.migrate(_file(tmp_path / "a.accdb", 1, "Antiga")).exit_code == 0
    gate.close("BEFORE DELETE ON cad.info_contas")
    with ThreadPoolExecutor() as pool, closing(psycopg2.connect(warehouse.uri)) as connection:
        migration = pool.submit(warehouse.migrate, _file(tmp_path / "b.accdb", 2, "Outra"))
        gate.wait_for_one()
        loading = pool.submit(load, connection, [_unit("Antiga")])
        try:
            gate.wait_for_table("ctl.slice_load")
        finally:
            gate.open()
        assert not loading.result().failed
        assert migration.result().exit_code == 0
    assert warehouse.rows(ACCOUNTS) == [("Antiga",), ("Outra",)]


def test_what_somebody_else_comes_to_refer_to_stays_and_costs_no_result(
    warehouse: Warehouse, gate: Gate, tmp_path: Path
) -> None:
    assert warehouse.migrate(_file(tmp_path / "a.accdb", 1, "Antiga")).exit_code == 0
    with closing(psycopg2.connect(warehouse.uri)) as other, other.cursor() as cursor, ThreadPoolExecutor() as pool:
        cursor.execute("SELECT id_conta, id_fundo FROM cad.info_contas")
        account, owner = cursor.fetchall()[0]
        other.commit()
        gate.close("BEFORE DELETE ON cad.info_contas")
        migration = pool.submit(warehouse.migrate, _file(tmp_path / "b.accdb", 2, "Outra"))
        gate.wait_for_one()  # it holds loads out: whoever writes now goes by no ledger
        cursor.execute(
            """INSERT INTO pos.pos_caixa (data_pos, id_fundo, ordinal, id_conta, saldo_fechamento,
                                          situacao_conciliacao, version, arquivo, sha256, run_id)
               VALUES (%s, %s, 1, %s, 1, 'ok', 1, 'x', 'y', 'à mão')""",
            (DAY, owner, account),
        )
        other.commit()
        gate.open()
        result = migration.result()
    assert result.exit_code == 0
    assert [one.balanced for one in result.sources if one.found] == [True]
    assert warehouse.rows(ACCOUNTS) == [("Antiga",), ("Outra",)]
    assert warehouse.rows("SELECT run_id FROM pos.pos_caixa ORDER BY 1") == [("migracao:Caixa_Qore",), ("à mão",)]


def test_what_nothing_refers_to_any_more_goes(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.migrate(_file(tmp_path / "a.accdb", 1, "Antiga"))
    warehouse.migrate(_file(tmp_path / "b.accdb", 2, "Outra"))
    assert warehouse.rows(ACCOUNTS) == [("Outra",)]


def test_what_a_replaced_row_refers_to_stays(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.migrate(_file(tmp_path / "a.accdb", 1, "Antiga"))
    warehouse.rows("INSERT INTO hist.pos_caixa SELECT p.*, 0, now(), 'run-1' FROM pos.pos_caixa p RETURNING 1")
    warehouse.migrate(_file(tmp_path / "b.accdb", 2, "Outra"))
    assert warehouse.rows(ACCOUNTS) == [("Antiga",), ("Outra",)]
