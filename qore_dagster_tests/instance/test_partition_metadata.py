"""Metadata that was given for many partitions at once stands on each partition's own materialization."""

from collections.abc import Iterator

import dagster as dg

from qore_dagster.instance.partition_metadata import add_partition_metadata
from qore_dagster.model.fund_day import FundDay

DAYS = ["2026-01-06", "2026-01-07"]
FUNDS = ["acacia", "baobab"]
days = dg.MultiPartitionsDefinition(
    {"date": dg.StaticPartitionsDefinition(DAYS), "fund": dg.StaticPartitionsDefinition(FUNDS)}
)
KEYS = [FundDay.parse(f"{day}|{fund}") for day in DAYS for fund in FUNDS]
WHOLE = {
    "dagster/asset_partition_range_start": str(KEYS[0]),
    "dagster/asset_partition_range_end": str(KEYS[-1]),
}


@dg.multi_asset(
    outs={"portfolio": dg.AssetOut(), "cash": dg.AssetOut()},
    partitions_def=days,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def tables(context: dg.AssetExecutionContext) -> Iterator[dg.Output[None]]:
    """Both ways after one another: ours leaves what Dagster's own has put there."""
    context.add_asset_metadata({"own": 1}, asset_key="cash", partition_key=str(KEYS[0]))
    of_portfolio = {(dg.AssetKey("portfolio"), key): {"rows": n, "said": str(key)} for n, key in enumerate(KEYS)}
    add_partition_metadata(context, of_portfolio)
    add_partition_metadata(context, {(dg.AssetKey("cash"), key): {"rows": 100 + n} for n, key in enumerate(KEYS[1:])})
    yield dg.Output(None, output_name="portfolio")
    yield dg.Output(None, output_name="cash")


def test_each_partition_has_its_own_metadata_and_no_other() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        dg.materialize([tables], instance=instance, tags=WHOLE, resources={"io_manager": dg.mem_io_manager})
        shown = {
            (asset, record.partition_key): {name: held.value for name, held in event.metadata.items()}
            for asset in ("portfolio", "cash")
            for record in instance.fetch_materializations(dg.AssetKey(asset), limit=100).records
            if (event := record.asset_materialization) is not None
        }
    assert shown == {
        **{("portfolio", str(key)): {"rows": n, "said": str(key)} for n, key in enumerate(KEYS)},
        **{("cash", str(key)): {"rows": 100 + n} for n, key in enumerate(KEYS[1:])},
        ("cash", str(KEYS[0])): {"own": 1},
    }
