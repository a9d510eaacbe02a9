"""A day of a few funds, with all that the event log sees: ranges, checks, metadata, a step that fails or dies.

Loaded by the step processes too, hence a module of its own.
"""

import os
import signal
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster._core.definitions.reconstruct import ReconstructableJob, ReconstructableRepository

from qore_dagster.instance.check_events import log_check_evaluations
from qore_dagster.instance.observations import log_observations

DATES = ["2026-11-18", "2026-11-19"]
FUNDS = ["acacia", "baobab", "cedro", "dama"]
WHOLE = {
    "dagster/asset_partition_range_start": f"{DATES[0]}|{FUNDS[0]}",
    "dagster/asset_partition_range_end": f"{DATES[-1]}|{FUNDS[-1]}",
}
KILL = "test/kill"
"""The run's tag that names the step whose process is to be killed."""

days = dg.MultiPartitionsDefinition(
    {"date": dg.StaticPartitionsDefinition(DATES), "fund": dg.StaticPartitionsDefinition(FUNDS)}
)
one_run = dg.BackfillPolicy.single_run()


class NoStore(dg.IOManager):
    """Keeps nothing: the events are what is looked at."""

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Die here if the run says so: the output is made and no event of it is written."""
        run = context.step_context.dagster_run
        if run.tags.get(KILL) == context.step_key:
            os.kill(os.getpid(), signal.SIGKILL)

    def load_input(self, context: dg.InputContext) -> None:
        """Give nothing."""


@dg.asset(partitions_def=days, backfill_policy=one_run)
def raw(context: dg.AssetExecutionContext) -> None:
    """An asset with metadata of each partition."""
    for key in context.partition_keys:
        context.add_asset_metadata({"bytes": len(key)}, partition_key=key)


@dg.asset(partitions_def=days, backfill_policy=one_run)
def broken() -> None:
    """An asset that always fails."""
    raise dg.Failure("the portal answered 500")


@dg.asset(partitions_def=days, backfill_policy=one_run, deps=[broken])
def after_broken() -> None:
    """An asset that is never reached."""


@dg.multi_asset(
    outs={name: dg.AssetOut() for name in ("holdings", "cash")},
    deps=[raw],
    partitions_def=days,
    backfill_policy=one_run,
    check_specs=[dg.AssetCheckSpec("net_worth", asset="holdings", partitions_def=days)],
)
def tables(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """Two tables, a check with a result of each partition, an observation of each."""
    yield dg.Output(None, "holdings")
    yield dg.Output(None, "cash")
    yield dg.Output(None, "holdings_net_worth")
    results = [
        dg.AssetCheckEvaluation(
            asset_key=dg.AssetKey("holdings"),
            check_name="net_worth",
            passed="cedro" not in key,
            metadata={"difference": dg.MetadataValue.text("0.01")},
            partition=key,
        )
        for key in context.partition_keys
    ]
    yield from log_check_evaluations(context, results)
    seen = [dg.AssetObservation("cash", partition=key, metadata={"seen": key}) for key in context.partition_keys]
    yield from log_observations(context, seen)


@dg.asset(partitions_def=days, backfill_policy=one_run, deps=[tables])
def loaded(context: dg.AssetExecutionContext) -> int:
    """The last asset; it also observes one."""
    context.log_event(dg.AssetObservation("raw", partition=context.partition_keys[0], metadata={"seen": True}))
    return 1


PRELOAD = ["qore_dagster.instance.warm", "qore_dagster_tests.instance.small_day"]
_forked = dg.multiprocess_executor.configured(
    {"max_concurrent": 2, "start_method": {"forkserver": {"preload_modules": PRELOAD}}}
)
defs = dg.Definitions(
    assets=[raw, broken, after_broken, tables, loaded],
    resources={"io_manager": NoStore()},
    jobs=[
        dg.define_asset_job("in_process", executor_def=dg.in_process_executor),
        dg.define_asset_job("multiprocess", executor_def=_forked),
    ],
)
defs.get_repository_def()


def job(name: str) -> ReconstructableJob:
    """The job as another process can make it."""
    return ReconstructableRepository.for_module(__name__, "defs").get_reconstructable_job(name)
