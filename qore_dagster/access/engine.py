"""What an engine must do: make, open and compact a file; and what an open file lets be done.

Belongs here: the two protocols. Does not: the engines (`jackcess`, `odbc`), when a file is opened, copied and replaced
(`database`, `safe_file`).

An engine writes to a copy that nobody else sees and that is thrown away if anything fails; so it needs no transactions.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from qore_dagster.access.columns import AccessTable, Column, Found
from qore_dagster.access.fitting import Cell

Slice = tuple[Cell, Cell]
"""Day and fund, in the form that the columns of a file hold."""


def place_of(of: Slice) -> tuple[object, str]:
    """A slice as Access compares it: capital letters make no difference to its indexes, nor to its `=`."""
    day, fund = of
    return day, str(fund).casefold()


class OpenFile(Protocol):
    """An open file."""

    def tables(self) -> list[str]:
        """The names of its tables, linked and system ones apart."""
        ...

    def columns(self, table: str) -> tuple[Found, ...]:
        """A table's columns, in order."""
        ...

    def count(self, table: str) -> int:
        """How many rows a table says it has; none of them is read."""
        ...

    def create(self, table: AccessTable) -> None:
        """Make a table, with an index on its day and fund."""
        ...

    def add(self, table: str, columns: Sequence[Column]) -> None:
        """Add columns at a table's end."""
        ...

    def index(self, table: str, columns: Sequence[str]) -> None:
        """Make an index on a table's day and fund, unless there is one that begins with them."""
        ...

    def delete(self, table: str, key: Sequence[str], slices: Iterable[Slice]) -> int:
        """Delete all rows of the slices, by `place_of`; tells how many there were.

        Args:
            table: its name in the file.
            key: the names there of the columns of day and fund; an index is on them.
            slices: the values.
        """
        ...

    def insert(self, table: str, names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> None:
        """Append rows, given a column at a time; columns not named stay null, or get what the table itself gives them.

        Raises:
            RefusedError: the engine does not take a row; some of the others may have been appended.
        """
        ...

    def rows(
        self, table: str, key: Sequence[str] = (), slices: Iterable[Slice] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The rows of a table, one at a time; with `slices`, theirs only, by `place_of`.

        Numbers of decimal and currency columns are `Decimal`, of double ones float, dates `datetime`, and so on; None
        for null.
        """
        ...


class Engine(Protocol):
    """One way to work on Access files."""

    name: str

    def create(self, path: Path) -> None:
        """Make an empty file; `.mdb` and `.accdb` by the name."""
        ...

    def open(self, path: Path, *, read_only: bool = False) -> AbstractContextManager[OpenFile]:
        """Open a file; what was done is in it when the block has ended.

        Raises:
            AccessError: it is no Access file, or cannot be opened.
        """
        ...

    def compact(self, source: Path, target: Path) -> None:
        """Write what a file holds into a new one, without the space of deleted rows.

        Raises:
            AccessError: that would lose something.
        """
        ...
