"""A fund's day on its way into the sink: given as canonical rows, turned into what each table takes.

Belongs here: the unit, and shaping it without the database: routing, types, exact text of COPY. Does not: talking to
the database (`slices`, `register_rows`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NoReturn

from qore_dagster.model.edition import source_of
from qore_dagster.model.faults import QoreError
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row, Value
from qore_dagster.model.reconciliation import Status
from qore_dagster.model.tables import HOLDINGS, TABLES
from qore_dagster.registry.funds import Fund
from qore_dagster.warehouse.columns import Column, PositionTable, Register
from qore_dagster.warehouse.identity import IDENTITY
from qore_dagster.warehouse.registers import INFO_FUNDOS
from qore_dagster.warehouse.routing import table_of, type_of
from qore_dagster.warehouse.tables import POS_COTA, POSITION_TABLES

REGISTRY = "registry"
"""Who tells about a fund; sorts after any fund-day, so that the registry's word is always the newest."""


@dataclass(frozen=True, slots=True)
class LoadUnit:
    """What is loaded of one fund's day: all its tables, or nothing.

    Attributes:
        key: the fund and day.
        version: the edition (`model.edition`) that the rows are of.
        fund: the fund as the registry has it.
        portfolio: the row of the canonical portfolio.
        rows: rows of the other canonical tables, by the table's name; one that is not there has none.
        verdict: whether the portfolio reconciles; one that does not is loaded and flagged.
        sha256: hash of the raw file's bytes.
        guid: the portal's id of the raw file.
        run_id: the run that loads.
    """

    key: FundDay
    version: int
    fund: Fund
    portfolio: Row
    rows: Mapping[str, list[Row]]
    verdict: Status
    sha256: str
    guid: str | None
    run_id: str

    @property
    def patliq(self) -> Decimal | None:
        """Net worth, signed."""
        value = self.portfolio.get("patliq")
        return value if isinstance(value, Decimal) else None


class LoadError(QoreError):
    """A row cannot be loaded as it is; nothing of its fund's day is."""

    code = "load"


@dataclass(slots=True)
class ShapedTable:
    """The rows of one unit for one table, as far as they are known before the database has told any id.

    Attributes:
        lines: per row the text of `PositionTable.shaped` in COPY's form.
        identities: per row the identity of the register's row that it refers to; empty for a table without register.
    """

    lines: list[str] = field(default_factory=list[str])
    identities: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class ShapedUnit:
    """A unit, ready for the database.

    Attributes:
        unit: what it was shaped from.
        fund: the row of `cad.info_fundos`.
        tables: rows per position table.
        registers: rows per register and identity, without `id_fundo`.
    """

    unit: LoadUnit
    fund: Row
    tables: dict[str, ShapedTable] = field(default_factory=dict[str, ShapedTable])
    registers: dict[str, dict[str, Row]] = field(default_factory=dict[str, dict[str, Row]])

    @property
    def rows(self) -> int:
        """Rows over all position tables."""
        return sum(len(table.lines) for table in self.tables.values())


def shape(unit: LoadUnit) -> ShapedUnit:
    """Shape a unit.

    Raises:
        LoadError: a value is not of its column's type or no finite number, or a row is another fund's or day's.
    """
    facts: Row = {
        "unit.data_pos": unit.key.date,
        "unit.ordinal": 1,
        "unit.situacao_conciliacao": unit.verdict.value,
        "unit.version": source_of(unit.version)[1],
        "unit.arquivo": unit.portfolio.get("arquivo"),
        "unit.sha256": unit.sha256,
        "unit.guid": unit.guid,
        "unit.run_id": unit.run_id,
        "unit.fonte": str(unit.key),
        "fund.slug": unit.fund.slug,
        "fund.uuid": unit.fund.uuid,
        "fund.nome": unit.fund.nome,
        "fund.nome_curto": unit.fund.nome_curto,
        "fund.cnpj": unit.fund.cnpj,
        "fund.active": unit.fund.active,
    }
    about_fund = facts | {"unit.fonte": REGISTRY}
    shaped = ShapedUnit(unit, {column.name: about_fund[column.source] for column in INFO_FUNDOS.copied})
    for name, rows in rows_by_table(unit).items():
        if rows:
            _shape_table(shaped, POSITION_TABLES[name], rows, facts)
    return shaped


