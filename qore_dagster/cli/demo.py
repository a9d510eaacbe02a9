"""`qore demo`: a business day end to end, from a simulated portal into a real PostgreSQL.

Belongs here: choosing the day and the portal. Does not: the run (`automation.run_now`).
"""

from typing import TYPE_CHECKING

import click

from qore_dagster.calendar import last_closed_day, previous_business_day
from qore_dagster.cli.day_output import run_and_show
from qore_dagster.cli.demo_home import DESTINATIONS_HELP, use_simulator
from qore_dagster.cli.portal import FUNDS, free_port
from qore_dagster.instance.preload import start_early
from qore_dagster.settings import Executor, load_settings
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qore_dagster.automation.requests import Asked
    from qore_dagster.registry.funds import Fund

_NEXT = (
    "make dev                        a interface do Dagster sobre estes dados",
    ".venv/bin/qore funds            o cadastro de fundos",
    ".venv/bin/qore db uri --hold    mantém o banco no ar e dá o endereço para o psql: pos.pos_cota, pos.pos_rf, …",
)


@click.command()
@click.option("--funds", default=FUNDS, show_default=True, type=click.IntRange(1, 1000), help="Quantidade de fundos.")
@click.option("--days", default=1, show_default=True, type=click.IntRange(1, 250), help="Dias úteis, até D-1.")
@click.option("--destinations", is_flag=True, help=DESTINATIONS_HELP)
@click.option("--json", "as_json", is_flag=True, help="Resultado em JSON na saída padrão.")
def demo(funds: int, days: int, *, destinations: bool, as_json: bool) -> int:
    """Um dia útil de ponta a ponta, com portal simulado: não precisa de conta nem de servidor."""
    last = last_closed_day()
    dates = [last]
    while len(dates) < days:
        dates.insert(0, previous_business_day(dates[0]))
    config = SimulatorConfig(port=free_port(), funds=funds, days=days, last_day=last)
    settings, left_out = use_simulator(config, load_settings(), destinations=destinations)
    if left_out:
        click.echo(f"[!] A demonstração não usa {', '.join(left_out)}; para usar: qore demo --destinations", err=True)
    if settings.qore_executor is not Executor.IN_PROCESS:
        start_early()

    def asked(active: "Sequence[Fund]") -> "Asked":
        from qore_dagster.automation.requests import Asked

        return Asked.of(dates, active, settings.qore_types)

    with running(config):
        return run_and_show(settings, asked, as_json=as_json, next_steps=_NEXT)
