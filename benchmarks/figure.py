"""One figure: what was measured in each run, and its median.

Belongs here: the number and its goal. Does not: measuring, showing (`report`).
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure.

    Attributes:
        name: what it is, for people.
        unit: of the runs.
        runs: what each run gave, in order.
        goal: what it should not exceed; None where there is none.
        details: what else was seen, as text for people by its name.
    """

    name: str
    unit: str
    runs: Sequence[float]
    goal: float | None = None
    details: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def median(self) -> float:
        """The figure itself."""
        return statistics.median(self.runs)
