"""`qore funds`: the registry, printed, synchronised, imported.

Belongs here: options and the table. Does not: the rules (`registry`).
"""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from qore_dagster.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qore_dagster.portal.funds import PortalFund
    from qore_dagster.registry.choices import Choice


@click.group(invoke_without_command=True)
@click.option("--sync", is_flag=True, help="Antes, sincroniza com o portal.")
@click.option("--json", "as_json", is_flag=True, help="Em JSON.")
@click.pass_context
def funds(context: click.Context, *, sync: bool, as_json: bool) -> None:
    """Mostra o cadastro de fundos."""
    if context.invoked_subcommand is not None:
        return
    from qore_dagster.report.printed import show_funds
    from qore_dagster.resources import WarehouseResource

    if sync:
        _sync_from_portal()
    with WarehouseResource().opened() as warehouse:
        found = list(warehouse.funds().values())
    if not found:
        raise click.ClickException(
            "o cadastro está vazio: rode `qore funds --sync`, `qore funds import ARQUIVO` ou `qore demo`"
        )
    show_funds(found, as_json=as_json)


@funds.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Lê de um arquivo o cadastro e o que se quer de cada fundo.

    FILE: lista_fundos.json ou CSV (uuid ou url, nome, cnpj), que é o cadastro inteiro; ou config_fundos_qore.json ou
    CSV sem uuid, que só diz, pelo CNPJ, o que se quer de fundos do cadastro. Colunas ativo (sim ou não) e tipos
    ligam e desligam um fundo; a lista do portal nunca religa um fundo desligado. Colunas pasta e nome_arquivo dizem
    onde e com que nome os arquivos do fundo são arquivados (QORE_ARCHIVE).
    """
    from qore_dagster.registry.importing import read_fund_list

    read = read_fund_list(file)
    _synchronise(read.funds, read.choices)


def _sync_from_portal() -> None:
    from qore_dagster.resources import QoreResource, portal_session

    settings = load_settings()
    session = uuid4().hex
    qore = QoreResource(url=settings.qore_url, workers=settings.qore_workers)
    try:
        with qore.session(session) as portal:
            seen = portal.discover()
    finally:
        portal_session(settings, session).forget()
    _synchronise(seen)


def _synchronise(seen: "Sequence[PortalFund] | None", choices: "Sequence[Choice]" = ()) -> None:
    from qore_dagster.assets.registry import synchronise_registry, tell_registry
    from qore_dagster.instance.home import instance
    from qore_dagster.resources import WarehouseResource

    with instance(load_settings()) as opened, WarehouseResource().opened() as warehouse:
        change = synchronise_registry(opened, warehouse, seen, choices)
        tell_registry(opened, change)
    for line in change.lines() or ["[+] cadastro sem mudanças"]:
        click.echo(line, err=True)
