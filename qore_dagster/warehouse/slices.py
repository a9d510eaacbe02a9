"""Slices of the warehouse: a fund's day over all its tables, replaced at once or not at all; and read back.

Belongs here: the transaction of a load, who may replace whom, and reading. Does not: shaping rows (`load_unit`),
registers (`register_rows`), partitions (`years`).

Many units share a transaction and a COPY, but never a fate: when the database refuses a chunk, its units are loaded
one by one, and only those that it refuses again fail.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from qore_dagster.model.batch import Batch
from qore_dagster.model.edition import MIGRATED, source_of
from qore_dagster.model.faults import Fault, fault_of
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.warehouse.history import Replaced, holding, take_out
from qore_dagster.warehouse.load_unit import LoadError, LoadUnit, ShapedUnit, shape
from qore_dagster.warehouse.register_rows import upsert
from qore_dagster.warehouse.registers import INFO_FUNDOS, REGISTERS
from qore_dagster.warehouse.set_based import KEYS, execute_rows, keyed
from qore_dagster.warehouse.tables import POSITION_TABLES, SINK, SINK_TABLES
from qore_dagster.warehouse.years import ensure_years

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SINK", "SINK_TABLES", "LoadError", "LoadUnit", "load", "read"]

_CHUNK = 64  # units of one transaction: most of the gain of a shared COPY, and locks held for a tenth of a second


def load(connection: Connection, units: Iterable[LoadUnit]) -> Batch[int]:
    """Replace the slices of the units' fund-days, each in one transaction with its ledger row.

    A version replaces itself and older ones. Where the sink holds a newer one the unit is *superseded*: missing, with
    the reason.

    Args:
        connection: to the warehouse, with no transaction of the caller's under way.
        units: at most one per fund-day counts; of several, the one with the highest version.

    Returns:
        Rows written per key; superseded keys as missing; refused ones with the reason.
    """
    batch: Batch[int] = Batch()
    shaped: list[ShapedUnit] = []
    for unit in sorted(units, key=lambda unit: (unit.key, unit.version)):
        try:
            shaped.append(shape(unit))
        except Exception as error:  # noqa: BLE001 - the boundary: one unit's fault stays that unit's
            batch.fail(unit.key, fault_of(error, doing=f"preparar a carga de {unit.key}"))
    rest = iter(shaped)
    while chunk := list(islice(rest, _CHUNK)):
        if not _try(connection, chunk, batch):
            for one in chunk:
                _try(connection, [one], batch)
    return batch


def _try(connection: Connection, chunk: Sequence[ShapedUnit], batch: Batch[int]) -> bool:
    """Load a chunk into the batch; False, with the fault of each unit in it, when the database refuses."""
    try:
        ensure_years(connection, {one.unit.key.date.year for one in chunk})
        with connection, connection.cursor() as cursor:
            held = _lock(cursor, chunk)
            given = {one.unit.key: one.unit.version for one in chunk}
            newer = {key: version for key, version in held.items() if version > given[key]}
            allowed = [one for one in chunk if one.unit.key not in newer]
            _replace(cursor, allowed, held)
    except Exception as error:  # noqa: BLE001 - as in `load`
        for one in chunk:
            batch.fail(one.unit.key, _refusal(one.unit, error))
        return False
    for one in allowed:
        batch.succeed(one.unit.key, one.rows, one.unit.version)
    for key, version in newer.items():
        source, number = source_of(version)
        batch.miss(key, f"substituído pela versão {number} do {source.label}, que já está carregada")
    return True


def _lock(cursor: Cursor, chunk: Sequence[ShapedUnit]) -> dict[FundDay, int]:
    """Hold the slices until the transaction ends; tell which version each of them holds, if any.

    The locks are taken in the order of their numbers, so that two loads never wait for each other.
    """
    given = [one.unit.key for one in chunk]
    cursor.execute("SELECT pg_advisory_xact_lock(n) FROM unnest(%s) AS n", (sorted(map(_lock_number, given)),))
    cursor.execute(
        f"""SELECT fund, date, version FROM ctl.slice_load JOIN {KEYS} USING (fund, date)
            WHERE sink = %(sink)s""",
        keyed(given, sink=SINK),
    )
    return {FundDay(day, fund): version for fund, day, version in cursor.fetchall()}


def _lock_number(key: FundDay) -> int:
    digest = hashlib.sha256(f"{SINK}|{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _replace(cursor: Cursor, chunk: Sequence[ShapedUnit], held: Mapping[FundDay, int]) -> None:
    """Replace the slices that are locked and hold these versions: registers, old rows out, new rows in, ledger."""
    if not chunk:
        return
    funds = upsert(cursor, INFO_FUNDOS, {one.unit.fund.slug: one.fund for one in chunk})
    ids = {
        register.name: upsert(cursor, register, _register_rows(register.name, chunk, funds))
        for register in REGISTERS
        if register is not INFO_FUNDOS
    }
    owners = [funds[one.unit.fund.slug] for one in chunk]
    replaced = [_replaced(one.unit, owner, held) for one, owner in zip(chunk, owners, strict=True)]
    old = holding(cursor, POSITION_TABLES.values(), replaced)
    for table in POSITION_TABLES.values():
        if table.qualified in old:
            take_out(cursor, table, replaced)
    for table in POSITION_TABLES.values():
        text = StringIO()
        for one, owner in zip(chunk, owners, strict=True):
            rows = one.tables.get(table.name)
            if rows is None:
                continue
            if table.register:
                known = ids[table.register.name]
                text.writelines(
                    f"{line}\t{owner}\t{known[identity]}\n"
                    for line, identity in zip(rows.lines, rows.identities, strict=True)
                )
            else:
                text.writelines(f"{line}\t{owner}\n" for line in rows.lines)
        if text.tell():
            text.seek(0)
            cursor.copy_expert(f"COPY {table.qualified} ({', '.join(table.copied)}) FROM STDIN", text)
    execute_rows(
        cursor,
        """INSERT INTO ctl.slice_load (fund, date, sink, version, sha256, guid, verdict, patliq, rows, run_id)
           VALUES %s
           ON CONFLICT (fund, date, sink) DO UPDATE SET version = excluded.version, sha256 = excluded.sha256,
               guid = excluded.guid, verdict = excluded.verdict, patliq = excluded.patliq, rows = excluded.rows,
               run_id = excluded.run_id, loaded_at = now()""",
        [_ledger_row(one) for one in chunk],
    )


def _replaced(unit: LoadUnit, owner: int, held: Mapping[FundDay, int]) -> Replaced:
    edition = held.get(unit.key, MIGRATED)  # rows that the ledger does not know can only be of the migration
    return Replaced(unit.key.date, owner, edition if edition != unit.version else None, unit.run_id)


def _register_rows(register: str, chunk: Sequence[ShapedUnit], funds: dict[str, int]) -> dict[str, Row]:
    """One row per identity over the chunk: as the greatest fund-day describes it."""
    rows: dict[str, Row] = {}
    for one in chunk:  # in the order of fund-days
        owner = funds[one.unit.fund.slug]
        for identity, row in one.registers.get(register, {}).items():
            rows[identity] = row | {"id_fundo": owner}
    return rows


def _ledger_row(one: ShapedUnit) -> tuple[Any, ...]:
    unit = one.unit
    return (unit.key.fund, unit.key.date, SINK, unit.version, unit.sha256, unit.guid, unit.verdict.value, unit.patliq,
            one.rows, unit.run_id)  # fmt: skip


def _refusal(unit: LoadUnit, error: Exception) -> Fault:
    """What the database said, with table and column where it names them."""
    if not isinstance(error, psycopg2.Error) or error.diag.message_primary is None:
        return fault_of(error, doing=f"carregar {unit.key}")
    said = error.diag
    place = ".".join(filter(None, (said.schema_name, said.table_name, said.column_name)))
    where = place or (said.context or "no banco").split(":")[0]
    return Fault(
        f"sql_{error.pgcode}",
        f"{unit.key}: o PostgreSQL recusou a carga de {unit.portfolio.get('arquivo')} ({where}): "
        f"{said.message_primary}",
        "nada deste fundo foi carregado e os outros não foram afetados; confira o arquivo ou rode de novo",
    )


def read(connection: Connection, table: str, keys: Collection[FundDay]) -> "pd.DataFrame":
    """The rows of fund-days in a position table.

    Args:
        connection: to the warehouse, with no transaction of the caller's under way.
        table: `pos.pos_rf`, one of `SINK_TABLES`.
        keys: the fund-days wanted.

    Returns:
        All columns of the table and `fundo`, the slug; by date, fund and ordinal; numbers as `Decimal`, None for null.

    Raises:
        KeyError: no such table.
    """
    stated = SINK_TABLES[table]
    names = [column.name for column in stated.columns]
    with connection, connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT k.fund, {", ".join(f"p.{name}" for name in names)}
                FROM {stated.qualified} p
                JOIN cad.info_fundos f USING (id_fundo)
                JOIN {KEYS} ON (k.fund, k.date) = (f.slug, p.data_pos)
                WHERE p.data_pos = ANY(%(dates)s)
                ORDER BY p.data_pos, k.fund COLLATE "C", p.ordinal""",
            keyed(keys),
        )
        rows = cursor.fetchall()
    import pandas as pd  # half a second that a load does without

    return pd.DataFrame(rows, columns=["fundo", *names], dtype=object)
