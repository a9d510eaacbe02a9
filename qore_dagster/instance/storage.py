"""The storage that `dagster.yaml` names: runs, events and schedules in PostgreSQL, found or started by itself.

Belongs here: the three storages and their configuration. Does not: how events are written (`event_log`), who holds the
database in this process (`shared_database`).

Dagster takes a storage of a user's own by `dagster.yaml`, a documented key, and exports none of the base classes that
one has. `qore_dagster_tests/instance/test_event_log.py` and `test_home.py` run over it and fail when Dagster changes
them; the way back is `storage: postgres` in `dagster.yaml`.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Self

import sqlalchemy as db
from dagster import Field, StringSource
from dagster._config.config_schema import UserConfigSchema
from dagster._core.storage.base_storage import DagsterStorage
from dagster._core.storage.event_log import EventLogStorage
from dagster._core.storage.runs import RunStorage
from dagster._core.storage.schedules import ScheduleStorage
from dagster._serdes import ConfigurableClass, ConfigurableClassData
from dagster_postgres import PostgresRunStorage, PostgresScheduleStorage
from dagster_postgres.utils import create_pg_connection

from qore_dagster.instance.event_log import BATCH_SIZE, BatchedEventLogStorage, StockEventLogStorage
from qore_dagster.instance.shared_database import Hold, join
from qore_dagster.settings import EventStorage, load_settings

_MAKERS_LOCK = 0x51_4F_52_44  # "QORD": one process makes the tables, the others wait
_TABLES = ["event_logs", "runs", "instance_info", "jobs"]  # those by which the stock storages tell whether theirs exist


class PooledRunStorage(PostgresRunStorage):
    """Dagster's run storage over the process's pool of connections."""

    def __init__(self, hold: Hold, *, make_tables: bool) -> None:
        """Read and write over the hold's pool."""
        self._pool = hold.engine
        super().__init__(hold.url, make_tables)

    def connect(self) -> AbstractContextManager[db.Connection]:
        """Every connection of the stock storage comes from here."""
        return create_pg_connection(self._pool)

    def optimize_for_webserver(self, statement_timeout: int, pool_recycle: int, max_overflow: int) -> None:
        """The web server wants an engine of its own, with a limit on the time of a statement."""
        super().optimize_for_webserver(statement_timeout, pool_recycle, max_overflow)
        self._pool = self._engine


class PooledScheduleStorage(PostgresScheduleStorage):
    """Dagster's schedule storage over the process's pool of connections."""

    def __init__(self, hold: Hold, *, make_tables: bool) -> None:
        """Read and write over the hold's pool."""
        self._pool = hold.engine
        super().__init__(hold.url, make_tables)

    def connect(self, run_id: str | None = None) -> AbstractContextManager[db.Connection]:
        """Every connection of the stock storage comes from here."""
        return create_pg_connection(self._pool)

    def optimize_for_webserver(self, statement_timeout: int, pool_recycle: int, max_overflow: int) -> None:
        """The web server wants an engine of its own, with a limit on the time of a statement."""
        super().optimize_for_webserver(statement_timeout, pool_recycle, max_overflow)
        self._pool = self._engine


class QoreStorage(DagsterStorage, ConfigurableClass):
    """Dagster's storage on PostgreSQL: embedded under QORE_HOME, or where the settings say.

    The lease on the embedded server is held until the instance is disposed, so that plain `dagster dev` works on the
    same data as `qore`. `QORE_EVENT_STORAGE=stock` gives Dagster's own storages, unchanged.
    """

    def __init__(self, hold: Hold, *, batched: bool, inst_data: ConfigurableClassData | None = None) -> None:
        """Hand out storages on the database that `hold` stands for."""
        self._inst_data = inst_data
        self._runs: RunStorage
        self._schedules: ScheduleStorage
        self._events: EventLogStorage
        with _tables(hold.engine) as make:
            if batched:
                self._runs = PooledRunStorage(hold, make_tables=make)
                self._schedules = PooledScheduleStorage(hold, make_tables=make)
                self._events = BatchedEventLogStorage(hold, make_tables=make)
            else:
                self._runs = PostgresRunStorage(hold.url, make)
                self._schedules = PostgresScheduleStorage(hold.url, make)
                self._events = StockEventLogStorage(hold, make_tables=make)
        if batched:
            os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", str(BATCH_SIZE))  # read by the instance, event by event
        super().__init__()

    @property
    def inst_data(self) -> ConfigurableClassData | None:
        """What Dagster needs to make this storage again in another process."""
        return self._inst_data

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Both are optional and win over the settings."""
        return {
            "url": Field(StringSource, is_required=False, description="Dagster's database, postgresql://…"),
            "batched": Field(bool, is_required=False, description="false: Dagster's own event storage."),
        }

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Make the storage from `dagster.yaml`, the environment and `.env`."""
        settings = load_settings()
        batched = config_value.get("batched", settings.qore_event_storage is EventStorage.BATCHED)
        hold = join(settings, config_value.get("url"))
        try:
            return cls(hold, batched=batched, inst_data=inst_data)
        except BaseException:
            hold.release()
            raise

    @property
    def event_log_storage(self) -> EventLogStorage:
        """Where events go."""
        return self._events

    @property
    def run_storage(self) -> RunStorage:
        """Where runs go."""
        return self._runs

    @property
    def schedule_storage(self) -> ScheduleStorage:
        """Where ticks and the states of schedules and sensors go."""
        return self._schedules


@contextmanager
def _tables(engine: db.Engine) -> Iterator[bool]:
    """Whether the tables are to be made; meanwhile nobody else makes them.

    The stock storages ask one after another, each over a new connection, in every step process.
    """
    present = db.text("SELECT bool_and(to_regclass(name) IS NOT NULL) FROM unnest(:names) AS wanted (name)")
    with engine.connect() as connection:
        if connection.scalar(present, {"names": _TABLES}):
            yield False
            return
        connection.execute(db.select(db.func.pg_advisory_lock(_MAKERS_LOCK)))
        try:
            yield True
        finally:
            connection.execute(db.select(db.func.pg_advisory_unlock(_MAKERS_LOCK)))
