"""Telling Dagster which of the requested partitions an output really has.

Belongs here: the one function that touches the inside of `OutputContext`. In a run over many partitions Dagster marks
either all of them materialized or none; an IO manager that has written some says which through this function.

The private names it uses, `_asset_partitions_subset` and `_asset_key`, are guarded by
`qore_dagster_tests/io_managers/test_narrowing.py` against the real event log. Should Dagster change them, the public
way back is a data-carrying output whose IO manager logs one `AssetMaterialization` per partition.
"""

from collections.abc import Collection

import dagster as dg

from qore_dagster.model.fund_day import FundDay


class NarrowingError(Exception):
    """Dagster no longer obeys; without this error every partition would be shown as materialized."""


def narrow(context: dg.OutputContext, kept: Collection[FundDay]) -> None:
    """Restrict the output's materialization events to the partitions in `kept`.

    With nothing kept no event is logged at all: Dagster would log one without a partition, and a day on which nothing
    came would look like one that did.

    Raises:
        NarrowingError: the context did not take the restriction.
    """
    names = {str(key) for key in kept}
    keys = [key for key in context.asset_partition_keys if key in names]
    if not keys:
        context._asset_key = None  # noqa: SLF001 - see the module's heading  # pyright: ignore[reportPrivateUsage]
        if context.has_asset_key:
            raise NarrowingError("Dagster still has an asset key for an output without partitions")
        return
    subset = getattr(context, "_asset_partitions_subset", None)
    if subset is None:
        raise NarrowingError("the output is not partitioned, or Dagster keeps its partitions elsewhere")
    context._asset_partitions_subset = subset.empty_subset().with_partition_keys(keys)  # noqa: SLF001 - as above  # pyright: ignore[reportPrivateUsage]
    if set(context.asset_partition_keys) != set(keys):
        raise NarrowingError(f"Dagster shows {len(context.asset_partition_keys)} partitions instead of {len(keys)}")
