"""What Dagster shows of `access/*` once `qore access rebuild` has brought the file to what PostgreSQL holds.

Belongs here: those events. Does not: the rebuild (`intake.access_rebuild`), the step of a run (`access`).

They belong to no run: a rebuild reads neither files nor positions, so that no step of the day's graph could make it,
and it may span years. A partition is told of that was written, or is in the file while Dagster shows otherwise.
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from qore_dagster.assets.keys import ACCESS
from qore_dagster.assets.outcome import failure, version_metadata
from qore_dagster.assets.shown import last_shown
from qore_dagster.instance.runless_events import report_materializations, report_observations
from qore_dagster.intake.access_rebuild import Rebuilt
from qore_dagster.model.fund_day import FundDay

_ORIGIN = {"origem": "refeito a partir do PostgreSQL (`qore access rebuild`)"}
_AT_ONCE = 500  # partitions of all assets in one batch


def tell_rebuilt(instance: dg.DagsterInstance, partitions: dg.PartitionsDefinition, rebuilt: Rebuilt) -> None:
    """Tell the event log.

    Args:
        instance: whose event log is told.
        partitions: those of the assets.
        rebuilt: what became of each fund-day.
    """
    for keys in _chunks(rebuilt.written()):
        report_materializations(instance, [_made(asset, key, rebuilt) for asset in ACCESS for key in keys])
    for keys in _chunks(rebuilt.equal()):
        shown = last_shown(instance, keys, ACCESS)
        green = {asset: _materialized(instance, partitions, asset, keys) for asset in ACCESS}
        wrong = [
            (asset, key)
            for asset in ACCESS
            for key in keys
            if key not in green[asset] or shown[asset, key].version != rebuilt.batch.good[key].version
        ]
        report_materializations(instance, [_made(asset, key, rebuilt) for asset, key in wrong])
    for keys in _chunks(sorted(rebuilt.batch.failed)):
        told = [failure(asset, key, rebuilt.batch.failed[key]) for asset in ACCESS for key in keys]
        report_observations(instance, told)


def _made(asset: dg.AssetKey, key: FundDay, rebuilt: Rebuilt) -> dg.AssetMaterialization:
    metadata = {**version_metadata(rebuilt.batch.good[key].version), **_ORIGIN}
    return dg.AssetMaterialization(asset, partition=str(key), metadata=metadata)


def _materialized(
    instance: dg.DagsterInstance, partitions: dg.PartitionsDefinition, asset: dg.AssetKey, keys: Sequence[FundDay]
) -> set[FundDay]:
    shown = instance.get_status_by_partition(asset, [str(key) for key in keys], partitions) or {}
    return {key for key in keys if (now := shown.get(str(key))) is not None and now.value == "MATERIALIZED"}


def _chunks(keys: Sequence[FundDay]) -> Iterator[Sequence[FundDay]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
