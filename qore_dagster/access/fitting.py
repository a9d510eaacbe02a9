"""What a table found in a file can hold of a row: which column takes which value, and in which form.

Belongs here: matching names, and turning a value into what the found column holds, or saying that it cannot. Does not:
adding columns that are not there (`database`), Java and SQL (the engines).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Context, Decimal

from qore_dagster.access.columns import AccessTable, Column, Found, Kind, folded
from qore_dagster.access.errors import RefusedError
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Value

Cell = str | Decimal | datetime | int | float | None
"""What engines take: dates with a time of day, no flags."""

_LONG = 2**31
_EXACT = Context(prec=60)


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

    def cells(self, key: FundDay, rows: Sequence[Sequence[Value]]) -> list[list[Cell]]:
        """Rows in the form that the found columns hold.

        Raises:
            RefusedError: a value is none that its column can hold; names table and column.
        """
        fits = [_FITS[found.kind] for found in self.found]
        places = list(zip(fits, self.found, self.table.columns, strict=True))
        return [
            [
                None if value is None else self._cell(key, value, *place)
                for value, place in zip(row, places, strict=True)
            ]
            for row in rows
        ]

    def slice(self, key: FundDay) -> tuple[Cell, Cell]:
        """Day and fund as the found columns hold them."""
        day, fund = (
            self._cell(key, value, _FITS[found.kind], found, column)
            for value, found, column in zip((key.date, key.fund), self.found, self.table.columns, strict=False)
        )
        return day, fund

    def _cell(
        self, key: FundDay, value: Value, fit: Callable[[Value, Found], Cell], found: Found, column: Column
    ) -> Cell:
        try:
            return fit(value, found)
        except _Unfit as error:
            raise RefusedError(
                f"{key}: {self.table.name}.{column.name} do Access não comporta o valor: {error}",
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


def _decimal(value: Value, found: Found) -> Cell:
    if not isinstance(value, Decimal):
        if isinstance(value, bool) or not isinstance(value, int):
            raise _Unfit(f"{type(value).__name__} não é número")
        value = Decimal(value)
    if not value.is_finite():
        raise _Unfit(f"{value} não é um número finito")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -found.scale:
        value = value.quantize(Decimal(1).scaleb(-found.scale), ROUND_HALF_EVEN, _EXACT)
    if value.adjusted() >= found.size - found.scale:
        raise _Unfit(f"{value} tem mais de {found.size - found.scale} dígitos inteiros")
    return value


def _double(value: Value, _: Found) -> Cell:
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)) or not Decimal(value).is_finite():
        raise _Unfit(f"{value!r} não é um número finito")
    return float(value)


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


_FITS: dict[Kind, Callable[[Value, Found], Cell]] = {
    Kind.DATE: _date,
    Kind.TEXT: _text,
    Kind.MEMO: _memo,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.MONEY: _decimal,
    Kind.DOUBLE: _double,
    Kind.OTHER: _other,
}
