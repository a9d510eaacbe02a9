"""What the tests of tables, ledger and slices share: a connection, and a gate at which a load stops."""

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster_tests.warehouse.gate import Gate


@pytest.fixture
def connection(warehouse_uri: str) -> Iterator[Connection]:
    """A connection to a warehouse of the test's own."""
    with closing(psycopg2.connect(warehouse_uri)) as opened:
        yield opened


@pytest.fixture
def gate(warehouse_uri: str) -> Iterator[Gate]:
    """A gate in the same warehouse, open."""
    with closing(psycopg2.connect(warehouse_uri)) as opened:
        yield Gate(opened)
