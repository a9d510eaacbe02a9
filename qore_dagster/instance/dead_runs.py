"""Runs whose process is gone, and the tags by which that can be told.

Belongs here: runs that `qore run` executes in its own process. Does not: runs that the daemon launched; their code
server or run monitoring tells when they die (`launcher`).

The names of Dagster's own tags, and what a launcher answers, are private.
`qore_dagster_tests/instance/test_dead_runs.py` fails when Dagster changes them; the way back is to write the tags'
names out.
"""

import os
import socket

import psutil
from dagster import DagsterInstance, DagsterRun, DagsterRunStatus, RunsFilter
from dagster._core.launcher import WorkerStatus
from dagster._core.storage.tags import GRPC_INFO_TAG, MAX_RETRIES_TAG, REPOSITORY_LABEL_TAG

from qore_dagster.instance.unfinished import UNFINISHED

HOST_TAG = "qore/host"
PID_TAG = "qore/pid"
STARTED_TAG = "qore/process_started"

_REPOSITORY = "__repository__@qore_dagster.definitions"
"""By what Dagster's timeline knows whose run it is; `workspace.yaml` gives the location this name."""

SAME_START = 2.0
"""Seconds that two readings of one process's start may differ by: a system reckons it from its clock."""

_EXECUTED = [status for status in UNFINISHED if status is not DagsterRunStatus.QUEUED]  # the queue is the daemon's


def run_tags() -> dict[str, str]:
    """The tags of a run that this process executes itself."""
    return {
        HOST_TAG: socket.gethostname(),
        PID_TAG: str(os.getpid()),
        STARTED_TAG: f"{psutil.Process().create_time():.3f}",
        REPOSITORY_LABEL_TAG: _REPOSITORY,
        MAX_RETRIES_TAG: "0",  # the daemon could not launch it again; the next `qore run` fetches what is missing
    }


def is_dead(run: DagsterRun) -> bool:
    """Whether the run was executed by a process of this host that does not exist any more.

    A run that was launched through a code server, or that repeats another (and so has its tags), is never dead in this
    sense; nor is a run of another host, of which nothing is known here.
    """
    tags = run.tags
    if run.parent_run_id or GRPC_INFO_TAG in tags or tags.get(HOST_TAG) != socket.gethostname():
        return False
    try:
        process = psutil.Process(int(tags[PID_TAG]))
        if process.status() == psutil.STATUS_ZOMBIE:
            return True  # it has ended, and its parent has not looked yet
        started = process.create_time()
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False
    return abs(started - float(tags[STARTED_TAG])) > SAME_START  # its number was given to another process


def seems_alive(instance: DagsterInstance, run: DagsterRun) -> bool:
    """Whether the launcher finds a worker of an unfinished run, or cannot tell."""
    launcher = instance.run_launcher
    if not launcher.supports_check_run_worker_health:
        return True
    return launcher.check_run_worker_health(run).status in {WorkerStatus.RUNNING, WorkerStatus.UNKNOWN}


def fail_dead_runs(instance: DagsterInstance) -> list[str]:
    """Mark unfinished runs whose process is gone as failed, with the reason, and free the slots of pools they held.

    Returns:
        The ids of the runs.
    """
    runs = instance.get_runs(RunsFilter(statuses=_EXECUTED, tags={HOST_TAG: socket.gethostname()}))
    dead = [run for run in runs if is_dead(run)]
    for run in dead:
        instance.report_run_failed(run, death(run))
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in dead]


def death(run: DagsterRun) -> str:
    """What is said about a dead run, for people."""
    return (
        f"O processo {run.tags[PID_TAG]} de {run.tags[HOST_TAG]}, que fazia esta execução, terminou sem concluí-la. "
        "O que foi carregado está no banco; rode de novo para buscar o que falta."
    )
