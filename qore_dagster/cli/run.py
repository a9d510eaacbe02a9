"""`qore run`: fetch and load days, now.

Belongs here: options and their checks. Does not: the run (`automation.run_now`).
"""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from qore_dagster.calendar import last_closed_day
from qore_dagster.cli.dates import DAY
from qore_dagster.cli.day_output import days_between, run_and_show
from qore_dagster.instance.preload import start_early
from qore_dagster.model.file_type import FileType
from qore_dagster.settings import Executor, SettingsError, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qore_dagster.automation.requests import Asked
    from qore_dagster.registry.funds import Fund


@click.command()
@click.option("--date", "first", type=DAY, help="Data da posição (AAAA-MM-DD ou DD/MM/AAAA); sem ela, D-1.")
@click.option("--to", "last", type=DAY, help="Última data, para um intervalo.")
@click.option("--funds", "chosen", help="Fundos (slugs de `qore funds`), separados por vírgula.")
@click.option("--types", default="", help="Tipos: xml_5_0, xml_4_01, carteira_excel, carteira_pdf.")
@click.option("--json", "as_json", is_flag=True, help="Resultado em JSON na saída padrão.")
def run(first: datetime | None, last: datetime | None, chosen: str | None, types: str, *, as_json: bool) -> int:
    """Busca, confere e carrega as carteiras de um dia (ou de um intervalo)."""
    settings = load_settings()
    day = first.date() if first else last_closed_day()
    days = days_between(day, last.date() if last else day, since=settings.qore_start_date)
    wanted_types = _types(types) or settings.qore_types
    names = _names(chosen)
    if not settings.qore_username or not settings.qore_password.get_secret_value():
        raise SettingsError(
            "faltam QORE_USERNAME e QORE_PASSWORD",
            "preencha o .env (veja .env.example), ou use `qore demo` para o portal simulado",
        )
    if settings.qore_executor is not Executor.IN_PROCESS:
        start_early()

    def asked(active: "Sequence[Fund]") -> "Asked":
        from qore_dagster.automation.requests import Asked

        slugs = [fund.slug for fund in active]
        unknown = [name for name in names if name not in slugs]
        if unknown:
            raise click.UsageError(f"fundo desconhecido ou inativo: {', '.join(unknown)}; veja `qore funds`")
        return Asked.of(days, [fund for fund in active if not names or fund.slug in names], wanted_types)

    return run_and_show(settings, asked, as_json=as_json)


def _names(text: str | None) -> tuple[str, ...]:
    """The funds that were named; none when the option was not given, which means all."""
    names = tuple(name.strip() for name in (text or "").split(",") if name.strip())
    if text is not None and not names:
        raise click.UsageError("--funds não diz nenhum fundo; sem a opção, valem todos")
    return names


def _types(text: str) -> tuple[FileType, ...]:
    by_slug = {file_type.slug: file_type for file_type in FileType}
    named = [part.strip() for part in text.split(",") if part.strip()]
    if unknown := [name for name in named if name.lower() not in by_slug]:
        raise click.UsageError(f"tipo desconhecido: {', '.join(unknown)}; use {', '.join(by_slug)}")
    return tuple(by_slug[name.lower()] for name in named)
