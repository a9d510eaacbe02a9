"""The private names that `narrow` uses, seen through the real event log; it says so when Dagster does not obey."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import dagster as dg
import pytest
from dagster._core.definitions.reconstruct import ReconstructableJob, ReconstructableRepository

from qore_dagster.io_managers.narrowing import NarrowingError, narrow
from qore_dagster.model.fund_day import FundDay
from qore_dagster_tests.rooms_fixture import Rooms

FUNDS = ["acacia", "baobab", "cedro"]
DAY = "2026-01-07"
KEPT = "test/kept"
"""The run's tag that names the funds kept."""
WHOLE = {
    "dagster/asset_partition_range_start": f"{DAY}|{FUNDS[0]}",
    "dagster/asset_partition_range_end": f"{DAY}|{FUNDS[-1]}",
}

days = dg.MultiPartitionsDefinition(
    {"date": dg.StaticPartitionsDefinition([DAY]), "fund": dg.StaticPartitionsDefinition(FUNDS)}
)


class Narrowing(dg.IOManager):
    """Keeps nothing but the partitions that the run's tag names."""

    def handle_output(self, context: dg.OutputContext, obj: object) -> None:
        kept = context.step_context.dagster_run.tags[KEPT].split()
        narrow(context, [FundDay.parse(f"{DAY}|{fund}") for fund in kept])

    def load_input(self, context: dg.InputContext) -> None: ...


@dg.asset(partitions_def=days, backfill_policy=dg.BackfillPolicy.single_run())
def files(context: dg.AssetExecutionContext) -> int:
    for key in context.partition_keys:
        context.add_asset_metadata({"key": key}, partition_key=key)
    return 1


@dg.multi_asset(
    outs={"portfolio": dg.AssetOut(), "cash": dg.AssetOut()},
    deps=[files],
    partitions_def=days,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def tables() -> Iterator[dg.Output[int]]:
    yield dg.Output(1, output_name="portfolio")
    yield dg.Output(2, output_name="cash")


_forked = dg.multiprocess_executor.configured(
    {"max_concurrent": 1, "start_method": {"forkserver": {"preload_modules": ["qore_dagster.instance.warm", __name__]}}}
)
defs = dg.Definitions(
    assets=[files, tables],
    resources={"io_manager": Narrowing()},
    jobs=[
        dg.define_asset_job("in_process", executor_def=dg.in_process_executor),
        dg.define_asset_job("multiprocess", executor_def=_forked),
    ],
)


def job_named(name: str) -> ReconstructableJob:
    """The job as a step process can make it."""
    repository = ReconstructableRepository.for_module(
        __name__, "defs", working_directory=str(Path(__file__).parents[2])
    )
    return repository.get_reconstructable_job(name)


@pytest.mark.parametrize("executor", ["in_process", "multiprocess"])
def test_exactly_the_kept_partitions_are_materialized(rooms: Rooms, executor: str) -> None:
    job = job_named(executor)
    for kept in (["acacia", "cedro"], [], FUNDS):
        result = dg.execute_job(job, rooms.instance, tags={**WHOLE, KEPT: " ".join(kept)})
        assert result.success
        events = rooms.instance.all_logs(result.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
        told = [
            (event.asset_key, event.partition)
            for entry in events
            if (event := entry.dagster_event) is not None and event.asset_key is not None
        ]
        wanted = [(dg.AssetKey(a), f"{DAY}|{fund}") for a in ("files", "portfolio", "cash") for fund in kept]
        assert sorted(told, key=str) == sorted(wanted, key=str)
        assert len(told) == len(events), "an event without an asset"
    statuses = rooms.instance.get_status_by_partition(dg.AssetKey("cash"), days.get_partition_keys(), days)
    assert {status.value for status in (statuses or {}).values() if status} == {"MATERIALIZED"}


def test_metadata_stays_with_its_partition(rooms: Rooms) -> None:
    job = job_named("in_process")
    dg.execute_job(job, rooms.instance, tags={**WHOLE, KEPT: "baobab"})
    [record] = rooms.instance.fetch_materializations(dg.AssetKey("files"), limit=10).records
    assert record.asset_materialization is not None
    assert record.asset_materialization.metadata["key"].value == f"{DAY}|baobab" == record.partition_key


class Renamed:
    """A context as a later Dagster might have it: the subset is called something else."""

    has_asset_key = True
    asset_partition_keys = tuple(days.get_partition_keys())

    def __init__(self, **private: Any) -> None:
        self.__dict__.update(private)


def test_a_renamed_attribute_is_an_error_and_not_a_materialized_day() -> None:
    one = [FundDay.parse(f"{DAY}|acacia")]
    subset = days.empty_subset().with_partition_keys(days.get_partition_keys())
    for context, kept in (
        (Renamed(_partitions=subset), one),
        (Renamed(_asset_partitions_subset=None), one),
        (Renamed(_asset_partitions_subset=subset), one),  # taken, and without effect
        (Renamed(_key="files"), []),
    ):
        with pytest.raises(NarrowingError):
            narrow(cast("dg.OutputContext", context), kept)
