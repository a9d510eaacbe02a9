"""Observations of many partitions, written as one batch.

Belongs here: two functions, one for a step and one for what no run was made for. Dagster's public ways
(`context.log_event`, `instance.report_runless_asset_event`) write one by one, each with its own round trips and commit:
minutes for a range whose files are not there, on every asset. Events that carry batch metadata go to the event log
together; `DagsterEvent.asset_observation`, `DagsterInstance.report_dagster_event` and the run id of events without a
run are private. `qore_dagster_tests/instance/test_observations.py` reads them back and fails when Dagster changes any;
the way back are the public ways.
"""

from collections.abc import Iterator, Sequence
from uuid import uuid4

import dagster as dg
from dagster._core.events import AssetObservationData, DagsterEvent, DagsterEventBatchMetadata
from dagster._core.instance.utils import RUNLESS_JOB_NAME, RUNLESS_RUN_ID


def log_observations(
    context: dg.AssetExecutionContext, observations: Sequence[dg.AssetObservation]
) -> Iterator[DagsterEvent]:
    """Log a step's observations; the step yields what this yields."""
    step = context.get_step_execution_context()
    for observation, batch in zip(observations, in_one_batch(len(observations)), strict=True):
        yield DagsterEvent.asset_observation(step, observation, batch)


def report_observations(instance: dg.DagsterInstance, observations: Sequence[dg.AssetObservation]) -> None:
    """Report observations that no run made."""
    for observation, batch in zip(observations, in_one_batch(len(observations)), strict=True):
        event = DagsterEvent(
            dg.DagsterEventType.ASSET_OBSERVATION.value,
            job_name=RUNLESS_JOB_NAME,
            event_specific_data=AssetObservationData(observation),
        )
        instance.report_dagster_event(event, run_id=RUNLESS_RUN_ID, batch_metadata=batch)


def in_one_batch(size: int) -> Iterator[DagsterEventBatchMetadata]:
    """What each of some events carries, so that they are written together."""
    name = uuid4().hex
    return (DagsterEventBatchMetadata(name, is_end=i == size) for i in range(1, size + 1))
