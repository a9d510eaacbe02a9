"""A run killed anywhere costs nothing but its own work: the next one waits for nobody and ends as if unbroken."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import dagster as dg
import psycopg2
import pytest

from qore_dagster_tests.end_to_end.agreement import assert_dagster_agrees
from qore_dagster_tests.end_to_end.conftest import LoadedDay
from qore_dagster_tests.end_to_end.killing import kill_step, wait_until
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform
from qore_dagster_tests.process_family import kill_all
from qore_dagster_tests.warehouse.gate import Gate

_SOON = 180.0  # seconds: far more than a run takes, far less than any time-out of the platform
_RUN = ("run", "--date", LAST_DAY.isoformat(), "--json")

_EVENTS = """BEFORE INSERT ON public.event_logs"""
_SINK_EVENT = "new.step_key = 'postgres' AND new.dagster_event_type = 'ASSET_MATERIALIZATION'"

Reached = Callable[[], None]
"""Returns when the run stands at the place."""


@contextmanager
def _in_the_database(uri: str, event: str, *, condition: str = "true", per: str = "STATEMENT") -> Iterator[Reached]:
    with closing(psycopg2.connect(uri)) as connection:
        gate = Gate(connection)
        gate.close(event, condition=condition, per=per)
        yield gate.wait_for_one


@contextmanager
def _in_a_download(built: Platform) -> Iterator[Reached]:
    (fund,) = built.rows("SELECT uuid::text FROM ctl.fund ORDER BY position LIMIT 1")[0]
    stalled = built.portal.add_fault("stall", fund=fund, file_type="XML_5_0", at="download")
    built.portal.forget_requests()

    def every_other_file_is_here() -> bool:
        downloads = [call for call in built.portal.requests()["log"] if "/download" in call["path"]]
        return len([call for call in downloads if call["status"] == 200]) == 8  # two funds, four types

    yield lambda: wait_until(every_other_file_is_here, "the downloads did not begin")
    built.portal.clear_faults(id=stalled)


@contextmanager
def _held(built: Platform, place: str) -> Iterator[Reached]:
    """A run comes to the place and no further, until the block ends."""
    places = {
        "before the copy": lambda: _in_the_database(built.warehouse, "BEFORE DELETE ON pos.pos_cota"),
        "after the delete": lambda: _in_the_database(built.warehouse, "BEFORE INSERT ON pos.pos_cota"),
        "before the commit": lambda: _in_the_database(built.warehouse, "AFTER INSERT ON ctl.slice_load"),
        "before Dagster's event": lambda: _in_the_database(built.dagster, _EVENTS, condition=_SINK_EVENT, per="ROW"),
        "in a download": lambda: _in_a_download(built),
    }
    with places[place]() as reached:
        yield reached


_PLACES = ("before the copy", "after the delete", "before the commit", "before Dagster's event", "in a download")


@pytest.mark.parametrize("place", _PLACES)
def test_the_whole_run_is_killed(corrected: Platform, loaded_day: LoadedDay, place: str) -> None:
    built = replace(corrected, extra={"QORE_EXECUTOR": "in_process"})
    with _held(built, place) as reached, built.start(*_RUN) as process:
        reached()
        kill_all(process)

    _run_again(built, loaded_day)


@pytest.mark.parametrize("place", _PLACES)
def test_one_step_is_killed(corrected: Platform, loaded_day: LoadedDay, place: str) -> None:
    built = replace(corrected, extra={"QORE_EXECUTOR": "multiprocess"})
    with _held(built, place) as reached, built.start(*_RUN) as process:
        reached()
        kill_step(built, "raw__xml_5_0" if place == "in a download" else "postgres")
        _, err = process.communicate(timeout=_SOON)
    assert process.returncode == 1, err  # what was loaded before Dagster's event was not checked

    _run_again(replace(corrected, extra={"QORE_EXECUTOR": "in_process"}), loaded_day)


def _run_again(built: Platform, loaded_day: LoadedDay) -> None:
    with built.instance() as instance:
        (broken,) = instance.get_run_ids(limit=1)
    began = time.monotonic()
    again = built.run()
    assert time.monotonic() - began < _SOON

    assert again.code == 0, again.err
    report = again.json
    assert (report["processed"], report["failed"], report["missing"]) == (8, 0, 0)
    assert {fund["reconciles"] for fund in report["funds"]} == {"ok"}
    assert built.dump() == loaded_day.corrected
    assert_dagster_agrees(built)
    with built.instance() as instance:
        run = instance.get_run_by_id(broken)
        assert run is not None
        assert run.status is dg.DagsterRunStatus.FAILURE
    assert list(built.home.rglob("*.part")) == []
