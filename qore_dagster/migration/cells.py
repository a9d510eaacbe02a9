"""One cell of the Access file, whatever type its column has there, as a value of the kind that is meant.

Belongs here: the rules of each kind. Does not: which column is of which kind (`sources`), what becomes of the row
(`staging`).

A double is turned to decimal by the fewest digits that tell it, of which 15 are certain; so 0.1 + 0.2 is 0.3 and no
value is changed that was ever typed with 15 digits or fewer. Beyond that, and beyond the stated scale, digits are
rounded half to even. An amount keeps its cents all the same: Access shows 15 digits of a double, so ten trillion
without the last cent, but holds it, and a sum must not miss it. Numbers that the file itself keeps as decimal or
currency are taken as they are.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any

from qore_dagster.access.columns import folded
from qore_dagster.formats.numbers import MOST_WHOLE, shown
from qore_dagster.formats.typed_numbers import typed_decimal_of
from qore_dagster.migration.documents import document_of
from qore_dagster.migration.fields import SCALES, Kind
from qore_dagster.model.flags import FlagError, read_flag

_NO_DAY = date(1899, 12, 30)  # Access's zero: what a time alone, or 0 turned to a date, has for a day
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
_CERTAIN = Context(prec=15)
_TENS_OF_TRILLIONS, _CENTS = 1e13, Decimal("0.01")  # from there on, 15 digits do not reach the cents
_PLACES = {kind: Decimal(1).scaleb(-places) for kind, places in SCALES.items()}
_TOO_BIG = 10**MOST_WHOLE
_WIDE = Context(prec=60)
_BRAZILIAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: [0-9:]+)?", re.ASCII)

_YES = {"-1", "u", "util"}

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
    """A day: of a date column, or text as `2025-12-19`, with a time or not, or `19/12/2025`; None for Access's zero.

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
    if found == _NO_DAY:
        return None
    if not FIRST <= found <= LAST:
        raise ValueError(f"{found:%d/%m/%Y} não pode ser")
    return found


def number_of(value: Any, kind: Kind) -> Decimal | None:
    """A number without the noise of a double.

    Raises:
        ValueError: it is none, infinite, too big to be kept, or text that can be read in two ways: `1.234` is a
            thousand and more where the comma stands before decimals, and little more than one elsewhere.
    """
    if isinstance(value, float):
        return _of_double(value, kind)
    if isinstance(value, bool):
        raise ValueError("sim ou não onde se espera um número")
    if isinstance(value, int | Decimal):
        _check_size(value)
        return Decimal(value)
    text = text_of(value)
    if text is None:
        return None
    return typed_decimal_of(text)


def exact_of(value: Any) -> Decimal | None:
    """The number as the cell has it, with nothing rounded, for the file's own sum; None where it is none."""
    if isinstance(value, float):
        return Decimal(repr(value)) if abs(value) < _TOO_BIG else None
    try:
        return number_of(value, Kind.MONEY)
    except ValueError:
        return None


def _of_double(value: float, kind: Kind) -> Decimal:
    if not math.isfinite(value):
        raise ValueError(f"{value} não é um número")
    _check_size(value)
    told = repr(value)
    if kind is Kind.MONEY and abs(value) >= _TENS_OF_TRILLIONS:
        return _plain(Decimal(told).quantize(_CENTS, context=_WIDE))
    return _plain(_CERTAIN.create_decimal(told).quantize(_PLACES[kind], context=_WIDE))


def _check_size(value: float | Decimal) -> None:
    if abs(value) >= _TOO_BIG:
        raise ValueError(f"{value:.15g} é grande demais: cabem {MOST_WHOLE} dígitos antes da vírgula")


def flag_of(value: Any) -> bool | None:
    """Yes or no; None for a blank cell. As a number, Access's yes is -1; `U` is the *útil* of a calendar.

    Raises:
        ValueError: it is neither.
    """
    said = code_of(value)
    if said is None:
        return None
    if folded(said) in _YES:
        return True
    try:
        return read_flag(said)
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
