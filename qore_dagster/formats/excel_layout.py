"""A workbook of one layout to the canonical portfolio: what both Excel layouts have in common.

Belongs here: recognition, the order of reading, and what a workbook must have. Does not: the layouts' tables
(`excel_legacy_fields`, `excel_new_fields`), rows and cells (`sheet_rows`).
"""

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import is_valid_cnpj
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.sheet_blocks import Block, blocks_of, header_in, recognised
from qore_dagster.formats.sheet_fields import Layout
from qore_dagster.formats.sheet_reading import SheetReading
from qore_dagster.formats.sheet_rows import read_section
from qore_dagster.formats.sheet_top import top_of
from qore_dagster.formats.workbook import is_workbook, read_workbook
from qore_dagster.formats.workbook_cells import Sheet, text_of_line
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.tables import PORTFOLIO

_SHOWN = 6  # rows of a workbook that is not ours, in the message


def is_of(layout: Layout, file: ReportFile) -> bool:
    """Whether a file is a workbook with the titles of a layout; whether it can be read is another question."""
    if not is_workbook(file):
        return False
    try:
        return any(recognised(layout, sheet) for sheet in read_workbook(file))
    except FormatError:
        return False


def parse_workbook(layout: Layout, file: ReportFile) -> ParsedPortfolio:
    """Read the one portfolio of a workbook.

    Raises:
        FormatError: no workbook, not of this layout, or a section without which there is no portfolio is missing or
            has other columns; says what was expected and what was found.
    """
    sheets = read_workbook(file)
    sheet = next((sheet for sheet in sheets if recognised(layout, sheet)), None)
    if sheet is None:
        raise _not_of(layout, file, sheets)
    parsed = ParsedPortfolio(_empty(layout, file))
    reading = SheetReading(sheet, file.name, parsed)
    above, blocks = blocks_of(layout, sheet)
    _check_sections(layout, blocks, reading)
    parsed.portfolio.update(top_of(above, reading))
    for block in blocks:
        _read(block, reading)
    if parsed.portfolio["patliq"] is None:
        raise FormatError("o arquivo não traz o patrimônio líquido", file=file.name, path=sheet.name)
    _warn_of_the_rest(sheets, sheet, parsed, file)
    return parsed.finish()


def _empty(layout: Layout, file: ReportFile) -> Row:
    portfolio: Row = dict.fromkeys(name for name in PORTFOLIO.columns if name != "fundo")
    known = {"formato": layout.file_type.value, "arquivo": file.name, "sha256": file.sha256, "moeda": layout.currency}
    return {**portfolio, **known}


def _read(block: Block, reading: SheetReading) -> None:
    if block.section is None:
        for line in (block.title, *block.lines):
            reading.keep_unknown(line, block.name)
        reading.warn(block.title, f"seção desconhecida {block.name!r}: {len(block.lines)} linhas mantidas em unknown")
        return
    header = header_in(block, block.section, reading.sheet, reading.file_name)
    if header is not None:
        read_section(block, block.section, header, reading)
        return
    for line in block.lines:
        reading.keep_unknown(line, block.name)


def _check_sections(layout: Layout, blocks: list[Block], reading: SheetReading) -> None:
    there = [block.name for block in blocks]
    known = {block.section.title for block in blocks if block.section is not None}
    missing = [section.title for section in layout.sections if section.required and section.title not in known]
    if missing:
        raise FormatError(
            f"o layout é o {layout.name}, mas falta a seção {', '.join(missing)}; "
            f"seções encontradas: {', '.join(there)}",
            file=reading.file_name,
            path=reading.sheet.name,
        )


def _warn_of_the_rest(sheets: list[Sheet], sheet: Sheet, parsed: ParsedPortfolio, file: ReportFile) -> None:
    others = [f"{other.name} ({len(other.lines)} linhas)" for other in sheets if other is not sheet and other.lines]
    if others:
        parsed.warnings.append(f"{file.name}: outras planilhas do arquivo, que não foram lidas: {', '.join(others)}")
    numbers = [row.get("cnpj_emissor") for row in parsed.holdings]
    wrong = dict.fromkeys(number for number in numbers if isinstance(number, str) and not is_valid_cnpj(number))
    if wrong:
        parsed.warnings.append(f"{file.name}: CNPJ com dígito verificador errado: {', '.join(wrong)}")


def _not_of(layout: Layout, file: ReportFile, sheets: list[Sheet]) -> FormatError:
    titles = ", ".join(section.title for section in layout.sections)
    found = [text_of_line(line)[:80] for sheet in sheets for line in sheet.lines][:_SHOWN]
    return FormatError(
        f"não é uma carteira no layout {layout.name}: esperados os títulos {titles}; "
        f"encontrado: {'; '.join(found) or 'nenhuma linha'}",
        "confira se é mesmo um relatório de carteira; se o layout mudou, abra um chamado com o arquivo",
        file=file.name,
    )
