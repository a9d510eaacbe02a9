"""The asset keys, stated once: `raw/xml_5_0`, `positions/holdings`, `pos/pos_cota`."""

import dagster as dg

from qore_dagster.intake.positions import POSITION_TABLES
from qore_dagster.migration.sources import SOURCES
from qore_dagster.model.file_type import FileType
from qore_dagster.warehouse.columns import PositionTable, Register
from qore_dagster.warehouse.registers import REGISTERS
from qore_dagster.warehouse.tables import POSITION_TABLES as POS_TABLES

SINK_TABLES: dict[str, PositionTable | Register] = {
    **{f"cad.{register.name}": register for register in REGISTERS},
    **{f"pos.{name}": table for name, table in POS_TABLES.items()},
}
"""The tables that a load writes, by qualified name: the registers, then the positions that refer to them."""

REGISTRY = dg.AssetKey(["registry", "funds"])


def raw_key(file_type: FileType) -> dg.AssetKey:
    """The files of one type."""
    return dg.AssetKey(["raw", file_type.slug])


def positions_key(table: str) -> dg.AssetKey:
    """One canonical table."""
    return dg.AssetKey(["positions", table])


def table_key(qualified_name: str) -> dg.AssetKey:
    """One table of the warehouse: `pos.pos_cota` is `pos/pos_cota`."""
    return dg.AssetKey(qualified_name.split("."))


def migrated_key(table: str) -> dg.AssetKey:
    """One table of the old Access database."""
    return dg.AssetKey(["migration", table.lower()])


RAW = tuple(raw_key(file_type) for file_type in FileType)
POSITIONS = tuple(positions_key(table) for table in POSITION_TABLES)
SINK = tuple(table_key(name) for name in SINK_TABLES)
MIGRATED = tuple(migrated_key(source.table) for source in SOURCES)
