"""ANBIMA 4.01: a lot of funds and managed accounts, each to a canonical portfolio, one after the other.

Belongs here: the lot, the header of each portfolio, and what becomes of a fault. Does not: the sections
(`anbima_4_01_rows`), their fields (`anbima_4_01_fields`), streaming (`xml_stream`).

A large lot is read as a stream: memory does not grow with the number of portfolios. A fault of one portfolio is an
`Unread` and the others are read; a fault of the document ends the lot, and what stood before it has been read.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from qore_dagster.formats import anbima_4_01_fields as fields
from qore_dagster.formats.anbima_4_01_rows import SECTIONS, add_header_facts
from qore_dagster.formats.decoding import Decoding, decoding_of
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.flat_rows import BadValueError, Notes
from qore_dagster.formats.identifiers import text_of, wrong_cnpjs
from qore_dagster.formats.numbers import places_of
from qore_dagster.formats.report import Outcome, ReportFile, Unread
from qore_dagster.formats.xml_source import XmlElement, local_name, may_open, opening_elements, path_of, unknown_rows
from qore_dagster.formats.xml_stream import blocks_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row

_LOT = "lote"
_REST = "o restante do arquivo"
_PORTFOLIOS = ("fundo", "carteira")
# What says whose portfolio it is: one of the columns, and how a message names their fields.
_WHOSE = {
    "fundo": (("cnpj",), "cnpj"),
    "carteira": (("codigo_carteira", "documento_titular"), "codcart, cnpjcpf"),
}
_IDENTITY = ("cnpj", "cnpjcpf", "codcart", "nome")
_ATTRIBUTES: Any = etree.XPath("descendant-or-self::*/@*")  # the layout has none


class Anbima401Parser:
    """Reader of XML 4.01."""

    file_type = FileType.XML_4_01
    layout = "ANBIMA 4.01"

    def can_parse(self, file: ReportFile) -> bool:
        """Whether the root is that of the layout."""
        return may_open(file.head, fields.ROOT) and next(opening_elements(file.head), None) == fields.ROOT

    def parse(self, file: ReportFile) -> Iterator[Outcome]:
        """Read every fund and managed account.

        Raises:
            FormatError: nothing could be read: another root, an empty lot, malformed before the first portfolio ends, a
                DTD, an encoding that is not the declared one; says the line.
        """
        decoding = decoding_of(file.opened, file_name=file.name)
        held: Outcome | None = None  # one is held back, to know whether others follow
        fault: FormatError | None = None
        try:
            for element in blocks_of(file, decoding, root=fields.ROOT, names=_PORTFOLIOS):
                outcome = _outcome(element, file, decoding)
                if held is not None:
                    yield _in_a_lot(held)
                    outcome = _in_a_lot(outcome)
                held = outcome
        except FormatError as error:
            if held is None:
                raise
            fault = error
        if held is None:
            raise FormatError("o lote não traz fundo nem carteira", file=file.name, line=1)
        yield held
        if fault is not None:
            yield Unread(_REST, fault.fault)


def _in_a_lot(outcome: Outcome) -> Outcome:
    if isinstance(outcome, ParsedPortfolio):
        outcome.envelope = _LOT
    return outcome


def _outcome(element: XmlElement, file: ReportFile, decoding: Decoding) -> Outcome:
    kind = local_name(element)
    if kind not in _PORTFOLIOS:
        fault = _fault(element, file, "o lote traz um elemento que não é fundo nem carteira")
        return Unread(f"{kind}, linha {element.sourceline}", fault.fault)
    header = next((child for child in element if local_name(child) == fields.HEADER), None)
    if header is None:
        return Unread(_subject(element, None), _fault(element, file, "falta o cabeçalho (header)").fault)
    try:
        return _portfolio(element, header, file, decoding)
    except BadValueError as error:
        return Unread(_subject(element, header), _fault(error.element, file, error.reason).fault)


def _portfolio(element: XmlElement, header: XmlElement, file: ReportFile, decoding: Decoding) -> ParsedPortfolio:
    kind = local_name(element)
    notes = Notes()
    row, facts = fields.HEADER_READERS[kind].row(header, notes)
    columns, names = _WHOSE[kind]
    if all(row[column] is None for column in columns):
        raise BadValueError(header, f"falta {names}")
    if row.get("valorcota") is not None:
        row["casas_cota"] = places_of(next(c.text for c in header if local_name(c) == "valorcota" and text_of(c.text)))
    provenance: Row = {"formato": FileType.XML_4_01.value, "arquivo": file.name, "sha256": file.sha256}
    parsed = ParsedPortfolio({**row, **provenance}, warnings=list(decoding.warnings), encoding=decoding.codec)
    parsed.envelope = kind
    add_header_facts(parsed, facts)
    for child in element:
        name = local_name(child)
        section = SECTIONS.get(name)
        if section is not None:
            section(parsed, child, name, notes)
        elif child is not header:
            notes.unknown.append(child)
    parsed.repaired = notes.repaired
    parsed.unknown = unknown_rows(notes.unknown) + _attribute_rows(element, notes)
    parsed.warnings += wrong_cnpjs(parsed)
    return parsed.finish()


def _subject(element: XmlElement, header: XmlElement | None) -> str:
    """Who it is, as far as the header says."""
    said = {local_name(child): text_of(child.text) for child in (() if header is None else header)}
    known = [text for name in _IDENTITY if (text := said.get(name))]
    return " · ".join(known) or f"{local_name(element)}, linha {element.sourceline}"


def _fault(element: XmlElement, file: ReportFile, reason: str) -> FormatError:
    return FormatError(reason, file=file.name, line=element.sourceline, path=path_of(element))


def _attribute_rows(element: XmlElement, notes: Notes) -> list[Row]:
    """Attributes, but of what is unknown anyway."""
    found = _ATTRIBUTES(element)
    told = set(notes.unknown) if found else set[XmlElement]()
    return [
        {"caminho": f"{path_of(owner)}/@{text.attrname}", "linha": owner.sourceline, "conteudo": str(text)}
        for text in found
        if told.isdisjoint([owner := text.getparent(), *owner.iterancestors()])
    ]
