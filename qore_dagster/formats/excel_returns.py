"""The legacy layout's table of returns: what they are of stands in the first column, their periods are the headings.

Belongs here: a row a return. Does not: sections of the other form (`sheet_reader`).
"""

from datetime import date

from qore_dagster.formats import excel_legacy_fields as legacy
from qore_dagster.formats.excel_blocks import Found
from qore_dagster.formats.sheet_cells import value_of
from qore_dagster.formats.workbook_cells import place, text_of_cell
from qore_dagster.model.fields import FieldType
from qore_dagster.model.parsed import BadRow, ParsedPortfolio, Repair

_COLUMN = "rentabilidade"


def read_returns(parsed: ParsedPortfolio, found: Found, epoch: date) -> None:
    """Read all cells below and beside the headings; one that is no return, or of nothing, is set apart."""
    if not found.rows:
        return
    (_, head), *rows = found.rows
    for number, cells in rows:
        for at, cell in enumerate(cells[1:], start=1):
            if cell is None:
                continue
            parsed.see("returns", found.title)
            address = place(number, legacy.MARGIN + at)
            what, period = text_of_cell(cells[0]), text_of_cell(head[at]) if at < len(head) else ""
            try:
                if not what or not period:
                    raise ValueError("a rentabilidade não tem título ou período")  # noqa: TRY301 - as one without value
                value, repaired = value_of(cell, FieldType.RATE, _COLUMN, epoch)
            except ValueError as error:
                bad = BadRow(address, number + 1, f"{address}: {error}", text_of_cell(cell))
                parsed.set_apart("returns", found.title, bad)
                continue
            parsed.returns.append({"descricao": what, "periodo": period, _COLUMN: value})
            if repaired:
                parsed.repaired.append(Repair(address, text_of_cell(cell), str(value)))
