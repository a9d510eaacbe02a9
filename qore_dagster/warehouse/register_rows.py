"""Rows of the registers: added when first seen, described by whoever told last.

Belongs here: the set-based upsert and the ids that it gives. Does not: what identifies a row (`identity`), or the
registers' columns (`registers`).

Rows that are there already and are described alike are neither written nor locked, so that loads of different funds do
not wait for each other; what is written, is written in the order of identities, so that they do not deadlock. Which
description stands does not depend on the order in which the funds of a day are loaded: the greatest `fonte` tells.
"""

from collections.abc import Mapping

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
    names = [column.name for column in register.copied]
    told = [name for name in names if name not in {register.identity, "id_fundo", "fonte"}]
    values = [tuple(rows[identity][name] for name in names) for identity in sorted(rows)]
    template = f"({', '.join(f'%s::{column.type}' for column in register.copied)})"
    columns, table, identity = ", ".join(names), f"cad.{register.name}", register.identity
    execute_rows(
        cursor,
        f"""INSERT INTO {table} ({columns})
            SELECT {columns} FROM (VALUES %s) AS g({columns})
            WHERE NOT EXISTS (SELECT FROM {table} r WHERE r.{identity} = g.{identity})
            ORDER BY {identity} COLLATE "C"
            ON CONFLICT ({identity}) DO NOTHING""",
        values,
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
        values,
        template=template,
    )
    cursor.execute(
        f"SELECT {identity}, {register.id} FROM {table} WHERE {identity} = ANY(%s)",
        (list(rows),),
    )
    return dict(cursor.fetchall())
