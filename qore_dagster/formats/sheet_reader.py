"""The rows of a sheet's sections, to the canonical portfolio.

Belongs here: matching headings with the stated columns, what becomes of a row that cannot be read. Does not: what a
cell holds for its column (`sheet_cells`), finding the sections (`excel_blocks`), what a layout has
(`excel_legacy_fields`, `excel_new_fields`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.excel_blocks import Block, Found, Heading, adds_up, is_subtotal
from qore_dagster.formats.sheet_cells import value_of
from qore_dagster.formats.workbook_cells import CellError, Cells, Line, place, text_of_cell, text_of_cells
from qore_dagster.model.fields import FieldType
from qore_dagster.model.parsed import BadRow, ParsedPortfolio, Repair, Row

_ADDED_UP = frozenset({"valor_mercado", "valor", "saldo"})


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is on the sheet and is read.

    Attributes:
        at: where in the row.
        heading: what it is.
        name: of the canonical column; empty for a detail of the row.
        kind: of the canonical column.
    """

    at: int
    heading: Heading
    name: str
    kind: FieldType


class SheetReader:
    """Reads the sections of one sheet into one portfolio.

    Args:
        parsed: the portfolio, with its provenance.
        file_name: for messages.
        margin: empty columns at the left.
        epoch: of the workbook.
    """

    def __init__(self, parsed: ParsedPortfolio, file_name: str, margin: int, epoch: date) -> None:
        self._parsed = parsed
        self._file_name = file_name
        self._margin = margin
        self._epoch = epoch

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
        place_of_head = _head(block, found.rows)
        for number, cells in found.rows[:place_of_head]:
            self._not_understood(number, found.title, cells)
        (head_row, head), *rest = found.rows[place_of_head:]
        columns = self._columns(block, found.title, head_row, head)
        done = False
        late: list[str] = []
        for at, (number, cells) in enumerate(rest):
            if found.is_total(cells) or (not done and adds_up(cells, islice(rest, at))):
                self._total(found.title, columns, number, cells)
                done = True
            elif is_subtotal(cells):
                continue
            elif done or _is_remark(cells):
                self._not_understood(number, found.title, cells)
                late += [] if _is_remark(cells) else [place(number, self._margin)]
            else:
                self._row(block, found.title, columns, number, cells)
        if late:
            told = "linhas depois do total dela, não lidas" if late[1:] else "linha depois do total dela, não lida"
            self._warn(f"seção {_section(found.title)}: {told}: {_names(late)}")

    def _columns(self, block: Block, title: str, head_row: int, head: Cells) -> list[_Column]:
        matched: dict[int, Heading] = {}
        unmapped: list[str] = []
        for at, cell in enumerate(head):
            if cell is None:
                continue
            heading = next((h for h in block.headings if h.names(str(cell)) and h not in matched.values()), None)
            if heading is None:
                unmapped.append(str(cell))
                self._not_understood(head_row, f"{title}/{cell}", (cell,))
            else:
                matched[at] = heading
        missing = [h for h in block.headings if h not in matched.values()]
        documented = [heading.text for heading in missing if not heading.assumed]
        if documented:
            raise FormatError(
                f"seção {title!r}: esperavam-se as colunas {_names(h.text for h in block.headings)}; "
                f"{'faltam' if documented[1:] else 'falta'} {_names(documented)}; "
                f"encontradas: {_names(str(cell) for cell in head if cell is not None)}",
                "o layout da planilha mudou: abra um chamado com o arquivo",
                file=self._file_name,
                line=head_row + 1,
            )
        if missing:
            told = "faltam as colunas" if missing[1:] else "falta a coluna"
            self._warn(f"seção {title}: {told} {_names(h.text for h in missing)}")
        if unmapped:
            told = "colunas não lidas" if unmapped[1:] else "coluna não lida"
            self._warn(f"seção {title}: {told}: {_names(unmapped)}")
        kinds = {known.name: known.type for known in block.table.fields}
        return [
            _Column(at, heading, heading.column, kinds.get(heading.column, FieldType.TEXT))
            for at, heading in matched.items()
            if heading.column is not None
        ]

    def _row(self, block: Block, title: str, columns: list[_Column], number: int, cells: Cells) -> None:
        table = block.table
        section = _section(title)
        rows = self._parsed.rows(table.name)
        if table.name != "portfolio":
            self._parsed.see(table.name, section)
        row: Row = {}
        details: list[tuple[str, str]] = []
        repairs: list[Repair] = []
        try:
            for column in columns:
                if column.at >= len(cells) or cells[column.at] is None:
                    continue
                if not column.name or not self._read_cell(column, number, cells, row, repairs):
                    details.append((column.heading.text, text_of_cell(cells[column.at])))
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

    def _read_cell(self, column: _Column, number: int, cells: Cells, row: Row, repairs: list[Repair]) -> bool:
        """Read a cell into its column; False where it is a text that is a detail instead."""
        cell, at = cells[column.at], place(number, self._margin + column.at)
        try:
            value, repaired = value_of(cell, column.kind, column.name, self._epoch)
        except ValueError as error:
            if column.heading.or_text and isinstance(cell, str):
                return False
            raise ValueError(f"{at}, coluna {column.heading.text}: {error}") from None
        row[column.name] = value
        if repaired:
            text = f"{value:f}" if isinstance(value, Decimal) else str(value)
            repairs.append(Repair(at, text_of_cell(cell), text))
        return True

    def _quarantine(self, table: str, section: str, number: int, reason: str, cells: Cells) -> None:
        if table == "portfolio":
            raise FormatError(reason, file=self._file_name, line=number + 1)
        bad = BadRow(place(number, self._margin), number + 1, reason, text_of_cells(cells))
        self._parsed.set_apart(table, section, bad)

    def _total(self, title: str, columns: list[_Column], number: int, cells: Cells) -> None:
        """What the sheet itself says a section adds up to: the value's column."""
        for column in columns:
            total = cells[column.at] if column.at < len(cells) else None
            if column.name not in _ADDED_UP:
                continue
            if isinstance(total, Decimal):
                self._parsed.section_totals[_section(title)] = total
            elif isinstance(total, CellError):
                at = place(number, self._margin + column.at)
                self._warn(f"seção {title}: o total em {at} não tem valor: {total.reason}")

    def _not_understood(self, number: int, where: str, cells: Cells) -> None:
        self._parsed.unknown.append(
            {
                "caminho": f"{where} ({place(number, self._margin)})",
                "linha": number + 1,
                "conteudo": text_of_cells(cells),
            }
        )

    def _warn(self, what: str) -> None:
        self._parsed.warnings.append(f"{self._file_name}: {what}")


def _head(block: Block, rows: Sequence[Line]) -> int:
    """Which row has the headings: the first with all that are documented, else the first of all, which lacks some."""
    documented = [heading for heading in block.headings if not heading.assumed]
    for at, (_, cells) in enumerate(rows):
        texts = [cell for cell in cells if isinstance(cell, str)]
        if all(any(map(heading.names, texts)) for heading in documented):
            return at
    return 0


def _is_remark(cells: Cells) -> bool:
    """Whether a row has one text and nothing else: a note or a footer, for a record has a number or a second text."""
    return len(cells) == 1 and isinstance(cells[0], str)


def _section(title: str) -> str:
    """What a section is called in the model."""
    return title.rstrip(": ")


def _names(texts: Iterable[str]) -> str:
    return ", ".join(texts) or "nenhuma"
