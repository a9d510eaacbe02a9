"""What is found out about each portfolio of each file.

Belongs here: reading with the right reader, reconciling, and what counts as a failure. Does not: how it is shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qore_dagster.formats.containers import reports_in
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.recognition import PAGED, joined, parser_for
from qore_dagster.formats.report import LoosePages, Outcome, ReportFile, Unread
from qore_dagster.model.faults import Fault, QoreError, fault_of
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import CheckResult, Status, reconcile, verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """One portfolio of a file, or why a file or portfolio could not be read.

    Attributes:
        file: the file's name, below the folder or in the ZIP that was asked for.
        layout: the layout's name; empty when no reader knows the file.
        subject: which portfolio, as far as it is known; empty for a whole file.
        parsed: the portfolio; None when it could not be read.
        checks: what the reconciliation says.
        fault: why it could not be read; beside a portfolio, what it lacks: its date.
    """

    file: str
    layout: str = ""
    subject: str = ""
    parsed: ParsedPortfolio | None = None
    checks: tuple[CheckResult, ...] = ()
    fault: Fault | None = None

    @property
    def verdict(self) -> Status | None:
        """Of the reconciliation; None for what could not be read."""
        return verdict(self.checks) if self.parsed else None

    @property
    def sections(self) -> Counter[str]:
        """How many rows of the file each section has, whether read or in quarantine."""
        counted: Counter[str] = Counter()
        if self.parsed is None:
            return counted
        for (_, section), count in self.parsed.seen.items():
            counted[section] += count
        return counted

    @property
    def failed(self) -> bool:
        """Something of it could not be read, or it does not reconcile."""
        return (
            self.parsed is None
            or self.fault is not None
            or bool(self.parsed.quarantine)
            or self.verdict is Status.DOES_NOT_HOLD
        )


def inspect(paths: Iterable[Path], expected_date: date | None = None) -> Iterator[Finding]:
    """Read files, folders and ZIPs; one finding a portfolio, as soon as it is read.

    Args:
        paths: they exist.
        expected_date: the day of files whose content has none.
    """
    loose: list[LoosePages] = []
    for path in paths:
        for entry in reports_in(path, expected_date):
            if isinstance(entry, FormatError):
                yield Finding(str(path), fault=entry.fault)
            else:
                yield from _portfolios(entry, loose)
    yield from _joined(loose)


def _portfolios(file: ReportFile, loose: list[LoosePages]) -> Iterator[Finding]:
    """What is in a file; pages that others may complete are put aside."""
    layout = ""
    try:
        parser = parser_for(file)
        layout = parser.layout
        for outcome in parser.parse(file):
            if isinstance(outcome, LoosePages):
                loose.append(outcome)
            else:
                yield _finding(outcome, file.name, layout)
    except QoreError as error:
        yield Finding(file.name, layout, fault=error.fault)
    except Exception as error:  # noqa: BLE001 - the boundary: one file's fault stays that file's
        yield Finding(file.name, layout, fault=fault_of(error, doing=f"ler {file.name}"))


def _joined(loose: list[LoosePages]) -> Iterator[Finding]:
    """What was put aside, with the pages of all files together."""
    try:
        for outcome in joined(loose):
            if isinstance(outcome, Unread):
                yield _finding(outcome, ", ".join(file.name for file in outcome.files), PAGED.layout)
            else:
                yield _finding(outcome, str(outcome.portfolio["arquivo"]), PAGED.layout)
    except Exception as error:  # noqa: BLE001 - as above
        names = ", ".join(dict.fromkeys(file.name for pages in loose for file in pages.files))
        yield Finding(names, PAGED.layout, fault=fault_of(error, doing=f"juntar as páginas de {names}"))


def _finding(outcome: Outcome, file_name: str, layout: str) -> Finding:
    if isinstance(outcome, Unread):
        checks = tuple(reconcile(outcome.parsed)) if outcome.parsed else ()
        return Finding(file_name, layout, outcome.subject, outcome.parsed, checks, outcome.fault)
    return Finding(file_name, layout, parsed=outcome, checks=tuple(reconcile(outcome)))
