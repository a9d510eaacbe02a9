"""What a parser returns for one fund and day, whatever the file's format.

Belongs here: the container and how the caller binds it to a fund. Does not: how a file is read (`formats`), the columns
(`tables`), whether the figures add up (`reconciliation`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | Decimal | date | datetime | int | bool | None
Row: TypeAlias = dict[str, Value]


@dataclass(slots=True)
class ParsedPortfolio:
    """One fund's day: a header and its rows, each row a dict from column to value.

    Attributes:
        portfolio: the columns of `tables.PORTFOLIO` without `fundo`, which only the caller knows (see `bind`).
        holdings: rows of `tables.HOLDINGS`, `data_pos` and `ordinal` included, `fundo` not.
        cash: rows of `tables.CASH`, likewise.
        provisions: rows of `tables.PROVISIONS`, likewise.
        unknown: rows of `tables.UNKNOWN`: what the parser did not understand, kept.
        warnings: what a person should know of the file and that stops nothing (Portuguese).
        series: several series share the net worth, so that the quota of one says nothing of it.
    """

    portfolio: Row
    holdings: list[Row] = field(default_factory=list[Row])
    cash: list[Row] = field(default_factory=list[Row])
    provisions: list[Row] = field(default_factory=list[Row])
    unknown: list[Row] = field(default_factory=list[Row])
    warnings: list[str] = field(default_factory=list[str])
    series: bool = False

    def bind(self, fund: str) -> "ParsedPortfolio":
        """Write the fund's slug into every row, and return the same portfolio."""
        for row in self._rows():
            row["fundo"] = fund
        return self

    def rows(self, table: str) -> list[Row]:
        """The rows of one canonical table by its name; the header counts as one row."""
        return [self.portfolio] if table == "portfolio" else getattr(self, table)

    def _rows(self) -> Iterator[Row]:
        yield self.portfolio
        for rows in (self.holdings, self.cash, self.provisions, self.unknown):
            yield from rows
