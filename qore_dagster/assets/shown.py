"""What Dagster shows of assets' partitions: the edition that was materialized last, and when in the order of events.

Belongs here: reading that. Does not: what a materialization says (`outcome`), what follows from it (`automation.done`,
`access_rebuilt`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import dagster as dg

from qore_dagster.assets.outcome import edition_shown
from qore_dagster.model.fund_day import FundDay


@dataclass(frozen=True, slots=True)
class Shown:
    """The last materialization that Dagster has of an asset's partition.

    Attributes:
        version: of a raw file, or the edition of what was made of one.
        event: its number in the event log: what was made later has a higher one.
    """

    version: int
    event: int


def last_shown(
    instance: dg.DagsterInstance, keys: Sequence[FundDay], assets: Iterable[dg.AssetKey]
) -> dict[tuple[dg.AssetKey, FundDay], Shown]:
    """What was materialized last, by asset and key; no entry where nothing ever was."""
    found: dict[tuple[dg.AssetKey, FundDay], Shown] = {}
    if not keys:
        return found
    names = [str(key) for key in keys]
    for asset in assets:
        cursor: str | None = None
        while True:
            page = instance.fetch_materializations(
                dg.AssetRecordsFilter(asset_key=asset, asset_partitions=names),
                limit=1000,
                cursor=cursor,
                ascending=True,
            )
            for record in page.records:
                event = record.asset_materialization
                if event is None or event.partition is None:
                    continue
                found[asset, FundDay.parse(event.partition)] = Shown(edition_shown(event), record.storage_id)
            if not page.has_more:
                break
            cursor = page.cursor
    return found
