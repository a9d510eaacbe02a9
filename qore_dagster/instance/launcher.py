"""The run launcher that `dagster.yaml` names: Dagster's own, which can also tell whether a run is still being executed.

Belongs here: launching and asking. Does not: what is done about a dead run (Dagster's run monitoring fails it).

Dagster takes a launcher of a user's own by `dagster.yaml`, a documented key; its own launcher, which this one extends,
and how it asks a code server are private. `qore_dagster_tests/instance/test_launcher.py` kills real code servers, and
fails when Dagster changes them; the way back is to leave the key out of `dagster.yaml`.
"""

import time

from dagster import DagsterRun
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus
from dagster._grpc.client import DagsterGrpcClient
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster._serdes import ConfigurableClassData, deserialize_value

from qore_dagster.instance.dead_runs import death, is_dead

ANSWER_SECONDS = 15
"""How long one poll waits for a code server; one that is merely slow is asked again at the next."""

RESTART_SECONDS = 60
"""How long a code server may be away before its runs count as dead.

Dagster tries to repeat a failed run once, within seconds; while there is no code server that fails, and is never tried
again. So the failure is reported when the server is back, where something starts it anew.
"""


class QoreRunLauncher(DefaultRunLauncher):
    """Launches runs in code servers and answers run monitoring.

    With Dagster's own launcher a run whose code server was killed (deploy, reboot, out of memory) is shown as running
    for ever.
    """

    def __init__(self, inst_data: ConfigurableClassData | None = None) -> None:
        """As Dagster's own."""
        super().__init__(inst_data)
        self._away_since: dict[str, float] = {}  # code servers that did not answer when they were last asked, by run

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Run monitoring may ask."""
        return True

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        """Ask the code server that was told to execute the run whether it still knows it.

        A run that no code server was told of is executed by `qore run`; of that its process is looked for.
        """
        client = self._code_server_of(run)
        if client is None:
            if is_dead(run):
                return CheckRunHealthResult(WorkerStatus.FAILED, death(run))
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        try:
            answer = client.can_cancel_execution(CanCancelExecutionRequest(run_id=run.run_id), timeout=ANSWER_SECONDS)
        except DagsterUserCodeUnreachableError:
            since = self._away_since.setdefault(run.run_id, time.monotonic())
            status = WorkerStatus.RUNNING if time.monotonic() - since < RESTART_SECONDS else WorkerStatus.FAILED
            return CheckRunHealthResult(status, "O servidor de código que executava esta execução não responde.")
        self._away_since.pop(run.run_id, None)
        if deserialize_value(answer, CanCancelExecutionResult).can_cancel:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.NOT_FOUND, "O servidor de código não conhece mais esta execução.")

    def _code_server_of(self, run: DagsterRun) -> DagsterGrpcClient | None:
        """The code server that executes the run; None for a run that was not launched, or has finished.

        Private in Dagster, as only its own `terminate` needs it; the address is in a tag of the run.
        """
        return self._get_grpc_client_for_termination(run.run_id)
