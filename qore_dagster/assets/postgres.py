"""`pos/*`, `cad/*`, `ctl/quarantine`: the tables of the PostgreSQL warehouse, loaded by one step.

Belongs here: what Dagster shows of the tables. Does not: columns and routing (`warehouse.tables`), from positions to
load units (`intake.loading`), SQL (`warehouse.slices`).
"""

from collections.abc import Iterator

import dagster as dg

from qore_dagster.assets.batch_type import BATCH
from qore_dagster.assets.column_lineage import warehouse_lineage
from qore_dagster.assets.column_schema import warehouse_schema
from qore_dagster.assets.keys import SINK, SINK_TABLES, positions_key, table_key
from qore_dagster.assets.outcome import observe, raise_for, version_metadata
from qore_dagster.instance.partition_metadata import add_partition_metadata
from qore_dagster.intake.loading import load_units
from qore_dagster.intake.positions import POSITION_TABLES
from qore_dagster.io_managers import SinkLoad
from qore_dagster.model.batch import Batch
from qore_dagster.model.edition import SOURCES, source_of
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.resources import WarehouseResource
from qore_dagster.warehouse.columns import PositionTable, Register
from qore_dagster.warehouse.load_unit import LoadUnit, rows_by_table
from qore_dagster.warehouse.tables import SINK as SINK_NAME


def postgres_asset(partitions_def: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """One step whose outputs are the tables: each is an asset with partitions and lineage of its own."""

    @dg.multi_asset(
        name="postgres",
        outs={_output(name): _out(name, table) for name, table in SINK_TABLES.items()},
        ins={table: dg.AssetIn(key=positions_key(table), dagster_type=BATCH) for table in POSITION_TABLES},
        partitions_def=partitions_def,
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def postgres(
        context: dg.AssetExecutionContext,
        warehouse: WarehouseResource,
        **tables: Batch[list[Row]],
    ) -> Iterator[object]:
        with warehouse.ledger() as ledger:
            units = load_units(tables, warehouse.funds(), ledger, run_id=context.run.run_id)
        load = SinkLoad(units)
        add_partition_metadata(context, dict(_metadata(units)))
        for name in SINK_TABLES:
            yield dg.Output(load, output_name=_output(name))
        result = load.loaded(warehouse.load)
        new = set(units.good) - set(result.good)
        failed = {key: fault for key, fault in result.failed.items() if key in new}
        with warehouse.ledger() as ledger:
            there = ledger.loaded(result.missing, SINK_NAME)  # rows of an earlier load: not absent
            for source in SOURCES:
                of_source = {k: fault for k, fault in failed.items() if source_of(units.good[k].version)[0] is source}
                ledger.set_status(source, context.run.run_id, Batch[object](failed=of_source))
        empty = {key: why for key, why in result.missing.items() if key not in there}
        yield from observe(context, SINK, Batch[int](failed=result.failed, missing=empty))
        raise_for(failed, what="carregar no PostgreSQL")

    return postgres


def _metadata(units: Batch[LoadUnit]) -> Iterator[tuple[tuple[dg.AssetKey, FundDay], dict[str, object]]]:
    for key, good in units.good.items():
        rows = rows_by_table(good.value)
        for name, table in SINK_TABLES.items():
            counted = {"dagster/partition_row_count": len(rows[table.name])} if table.name in rows else {}
            yield (table_key(name), key), {**version_metadata(good.version), **counted}


def _output(name: str) -> str:
    return name.replace(".", "_")


def _out(name: str, table: PositionTable | Register) -> dg.AssetOut:
    schema, _, _ = name.partition(".")
    return dg.AssetOut(
        key=table_key(name),
        description=f"One row: {table.grain}.",
        io_manager_key="postgres_slices",
        metadata={
            "dagster/column_schema": warehouse_schema(table),
            "dagster/column_lineage": warehouse_lineage(table),
            "dagster/table_name": name,
        },
        group_name=schema,
        kinds={"postgres", "table"},
        owners=["team:backoffice"],
    )
