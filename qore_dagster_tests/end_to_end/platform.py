"""The whole platform as a user has it: the `qore` command on a home of its own, a portal, two databases.

Belongs here: starting the command and reading what it left (JSON, ledger, tables, event log). Does not: any test.
"""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import psycopg2

from qore_dagster.instance.home import instance
from qore_dagster.settings import Settings
from qore_dagster.simulator.server import RunningPortal
from qore_dagster.warehouse.dump import canonical_dump
from qore_dagster_tests.isolation import OURS
from qore_dagster_tests.process_family import end

QORE = Path(sys.executable).with_name("qore")
LAST_DAY = date(2026, 1, 7)

_LEDGER_AUDIT = frozenset({"run_id", "received_at", "updated_at", "recorded_at", "first_seen", "last_seen"})
"""Columns of the ledger and the registry that tell when and in which run, and not what."""
_LEDGER = ("file_version", "file_status", "reconciliation", "fund")


@dataclass(frozen=True)
class Ran:
    """What one call of the command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Standard output, read."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Platform:
    """A home, a portal, a warehouse and Dagster's database."""

    home: Path
    portal: RunningPortal
    warehouse: str
    dagster: str
    extra: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the command runs with; nothing of this process's own settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return {
            **kept,
            "QORE_HOME": str(self.home),
            "QORE_URL": self.portal.url,
            "QORE_USERNAME": self.portal.username,
            "QORE_PASSWORD": self.portal.password,
            "QORE_BACKOFF": "0.01",
            "POSTGRES_URI": self.warehouse,
            "DAGSTER_POSTGRES_URL": self.dagster,
            **self.extra,
        }

    @contextmanager
    def start(self, *arguments: str, command: Sequence[str] = (str(QORE),)) -> Generator["subprocess.Popen[str]"]:
        """The command, started; if it still runs at the end, it is killed with all that it started."""
        with subprocess.Popen(
            [*command, *arguments],
            env=self.environment,
            cwd=self.home,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                yield process
            finally:
                end(process)

    def qore(self, *arguments: str) -> Ran:
        """Run the command to its end."""
        with self.start(*arguments) as process:
            out, err = process.communicate(timeout=300)
        return Ran(process.returncode, out, err)

    def run(self, *arguments: str) -> Ran:
        """`qore run --json` for the last day of the portal."""
        return self.qore("run", "--date", LAST_DAY.isoformat(), "--json", *arguments)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query of the warehouse gives."""
        with closing(psycopg2.connect(self.warehouse)) as connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def dump(self) -> str:
        """What the warehouse holds of portfolios, files and funds, without when and in which run it came in."""
        with closing(psycopg2.connect(self.warehouse)) as connection:
            said = [canonical_dump(connection)]
            for table in _LEDGER:
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT * FROM ctl.{table}")
                    told = [i for i, c in enumerate(cursor.description or ()) if c.name not in _LEDGER_AUDIT]
                    out = io.StringIO()
                    csv.writer(out, lineterminator="\n").writerows(
                        sorted([str(row[i]) for i in told] for row in cursor.fetchall())
                    )
                    said.append(f"-- ctl.{table}\n{out.getvalue()}")
        return "".join(said)

    def settings(self) -> Settings:
        """The settings that the command has."""
        known = {name.lower(): value for name, value in self.environment.items()}
        return Settings.model_validate({name: known[name] for name in Settings.model_fields if name in known})

    @contextmanager
    def instance(self) -> Iterator[dg.DagsterInstance]:
        """Dagster's instance, as the command has it."""
        before = dict(os.environ)
        os.environ.update({k: v for k, v in self.environment.items() if k.startswith(OURS)})
        try:
            with instance(self.settings()) as opened:
                yield opened
        finally:
            os.environ.clear()
            os.environ.update(before)
