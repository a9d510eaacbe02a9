"""Archived files: a step's outcome is the ledger's, the files lie in the archive's folders.

Belongs here: which partitions of an archive asset are materialized. Does not: putting files there (`intake.archiving`).
"""

import dagster as dg

from qore_dagster.intake.archiving import Archived
from qore_dagster.io_managers.narrowing import narrow
from qore_dagster.model.batch import Batch
from qore_dagster.partitions import keys_of
from qore_dagster.resources import WarehouseResource


class ArchivedFileIOManager(dg.ConfigurableIOManager):
    """Keeps a `Batch[Archived]`."""

    warehouse: WarehouseResource

    def handle_output(self, context: dg.OutputContext, obj: Batch[Archived]) -> None:
        """Write the step's outcome into the ledger and narrow the output to the files that are archived."""
        locators = {key: str(good.value.copies[0].path) for key, good in obj.good.items()}
        with self.warehouse.ledger() as ledger:
            ledger.record_outcome(context.run_id, context.asset_key.to_user_string(), obj, locators)
        narrow(context, obj.good)

    def load_input(self, context: dg.InputContext) -> Batch[str]:
        """The path of each requested key's file in its first destination, as archived last."""
        with self.warehouse.ledger() as ledger:
            return ledger.latest_outcomes(context.asset_key.to_user_string(), keys_of(context.asset_partition_keys))
