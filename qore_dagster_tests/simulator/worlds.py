"""Worlds that the tests of content and files look at; made once a process."""

from datetime import date
from functools import cache

from qore_dagster.simulator.content.world import World

NEW_DAY = date(2026, 11, 19)
LEGACY_DAY = date(2025, 11, 19)


@cache
def world(seed: int = 2026, funds: int = 34) -> World:
    """A world over a year that has both eras of the portal."""
    return World(seed=seed, funds=funds, first_day=LEGACY_DAY, last_day=NEW_DAY)
