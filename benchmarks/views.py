"""`python -m benchmarks.views`: the views and a dashboard's questions, over years of many funds.

Belongs here: filling a database, asking, the partitions that a plan reads. Does not: the rows (`many_days`), the
questions (`dashboard`).
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from benchmarks import machine, report
from benchmarks.dashboard import QUESTIONS, Question, asked
from benchmarks.figure import Figure
from benchmarks.many_days import fill
from qore_dagster.calendar.business_days import business_days
from qore_dagster.warehouse.lease import lease
from qore_dagster.warehouse.migrations import migrate

GOAL_MS = 300
_LAST = date(2025, 12, 30)  # its year is whole: the fullest partition there is
_YEAR = re.compile(r"_(\d{4})$")


def main() -> int:
    """Fill, ask, show."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.views", description=__doc__)
    parser.add_argument("--funds", type=int, default=500)
    parser.add_argument("--days", type=int, default=750)
    parser.add_argument(
        "--repeat", type=int, default=5, help="runs of each question after the first; the median counts"
    )
    parser.add_argument("--only", default="", help="questions whose name has this in it")
    parser.add_argument("--plans", action="store_true", help="the plan of each question, executed")
    given = parser.parse_args()
    days = business_days(date(2000, 1, 3), _LAST)[-given.days :]
    on = machine.describe()
    with tempfile.TemporaryDirectory(prefix="qore-views-") as folder, lease(Path(folder), durable=False) as server:
        migrate(server.uri())
        with closing(psycopg2.connect(server.uri())) as connection:
            began = time.monotonic()
            rows = fill(connection, given.funds, days)
            seconds = time.monotonic() - began
            size = _one(connection, "SELECT pg_database_size(current_database()) / 1e9")
            print(f"{rows:,} rows, {size:.1f} GB, filled in {seconds:.0f} s", file=sys.stderr)
            chosen = [question for question in QUESTIONS if given.only in question.name]
            values = asked(days[0], days[-1])
            if given.plans:
                for question in chosen:
                    print(f"\n-- {question.name}\n{_plan_text(connection, question, values)}")
            figures = [_measure(connection, question, values, given.repeat) for question in chosen]
    print(report.as_table(on, figures, datetime.now(UTC).date()))
    return 0


def _measure(connection: Connection, question: Question, values: dict[str, object], repeat: int) -> Figure:
    """Seconds until all rows are here; the first run, which fills caches, is told apart."""
    seconds: list[float] = []
    rows = 0
    for _ in range(repeat + 1):
        began = time.perf_counter()
        with connection, connection.cursor() as cursor:
            cursor.execute(question.sql, values)
            rows = len(cursor.fetchall())
        seconds.append(time.perf_counter() - began)
    with connection, connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question.sql}", values)
        [([explained],)] = cursor.fetchall()
    seen = {
        "rows": str(rows),
        "first": f"{1000 * seconds[0]:.0f} ms",
        "years read": ", ".join(sorted(years_read(explained["Plan"]))),
    }
    return Figure(f"(h) {question.name}", "ms", [1000 * each for each in seconds[1:]], GOAL_MS, seen)


def years_read(plan: dict[str, Any]) -> set[str]:
    """The years whose partitions an executed plan has looked at."""
    return {found[1] for name in _tables(plan) if (found := _YEAR.search(name))}


def _tables(plan: dict[str, Any]) -> Iterator[str]:
    if plan.get("Actual Loops") and "Relation Name" in plan:
        yield plan["Relation Name"]
    for child in plan.get("Plans", ()):
        yield from _tables(child)


def _plan_text(connection: Connection, question: Question, values: dict[str, object]) -> str:
    with connection, connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, SETTINGS) {question.sql}", values)
        return "\n".join(line for (line,) in cursor.fetchall() if "(never executed)" not in line)


def _one(connection: Connection, query: str) -> float:
    with connection, connection.cursor() as cursor:
        cursor.execute(query)
        return float((cursor.fetchone() or (0,))[0])


if __name__ == "__main__":
    sys.exit(main())
