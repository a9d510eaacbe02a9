"""What stands above the first section of a sheet: the fund's name, its CNPJ, the date of the position.

Belongs here: how they are found among cells whose places no source tells. Does not: the sections (`excel_blocks`), what
is done where the date is missing (`excel`).

Source: the new layout has the fund's full name in A1. All else is found by what it is: a date, a CNPJ with right check
digits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from qore_dagster.formats.element_map import normal_code
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import cnpj_of, is_valid_cnpj
from qore_dagster.formats.sheet_cells import date_in
from qore_dagster.formats.workbook_cells import Cell, Line, place, text_of_cells

_DATE = re.compile(r"(?<![\d/.-])(\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}|\d{2}-\d{2}-\d{4})(?![\d/-])", re.ASCII)
_CNPJ = re.compile(r"(?<![\dA-Z])([\dA-Z]{2}\.?[\dA-Z]{3}\.?[\dA-Z]{3}/?[\dA-Z]{4}-?\d{2})(?![\dA-Z])", re.ASCII)
_FEWEST_DIGITS = 11  # of a CNPJ that is a number, of 14: the zeros before them may be lost
_CNPJ_LENGTH = 14
_LABEL = re.compile(
    r"(?:DATA|CNPJ(?:/MF)?)(?:BASE|(?:D[AEO])?(?:POSICAO|REFERENCIA|CARTEIRA|COTA|EMISSAO|FUNDO|CLASSE))?(?:N[Oo.°]*)?[:.-]*"
)
"""A whole text that announces what stands beside it, or stood in it; as `normal_code` writes it."""
_OF_POSITION = "POSICAO"
_OF_MAKING = re.compile(r"EMISSAO|EMITID|GERAD|GERACAO|IMPRES|PROCESSA|EXTRACAO|EXTRAID")
"""What a row says whose date is that of the file, and not of the position."""


@dataclass(slots=True)
class Top:
    """What the sheet says of itself.

    Attributes:
        name: the fund's.
        cnpj: the fund's; None where there are several, for nothing tells which of them it is.
        day: of the position.
        warnings: what a person should know (Portuguese).
    """

    name: str | None = None
    cnpj: str | None = None
    day: date | None = None
    warnings: list[str] = field(default_factory=list[str])


def read_top(lines: Sequence[Line], margin: int, file_name: str) -> Top:
    """Find name, CNPJ and date.

    Args:
        lines: the rows above the first section, without the margin.
        margin: empty columns at the left.
        file_name: for messages.

    Raises:
        FormatError: there are several dates, and none is told to be the position's.
    """
    top = Top(day=_day(lines, margin, file_name))
    numbers = list(dict.fromkeys(number for _, cells in lines for cell in cells for number in _cnpjs(cell)))
    if len(numbers) == 1:
        top.cnpj = numbers[0]
    elif numbers:
        told = f"{file_name}: mais de um CNPJ acima das seções, nenhum tomado como o do fundo: {', '.join(numbers)}"
        top.warnings.append(told)
    titles = (cells[0] for _, cells in lines)
    top.name = next((title for title in titles if isinstance(title, str) and not _announces(title)), None)
    return top


def _announces(text: str) -> bool:
    """Whether a text is a label or a CNPJ, and so no name; a name may begin as a label does."""
    rest = normal_code(_CNPJ.sub("", _DATE.sub("", text.upper())))
    return not rest or _LABEL.fullmatch(rest) is not None


def _day(lines: Sequence[Line], margin: int, file_name: str) -> date | None:
    of_position: dict[date, str] = {}
    of_nothing: dict[date, str] = {}
    for number, cells in lines:
        said = normal_code(text_of_cells(cells))
        found = {day: place(number, margin + at) for at, cell in enumerate(cells) for day in _dates(cell)}
        if _OF_POSITION in said:
            of_position |= found
        elif not _OF_MAKING.search(said):
            of_nothing |= found
    dates = of_position or of_nothing
    if len(dates) > 1:
        told = ", ".join(f"{day:%d/%m/%Y} em {at}" for day, at in dates.items())
        raise FormatError(
            f"a planilha traz, acima da primeira seção, mais de uma data, e nenhuma diz ser a da posição: {told}",
            "abra um chamado com o arquivo, e use o XML deste dia enquanto isso",
            file=file_name,
        )
    return next(iter(dates), None)


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
    """CNPJs with right check digits; never a date, whose digits may be right as well."""
    if isinstance(cell, Decimal):
        text = f"{cell:f}"
        texts = [text] if text.isdecimal() and _FEWEST_DIGITS <= len(text) <= _CNPJ_LENGTH else []
    else:
        texts = _CNPJ.findall(cell.upper()) if isinstance(cell, str) else []
    for text in texts:
        number = cnpj_of(text)
        if number is not None and is_valid_cnpj(number):
            yield number
