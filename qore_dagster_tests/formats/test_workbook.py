"""Workbooks become typed cells, and nothing that is no workbook becomes one."""

import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.workbook import read_workbook
from qore_dagster.formats.workbook_cells import Cell, CellError, letters_of
from qore_dagster_tests.formats import workbooks
from qore_dagster_tests.formats.xls_writer import xls


def _cells(data: bytes) -> list[tuple[Cell, ...]]:
    return [line.cells for line in read_workbook(ReportFile.of_bytes("a.xlsx", data))[0].lines]


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(members: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _with_sheet(xml: str) -> bytes:
    members = _members(workbooks.workbook(["x"]))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{space}"><sheetData>{xml}</sheetData></worksheet>'.encode()
    )
    return _zipped(members)


def test_cells_have_the_type_that_was_stored() -> None:
    data = workbooks.workbook(["00123", " ", 124, True, date(2025, 2, 1), datetime(2025, 2, 1, 18, 30)], [time(1, 2)])  # noqa: DTZ001
    first, second = _cells(data)
    assert first == ("00123", None, Decimal(124), True, date(2025, 2, 1), date(2025, 2, 1))
    assert second[0] == "01:02:00"


@pytest.mark.parametrize("text", ["0.1", "1094.78204885", "80017.912919", "-871654321.07", "1E+22", "123456789012345"])
def test_defect_28_a_stored_double_becomes_the_decimal_that_was_written(text: str) -> None:
    (cell,) = _cells(workbooks.workbook([float(text)]))[0]
    assert (cell, isinstance(cell, float)) == (Decimal(text), False)


def test_blank_rows_are_no_lines_and_numbers_stay_those_of_the_sheet() -> None:
    (sheet,) = read_workbook(ReportFile.of_bytes("a.xlsx", workbooks.workbook([], [None, "x"], [], ["", None], ["y"])))
    assert [(line.number, sheet.address(line)) for line in sheet.lines] == [(2, "Sheet!B2"), (5, "Sheet!A5")]


def test_errors_and_formulas_that_were_never_calculated_are_not_empty_cells() -> None:
    cells = _cells(workbooks.workbook(["x", "#REF!", "=1+1", "#N/A"]))[0]
    assert cells[1:] == (CellError("erro #REF!"), CellError("fórmula sem valor calculado"), CellError("erro #N/A"))


def test_a_number_beyond_a_double_is_an_error_and_not_infinity() -> None:
    cell = _cells(_with_sheet('<row r="1"><c r="A1"><v>1e999</v></c></row>'))[0][0]
    assert isinstance(cell, CellError)


def test_xls_gives_the_cells_of_xlsx() -> None:
    rows: list[list[object]] = [["Ação", 1, 1.25, True, date(2025, 2, 1)], [], [None, "x", -3, False]]
    assert _cells(xls(rows)) == _cells(workbooks.workbook(*rows))


def test_an_xls_whose_sectors_run_in_a_circle_ends_neither_the_process_nor_its_memory() -> None:
    data = bytearray(xls([["x"]]))
    table = len(data) - 512  # the last sector: which sector follows which
    directory = (len(data) - 512) // 512 - 2
    data[table + 4 * directory : table + 4 * directory + 4] = directory.to_bytes(4, "little")
    with pytest.raises(FormatError, match="o leitor não chegou ao fim"):
        _cells(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>login</body></html>",
        b"PK\x03\x04" + b"\0" * 60,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
        workbooks.workbook(["x"])[:-200],
        _zipped({"leia-me.txt": b"x"}),
        _zipped({**_members(workbooks.workbook(["x"])), "xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}),
        _zipped({**_members(workbooks.workbook(["x"])), "xl/workbook.xml": b"no xml"}),
    ],
)
def test_what_is_no_workbook_is_a_format_error_that_names_the_file(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"a\.xlsx"):
        _cells(data)


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="60000"><c r="A60000"><v>1</v></c></row>',
        '<row r="1"><c r="ZZ1"><v>1</v></c></row>',
        '<row r="40000"><c r="CV40000"><v>1</v></c></row>',
    ],
)
def test_one_cell_far_away_does_not_take_the_memory_of_all_before_it(sheet: str) -> None:
    with pytest.raises(FormatError, match="passa de"):
        _cells(_with_sheet(sheet))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = _zipped({**_members(workbooks.workbook(["x"])), "xl/media/nada.xml": b"\0" * 60_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(FormatError, match="descompactada"):
        _cells(bomb)


def test_one_long_text_in_many_cells_is_refused() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 3000))
    members = _members(_with_sheet(cells))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members["xl/sharedStrings.xml"] = f'<sst xmlns="{space}"><si><t>{"x" * 32_000}</t></si></sst>'.encode()
    with pytest.raises(FormatError, match="letras"):
        _cells(_zipped(members))


def test_defect_65_xml_entities_in_a_workbook_are_refused() -> None:
    members = _members(workbooks.workbook(["x"]))
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet
    with pytest.raises(FormatError, match="DOCTYPE"):
        _cells(_zipped(members))


def test_only_worksheets_are_read_and_all_of_them() -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("Gráfico")
    book.create_sheet("Outra").append(["y"])
    target = BytesIO()
    book.save(target)
    sheets = read_workbook(ReportFile.of_bytes("a.xlsx", target.getvalue()))
    assert [(sheet.name, len(sheet.lines)) for sheet in sheets] == [("Sheet", 0), ("Outra", 1)]


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_people_call_them(place: int, letters: str) -> None:
    assert letters_of(place) == letters
