"""The schedules: 08:00 in São Paulo on business days, for D-1; the clearing up at night.

Belongs here: when. Does not: what is requested (`requests`).
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import dagster as dg

from qore_dagster.automation.day_request import request_days
from qore_dagster.automation.housekeeping import clearing_schedule
from qore_dagster.automation.jobs import DAY
from qore_dagster.calendar import SAO_PAULO, is_business_day, previous_business_day
from qore_dagster.resources import QoreResource, RawStoreResource, WarehouseResource
from qore_dagster.settings import Settings


def schedules(settings: Settings) -> list[dg.ScheduleDefinition]:
    """All schedules."""
    return [daily_schedule(settings), clearing_schedule()]


def daily_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """The schedule; it asks for nothing that is there already."""

    @dg.schedule(
        name="diario_d1",
        cron_schedule="0 8 * * 1-5",
        execution_timezone=SAO_PAULO,
        job_name=DAY,
        description="Dias úteis às 08:00: a carteira de D-1 de todos os fundos ativos.",
    )
    def diario_d1(
        context: dg.ScheduleEvaluationContext,
        qore: QoreResource,
        raw_store: RawStoreResource,
        warehouse: WarehouseResource,
    ) -> Iterator[dg.RunRequest | dg.SkipReason]:
        today = context.scheduled_execution_time.astimezone(ZoneInfo(SAO_PAULO)).date()
        if not is_business_day(today):
            yield dg.SkipReason(f"{today:%d/%m/%Y} não é dia útil")
            return
        day = previous_business_day(today)
        request = request_days(
            context.instance, settings, [day], qore=qore, raw_store=raw_store, warehouse=warehouse, vain=True
        )
        if not request.rectangles:
            yield dg.SkipReason(f"nada a buscar para {day:%d/%m/%Y}")
        yield from request.run_requests()

    return diario_d1
