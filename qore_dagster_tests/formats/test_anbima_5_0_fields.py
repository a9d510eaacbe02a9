"""The tables of ANBIMA 5.0: complete, consistent with the canonical model, and read as they say, path by path."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from lxml import etree

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats import anbima_5_0_maps as maps
from qore_dagster.formats import anbima_5_0_position_fields as positions
from qore_dagster.formats.reading import Column, paths_of
from qore_dagster.model.fields import FieldType, Table
from qore_dagster.model.parsed import ParsedPortfolio, Row, Value
from qore_dagster.model.tables import CASH, CLASSES, EXPENSES, HOLDERS, HOLDINGS, PORTFOLIO, PROVISIONS, RETURNS
from qore_dagster_tests.formats.conftest import read
from qore_dagster_tests.formats.made_5_0 import at, document, fund_of, position, put, report_of, text_of

_FEE_COLUMNS = tuple(column for _, _, columns in fields.FEES for column in columns)
_FEE_NAMES = tuple({column.name: column for column in _FEE_COLUMNS}.values())
_TABLES = [
    (PORTFOLIO, fields.REPORT_COLUMNS + fields.ACCOUNT_COLUMNS),
    (HOLDINGS, positions.HOLDING_COLUMNS),
    (CASH, positions.CASH_COLUMNS),
    (PROVISIONS, fields.PROVISION_COLUMNS),
    (EXPENSES, fields.EXPENSE_COLUMNS + _FEE_NAMES),
]
_ABSENT = fields.ABSENT | positions.ABSENT


@pytest.mark.parametrize(("table", "columns"), _TABLES, ids=lambda value: getattr(value, "name", ""))
def test_every_column_of_the_model_is_read_once_or_absent_for_a_reason(
    table: Table, columns: tuple[Column, ...]
) -> None:
    names = [column.name for column in columns]
    absent = _ABSENT[table.name]
    assert len(names) == len(set(names))
    assert set(names) | set(absent) == set(table.columns)
    assert not set(names) & set(absent)
    assert all(absent.values())


def test_the_other_tables_have_no_columns_here() -> None:
    assert set(_ABSENT) == {table.name for table, _ in _TABLES} | {"returns", "holders"}
    for table in (RETURNS, HOLDERS):
        assert set(_ABSENT[table.name]) == set(table.columns)
    own = {column.name for column in fields.ACCOUNT_COLUMNS} | {"casas_cota"}
    assert set(CLASSES.columns) <= own | {"data_pos", "fundo", "ordinal"}


def test_what_a_section_copies_are_columns_of_it() -> None:
    read_columns = {column.name for column in positions.HOLDING_COLUMNS}
    for copies in positions.COPIES.values():
        assert set(copies) <= set(HOLDINGS.columns)
        assert set(copies.values()) <= read_columns
    assert set(positions.PARTS) | {positions.APART} <= read_columns


def test_nothing_taken_is_ignored_and_each_omission_has_its_reason() -> None:
    assert not set(fields.HEADER_IGNORED) & {fields.CREATED, *fields.HEADER_KEPT}
    assert all(fields.HEADER_IGNORED.values())


_HOLDER_CNPJ = "11222333000181"
_SPECIAL = {"tipo_opcao": "CALL", "estilo_opcao": "EURO", "hedge": "EQHE", "tipo_hedge": "EQHE", "moeda": "USD"}


class _Values:
    """A text for each path, no two the same where the type allows, and what it must be read as."""

    def __init__(self, table: Table) -> None:
        self._types = {known.name: known.type for known in table.fields}
        self._count = 0

    def of(self, column: Column) -> tuple[str, Value]:
        self._count += 1
        if column.name.startswith(("cnpj", "documento")):
            return _HOLDER_CNPJ, _HOLDER_CNPJ
        if column.name == "hedge":
            return "EQHE", True
        if column.name in _SPECIAL:
            return _SPECIAL[column.name], _SPECIAL[column.name]
        return getattr(self, f"_{self._types[column.name].value}")()

    def _text(self) -> tuple[str, Value]:
        return f" T{self._count:03} ", f"T{self._count:03}"

    def _date(self) -> tuple[str, Value]:
        day = date(2024, 1, 1) + timedelta(days=self._count)
        return day.isoformat(), day

    def _flag(self) -> tuple[str, Value]:
        return "true", True

    def _money(self) -> tuple[str, Value]:
        return f"{self._count}.25", Decimal(f"{self._count}.25")

    _quantity = _price = _rate = _money


def _fill(block: etree._Element, table: Table, columns: tuple[Column, ...]) -> Iterator[tuple[Column, str, Value]]:
    """Write every path of the tables at once, and tell what each says; one below another is left to its own test."""
    values = _Values(table)
    leaves = {path.partition("@")[0] for column in columns for path in column.paths}
    written: dict[str, Value] = {}
    for column in columns:
        for path in column.paths:
            if any(other.startswith(f"{path}/") for other in leaves):
                continue
            if path not in written:
                text, written[path] = values.of(column)
                put(block, path, text)
                if column.sign:
                    put(block, column.sign, "false")
            yield column, path, "EQHE" if column.name == "tipo_hedge" else written[path]


def _expected(said: list[tuple[Column, str, Value]]) -> dict[str, Value]:
    """The first path of each column, or the sum of all; negative where there is a sign."""
    expected: dict[str, Value] = {}
    for column, _, value in said:
        before = expected.get(column.name)
        if column.name not in expected:
            expected[column.name] = -value if column.sign and isinstance(value, Decimal) else value
        elif column.total and isinstance(before, Decimal) and isinstance(value, Decimal):
            expected[column.name] = before + value
    return expected


def _lost(parsed: ParsedPortfolio, said: list[tuple[Column, str, Value]], row: Row) -> list[str]:
    """Paths whose value is neither a column's nor a detail's."""
    known = {str(detail["valor"]).lower() for detail in parsed.details} | {str(value).lower() for value in row.values()}
    return [path for _, path, value in said if not {str(value).lower(), f"-{value}"} & known]


def test_every_path_of_a_position_is_read_or_a_detail() -> None:
    root = document()
    block = position(root, "EQUI")
    said = list(_fill(block, HOLDINGS, positions.HOLDING_COLUMNS))
    parsed = read(text_of(root))
    (row,) = parsed.holdings
    expected = _expected(said)
    assert {column: row[column] for column in expected} == expected
    assert set(expected) == {column.name for column in positions.HOLDING_COLUMNS}
    assert _lost(parsed, said, row) == []
    assert parsed.unknown == []


def test_every_path_of_a_cash_account_is_read_or_a_detail() -> None:
    root = document()
    block = position(root, "CASH")
    said = list(_fill(block, CASH, positions.CASH_COLUMNS))
    parsed = read(text_of(root))
    (row,) = parsed.cash
    expected = _expected(said)
    assert {column: row[column] for column in expected} == expected
    assert _lost(parsed, said, row) == []
    assert parsed.unknown == []


@pytest.mark.parametrize("which", ["report", "fund"])
def test_every_path_of_the_header_is_read_or_a_detail(which: str) -> None:
    root = document()
    block = report_of(root) if which == "report" else fund_of(root)
    columns = fields.REPORT_COLUMNS if which == "report" else fields.ACCOUNT_COLUMNS
    said = list(_fill(block, PORTFOLIO, columns))
    parsed = read(text_of(root))
    expected = _expected(said)
    assert {column: parsed.portfolio[column] for column in expected if column != "nivel"} == {
        column: value for column, value in expected.items() if column != "nivel"
    }
    assert parsed.portfolio["nivel"] == (expected["nivel"] if which == "fund" else None)
    assert _lost(parsed, said, parsed.portfolio) == []
    assert parsed.unknown == []


@pytest.mark.parametrize(("section", "table"), [("PAYA", PROVISIONS), ("RECE", PROVISIONS), ("EXPN", EXPENSES)])
def test_every_path_of_an_entry_is_read_or_a_detail(section: str, table: Table) -> None:
    root = document()
    columns = fields.EXPENSE_COLUMNS if section == "EXPN" else fields.PROVISION_COLUMNS
    said = list(_fill(at(at(fund_of(root), f"BalBrkdwn[{section}]"), "AddtlBalBrkdwnDtls"), table, columns))
    parsed = read(text_of(root))
    (row,) = parsed.rows(table.name)
    expected = _expected(said)
    assert {column: row[column] for column in expected} == expected
    assert _lost(parsed, said, row) == []


def _alone() -> Iterator[tuple[str, Column, str]]:
    for column in positions.HOLDING_COLUMNS:
        yield from (("EQUI", column, path) for path in column.paths)
    for column in positions.CASH_COLUMNS:
        yield from (("CASH", column, path) for path in column.paths)


@pytest.mark.parametrize(
    ("section", "column", "path"), [pytest.param(*each, id=f"{each[0]}-{each[2]}") for each in _alone()]
)
def test_each_path_by_itself_gives_its_column(section: str, column: Column, path: str) -> None:
    root = document()
    block = position(root, section)
    table = CASH if section == "CASH" else HOLDINGS
    text, value = _Values(table).of(column)
    put(block, path, text)
    if column.sign:
        put(block, column.sign, "true")
    parsed = read(text_of(root))
    (row,) = parsed.rows(table.name)
    assert row[column.name] == value
    assert (parsed.unknown, parsed.quarantine) == ([], [])


@pytest.mark.parametrize(
    ("part", "kept"),
    [("account", maps.ACCOUNT_KEPT), ("position", maps.POSITION_KEPT), ("report", fields.REPORT_KEPT)],
)
def test_whatever_is_kept_is_a_detail_with_its_path(part: str, kept: tuple[str, ...]) -> None:
    for path in kept:
        if (part, path) == ("position", positions.DIRECTION):
            continue  # without its text there is no position
        root = document()
        block = {
            "account": lambda root=root: fund_of(root),
            "position": lambda root=root: position(root, "EQUI"),
            "report": lambda root=root: report_of(root),
        }[part]()
        put(block, f"{path}/Fato", "um fato")
        parsed = read(text_of(root))
        assert parsed.unknown == [], path
        places = [str(row["campo"]) for row in parsed.details if row["valor"] == "um fato"]
        assert len(places) == 1, path
        assert places[0].endswith("/Fato") or places[0] == "Fato", path


def test_every_type_of_the_tables_has_values_here() -> None:
    types = {
        known.type
        for table, columns in _TABLES
        for known in table.fields
        if known.name in {column.name for column in columns}
    }
    assert types <= {
        FieldType(name.removeprefix("_")) for name in dir(_Values) if name.startswith("_") and name[1] != "_"
    }


def test_no_two_columns_take_the_same_path() -> None:
    shared = {"hedge", "tipo_hedge"} | {"cnpj", "cnpj_casca"} | {"patliq", "moeda"}
    for columns in (fields.REPORT_COLUMNS, fields.ACCOUNT_COLUMNS, positions.HOLDING_COLUMNS, positions.CASH_COLUMNS):
        paths = [path for column in columns if column.name not in shared for path in paths_of([column])]
        assert len(paths) == len(set(paths))
