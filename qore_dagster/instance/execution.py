"""A run that stands in the instance before it is executed, by this process.

Belongs here: making and executing it. `qore run` makes its runs first, so that others see what they will do, and
executes them afterwards; Dagster's public `execute_job` makes a run of its own, and its launchers start processes.
`execute_run` is private. `qore_dagster_tests/instance/test_execution.py` fails when Dagster changes it; the way back is
`dg.execute_job`, with what the run would cover kept elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping

import dagster as dg
from dagster._core.execution.api import execute_run

from qore_dagster.instance.interruption import signals_kept

_Job = Callable[[], dg.JobDefinition]


def make_run(
    job: _Job,
    instance: dg.DagsterInstance,
    *,
    assets: Iterable[dg.AssetKey],
    config: Mapping[str, object],
    tags: Mapping[str, str],
) -> dg.DagsterRun:
    """A run that stands in the instance, where others see what it will do, and is not started.

    Args:
        job: gives the job; a function of a module, as step processes call it again by its name.
        instance: where the run is to stand.
        assets: what it makes.
        config: of the run.
        tags: its own; those of the job are added.
    """
    found = dg.reconstructable(job)
    definition = found.get_definition()
    return instance.create_run_for_job(
        definition,
        run_config=config,
        tags={**definition.run_tags, **tags},
        job_code_origin=found.get_python_origin(),
        asset_selection=frozenset(assets),
    )


def execute_here(job: _Job, run: dg.DagsterRun, instance: dg.DagsterInstance) -> None:
    """Execute a run to its end; how it ended stands in the instance. A signal that came meanwhile takes effect then.

    Args:
        job: gives the job; a function of a module, as step processes call it again by its name.
        run: of that job, not started.
        instance: where the run stands.
    """
    with signals_kept():
        execute_run(dg.reconstructable(job), run, instance)
