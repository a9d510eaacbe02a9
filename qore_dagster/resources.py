"""What assets and IO managers work with, as Dagster resources configured from the settings.

Belongs here: opening and closing. Does not: what is done with them (`intake`, `warehouse`). Secrets never become
resource configuration, which Dagster shows: they are read from the settings when a resource is opened.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import dagster as dg
import psycopg2
from psycopg2.extensions import connection as Connection
from pydantic import PrivateAttr

from qore_dagster.access.backend import open_backend
from qore_dagster.access.database import AccessDatabase
from qore_dagster.model.batch import Batch
from qore_dagster.portal.client import PortalClient
from qore_dagster.portal.tokens import TokenStore
from qore_dagster.raw_store.store import RawStore
from qore_dagster.registry.funds import Fund
from qore_dagster.registry.store import FundStore
from qore_dagster.settings import Settings, load_settings
from qore_dagster.warehouse import slices
from qore_dagster.warehouse.address import databases
from qore_dagster.warehouse.ledger import Ledger
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.migrations import migrate

SESSION_TAG = "qore/session"


def portal_session(settings: Settings, session: str) -> TokenStore:
    """The login shared by all threads and processes of one session (a run, or one `qore run`)."""
    return TokenStore(settings.qore_home / "sessions", session)


class QoreResource(dg.ConfigurableResource[None]):
    """The QORE portal.

    Attributes:
        url: the portal's address.
        workers: requests at a time.
    """

    url: str
    workers: int

    @contextmanager
    def session(self, name: str, **settings_instead: Any) -> Iterator[PortalClient]:
        """A client whose login is shared by all that use the same session name.

        Args:
            name: the session's.
            **settings_instead: values that go before the settings', by field name.
        """
        settings = load_settings(**{"qore_url": self.url, "qore_workers": self.workers, **settings_instead})
        with PortalClient(settings, portal_session(settings, name)) as client:
            yield client


class RawStoreResource(dg.ConfigurableResource[None]):
    """Where raw files are kept.

    Attributes:
        base: a folder or an object-store URL.
    """

    base: str

    def open(self) -> RawStore:
        """The store."""
        return RawStore(self.base)


class WarehouseResource(dg.ConfigurableResource[None]):
    """The PostgreSQL warehouse and its ledger: one lease of the embedded server and one connection while it is open."""

    _connection: Connection | None = PrivateAttr(default=None)
    _run_id: str = PrivateAttr(default="")

    @property
    def run_id(self) -> str:
        """The run that the resource was opened for."""
        return self._run_id

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["WarehouseResource"]:
        """Hold server and connection while a step runs."""
        self._run_id = context.run.run_id if context.run else ""
        with self.opened():
            yield self

    @contextmanager
    def opened(self) -> Iterator["WarehouseResource"]:
        """Hold server and connection outside a run."""
        with databases(load_settings()) as addresses:
            migrate(addresses.warehouse)
            with closing(psycopg2.connect(addresses.warehouse)) as connection:
                self._connection = connection
                try:
                    yield self
                finally:
                    self._connection = None

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """The connection, with no transaction under way before or after; for one thread."""
        if self._connection is None:
            with self.opened(), self.connect() as connection:
                yield connection
            return
        try:
            yield self._connection
        finally:
            self._connection.rollback()  # ends what a reader began; what is to stay was committed

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The ledger over the connection."""
        with self.connect() as connection:
            yield Ledger(connection)

    def load(self, units: Iterable[LoadUnit]) -> Batch[int]:
        """Load units; see `warehouse.slices.load`."""
        with self.connect() as connection:
            return slices.load(connection, units)

    def funds(self) -> dict[str, Fund]:
        """All funds of the registry by slug."""
        with self.connect() as connection:
            return {fund.slug: fund for fund in FundStore(connection).all()}


class AccessResource(dg.ConfigurableResource[None]):
    """The Access file.

    Attributes:
        path: `.accdb` or `.mdb`.
        backend: what works on it: odbc or jackcess.
    """

    path: str
    backend: str

    def open(self) -> AccessDatabase:
        """The database; nothing is opened or made yet."""
        database = open_backend(load_settings(access_path=self.path, access_backend=self.backend))
        if database is None:
            raise AssertionError("there is no such resource without a file")
        return database

    def load(self, units: Iterable[LoadUnit]) -> Batch[int]:
        """Load units; see `access.database`."""
        return self.open().load(units)


def default_resources(settings: Settings) -> dict[str, dg.ConfigurableResource[None]]:
    """The resources by the names that assets ask for."""
    return {
        "qore": QoreResource(url=settings.qore_url, workers=settings.qore_workers),
        "raw_store": RawStoreResource(base=settings.raw_url),
        "warehouse": WarehouseResource(),
        **({"access": access} if (access := access_resource(settings)) else {}),
    }


def access_resource(settings: Settings) -> AccessResource | None:
    """The Access file of the settings; None where there is none."""
    if open_backend(settings) is None:
        return None
    return AccessResource(path=str(settings.access_path), backend=settings.access.value)
