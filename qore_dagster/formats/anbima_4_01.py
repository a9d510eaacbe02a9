"""ANBIMA XML 4.01 to canonical portfolios: funds and managed accounts, one by one, however large the lot.

Belongs here: the order of reading, values and signs. Does not: which tag is which column (`anbima_4_01_fields`), XML
itself (`xml_stream`).

Source: sPosicao_401.xsd; identities and signs of values measured on real lots.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from qore_dagster.formats.anbima_4_01_fields import (
    FACTS,
    FEE_DETAILS,
    FEE_PARTS,
    FEES,
    HEADERS,
    PERFORMANCE,
    PERFORMANCE_INDEX,
    READERS,
    SECTIONS,
    Section,
    TextReader,
    Worth,
)
from qore_dagster.formats.anbima_accounts import account_of
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import is_valid_cnpj, text_of
from qore_dagster.formats.numbers import decimal_of, places_of, repaired_decimal_of
from qore_dagster.formats.reading import BY_TYPE
from qore_dagster.formats.report import Outcome, ReportFile, Unread
from qore_dagster.formats.xml_source import XmlElement, first_elements, local_name, path_of, raw_xml
from qore_dagster.formats.xml_stream import XmlStream, open_stream
from qore_dagster.model.faults import QoreError
from qore_dagster.model.fields import Table
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Repair, Row, Value
from qore_dagster.model.tables import EXPENSES, HOLDINGS, PROVISIONS

ROOT = "arquivoposicao_4_01"
_REAL = "BRL"  # the layout knows no other currency
_CENT = Decimal("0.01")
_ZERO = Decimal(0)
_HEADER = "header"
_SOLD, _BORROWED = "V", "T"
_CNPJ_COLUMNS = ("cnpj", "cnpj_administrador", "cnpj_gestor", "cnpj_custodiante")


class Anbima401Parser:
    """The reader of lots and single portfolios."""

    file_type = FileType.XML_4_01
    layout = "ANBIMA 4.01"

    def can_parse(self, file: ReportFile) -> bool:
        """Whether the root is 4.01's."""
        return first_elements(file.head)[:1] == (ROOT,)

    def parse(self, file: ReportFile) -> Iterator[Outcome]:
        """Read every `fundo` and `carteira`; a fault of one leaves the others.

        Raises:
            FormatError: the file is not well-formed before its first portfolio, has none, or cannot be decoded.
        """
        stream = open_stream(file)
        number = 0
        try:
            for number, element in enumerate(stream.elements(*HEADERS), start=1):  # noqa: B007 - read after the loop
                yield _outcome(element, stream)
        except FormatError as error:
            if not number:
                raise
            yield Unread(f"o que vem depois da {number}ª carteira", error.fault)
        if not number:
            raise FormatError("o arquivo não traz nenhum fundo ou carteira", file=file.name)


def _outcome(element: XmlElement, stream: XmlStream) -> Outcome:
    try:
        return _Portfolio(element, stream).read()
    except QoreError as error:
        return Unread(_subject(element), error.fault)


def _subject(element: XmlElement) -> str:
    """CNPJ and name, as far as the header tells them."""
    told = {local_name(leaf): text_of(leaf.text) for leaf in element.iterfind("{*}header/*")}
    named = (told.get("cnpj") or told.get("cnpjcpf"), told.get("nome"))
    return " · ".join(filter(None, named)) or f"{local_name(element)} na linha {element.sourceline}"


class _RowFaultError(Exception):
    """A row that cannot be read; its portfolio can."""

    def __init__(self, element: XmlElement, reason: str) -> None:
        super().__init__(reason)
        self.element, self.reason = element, reason


