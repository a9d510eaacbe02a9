"""The daily portfolio as a PDF: its totals, to compare the other formats with.

Belongs here: text of the pages to totals. Does not: rows; a PDF is for people and its rows are not read.

The layout is documented nowhere: labels and numbers are looked for in the text, line by line. What is not found is null
and said.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import pypdfium2 as pdfium  # pyright: ignore[reportMissingTypeStubs] - it ships none

from qore_dagster.formats.element_map import normal_code
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import cnpj_of
from qore_dagster.formats.numbers import places_of
from qore_dagster.formats.report import Outcome, ReportFile
from qore_dagster.formats.signatures import PDF
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row

_MOST_PAGES = 500
_MOST_CHARACTERS = 5_000_000
_NUMBER = r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?"
_LABELLED = re.compile(rf"^(?P<label>\D+?)\s*(?P<number>{_NUMBER})$")
_CNPJ = re.compile(r"CNPJ\D{0,10}([0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?\d{2})")
_DAY = re.compile(r"Data da Posi\S+\s*:?\s*(\d{2})/(\d{2})/(\d{4})", re.IGNORECASE)
_TOTAL = "TOTAL"

LABELS: Mapping[str, str] = {
    "PATRIMONIOLIQUIDO": "patliq",
    "VALORDACOTA": "valorcota",
    "QUANTIDADEDECOTAS": "quantidade",
    "TOTALDEATIVOS": "valorativos",
    "VALORESARECEBER": "valorreceber",
    "VALORESAPAGAR": "valorpagar",
    "COTASAEMITIR": "vlcotasemitir",
    "COTASARESGATAR": "vlcotasresgatar",
}
"""Assumed: a label before a number, by its text without accents and blanks, and the total that it names."""


class CarteiraPdfParser:
    """The reader of totals."""

    file_type = FileType.CARTEIRA_PDF
    layout = "PDF"

    def can_parse(self, file: ReportFile) -> bool:
        """Whether it is a PDF."""
        return file.head.startswith(PDF)

    def parse(self, file: ReportFile) -> Iterator[Outcome]:
        """Read the totals of the file's one portfolio.

        Raises:
            FormatError: it cannot be opened, has no text, or says neither date nor net worth.
        """
        lines = [line for line in _text(file).splitlines() if line.strip()]
        text = "\n".join(lines)
        day, number = _DAY.search(text), _CNPJ.search(text)
        header: Row = {
            "moeda": "BRL",
            "formato": FileType.CARTEIRA_PDF.value,
            "arquivo": file.name,
            "sha256": file.sha256,
            "nome": lines[0].strip() if lines else None,
            "cnpj": cnpj_of(number[1]) if number else None,
            "data_pos": _date(day) if day else None,
        }
        parsed = ParsedPortfolio(header)
        for line in lines:
            _read_line(line, parsed)
        absent = [name for name in LABELS.values() if header.get(name) is None]
        if absent:
            parsed.warnings.append(
                f"{file.name}: o PDF não diz {', '.join(absent)}, ou diz de um modo que não se conhece"
            )
        yield parsed.finish()


def _text(file: ReportFile) -> str:
    try:
        document = pdfium.PdfDocument(file.read())
    except pdfium.PdfiumError:
        raise FormatError(
            "o PDF não pode ser aberto: está incompleto ou tem senha",
            "abra-o num leitor de PDF; se ele não abrir, baixe-o de novo",
            file=file.name,
        ) from None
    try:
        pages: list[str] = []
        for number in range(min(len(document), _MOST_PAGES)):
            # pypdfium2 ships no types
            page: str = document[number].get_textpage().get_text_bounded()  # pyright: ignore[reportUnknownMemberType]
            pages.append(page)
            if sum(map(len, pages)) > _MOST_CHARACTERS:
                break
        text = "\n".join(pages)
    except pdfium.PdfiumError:
        raise FormatError("uma página do PDF não pode ser lida", "baixe o arquivo de novo", file=file.name) from None
    finally:
        document.close()
    if not text.strip():
        raise FormatError(
            "o PDF não tem texto: é uma imagem", "confira-o com os outros formatos; ele é guardado", file=file.name
        )
    return text


def _read_line(line: str, parsed: ParsedPortfolio) -> None:
    found = _LABELLED.match(line.strip())
    if found is None:
        return
    label, number = normal_code(found["label"]).rstrip(":"), found["number"]
    value = Decimal(number.replace(".", "").replace(",", "."))
    column = LABELS.get(label)
    if column is not None:
        if parsed.portfolio.setdefault(column, value) == value and column == "valorcota":
            parsed.portfolio["casas_cota"] = places_of(number)
    elif label.startswith(_TOTAL):
        parsed.section_totals[found["label"].strip()[len(_TOTAL) :].strip(" :")] = value


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
