"""A portfolio as an Excel file, in the layout of its fund and day.

Belongs here: the workbook, and the choice between the layouts. Does not: their rows (`excel_new`, `excel_legacy`).
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from qore_dagster.simulator.content.files import made_at
from qore_dagster.simulator.content.portfolio import Portfolio
from qore_dagster.simulator.render import excel_legacy, excel_new
from qore_dagster.simulator.render.assumed import EXCEL_SHEET
from qore_dagster.simulator.render.sheet import Row


def render(portfolio: Portfolio) -> bytes:
    """The file's bytes; equal portfolios give equal bytes, the times inside are the administrator's."""
    layout = excel_new if portfolio.fund.has_new_layout(portfolio.day) else excel_legacy
    return _workbook(layout.rows(portfolio), made_at(portfolio).replace(tzinfo=None))


def _workbook(rows: Sequence[Row], made: datetime) -> bytes:
    workbook = Workbook(write_only=True)
    workbook.properties.created = workbook.properties.modified = made
    sheet = workbook.create_sheet(EXCEL_SHEET)
    for row in rows:
        sheet.append(row)
    target = BytesIO()
    ExcelWriter(workbook, _FrozenArchive(target, made)).save()  # pyright: ignore[reportArgumentType] - all it calls is there
    return target.getvalue()


class _FrozenArchive:
    """What openpyxl needs of a zip; its members all have one time, in place of the clock's."""

    def __init__(self, target: BytesIO, made: datetime) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED)
        self._made = (made.year, made.month, made.day, made.hour, made.minute, made.second)

    def writestr(self, name: str, data: bytes | str) -> None:
        """Add a member from memory."""
        member = ZipInfo(name, self._made)
        member.compress_type = ZIP_DEFLATED
        self._zip.writestr(member, data)

    def write(self, path: str, name: str) -> None:
        """Add a member from a file: the sheet, which openpyxl writes to disk first."""
        self.writestr(name, Path(path).read_bytes())

    def namelist(self) -> list[str]:
        """The members so far."""
        return self._zip.namelist()

    def close(self) -> None:
        """Complete the archive."""
        self._zip.close()
