"""`qore params`: what holds for one fund instead of a setting, from a day on.

Belongs here: options and what is printed. Does not: the table (`warehouse.parameters`), what a parameter is for.
"""

from datetime import datetime
from decimal import Decimal

import click

from qore_dagster.cli.dates import DAY
from qore_dagster.formats.typed_numbers import typed_decimal_of
from qore_dagster.model.brazilian_numbers import plain
from qore_dagster.model.fund_parameters import FundParameter, Parameter
from qore_dagster.settings import load_settings

_BY_TITLE = {parameter.title: parameter for parameter in Parameter}
_AS_SET = "padrao"


@click.group(invoke_without_command=True)
@click.pass_context
def params(context: click.Context) -> None:
    """Mostra o que vale para um fundo no lugar de uma configuração."""
    if context.invoked_subcommand is not None:
        return
    from qore_dagster.resources import WarehouseResource
    from qore_dagster.warehouse.parameters import FundParameters

    with WarehouseResource().opened() as warehouse, warehouse.connect() as connection:
        stated = FundParameters(connection).all()
    for each in stated:
        click.echo(_line(each))
    if not stated:
        settings = ", ".join(parameter.setting for parameter in Parameter)
        click.echo(f"Nenhum fundo tem parâmetro próprio; vale a configuração ({settings}).")


@params.command(name="set", context_settings={"ignore_unknown_options": True})  # a negative number is no option
@click.argument("parameter", metavar="PARAMETRO", type=click.Choice(list(_BY_TITLE)))
@click.argument("fund", metavar="FUNDO")
@click.argument("value", metavar="VALOR")
@click.option("--since", type=DAY,
              help="Primeira data de posição para a qual vale (AAAA-MM-DD ou DD/MM/AAAA); sem ela, a primeira de "
              "todas, QORE_START_DATE.")  # fmt: skip
def set_(parameter: str, fund: str, value: str, since: datetime | None) -> None:
    """Dá a um fundo um valor próprio a partir de um dia.

    PARAMETRO: variacao_cota_maxima, a maior variação da cota de um dia útil para o outro, em %, que não é apontada como
    salto (no lugar de QORE_QUOTA_JUMP). FUNDO: o nome fixo, como em `qore funds`. VALOR: um número, ou `padrao` para
    que a configuração volte a valer. Os dias já conferidos ficam como estão até que sejam rodados de novo.
    """
    from qore_dagster.resources import WarehouseResource
    from qore_dagster.warehouse.parameters import FundParameters, ParameterError

    first = since.date() if since else load_settings().qore_start_date
    stated = FundParameter(_BY_TITLE[parameter], fund, first, _number(value))
    with WarehouseResource().opened() as warehouse, warehouse.connect() as connection:
        try:
            FundParameters(connection).put(stated)
        except ParameterError as error:  # the fund or the value that was given: wrong use
            raise click.UsageError(str(error)) from None
    click.echo(f"[+] {_line(stated)}", err=True)


def _number(text: str) -> Decimal | None:
    """A number written with comma or point, with the thousands' points or without; None for `padrao`."""
    if text == _AS_SET:
        return None
    try:
        return typed_decimal_of(text)
    except ValueError as error:
        raise click.BadParameter(f"{error}; dê um número (12,5) ou `{_AS_SET}`") from None


def _line(stated: FundParameter) -> str:
    about = stated.parameter
    told = f"vale {about.setting}" if stated.value is None else f"{plain(stated.value)} {about.unit}"
    return f"{stated.fund}: {about.title} {told}, desde {stated.since:%d/%m/%Y}"
