"""Which columns a computation looks at, told by running it: lineage of what code computes, without a second list.

Belongs here: that trial. Does not: what is computed, or what the answer is shown as.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from qore_dagster.model.fields import Field, FieldType, Table
from qore_dagster.model.parsed import Row, Value

_SAMPLES: dict[FieldType, Value] = {
    FieldType.DATE: date(2026, 1, 2),
    FieldType.TIMESTAMP: datetime(2026, 1, 2, tzinfo=UTC),
    FieldType.INTEGER: 1,
    FieldType.FLAG: True,
}


class _Watched(dict[str, Value]):
    """A row that remembers which of its columns were asked for."""

    def __init__(self, row: Row) -> None:
        super().__init__(row)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Value:
        self.asked.add(key)
        return super().__getitem__(key)


def columns_read(
    compute: Callable[[Row], object], table: Table, columns: Collection[str] | None = None
) -> tuple[str, ...]:
    """The columns that a computation reads, in the order of the table.

    It is run on a row in which all columns have a value, and again with every choice of those that it read null, so
    that what it reads only where another column is null is found as well.

    Args:
        compute: what it computes is of no interest, a `ValueError` neither; it may change the row.
        table: the canonical table that its row is of.
        columns: those that the row has; all when None.
    """
    there = [field for field in table.fields if columns is None or field.name in columns]
    full = {field.name: _sample(field) for field in there}
    read: set[str] = set()
    tried: set[frozenset[str]] = set()
    waiting = [frozenset[str]()]
    while waiting:
        null = waiting.pop()
        tried.add(null)
        row = _Watched(full | dict.fromkeys(null))
        with suppress(ValueError):  # what it has read until then counts
            compute(row)
        read |= row.asked
        waiting += [choice for name in (row.asked & full.keys()) - null if (choice := null | {name}) not in tried]
    return tuple(field.name for field in there if field.name in read)


def _sample(field: Field) -> Value:
    if field.allowed:
        return field.allowed[0]
    return Decimal(1) if field.type.is_decimal else _SAMPLES.get(field.type, "C")
