"""An Access file written table by table, as a person's database has them: doubles, texts, any order of columns.

Belongs here: making tables and appending rows with Jackcess. Does not: what stands in them (`old_database`).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from qore_dagster.access import java

_AT_ONCE = 5000

DOUBLE, TEXT, DATE, LONG, MONEY, MEMO = "DOUBLE", "TEXT", "SHORT_DATE_TIME", "LONG", "MONEY", "MEMO"


class AccessWriter:
    """An open file to which tables are added."""

    def __init__(self, path: Path) -> None:
        self._jpype = java.started()
        self._jackcess = self._jpype.JPackage("com").healthmarketscience.jackcess
        kind = self._jackcess.Database.FileFormat.V2007
        self._database = self._jackcess.DatabaseBuilder.create(kind, self._jpype.JClass("java.io.File")(str(path)))
        self._database.setDateTimeType(self._jackcess.DateTimeType.LOCAL_DATE_TIME)
        self._moment = self._jpype.JClass("java.time.LocalDateTime")
        self._row = self._jpype.JArray(self._jpype.JObject)
        self._dates: dict[datetime, Any] = {}

    def table(self, name: str, columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> int:
        """Make a table of columns with these Jackcess types; tells how many rows were given."""
        builder = self._jackcess.TableBuilder(name)
        for column, kind in columns.items():
            made = self._jackcess.ColumnBuilder(column).setType(getattr(self._jackcess.DataType, kind))
            builder.addColumn(made.setLengthInUnits(255) if kind == TEXT else made)
        table = builder.toTable(self._database)
        count, given = 0, iter(rows)
        while chunk := list(islice(given, _AT_ONCE)):
            java_rows = self._jpype.JClass("java.util.ArrayList")()
            for row in chunk:
                java_rows.add(self._row([self._cell(cell) for cell in row]))
            table.addRows(java_rows)
            count += len(chunk)
        return count

    def close(self) -> None:
        """Write what is left, and close."""
        self._database.close()

    def _cell(self, cell: Any) -> Any:
        if not isinstance(cell, datetime):
            return cell
        if cell not in self._dates:
            self._dates[cell] = self._moment.of(cell.year, cell.month, cell.day, cell.hour, cell.minute)
        return self._dates[cell]


@contextmanager
def writing(path: Path) -> Iterator[AccessWriter]:
    """A new file, closed at the end."""
    writer = AccessWriter(path)
    try:
        yield writer
    finally:
        writer.close()
