"""Writes docs/schema.md, the entity diagrams, from a migrated database; with `--check`, says whether it is current.

Belongs here: asking the database for its tables, keys and references, and how the diagrams look. Does not: what the
columns mean (`tables_doc`).

Nothing here reads the tables as Python states them: what is drawn is what is there. The database is an embedded one of
its own, made and removed again; no network is needed.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from qore_dagster.warehouse.lease import lease
from qore_dagster.warehouse.migrations import migrate

PAGE = Path(__file__).parent.parent / "docs" / "schema.md"

HEADING = """# Entity diagrams

Made by `make docs` from a database with all migrations applied; do not edit. One diagram a schema; entities of another
schema that it refers to stand in it by name alone. `PK` is part of the key, `FK` refers to another table, `UK` is
unique by itself. Of a wide table the keys, the references and the first columns are drawn; all columns of `pos`, `cad`
and `aux`, with what they mean, are in [tables.md](tables.md). `hist` has of each table what its namesake in `pos` or
`ctl` has, and the columns drawn.
"""

MOST_COLUMNS = 14
"""Of an entity; the rest is counted."""

HISTORY, NAMESAKES = "hist", ("pos", "ctl")

_SCHEMAS = """
SELECT n.nspname, coalesce(obj_description(n.oid, 'pg_namespace'), ''),
       array(SELECT v.relname::text FROM pg_class v WHERE v.relnamespace = n.oid AND v.relkind = 'v' ORDER BY 1)
FROM pg_namespace n
WHERE n.nspname <> 'public' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1"""
_TABLES = """
SELECT c.relname, coalesce(pg_get_partkeydef(c.oid), '')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY 1"""
_COLUMNS = """
SELECT a.attname, replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz'),
       a.attnotnull,
       EXISTS (SELECT FROM pg_constraint k
               WHERE k.conrelid = a.attrelid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)),
       EXISTS (SELECT FROM pg_constraint k
               WHERE k.conrelid = a.attrelid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)),
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND NOT i.indisprimary
               AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum)
FROM pg_attribute a
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum"""
_REFERENCES = """
SELECT n.nspname || '.' || c.relname, m.nspname || '.' || f.relname,
       (SELECT string_agg(a.attname, ', ' ORDER BY p.place)
        FROM unnest(k.conkey) WITH ORDINALITY AS p(number, place)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.number),
       (SELECT bool_and(a.attnotnull) FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)),
       EXISTS (SELECT FROM pg_constraint u WHERE u.conrelid = k.conrelid AND u.contype IN ('p', 'u')
               AND u.conkey <@ k.conkey)
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace m ON m.oid = f.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0 AND NOT c.relispartition AND n.nspname = %s
ORDER BY 1, 2, 3"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the database has it."""

    name: str
    type: str
    required: bool
    in_key: bool
    refers: bool
    unique: bool

    @property
    def line(self) -> str:
        """Of an entity of Mermaid, whose types are one word."""
        kind = self.type.replace(" ", "_").replace("[]", "_array")
        marks = {"PK": self.in_key, "FK": self.refers, "UK": self.unique}
        shown = ", ".join(mark for mark, has in marks.items() if has)
        return f"        {kind} {self.name} {shown}".rstrip() + (' "not null"' if self.required else "")


def markdown(connection: Connection) -> str:
    """The page.

    Args:
        connection: to a database with all migrations applied, with no transaction of the caller's under way.
    """
    schemas = _rows(connection, _SCHEMAS)
    return "\n".join([HEADING, *(line for schema in schemas for line in _schema(connection, *schema))])


def _schema(connection: Connection, name: str, comment: str, views: Sequence[str]) -> Iterator[str]:
    tables = _rows(connection, _TABLES, name)
    yield f"## {name}\n"
    if comment:
        yield f"{comment[0].upper()}{comment[1:]}.\n"
    if views:
        yield f"Views: {', '.join(f'`{view}`' for view in views)}.\n"
    if not tables:
        return
    parted = {f"`{table}`": key for table, key in tables if key}
    for key in dict.fromkeys(parted.values()):
        yield f"Partitioned by {key}: {', '.join(table for table, by in parted.items() if by == key)}.\n"
    yield "```mermaid"
    yield "erDiagram"
    for table, _ in tables:
        columns = [Column(*row) for row in _rows(connection, _COLUMNS, f"{name}.{table}")]
        if name == HISTORY:
            known = {column for schema in NAMESAKES for column in _names(connection, schema, table)}
            columns = [column for column in columns if column.in_key or column.name not in known]
        yield from _entity(f"{name}.{table}", columns)
    for source, target, columns, always, only_one in _rows(connection, _REFERENCES, name):
        many, one = "o|" if only_one else "o{", "||" if always else "|o"
        yield f'    "{target}" {one}--{many} "{source}" : "{columns}"'
    yield "```\n"


def _entity(name: str, columns: Sequence[Column]) -> Iterator[str]:
    first = [column for column in columns if column.in_key or column.refers]
    first += [column for column in columns if column not in first][: max(0, MOST_COLUMNS - len(first))]
    yield f'    "{name}" {{'
    yield from (column.line for column in columns if column in first)
    if len(columns) > len(first):
        yield f'        more columns "{len(columns) - len(first)}"'
    yield "    }"


def _names(connection: Connection, schema: str, table: str) -> list[str]:
    """The columns of a table; none where there is no such table."""
    return [
        name
        for (name,) in _rows(
            connection,
            "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s",
            schema,
            table,
        )
    ]


def _rows(connection: Connection, sql: str, *values: str) -> list[tuple[Any, ...]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def made_anew() -> str:
    """The page, of a database made for it."""
    with TemporaryDirectory(prefix="qore-schema-") as folder, lease(Path(folder) / "postgres", durable=False) as server:
        migrate(server.uri())
        with closing(psycopg2.connect(server.uri())) as connection:
            return markdown(connection)


def main() -> int:
    """Write the page, or compare it."""
    page = made_anew()
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
        return 0
    if PAGE.read_text(encoding="utf-8") == page:
        return 0
    print(f"not current: {PAGE.name}; run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
