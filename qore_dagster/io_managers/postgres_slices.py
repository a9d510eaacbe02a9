"""Slices of the PostgreSQL warehouse: a fund's day over all tables, written at once or not at all.

Belongs here: when the load happens, and which partitions of a table's asset are materialized. Does not: SQL
(`warehouse.slices`), or how rows come about (`assets.postgres`).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dagster as dg

from qore_dagster.io_managers.narrowing import narrow
from qore_dagster.model.batch import Batch
from qore_dagster.partitions import keys_of
from qore_dagster.resources import WarehouseResource
from qore_dagster.warehouse import slices

if TYPE_CHECKING:
    import pandas as pd


@dataclass(slots=True)
class SinkLoad:
    """What one run of the sink has to load; shared by the outputs of all its tables, loaded by the first.

    Attributes:
        units: one per fund-day, over all tables; what failed or is missing before comes along.
        result: what became of each fund-day, once loaded.
    """

    units: Batch[slices.LoadUnit]
    result: Batch[int] | None = field(default=None)

    def loaded(self, warehouse: WarehouseResource) -> Batch[int]:
        """Load on the first call; the outcome of that on every call."""
        if self.result is None:
            with warehouse.connect() as connection:
                self.result = slices.load(connection, [good.value for good in self.units.good.values()])
            self.result.failed |= self.units.failed
            self.result.missing |= self.units.missing
        return self.result


class PostgresSliceIOManager(dg.ConfigurableIOManager):
    """Writes and reads slices of the tables; the asset key `pos/pos_cota` is the table `pos.pos_cota`."""

    warehouse: WarehouseResource

    def handle_output(self, context: dg.OutputContext, obj: SinkLoad) -> None:
        """Load all tables with the first output that comes by, and narrow each to the fund-days that are in."""
        narrow(context, obj.loaded(self.warehouse).good)

    def load_input(self, context: dg.InputContext) -> "pd.DataFrame":
        """The rows of the requested fund-days, numbers as `Decimal`."""
        with self.warehouse.connect() as connection:
            return slices.read(connection, ".".join(context.asset_key.path), keys_of(context.asset_partition_keys))
