"""A table of the Access file into `stage`: cell by cell typed, chunk by chunk written.

Belongs here: matching columns, typing rows, the chunks and where to go on after a kill. Does not: how one cell is read
(`cells`), what becomes of the rows (`positions`, `lookups`, `holders`).

One chunk is one transaction with its place in `ctl.migrated_source`, so a killed migration goes on behind the last
whole chunk. A staged row that cannot be loaded says why (`codigo`, `motivo`), one that is loaded without a cell says
which (`aviso`), and both keep what stood in the file.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from io import StringIO
from itertools import islice
from typing import Any

from qore_dagster.access.columns import folded
from qore_dagster.access.engine import OpenFile
from qore_dagster.migration.cells import READERS, Value, exact_of
from qore_dagster.migration.errors import MigrationError
from qore_dagster.migration.fields import FUND_CHARACTERS, KEY_BYTES, SQL_TYPES, Kind, Source, SourceField
from qore_dagster.migration.reasons import Reason
from qore_dagster.migration.session import Session
from qore_dagster.migration.sums import added
from qore_dagster.warehouse.set_based import execute_rows

CHUNK = 5000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
_MOST_BYTES = 4  # of a character


@dataclass(frozen=True, slots=True)
class AccessFile:
    """The file that is migrated.

    Attributes:
        name: its name, without the folder.
        sha256: hash of its bytes.
    """

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Columns:
    """A source's fields as the file has them.

    Attributes:
        found: per field the column's name there; fields that are not there are left out.
        absent: names of fields that are not there.
        others: columns that no field names.
    """

    found: Mapping[str, str]
    absent: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(slots=True)
class _Chunk:
    """Rows on their way into `stage`, and what they add up to by fund."""

    text: StringIO = field(default_factory=StringIO)
    rows: int = 0
    totals: dict[str, list[Any]] = field(default_factory=dict[str, "list[Any]"])

    def count(self, fund: str, value: Decimal | None) -> None:
        total = self.totals.setdefault(fund, [0, Decimal(0)])
        total[0] += 1
        total[1] = added(total[1], value)
        self.rows += 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A source, and what its table is called in the file."""

    source: Source
    table: str


def match(opened: OpenFile, placed: Placed) -> Columns:
    """Find a source's fields in the file; of columns that differ by accents, the one that is spelled as known.

    Raises:
        MigrationError: one that is required is not there.
    """
    source, table = placed.source, placed.table
    names = [column.name for column in opened.columns(table)]
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(folded(name), []).append(name)
    found: dict[str, str] = {}
    for one in source.fields:
        there = next((alike[folded(called)] for called in one.called if folded(called) in alike), ())
        if there:
            name = next((name for name in there if name in one.called), there[0])
            found[one.name] = name
        elif one.required:
            raise MigrationError(
                f"a tabela {table} não tem a coluna {' ou '.join(one.called)}; tem {', '.join(names)}",
                "renomeie a coluna no Access, ou abra um chamado para que o programa conheça esse nome; "
                "as outras tabelas não foram afetadas",
            )
    taken = set(found.values())
    return Columns(
        found,
        tuple(one.name for one in source.fields if one.name not in found),
        tuple(name for name in names if name not in taken),
    )


def stage(
    session: Session,
    opened: OpenFile,
    placed: Placed,
    file: AccessFile,
    told: Callable[[int], None],
) -> Columns:
    """Bring a table's rows into `stage`, going on where an earlier run of the same file was ended.

    Args:
        session: the database.
        opened: the file.
        placed: the source and its place there.
        file: what the rows are marked with.
        told: called after each chunk with the rows staged so far.

    Raises:
        MigrationError: a required column is not there.
        AccessError: the table cannot be read.
    """
    source = placed.source
    columns = match(opened, placed)
    done, complete = _begin(session, source, file)
    told(done)
    if complete:
        return columns
    typing = RowTyping(source, columns)
    rows = islice(enumerate(opened.rows(placed.table), start=1), done, None)
    for chunk in _chunks(typing, rows):
        done += chunk.rows
        _write(session, source, chunk, done)
        told(done)
    with session.step() as cursor:
        cursor.execute("UPDATE ctl.migrated_source SET completa = true WHERE source = %s", (source.table,))
        cursor.execute(f"ANALYZE {source.stage}")
    return columns


