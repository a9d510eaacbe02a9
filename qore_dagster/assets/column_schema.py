"""Column schemas of assets, from the field tables.

Belongs here: the translation of one field into one Dagster column, with where it comes from in words. Does not: the
fields (`model.tables`, `warehouse.tables`), the lineage between assets (`column_lineage`).
"""

from collections.abc import Iterable

import dagster as dg

from qore_dagster.access.columns import AccessTable
from qore_dagster.assets.column_lineage import in_words
from qore_dagster.model.fields import Table
from qore_dagster.warehouse.columns import PositionTable, Register


def column_schema(table: Table) -> dg.TableSchema:
    """The schema that the UI shows of a canonical table; it stands on the definition, not on every event."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=field.name,
                type=field.type.value,
                description=_described(field.meaning, (), [f"{table.name}.{field.name}"]),
                constraints=dg.TableColumnConstraints(nullable=not field.required),
            )
            for field in table.fields
        ]
    )


def access_schema(table: AccessTable) -> dg.TableSchema:
    """The schema of a table of the Access file, each column with where it comes from."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=column.name,
                type=column.kind.value,
                description=_described(column.meaning, column.sources, column.sources),
            )
            for column in table.columns
        ]
    )


def warehouse_schema(table: PositionTable | Register) -> dg.TableSchema:
    """The schema of a table of the warehouse, each column with where it comes from."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=column.name,
                type=column.type,
                description=_described(column.meaning, [column.source] if column.source else (), [column.source]),
                constraints=dg.TableColumnConstraints(nullable=not column.required),
            )
            for column in table.columns
        ]
    )


def _described(meaning: str, sources: Iterable[str], frames: Iterable[str]) -> str:
    """A column's meaning, what it comes from, and the raw fields behind the columns of frames among them."""
    fields = in_words(frames)
    return " ".join([meaning, *(f"[{source}]" for source in sources), *([f"← {fields}"] if fields else [])])
