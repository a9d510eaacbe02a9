"""`qore migrate-access`: the old Access database into PostgreSQL.

Belongs here: options, the progress shown meanwhile, the exit code. Does not: the migration (`migration`).
"""

import json
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qore_dagster.settings import ACCESS_SUFFIXES, AccessBackend, Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Generator

    from psycopg2.extensions import connection as Connection

    from qore_dagster.migration.run import Listener

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)
_DOING = {"contar": "contando", "ler": "lendo", "carregar": "carregando"}


@click.command(name="migrate-access")
@click.argument("file", type=_FILE, required=False, metavar="[ARQUIVO]")
@click.option("--depara", type=_FILE, help="CSV com nome, fundo (slug) e, se quiser, sistema: que fundo é cada nome.")
@click.option(
    "--names", type=_NEW, help="Escreve os nomes a mapear num CSV novo, para completar e devolver com --depara."
)
@click.option("--dry-run", is_flag=True, help="Faz tudo e desfaz: mostra o resultado e não grava nada.")
@click.option("--json", "as_json", is_flag=True, help="Resultado em JSON na saída padrão.")
def migrate_access(file: Path | None, depara: Path | None, names: Path | None, *, dry_run: bool, as_json: bool) -> int:
    """Migra a base antiga do Access (.mdb ou .accdb) para o PostgreSQL.

    Pode ser interrompido e rodado de novo: continua de onde parou, e o resultado é o mesmo. O que a plataforma já
    carregou não é alterado. Linhas que não cabem vão para ctl.migrated_quarantine, com o motivo. Sai com 1 se algo
    falhou, não confere ou foi recusado por defeito, e com 3 se só faltam nomes a mapear.
    """
    if file is None:
        if depara is None or names or dry_run or as_json:
            raise click.UsageError("diga o arquivo do Access (sem ele, só --depara, sozinho)")
        return _map_names(depara)
    if file.suffix.lower() not in ACCESS_SUFFIXES:  # the settings would tell it of ACCESS_PATH
        raise click.BadParameter(f"{file} não é um arquivo .accdb nem .mdb", param_hint="ARQUIVO")
    if names and names.exists():
        raise click.UsageError(f"{names} já existe; escolha outro nome, para que nada que foi completado se perca")
    from qore_dagster.access.backend import engine_of
    from qore_dagster.migration import printed
    from qore_dagster.migration.result import as_json as to_json
    from qore_dagster.migration.run import Asked, migrate
    from qore_dagster.migration.to_map import write_names

    settings = load_settings(access_path=file)
    if settings.access is AccessBackend.OFF:
        raise click.UsageError("ACCESS_BACKEND=off: sem ele não há como ler o Access")
    engine = engine_of(settings.access)
    with _warehouse(settings) as connection, _progress() as told:
        result = migrate(connection, engine, Asked(file, depara, dry_run), told)
    if as_json:
        click.echo(json.dumps(to_json(result), ensure_ascii=False, indent=1))
    else:
        printed.show(result)
    if names:
        write_names(names, result.unresolved)
        click.echo(
            f"[+] {len(result.unresolved)} nomes a mapear em {names}: complete fundo, rode com --depara", err=True
        )
    return result.exit_code


def _map_names(path: Path) -> int:
    from qore_dagster.migration.names import import_names, unheard
    from qore_dagster.migration.sources import SOURCES

    with _warehouse(load_settings()) as connection, connection, connection.cursor() as cursor:
        count = import_names(cursor, path)
        cursor.execute("SELECT source FROM ctl.migrated_source")
        staged = {source for (source,) in cursor.fetchall()}
        unknown = unheard(cursor, [source for source in SOURCES if source.table in staged]) if staged else []
    for system, name in unknown:
        click.echo(f"[!] nenhuma tabela tem este nome, confira a grafia: {system} {name}", err=True)
    click.echo(f"[+] {count} nomes mapeados; rode `qore migrate-access ARQUIVO` de novo para que valham", err=True)
    return 0


@contextmanager
def _warehouse(settings: Settings) -> "Generator[Connection]":
    """A connection to the migrated warehouse."""
    from qore_dagster.warehouse.address import connect, databases
    from qore_dagster.warehouse.migrations import migrate as apply

    with databases(settings) as addresses:
        apply(addresses.warehouse)
        with closing(connect(addresses.warehouse, purpose="migrate-access")) as connection:
            yield connection


@contextmanager
def _progress() -> "Generator[Listener]":
    """A bar where a person watches, else a line for each thing that begins."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip
    begun: set[tuple[str, str]] = set()
    with bar:
        task = bar.add_task("abrindo o arquivo", total=None)

        def told(what: str, table: str, rows: int) -> None:
            if what == "passos":
                bar.update(task, total=rows)
                return
            bar.update(task, description=f"{_DOING[what]} {table}{f': {rows:,} linhas' if rows else ''}")
            if (what, table) not in begun:
                bar.advance(task)
                begun.add((what, table))
                if not console.is_terminal:
                    click.echo(f"[+] {_DOING[what]} {table}", err=True)

        yield told
