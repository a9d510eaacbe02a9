"""What a parser returns for one fund and day, whatever the file's format.

Belongs here: the container, how the caller binds it to a fund, and the count of its rows. Does not: how a file is read
(`formats`), the columns (`tables`), whether the figures add up (`reconciliation`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from qore_dagster.model.faults import QoreError
from qore_dagster.model.fields import Table
from qore_dagster.model.tables import FILE_COLUMNS, PORTFOLIO, ROW_TABLES, TABLES_OF_FILES

Value: TypeAlias = str | Decimal | date | datetime | int | bool | None
Row: TypeAlias = dict[str, Value]


class IncompleteHeaderError(QoreError):
    """A portfolio lacks what none can be without: net worth, date, currency."""

    code = "header"


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


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of the file that cannot be read.

    Attributes:
        place: its path, or cell, in the file.
        line: its line in the file.
        reason: what is wrong with it (Portuguese).
        content: the row as the file has it.
    """

    place: str
    line: int | None
    reason: str
    content: str


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
        due: how many rows each canonical table must have in the end, those in quarantine included (`see`, `owe`).
        section_totals: what the file itself says a section adds up to, by the section's own name (Excel, PDF).
        series: several series share the net worth, so that the quota of one says nothing of it.
        margin: an amount that the file states beside the fund's assets, and that no identity explains (5.0: MARGEM).
        envelope: what the report stands in: Galgo, ANBIMA, none; of a 4.01 `fundo`, `carteira`, or `lote` of several.
        encoding: how the text was decoded; empty for binary formats.
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
    due: Counter[str] = field(default_factory=Counter[str])
    section_totals: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    series: bool = False
    margin: Decimal | None = None
    envelope: str = ""
    encoding: str = ""

    def see(self, table: str, section: str, rows: int = 1) -> None:
        """Count a row of the file before it is read: it must end in `table` or in quarantine.

        Args:
            table: name of a canonical table.
            section: the section as the file names it.
            rows: how many rows of the table it gives; a block of several fees gives several expenses.
        """
        self.seen[table, section] += 1
        self.due[table] += rows

    def owe(self, table: str, rows: int) -> None:
        """Count what a row that was seen gives to another table as well, such as the details of a holding."""
        self.due[table] += rows

    def set_apart(self, table: str, section: str, bad: BadRow) -> None:
        """Keep a row of the file that was seen and cannot be read.

        Args:
            table: the canonical table that it would have joined.
            section: the section as the file names it.
            bad: the row.
        """
        self.quarantine.append(
            {
                "tabela": table,
                "secao_origem": section,
                "caminho": bad.place,
                "linha": bad.line,
                "motivo": bad.reason,
                "conteudo": bad.content,
            }
        )

    def add_details(self, table: str, ordinal: int | None, block: str, facts: Iterable[tuple[str, str]]) -> None:
        """Keep what the file tells and no column holds.

        Args:
            table: the canonical table of the row that it is told of.
            ordinal: that row's, None for the portfolio.
            block: the block of the file.
            facts: path in the block, and text.
        """
        self.details.extend(
            {"tabela": table, "linha_tabela": ordinal, "bloco": block, "campo": path, "valor": text}
            for path, text in facts
        )

    def finish(self, *, dated: bool = True) -> "ParsedPortfolio":
        """Number all rows, quarantine those that lack what their table requires, and account for every row seen.

        A row keeps the number of its place in the file, also when one before it goes to quarantine.

        Args:
            dated: False for a portfolio of which only the date is missing: to look at, never to load.

        Raises:
            IncompleteHeaderError: the portfolio lacks a required value.
            LostRowError: a row of the file is in no table.
        """
        untold = frozenset({"fundo"} if dated else {"fundo", "data_pos"})
        lacking = _faults_of(PORTFOLIO, self.portfolio, untold)
        if lacking:
            raise IncompleteHeaderError(
                f"{self.portfolio.get('arquivo')}: a carteira não traz {', '.join(lacking)}, ou traz um valor inválido",
                "peça ao administrador que corrija e publique o arquivo de novo",
            )
        for table in ROW_TABLES:
            self._number(self.rows(table.name))
            self._set_incomplete_apart(table, untold | _TOLD_LAST)
        self._number(self.unknown)
        self._number(self.quarantine)
        self._account_for_rows()
        self._tell_file()
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

    def _number(self, rows: list[Row]) -> None:
        day = self.portfolio.get("data_pos")
        for ordinal, row in enumerate(rows, start=1):
            row["data_pos"], row["ordinal"] = day, ordinal

    def _tell_file(self) -> None:
        """Write into the rows that may be told apart from their portfolio which file they are of."""
        told = {name: self.portfolio[name] for name in FILE_COLUMNS}
        for table in TABLES_OF_FILES:
            for row in self.rows(table.name):
                row.update(told)

    def _set_incomplete_apart(self, table: Table, untold: frozenset[str]) -> None:
        """Move rows that lack a required value, or have one that is not allowed, to quarantine."""
        rows = self.rows(table.name)
        if _rules_of(table.name, untold).hold(rows):
            return
        wrong = {row["ordinal"]: found for row in rows if (found := _faults_of(table, row, untold))}
        for row in rows:
            if row["ordinal"] in wrong:
                section = str(row.get("secao_origem") or table.name)
                told = "; ".join(f"{name}={value}" for name, value in row.items() if value is not None)
                reason = f"falta ou é inválido: {', '.join(wrong[row['ordinal']])}"
                place = f"{section}, linha {row['ordinal']} da tabela"
                self.set_apart(table.name, section, BadRow(place, None, reason, told))
        rows[:] = [row for row in rows if row["ordinal"] not in wrong]

    def _account_for_rows(self) -> None:
        quarantined = Counter(str(row["tabela"]) for row in self.quarantine)
        for table in ROW_TABLES:
            kept = len(self.rows(table.name)) + quarantined[table.name]
            if self.due[table.name] != kept:
                raise LostRowError(
                    f"{self.portfolio['arquivo']}: {self.due[table.name]} linhas de {table.name} no arquivo, "
                    f"mas {kept} lidas ou em quarentena",
                    "isto é um erro do programa: abra um chamado com esta mensagem e o arquivo",
                )

    def _lists(self) -> Iterator[list[Row]]:
        for table in ROW_TABLES:
            yield self.rows(table.name)
        yield self.unknown
        yield self.quarantine