class _Portfolio:
    """One `fundo` or `carteira` while it is read."""

    def __init__(self, element: XmlElement, stream: XmlStream) -> None:
        self._element = element
        self._file = stream.file
        self._parsed = ParsedPortfolio(
            {"moeda": _REAL, "formato": FileType.XML_4_01.value, "arquivo": stream.file.name,
             "sha256": stream.file.sha256},
            warnings=list(stream.warnings),
            envelope="lote" if _has_neighbours(element) else local_name(element),
            encoding=stream.encoding,
        )  # fmt: skip
        self._facts: dict[str, int] = {}

    def read(self) -> ParsedPortfolio:
        """Read all of it.

        Raises:
            FormatError: no header, or a value of it that is none.
        """
        headers = 0
        for child in self._element:
            name = local_name(child)
            if name == _HEADER:
                headers += 1
                self._read_header(child)
            elif (section := SECTIONS.get(name)) is not None:
                self._read_row(child, section)
            elif name == FEES:
                self._read_fees(child)
            elif name in FACTS:
                self._read_facts(child, name)
            else:
                self._not_understood(child)
        if headers != 1:
            raise FormatError(
                f"{local_name(self._element)} com {headers} cabeçalhos (header)",
                file=self._file.name,
                line=self._element.sourceline,
            )
        self._warn_of_check_digits()
        return self._parsed.finish()

    def _read_header(self, header: XmlElement) -> None:
        try:
            self._parsed.portfolio |= self._values(header, HEADERS[local_name(self._element)], None)
        except _RowFaultError as fault:
            raise FormatError(
                fault.reason, file=self._file.name, line=fault.element.sourceline, path=path_of(fault.element)
            ) from None
        for leaf in header:
            if local_name(leaf) == "valorcota" and text_of(leaf.text):
                self._parsed.portfolio["casas_cota"] = places_of(leaf.text)

    def _read_row(self, element: XmlElement, section: Section) -> None:
        rows = self._parsed.rows(section.table.name)
        self._parsed.see(section.table.name, section.tag)
        kept = len(self._parsed.details), len(self._parsed.unknown), len(self._parsed.repaired)
        try:
            row: Row = dict(section.constants)
            row |= self._values(element, section, len(rows) + 1)
            _COMPLETE[section.table.name](row, section, self)
        except _RowFaultError as fault:
            self._undo(*kept)
            self._quarantine(element, section.table.name, section.tag, fault)
        else:
            rows.append(row)

    def _undo(self, details: int, unknown: int, repaired: int) -> None:
        """Forget what was noted of a row that goes to quarantine: its raw text is kept there."""
        for row in self._parsed.details[details:]:
            self._parsed.seen["details", str(row["bloco"])] -= 1
        del self._parsed.details[details:]
        del self._parsed.unknown[unknown:]
        del self._parsed.repaired[repaired:]

    def _values(self, element: XmlElement, section: Section, ordinal: int | None) -> Row:
        """Read the leaves of an element; what has no column is a detail of the row (by its ordinal), or unknown."""
        row: Row = {}
        readers = _readers(section.table)
        for leaf in element:
            name = local_name(leaf)
            column = section.columns.get(name)
            if column is not None:
                value = self._value(leaf, readers[column])
                if row.setdefault(column, value) != value:
                    self._not_understood(leaf)
            elif name in section.blocks:
                row |= self._values(leaf, section.blocks[name], ordinal)
            elif name in section.details:
                self._detail(section.table.name, ordinal, section.tag, name, leaf.text)
            else:
                self._not_understood(leaf)
        return row

    def _value(self, leaf: XmlElement, reader: TextReader) -> Value:
        text = leaf.text
        if len(leaf):
            raise _RowFaultError(leaf, f"{local_name(leaf)} traz outros elementos onde se espera um valor")
        try:
            return reader(text)
        except ValueError as error:
            repaired = repaired_decimal_of(text) if reader is decimal_of else None
            if repaired is None:
                raise _RowFaultError(leaf, f"{local_name(leaf)}: {error}") from None
            self._parsed.repaired.append(Repair(_place(leaf), str(text), str(repaired)))
            return repaired

    def _read_fees(self, element: XmlElement) -> None:
        """One element tells several expenses: a row for each amount that is told."""
        leaves = {local_name(leaf): leaf for leaf in element}
        known = {FEES, *FEE_PARTS, *(rate for _, rate in FEE_PARTS.values() if rate), *PERFORMANCE_INDEX, *FEE_DETAILS}
        for name, leaf in leaves.items():
            if name not in known:
                self._not_understood(leaf)
            elif name in FEE_DETAILS:
                self._detail("portfolio", None, FEES, name, leaf.text)
        readers = _readers(EXPENSES)
        for tag, (account, rate) in FEE_PARTS.items():
            told = {"valor": tag, "taxa": rate} | (PERFORMANCE_COLUMNS if tag == PERFORMANCE else {})
            present = {column: leaves[at] for column, at in told.items() if at in leaves and text_of(leaves[at].text)}
            if not present:
                continue
            self._parsed.see("expenses", FEES)
            try:
                values = {column: self._value(leaf, readers[column]) for column, leaf in present.items()}
            except _RowFaultError as fault:
                self._quarantine(element, "expenses", FEES, fault)
                continue
            self._parsed.expenses.append({"secao_origem": FEES, "codigo": tag, "conta": account, **values})

    def _read_facts(self, element: XmlElement, name: str) -> None:
        number = self._facts[name] = self._facts.get(name, 0) + 1
        for leaf in element:
            if local_name(leaf) in FACTS[name]:
                self._detail("portfolio", None, name, f"{number}/{local_name(leaf)}", leaf.text)
            else:
                self._not_understood(leaf)

    def _detail(self, table: str, ordinal: int | None, block: str, field: str, text: str | None) -> None:
        value = text_of(text)
        if value is None:
            return
        self._parsed.see("details", block)
        self._parsed.details.append(
            {"tabela": table, "linha_tabela": ordinal, "bloco": block, "campo": field, "valor": value}
        )

    def _quarantine(self, element: XmlElement, table: str, section: str, fault: _RowFaultError) -> None:
        self._parsed.quarantine.append(
            {
                "tabela": table,
                "secao_origem": section,
                "caminho": path_of(fault.element),
                "linha": fault.element.sourceline,
                "motivo": fault.reason,
                "conteudo": raw_xml(element),
            }
        )

    def _not_understood(self, element: XmlElement) -> None:
        self._parsed.unknown.append(
            {"caminho": path_of(element), "linha": element.sourceline, "conteudo": raw_xml(element)}
        )

    def _warn_of_check_digits(self) -> None:
        numbers = [self._parsed.portfolio.get(column) for column in _CNPJ_COLUMNS]
        numbers += [row.get("cnpj_emissor") for row in self._parsed.holdings]
        wrong = dict.fromkeys(n for n in numbers if isinstance(n, str) and not is_valid_cnpj(n))
        if wrong:
            self.warn(f"CNPJ com dígito verificador errado: {', '.join(wrong)}")

    def warn(self, what: str) -> None:
        """Note what a person should know."""
        self._parsed.warnings.append(f"{self._file.name}: {what}")


