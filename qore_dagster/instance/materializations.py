"""Materializations that no run made, written as one batch.

Belongs here: one function. Dagster's public way, `instance.report_runless_asset_event`, writes one by one (see
`observations`, which says what is private here). `qore_dagster_tests/instance/test_materializations.py` reads them back
and compares with the public way, which is the way back.
"""

from collections.abc import Sequence

import dagster as dg
from dagster._core.events import DagsterEvent, StepMaterializationData
from dagster._core.instance.utils import RUNLESS_JOB_NAME, RUNLESS_RUN_ID

from qore_dagster.instance.observations import in_one_batch


def report_materializations(instance: dg.DagsterInstance, materializations: Sequence[dg.AssetMaterialization]) -> None:
    """Report materializations that no run made."""
    for materialization, batch in zip(materializations, in_one_batch(len(materializations)), strict=True):
        event = DagsterEvent(
            dg.DagsterEventType.ASSET_MATERIALIZATION.value,
            job_name=RUNLESS_JOB_NAME,
            event_specific_data=StepMaterializationData(materialization),
        )
        instance.report_dagster_event(event, run_id=RUNLESS_RUN_ID, batch_metadata=batch)
