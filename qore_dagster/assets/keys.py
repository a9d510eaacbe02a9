"""The asset keys, stated once: `raw/xml_5_0`, `pos/pos_cota`, `access/Caixa_Qore`, `archive/carteira_pdf`."""

import dagster as dg

from qore_dagster.access.columns import unaccented
from qore_dagster.access.tables import DATA_TABLES as ACCESS_TABLES
from qore_dagster.intake.positions import POSITION_TABLES
from qore_dagster.migration.sources import SOURCES
from qore_dagster.model.file_type import FileType
from qore_dagster.warehouse.columns import PositionTable, Register
from qore_dagster.warehouse.registers import REGISTERS
from qore_dagster.warehouse.tables import SINK_TABLES as SLICE_TABLES

SINK_TABLES: dict[str, PositionTable | Register] = {
    **{f"cad.{register.name}": register for register in REGISTERS},
    **SLICE_TABLES,
}
"""The tables that a load writes, by qualified name: the registers, then the rows of a fund's day that refer to them."""

REGISTRY = dg.AssetKey(["registry", "funds"])


def raw_key(file_type: FileType) -> dg.AssetKey:
    """The files of one type."""
    return dg.AssetKey(["raw", file_type.slug])


def archive_key(file_type: FileType) -> dg.AssetKey:
    """The files of one type where people look for them."""
    return dg.AssetKey(["archive", file_type.slug])


def positions_key(table: str) -> dg.AssetKey:
    """One canonical table."""
    return dg.AssetKey(["positions", table])


def table_key(qualified_name: str) -> dg.AssetKey:
    """One table of the warehouse: `pos.pos_cota` is `pos/pos_cota`."""
    return dg.AssetKey(qualified_name.split("."))


def access_key(table: str) -> dg.AssetKey:
    """One table of the Access file, by its name without accents: `access/Renda_Variavel_Qore`."""
    return dg.AssetKey(["access", unaccented(table)])


def migrated_key(table: str) -> dg.AssetKey:
    """One table of the old Access database."""
    return dg.AssetKey(["migration", table.lower()])


RAW = tuple(raw_key(file_type) for file_type in FileType)
POSITIONS = tuple(positions_key(table) for table in POSITION_TABLES)
SINK = tuple(table_key(name) for name in SINK_TABLES)
ACCESS = tuple(access_key(name) for name in ACCESS_TABLES)
MIGRATED = tuple(migrated_key(source.table) for source in SOURCES)
