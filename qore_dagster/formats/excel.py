"""Excel workbooks of a fund's day, both layouts, to the canonical portfolio.

Belongs here: telling the layouts apart by their titles, what stands before the sections, the order of reading. Does
not: sections and columns (`excel_legacy_fields`, `excel_new_fields`), what a section is (`excel_blocks`), how it is
read (`sheet_reader`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qore_dagster.formats import excel_legacy_fields as legacy
from qore_dagster.formats import excel_new_fields as new
from qore_dagster.formats.element_map import normal_code
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.excel_blocks import Block, Found, split
from qore_dagster.formats.identifiers import cnpj_of, is_valid_cnpj
from qore_dagster.formats.numbers import places_of
from qore_dagster.formats.report import Outcome, ReportFile
from qore_dagster.formats.sheet_reader import SheetReader
from qore_dagster.formats.workbook import Cell, Cells, first_sheet, is_workbook, place
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import BadRow, ParsedPortfolio, Row

_CNPJ_DIGITS = 11  # of 14: the zeros before the others may be lost
_QUOTA_PLACES = 6  # a cell drops trailing zeros: the places that quotas have at least
_CENTS = Decimal("0.05")
_REAL = "BRL"  # of the totals; each account says its own currency


@dataclass(frozen=True, slots=True)
class ExcelParser:
    """The reader of one layout.

    Attributes:
        layout: its name for people.
        margin: empty columns at the left.
        blocks: its sections.
        marks: titles of which one must be there.
        net_worth: title of the section that tells the net worth.
    """

    layout: str
    margin: int
    blocks: tuple[Block, ...]
    marks: frozenset[str]
    net_worth: str
    file_type: FileType = FileType.CARTEIRA_EXCEL

    def can_parse(self, file: ReportFile) -> bool:
        """Whether it is a workbook with the layout's titles in its column."""
        if not is_workbook(file):
            return False
        try:
            rows = first_sheet(file)
        except FormatError:
            return False
        return any(
            isinstance(cell := (row[self.margin] if len(row) > self.margin else None), str)
            and normal_code(cell).rstrip(":") in self.marks
            for row in rows
        )

    def parse(self, file: ReportFile) -> Iterator[Outcome]:
        """Read the workbook's one portfolio.

        Raises:
            FormatError: no date, no net worth, or a section whose documented columns are not all there.
        """
        rows = first_sheet(file)
        before, sections = split(rows, self.margin, self.blocks)
        parsed = ParsedPortfolio(
            {
                "moeda": _REAL,
                "formato": FileType.CARTEIRA_EXCEL.value,
                "arquivo": file.name,
                "sha256": file.sha256,
                **_identity(before, self.margin, file.name),
            }
        )
        if not any(normal_code(found.title).rstrip(":") == normal_code(self.net_worth) for found in sections):
            raise FormatError(
                f"a planilha não traz a seção {self.net_worth!r}; encontradas: "
                f"{', '.join(found.title for found in sections) or 'nenhuma'}",
                "o layout da planilha mudou: abra um chamado com o arquivo",
                file=file.name,
            )
        reader = SheetReader(parsed, file.name, self.margin)
        for found in sections:
            if found.block is None and normal_code(found.title) == normal_code(legacy.RETURNS_TITLE):
                _read_returns(parsed, found)
            else:
                reader.read(found)
        _count_places(parsed.portfolio)
        _compare_totals(parsed, file.name)
        yield parsed.finish()


EXCEL_LEGACY = ExcelParser(
    "Excel legado",
    legacy.MARGIN,
    legacy.BLOCKS,
    frozenset({normal_code(legacy.NET_WORTH_TITLE)}),
    legacy.NET_WORTH_TITLE,
)
EXCEL_NEW = ExcelParser(
    "Excel novo",
    new.MARGIN,
    new.BLOCKS,
    frozenset({normal_code(new.TOTALS_TITLE), normal_code(new.HOLDINGS_TITLE)}),
    new.TOTALS_TITLE,
)


def _identity(before: Sequence[tuple[int, Cells]], margin: int, name: str) -> Row:
    """Name, CNPJ and date, from what stands above the first section."""
    cells = [(number, at, cell) for number, row in before for at, cell in enumerate(row) if cell is not None]
    dates = {cell: place(number, margin + at) for number, at, cell in cells if isinstance(cell, date)}
    if len(dates) != 1:
        found = ", ".join(f"{day:%d/%m/%Y} em {at}" for day, at in dates.items()) or "nenhuma"
        raise FormatError(
            f"a planilha não diz, acima da primeira seção, uma data de posição (encontradas: {found})",
            "abra um chamado com o arquivo: a data nunca é tirada do nome",
            file=name,
        )
    titles = [cell for _, at, cell in cells if at == 0 and isinstance(cell, str)]
    numbers = [number for _, _, cell in cells if (number := _cnpj(cell))]
    return {
        "data_pos": next(iter(dates)),
        "nome": titles[0] if titles else None,
        "cnpj": numbers[0] if numbers else None,
    }


def _cnpj(cell: Cell) -> str | None:
    """A CNPJ typed as text, or as a number, which loses zeros; never a date, whose digits may be valid as well."""
    if isinstance(cell, Decimal):
        text = f"{cell:f}"
    elif isinstance(cell, str):
        text = cell
    else:
        return None
    if sum(character.isalnum() for character in text) < _CNPJ_DIGITS:
        return None
    number = cnpj_of(text)
    return number if number is not None and is_valid_cnpj(number) else None


def _read_returns(parsed: ParsedPortfolio, found: Found) -> None:
    """A table of its own: periods are headings, what they are of stands in the first column."""
    if not found.rows:
        return
    (_, head), *rows = found.rows
    for number, cells in rows:
        for at, cell in enumerate(cells[1:], start=1):
            if cell is None:
                continue
            parsed.see("returns", found.title)
            row: Row = {
                "descricao": str(cells[0]) if cells[0] is not None else None,
                "periodo": str(head[at]) if at < len(head) and head[at] is not None else None,
                "rentabilidade": cell if isinstance(cell, Decimal) else None,
            }
            if all(value is not None for value in row.values()):
                parsed.returns.append(row)
            else:
                reason = f"{cell!r} não é uma rentabilidade com título e período"
                at_cell = place(number, legacy.MARGIN + at)
                parsed.set_apart("returns", found.title, BadRow(at_cell, number + 1, reason, str(cell)))


def _count_places(portfolio: Row) -> None:
    quota = portfolio.get("valorcota")
    if isinstance(quota, Decimal):
        portfolio["casas_cota"] = max(places_of(f"{quota:f}"), _QUOTA_PLACES)


def _compare_totals(parsed: ParsedPortfolio, name: str) -> None:
    """Say where a section does not add up to the total that the sheet gives of it."""
    for section, total in parsed.section_totals.items():
        rows = [row for row in parsed.holdings if row.get("secao_origem") == section]
        values = [value for row in rows if isinstance(value := row.get("valor_mercado"), Decimal)]
        if rows and abs(sum(values, Decimal(0)) - total) > _CENTS:
            parsed.warnings.append(f"{name}: a seção {section} soma {sum(values)}, e o total dela diz {total}")
