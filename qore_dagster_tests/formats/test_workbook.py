"""Workbooks become typed cells, within bounds, and nothing that is no workbook becomes one."""

import re
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from qore_dagster.formats import workbook_cells
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.workbook import is_workbook
from qore_dagster.formats.workbook_apart import read_xls_apart
from qore_dagster.formats.workbook_cells import CellError, place
from qore_dagster.formats.workbook_dates import EPOCH, EPOCH_1904, day_of, is_date_format
from qore_dagster_tests.formats.workbooks import cells, parts_of, saved, sheets, with_cells, xls, xlsx, zipped

_UNCALCULATED = CellError("fórmula sem valor calculado; abra o arquivo no Excel e salve-o")
_DAMAGED_XLS = "a planilha .xls está danificada"


def test_cells_have_the_type_that_was_stored() -> None:
    data = xlsx(
        ["00123", " ", 124, True, date(2025, 2, 1), datetime(2025, 2, 1, 18, 30), "a\n  b"],  # noqa: DTZ001
        [time_of_day(12), None],
    )
    first, second = cells(data)
    assert first == ("00123", None, Decimal(124), True, date(2025, 2, 1), date(2025, 2, 1), "a b")
    assert second == (Decimal("0.5"),), "a time is no day"


@pytest.mark.parametrize(
    ("stored", "number"),
    [
        ("1.1000000000000001", "1.1"),  # as Excel writes what was typed as 1.1: 17 digits of a double
        ("0.30000000000000004", "0.30000000000000004"),  # calculated; no shorter number names it
        ("5.5999999999999999E-3", "0.0056"),
        ("1234567890123456.78", "1234567890123456.78"),  # no double: a writer that keeps decimals
        ("0.123456789012345678", "0.123456789012345678"),
        ("12345678901234567890", "12345678901234567890"),
        ("100.50", "100.50"),
    ],
)
def test_a_stored_number_loses_no_digit_and_keeps_no_noise_of_a_double(stored: str, number: str) -> None:
    ((cell,),) = cells(with_cells(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>'))
    assert str(cell) == number


@pytest.mark.parametrize("text", ["nan", "inf", "1e999", "1_000", "0x10", "1,5", "--1", "1e"])
def test_what_is_no_number_is_none(text: str) -> None:
    ((cell,),) = cells(with_cells(f'<row r="1"><c r="A1"><v>{text}</v></c></row>'))
    assert isinstance(cell, CellError)


@pytest.mark.parametrize("make", [xlsx, xls])
@pytest.mark.parametrize("text", ["0.1", "1094.78204885", "80017.912919", "-871654321.07", "1E+22", "123456789012345"])
def test_defect_28_a_stored_double_becomes_the_decimal_that_was_written(make: Callable[..., bytes], text: str) -> None:
    ((cell,),) = cells(make([float(text)]))
    assert (cell, isinstance(cell, float)) == (Decimal(text), False)


def test_an_xls_gives_the_cells_of_the_same_xlsx() -> None:
    rows: list[list[object]] = [
        ["Ação", 1, 1.25, True, date(2025, 2, 1)],
        [],
        [None, "x", -3, False, "#REF!", "#N/A", "#DIV/0!"],
        ["çãõ " * 3000],
    ]
    of_xls, of_xlsx = sheets(xls(*rows))[0], sheets(xlsx(*rows))[0]
    assert of_xls.lines == of_xlsx.lines
    assert (of_xls.name, of_xls.hidden, of_xls.epoch) == ("Carteira", False, EPOCH)
    assert [number for number, _ in of_xls.lines] == [0, 2, 3]


def test_an_error_and_a_formula_that_was_never_calculated_are_not_empty_cells() -> None:
    assert cells(xlsx(["x", "#REF!", "=1+1", "#N/A"])) == [
        ("x", CellError("erro #REF!"), _UNCALCULATED, CellError("erro #N/A"))
    ]


def test_a_calculated_formula_has_its_value_also_an_empty_text() -> None:
    row = (
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="str"><f>A9</f></c><c r="E1" t="b"><f>1=1</f><v>1</v></c>'
    )
    assert cells(with_cells(f'<row r="1">{row}</row>')) == [(Decimal(2), "a", None, _UNCALCULATED, True)]


def test_what_no_writer_should_write_has_no_value_and_says_why() -> None:
    row = (
        '<c r="A1"><v>1e999</v></c><c r="B1"><v>dois</v></c><c r="C1" t="s"><v>7</v></c><c r="D1" t="d"><v>2025</v></c>'
        '<c r="E1"><v>NaN</v></c><c r="F1" s="999"><v>1</v></c><c r="G1" t="d"><v>2025-12-31T00:00:00</v></c>'
    )
    assert cells(with_cells(f"<row>{row}</row>")) == [
        (
            CellError("número fora do alcance"),
            CellError("número inválido: dois"),
            CellError("texto que não está no arquivo"),
            CellError("data inválida: 2025"),
            CellError("número inválido: NaN"),
            Decimal(1),
            date(2025, 12, 31),
        )
    ]


def test_shared_texts_are_joined_of_their_runs_without_how_they_are_spoken() -> None:
    shared = "<si><t>um</t></si><si><r><t>do</t></r><r><t xml:space='preserve'>is </t></r><rPh><t>X</t></rPh></si>"
    row = '<c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>tr</t></r><r><t>ês</t></r></is></c>'
    assert cells(with_cells(f"<row>{row}</row>", shared)) == [("dois", "um", "três")]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("a_x000D_b", "a b"),
        ("_x0041__x0042_", "AB"),
        ("_x005F_x0041_", "_x0041_"),
        ("_xd83d__xde00_", "\U0001f600"),
        ("_xD83D_", "\ufffd"),
        ("x_x0000_y", "x y"),
        ("nota_xyz_", "nota_xyz_"),
        ("_x41_", "_x41_"),
    ],
)
def test_characters_that_a_text_tells_by_number_are_themselves(stored: str, text: str) -> None:
    row = f'<c t="s"><v>0</v></c><c t="inlineStr"><is><t>{stored}</t></is></c><c t="str"><f>A9</f><v>{stored}</v></c>'
    assert cells(with_cells(f"<row>{row}</row>", f"<si><t>{stored}</t></si>")) == [(text,) * 3]


