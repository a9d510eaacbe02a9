"""The bytes of a workbook to rows of typed cells; .xlsx and .xls.

Belongs here: what a cell may hold, and how a stored double becomes a Decimal. Does not: limits of .xlsx
(`workbook_guard`), what rows mean (`sheet_blocks` and the layouts).
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
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.workbook_guard import CELLS, guarded

XLSX = b"PK\x03\x04"
XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE compound file; an .xlsx with a password is one too
_LARGEST = 16_000_000  # bytes; the largest report seen has some 20 kB
_EXCEL_COLUMNS = 26


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


def is_workbook(file: ReportFile) -> bool:
    """Whether the first bytes are those of a workbook."""
    return file.head.startswith((XLSX, XLS))


def read_workbook(file: ReportFile) -> list[Sheet]:
    """All worksheets, in order.

    Numbers are doubles in the file: each becomes the shortest Decimal that is the same double, which is what was
    typed as long as it has at most 15 digits. Dates lose their time of day.

    Raises:
        FormatError: no workbook, broken, locked by a password, or beyond a limit.
    """
    if file.size > _LARGEST:
        raise FormatError(
            f"a planilha tem {file.size // 1_000_000} MB, mais do que os {_LARGEST // 1_000_000} MB aceitos",
            "confira se é mesmo um relatório de carteira",
            file=file.name,
        )
    data, without_value = file.read(), dict[str, dict[tuple[int, int], str]]()
    if data.startswith(XLSX):
        guard = guarded(data, file_name=file.name)
        data, without_value = guard.data, guard.without_value
    elif not data.startswith(XLS):
        raise FormatError(f"não é uma planilha .xlsx nem .xls: começa por {data[:8]!r}", file=file.name)
    try:
        return _sheets(data, without_value, file.name)
    except PasswordError:
        raise FormatError(
            "a planilha está protegida por senha", "peça ao administrador um arquivo sem senha", file=file.name
        ) from None
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise _broken(error, file.name) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's; no subclass of Exception, and in no module to import
            raise
        raise _broken(error, file.name) from None


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
    above, rest = divmod(place, _EXCEL_COLUMNS)
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
