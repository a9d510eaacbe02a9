"""Positions of a set of fund-days: read from the best raw file there is of each, validated, reconciled.

Belongs here: what the positions step does, and which file it reads. Does not: how a format is read (`formats`), what
must hold (`model`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from qore_dagster.formats.anbima_5_0_pages import NotWholeError
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import Outcome, ReportFile, Unread
from qore_dagster.intake.fetch import RawFile
from qore_dagster.intake.supplement import supplement
from qore_dagster.model.batch import Batch
from qore_dagster.model.comparison import OtherFiles
from qore_dagster.model.edition import SOURCES, edition_of
from qore_dagster.model.faults import Fault, QoreError, fault_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import IncompleteHeaderError, ParsedPortfolio
from qore_dagster.model.reconciliation import CheckResult, reconcile
from qore_dagster.model.tables import TABLES
from qore_dagster.raw_store.store import RawStore
from qore_dagster.registry.funds import Fund

POSITION_TABLES = tuple(TABLES)
"""The canonical tables, each an asset: the header first, then the rows, then what was not understood or not read."""


@dataclass(frozen=True, slots=True)
class Position:
    """One fund's day, understood: its rows and what the reconciliation says of them."""

    parsed: ParsedPortfolio
    checks: tuple[CheckResult, ...]


@dataclass(slots=True)
class PositionsRead:
    """What became of a set of fund-days.

    Attributes:
        batch: the positions; versions are editions (`model.edition`).
        faults: files that could not be read, by source; also where a lesser source then served.
    """

    batch: Batch[Position] = field(default_factory=Batch[Position])
    faults: dict[FileType, dict[FundDay, Fault]] = field(default_factory=dict[FileType, dict[FundDay, Fault]])

    @property
    def new_faults(self) -> dict[FundDay, Fault]:
        """Per fund-day the fault of the best file that could not be read."""
        found: dict[FundDay, Fault] = {}
        for source in SOURCES:
            for key, fault in self.faults.get(source, {}).items():
                found.setdefault(key, fault)
        return found


class WrongPortfolioError(QoreError):
    """The file is another fund's, or another day's."""

    code = "wrong_portfolio"


READING_FAULTS = frozenset(
    {
        FormatError.code,
        "unknown_format",
        NotWholeError.code,
        IncompleteHeaderError.code,
        WrongPortfolioError.code,
        "schema",
    }
)
"""Codes of what is wrong with a file itself: the same file read again fails again."""


def read_positions(
    files: Mapping[FileType, Batch[RawFile]], store: RawStore, funds: Mapping[str, Fund]
) -> PositionsRead:
    """Read, validate and reconcile each fund-day from its best source that can be read.

    A fault of one fund's file stays that fund's. A portfolio that does not reconcile is good: it is loaded and flagged.
    One that violates the schema, or belongs to another fund or day, fails, and the next source is read.

    Args:
        files: the raw files by type; one that is not there is as one without files. Those that are not the source
            of a fund-day are compared with it, and tell what it cannot (`supplement`).
        store: where their bytes are.
        funds: the registry by slug.
    """
    read = PositionsRead()
    reader = _Reader(store, funds)
    pending = set[FundDay]().union(*(batch.keys() for batch in files.values()))
    for source in SOURCES:
        given = files.get(source, Batch[RawFile]()).only(pending)
        parsed, read.faults[source] = _read_source(source, given, reader)
        others = {key: _others(key, source, files, reader) for key in parsed.good}
        supplement(parsed, {key: other.portfolios for key, other in others.items()})
        for key, good in parsed.good.items():
            position = Position(good.value, tuple(reconcile(good.value, others[key])))
            read.batch.succeed(key, position, edition_of(source, good.version))
            pending.discard(key)
    for key in pending:
        _explain(key, read, files)
    return read


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a fund's own portfolio from a raw file."""

    store: RawStore
    funds: Mapping[str, Fund]

    def read(self, key: FundDay, file: RawFile, file_type: FileType) -> ParsedPortfolio:
        report = ReportFile.of_bytes(file.name, self.store.read(file.locator, file.sha256), expected_date=key.date)
        return _portfolio(report, file_type, key, self.funds[key.fund]).bind(key.fund)


def _others(key: FundDay, source: FileType, files: Mapping[FileType, Batch[RawFile]], reader: _Reader) -> OtherFiles:
    """The other files of the day, to be compared; one that cannot be read costs only that."""
    others = OtherFiles()
    for file_type, batch in files.items():
        good = batch.good.get(key)
        if file_type is source or good is None:
            continue
        try:
            others.portfolios.append(reader.read(key, good.value, file_type))
        except Exception as error:  # noqa: BLE001 - the boundary: a file that is not loaded stops nothing
            fault = fault_of(error, doing=f"ler o {file_type.label}")
            others.unread.append(f"{file_type.label} não pôde ser lido: {key.unnamed(fault.reason)}")
    return others


