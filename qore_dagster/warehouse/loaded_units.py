"""Fund-days back out of the tables, as the load units that they went in as.

Belongs here: which are loaded, from a table's columns back to the canonical ones, and the unit around them. Does not:
loading (`slices`), the tables (`tables`).

Each canonical column is a column of the tables, so nothing is lost on the way; a test compares.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import QoreError
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.reconciliation import Status
from qore_dagster.model.tables import PORTFOLIO, TABLES
from qore_dagster.registry.funds import Fund
from qore_dagster.warehouse.columns import PositionTable
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.set_based import KEYS, keyed
from qore_dagster.warehouse.tables import POSITION_TABLES, SINK

_Rows = defaultdict[FundDay, list[Row]]


class NotReadBackError(QoreError):
    """The ledger tells of a fund's day that registry or tables know nothing of."""

    code = "not_read_back"


def loaded_between(
    connection: Connection, first: date, last: date, funds: Collection[str] | None = None
) -> list[FundDay]:
    """The fund-days that are loaded, in order.

    Args:
        connection: to the warehouse, with no transaction of the caller's under way.
        first: first position date.
        last: last one.
        funds: slugs; None for all.
    """
    with connection, connection.cursor() as cursor:
        cursor.execute(
            """SELECT fund, date FROM ctl.slice_load
               WHERE sink = %s AND date BETWEEN %s AND %s AND (%s::text[] IS NULL OR fund = ANY(%s))""",
            (SINK, first, last, *[None if funds is None else list(funds)] * 2),
        )
        return sorted(FundDay(day, fund) for fund, day in cursor.fetchall())


def read_units(
    connection: Connection,
    keys: Collection[FundDay],
    funds: Mapping[str, Fund],
    *,
    canonical: Collection[str] = tuple(TABLES),
) -> Batch[LoadUnit]:
    """What is loaded of fund-days, as one moment sees it; a unit's run is the one that loaded it.

    Args:
        connection: to the warehouse, with no transaction of the caller's under way.
        keys: the fund-days; of one that is not loaded there is no unit.
        funds: the registry by slug.
        canonical: the canonical tables wanted; a unit has no rows of the others.

    Returns:
        The units; failed are fund-days whose fund or portfolio is not there.
    """
    with connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        loads = dict(_loads(cursor, keys))
        rows: dict[str, _Rows] = {name: defaultdict(list) for name in canonical}
        for table in POSITION_TABLES.values():
            if table.canonical.name in rows:
                _read(cursor, table, loads, rows[table.canonical.name])
    portfolios = rows.pop(PORTFOLIO.name)

    def unit(key: FundDay, load: _Load) -> LoadUnit:
        if key.fund not in funds:
            raise NotReadBackError(f"{key}: o fundo não está no cadastro", "rode `qore funds --sync` e repita")
        if key not in portfolios:
            raise NotReadBackError(
                f"{key}: o PostgreSQL diz que a carteira está carregada e não tem a sua linha em pos.pos_cota",
                "materialize de novo, no Dagster, as posições e as tabelas desta data e deste fundo, e repita",
            )
        return LoadUnit(
            key=key,
            version=load.version,
            fund=funds[key.fund],
            portfolio=portfolios[key][0],
            rows={name: sorted(of[key], key=_ordinal) if key in of else [] for name, of in rows.items()},
            verdict=load.verdict,
            sha256=load.sha256,
            guid=load.guid,
            run_id=load.run_id,
        )

    batch: Batch[_Load] = Batch()
    for key, load in loads.items():
        batch.succeed(key, load, load.version)
    return batch.map(unit, doing="ler a carteira de volta do PostgreSQL")


@dataclass(frozen=True, slots=True)
class _Load:
    """What the ledger says of a fund's day."""

    version: int
    sha256: str
    guid: str | None
    verdict: Status
    run_id: str


def _loads(cursor: Cursor, keys: Iterable[FundDay]) -> Iterator[tuple[FundDay, _Load]]:
    cursor.execute(
        f"""SELECT fund, date, version, sha256, guid, verdict, run_id
            FROM ctl.slice_load JOIN {KEYS} USING (fund, date) WHERE sink = %(sink)s ORDER BY date, fund""",
        keyed(keys, sink=SINK),
    )
    for fund, day, version, sha256, guid, verdict, run_id in cursor.fetchall():
        yield FundDay(day, fund), _Load(version, sha256, guid, Status(verdict), run_id)


def _read(cursor: Cursor, table: PositionTable, keys: Collection[FundDay], into: _Rows) -> None:
    """Add a table's rows, under the names of the canonical columns."""
    columns = column_of(table)
    cursor.execute(
        f"""SELECT k.fund, {", ".join(f"p.{name}" for name in columns.values())}
            FROM {table.qualified} p
            JOIN cad.info_fundos f USING (id_fundo)
            JOIN {KEYS} ON (k.fund, k.date) = (f.slug, p.data_pos)
            WHERE p.data_pos = ANY(%(dates)s)""",
        keyed(keys),
    )
    names = ("fundo", *columns)
    for values in cursor:
        row: Row = dict(zip(names, values, strict=True))
        into[FundDay(values[1], values[0])].append(row)


def column_of(table: PositionTable) -> dict[str, str]:
    """The column of a table that keeps each canonical one (`fundo` apart); the position date comes first."""
    by_source = {column.source: column.name for column in table.columns}
    canonical = table.canonical
    places = ((name, (f"{canonical.name}.{name}", f"unit.{name}")) for name in canonical.columns if name != "fundo")
    found = {name: next(by_source[one] for one in sources if one in by_source) for name, sources in places}
    return {"data_pos": found.pop("data_pos"), **found}


def _ordinal(row: Row) -> int:
    ordinal = row["ordinal"]
    if not isinstance(ordinal, int):
        raise AssertionError("the tables require it")
    return ordinal
