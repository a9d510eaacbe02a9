"""Dagster's event log on PostgreSQL, written many events at a time.

Belongs here: how rows get in. Does not: tables, rows and readers, which are dagster_postgres' own.

The stock storage opens about three connections for each asset event and stores planned events one by one: half a
minute of a day with 34 funds. Here the events of a batch go in by one insert, then their tags and asset rows by one
transaction, over the process's pool of connections.

There is no public way to write a row but the slow one, so `BatchedEventLogStorage` overrides `_connect` and calls
`_event_to_row`, `_get_asset_entry_values` and `_store_asset_event_tags` of its base class; the tables, the columns that
tell whether an asset's row is indexed, the status of a check and `serialize_value` are imported from private modules,
as those calls take and give them. `qore_dagster_tests/instance/test_event_log.py` compares both event logs row by row
and fails when Dagster changes any of them; the way back is QORE_EVENT_STORAGE=stock.
"""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import sqlalchemy as db
from dagster import DagsterEventType, EventLogEntry
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus as _Status
from dagster._core.storage.event_log import AssetKeyTable, SqlEventLogStorageTable
from dagster._core.storage.event_log.migration import ASSET_KEY_INDEX_COLS
from dagster._serdes import serialize_value
from dagster_postgres import PostgresEventLogStorage
from dagster_postgres.utils import create_pg_connection, retry_pg_connection_fn
from sqlalchemy.dialects import postgresql

from qore_dagster.instance.shared_database import Hold

BATCH_SIZE = 5000
"""Events that Dagster hands over at a time, at most (its variable `DAGSTER_EVENT_BATCH_SIZE`)."""

_ASSET_EVENTS = frozenset(
    {
        DagsterEventType.ASSET_MATERIALIZATION,
        DagsterEventType.ASSET_OBSERVATION,
        DagsterEventType.ASSET_MATERIALIZATION_PLANNED,
    }
)
_CHECK_EVENTS = frozenset({DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED, DagsterEventType.ASSET_CHECK_EVALUATION})
_BATCHED = _ASSET_EVENTS | _CHECK_EVENTS

_WRITERS_LOCK = 0x51_4F_52_45  # "QORE": asset events become visible in the order of their ids
_NOTIFY = db.text("SELECT pg_notify('run_events', run_id || '_' || id) FROM event_logs WHERE id = ANY(:ids)")

_RESULT = ("asset_key", "check_name", "run_id", "partition", "status", "event", "timestamp", "event_id", "target_id")
_STORE_RESULTS = db.text(
    """UPDATE asset_check_executions AS planned
    SET execution_status = status, evaluation_event = event, evaluation_event_timestamp = timestamp,
        evaluation_event_storage_id = event_id, materialization_event_storage_id = target_id
    FROM unnest(CAST(:asset_key AS text[]), CAST(:check_name AS text[]), CAST(:run_id AS text[]),
        CAST(:partition AS text[]), CAST(:status AS text[]), CAST(:event AS text[]),
        CAST(:timestamp AS timestamp[]), CAST(:event_id AS bigint[]), CAST(:target_id AS bigint[]))
        AS found (asset_key, check_name, run_id, partition, status, event, timestamp, event_id, target_id)
    WHERE (planned.asset_key, planned.check_name, planned.run_id, planned.partition)
        = (found.asset_key, found.check_name, found.run_id, found.partition)
    RETURNING event_id"""
)


class StockEventLogStorage(PostgresEventLogStorage):
    """Dagster's own storage, which lets go of the database when the instance is disposed."""

    def __init__(self, hold: Hold, *, make_tables: bool) -> None:
        """Take over the hold."""
        self._hold = hold
        super().__init__(hold.url, make_tables)

    def dispose(self) -> None:
        """End the watcher, then the hold on the database."""
        super().dispose()
        self._hold.release()


