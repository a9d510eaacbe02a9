"""A fund's day on its way into the Access file: given as canonical rows, turned into the rows of each table.

Belongs here: routing of the canonical tables, and where each column's value is found. Does not: what a table found in a
file can hold (`fitting`), talking to an engine.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from qore_dagster.access.columns import AccessTable, Column
from qore_dagster.access.derived import DERIVED, Totals, totals
from qore_dagster.access.errors import AccessError
from qore_dagster.access.routing import table_of
from qore_dagster.access.tables import CAIXA, CONTROL, COTAS, CPR, DATA_TABLES, PASSIVO, RENTABILIDADE
from qore_dagster.calendar.today import SAO_PAULO
from qore_dagster.model.edition import source_of
from qore_dagster.model.parsed import Row, Value
from qore_dagster.warehouse.load_unit import LoadUnit


@dataclass(frozen=True, slots=True)
class AccessUnit(LoadUnit):
    """What is loaded of one fund's day: what PostgreSQL gets, and two tables that the users of Access have.

    Attributes:
        returns: rows of the canonical returns.
        holders: rows of the canonical holders.
    """

    returns: list[Row] = field(default_factory=list[Row])
    holders: list[Row] = field(default_factory=list[Row])


@dataclass(slots=True)
class ShapedUnit:
    """A unit, ready to be fitted into a file.

    Attributes:
        unit: what it was shaped from.
        tables: per table name its rows, each with the values of `AccessTable.columns` in order; control row included.
        rows: how many there are, the control row apart.
    """

    unit: LoadUnit
    tables: dict[str, list[list[Value]]]
    rows: int


def shape(unit: AccessUnit) -> ShapedUnit:
    """Shape a unit.

    Raises:
        AccessError: a row is another fund's or day's.
    """
    canonical: dict[str, list[Row]] = {name: [] for name in DATA_TABLES}
    canonical[COTAS.name] = [unit.portfolio]
    canonical[CAIXA.name] = unit.cash
    canonical[CPR.name] = unit.provisions
    canonical[RENTABILIDADE.name] = unit.returns
    canonical[PASSIVO.name] = unit.holders
    for holding in unit.holdings:
        canonical[table_of(holding)].append(holding)
    count = sum(map(len, canonical.values()))
    facts = _facts(unit, count)
    tables = {name: _rows_of(unit, DATA_TABLES[name], rows, facts) for name, rows in canonical.items() if rows}
    tables[CONTROL.name] = [[facts[column.sources[0]] for column in CONTROL.columns]]
    return ShapedUnit(unit, tables, count)


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


def _rows_of(unit: LoadUnit, table: AccessTable, rows: list[Row], facts: Row) -> list[list[Value]]:
    key, all_ = unit.key, totals(unit.patliq, rows)
    getters = [_getter(column, facts, all_) for column in table.columns]
    for row in rows:
        if (row.get("data_pos"), row.get("fundo")) != (key.date, key.fund):
            raise AccessError(
                f"{key}: uma linha de {table.canonical} é de {row.get('fundo')} em {row.get('data_pos')}",
                "leia o arquivo de novo; nada deste fundo foi carregado no Access",
            )
    return [[get(row) for get in getters] for row in rows]


def _getter(column: Column, facts: Row, all_: Totals) -> Callable[[Row], Value]:
    """How a column's value is got from a canonical row."""
    if not column.sources:
        return lambda _: None
    first = column.sources[0]
    if first in facts:
        fact = facts[first]
        return lambda _: fact
    room, _, name = first.partition(".")
    if room == "derived":
        compute = DERIVED[name]
        return lambda row: compute(row, all_)
    if len(column.sources) == 1:
        return lambda row: row.get(name)
    names = [source.partition(".")[2] for source in column.sources]
    return lambda row: next((value for one in names if (value := row.get(one)) is not None), None)
