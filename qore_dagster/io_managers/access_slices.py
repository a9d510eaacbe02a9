"""Slices of the Access file: a fund's day over all tables, written at once or not at all.

Belongs here: when the load happens, and which partitions of a table's asset are materialized. Does not: the file
(`access.database`), or how rows come about (`assets.access`).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dagster as dg

from qore_dagster.io_managers.narrowing import narrow
from qore_dagster.model.batch import Batch
from qore_dagster.partitions import keys_of
from qore_dagster.resources import AccessResource
from qore_dagster.warehouse.load_unit import LoadUnit

if TYPE_CHECKING:
    import pandas as pd


@dataclass(slots=True)
class AccessLoad:
    """What one run has to load into Access; shared by the outputs of all its tables, loaded by the first.

    Attributes:
        units: one per fund-day, over all tables; what failed or is missing before comes along.
        result: what became of each fund-day, once loaded.
    """

    units: Batch[LoadUnit]
    result: Batch[int] | None = field(default=None)

    def loaded(self, access: AccessResource) -> Batch[int]:
        """Load on the first call; the outcome of that on every call."""
        if self.result is None:
            self.result = access.open().load(good.value for good in self.units.good.values())
            self.result.failed |= self.units.failed
            self.result.missing |= self.units.missing
        return self.result


class AccessSliceIOManager(dg.ConfigurableIOManager):
    """Writes and reads slices of the tables of the Access file."""

    access: AccessResource

    def handle_output(self, context: dg.OutputContext, obj: AccessLoad) -> None:
        """Load all tables with the first output that comes by, and narrow each to the fund-days that are in."""
        narrow(context, obj.loaded(self.access).good)

    def load_input(self, context: dg.InputContext) -> "pd.DataFrame":
        """The rows of the requested fund-days, numbers as `Decimal`."""
        return self.access.open().read(context.asset_key.path[-1], keys_of(context.asset_partition_keys))
