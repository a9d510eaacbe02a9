"""A run whose code server was killed is marked as failed, and repeated once the server is back."""

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import psutil
import pytest
import yaml
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import GrpcServerTarget
from dagster._daemon.auto_run_reexecution.auto_run_reexecution import consume_new_runs_for_automatic_reexecution
from dagster._daemon.monitoring.run_monitoring import execute_run_monitoring_iteration
from dagster._grpc.client import DagsterGrpcClient

from qore_dagster.instance import launcher
from qore_dagster_tests.instance.waiting_job import waiting
from qore_dagster_tests.isolation import ROOT

LOCATION = "waiting"


@pytest.fixture
def instance(database_uri: str, tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    """An instance as dagster.yaml has it, on a database of its own."""
    config = yaml.safe_load((ROOT / "dagster.yaml").read_text())
    config["storage"]["custom"]["config"] = {"url": database_uri}
    del config["compute_logs"]
    (tmp_path / "dagster.yaml").write_text(yaml.safe_dump(config))
    with dg.DagsterInstance.from_config(str(tmp_path)) as opened:
        yield opened


@contextmanager
def code_server(socket: Path) -> Iterator[psutil.Process]:
    """A code server; it and its run workers are killed in the end."""
    module = "qore_dagster_tests.instance.waiting_job"
    command = [sys.executable, "-m", "dagster", "api", "grpc", "--socket", str(socket), "-m", module]
    server = psutil.Process(subprocess.Popen([*command, "--location-name", LOCATION]).pid)
    try:
        client = DagsterGrpcClient(socket=str(socket))
        while True:
            try:
                client.ping("")
                break
            except DagsterUserCodeUnreachableError:
                assert server.is_running()
        yield server
    finally:
        kill_with_children(server)


def kill_with_children(process: psutil.Process) -> None:
    """Kill a server with the run workers it started."""
    if process.is_running():
        for each in [*process.children(recursive=True), process]:
            each.kill()
        process.wait()


def test_a_killed_code_server_is_noticed_and_its_run_repeated_when_it_is_back(
    instance: dg.DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = tmp_path / "code.sock"
    target = GrpcServerTarget(host="localhost", port=None, socket=str(socket), location_name=LOCATION)
    log = logging.getLogger(__name__)
    with code_server(socket) as server, WorkspaceProcessContext(instance, target) as workspace:
        location = workspace.create_request_context().get_code_location(LOCATION)
        remote = next(iter(location.get_repositories().values())).get_full_job("waiting")
        run = instance.create_run_for_job(waiting, remote_job_origin=remote.get_remote_origin())
        instance.launch_run(run.run_id, workspace.create_request_context())
        until_started(instance, run.run_id)

        list(execute_run_monitoring_iteration(workspace, log))
        assert status(instance, run) == dg.DagsterRunStatus.STARTED  # it is alive, and seen to be

        kill_with_children(server)
        list(execute_run_monitoring_iteration(workspace, log))
        assert status(instance, run) == dg.DagsterRunStatus.STARTED  # the server may come back
        with code_server(socket) as again:
            list(execute_run_monitoring_iteration(workspace, log))
            assert status(instance, run) == dg.DagsterRunStatus.FAILURE
            failed = instance.get_run_records(dg.RunsFilter(run_ids=[run.run_id]))
            list(consume_new_runs_for_automatic_reexecution(workspace, failed, log))
            repeated = [each for each in instance.get_runs() if each.parent_run_id == run.run_id]
            assert [each.status for each in repeated] == [dg.DagsterRunStatus.QUEUED]

            instance.launch_run(repeated[0].run_id, workspace.create_request_context())
            until_started(instance, repeated[0].run_id)
            kill_with_children(again)
        monkeypatch.setattr(launcher, "RESTART_SECONDS", 0)  # it does not come back
        list(execute_run_monitoring_iteration(workspace, log))
        assert status(instance, repeated[0]) == dg.DagsterRunStatus.FAILURE


def until_started(instance: dg.DagsterInstance, run_id: str) -> None:
    """Wait until the run's step is executed."""
    of_type = {dg.DagsterEventType.STEP_START, dg.DagsterEventType.RUN_FAILURE}
    while not (events := instance.all_logs(run_id, of_type)):
        time.sleep(0.05)  # another process writes it
    assert events[0].get_dagster_event().event_type == dg.DagsterEventType.STEP_START


def status(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dg.DagsterRunStatus:
    """The run's state now."""
    record = instance.get_run_by_id(run.run_id)
    assert record is not None
    return record.status
