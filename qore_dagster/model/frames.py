"""Frames of the canonical tables, and their exact form on disk.

Belongs here: rows to frame, frame to Parquet and back without losing a digit. Does not: whether values are right
(`schemas`), where files lie (`io_managers`).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from qore_dagster.model.faults import QoreError
from qore_dagster.model.fields import Field, FieldType, Table
from qore_dagster.model.parsed import Row

if TYPE_CHECKING:
    from upath import UPath

PRECISION = 38
SCALE = 18
_EXACT = Context(prec=PRECISION)
_WHOLE = Decimal(1)
_DECIMAL = pa.decimal128(PRECISION, SCALE)
_ARROW: dict[FieldType, pa.DataType] = {
    FieldType.TEXT: pa.string(),
    FieldType.DATE: pa.date32(),
    FieldType.TIMESTAMP: pa.timestamp("us", tz="UTC"),
    FieldType.INTEGER: pa.int64(),
    FieldType.FLAG: pa.bool_(),
}


class FrameError(QoreError):
    """A value cannot be kept exactly, or a row has a column that its table lacks."""

    code = "frame"


def frame(table: Table, rows: Iterable[Row]) -> pd.DataFrame:
    """Make the frame of a table: object columns in the table's order, None for null.

    Args:
        table: the canonical table.
        rows: column to value; a column that is not there is null.

    Raises:
        FrameError: a row has a column that the table does not know.
    """
    rows = list(rows)
    known = set(table.columns)
    for row in rows:
        if not row.keys() <= known:
            raise FrameError(
                f"a tabela {table.name} não tem a(s) coluna(s) {', '.join(sorted(row.keys() - known))}",
                "isto é um erro do programa: abra um chamado com esta mensagem",
            )
    return _of_columns(table, [[row.get(name) for row in rows] for name in table.columns])


def to_parquet(table: Table, of: pd.DataFrame, target: "UPath") -> None:
    """Write a frame, numbers as decimal128(38, 18).

    Args:
        table: the canonical table.
        of: a frame of it, of any number of funds and days.
        target: the file to write; the caller makes it appear at once.

    Raises:
        FrameError: a value has another type or does not fit exactly; names fund, date and column.
    """
    arrays: list[Any] = []
    for field in table.fields:
        values = of[field.name].tolist()
        try:
            arrays.append(pa.array(values, type=_arrow_type(field.type)))
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
            raise _misfit(table, field, of, values) from error
    with target.open("wb") as file:
        made = pa.Table.from_arrays(arrays, schema=_arrow_schema(table))
        pq.write_table(made, file)  # pyright: ignore[reportUnknownMemberType] - its stubs are half untyped


def from_parquet(table: Table, source: "UPath", funds: Collection[str] | None = None) -> pd.DataFrame:
    """Read a frame back; values equal those written.

    Args:
        table: the canonical table.
        source: a file of `to_parquet`.
        funds: slugs to read; all when None.
    """
    if funds is not None and not funds:
        return frame(table, [])
    wanted: Any = None if funds is None else [("fundo", "in", sorted(funds))]
    with source.open("rb") as file:
        schema = _arrow_schema(table)
        read = pq.read_table(file, schema=schema, filters=wanted)  # pyright: ignore[reportUnknownMemberType] - as above
    return _of_columns(table, [_restored(field.type, read.column(field.name).to_pylist()) for field in table.fields])


def _of_columns(table: Table, columns: Sequence[list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(dict(zip(table.columns, columns, strict=True)), columns=list(table.columns), dtype=object)


def _arrow_type(of: FieldType) -> Any:
    return _DECIMAL if of.is_decimal else _ARROW[of]


def _arrow_schema(table: Table) -> Any:
    return pa.schema([(field.name, _arrow_type(field.type)) for field in table.fields])


def _restored(of: FieldType, values: list[Any]) -> list[Any]:
    if of.is_decimal:
        return [None if value is None else plain(value) for value in values]
    if of is FieldType.TIMESTAMP:
        return [None if value is None else _utc(value) for value in values]
    return values


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: 0, 100, 1.5; never 0E-18 or 1E+2."""
    short = _EXACT.normalize(value)
    return short if exponent_of(short) <= 0 else _EXACT.quantize(short, _WHOLE)


def exponent_of(value: Decimal) -> int:
    """The power of ten of the last digit: -2 of 1.50, 3 of 1E+3.

    Raises:
        ValueError: NaN and the infinities have none.
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {value}")
    return exponent


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


def _misfit(table: Table, field: Field, of: pd.DataFrame, values: list[Any]) -> FrameError:
    """Find the first value that does not fit, for the message."""
    kind = _arrow_type(field.type)
    for position, value in enumerate(values):
        try:
            pa.array([value], type=kind)
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            row = of.iloc[position]
            return FrameError(
                f"{row['fundo']} em {row['data_pos']}: tabela {table.name}, coluna {field.name}: o valor {value!r} "
                f"não cabe exatamente em {kind}",
                "confira o valor no arquivo de origem e peça a correção ao administrador",
            )
    raise AssertionError("each value fits alone, but not all together")
