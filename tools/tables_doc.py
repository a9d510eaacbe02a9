"""Writes docs/tables.md from the tables as the warehouse states them; with `--check`, says whether it is current.

Belongs here: how that page looks. Does not: what stands in it (`qore_dagster.warehouse.tables`, `registers`,
`lookups`, `routing`).
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from qore_dagster.warehouse.columns import Column, PositionTable, Register
from qore_dagster.warehouse.lookups import LOOKUPS, Lookup
from qore_dagster.warehouse.registers import REGISTERS
from qore_dagster.warehouse.routing import LENT, OTHERS, SECTIONS
from qore_dagster.warehouse.tables import POSITION_TABLES

PAGE = Path(__file__).parent.parent / "docs" / "tables.md"

HEADING = """# Tables of the warehouse

Made by `make docs`; do not edit. The same texts are the comments of the tables and columns in the
database.

Who knows the name: *users' code* (the scripts that people have), *seed's DDL* (the old architecture document; generated
from the column that it means), *ours* (ids, documents and provenance that the old system threw away). Where a column
comes from: `holdings.pu_mercado` is a column of the canonical portfolio (`qore_dagster/model/tables.py`); `fund.…` the
registry; `unit.…` the load; `cad.…` the id of a register's row; `routing.tipo` the asset type (of a loan, that of the
paper lent); `identity` the natural key; `migration` the old Access database; `database` a default; `=` generated from
the row; a dash is told by no source yet and null. All decimals are bare `numeric`, which never rounds.

Each `pos` table is partitioned by year (`pos.pos_rf_2025`); its key is `(data_pos, id_fundo, ordinal)`.
"""


def markdown() -> str:
    """The page."""
    tables = (*_tables("pos", POSITION_TABLES.values()), *_tables("cad", REGISTERS), *_lookups())
    return "\n".join([HEADING, *_sections(), *tables])


def _sections() -> Iterator[str]:
    yield "## Which section goes where\n"
    yield "| TABELA NIVEL 1 | Table |\n|---|---|"
    for section, table in SECTIONS.items():
        yield f"| {section} | `pos.{table}` |"
    for lent, table in LENT.items():
        yield f"| LOAN of {lent} | `pos.{table}` |"
    yield f"| any other | `pos.{OTHERS}` |\n"


def _tables(schema: str, tables: Iterable[PositionTable | Register]) -> Iterator[str]:
    for table in tables:
        yield from _table(f"{schema}.{table.name}", table)


def _table(name: str, table: PositionTable | Register | Lookup) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"One row: {table.grain}.\n"
    yield "| Column | Type | Known to | Comes from | Meaning |\n|---|---|---|---|---|"
    yield from map(_row, table.columns)
    yield ""


def _lookups() -> Iterator[str]:
    for table in LOOKUPS:
        yield from _table(table.name, table)


def _row(column: Column) -> str:
    source = f"= `{column.generated}`" if column.generated else f"`{column.source}`" if column.source else "—"
    kind = column.type + (", required" if column.required else "")
    return f"| `{column.name}` | {kind} | {column.origin} | {source} | {column.meaning} |"


def main() -> int:
    """Write the page, or compare it."""
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(markdown(), encoding="utf-8", newline="\n")
        return 0
    if PAGE.read_text(encoding="utf-8") == markdown():
        return 0
    print(f"not current: {PAGE.name}; run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
