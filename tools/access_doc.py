"""Writes docs/access.md from the tables as the Access sink states them; with `--check`, says whether it is current.

Belongs here: how that page looks. Does not: what stands in its tables (`qore_dagster.access.tables`).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from qore_dagster.access.columns import PRECISION, AccessTable, Column, Kind
from qore_dagster.access.routing import NAMES, STAKES
from qore_dagster.access.tables import TABLES

PAGE = Path(__file__).parent.parent / "docs" / "access.md"

HEADING = f"""# The Access file

Made by `make docs`; do not edit.

`ACCESS_PATH` names it (`.accdb` or `.mdb`); without that there is no Access, and no Java is needed. It is made if it is
absent. One that users have already keeps what is theirs: other tables stay untouched; a table of the same name is used
as it is, case and accents apart, its own types and further columns included, and lacks of it are added at its end.

- **Engines.** `ACCESS_BACKEND=odbc` is Microsoft's driver, on Windows (written against its documented behaviour,
  **not yet run on Windows**); `jackcess` is a Java library that reads and writes the format anywhere, with a Java
  runtime from a Python package. No file of ours has been opened with Access itself yet.
- **A load** replaces, for each fund and day, all rows of `(DATA_INPUT, FUNDO)` in all tables, and says in
  `Carga_Qore` which version of which document they come from. Many funds are one step: readers see all of it or
  nothing. An older version never replaces a newer one. A fund whose rows the file cannot take is refused with the
  reason; the others are loaded. When Access fails, PostgreSQL has its data all the same; the day is told as not
  complete, and the next `qore run` loads Access alone.
- **From PostgreSQL.** `qore access rebuild --from D --to D [--fund F]…` makes the file hold, of every fund and day that
  PostgreSQL has loaded, just that: without the portal, the files or anything kept between steps, a file that is gone or
  empty included. Every row is compared, in all tables; what is equal is not written, and what differs is, a newer
  version too, many funds and days an edit. What only the file has stays, and is listed. Dagster shows the partitions
  that were written, or that it showed otherwise; these events belong to no run. `Execucao` is then the run that loaded
  PostgreSQL.
- **Safety.** The file is copied, the copy is edited and synced, and then takes the file's name; whatever is killed
  meanwhile leaves the old file, whole. A lock of the system's (beside it, `.<name>.lock`) keeps other loads out. While
  Access has the file open (`.laccdb`, `.ldb`) nothing is written, and the load says so.
- **Size.** Access ends at 2 GB, and damages the file there. Loads warn from 1.5 GB; one that would pass 1.9 GB
  compacts the file first, and is refused where that is not enough. `qore access compact` does it at any time: into a
  new file, whose rows are counted table by table before it takes the old one's name. Jackcess cannot compact a file
  with queries, forms, relationships or linked tables: Access can (Compactar e Reparar).
- **`FUNDO`** is the fund's slug in the registry, one spelling for ever; `Carga_Qore` has its full name and CNPJ.
- **Numbers** are `DECIMAL({PRECISION}, …)`; digits beyond a column's scale are rounded half to even. PostgreSQL keeps
  them all. Columns that a user's file has as `Double` or `Single` hold what such a number can.
- **Rows of before** whose `FUNDO` is spelt otherwise stay as they are. Capital letters make no difference, as in
  Access itself: rows of `ALFA` are replaced by those of `alfa`.

Names, accents and order of columns known to the *users' database* are theirs. Of tables whose old columns are unknown,
`Renda_Variável_Qore`, `Fundos_Qore`, `Direito_Creditorio_Qore`, `Rentabilidade_Qore` and `Passivo_Qore`, only the names
are theirs, and the columns have the names of the canonical portfolio. `Renda_Fixa_Qore` is what older documents call
`RF_Qore`. `Derivativos_Qore` and `Outros_Qore` are ours: what has no table there is not lost. What no source tells is
null (a dash): an opening quantity is not the closing one, a due date is not the position date.

## Which holding goes where

As in PostgreSQL ([tables.md](tables.md)), and then:
"""


def markdown() -> str:
    """The page."""
    return "\n".join([HEADING, *_routing(), *(line for table in TABLES.values() for line in _table(table))])


def _routing() -> Iterator[str]:
    yield "| PostgreSQL | Access |\n|---|---|"
    for position, name in NAMES.items():
        yield f"| `pos.{position}` | `{name}` |"
    yield f"| `pos.pos_rv`, a stake in a company that is not listed | `{STAKES}` |\n"


def _table(table: AccessTable) -> Iterator[str]:
    yield f"## {table.name}\n"
    yield f"One row: {table.grain}.\n"
    yield "| Column | Type | Known to | Comes from | Meaning |\n|---|---|---|---|---|"
    yield from map(_row, table.columns)
    yield ""


def _row(column: Column) -> str:
    kind = f"decimal({PRECISION}, {column.scale})" if column.kind is Kind.DECIMAL else column.kind.value
    sources = ", else ".join(f"`{source}`" for source in column.sources) or "—"
    return f"| `{column.name}` | {kind} | {column.origin} | {sources} | {column.meaning} |"


def main() -> int:
    """Write the page, or compare it."""
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(markdown(), encoding="utf-8", newline="\n")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == markdown():
        return 0
    print(f"not current: {PAGE.name}; run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
