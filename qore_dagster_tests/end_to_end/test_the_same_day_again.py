"""The same day once more, whoever asks: a second run, a Dagster that forgot the first, two commands at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import replace

import psycopg2
import pytest

from qore_dagster.assets.keys import POSITIONS, SINK, raw_key
from qore_dagster.model.file_type import FileType
from qore_dagster_tests.end_to_end.agreement import assert_dagster_agrees, materializations
from qore_dagster_tests.end_to_end.conftest import LoadedDay, MakePlatform
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform, Ran
from qore_dagster_tests.warehouse.gate import Gate

_FUNDS = 2
_FILES = _FUNDS * len(FileType)
_RUN = ("run", "--date", LAST_DAY.isoformat(), "--json")


Together = Callable[[Platform], AbstractContextManager[None]]


def _downloads(built: Platform) -> Counter[str]:
    return Counter(call["path"] for call in built.portal.requests()["log"] if "/download" in call["path"])


def _outcome(ran: Ran) -> tuple[int, int, int, int]:
    assert ran.out, ran.err
    return ran.code, ran.json["processed"], ran.json["failed"], ran.json["missing"]


def test_a_day_run_twice_leaves_the_same_database(corrected: Platform) -> None:
    corrected.portal.clear_faults()  # the portal has what is loaded
    once = corrected.dump()

    assert _outcome(corrected.run()) == (0, _FILES, 0, 0)

    assert corrected.dump() == once


def test_a_day_fetched_and_loaded_over_itself_leaves_the_same_database(corrected: Platform, database_uri: str) -> None:
    corrected.portal.clear_faults()
    once, loads = corrected.dump(), corrected.rows("select fund, run_id from ctl.slice_load order by 1")
    for file in (corrected.home / "raw").rglob("*.*"):
        file.unlink()
    forgetful = replace(corrected, dagster=database_uri, extra={"QORE_EXECUTOR": "in_process"})

    assert _outcome(forgetful.run()) == (0, _FILES, 0, 0)

    assert sum(_downloads(forgetful).values()) == _FILES, "everything was fetched again"
    assert set(forgetful.rows("select fund, run_id from ctl.slice_load")).isdisjoint(loads), "and loaded again"
    assert forgetful.dump() == once
    assert_dagster_agrees(forgetful)


@contextmanager
def _until_both_ask(built: Platform) -> Iterator[None]:
    """Nobody gets past his list of the portal's files before both commands have come there, or wait for each other."""
    with closing(psycopg2.connect(built.warehouse)) as connection:
        gate = Gate(connection)
        gate.close("BEFORE INSERT ON ctl.listing")
        yield
        gate.wait_for_two()


@pytest.mark.parametrize("together", [_until_both_ask, nullcontext], ids=["both ask", "as it comes"])
def test_two_commands_at_once_fetch_and_load_each_file_once(
    platform: MakePlatform, loaded_day: LoadedDay, together: Together
) -> None:
    built = platform(funds=_FUNDS, QORE_EXECUTOR="in_process")
    with ExitStack() as stack:
        with together(built):
            started = [stack.enter_context(built.start(*_RUN)) for _ in range(2)]
        ended = [process.communicate(timeout=300) for process in started]

    for process, (out, err) in zip(started, ended, strict=True):
        assert _outcome(Ran(process.returncode, out, err)) == (0, _FILES, 0, 0)
    assert sorted(_downloads(built).values()) == [1] * _FILES
    assert built.dump() == loaded_day.loaded
    assert_dagster_agrees(built)
    with built.instance() as instance:
        for asset in (*map(raw_key, FileType), *POSITIONS, *SINK):
            assert sorted(Counter(materializations(instance, asset)).values()) == [1] * _FUNDS, asset
