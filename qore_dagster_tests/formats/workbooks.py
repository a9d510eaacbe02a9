"""Workbooks made for a test: `.xlsx` by openpyxl and part by part, `.xls` by xlwt."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlwt
from openpyxl import Workbook, load_workbook

from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.workbook import sheets_in
from qore_dagster.formats.workbook_cells import Cell, Sheet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHARED_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_SHARED_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_SHEETS = "xl/worksheets/"
_INLINE = re.compile(rb't="inlineStr"><is>(<t\b.*?</t>|<t\s*/>)</is>', re.DOTALL)
_ERRORS = {"#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#N/A": 0x2A}  # xlwt has names of its own for some
_DAY = xlwt.easyxf(num_format_str="dd/mm/yyyy")


def saved(book: Workbook) -> bytes:
    """A workbook's bytes."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx(*rows: list[Any]) -> bytes:
    """A workbook of these rows."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return saved(book)


def xls(*rows: Sequence[object], name: str = "Carteira") -> bytes:
    """The same, in the format before; a text that begins with `#` is an error."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and value.startswith("#"):
                sheet.row(number).set_cell_error(column, _ERRORS[value])
            elif isinstance(value, date):
                sheet.write(number, column, value, _DAY)
            elif value is not None:
                sheet.write(number, column, value)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of an `.xlsx` by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_cells(xml: str, shared: str = "", book: str = "") -> bytes:
    """A workbook whose sheet has these rows, as XML; where they are given, its shared texts and a property of it."""
    parts = parts_of(xlsx(["x"]))
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{_MAIN}"><sheetData>{xml}</sheetData></worksheet>'.encode()
    if shared:
        _share(parts, shared)
    if book:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbookPr", f"<workbookPr {book}".encode(), 1)
    return zipped(parts)


def with_shared_texts(data: bytes) -> bytes:
    """The same `.xlsx` as Excel would save it: its texts stand once, in a part of their own."""
    parts, texts = parts_of(data), dict[bytes, int]()

    def point(found: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v>' % texts.setdefault(found[1], len(texts))

    for name in parts:
        if name.startswith(_SHEETS):
            parts[name] = _INLINE.sub(point, parts[name])
    _share(parts, "".join(f"<si>{text.decode()}</si>" for text in texts))
    return zipped(parts)


def _share(parts: dict[str, bytes], shared: str) -> None:
    """Give a workbook a part of shared texts, and name it where readers look for it."""
    relation = f'<Relationship Id="textos" Type="{_SHARED_RELATION}" Target="sharedStrings.xml"/>'
    content = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHARED_CONTENT}"/>'
    for name, end, told in (
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relation),
        ("[Content_Types].xml", b"</Types>", content),
    ):
        parts[name] = parts[name].replace(end, told.encode() + end)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{shared}</sst>'.encode()


def sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook."""
    return sheets_in(ReportFile.of_bytes("a.bin", data))


def cells(data: bytes) -> list[tuple[Cell, ...]]:
    """The rows of its first sheet that are not blank."""
    return [found for _, found in sheets(data)[0].lines]


def values_of(data: bytes) -> list[list[Any]]:
    """The values of an `.xlsx`'s first sheet, row by row, dates without their time."""
    rows = load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in rows]
