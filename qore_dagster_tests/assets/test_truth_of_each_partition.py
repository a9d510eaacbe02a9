"""Six ways in which a day can go wrong, by both executors: every partition of every asset tells its own truth.

The real job over all funds of a day, against a portal with faults of that day; each case has a day of its own, so that
one platform (and one warm server of step processes) serves them all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import dagster as dg
import pytest

from qore_dagster.assets.keys import POSITIONS, SINK, raw_key
from qore_dagster.model.edition import SOURCES
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import running
from qore_dagster.warehouse.lease import Lease
from qore_dagster.warehouse.records import FileState
from qore_dagster_tests.rooms_fixture import DAYS, Rooms, open_rooms

XML, PDF = FileType.XML_5_0, FileType.CARTEIRA_PDF
FAILED, MISSING, RECEIVED = FileState.FAILED, FileState.MISSING, FileState.RECEIVED
ANY = None
"""Every fund."""

TYPES = {"in_process": tuple(FileType), "multiprocess": (XML, PDF)}
"""File types fetched by mode: a step process costs most of a second, and two types go wrong in every way there is."""


@dataclass(frozen=True)
class Case:
    """What is wrong on a day: the state of files by fund (its place, or `ANY`) and type; all others are received."""

    name: str
    wrong: Mapping[tuple[int | None, FileType], FileState]

    def state(self, place: int, file_type: FileType) -> FileState:
        return self.wrong.get((place, file_type)) or self.wrong.get((ANY, file_type)) or RECEIVED


CASES = (
    Case("some_fail", {(0, XML): FAILED, (1, PDF): FAILED}),
    Case("some_missing", {(1, XML): MISSING, (2, PDF): MISSING}),
    Case("a_whole_type_fails", {(ANY, XML): FAILED}),
    Case("a_whole_type_is_missing", {(ANY, XML): MISSING}),
    Case("some_fail_and_some_are_missing", {(0, XML): FAILED, (2, XML): MISSING, (ANY, PDF): MISSING}),
    Case("nothing_at_all", {(ANY, file_type): MISSING for file_type in FileType}),
)


@pytest.fixture(scope="module", params=["in_process", "multiprocess"])
def mode(request: pytest.FixtureRequest) -> str:
    """How the steps are executed."""
    return request.param


@pytest.fixture(scope="module")
def wrong_days(
    mode: str, tmp_path_factory: pytest.TempPathFactory, postgres: Lease, migrated_template: str
) -> Iterator[Rooms]:
    """A platform whose portal has the cases' faults, each on its day."""
    with (
        running(SimulatorConfig(funds=3, days=len(DAYS), last_day=DAYS[-1])) as portal,
        open_rooms(tmp_path_factory.mktemp(mode), portal, postgres, migrated_template) as rooms,
    ):
        for case, day in zip(CASES, DAYS, strict=False):
            for (place, file_type), state in case.wrong.items():
                fund = None if place is None else rooms.funds[place].uuid
                kind = "late" if state is MISSING else "html"
                portal.add_fault(kind, fund=fund, file_type=file_type, date=day)
        yield rooms


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_partition_of_every_asset_has_its_own_state(wrong_days: Rooms, mode: str, case: Case) -> None:
    rooms, day = wrong_days, DAYS[CASES.index(case)]
    keys = rooms.keys(day)
    wanted = {(key, t): case.state(place, t) for place, key in enumerate(keys) for t in TYPES[mode]}
    assets = (*(raw_key(t) for t in TYPES[mode]), *POSITIONS, *SINK)

    result = rooms.execute(days=[day], assets=assets, mode=mode)

    assert result.success is (FAILED not in wanted.values())
    assert rooms.states(keys) == wanted
    for asset in assets:
        read = [t for t in TYPES[mode] if raw_key(t) == asset] or _sources(mode)  # positions: the best that is there
        good = [key for key in keys if any(wanted[key, t] is RECEIVED for t in read)]
        told = rooms.materializations(asset)
        assert None not in told, f"an event of {asset.to_user_string()} without a partition"
        assert sorted(name for name in told if name and name.startswith(f"{day}|")) == sorted(map(str, good))
        # Dagster has no colour of its own for "not there yet": in a run that failed for another, it shows it as failed
        otherwise = "missing" if result.success else "FAILED"
        assert rooms.shown(asset, keys) == {key: "MATERIALIZED" if key in good else otherwise for key in keys}
    loaded = rooms.rows("select fund from ctl.slice_load where date = %s order by 1", day)
    there = {key.fund for key in keys if any(wanted[key, t] is RECEIVED for t in _sources(mode))}
    assert [fund for (fund,) in loaded] == sorted(there)
    _assert_all_steps_ran(rooms, result, wanted)


