"""Runs whose process is gone are failed; others are left alone."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml
from dagster._core.storage.tags import GRPC_INFO_TAG

from qore_dagster.instance.dead_runs import HOST_TAG, PID_TAG, STARTED_TAG, fail_dead_runs, run_tags
from qore_dagster_tests.instance.conftest import OpenInstance

SAY_TAGS = """
import json
from qore_dagster.instance.dead_runs import run_tags
print(json.dumps(run_tags()), flush=True)
input()
"""


@dg.job
def nothing() -> None:
    """A job to have runs of."""


@pytest.fixture
def instance(database_uri: str, open_instance: OpenInstance) -> Iterator[dg.DagsterInstance]:
    """An instance on a database of its own."""
    with open_instance(database_uri) as opened:
        yield opened


def started(instance: dg.DagsterInstance, tags: dict[str, str], repeats: str | None = None) -> str:
    """A run that is being executed, as far as the instance knows."""
    return instance.create_run_for_job(
        nothing, tags=tags, status=dg.DagsterRunStatus.STARTED, root_run_id=repeats, parent_run_id=repeats
    ).run_id


def status(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    """The run's state."""
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


def tags_of_killed_process() -> dict[str, str]:
    """What a process said that was then killed."""
    with subprocess.Popen([sys.executable, "-c", SAY_TAGS], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        tags: dict[str, str] = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    return tags


def test_a_run_whose_process_was_killed_is_failed_with_the_reason(instance: dg.DagsterInstance) -> None:
    tags = tags_of_killed_process()
    run_id = started(instance, tags)
    instance.event_log_storage.set_concurrency_slots("portal", 1)
    instance.event_log_storage.claim_concurrency_slot("portal", run_id, "a-step")
    assert fail_dead_runs(instance) == [run_id]
    assert status(instance, run_id) == dg.DagsterRunStatus.FAILURE
    (failure,) = instance.all_logs(run_id, dg.DagsterEventType.RUN_FAILURE)
    assert f"processo {tags[PID_TAG]} de {tags[HOST_TAG]}" in str(failure.get_dagster_event().message)
    assert instance.event_log_storage.get_concurrency_info("portal").active_slot_count == 0
    assert fail_dead_runs(instance) == []


def test_a_process_number_that_was_given_again_does_not_keep_a_run_alive(instance: dg.DagsterInstance) -> None:
    run_id = started(instance, run_tags() | {STARTED_TAG: "1000000000.000"})
    assert fail_dead_runs(instance) == [run_id]


@pytest.mark.parametrize(
    "tags",
    [
        pytest.param(run_tags(), id="alive"),
        pytest.param({HOST_TAG: "another-host", PID_TAG: "1", STARTED_TAG: "1.0"}, id="another host"),
        pytest.param({STARTED_TAG: "1.0", GRPC_INFO_TAG: "{}"}, id="launched by the daemon"),
        pytest.param({}, id="somebody else's"),
    ],
)
def test_other_runs_are_left_alone(instance: dg.DagsterInstance, tags: dict[str, str]) -> None:
    if GRPC_INFO_TAG in tags:
        tags = run_tags() | tags
    run_id = started(instance, tags)
    assert fail_dead_runs(instance) == []
    assert status(instance, run_id) == dg.DagsterRunStatus.STARTED


def test_a_run_that_repeats_a_dead_one_has_its_tags_and_is_left_alone(instance: dg.DagsterInstance) -> None:
    dead = started(instance, run_tags() | {STARTED_TAG: "1.0"})
    repeated = started(instance, run_tags() | {STARTED_TAG: "1.0"}, repeats=dead)
    assert fail_dead_runs(instance) == [dead]
    assert status(instance, repeated) == dg.DagsterRunStatus.STARTED


def test_dagsters_timeline_knows_whose_run_it_is() -> None:
    """The timeline shows a run under the location of this tag; without it, `qore run` is not there."""
    workspace = yaml.safe_load((Path(__file__).parents[2] / "workspace.yaml").read_text(encoding="utf-8"))
    (location,) = workspace["load_from"]
    assert run_tags()[".dagster/repository"] == f"__repository__@{location['python_module']['location_name']}"
