"""Schedule and sensor as the daemon evaluates them: they request exactly what is missing, and leave no login behind."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import psycopg2
import pytest

from qore_dagster.assets.keys import POSITIONS, SINK, raw_key
from qore_dagster.automation.day_request import request_days
from qore_dagster.automation.jobs import DAY as DAY_JOB
from qore_dagster.calendar import SAO_PAULO, previous_business_day
from qore_dagster.definitions import loaded_defs
from qore_dagster.model.edition import SOURCES
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import RANGE_END, RANGE_START
from qore_dagster.portal.errors import PortalError
from qore_dagster.warehouse.lease import Lease
from qore_dagster.warehouse.records import FileState
from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.rooms_fixture import EVERY, Rooms, open_rooms

EIGHT = datetime(2026, 1, 8, 8, tzinfo=ZoneInfo(SAO_PAULO))
DAY = date(2026, 1, 7)


def resources() -> dict[str, Any]:
    """What the daemon gives to schedules and sensors."""
    held = loaded_defs().resources or {}
    return {name: held[name] for name in ("qore", "raw_store", "warehouse")}


def at(rooms: Rooms, when: datetime) -> tuple[Sequence[dg.RunRequest], str | None]:
    """What the daily schedule says at a time."""
    with dg.build_schedule_context(
        instance=rooms.instance, scheduled_execution_time=when, resources=resources()
    ) as context:
        ticked = loaded_defs().resolve_schedule_def("diario_d1").evaluate_tick(context)
    return ticked.run_requests or (), ticked.skip_message


def late_files(rooms: Rooms) -> tuple[Sequence[dg.RunRequest], str | None]:
    """What the sensor of late files says now."""
    repository = loaded_defs().get_repository_def()
    with dg.build_sensor_context(instance=rooms.instance, repository_def=repository, resources=resources()) as context:
        ticked = repository.get_sensor_def("late_files").evaluate_tick(context)
    return ticked.run_requests or (), ticked.skip_message


def execute(rooms: Rooms, request: dg.RunRequest) -> dg.JobExecutionResult:
    """Execute what was requested as the daemon would."""
    assert request.job_name in {None, DAY_JOB}
    selection = [key for key in request.asset_selection or () if isinstance(key, dg.AssetKey)]
    return rooms.execute(request.tags, assets=selection, config=request.run_config, mode="in_process")


def sessions(rooms: Rooms) -> list[str]:
    """Files of logins that are kept."""
    folder = rooms.settings.qore_home / "sessions"
    return sorted(path.name for path in folder.glob("*.json"))


def end_session(rooms: Rooms, run: dg.DagsterRun, sensor: str) -> None:
    """Evaluate the sensor that the daemon evaluates when a run has ended."""
    repository = loaded_defs().get_repository_def()
    [event] = rooms.instance.all_logs(run.run_id, of_type=dg.DagsterEventType.RUN_SUCCESS)
    assert event.dagster_event is not None
    context = dg.build_run_status_sensor_context(
        sensor_name=sensor,
        dagster_event=event.dagster_event,
        dagster_instance=rooms.instance,
        dagster_run=run,
        repository_def=repository,
    )
    repository.get_sensor_def(sensor)(context)


def test_the_schedule_requests_d_1_of_all_funds_and_its_run_executes(rooms: Rooms) -> None:
    requests, skipped = at(rooms, EIGHT)
    assert skipped is None
    [request] = requests
    assert request.tags[RANGE_START] == str(FundDay(DAY, rooms.slugs[0]))
    assert request.tags[RANGE_END] == str(FundDay(DAY, rooms.slugs[-1]))
    assert set(request.asset_selection or ()) == set(EVERY)
    assert sessions(rooms) == [], "the tick's login is forgotten"

    result = execute(rooms, request)
    assert result.success
    assert sorted(filter(None, rooms.materializations(EVERY[-1]))) == sorted(map(str, rooms.keys(DAY)))
    assert sessions(rooms), "the run's login serves all its processes"
    run = rooms.instance.get_run_by_id(result.run_id)
    assert run is not None
    end_session(rooms, run, "fim_de_sessao_success")
    assert sessions(rooms) == []

    assert at(rooms, EIGHT) == ((), "nada a buscar para 07/01/2026")


def test_the_schedule_requests_exactly_what_is_missing(rooms: Rooms) -> None:
    first, second, third = rooms.keys(DAY)
    rooms.execute(one=second)
    requests, _ = at(rooms, EIGHT)
    assert [(r.tags[RANGE_START], r.tags[RANGE_END]) for r in requests] == [(str(k), str(k)) for k in (first, third)]
    assert len({request.run_key for request in requests}) == 2


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2026, 1, 1, 8, tzinfo=ZoneInfo(SAO_PAULO)), "01/01/2026 não é dia útil"),
        (datetime(2025, 12, 25, 8, tzinfo=ZoneInfo(SAO_PAULO)), "25/12/2025 não é dia útil"),
    ],
)
def test_on_a_holiday_the_schedule_says_so_and_asks_nothing(rooms: Rooms, when: datetime, said: str) -> None:
    assert at(rooms, when) == ((), said)
    assert rooms.portal.requests()["total"] == 0


def test_after_a_holiday_d_1_is_the_business_day_before_it(rooms: Rooms) -> None:
    requests, _ = at(rooms, datetime(2026, 1, 2, 8, tzinfo=ZoneInfo(SAO_PAULO)))
    assert {request.tags[RANGE_START][:10] for request in requests} == {"2025-12-31"}


def test_a_tick_that_cannot_read_the_portal_fails_and_leaves_no_login_behind(rooms: Rooms) -> None:
    rooms.portal.add_fault("http_403", at="dashboard")
    with pytest.raises(Exception) as failed:  # noqa: PT011 - Dagster wraps it
        at(rooms, EIGHT)
    assert isinstance(failed.value.__cause__, PortalError)
    assert sessions(rooms) == []


@pytest.fixture
def today(tmp_path: Path, portal: StartPortal, postgres: Lease, migrated_template: str) -> Iterator[Rooms]:
    """Rooms whose portal has the files of the real D-1."""
    with open_rooms(tmp_path, portal(funds=2, days=1), postgres, migrated_template) as opened:
        yield opened


def test_the_sensor_requests_files_that_came_late_and_nothing_else(today: Rooms) -> None:
    day = previous_business_day(datetime.now(ZoneInfo(SAO_PAULO)).date())
    late, _ = today.keys(day)
    today.portal.add_fault("late", fund=today.funds[0].uuid, file_type=FileType.CARTEIRA_PDF)
    first, _ = late_files(today)
    for request in first:
        assert execute(today, request).success
    assert late_files(today) == ((), f"nada de novo para {day:%d/%m/%Y}")

    today.portal.release_late()
    [arrived], _ = late_files(today)
    assert (arrived.tags[RANGE_START], arrived.tags[RANGE_END]) == (str(late), str(late))
    assert arrived.asset_selection == [raw_key(FileType.CARTEIRA_PDF)]
    assert execute(today, arrived).success
    assert late_files(today) == ((), f"nada de novo para {day:%d/%m/%Y}")


def test_a_file_that_cannot_be_read_does_not_fail_every_quarter_of_an_hour(today: Rooms) -> None:
    day = previous_business_day(datetime.now(ZoneInfo(SAO_PAULO)).date())
    nothing = ((), f"nada de novo para {day:%d/%m/%Y}")
    [request], _ = late_files(today)
    unread = today.keys(day)[1]
    with closing(psycopg2.connect(today.warehouse_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("update ctl.fund set cnpj = '11222333000181' where slug = %s", (unread.fund,))
    assert not execute(today, request).success, "the files are another fund's"

    assert late_files(today) == nothing
    assert {key for key, state in today.states(today.keys(day)).items() if state is FileState.FAILED} == {
        (unread, file_type) for file_type in SOURCES
    }
    [again] = request_days(today.instance, today.settings, [day], **resources(), vain=True).rectangles
    assert again.first == again.last == unread, "whoever asks for the day tries again"

    today.portal.add_fault("replaced", fund=today.funds[1].uuid, file_type=FileType.XML_5_0)
    [renewed], _ = late_files(today)
    assert set(renewed.asset_selection or ()) == {raw_key(FileType.XML_5_0), *POSITIONS, *SINK}
    assert execute(today, renewed).success
    assert late_files(today) == nothing
