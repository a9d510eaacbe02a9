"""Values that no canonical column holds: signs and percentages, computed over a fund's day.

Belongs here: each computation, by the name that `tables` gives it. Does not: rounding to a column (`fitting`).

A percentage of nothing is null, and never zero: of a null or zero net worth, of rows that add up to zero.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from qore_dagster.model.parsed import Row, Value


@dataclass(slots=True)
class Totals:
    """What the rows of a fund's day are a part of.

    Attributes:
        net_worth: signed.
        table: market value of the table's rows.
        sides: amount of the payables and of the receivables, by `tipo_cpr`.
    """

    net_worth: Decimal | None
    table: Decimal = Decimal(0)
    sides: dict[str, Decimal] = field(default_factory=dict[str, Decimal])


def totals(net_worth: Value, rows: Iterable[Row]) -> Totals:
    """The totals of one table's rows."""
    found = Totals(_number(net_worth))
    for row in rows:
        found.table += _number(row.get("valor_mercado")) or 0
        side = str(row.get("tipo_cpr"))
        found.sides[side] = found.sides.get(side, Decimal(0)) + (_number(row.get("valor")) or 0)
    return found


def _number(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) and value.is_finite() else None


def _percent(part: Value, whole: Decimal | None) -> Decimal | None:
    number = _number(part)
    return None if number is None or not whole else number / whole * 100


def _signed(value: Value, *, negative: bool) -> Value:
    return -value if isinstance(value, Decimal) and negative else value


def _signed_provision(row: Row) -> Value:
    return _signed(row.get("valor"), negative=row.get("tipo_cpr") == "PAGAR")


DERIVED: dict[str, Callable[[Row, Totals], Value]] = {
    "quantidade": lambda row, _: _signed(row.get("quantidade"), negative=row.get("direcao") == "SHOR"),
    "valor_cpr": lambda row, _: _signed_provision(row),
    "perc_pl": lambda row, all_: _percent(row.get("valor_mercado"), all_.net_worth),
    "perc_pl_cpr": lambda row, all_: _percent(_signed_provision(row), all_.net_worth),
    "perc_tabela": lambda row, all_: _percent(row.get("valor_mercado"), all_.table),
    "perc_lado": lambda row, all_: _percent(row.get("valor"), all_.sides.get(str(row.get("tipo_cpr")))),
}