PERFORMANCE_COLUMNS = {column: tag for tag, column in PERFORMANCE_INDEX.items()}


def _has_neighbours(element: XmlElement) -> bool:
    """Whether the file holds several portfolios, as far as has been read."""
    above = element.getparent()
    return above is not None and len(above) > 1


def _place(leaf: XmlElement) -> str:
    return f"{path_of(leaf)}, linha {leaf.sourceline}"


@cache
def _readers(table: Table) -> dict[str, TextReader]:
    """The reader of each column of a canonical table."""
    by_column = {known.name: BY_TYPE[known.type] for known in table.fields if known.type in BY_TYPE}
    return by_column | dict(READERS)


def _complete_holding(row: Row, section: Section, portfolio: _Portfolio) -> None:
    """Section, side, quantity and the value that enters the total assets."""
    side = row.get("operacao")
    row["secao_origem"] = section.tag
    row["direcao"] = "SHOR" if side == _SOLD else "LONG"
    if isinstance(contract := row.get("ativo_objeto"), str) and section.tag == "futuros":
        row["codigo"] = contract + str(row.get("serie") or "")
    if row.get("compromisso_operacao"):
        row["nivel_3"] = "REAM" if row["compromisso_operacao"] == _SOLD else "RERA"
    if row.get("quantidade") is None and ("qtd_disponivel" in row or "qtd_garantia" in row):
        row["quantidade"] = _sum(row, "qtd_disponivel", "qtd_garantia")
    if section.worth is not None:
        row["valor_mercado"] = _WORTH[section.worth](row)
    if section.worth is Worth.LEGS and isinstance(value := row["valor_mercado"], Decimal) and value < 0:
        row["direcao"] = "SHOR"
    if side == "A":
        portfolio.warn(f"{section.tag}: operação A, cujo lado não se conhece; lida como comprada")


def _complete_provision(row: Row, _: Section, __: _Portfolio) -> None:
    code = row.get("codigo")
    row["conta"] = account_of(code if isinstance(code, str) else None)


def _complete_expense(row: Row, section: Section, portfolio: _Portfolio) -> None:
    row["secao_origem"] = section.tag
    _complete_provision(row, section, portfolio)


_COMPLETE: Mapping[str, Callable[[Row, Section, _Portfolio], None]] = {
    HOLDINGS.name: _complete_holding,
    PROVISIONS.name: _complete_provision,
    EXPENSES.name: _complete_expense,
    "cash": lambda row, _, __: row.update(moeda=_REAL),
}


def _parts(row: Row) -> Decimal | None:
    return _ZERO if row.get("operacao") == _BORROWED else _sided(_sum(row, "valor_disponivel", "valor_garantia"), row)


def _units(row: Row) -> Decimal | None:
    units, price = _sum(row, "qtd_disponivel", "qtd_garantia"), row.get("pu_mercado")
    return (units * price).quantize(_CENT) if isinstance(units, Decimal) and isinstance(price, Decimal) else None


def _legs(row: Row) -> Decimal | None:
    asset, liability = row.get("swap_valor_ativo"), row.get("swap_valor_passivo")
    return asset - liability if isinstance(asset, Decimal) and isinstance(liability, Decimal) else None


def _written(row: Row) -> Decimal | None:
    value = row.get("valor_mercado")
    return value if isinstance(value, Decimal) else None


def _sided(value: Decimal | None, row: Row) -> Decimal | None:
    return -value if value and row.get("operacao") == _SOLD else value


def _sum(row: Row, *columns: str) -> Decimal | None:
    values = [value for column in columns if isinstance(value := row.get(column), Decimal)]
    return sum(values, _ZERO) if values else None


_WORTH: Mapping[Worth, Callable[[Row], Decimal | None]] = {
    Worth.PARTS: _parts,
    Worth.UNITS: _units,
    Worth.WRITTEN: _written,
    Worth.SIDED: lambda row: _sided(_written(row), row),
    Worth.LEGS: _legs,
}
