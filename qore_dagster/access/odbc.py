"""The engine of Windows: Microsoft's ODBC driver for Access, through pyodbc.

Belongs here: SQL, and the driver's side of the two protocols. Does not: copies and locks (`safe_file`).

Not yet run on Windows: what is tested is the SQL and its order, on a database that stands in for the driver. Python and
driver must have the same number of bits.
"""

import ctypes
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from qore_dagster.access.columns import PRECISION, TEXT_SIZE, AccessTable, Column, Found, Kind
from qore_dagster.access.engine import Slice
from qore_dagster.access.errors import AccessError, RefusedError
from qore_dagster.access.fitting import Cell

DRIVER = "Microsoft Access Driver (*.mdb, *.accdb)"
_INDEX = "qore_chave"
_ROWS_A_COMMIT = 2000  # the driver locks at most 9,500 pages in a transaction
_ADD_DSN = 1  # SQLConfigDataSource's request that makes and compacts files

_INSTALL = "instale o Microsoft Access Database Engine com o mesmo número de bits do Python, e rode de novo"

_TYPES = {
    Kind.DATE: "DATETIME",
    Kind.TEXT: f"VARCHAR({TEXT_SIZE})",
    Kind.MEMO: "LONGTEXT",
    Kind.INTEGER: "LONG",
}
_KINDS: dict[type, Kind] = {datetime: Kind.DATE, int: Kind.INTEGER, float: Kind.DOUBLE, Decimal: Kind.DECIMAL}

_SINGLE_SIZES = {7, 24}
"""Of a REAL: decimal digits (ODBC's rule), or binary ones (as Microsoft's driver is said to count)."""

Connect = Callable[..., Any]
Configure = Callable[[str, str], bool]


def _connect(text: str, **options: Any) -> Any:
    try:
        import pyodbc
    except ImportError as error:
        raise AccessError(f"o pyodbc não pode ser usado: {error}", _INSTALL) from None
    pyodbc.pooling = False  # a pooled connection keeps the file open
    return pyodbc.connect(text, **options)


def _configure(driver: str, attributes: str) -> bool:
    """Ask the driver's installer to make or compact a file."""
    installer = getattr(ctypes, "windll").odbccp32  # noqa: B009 - there is no such attribute but on Windows
    return bool(installer.SQLConfigDataSourceW(None, _ADD_DSN, driver, attributes + "\0"))


class OdbcEngine:
    """Works on Access files with Microsoft's driver.

    Args:
        connect: pyodbc's.
        configure: asks the driver's installer for a file.
    """

    name = "odbc"

    def __init__(self, connect: Connect = _connect, configure: Configure = _configure) -> None:
        self._connect = connect
        self._configure = configure

    def create(self, path: Path) -> None:
        """Make an empty file; see `Engine`."""
        self._ask(f'CREATE_DB="{path}" General', path, "criar")

    @contextmanager
    def open(self, path: Path, *, read_only: bool = False) -> Generator["OdbcFile"]:
        """Open a file; see `Engine`."""
        # Without ExtendedAnsiSQL the driver has no DECIMAL.
        text = f"DRIVER={{{DRIVER}}};DBQ={path};ExtendedAnsiSQL=1;" + ("ReadOnly=1;" if read_only else "")
        with _told(path):
            connection = self._connect(text, autocommit=False)
        with closing(connection), _told(path):
            yield OdbcFile(connection)
            if not read_only:
                connection.commit()

    def compact(self, source: Path, target: Path) -> None:
        """Let the driver compact, which keeps everything; see `Engine`."""
        self._ask(f'COMPACT_DB="{source}" "{target}" General', source, "compactar")

    def _ask(self, attributes: str, path: Path, doing: str) -> None:
        if not self._configure(DRIVER, attributes):
            raise AccessError(f"o driver do Access não conseguiu {doing} {path.name}", _INSTALL)


