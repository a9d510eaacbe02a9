"""Column schemas of assets, from the field tables.

Belongs here: the translation of one field into one Dagster column. Does not: the fields (`model.tables`,
`warehouse.tables`).
"""

import dagster as dg

from qore_dagster.access.columns import AccessTable
from qore_dagster.model.fields import Table
from qore_dagster.warehouse.columns import PositionTable, Register


def column_schema(table: Table) -> dg.TableSchema:
    """The schema that the UI shows of a canonical table; it stands on the definition, not on every event."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=field.name,
                type=field.type.value,
                description=f"{field.meaning} {f'[{field.source}]' if field.source else ''}".strip(),
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
                description=" ".join([column.meaning, *(f"[{source}]" for source in column.sources)]),
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
                description=f"{column.meaning} {f'[{column.source}]' if column.source else ''}".strip(),
                constraints=dg.TableColumnConstraints(nullable=not column.required),
            )
            for column in table.columns
        ]
    )
