"""The rows of a section into the portfolio: read, kept as a detail, in quarantine or as unknown.

Belongs here: what becomes of each row and cell of a section whose header was found. Does not: finding sections and
headers (`sheet_blocks`), single values (`sheet_cells`), totals (`sheet_totals`), what stands in which column (the
layouts' tables).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.sheet_blocks import Block, Header, first_text, fits
from qore_dagster.formats.sheet_cells import value_of
from qore_dagster.formats.sheet_fields import SheetColumn, SheetSection, label_of
from qore_dagster.formats.sheet_reading import SheetReading
from qore_dagster.formats.sheet_totals import SectionSum
from qore_dagster.formats.workbook_cells import Line, text_of_cell, text_of_line
from qore_dagster.model.fields import FieldType
from qore_dagster.model.parsed import Repair, Row, Value
from qore_dagster.model.tables import PORTFOLIO, RETURNS


@dataclass(slots=True)
class _Cells:
    """One row while it is read.

    Attributes:
        values: by canonical column.
        details: by header; facts that have no column.
        faults: place and reason.
        misread: of columns that are only assumed.
    """

    values: Row
    details: dict[str, str] = field(default_factory=dict[str, str])
    faults: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    misread: list[tuple[int, SheetColumn, str]] = field(default_factory=list[tuple[int, SheetColumn, str]])
    repairs: list[Repair] = field(default_factory=list[Repair])


def read_section(block: Block, section: SheetSection, header: Header, reading: SheetReading) -> None:
    """Read all rows of a section.

    Raises:
        FormatError: the section is the portfolio's own, and a value of it is none.
    """
    _check_columns(block, header, reading)
    if section.periods:
        _read_periods(block, header, reading)
        return
    added = SectionSum(section, block.name, header, reading)
    for line in _records(block, section, header, reading):
        if added.is_total(line):
            added.compare(line)
            continue
        added.add(line)
        cells = _cells(line, section, header, reading)
        for place in line.filled:
            if place not in header.places:
                reading.keep_unknown(line, block.name, place, header.unmapped.get(place, ""))
        if section.table is PORTFOLIO:
            _fill_portfolio(line, block, section, cells, reading)
        else:
            _add_row(line, block, section, cells, reading)


def _check_columns(block: Block, header: Header, reading: SheetReading) -> None:
    if header.missing:
        names = ", ".join(column.header for column in header.missing)
        reading.warn(header.line, f"seção {block.name!r}: colunas esperadas que faltam: {names}")
    if header.unmapped:
        names = ", ".join(header.unmapped.values())
        reading.warn(header.line, f"seção {block.name!r}: colunas desconhecidas, mantidas em unknown: {names}")


def _records(block: Block, section: SheetSection, header: Header, reading: SheetReading) -> Iterator[Line]:
    """The rows that may be records or totals; notes are kept, and repetitions of the header are nothing new."""
    for line in block.lines:
        if line is header.line or (fits(section, line) and text_of_line(line) == text_of_line(header.line)):
            continue
        note = len(line.filled) == 1 and first_text(line) and label_of(first_text(line)) not in section.closing
        if note or line.number < header.line.number:
            reading.keep_unknown(line, block.name)
            reading.warn(line, f"seção {block.name!r}: linha fora da tabela, mantida em unknown")
        else:
            yield line


def _cells(line: Line, section: SheetSection, header: Header, reading: SheetReading) -> _Cells:
    cells = _Cells({column.column: None for column in section.columns if column.column})
    for place, column in header.places.items():
        cell = line.at(place)
        if cell is None or column.left_out:
            continue
        if not column.column:
            cells.details[column.header] = text_of_cell(cell)
            continue
        try:
            value, repaired = value_of(cell, section.types[column.column], column.read)
        except ValueError as error:
            if column.assumed and not column.required:
                cells.misread.append((place, column, str(error)))
            else:
                cells.faults.append((place, str(error)))
            continue
        cells.values[column.column] = value
        if repaired:
            cells.repairs.append(reading.repair(line, place, value))
    return cells


def _add_row(line: Line, block: Block, section: SheetSection, cells: _Cells, reading: SheetReading) -> None:
    table = section.table.name
    reading.parsed.see(table, block.name)
    reason = _why_not(line, section, cells, reading)
    if reason:
        place = cells.faults[0][0] if cells.faults else line.filled[0]
        reading.quarantine(line, place, table, block.name, reason=reason)
        return
    row: Row = {**cells.values, **section.complete(cells.values, cells.details)}
    if "secao_origem" in section.types:
        row["secao_origem"] = block.name
    rows = reading.parsed.rows(table)
    rows.append(row)
    _keep_parts(line, block, cells, {"tabela": table, "linha_tabela": len(rows)}, reading)


def _why_not(line: Line, section: SheetSection, cells: _Cells, reading: SheetReading) -> str:
    """Why a row is no record; empty if it is one."""
    if cells.faults:
        return "; ".join(f"{reading.sheet.address(line, place)}: {reason}" for place, reason in cells.faults)
    lacking = [column.header for column in section.columns if column.required and cells.values[column.column] is None]
    if lacking:
        return f"sem valor em {', '.join(lacking)}"
    texts = [name for name in cells.values if section.types[name] is FieldType.TEXT]
    if all(cells.values[name] is None for name in texts):
        return "sem código, nome nem descrição: talvez um total sem título"
    return ""


def _fill_portfolio(line: Line, block: Block, section: SheetSection, cells: _Cells, reading: SheetReading) -> None:
    portfolio = reading.parsed.portfolio
    if cells.faults:
        place, reason = cells.faults[0]
        raise FormatError(reason, file=reading.file_name, line=line.number, path=reading.sheet.address(line, place))
    if any(portfolio[name] is not None for name in cells.values):
        reading.keep_unknown(line, block.name)
        reading.warn(line, f"seção {block.name!r}: mais de uma linha de valores; só a primeira foi lida")
        return
    portfolio.update({**cells.values, **section.complete(cells.values, cells.details)})
    _keep_parts(line, block, cells, {"tabela": PORTFOLIO.name, "linha_tabela": None}, reading)


def _keep_parts(line: Line, block: Block, cells: _Cells, owner: Row, reading: SheetReading) -> None:
    """What a row that was read has beside its columns."""
    reading.parsed.repaired += cells.repairs
    for header, text in cells.details.items():
        reading.keep_detail(block.name, owner, header, text)
    for place, column, reason in cells.misread:
        reading.keep_unknown(line, block.name, place, column.header)
        reading.warn(line, f"seção {block.name!r}, coluna {column.header} (suposta): {reason}; mantida em unknown")


def _read_periods(block: Block, header: Header, reading: SheetReading) -> None:
    """One column per period: each value is a row of `returns`."""
    lines = [line for line in block.lines if line is not header.line]
    names = min((line.filled[0] for line in lines), default=0)
    for line in lines:
        name = first_text(line).strip() if line.filled[0] == names else ""
        if len(line.filled) == 1 or not name:
            reading.keep_unknown(line, block.name)
            reading.warn(line, f"seção {block.name!r}: linha fora da tabela, mantida em unknown")
            continue
        for place in line.filled[1:]:
            period = header.line.at(place)
            if isinstance(period, str):
                _add_return(line, place, block, {"descricao": name, "periodo": period.strip()}, reading)
            else:
                reading.keep_unknown(line, block.name, place)


def _add_return(line: Line, place: int, block: Block, row: Row, reading: SheetReading) -> None:
    reading.parsed.see(RETURNS.name, block.name)
    try:
        value, repaired = value_of(line.at(place), FieldType.RATE)
    except ValueError as error:
        reading.quarantine(line, place, RETURNS.name, block.name, reason=str(error))
        return
    if repaired:
        reading.parsed.repaired.append(reading.repair(line, place, value))
    returned: dict[str, Value] = {**row, "rentabilidade": value}
    reading.parsed.returns.append(returned)
