"""The fixtures of this folder."""

from qore_dagster_tests.rooms_fixture import rooms, running_portal, small_portal

__all__ = ["rooms", "running_portal", "small_portal"]
