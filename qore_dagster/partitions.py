"""Fund × business day, and nothing else.

Belongs here: the partitions definition and how its keys and ranges are spelt. Does not: which funds there are
(`registry`), what a run is asked to do (`automation`). Concept: dagster.io, "Partitioning assets".
"""

from calendar import SATURDAY
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import dagster as dg

from qore_dagster.calendar import LAST_YEAR, SAO_PAULO, holidays
from qore_dagster.model.fund_day import FundDay

FUNDS = dg.DynamicPartitionsDefinition(name="fund")
RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"
SINGLE = "dagster/partition"


@cache
def business_dates(start: date) -> dg.TimeWindowPartitionsDefinition:
    """ANBIMA business days from `start`; the last key is the last day that has closed (D-1).

    All known holidays are shipped from the start: a holiday added later would make Dagster count every partition anew.
    """
    zone = ZoneInfo(SAO_PAULO)
    exclusions = [
        datetime(day.year, day.month, day.day, tzinfo=zone)
        for year in range(start.year, LAST_YEAR + 1)
        for day in holidays(year)
        if day >= start and day.weekday() < SATURDAY
    ]
    return dg.TimeWindowPartitionsDefinition(
        start=start.isoformat(),
        fmt="%Y-%m-%d",
        cron_schedule="0 0 * * 1-5",
        timezone=SAO_PAULO,
        exclusions=exclusions,
    )


@cache
def fund_days(start: date) -> dg.MultiPartitionsDefinition:
    """The partition of every asset but the registry; keys read `2026-11-19|fund`."""
    return dg.MultiPartitionsDefinition({"date": business_dates(start), "fund": FUNDS})


def keys_of(partition_keys: Iterable[str]) -> list[FundDay]:
    """Dagster's keys as fund-days."""
    return [FundDay.parse(key) for key in partition_keys]


def range_tags(first: FundDay, last: FundDay) -> dict[str, str]:
    """Tags of one run over (dates between) × (funds between, in the order of the keys)."""
    return {RANGE_START: str(first), RANGE_END: str(last)}
