"""Check results that were written as one batch are read back one by one, each with its partition and metadata."""

import dagster as dg
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus

from qore_dagster.instance import event_log
from qore_dagster_tests.instance.conftest import OpenInstance
from qore_dagster_tests.instance.small_day import DATES, FUNDS, WHOLE, job

CHECK = dg.AssetCheckKey(dg.AssetKey("holdings"), "net_worth")
PARTITIONS = {f"{date}|{fund}" for date in DATES for fund in FUNDS}


def test_each_partition_has_its_own_result(database_uri: str, open_instance: OpenInstance) -> None:
    with open_instance(database_uri) as instance:
        dg.execute_job(job("in_process"), instance, tags=WHOLE, raise_on_error=False)
        records = instance.event_log_storage.get_asset_check_execution_history(CHECK, limit=100)
        latest = instance.event_log_storage.get_latest_asset_check_execution_by_key([CHECK])

    results: dict[str, dg.AssetCheckEvaluation] = {}
    for record in records:
        assert record.event is not None
        assert record.event.dagster_event is not None
        evaluation = record.event.dagster_event.asset_check_evaluation_data
        assert evaluation.partition == record.partition
        results[evaluation.partition or ""] = evaluation
        wanted = "FAILED" if "cedro" in (evaluation.partition or "") else "SUCCEEDED"
        assert (record.status.value, evaluation.passed) == (wanted, wanted == "SUCCEEDED")
    assert len(records) == len(results)
    assert set(results) == PARTITIONS
    assert {str(evaluation.metadata["difference"].value) for evaluation in results.values()} == {"0.01"}
    assert latest[CHECK].status is not AssetCheckExecutionRecordStatus.PLANNED, "the last result is what the UI shows"


def test_they_are_one_batch(database_uri: str, open_instance: OpenInstance) -> None:
    """Nothing stands between them in the event log; one by one, each would come with an event of the logger's own."""
    assert len(PARTITIONS) <= event_log.BATCH_SIZE
    with open_instance(database_uri) as instance:
        run_id = dg.execute_job(job("in_process"), instance, tags=WHOLE, raise_on_error=False).run_id
        page = instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    numbers = [record.storage_id for record in page.records]
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + len(PARTITIONS)))
