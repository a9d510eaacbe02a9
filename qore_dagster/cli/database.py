"""`qore db`: the warehouse's address, and the roles of who uses it.

Belongs here: what is printed. Does not: starting the server (`warehouse.address`), what a role may do
(`warehouse.roles`).
"""

import sys
from contextlib import suppress

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

    settings = load_settings()
    with databases(settings) as opened:
        migrate(opened.warehouse)
        click.echo(opened.warehouse)
        if hold:
            click.echo("[+] Servidor no ar; Ctrl-C encerra.", err=True)
            _tell_psql()
            sys.stdout.flush()
            _wait()
        elif not settings.postgres_uri.get_secret_value():
            click.echo(
                "[!] O servidor embutido só fica no ar enquanto um comando o usa; para usar o endereço: "
                "qore db uri --hold",
                err=True,
            )


@db.command()
def roles() -> None:
    """Cria os papéis do banco, um que carrega e um que só lê; pode ser repetido."""
    from qore_dagster.warehouse.address import databases
    from qore_dagster.warehouse.migrations import migrate
    from qore_dagster.warehouse.roles import LOADER, READER, make_roles

    with databases(load_settings()) as opened:
        migrate(opened.warehouse)
        made = make_roles(opened.warehouse)
    for role in (LOADER, READER):
        click.echo(f"[+] {role}: {'criado' if role in made else 'já existia'}; permissões em dia.")
    click.echo("    O administrador do banco dá um papel a cada usuário:")
    click.echo(f"    quem só lê:  GRANT {READER} TO usuario;")
    click.echo(
        f"    quem carrega (o de POSTGRES_URI):  GRANT {LOADER} TO usuario; ALTER ROLE usuario SET role TO {LOADER};"
    )


def _tell_psql() -> None:
    """Where there is a psql for the address; nothing where the server's programs have none."""
    from qore_dagster.warehouse.binaries import find_binaries
    from qore_dagster.warehouse.errors import ServerError

    with suppress(ServerError):
        click.echo(f"[+] Um psql para consultar o endereço: {find_binaries().program('psql')}", err=True)


def _wait() -> None:
    import threading

    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
