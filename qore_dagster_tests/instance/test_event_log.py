"""Batched writing leaves the same rows as Dagster's own; nothing that was said to be done is lost."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing

import dagster as dg
import psycopg2
import pytest
from dagster._core.events import AssetMaterializationPlannedData

from qore_dagster.instance import event_log
from qore_dagster_tests.instance.conftest import OpenInstance
from qore_dagster_tests.instance.event_dump import differences, dump
from qore_dagster_tests.instance.small_day import DATES, FUNDS, KILL, WHOLE, job

PARTITIONS = {f"{date}|{fund}" for date in DATES for fund in FUNDS}


def execute(instance: dg.DagsterInstance, name: str, **tags: str) -> dg.JobExecutionResult:
    """Execute a job over the whole range."""
    return dg.execute_job(job(name), instance, tags=WHOLE | tags, raise_on_error=False)


def in_other_process(url: str, folder: str, *, kill: str = "") -> subprocess.Popen[bytes]:
    """Execute the job in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "qore_dagster_tests.instance.run_once", url, folder, kill],
        env=os.environ | {"PYTHONHASHSEED": "0"},  # Dagster goes through the partitions of a run in the order of a set
    )


@pytest.mark.parametrize("executor", ["in_process", "multiprocess"])
def test_the_same_run_leaves_the_same_event_log_under_both(
    executor: str, new_database: Callable[[], str], open_instance: OpenInstance, step_server: None
) -> None:
    stock, batched = new_database(), new_database()
    with open_instance(stock, batched=False) as instance:
        assert not execute(instance, executor).success
    with open_instance(batched, batched=True) as instance:
        assert not execute(instance, executor).success
    left = dump(batched)
    assert differences(dump(stock), left) == []
    assert all(left.values())
    kinds = Counter(row[0] for row in left["event_logs"])
    assert kinds["ASSET_MATERIALIZATION"] == 4 * len(PARTITIONS)
    assert kinds["ASSET_CHECK_EVALUATION"] == len(PARTITIONS)


def test_two_runs_at_once_make_the_tables_once_and_lose_nothing(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    both, twice = new_database(), new_database()
    at_once = [in_other_process(both, str(tmp_path_factory.mktemp("home"))) for _ in range(2)]
    assert [started.wait(120) for started in at_once] == [0, 0]
    one_by_one = [in_other_process(twice, str(tmp_path_factory.mktemp("home"))).wait(120) for _ in range(2)]
    assert one_by_one == [0, 0]
    assert differences(dump(twice), dump(both)) == []


def test_the_asset_rows_of_two_batches_are_locked_in_one_order(
    new_database: Callable[[], str], open_instance: OpenInstance
) -> None:
    url = new_database()
    keys = [dg.AssetKey(f"asset_{i:02d}") for i in range(20)]
    failures: list[BaseException] = []

    def write(instance: dg.DagsterInstance, in_order: list[dg.AssetKey]) -> None:
        events = [
            dg.EventLogEntry(
                error_info=None,
                level=10,
                user_message="",
                run_id="a-run",
                timestamp=1.0,
                dagster_event=dg.DagsterEvent.build_asset_materialization_planned_event(
                    "a-job", "a-step", _planned(key)
                ),
            )
            for key in in_order
        ]
        try:
            for _ in range(20):
                instance.event_log_storage.store_event_batch(events)
        except BaseException as error:  # noqa: BLE001 - for the test's own thread to see
            failures.append(error)

    with open_instance(url) as instance:
        writers = [threading.Thread(target=write, args=(instance, order)) for order in (keys, keys[::-1])]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert failures == []
        assert len(dump(url)["event_logs"]) == 2 * 20 * len(keys)


def _planned(key: dg.AssetKey) -> AssetMaterializationPlannedData:
    return AssetMaterializationPlannedData(key, partition="2026-11-19|acacia")


def test_a_batch_is_never_visible_before_an_earlier_one(
    new_database: Callable[[], str], open_instance: OpenInstance
) -> None:
    """Dagster's partition cache reads on from the last id it saw: an earlier id that comes later is never seen."""
    url = new_database()
    with open_instance(url) as instance, closing(psycopg2.connect(url)) as earlier:
        with earlier.cursor() as cursor:  # an earlier batch: it has its ids and is not committed yet
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (event_log._WRITERS_LOCK,))
        later = threading.Thread(target=instance.report_runless_asset_event, args=(dg.AssetMaterialization("raw"),))
        later.start()
        with closing(psycopg2.connect(url)) as watcher, watcher.cursor() as cursor:
            waiting = False
            while not waiting and later.is_alive():
                cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                waiting = cursor.fetchone() == (1,)
            assert waiting
            assert dump(url)["event_logs"] == []
        earlier.commit()
        later.join(30)
        assert len(dump(url)["event_logs"]) == 1


def test_a_killed_step_loses_nothing_that_was_said_to_be_done(
    new_database: Callable[[], str], open_instance: OpenInstance, step_server: None
) -> None:
    url = new_database()
    with open_instance(url) as instance:
        execute(instance, "multiprocess", **{KILL: "loaded"})
        assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.FAILURE]
    _said_is_there(url, finished={"raw", "tables"}, dead="loaded")


def test_a_killed_run_loses_nothing_that_was_said_to_be_done(
    new_database: Callable[[], str], open_instance: OpenInstance, tmp_path_factory: pytest.TempPathFactory
) -> None:
    url = new_database()
    with open_instance(url):
        killed = in_other_process(url, str(tmp_path_factory.mktemp("home")), kill="loaded")
        assert killed.wait(60) == -9
    _said_is_there(url, finished={"raw", "tables"}, dead="loaded")


def _said_is_there(url: str, *, finished: set[str], dead: str) -> None:
    left = dump(url)
    events = [row[:4] for row in left["event_logs"]]
    assert {step for kind, step, *_ in events if kind == "STEP_SUCCESS"} == finished
    for asset in ("raw", "holdings", "cash"):
        said = {
            partition for kind, _, key, partition in events if kind == "ASSET_MATERIALIZATION" and asset in (key or "")
        }
        assert said == PARTITIONS
    assert not [step for kind, step, *_ in events if kind == "ASSET_MATERIALIZATION" and step == dead]
    tagged = {(row[1], row[2]) for row in left["asset_event_tags"] if row[0] == "ASSET_MATERIALIZATION"}
    assert len(tagged) == 3 * len(PARTITIONS)
    assert {row[3] for row in left["asset_check_executions"]} == {"SUCCEEDED", "FAILED"}
