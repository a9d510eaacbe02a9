"""`archive/*`: the raw files where people look for them, one asset a file type that has a destination.

Belongs here: what Dagster shows of them. Does not: names, folders and writing (`archive`), what a step does
(`intake.archiving`).
"""

from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from qore_dagster.archive.destinations import Destination
from qore_dagster.assets.batch_type import BATCH
from qore_dagster.assets.keys import archive_key, raw_key
from qore_dagster.assets.outcome import observe, raise_for
from qore_dagster.instance.partition_metadata import add_partition_metadata
from qore_dagster.intake.archiving import Archived, Archivist
from qore_dagster.intake.fetch import RawFile
from qore_dagster.model.batch import Batch
from qore_dagster.model.file_type import FileType
from qore_dagster.resources import RawStoreResource, WarehouseResource

_AFTER_THE_LOAD = {"dagster/priority": "-1"}
"""A step of the archive waits while one that leads to the database could start."""


def archive_asset(
    file_type: FileType, destinations: Sequence[Destination], partitions_def: dg.PartitionsDefinition
) -> dg.AssetsDefinition:
    """The asset of one file type."""

    @dg.asset(
        key=archive_key(file_type),
        description=f"{file_type.label} in the folders where people look for it (QORE_ARCHIVE…).",
        ins={"files": dg.AssetIn(key=raw_key(file_type), dagster_type=BATCH)},
        partitions_def=partitions_def,
        backfill_policy=dg.BackfillPolicy.single_run(),
        io_manager_key="archived_files",
        group_name="archive",
        kinds={"file"},
        owners=["team:backoffice"],
        op_tags=_AFTER_THE_LOAD,
        output_required=True,
    )
    def archived(
        context: dg.AssetExecutionContext,
        files: Batch[RawFile],
        raw_store: RawStoreResource,
        warehouse: WarehouseResource,
    ) -> Iterator[object]:
        with warehouse.ledger() as ledger:
            before = ledger.latest_outcomes(context.asset_key.to_user_string(), list(files.good))
        newest = {key: good.version for key, good in before.good.items()}
        archivist = Archivist(raw_store.open(), warehouse.funds(), file_type, destinations)
        batch = archivist.archive(files, newest)
        add_partition_metadata(
            context,
            {(context.asset_key, key): _metadata(good.value, good.version) for key, good in batch.good.items()},
        )
        yield from observe(context, [context.asset_key], batch)
        yield dg.Output(batch)
        new = {key: fault for key, fault in batch.failed.items() if key not in files.failed}
        raise_for(new, what=f"arquivar {file_type.label}")

    return archived


def archive_assets(
    destinations: Mapping[FileType, Sequence[Destination]], partitions_def: dg.PartitionsDefinition
) -> list[dg.AssetsDefinition]:
    """The assets of the types that have a destination; none where the archive is off."""
    return [archive_asset(file_type, places, partitions_def) for file_type, places in destinations.items()]


def _metadata(archived: Archived, version: int) -> dict[str, object]:
    first, *others = archived.copies
    return {
        "local": dg.MetadataValue.path(str(first.path)),
        **{f"copia_{n}": dg.MetadataValue.path(str(copy.path)) for n, copy in enumerate(others, start=1)},
        "arquivo": archived.file.name,
        "sha256": archived.file.sha256,
        "versao": version,
        "sufixo": f"({first.version})" if first.version else "",
        "gravado_nesta_execucao": any(copy.written for copy in archived.copies),
    }
