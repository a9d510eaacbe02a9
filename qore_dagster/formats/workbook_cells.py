"""The typed cells of a workbook that is fit to be read, and how a stored double becomes a Decimal.

Belongs here: what a cell may hold, and the reader (calamine). Does not: which bytes may be given to it (`workbook`),
what rows mean (`sheet_blocks` and the layouts).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from math import isfinite
from typing import TypeAlias

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.workbook_guard import CELLS

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that has something in it and yet no value.

    Attributes:
        reason: why, in Portuguese: `erro #REF!`, `fórmula sem valor calculado`.
    """

    reason: str

    def __str__(self) -> str:
        """The reason in brackets, so that nobody takes it for a text of the file."""
        return f"<{self.reason}>"


Cell: TypeAlias = str | Decimal | date | bool | CellError | None
_Raw: TypeAlias = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet that is not blank.

    Attributes:
        number: the row, from 1.
        cells: from column A on.
    """

    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> list[int]:
        """Columns, from 0, of the cells that are not empty."""
        return [place for place, cell in enumerate(self.cells) if cell is not None]

    def at(self, place: int) -> Cell:
        """The cell of a column, from 0."""
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its rows, blank ones left out."""

    name: str
    lines: tuple[Line, ...]

    def address(self, line: Line, place: int | None = None) -> str:
        """Where a person finds it: `Carteira!B12`, or the row's first cell."""
        return f"{self.name}!{letters_of(next(iter(line.filled), 0) if place is None else place)}{line.number}"


def sheets_of(data: bytes, without_value: dict[str, dict[tuple[int, int], str]], file_name: str) -> list[Sheet]:
    """All worksheets, in order.

    Args:
        data: the workbook.
        without_value: by sheet name, why a cell has no value, by row and column from 0.
        file_name: for messages.

    Raises:
        FormatError: broken, locked by a password, or too many cells.
    """
    try:
        return _sheets(data, without_value, file_name)
    except PasswordError:
        raise FormatError(
            "a planilha está protegida por senha", "peça ao administrador um arquivo sem senha", file=file_name
        ) from None
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise _broken(error, file_name) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's; no subclass of Exception, and in no module to import
            raise
        raise _broken(error, file_name) from None


def text_of_cell(cell: Cell) -> str:
    """A cell as a person would write it; empty for an empty one."""
    if isinstance(cell, bool):
        return "VERDADEIRO" if cell else "FALSO"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell).strip()


def text_of_line(line: Line) -> str:
    """The row's filled cells, divided by bars."""
    return " | ".join(text_of_cell(line.cells[place]) for place in line.filled)


def letters_of(place: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    above, rest = divmod(place, _LETTERS)
    return (letters_of(above - 1) if above else "") + chr(ord("A") + rest)


def _broken(error: BaseException, file_name: str) -> FormatError:
    return FormatError(f"planilha danificada: {str(error)[:200] or type(error).__name__}", file=file_name)


def _sheets(data: bytes, without_value: dict[str, dict[tuple[int, int], str]], file_name: str) -> list[Sheet]:
    sheets: list[Sheet] = []
    cells = 0
    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        for place, about in enumerate(book.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(place)
            cells += sheet.total_height * sheet.total_width
            if cells > CELLS:
                raise FormatError(f"a planilha passa de {CELLS} células", file=file_name)
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append(Sheet(about.name, _lines(rows, without_value.get(about.name, {}))))
    return sheets


def _lines(rows: Sequence[Sequence[_Raw]], without_value: dict[tuple[int, int], str]) -> tuple[Line, ...]:
    grid = [[_cell(raw) for raw in row] for row in rows]
    for (row, column), reason in without_value.items():
        while len(grid) <= row:
            grid.append([])
        grid[row] += [None] * (column + 1 - len(grid[row]))
        grid[row][column] = CellError(reason)
    lines = (Line(number, tuple(cells)) for number, cells in enumerate(grid, start=1))
    return tuple(line for line in lines if line.filled)


def _cell(raw: _Raw) -> Cell:
    if isinstance(raw, str):
        return raw if raw.strip() else None
    if isinstance(raw, float):
        # Whole numbers are doubles as well: without this every quantity would end in `.0`.
        return Decimal(repr(raw).removesuffix(".0")) if isfinite(raw) else CellError(f"número fora do alcance: {raw}")
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, bool | date):
        return raw
    return Decimal(raw) if isinstance(raw, int) else str(raw)
