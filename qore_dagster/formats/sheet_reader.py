"""The rows of a sheet's sections, to the canonical portfolio.

Belongs here: matching headings with the stated columns, what a cell holds for its column, what becomes of a row that
cannot be read. Does not: finding the sections (`excel_blocks`), what a layout has (`excel_legacy_fields`,
`excel_new_fields`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.excel_blocks import Block, Found, Heading, ends_section, is_total
from qore_dagster.formats.identifiers import cnpj_of, identifier_of
from qore_dagster.formats.numbers import date_of, decimal_of, repaired_decimal_of
from qore_dagster.formats.workbook import Cell, Cells, place
from qore_dagster.model.fields import FieldType
from qore_dagster.model.parsed import BadRow, ParsedPortfolio, Repair, Row, Value

_BRAZILIAN_DATE = 10


class SheetReader:
    """Reads the sections of one sheet into one portfolio.

    Args:
        parsed: the portfolio, with its provenance.
        file_name: for messages.
        margin: empty columns at the left.
    """

    def __init__(self, parsed: ParsedPortfolio, file_name: str, margin: int) -> None:
        self._parsed = parsed
        self._file_name = file_name
        self._margin = margin

    def read(self, found: Found) -> None:
        """Read a section; an unknown one is kept row by row.

        Raises:
            FormatError: a documented heading is missing; says what was expected and what was found.
        """
        block = found.block
        if block is None:
            self._parsed.warnings.append(f"{self._file_name}: seção desconhecida: {found.title}")
            for number, cells in found.rows:
                self._not_understood(number, found.title, cells)
            return
        if not found.rows:
            return
        (head_row, head), *rest = found.rows
        columns = self._columns(block, found.title, head_row, head)
        done = False
        for number, cells in rest:
            if is_total(cells[0]):
                self._total(found.title, columns, cells)
                done = ends_section(cells[0])
            elif done:
                self._not_understood(number, found.title, cells)
            else:
                self._row(block, found.title, columns, number, cells)

    def _columns(self, block: Block, title: str, head_row: int, head: Cells) -> dict[int, Heading]:
        columns: dict[int, Heading] = {}
        unmapped: list[str] = []
        for at, cell in enumerate(head):
            if cell is None:
                continue
            heading = next((h for h in block.headings if h.names(str(cell)) and h not in columns.values()), None)
            if heading is None:
                unmapped.append(str(cell))
                self._not_understood(head_row, f"{title}/{cell}", (cell,))
            else:
                columns[at] = heading
        missing = [h for h in block.headings if h not in columns.values()]
        if any(not heading.assumed for heading in missing):
            raise FormatError(
                f"seção {title!r}: esperavam-se as colunas {_names(h.text for h in block.headings)}; "
                f"faltam {_names(h.text for h in missing if not h.assumed)}; "
                f"encontradas: {_names(str(cell) for cell in head if cell is not None)}",
                "o layout da planilha mudou: abra um chamado com o arquivo",
                file=self._file_name,
                line=head_row + 1,
            )
        if missing:
            self._parsed.warnings.append(
                f"{self._file_name}: seção {title}: faltam as colunas {_names(h.text for h in missing)}"
            )
        if unmapped:
            self._parsed.warnings.append(f"{self._file_name}: seção {title}: colunas não lidas: {_names(unmapped)}")
        return columns

    def _row(self, block: Block, title: str, columns: Mapping[int, Heading], number: int, cells: Cells) -> None:
        table = block.table
        section = title.rstrip(": ")
        rows = self._parsed.rows(table.name)
        if table.name != "portfolio":
            self._parsed.see(table.name, section)
        types = {known.name: known.type for known in table.fields}
        row: Row = {}
        details: list[tuple[str, str]] = []
        repairs: list[Repair] = []
        try:
            for at, heading in columns.items():
                cell = cells[at] if at < len(cells) else None
                if heading.column is None or cell is None:
                    continue
                if not heading.column:
                    details.append((heading.text, _text(cell)))
                    continue
                row[heading.column] = _value(
                    cell, types[heading.column], heading, place(number, self._margin + at), repairs
                )
            block.complete(row)
        except ValueError as error:
            self._quarantine(table.name, section, number, str(error), cells)
            return
        if table.name == "portfolio":
            self._parsed.portfolio |= {name: value for name, value in row.items() if value is not None}
        else:
            if "secao_origem" in table.columns:
                row["secao_origem"] = section
            rows.append(row)
        self._parsed.repaired += repairs
        self._parsed.owe("details", len(details))
        self._parsed.add_details(table.name, None if table.name == "portfolio" else len(rows), section, details)

    def _quarantine(self, table: str, section: str, number: int, reason: str, cells: Cells) -> None:
        if table == "portfolio":
            raise FormatError(reason, file=self._file_name, line=number + 1)
        bad = BadRow(place(number, self._margin), number + 1, reason, _joined(cells))
        self._parsed.set_apart(table, section, bad)

    def _total(self, title: str, columns: Mapping[int, Heading], cells: Cells) -> None:
        """What the sheet itself says a section adds up to: the value's column."""
        for at, heading in columns.items():
            total = cells[at] if at < len(cells) else None
            if heading.column in {"valor_mercado", "valor", "saldo"} and isinstance(total, Decimal):
                self._parsed.section_totals[title.rstrip(": ")] = total

    def _not_understood(self, number: int, where: str, cells: Cells) -> None:
        self._parsed.unknown.append(
            {"caminho": f"{where} ({place(number, self._margin)})", "linha": number + 1, "conteudo": _joined(cells)}
        )


def _value(cell: Cell, kind: FieldType, heading: Heading, at: str, repairs: list[Repair]) -> Value:
    try:
        return _READ[kind](cell) if kind in _READ else _text_value(cell, heading)
    except ValueError:
        repaired = repaired_decimal_of(cell) if kind.is_decimal and isinstance(cell, str) else None
        if repaired is None:
            raise ValueError(f"{at}, coluna {heading.text}: {_text(cell)!r} não é {_KIND[kind]}") from None
        repairs.append(Repair(at, str(cell), str(repaired)))
        return repaired


def _text_value(cell: Cell, heading: Heading) -> str | None:
    text = _text(cell)
    if heading.column in {"cnpj", "cnpj_emissor", "documento"}:
        return cnpj_of(text)
    return identifier_of(text) if heading.column == "isin" else text


def _decimal(cell: Cell) -> Decimal | None:
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, str):
        return decimal_of(cell)
    raise ValueError(cell)


def _date(cell: Cell) -> date | None:
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        raise ValueError(cell)
    day, _, rest = cell.partition("/")
    month, _, year = rest.partition("/")
    if len(cell) == _BRAZILIAN_DATE and rest:  # 31/12/2025
        return date(int(year), int(month), int(day))
    return date_of(cell)


_READ: Mapping[FieldType, Callable[[Cell], Value]] = {
    FieldType.MONEY: _decimal,
    FieldType.QUANTITY: _decimal,
    FieldType.PRICE: _decimal,
    FieldType.RATE: _decimal,
    FieldType.DATE: _date,
}
_KIND: Mapping[FieldType, str] = dict.fromkeys(FieldType, "um número") | {
    FieldType.DATE: "uma data",
    FieldType.TEXT: "um texto",
}


def _text(cell: Cell) -> str:
    """A cell as text: a whole number without its point, as codes are typed as numbers."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _joined(cells: Cells) -> str:
    return " | ".join("" if cell is None else _text(cell) for cell in cells)


def _names(texts: Iterator[str] | Sequence[str]) -> str:
    return ", ".join(texts) or "nenhuma"
