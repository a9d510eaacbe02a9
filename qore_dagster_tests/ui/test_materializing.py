"""Materializing from the UI: one fund and date, or a rectangle of them, and nothing else."""

from collections import Counter

import dagster as dg
from dagster._core.execution.backfill import BulkActionStatus

from qore_dagster.assets.keys import raw_key
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import SINGLE
from qore_dagster.warehouse.records import FileState
from qore_dagster_tests.rooms_fixture import DAYS, EVERY, Rooms
from qore_dagster_tests.ui.conftest import Ui

XML = raw_key(FileType.XML_5_0)


def told(rooms: Rooms) -> Counter[tuple[dg.AssetKey, str | None]]:
    """How often each partition of each asset was materialized."""
    return Counter((asset, name) for asset in EVERY for name in rooms.materializations(asset))


def loads(rooms: Rooms) -> dict[tuple[str, object], str]:
    """The run that loaded each fund's day."""
    return {(fund, day): run for fund, day, run in rooms.rows("select fund, date, run_id from ctl.slice_load")}


def test_the_code_location_of_workspace_yaml_loads_without_errors(ui: Ui) -> None:
    [entry] = ui.ask(
        """{ workspaceOrError { ... on Workspace { locationEntries {
            name loadStatus locationOrLoadError { __typename ... on PythonError { message } }
        } } } }"""
    )["workspaceOrError"]["locationEntries"]
    assert entry == {
        "name": "qore_dagster.definitions",
        "loadStatus": "LOADED",
        "locationOrLoadError": {"__typename": "RepositoryLocation"},
    }


def test_one_fund_and_date_is_materialized_again_and_nothing_else(ui: Ui) -> None:
    rooms, day = ui.rooms, DAYS[0]
    assert rooms.execute(days=[day]).success
    one = rooms.keys(day)[1]
    before, loaded = told(rooms), loads(rooms)

    run = ui.launch([XML], {SINGLE: str(one)})
    assert run.is_success
    assert told(rooms) - before == Counter({(XML, str(one)): 1})
    assert loads(rooms) == loaded

    run = ui.launch(list(EVERY), {SINGLE: str(one)})
    assert run.is_success
    assert told(rooms) - before == Counter({(asset, str(one)): 2 if asset == XML else 1 for asset in EVERY})
    assert loads(rooms) == {**loaded, (one.fund, day): run.run_id}
    assert set(rooms.states(rooms.keys(day)).values()) == {FileState.RECEIVED}
    assert rooms.rows("select distinct version from ctl.file_version") == [(1,)], "the same bytes are no new version"


def test_a_backfill_of_a_rectangle_makes_a_run_per_date_and_just_these_partitions(ui: Ui) -> None:
    rooms, days = ui.rooms, DAYS[2:4]
    funds = rooms.slugs[:2]
    wanted = [FundDay(day, fund) for day in days for fund in funds]
    runs = rooms.instance.get_runs_count()
    launched = ui.ask(
        """mutation($parameters: LaunchBackfillParams!) {
            launchPartitionBackfill(backfillParams: $parameters) {
                __typename
                ... on LaunchBackfillSuccess { backfillId }
                ... on PythonError { message }
            }
        }""",
        parameters={
            "assetSelection": [{"path": asset.path} for asset in EVERY],
            "partitionNames": [str(key) for key in wanted],
        },
    )["launchPartitionBackfill"]
    assert launched["__typename"] == "LaunchBackfillSuccess", launched

    def status() -> BulkActionStatus:
        backfill = rooms.instance.get_backfill(launched["backfillId"])
        assert backfill is not None
        return backfill.status

    ui.work_until(lambda: status() is not BulkActionStatus.REQUESTED)

    assert status() is BulkActionStatus.COMPLETED_SUCCESS
    assert rooms.instance.get_runs_count() - runs == len(days)
    keys = rooms.keys(*days)
    for asset in EVERY:
        assert rooms.shown(asset, keys) == {key: "MATERIALIZED" if key in wanted else "missing" for key in keys}
    assert {key for key in loads(rooms) if key[1] in days} == {(key.fund, key.date) for key in wanted}


def test_the_partitions_page_shows_what_is_there_and_what_failed(ui: Ui) -> None:
    rooms, day = ui.rooms, DAYS[4]
    rooms.portal.add_fault("html", fund=rooms.funds[0].uuid, file_type=FileType.XML_5_0, date=day)
    failed, *good = rooms.keys(day)
    run = ui.launch(
        [XML],
        rooms.range_tags(day),
    )
    assert not run.is_success
    ranges = ui.ask(
        """query($key: AssetKeyInput!) { assetNodeOrError(assetKey: $key) { ... on AssetNode {
            assetPartitionStatuses { ... on MultiPartitionStatuses { ranges {
                primaryDimStartKey secondaryDim { ... on DefaultPartitionStatuses {
                    materializedPartitions failedPartitions
                } }
            } } }
        } } }""",
        key={"path": XML.path},
    )["assetNodeOrError"]["assetPartitionStatuses"]["ranges"]
    [shown] = [each["secondaryDim"] for each in ranges if each["primaryDimStartKey"] == day.isoformat()]
    assert shown["failedPartitions"] == [failed.fund]
    assert sorted(shown["materializedPartitions"]) == sorted(key.fund for key in good)