def test_shared_texts_and_styles_are_found_by_their_relationship_whatever_they_are_called() -> None:
    parts = parts_of(with_cells('<row><c t="s"><v>0</v></c><c s="1"><v>46022</v></c></row>', "<si><t>um</t></si>"))
    parts["xl/styles.xml"] = parts_of(xlsx([date(2025, 12, 31)]))["xl/styles.xml"]
    for kind, other in (("sharedStrings", "textos/a"), ("styles", "../b")):
        parts[f"xl/{other}.xml" if kind == "sharedStrings" else "b.xml"] = parts.pop(f"xl/{kind}.xml")
        relations = parts["xl/_rels/workbook.xml.rels"]
        changed = re.sub(rf'Target="[^"]*{kind}\.xml"'.encode(), f'Target="{other}.xml"'.encode(), relations)
        assert changed != relations
        parts["xl/_rels/workbook.xml.rels"] = changed
    assert cells(zipped(parts)) == [("um", date(2025, 12, 31))]


def test_a_part_that_no_relationship_names_is_not_the_workbooks() -> None:
    parts = parts_of(with_cells('<row><c t="s"><v>0</v></c></row>', "<si><t>um</t></si>"))
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"/relationships/sharedStrings", b"/relationships/outra")
    assert cells(zipped(parts)) == [(CellError("texto que não está no arquivo"),)]


def test_rows_and_cells_without_an_address_follow_each_other() -> None:
    xml = '<row><c><v>1</v></c><c r="C1"><v>3</v></c><c><v>4</v></c></row><row/><row><c r="B3"><v>5</v></c></row>'
    (sheet,) = sheets(with_cells(xml))
    assert sheet.lines == ((0, (1, None, 3, 4)), (2, (None, 5)))


def test_both_calendars_are_known() -> None:
    row = '<row><c s="1"><v>{}</v></c></row>'
    styles = parts_of(xlsx([date(2025, 12, 31)]))["xl/styles.xml"]
    for book, serial in (("", 46022), ('date1904="1"', 44560), ('date1904="true"', 44560)):
        parts = parts_of(with_cells(row.format(serial), book=book)) | {"xl/styles.xml": styles}
        (sheet,) = sheets(zipped(parts))
        assert sheet.lines == ((0, (date(2025, 12, 31),)),)
        assert sheet.epoch == (EPOCH_1904 if book else EPOCH)


