"""Slices of the PostgreSQL warehouse: a fund's day over all tables, written at once or not at all.

Belongs here: when the load happens, and which partitions of a table's asset are materialized. Does not: SQL
(`warehouse.slices`), or how rows come about (`assets.postgres`).
"""

from typing import TYPE_CHECKING

import dagster as dg

from qore_dagster.io_managers.narrowing import narrow
from qore_dagster.io_managers.sink_load import SinkLoad
from qore_dagster.partitions import keys_of
from qore_dagster.resources import WarehouseResource
from qore_dagster.warehouse import slices

if TYPE_CHECKING:
    import pandas as pd


class PostgresSliceIOManager(dg.ConfigurableIOManager):
    """Writes and reads slices of the tables; the asset key `pos/pos_cota` is the table `pos.pos_cota`."""

    warehouse: WarehouseResource

    def handle_output(self, context: dg.OutputContext, obj: SinkLoad) -> None:
        """Load all tables with the first output that comes by, and narrow each to the fund-days that are in."""
        narrow(context, obj.loaded(self.warehouse.load).good)

    def load_input(self, context: dg.InputContext) -> "pd.DataFrame":
        """The rows of the requested fund-days, numbers as `Decimal`."""
        with self.warehouse.connect() as connection:
            return slices.read(connection, ".".join(context.asset_key.path), keys_of(context.asset_partition_keys))
