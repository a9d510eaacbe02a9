"""An `.xls` (BIFF) to sheets of typed cells.

Belongs here: what xlrd says of a workbook, in our terms. Does not: the process that this runs in (`workbook_apart`).

A formula of this format always has a result; one that was never calculated has an empty text, and is an empty cell.
"""

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import xlrd
from xlrd.biffh import XLRDError

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.workbook_cells import Bounds, Cell, CellError, Sheet, SheetMaker, number_of, tidy
from qore_dagster.formats.workbook_dates import EPOCH, EPOCH_1904, day_of

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream of an .xlsx with a password


def read_xls(data: bytes, file_name: str) -> tuple[Sheet, ...]:
    """All worksheets, in order.

    Raises:
        FormatError: damaged, no workbook, locked by a password, or beyond the bounds.
        Exception: any other, of a file that is damaged in a way that xlrd does not expect.
    """
    if _ENCRYPTED in data:
        raise _locked(file_name)
    try:
        # On demand: many sheets may all point at the cells of one.
        book = xlrd.open_workbook(file_contents=data, on_demand=True, ragged_rows=True, logfile=StringIO())
    except XLRDError as error:
        if "encrypt" in str(error).lower():
            raise _locked(file_name) from None
        raise FormatError(f"a planilha .xls não pode ser lida: {error}", file=file_name) from None
    bounds = Bounds(file_name)
    bounds.admit_sheets(book.nsheets)
    epoch = EPOCH_1904 if book.datemode else EPOCH
    sheets: list[Sheet] = []
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        maker = SheetMaker(bounds)
        for row in range(sheet.nrows):
            for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
                maker.put(row, column, _cell(kind, value, epoch))
        sheets.append(Sheet(sheet.name, bool(sheet.visibility), maker.lines(), epoch))
        book.unload_sheet(number)
    return tuple(sheets)


def _cell(kind: int, value: Any, epoch: date) -> Cell:
    convert = _CONVERT.get(kind)
    if kind == xlrd.XL_CELL_DATE and (day := day_of(value, epoch)) is not None:
        return day
    return convert(value) if convert else None


_CONVERT: dict[int, Callable[[Any], Cell]] = {
    xlrd.XL_CELL_TEXT: tidy,
    xlrd.XL_CELL_NUMBER: number_of,
    xlrd.XL_CELL_DATE: number_of,
    xlrd.XL_CELL_BOOLEAN: bool,
    xlrd.XL_CELL_ERROR: lambda code: CellError(f"erro {xlrd.error_text_from_code.get(code, code)}"),
}


def _locked(file_name: str) -> FormatError:
    return FormatError(
        "a planilha está protegida por senha", "peça ao administrador um arquivo sem senha", file=file_name
    )
