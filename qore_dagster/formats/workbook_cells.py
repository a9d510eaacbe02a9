"""What a workbook is read to, whether `.xlsx` or `.xls`: sheets, their rows, typed cells; and how much of them is kept.

Belongs here: what a cell may hold, a sheet, the bounds of both. Does not: reading either format (`workbook_xlsx`,
`workbook_xls`), dates as numbers (`workbook_dates`), what rows mean (`excel_blocks`).
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import TypeAlias

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.workbook_dates import EPOCH

MOST_ROWS, MOST_COLUMNS = 200_000, 200  # a portfolio has some hundreds of rows and 17 columns
MOST_CELLS = 500_000  # of all sheets, the empty ones between others too
MOST_SHEETS = 100
MOST_LETTERS = 20_000_000  # of all cells: one shared text may stand in many of them
CHECK_IT = "confira se é mesmo um relatório de carteira"
_NUMBER = re.compile(r"[+-]?([0-9]{1,60}(\.[0-9]{0,60})?|\.[0-9]{1,60})([eE][+-]?[0-9]{1,3})?", re.ASCII)
_MOST_EXPONENT = 60  # far beyond what a column holds (`sheet_cells`)
_DIGITS_OF_A_DOUBLE = 15  # that many survive in every double
UNCALCULATED = "fórmula sem valor calculado; abra o arquivo no Excel e salve-o"


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that has something in it and yet no value.

    Attributes:
        reason: why, in Portuguese: `erro #REF!`, a formula that was never calculated.
    """

    reason: str

    def __str__(self) -> str:
        """The reason in brackets, so that nobody takes it for a text of the file."""
        return f"<{self.reason}>"


Cell: TypeAlias = str | Decimal | date | bool | CellError | None
Cells: TypeAlias = tuple[Cell, ...]
Line: TypeAlias = tuple[int, Cells]
"""A row that is not blank: its number, from 0, and its cells from column A on, without empty ones at the end."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: as its tab says.
        hidden: people who open the workbook do not see it.
        lines: its rows, blank ones left out.
        epoch: the day before the one that the workbook counts as 1.
    """

    name: str
    hidden: bool
    lines: tuple[Line, ...]
    epoch: date = EPOCH


@dataclass(slots=True)
class Bounds:
    """Counts what is kept of a workbook.

    Args:
        file_name: for the message.
    """

    file_name: str
    _cells: int = 0
    _letters: int = 0

    def admit_sheets(self, count: int) -> None:
        """Look at the number of sheets.

        Raises:
            FormatError: there is none, or more than in any report.
        """
        if not 0 < count <= MOST_SHEETS:
            told = f"{count} abas" if count else "nenhuma aba"
            raise FormatError(f"a planilha tem {told}", CHECK_IT, file=self.file_name)

    def admit(self, row: int, column: int, cell: Cell, grown: int) -> None:
        """Count a cell, before it takes room.

        Args:
            row: its row, from 0.
            column: its column, from 0.
            cell: the cell.
            grown: how many cells its row becomes longer by, empty ones included.

        Raises:
            FormatError: the workbook is larger than any report, or the cell stands in no row or column.
        """
        if row < 0 or column < 0:
            raise FormatError("a planilha tem uma célula fora das linhas e colunas", CHECK_IT, file=self.file_name)
        self._cells += grown
        if isinstance(cell, str):
            self._letters += len(cell)
        if row >= MOST_ROWS or column >= MOST_COLUMNS or self._cells > MOST_CELLS or self._letters > MOST_LETTERS:
            raise FormatError(
                f"a planilha passa de {MOST_ROWS} linhas, {MOST_COLUMNS} colunas, {MOST_CELLS} células ou "
                f"{MOST_LETTERS} letras",
                CHECK_IT,
                file=self.file_name,
            )


@dataclass(slots=True)
class SheetMaker:
    """A sheet to be, cell by cell in any order.

    Attributes:
        bounds: of the whole workbook.
    """

    bounds: Bounds
    _rows: dict[int, list[Cell]] = field(default_factory=dict[int, list[Cell]])

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Place a cell, from 0. An empty one takes room only where another of its row is to the right of it.

        Raises:
            FormatError: as `Bounds.admit` says.
        """
        if cell is None:
            return
        cells = self._rows.setdefault(row, [])
        grown = max(0, column + 1 - len(cells))
        self.bounds.admit(row, column, cell, grown)
        cells.extend([None] * grown)
        cells[column] = cell

    def lines(self) -> tuple[Line, ...]:
        """The rows so far, in order."""
        return tuple((number, tuple(cells)) for number, cells in sorted(self._rows.items()))


def place(row: int, column: int) -> str:
    """What Excel calls a cell, from its position counted from 0: `B7`."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return f"{name}{row + 1}"


def tidy(text: str) -> str | None:
    """A cell's text with single blanks; None for a blank one."""
    return " ".join(text.split()) or None


def number_of(value: float) -> Decimal | CellError:
    """A double as the shortest decimal that names it: the number as it was typed, up to 15 digits."""
    return Decimal(repr(value).removesuffix(".0")) if isfinite(value) else CellError("número fora do alcance")


def number_in(text: str) -> Decimal | CellError:
    """A number that is stored as text, digit by digit.

    Excel writes out its doubles: what was typed as 1.1 stands there as 1.1000000000000001. Where the text is just that,
    the number is the shortest that names the double; any other text is taken at its word.
    """
    if not _NUMBER.fullmatch(text):
        return CellError(f"número inválido: {text[:40]}")
    exact = Decimal(text)
    if exact.adjusted() > _MOST_EXPONENT:
        return CellError("número fora do alcance")
    if len(exact.as_tuple().digits) > _DIGITS_OF_A_DOUBLE:
        double = float(text)  # only to know it again: its own digits are taken if they are the text's
        if exact in {Decimal(f"{double:.17g}"), Decimal(f"{double:.16g}")}:
            return number_of(double)
    return exact.to_integral_value() if exact == exact.to_integral_value() else exact


def text_of_cell(cell: Cell) -> str:
    """A cell as text: a whole number without its point, as codes are typed as numbers; empty for an empty one."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def text_of_cells(cells: Cells) -> str:
    """A row as text, its cells divided by bars."""
    return " | ".join(map(text_of_cell, cells))
