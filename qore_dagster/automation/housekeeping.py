"""The nightly clearing up: what nobody will read again, and what dead processes left behind.

Belongs here: the job and its schedule. Does not: what is done with (`warehouse.retention`, `raw_store`). Raw files,
versions, tables, checks and Dagster's own events are never cleared up.
"""

from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from qore_dagster.calendar import SAO_PAULO
from qore_dagster.resources import RawStoreResource, WarehouseResource
from qore_dagster.settings import Settings
from qore_dagster.warehouse.retention import forget, frames_in_use

CLEARING = "limpeza"


def clearing_job(settings: Settings) -> dg.JobDefinition:
    """One step that forgets what is older than QORE_KEEP_DAYS."""

    @dg.op(description="Apaga listagens e posições intermediárias antigas que nenhuma execução vai mais ler.")
    def limpar(context: dg.OpExecutionContext, raw_store: RawStoreResource, warehouse: WarehouseResource) -> None:
        before = datetime.now(UTC) - timedelta(days=settings.qore_keep_days)
        with warehouse.connect() as connection:
            told = forget(connection, before=before)
            frames = _sweep(settings.frames, before, frames_in_use(connection))
        swept = raw_store.open().sweep()
        context.add_output_metadata(
            {
                "linhas_de_listagens": told.listings,
                "posicoes_intermediarias": told.outcomes,
                "arquivos_de_posicoes": frames,
                "downloads_interrompidos": swept,
            }
        )

    @dg.job(
        name=CLEARING,
        description="Apaga o que é intermediário e antigo; arquivos, versões, tabelas e conferências ficam.",
        executor_def=dg.in_process_executor,
    )
    def job() -> None:
        limpar()

    return job


def clearing_schedule() -> dg.ScheduleDefinition:
    """Every night, when nobody waits for a day."""
    return dg.ScheduleDefinition(
        name="limpeza_noturna",
        job_name=CLEARING,
        cron_schedule="0 3 * * *",
        execution_timezone=SAO_PAULO,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Toda noite às 03:00.",
    )


def _sweep(folder: Path, before: datetime, in_use: AbstractSet[str]) -> int:
    """Delete the frames that were written before a moment and are not in use, those of killed runs too; how many.

    The folders of the days stay: a step may be about to write into one.
    """
    old = [path for path in folder.rglob("*.parquet") if path.stat().st_mtime < before.timestamp()]
    done_with = [path for path in old if path.relative_to(folder).as_posix() not in in_use]
    for path in done_with:
        path.unlink(missing_ok=True)
    return len(done_with)
