"""The jobs: a day of funds, and the registry.

Belongs here: which assets a job holds. Does not: how it is executed (`executors`), what it is asked for (`requests`).
"""

from collections.abc import Iterable
from typing import Any

import dagster as dg

from qore_dagster.assets.keys import POSITIONS, RAW, REGISTRY, SINK, archive_key
from qore_dagster.model.file_type import FileType

DAY = "carteira_diaria"
"""Raw files, positions, tables and the archive of any funds and days."""


def jobs(archived: Iterable[FileType]) -> list[Any]:
    """All jobs (Dagster's type of an unresolved one is private).

    Args:
        archived: the file types that have a place in the archive.
    """
    return [
        dg.define_asset_job(
            DAY,
            selection=[*RAW, *POSITIONS, *SINK, *map(archive_key, archived)],
            description="Arquivos, posições e tabelas: use um intervalo de partições (data × fundo).",
        ),
        dg.define_asset_job("cadastro", selection=[REGISTRY], description="Sincroniza o cadastro de fundos."),
    ]
