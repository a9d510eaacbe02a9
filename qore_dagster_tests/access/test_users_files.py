"""A file that users have already: what is theirs stays as it is, what the platform needs joins it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from access_parser import AccessParser

from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.errors import AccessError
from qore_dagster.access.tables import TABLES
from qore_dagster.model.fund_day import FundDay
from qore_dagster_tests.access import users_file
from qore_dagster_tests.access.units import DAY, cash, unit


def theirs(path: Path, table: str) -> dict[str, list[Any]]:
    """A table as the second reader has it."""
    found = AccessParser(str(path)).get_table(table)
    assert found is not None
    return dict(found.parse())


def test_tables_of_users_stay_as_they_are(real: AccessDatabase) -> None:
    users_file.make(real.path)
    before = theirs(real.path, users_file.FUNDS)
    for version in (1, 2):
        assert real.load([unit(version=version), unit("beta", version=version)]).failed == {}
    assert theirs(real.path, users_file.FUNDS) == before
    assert set(real.tables()) == {"caixa_qore", users_file.FUNDS, "Outra", *TABLES} - {"Caixa_Qore"}


def test_a_table_of_the_old_system_is_used_as_it_is(real: AccessDatabase) -> None:
    users_file.make(real.path)
    real.load([unit(cash=[cash(1, descricao="Conta Ação", saldo=Decimal("-12.34"))])])
    rows = list(real.rows("Caixa_Qore"))
    assert list(rows[0]) == ["DATA_INPUT", "FUNDO", "Descricao", "Moeda_Origem", "Valor", "Obs"]
    assert [tuple(row.values()) for row in rows] == [
        (datetime(2024, 2, 29, 13, 30, 15), "FIP ANTIGO (1)", "antiga", "BRL", 10.25, "minha nota"),  # noqa: DTZ001
        (datetime(2025, 11, 19), "alfa", "Conta Ação", "BRL", -12.34, None),  # noqa: DTZ001
    ]


def test_columns_that_an_old_table_lacks_are_added_at_its_end(real: AccessDatabase) -> None:
    users_file.make(real.path)
    real.load([unit()])
    row = next(real.rows("Cotas_Patrimonio_Qore"))
    assert list(row) == ["DATA_INPUT", "FUNDO", "PL Posicao", "QtdeCota", "QtdeCota_antes", "Valor da Cota Bruta",
                         "Valor da Cota Líquida", "Valor da Cota Rendimento"]  # fmt: skip
    assert row["PL Posicao"] == Decimal("1234568.5100")
    assert real.read("Cotas_Patrimonio_Qore", [FundDay(DAY, "alfa")])["PL Posição"].tolist() == [row["PL Posicao"]]


@pytest.mark.parametrize("units", ["1000.1", "0.333333333333", "-16777217"])
def test_a_column_of_single_numbers_holds_what_it_can_and_is_not_another_the_next_time(
    real: AccessDatabase, units: str
) -> None:
    users_file.make(real.path)
    made = unit()
    made.portfolio["quantidade"] = Decimal(units)
    assert real.load([made]).failed == {}
    (row,) = real.rows("Cotas_Patrimonio_Qore")
    assert row["QtdeCota"] == pytest.approx(float(Decimal(units)), rel=1e-7)
    assert real.differing([made]) == set()


def test_what_a_column_of_single_numbers_cannot_hold_is_refused(real: AccessDatabase) -> None:
    users_file.make(real.path)
    made = unit()
    made.portfolio["quantidade"] = Decimal(10) ** 39
    assert "Cotas_Patrimonio_Qore.QtdeCota" in str(real.load([made]).failed[FundDay(DAY, "alfa")])


def test_a_row_that_a_users_rule_refuses_costs_only_its_own_fund(real: AccessDatabase) -> None:
    users_file.make(real.path, unique_cash=True)
    done = real.load([unit(f"fundo-{n}", cash=[cash(1), *([cash(2)] if n == 3 else [])]) for n in range(5)])
    assert set(done.failed) == {FundDay(DAY, "fundo-3")}
    assert "recusou uma linha de caixa_qore" in done.failed[FundDay(DAY, "fundo-3")].reason
    assert {row["FUNDO"] for row in real.rows("Carga_Qore")} == {"fundo-0", "fundo-1", "fundo-2", "fundo-4"}
    assert {row["FUNDO"] for row in real.rows("Renda_Fixa_Qore")} == {"fundo-0", "fundo-1", "fundo-2", "fundo-4"}


def test_every_type_of_a_users_table_is_read(real: AccessDatabase) -> None:
    users_file.make(real.path)
    first, *_, last = real.rows(users_file.FUNDS)
    assert first == {
        "Id_Carteira": 1,
        "Nome": "Consolidação Ação",
        "Ativa": True,
        "Taxa": 0.1,
        "Caixa": Decimal("1234.5678"),
        "Desde": datetime(2024, 2, 29, 13, 30, 15),  # noqa: DTZ001
        "Nota": "Consolidação Ação" * 400,
        "Foto": b"ab",
    }
    assert {type(value) for value in first.values()} == {int, str, bool, float, Decimal, datetime, bytes}
    assert list(last.values()) == [9, None, False, None, None, None, None, None]


def test_rows_come_one_at_a_time(real: AccessDatabase) -> None:
    real.load([unit(f"fundo-{n}") for n in range(3)])
    rows = real.rows("CPR_QORE")
    assert next(rows)["FUNDO"] == "fundo-0"
    assert real.load([unit("fundo-0", version=2)]).good  # a reader holds up nobody
    assert sum(1 for _ in rows) == 8


def test_compacting_a_users_file(real: AccessDatabase) -> None:
    users_file.make(real.path)
    for version in (1, 2):
        real.load([unit(version=version)])
    before = list(real.rows(users_file.FUNDS))
    real.compact()
    assert list(real.rows(users_file.FUNDS)) == before


def test_a_file_with_what_only_access_can_copy_is_not_compacted(real: AccessDatabase) -> None:
    users_file.make(real.path, relationship=True)
    assert real.load([unit()]).good
    before = real.path.read_bytes()
    with pytest.raises(AccessError, match="Compactar e Reparar"):
        real.compact()
    assert real.path.read_bytes() == before


def test_what_is_no_access_file_says_so(real: AccessDatabase) -> None:
    real.path.write_text("<html>login</html>")
    fault = real.load([unit()]).failed[FundDay(DAY, "alfa")]
    assert "Base Fundos.accdb" in fault.reason
    assert real.path.read_text() == "<html>login</html>"
    with pytest.raises(AccessError, match="confira se o arquivo abre no Access"):
        real.tables()


def test_old_rows_of_a_day_go_with_its_load(real: AccessDatabase) -> None:
    """Rows that the old system wrote under the same name, and of which no control row tells."""
    real.load([unit(), unit("alfa", date(2025, 11, 18))])
    with real._engine.open(real.path) as opened:
        opened.delete("Carga_Qore", ["DATA_INPUT", "FUNDO"], [(datetime(2025, 11, 19), "alfa")])  # noqa: DTZ001
    assert real.load([unit(cash=[])]).good
    assert [row["DATA_INPUT"].day for row in real.rows("Caixa_Qore")] == [18, 18]
