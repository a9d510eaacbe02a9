"""What exists: every asset, and the checks that are steps of their own.

Belongs here: the list. Does not: any of them.
"""

from collections.abc import Sequence

import dagster as dg

from qore_dagster.access.backend import open_backend
from qore_dagster.archive.destinations import destinations
from qore_dagster.assets.access import access_asset
from qore_dagster.assets.archive import archive_assets
from qore_dagster.assets.cross_checks import cross_checks
from qore_dagster.assets.migration import migration_assets
from qore_dagster.assets.positions import positions_asset
from qore_dagster.assets.postgres import postgres_asset
from qore_dagster.assets.raw import raw_assets
from qore_dagster.assets.registry import registry_funds
from qore_dagster.settings import Settings


def assets(fund_day: dg.PartitionsDefinition, settings: Settings) -> Sequence[dg.AssetsDefinition]:
    """All assets; `fund_day` are the partitions of all but the registry."""
    return [
        registry_funds,
        *raw_assets(fund_day),
        positions_asset(fund_day),
        postgres_asset(fund_day),
        *([access_asset(fund_day)] if open_backend(settings) else []),
        *archive_assets(destinations(settings), fund_day),
        *migration_assets(settings),
    ]


def asset_checks(fund_day: dg.PartitionsDefinition, settings: Settings) -> Sequence[dg.AssetChecksDefinition]:
    """The checks that no asset's own step makes."""
    return [cross_checks(fund_day, settings)]
