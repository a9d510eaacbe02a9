"""`raw/*`: the portal's files, one asset a file type, one partition a fund and day.

Belongs here: what Dagster shows of them. Does not: how they are fetched (`intake.fetch`).
Concept: dagster.io, "Defining assets".
"""

from collections.abc import Iterator

import dagster as dg

from qore_dagster.assets.keys import raw_key
from qore_dagster.assets.outcome import observe, raise_for
from qore_dagster.instance.partition_metadata import add_partition_metadata
from qore_dagster.intake.fetch import Intake, RawFile, fetch
from qore_dagster.model.file_type import FileType
from qore_dagster.partitions import keys_of
from qore_dagster.resources import SESSION_TAG, QoreResource, RawStoreResource, WarehouseResource

REQUEST_TAG = "qore/request"
_KINDS = {
    FileType.XML_5_0: {"xml"},
    FileType.XML_4_01: {"xml"},
    FileType.CARTEIRA_EXCEL: {"excel"},
    FileType.CARTEIRA_PDF: {"file"},
}
_DESCRIPTION = {
    FileType.XML_5_0: "Portfolio as ANBIMA 5.0 (ISO 20022 semt.003.001.04): the first source of the positions.",
    FileType.XML_4_01: "Portfolio as ANBIMA 4.01.",
    FileType.CARTEIRA_EXCEL: "Portfolio as an Excel workbook.",
    FileType.CARTEIRA_PDF: "Portfolio as a PDF, for people.",
}


def raw_asset(file_type: FileType, partitions_def: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """The asset of one file type."""

    @dg.asset(
        key=raw_key(file_type),
        description=_DESCRIPTION[file_type],
        partitions_def=partitions_def,
        backfill_policy=dg.BackfillPolicy.single_run(),
        io_manager_key="raw_files",
        group_name="raw",
        kinds=_KINDS[file_type],
        owners=["team:backoffice"],
        output_required=True,
    )
    def files(
        context: dg.AssetExecutionContext, qore: QoreResource, raw_store: RawStoreResource, warehouse: WarehouseResource
    ) -> Iterator[object]:
        keys = keys_of(context.partition_keys)
        tags = context.run.tags
        with qore.session(tags.get(SESSION_TAG, context.run.run_id)) as portal, warehouse.ledger() as ledger:
            intake = Intake(portal, raw_store.open(), ledger, warehouse.funds(), context.run.run_id)
            batch = fetch(intake, keys, file_type, request=tags.get(REQUEST_TAG))
        add_partition_metadata(
            context,
            {(context.asset_key, key): _metadata(good.value, good.version) for key, good in batch.good.items()},
        )
        yield from observe(context, [context.asset_key], batch)
        yield dg.Output(batch)
        raise_for(batch.failed, what=f"baixar {file_type.label}")

    return files


def _metadata(file: RawFile, version: int) -> dict[str, object]:
    return {
        "arquivo": file.name,
        "bytes": file.size,
        "sha256": file.sha256,
        "guid_portal": file.guid or "",
        "versao": version,
        "local": file.locator,
        "baixado_nesta_execucao": file.fetched,
    }


def raw_assets(partitions_def: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """The assets of all file types, in the order in which they should be fetched: the positions' source first."""
    return [raw_asset(file_type, partitions_def) for file_type in FileType]
