"""Of a day's report, the fund-days that PostgreSQL has and the Access file lacks.

Belongs here: comparing the two, and why. Does not: the report (`day`), loading (`access`).
"""

from collections.abc import Sequence
from dataclasses import replace

from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.tables import SINK
from qore_dagster.intake.access_held import missing_in
from qore_dagster.model.edition import source_of
from qore_dagster.model.faults import Fault
from qore_dagster.model.fund_day import FundDay
from qore_dagster.report.day import DayReport, ErrorLine
from qore_dagster.warehouse.ledger import FileState, Ledger
from qore_dagster.warehouse.tables import SINK as POSTGRES

_NOT_THERE = Fault(
    "not_in_access",
    "a carteira está no PostgreSQL e não chegou a ser carregada no Access: a execução terminou antes",
    "rode de novo; nada será baixado outra vez",
)


def with_access(report: DayReport, ledger: Ledger, database: AccessDatabase | None, runs: Sequence[str]) -> DayReport:
    """The same report, in which a portfolio that is not in Access, or failed to be loaded now, has failed: and why.

    Args:
        report: of the day.
        ledger: what PostgreSQL holds, and what the runs said.
        database: the Access file; None where there is none.
        runs: ids of the runs that loaded.
    """
    if database is None:
        return report
    keys = [line.key for line in report.funds]
    why = _reasons(ledger, runs)
    loaded = ledger.loaded(keys, POSTGRES)
    missing = missing_in(database, ledger, keys, POSTGRES)
    faults = {key: why.get(key, _NOT_THERE) for key in loaded if key in why or key in missing}
    sources = {key: source_of(loaded[key].version)[0] for key in faults}
    lines = [
        replace(line, types={**line.types, sources[line.key]: FileState.FAILED}) if line.key in faults else line
        for line in report.funds
    ]
    errors = [ErrorLine(key, sources[key], fault) for key, fault in faults.items()]
    unarchived = report.unarchived - sources.items()
    return replace(report, funds=lines, errors=[*report.errors, *errors], unarchived=unarchived)


def _reasons(ledger: Ledger, runs: Sequence[str]) -> dict[FundDay, Fault]:
    found: dict[FundDay, Fault] = {}
    for run in runs:
        outcome = ledger.outcome(run, SINK)
        found |= outcome.failed if outcome else {}
    return found
