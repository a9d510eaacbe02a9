"""`migration/*`: the tables of the old Access database, brought into PostgreSQL by one step.

Belongs here: what Dagster shows of a migration. Does not: the migration (`migration`).

Names are mapped with `qore migrate-access --depara`; the step may be run again as often as wanted.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from qore_dagster.access.backend import engine_of
from qore_dagster.assets.keys import migrated_key
from qore_dagster.migration.reasons import TEXTS, Reason
from qore_dagster.migration.result import Result, SourceResult
from qore_dagster.migration.run import Asked, migrate
from qore_dagster.migration.sources import SOURCES
from qore_dagster.resources import WarehouseResource
from qore_dagster.settings import AccessBackend, Settings, load_settings


def migration_assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """The step whose outputs are the old tables; none where no setting names the file."""
    path = settings.access_migration_path
    return [] if path is None else [_migration(path)]


def _migration(path: Path) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name="migration",
        specs=[
            dg.AssetSpec(
                migrated_key(source.table),
                description=f"`{source.table}` of the old Access database into `{source.target}`. "
                f"One row: {source.grain}.",
                group_name="migration",
                kinds={"access", "postgres"},
                owners=["team:backoffice"],
                skippable=True,  # a table that the file does not have
            )
            for source in SOURCES
        ],
    )
    def migration(
        context: dg.AssetExecutionContext, warehouse: WarehouseResource
    ) -> Iterator[dg.MaterializeResult[Any]]:
        backend = load_settings(access_path=path).access
        if backend is AccessBackend.OFF:
            raise dg.Failure("ACCESS_BACKEND=off: sem ele não há como ler o Access", allow_retries=False)
        begun: set[tuple[str, str]] = set()

        def told(what: str, table: str, _: int) -> None:
            if table and (what, table) not in begun:
                begun.add((what, table))
                context.log.info("%s %s", what, table)

        with warehouse.connect() as connection:
            result = migrate(connection, engine_of(backend), Asked(path), told)
        for one in result.sources:
            if one.overall is not None and not one.failed:
                yield dg.MaterializeResult(asset_key=migrated_key(one.table), metadata=_metadata(one, result))
        failed = [one for one in result.sources if one.failed]
        if failed:
            raise dg.Failure("\n".join(map(_why, failed)), allow_retries=False)

    return migration


def _metadata(one: SourceResult, result: Result) -> dict[str, Any]:
    overall = one.overall
    if overall is None:
        return {}
    to_map = [name for name in result.unresolved if one.table in name.tables]
    sums = {"soma": overall.total, "diferenca": overall.difference, "tolerancia": overall.tolerance}
    return {
        "arquivo": result.file,
        "linhas": overall.rows,
        "dagster/row_count": overall.loaded,
        "quarentena": overall.quarantined,
        "motivos": dg.MetadataValue.md(_listed(f"{rows}: {TEXTS[Reason(code)]}" for code, rows in one.reasons.items())),
        "nomes_a_mapear": dg.MetadataValue.md(_listed(f"{name.system} `{name.name}`: {name.rows}" for name in to_map)),
        **({name: f"{value:.8f}" for name, value in sums.items()} if overall.total is not None else {}),
    }


def _listed(lines: Iterator[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "nenhum"


def _why(one: SourceResult) -> str:
    if one.failure is not None:
        return f"{one.table}: {one.failure}"
    wrong = [fund.fund for fund in one.funds if not fund.balanced]
    return f"{one.table}: não confere ({', '.join(wrong) or 'no total'}); veja `qore migrate-access`"
