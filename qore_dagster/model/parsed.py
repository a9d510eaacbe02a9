"""What a parser returns for one fund and day, whatever the file's format.

Belongs here: the container, how the caller binds it to a fund, and the count of its rows. Does not: how a file is read
(`formats`), the columns (`tables`), whether the figures add up (`reconciliation`).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from qore_dagster.model.faults import QoreError
from qore_dagster.model.tables import ROW_TABLES

Value: TypeAlias = str | Decimal | date | datetime | int | bool | None
Row: TypeAlias = dict[str, Value]


class LostRowError(QoreError):
    """A parser met a row of the file that is neither read nor in quarantine: a defect of the parser."""

    code = "lost_row"


@dataclass(frozen=True, slots=True)
class Repair:
    """A value that was not written as its grammar wants, and whose meaning is beyond doubt.

    Attributes:
        place: path and line, or cell.
        text: as the file has it.
        value: as it was read.
    """

    place: str
    text: str
    value: str


@dataclass(slots=True)
class ParsedPortfolio:
    """One fund's day: a header and its rows, each row a dict from column to value.

    Attributes:
        portfolio: the columns of `tables.PORTFOLIO` without `fundo`, which only the caller knows (see `bind`).
        holdings: rows of `tables.HOLDINGS`, `data_pos` and `ordinal` included, `fundo` not.
        cash: rows of `tables.CASH`, likewise; and so for each of `tables.ROW_TABLES`.
        unknown: rows of `tables.UNKNOWN`: what the parser did not understand, kept.
        quarantine: rows of `tables.QUARANTINE`: rows of the file that could not be read.
        warnings: what a person should know of the file and that stops nothing (Portuguese).
        repaired: values that were repaired while reading.
        seen: how many rows of the file were met, by canonical table and the section's own name (`see`).
        section_totals: what the file itself says a section adds up to, by the section's own name (Excel, PDF).
        series: several series share the net worth, so that the quota of one says nothing of it.
        envelope: what the report stands in: Galgo, ANBIMA, none; lot, for a 4.01 of several funds.
        encoding: how the text was decoded; empty for binary formats.
        page: which page of a report this is, from 1.
        last_page: whether no page follows.
        report_id: what the pages of one report have in common; empty where the file does not say.
    """

    portfolio: Row
    holdings: list[Row] = field(default_factory=list[Row])
    cash: list[Row] = field(default_factory=list[Row])
    provisions: list[Row] = field(default_factory=list[Row])
    expenses: list[Row] = field(default_factory=list[Row])
    returns: list[Row] = field(default_factory=list[Row])
    holders: list[Row] = field(default_factory=list[Row])
    classes: list[Row] = field(default_factory=list[Row])
    details: list[Row] = field(default_factory=list[Row])
    unknown: list[Row] = field(default_factory=list[Row])
    quarantine: list[Row] = field(default_factory=list[Row])
    warnings: list[str] = field(default_factory=list[str])
    repaired: list[Repair] = field(default_factory=list[Repair])
    seen: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    section_totals: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    series: bool = False
    envelope: str = ""
    encoding: str = ""
    page: int = 1
    last_page: bool = True
    report_id: str = ""

    @property
    def is_part(self) -> bool:
        """Whether it is one page of several, so that rows are missing."""
        return self.page != 1 or not self.last_page

    def see(self, table: str, section: str) -> None:
        """Count a row of the file before it is read: it must end in `table` or in quarantine.

        Args:
            table: name of a canonical table.
            section: the section as the file names it.
        """
        self.seen[table, section] += 1

    def finish(self) -> "ParsedPortfolio":
        """Number all rows, give them the portfolio's date, and account for every row that was seen.

        Raises:
            LostRowError: a row of the file is in no table.
        """
        day = self.portfolio["data_pos"]
        for rows in self._lists():
            for ordinal, row in enumerate(rows, start=1):
                row.update(data_pos=day, ordinal=ordinal)
        seen: Counter[str] = Counter()
        for (table, _), count in self.seen.items():
            seen[table] += count
        quarantined = Counter(str(row["tabela"]) for row in self.quarantine)
        for table in ROW_TABLES:
            kept = len(self.rows(table.name)) + quarantined[table.name]
            if seen[table.name] != kept:
                raise LostRowError(
                    f"{self.portfolio['arquivo']}: {seen[table.name]} linhas de {table.name} no arquivo, "
                    f"mas {kept} lidas ou em quarentena",
                    "isto é um erro do programa: abra um chamado com esta mensagem e o arquivo",
                )
        return self

    def bind(self, fund: str) -> "ParsedPortfolio":
        """Write the fund's slug into every row, and return the same portfolio."""
        self.portfolio["fundo"] = fund
        for rows in self._lists():
            for row in rows:
                row["fundo"] = fund
        return self

    def rows(self, table: str) -> list[Row]:
        """The rows of one canonical table by its name; the header counts as one row."""
        return [self.portfolio] if table == "portfolio" else getattr(self, table)

    def _lists(self) -> Iterator[list[Row]]:
        for table in ROW_TABLES:
            yield self.rows(table.name)
        yield self.unknown
        yield self.quarantine
