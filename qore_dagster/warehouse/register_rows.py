"""Rows of the registers: added when first seen, described by whoever told last.

Belongs here: the set-based upsert and the ids that it gives. Does not: what identifies a row (`identity`), or the
registers' columns (`registers`).

Rows that are there already and are described alike are neither written nor locked, so that loads of different funds do
not wait for each other; what is written, is written in the order of identities, so that they do not deadlock. Of two
descriptions that differ, that of the greater `fonte` stands, whichever is loaded last. One that only repeats what
stands leaves `fonte` as it is: where three funds of a day disagree, the order of their loads may still tell.
"""

from collections.abc import Mapping, Sequence

from psycopg2.extensions import cursor as Cursor

from qore_dagster.model.parsed import Row
from qore_dagster.warehouse.columns import Register
from qore_dagster.warehouse.set_based import execute_rows


def upsert(cursor: Cursor, register: Register, rows: Mapping[str, Row]) -> dict[str, int]:
    """Add and update rows of a register, in the caller's transaction.

    Args:
        cursor: of the transaction.
        register: the register.
        rows: per identity the values of `register.copied`.

    Returns:
        The id of each identity.
    """
    ids, stale = _compare(cursor, register, rows)
    new = sorted(rows.keys() - ids.keys())
    if new or stale:
        _write(cursor, register, rows, new, stale)
    if new:
        ids |= _ids(cursor, register, new)
    return ids


def _compare(cursor: Cursor, register: Register, rows: Mapping[str, Row]) -> tuple[dict[str, int], list[str]]:
    """The ids of the identities that are there, and those that may be described anew.

    On most days an instrument is described as it was: asking for the description is less work than sending it.
    """
    told = _told(register)
    cursor.execute(
        f"""SELECT {register.identity}, {register.id}, fonte, {", ".join(told)} FROM cad.{register.name}
            WHERE {register.identity} = ANY(%s)""",
        (list(rows),),
    )
    ids: dict[str, int] = {}
    stale: list[str] = []
    for identity, number, source, *description in cursor.fetchall():
        row = rows[identity]
        ids[identity] = number
        if str(row["fonte"]) >= source and [row[name] for name in told] != description:
            stale.append(identity)
    return ids, stale


def _write(
    cursor: Cursor, register: Register, rows: Mapping[str, Row], new: Sequence[str], stale: Sequence[str]
) -> None:
    """Add what is new and describe it and what is stale, each only where the database still agrees."""
    names = [column.name for column in register.copied]
    told = _told(register)
    template = f"({', '.join(f'%s::{column.type}' for column in register.copied)})"
    columns, table, identity = ", ".join(names), f"cad.{register.name}", register.identity
    execute_rows(
        cursor,
        f"""INSERT INTO {table} ({columns})
            SELECT {columns} FROM (VALUES %s) AS g({columns})
            ORDER BY {identity} COLLATE "C"
            ON CONFLICT ({identity}) DO NOTHING""",
        [tuple(rows[each][name] for name in names) for each in new],
        template=template,
    )
    execute_rows(
        cursor,
        f"""WITH changed AS (
                SELECT r.{register.id}, {", ".join(f"g.{name}" for name in (*told, "fonte"))}
                FROM {table} r JOIN (VALUES %s) AS g({columns}) USING ({identity})
                WHERE g.fonte >= r.fonte COLLATE "C"
                  AND ({", ".join(f"g.{name}" for name in told)}) IS DISTINCT FROM
                      ({", ".join(f"r.{name}" for name in told)})
                ORDER BY {identity} COLLATE "C" FOR NO KEY UPDATE OF r)
            UPDATE {table} r
            SET {", ".join(f"{name} = changed.{name}" for name in (*told, "fonte"))}, atualizado_em = now()
            FROM changed WHERE r.{register.id} = changed.{register.id}""",
        [tuple(rows[each][name] for name in names) for each in sorted((*new, *stale))],
        template=template,
    )


def _ids(cursor: Cursor, register: Register, identities: Sequence[str]) -> dict[str, int]:
    cursor.execute(
        f"SELECT {register.identity}, {register.id} FROM cad.{register.name} WHERE {register.identity} = ANY(%s)",
        (list(identities),),
    )
    return dict(cursor.fetchall())


def _told(register: Register) -> list[str]:
    """The columns that describe, and are compared."""
    return [c.name for c in register.copied if c.name not in {register.identity, "id_fundo", "fonte"}]
