"""Materializations that were written as one batch are read back one by one, and are what the public way writes."""

import dagster as dg

from qore_dagster.instance.materializations import report_materializations
from qore_dagster_tests.instance.conftest import OpenInstance
from qore_dagster_tests.instance.small_day import DATES, FUNDS

ASSET = dg.AssetKey("cash")
PARTITIONS = [f"{date}|{fund}" for date in DATES for fund in FUNDS]


def test_those_of_no_run(database_uri: str, open_instance: OpenInstance) -> None:
    told = [dg.AssetMaterialization(ASSET, partition=key, metadata={"seen": key}) for key in PARTITIONS]
    with open_instance(database_uri) as instance:
        report_materializations(instance, told)
        report_materializations(instance, [])
        instance.report_runless_asset_event(told[0])
        *records, by_itself = instance.fetch_materializations(ASSET, limit=100, ascending=True).records
        assert instance.get_materialized_partitions(ASSET) == set(PARTITIONS)

    assert [record.partition_key for record in records] == PARTITIONS
    for record in records:
        assert record.asset_materialization is not None
        assert record.asset_materialization.metadata["seen"].value == record.partition_key
    first, alone = records[0].event_log_entry, by_itself.event_log_entry
    assert first._replace(timestamp=0) == alone._replace(timestamp=0)
    assert [record.storage_id for record in records] == list(range(records[0].storage_id, by_itself.storage_id))
