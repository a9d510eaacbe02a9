"""Slices of the Access file: a fund's day over all tables, written at once or not at all.

Belongs here: when the load happens, and which partitions of a table's asset are materialized. Does not: the file
(`access.database`), or how rows come about (`assets.access`).
"""

from typing import TYPE_CHECKING

import dagster as dg

from qore_dagster.io_managers.narrowing import narrow
from qore_dagster.io_managers.sink_load import SinkLoad
from qore_dagster.partitions import keys_of
from qore_dagster.resources import AccessResource

if TYPE_CHECKING:
    import pandas as pd


class AccessSliceIOManager(dg.ConfigurableIOManager):
    """Writes and reads slices of the tables of the Access file."""

    access: AccessResource

    def handle_output(self, context: dg.OutputContext, obj: SinkLoad) -> None:
        """Load all tables with the first output that comes by, and narrow each to the fund-days that are in."""
        narrow(context, obj.loaded(self.access.load).good)

    def load_input(self, context: dg.InputContext) -> "pd.DataFrame":
        """The rows of the requested fund-days, numbers as `Decimal`."""
        return self.access.open().read(context.asset_key.path[-1], keys_of(context.asset_partition_keys))
