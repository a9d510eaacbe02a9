"""What became of a set of days, as the ledger has it: for the printed table, JSON, mail and pages.

Belongs here: counting and collecting. Does not: printing (`printed`), log lines (`log_lines`).
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qore_dagster.model.cross_checks import CROSS_CHECKS
from qore_dagster.model.edition import SOURCES, edition_of
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import CheckResult, Status
from qore_dagster.registry.funds import Fund
from qore_dagster.warehouse.ledger import FileState, Ledger
from qore_dagster.warehouse.tables import SINK

_LAST_CHECK = CROSS_CHECKS[-1].name  # all are recorded together
_NOT_LOADED = Fault(
    "not_loaded",
    "o arquivo foi recebido e não chegou a ser carregado: a execução terminou antes",
    "rode de novo; o arquivo não será baixado outra vez",
)
_NOT_CHECKED = Fault(
    "not_checked",
    "a carteira foi carregada e não chegou a ser conferida com o portal, os fundos da casa e o dia anterior: a "
    "execução terminou antes",
    "rode de novo; nada será baixado outra vez. Se repetir, veja os eventos da execução na interface do Dagster",
)


@dataclass(frozen=True, slots=True)
class FundLine:
    """One fund on one day.

    Attributes:
        key: the fund-day.
        fund: the fund.
        pl: net worth as loaded; None if nothing is loaded.
        reconciles: whether the loaded portfolio reconciles; None if nothing is loaded.
        types: state of each file type asked for.
    """

    key: FundDay
    fund: Fund
    pl: Decimal | None
    reconciles: Status | None
    types: Mapping[FileType, FileState]


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One thing that went wrong; `file_type` is None for a portfolio that does not reconcile, or was not checked."""

    key: FundDay
    file_type: FileType | None
    fault: Fault


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What one check said of a fund on a day."""

    key: FundDay
    fund: Fund
    result: CheckResult


@dataclass(frozen=True, slots=True)
class DayReport:
    """The whole.

    Attributes:
        days: the days asked for.
        types: the types asked for.
        funds: one line per fund and day.
        errors: what failed, does not reconcile, or was not checked.
        missing: why a file is not there, per fund-day and type.
        already_present: files that were there before.
        checks: what every check said of each loaded portfolio, those beyond one portfolio included.
        unarchived: of the files that failed, those that lack nothing but their place in the archive.
    """

    days: Sequence[date]
    types: Sequence[FileType]
    funds: Sequence[FundLine]
    errors: Sequence[ErrorLine]
    missing: Mapping[tuple[FundDay, FileType], str]
    already_present: int
    checks: Sequence[CheckLine] = ()
    unarchived: AbstractSet[tuple[FundDay, FileType]] = frozenset()

    @property
    def tasks_total(self) -> int:
        """Funds × days × types."""
        return sum(len(line.types) for line in self.funds)

    def count(self, state: FileState) -> int:
        """Files in a state."""
        return sum(found is state for line in self.funds for found in line.types.values())

    @property
    def processed(self) -> int:
        """Files received and, where they are the positions' source, loaded."""
        return self.count(FileState.RECEIVED)

    @property
    def failed(self) -> int:
        """Files that failed."""
        return self.count(FileState.FAILED)

    @property
    def unreconciled(self) -> list[FundLine]:
        """Loaded portfolios that do not reconcile."""
        return [line for line in self.funds if line.reconciles is Status.DOES_NOT_HOLD]

    @property
    def warnings(self) -> list[CheckLine]:
        """Checks that do not hold and only warn."""
        return [line for line in self.checks if line.result.status is Status.DOES_NOT_HOLD and not line.result.blocking]

    @property
    def exit_code(self) -> int:
        """0 all well, 1 something failed, does not reconcile or was not checked, 3 only that files are missing."""
        if self.failed or self.errors:
            return 1
        return 3 if self.missing else 0


