"""The Access file made to hold, of some days, what PostgreSQL holds: without portal, raw files or frames.

Belongs here: comparing, and writing what differs, many fund-days an edit of the file. Does not: rows back out of the
tables (`warehouse.loaded_units`), the file (`access.database`), what Dagster and people are told (`assets`, `cli`).

PostgreSQL is right: what the file holds of a fund's day that PostgreSQL has loaded is replaced even where it is a newer
version. What PostgreSQL has not loaded stays. A fund's day that PostgreSQL has loaded anew meanwhile is brought up to
date again before the end; one that Access had before PostgreSQL, at that moment, is by the next `qore run`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from psycopg2.extensions import connection as Connection

from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.tables import DATA_TABLES
from qore_dagster.model.batch import Batch
from qore_dagster.model.fund_day import FundDay
from qore_dagster.registry.funds import Fund
from qore_dagster.warehouse.ledger import Ledger
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.loaded_units import loaded_between, read_units
from qore_dagster.warehouse.tables import SINK

_READ_AT_ONCE = 200  # fund-days
_WRITTEN_AT_ONCE = 20_000  # rows, of many fund-days: about 150 MB of them, and one copy of the file, whatever its size

_NEEDED = {table.canonical for table in DATA_TABLES.values()}
"""The canonical tables that Access has rows of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be rebuilt.

    Attributes:
        first: first position date.
        last: last one.
        funds: slugs; None for all.
    """

    first: date
    last: date
    funds: Collection[str] | None = None


@dataclass(slots=True)
class Rebuilt:
    """What became of each fund-day.

    Attributes:
        batch: of what PostgreSQL has loaded: good, whether it was written (or was there already), or failed.
        only_in_access: what the file has and PostgreSQL has not loaded; left as it is.
    """

    batch: Batch[bool] = field(default_factory=Batch[bool])
    only_in_access: list[FundDay] = field(default_factory=list[FundDay])

    @property
    def days(self) -> list[date]:
        """All days with something on them, in order."""
        return sorted({key.date for key in (*self.batch.keys(), *self.only_in_access)})

    def written(self, day: date | None = None) -> list[FundDay]:
        """The fund-days that were written; of a day, or of all."""
        return self._good(day, written=True)

    def equal(self, day: date | None = None) -> list[FundDay]:
        """The fund-days that the file held already; of a day, or of all."""
        return self._good(day, written=False)

    def _good(self, day: date | None, *, written: bool) -> list[FundDay]:
        good = self.batch.good.items()
        return sorted(key for key, one in good if one.value is written and day in {None, key.date})


def rebuild(
    connection: Connection,
    database: AccessDatabase,
    registry: Mapping[str, Fund],
    asked: Asked,
) -> Rebuilt:
    """Write what the file does not hold as PostgreSQL does; each edit of the file is seen whole or not at all.

    Args:
        connection: to the warehouse, with no transaction of the caller's under way.
        database: the Access file; need not be there.
        registry: the funds by slug.
        asked: which days and funds.

    Raises:
        AccessError: the file cannot be read.
    """
    keys = loaded_between(connection, asked.first, asked.last, asked.funds)
    there = database.fund_days(asked.first, asked.last)
    funds = None if asked.funds is None else {fund.casefold() for fund in asked.funds}
    ours = {(key.date, key.fund.casefold()) for key in keys}  # the file makes nothing of capitals
    alone = [key for key in there if (key.date, key.fund.casefold()) not in ours]
    made = _Rebuild(connection, database, registry)
    todo = keys
    while todo:
        todo = list(made.go_through(todo))
    return Rebuilt(made.batch, sorted(key for key in alone if funds is None or key.fund.casefold() in funds))


class _Rebuild:
    """One rebuild under way; `batch` tells what became of the fund-days so far."""

    def __init__(self, connection: Connection, database: AccessDatabase, registry: Mapping[str, Fund]) -> None:
        self.batch: Batch[bool] = Batch()
        self._connection = connection
        self._database = database
        self._registry = registry

    def go_through(self, keys: Sequence[FundDay]) -> Iterator[FundDay]:
        """Compare and write; gives the fund-days that were loaded anew meanwhile."""
        waiting: list[LoadUnit] = []
        for start in range(0, len(keys), _READ_AT_ONCE):
            chunk = keys[start : start + _READ_AT_ONCE]
            read = read_units(self._connection, chunk, self._registry, canonical=_NEEDED)
            for key, fault in read.failed.items():
                self.batch.fail(key, fault)
            units = [good.value for good in read.good.values()]
            different = self._database.differing(units)
            for unit in units:
                if unit.key in different:
                    waiting.append(unit)
                else:
                    before = self.batch.good.get(unit.key)  # written, and loaded anew into both sinks meanwhile
                    self.batch.succeed(unit.key, value=before is not None and before.value, version=unit.version)
            if sum(map(_rows, waiting)) >= _WRITTEN_AT_ONCE:
                yield from self._write(waiting)
                waiting = []
        yield from self._write(waiting)

    def _write(self, units: Sequence[LoadUnit]) -> Iterator[FundDay]:
        if not units:
            return
        done = self._database.load(units, over_newer=True)
        for key, good in done.good.items():
            self.batch.succeed(key, value=True, version=good.version)
        for key, fault in done.failed.items():
            self.batch.fail(key, fault)
        now = Ledger(self._connection).loaded(done.good, SINK)
        written = {unit.key: (unit.version, unit.run_id) for unit in units}
        for key in done.good:
            if key in now and (now[key].version, now[key].run_id) != written[key]:
                yield key


def _rows(unit: LoadUnit) -> int:
    return 1 + sum(map(len, unit.rows.values()))
