"""Metadata of many partitions of a step, at once.

Belongs here: one function. Dagster's public way, `context.add_asset_metadata(…, partition_key=…)`, lists all partitions
of the run and copies all metadata so far at every call: half of the time of a day of 34 funds, and the square of that
for more. Its private accumulator takes them together. `qore_dagster_tests/instance/test_partition_metadata.py` reads
the metadata back from the event log and fails when Dagster changes it; the way back is the public call.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster._core.execution.context.metadata_logging import AssetMetadataHandle, OutputMetadataAccumulator

from qore_dagster.model.fund_day import FundDay


def add_partition_metadata(
    context: dg.AssetExecutionContext, metadata: Mapping[tuple[dg.AssetKey, FundDay], Mapping[str, Any]]
) -> None:
    """Add metadata to the materializations of partitions that the step is about to yield.

    Args:
        context: of the step.
        metadata: entries by asset and fund-day.
    """
    step = context.get_step_execution_context()
    held = step._metadata_accumulator.per_output_metadata  # noqa: SLF001 - see the module's heading
    added = {
        AssetMetadataHandle(asset_key=asset, partition_key=str(key)): dict(entries)
        for (asset, key), entries in metadata.items()
    }
    step._metadata_accumulator = OutputMetadataAccumulator(per_output_metadata={**held, **added})  # noqa: SLF001 - as above