class OdbcFile:
    """An open file; see `OpenFile`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._cursor = connection.cursor()

    def tables(self) -> list[str]:
        """Names of tables; see `OpenFile`."""
        return [row.table_name for row in self._cursor.tables(tableType="TABLE").fetchall()]

    def columns(self, table: str) -> tuple[Found, ...]:
        """A table's columns, as an empty result describes them; see `OpenFile`."""
        self._cursor.execute(f"SELECT * FROM {_quoted(table)} WHERE 1 = 0")
        return tuple(_found(*described) for described in self._cursor.description)

    def count(self, table: str) -> int:
        """A table's number of rows; see `OpenFile`."""
        [(rows,)] = self._cursor.execute(f"SELECT COUNT(*) FROM {_quoted(table)}").fetchall()
        return int(rows)

    def create(self, table: AccessTable) -> None:
        """Make a table; see `OpenFile`."""
        columns = ", ".join(map(_declared, table.columns))
        self._cursor.execute(f"CREATE TABLE {_quoted(table.name)} ({columns})")
        self._make_index(table.name, table.names[:2])

    def add(self, table: str, columns: Sequence[Column]) -> None:
        """Add columns; see `OpenFile`."""
        for column in columns:
            self._cursor.execute(f"ALTER TABLE {_quoted(table)} ADD COLUMN {_declared(column)}")
        self._connection.commit()

    def index(self, table: str, columns: Sequence[str]) -> None:
        """Make the index unless it is there; see `OpenFile`."""
        indexes: dict[str, dict[int, str]] = {}
        for row in self._cursor.statistics(table).fetchall():
            if row.index_name:
                indexes.setdefault(row.index_name, {})[row.ordinal_position] = row.column_name
        starts = [[of[place] for place in sorted(of)][: len(columns)] for of in indexes.values()]
        if list(columns) not in starts:
            self._make_index(table, columns)

    def delete(self, table: str, key: Sequence[str], slices: Iterable[Slice]) -> int:
        """Delete rows; see `OpenFile`."""
        statement = f"DELETE FROM {_quoted(table)} WHERE {_is_slice(key)}"
        deleted = 0
        for entry in slices:
            deleted += max(0, self._cursor.execute(statement, *entry).rowcount)
            self._connection.commit()
        return deleted

    def insert(self, table: str, names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> None:
        """Append rows; see `OpenFile`."""
        quoted, marks = ", ".join(map(_quoted, names)), ", ".join("?" * len(names))
        statement = f"INSERT INTO {_quoted(table)} ({quoted}) VALUES ({marks})"
        rows = list(zip(*columns, strict=True))
        for start in range(0, len(rows), _ROWS_A_COMMIT):
            try:
                self._cursor.executemany(statement, rows[start : start + _ROWS_A_COMMIT])
            except Exception as error:  # noqa: BLE001 - pyodbc's own classes cannot be named without importing it
                raise RefusedError(
                    f"o Access recusou uma linha de {table}: {error}",
                    "confira o arquivo e as regras da tabela no Access; os outros fundos não foram afetados",
                ) from None
            self._connection.commit()

    def rows(
        self, table: str, key: Sequence[str] = (), slices: Iterable[Slice] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The rows; see `OpenFile`."""
        statement = f"SELECT * FROM {_quoted(table)}"
        if slices is None:
            yield from self._selected(statement)
            return
        for entry in slices:
            yield from self._selected(f"{statement} WHERE {_is_slice(key)}", *entry)

    def _selected(self, statement: str, *values: Cell) -> Iterator[dict[str, Any]]:
        cursor = self._connection.cursor()
        cursor.execute(statement, *values)
        names = [described[0] for described in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    def _make_index(self, table: str, columns: Sequence[str]) -> None:
        self._cursor.execute(f"CREATE INDEX {_INDEX} ON {_quoted(table)} ({', '.join(map(_quoted, columns))})")
        self._connection.commit()  # DDL apart from rows


@contextmanager
def _told(path: Path) -> Generator[None]:
    """Tell what the driver complains about in terms of the file."""
    try:
        yield
    except AccessError:
        raise
    except Exception as error:
        if type(error).__module__ != "pyodbc":
            raise
        raise AccessError(
            f"não foi possível ler ou gravar {path.name} como arquivo do Access: {error}",
            f"confira se o arquivo abre no Access; se o driver falta, {_INSTALL}",
        ) from error


def _quoted(name: str) -> str:
    """A name in brackets, which Access has for any name and allows in none."""
    if "]" in name or "[" in name:
        raise AccessError(f"o nome {name} não pode existir no Access", "confira o arquivo")
    return f"[{name}]"


def _declared(column: Column) -> str:
    kind = f"DECIMAL({PRECISION}, {column.scale})" if column.kind is Kind.DECIMAL else _TYPES[column.kind]
    return f"{_quoted(column.name)} {kind}"


def _is_slice(key: Sequence[str]) -> str:
    return " AND ".join(f"{_quoted(name)} = ?" for name in key)


def _found(name: str, kind: type, _shown: Any, size: int, precision: int, scale: int, _nullable: Any) -> Found:
    """A column as a result describes it (PEP 249, and pyodbc's sizes)."""
    if kind is str:
        return Found(name, Kind.TEXT, size) if 0 < size <= TEXT_SIZE else Found(name, Kind.MEMO)
    known = Kind.SINGLE if kind is float and size in _SINGLE_SIZES else _KINDS.get(kind, Kind.OTHER)
    return Found(name, known, precision, scale) if known is Kind.DECIMAL else Found(name, known)
