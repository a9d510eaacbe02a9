"""Excel workbooks of a fund's day, both layouts, to the canonical portfolio.

Belongs here: telling the layouts apart by their titles, which sheet is read, the order of reading, a sheet without a
date. Does not: sections and columns (`excel_legacy_fields`, `excel_new_fields`), what stands before the sections
(`excel_top`), what a section is (`excel_blocks`), how it is read (`sheet_reader`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qore_dagster.formats import excel_legacy_fields as legacy
from qore_dagster.formats import excel_new_fields as new
from qore_dagster.formats.element_map import normal_code
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.excel_blocks import NEARLY, Block, Found, split
from qore_dagster.formats.excel_returns import read_returns
from qore_dagster.formats.excel_top import Top, read_top
from qore_dagster.formats.numbers import places_of
from qore_dagster.formats.report import Outcome, ReportFile, Unread
from qore_dagster.formats.sheet_reader import SheetReader
from qore_dagster.formats.workbook import is_workbook, sheets_in
from qore_dagster.formats.workbook_cells import Sheet
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row

_QUOTA_PLACES = 6  # a cell drops trailing zeros: the places that quotas have at least
_REAL = "BRL"  # of the totals; each account says its own currency
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{2})[-_.](\d{2})[-_.](\d{4})(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class ExcelParser:
    """The reader of one layout.

    Attributes:
        layout: its name for people.
        margin: empty columns at the left.
        blocks: its sections.
        marks: titles of which one must be there.
        net_worth: title of the section that tells the net worth.
        answers_for_unreadable: it claims workbooks that cannot be opened as well, so that reading them says why not.
    """

    layout: str
    margin: int
    blocks: tuple[Block, ...]
    marks: frozenset[str]
    net_worth: str
    answers_for_unreadable: bool = False
    file_type: FileType = FileType.CARTEIRA_EXCEL

    def can_parse(self, file: ReportFile) -> bool:
        """Whether it is a workbook with the layout's titles in their column, on any sheet."""
        if not is_workbook(file):
            return False
        try:
            sheets = sheets_in(file)
        except FormatError:
            return self.answers_for_unreadable
        return any(map(self._has_marks, sheets))

    def parse(self, file: ReportFile) -> Iterator[Outcome]:
        """Read the workbook's one portfolio.

        A sheet without a date is read with that which is expected of the file, and says so; where none is expected
        either, the outcome is `Unread` with what there is.

        Raises:
            FormatError: it cannot be opened, has several dates, no net worth, or a section whose documented columns
                are not all there.
        """
        sheet, warnings = self._sheet(sheets_in(file), file.name)
        before, sections = split(sheet.lines, self.margin, self.blocks)
        top = read_top(before, self.margin, file.name)
        day = top.day or file.expected_date
        parsed = ParsedPortfolio(
            {
                "moeda": _REAL,
                "formato": FileType.CARTEIRA_EXCEL.value,
                "arquivo": file.name,
                "sha256": file.sha256,
                "data_pos": day,
                "nome": top.name,
                "cnpj": top.cnpj,
            },
            warnings=warnings + top.warnings,
        )
        if top.day is None and day is not None:
            told = f"vale a da partição, ou a informada: {day:%d/%m/%Y}"
            parsed.warnings.append(f"{file.name}: a planilha não traz a data da posição; {told}")
        self._read_sections(parsed, sections, sheet.epoch)
        _count_places(parsed.portfolio)
        _compare_totals(parsed, file.name)
        if day is None:
            yield _undated(parsed.finish(dated=False), top, file.name)
        else:
            yield parsed.finish()

    def _has_marks(self, sheet: Sheet) -> bool:
        return any(
            isinstance(cell := (cells[self.margin] if len(cells) > self.margin else None), str)
            and normal_code(cell).rstrip(":") in self.marks
            for _, cells in sheet.lines
        )

    def _sheet(self, sheets: tuple[Sheet, ...], file_name: str) -> tuple[Sheet, list[str]]:
        """The first sheet of the layout, one that people see before one that they do not; others are said."""
        own = sorted(filter(self._has_marks, sheets), key=lambda sheet: sheet.hidden)
        chosen = (own or sorted(sheets, key=lambda sheet: sheet.hidden))[0]
        warnings = [f"{file_name}: a carteira foi lida da aba oculta {chosen.name!r}"] if chosen.hidden else []
        others = [sheet for sheet in sheets if sheet is not chosen and sheet.lines]
        if others:
            told = ", ".join(f"{sheet.name}{' (oculta)' if sheet.hidden else ''}" for sheet in others)
            warnings.append(f"{file_name}: lida só a aba {chosen.name!r}; não lidas: {told}")
        return chosen, warnings

    def _read_sections(self, parsed: ParsedPortfolio, sections: list[Found], epoch: date) -> None:
        file_name = str(parsed.portfolio["arquivo"])
        if not any(normal_code(found.title).rstrip(":") == normal_code(self.net_worth) for found in sections):
            raise FormatError(
                f"a planilha não traz a seção {self.net_worth!r}; encontradas: "
                f"{', '.join(found.title for found in sections) or 'nenhuma'}",
                "o layout da planilha mudou: abra um chamado com o arquivo",
                file=file_name,
            )
        reader = SheetReader(parsed, file_name, self.margin, epoch)
        for found in sections:
            if found.block is None and normal_code(found.title) == normal_code(legacy.RETURNS_TITLE):
                read_returns(parsed, found, epoch)
            else:
                reader.read(found)


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
    answers_for_unreadable=True,
)


def _undated(parsed: ParsedPortfolio, top: Top, file_name: str) -> Unread:
    """What a sheet without a date is where nobody said which day it is of."""
    found = _DATE_IN_NAME.search(file_name)
    hint = f"; o nome do arquivo sugere {found[1]}/{found[2]}/{found[3]}, mas um nome não é prova" if found else ""
    fault = Fault(
        "no_date",
        f"{file_name}: a planilha não traz a data da posição acima da primeira seção{hint}",
        "confira o dia e informe-o com `qore inspect --date AAAA-MM-DD`; numa carga, vale o dia da partição",
    )
    return Unread(top.name or file_name, fault, parsed)


def _count_places(portfolio: Row) -> None:
    quota = portfolio.get("valorcota")
    if isinstance(quota, Decimal):
        portfolio["casas_cota"] = max(places_of(f"{quota:f}"), _QUOTA_PLACES)


def _compare_totals(parsed: ParsedPortfolio, name: str) -> None:
    """Say where a section does not add up to the total that the sheet gives of it."""
    for section, total in parsed.section_totals.items():
        rows = [row for row in parsed.holdings if row.get("secao_origem") == section]
        values = [value for row in rows if isinstance(value := row.get("valor_mercado"), Decimal)]
        if rows and abs(sum(values, Decimal(0)) - total) > NEARLY:
            parsed.warnings.append(f"{name}: a seção {section} soma {sum(values)}, e o total dela diz {total}")
