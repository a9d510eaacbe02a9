"""Many fund-days in one statement: how keys and rows travel to PostgreSQL.

Belongs here: the two forms that all rooms of the warehouse use. Does not: any particular statement.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values  # pyright: ignore[reportUnknownVariableType] - psycopg2 is untyped

from qore_dagster.model.fund_day import FundDay

KEYS = "unnest(%(funds)s::text[], %(dates)s::date[]) AS k(fund, date)"
"""A FROM item of the keys given by `keyed`, with columns `fund` and `date`."""


def keyed(keys: Iterable[FundDay], **values: object) -> dict[str, object]:
    """The parameters of a statement that reads `KEYS`, and any others."""
    listed = list(keys)
    return {"funds": [key.fund for key in listed], "dates": [key.date for key in listed], **values}


def execute_rows(cursor: Cursor, sql: str, rows: Sequence[tuple[Any, ...]], *, template: str | None = None) -> None:
    """Execute a statement with `VALUES %s` once for all rows; nothing when there are none."""
    if rows:
        execute_values(cursor, sql, rows, template=template, page_size=len(rows))
