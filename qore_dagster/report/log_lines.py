"""Log lines in the form that the back office knows: `[+]`, `[!]`, `[X]`.

Belongs here: the lines and their formatter. Does not: where they go.
"""

import logging
from collections.abc import Iterator

from qore_dagster.registry.changes import RegistryChange
from qore_dagster.report.day import DayReport
from qore_dagster.warehouse.ledger import FileState

_SYMBOLS = (
    (logging.CRITICAL, "[!!!]"),
    (logging.ERROR, "[X]"),
    (logging.WARNING, "[!]"),
    (logging.INFO, "[+]"),
    (logging.NOTSET, "[.]"),
)


class SymbolFormatter(logging.Formatter):
    """Puts the level's symbol before the message; the record itself stays as it is, for other handlers."""

    def format(self, record: logging.LogRecord) -> str:
        """`[+] text`."""
        symbol = next(symbol for level, symbol in _SYMBOLS if record.levelno >= level)
        return f"{symbol} {super().format(record)}"


def file_lines(report: DayReport) -> Iterator[tuple[int, str]]:
    """Level and text of one line per fund and type, then portfolios that do not reconcile and checks that only warn."""
    faults = {(error.key, error.file_type): error.fault for error in report.errors}
    of_portfolios = [error for error in report.errors if error.file_type is None]
    for line in report.funds:
        for file_type, state in line.types.items():
            who = f"  {line.fund.nome_curto} [{file_type.label}]"
            if state is FileState.RECEIVED:
                yield logging.INFO, f"{who}: 1 arquivo(s)"
            elif state is FileState.MISSING:
                yield logging.WARNING, f"{who}: {report.missing[line.key, file_type]}"
            else:
                yield logging.ERROR, f"{who}: {faults[line.key, file_type]}"
        for error in of_portfolios:
            if error.key == line.key:
                yield logging.ERROR, f"  {line.fund.nome_curto}: {error.fault}"
    for warning in report.warnings:
        yield logging.WARNING, f"  {warning.fund.nome_curto}: {warning.result.explanation}"


def registry_lines(change: RegistryChange) -> Iterator[tuple[int, str]]:
    """Level and text of what a synchronisation of the registry changed."""
    levels = {symbol: level for level, symbol in _SYMBOLS}
    for line in change.lines():
        symbol, _, text = line.partition(" ")
        yield levels[symbol], text
