"""The daily portfolio as a PDF: the fund, the date, the header's figures and each section's total; no rows.

Belongs here: which labels stand before which figures, and how they are found. Does not: the text itself (`pdf_text`).
Positions are not read: the PDF is there to check the other formats by, and its rows cannot be told apart for sure.

Source: none was published; the whole layout is assumed. So figures are found by their labels wherever they stand, and
what is not found, or found with two values, is None and said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import cnpj_of, is_valid_cnpj
from qore_dagster.formats.pdf_text import is_pdf, lines_of
from qore_dagster.formats.report import Outcome, ReportFile
from qore_dagster.formats.sheet_cells import date_in
from qore_dagster.formats.sheet_fields import label_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.tables import PORTFOLIO

# A figure's label, and the column of the portfolio that it is.
FIGURES = {
    "Patrimônio Líquido": "patliq",
    "Valor da Cota": "valorcota",
    "Quantidade de Cotas": "quantidade",
    "Total de Ativos": "valorativos",
    "Valores a Receber": "valorreceber",
    "Valores a Pagar": "valorpagar",
    "Cotas a Emitir": "vlcotasemitir",
    "Cotas a Resgatar": "vlcotasresgatar",
}
_BY_LABEL = {label_of(label): column for label, column in FIGURES.items()}
_NUMBER = re.compile(r"(?<![\w/.,\-])-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?![\w/.,\-])", re.ASCII)
_DATE = re.compile(r"data\s+(?:da\s+posi[çc][ãa]o|base)\W{0,3}(\d{2}/\d{2}/\d{4})", re.IGNORECASE)
_CNPJ = re.compile(r"\bCNPJ\W{0,3}([\dA-Z]{2}\.?[\dA-Z]{3}\.?[\dA-Z]{3}/?[\dA-Z]{4}-?\d{2})(?!\w)", re.IGNORECASE)
_TOTAL = re.compile(r"total\s+(?:de\s+|da\s+|do\s+)?(.+?)\W*", re.IGNORECASE)
_CURRENCY = "R$"
_TELLING = ("data_pos", "patliq", "valorcota")  # without any of them it is another PDF


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number of the text: what stands before it (since the number before), and the number as printed."""

    label: str
    text: str

    @property
    def value(self) -> Decimal:
        return Decimal(self.text.replace(".", "").replace(",", "."))


class CarteiraPdfParser:
    """PDFs; whether one is a portfolio shows when it is read, so that one that cannot be read says why."""

    file_type = FileType.CARTEIRA_PDF
    layout = "PDF"

    def can_parse(self, file: ReportFile) -> bool:
        """Whether the file is a PDF."""
        return is_pdf(file)

    def parse(self, file: ReportFile) -> Iterator[Outcome]:
        """Read the one portfolio of the file.

        Raises:
            FormatError: damaged, locked, without text, or another PDF altogether.
        """
        lines = lines_of(file)
        figures = [figure for line in _joined(lines) for figure in _figures(line)]
        warnings: list[str] = []
        portfolio: Row = {
            **dict.fromkeys(name for name in PORTFOLIO.columns if name != "fundo"),
            **_header(figures, warnings),
            "nome": _name(lines, warnings),
            "cnpj": _cnpj(lines, warnings),
            "data_pos": _day(lines, warnings),
            "moeda": "BRL",  # figures have no other sign than R$
            "formato": self.file_type.value,
            "arquivo": file.name,
            "sha256": file.sha256,
        }
        if all(portfolio[name] is None for name in _TELLING):
            raise FormatError(
                "o PDF não parece uma carteira diária: não traz data da posição, patrimônio líquido nem valor da cota; "
                f"começa por {lines[0][:80]!r}",
                "confira se é mesmo um relatório de carteira; se o layout mudou, abra um chamado com o arquivo",
                file=file.name,
            )
        parsed = ParsedPortfolio(portfolio, warnings=[f"{file.name}: {warning}" for warning in warnings])
        parsed.section_totals = _totals(lines, figures)
        yield parsed.finish()


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines; a figure that stands alone goes to the label in the line before."""
    label = ""
    for line in lines:
        if label and _NUMBER.fullmatch(line.removeprefix(_CURRENCY).strip()):
            yield f"{label} {line}"
            label = ""
            continue
        if label:
            yield label
        label = line if label_of(line) in _BY_LABEL else ""
        if not label:
            yield line
    if label:
        yield label


def _figures(line: str) -> Iterator[_Figure]:
    start = 0
    for number in _NUMBER.finditer(line):
        yield _Figure(line[start : number.start()].strip().removesuffix(_CURRENCY).strip(), number[0])
        start = number.end()


def _header(figures: Sequence[_Figure], warnings: list[str]) -> Row:
    found: dict[str, list[_Figure]] = {column: [] for column in FIGURES.values()}
    for figure in figures:
        column = _BY_LABEL.get(label_of(figure.label))
        if column is not None:
            found[column].append(figure)
    row: Row = {}
    for label, column in FIGURES.items():
        values = list(dict.fromkeys(figure.value for figure in found[column]))
        row[column] = values[0] if len(values) == 1 else None
        if len(values) != 1:
            warnings.append(_not_found(label, [figure.text for figure in found[column]]))
    row["casas_cota"] = None if row["valorcota"] is None else len(found["valorcota"][0].text.partition(",")[2])
    return row


def _day(lines: Sequence[str], warnings: list[str]) -> date | None:
    texts = list(dict.fromkeys(text for line in lines for text in _DATE.findall(line)))
    try:
        days = [day for text in texts if (day := date_in(text)) is not None]
    except ValueError:
        days = []
    if len(days) == 1:
        return days[0]
    warnings.append(_not_found("Data da Posição", texts))
    return None


def _cnpj(lines: Sequence[str], warnings: list[str]) -> str | None:
    texts = list(dict.fromkeys(text for line in lines for text in _CNPJ.findall(line)))
    numbers = [number for text in texts if (number := cnpj_of(text)) and is_valid_cnpj(number)]
    if len(numbers) == 1:
        return numbers[0]
    warnings.append(_not_found("CNPJ", texts))
    return None


def _name(lines: Sequence[str], warnings: list[str]) -> str | None:
    """The line above the fund's CNPJ, or what stands before it in the same line."""
    place = next((place for place, line in enumerate(lines) if _CNPJ.search(line)), None)
    before = "" if place is None else lines[place][: lines[place].upper().index("CNPJ")].strip(" -–|:,")
    name = before or (lines[place - 1] if place else "")
    labels = {label_of(label) for label in (name, *(figure.label for figure in _figures(name)))}
    if any(map(str.isalpha, name)) and not labels & _BY_LABEL.keys():
        return name
    warnings.append(_not_found("nome do fundo", []))
    return None


def _totals(lines: Sequence[str], figures: Sequence[_Figure]) -> dict[str, Decimal]:
    """Each `Total <title>` whose title stands alone in a line, by the title as it stands there."""
    titles = {label_of(line): line for line in lines}
    totals: dict[str, Decimal] = {}
    for figure in figures:
        match = _TOTAL.fullmatch(figure.label)
        title = titles.get(label_of(match[1])) if match else None
        if title is not None and label_of(figure.label) not in _BY_LABEL:
            totals[title] = totals.get(title, Decimal(0)) + figure.value
    return totals


def _not_found(what: str, texts: Sequence[str]) -> str:
    if texts:
        return f"{what}: nenhum valor certo entre os encontrados ({', '.join(dict.fromkeys(texts))}); não foi lido"
    return f"{what}: não encontrado no PDF"