class RowTyping:
    """Turns rows of the file into lines of COPY.

    Args:
        source: whose rows they are.
        columns: where its fields are.
    """

    def __init__(self, source: Source, columns: Columns) -> None:
        self._cells = [_Cell(one, columns.found.get(one.name), _reader(source, one)) for one in source.fields]
        self._others = columns.others
        self._total = columns.found.get(source.total)
        self._fund = next((place for place, one in enumerate(source.fields) if one.name == "fundo"), None)
        self._key = [place for place, one in enumerate(source.fields) if one.name in source.key_texts]

    def add(self, chunk: _Chunk, number: int, row: Mapping[str, Any]) -> None:
        """Type a row into a chunk.

        Args:
            chunk: takes it.
            number: its place in the table, from 1.
            row: cells by the file's column names.
        """
        values: list[Value] = []
        faults: list[tuple[Reason, str]] = []
        unread: dict[str, str] = {}
        for cell in self._cells:
            value = None
            if cell.name:
                try:
                    value = cell.read(row[cell.name])
                except ValueError as error:
                    said = f"{cell.name}: {error}"
                    if cell.costs_row:
                        faults.append((Reason.CELL, said))
                    else:
                        unread[cell.name] = said
                else:
                    faults += _faults(cell.field, cell.name, value)
            values.append(value)
        faults += self._too_long(values)
        cells = [_text(value) for value in values]
        others = json.dumps({name: _shown(row[name]) for name in self._others}, ensure_ascii=False)
        fund = "" if self._fund is None or cells[self._fund] == _NULL else cells[self._fund]
        # What does not read is null, and tells rows apart all the same.
        told = [cell for place, cell in enumerate(cells) if place != self._fund]
        told += [f"{name}={row[name]}" for name in unread]
        print_of_row = blake2b("\x1f".join([*told, others]).encode(), digest_size=16).hexdigest()
        original = _NULL
        if faults or unread:
            original = json.dumps({name: _shown(value) for name, value in row.items()}, ensure_ascii=False)
        reason, why = faults[0] if faults else (None, None)
        line = [str(number), *cells, _escaped(others) if self._others else _NULL, print_of_row]
        line += [_text(reason), _text(why), _text("\n".join(unread.values()) or None)]
        line.append(original if original == _NULL else _escaped(original))
        chunk.text.write("\t".join(line) + "\n")
        chunk.count(fund, exact_of(row[self._total]) if self._total else None)

    def _too_long(self, values: Sequence[Value]) -> list[tuple[Reason, str]]:
        """What is against a row whose texts are more than an index takes."""
        texts = {place: str(values[place]) for place in self._key if values[place] is not None}
        if sum(map(len, texts.values())) * _MOST_BYTES <= KEY_BYTES:
            return []
        sizes = {place: len(text.encode()) + text.count("|") + text.count("\\") for place, text in texts.items()}
        if sum(sizes.values()) <= KEY_BYTES:
            return []
        name = self._cells[max(sizes, key=sizes.__getitem__)].name
        return [(Reason.CELL, f"{name}: o texto é longo demais, {sum(sizes.values())} bytes; cabem {KEY_BYTES}")]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A field on its way.

    Attributes:
        field: what is wanted.
        name: the column's name in the file; None where it is not there.
        read: reads a cell.
    """

    field: SourceField
    name: str | None
    read: Callable[[Any], Value]

    @property
    def costs_row(self) -> bool:
        """Whether a row means nothing if this does not read: nor does a day of which nobody knows what it is."""
        return self.field.required or self.field.kind is Kind.FLAG


def _reader(source: Source, one: SourceField) -> Callable[[Any], Value]:
    read = READERS[one.kind]
    if one.name != source.fund_field:
        return read

    def bounded(cell: Any) -> Value:
        value = read(cell)
        if isinstance(value, str) and len(value) > FUND_CHARACTERS:
            raise ValueError(f"o texto é longo demais, {len(value)} caracteres; cabem {FUND_CHARACTERS}")
        return value

    return bounded


def _faults(one: SourceField, name: str, value: Value) -> list[tuple[Reason, str]]:
    if value is None:
        return [(Reason.CELL, f"{name}: falta o valor")] if one.required else []
    if one.not_negative and isinstance(value, Decimal) and value < 0:
        return [(Reason.NEGATIVE, f"{name}: {value} é negativo")]
    return []


def _begin(session: Session, source: Source, file: AccessFile) -> tuple[int, bool]:
    """Rows that are staged already, and whether those are all; a table of another file is made anew."""
    with session.step() as cursor:
        cursor.execute(
            "SELECT linhas, completa FROM ctl.migrated_source WHERE source = %s AND sha256 = %s AND forma = %s",
            (source.table, file.sha256, source.shape),
        )
        known = cursor.fetchone()
        if known:
            return known
        fields = ", ".join(f"{one.name} {SQL_TYPES[one.kind]}" for one in source.fields)
        cursor.execute(f"DROP TABLE IF EXISTS {source.stage}")
        cursor.execute(
            f"""CREATE TABLE {source.stage} (linha bigint PRIMARY KEY, {fields}, outras jsonb, impressao uuid NOT NULL,
                                             codigo text, motivo text, aviso text, original jsonb)"""
        )
        cursor.execute("DELETE FROM ctl.migrated_source WHERE source = %s", (source.table,))
        cursor.execute(
            """INSERT INTO ctl.migrated_source (source, arquivo, sha256, forma, linhas, completa)
               VALUES (%s, %s, %s, %s, 0, false)""",
            (source.table, file.name, file.sha256, source.shape),
        )
        return 0, False


def _chunks(typing: RowTyping, rows: Iterator[tuple[int, Mapping[str, Any]]]) -> Iterator[_Chunk]:
    while True:
        chunk = _Chunk()
        for number, row in islice(rows, CHUNK):
            typing.add(chunk, number, row)
        if not chunk.rows:
            return
        yield chunk


def _write(session: Session, source: Source, chunk: _Chunk, done: int) -> None:
    chunk.text.seek(0)
    totals: Sequence[tuple[Any, ...]] = [(source.table, fund, *total) for fund, total in sorted(chunk.totals.items())]
    with session.step() as cursor:
        cursor.copy_expert(f"COPY {source.stage} FROM STDIN", chunk.text)
        execute_rows(
            cursor,
            """INSERT INTO ctl.migrated_total AS t (source, fundo, linhas, soma) VALUES %s
               ON CONFLICT (source, fundo) DO UPDATE SET linhas = t.linhas + excluded.linhas,
                                                         soma = t.soma + excluded.soma""",
            totals,
        )
        cursor.execute(
            "UPDATE ctl.migrated_source SET linhas = %s, atualizado_em = now() WHERE source = %s", (done, source.table)
        )


def _text(value: Value) -> str:
    if value is None:
        return _NULL
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.isoformat() if isinstance(value, date) else _escaped(value)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _shown(value: Any) -> Any:
    """A cell as JSON keeps it: what it is, or its text."""
    if value is None or isinstance(value, str | int | bool):
        return value.replace("\0", " ") if isinstance(value, str) else value
    return value.isoformat() if isinstance(value, date) else str(value)
