"""A fund's day on its way into the Access file: given as canonical rows, turned into the rows of each table.

Belongs here: routing of the canonical tables, and where each column's value is found. Does not: what a table found in a
file can hold (`fitting`), talking to an engine.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from qore_dagster.access.columns import AccessTable, Column
from qore_dagster.access.derived import DERIVED, Totals, totals
from qore_dagster.access.errors import AccessError
from qore_dagster.access.routing import table_of
from qore_dagster.access.tables import CAIXA, CONTROL, COTAS, CPR, DATA_TABLES, PASSIVO, RENTABILIDADE
from qore_dagster.access.unit import AccessUnit
from qore_dagster.calendar.today import SAO_PAULO
from qore_dagster.model.edition import source_of
from qore_dagster.model.parsed import Row, Value
from qore_dagster.model.tables import HOLDINGS


@dataclass(slots=True)
class ShapedUnit:
    """A unit, ready to be fitted into a file.

    Attributes:
        unit: what it was shaped from.
        tables: per table name the values of each of `AccessTable.columns`, a column at a time; control row included.
        rows: how many there are, the control row apart.
    """

    unit: AccessUnit
    tables: dict[str, list[list[Value]]]
    rows: int


def shape(unit: AccessUnit) -> ShapedUnit:
    """Shape a unit.

    Raises:
        AccessError: a row is another fund's or day's.
    """
    canonical: dict[str, list[Row]] = {name: [] for name in DATA_TABLES}
    canonical[COTAS.name] = [unit.portfolio]
    for table in (CAIXA, CPR, RENTABILIDADE, PASSIVO):
        canonical[table.name] = unit.rows.get(table.canonical, [])
    for holding in unit.rows.get(HOLDINGS.name, []):
        canonical[table_of(holding)].append(holding)
    count = sum(map(len, canonical.values()))
    facts = _facts(unit, count)
    tables = {name: _columns_of(unit, DATA_TABLES[name], rows, facts) for name, rows in canonical.items() if rows}
    tables[CONTROL.name] = [[facts[column.sources[0]]] for column in CONTROL.columns]
    return ShapedUnit(unit, tables, count)


def _facts(unit: AccessUnit, rows: int) -> Row:
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


def _columns_of(unit: AccessUnit, table: AccessTable, rows: list[Row], facts: Row) -> list[list[Value]]:
    key = unit.key
    for row in rows:
        if (row.get("data_pos"), row.get("fundo")) != (key.date, key.fund):
            raise AccessError(
                f"{key}: uma linha de {table.canonical} é de {row.get('fundo')} em {row.get('data_pos')}",
                "leia o arquivo de novo; nada deste fundo foi carregado no Access",
            )
    all_ = totals(unit.patliq, rows)
    return [_values_of(column, rows, facts, all_) for column in table.columns]


def _values_of(column: Column, rows: list[Row], facts: Row, all_: Totals) -> list[Value]:
    """A column's value of each canonical row; a column at a time, which is several times faster than a row."""
    if not column.sources:
        return [None] * len(rows)
    if column.sources[0] in facts:
        return [facts[column.sources[0]]] * len(rows)
    rooms, names = zip(*(source.split(".") for source in column.sources), strict=True)
    if rooms[0] == "derived":
        compute = DERIVED[names[0]]
        return [compute(row, all_) for row in rows]
    values = [row.get(names[0]) for row in rows]
    for name in names[1:]:
        values = [row.get(name) if value is None else value for value, row in zip(values, rows, strict=True)]
    return values
