"""A run that was made before is executed as it was made, and no other is."""

from collections.abc import Callable

import dagster as dg

from qore_dagster.instance.execution import execute_here
from qore_dagster_tests.instance.conftest import OpenInstance


@dg.op
def greeting() -> str:
    """A step."""
    return "ola"


@dg.job(executor_def=dg.in_process_executor)
def one_op() -> None:
    """A job of one step."""
    greeting()


def job() -> dg.JobDefinition:
    """The job, by its name."""
    return one_op


def test_a_run_made_before_is_executed_under_its_own_id(
    open_instance: OpenInstance, new_database: Callable[[], str]
) -> None:
    with open_instance(new_database()) as instance:
        run = instance.create_run_for_job(
            one_op, tags={"qore/test": "sim"}, job_code_origin=dg.reconstructable(job).get_python_origin()
        )
        execute_here(job, run, instance)
        (found,) = instance.get_runs()
        assert (found.run_id, found.status, found.tags["qore/test"]) == (
            run.run_id,
            dg.DagsterRunStatus.SUCCESS,
            "sim",
        )
        assert len(instance.all_logs(run.run_id, of_type=dg.DagsterEventType.STEP_SUCCESS)) == 1
