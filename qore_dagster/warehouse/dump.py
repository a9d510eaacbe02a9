"""The warehouse's content as text: equal for two databases that hold the same, however each came to it.

Belongs here: what is compared and what is not. Does not: backups (`pg_dump` makes those).

Left out is what tells of the loading and not of the portfolios: `AUDIT`. Surrogate ids, which follow the order of the
first loads, stand as what they mean: the fund's slug, the register row's identity.
"""

from collections.abc import Collection, Iterator
from io import StringIO

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from qore_dagster.model.fund_day import FundDay
from qore_dagster.warehouse.columns import Column, PositionTable, Register
from qore_dagster.warehouse.registers import INFO_FUNDOS, REGISTERS
from qore_dagster.warehouse.set_based import KEYS, keyed
from qore_dagster.warehouse.slice_table import SURROGATE
from qore_dagster.warehouse.tables import POSITION_TABLES

AUDIT = frozenset({"run_id", "carregado_em", "atualizado_em", "data_criacao", "fonte"})
"""Columns that two loads of the same file may differ in."""


def canonical_dump(connection: Connection, keys: Collection[FundDay] | None = None) -> str:
    """The rows of fund-days, of `cad` and of the loads in the ledger, as CSV blocks, one a table, each sorted.

    Args:
        connection: to the warehouse, with no transaction of the caller's under way.
        keys: the fund-days to show; None for all. Registers are shown whole, and only for None.
    """
    out = StringIO()
    with connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone TO 'UTC'")
        for table in POSITION_TABLES.values():
            _write(cursor, out, table.qualified, _positions(table), keys)
        _write(cursor, out, "ctl.slice_load", _LOADS, keys)
        if keys is None:
            for register in REGISTERS:
                _write(cursor, out, f"cad.{register.name}", _register(register), None)
    return out.getvalue()


_LOADS = """
SELECT s.fund, s.date, s.sink, s.version, s.sha256, s.guid, s.verdict, s.patliq, s.rows
FROM ctl.slice_load s {only} ORDER BY s.fund COLLATE "C", s.date, s.sink
"""


def _positions(table: PositionTable) -> str:
    thing = f"JOIN cad.{table.register.name} r USING ({table.register.id})" if table.register else ""
    columns = [
        f"f.{INFO_FUNDOS.identity} AS fund",
        "p.data_pos AS date",
        *(["r.identidade"] if table.register else []),
        *(f"p.{column.name}" for column in _told(table.columns)),
    ]
    return f"""SELECT * FROM (
                   SELECT {", ".join(columns)}
                   FROM {table.qualified} p JOIN cad.info_fundos f USING (id_fundo) {thing}) AS s {{only}}
               ORDER BY s.fund COLLATE "C", s.date, s.ordinal"""


def _register(register: Register) -> str:
    columns = ", ".join(f"r.{column.name}" for column in _told(register.columns))
    return f"""SELECT {columns} FROM cad.{register.name} r {{only}}
               ORDER BY r.{register.identity} COLLATE "C\""""


def _told(columns: tuple[Column, ...]) -> Iterator[Column]:
    """The columns that tell of the portfolio: no surrogate ids, no audit; `id_serie` is the users' own number."""
    ids = {register.id for register in REGISTERS}
    for column in columns:
        if column.name not in AUDIT | ids and column.generated != SURROGATE:
            yield column


def _write(cursor: Cursor, out: StringIO, title: str, query: str, keys: Collection[FundDay] | None) -> None:
    only = "" if keys is None else f"JOIN {KEYS} ON (k.fund, k.date) = (s.fund, s.date)"
    chosen = cursor.mogrify(query.format(only=only), keyed(keys or ())).decode()
    out.write(f"-- {title}\n")
    cursor.copy_expert(f"COPY ({chosen}) TO STDOUT WITH (FORMAT csv, HEADER)", out)