def _sources(mode: str) -> list[FileType]:
    return [file_type for file_type in TYPES[mode] if file_type in SOURCES]


def _assert_all_steps_ran(
    rooms: Rooms, result: dg.JobExecutionResult, wanted: Mapping[tuple[FundDay, FileType], FileState]
) -> None:
    """Only a step in which something failed is red; those after it have run all the same, and are green."""
    red = {f"raw__{file_type.slug}" for (_, file_type), state in wanted.items() if state is FAILED}
    every = {*(f"raw__{file_type.slug}" for _, file_type in wanted), "positions", "postgres", "cross_checks"}
    steps = {stats.step_key: stats.status for stats in rooms.instance.get_run_step_stats(result.run_id)}
    assert {name: status.value for name, status in steps.items() if status} == {
        name: "FAILURE" if name in red else "SUCCESS" for name in every
    }


def test_what_failed_or_is_missing_says_why_on_its_own_partition(wrong_days: Rooms) -> None:
    rooms = wrong_days
    day = DAYS[len(CASES)]  # of which nothing has been fetched: a file of another type would serve instead
    failed, good, missing = rooms.keys(day)
    for kind, key in (("html", failed), ("late", missing)):
        [fund] = [fund for fund in rooms.funds if fund.slug == key.fund]
        rooms.portal.add_fault(kind, fund=fund.uuid, file_type=XML, date=day)
    result = rooms.execute(days=[day], assets=[raw_key(XML), *POSITIONS, *SINK])

    entries = rooms.instance.all_logs(result.run_id, of_type=dg.DagsterEventType.ASSET_OBSERVATION)
    observed = {
        (event.asset_key, event.partition): event.asset_observation_data.asset_observation.metadata
        for entry in entries
        if (event := entry.dagster_event) is not None
    }
    everywhere = [raw_key(XML), *POSITIONS, *SINK]
    assert set(observed) == {(asset, str(key)) for asset in everywhere for key in (failed, missing)}
    for asset in everywhere:
        why = observed[asset, str(failed)]
        assert why["estado"].value == "falhou"
        assert failed.fund in str(why["motivo"].value)
        assert why["o_que_fazer"].value
        assert observed[asset, str(missing)]["estado"].value == "ausente"
        assert observed[asset, str(missing)]["motivo"].value
    assert str(good) not in {partition for _, partition in observed}

    [failure] = result.get_step_failure_events()
    assert failure.step_failure_data.user_failure_data is not None
    described = failure.step_failure_data.user_failure_data.description or ""
    assert str(failed) in described
    assert missing.fund not in described


def test_a_table_that_holds_the_day_is_not_told_to_lack_it(wrong_days: Rooms) -> None:
    rooms, day = wrong_days, DAYS[len(CASES)]
    key = rooms.keys(day)[1]
    run = {"one": key, "assets": [raw_key(XML), *POSITIONS, *SINK]}
    assert rooms.execute(**run).success
    vanished = rooms.portal.add_fault("late", fund=rooms.funds[1].uuid, file_type=XML, date=day)
    result = rooms.execute(**run)
    rooms.portal.clear_faults(id=vanished)

    entries = rooms.instance.all_logs(result.run_id, of_type=dg.DagsterEventType.ASSET_OBSERVATION)
    told = {event.asset_key for entry in entries if (event := entry.dagster_event) is not None}
    assert told == {raw_key(XML), *POSITIONS}
    assert rooms.rows("select count(*) from ctl.slice_load where (fund, date) = (%s, %s)", key.fund, day) == [(1,)]