def rows_by_table(unit: LoadUnit) -> dict[str, list[Row]]:
    """The unit's rows by the table that they go to, without its schema; a table without rows has an empty list."""
    rows: dict[str, list[Row]] = {name: [] for name in POSITION_TABLES}
    rows[POS_COTA.name] = [unit.portfolio]
    for canonical, given in unit.rows.items():
        if canonical == HOLDINGS.name:
            for holding in given:
                rows[table_of(holding)].append(holding)
        else:
            rows[_TABLE_OF[canonical]] = given
    return rows


_TABLE_OF = {table.canonical.name: name for name, table in POSITION_TABLES.items() if table.canonical is not HOLDINGS}
"""By canonical table; lots go by their section (`routing`)."""


def _shape_table(shaped: ShapedUnit, table: PositionTable, rows: list[Row], facts: Row) -> None:
    key = shaped.unit.key
    out = shaped.tables[table.name] = ShapedTable()
    same = "".join(f"{_text(key, table, column, facts[column.source])}\t" for column in table.of_unit)
    names = [column.source.partition(".")[2] for column in table.of_row]
    own = [(column, _ENCODE[column.type]) for column in table.of_row]
    describe = _describer(table.register, facts) if table.register else None
    for row in rows:
        if (row.get("data_pos"), row.get("fundo")) != (key.date, key.fund):
            raise LoadError(
                f"{key}: uma linha de {table.canonical.name} é de {row.get('fundo')} em {row.get('data_pos')}",
                "leia o arquivo de novo; nada deste fundo foi carregado",
            )
        texts = [
            _NULL
            if value is None
            else text
            if (text := encode(value)) is not None
            else _refuse(key, table, column, value)
            for value, (column, encode) in zip(map(row.get, names), own, strict=True)
        ]
        out.lines.append(same + "\t".join(texts))
        if table.register and describe:
            identity = IDENTITY[table.register.name](key.fund, row)
            out.identities.append(identity)
            shaped.registers.setdefault(table.register.name, {})[identity] = describe(identity, row)


def _describer(register: Register, facts: Row) -> Callable[[str, Row], Row]:
    """What makes the row of a register, without `id_fundo`, of an identity and a canonical row."""
    places = {column.name: column.source.partition(".") for column in register.copied if column.name != "id_fundo"}
    same = {name: facts["".join(place)] for name, place in places.items() if "".join(place) in facts}
    own = [(name, source) for name, (table, _, source) in places.items() if table in TABLES]
    typed = [name for name, place in places.items() if place[0] == "routing"]

    def describe(identity: str, row: Row) -> Row:
        get = row.get
        made: Row = {name: get(source) for name, source in own}
        for name in typed:
            made[name] = type_of(row)
        made[register.identity] = identity
        return same | made

    return describe


_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _exact(value: Value) -> str | None:
    """A decimal's own digits; None for what is no finite decimal (psycopg2 would make NaN of infinity, silently)."""
    return str(value) if isinstance(value, Decimal) and value.is_finite() else None


def _escaped(value: str) -> str | None:
    if value.isprintable() and "\\" not in value:  # nearly all
        return value
    return None if "\0" in value else value.translate(_ESCAPES)


def _moment(value: Value) -> str | None:
    """An instant; ISO 20022 writes UTC, and so is one without an offset understood."""
    if not isinstance(value, datetime):
        return None
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()


_ENCODE: dict[str, Callable[[Value], str | None]] = {
    "numeric": _exact,
    "text": lambda value: _escaped(value) if isinstance(value, str) else None,
    "integer": lambda value: str(value) if isinstance(value, int) and not isinstance(value, bool) else None,
    "boolean": lambda value: str(value).lower() if isinstance(value, bool) else None,
    "date": lambda value: value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else None,
    "timestamptz": _moment,
}
"""Per PostgreSQL type: COPY's text of a value, or None for a value that is not of the type."""


def _text(key: FundDay, table: PositionTable, column: Column, value: Value) -> str:
    if value is None:
        return _NULL
    text = _ENCODE[column.type](value)
    return text if text is not None else _refuse(key, table, column, value)


def _refuse(key: FundDay, table: PositionTable, column: Column, value: Value) -> NoReturn:
    shape = str(value) if isinstance(value, Decimal) else type(value).__name__
    raise LoadError(
        f"{key}: {table.qualified}.{column.name} espera {column.type} e recebeu {shape}",
        "confira o arquivo; nada deste fundo foi carregado",
    )
