"""`access/*`: the tables of the Access file, loaded by one step; there only where the settings name such a file.

Belongs here: what Dagster shows of the tables. Does not: columns and routing (`access.tables`), from positions to load
units (`intake.loading`), the file (`access.database`).

The step needs the positions and not PostgreSQL's step, whose data it never keeps waiting or spoils.
"""

from collections.abc import Iterator

import dagster as dg

from qore_dagster.access.columns import AccessTable, unaccented
from qore_dagster.access.tables import DATA_TABLES, SINK
from qore_dagster.assets.batch_type import BATCH
from qore_dagster.assets.column_lineage import access_lineage
from qore_dagster.assets.column_schema import access_schema
from qore_dagster.assets.keys import ACCESS, access_key, positions_key
from qore_dagster.assets.outcome import observe, raise_for, version_metadata
from qore_dagster.instance.partition_metadata import add_partition_metadata
from qore_dagster.intake.access_held import held_by
from qore_dagster.intake.loading import load_units
from qore_dagster.intake.positions import POSITION_TABLES
from qore_dagster.io_managers import SinkLoad
from qore_dagster.model.batch import Batch
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.resources import AccessResource, WarehouseResource
from qore_dagster.warehouse.load_unit import LoadUnit

_AFTER_POSTGRES = {"dagster/priority": "-1"}


def access_asset(partitions_def: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """One step whose outputs are the tables: each is an asset with partitions and lineage of its own."""

    @dg.multi_asset(
        name="access",
        outs={unaccented(name): _out(table) for name, table in DATA_TABLES.items()},
        ins={table: dg.AssetIn(key=positions_key(table), dagster_type=BATCH) for table in POSITION_TABLES},
        partitions_def=partitions_def,
        backfill_policy=dg.BackfillPolicy.single_run(),
        op_tags=_AFTER_POSTGRES,
    )
    def access_tables(
        context: dg.AssetExecutionContext,
        warehouse: WarehouseResource,
        access: AccessResource,
        **tables: Batch[list[Row]],
    ) -> Iterator[object]:
        run_id = context.run.run_id
        with warehouse.ledger() as ledger:
            units = load_units(tables, warehouse.funds(), ledger, run_id=run_id)
        load = SinkLoad(units)
        add_partition_metadata(context, dict(_metadata(units)))
        for name in DATA_TABLES:
            yield dg.Output(load, output_name=unaccented(name))
        result = load.loaded(access.load)
        with warehouse.ledger() as ledger:
            ledger.record_outcome(run_id, SINK, result, dict.fromkeys(result.good, str(access.path)))
        database = access.open()
        there = held_by(database, result.missing)  # rows of an earlier load: not absent
        empty = {key: why for key, why in result.missing.items() if key not in there}
        if warning := database.warning():
            context.log.warning(warning)
        yield from observe(context, ACCESS, Batch[int](failed=result.failed, missing=empty))
        new = set(units.good) - set(result.good)
        raise_for({key: fault for key, fault in result.failed.items() if key in new}, what="carregar no Access")

    return access_tables


def _metadata(units: Batch[LoadUnit]) -> Iterator[tuple[tuple[dg.AssetKey, FundDay], dict[str, object]]]:
    for key, good in units.good.items():
        for name in DATA_TABLES:
            yield (access_key(name), key), version_metadata(good.version)


def _out(table: AccessTable) -> dg.AssetOut:
    return dg.AssetOut(
        key=access_key(table.name),
        description=f"One row: {table.grain}.",
        io_manager_key="access_slices",
        metadata={
            "dagster/column_schema": access_schema(table),
            "dagster/column_lineage": access_lineage(table),
            "dagster/table_name": table.name,
        },
        group_name="access",
        kinds={"msaccess", "table"},
        owners=["team:backoffice"],
    )
