"""What a file holds, told without changing it: counted, compared with units, by day."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from qore_dagster.access.columns import AccessTable
from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.errors import AccessError
from qore_dagster.access.tables import CAIXA, COTAS, DATA_TABLES
from qore_dagster.model.fund_day import FundDay
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster_tests.access.conftest import Played
from qore_dagster_tests.access.dumping import dump
from qore_dagster_tests.access.units import DAY, cash, holding, unit

ALFA, BETA = FundDay(DAY, "alfa"), FundDay(DAY, "beta")


def test_rows_are_counted(database: AccessDatabase, played: Played) -> None:
    database.load([unit(), unit("beta")])
    database.load([unit(version=2, cash=[cash(1)])])
    with played.engine.open(database.path, read_only=True) as opened:
        counts = {name: opened.count(name) for name in DATA_TABLES}
    assert counts == {name: len(played.read(database.path, name)) for name in DATA_TABLES}
    assert (counts["Cotas_Patrimonio_Qore"], counts["Caixa_Qore"]) == (2, 3)


def test_what_was_loaded_is_equal(database: AccessDatabase) -> None:
    odd = unit("beta", cash=[cash(1, descricao="", moeda=""), cash(2, descricao="ação "), cash(2, descricao=None)])
    assert database.differing([unit(), odd]) == {ALFA, BETA}
    assert database.load([unit(), odd]).good
    assert database.differing([unit(run_id="another"), odd]) == set()


def test_a_file_without_a_byte_is_none(database: AccessDatabase) -> None:
    database.path.touch()
    assert (database.tables(), database.differing([unit()])) == ((), {ALFA})
    assert database.load([unit()]).good
    assert database.differing([unit()]) == set()


DIFFERENT = {
    "another edition": unit(version=2),
    "one value": unit(cash=[cash(1), cash(2, saldo=Decimal("-12.35"))]),
    "a row more": unit(cash=[cash(1), cash(2), cash(2)]),
    "a row less": unit(cash=[cash(2)]),
    "no rows of a table": unit(returns=[]),
    "a value that the file cannot hold": unit(cash=[cash(1, moeda="R" * 256), cash(2)]),
}


@pytest.mark.parametrize("other", DIFFERENT.values(), ids=DIFFERENT)
def test_what_differs_is_seen(database: AccessDatabase, other: LoadUnit) -> None:
    database.load([unit(), unit("beta")])
    assert database.differing([other, unit("beta")]) == {ALFA}


@pytest.mark.parametrize("table", [COTAS, CAIXA], ids=lambda table: table.name)
def test_rows_that_a_user_took_away_are_seen(database: AccessDatabase, played: Played, table: AccessTable) -> None:
    database.load([unit(), unit("beta")])
    with played.engine.open(database.path) as opened:
        first = next(row for row in opened.rows(table.name) if row["FUNDO"] == "beta")
        assert opened.delete(table.name, table.names[:2], [(first["DATA_INPUT"], first["FUNDO"])])
    assert database.differing([unit(), unit("beta")]) == {BETA}


def test_a_table_that_is_gone_is_seen(database: AccessDatabase, played: Played, tmp_path: Path) -> None:
    with played.engine.open(_made(played, tmp_path / "only.accdb")) as opened:
        opened.create(COTAS)
    shutil.copyfile(tmp_path / "only.accdb", database.path)
    assert database.differing([unit()]) == {ALFA}
    database.load([unit()])
    assert database.differing([unit()]) == set()


def _made(played: Played, path: Path) -> Path:
    played.engine.create(path)
    return path


def test_fund_days_by_date(database: AccessDatabase) -> None:
    assert database.fund_days(DAY, DAY) == set()
    later = date(2025, 11, 24)
    database.load([unit(), unit("beta", day=later)])
    assert database.fund_days(DAY, DAY) == {ALFA}
    assert database.fund_days(DAY, later) == {ALFA, FundDay(later, "beta")}


def test_a_newer_version_is_replaced_where_that_is_asked_for(database: AccessDatabase, played: Played) -> None:
    database.load([unit(version=2)])
    assert database.load([unit()]).missing
    assert database.load([unit()], over_newer=True).good[ALFA].version == 1
    assert database.loaded([ALFA])[ALFA].version == 1
    assert len(played.read(database.path, "Cotas_Patrimonio_Qore")) == 1


def test_compaction_needs_a_file(database: AccessDatabase) -> None:
    with pytest.raises(AccessError, match="não há arquivo"):
        database.compact()


def test_a_compaction_that_loses_a_row_is_thrown_away(
    database: AccessDatabase, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.load([unit(), unit("beta", holdings=[holding(1, "SHAR")])])
    before = dump(database.path, played.read)
    compact = played.engine.compact

    def losing(source: Path, target: Path) -> None:
        compact(source, target)
        AccessDatabase(target, played.engine).load([unit("beta", version=2, cash=[cash(1)])])

    monkeypatch.setattr(played.engine, "compact", losing)
    with pytest.raises(AccessError, match=r"não tem as mesmas linhas.*Caixa_Qore: 4 e 3"):
        database.compact()
    assert dump(database.path, played.read) == before
