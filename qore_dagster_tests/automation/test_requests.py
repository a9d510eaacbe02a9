"""What a day still needs: listed, not present, and nobody at it."""

from contextlib import closing

import dagster as dg
import psycopg2
import pytest

from qore_dagster.assets.keys import POSITIONS, SINK, raw_key
from qore_dagster.automation.requests import Request, asset_selection, run_config
from qore_dagster.definitions import day_job
from qore_dagster.intake.fetch import NOT_LISTED
from qore_dagster.model.cross_checks import CROSS_CHECKS
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import SINGLE
from qore_dagster.warehouse.records import FileState
from qore_dagster_tests.automation.conftest import Ask
from qore_dagster_tests.rooms_fixture import DAYS, EVERY, Rooms

DAY = DAYS[-1]
ALL_GROUPS = {*(file_type.slug for file_type in FileType), "positions"}


def execute(rooms: Rooms, request: Request) -> list[dg.JobExecutionResult]:
    """Execute the runs of a request."""
    return [
        rooms.execute(request.tags(rectangle), assets=asset_selection(rectangle), config=run_config(rectangle))
        for rectangle in request.rectangles
    ]


def downloads(rooms: Rooms) -> int:
    """How many files the portal was asked for."""
    return rooms.portal.requests()["endpoints"].get("download", 0)


def observed(rooms: Rooms, asset: dg.AssetKey) -> list[tuple[FundDay, object]]:
    """Partition and reason of every observation of an asset."""
    records = rooms.instance.fetch_observations(asset, limit=100).records
    found = [observation for record in records if (observation := record.asset_observation)]
    return [(FundDay.parse(each.partition or ""), each.metadata["motivo"].value) for each in found]


def test_a_fresh_day_is_one_run_and_then_there_is_nothing_to_do(rooms: Rooms, ask: Ask) -> None:
    request = ask()
    [whole] = request.rectangles
    assert (whole.first, whole.last, whole.groups) == (*_ends(rooms), ALL_GROUPS)
    assert set(asset_selection(whole)) == set(EVERY)
    assert request.present == request.running == frozenset()

    [result] = execute(rooms, request)
    assert result.success
    again = ask()
    assert again.rectangles == ()
    assert again.present == {(key, file_type) for key in rooms.keys(DAY) for file_type in FileType}
    assert downloads(rooms) == 12


def test_a_run_reads_the_listing_of_its_request_and_does_not_list_again(rooms: Rooms, ask: Ask) -> None:
    request = ask()
    rooms.portal.forget_requests()
    execute(rooms, request)
    assert set(rooms.portal.requests()["endpoints"]) <= {"authorize", "me", "download", "quotas"}


def test_a_file_that_is_not_listed_is_not_requested_until_it_is(rooms: Rooms, ask: Ask) -> None:
    first, late, last = rooms.keys(DAY)
    rooms.portal.add_fault("late", fund=rooms.funds[1].uuid, file_type=FileType.XML_5_0)
    request = ask()
    assert [(r.first, r.last) for r in request.rectangles] == [(first, first), (late, late), (last, last)]
    assert request.rectangles[1].groups == ALL_GROUPS - {"xml_5_0"}, "positions are read from 4.01 until it comes"
    assert rooms.states([late])[late, FileType.XML_5_0] is FileState.MISSING
    assert observed(rooms, raw_key(FileType.XML_5_0)) == [(late, "o portal ainda não tem o arquivo")]
    assert all(result.success for result in execute(rooms, request))
    assert _source(rooms, late) == "XML_4_01"
    assert ask().rectangles == ()

    rooms.portal.release_late()
    [arrived] = ask().rectangles
    assert len(observed(rooms, raw_key(FileType.XML_5_0))) == 1, "what was said is not said again"
    assert (arrived.first, arrived.last, arrived.groups) == (late, late, {"xml_5_0", "positions"})
    execute(rooms, ask())
    assert _source(rooms, late) == "XML_5_0"
    assert ask().rectangles == ()


