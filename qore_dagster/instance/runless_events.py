"""Events of partitions that no run was made for, written as one batch.

Belongs here: what is absent, and what was made beside Dagster. Does not: what a step tells (`observations`).

Dagster's public way, `instance.report_runless_asset_event`, writes one by one: minutes for a range whose files are not
there, on every asset. `DagsterInstance.report_dagster_event`, the data of both events, and job and run of events
without a run are private. `qore_dagster_tests/instance/test_runless_events.py` compares with the public way, which is
the way back.
"""

from collections.abc import Sequence

import dagster as dg
from dagster._core.events import AssetObservationData, DagsterEvent, StepMaterializationData
from dagster._core.instance.utils import RUNLESS_JOB_NAME, RUNLESS_RUN_ID

from qore_dagster.instance.event_batch import in_one_batch


def report_observations(instance: dg.DagsterInstance, observations: Sequence[dg.AssetObservation]) -> None:
    """Report observations that no run made."""
    _report(instance, dg.DagsterEventType.ASSET_OBSERVATION, list(map(AssetObservationData, observations)))


def report_materializations(instance: dg.DagsterInstance, materializations: Sequence[dg.AssetMaterialization]) -> None:
    """Report materializations that no run made."""
    _report(instance, dg.DagsterEventType.ASSET_MATERIALIZATION, list(map(StepMaterializationData, materializations)))


def _report(
    instance: dg.DagsterInstance,
    kind: dg.DagsterEventType,
    told: Sequence[AssetObservationData | StepMaterializationData],
) -> None:
    for data, batch in zip(told, in_one_batch(len(told)), strict=True):
        event = DagsterEvent(kind.value, job_name=RUNLESS_JOB_NAME, event_specific_data=data)
        instance.report_dagster_event(event, run_id=RUNLESS_RUN_ID, batch_metadata=batch)
