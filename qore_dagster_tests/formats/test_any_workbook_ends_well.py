"""Whatever bytes a workbook or PDF has, reading it gives a portfolio or a FormatError; never another exception."""

import zipfile
from datetime import date
from functools import cache
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from qore_dagster.formats.carteira_pdf import CarteiraPdfParser
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import Outcome, ReportFile, ReportParser
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import reconcile
from qore_dagster_tests.formats.workbooks import (
    LEGACY,
    LEGACY_DAY,
    NEW,
    NEW_DAY,
    PARSERS,
    bytes_of,
    changed,
    values_of,
    world,
)
from qore_dagster_tests.formats.xls_writer import xls

_PDF = CarteiraPdfParser()
_DAYS = st.sampled_from([LEGACY_DAY, NEW_DAY])
_VALUES = st.sampled_from(
    [
        None,
        "",
        " ",
        "#REF!",
        "=1+1",
        "Total",
        "Caixa",
        "Renda Fixa",
        "Valor",
        "1,5",
        "1.234,56",
        "NaN",
        True,
        0,
        -1,
        1e300,
    ]
) | st.dates(date(1901, 1, 1))


def _ends_well(parser: ReportParser, data: bytes) -> None:
    file = ReportFile.of_bytes("fundo.bin", data)
    parser.can_parse(file)
    try:
        outcomes = list(parser.parse(file))
    except FormatError as error:
        said = error.fault.reason
    else:
        _reconciles(outcomes)
        return
    assert "fundo.bin" in said


def _reconciles(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        assert isinstance(outcome, ParsedPortfolio)
        reconcile(outcome.bind("fundo"))


@cache
def _xls(day: date) -> bytes:
    return xls(values_of(bytes_of(world().funds[1], day)))


@cache
def _pdf() -> bytes:
    return world().file(world().funds[1], NEW_DAY, FileType.CARTEIRA_PDF).data


@cache
def _parts(day: date) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(bytes_of(world().funds[1], day))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@settings(max_examples=60, deadline=None)
@given(day=_DAYS, row=st.integers(1, 60), column=st.integers(1, 17), value=_VALUES, gone=st.booleans())
def test_with_another_cell_or_a_row_less(day: date, row: int, column: int, value: object, gone: bool) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(row, column).value = value  # pyright: ignore[reportAttributeAccessIssue]
        if gone:
            sheet.delete_rows(row + 1)

    _ends_well(PARSERS[day], changed(bytes_of(world().funds[1], day), change))


_PATCH = st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=4)), max_size=6)


def _patched(data: bytes, patches: list[tuple[int, bytes]]) -> bytes:
    content = bytearray(data)
    for place, patch in patches:
        at = place % max(1, len(content))
        content[at : at + len(patch)] = patch
    return bytes(content)


@settings(max_examples=150, deadline=None)
@given(day=_DAYS, patches=_PATCH, end=st.integers(0, 20_000))
def test_xlsx_with_other_bytes_or_cut_short(day: date, patches: list[tuple[int, bytes]], end: int) -> None:
    data = bytes_of(world().funds[1], day)
    _ends_well(PARSERS[day], _patched(data, patches)[: end if end % 2 else None])


@settings(max_examples=150, deadline=None)
@given(day=_DAYS, member=st.integers(0, 20), patches=_PATCH)
def test_xlsx_with_other_bytes_inside_a_part(day: date, member: int, patches: list[tuple[int, bytes]]) -> None:
    parts = dict(_parts(day))
    name = sorted(parts)[member % len(parts)]
    parts[name] = _patched(parts[name], patches)
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    _ends_well(PARSERS[day], target.getvalue())


@settings(max_examples=20, deadline=None)
@given(day=_DAYS, patches=_PATCH, end=st.integers(0, 20_000))
def test_xls_with_other_bytes_or_cut_short(day: date, patches: list[tuple[int, bytes]], end: int) -> None:
    _ends_well(PARSERS[day], _patched(_xls(day), patches)[: end if end % 2 else None])


@settings(max_examples=80, deadline=None)
@given(patches=_PATCH, end=st.integers(0, 200_000))
def test_pdf_with_other_bytes_or_cut_short(patches: list[tuple[int, bytes]], end: int) -> None:
    _ends_well(_PDF, _patched(_pdf(), patches)[: end if end % 2 else None])


@settings(max_examples=30, deadline=None)
@given(
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.4\n"]), rest=st.binary()
)
def test_any_bytes(start: bytes, rest: bytes) -> None:
    for parser in (LEGACY, NEW, _PDF):
        _ends_well(parser, start + rest)
