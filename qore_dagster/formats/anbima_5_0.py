"""ANBIMA XML 5.0 (ISO 20022 semt.003.001.04) to the canonical portfolio.

Belongs here: recognition, envelopes, the order of reading of one file, what concerns the report as a whole. Does not:
paths (`anbima_5_0_fields` and its neighbours), classes and series (`anbima_5_0_accounts`), positions
(`anbima_5_0_positions`), entries (`anbima_5_0_entries`), the pages of a report (`pages`), XML itself (`xml_source`).
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats.anbima_5_0_accounts import Header, header_of
from qore_dagster.formats.anbima_5_0_entries import add_entries, add_fees, warn_of_codes
from qore_dagster.formats.anbima_5_0_maps import DETAILS, HEADER_MAP, REPORT_MAP, REPORT_READER
from qore_dagster.formats.anbima_5_0_positions import add_credit_rights, add_position
from qore_dagster.formats.element_map import Found
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import cnpj_of, is_valid_cnpj, text_of
from qore_dagster.formats.numbers import boolean_of, integer_of, timestamp_of
from qore_dagster.formats.pages import warning_of
from qore_dagster.formats.reading import Reading
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.xml_source import XmlElement, first_elements, local_name, path_of, raw_xml, read_xml
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.tables import PORTFOLIO

_REPORT = "SctiesBalAcctgRpt"
_HEADER = "AppHdr"
# By the root's name; a report in any other root has no envelope that is known.
_ENVELOPES = {"GalgoAssBalStmt": "Galgo", "PosicaoAtivosCarteira": "ANBIMA", "Document": "sem envelope"}
_AROUND = frozenset({_HEADER, "GalgoHdr", "BsnsMsg", "Document"})
_CNPJ_COLUMNS = ("cnpj", "cnpj_casca", "cnpj_administrador", "cnpj_gestor", "cnpj_custodiante")
_SHOWN = 3


class Anbima50Parser:
    """Reads one file: one fund, class, subclass or managed account on one day (or one page of its report)."""

    file_type: Final = FileType.XML_5_0
    layout: Final = "ANBIMA 5.0"

    def can_parse(self, file: ReportFile) -> bool:
        """Whether the file's first elements are a report's, in whatever envelope and namespace."""
        return _REPORT in first_elements(file.head)

    def parse(self, file: ReportFile) -> Iterator[ParsedPortfolio]:
        """Read the one portfolio of the file.

        A row that cannot be read is in `quarantine`; what no table names is in `unknown`.

        Raises:
            FormatError: not this layout, not well-formed, or a value of the header is none; says line and path.
        """
        source = read_xml(file.read(), file_name=file.name)
        reading = Reading(file.name, warnings=list(source.warnings))
        report = _report(source.root, file.name)
        found = REPORT_MAP.walk(report, reading.unknown)
        parsed = ParsedPortfolio({"formato": self.file_type.value, "arquivo": file.name, "sha256": file.sha256})
        parsed.warnings, parsed.repaired, parsed.encoding = reading.warnings, reading.repaired, source.encoding
        parsed.envelope = _ENVELOPES.get(local_name(source.root), local_name(source.root))
        _read_page(parsed, found, reading)
        header = _read_header(parsed, found, reading)
        _read_envelope(parsed, source.root, report, reading)
        DETAILS.add(parsed, _without_repetitions(found), table="portfolio", number=None)
        for position in found.rows.get(fields.POSITIONS, []):
            add_position(parsed, position, reading)
        if header is not None:
            _read_accounts(parsed, header, reading)
        parsed.unknown = [_unknown_row(element) for element in sorted(reading.unknown, key=_line)]
        _warn(parsed, reading)
        yield parsed.finish()


def _report(root: XmlElement, file_name: str) -> XmlElement:
    """The report in whatever envelope: Galgo's, ANBIMA's, or none."""
    reports = list(root.iter(f"{{*}}{_REPORT}"))
    if len(reports) == 1:
        return reports[0]
    found = f"{len(reports)} relatórios" if reports else f"a raiz {local_name(root)}, sem relatório"
    raise FormatError(
        f"não é um XML ANBIMA 5.0 de um fundo: tem {found} (Document/{_REPORT})",
        file=file_name,
        line=root.sourceline,
    )


def _read_page(parsed: ParsedPortfolio, found: Found, reading: Reading) -> None:
    """Which page of a report this is; without page number it is the only one."""
    try:
        page, last = integer_of(found.text(fields.PAGE)), text_of(found.text(fields.LAST_PAGE))
        parsed.page, parsed.last_page = (1 if page is None else page), (True if last is None else boolean_of(last))
    except ValueError as error:
        raise reading.fault(found.element, f"página (Pgntn): {error}") from None
    found.used.update((fields.PAGE, fields.LAST_PAGE))
    parsed.report_id = next(filter(None, (text_of(found.text(path)) for path in fields.REPORT_IDS)), "")
    if parsed.is_part:
        reading.warnings.append(warning_of(parsed))


def _read_header(parsed: ParsedPortfolio, found: Found, reading: Reading) -> Header | None:
    """The portfolio's row; a page of several may lack the fund's block and the net worth, which another page has."""
    blocks = found.rows.get(fields.ACCOUNTS, [])
    if not blocks and not parsed.is_part:
        raise reading.fault(found.element, "o arquivo não traz o fundo (BalForAcct)")
    shared = REPORT_READER.row(found, reading)
    if not isinstance(shared["data_pos"], date):
        raise reading.fault(found.element, "o arquivo não traz a data da posição (StmtGnlDtls/StmtDtTm)")
    header = header_of(blocks, reading) if blocks else None
    row: Row = dict.fromkeys(column for column in PORTFOLIO.columns if column != "fundo")
    parsed.portfolio = {**row, **(header.row if header else {}), **shared, **parsed.portfolio}
    if shared["patliq"] is None and not parsed.is_part:
        raise reading.fault(found.element, "o arquivo não traz o patrimônio líquido (TtlHldgsValOfStmt)")
    if header is not None:
        parsed.series = header.series
        if parsed.portfolio["moeda"] is None:
            parsed.portfolio["moeda"] = text_of(header.main.found.text(f"{fields.VALUE}/Amt@Ccy"))
    if parsed.portfolio["moeda"] is None and not parsed.is_part:
        raise reading.fault(found.element, "o arquivo não traz a moeda do patrimônio líquido (Amt/@Ccy)")
    return header


def _read_envelope(parsed: ParsedPortfolio, root: XmlElement, report: XmlElement, reading: Reading) -> None:
    """The header of the message, which may lack; and whatever else stands around the report."""
    for above in report.iterancestors():
        reading.unknown.extend(child for child in above if child is not report and local_name(child) not in _AROUND)
    header = next(iter(root.iter(f"{{*}}{_HEADER}")), None)
    if header is None:
        return
    found = HEADER_MAP.walk(header, reading.unknown)
    created = found.values.get(fields.CREATED)
    if created is not None:
        try:
            parsed.portfolio["criado_em"] = timestamp_of(created.text)
            found.used.add(fields.CREATED)
        except ValueError as error:
            reading.warn(created, str(error))
    sender = cnpj_of(found.text(fields.SENDER_CNPJ))
    if sender is not None and sender == parsed.portfolio["cnpj_administrador"]:
        parsed.portfolio["nome_administrador"] = text_of(found.text(fields.SENDER_NAME))
        found.used.update((fields.SENDER_CNPJ, fields.SENDER_NAME))
    DETAILS.add(parsed, found, table="portfolio", number=None)


def _without_repetitions(found: Found) -> Found:
    """Sub-accounts name the owner and the custodian again; that says something only where they differ."""
    found.kept = [kept for kept in found.kept if not any(_says_the_same(kept, child) for child in found.element)]
    return found


def _says_the_same(kept: XmlElement, own: XmlElement) -> bool:
    return own is not kept and local_name(own) == local_name(kept) and _texts(own) == _texts(kept)


def _texts(element: XmlElement) -> list[tuple[str, str]]:
    return [(local_name(below), (below.text or "").strip()) for below in element.iter()]


def _read_accounts(parsed: ParsedPortfolio, header: Header, reading: Reading) -> None:
    """What the fund's blocks have beside the portfolio's own row."""
    add_credit_rights(parsed, header.main, reading)
    for row in header.classes:
        parsed.see("classes", fields.ACCOUNTS)
        parsed.classes.append(row)
    for account in (header.main, *header.others):
        add_entries(parsed, account, reading)
        add_fees(parsed, account, reading)
        DETAILS.add(parsed, account.found, table=account.table, number=account.number)


def _warn(parsed: ParsedPortfolio, reading: Reading) -> None:
    """What a person should know of the file as a whole."""
    name = reading.file_name
    numbers = [parsed.portfolio.get(column) for column in _CNPJ_COLUMNS]
    numbers += [row.get("cnpj_emissor") for row in parsed.holdings]
    wrong = dict.fromkeys(number for number in numbers if isinstance(number, str) and not is_valid_cnpj(number))
    if wrong:
        reading.warnings.append(f"{name}: CNPJ com dígito verificador errado: {', '.join(wrong)}")
    warn_of_codes(parsed, reading)
    if reading.repaired:
        shown = "; ".join(f"{repair.text!r} em {repair.place}" for repair in reading.repaired[:_SHOWN])
        count = len(reading.repaired)
        reading.warnings.append(f"{name}: {count} número(s) com vírgula decimal, lida como ponto: {shown}")
    if parsed.quarantine:
        reading.warnings.append(f"{name}: {len(parsed.quarantine)} linha(s) em quarentena, fora das somas")


def _unknown_row(element: XmlElement) -> Row:
    return {"caminho": path_of(element), "linha": element.sourceline, "conteudo": raw_xml(element)}


def _line(element: XmlElement) -> int:
    return element.sourceline or 0
