"""Values that no canonical column holds: signs and percentages, computed over a fund's day.

Belongs here: each computation, by the name that `tables` gives it. Does not: rounding to a column (`fitting`).

A percentage of nothing is null, and never zero: of a null or zero net worth, of rows that add up to zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from qore_dagster.model.parsed import Row, Value


@dataclass(frozen=True)
class Totals:
    """What the rows of a fund's day in one table are a part of.

    Attributes:
        worth: net worth, signed.
        rows: canonical rows of the table.
    """

    worth: Value
    rows: Sequence[Row]

    @cached_property
    def net_worth(self) -> Decimal | None:
        """Net worth, None where there is none."""
        return _number(self.worth)

    @cached_property
    def table(self) -> Decimal:
        """Market value of the rows."""
        return sum((_number(row.get("valor_mercado")) or Decimal(0) for row in self.rows), Decimal(0))

    @cached_property
    def sides(self) -> dict[str, Decimal]:
        """Amount of the payables and of the receivables, by `tipo_cpr`."""
        found: dict[str, Decimal] = {}
        for row in self.rows:
            side = str(row.get("tipo_cpr"))
            found[side] = found.get(side, Decimal(0)) + (_number(row.get("valor")) or Decimal(0))
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