def report_day(
    ledger: Ledger,
    funds: Sequence[Fund],
    days: Sequence[date],
    wanted: Mapping[str, Sequence[FileType]],
    *,
    present: AbstractSet[tuple[FundDay, FileType]] = frozenset(),
) -> DayReport:
    """Read the ledger.

    Args:
        ledger: the ledger.
        funds: the funds asked for.
        days: the days asked for.
        wanted: the file types asked for, by fund.
        present: what was there before the request.
    """
    keys = [FundDay(day, fund.slug) for day in days for fund in funds]
    by_slug = {fund.slug: fund for fund in funds}
    statuses = ledger.statuses(keys)
    loaded = ledger.loaded(keys, SINK)
    lines: list[FundLine] = []
    errors: list[ErrorLine] = []
    missing: dict[tuple[FundDay, FileType], str] = {}
    now_loaded: list[FundDay] = []
    for key in keys:
        states: dict[FileType, FileState] = {}
        for file_type in wanted[key.fund]:
            status = statuses.get((key, file_type))
            states[file_type] = FileState.MISSING if status is None else status.state
            if status is None:
                missing[key, file_type] = "ainda não pedido"
            elif status.state is FileState.MISSING:
                missing[key, file_type] = status.reason or ""
            elif status.state is FileState.FAILED:
                fault = Fault(status.code or "", status.reason or "", status.action or "")
                errors.append(ErrorLine(key, file_type, fault))
        held = loaded.get(key)
        source = next((s for s in SOURCES if s in states and states[s] is FileState.RECEIVED), None)
        if source and (held is None or held.version < edition_of(source, statuses[key, source].version or 0)):
            states[source] = FileState.FAILED
            errors.append(ErrorLine(key, source, _NOT_LOADED))
        elif source:
            now_loaded.append(key)
        lines.append(
            FundLine(key, by_slug[key.fund], held.patliq if held else None, held.verdict if held else None, states)
        )
    results = ledger.reconciliation(list(loaded), pinned={key: held.version for key, held in loaded.items()})
    errors += _unreconciled([line.key for line in lines if line.reconciles is Status.DOES_NOT_HOLD], results)
    checked = {key for key, told in results.items() if any(result.check == _LAST_CHECK for result in told)}
    errors += [ErrorLine(key, None, _NOT_CHECKED) for key in now_loaded if key not in checked]
    checks = [CheckLine(key, by_slug[key.fund], result) for key in keys for result in results.get(key, ())]
    types = tuple(t for t in FileType if any(t in of_fund for of_fund in wanted.values()))
    return DayReport(tuple(days), types, lines, errors, missing, len(present), checks)


def _unreconciled(keys: Sequence[FundDay], results: Mapping[FundDay, Sequence[CheckResult]]) -> list[ErrorLine]:
    action = "a carteira foi carregada e está marcada; confira com a administradora"
    return [
        ErrorLine(
            key,
            None,
            Fault(
                "does_not_reconcile",
                "; ".join(
                    result.explanation
                    for result in results.get(key, [])
                    if result.status is Status.DOES_NOT_HOLD and result.blocking
                ),
                action,
            ),
        )
        for key in keys
    ]


def as_json(report: DayReport, seconds: Mapping[str, float]) -> dict[str, object]:
    """The machine's form; numbers with a point are text, so that no cent is lost."""
    return {
        "date": report.days[0].isoformat() if len(report.days) == 1 else [day.isoformat() for day in report.days],
        "tasks_total": report.tasks_total,
        "processed": report.processed,
        "already_present": report.already_present,
        "failed": report.failed,
        "missing": report.count(FileState.MISSING),
        "seconds": {stage: round(value, 3) for stage, value in seconds.items()},
        "funds": [
            {
                "fund": line.key.fund,
                "date": line.key.date.isoformat(),
                "pl": None if line.pl is None else str(line.pl),
                "reconciles": (line.reconciles or Status.CANNOT_BE_CHECKED).value,
                "types": {file_type.slug: state.value for file_type, state in line.types.items()},
            }
            for line in report.funds
        ],
        "errors": [
            {
                "fund": error.key.fund,
                "date": error.key.date.isoformat(),
                "type": None if error.file_type is None else error.file_type.slug,
                "reason": error.fault.reason,
                "action": error.fault.action,
            }
            for error in report.errors
        ],
        "checks": [
            {
                "fund": line.key.fund,
                "date": line.key.date.isoformat(),
                "check": line.result.check,
                "status": line.result.status.value,
                "applies": line.result.applies,
                "difference": None if line.result.difference is None else str(line.result.difference),
                "tolerance": None if line.result.tolerance is None else str(line.result.tolerance),
                "explanation": line.result.explanation,
            }
            for line in report.checks
        ],
    }
