"""`qore db`: the warehouse's address.

Belongs here: printing it. Does not: starting the server (`warehouse.address`).
"""

import sys

import click

from qore_dagster.settings import load_settings


@click.group()
def db() -> None:
    """O banco de dados."""


@db.command()
@click.option("--hold", is_flag=True, help="Mantém o servidor embutido no ar até Ctrl-C.")
def uri(*, hold: bool) -> None:
    """Mostra o endereço do banco (contém a senha local)."""
    from qore_dagster.warehouse.address import databases
    from qore_dagster.warehouse.migrations import migrate

    with databases(load_settings()) as opened:
        migrate(opened.warehouse)
        click.echo(opened.warehouse)
        if hold:
            click.echo("[+] Servidor no ar; Ctrl-C encerra.", err=True)
            sys.stdout.flush()
            _wait()


def _wait() -> None:
    import threading

    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