class BatchedEventLogStorage(StockEventLogStorage):
    """The same tables and rows, written in batches over the process's pool."""

    def __init__(self, hold: Hold, *, make_tables: bool) -> None:
        """Take over the hold and write over its pool."""
        self._pool = hold.engine
        self._joined = threading.local()
        super().__init__(hold, make_tables=make_tables)

    def _connect(self) -> AbstractContextManager[db.Connection]:
        """Every connection of the stock storage comes from here, so reads are pooled as well."""
        return create_pg_connection(self._pool)

    def index_connection(self) -> AbstractContextManager[db.Connection]:
        """A connection for tags, asset rows and checks: the batch's transaction while one is being written."""
        current = getattr(self._joined, "transaction", None)
        return nullcontext(current) if current is not None else self._connect()

    def optimize_for_webserver(self, statement_timeout: int, pool_recycle: int, max_overflow: int) -> None:
        """The web server wants an engine of its own, with a limit on the time of a statement."""
        super().optimize_for_webserver(statement_timeout, pool_recycle, max_overflow)
        self._pool = self._engine

    def store_event(self, event: EventLogEntry) -> None:
        """Store one event; an asset event takes the way of the batches, so that they keep their order."""
        if event.is_dagster_event and event.get_dagster_event().event_type in _BATCHED:
            self.store_event_batch([event])
        else:
            super().store_event(event)

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events that Dagster collected.

        The events come first, committed and visible; their tags and asset rows follow in one transaction, which is
        tried again when the connection breaks: Dagster would answer an error here by storing every event once more.

        Args:
            events: asset events, planned checks and their results, of any runs and assets.
        """
        if not {event.get_dagster_event().event_type for event in events} <= _BATCHED:
            super().store_event_batch(events)
            return
        stored = list(zip(self._insert(events), events, strict=True))
        retry_pg_connection_fn(lambda: self._index(stored))

    def _insert(self, events: Sequence[EventLogEntry]) -> Sequence[int]:
        """Insert into the log and return the ids, in the order of the events.

        The lock keeps a batch from becoming visible after a later one: Dagster's partition cache reads on from the last
        id that it saw, and would never see the earlier rows.
        """
        insert = db.insert(SqlEventLogStorageTable).returning(
            SqlEventLogStorageTable.c.id, sort_by_parameter_order=True
        )
        with self.index_transaction() as connection:
            connection.execute(db.select(db.func.pg_advisory_xact_lock(_WRITERS_LOCK)))
            ids = connection.execute(insert, [self._event_to_row(event) for event in events]).scalars().all()
            connection.execute(_NOTIFY, {"ids": list(ids)})
        return ids

    def _index(self, stored: Sequence[tuple[int, EventLogEntry]]) -> None:
        """Write tags, asset rows and checks in one transaction.

        Assets go in the order of their keys, so that two runs cannot dead-lock.
        """
        about_assets = [(i, event) for i, event in stored if event.get_dagster_event().event_type in _ASSET_EVENTS]
        planned, results = _check_events(stored)
        rows = self._asset_rows(about_assets)
        with self.index_transaction() as connection:
            self._joined.transaction = connection
            try:
                self._store_asset_event_tags(
                    connection, [event for _, event in about_assets], [i for i, _ in about_assets]
                )
                for asset_key, values in sorted(rows.items()):
                    insert = postgresql.insert(AssetKeyTable).values(asset_key=asset_key, **values)
                    connection.execute(
                        insert.on_conflict_do_update(index_elements=[AssetKeyTable.c.asset_key], set_=values)
                    )
                for event_id, event in planned:
                    self.store_asset_check_event(event, event_id)
                self._index_results(connection, results)
            finally:
                self._joined.transaction = None

    def _index_results(self, connection: db.Connection, results: Sequence[tuple[int, EventLogEntry]]) -> None:
        """Write the results of checks into the rows that their plans made, by one command; the stock storage takes two.

        What has no such row, as a result without a partition or a plan, goes the stock way.
        """
        latest: dict[tuple[str | None, ...], tuple[int, EventLogEntry]] = {}
        for of in results:
            found = of[1].get_dagster_event().asset_check_evaluation_data
            latest[found.asset_key.to_string(), found.check_name, of[1].run_id, found.partition] = of
        rows = [self._result_row(key, *of) for key, of in latest.items() if key[-1] is not None]
        values: dict[str, Any] = {name: [row[i] for row in rows] for i, name in enumerate(_RESULT)}
        done = set(connection.execute(_STORE_RESULTS, values).scalars()) if rows else set()
        for event_id, event in latest.values():
            if event_id not in done:
                self.store_asset_check_event(event, event_id)

    def _result_row(self, key: tuple[str | None, ...], event_id: int, event: EventLogEntry) -> tuple[object, ...]:
        """The values of `_RESULT`."""
        found = event.get_dagster_event().asset_check_evaluation_data
        status = (_Status.SUCCEEDED if found.passed else _Status.FAILED).value
        target = found.target_materialization_data
        at = self._event_insert_timestamp(event)
        return (*key, status, serialize_value(event), at, event_id, target.storage_id if target else None)

    def _asset_rows(self, stored: Sequence[tuple[int, EventLogEntry]]) -> dict[str, dict[str, Any]]:
        """What each asset's row becomes: as if the events had been applied one after another."""
        indexed = self.has_secondary_index(ASSET_KEY_INDEX_COLS)
        last: dict[tuple[str, str], tuple[int, EventLogEntry]] = {}
        for event_id, event in stored:
            about = event.get_dagster_event()
            if about.asset_key:
                kind = about.asset_key.to_string(), about.event_type_value
                last.pop(kind, None)
                last[kind] = event_id, event  # at the end: the kinds are applied in the order of their last events
        rows: dict[str, dict[str, Any]] = {}
        for (asset_key, _), (event_id, event) in last.items():
            rows.setdefault(asset_key, {}).update(self._get_asset_entry_values(event, event_id, indexed))
        return rows


def _check_events(
    stored: Sequence[tuple[int, EventLogEntry]],
) -> tuple[list[tuple[int, EventLogEntry]], list[tuple[int, EventLogEntry]]]:
    """The planned checks and the results of checks among the events."""
    kinds = DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED, DagsterEventType.ASSET_CHECK_EVALUATION
    planned, results = ([of for of in stored if of[1].get_dagster_event().event_type is kind] for kind in kinds)
    return planned, results
