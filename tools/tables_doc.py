"""Writes docs/tables.md from the tables as the warehouse states them; with `--check`, says whether it is current.

Belongs here: how that page looks. Does not: what stands in it (`qore_dagster.warehouse.tables`, `registers`,
`lookups`, `routing`; of the views, the comments in `warehouse/sql`).
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from qore_dagster.warehouse.columns import Column, PositionTable, Register
from qore_dagster.warehouse.lookups import LOOKUPS, Lookup
from qore_dagster.warehouse.migrations import FOLDER
from qore_dagster.warehouse.registers import REGISTERS
from qore_dagster.warehouse.routing import LENT, OTHERS, SECTIONS
from qore_dagster.warehouse.tables import SINK_TABLES

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

Each table of `pos`, and the two of `ctl` that are here, is partitioned by year (`pos.pos_rf_2025`); its key is
`(data_pos, id_fundo, ordinal)`. Those after `pos.pos_outros`, `pos.pos_passivo` apart, have no name in the old system:
names and columns are ours.
"""


HISTORY = """# History

`hist` has a table of the same name and columns for each that is partitioned by year: the slices that a corrected file,
or a better source, replaced, with `edicao` (which edition it was, as in `ctl.slice_load`; 0 of the old Access
database), `substituido_em` and `substituido_por` (the run). A day that is loaded again from the same file leaves
nothing there.
"""

VIEWS = f"""{HISTORY}
# Views

For people, in their language. A condition on `data_pos` reads the year of that date only. `cad.vw_vigencia_*` look at
all days, of one thing or one fund where its id is asked for; what held on a day D: `vigente_desde <= D AND
coalesce(vigente_ate, 'infinity') >= D`. Subscriptions and redemptions (`mov`) are a view and no table: they follow
from the quotas of two days, whichever of the two is loaded last.
"""

_VIEW = re.compile(r"^COMMENT ON VIEW ([\w.]+) IS '((?:[^']|'')*)';", re.MULTILINE)
_COLUMN = re.compile(r"^COMMENT ON COLUMN (\w+\.\w+)\.(\w+) IS '((?:[^']|'')*)';", re.MULTILINE)
_REGISTERS = {f"cad.{register.name}": register for register in REGISTERS}


def markdown() -> str:
    """The page."""
    lookups = {table.name: table for table in LOOKUPS}
    tables = (*_tables(SINK_TABLES), *_tables(_REGISTERS), *_tables(lookups))
    return "\n".join([HEADING, *_sections(), *tables, *_views()])


def _sections() -> Iterator[str]:
    yield "## Which section goes where\n"
    yield "| TABELA NIVEL 1 | Table |\n|---|---|"
    for section, table in SECTIONS.items():
        yield f"| {section} | `pos.{table}` |"
    for lent, table in LENT.items():
        yield f"| LOAN of {lent} | `pos.{table}` |"
    yield f"| any other | `pos.{OTHERS}` |\n"


def _tables(tables: Mapping[str, PositionTable | Register | Lookup]) -> Iterator[str]:
    for name, table in tables.items():
        yield f"## {name}\n"
        yield f"One row: {table.grain}.\n"
        yield "| Column | Type | Known to | Comes from | Meaning |\n|---|---|---|---|---|"
        yield from map(_row, table.columns)
        yield ""


def _views() -> Iterator[str]:
    """The views, from the comments that the migrations give them; what a later one says stands."""
    comments: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        for view, text in _VIEW.findall(sql):
            comments.setdefault(view, {})[""] = text.replace("''", "'")
        for view, column, text in _COLUMN.findall(sql):
            if view in comments:
                comments[view][column] = text.replace("''", "'")
    yield VIEWS
    for view, texts in comments.items():
        yield f"## {view}\n"
        yield f"{texts.pop('')}\n"
        yield "| Column | Meaning |\n|---|---|"
        yield from (f"| `{column}` | {text} |" for column, text in texts.items())
        yield ""


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
