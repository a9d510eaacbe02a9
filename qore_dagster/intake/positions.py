"""Positions of a set of fund-days: read from raw files, validated, reconciled.

Belongs here: what the positions step does. Does not: how a format is read (`formats`), what must hold (`model`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qore_dagster.formats.anbima_5_0 import Anbima50Parser
from qore_dagster.formats.report import ReportFile
from qore_dagster.intake.fetch import RawFile
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault, QoreError
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import CheckResult, reconcile
from qore_dagster.model.tables import TABLES
from qore_dagster.raw_store.store import RawStore
from qore_dagster.registry.funds import Fund

POSITION_TABLES = ("portfolio", "holdings", "cash", "provisions")


@dataclass(frozen=True, slots=True)
class Position:
    """One fund's day, understood: its rows and what the reconciliation says of them."""

    parsed: ParsedPortfolio
    checks: tuple[CheckResult, ...]


class WrongPortfolioError(QoreError):
    """The file is another fund's, or another day's."""

    code = "wrong_portfolio"


def read_positions(files: Batch[RawFile], store: RawStore, funds: Mapping[str, Fund]) -> Batch[Position]:
    """Read, validate and reconcile; a fault of one fund's file stays that fund's.

    A portfolio that does not reconcile is good: it is loaded and flagged. One that violates the schema, or belongs to
    another fund or day, fails.
    """

    def read(key: FundDay, file: RawFile) -> ParsedPortfolio:
        data = store.read(file.locator, file.sha256)
        (parsed,) = Anbima50Parser().parse(ReportFile.of_bytes(file.name, data))
        _check_identity(key, parsed, funds)
        return parsed.bind(key.fund)

    parsed = files.map(read, doing="ler o XML 5.0")
    unread = {key: fault for key, fault in parsed.failed.items() if key in files.good}
    for key, fault in {**unread, **_schema_faults(parsed)}.items():
        parsed.fail(key, _named(key, files.good[key].value.name, fault))
    return parsed.map(lambda _, value: Position(value, tuple(reconcile(value))), doing="conciliar a carteira")


def _named(key: FundDay, file_name: str, fault: Fault) -> Fault:
    """A parser knows the file only, and a schema the fund and day only; people want to read all three."""
    reason = fault.reason if key.fund in fault.reason else f"{key}: {fault.reason}"
    return replace(fault, reason=reason if file_name in reason else f"{reason} (arquivo {file_name})")


def _check_identity(key: FundDay, parsed: ParsedPortfolio, funds: Mapping[str, Fund]) -> None:
    found, expected = parsed.portfolio["cnpj"], funds[key.fund].cnpj
    if expected and found != expected:
        raise WrongPortfolioError(
            f"{key}: o arquivo {parsed.portfolio['arquivo']} é do CNPJ {found}, e o fundo tem o CNPJ {expected}",
            "confira o fundo no portal; nada foi carregado",
        )
    if parsed.portfolio["data_pos"] != key.date:
        raise WrongPortfolioError(
            f"{key}: o arquivo {parsed.portfolio['arquivo']} é da posição de {parsed.portfolio['data_pos']:%d/%m/%Y}",
            "confira a data no portal; nada foi carregado",
        )


def _schema_faults(parsed: Batch[ParsedPortfolio]) -> dict[FundDay, Fault]:
    # pandas and pandera cost a second and a half to import: the command that only asks for a run does without.
    from qore_dagster.model.frames import frame
    from qore_dagster.model.schemas import violations

    faults: dict[FundDay, Fault] = {}
    for name, table in TABLES.items():
        rows = [row for good in parsed.good.values() for row in good.value.rows(name)]
        for key, fault in violations(table, frame(table, rows)).items():
            faults.setdefault(key, fault)
    return faults
