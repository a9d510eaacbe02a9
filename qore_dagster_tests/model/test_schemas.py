"""Schemas derived from the field tables, and what they say per fund and day."""

import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from qore_dagster.model.frames import frame
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.schemas import schema, violations
from qore_dagster.model.tables import HOLDINGS, PORTFOLIO, TABLES

_DAY = date(2026, 1, 7)
_KEY = FundDay(_DAY, "fundo")


def _holding(fund: str = "fundo", ordinal: int = 1, **values: Any) -> Row:
    given = {"secao": "EQUI", "direcao": "LONG", "valor_mercado": Decimal("10.00"), **values}
    return {"data_pos": _DAY, "fundo": fund, "ordinal": ordinal, **given}


def _found(*rows: Row) -> dict[FundDay, str]:
    return {key: fault.reason for key, fault in violations(HOLDINGS, frame(HOLDINGS, rows)).items()}


def test_good_rows_have_no_violation() -> None:
    assert _found(_holding(), _holding(ordinal=2, pu_mercado=Decimal("1E-18"), isin="X"), _holding("outro")) == {}
    for table in TABLES.values():
        assert violations(table, frame(table, [])) == {}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"valor_mercado": None}, "coluna valor_mercado: falta o valor, que é obrigatório"),
        ({"secao": "FUND"}, "coluna secao: FUND não é um de: EQUI, OPTN"),
        ({"direcao": "UP"}, "coluna direcao: UP não é um de: LONG, SHOR"),
        ({"pu_mercado": Decimal("NaN")}, "coluna pu_mercado: NaN não é um número decimal exato"),
        ({"pu_mercado": Decimal("-Infinity")}, "coluna pu_mercado: -Infinity não é um número decimal exato"),
        ({"pu_mercado": Decimal("1E-19")}, "coluna pu_mercado: 1E-19 não é um número decimal exato"),
        ({"pu_mercado": Decimal("1E20")}, "coluna pu_mercado: 1E+20 não é um número decimal exato"),
        ({"pu_mercado": 1.5}, "coluna pu_mercado: 1.5 não é um número decimal exato"),
        ({"pu_mercado": float("nan")}, "coluna pu_mercado: nan não é um número decimal exato"),
        ({"pu_mercado": "1.5"}, "coluna pu_mercado: 1.5 não é um número decimal exato"),
        ({"data_compra": datetime(2026, 1, 1, tzinfo=UTC)}, "não é uma data"),
        ({"data_compra": "2026-01-01"}, "não é uma data"),
        ({"isin": ""}, "não é um texto sem espaços nas pontas"),
        ({"isin": "BR "}, "não é um texto sem espaços nas pontas"),
        ({"isin": 5}, "não é um texto sem espaços nas pontas"),
        ({"ordinal": "1"}, "não é um inteiro"),
        ({"ordinal": True}, "não é um inteiro"),
    ],
)
def test_defect_60_a_wrong_value_is_said(values: dict[str, Any], said: str) -> None:
    found = _found(_holding(**values))
    assert list(found) == [_KEY]
    assert said in found[_KEY]
    assert "fundo em 2026-01-07: tabela holdings" in found[_KEY]


def test_large_and_long_numbers_that_fit_are_good() -> None:
    fitting = ["99999999999999999999.999999999999999999", "-99999999999999999999", "1.5000000000000000000000", "0E-30"]
    assert _found(*(_holding(ordinal=n, pu_mercado=Decimal(text)) for n, text in enumerate(fitting))) == {}


def test_a_repeated_key_is_said() -> None:
    assert "linha 1, chave repetida (data_pos, fundo, ordinal)" in _found(_holding(), _holding())[_KEY]


def test_one_bad_fund_never_costs_the_others() -> None:
    found = _found(_holding("bom"), _holding("ruim", secao="X"), _holding("pior", valor_mercado=None), _holding("bem"))
    assert set(found) == {FundDay(_DAY, "ruim"), FundDay(_DAY, "pior")}


def test_all_failures_are_counted_and_a_few_shown() -> None:
    rows = [_holding(ordinal=n, secao="X", direcao="Y") for n in range(1, 11)]
    reason = _found(*rows)[_KEY]
    assert "com 20 erro(s)" in reason
    assert reason.endswith("; e mais 17")


def test_a_fault_ends_with_what_to_do() -> None:
    fault = violations(HOLDINGS, frame(HOLDINGS, [_holding(secao=None)]))[_KEY]
    assert fault.code == "schema"
    assert "administrador" in fault.action


def test_a_frame_of_other_types_and_index_will_do() -> None:
    made = pd.DataFrame(frame(HOLDINGS, [_holding(), _holding("ruim", secao="X")]))
    made["ordinal"] = made["ordinal"].astype("int64")
    made.index = pd.Index([7, 7])
    assert set(violations(HOLDINGS, made)) == {FundDay(_DAY, "ruim")}


def test_a_frame_of_another_table_is_a_mistake_of_the_program() -> None:
    with pytest.raises(AssertionError, match="not a frame of portfolio"):
        violations(PORTFOLIO, frame(HOLDINGS, [_holding()]))


def test_the_schema_says_what_the_tables_say() -> None:
    for table in TABLES.values():
        derived = schema(table)
        assert list(derived.columns) == list(table.columns)
        assert [column.nullable for column in derived.columns.values()] == [
            not known.required for known in table.fields
        ]
        assert derived.unique == list(table.key)


def test_ten_thousand_rows_are_checked_well_under_a_second() -> None:
    rows = [_holding(f"f{n % 100}", n, pu_mercado=Decimal(n) / 8, isin="BRSTNCLF1SY1") for n in range(10_000)]
    made = frame(HOLDINGS, rows)
    violations(HOLDINGS, made.head(1))
    spent = []
    for _ in range(3):
        start = time.process_time()
        assert violations(HOLDINGS, made) == {}
        spent.append(time.process_time() - start)
    assert min(spent) < 1


def test_pandera_is_imported_by_the_schemas_only() -> None:
    code = (
        "import sys; from qore_dagster.model import batch, fields, frames, parsed, reconciliation, tables; "
        "import qore_dagster.formats.anbima_5_0, qore_dagster.formats.verify; sys.exit('pandera' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
