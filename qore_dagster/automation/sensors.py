"""Sensors: files that come late, and sessions that end with their runs.

Belongs here: when to look. Does not: what is requested (`requests`). A sensor only lists and asks; it never downloads.
"""

from collections.abc import Iterator

import dagster as dg

from qore_dagster.automation.day_request import request_days
from qore_dagster.automation.jobs import DAY
from qore_dagster.calendar import last_closed_day
from qore_dagster.resources import SESSION_TAG, QoreResource, RawStoreResource, WarehouseResource, portal_session
from qore_dagster.settings import Settings

_EVERY = 15 * 60


def sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """All sensors."""
    return [late_files(settings), *session_ends(settings)]


def late_files(settings: Settings) -> dg.SensorDefinition:
    """Asks again for what D-1 lacks, and requests just that."""

    @dg.sensor(
        name="late_files",
        job_name=DAY,
        minimum_interval_seconds=_EVERY,
        description="A cada 15 minutos: arquivos de D-1 que chegaram tarde.",
    )
    def sensor(
        context: dg.SensorEvaluationContext,
        qore: QoreResource,
        raw_store: RawStoreResource,
        warehouse: WarehouseResource,
    ) -> Iterator[dg.RunRequest | dg.SkipReason]:
        day = last_closed_day()
        request = request_days(
            context.instance, settings, [day], qore=qore, raw_store=raw_store, warehouse=warehouse, vain=False
        )  # a file that cannot be read would fail every quarter of an hour
        if not request.rectangles:
            yield dg.SkipReason(f"nada de novo para {day:%d/%m/%Y}")
        yield from request.run_requests()

    return sensor


def session_ends(settings: Settings) -> list[dg.SensorDefinition]:
    """When a run of the daemon has ended, its login is forgotten."""

    def sensor(status: dg.DagsterRunStatus) -> dg.SensorDefinition:
        @dg.run_status_sensor(
            name=f"fim_de_sessao_{status.value.lower()}",
            run_status=status,
            default_status=dg.DefaultSensorStatus.RUNNING,
            description="Apaga o login compartilhado de uma execução terminada.",
        )
        def ended(context: dg.RunStatusSensorContext) -> None:
            run = context.dagster_run
            portal_session(settings, run.tags.get(SESSION_TAG, run.run_id)).forget()

        return ended

    ends = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)
    return [sensor(status) for status in ends]
