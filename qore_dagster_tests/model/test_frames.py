"""Frames and their exact form on disk."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from upath import UPath

from qore_dagster.model.fields import Field, FieldType, Table
from qore_dagster.model.frames import FrameError, frame, from_parquet, plain, to_parquet
from qore_dagster.model.parsed import Row
from qore_dagster.model.tables import HOLDINGS, PORTFOLIO, TABLES

_DAY = date(2026, 1, 7)
# Up to 20 digits before the point and 18 behind it.
_FITTING = st.decimals(
    min_value=Decimal(-(10**20) + 1), max_value=Decimal(10**20 - 1), allow_nan=False, allow_infinity=False, places=18
)


def _holding(fund: str = "a", **values: Any) -> Row:
    return {"data_pos": _DAY, "fundo": fund, "ordinal": 1, **values}


def test_a_frame_has_the_tables_columns_as_objects_and_none_for_null() -> None:
    made = frame(HOLDINGS, [_holding(valor_mercado=Decimal("1.50"))])
    assert list(made.columns) == list(HOLDINGS.columns)
    assert {str(kind) for kind in made.dtypes} == {"object"}
    assert made.loc[0, "isin"] is None
    assert made.loc[0, "ordinal"] == 1
    assert type(made.loc[0, "data_pos"]) is date


def test_an_empty_frame_has_its_columns() -> None:
    assert list(frame(HOLDINGS, []).columns) == list(HOLDINGS.columns)


def test_a_column_that_the_table_lacks_is_an_error() -> None:
    with pytest.raises(FrameError, match=r"a tabela holdings não tem a\(s\) coluna\(s\) preco"):
        frame(HOLDINGS, [_holding(preco=Decimal(1))])


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_type_survives_the_file(tmp_path: Path, table: Table) -> None:
    values = {
        FieldType.TEXT: "AÇÃO",
        FieldType.DATE: _DAY,
        FieldType.TIMESTAMP: datetime(2026, 1, 8, 9, 30, 0, 123456, tzinfo=UTC),
        FieldType.INTEGER: 2**40,
        FieldType.FLAG: True,
    }
    full: Row = {known.name: values.get(known.type, Decimal("-1234.5")) for known in table.fields}
    empty: Row = {"data_pos": _DAY, "fundo": "b"}
    written = frame(table, [full, empty])
    to_parquet(table, written, UPath(tmp_path / "t.parquet"))
    read = from_parquet(table, UPath(tmp_path / "t.parquet"), None)
    assert list(read.columns) == list(table.columns)
    assert read.to_dict("records") == written.to_dict("records")
    assert [type(value) for value in read.loc[0]] == [type(value) for value in written.loc[0]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.none() | _FITTING, min_size=1, max_size=20))
def test_defect_28_numbers_come_back_equal(tmp_path: Path, numbers: list[Decimal | None]) -> None:
    rows = [_holding(pu_mercado=number) for number in numbers]
    to_parquet(HOLDINGS, frame(HOLDINGS, rows), UPath(tmp_path / "t.parquet"))
    assert from_parquet(HOLDINGS, UPath(tmp_path / "t.parquet"), None)["pu_mercado"].tolist() == numbers


@pytest.mark.parametrize(
    "value", [Decimal("1E-19"), Decimal("1E20"), Decimal("NaN"), Decimal("Infinity"), 1.5, "1.5"], ids=str
)
def test_a_value_that_does_not_fit_is_an_error_with_fund_date_and_column(tmp_path: Path, value: object) -> None:
    rows = [_holding("bom", pu_mercado=Decimal(1)), _holding("ruim", pu_mercado=value)]
    with pytest.raises(FrameError, match="ruim em 2026-01-07: tabela holdings, coluna pu_mercado"):
        to_parquet(HOLDINGS, frame(HOLDINGS, rows), UPath(tmp_path / "t.parquet"))
    assert not (tmp_path / "t.parquet").exists()


@pytest.mark.parametrize(
    ("value", "text"),
    [("0E-18", "0"), ("100.000", "100"), ("1E+3", "1000"), ("1.500000000000000000", "1.5"), ("-0.10", "-0.1")],
)
def test_a_number_is_shown_plainly(value: str, text: str) -> None:
    assert str(plain(Decimal(value))) == text


def test_only_the_funds_asked_for_are_read(tmp_path: Path) -> None:
    target = UPath(tmp_path / "t.parquet")
    to_parquet(HOLDINGS, frame(HOLDINGS, [_holding(fund) for fund in "abcab"]), target)
    assert from_parquet(HOLDINGS, target, ["b", "x"])["fundo"].tolist() == ["b", "b"]
    assert from_parquet(HOLDINGS, target, [])["fundo"].tolist() == []
    assert from_parquet(HOLDINGS, target, None)["fundo"].tolist() == list("abcab")


def test_an_object_store_will_do() -> None:
    target = UPath("memory://frames/t.parquet")
    to_parquet(PORTFOLIO, frame(PORTFOLIO, [{"data_pos": _DAY, "fundo": "a"}]), target)
    assert from_parquet(PORTFOLIO, target, None)["fundo"].tolist() == ["a"]


def test_a_flag_is_kept(tmp_path: Path) -> None:
    table = Table("t", "a row", ("fundo",), (Field("fundo", FieldType.TEXT, "."), Field("sim", FieldType.FLAG, ".")))
    to_parquet(table, frame(table, [{"fundo": "a", "sim": False}, {"fundo": "b"}]), UPath(tmp_path / "t.parquet"))
    assert from_parquet(table, UPath(tmp_path / "t.parquet"), None)["sim"].tolist() == [False, None]
