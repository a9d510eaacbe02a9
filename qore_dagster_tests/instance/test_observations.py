"""Observations that were written as one batch are read back one by one, each with its partition and metadata."""

from collections.abc import Sequence

import dagster as dg

from qore_dagster_tests.instance.conftest import OpenInstance
from qore_dagster_tests.instance.small_day import DATES, FUNDS, WHOLE, job

ASSET = dg.AssetKey("cash")
PARTITIONS = [f"{date}|{fund}" for date in DATES for fund in FUNDS]


def test_those_of_a_step(database_uri: str, open_instance: OpenInstance) -> None:
    with open_instance(database_uri) as instance:
        run_id = dg.execute_job(job("in_process"), instance, tags=WHOLE, raise_on_error=False).run_id
        records = instance.fetch_observations(ASSET, limit=100, ascending=True).records

    assert [(record.run_id, record.partition_key) for record in records] == [(run_id, key) for key in PARTITIONS]
    assert_seen_and_in_one_stretch(records)


def assert_seen_and_in_one_stretch(records: Sequence[dg.EventLogRecord]) -> None:
    """Each has its own metadata; nothing stands between them in the event log."""
    for record in records:
        assert record.asset_observation is not None
        assert record.asset_observation.metadata["seen"].value == record.partition_key
    first = records[0].storage_id
    assert [record.storage_id for record in records] == list(range(first, first + len(records)))
