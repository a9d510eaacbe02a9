"""How steps are executed: processes by default, one process by choice.

Belongs here: the executor of every job. Both modes go on when a step has failed as long as its outputs are there: a
step yields all its outputs before it says what failed (design, "the truth about each partition").
"""

import sys
from typing import Any

import dagster as dg

from qore_dagster.instance.preload import preload_modules
from qore_dagster.settings import Executor, Settings

_GO_ON = {"require_upstream_step_success": False}


def day_executor(settings: Settings) -> dg.ExecutorDefinition:
    """Dagster's own executor; run configuration may say `mode: in_process` or `mode: multiprocess`."""
    default = settings.qore_executor
    if default is Executor.AUTO:
        default = Executor.MULTIPROCESS if can_fork() else Executor.IN_PROCESS
    schema = {
        "mode": dg.Field(
            dg.Enum("modo", [dg.EnumValue(Executor.MULTIPROCESS.value), dg.EnumValue(Executor.IN_PROCESS.value)]),
            is_required=False,
            default_value=default.value,
            description="multiprocess or in_process",
        )
    }

    @dg.configured(dg.multi_or_in_process_executor, config_schema=schema)
    def executor(config: dict[str, Any]) -> dict[str, Any]:
        if Executor(config["mode"]) is Executor.IN_PROCESS:
            return {"in_process": {"step_dependency_config": _GO_ON}}
        forkserver = {"forkserver": {"preload_modules": preload_modules()}}
        return {
            "multiprocess": {
                "max_concurrent": settings.qore_max_processes,
                "start_method": forkserver if can_fork() else {"spawn": {}},
                "step_dependency_config": _GO_ON,
            }
        }

    return executor


def can_fork() -> bool:
    """Whether this system has a forkserver (Windows has none)."""
    return sys.platform != "win32"
