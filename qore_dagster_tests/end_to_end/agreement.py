"""Whether Dagster and the ledger tell the same story.

Belongs here: reading both sides, and comparing them. Does not: any test.
"""

import dagster as dg

from qore_dagster.assets.keys import POSITIONS, SINK, raw_key
from qore_dagster.instance.unfinished import UNFINISHED
from qore_dagster.model.file_type import FileType
from qore_dagster_tests.end_to_end.platform import Platform

Versions = dict[str, int]
"""Version by partition key."""


def materializations(instance: dg.DagsterInstance, asset: dg.AssetKey) -> list[tuple[str, int]]:
    """Partition and version of every materialization of an asset, the oldest first."""
    found: list[tuple[str, int]] = []
    for record in instance.fetch_materializations(asset, limit=5000, ascending=True).records:
        event = record.asset_materialization
        assert event is not None
        assert event.partition, "a materialization without a partition"
        version = event.metadata["versao"].value
        assert isinstance(version, int)
        found.append((event.partition, version))
    return found


def shown(instance: dg.DagsterInstance, asset: dg.AssetKey) -> Versions:
    """The version that Dagster shows of each partition: that of its last materialization."""
    return dict(materializations(instance, asset))


def received(built: Platform, file_type: FileType) -> Versions:
    """The current version of each file, as the ledger has it."""
    rows = built.rows(
        "SELECT date || '|' || fund, max(version) FROM ctl.file_version WHERE type = %s GROUP BY 1", file_type.value
    )
    return dict(rows)


def loaded(built: Platform) -> Versions:
    """The version that the warehouse holds of each fund-day, as the ledger has it."""
    return dict(built.rows("SELECT date || '|' || fund, version FROM ctl.slice_load"))


def assert_dagster_agrees(built: Platform) -> None:
    """Every asset's partitions show the ledger's versions, and no run is left unfinished."""
    with built.instance() as instance:
        for file_type in FileType:
            assert shown(instance, raw_key(file_type)) == received(built, file_type), file_type
        for asset in (*POSITIONS, *SINK):
            assert shown(instance, asset) == loaded(built), asset
        assert instance.get_runs(dg.RunsFilter(statuses=UNFINISHED)) == []
