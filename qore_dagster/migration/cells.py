"""One cell of the Access file, whatever type its column has there, as a value of the kind that is meant.

Belongs here: the rules of each kind. Does not: which column is of which kind (`sources`), what becomes of the row
(`staging`).

A double is turned to decimal by the fewest digits that tell it, of which 15 are certain; so 0.1 + 0.2 is 0.3 and no
value is changed that was ever typed with 15 digits or fewer. Beyond that, and beyond the stated scale, digits are
rounded half to even. Numbers that the file itself keeps as decimal or currency are taken as they are.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any

from qore_dagster.formats.numbers import decimal_of, repaired_decimal_of, shown
from qore_dagster.migration.documents import document_of
from qore_dagster.migration.fields import SCALES, Kind
from qore_dagster.model.flags import FlagError, read_flag

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
_CERTAIN = Context(prec=15)
_WIDE = Context(prec=60)
_BRAZILIAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: [0-9:]+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)

Value = str | date | bool | Decimal | None


def text_of(value: Any) -> str | None:
    """Text with single blanks, and no NUL, which PostgreSQL does not keep; None for a blank cell."""
    if isinstance(value, float):
        value = code_of(value)
    return " ".join(str(value).replace("\0", " ").split()) or None if value is not None else None


def code_of(value: Any) -> str | None:
    """What names something: a whole number without a point, whatever type the column has."""
    if isinstance(value, float | Decimal):
        return str(int(value)) if value == value // 1 else str(value)
    return text_of(value)


def date_of(value: Any) -> date | None:
    """A day: of a date column, or text as `2025-12-19`, with a time or not, or `19/12/2025`.

    Raises:
        ValueError: it is none, or a year that no fund's day has.
    """
    if isinstance(value, datetime):
        found = value.date()
    else:
        text = text_of(value)
        if text is None:
            return None
        try:
            brazilian = _BRAZILIAN.fullmatch(text)
            found = (
                date(int(brazilian[3]), int(brazilian[2]), int(brazilian[1]))
                if brazilian
                else datetime.fromisoformat(text).date()
            )
        except ValueError:
            raise ValueError(f"{shown(text)} não é uma data") from None
    if not FIRST <= found <= LAST:
        raise ValueError(f"{found:%d/%m/%Y} não pode ser")
    return found


def number_of(value: Any, kind: Kind) -> Decimal | None:
    """A number without the noise of a double.

    Raises:
        ValueError: it is none, infinite, or text that can be read in two ways.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} não é um número")
        certain = _CERTAIN.create_decimal(repr(value))
        return _plain(certain.quantize(Decimal(1).scaleb(-SCALES[kind]), context=_WIDE))
    if isinstance(value, bool):
        raise ValueError("sim ou não onde se espera um número")
    if isinstance(value, int | Decimal):
        return Decimal(value)
    text = text_of(value)
    if text is None:
        return None
    if _THOUSANDS.fullmatch(text):
        return decimal_of(text.replace(".", "").replace(",", "."))
    return repaired_decimal_of(text) if _COMMA.fullmatch(text) else decimal_of(text)


def exact_of(value: Any) -> Decimal | None:
    """The number as the cell has it, with nothing rounded, for the file's own sum; None where it is none."""
    try:
        if isinstance(value, float):
            return Decimal(repr(value)) if math.isfinite(value) else None
        return number_of(value, Kind.MONEY)
    except ValueError:
        return None


def flag_of(value: Any) -> bool | None:
    """Yes or no; None for a blank cell.

    Raises:
        ValueError: it is neither.
    """
    if value is None:
        return None
    try:
        return read_flag(value)
    except FlagError as error:
        raise ValueError(error.fault.reason) from None


def _document(value: Any) -> str | None:
    text = code_of(value)
    return document_of(text) if text else None


def _plain(number: Decimal) -> Decimal:
    """Without the zeros that the scale put behind it, and without an exponent."""
    short = number.normalize(_WIDE)
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short


def _reader_of_numbers(kind: Kind) -> Callable[[Any], Value]:
    return lambda value: None if value is None else number_of(value, kind)


READERS: dict[Kind, Callable[[Any], Value]] = {
    Kind.TEXT: text_of,
    Kind.CODE: code_of,
    Kind.DOCUMENT: _document,
    Kind.DATE: date_of,
    Kind.FLAG: flag_of,
    **{kind: _reader_of_numbers(kind) for kind in SCALES},
}
"""By kind; each raises ValueError with Portuguese words for a value that is none."""
