"""From a typed cell to the value of a canonical column: strict, and repaired only where the meaning is beyond doubt.

Belongs here: what each column type takes from a cell. Does not: what a cell may hold (`workbook_cells`), the grammar of
numbers written as text (`numbers`).
"""

import re
from datetime import date
from decimal import Decimal

from qore_dagster.formats.numbers import date_of, decimal_of, repaired_decimal_of
from qore_dagster.formats.reading import TextReader
from qore_dagster.formats.workbook_cells import Cell, CellError, text_of_cell
from qore_dagster.model.fields import FieldType
from qore_dagster.model.parsed import Value

_BRAZILIAN_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})(?: \d{2}:\d{2}(?::\d{2})?)?", re.ASCII)
_NO_DATE = frozenset({"00:00:00", "00/00/0000"})  # a zero under a date format, and its text


def value_of(cell: Cell, kind: FieldType, read: TextReader | None = None) -> tuple[Value, bool]:
    """Read a cell as a column's type.

    Args:
        cell: as the workbook has it; None for an empty one.
        kind: the type of the canonical column.
        read: what else is done to a text.

    Returns:
        The value, None for an empty cell, and whether it was repaired (a number as text with a decimal comma).

    Raises:
        ValueError: the cell is none of the type, or has an error in place of a value (Portuguese).
    """
    if isinstance(cell, CellError):
        raise ValueError(f"a célula não tem valor: {cell.reason}")
    if cell is None:
        return None, False
    if kind.is_decimal:
        return _decimal(cell)
    return (_date(cell) if kind is FieldType.DATE else (read or _text)(text_of_cell(cell))), False


def date_in(text: str) -> date | None:
    """Read a date as text: `19/11/2025`, with or without a time, or as `numbers.date_of` does.

    Raises:
        ValueError: the text is none, or a day that does not exist.
    """
    plain = text.strip()
    if plain in _NO_DATE:
        return None
    match = _BRAZILIAN_DATE.fullmatch(plain)
    return date_of(f"{match[3]}-{match[2]}-{match[1]}" if match else plain)


def _text(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _date(cell: Cell) -> date | None:
    if isinstance(cell, str):
        return date_in(cell)
    if isinstance(cell, date):
        return cell
    raise ValueError(f"{text_of_cell(cell)} não é uma data")


def _decimal(cell: Cell) -> tuple[Decimal | None, bool]:
    if isinstance(cell, Decimal):
        return cell, False
    if not isinstance(cell, str):
        raise ValueError(f"{text_of_cell(cell)} não é um número")
    repaired = repaired_decimal_of(cell)
    return (decimal_of(cell), False) if repaired is None else (repaired, True)
