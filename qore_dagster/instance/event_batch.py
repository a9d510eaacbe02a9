"""What each of some events carries, so that they are written to the event log together.

Belongs here: one function. Dagster writes events one by one, each with its own round trips and commit, unless they
carry `DagsterEventBatchMetadata`, which is private. `qore_dagster_tests/instance/test_observations.py`,
`test_runless_events.py` and `test_check_events.py` read such events back and fail when Dagster changes it; the way back
is to write one by one.
"""

from collections.abc import Iterator
from uuid import uuid4

from dagster._core.events import DagsterEventBatchMetadata


def in_one_batch(size: int) -> Iterator[DagsterEventBatchMetadata]:
    """One for each of so many events, in their order."""
    name = uuid4().hex
    return (DagsterEventBatchMetadata(name, is_end=i == size) for i in range(1, size + 1))
