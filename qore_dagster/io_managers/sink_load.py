"""What one run has to load into a sink, whichever: loaded once, by the first table's output that comes by.

Belongs here: that one load. Does not: the sinks, and which partitions of a table's asset are materialized
(`postgres_slices`, `access_slices`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from qore_dagster.model.batch import Batch
from qore_dagster.warehouse.load_unit import LoadUnit


@dataclass(slots=True)
class SinkLoad:
    """Shared by the outputs of all tables of a sink.

    Attributes:
        units: one per fund-day, over all tables; what failed or is missing before comes along.
        result: what became of each fund-day, once loaded.
    """

    units: Batch[LoadUnit]
    result: Batch[int] | None = field(default=None)

    def loaded(self, load: Callable[[Iterable[LoadUnit]], Batch[int]]) -> Batch[int]:
        """Load on the first call; the outcome of that on every call.

        Args:
            load: the sink's: rows written per key.
        """
        if self.result is None:
            self.result = load(good.value for good in self.units.good.values())
            self.result.failed |= self.units.failed
            self.result.missing |= self.units.missing
        return self.result
