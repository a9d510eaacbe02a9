"""A workbook that comes after the XML: what only it tells, returns and holders, still gets to the tables."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qore_dagster.assets.keys import raw_key
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import RunningPortal, running
from qore_dagster.warehouse.lease import Lease
from qore_dagster_tests.automation.conftest import Ask
from qore_dagster_tests.automation.test_requests import execute
from qore_dagster_tests.rooms_fixture import Rooms, open_rooms

DAY = date(2025, 12, 17)
"""Of the layout that has returns and holders."""
WORKBOOK = FileType.CARTEIRA_EXCEL


@pytest.fixture(scope="module")
def portal() -> Iterator[RunningPortal]:
    with running(SimulatorConfig(funds=3, days=2, last_day=DAY)) as started:
        yield started


@pytest.fixture
def rooms(tmp_path: Path, portal: RunningPortal, postgres: Lease, migrated_template: str) -> Iterator[Rooms]:
    portal.clear_faults()
    with open_rooms(tmp_path, portal, postgres, migrated_template) as opened:
        yield opened


@pytest.fixture
def late(rooms: Rooms, ask: Ask) -> FundDay:
    """The fund-day whose workbook came when the rest was loaded; the others have theirs."""
    first, *others = rooms.keys(DAY)
    rooms.portal.add_fault("late", fund=rooms.funds[0].uuid, file_type=WORKBOOK)
    for request in execute(rooms, ask([DAY])):
        assert request.success
    assert returns_and_holders(rooms, first) == (0, 0)
    assert all(min(returns_and_holders(rooms, other)) > 0 for other in others)
    rooms.portal.release_late()
    return first


def returns_and_holders(rooms: Rooms, key: FundDay) -> tuple[int, int]:
    """How many rows of each the tables have."""
    query = "select count(*) from pos.{} join cad.info_fundos using (id_fundo) where slug = %s and data_pos = %s"
    [(returns,)], [(holders,)] = (
        rooms.rows(query.format(table), key.fund, key.date) for table in ("pos_rentabilidade", "pos_passivo")
    )
    return returns, holders


def test_it_brings_its_returns_and_holders_to_the_tables(rooms: Rooms, ask: Ask, late: FundDay) -> None:
    request = ask([DAY])

    assert [(each.first, each.last, each.groups) for each in request.rectangles] == [
        (late, late, {WORKBOOK.slug, "positions"})
    ]
    execute(rooms, request)
    assert min(returns_and_holders(rooms, late)) > 0
    assert ask([DAY]).rectangles == ()


def test_it_does_so_though_a_run_was_killed_when_it_had_just_fetched_it(rooms: Rooms, ask: Ask, late: FundDay) -> None:
    request = ask([DAY])
    rooms.execute(request.tags(request.rectangles[0]), assets=[raw_key(WORKBOOK)])

    [again] = ask([DAY]).rectangles

    assert (again.first, again.last, again.groups) == (late, late, {"positions"})
    execute(rooms, ask([DAY]))
    assert min(returns_and_holders(rooms, late)) > 0
    assert ask([DAY]).rectangles == ()
