"""Raw files between assets: the batch of a step is the ledger's, the bytes lie in the raw store.

Belongs here: which files a downstream step sees, and which partitions of a raw asset are materialized. Does not: how
files are fetched (`intake.fetch`).
"""

import dagster as dg

from qore_dagster.intake.fetch import RawFile
from qore_dagster.io_managers.narrowing import narrow
from qore_dagster.io_managers.never_made import NO_FILE
from qore_dagster.io_managers.same_run import outcome_of_run
from qore_dagster.model.batch import Batch
from qore_dagster.model.file_type import FileType
from qore_dagster.partitions import keys_of
from qore_dagster.resources import WarehouseResource


class RawFileIOManager(dg.ConfigurableIOManager):
    """Hands a `Batch[RawFile]` from a raw asset to the next, through the ledger."""

    warehouse: WarehouseResource

    def handle_output(self, context: dg.OutputContext, obj: Batch[RawFile]) -> None:
        """Write the step's outcome into the ledger and narrow the output to the files that are there."""
        locators = {key: good.value.locator for key, good in obj.good.items()}
        with self.warehouse.ledger() as ledger:
            ledger.record_outcome(context.run_id, context.asset_key.to_user_string(), obj, locators)
        narrow(context, obj.good)

    def load_input(self, context: dg.InputContext) -> Batch[RawFile]:
        """The files of the requested keys: those of this run where it fetched them, else the ledger's current ones.

        What failed or is missing in this run stays so, even where an older file exists.
        """
        keys = keys_of(context.asset_partition_keys)
        file_type = FileType(context.asset_key.path[-1].upper())
        with self.warehouse.ledger() as ledger:
            outcome = outcome_of_run(context, ledger, self.warehouse.run_id)
            pinned = None if outcome is None else {key: good.version for key, good in outcome.good.items()}
            versions = ledger.versions(keys, file_type, pinned=pinned)
        batch: Batch[RawFile] = Batch()
        if outcome is not None:
            batch.failed |= outcome.only(keys).failed
            batch.missing |= outcome.only(keys).missing
        for key in set(keys) - batch.keys():
            version = versions.get(key)
            if version is None:
                batch.miss(key, NO_FILE)
            else:
                file = RawFile(version.locator, version.sha256, version.size, version.name, version.guid)
                batch.succeed(key, file, version.version)
        return batch