@pytest.mark.parametrize(
    ("serial", "day"),
    [(61, date(1900, 3, 1)), (46022.99, date(2025, 12, 31)), (60, None), (0, None), (-1, None), (1e12, None)],
)
def test_a_number_counts_days_from_the_epoch(serial: float, day: date | None) -> None:
    assert day_of(serial, EPOCH) == day


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("dd/mm/yyyy", True),
        ("[$-416]d\\-mmm\\-yy;@", True),
        ("yyyy\\-mm\\-dd h:mm", True),
        ("mmm", True),
        ("General", False),
        ('"Dia" 0', False),
        ("[Red]#,##0.00", False),
        ("[$R$-416] #,##0.00", False),
        ("hh:mm:ss", False),
        ("[h]:mm", False),
        ("0.00E+00", False),
        ("0.00;dd/mm/yyyy", False),
    ],
)
def test_number_formats_that_show_a_day(code: str, is_date: bool) -> None:
    assert is_date_format(164, code) is is_date


@pytest.mark.parametrize(
    ("number", "is_date"), [(14, True), (22, True), (0, False), (4, False), (20, False), (49, False)]
)
def test_built_in_formats_that_show_a_day(number: int, is_date: bool) -> None:
    assert is_date_format(number, None) is is_date


def test_sheets_are_read_in_order_hidden_ones_too_and_charts_not() -> None:
    book = Workbook()
    book.create_chartsheet("Gráfico", 0)
    book.create_sheet("Oculta").append(["y"])
    book.create_sheet("Muito oculta").append(["z"])
    book["Oculta"].sheet_state = "hidden"
    book["Muito oculta"].sheet_state = "veryHidden"
    found = sheets(saved(book))
    assert [(sheet.name, sheet.hidden, len(sheet.lines)) for sheet in found] == [
        ("Sheet", False, 0),
        ("Oculta", True, 1),
        ("Muito oculta", True, 1),
    ]


def test_cells_that_are_only_coloured_take_no_room() -> None:
    xml = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    assert cells(with_cells(xml)) == [(1,)]


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="300000"><c r="A300000"><v>1</v></c></row>',
        '<row r="1"><c r="ZZ1"><v>1</v></c></row>',
    ],
)
def test_more_than_any_report_has_is_refused(xml: str) -> None:
    with pytest.raises(FormatError, match=r"a\.bin: a planilha passa de 200000 linhas"):
        sheets(with_cells(xml))


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="1"><c r="A1"><row r="1"></row><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><row/><v>2</v></c></row>',
        '<row r="-5"><c><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        "<c><v>1</v></c>",
    ],
)
def test_a_cell_that_is_in_no_row_or_column_is_refused(xml: str) -> None:
    with pytest.raises(FormatError, match=r"a\.bin: a planilha tem uma célula fora das linhas e colunas"):
        sheets(with_cells(xml))


def test_more_cells_than_any_report_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_cells, "MOST_CELLS", 3)
    assert cells(xlsx([1, 2], [3])) == [(1, 2), (3,)]
    with pytest.raises(FormatError, match="3 células"):
        sheets(xlsx([1, 2], [3, 4]))


def test_empty_cells_before_a_cell_count_and_each_place_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_cells, "MOST_CELLS", 5)
    one = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    assert cells(with_cells(one.format(1, "E"))) == [(None, None, None, None, 1)]
    assert cells(with_cells(one.format(1, "E") + one.format(1, "B"))) == [(None, 1, None, None, 1)]
    for rows in (one.format(1, "F"), one.format(1, "C") + one.format(2, "C")):
        with pytest.raises(FormatError, match="5 células"):
            sheets(with_cells(rows))


def test_many_rows_with_one_cell_far_to_the_right_are_refused_before_they_take_room() -> None:
    data = with_cells("".join(f'<row r="{n}"><c r="GR{n}"><v>1</v></c></row>' for n in range(1, 20_000)))
    tracemalloc.start()
    try:
        with pytest.raises(FormatError, match="500000 células"):
            sheets(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_one_long_text_in_many_cells_is_refused() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1000))
    with pytest.raises(FormatError, match="letras"):
        sheets(with_cells(rows, f"<si><t>{'x' * 32_000}</t></si>"))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    parts = parts_of(xlsx(["x"]))
    for part in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
        bomb = zipped({**parts, part: b" " * 60_000_000})
        assert len(bomb) < 100_000
        began = time.process_time()
        with pytest.raises(FormatError, match="cresceria para 60 MB"):
            sheets(bomb)
        assert time.process_time() - began < 1
    with_a_picture = zipped({**parts, "xl/media/foto.png": b" " * 60_000_000})
    assert cells(with_a_picture) == [("x",)], "what is not read does not count"


