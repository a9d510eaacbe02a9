"""The jobs: a day of funds, and the registry.

Belongs here: which assets a job holds. Does not: how it is executed (`executors`), what it is asked for (`requests`).
"""

from typing import Any

import dagster as dg

from qore_dagster.assets.keys import ACCESS, POSITIONS, RAW, REGISTRY, SINK

DAY = "carteira_diaria"
"""Raw files, positions and tables of any funds and days."""


def jobs(*, access: bool) -> list[Any]:
    """All jobs (Dagster's type of an unresolved one is private).

    Args:
        access: whether there is an Access file.
    """
    return [
        dg.define_asset_job(
            DAY,
            selection=[*RAW, *POSITIONS, *SINK, *(ACCESS if access else ())],
            description="Arquivos, posições e tabelas: use um intervalo de partições (data × fundo).",
        ),
        dg.define_asset_job("cadastro", selection=[REGISTRY], description="Sincroniza o cadastro de fundos."),
    ]
