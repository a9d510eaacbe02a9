"""Observations that a step makes of many partitions, written as one batch.

Belongs here: one function. Dagster's public way, `context.log_event`, writes one by one;
`DagsterEvent.asset_observation` is private. `qore_dagster_tests/instance/test_observations.py` reads them back and
fails when Dagster changes it; the way back is the public way.
"""

from collections.abc import Iterator, Sequence

import dagster as dg
from dagster._core.events import DagsterEvent

from qore_dagster.instance.event_batch import in_one_batch


def log_observations(
    context: dg.AssetExecutionContext, observations: Sequence[dg.AssetObservation]
) -> Iterator[DagsterEvent]:
    """Log a step's observations; the step yields what this yields."""
    step = context.get_step_execution_context()
    for observation, batch in zip(observations, in_one_batch(len(observations)), strict=True):
        yield DagsterEvent.asset_observation(step, observation, batch)
