"""A day is complete only when Access has it, unless the file holds what is newer still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qore_dagster.access.backend import open_backend
from qore_dagster.assets.keys import ACCESS, POSITIONS
from qore_dagster.simulator.server import RunningPortal
from qore_dagster.warehouse.lease import Lease
from qore_dagster_tests.access.units import unit
from qore_dagster_tests.automation.conftest import Ask
from qore_dagster_tests.automation.test_requests import execute
from qore_dagster_tests.rooms_fixture import DAYS, Rooms, open_rooms

DAY = DAYS[-1]


@pytest.fixture
def rooms(tmp_path: Path, small_portal: RunningPortal, postgres: Lease, migrated_template: str) -> Iterator[Rooms]:
    """Rooms with an Access file."""
    path = str(tmp_path / "Base.accdb")
    with open_rooms(tmp_path, small_portal, postgres, migrated_template, ACCESS_PATH=path) as opened:
        yield opened


def test_what_access_holds_in_a_newer_edition_is_not_asked_for_over_and_over(rooms: Rooms, ask: Ask) -> None:
    execute(rooms, ask())
    assert ask().rectangles == ()
    database, one = open_backend(rooms.settings), rooms.keys(DAY)[0]
    assert database is not None
    database.load([unit(one.fund, one.date, version=5)])  # as after a backup of PostgreSQL was put back
    rooms.instance.wipe_assets([POSITIONS[0]])
    [again] = ask().rectangles
    assert again.groups == {"positions", "access"}
    execute(rooms, ask())

    assert ask().rectangles == ()
    assert database.loaded([one])[one].version == 5, "an older edition never replaces a newer"
    assert rooms.shown(ACCESS[0], [one]) == {one: "MATERIALIZED"}