def _source(rooms: Rooms, key: FundDay) -> str:
    """What the warehouse holds of a fund-day was read from."""
    [(source,)] = rooms.rows(
        "select formato from pos.pos_cota join cad.info_fundos using (id_fundo) where slug = %s and data_pos = %s",
        key.fund,
        key.date,
    )
    return source


def test_a_corrected_file_is_requested_down_to_the_tables(rooms: Rooms, ask: Ask) -> None:
    execute(rooms, ask())
    corrected = rooms.keys(DAY)[2]
    rooms.portal.add_fault("replaced", fund=rooms.funds[2].uuid, file_type=FileType.XML_5_0)
    request = ask()
    [one] = request.rectangles
    assert (one.first, one.last, one.groups) == (corrected, corrected, {"xml_5_0", "positions"})
    execute(rooms, request)
    assert ask().rectangles == ()
    assert rooms.rows("select version from ctl.slice_load where fund = %s", corrected.fund) == [(2,)]


def test_a_corrected_file_without_positions_is_requested_alone(rooms: Rooms, ask: Ask) -> None:
    execute(rooms, ask())
    rooms.portal.add_fault("replaced", fund=rooms.funds[0].uuid, file_type=FileType.CARTEIRA_PDF)
    [one] = ask().rectangles
    assert asset_selection(one) == [raw_key(FileType.CARTEIRA_PDF)]


def test_positions_that_failed_to_be_loaded_again_are_requested(rooms: Rooms, ask: Ask) -> None:
    execute(rooms, ask())
    one = rooms.keys(DAY)[1]
    rooms.execute(one=one, assets=POSITIONS)  # by hand, or a run that was killed before it loaded them

    [again] = ask().rectangles

    assert (again.first, again.last, again.groups) == (one, one, {"positions"})


def test_a_listing_that_cannot_be_read_is_requested_so_that_its_failure_is_seen(rooms: Rooms, ask: Ask) -> None:
    unreadable = rooms.keys(DAY)[1]
    rooms.portal.add_fault("http_500", fund=rooms.funds[1].uuid, file_type=FileType.XML_4_01, at="listing")
    request = ask()
    [whole] = request.rectangles
    assert whole.groups == ALL_GROUPS
    [result] = execute(rooms, request)
    assert not result.success
    states = rooms.states(rooms.keys(DAY))
    assert {of for of, state in states.items() if state is FileState.FAILED} == {(unreadable, FileType.XML_4_01)}
    assert rooms.shown(raw_key(FileType.XML_4_01), [unreadable]) == {unreadable: "FAILED"}

    rooms.portal.clear_faults()
    [again] = ask().rectangles
    assert (again.first, again.last, again.groups) == (unreadable, unreadable, {"xml_4_01"})


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTED])
def test_what_an_unfinished_run_covers_is_left_to_it(rooms: Rooms, ask: Ask, status: dg.DagsterRunStatus) -> None:
    first, one, last = rooms.keys(DAY)
    waiting = rooms.instance.create_run_for_job(
        day_job(), tags={SINGLE: str(one)}, asset_selection=frozenset(EVERY), status=status
    )
    request = ask()
    assert request.running == {(one, file_type) for file_type in FileType}
    assert [(r.first, r.last) for r in request.rectangles] == [(first, first), (last, last)]

    rooms.instance.report_run_failed(waiting, "ended by the test")
    assert ask().running == frozenset()


def test_an_unfinished_range_covers_its_days_and_assets_only(rooms: Rooms, ask: Ask) -> None:
    rooms.instance.create_run_for_job(
        day_job(),
        tags=rooms.range_tags(DAYS[-2]),
        asset_selection=frozenset({raw_key(FileType.CARTEIRA_PDF)}),
        status=dg.DagsterRunStatus.STARTED,
    )
    request = ask(DAYS[-2:])
    assert request.running == {(key, FileType.CARTEIRA_PDF) for key in rooms.keys(DAYS[-2])}
    assert {frozenset(r.groups): r.first.date for r in request.rectangles} == {
        frozenset(ALL_GROUPS - {"carteira_pdf"}): DAYS[-2],
        frozenset(ALL_GROUPS): DAY,
    }