def _read_source(
    source: FileType, files: Batch[RawFile], reader: _Reader
) -> tuple[Batch[ParsedPortfolio], dict[FundDay, Fault]]:
    def read(key: FundDay, file: RawFile) -> ParsedPortfolio:
        return reader.read(key, file, source)

    parsed = files.map(read, doing=f"ler o {source.label}")
    unread = {key: fault for key, fault in parsed.failed.items() if key in files.good}
    faults = {
        key: _named(key, files.good[key].value.name, fault)
        for key, fault in {**unread, **_schema_faults(parsed)}.items()
    }
    for key, fault in faults.items():
        parsed.fail(key, fault)
    return parsed, faults


def _explain(key: FundDay, read: PositionsRead, files: Mapping[FileType, Batch[RawFile]]) -> None:
    """Why there are no positions: the best file that could not be read or fetched, else that there is none yet."""
    for source in SOURCES:
        batch = files.get(source, Batch[RawFile]())
        fault = read.faults[source].get(key) or batch.failed.get(key)
        if fault is not None:
            read.batch.fail(key, fault)
            return
    reasons = [files[source].missing[key] for source in SOURCES if source in files and key in files[source].missing]
    read.batch.miss(key, reasons[0] if reasons else "não há arquivo de posições")


def _portfolio(report: ReportFile, source: FileType, key: FundDay, fund: Fund) -> ParsedPortfolio:
    """The fund's own portfolio in a file that may be a lot of many funds."""
    parser = parser_for(report)
    if parser.file_type is not source:
        raise FormatError(f"o arquivo é {parser.layout}, e não {source.label}", file=report.name)
    found: list[Outcome] = list(_concerning(parser.parse(report), fund))
    for outcome in found:
        if isinstance(outcome, ParsedPortfolio) and (len(found) == 1 or outcome.portfolio["data_pos"] == key.date):
            _check_identity(key, outcome, fund)
            return outcome
    for outcome in found:
        if isinstance(outcome, Unread):
            fault = outcome.fault
            raise WrongPortfolioError(fault.reason, fault.action, code=fault.code)
    raise WrongPortfolioError(
        f"{key}: o arquivo {report.name} não traz a carteira do fundo (CNPJ {fund.cnpj or 'não informado'})",
        "confira o fundo no portal; nada foi carregado",
    )


def _concerning(outcomes: Iterator[Outcome], fund: Fund) -> Iterator[Outcome]:
    """Of a lot, what concerns the fund; of a file with one portfolio, that one, whosever it is."""
    first = next(outcomes, None)
    second = next(outcomes, None)
    if first is None:
        return
    if second is None:
        yield first
        return
    for outcome in (first, second, *outcomes):
        numbers = {outcome.subject} if isinstance(outcome, Unread) else _numbers(outcome)
        if fund.cnpj and any(fund.cnpj in number for number in numbers):
            yield outcome


def _numbers(parsed: ParsedPortfolio) -> set[str]:
    """The CNPJs by which a portfolio may be known."""
    named = (parsed.portfolio.get(column) for column in ("cnpj", "cnpj_casca", "documento_titular"))
    return {number for number in named if isinstance(number, str)}


def _named(key: FundDay, file_name: str, fault: Fault) -> Fault:
    """A parser knows the file only, and a schema the fund and day only; people want to read all three."""
    reason = fault.reason if key.fund in fault.reason else f"{key}: {fault.reason}"
    return replace(fault, reason=reason if file_name in reason else f"{reason} (arquivo {file_name})")


def _check_identity(key: FundDay, parsed: ParsedPortfolio, fund: Fund) -> None:
    header, numbers = parsed.portfolio, _numbers(parsed)
    if not numbers:  # an old workbook has a name only; that it is this fund's is the portal's word
        parsed.warnings.append(f"{header['arquivo']}: o arquivo não traz o CNPJ do fundo; vale o que o portal diz")
    elif fund.cnpj and fund.cnpj not in numbers:
        raise WrongPortfolioError(
            f"{key}: o arquivo {header['arquivo']} é do CNPJ {', '.join(sorted(numbers))}, "
            f"e o fundo tem o CNPJ {fund.cnpj}",
            "confira o fundo no portal; nada foi carregado",
        )
    if header["data_pos"] != key.date:
        raise WrongPortfolioError(
            f"{key}: o arquivo {header['arquivo']} é da posição de {header['data_pos']:%d/%m/%Y}",
            "confira a data no portal; nada foi carregado",
        )
    managed = header.get("documento_titular") or header.get("codigo_carteira")
    only_totals = header["formato"] == FileType.CARTEIRA_PDF
    if not managed and not only_totals and (header.get("valorcota") is None or header.get("quantidade") is None):
        raise FormatError("a carteira do fundo não traz o valor ou a quantidade de cotas", file=str(header["arquivo"]))


def _schema_faults(parsed: Batch[ParsedPortfolio]) -> dict[FundDay, Fault]:
    if not parsed.good:
        return {}
    # pandas and pandera cost a second and a half to import: the command that only asks for a run does without.
    from qore_dagster.model.frames import frame
    from qore_dagster.model.schemas import violations

    faults: dict[FundDay, Fault] = {}
    for name, table in TABLES.items():
        rows = [row for good in parsed.good.values() for row in good.value.rows(name)]
        for key, fault in violations(table, frame(table, rows)).items():
            faults.setdefault(key, fault)
    return faults
