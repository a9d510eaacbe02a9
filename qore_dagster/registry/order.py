"""The order of the fund keys.

Belongs here: where active and inactive funds stand. Does not: Dagster's own order of them (`assets.registry`).
"""

from collections.abc import Iterable
from dataclasses import replace

from qore_dagster.registry.funds import Fund


def in_order(funds: Iterable[Fund]) -> list[Fund]:
    """Inactive funds, then active ones, so that one range covers these; otherwise as they stood."""
    ordered = sorted(funds, key=lambda fund: fund.active)
    return [replace(fund, position=number) for number, fund in enumerate(ordered, start=1)]
