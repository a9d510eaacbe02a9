"""What stands above the first section of a sheet: the fund's name, its CNPJ, the date of the position.

Belongs here: how they are found among cells whose places no source tells. Does not: the sections.

Source: the new layout has the fund's full name in A1; all else here is assumed, so it is found by what it is: a date,
a CNPJ with right check digits. The file's name is never asked: it says neither the year (legacy) nor the fund (new).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from qore_dagster.formats.element_map import normal_code
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import cnpj_of, is_valid_cnpj
from qore_dagster.formats.sheet_cells import date_in
from qore_dagster.formats.sheet_fields import label_of
from qore_dagster.formats.sheet_reading import SheetReading
from qore_dagster.formats.workbook_cells import Cell, Line, text_of_cell
from qore_dagster.model.parsed import Row

_DATE = re.compile(r"(?<!\d)(\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2})(?!\d)", re.ASCII)
_CNPJ = re.compile(r"(?<![\dA-Z])([\dA-Z]{2}\.?[\dA-Z]{3}\.?[\dA-Z]{3}/?[\dA-Z]{4}-?\d{2})(?![\dA-Z])", re.ASCII)
_LABELS = frozenset({"FUNDO", "NOMEDOFUNDO", "NOME", "CNPJ", "CNPJDOFUNDO", "DATA", "DATADAPOSICAO", "DATABASE"})
_POSITION = "POSICAO"  # what a date's row says if there are other dates
_LONGEST_CNPJ = 14


def top_of(lines: Sequence[Line], reading: SheetReading) -> Row:
    """Find name, CNPJ and date; cells that are none of them are kept as unknown.

    Returns:
        `nome`, `cnpj` and `data_pos`; the first two may be None.

    Raises:
        FormatError: there is no date, or there are several and none is told to be the position's.
    """
    cells = [(line, place, line.cells[place]) for line in lines for place in line.filled]
    dates = [(line, found) for line, _, cell in cells for found in _dates(cell)]
    numbers = list(dict.fromkeys(found for _, _, cell in cells for found in _cnpjs(cell)))
    name: str | None = None
    for line, place, cell in cells:
        if any(_dates(cell)) or any(_cnpjs(cell)) or label_of(text_of_cell(cell)) in _LABELS:
            continue
        if name is None and isinstance(cell, str):
            name = " ".join(cell.split())
        else:
            reading.keep_unknown(line, place=place)
    if len(numbers) > 1:
        reading.warn(lines[0], f"mais de um CNPJ acima das seções, nenhum tomado como o do fundo: {', '.join(numbers)}")
    return {
        "nome": name,
        "cnpj": numbers[0] if len(numbers) == 1 else None,
        "data_pos": _position_date(dates, reading),
    }


def _position_date(dates: Sequence[tuple[Line, date]], reading: SheetReading) -> date:
    found = set(dict.fromkeys(day for _, day in dates))
    if len(found) > 1:
        found = {day for line, day in dates if any(_POSITION in normal_code(text_of_cell(cell)) for cell in line.cells)}
    if len(found) == 1:
        return found.pop()
    several = ", ".join(f"{day:%d/%m/%Y}" for day in sorted({day for _, day in dates}))
    raise FormatError(
        f"há mais de uma data acima das seções e nenhuma diz ser a da posição: {several}"
        if several
        else "o arquivo não traz a data da posição acima das seções; ela não é tirada do nome do arquivo",
        "abra um chamado com o arquivo, e use o XML deste dia enquanto isso",
        file=reading.file_name,
        path=reading.sheet.name,
    )


def _dates(cell: Cell) -> Iterator[date]:
    if isinstance(cell, date):
        yield cell
    elif isinstance(cell, str):
        for text in _DATE.findall(cell):
            try:
                found = date_in(text)
            except ValueError:
                continue
            if found:
                yield found


def _cnpjs(cell: Cell) -> Iterator[str]:
    """The valid CNPJs of a cell; a number may have lost its zeros."""
    if isinstance(cell, Decimal):
        text = f"{cell:f}"
        texts = [text.zfill(_LONGEST_CNPJ)] if text.isdecimal() and len(text) <= _LONGEST_CNPJ else []
    else:
        texts = _CNPJ.findall(cell.upper()) if isinstance(cell, str) else []
    for text in texts:
        found = cnpj_of(text)
        if found and is_valid_cnpj(found):
            yield found
