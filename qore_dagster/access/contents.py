"""What an open file holds of the platform's rows: which fund-days, which editions, and whether it is what units say.

Belongs here: reading an open file under the stated names, and comparing. Does not: writing (`database`), engines.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from qore_dagster.access.columns import AccessTable, folded
from qore_dagster.access.engine import OpenFile, place_of
from qore_dagster.access.errors import RefusedError
from qore_dagster.access.fitting import Fit, fit, match
from qore_dagster.access.shaping import ShapedUnit, columns_of
from qore_dagster.access.tables import CONTROL, COTAS, TABLES
from qore_dagster.calendar.today import SAO_PAULO
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import Status
from qore_dagster.warehouse.records import LoadedSlice

_OF_THE_LOAD = frozenset({"unit.run_id", "unit.loaded_at", "fund.nome", "fund.cnpj"})
"""Sources of what tells of the load, or of the fund as it was called then, and not of the portfolio."""


def name_of(opened: OpenFile, table: str) -> str | None:
    """What a table is called in the file: case and accents make no difference; None if there is none."""
    return next((name for name in opened.tables() if folded(name) == folded(table)), None)


def rows_of(opened: OpenFile, table: AccessTable, keys: Sequence[FundDay] | None) -> Iterator[dict[str, Any]]:
    """The rows of fund-days, or all, under the stated names; none where the table is not there or lacks its key."""
    name = name_of(opened, table.name)
    there = match(table, opened.columns(name)) if name else {}
    if name is None or not set(table.names[:2]) <= set(there):
        return
    partial = Fit(table, name, tuple(there[column] for column in table.names[:2]))
    key = [found.name for found in partial.found]
    for row in opened.rows(name, key, None if keys is None else partial.slices(keys)):
        yield {stated: row[found.name] for stated, found in there.items()}


def loaded(opened: OpenFile, keys: Iterable[FundDay]) -> dict[FundDay, LoadedSlice]:
    """What the file's own control table says of fund-days."""
    held: dict[FundDay, LoadedSlice] = {}
    for row in rows_of(opened, CONTROL, sorted(keys)):
        held[FundDay(row["DATA_INPUT"].date(), row["FUNDO"])] = LoadedSlice(
            version=row["Edicao"],
            sha256=row["SHA256"],
            guid=row["GUID"],
            verdict=Status(row["Conciliacao"]),
            patliq=row["PL"],
            rows=row["Linhas"],
            run_id=row["Execucao"],
            loaded_at=row["Carregado_Em"].replace(tzinfo=ZoneInfo(SAO_PAULO)),
        )
    return held


def fund_days(opened: OpenFile, first: date, last: date) -> set[FundDay]:
    """The fund-days between two dates that have a row of the quota or of the control table, whoever wrote it."""
    return {
        FundDay(day.date(), str(fund))
        for table in (COTAS, CONTROL)
        for row in rows_of(opened, table, None)
        if isinstance(day := row["DATA_INPUT"], datetime) and (fund := row["FUNDO"])
        if first <= day.date() <= last
    }


def differing(opened: OpenFile, shaped: Sequence[ShapedUnit]) -> set[FundDay]:
    """The fund-days of which the file does not hold just the rows of their units, in some table.

    Compared is what the columns of the file can hold, value by value; when a load was, and in which run, apart.
    """
    found: set[FundDay] = set()
    for table in TABLES.values():
        found |= _differing(opened, table, [one for one in shaped if one.unit.key not in found])
    return found


def _differing(opened: OpenFile, table: AccessTable, shaped: Sequence[ShapedUnit]) -> set[FundDay]:
    keys = [one.unit.key for one in shaped]
    name = name_of(opened, table.name)
    found = opened.columns(name) if name else ()
    if name is None or len(match(table, found)) < len(table.columns):
        return set(keys)
    fitted = fit(table, name, found)
    slices = fitted.slices(keys)
    compared = [i for i, column in enumerate(table.columns) if not _OF_THE_LOAD & {*column.sources}]
    names = [fitted.found[i].name for i in compared]
    key_names = [column.name for column in fitted.found[:2]]
    held: defaultdict[tuple[object, str], Counter[tuple[object, ...]]] = defaultdict(Counter)
    for row in opened.rows(name, key_names, slices):
        held[place_of((row[key_names[0]], row[key_names[1]]))][tuple(row[column] for column in names)] += 1
    return {
        one.unit.key
        for one, place in zip(shaped, slices, strict=True)
        if _rows(fitted, one, compared) != held[place_of(place)]
    }


def _rows(fitted: Fit, one: ShapedUnit, compared: Sequence[int]) -> Counter[tuple[object, ...]] | None:
    """How often each row of a unit is in a table; None where the file cannot hold one."""
    try:
        columns = fitted.cells(columns_of(fitted.table, [one]))
    except RefusedError:
        return None
    return Counter(zip(*(columns[i] for i in compared), strict=True))
