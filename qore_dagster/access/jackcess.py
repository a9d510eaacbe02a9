"""The engine of machines without Microsoft's driver: Jackcess, a Java library, in a JVM of this process.

Belongs here: Jackcess's side of the two protocols. Does not: starting the JVM (`java`), copies and locks (`safe_file`).

Jackcess does not use again the space of deleted rows, and cannot write queries, forms and the like into a new file: a
file that has any can be compacted by Access only.
"""

import uuid
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from qore_dagster.access import java
from qore_dagster.access.columns import PRECISION, TEXT_SIZE, AccessTable, Column, Found, Kind
from qore_dagster.access.engine import Slice, place_of
from qore_dagster.access.errors import AccessError, RefusedError
from qore_dagster.access.fitting import Cell

_INDEX = "qore_chave"
_COPIED_AT_ONCE = 2000  # rows, while compacting

_TYPES = {
    Kind.DATE: "SHORT_DATE_TIME",
    Kind.TEXT: "TEXT",
    Kind.MEMO: "MEMO",
    Kind.INTEGER: "LONG",
    Kind.DECIMAL: "NUMERIC",
}
_KINDS = {
    "SHORT_DATE_TIME": Kind.DATE,
    "TEXT": Kind.TEXT,
    "MEMO": Kind.MEMO,
    "LONG": Kind.INTEGER,
    "NUMERIC": Kind.DECIMAL,
    "MONEY": Kind.MONEY,
    "DOUBLE": Kind.DOUBLE,
    "FLOAT": Kind.SINGLE,
}
_MONEY_DIGITS, _MONEY_SCALE = 19, 4

_PLAIN_OBJECTS = {1, 2, 3, -32757, -32758}
"""Types in MSysObjects of what every file has: tables, the database, containers, their properties and users."""


class JackcessEngine:
    """Works on Access files with Jackcess."""

    name = "jackcess"

    def create(self, path: Path) -> None:
        """Make an empty file; see `Engine`."""
        classes = _classes()
        kind = classes.formats.V2003 if path.suffix.lower() == ".mdb" else classes.formats.V2007
        with _told(path):
            classes.builder.create(kind, classes.file(str(path))).close()

    @contextmanager
    def open(self, path: Path, *, read_only: bool = False) -> Generator["JackcessFile"]:
        """Open a file; see `Engine`."""
        classes = _classes()
        with _told(path):
            builder = classes.builder(classes.file(str(path)))
            database = builder.setReadOnly(read_only).setAutoSync(False).open()
            database.setDateTimeType(classes.local_dates)
        try:
            with _told(path):
                yield JackcessFile(database, classes)
                if not read_only:
                    database.flush()
        finally:
            database.close()

    def compact(self, source: Path, target: Path) -> None:
        """Copy every table, with its indexes, into a new file; see `Engine`."""
        self.create(target)
        with self.open(source, read_only=True) as old, self.open(target) as new:
            if old.keeps_foreign_objects():
                raise AccessError(
                    f"{source.name} tem consultas, formulários, relações ou tabelas vinculadas, que só o Access copia",
                    "abra-o no Access e use Ferramentas de Banco de Dados, Compactar e Reparar",
                )
            for name in old.tables():
                old.copy_table_to(new, name)


