"""Steps are processes by default, and one process by choice; both go on when something has failed."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import dagster as dg
import pytest

from qore_dagster.assets.keys import POSITIONS, raw_key
from qore_dagster.model.file_type import FileType
from qore_dagster.settings import Executor
from qore_dagster.simulator.server import RunningPortal
from qore_dagster.warehouse.lease import Lease
from qore_dagster_tests.rooms_fixture import DAYS, Rooms, open_rooms

TWO_STEPS = (raw_key(FileType.XML_5_0), *POSITIONS)


def processes(rooms: Rooms, mode: str | None) -> dict[str, int]:
    """Execute two steps; the process id of each."""
    result = rooms.execute(days=DAYS[-1:], assets=TWO_STEPS, mode=mode)
    assert result.success
    started = rooms.instance.all_logs(result.run_id, of_type=dg.DagsterEventType.STEP_START)
    return {event.step_key or "": event.pid or 0 for entry in started if (event := entry.dagster_event) is not None}


Configured = Callable[[Executor | None], Rooms]


@pytest.fixture
def configured(
    tmp_path: Path, small_portal: RunningPortal, postgres: Lease, migrated_template: str
) -> Iterator[Configured]:
    """Rooms with QORE_EXECUTOR as given."""
    with ExitStack() as stack:

        def opened(executor: Executor | None) -> Rooms:
            variables = {"QORE_EXECUTOR": executor.value} if executor else {}
            return stack.enter_context(open_rooms(tmp_path, small_portal, postgres, migrated_template, **variables))

        yield opened


def test_by_default_every_step_has_a_process_of_its_own_and_a_run_may_choose(configured: Configured) -> None:
    rooms = configured(None)
    assert len({*processes(rooms, None).values(), os.getpid()}) == 3
    assert set(processes(rooms, "in_process").values()) == {os.getpid()}


def test_by_setting_all_steps_are_in_one_process_and_a_run_may_choose(configured: Configured) -> None:
    rooms = configured(Executor.IN_PROCESS)
    assert set(processes(rooms, None).values()) == {os.getpid()}
    assert len({*processes(rooms, "multiprocess").values(), os.getpid()}) == 3
