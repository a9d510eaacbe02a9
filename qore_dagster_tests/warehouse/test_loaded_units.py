"""What comes back out of the tables is what went in, as one moment sees it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.model.edition import edition_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import Status
from qore_dagster.model.tables import TABLES
from qore_dagster.warehouse.columns import PositionTable
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.loaded_units import column_of, loaded_between, read_units
from qore_dagster.warehouse.slices import load
from qore_dagster.warehouse.tables import POSITION_TABLES
from qore_dagster_tests.warehouse.units import DAY, NOTHING, cash, fund, holding, unit

FUNDS = {slug: fund(slug) for slug in ("alfa", "beta")}


def back(connection: Connection, *keys: FundDay) -> dict[FundDay, LoadUnit]:
    batch = read_units(connection, keys, FUNDS)
    assert (batch.failed, batch.missing) == ({}, {})
    return {key: good.value for key, good in batch.good.items()}


def plain(one: LoadUnit) -> LoadUnit:
    """The unit as its canonical columns tell it: of what a test's row leaves out, null."""
    rows = {
        name: [{column: row.get(column) for column in TABLES[name].columns} for row in of]
        for name, of in one.rows.items()
    }
    portfolio = {column: one.portfolio.get(column) for column in TABLES["portfolio"].columns}
    return replace(one, rows=rows, portfolio=portfolio | {"sha256": one.sha256})


@pytest.mark.parametrize("table", POSITION_TABLES.values(), ids=POSITION_TABLES)
def test_each_canonical_column_has_a_column_to_come_back_from(table: PositionTable) -> None:
    assert set(column_of(table)) == set(table.canonical.columns) - {"fundo"}


def test_a_unit_comes_back_as_it_went_in(connection: Connection) -> None:
    text = "aspas \"', barra \\, tab\t, linha\nnova, ação"
    version = edition_of(FileType.XML_4_01, 3)
    one = unit(
        "alfa",
        version=version,
        verdict=Status.DOES_NOT_HOLD,
        guid=None,
        cash=[cash(1, descricao=text, saldo=Decimal("-0.10")), cash(2, descricao="")],
        holdings=[holding(n, secao) for n, secao in enumerate(["SHAR", "GOVE", "EQUI", "GOVE", "UNKN"], 1)],
    )
    load(connection, [one, unit("beta")])

    found = back(connection, one.key, FundDay(DAY, "beta"))

    assert plain(found[one.key]) == plain(one)
    assert plain(found[FundDay(DAY, "beta")]) == plain(unit("beta"))
    assert str(found[one.key].rows["cash"][0]["saldo"]) == "-0.10"
    assert [row["ordinal"] for row in found[one.key].rows["holdings"]] == [1, 2, 3, 4, 5]


def test_only_what_is_asked_for(connection: Connection) -> None:
    load(connection, [unit("alfa"), unit("beta", **NOTHING), unit("alfa", day=date(2025, 11, 21))])

    assert back(connection, FundDay(DAY, "beta"), FundDay(DAY, "gama")).keys() == {FundDay(DAY, "beta")}
    few = read_units(connection, [FundDay(DAY, "alfa")], FUNDS, canonical={"portfolio", "cash"})
    assert set(few.good[FundDay(DAY, "alfa")].value.rows) == {"cash"}
    assert loaded_between(connection, DAY, date(2025, 11, 20)) == [FundDay(DAY, "alfa"), FundDay(DAY, "beta")]
    assert loaded_between(connection, DAY, date(2025, 12, 1), ["alfa"]) == [
        FundDay(DAY, "alfa"),
        FundDay(date(2025, 11, 21), "alfa"),
    ]


def test_what_cannot_come_back_costs_no_other_fund(connection: Connection) -> None:
    load(connection, [unit("alfa"), unit("beta"), unit("gama")])
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM pos.pos_cota p USING cad.info_fundos f WHERE f.slug = 'beta' AND p.id_fundo = f.id_fundo"
        )

    batch = read_units(connection, [FundDay(DAY, slug) for slug in ("alfa", "beta", "gama")], FUNDS)

    assert set(batch.good) == {FundDay(DAY, "alfa")}
    assert "materialize de novo" in batch.failed[FundDay(DAY, "beta")].action
    assert "cadastro" in batch.failed[FundDay(DAY, "gama")].reason
