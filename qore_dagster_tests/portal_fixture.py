"""The simulated portal as a pytest fixture, for every room that talks to one.

Belongs here: starting and stopping. Does not: any test. A room that runs the same portal for a whole module uses
`simulator.server.running` in a fixture of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.server import RunningPortal, running

StartPortal = Callable[..., RunningPortal]


@pytest.fixture
def portal() -> Iterator[StartPortal]:
    """Starts portals, each in its own process: `portal(funds=3, days=5, latency_ms=50)`; stopped after the test.

    Takes the fields of `SimulatorConfig`; three funds and five days unless told otherwise.
    """
    with ExitStack() as stack:

        def start(**settings: Any) -> RunningPortal:
            config = SimulatorConfig(**{"funds": 3, "days": 5, **settings})
            return stack.enter_context(running(config))

        yield start
