"""The one place where the platform is put together.

Belongs here: `build_defs`, the only assembler; the code location, `qore` and the tests all call it. Does not: anything
that could stand in a room.
"""

from functools import cache
from typing import Any

import dagster as dg

from qore_dagster.assets.migration import migration_assets
from qore_dagster.assets.positions import positions_asset
from qore_dagster.assets.postgres import postgres_asset
from qore_dagster.assets.raw import raw_assets
from qore_dagster.assets.registry import registry_funds
from qore_dagster.automation.executors import day_executor
from qore_dagster.automation.jobs import DAY, jobs
from qore_dagster.automation.previews import previews_accepted
from qore_dagster.automation.schedules import daily_schedule
from qore_dagster.automation.sensors import late_files, session_ends
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
    daily = [*raw_assets(fund_day), positions_asset(fund_day), postgres_asset(fund_day)]
    return dg.Definitions(
        assets=[registry_funds, *daily, *migration_assets(settings)],
        jobs=jobs(settings),
        schedules=[daily_schedule(settings)],
        sensors=[late_files(settings), *session_ends(settings)],
        executor=day_executor(settings),
        resources={**opened, **io_managers(opened["warehouse"], settings)},
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
