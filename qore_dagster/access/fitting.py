"""What a table found in a file can hold of a row: which column takes which value, and in which form.

Belongs here: matching names, and turning a value into what the found column holds, or saying that it cannot. Does not:
adding columns that are not there (`database`), Java and SQL (the engines).
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation

from qore_dagster.access.columns import AccessTable, Column, Found, Kind, folded
from qore_dagster.access.errors import RefusedError
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Value

Cell = str | Decimal | datetime | int | float | None
"""What engines take: dates with a time of day, no flags."""

_LONG = 2**31


class _Unfit(Exception):
    """A value cannot be held; the text says why, in Portuguese."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A stated table over one that was found.

    Attributes:
        table: as it is stated.
        name: what it is called in the file.
        found: per stated column the column that holds it.
    """

    table: AccessTable
    name: str
    found: tuple[Found, ...]

    def cells(self, columns: Sequence[Sequence[Value]]) -> list[list[Cell]]:
        """Columns of rows in the form that the found columns hold.

        Raises:
            RefusedError: a value is none that its column can hold; names table and column.
        """
        return [
            self._column(values, found, column)
            for values, found, column in zip(columns, self.found, self.table.columns, strict=True)
        ]

    def slices(self, keys: Sequence[FundDay]) -> list[tuple[Cell, Cell]]:
        """Days and funds as the found columns hold them."""
        columns = ([key.date for key in keys], [key.fund for key in keys])
        days, funds = (
            self._column(values, found, column)
            for values, found, column in zip(columns, self.found, self.table.columns, strict=False)
        )
        return list(zip(days, funds, strict=True))

    def _column(self, values: Sequence[Value], found: Found, column: Column) -> list[Cell]:
        try:
            return _FITS[found.kind](values, found)
        except _Unfit as error:
            raise RefusedError(
                f"{self.table.name}.{column.name} do Access não comporta o valor: {error}",
                "confira o arquivo, ou amplie o campo no Access; nada deste fundo foi carregado no Access e os "
                "outros não foram afetados",
            ) from None


def match(table: AccessTable, found: Sequence[Found]) -> dict[str, Found]:
    """The found column of each stated one that is there, by stated name; case and accents make no difference."""
    known = {folded(one.name): one for one in found}
    return {name: known[folded(name)] for name in table.names if folded(name) in known}


def fit(table: AccessTable, name: str, found: Sequence[Found]) -> Fit:
    """The stated table over one found under a name, in which all its columns are."""
    by_name = match(table, found)
    return Fit(table, name, tuple(by_name[column] for column in table.names))


def _decimals(values: Sequence[Value], found: Found) -> list[Cell]:
    unit = Decimal(1).scaleb(-found.scale)
    rules = Context(prec=found.size, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation])
    return [None if value is None else _decimal(value, found, unit, rules) for value in values]


def _decimal(value: Value, found: Found, unit: Decimal, rules: Context) -> Decimal:
    if not isinstance(value, Decimal):
        if isinstance(value, bool) or not isinstance(value, int):
            raise _Unfit(f"{type(value).__name__} não é número")
        value = Decimal(value)
    if not value.is_finite():
        raise _Unfit(f"{value} não é um número finito")
    try:
        return value.quantize(unit, context=rules)
    except InvalidOperation:
        raise _Unfit(f"{value} tem mais de {found.size - found.scale} dígitos inteiros") from None


def _double(value: Value, _: Found) -> Cell:
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)) or not Decimal(value).is_finite():
        raise _Unfit(f"{value!r} não é um número finito")
    return float(value)  # for a column of doubles, which only a user's own table has: it can hold nothing else


def _single(value: Value, found: Found) -> Cell:
    """The number that a column of singles makes of a value, so that it is the same when it is read back."""
    try:
        return float(struct.unpack("<f", struct.pack("<f", _double(value, found)))[0])
    except OverflowError:
        raise _Unfit(f"{value} é maior do que um número de precisão simples") from None


def _integer(value: Value, _: Found) -> Cell:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -_LONG <= value < _LONG:
        raise _Unfit(f"{value!r} não é um inteiro de 32 bits")
    return value


def _memo(value: Value, _: Found) -> Cell:
    text = value.isoformat() if isinstance(value, date) else str(value)
    if "\0" in text:
        raise _Unfit("o texto tem um caractere nulo")
    return text


def _text(value: Value, found: Found) -> Cell:
    text = str(_memo(value, found))
    units = len(text.encode("utf-16-le")) // 2  # as Access counts
    if units > found.size:
        raise _Unfit(f"o texto tem {units} caracteres e o campo, {found.size}")
    return text


def _date(value: Value, _: Found) -> Cell:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return datetime.combine(value, time())
    raise _Unfit(f"{type(value).__name__} não é data")


def _other(_: Value, found: Found) -> Cell:
    raise _Unfit(f"o campo {found.name} do arquivo é de um tipo que a plataforma não grava")


def _each(fit: Callable[[Value, Found], Cell]) -> Callable[[Sequence[Value], Found], list[Cell]]:
    """A column of values, one by one."""
    return lambda values, found: [None if value is None else fit(value, found) for value in values]


def _each_once(fit: Callable[[Value, Found], Cell]) -> Callable[[Sequence[Value], Found], list[Cell]]:
    """A column in which values come again and again: the fund, the day, kinds and codes."""

    def fitted(values: Sequence[Value], found: Found) -> list[Cell]:
        known = {value: None if value is None else fit(value, found) for value in set(values)}
        return [known[value] for value in values]

    return fitted


_FITS: dict[Kind, Callable[[Sequence[Value], Found], list[Cell]]] = {
    Kind.DATE: _each_once(_date),
    Kind.TEXT: _each_once(_text),
    Kind.MEMO: _each(_memo),
    Kind.INTEGER: _each(_integer),
    Kind.DECIMAL: _decimals,
    Kind.MONEY: _decimals,
    Kind.DOUBLE: _each(_double),
    Kind.SINGLE: _each(_single),
    Kind.OTHER: _each(_other),
}