class JackcessFile:
    """An open file; see `OpenFile`."""

    def __init__(self, database: Any, classes: "_Classes") -> None:
        self._database = database
        self._classes = classes
        self._open: dict[str, Any] = {}

    def tables(self) -> list[str]:
        """Names of tables; see `OpenFile`."""
        return [str(name) for name in self._database.getTableNames()]

    def columns(self, table: str) -> tuple[Found, ...]:
        """A table's columns; see `OpenFile`."""
        return tuple(_found(column) for column in self._table(table).getColumns())

    def count(self, table: str) -> int:
        """A table's count of its rows; see `OpenFile`."""
        return int(self._table(table).getRowCount())

    def create(self, table: AccessTable) -> None:
        """Make a table; see `OpenFile`."""
        builder = self._classes.table_builder(table.name)
        for column in table.columns:
            builder.addColumn(self._column(column))
        builder.addIndex(self._classes.index_builder(_INDEX).addColumns(*table.names[:2]))
        self._open[table.name] = builder.toTable(self._database)

    def add(self, table: str, columns: Sequence[Column]) -> None:
        """Add columns; see `OpenFile`."""
        for column in columns:
            self._column(column).addToTable(self._table(table))

    def index(self, table: str, columns: Sequence[str]) -> None:
        """Make the index unless it is there; see `OpenFile`."""
        if self._index(table, columns) is None:
            self._classes.index_builder(_INDEX).addColumns(*columns).addToTable(self._table(table))

    def delete(self, table: str, key: Sequence[str], slices: Iterable[Slice]) -> int:
        """Delete rows; see `OpenFile`."""
        if self.count(table) == 0:
            return 0
        cursor = self._cursor(self._index(table, key))
        deleted = 0
        for entry in slices:
            values = self._java_cells(entry)
            found = cursor.findFirstRowByEntry(*values)
            while found:
                cursor.deleteCurrentRow()
                deleted += 1
                found = cursor.moveToNextRow() and cursor.currentRowMatchesEntry(*values)
        return deleted

    def insert(self, table: str, names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> None:
        """Append rows; see `OpenFile`."""
        target = self._table(table)
        given = dict(zip(names, columns, strict=True))
        nothing = [None] * len(columns[0])
        ordered = [self._java_cells(given.get(str(column.getName()), nothing)) for column in target.getColumns()]
        jpype = self._classes.jpype
        try:
            target.addRows(self._classes.rows_of(zip(*ordered, strict=True)))
        except jpype.JException as error:
            raise RefusedError(
                f"o Access recusou uma linha de {table}: {error.getMessage()}",
                "confira o arquivo e as regras da tabela no Access; os outros fundos não foram afetados",
            ) from None

    def rows(
        self, table: str, key: Sequence[str] = (), slices: Iterable[Slice] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The rows; see `OpenFile`."""
        target = self._table(table)
        names = [str(column.getName()) for column in target.getColumns()]
        readers = [_READERS.get(str(column.getType().name()), _any) for column in target.getColumns()]
        index = None if slices is None else self._index(table, key)
        wanted = set(map(place_of, slices)) if slices is not None and index is None else None
        for raw in self._raw(target, index, slices):
            row = {
                name: None if value is None else read(value)
                for name, value, read in zip(names, raw.values().toArray(), readers, strict=True)
            }
            if wanted is None or place_of((row[key[0]], row[key[1]])) in wanted:
                yield row

    def keeps_foreign_objects(self) -> bool:
        """Whether there are queries, forms, relationships, linked tables or the like, which a rebuild would lose."""
        objects = self._database.getSystemTable("MSysObjects")
        return any(int(row.get("Type")) not in _PLAIN_OBJECTS for row in objects)

    def copy_table_to(self, other: "JackcessFile", name: str) -> None:
        """Copy a table into another file: columns as they are, indexes, rows."""
        source = self._table(name)
        builder = self._classes.table_builder(name)
        for column in source.getColumns():
            builder.addColumn(self._classes.column_builder(column.getName()).setFromColumn(column))
        for index in source.getIndexes():
            if not index.isForeignKey():
                builder.addIndex(self._index_like(index))
        other.take(builder, source)

    def take(self, builder: Any, rows: Any) -> None:
        """Make a table and append rows of another file's, auto-numbers as they are."""
        target = builder.toTable(self._database)
        target.setAllowAutoNumberInsert(True)
        batch = self._classes.array_list()
        for row in rows:
            batch.add(row.values().toArray())
            if batch.size() == _COPIED_AT_ONCE:
                target.addRows(batch)
                batch.clear()
        target.addRows(batch)

    def _index_like(self, index: Any) -> Any:
        builder = self._classes.index_builder(index.getName())
        for column in index.getColumns():
            builder.addColumns(bool(column.isAscending()), column.getName())
        if index.isPrimaryKey():
            builder.setPrimaryKey()
        if index.isUnique():
            builder.setUnique()
        return builder

    def _raw(self, target: Any, index: Any, slices: Iterable[Slice] | None) -> Iterator[Any]:
        """Rows as Jackcess has them: those of the slices if there is an index to find them by, else all."""
        if slices is None or index is None:
            yield from target
            return
        cursor = self._cursor(index)
        for entry in slices:
            yield from cursor.newEntryIterable(*self._java_cells(entry))

    def _cursor(self, index: Any) -> Any:
        """One that compares as the index orders: Jackcess's own would end at a row of other capitals."""
        cursor = self._classes.cursors.createCursor(index)
        cursor.setColumnMatcher(self._classes.any_case)
        return cursor

    def _table(self, name: str) -> Any:
        if name not in self._open:
            self._open[name] = self._database.getTable(name)
        return self._open[name]

    def _index(self, table: str, columns: Sequence[str]) -> Any:
        """The index that has just these columns, or None."""
        for index in self._table(table).getIndexes():
            if [str(column.getName()) for column in index.getColumns()] == list(columns):
                return index
        return None

    def _column(self, column: Column) -> Any:
        types = self._classes.types
        builder = self._classes.column_builder(column.name).setType(getattr(types, _TYPES[column.kind]))
        if column.kind is Kind.DECIMAL:
            return builder.setPrecision(PRECISION).setScale(column.scale)
        if column.kind is Kind.TEXT:
            return builder.setLengthInUnits(TEXT_SIZE)
        return builder

    def _java_cells(self, cells: Iterable[Cell]) -> list[Any]:
        """Cells as Java takes them; Jackcess reads numbers from text, which is faster than to make them here."""
        dates = self._classes.date
        return [
            dates(cell) if type(cell) is datetime else str(cell) if type(cell) is Decimal else cell for cell in cells
        ]


class _Classes:
    """The Java classes that are used, with the JVM running."""

    def __init__(self) -> None:
        self.jpype = java.started()
        jackcess = self.jpype.JPackage("com").healthmarketscience.jackcess
        self.builder = jackcess.DatabaseBuilder
        self.formats = jackcess.Database.FileFormat
        self.table_builder = jackcess.TableBuilder
        self.column_builder = jackcess.ColumnBuilder
        self.index_builder = jackcess.IndexBuilder
        self.cursors = jackcess.CursorBuilder
        self.types = jackcess.DataType
        self.local_dates = jackcess.DateTimeType.LOCAL_DATE_TIME
        self.file = self.jpype.JClass("java.io.File")
        self.array_list = self.jpype.JClass("java.util.ArrayList")
        self.any_case = jackcess.util.CaseInsensitiveColumnMatcher.INSTANCE
        self._row = self.jpype.JArray(self.jpype.JObject)
        self._table = self.jpype.JArray(self._row)
        self._as_list = self.jpype.JClass("java.util.Arrays").asList
        self._moment = self.jpype.JClass("java.time.LocalDateTime")
        self._dates: dict[datetime, Any] = {}

    def rows_of(self, rows: Iterable[Sequence[Any]]) -> Any:
        """A Java list of rows."""
        return self._as_list(self._table([self._row(row) for row in rows]))

    def date(self, value: datetime) -> Any:
        """A Java date; a load has few different ones."""
        if value not in self._dates:
            self._dates[value] = self._moment.of(
                value.year, value.month, value.day, value.hour, value.minute, value.second
            )
        return self._dates[value]


@cache
def _classes() -> _Classes:
    return _Classes()


@contextmanager
def _told(path: Path) -> Generator[None]:
    """Tell what Java complains about in terms of the file."""
    jpype = java.started()
    try:
        yield
    except jpype.JException as error:
        raise AccessError(
            f"não foi possível ler ou gravar {path.name} como arquivo do Access: {error.getMessage()}",
            "confira se o arquivo abre no Access; se estiver danificado, volte uma cópia de segurança",
        ) from error


def _found(column: Any) -> Found:
    kind = _KINDS.get(str(column.getType().name()), Kind.OTHER)
    size, scale = 0, 0
    if kind is Kind.TEXT:
        size = int(column.getLengthInUnits())
    elif kind is Kind.DECIMAL:
        size, scale = int(column.getPrecision()), int(column.getScale())
    elif kind is Kind.MONEY:
        size, scale = _MONEY_DIGITS, _MONEY_SCALE
    return Found(str(column.getName()), kind, size, scale)


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(str(value))


def _any(value: Any) -> Any:
    """Whatever else there is: bytes as they are, the rest as text."""
    try:
        return bytes(value)
    except TypeError:
        return str(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "SHORT_DATE_TIME": _moment,
    "EXT_DATE_TIME": _moment,
    "TEXT": str,
    "MEMO": str,
    "NUMERIC": lambda value: Decimal(str(value)),
    "MONEY": lambda value: Decimal(str(value)),
    "DOUBLE": float,
    "FLOAT": float,
    "LONG": int,
    "INT": int,
    "BYTE": int,
    "BIG_INT": int,
    "BOOLEAN": bool,
    "GUID": lambda value: uuid.UUID(str(value).strip("{}")),
}
