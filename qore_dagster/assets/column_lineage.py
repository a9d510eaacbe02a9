"""Column lineage of assets, from the field tables: raw field → column of a frame → column of a sink's table.

Belongs here: the translation into Dagster's terms, and into words for people. Does not: which field fills which column
(`formats.raw_fields`, `model.tables`, `warehouse.tables`, `access.tables`).

It stands on the definitions, not on every event: it is the same for all partitions. Dagster's open-source UI draws no
column lineage, wherever it stands, and hides the entry; so the column schemas say it in words as well.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

import dagster as dg

from qore_dagster.access.columns import AccessTable
from qore_dagster.access.derived import DERIVED, Totals
from qore_dagster.assets.keys import REGISTRY, positions_key, raw_key, table_key
from qore_dagster.formats.anbima_5_0_fields import POSITIONS
from qore_dagster.formats.raw_fields import RawField, raw_fields
from qore_dagster.model.columns_read import columns_read
from qore_dagster.model.fields import Table
from qore_dagster.model.parsed import Row
from qore_dagster.model.tables import HOLDINGS, PORTFOLIO, TABLES
from qore_dagster.warehouse.columns import Column, PositionTable, Register
from qore_dagster.warehouse.identity import IDENTITY
from qore_dagster.warehouse.registers import REGISTERS
from qore_dagster.warehouse.routing import type_of

Deps = list[dg.TableColumnDep]

_REGISTERS = {f"cad.{register.name}": register for register in REGISTERS}
_OF_UNIT = {"unit.data_pos": "data_pos", "unit.arquivo": "arquivo", "unit.sha256": "sha256"}
_WORD = re.compile(r"\b[a-z_0-9]+\b")
_FEW = 3
_LAST = 3


def positions_lineage(table: Table) -> dg.TableColumnLineage:
    """From a canonical table's columns to the raw files' fields; the fund's slug is the registry's."""
    deps = {
        column: [dg.TableColumnDep(raw_key(raw.file_type), raw.path) for raw in fields]
        for column, fields in raw_fields(table.name).items()
    }
    return dg.TableColumnLineage({"fundo": [dg.TableColumnDep(REGISTRY, "slug")], **deps})


def warehouse_lineage(table: PositionTable | Register) -> dg.TableColumnLineage:
    """From a table's columns to those of the frames, the registry, and the registers that its rows refer to."""
    canonical = table.canonical if isinstance(table, PositionTable) else _canonical_of(table)
    deps = {column.name: _of_column(table, column, canonical) for column in table.columns}
    for column in table.columns:
        if column.generated:
            named = {*_WORD.findall(column.generated)}
            deps[column.name] = _distinct(dep for name, given in deps.items() if name in named for dep in given)
    return dg.TableColumnLineage({name: given for name, given in deps.items() if given})


def access_lineage(table: AccessTable) -> dg.TableColumnLineage:
    """From the columns of a table of the Access file to those of the frames and the registry."""
    canonical = TABLES[table.canonical]
    deps = {
        column.name: _distinct(dep for source in column.sources for dep in _of_access(source, canonical))
        for column in table.columns
    }
    return dg.TableColumnLineage({name: given for name, given in deps.items() if given})


def in_words(sources: Iterable[str]) -> str:
    """Where columns of frames, `holdings.pu_mercado`, come from in each format; empty where no field tells them.

    A field that many sections have is named once, with the sections or their number.
    """
    fields = [raw for source in sources for raw in raw_fields_of(source)]
    by_type: dict[str, list[RawField]] = defaultdict(list)
    for raw in dict.fromkeys(fields):
        by_type[raw.file_type.label].append(raw)
    return "; ".join(f"{label}: {', '.join(_short(given))}" for label, given in by_type.items())


def raw_fields_of(source: str) -> Sequence[RawField]:
    """The fields that a column of a frame is read from; none for what is no such column."""
    table, _, column = source.partition(".")
    return raw_fields(table).get(column, ()) if table in TABLES else ()


def _short(fields: Iterable[RawField]) -> Iterator[str]:
    sections: dict[str, list[str]] = defaultdict(list)
    for raw in fields:
        below = raw.path.removeprefix(f"{POSITIONS}/")
        section, _, name = below.rpartition("/") if raw.in_sections else ("", "", below)
        sections[name or section].append(section)
    for name, places in sections.items():
        told = [place for place in places if place]
        where = f"{len(told)} seções" if len(told) > _FEW else ", ".join(told)
        yield f"`{_end(name)}` ({where})" if where else f"`{_end(name)}`"


def _end(path: str) -> str:
    """The end of a long path: the page breaks no word, and would cut off what stands beside it."""
    steps = path.split("/")
    return "/".join(["…", *steps[-_LAST:]] if len(steps) > _LAST else steps)


def _canonical_of(register: Register) -> Table | None:
    """The canonical table that describes a register's rows; None for the funds, which the registry does."""
    told = (column.source.partition(".")[0] for column in register.columns)
    return next((TABLES[name] for name in told if name in TABLES), None)


def _of_column(table: PositionTable | Register, column: Column, canonical: Table | None) -> Deps:
    if column.source in _REGISTERS:
        return [dg.TableColumnDep(table_key(column.source), _REGISTERS[column.source].id)]
    if canonical is not None and column.source == "identity":
        return _read_by(lambda row: IDENTITY[table.name]("", row), canonical)
    return _read_by(type_of, HOLDINGS) if column.source == "routing.tipo" else _stated(column.source)


def _of_access(source: str, canonical: Table) -> Deps:
    place, _, name = source.partition(".")
    if place != "derived":
        return _stated(source)
    return [*_read_by(lambda row: DERIVED[name](row, Totals(Decimal(1), [row])), canonical), *_of_worth(name)]


def _stated(source: str) -> Deps:
    """What both sinks' tables state alike: a column of a frame, of the registry, of the load unit."""
    place, _, name = source.partition(".")
    if place in TABLES:
        return [dg.TableColumnDep(positions_key(place), name)]
    if place == "fund":
        return [dg.TableColumnDep(REGISTRY, name)]
    return [dg.TableColumnDep(positions_key(PORTFOLIO.name), _OF_UNIT[source])] if source in _OF_UNIT else []


def _of_worth(computed: str) -> Deps:
    """The net worth, where a computation of the Access file's is a part of it: without one there is no result."""
    row: Row = {column: Decimal(1) for column in ("valor", "valor_mercado", "quantidade")}
    with_it, without = (DERIVED[computed](row, Totals(worth, [row])) for worth in (Decimal(1), None))
    return [] if with_it == without else [dg.TableColumnDep(positions_key(PORTFOLIO.name), "patliq")]


def _read_by(compute: Callable[[Row], object], table: Table) -> Deps:
    return [dg.TableColumnDep(positions_key(table.name), column) for column in columns_read(compute, table)]


def _distinct(deps: Iterable[dg.TableColumnDep]) -> Deps:
    return list({(dep.asset_key, dep.column_name): dep for dep in deps}.values())
