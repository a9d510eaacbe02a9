"""What is kept while one sheet is read: where a thing stood, and what became of it besides being a record.

Belongs here: addresses in messages, and how unknown, quarantined and repaired things are written down. Does not: when
(`sheet_rows`).
"""

from dataclasses import dataclass

from qore_dagster.formats.workbook_cells import Line, Sheet, text_of_cell, text_of_line
from qore_dagster.model.parsed import ParsedPortfolio, Repair, Row, Value
from qore_dagster.model.tables import DETAILS


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet while it is read.

    Attributes:
        sheet: for addresses.
        file_name: for messages.
        parsed: receives everything.
    """

    sheet: Sheet
    file_name: str
    parsed: ParsedPortfolio

    def warn(self, line: Line, what: str) -> None:
        """Note something odd at a row."""
        where = self.sheet.address(line)
        self.parsed.warnings.append(f"{self.file_name}, linha {line.number}, {where}: {what}")

    def keep_unknown(self, line: Line, section: str = "", place: int | None = None, header: str = "") -> None:
        """Keep a row, or one cell of it, that no table names."""
        content = text_of_line(line) if place is None else text_of_cell(line.at(place))
        where = " / ".join(filter(None, (self.sheet.address(line, place), section, header)))
        self.parsed.unknown.append({"caminho": where, "linha": line.number, "conteudo": content})

    def keep_detail(self, section: str, owner: Row, header: str, text: str) -> None:
        """Keep a fact that has no column of its own.

        Args:
            section: the section as the file names it.
            owner: `tabela` and `linha_tabela` of the row that it belongs to.
            header: of the column.
            text: of the cell.
        """
        self.parsed.see(DETAILS.name, section)
        self.parsed.details.append({**owner, "bloco": section, "campo": header, "valor": text})

    def quarantine(self, line: Line, place: int, table: str, section: str, *, reason: str) -> None:
        """Put a row away that cannot be read."""
        self.parsed.quarantine.append(
            {
                "tabela": table,
                "secao_origem": section,
                "caminho": self.sheet.address(line, place),
                "linha": line.number,
                "motivo": reason,
                "conteudo": text_of_line(line),
            }
        )

    def repair(self, line: Line, place: int, value: Value) -> Repair:
        """A value that was repaired while a cell was read."""
        return Repair(self.sheet.address(line, place), text_of_cell(line.at(place)), str(value))