def test_a_cell_takes_bounded_memory_so_that_the_most_of_them_take_250_mb() -> None:
    rows = [[f"FUNDO {row}", *(row + column / 7 for column in range(99))] for row in range(300)]
    data = xlsx(*rows)
    tracemalloc.start()
    try:
        found = sheets(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found[0].lines) == 300
    assert peak / 30_000 < 500, "bytes a cell, of 500,000"


def test_defect_65_a_doctype_in_a_workbook_is_refused() -> None:
    parts = parts_of(xlsx(["x"]))
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        spoilt = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + parts[part]
        with pytest.raises(FormatError, match="DOCTYPE"):
            sheets(zipped({**parts, part: spoilt}))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + b"\0" * 60,
        xlsx(["x"])[:-200],
        zipped({"leia-me.txt": b"x"}),
        zipped({**parts_of(xlsx(["x"])), "xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}),
        zipped({**parts_of(xlsx(["x"])), "xl/worksheets/sheet1.xml": b""}),
        zipped({**parts_of(xlsx(["x"])), "xl/workbook.xml": b"no xml"}),
        zipped({**parts_of(xlsx(["x"])), "xl/_rels/workbook.xml.rels": b"<a/>"}),
        with_cells("<a>" * 1000),
    ],
)
def test_what_is_no_workbook_is_a_format_error_that_names_the_file(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"a\.bin"):
        sheets(data)


def test_a_binary_workbook_is_told_what_to_do() -> None:
    data = zipped({"xl/workbook.bin": b"\0"})
    assert is_workbook(ReportFile.of_bytes("a", data))
    with pytest.raises(FormatError, match=r"\.xlsb.*salve-o como \.xlsx"):
        sheets(data)


@pytest.mark.parametrize("cut", [600, 2000, 4096])
def test_a_damaged_xls_is_an_error(cut: int) -> None:
    with pytest.raises(FormatError, match=r"a\.bin"):
        sheets(xls(["x"])[:cut])


def test_an_xls_with_a_password_says_so() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(FormatError, match="protegida por senha"):
        sheets(locked)


def _in_a_circle() -> bytes:
    """A workbook so short that it lies in small sectors, the first of which says that it follows itself."""
    data = bytearray(xls(["x"]))
    name = data.index("Workbook".encode("utf-16-le"))
    data[name + 116 : name + 120] = (0).to_bytes(4, "little")  # where it starts
    data[name + 120 : name + 124] = (64).to_bytes(4, "little")  # its size
    root = data.index("Root Entry".encode("utf-16-le"))
    data[root + 116 : root + 120] = (0).to_bytes(4, "little")
    data[root + 120 : root + 124] = (512).to_bytes(4, "little")
    data[60:68] = (0).to_bytes(4, "little") + (1).to_bytes(4, "little")  # the table of small sectors is sector 0
    data[512:516] = (0).to_bytes(4, "little")
    return bytes(data)


def test_an_xls_whose_sectors_run_in_a_circle_ends_neither_the_process_nor_its_memory() -> None:
    with pytest.raises(FormatError, match=_DAMAGED_XLS):
        sheets(_in_a_circle())


def test_what_the_process_of_an_xls_says_when_it_fails_by_itself_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xlrd.py").write_text('raise RuntimeError("instalação quebrada")', encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ChildProcessError, match="instalação quebrada"):
        sheets(xls(["x"]))


def test_a_fault_of_an_xls_is_the_same_as_if_it_were_read_here() -> None:
    data = xls(["x"])[:2000]
    with pytest.raises(FormatError) as apart:
        read_xls_apart(data, "a.xls")
    assert (apart.value.args, apart.value.fault.code) == (
        (apart.value.fault.reason, apart.value.fault.action),
        "format",
    )
    assert "a.xls" in str(apart.value)


@pytest.mark.parametrize(("column", "name"), [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1")])
def test_cells_are_called_as_people_call_them(column: int, name: str) -> None:
    assert place(0, column) == name
