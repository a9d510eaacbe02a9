"""A load asks the database a fixed number of things, however many rows and funds it brings."""

from contextlib import closing
from typing import IO, Any

import psycopg2
from psycopg2.extensions import cursor as Cursor

from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.slices import load
from qore_dagster_tests.warehouse.units import SECTIONS, cash, holding, provision, unit


class CountingCursor(Cursor):
    """A real cursor that counts the commands it sends."""

    sent = 0

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002 - psycopg2 calls it so
        """Send one command."""
        CountingCursor.sent += 1
        super().execute(query, vars)

    def copy_expert(self, sql: Any, file: IO[Any], size: int = 8192) -> None:
        """Send one COPY."""
        CountingCursor.sent += 1
        super().copy_expert(sql, file, size)


def _units(funds: int, *, times: int, version: int) -> list[LoadUnit]:
    return [
        unit(
            f"fundo-{number}",
            version=version,
            holdings=[holding(place, SECTIONS[place % len(SECTIONS)]) for place in range(1, len(SECTIONS) * times + 1)],
            cash=[cash(place) for place in range(1, times + 1)],
            provisions=[provision(place) for place in range(1, times + 1)],
        )
        for number in range(funds)
    ]


def _commands(uri: str, units: list[LoadUnit]) -> int:
    with closing(psycopg2.connect(uri, cursor_factory=CountingCursor)) as connection:
        CountingCursor.sent = 0
        loaded = load(connection, units)
        assert len(loaded.good) == len(units)
        return CountingCursor.sent


def test_defect_55_a_load_takes_as_many_commands_for_many_rows_as_for_few(warehouse_uri: str) -> None:
    assert _commands(warehouse_uri, _units(1, times=1, version=1)) > 0  # makes the year's tables
    one = _commands(warehouse_uri, _units(1, times=1, version=2))
    few = _commands(warehouse_uri, _units(34, times=1, version=3))
    many = _commands(warehouse_uri, _units(34, times=30, version=4))
    assert one == few == many
