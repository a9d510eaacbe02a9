"""What flows between assets inside a run: per fund and day its value and version, or why there is none.

Belongs here: the container and its one guarantee, that a fault of one key can only ever become that key's reason.
Does not: what the values are, or how Dagster is told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from qore_dagster.model.faults import Fault, fault_of
from qore_dagster.model.fund_day import FundDay

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Good(Generic[T]):
    """A value and its version: of the raw file (1, 2, …; see the ledger), or the portfolio's edition (`edition`)."""

    value: T
    version: int


@dataclass(slots=True)
class Batch(Generic[T]):
    """The outcome of one step for a set of fund-days.

    Attributes:
        good: value and version per key that succeeded.
        failed: reason per key that failed.
        missing: why there is nothing yet, per key that merely has no file (Portuguese).

    A key stands in exactly one of the three.
    """

    good: dict[FundDay, Good[T]] = field(default_factory=dict[FundDay, Good[T]])
    failed: dict[FundDay, Fault] = field(default_factory=dict[FundDay, Fault])
    missing: dict[FundDay, str] = field(default_factory=dict[FundDay, str])

    def keys(self) -> set[FundDay]:
        """All keys, whatever became of them."""
        return {*self.good, *self.failed, *self.missing}

    def succeed(self, key: FundDay, value: T, version: int) -> None:
        """Record a good value, in place of whatever stood there."""
        self._forget(key)
        self.good[key] = Good(value, version)

    def fail(self, key: FundDay, fault: Fault) -> None:
        """Record a fault, in place of whatever stood there."""
        self._forget(key)
        self.failed[key] = fault

    def miss(self, key: FundDay, why: str) -> None:
        """Record that there is nothing yet, in place of whatever stood there."""
        self._forget(key)
        self.missing[key] = why

    def map(self, fn: Callable[[FundDay, T], U], *, doing: str) -> "Batch[U]":
        """Apply `fn` to each good value; what it raises becomes that key's fault, the rest goes on.

        Args:
            fn: from key and value to the new value.
            doing: what is being done, in Portuguese, for errors that are not ours.
        """
        out: Batch[U] = Batch(failed=dict(self.failed), missing=dict(self.missing))
        for key, good in self.good.items():
            try:
                value = fn(key, good.value)
            except Exception as error:  # noqa: BLE001 - the boundary: one key's fault stays that key's
                out.fail(key, fault_of(error, doing=doing))
            else:
                out.succeed(key, value, good.version)
        return out

    def only(self, keys: Iterable[FundDay]) -> "Batch[T]":
        """The same batch, restricted to `keys`."""
        wanted = set(keys)
        return Batch(_keep(self.good, wanted), _keep(self.failed, wanted), _keep(self.missing, wanted))

    def _forget(self, key: FundDay) -> None:
        self.good.pop(key, None)
        self.failed.pop(key, None)
        self.missing.pop(key, None)


V = TypeVar("V")


def _keep(of: Mapping[FundDay, V], wanted: set[FundDay]) -> dict[FundDay, V]:
    return {key: value for key, value in of.items() if key in wanted}
