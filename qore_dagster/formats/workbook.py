"""The first sheet of a workbook as rows of typed cells.

Belongs here: opening it within bounds, and what a cell holds. Does not: what the rows mean (`sheet_reader`).

Excel keeps numbers as IEEE 754 doubles; the decimal taken is the shortest that names the double, which is the number as
it was typed up to 15 digits.
"""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any, TypeAlias

from openpyxl import load_workbook

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile

Cell: TypeAlias = str | Decimal | date | bool | None
Cells: TypeAlias = tuple[Cell, ...]

_MOST_BYTES = 200_000_000
_MOST_ROWS = 200_000
_MOST_COLUMNS = 200
_ZIP = b"PK\x03\x04"
_PART = "xl/workbook.xml"


def is_workbook(file: ReportFile) -> bool:
    """Whether a file is an archive with a workbook in it."""
    if not file.head.startswith(_ZIP):
        return False
    try:
        with file.opened() as opened, zipfile.ZipFile(opened) as archive:
            return _PART in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


@lru_cache(maxsize=1)
def first_sheet(file: ReportFile) -> tuple[Cells, ...]:
    """The rows of the first sheet, without empty cells at their ends; numbers as `Decimal`.

    The last file's are remembered: each layout looks at them to know its own, and then one reads them.

    Raises:
        FormatError: it cannot be read, or is larger than any report.
    """
    data = file.read()
    _check_size(data, file.name)
    try:
        return tuple(_rows(data, file.name))
    except FormatError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its parts raise on a broken file
        raise FormatError(
            f"a planilha não pode ser aberta ({type(error).__name__})",
            "abra o arquivo no Excel; se ele não abrir, baixe-o de novo",
            file=file.name,
        ) from None


def place(row: int, column: int) -> str:
    """What Excel calls a cell, from its position counted from 0: `B7`."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return f"{name}{row + 1}"


def _check_size(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise FormatError(
            "não é uma planilha do Excel (.xlsx), ou está incompleta", "baixe o arquivo de novo", file=name
        ) from None
    if size > _MOST_BYTES:
        raise FormatError(
            f"a planilha cresceria para {size // 1_000_000} MB ao ser aberta", "confira se é a carteira", file=name
        )


def _rows(data: bytes, name: str) -> Iterator[Cells]:
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
    try:
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        for number, values in enumerate(sheet.iter_rows(values_only=True)):
            if number >= _MOST_ROWS or len(values) > _MOST_COLUMNS:
                raise FormatError(
                    "a planilha tem linhas ou colunas demais para uma carteira", "confira o arquivo", file=name
                )
            yield _without_tail([_cell(value) for value in values])
    finally:
        workbook.close()


def _without_tail(cells: Sequence[Cell]) -> Cells:
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return tuple(cells[:end])


def _cell(value: Any) -> Cell:
    """What a cell holds; of a date with time the day."""
    for kind, convert in _CONVERT.items():
        if isinstance(value, kind):
            return convert(value)
    return value if value is None else str(value)


_CONVERT: dict[type, Callable[[Any], Cell]] = {
    str: lambda text: " ".join(text.split()) or None,
    bool: lambda flag: flag,  # before int, which it is too
    int: Decimal,
    float: lambda number: Decimal(repr(number)),
    datetime: lambda moment: moment.date(),  # before date, which it is too
    date: lambda day: day,
}
