"""The jobs: a day of funds, the registry, the old Access database, the clearing up.

Belongs here: which assets a job holds. Does not: how it is executed (`executors`), what it is asked for (`requests`).
"""

from typing import Any

import dagster as dg

from qore_dagster.assets.keys import MIGRATED, REGISTRY
from qore_dagster.automation.housekeeping import clearing_job
from qore_dagster.automation.places import Places
from qore_dagster.settings import Settings

DAY = "carteira_diaria"
"""Everything of any funds and days: raw files, positions, tables, the Access file and the archive."""

MIGRATION = "migracao_access"
"""The old Access database."""


def jobs(settings: Settings) -> list[Any]:
    """All jobs (Dagster's type of an unresolved one is private)."""
    migration = dg.define_asset_job(
        MIGRATION,
        selection=list(MIGRATED),
        description="Traz a base antiga do Access (ACCESS_MIGRATION_PATH) para o PostgreSQL; pode ser repetida.",
    )
    return [
        *([migration] if settings.access_migration_path else []),
        dg.define_asset_job(
            DAY,
            selection=list(Places.of(settings).assets),
            description="Arquivos, posições, tabelas, Access e pastas: use um intervalo de partições (data × fundo).",
        ),
        dg.define_asset_job("cadastro", selection=[REGISTRY], description="Sincroniza o cadastro de fundos."),
        clearing_job(settings),
    ]
