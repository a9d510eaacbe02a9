"""A fund's day on its way into the Access file: given as canonical rows, turned into the rows of each table.

Belongs here: routing of the canonical tables, and where each column's value is found. Does not: what a table found in a
file can hold (`fitting`), talking to an engine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from zoneinfo import ZoneInfo

from qore_dagster.access.columns import AccessTable, Column
from qore_dagster.access.derived import DERIVED, Totals
from qore_dagster.access.errors import AccessError
from qore_dagster.access.routing import table_of
from qore_dagster.access.tables import CAIXA, CONTROL, COTAS, CPR, DATA_TABLES, PASSIVO, RENTABILIDADE
from qore_dagster.calendar.today import SAO_PAULO
from qore_dagster.model.edition import source_of
from qore_dagster.model.parsed import Row, Value
from qore_dagster.model.tables import HOLDINGS
from qore_dagster.warehouse.load_unit import LoadUnit


@dataclass(slots=True)
class ShapedUnit:
    """A unit, its rows routed to the tables of the file.

    Attributes:
        unit: what it was shaped from.
        tables: the canonical rows of each table that has any; the control table has one without any value of its own.
        facts: what is the same in all its rows, by source.
        rows: how many there are, the control row apart.
    """

    unit: LoadUnit
    tables: dict[str, list[Row]]
    facts: Row
    rows: int


def shape(unit: LoadUnit) -> ShapedUnit:
    """Route a unit's rows.

    Raises:
        AccessError: a row is another fund's or day's.
    """
    tables: dict[str, list[Row]] = {name: [] for name in DATA_TABLES}
    tables[COTAS.name] = [unit.portfolio]
    for table in (CAIXA, CPR, RENTABILIDADE, PASSIVO):
        tables[table.name] = unit.rows.get(table.canonical, [])
    for holding in unit.rows.get(HOLDINGS.name, []):
        tables[table_of(holding)].append(holding)
    for name, rows in tables.items():
        _refuse_others(unit, DATA_TABLES[name], rows)
    count = sum(map(len, tables.values()))
    return ShapedUnit(unit, {**tables, CONTROL.name: [{}]}, _facts(unit, count), count)


def columns_of(table: AccessTable, units: Sequence[ShapedUnit]) -> list[list[Value]]:
    """The values of a table's columns for all rows of some units: a list a column, in the order of the units.

    A column at a time, over all units: several times faster than a row at a time.
    """
    parts = [_Part(one.facts, rows, Totals(one.unit.patliq, rows)) for one in units if (rows := one.tables[table.name])]
    return [_values_of(column, parts) for column in table.columns]


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one unit in one table."""

    facts: Row
    rows: list[Row]
    totals: Totals


_FACTS = {"unit", "fund"}
"""What a source begins with that is one of a unit's facts."""


def _facts(unit: LoadUnit, rows: int) -> Row:
    source, number = source_of(unit.version)
    return {
        "unit.data_pos": unit.key.date,
        "unit.version": unit.version,
        "unit.fonte": source.label,
        "unit.numero": number,
        "unit.arquivo": unit.portfolio.get("arquivo"),
        "unit.sha256": unit.sha256,
        "unit.guid": unit.guid,
        "unit.verdict": unit.verdict.value,
        "unit.patliq": unit.patliq,
        "unit.rows": rows,
        "unit.run_id": unit.run_id,
        "unit.loaded_at": datetime.now(ZoneInfo(SAO_PAULO)).replace(tzinfo=None, microsecond=0),
        "fund.slug": unit.key.fund,
        "fund.nome": unit.fund.nome,
        "fund.cnpj": unit.fund.cnpj,
    }


def _refuse_others(unit: LoadUnit, table: AccessTable, rows: list[Row]) -> None:
    key = unit.key
    for row in rows:
        if row.get("fundo") != key.fund or row.get("data_pos") != key.date:
            raise AccessError(
                f"{key}: uma linha de {table.canonical} é de {row.get('fundo')} em {row.get('data_pos')}",
                "leia o arquivo de novo; nada deste fundo foi carregado no Access",
            )


def _values_of(column: Column, parts: Sequence[_Part]) -> list[Value]:
    if not column.sources:
        return [None for part in parts for _ in part.rows]
    first = column.sources[0]
    room, _, name = first.partition(".")
    if room in _FACTS:
        return [fact for part in parts for fact in repeat(part.facts[first], len(part.rows))]
    if room == "derived":
        compute = DERIVED[name]
        return [compute(row, part.totals) for part in parts for row in part.rows]
    rows = [row for part in parts for row in part.rows]
    values = [row.get(name) for row in rows]
    for source in column.sources[1:]:
        name = source.partition(".")[2]
        values = [row.get(name) if value is None else value for value, row in zip(values, rows, strict=True)]
    return values
