"""A fund's workbook is loaded of the day that its partition says, where it says none itself; an .xls as an .xlsx."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import BinaryIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from qore_dagster.intake.fetch import Intake, RawFile, fetch
from qore_dagster.intake.positions import Position, read_positions
from qore_dagster.model.batch import Batch
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import Status, verdict
from qore_dagster.portal.files import Downloaded
from qore_dagster_tests.formats.workbooks import saved, values_of, xls
from qore_dagster_tests.intake.conftest import DAY, DAY_BEFORE

EXCEL = FileType.CARTEIRA_EXCEL


@pytest.fixture
def file(intake: Intake, keys: list[FundDay]) -> RawFile:
    """The workbook of the first fund, in the new layout."""
    return fetch(intake, keys[:1], EXCEL, request=None).good[keys[0]].value


def _read(intake: Intake, key: FundDay, file: RawFile, change: Callable[[bytes], bytes]) -> Batch[Position]:
    data = change(intake.store.read(file.locator, file.sha256))

    def write(target: BinaryIO) -> Downloaded:
        target.write(data)
        return Downloaded(len(data), hashlib.sha256(data).hexdigest(), None)

    kept = intake.store.receive(key, EXCEL, write, verify=lambda _: None)
    batch: Batch[RawFile] = Batch()
    batch.succeed(key, replace(file, locator=kept.locator, sha256=kept.sha256, size=kept.size), 1)
    return read_positions({EXCEL: batch}, intake.store, intake.funds).batch


def _dated(day: date | None) -> Callable[[bytes], bytes]:
    """Put another date, or none, where the workbook has its own."""

    def change(data: bytes) -> bytes:
        book = load_workbook(BytesIO(data))
        sheet = book.worksheets[0]
        assert isinstance(sheet, Worksheet)
        assert hasattr(sheet["B2"].value, "year")
        sheet["B2"] = day
        return saved(book)

    return change


def test_a_workbook_without_a_date_is_that_of_its_partition_and_says_so(
    intake: Intake, keys: list[FundDay], file: RawFile
) -> None:
    good = _read(intake, keys[0], file, _dated(None)).good[keys[0]].value
    assert {row["data_pos"] for row in (good.parsed.portfolio, *good.parsed.holdings)} == {DAY}
    assert any("não traz a data da posição; vale a da partição" in warning for warning in good.parsed.warnings)
    assert verdict(good.checks) is Status.HOLDS


def test_a_workbook_of_another_day_is_an_error_as_ever(intake: Intake, keys: list[FundDay], file: RawFile) -> None:
    fault = _read(intake, keys[0], file, _dated(DAY_BEFORE)).failed[keys[0]]
    assert fault.code == "wrong_portfolio"
    assert f"é da posição de {DAY_BEFORE:%d/%m/%Y}" in fault.reason


def test_an_xls_is_loaded_as_the_xlsx_it_was_made_from(intake: Intake, keys: list[FundDay], file: RawFile) -> None:
    one = _read(intake, keys[0], file, lambda data: data).good[keys[0]].value
    other = _read(intake, keys[0], file, lambda data: xls(*values_of(data))).good[keys[0]].value
    assert other.parsed.holdings == one.parsed.holdings
    assert other.parsed.cash == one.parsed.cash
    assert other.checks == one.checks