def test_what_only_the_ledger_has_is_requested_again_and_passes_without_the_portal(rooms: Rooms, ask: Ask) -> None:
    execute(rooms, ask())
    loaded = rooms.rows("select fund, version from ctl.slice_load order by 1")
    rooms.instance.wipe_assets([*POSITIONS[:1], *SINK])  # as after a kill between commit and event
    request = ask()
    [again] = request.rectangles
    assert again.groups == {"positions"}
    rooms.portal.forget_requests()
    execute(rooms, request)
    assert ask().rectangles == ()
    assert (downloads(rooms), rooms.rows("select fund, version from ctl.slice_load order by 1")) == (0, loaded)


def test_what_was_loaded_and_not_checked_is_requested_again(rooms: Rooms, ask: Ask) -> None:
    execute(rooms, ask())
    unchecked = rooms.keys(DAY)[1]
    with closing(psycopg2.connect(rooms.warehouse_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(  # as after a kill before the last step
            "delete from ctl.reconciliation where fund = %s and check_name = any(%s)",
            (unchecked.fund, [check.name for check in CROSS_CHECKS]),
        )
    [again] = ask().rectangles
    assert (again.first, again.last, again.groups) == (unchecked, unchecked, {"positions"})
    execute(rooms, ask())
    assert ask().rectangles == ()
    told = rooms.rows("select count(*) from ctl.reconciliation where check_name = 'quota_jump'")
    assert told == [(len(rooms.slugs),)]


def test_a_handful_of_files_is_one_process_and_a_day_is_as_the_settings_say(rooms: Rooms, ask: Ask) -> None:
    [whole] = ask().rectangles
    assert run_config(whole) == {}
    execute(rooms, ask())
    rooms.portal.add_fault("replaced", fund=rooms.funds[0].uuid)
    [few] = ask().rectangles
    assert run_config(few) == {"execution": {"config": {"mode": "in_process"}}}


def _ends(rooms: Rooms) -> tuple[FundDay, FundDay]:
    keys = rooms.keys(DAY)
    return keys[0], keys[-1]


def test_a_fund_without_any_file_is_told_so_on_every_asset_once(rooms: Rooms, ask: Ask) -> None:
    nothing, *_ = rooms.keys(DAY)
    rooms.portal.add_fault("late", fund=rooms.funds[0].uuid)
    ask()
    for asset in EVERY:
        assert observed(rooms, asset) == [(nothing, "o portal ainda não tem o arquivo")], asset
    ask()
    assert {len(observed(rooms, asset)) for asset in EVERY} == {1}, "what was said is not said again"


def test_what_is_loaded_is_not_told_to_be_absent(rooms: Rooms, ask: Ask) -> None:
    rooms.portal.add_fault("late", file_type=FileType.XML_5_0)
    assert all(result.success for result in execute(rooms, ask(types=[FileType.CARTEIRA_EXCEL])))
    ask(types=[FileType.XML_5_0])
    assert {key for key, _ in observed(rooms, raw_key(FileType.XML_5_0))} == set(rooms.keys(DAY))
    assert {asset for asset in (*POSITIONS, *SINK) if observed(rooms, asset)} == set()


def test_a_reason_that_holds_no_more_is_followed_by_the_one_that_does(rooms: Rooms, ask: Ask) -> None:
    rooms.portal.add_fault("late")
    broken = rooms.portal.add_fault("http_500", at="listing")
    execute(rooms, ask())
    rooms.portal.clear_faults(id=broken)
    ask()
    for asset in EVERY:
        latest = dict(reversed(observed(rooms, asset)))  # the newest comes first
        assert latest == dict.fromkeys(rooms.keys(DAY), NOT_LISTED), asset


def test_a_reason_is_told_though_the_request_before_was_killed_while_it_told(
    rooms: Rooms, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms.portal.add_fault("late", fund=rooms.funds[0].uuid)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(type(rooms.instance), "report_dagster_event", killed)
        with pytest.raises(KeyboardInterrupt):
            ask()
    ask()
    assert {asset for asset in EVERY if len(observed(rooms, asset)) != 1} == set()
