"""What Dagster shows after a rebuild is what the file holds."""

from datetime import date

import dagster as dg
import pytest

from qore_dagster.assets.access_rebuilt import tell_rebuilt
from qore_dagster.assets.keys import ACCESS
from qore_dagster.assets.shown import last_shown
from qore_dagster.intake.access_rebuild import Rebuilt
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import FUNDS, fund_days

KEY = FundDay(date(2026, 1, 7), "alfa")


def rebuilt(version: int, *, written: bool) -> Rebuilt:
    """A rebuild of one fund's day."""
    made = Rebuilt()
    made.batch.succeed(KEY, value=written, version=version)
    return made


@pytest.mark.parametrize(("version", "told"), [(1, 1), (2, 2)])
def test_an_equal_day_is_told_again_only_where_dagster_shows_another_edition(version: int, told: int) -> None:
    days = fund_days(date(2026, 1, 2))
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(FUNDS.name or "", [KEY.fund])
        tell_rebuilt(instance, days, rebuilt(1, written=True))

        tell_rebuilt(instance, days, rebuilt(version, written=False))

        assert {shown.version for shown in last_shown(instance, [KEY], ACCESS).values()} == {version}
        events = instance.fetch_materializations(ACCESS[0], limit=10).records
        assert len(events) == told
