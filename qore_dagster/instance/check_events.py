"""Check results of many partitions, written as one batch.

Belongs here: one function. Dagster's public ways either give every partition the same result (`AssetCheckResult`) or
write the results one by one (`context.log_event`), each with its own round trips and commit: seconds of a day of 34
funds. Events that carry batch metadata go to the event log together; only `DagsterEvent.from_step`, which is private,
takes it. `AssetCheckEvaluationTargetMaterializationData` is private too, and without it the pages of a check leave the
partition out; and so is `dagster_shared.record.replace`, the one way to put it into an evaluation.
`qore_dagster_tests/instance/test_check_events.py` and `ui/test_checks.py` read the results back and fail when Dagster
changes either; the way back is `context.log_event(evaluation)`.
"""

from collections.abc import Iterator, Sequence

import dagster as dg
from dagster._core.definitions.asset_checks.asset_check_evaluation import AssetCheckEvaluationTargetMaterializationData
from dagster._core.events import DagsterEvent
from dagster_shared.record import replace

from qore_dagster.instance.event_batch import in_one_batch

_PAGE = 1000  # events


def log_check_evaluations(
    context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext, evaluations: Sequence[dg.AssetCheckEvaluation]
) -> Iterator[DagsterEvent]:
    """Log the evaluations as one batch, each as one of its partition's latest materialization.

    To be called when the outputs have been yielded; the step yields what this yields.
    """
    step = context.get_step_execution_context()
    targets = {
        asset: _latest(context.instance, asset, {e.partition or "" for e in evaluations if e.asset_key == asset})
        for asset in {evaluation.asset_key for evaluation in evaluations}
    }
    for evaluation, batch in zip(evaluations, in_one_batch(len(evaluations)), strict=True):
        target = targets[evaluation.asset_key].get(evaluation.partition or "")
        yield DagsterEvent.from_step(
            event_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION,
            step_context=step,
            event_specific_data=replace(evaluation, target_materialization_data=target),
            message=f"Check {evaluation.check_name} of {evaluation.partition} "
            f"{'passed' if evaluation.passed else 'did not pass'}.",
            batch_metadata=batch,
        )


def _latest(
    instance: dg.DagsterInstance, asset: dg.AssetKey, partitions: set[str]
) -> dict[str, AssetCheckEvaluationTargetMaterializationData]:
    """The last materialization of each partition that has one."""
    found: dict[str, AssetCheckEvaluationTargetMaterializationData] = {}
    cursor: str | None = None
    while len(found) < len(partitions):
        wanted = dg.AssetRecordsFilter(asset_key=asset, asset_partitions=sorted(partitions - set(found)))
        page = instance.fetch_materializations(wanted, limit=_PAGE, cursor=cursor)
        for record in page.records:
            if record.partition_key is not None and record.partition_key not in found:
                found[record.partition_key] = AssetCheckEvaluationTargetMaterializationData(
                    run_id=record.run_id, storage_id=record.storage_id, timestamp=record.timestamp
                )
        if not page.has_more:
            break
        cursor = page.cursor
    return found
