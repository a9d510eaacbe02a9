"""Stands in for Microsoft's driver where there is none: records the SQL, and lets SQLite carry it out.

Belongs here: as much of pyodbc's connection as the engine uses. Does not: what the engine should say; and it proves
nothing about the driver itself.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# SQLite would make floats of decimals and knows no dates: both are kept as text, under a type of this name. And Access
# makes nothing of capitals.
_DECLARED = {
    "VARCHAR(255)": "VARCHAR(255) COLLATE NOCASE",
    "DECIMAL(": "DECIMAL_TEXT(",
    "DATETIME": "DATETIME_TEXT",
    "LONG,": "LONG_INT,",
    "LONG)": "LONG_INT)",
}


class Error(Exception):
    """What pyodbc raises."""


Error.__module__ = "pyodbc"


class StandIn:
    """The driver and its installer.

    Attributes:
        said: statements, commits and rollbacks, in order.
        asked: what the installer was asked for.
    """

    def __init__(self) -> None:
        self.said: list[str] = []
        self.asked: list[tuple[str, str]] = []

    def connect(self, text: str, *, autocommit: bool) -> "Connection":
        """As pyodbc.connect."""
        assert not autocommit
        self.said.append(text)
        found = re.search("DBQ=(.*?);", text)
        assert found is not None
        return Connection(Path(found[1]), self.said)

    def configure(self, driver: str, attributes: str) -> bool:
        """As SQLConfigDataSource, for a new or a compacted file."""
        self.asked.append((driver, attributes))
        request, *paths = re.findall(r'^\w+|"[^"]+"', attributes)
        places = [Path(path.strip('"')) for path in paths]
        if request == "COMPACT_DB":
            sqlite3.connect(places[0]).execute("VACUUM INTO ?", [str(places[1])]).connection.close()
        else:
            places[0].touch()
        return True


class Connection:
    """As pyodbc's connection."""

    def __init__(self, path: Path, said: list[str]) -> None:
        if not path.exists():
            raise Error("HY000", f"Could not find file '{path}'")
        self.said = said
        self.opened = sqlite3.connect(path)

    def cursor(self) -> "Cursor":
        """Another cursor."""
        return Cursor(self)

    def commit(self) -> None:
        """End the transaction."""
        self.said.append("commit")
        self.opened.commit()

    def close(self) -> None:
        """Close, and forget what was not committed."""
        self.said.append("close")
        self.opened.close()


class Cursor:
    """As pyodbc's cursor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.opened.cursor()
        self._found: list[tuple[Any, ...]] = []
        self.description: list[tuple[Any, ...]] = []
        self.rowcount = -1

    def execute(self, statement: str, *values: Any) -> "Cursor":
        """One statement, by values that Access takes."""
        self._connection.said.append(statement)
        try:
            self._cursor.execute(_for_sqlite(statement), [_to_sqlite(value) for value in values])
        except sqlite3.Error as error:
            raise Error("42000", str(error)) from error
        self.rowcount = self._cursor.rowcount
        if statement.startswith("SELECT COUNT"):
            self._found = self._cursor.fetchall()
        selected = re.match(r"SELECT \* FROM \[(.+?)\]", statement)
        if selected:
            types = self._types(selected[1])
            self.description = [_described(name, kind) for name, kind in types]
            self._found = [
                tuple(_from_sqlite(value, kind) for value, (_, kind) in zip(row, types, strict=True))
                for row in self._cursor.fetchall()
            ]
        return self

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """One statement a row."""
        for row in rows:
            self.execute(statement, *row)

    def tables(self, *, tableType: str) -> "Cursor":  # noqa: N803 - pyodbc's name
        """As ODBC's catalogue."""
        assert tableType == "TABLE"
        self._found = self._cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        self._found = [SimpleNamespace(table_name=name) for (name,) in self._found]  # type: ignore[misc]
        return self

    def statistics(self, table: str) -> "Cursor":
        """As ODBC's catalogue: a row a column of an index, and one of the table."""
        rows = [SimpleNamespace(index_name=None, ordinal_position=None, column_name=None)]
        for _, index, *_ in self._cursor.execute(f"PRAGMA index_list([{table}])").fetchall():
            for place, _, column in self._cursor.execute(f"PRAGMA index_info([{index}])").fetchall():
                rows.append(SimpleNamespace(index_name=index, ordinal_position=place + 1, column_name=column))
        self._found = rows  # type: ignore[assignment]
        return self

    def fetchall(self) -> list[Any]:
        """All rows."""
        return self._found

    def __iter__(self) -> Iterator[Any]:
        """All rows."""
        return iter(self._found)

    def _types(self, table: str) -> list[tuple[str, str]]:
        described = self._connection.opened.execute(f"PRAGMA table_info([{table}])").fetchall()
        return [(name, kind) for _, name, kind, *_ in described]


def _for_sqlite(statement: str) -> str:
    if not statement.startswith(("CREATE", "ALTER")):
        return statement
    for theirs, ours in _DECLARED.items():
        statement = statement.replace(theirs, ours)
    return re.sub(r"^CREATE INDEX (\w+) ON \[(.+?)\]", r"CREATE INDEX [\1 \2] ON [\2]", statement)


def _to_sqlite(value: Any) -> Any:
    assert value is None or type(value) in {str, Decimal, datetime, int, float}, f"Access takes no {type(value)}"
    return str(value) if isinstance(value, (Decimal, datetime)) else value


def _from_sqlite(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind.startswith("DECIMAL"):
        _, _, scale = kind.strip(")").replace(" ", "").replace("(", ",").split(",")
        return Decimal(value).quantize(Decimal(1).scaleb(-int(scale)))
    return datetime.fromisoformat(value) if kind.startswith("DATETIME") else value


def _described(name: str, kind: str) -> tuple[Any, ...]:
    """Name, type, shown size, size, precision, scale, nullable."""
    word, _, sizes = kind.strip(")").partition("(")
    numbers = [int(size) for size in sizes.split(",") if size]
    python, size, precision, scale = {
        "DECIMAL_TEXT": (Decimal, 0, *(numbers or [0, 0])[:2]),
        "DATETIME_TEXT": (datetime, 19, 19, 0),
        "VARCHAR": (str, (numbers or [0])[0], 0, 0),
        "LONGTEXT": (str, 1073741823, 0, 0),
        "LONG_INT": (int, 10, 10, 0),
        "DOUBLE": (float, 53, 53, 0),
        "REAL": (float, 24, 24, 0),
        "BIT": (bool, 1, 1, 0),
    }[word]
    return name, python, None, size, precision, scale, True
