"""Reads Access files by other code than the platform's: a parser in Python that knows neither Jackcess nor Microsoft.

Belongs here: a table's rows as values, and what that parser gets wrong. Does not: what is expected of them.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from access_parser import AccessParser

from qore_dagster.access.columns import Column, Kind
from qore_dagster.access.tables import TABLES


def rows_by_parser(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a stated table, columns in the stated order."""
    found: Any = AccessParser(str(path)).get_table(table)
    found._parse_dynamic_length_data = _in_order_of_the_row(found._parse_dynamic_length_data)
    columns = found.parse()
    stated = TABLES[table].columns
    length = max(map(len, columns.values()), default=0)
    return [{column.name: _value(column, columns[column.name][place]) for column in stated} for place in range(length)]


def tables_by_parser(path: Path) -> set[str]:
    """The names of the tables."""
    return {name for name in AccessParser(str(path)).catalog if not name.startswith("MSys")}


def _in_order_of_the_row(parse: Callable[..., None]) -> Callable[..., None]:
    """The parser takes values of variable length in the columns' order; where they stand in a row is their own."""

    def parsed(record: bytes, metadata: Any, columns: dict[int, Any], nulls: list[bool]) -> None:
        ordered = sorted(columns.values(), key=lambda column: column.variable_column_number)
        parse(record, metadata, dict(enumerate(ordered)), nulls)

    return parsed


def _value(column: Column, told: Any) -> Any:
    return None if told is None else _VALUES[column.kind](told, column)


def _decimal(told: str, column: Column) -> Decimal:
    """The parser sets no point where there are no more digits than decimals."""
    return Decimal(told) if "." in told else Decimal(told).scaleb(-column.scale)


_VALUES: dict[Kind, Callable[[Any, Column], Any]] = {
    Kind.DATE: lambda told, _: datetime.fromisoformat(told),
    Kind.TEXT: lambda told, _: told,
    Kind.MEMO: lambda told, _: told,
    Kind.INTEGER: lambda told, _: told,
    Kind.DECIMAL: _decimal,
}
