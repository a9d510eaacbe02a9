"""Raw files in the ledger: their versions and what the last attempt at each said.

Belongs here: the statements over `ctl.file_version` and `ctl.file_status`, inside a transaction of the caller. Does
not: when they are called and committed (`ledger`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from psycopg2.extensions import cursor as Cursor

from qore_dagster.model.batch import Batch
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.warehouse.records import FileState, FileStatus, FileVersion, Received
from qore_dagster.warehouse.set_based import KEYS, execute_rows, keyed

_UNPINNED: Mapping[FundDay, int] = {}


def receive(cursor: Cursor, files: Mapping[FundDay, Received], file_type: FileType, run_id: str) -> dict[FundDay, int]:
    """Give files their version numbers; see `Ledger.receive`."""
    _lock(cursor, files, file_type, run_id)
    current = versions(cursor, files, file_type)
    numbers: dict[FundDay, int] = {}
    new: list[tuple[Any, ...]] = []
    known: list[tuple[Any, ...]] = []
    for key, file in files.items():
        last = current.get(key)
        if last is not None and last.sha256 == file.sha256:
            numbers[key] = last.version
            known.append((key.fund, key.date, file_type.value, last.version, file.guid, file.name))
        else:
            numbers[key] = last.version + 1 if last else 1
            new.append((key.fund, key.date, file_type.value, numbers[key], file.guid, file.name, file.size,
                        file.sha256, file.locator, run_id))  # fmt: skip
    execute_rows(
        cursor,
        """INSERT INTO ctl.file_version (fund, date, type, version, guid, name, size, sha256, locator, run_id)
           VALUES %s""",
        new,
    )
    execute_rows(
        cursor,
        """UPDATE ctl.file_version v SET guid = coalesce(k.guid, v.guid), name = k.name
           FROM (VALUES %s) AS k(fund, date, type, version, guid, name)
           WHERE (v.fund, v.date, v.type, v.version) = (k.fund, k.date, k.type, k.version)""",
        known,
        template="(%s, %s::date, %s, %s, %s::text, %s)",
    )
    received: Batch[Received] = Batch()
    for key, file in files.items():
        received.succeed(key, file, numbers[key])
    set_status(cursor, file_type, run_id, received)
    return numbers


def _lock(cursor: Cursor, keys: Iterable[FundDay], file_type: FileType, run_id: str) -> None:
    """Hold the status rows of `keys` until the transaction ends, making those that are not there; in key order."""
    ordered = sorted(keys)
    execute_rows(
        cursor,
        "INSERT INTO ctl.file_status (fund, date, type, state, run_id) VALUES %s ON CONFLICT DO NOTHING",
        [(key.fund, key.date, file_type.value, FileState.RECEIVED.value, run_id) for key in ordered],
    )
    cursor.execute(
        f"""SELECT FROM ctl.file_status JOIN {KEYS} USING (fund, date) WHERE type = %(type)s
            ORDER BY date, fund FOR UPDATE OF file_status""",
        keyed(ordered, type=file_type.value),
    )


def versions(
    cursor: Cursor, keys: Iterable[FundDay], file_type: FileType, pinned: Mapping[FundDay, int] = _UNPINNED
) -> dict[FundDay, FileVersion]:
    """The highest version of each key's file; of a key in `pinned`, that version."""
    wanted = list(keys)
    cursor.execute(
        """SELECT DISTINCT ON (date, fund) fund, date, version, guid, name, size, sha256, locator, received_at
           FROM ctl.file_version
           JOIN unnest(%(funds)s::text[], %(dates)s::date[], %(pins)s::int[]) AS k(fund, date, pin) USING (fund, date)
           WHERE type = %(type)s AND version = coalesce(pin, version)
           ORDER BY date, fund, version DESC""",
        keyed(wanted, type=file_type.value, pins=[pinned.get(key) for key in wanted]),
    )
    return {FundDay(day, fund): FileVersion(*rest) for fund, day, *rest in cursor.fetchall()}


def set_status(cursor: Cursor, file_type: FileType, run_id: str, batch: Batch[Any]) -> None:
    """Record what an attempt at the files said; see `Ledger.set_status`."""
    rows: list[tuple[FundDay, FileState, int | None, str | None, str | None, str | None]] = [
        *((key, FileState.RECEIVED, good.version, None, None, None) for key, good in batch.good.items()),
        *((key, FileState.MISSING, None, None, why, None) for key, why in batch.missing.items()),
        *((key, FileState.FAILED, None, f.code, f.reason, f.action) for key, f in batch.failed.items()),
    ]
    execute_rows(
        cursor,
        """INSERT INTO ctl.file_status AS s (fund, date, type, state, version, code, reason, action, run_id, guid)
           SELECT k.*, v.guid
           FROM (VALUES %s) AS k(fund, date, type, state, version, code, reason, action, run_id)
           LEFT JOIN ctl.file_version v USING (fund, date, type, version)
           ORDER BY date, fund
           ON CONFLICT (fund, date, type) DO UPDATE SET
               state = excluded.state, version = coalesce(excluded.version, s.version),
               guid = CASE WHEN excluded.version IS NULL THEN s.guid ELSE excluded.guid END,
               code = excluded.code, reason = excluded.reason, action = excluded.action,
               run_id = excluded.run_id, updated_at = now()""",
        [(key.fund, key.date, file_type.value, state.value, *rest, run_id) for key, state, *rest in sorted(rows)],
        template="(%s, %s::date, %s, %s, %s::int, %s, %s, %s, %s)",
    )


def statuses(cursor: Cursor, keys: Iterable[FundDay]) -> dict[tuple[FundDay, FileType], FileStatus]:
    """What is known of the files of `keys`; see `Ledger.statuses`."""
    cursor.execute(
        f"""SELECT fund, date, type, state, version, guid, code, reason, action, run_id, updated_at
            FROM ctl.file_status JOIN {KEYS} USING (fund, date)""",
        keyed(keys),
    )
    return {
        (FundDay(day, fund), FileType(kind)): FileStatus(FileState(state), *rest)
        for fund, day, kind, state, *rest in cursor.fetchall()
    }
