"""What PostgreSQL would refuse: a fund's day with more rows than a table numbers, and how a refusal is told."""

from pathlib import Path

import pytest

from benchmarks.access_writer import DATE, DOUBLE, LONG, TEXT
from benchmarks.old_database import name
from qore_dagster.migration import fates
from qore_dagster.migration.sources import SOURCES
from qore_dagster.warehouse.slice_table import LAST_ORDINAL
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, MOMENT, write


def test_a_table_numbers_as_many_rows_of_a_funds_day_as_is_stated(warehouse: Warehouse) -> None:
    checks = warehouse.rows(
        """SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE conrelid::regclass::text = ANY(%s) AND conname LIKE '%%ordinal_check'""",
        [source.target for source in SOURCES if source.landing],
    )
    bounded = f"CHECK (((ordinal >= 1) AND (ordinal <= {LAST_ORDINAL})))"
    assert {table: check == bounded for table, check in checks} == {
        source.target: fates.numbers_rows(source) for source in SOURCES if source.landing
    }


def test_a_day_of_too_many_rows_costs_no_other_fund_its_own(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fates, "LAST_ORDINAL", 3)  # 100,000 rows take half a minute to write and read
    columns = {"DATA_REFERENCIA": DATE, "NOME_FUNDO": TEXT, "SEU_NUMERO": LONG, "VALOR_PRESENTE": DOUBLE}
    rows = [(MOMENT, name(31), number, 1.0) for number in range(4)]
    result = warehouse.migrate(write(tmp_path / "a.accdb", FIDC_ESTOQUE=(columns, [*rows, (MOMENT, name(32), 1, 1.0)])))
    (stock,) = (one for one in result.sources if one.found)
    assert stock.failure is None
    assert (dict(stock.reasons), stock.balanced) == ({"linhas_demais": 4}, True)
    assert warehouse.rows("SELECT slug FROM pos.pos_dir_cred JOIN cad.info_fundos USING (id_fundo)") == [
        ("fidc-acucena-32",)
    ]


def test_what_the_database_refuses_is_told_without_the_rows_content(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.rows("ALTER TABLE pos.pos_caixa ADD CONSTRAINT nenhum_um CHECK (saldo_fechamento <> 1); SELECT 1")
    path = write(tmp_path / "a.accdb", Caixa_Qore=(CAIXA, [(MOMENT, name(1), "Conta do Zé", "BRL", 1.0)]))
    (failure,) = (one.failure for one in warehouse.migrate(path).sources if one.found)
    assert failure is not None
    assert "Caixa_Qore" in failure.reason
    assert "nenhum_um" in failure.reason
    assert "Zé" not in failure.reason
    assert failure.action
