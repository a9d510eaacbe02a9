"""Events of no run that were written as one batch are read back one by one, and are what the public way writes."""

from collections.abc import Sequence

import dagster as dg

from qore_dagster.instance.runless_events import report_materializations, report_observations
from qore_dagster_tests.instance.conftest import OpenInstance
from qore_dagster_tests.instance.small_day import DATES, FUNDS

ASSET = dg.AssetKey("cash")
PARTITIONS = [f"{date}|{fund}" for date in DATES for fund in FUNDS]


def seen(event: dg.AssetObservation | dg.AssetMaterialization | None) -> object:
    """The metadata that each event has of its own."""
    assert event is not None
    return event.metadata["seen"].value


def in_one_stretch(records: Sequence[dg.EventLogRecord]) -> bool:
    """Whether nothing stands between them in the event log."""
    first = records[0].storage_id
    return [record.storage_id for record in records] == list(range(first, first + len(records)))


def test_observations(database_uri: str, open_instance: OpenInstance) -> None:
    observations = [dg.AssetObservation(ASSET, partition=key, metadata={"seen": key}) for key in PARTITIONS]
    with open_instance(database_uri) as instance:
        report_observations(instance, observations)
        report_observations(instance, [])
        instance.report_runless_asset_event(observations[0])
        *records, by_itself = instance.fetch_observations(ASSET, limit=100, ascending=True).records

    assert [record.partition_key for record in records] == PARTITIONS
    assert [seen(record.asset_observation) for record in records] == PARTITIONS
    first, alone = records[0].event_log_entry, by_itself.event_log_entry
    assert first._replace(timestamp=0) == alone._replace(timestamp=0)
    assert in_one_stretch([*records, by_itself])


def test_materializations(database_uri: str, open_instance: OpenInstance) -> None:
    told = [dg.AssetMaterialization(ASSET, partition=key, metadata={"seen": key}) for key in PARTITIONS]
    with open_instance(database_uri) as instance:
        report_materializations(instance, told)
        report_materializations(instance, [])
        instance.report_runless_asset_event(told[0])
        *records, by_itself = instance.fetch_materializations(ASSET, limit=100, ascending=True).records
        assert instance.get_materialized_partitions(ASSET) == set(PARTITIONS)

    assert [record.partition_key for record in records] == PARTITIONS
    assert [seen(record.asset_materialization) for record in records] == PARTITIONS
    first, alone = records[0].event_log_entry, by_itself.event_log_entry
    assert first._replace(timestamp=0) == alone._replace(timestamp=0)
    assert in_one_stretch([*records, by_itself])
