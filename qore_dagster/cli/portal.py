"""`qore portal`: the simulated portal, and what `demo` and `dev` have of it as well.

Belongs here: options and sizes. Does not: the portal itself (`simulator`), where its data may go (`demo_home`).
"""

import socket

import click

from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import serve

FUNDS = 34
DAYS = 5


@click.command()
@click.option(
    "--port", default=8035, type=click.IntRange(0, 65535), show_default=True, help="Porta; 0 escolhe uma livre."
)
@click.option("--funds", default=FUNDS, type=click.IntRange(1, 1000), show_default=True, help="Quantidade de fundos.")
@click.option(
    "--days", default=DAYS, type=click.IntRange(1, 250), show_default=True, help="Dias úteis com arquivos, até D-1."
)
@click.option("--seed", default=1, show_default=True, help="Semente do conteúdo.")
@click.option(
    "--latency-ms", default=0.0, type=click.FloatRange(min=0), show_default=True, help="Espera antes de cada resposta."
)
@click.option("--rate-limits/--no-rate-limits", default=False, help="Impõe os limites documentados do portal.")
def portal(port: int, funds: int, days: int, seed: int, latency_ms: float, *, rate_limits: bool) -> None:
    """Sobe o portal QORE simulado e mostra como apontar para ele."""
    config = SimulatorConfig(
        port=port, funds=funds, days=days, seed=seed, latency_ms=latency_ms, rate_limits=rate_limits
    )

    def announce(taken: int) -> None:
        click.echo(f"QORE_URL=http://{config.host}:{taken}")
        click.echo(f"QORE_USERNAME={config.username}")
        click.echo(f"QORE_PASSWORD={config.password}")
        click.echo("[+] Portal simulado no ar; Ctrl-C encerra.", err=True)

    serve(config, announce)


def free_port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]
