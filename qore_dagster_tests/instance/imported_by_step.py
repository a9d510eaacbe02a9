"""A job whose steps tell what they had to import; preloaded last, it knows what was there at the fork."""

import sys
from typing import Any

import dagster as dg
from dagster._core.definitions.reconstruct import ReconstructableRepository

AT_FORK = frozenset(sys.modules)
PRELOAD = ["qore_dagster.instance.warm", __name__]

days = dg.MultiPartitionsDefinition(
    {"date": dg.StaticPartitionsDefinition(["2026-11-19"]), "fund": dg.StaticPartitionsDefinition(["acacia", "baobab"])}
)


class Nothing(dg.IOManager):
    """Keeps nothing."""

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Tell what was imported up to the end of the step."""
        context.add_output_metadata({"imported": sorted(set(sys.modules) - AT_FORK)})

    def load_input(self, context: dg.InputContext) -> None:
        """Give nothing."""


@dg.asset(partitions_def=days, backfill_policy=dg.BackfillPolicy.single_run())
def first(context: dg.AssetExecutionContext) -> int:
    """Uses what every step of the platform uses."""
    context.log.info("a line of the log")
    return len(context.partition_keys)


@dg.asset(partitions_def=days, backfill_policy=dg.BackfillPolicy.single_run())
def second(first: Any) -> int:
    """Loads an input."""
    return 1


defs = dg.Definitions(
    assets=[first, second],
    resources={"io_manager": Nothing()},
    executor=dg.multiprocess_executor.configured({"start_method": {"forkserver": {"preload_modules": PRELOAD}}}),
    jobs=[dg.define_asset_job("both")],
)
defs.get_repository_def()


def imported(instance: dg.DagsterInstance) -> dict[str, object]:
    """Execute the job; what each step imported."""
    both = ReconstructableRepository.for_module(__name__, "defs").get_reconstructable_job("both")
    ranges = {
        "dagster/asset_partition_range_start": "2026-11-19|acacia",
        "dagster/asset_partition_range_end": "2026-11-19|baobab",
    }
    run = dg.execute_job(both, instance, tags=ranges, raise_on_error=True)
    return {
        str(event.dagster_event.step_key): event.dagster_event.step_materialization_data.materialization.metadata[
            "imported"
        ].value
        for event in instance.all_logs(run.run_id, dg.DagsterEventType.ASSET_MATERIALIZATION)
        if event.dagster_event
    }
