"""What Microsoft's driver is asked, statement by statement; the contract holds the rest."""

from decimal import Decimal
from pathlib import Path

import pytest

from qore_dagster.access.columns import Column, Found, Kind
from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.errors import AccessError
from qore_dagster.access.odbc import DRIVER, OdbcEngine
from qore_dagster_tests.access.driver import StandIn
from qore_dagster_tests.access.units import unit

PLAIN = "DRIVER={Microsoft Access Driver (*.mdb, *.accdb)};DBQ="


@pytest.fixture
def driver() -> StandIn:
    """A driver that records."""
    return StandIn()


@pytest.fixture
def on_driver(driver: StandIn, path: Path) -> AccessDatabase:
    """A database on it."""
    return AccessDatabase(path, OdbcEngine(driver.connect, driver.configure))


def test_the_file_is_made_and_tables_declared(on_driver: AccessDatabase, driver: StandIn) -> None:
    on_driver.load([unit()])
    new = on_driver.path.with_name(".Base Fundos.novo.accdb")
    assert driver.asked == [(DRIVER, f'CREATE_DB="{new}" General')]
    assert driver.said[0] == f"{PLAIN}{new};ExtendedAnsiSQL=1;"
    assert (
        "CREATE TABLE [Cotas_Patrimonio_Qore] ([DATA_INPUT] DATETIME, [FUNDO] VARCHAR(255), "
        "[PL Posição] DECIMAL(28, 8), [QtdeCota_antes] DECIMAL(28, 12), [QtdeCota] DECIMAL(28, 12), "
        "[Valor da Cota Bruta] DECIMAL(28, 14), [Valor da Cota Líquida] DECIMAL(28, 14), "
        "[Valor da Cota Rendimento] DECIMAL(28, 14))"
    ) in driver.said
    assert "CREATE INDEX qore_chave ON [CPR_QORE] ([DATA_INPUT], [FUNDO])" in driver.said


def test_a_slice_is_deleted_then_inserted_and_committed(on_driver: AccessDatabase, driver: StandIn) -> None:
    on_driver.load([unit()])
    driver.said.clear()
    on_driver.load([unit(version=2)])
    of_cash = [said for said in driver.said if "[Caixa_Qore]" in said or said in {"commit", "close"}]
    delete = of_cash.index("DELETE FROM [Caixa_Qore] WHERE [DATA_INPUT] = ? AND [FUNDO] = ?")
    columns = "[DATA_INPUT], [FUNDO], [Descrição], [Moeda_Origem], [Valor]"
    insert = f"INSERT INTO [Caixa_Qore] ({columns}) VALUES (?, ?, ?, ?, ?)"
    assert of_cash[delete + 1 : delete + 5] == ["commit", insert, insert, "commit"]
    assert driver.said[-2:] == ["commit", "close"]
    opened = [said for said in driver.said if said.startswith(PLAIN)]
    assert [said.endswith("ReadOnly=1;") for said in opened] == [True, False]


def test_a_fault_leaves_without_a_last_commit_and_closes(driver: StandIn, path: Path) -> None:
    path.touch()
    engine = OdbcEngine(driver.connect, driver.configure)
    with pytest.raises(ZeroDivisionError), engine.open(path):
        raise ZeroDivisionError
    assert driver.said[-1] == "close"
    assert "commit" not in driver.said


def test_the_drivers_complaints_are_told_of_the_file(driver: StandIn, path: Path) -> None:
    engine = OdbcEngine(driver.connect, driver.configure)
    with pytest.raises(AccessError, match=r"Base Fundos\.accdb.*Could not find file"), engine.open(path):
        pass
    path.touch()
    with pytest.raises(AccessError, match="no such table"), engine.open(path) as opened:
        opened.columns("Nada")


def test_compaction_is_the_drivers(on_driver: AccessDatabase, driver: StandIn) -> None:
    on_driver.load([unit()])
    on_driver.compact()
    new = on_driver.path.with_name(".Base Fundos.novo.accdb")
    assert driver.asked[-1] == (DRIVER, f'COMPACT_DB="{on_driver.path}" "{new}" General')


def test_an_installer_that_refuses_says_so(driver: StandIn, path: Path) -> None:
    engine = OdbcEngine(driver.connect, lambda *_: False)
    with pytest.raises(AccessError, match=r"não conseguiu criar Base Fundos.accdb.*Access Database Engine"):
        engine.create(path)


def test_names_that_would_end_the_brackets_are_refused(driver: StandIn, path: Path) -> None:
    path.touch()
    engine = OdbcEngine(driver.connect, driver.configure)
    with pytest.raises(AccessError, match="não pode existir no Access"), engine.open(path) as opened:
        opened.columns("a] ; DROP TABLE [b")


def test_columns_of_a_users_table(driver: StandIn, path: Path) -> None:
    path.touch()
    with OdbcEngine(driver.connect, driver.configure).open(path) as opened:
        opened._connection.opened.execute(
            "CREATE TABLE T (a LONG_INT, b DOUBLE, c VARCHAR(50), d LONGTEXT, e BIT, f DECIMAL_TEXT(19, 4), g REAL)"
        )
        opened.add("T", [Column("Nova", Kind.DATE, (), "")])
        opened.index("T", ["a", "c"])
        opened.index("T", ["a", "c"])
        assert opened.columns("T") == (
            Found("a", Kind.INTEGER),
            Found("b", Kind.DOUBLE),
            Found("c", Kind.TEXT, 50),
            Found("d", Kind.MEMO),
            Found("e", Kind.OTHER),
            Found("f", Kind.DECIMAL, 19, 4),
            Found("g", Kind.SINGLE),
            Found("Nova", Kind.DATE),
        )
    assert sum(said.startswith("CREATE INDEX") for said in driver.said) == 1


def test_decimals_go_as_decimals(on_driver: AccessDatabase) -> None:
    """Never by way of float."""
    on_driver.load([unit()])
    assert {type(row["Valor"]) for row in on_driver.rows("Caixa_Qore")} == {Decimal}
