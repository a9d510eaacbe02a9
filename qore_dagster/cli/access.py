"""`qore access`: the Access file, made anew from PostgreSQL, and compacted.

Belongs here: options and what is printed. Does not: the rebuild (`intake.access_rebuild`), the file
(`access.database`).
"""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from qore_dagster.cli.dates import DAY
from qore_dagster.settings import Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qore_dagster.access.database import AccessDatabase
    from qore_dagster.intake.access_rebuild import Rebuilt

_MB = 1_000_000


@click.group()
def access() -> None:
    """O arquivo do Access (ACCESS_PATH)."""


@access.command()
@click.option("--from", "first", type=DAY, help="Primeira data (AAAA-MM-DD ou DD/MM/AAAA).")
@click.option("--to", "last", type=DAY, help="Última data; sem ela, a mesma.")
@click.option("--fund", "funds", multiple=True, help="Só este fundo (slug de `qore funds`); pode ser repetido.")
def rebuild(first: datetime | None, last: datetime | None, funds: tuple[str, ...]) -> int:
    """Deixa no Access, dos dias pedidos, exatamente o que o PostgreSQL tem.

    Não usa o portal nem os arquivos baixados. Um arquivo apagado ou vazio é feito de novo. O que só o Access tem fica
    como está e é listado. Pode ser repetido: o que já está igual não é regravado.
    """
    from qore_dagster.assets.access_rebuilt import tell_rebuilt
    from qore_dagster.cli.day_output import run_log
    from qore_dagster.instance.home import instance
    from qore_dagster.intake.access_rebuild import Asked
    from qore_dagster.intake.access_rebuild import rebuild as make
    from qore_dagster.partitions import fund_days
    from qore_dagster.resources import WarehouseResource

    if first is None:  # click's own `required` would be told in English in the help
        raise click.MissingParameter(param_hint="'--from'", param_type="option")
    days = first.date(), (last or first).date()
    if days[1] < days[0]:
        raise click.UsageError(f"--to {days[1]:%d/%m/%Y} é anterior a --from {days[0]:%d/%m/%Y}")
    settings = load_settings()
    database = _the_file(settings)
    with run_log(), instance(settings) as opened, WarehouseResource().opened() as warehouse:
        registry = warehouse.funds()
        unknown = [slug for slug in funds if slug not in registry]
        if unknown:
            raise click.UsageError(f"fundo desconhecido: {', '.join(unknown)}; veja `qore funds`")
        with warehouse.connect() as connection:
            rebuilt = make(connection, database, registry, Asked(*days, funds or None))
        if warning := database.warning():
            click.echo(f"[!] {warning}", err=True)
        tell_rebuilt(opened, fund_days(settings.qore_start_date), rebuilt)
    for day in rebuilt.days:
        click.echo(f"{day:%d/%m/%Y}: {'; '.join(_told(rebuilt, day))}")
    for key, fault in sorted(rebuilt.batch.failed.items()):
        click.echo(f"[X] {key.fund} em {key.date:%d/%m/%Y}, {database.path.name}: {fault}", err=True)
    click.echo(_summary(rebuilt, database, days))
    return 1 if rebuilt.batch.failed else 0


@access.command()
def compact() -> None:
    """Compacta o arquivo: a cópia compactada, conferida tabela a tabela, toma o lugar dele."""
    database = _the_file(load_settings())
    if not database.exists:
        raise SettingsError(f"não há arquivo do Access em {database.path}", "confira ACCESS_PATH")
    before, after = database.compact()
    click.echo(f"[+] {database.path.name}: {_size(before)} antes, {_size(after)} depois")


def _the_file(settings: Settings) -> "AccessDatabase":
    from qore_dagster.access.backend import open_backend

    database = open_backend(settings)
    if database is None:
        raise SettingsError(
            "não há arquivo do Access: ACCESS_PATH está vazio, ou ACCESS_BACKEND=off",
            "diga em ACCESS_PATH onde ele está (.accdb ou .mdb)",
        )
    return database


def _told(rebuilt: "Rebuilt", day: "date") -> "Iterator[str]":
    """What became of a day, by number of funds; those that only Access has by name."""
    failed = sum(key.date == day for key in rebuilt.batch.failed)
    yield _counts(len(rebuilt.written(day)), len(rebuilt.equal(day)), failed)
    if alone := [key.fund for key in rebuilt.only_in_access if key.date == day]:
        yield f"só no Access: {', '.join(alone)}"


def _summary(rebuilt: "Rebuilt", database: "AccessDatabase", days: "tuple[date, date]") -> str:
    span = f"de {days[0]:%d/%m/%Y} a {days[1]:%d/%m/%Y}"
    if not rebuilt.batch.keys():
        return f"[!] o PostgreSQL não tem nenhuma carteira carregada {span}; nada mudou em {database.path.name}"
    counts = _counts(len(rebuilt.written()), len(rebuilt.equal()), len(rebuilt.batch.failed))
    alone = f"; só no Access {len(rebuilt.only_in_access)}" if rebuilt.only_in_access else ""
    return f"{'[X]' if rebuilt.batch.failed else '[+]'} {database.path.name}, {span}: {counts}{alone}"


def _counts(written: int, equal: int, failed: int) -> str:
    return f"fundos regravados {written}, já iguais {equal}" + (f", com falha {failed}" if failed else "")


def _size(size: int) -> str:
    return f"{size / _MB:.1f} MB".replace(".", ",")
