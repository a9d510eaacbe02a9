"""The one place where the platform is put together.

Belongs here: `build_defs`, the only assembler, which all call. Does not: anything that could stand in a room.
"""

from functools import cache
from typing import Any

import dagster as dg

from qore_dagster.assets.catalogue import asset_checks, assets
from qore_dagster.automation.executors import day_executor
from qore_dagster.automation.jobs import DAY, jobs
from qore_dagster.automation.previews import previews_accepted
from qore_dagster.automation.schedules import schedules
from qore_dagster.automation.sensors import sensors
from qore_dagster.io_managers import io_managers
from qore_dagster.partitions import fund_days
from qore_dagster.resources import default_resources
from qore_dagster.settings import Settings, load_settings


@previews_accepted()
def build_defs(*, settings: Settings | None = None, resources: dict[str, Any] | None = None) -> dg.Definitions:
    """Everything, from the settings; `resources` replace the default ones of the same names."""
    settings = settings or load_settings()
    fund_day = fund_days(settings.qore_start_date)
    opened: dict[str, Any] = {**default_resources(settings), **(resources or {})}
    return dg.Definitions(
        assets=assets(fund_day, settings),
        asset_checks=asset_checks(fund_day, settings),
        jobs=jobs(settings),
        schedules=schedules(settings),
        sensors=sensors(settings),
        executor=day_executor(settings),
        resources={**opened, **io_managers(opened["warehouse"], settings, opened.get("access"))},
    )


@cache
def loaded_defs() -> dg.Definitions:
    """The definitions of this process, built once."""
    return build_defs()


def day_job() -> dg.JobDefinition:
    """The job of a day, for processes that rebuild it by name."""
    return loaded_defs().resolve_job_def(DAY)


@dg.definitions
def defs() -> dg.Definitions:
    """What a code location loads."""
    return loaded_defs()
