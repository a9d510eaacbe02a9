"""`qore dev`: database, simulated portal, Dagster's UI and daemon together.

Belongs here: starting and stopping them in the right order. Does not: any of them.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import click
from dotenv import load_dotenv

from qore_dagster.cli.demo_home import DESTINATIONS_HELP, use_simulator
from qore_dagster.cli.page import require_free, told_when_it_answers
from qore_dagster.cli.portal import DAYS, FUNDS, free_port
from qore_dagster.portal.invented_home import refuse_real_portal
from qore_dagster.settings import load_settings
from qore_dagster.simulator.configuration import SimulatorConfig

_STOP_SECONDS = 60
_BY_ITSELF_SECONDS = 20
"""What a Dagster that had Ctrl-C itself is given, before it is told again: told twice, it breaks off."""


@click.command()
@click.option(
    "--port", default=3000, show_default=True, type=click.IntRange(1, 65535), help="Porta da interface do Dagster."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Endereço da interface do Dagster.")
@click.option("--destinations", is_flag=True, help=f"Só com o portal simulado. {DESTINATIONS_HELP}")
def dev(port: int, host: str, *, destinations: bool) -> int:
    """Sobe a interface e o daemon do Dagster sobre os dados de QORE_HOME; sem credenciais, com portal simulado."""
    from qore_dagster.instance.home import put_config
    from qore_dagster.instance.sole_daemon import sole_daemon
    from qore_dagster.simulator.server import running
    from qore_dagster.warehouse.address import databases

    require_free(host, port)
    load_dotenv(".env")  # Dagster's processes do not work in this folder; variables that are set go first
    settings = load_settings()
    with ExitStack() as stack:
        config, left_out = None, list[str]()
        if settings.qore_username:
            refuse_real_portal(settings)  # no run is made here that would say it
        else:
            config = SimulatorConfig(port=free_port(), funds=FUNDS, days=DAYS)
            settings, left_out = use_simulator(config, settings, destinations=destinations)
        stack.enter_context(sole_daemon(settings.dagster_home))
        if config is not None:
            stack.enter_context(running(config))
            click.echo(f"[+] Portal simulado em {settings.qore_url}", err=True)
        if left_out:
            click.echo(f"[!] Com ele não se usa {', '.join(left_out)}, a não ser com --destinations", err=True)
        stack.enter_context(databases(settings))
        put_config(settings)
        os.environ["QORE_HOME"] = str(settings.qore_home)
        os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
        command = [
            sys.executable,
            "-m",
            "dagster",
            "dev",
            "-m",
            "qore_dagster.definitions",
            "-h",
            host,
            "-p",
            str(port),
        ]
        process: subprocess.Popen[bytes] | None = None
        try:
            with _signals_wait():  # else one could come when Dagster runs already, and nobody here knows of it
                process = subprocess.Popen(command, cwd=settings.qore_home)
            with told_when_it_answers(host, port, _tell):
                return process.wait()
        except KeyboardInterrupt:
            if process is None:
                raise
            click.echo("[+] Encerrando…", err=True)
            _stop(process, after=_BY_ITSELF_SECONDS)
            return 0  # the ordinary way to end it; `make dev` would call any other code an error
        except SystemExit:
            if process is not None:
                _stop(process)
            raise


def _tell(address: str) -> None:
    click.echo(f"[+] Interface do Dagster: {address}", err=True)


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Ctrl-C and SIGTERM that come meanwhile take effect at the end of the block."""
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: came.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)


def _stop(process: "subprocess.Popen[bytes]", *, after: float = 0.0) -> None:
    """The database must outlive what uses it, whatever is pressed meanwhile.

    Args:
        process: Dagster's.
        after: seconds in which it may end by itself. A terminal's Ctrl-C has reached it as well; SIGTERM has not.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=after)
        return
    process.terminate()
    try:
        process.wait(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
