"""Workbooks to sheets of typed cells: `.xlsx`, `.xlsm` and `.xls`.

Belongs here: which of them a file is, and its size. Does not: reading one (`workbook_xlsx`; `workbook_apart` and
`workbook_xls`), what a cell may hold (`workbook_cells`), what the rows mean (`sheet_reader`).
"""

import zipfile
from functools import lru_cache

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.signatures import BINARY_WORKBOOK, OLE, WORKBOOK, ZIP
from qore_dagster.formats.workbook_apart import read_xls_apart
from qore_dagster.formats.workbook_cells import CHECK_IT, Sheet
from qore_dagster.formats.workbook_xlsx import read_xlsx

_LARGEST = 16_000_000  # bytes; the largest report known has some 20 kB


def is_workbook(file: ReportFile) -> bool:
    """Whether a file is a workbook, or an Office document of the time before `.xlsx`, as `.xls` is."""
    if file.head.startswith(OLE):
        return True
    if not file.head.startswith(ZIP):
        return False
    try:
        with file.opened() as opened, zipfile.ZipFile(opened) as archive:
            return not {WORKBOOK, BINARY_WORKBOOK}.isdisjoint(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def sheets_in(file: ReportFile) -> tuple[Sheet, ...]:
    """All worksheets, in order; at least one.

    The last file's are remembered: each layout looks at them to know its own, and then one reads them.

    Raises:
        FormatError: it cannot be read, is locked by a password, or is larger than any report.
    """
    found = _read(file)
    if isinstance(found, FormatError):
        raise found.with_traceback(None)
    return found


@lru_cache(maxsize=1)
def _read(file: ReportFile) -> tuple[Sheet, ...] | FormatError:
    if file.size > _LARGEST:
        told = f"a planilha tem {file.size // 1_000_000} MB, mais do que os {_LARGEST // 1_000_000} MB aceitos"
        return FormatError(told, CHECK_IT, file=file.name)
    try:
        data = file.read()
        return read_xls_apart(data, file.name) if data.startswith(OLE) else read_xlsx(data, file.name)
    except FormatError as error:
        return error