@dataclass(frozen=True, slots=True)
class _Rules:
    """What rows of one table must have, for one quick look at them.

    Attributes:
        required: columns that must have a value.
        limited: columns that hold one of a few values, with these; with null where they may have none.
    """

    required: tuple[str, ...]
    limited: tuple[tuple[str, frozenset[str | None]], ...]

    def hold(self, rows: Iterable[Row]) -> bool:
        """Whether all rows have all of it, so that `_faults_of` finds nothing in any."""
        for row in rows:
            value_of = row.get
            for name in self.required:
                if value_of(name) is None:
                    return False
            for name, allowed in self.limited:
                if value_of(name) not in allowed:
                    return False
        return True


@lru_cache
def _rules_of(table: str, untold: frozenset[str]) -> _Rules:
    rules = [rule for rule in _RULES[table] if rule[0] not in untold]
    return _Rules(
        tuple(name for name, required, allowed in rules if required and not allowed),
        tuple((name, allowed if required else allowed | {None}) for name, required, allowed in rules if allowed),
    )


def _faults_of(table: Table, row: Row, but: frozenset[str]) -> list[str]:
    """Columns that are required and empty, or hold what is not allowed."""
    found: list[str] = []
    for name, required, allowed in _RULES[table.name]:
        value = row.get(name)
        wrong = required if value is None else bool(allowed) and value not in allowed
        if wrong and name not in but:
            found.append(name)
    return found


_TOLD_LAST = frozenset({"fundo", *FILE_COLUMNS})

_RULES = {
    table.name: [
        (known.name, known.required, frozenset(known.allowed))
        for known in table.fields
        if known.required or known.allowed
    ]
    for table in (PORTFOLIO, *ROW_TABLES)
}
