"""Loads in processes and threads of their own, for tests of several at once and of killed ones."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg2

from qore_dagster.model.batch import Batch
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.slices import load


def load_over_own_connection(uri: str, units: list[LoadUnit]) -> Batch[int]:
    """Load over a connection made for it."""
    with closing(psycopg2.connect(uri)) as connection:
        return load(connection, units)


def load_or_exit(uri: str, units: list[LoadUnit]) -> None:
    """The body of a loading process; exits with 1 unless all units are good."""
    if len(load_over_own_connection(uri, units).good) != len(units):
        raise SystemExit(1)


@contextmanager
def loading_threads(uri: str) -> Iterator["Loader"]:
    """A pool of threads that load; all have ended when the block does."""
    with ThreadPoolExecutor(8) as pool:
        yield Loader(uri, pool)


class Loader:
    """Starts loads in threads."""

    def __init__(self, uri: str, pool: ThreadPoolExecutor) -> None:
        self._uri = uri
        self._pool = pool

    def start(self, *units: LoadUnit) -> Future[Batch[int]]:
        """Load the units over a connection of their own."""
        return self._pool.submit(load_over_own_connection, self._uri, list(units))
