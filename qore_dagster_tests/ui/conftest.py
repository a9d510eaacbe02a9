"""A code server as `workspace.yaml` says, the UI's API over it, and what the daemon does."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster._daemon.backfill import execute_backfill_iteration
from dagster._daemon.run_coordinator.queued_run_coordinator_daemon import QueuedRunCoordinatorDaemon
from dagster_graphql.schema import create_schema

from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import running
from qore_dagster.warehouse.lease import Lease
from qore_dagster_tests.rooms_fixture import DAYS, Rooms, open_rooms

WORKSPACE = Path(__file__).parents[2] / "workspace.yaml"
SELECTOR = {"repositoryLocationName": "qore_dagster.definitions", "repositoryName": "__repository__"}
_PATIENCE = 90.0
"""Seconds that a run may take on a busy machine."""


@dataclass
class Ui:
    """What a person at the UI does, with a daemon behind it.

    Attributes:
        rooms: the platform.
        context: the web server's view of the code locations.
    """

    rooms: Rooms
    context: WorkspaceProcessContext

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Answer of the API that the pages use."""
        with self.context.create_request_context() as request:
            answer = asyncio.run(create_schema().execute_async(query, variable_values=variables, context_value=request))
        assert not answer.errors, answer.errors
        return answer.data or {}

    def launch(
        self, assets: list[dg.AssetKey], tags: Mapping[str, str], checks: Sequence[dg.AssetCheckKey] | None = None
    ) -> dg.DagsterRun:
        """Press Materialize, or Execute of some checks, and wait for the run's end."""
        selection: dict[str, Any] = {"assetSelection": [{"path": asset.path} for asset in assets]}
        if checks is not None:
            selection["assetCheckSelection"] = [
                {"assetKey": {"path": check.asset_key.path}, "name": check.name} for check in checks
            ]
        parameters = {
            "selector": {**SELECTOR, "jobName": "__ASSET_JOB", **selection},
            "runConfigData": {},
            "mode": "default",
            "executionMetadata": {"tags": [{"key": key, "value": value} for key, value in tags.items()]},
        }
        launched = self.ask(
            """mutation($parameters: ExecutionParams!) {
                launchRun(executionParams: $parameters) {
                    __typename
                    ... on LaunchRunSuccess { run { runId } }
                    ... on PythonError { message }
                }
            }""",
            parameters=parameters,
        )["launchRun"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        run_id = launched["run"]["runId"]
        self.work_until(lambda: self._run(run_id).is_finished)
        return self._run(run_id)

    def work_until(self, done: Callable[[], bool]) -> None:
        """Do what the daemon does: start runs that wait in the queue, take backfills on."""
        deadline = time.monotonic() + _PATIENCE
        queue = QueuedRunCoordinatorDaemon(interval_seconds=1)
        try:
            while not done():
                assert time.monotonic() < deadline, "it never ends"
                errors = [*queue.run_iteration(self.context), *execute_backfill_iteration(self.context, getLogger())]
                assert not any(errors), errors
                time.sleep(0.2)  # the run is another process's, and the daemon itself polls
        finally:
            queue.__exit__(None, None, None)

    def _run(self, run_id: str) -> dg.DagsterRun:
        run = self.rooms.instance.get_run_by_id(run_id)
        assert run is not None
        return run


@pytest.fixture(scope="package")
def ui(tmp_path_factory: pytest.TempPathFactory, postgres: Lease, migrated_template: str) -> Iterator[Ui]:
    """One code server for the folder: it takes seconds to start. Tests use days of their own."""
    folder = tmp_path_factory.mktemp("ui")
    with (
        running(SimulatorConfig(funds=3, days=len(DAYS), last_day=DAYS[-1])) as portal,
        open_rooms(folder, portal, postgres, migrated_template, QORE_EXECUTOR="in_process") as rooms,
        WorkspaceProcessContext(rooms.instance, WorkspaceFileTarget([str(WORKSPACE)])) as context,
    ):
        assert rooms.funds
        yield Ui(rooms, context)
