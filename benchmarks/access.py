"""Loading Access: how long a day takes, beside what bare Jackcess takes to append the same rows.

Belongs here: a load, and bare Jackcess. Does not: the platform
around them.
"""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import Figure
from benchmarks.units import units_of
from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.fitting import Cell, fit
from qore_dagster.access.jackcess import JackcessEngine
from qore_dagster.access.shaping import columns_of, shape
from qore_dagster.access.tables import TABLES
from qore_dagster.warehouse.load_unit import LoadUnit

FUNDS = (34, 500)
GOAL_AGAINST_BARE = 1.5
_DAY = date(2026, 1, 7)

Appended = dict[str, tuple[list[str], list[list[Cell]]]]
"""Per table the names of its columns, and its rows a column at a time, as an engine takes them."""


def measure(repeat: int) -> list[Figure]:
    """Seconds of the first load of a day and of the same again, and how many times bare Jackcess the first is."""
    engine = JackcessEngine()
    figures: list[Figure] = []
    with TemporaryDirectory() as folder:
        for funds in FUNDS:
            units = units_of(funds, _DAY)
            first, bare = (Path(folder) / f"{funds}-{name}.accdb" for name in ("first", "bare"))
            appended = _appended(engine, units, Path(folder) / f"{funds}-shape.accdb")
            loads: list[float] = []
            reloads: list[float] = []
            bares: list[float] = []
            for run in range(repeat + 1):
                for path in (first, bare):
                    path.unlink(missing_ok=True)
                seconds = (
                    _seconds(lambda path=bare, rows=appended: _append(engine, rows, path)),
                    _seconds(lambda path=first, given=units: _load(engine, given, path)),
                )
                reload = _seconds(lambda path=first, given=units: _load(engine, given, path))
                if run:  # the first one warms Java up, and nobody measures it
                    bares.append(seconds[0])
                    loads.append(seconds[1])
                    reloads.append(reload)
            rows = sum(len(columns[0]) for _, columns in appended.values())
            seen = {"rows": str(rows), "rows/s": f"{rows / min(loads):.0f}", "again": f"{min(reloads):.2f} s"}
            figures.append(Figure(f"(g) Access, {funds} funds", "s", loads, details=seen))
            against = [mine / theirs for mine, theirs in zip(loads, bares, strict=True)]
            details = {"bare Jackcess": f"{min(bares):.2f} s"}
            name = f"(g) Access, {funds} funds, against bare addRows"
            figures.append(Figure(name, "×", against, GOAL_AGAINST_BARE, details))
    return figures


def _appended(engine: JackcessEngine, units: list[LoadUnit], path: Path) -> Appended:
    """The rows that a load of the units appends."""
    engine.create(path)
    shaped = [shape(unit) for unit in units]
    found: Appended = {}
    with engine.open(path) as opened:
        for name, table in TABLES.items():
            opened.create(table)
            fitted = fit(table, name, opened.columns(name))
            columns = fitted.cells(columns_of(table, shaped))
            if columns[0]:
                found[name] = (list(table.names), columns)
    return found


def _append(engine: JackcessEngine, appended: Appended, path: Path) -> None:
    """What nobody could do without: make the file and its tables, append the rows, close."""
    engine.create(path)
    with engine.open(path) as opened:
        for table in TABLES.values():
            opened.create(table)
        for name, (names, columns) in appended.items():
            opened.insert(name, names, columns)


def _load(engine: JackcessEngine, units: list[LoadUnit], path: Path) -> None:
    if len(AccessDatabase(path, engine).load(units).good) != len(units):
        raise AssertionError("not the whole day: its time means nothing")


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
