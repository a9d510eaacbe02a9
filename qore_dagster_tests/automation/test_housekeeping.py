"""The nightly clearing up, as the daemon runs it."""

import os
from contextlib import closing
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import dagster as dg
import psycopg2

from qore_dagster.assets.keys import POSITIONS, SINK
from qore_dagster.automation.housekeeping import CLEARING
from qore_dagster.calendar import SAO_PAULO
from qore_dagster.definitions import loaded_defs
from qore_dagster_tests.rooms_fixture import DAYS, Rooms


def clear_up(rooms: Rooms) -> dict[str, object]:
    """Run the job; what it says it did."""
    job = loaded_defs().resolve_job_def(CLEARING)
    result = job.execute_in_process(instance=rooms.instance)
    [output] = [event for event in result.all_events if event.is_successful_output]
    return {name: value.value for name, value in output.step_output_data.metadata.items()}


def age(rooms: Rooms, days: int) -> None:
    """Make everything that was recorded older."""
    with closing(psycopg2.connect(rooms.warehouse_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("update ctl.execution set recorded_at = recorded_at - make_interval(days => %s)", (days,))
        cursor.execute("update ctl.listing set listed_at = listed_at - make_interval(days => %s)", (days,))
    for path in rooms.settings.frames.rglob("*.parquet"):
        before = path.stat().st_mtime - days * 86400
        os.utime(path, (before, before))


def test_frames_of_old_runs_go_and_what_is_read_from_them_stays(rooms: Rooms) -> None:
    day = DAYS[0]
    first = rooms.execute(days=[day])
    age(rooms, 200)
    second = rooms.execute(days=[day])
    age(rooms, 200)
    frames = rooms.settings.frames
    assert {path.stem for path in frames.rglob("*.parquet")} == {first.run_id, second.run_id}

    told = clear_up(rooms)

    assert {path.stem for path in frames.rglob("*.parquet")} == {second.run_id}
    assert told["arquivos_de_posicoes"] == len(POSITIONS)
    assert clear_up(rooms)["arquivos_de_posicoes"] == 0
    loaded = rooms.rows("select fund, rows from ctl.slice_load order by 1")
    assert rooms.execute(days=[day], assets=SINK).success, "the tables are made again from the frames that stayed"
    assert rooms.rows("select fund, rows from ctl.slice_load order by 1") == loaded


def test_a_frame_whose_run_was_killed_before_it_said_so_goes_when_it_is_old(rooms: Rooms) -> None:
    left = rooms.settings.frames / "positions" / "portfolio" / "2026-01-07" / "killed.parquet"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"PAR1")
    assert clear_up(rooms)["arquivos_de_posicoes"] == 0, "it may be about to say so"
    age(rooms, 200)
    assert clear_up(rooms)["arquivos_de_posicoes"] == 1
    assert not left.exists()
    assert left.parent.is_dir(), "another run may be about to write there"


def test_it_comes_every_night_without_being_switched_on() -> None:
    schedule = loaded_defs().resolve_schedule_def("limpeza_noturna")
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    night = datetime(2026, 1, 8, 3, tzinfo=ZoneInfo(SAO_PAULO)).astimezone(UTC)
    with dg.build_schedule_context(scheduled_execution_time=night) as context:
        requests = schedule.evaluate_tick(context).run_requests
    assert requests is not None
    assert len(requests) == 1
