"""A run that stands in the instance, executed by this process.

Belongs here: one function. `qore run` makes its runs first, so that others see what they will do, and executes them
afterwards; Dagster's public `execute_job` makes a run of its own, and its launchers start processes. `execute_run` is
private. `qore_dagster_tests/instance/test_execution.py` fails when Dagster changes it; the way back is
`dg.execute_job`, with what the run would cover kept elsewhere.
"""

from collections.abc import Callable

import dagster as dg
from dagster._core.execution.api import execute_run


def execute_here(job: Callable[[], dg.JobDefinition], run: dg.DagsterRun, instance: dg.DagsterInstance) -> None:
    """Execute a run to its end; how it ended stands in the instance.

    Args:
        job: gives the job; a function of a module, as step processes call it again by its name.
        run: of that job, not started.
        instance: where the run stands.
    """
    execute_run(dg.reconstructable(job), run, instance)
