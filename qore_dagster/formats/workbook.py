"""The bytes of a workbook to sheets of typed cells; .xlsx and .xls.

Belongs here: which of the two it is. Does not: limits of .xlsx (`workbook_guard`), the process that an .xls is read in
(`xls_apart`), cells (`workbook_cells`).
"""

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.workbook_cells import Sheet, sheets_of
from qore_dagster.formats.workbook_guard import guarded
from qore_dagster.formats.xls_apart import read_apart

XLSX = b"PK\x03\x04"
XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE compound file; an .xlsx with a password is one too
_LARGEST = 16_000_000  # bytes; the largest report seen has some 20 kB


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
    data = file.read()
    if data.startswith(XLSX):
        guard = guarded(data, file_name=file.name)
        return sheets_of(guard.data, guard.without_value, file.name)
    if data.startswith(XLS):
        return read_apart(data, file.name)
    raise FormatError(f"não é uma planilha .xlsx nem .xls: começa por {data[:8]!r}", file=file.name)
