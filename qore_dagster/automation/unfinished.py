"""What runs that have not ended already cover, so that nothing is asked for twice.

Belongs here: reading a run's tags and selection, asking one at a time, waiting for the runs of others. Does not: ending
dead runs (`instance.dead_runs`).
"""

import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager

import dagster as dg
from psycopg2.extensions import connection as Connection

from qore_dagster.calendar import business_days
from qore_dagster.instance.dead_runs import PID_TAG, fail_dead_runs, seems_alive
from qore_dagster.instance.unfinished import UNFINISHED
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import FUNDS, RANGE_END, RANGE_START, SINGLE

Covered = set[tuple[FundDay, dg.AssetKey]]

PATIENCE_SECONDS = 600.0
"""How long the runs of others are waited for: of one on another machine nobody here can tell whether it still lives."""

_POLL_SECONDS = 0.5
_LOCK_KEY = 0x61736B  # "ask"


@contextmanager
def asking_alone(connection: Connection) -> Generator[None]:
    """Hold the right to see what runs there are and to make more; a process that dies gives it back."""
    with connection, connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", (_LOCK_KEY,))
    try:
        yield
    finally:
        connection.rollback()  # of a statement that failed
        with connection, connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", (_LOCK_KEY,))


def covered_by_unfinished_runs(instance: dg.DagsterInstance) -> Covered:
    """The fund-days and assets of every run that waits or works."""
    return _covered(instance, instance.get_runs(dg.RunsFilter(statuses=UNFINISHED)))


def covered_by_living_runs(instance: dg.DagsterInstance) -> Covered:
    """The fund-days and assets of every run that works, as far as can be told; dead ones are marked as failed."""
    fail_dead_runs(instance)
    runs = instance.get_runs(dg.RunsFilter(statuses=UNFINISHED))
    return _covered(instance, [run for run in runs if not _waits_for_a_daemon(run) and seems_alive(instance, run)])


def _waits_for_a_daemon(run: dg.DagsterRun) -> bool:
    """Whether somebody else has yet to start it; there may be no daemon, and then it waits for ever."""
    if run.status is dg.DagsterRunStatus.NOT_STARTED:
        return PID_TAG not in run.tags  # a `qore run` makes all its runs before it executes the first
    return run.status is dg.DagsterRunStatus.QUEUED


def wait_for_others(instance: dg.DagsterInstance, wanted: Covered) -> None:
    """Return when no living run works on any of `wanted`, or after `PATIENCE_SECONDS`."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    time.sleep(_POLL_SECONDS)  # even where they are done already: whoever asks again does so no faster than this
    while wanted & covered_by_living_runs(instance) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)


def _covered(instance: dg.DagsterInstance, runs: Iterable[dg.DagsterRun]) -> Covered:
    runs = list(runs)
    funds = instance.get_dynamic_partitions(FUNDS.name or "") if runs else []
    return {(key, asset) for run in runs for key in _keys(run, funds) for asset in run.asset_selection or ()}


def _keys(run: dg.DagsterRun, funds: Sequence[str]) -> list[FundDay]:
    if SINGLE in run.tags:
        return [FundDay.parse(run.tags[SINGLE])]
    if RANGE_START not in run.tags:
        return []
    first, last = FundDay.parse(run.tags[RANGE_START]), FundDay.parse(run.tags[RANGE_END])
    if first.fund not in funds or last.fund not in funds:
        return []
    held = funds[funds.index(first.fund) : funds.index(last.fund) + 1]
    return [FundDay(day, fund) for day in business_days(first.date, last.date) for fund in held]
