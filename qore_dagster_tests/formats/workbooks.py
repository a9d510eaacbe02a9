"""Workbooks of the simulated portal, whole and with something changed, and how they are read."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from qore_dagster.formats.excel_legacy import ExcelLegacyParser
from qore_dagster.formats.excel_new import ExcelNewParser
from qore_dagster.formats.report import ReportFile, ReportParser
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.simulator.content.funds import Oddity, SimFund
from qore_dagster.simulator.content.portfolio import Portfolio
from qore_dagster.simulator.content.world import World

LEGACY_DAY, NEW_DAY = date(2025, 11, 19), date(2026, 1, 7)
LEGACY, NEW = ExcelLegacyParser(), ExcelNewParser()
PARSERS: dict[date, ReportParser] = {LEGACY_DAY: LEGACY, NEW_DAY: NEW}

Change = Callable[[Worksheet], object]


@cache
def world(seed: int = 7, funds: int = 34) -> World:
    """Funds with files in both layouts."""
    return World(seed=seed, funds=funds, first_day=LEGACY_DAY, last_day=NEW_DAY)


@cache
def fund_with(*titles: str) -> SimFund:
    """The smallest ordinary fund whose legacy file has all these sections."""
    found = [fund for fund in world().funds if fund.oddity is Oddity.NONE and _has(fund, titles)]
    return min(found, key=lambda fund: fund.positions)


def _has(fund: SimFund, titles: tuple[str, ...]) -> bool:
    rows = openpyxl.load_workbook(BytesIO(bytes_of(fund, LEGACY_DAY))).worksheets[0].iter_rows(values_only=True)
    return set(titles) <= {str(row[1]) for row in rows if len(row) > 1}


def bytes_of(fund: SimFund, day: date) -> bytes:
    """The fund's Excel file of a day."""
    return world().file(fund, day, FileType.CARTEIRA_EXCEL).data


def made(fund: SimFund, day: date) -> Portfolio:
    """What the file was rendered from."""
    return world().portfolio(fund, day)


def changed(data: bytes, change: Change) -> bytes:
    """The workbook with something done to its sheet."""
    book = openpyxl.load_workbook(BytesIO(data))
    change(book.worksheets[0])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def workbook(*rows: list[Any]) -> bytes:
    """A workbook of these rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def read(parser: ReportParser, data: bytes, name: str = "fundo.xlsx") -> ParsedPortfolio:
    """The one portfolio of a file."""
    (outcome,) = parser.parse(ReportFile.of_bytes(name, data))
    assert isinstance(outcome, ParsedPortfolio)
    return outcome


def row_of(sheet: Worksheet, text: str) -> int:
    """The number of the first row that has a text in column A or B."""
    return next(n for n, row in enumerate(sheet.iter_rows(max_col=2, values_only=True), start=1) if text in row)


def place_of(sheet: Worksheet, row: int, header: str) -> int:
    """The number of the column that has a header in a row."""
    values = next(sheet.iter_rows(min_row=row, max_row=row, values_only=True))
    return values.index(header) + 1


def values_of(data: bytes) -> list[list[object]]:
    """The values of a workbook's first sheet, dates without their time."""
    rows = openpyxl.load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in rows]
