"""The fixtures of this folder."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from qore_dagster.automation.places import Places
from qore_dagster.automation.requests import Asked, Request, make_request
from qore_dagster.automation.unfinished import covered_by_unfinished_runs
from qore_dagster.intake.fetch import Intake
from qore_dagster.model.file_type import FileType
from qore_dagster_tests.archive_fixture import root
from qore_dagster_tests.rooms_fixture import DAYS, Rooms, rooms, running_portal, small_portal

__all__ = ["ask", "rooms", "root", "running_portal", "small_portal"]

Ask = Callable[..., Request]


@pytest.fixture
def ask(rooms: Rooms) -> Ask:
    """Make a request for all funds: `ask()` for the last day, `ask(DAYS)` for more, `types=` for some types only."""

    def request(days: Sequence[date] = DAYS[-1:], types: Sequence[FileType] = ()) -> Request:
        funds = rooms.funds
        with rooms.qore.session("test") as portal, rooms.warehouse.ledger() as ledger:
            intake = Intake(portal, rooms.raw_store.open(), ledger, {fund.slug: fund for fund in funds}, "test")
            asked = Asked.of(days, funds, types or rooms.settings.qore_types)
            running = covered_by_unfinished_runs(rooms.instance)
            return make_request(rooms.instance, intake, asked, running, places=Places.of(rooms.settings))

    return request
