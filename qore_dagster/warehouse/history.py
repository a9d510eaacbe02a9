"""`hist.*`: the slices that a corrected file, or a better source, replaced.

Belongs here: taking old rows out of their tables, and keeping those of another edition. Does not: the transaction
(`slices`), the tables' DDL (`sql/0110_hist.sql`): each has its table's columns, and the three of `COLUMNS`.

A day that is loaded again from the same edition leaves no trace here: it is the same file, read again. What a file of
the portal replaces of the old Access database's rows is kept with edition 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import cursor as Cursor

from qore_dagster.warehouse.columns import PositionTable

COLUMNS = ("edicao", "substituido_em", "substituido_por")
"""The edition replaced, when, and by which run."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A slice that is about to be replaced.

    Attributes:
        day: its position date.
        fund: `id_fundo`.
        edition: the other edition that it is of; None if it is of the one that comes.
        run_id: the run that replaces it.
    """

    day: date
    fund: int
    edition: int | None
    run_id: str


def holding(cursor: Cursor, tables: Iterable[PositionTable], slices: Sequence[Replaced]) -> set[str]:
    """The qualified names of the tables that hold rows of these slices: one question for all, mostly none on a new day.

    Asked of the tables and not of the ledger, which does not know what came from the old Access database.
    """
    cursor.execute(
        " UNION ALL ".join(
            f"""SELECT '{table.qualified}' WHERE EXISTS (
                    SELECT FROM {table.qualified}
                    WHERE data_pos = ANY(%(dates)s)
                      AND (data_pos, id_fundo) IN (SELECT * FROM unnest(%(days)s, %(funds)s)))"""
            for table in tables
        ),
        _keys(slices),
    )
    return {name for (name,) in cursor.fetchall()}


def take_out(cursor: Cursor, table: PositionTable, slices: Sequence[Replaced]) -> None:
    """Delete the rows of slices from a table, keeping those of another edition, in the caller's transaction."""
    columns = ", ".join(column.name for column in table.columns)
    cursor.execute(
        f"""WITH given AS (
                SELECT * FROM unnest(%(days)s, %(funds)s, %(editions)s::integer[], %(runs)s)
                         AS g(data_pos, id_fundo, edicao, substituido_por)),
            gone AS (
                DELETE FROM {table.qualified}
                WHERE data_pos = ANY(%(dates)s)
                  AND (data_pos, id_fundo) IN (SELECT * FROM unnest(%(days)s, %(funds)s))
                RETURNING {columns})
            INSERT INTO hist.{table.name} ({columns}, edicao, substituido_por)
            SELECT {columns}, edicao, substituido_por FROM gone JOIN given USING (data_pos, id_fundo)
            WHERE edicao IS NOT NULL
            ON CONFLICT DO NOTHING""",
        {
            **_keys(slices),
            "editions": [each.edition for each in slices],
            "runs": [each.run_id for each in slices],
        },
    )


def _keys(slices: Sequence[Replaced]) -> dict[str, object]:
    return {
        "dates": sorted({each.day for each in slices}),
        "days": [each.day for each in slices],
        "funds": [each.fund for each in slices],
    }
