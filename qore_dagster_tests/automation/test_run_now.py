"""`qore run` in this process: it never waits for ever, and its funds may come from the registry."""

from collections.abc import Sequence

import dagster as dg
import pytest

from qore_dagster.assets.keys import POSITIONS, SINK
from qore_dagster.assets.registry import refresh_registry
from qore_dagster.automation import run_now, unfinished
from qore_dagster.automation.requests import Asked
from qore_dagster.automation.run_now import DayRunner
from qore_dagster.definitions import day_job
from qore_dagster.instance.dead_runs import HOST_TAG, PID_TAG
from qore_dagster.partitions import FUNDS, SINGLE
from qore_dagster_tests.rooms_fixture import DAYS, EVERY, Rooms

DAY = DAYS[-1]


def run_the_day(rooms: Rooms) -> list[object]:
    """`qore run` for the day; how many files it waited for, each time that it did."""
    waited: list[object] = []

    def told(what: str, value: object) -> None:
        if what == "waiting":
            waited.append(value)

    with rooms.warehouse.opened() as warehouse:
        runner = DayRunner(rooms.instance, rooms.settings, warehouse, day_job, told)
        runner.run(lambda active: Asked.of([DAY], active, rooms.settings.qore_types))
    return waited


def run_elsewhere(rooms: Rooms, assets: Sequence[dg.AssetKey]) -> None:
    """A run of another machine, of which nobody here can tell whether it lives, is at the first fund."""
    rooms.instance.create_run_for_job(
        day_job(),
        tags={SINGLE: str(rooms.keys(DAY)[0]), HOST_TAG: "another-host", PID_TAG: "1"},
        asset_selection=frozenset(assets),
        status=dg.DagsterRunStatus.STARTED,
    )


def test_a_run_of_another_host_that_never_ends_is_waited_for_once_and_then_done_here(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfinished, "PATIENCE_SECONDS", 1.0)
    monkeypatch.setattr(run_now, "PATIENCE_SECONDS", 1.0)
    run_elsewhere(rooms, EVERY)
    waited = run_the_day(rooms)

    assert waited == [4], "the four files of the fund that the other run is at"
    assert rooms.rows("select count(*) from ctl.slice_load where date = %s", DAY) == [(len(rooms.funds),)]


def test_a_run_that_loads_what_is_fetched_already_is_waited_for_as_well(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfinished, "PATIENCE_SECONDS", 1.0)
    monkeypatch.setattr(run_now, "PATIENCE_SECONDS", 1.0)
    rooms.execute(days=[DAY])
    rooms.instance.wipe_assets([POSITIONS[0]])
    run_elsewhere(rooms, (*POSITIONS, *SINK))
    waited = run_the_day(rooms)

    assert len(waited) == 1, "the portal is not listed over and over while the other run works"


def test_where_the_portals_list_cannot_be_had_dagster_still_has_the_funds_keys(rooms: Rooms) -> None:
    slugs = rooms.slugs
    for slug in slugs:
        rooms.instance.delete_dynamic_partition(FUNDS.name or "", slug)  # as a new database has none
    rooms.portal.add_fault("http_500", at="dashboard")

    with rooms.qore.session("test") as portal:
        change = refresh_registry(rooms.instance, rooms.warehouse, portal)

    assert not change.lines()
    assert rooms.instance.get_dynamic_partitions(FUNDS.name or "") == slugs
