"""ANBIMA XML 5.0 (ISO 20022 semt.003.001.04) to the canonical portfolio.

Belongs here: envelopes, the order of reading, sections and codes of one report. Does not: paths (`anbima_5_0_fields`),
pages (`anbima_5_0_pages`), how classes, subclasses and series share one net worth (`anbima_5_0_accounts`), XML itself
(`xml_source`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats.anbima_5_0_accounts import header_of
from qore_dagster.formats.anbima_5_0_codes import account_of
from qore_dagster.formats.anbima_5_0_pages import (
    REPORT,
    NotWholeError,
    Page,
    by_report,
    files_of,
    names_of,
    pages_of,
    subject_of,
    whole,
)
from qore_dagster.formats.element_map import Found, facts_of, normal_code
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import identifier_of, wrong_cnpjs
from qore_dagster.formats.numbers import date_of, timestamp_of
from qore_dagster.formats.reading import Reading
from qore_dagster.formats.report import LoosePages, Outcome, ReportFile, Unread
from qore_dagster.formats.xml_source import (
    XmlElement,
    local_name,
    opening_elements,
    path_of,
    raw_xml,
    unknown_rows,
)
from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import BadRow, ParsedPortfolio, Row
from qore_dagster.model.tables import HOLDINGS

_SECTIONS = frozenset(next(known.allowed for known in HOLDINGS.fields if known.name == "secao"))
_UNKNOWN_SECTION = "UNKN"
_CASH = "CASH"
_EXPENSES = "EXPN"
_NO_HEDGE = "NOHE"
_BARE = "Document"
_ENVELOPES = {"GalgoAssBalStmt": "Galgo", "PosicaoAtivosCarteira": "ANBIMA", _BARE: "sem envelope"}


class Anbima50Parser:
    """The reader of one fund, class, subclass or managed account on one day."""

    file_type = FileType.XML_5_0
    layout = "ANBIMA 5.0"

    def can_parse(self, file: ReportFile) -> bool:
        """Whether an ISO 20022 accounting report stands in it, in whatever envelope."""
        head = file.head
        return REPORT in opening_elements(head, REPORT) or next(opening_elements(head), None) == _BARE

    def parse(self, file: ReportFile) -> Iterator[Outcome]:
        """Read every report in the file, of however many pages; mostly it is one.

        What no table names is in `unknown`. Pages that are not the whole of a report are `LoosePages`.

        Raises:
            FormatError: not this format, not well-formed, or the only report has a total that is none; says line and
                path.
        """
        reports = by_report(pages_of(file))
        for pages in reports:
            yield _outcome(pages) if len(reports) == 1 else _outcome_or_unread(pages)

    def join(self, files: Iterable[ReportFile]) -> Iterator[Outcome]:
        """Read the reports of which each file has some pages only.

        Args:
            files: those that `LoosePages` named. A report that one of them has whole is not told again.
        """
        pages: list[Page] = []
        for file in files:
            try:
                pages += pages_of(file)
            except QoreError as error:  # it was read before: it must have changed since
                yield Unread(file.name, error.fault, files=(file,))
        for report in by_report(pages):
            outcome = _outcome_or_unread(report)
            if isinstance(outcome, LoosePages) or len(files_of(report)) > 1:
                yield outcome


def _outcome_or_unread(pages: Sequence[Page]) -> Outcome:
    try:
        return _outcome(pages)
    except QoreError as error:
        return Unread(subject_of(pages), error.fault, files=files_of(pages))


def _outcome(pages: Sequence[Page]) -> Outcome:
    try:
        report = whole(pages)
    except NotWholeError as error:
        return LoosePages(subject_of(pages), error.fault, files=files_of(pages))
    parsed = _portfolio(report, pages)
    if len(files_of(pages)) > 1:
        _tell_files(parsed, pages)
    return parsed.finish()


def _portfolio(report: Page, pages: Sequence[Page]) -> ParsedPortfolio:
    source, found = report.source, report.found
    warnings = dict.fromkeys(warning for page in pages for warning in page.source.warnings)
    reading = Reading(names_of(pages), unknown=report.unknown, warnings=list(warnings), origins=report.origins)
    accounts = found.rows.get(fields.ACCOUNTS, [])
    if not accounts:
        raise reading.fault(report.element, "o arquivo não traz o fundo (BalForAcct)")
    shared = fields.REPORT_READER.row(found, reading)
    if not isinstance(shared["data_pos"], date):
        raise reading.fault(report.element, "o arquivo não traz a data da posição (StmtGnlDtls/StmtDtTm)")
    header = header_of(accounts, reading)
    portfolio: Row = {
        **header.row,
        **shared,
        "criado_em": _created(report.element, reading),
        "formato": FileType.XML_5_0.value,
        "arquivo": reading.file_name,
        "sha256": report.file.sha256,
    }
    parsed = ParsedPortfolio(
        portfolio,
        warnings=reading.warnings,
        repaired=reading.repaired,
        series=header.series,
        envelope=_ENVELOPES.get(local_name(source.root), local_name(source.root)),
        encoding=source.encoding,
    )
    _add_details(parsed, header.main, "portfolio", None)
    for row in header.classes:
        parsed.see("classes", str(row["nivel"]))
        parsed.classes.append(row)
    for position in found.rows.get(fields.POSITIONS, []):
        _add_position(parsed, position, reading)
    _add_credit_rights(parsed, header.main, reading)
    _add_margin(parsed, header.main, reading)
    for account in header.provision_accounts:
        _add_provisions(parsed, account, reading)
    for account in accounts:
        _add_expenses(parsed, account, reading)
    parsed.unknown = unknown_rows(reading.unknown)
    parsed.warnings += wrong_cnpjs(parsed) + _odd_accounts(parsed)
    return parsed


def _tell_files(parsed: ParsedPortfolio, pages: Sequence[Page]) -> None:
    """The header has room for one hash."""
    facts = [(f"{page.file.name}/sha256", page.file.sha256) for page in pages]
    parsed.owe("details", len(facts))
    parsed.add_details("portfolio", None, "Pgntn", facts)


def _created(report: XmlElement, reading: Reading) -> datetime | None:
    """When the message was made that the report stands in: its header is beside the document, mostly before it."""
    created = next(
        (
            element
            for level in (report, *report.iterancestors())
            for beside in (*level.itersiblings(preceding=True), *level.itersiblings())
            if local_name(beside) == "AppHdr"
            for element in beside
            if local_name(element) == "CreDt"
        ),
        None,
    )
    if created is None:
        return None
    try:
        return timestamp_of(created.text)
    except ValueError as error:
        reading.warn(created, str(error))
        return None


def _add_position(parsed: ParsedPortfolio, found: Found, reading: Reading) -> None:
    section = normal_code(found.text(fields.LEVEL_1) or "")
    currency = found.text(fields.CURRENCY)
    if currency and currency != parsed.portfolio["moeda"]:
        reading.warn(found.element, f"valor em {currency}, e o patrimônio em {parsed.portfolio['moeda']}")
    if section == _CASH:
        _add(parsed, "cash", section, found, lambda: fields.CASH_READER.row(found, reading))
        return
    _add(parsed, "holdings", section or _UNKNOWN_SECTION, found, lambda: _holding(section, found, reading))


def _holding(section: str, found: Found, reading: Reading) -> Row:
    row = fields.HOLDING_READER.row(found, reading)
    known = section in _SECTIONS
    if not known:
        reading.unknown.append(found.values.get(fields.LEVEL_1, found.element))
    row["secao"] = section if known else _UNKNOWN_SECTION
    row["secao_origem"] = section or None
    row["codigo"], row["tipo_codigo"] = _market_code(found)
    row["direcao"] = _direction(found, reading)
    row["hedge"] = None if row["tipo_hedge"] is None else row["tipo_hedge"] != _NO_HEDGE
    return row


def _add(parsed: ParsedPortfolio, table: str, section: str, found: Found, read: Callable[[], Row]) -> None:
    """Read a row into its table, with its details; into quarantine if a value of it is none."""
    parsed.see(table, section)
    rows = parsed.rows(table)
    try:
        rows.append(read())
    except FormatError as error:
        at = found.element
        reason = error.fault.reason.removeprefix(f"{parsed.portfolio['arquivo']}, ")
        parsed.set_apart(table, section, BadRow(path_of(at), at.sourceline, reason, raw_xml(at)))
        return
    _add_details(parsed, found, table, len(rows))


def _add_details(parsed: ParsedPortfolio, found: Found, table: str, ordinal: int | None) -> None:
    """What a block tells and no column holds."""
    if not found.kept:
        return
    facts = list(facts_of(found, fields.CODES))
    parsed.owe("details", len(facts))
    parsed.add_details(table, ordinal, local_name(found.element), facts)


def _market_code(found: Found) -> tuple[str | None, str | None]:
    for path, suffix, kind in fields.MARKET_CODES:
        code = identifier_of(found.text(path)) if path in found.values else None
        if code is not None:
            return code + (identifier_of(found.text(suffix)) or ""), kind
    return None, None


def _direction(found: Found, reading: Reading) -> str | None:
    direction = normal_code(found.text(fields.DIRECTION) or "")
    if direction == "SHORT":  # printed so by the manual itself (p. 193)
        reading.warn(found.values[fields.DIRECTION], "direção SHORT, lida como SHOR")
        return "SHOR"
    return direction or None


def _add_credit_rights(parsed: ParsedPortfolio, account: Found, reading: Reading) -> None:
    """A FIDC's rights stand as one total in the class's extension; total assets include them."""
    row = fields.CREDIT_RIGHTS_READER.row(account, reading)
    value = row["valor_mercado"]
    if isinstance(value, Decimal) and value:
        direction = "SHOR" if value.is_signed() else "LONG"
        parsed.see("holdings", "ReceInvstmtFnd")
        parsed.holdings.append({**row, "secao": "RECE", "secao_origem": "ReceInvstmtFnd", "direcao": direction})


def _add_margin(parsed: ParsedPortfolio, account: Found, reading: Reading) -> None:
    """One administrator states a margin of the fund beside its assets; the manual has no such amount."""
    margin = fields.MARGIN_READER.row(account, reading)["valor_mercado"]
    if isinstance(margin, Decimal):
        parsed.margin = margin
        parsed.owe("details", 1)
        parsed.add_details("portfolio", None, local_name(account.element), [(fields.MARGIN, f"{margin:f}")])


def _add_provisions(parsed: ParsedPortfolio, account: Found, reading: Reading) -> None:
    for path, side in fields.SIDES.items():
        for found in account.rows.get(path, []):
            _add(parsed, "provisions", side, found, lambda found=found, side=side: _provision(found, side, reading))


def _provision(found: Found, side: str, reading: Reading) -> Row:
    row = fields.PROVISION_READER.row(found, reading)
    return {**row, "conta": _account(row), "tipo_cpr": side, "data_vencimento": _provision_date(found, reading)}


def _add_expenses(parsed: ParsedPortfolio, account: Found, reading: Reading) -> None:
    for found in account.rows.get(fields.EXPENSES_BLOCK, []):
        _add(parsed, "expenses", _EXPENSES, found, lambda found=found: _expense(found, reading))


def _expense(found: Found, reading: Reading) -> Row:
    row = fields.EXPENSE_READER.row(found, reading)
    return {**row, "conta": _account(row), "secao_origem": _EXPENSES}


def _account(row: Row) -> str | None:
    code, text = row["codigo"], row["descricao"]
    return account_of(code if isinstance(code, str) else None, text if isinstance(text, str) else None)


def _odd_accounts(parsed: ParsedPortfolio) -> list[str]:
    """A warning that names the codes that ANBIMA's manual does not have."""
    rows = (*parsed.provisions, *parsed.expenses)
    codes = dict.fromkeys(str(row["codigo"]) for row in rows if row["conta"] is None and row["codigo"] is not None)
    told = f"{parsed.portfolio['arquivo']}: contas fora da lista da ANBIMA: {', '.join(codes)}"
    return [told] if codes else []


def _provision_date(found: Found, reading: Reading) -> date | None:
    """The field is free text that should hold a date; other text is kept as unknown, not a fault."""
    try:
        return date_of(found.text(fields.PROVISION_DATE))
    except ValueError:
        reading.unknown.append(found.values[fields.PROVISION_DATE])
        return None
