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


def _units(prefix: str, funds: int, *, times: int, version: int = 1) -> list[LoadUnit]:
    """Units whose funds, instruments, accounts and payables bear a name of their own."""
    sections = [SECTIONS[place % len(SECTIONS)] for place in range(1, len(SECTIONS) * times + 1)]
    return [
        unit(
            f"{prefix}-{number}",
            version=version,
            holdings=[holding(place, section, codigo=f"{prefix}{place}") for place, section in enumerate(sections, 1)],
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
    assert _commands(warehouse_uri, _units("zero", 1, times=1)) > 0  # makes the year's tables
    one = _commands(warehouse_uri, _units("um", 1, times=1))
    few = _commands(warehouse_uri, _units("poucos", 34, times=1))
    many = _commands(warehouse_uri, _units("muitos", 34, times=30))
    assert one == few == many


def test_what_is_described_as_it_was_is_asked_for_and_not_sent(warehouse_uri: str) -> None:
    new = _commands(warehouse_uri, _units("poucos", 34, times=1))
    again = [_commands(warehouse_uri, _units("poucos", 34, times=1, version=version)) for version in (1, 1, 2)]
    fewer = _commands(warehouse_uri, _units("poucos", 1, times=1, version=3))
    assert set(again) == {fewer}
    assert fewer < new
