"""Of a day's report, the files that were received and do not lie in the archive.

Belongs here: comparing the report with what the archive's steps said. Does not: the report (`day`), archiving
(`intake.archiving`).
"""

from collections.abc import Collection
from dataclasses import replace

from qore_dagster.assets.keys import archive_key
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.report.day import DayReport, ErrorLine
from qore_dagster.warehouse.ledger import FileState, Ledger

_NOT_ARCHIVED = Fault(
    "not_archived",
    "o arquivo foi recebido e não chegou a ser arquivado: a execução terminou antes",
    "rode de novo; o arquivo não será baixado outra vez",
)


def with_archive(report: DayReport, ledger: Ledger, archived: Collection[FileType]) -> DayReport:
    """The same report, in which a received file that is not archived has failed, with the reason.

    Args:
        report: of the day.
        ledger: what the archive's steps said.
        archived: the file types that have a place in the archive.
    """
    received = {
        file_type: [line.key for line in report.funds if line.types.get(file_type) is FileState.RECEIVED]
        for file_type in archived
    }
    faults = {of_type: _unarchived(ledger, of_type, keys) for of_type, keys in received.items()}
    lines = [
        replace(
            line,
            types={t: FileState.FAILED if line.key in faults.get(t, {}) else state for t, state in line.types.items()},
        )
        for line in report.funds
    ]
    errors = [ErrorLine(key, of_type, fault) for of_type, found in faults.items() for key, fault in found.items()]
    unarchived = frozenset((key, of_type) for of_type, found in faults.items() for key in found)
    return replace(report, funds=lines, errors=[*report.errors, *errors], unarchived=unarchived)


def _unarchived(ledger: Ledger, file_type: FileType, keys: Collection[FundDay]) -> dict[FundDay, Fault]:
    asset = archive_key(file_type).to_user_string()
    current = ledger.versions(keys, file_type)
    there = ledger.latest_outcomes(asset, keys).good
    absent = [key for key in keys if key not in there or there[key].version < current[key].version]
    why = ledger.latest_outcomes(asset, absent, state="failed").failed
    return {key: why.get(key, _NOT_ARCHIVED) for key in absent}
