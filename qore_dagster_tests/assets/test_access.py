"""What Dagster says of the tables of the Access file."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from qore_dagster.access import database
from qore_dagster.access.safe_file import Limits
from qore_dagster.assets.keys import ACCESS, SINK
from qore_dagster.model.fund_day import FundDay
from qore_dagster.simulator.server import RunningPortal
from qore_dagster.warehouse.lease import Lease
from qore_dagster_tests.rooms_fixture import DAYS, EVERY, Rooms, open_rooms

DAY = DAYS[-1]
WITH_ACCESS = (*EVERY, *ACCESS)


@pytest.fixture
def rooms(tmp_path: Path, small_portal: RunningPortal, postgres: Lease, migrated_template: str) -> Iterator[Rooms]:
    """Rooms with an Access file."""
    access = str(tmp_path / "base.accdb")
    with open_rooms(tmp_path, small_portal, postgres, migrated_template, ACCESS_PATH=access) as opened:
        yield opened


def told_absent(rooms: Rooms) -> set[tuple[str, FundDay]]:
    """Group and partition of what is told to be absent, over all tables of both sinks."""
    return {
        (asset.path[0], FundDay.parse(observation.partition))
        for asset in (*SINK, *ACCESS)
        for record in rooms.instance.fetch_observations(asset, limit=100).records
        if (observation := record.asset_observation) and observation.partition
        if observation.metadata["estado"].value == "ausente"
    }


def test_a_table_that_holds_rows_is_not_told_to_be_absent(rooms: Rooms) -> None:
    keys = rooms.keys(DAY)
    never, *held = keys
    late = rooms.portal.add_fault("late", fund=rooms.funds[0].uuid)
    assert rooms.execute(days=[DAY], assets=WITH_ACCESS).success
    groups = {asset.path[0] for asset in (*SINK, *ACCESS)}
    assert told_absent(rooms) == {(group, never) for group in groups}
    rooms.portal.clear_faults(id=late)
    rooms.portal.add_fault("late")  # now the portal has no file of any fund

    assert rooms.execute(days=[DAY], assets=WITH_ACCESS).success

    assert told_absent(rooms) == {(group, never) for group in groups}
    assert set(rooms.shown(ACCESS[0], held).values()) == {"MATERIALIZED"}


def test_a_file_that_grows_too_big_is_told_in_the_run(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "Limits", lambda: Limits(warn=1))
    ran = rooms.execute(days=[DAY], assets=WITH_ACCESS)
    said = [entry.user_message for entry in rooms.instance.all_logs(ran.run_id) if entry.level == logging.WARNING]
    assert [text for text in said if "qore access compact" in text]
