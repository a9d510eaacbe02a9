"""What `qore run` and `qore demo` show: log lines as things happen, then JSON or a table; and their exit code.

Belongs here: the order of what is written, and where. Does not: its content (`report`).
"""

import json
import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from qore_dagster.automation.requests import Asked
    from qore_dagster.registry.funds import Fund
    from qore_dagster.settings import Settings

_log = logging.getLogger("qore_dagster.run")


@contextmanager
def run_log() -> Iterator[None]:
    """The seed's log lines on standard error, while a run lasts."""
    from qore_dagster.report.log_lines import SymbolFormatter

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SymbolFormatter())
    root = logging.getLogger("qore_dagster")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
    try:
        yield
    finally:
        root.removeHandler(handler)


def run_and_show(
    settings: "Settings", asked: "Callable[[Sequence[Fund]], Asked]", *, as_json: bool, next_steps: Sequence[str] = ()
) -> int:
    """Run the days asked for, show what became of them, and give the exit code.

    Args:
        settings: the settings.
        asked: from the active funds to what is asked for.
        as_json: JSON on standard output instead of the table.
        next_steps: where to look next, for the table.
    """
    from qore_dagster.automation.places import Places
    from qore_dagster.automation.run_now import DayRunner
    from qore_dagster.definitions import day_job
    from qore_dagster.instance.home import instance
    from qore_dagster.report import printed
    from qore_dagster.report.access import with_access
    from qore_dagster.report.archived import with_archive
    from qore_dagster.report.day import as_json as to_json
    from qore_dagster.report.day import report_day
    from qore_dagster.report.log_lines import file_lines
    from qore_dagster.report.progress import progress
    from qore_dagster.resources import WarehouseResource

    with run_log(), instance(settings) as opened, WarehouseResource().opened() as warehouse:
        with _interruption_told(), progress(settings) as shown:
            executed = DayRunner(opened, settings, warehouse, day_job, shown).run(asked)
        request = executed.request
        wanted = request.asked.wanted
        places = Places.of(settings)
        funds = [fund for fund in warehouse.funds().values() if fund.slug in wanted]
        with warehouse.ledger() as ledger:
            report = report_day(ledger, funds, request.asked.days, wanted, present=request.present)
            report = with_archive(report, ledger, places.archived)
            report = with_access(report, ledger, places.access, executed.runs)
        if places.access and (warning := places.access.warning()):
            _log.warning(warning)
        for level, text in file_lines(report):
            _log.log(level, text)
        seconds = asdict(executed.seconds)
        if not places.archived:
            del seconds["archive"]
        if as_json:
            click.echo(json.dumps(to_json(report, seconds), ensure_ascii=False, indent=1))
        else:
            printed.show(report, seconds, next_steps)
        return report.exit_code


@contextmanager
def _interruption_told() -> Iterator[None]:
    """One line, instead of a report in which everything that was broken off has failed."""
    try:
        yield
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except SystemExit as left:  # by SIGTERM
        code = left.code
    else:
        return
    click.echo("[!] interrompido: rode de novo; o que foi baixado fica", err=True)
    sys.exit(code)


def days_between(first: date, last: date, *, since: date) -> tuple[date, ...]:
    """Business days asked for.

    Args:
        first: first date.
        last: last date.
        since: the first date that there are partitions of.

    Raises:
        click.UsageError: none, before the first partition, or not closed yet.
    """
    from qore_dagster.calendar import business_days, last_closed_day

    newest = last_closed_day()
    if last < first:
        raise click.UsageError(f"--to {last:%d/%m/%Y} é anterior a --date {first:%d/%m/%Y}")
    if first < since:
        raise click.UsageError(f"{first:%d/%m/%Y} é anterior a QORE_START_DATE ({since:%d/%m/%Y})")
    if last > newest:
        raise click.UsageError(f"{last:%d/%m/%Y} ainda não fechou: a última data é {newest:%d/%m/%Y} (D-1)")
    days = tuple(business_days(first, last))
    if not days:
        raise click.UsageError(f"não há dia útil de {first:%d/%m/%Y} a {last:%d/%m/%Y}")
    return days
