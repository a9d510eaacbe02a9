"""From a typed cell to the value of a canonical column: strict, and repaired only where the meaning is beyond doubt.

Belongs here: what each column type takes from a cell, texts as people type numbers and dates included. Does not: what a
cell may hold (`workbook_cells`), the grammars that ANBIMA files share (`numbers`).
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Context, Decimal

from qore_dagster.formats.identifiers import cnpj_of, identifier_of
from qore_dagster.formats.numbers import MOST_PLACES, MOST_WHOLE, date_of, decimal_of, repaired_decimal_of, shown
from qore_dagster.formats.workbook_cells import Cell, CellError, text_of_cell
from qore_dagster.formats.workbook_dates import day_of
from qore_dagster.model.fields import FieldType
from qore_dagster.model.parsed import Value

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_BRAZILIAN_DATE = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
_ISO_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}) \d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?", re.ASCII)
_NO_DATE = frozenset({"00/00/0000", "00-00-0000"})
_YEARS = range(1980, 2200)  # of a date that is a bare number: another number is no date
_LAST_PLACE = Decimal(1).scaleb(-MOST_PLACES)
_AMPLE = Context(prec=100)  # digits: a cell has 61 before the point (`workbook_cells`), and 18 after it are kept
_CNPJ_COLUMNS = frozenset({"cnpj", "cnpj_emissor", "documento"})


def value_of(cell: Cell, kind: FieldType, column: str, epoch: date) -> tuple[Value, bool]:
    """Read a cell as a column's value.

    Args:
        cell: as the workbook has it.
        kind: the type of the canonical column.
        column: its name.
        epoch: of the workbook, for a date that is a bare number.

    Returns:
        The value, None for an empty cell, and whether it was repaired: it is not as its type should be written, and
        yet beyond doubt.

    Raises:
        ValueError: the cell is none of the type, or has no value (Portuguese).
    """
    if isinstance(cell, CellError):
        raise ValueError(f"a célula não tem valor: {cell.reason}")
    if cell is None:
        return None, False
    read = _READ.get(kind)
    return (_text(cell, column), False) if read is None else read(cell, epoch)


def date_in(text: str) -> date | None:
    """Read a date as text: `31/12/2025`, `2025-12-31`, either with a time behind it, or as `numbers.date_of` does.

    Raises:
        ValueError: the text is none, or a day that does not exist.
    """
    if text in _NO_DATE:
        return None
    if match := _BRAZILIAN_DATE.fullmatch(text):
        return date_of(f"{match[4]}-{match[3]:0>2}-{match[1]:0>2}")
    match = _ISO_MOMENT.fullmatch(text)
    return date_of(match[1] if match else text)


def _text(cell: Cell, column: str) -> str | None:
    text = text_of_cell(cell)
    if column in _CNPJ_COLUMNS:
        return cnpj_of(text)
    return identifier_of(text) if column == "isin" else text


def _decimal(cell: Cell, _: date) -> tuple[Decimal | None, bool]:
    if isinstance(cell, Decimal):
        return _fitting(cell)
    if not isinstance(cell, str):
        raise ValueError(f"{shown(text_of_cell(cell))} não é um número")
    if _AMBIGUOUS.fullmatch(cell):
        raise ValueError(f"{shown(cell)}, digitado como texto, não é um número certo: o ponto pode separar milhares")
    if _GROUPED.fullmatch(cell):
        return decimal_of(cell.replace(".", "").replace(",", ".")), True
    repaired = repaired_decimal_of(cell)
    return (decimal_of(cell), False) if repaired is None else (repaired, True)


def _fitting(number: Decimal) -> tuple[Decimal, bool]:
    """A calculated cell may have more places than are kept; they are beyond what a double can tell."""
    exponent = number.as_tuple().exponent
    repaired = isinstance(exponent, int) and exponent < -MOST_PLACES
    fitting = number.quantize(_LAST_PLACE, context=_AMPLE) if repaired else number
    if fitting and fitting.adjusted() >= MOST_WHOLE:
        raise ValueError(f"{shown(f'{number:f}')} tem dígitos demais")
    return fitting, repaired


def _date(cell: Cell, epoch: date) -> tuple[date | None, bool]:
    if isinstance(cell, date):
        return cell, False
    if isinstance(cell, str):
        return date_in(cell), False
    if not isinstance(cell, Decimal):
        raise ValueError(f"{shown(text_of_cell(cell))} não é uma data")
    if not cell:
        return None, False
    day = day_of(cell, epoch)
    if day is None:  # 20251231
        day = date_in(text_of_cell(cell))
    if day is None or day.year not in _YEARS:
        raise ValueError(f"{shown(text_of_cell(cell))} não é uma data")
    return day, True


_READ: Mapping[FieldType, Callable[[Cell, date], tuple[Value, bool]]] = {
    FieldType.MONEY: _decimal,
    FieldType.QUANTITY: _decimal,
    FieldType.PRICE: _decimal,
    FieldType.RATE: _decimal,
    FieldType.DATE: _date,
}
