"""Loading PostgreSQL: how long a day's slices take, beside what bare COPY takes to put the same rows there.

Belongs here: a load over the embedded server, and bare COPY of what it wrote. Does not: the platform around them.
"""

import csv
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from benchmarks.figure import Figure
from benchmarks.units import units_of
from qore_dagster.warehouse.lease import lease
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.migrations import migrate
from qore_dagster.warehouse.slices import load
from qore_dagster.warehouse.tables import SINK_TABLES

FUNDS = (34, 500)
GOAL_AGAINST_BARE = 1.5
_BEFORE, _DAY = date(2026, 1, 6), date(2026, 1, 7)


def measure(repeat: int) -> list[Figure]:
    """Seconds of the load of a day whose day before is there, of the same again, and of bare COPY of its rows."""
    figures: list[Figure] = []
    for funds in FUNDS:
        units = units_of(funds, _BEFORE, _DAY)
        before, day = units[:funds], units[funds:]
        with TemporaryDirectory() as folder, lease(Path(folder) / "postgres") as server:
            migrate(server.uri())
            with closing(psycopg2.connect(server.uri())) as connection:
                _load(connection, before)
                figures += _figures(connection, day, repeat)
    return figures


def _figures(connection: Connection, day: list[LoadUnit], repeat: int) -> list[Figure]:
    _load(connection, day)  # partitions, registers, caches: warm for both
    texts, values = _texts(connection), _values(connection)
    loads: list[float] = []
    again: list[float] = []
    bares: list[float] = []
    writing: list[float] = []
    for _ in range(repeat):
        _forget(connection)
        bares.append(_seconds(lambda: _copy(connection, texts)))
        writing.append(_seconds(lambda: _write(values)))
        _forget(connection)
        loads.append(_seconds(lambda: _load(connection, day)))
        again.append(_seconds(lambda: _load(connection, day)))
    rows = sum(text.count("\n") for text in texts.values())
    name = f"(f) PostgreSQL, {len(day)} funds"
    seen = {"rows": str(rows), "rows/s": f"{rows / min(loads):.0f}", "again": f"{min(again):.2f} s"}
    against = [mine / theirs for mine, theirs in zip(loads, bares, strict=True)]
    with_text = [mine / (theirs + text) for mine, theirs, text in zip(loads, bares, writing, strict=True)]
    bare = {"bare COPY": f"{min(bares):.3f} s"}
    text = {"csv.writer": f"{min(writing):.3f} s"}
    return [
        Figure(name, "s", loads, details=seen),
        Figure(f"{name}, against bare COPY", "×", against, GOAL_AGAINST_BARE, bare),
        Figure(f"{name}, against bare COPY and writing its text", "×", with_text, None, text),
    ]


def _texts(connection: Connection) -> dict[str, str]:
    """The day's rows as they lie in the tables, per table, as COPY writes and reads them."""
    texts: dict[str, str] = {}
    with connection, connection.cursor() as cursor:
        for name in SINK_TABLES:
            out = StringIO()
            cursor.copy_expert(f"COPY ({_of_day(name)}) TO STDOUT", out)
            if out.tell():
                texts[name] = out.getvalue()
    return texts


def _values(connection: Connection) -> list[list[tuple[Any, ...]]]:
    """The same as Python's values, a list a table."""
    with connection, connection.cursor() as cursor:
        found: list[list[tuple[Any, ...]]] = []
        for name in SINK_TABLES:
            cursor.execute(_of_day(name))
            found.append(cursor.fetchall())
    return found


def _of_day(table: str) -> str:
    columns = ", ".join(SINK_TABLES[table].copied)
    return f"SELECT {columns} FROM {table} WHERE data_pos = '{_DAY}'"  # noqa: S608 - names of our own


def _write(values: list[list[tuple[Any, ...]]]) -> None:
    """The least that makes a text of a program's values: the standard library's writer, in C."""
    for rows in values:
        csv.writer(StringIO()).writerows(rows)


def _copy(connection: Connection, texts: dict[str, str]) -> None:
    """What nobody could do without: the rows into the same tables, with their keys and indexes, and a commit."""
    with connection, connection.cursor() as cursor:
        for name, text in texts.items():
            cursor.copy_expert(f"COPY {name} ({', '.join(SINK_TABLES[name].copied)}) FROM STDIN", StringIO(text))


def _forget(connection: Connection) -> None:
    """Take the day out, as if it had never been loaded; what it left of itself in the pages too."""
    with connection, connection.cursor() as cursor:
        for name in SINK_TABLES:
            cursor.execute(f"DELETE FROM {name} WHERE data_pos = %s", (_DAY,))  # noqa: S608 - as above
        cursor.execute("DELETE FROM ctl.slice_load WHERE date = %s", (_DAY,))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    connection.autocommit = False


def _load(connection: Connection, units: list[LoadUnit]) -> None:
    if len(load(connection, units).good) != len(units):
        raise AssertionError("not the whole day: its time means nothing")


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
