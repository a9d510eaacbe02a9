"""A preferred source takes the days that it has, and no others, from the one that gives way to it."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.access_writer import DATE, DOUBLE, LONG, TEXT
from benchmarks.old_database import cpf, name
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, CARTEIRAS, COTA, DAY, MOMENT, Table, write

BEFORE = MOMENT - timedelta(days=1)
_COTAS = {"DATA_INPUT": DATE, "FUNDO": TEXT, "PL Posição": DOUBLE, "QtdeCota": DOUBLE}
_STAKES = {"DATA_HISTORICO": DATE, "ID_CARTEIRA": LONG, "ID_COTISTA": LONG, "VALOR_BRUTO": DOUBLE}
_SALDO = {"DATA": DATE, "ID_CARTEIRA": LONG, "SALDO": DOUBLE}
_RIGHTS = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Codigo": TEXT, "Valor": DOUBLE}
_STOCK = {"DATA_INPUT": DATE, "FUNDO": TEXT, "SEU_NUMERO": TEXT, "VALOR_PRESENTE": DOUBLE}

PAIRS: Mapping[str, tuple[str, Table, str, Table]] = {
    "pos.pos_cota": (
        "BriTech_Historico_Cota", (COTA, [(MOMENT, 7, 1.5, 150.0, 100.0)]),
        "Cotas_Patrimonio_Qore", (_COTAS, [(MOMENT, name(1), 9.0, 9.0), (BEFORE, name(1), 140.0, 100.0)]),
    ),
    "pos.pos_passivo": (
        "BriTech_Posicao_Cotista", (_STAKES, [(MOMENT, 7, 1, 10.0)]),
        "BriTech_Passivo_Fundos", (_STAKES, [(MOMENT, 7, 1, 11.0), (BEFORE, 7, 1, 12.0)]),
    ),
    "pos.pos_caixa": (
        "Caixa_Qore", (CAIXA, [(MOMENT, name(1), "Conta", "BRL", 1.0)]),
        "BriTech_Saldo_Caixa", (_SALDO, [(MOMENT, 7, 2.0), (BEFORE, 7, 3.0)]),
    ),
    "pos.pos_dir_cred": (
        "Direito_Creditorio_Qore", (_RIGHTS, [(MOMENT, name(1), "A", 1.0)]),
        "FIDC_ESTOQUE", (_STOCK, [(MOMENT, name(1), "A", 2.0), (BEFORE, name(1), "A", 3.0)]),
    ),
}  # fmt: skip
"""By target: the preferred table, and the one that gives way to it."""


def _file(path: Path, **tables: Table) -> Path:
    return write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [(7, "Carteira sete", name(1), "FIM", None)]),
        BriTech_Cotistas=({"ID_COTISTA": LONG, "NOME": TEXT, "CPF_CNPJ": TEXT}, [(1, "José", cpf(1))]),
        **tables,
    )


@pytest.mark.parametrize("target", PAIRS)
@pytest.mark.parametrize("broken", [True, False], ids=["failed", "absent"])
def test_days_that_the_preferred_source_lacks_stay_where_the_other_does_not_come_again(
    warehouse: Warehouse, tmp_path: Path, target: str, *, broken: bool
) -> None:
    first, preferred, second, other = PAIRS[target]
    days = f"SELECT data_pos, run_id FROM {target} ORDER BY 1"
    both = [(BEFORE.date(), f"migracao:{second}"), (DAY, f"migracao:{first}")]
    assert warehouse.migrate(_file(tmp_path / "a.accdb", **{first: preferred, second: other})).exit_code == 0
    assert warehouse.rows(days) == both
    again: dict[str, Table] = {first: preferred} | ({second: ({"Nada": LONG}, [(1,)])} if broken else {})
    result = warehouse.migrate(_file(tmp_path / "b.accdb", **again))
    assert result.exit_code == int(broken)
    assert [one.table for one in result.sources if one.failure] == [second] * broken
    assert warehouse.rows(days) == both


def test_a_day_that_the_preferred_source_now_has_is_taken_from_the_other(warehouse: Warehouse, tmp_path: Path) -> None:
    first, (columns, rows), second, other = PAIRS["pos.pos_cota"]
    warehouse.migrate(_file(tmp_path / "a.accdb", **{second: other}))
    assert warehouse.rows("SELECT DISTINCT run_id FROM pos.pos_cota") == [(f"migracao:{second}",)]
    result = warehouse.migrate(_file(tmp_path / "b.accdb", **{first: (columns, rows)}))
    assert result.exit_code == 0
    assert warehouse.rows("SELECT data_pos, run_id FROM pos.pos_cota ORDER BY 1") == [
        (BEFORE.date(), f"migracao:{second}"),
        (DAY, f"migracao:{first}"),
    ]
