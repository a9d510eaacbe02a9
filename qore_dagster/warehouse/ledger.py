"""The ledger `ctl.*`: which files were listed and received, what each step passed on, what is loaded and reconciled.

Belongs here: reading and writing those tables, always for many fund-days in one statement. Does not: the tables' DDL
(`sql/0010_ledger.sql`), their records (`records`), or the ledger row of a load, which `slices` writes in the
transaction of the load itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection

from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import CheckResult, Status
from qore_dagster.portal.files import PortalFile
from qore_dagster.warehouse import files as files_
from qore_dagster.warehouse.records import FileState, FileStatus, FileVersion, LoadedSlice, Received
from qore_dagster.warehouse.set_based import KEYS, execute_rows, keyed

__all__ = ["FileState", "FileStatus", "FileVersion", "Ledger", "LoadedSlice", "Received"]

_ABSENT = Fault("not_listed", "o portal não tem o arquivo", "")
_NO_FAULTS: Mapping[tuple[FundDay, FileType], Fault] = {}


class Ledger:
    """The ledger over one connection; each method is one transaction and returns when it is committed.

    Args:
        connection: an open connection to the warehouse, with no transaction of the caller's under way.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # What the portal lists

    def record_listing(
        self,
        request: str,
        files: Mapping[tuple[FundDay, FileType], PortalFile],
        faults: Mapping[tuple[FundDay, FileType], Fault] = _NO_FAULTS,
        absent: Iterable[tuple[FundDay, FileType]] = (),
    ) -> None:
        """Keep what the portal listed for a request, what of it could not be read, and what it does not have.

        A key in none of them was not asked for. Recording a key again replaces what stood there.

        Args:
            request: the id of the request.
            files: the newest listed file per fund-day and type.
            faults: why a listing could not be read ("could not read" is never "there is nothing").
            absent: what was asked for and has no file on the portal.
        """
        nothing = dict.fromkeys(absent, _ABSENT)
        rows = [
            (request, key.fund, key.date, kind.value, file.guid, file.name, file.size, None, None, None)
            for (key, kind), file in files.items()
        ] + [
            (request, key.fund, key.date, kind.value, None, None, None, fault.code, fault.reason, fault.action)
            for (key, kind), fault in {**nothing, **faults}.items()
        ]
        self._write(
            """INSERT INTO ctl.listing (request, fund, date, type, guid, name, size, code, reason, action)
               VALUES %s
               ON CONFLICT (request, fund, date, type) DO UPDATE SET guid = excluded.guid, name = excluded.name,
                   size = excluded.size, code = excluded.code, reason = excluded.reason, action = excluded.action,
                   listed_at = now()""",
            rows,
        )

    def listing(
        self, request: str, keys: Iterable[FundDay], file_type: FileType
    ) -> tuple[dict[FundDay, PortalFile], dict[FundDay, Fault], set[FundDay]]:
        """What was recorded for a request: listed files, faults of listings that could not be read, absent files."""
        files: dict[FundDay, PortalFile] = {}
        faults: dict[FundDay, Fault] = {}
        absent: set[FundDay] = set()
        for fund, day, guid, name, size, code, reason, action in self._read(
            f"""SELECT fund, date, guid, name, size, code, reason, action
                FROM ctl.listing JOIN {KEYS} USING (fund, date)
                WHERE request = %(request)s AND type = %(type)s""",
            keys,
            request=request,
            type=file_type.value,
        ):
            key = FundDay(day, fund)
            if code is None:
                files[key] = PortalFile(guid=guid, name=name, date=day, size=size, file_type=file_type)
            elif code == _ABSENT.code:
                absent.add(key)
            else:
                faults[key] = Fault(code, reason, action)
        return files, faults, absent

    # Raw files and their versions

    def receive(self, files: Mapping[FundDay, Received], file_type: FileType, run_id: str) -> dict[FundDay, int]:
        """Give received files their version numbers, under the lock of their status rows.

        A file with the hash of the current version *is* that version (the portal's guid and name are brought up to
        date); another hash makes a new version. Nothing is ever overwritten.

        Returns:
            The version number of each file.
        """
        with self._connection, self._connection.cursor() as cursor:
            return files_.receive(cursor, files, file_type, run_id)

    def versions(
        self, keys: Iterable[FundDay], file_type: FileType, *, pinned: Mapping[FundDay, int] | None = None
    ) -> dict[FundDay, FileVersion]:
        """The current version of each key's file; of a key in `pinned`, that version instead."""
        with self._connection, self._connection.cursor() as cursor:
            return files_.versions(cursor, keys, file_type, pinned or {})

    def set_status(self, file_type: FileType, run_id: str, batch: Batch[Any]) -> None:
        """Record what an attempt at the files said: received, missing or failed, with reason and action.

        A failure or an absence leaves version and guid of the current file as they are.
        """
        with self._connection, self._connection.cursor() as cursor:
            files_.set_status(cursor, file_type, run_id, batch)

    def statuses(self, keys: Iterable[FundDay]) -> dict[tuple[FundDay, FileType], FileStatus]:
        """What is known of the files of `keys`, by fund-day and type; no entry where nobody ever asked."""
        with self._connection, self._connection.cursor() as cursor:
            return files_.statuses(cursor, keys)

    # What each step of a run passed on

    def record_outcome(self, run_id: str, asset: str, batch: Batch[Any], locators: Mapping[FundDay, str]) -> None:
        """Record what an asset passed on in a run, in place of an earlier record of the same run and asset.

        Args:
            run_id: the run.
            asset: the asset key as text, `raw/xml_5_0`.
            batch: its outcome.
            locators: where the value of each good key lies.
        """
        rows = [
            *((k, "good", good.version, locators[k], None, None, None) for k, good in batch.good.items()),
            *((k, "missing", None, None, None, why, None) for k, why in batch.missing.items()),
            *((k, "failed", None, None, fault.code, fault.reason, fault.action) for k, fault in batch.failed.items()),
        ]
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute("DELETE FROM ctl.execution WHERE run_id = %s AND asset = %s", (run_id, asset))
            cursor.execute("INSERT INTO ctl.execution (run_id, asset) VALUES (%s, %s)", (run_id, asset))
            execute_rows(
                cursor,
                """INSERT INTO ctl.outcome
                   (run_id, asset, fund, date, state, version, locator, code, reason, action) VALUES %s""",
                [(run_id, asset, key.fund, key.date, *rest) for key, *rest in rows],
            )

    def outcome(self, run_id: str, asset: str) -> Batch[str] | None:
        """What an asset passed on in a run, values being locators; None if the run has not executed it."""
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute("SELECT FROM ctl.execution WHERE run_id = %s AND asset = %s", (run_id, asset))
            if cursor.fetchone() is None:
                return None
            cursor.execute(
                """SELECT fund, date, state, version, locator, code, reason, action
                   FROM ctl.outcome WHERE run_id = %s AND asset = %s ORDER BY date, fund""",
                (run_id, asset),
            )
            return _batch(cursor.fetchall())

    def latest_outcomes(self, asset: str, keys: Iterable[FundDay], *, state: str = "good") -> Batch[str]:
        """The last good (or failed) outcome of an asset for each key, of any run; no entry where there is none."""
        rows = self._read(
            f"""SELECT DISTINCT ON (date, fund) fund, date, state, version, locator, code, reason, action
                FROM ctl.outcome JOIN ctl.execution USING (run_id, asset) JOIN {KEYS} USING (fund, date)
                WHERE asset = %(asset)s AND state = %(state)s
                ORDER BY date, fund, recorded_at DESC""",
            keys,
            asset=asset,
            state=state,
        )
        return _batch(rows)

    # What is loaded, and whether it reconciles

    def loaded(self, keys: Iterable[FundDay], sink: str) -> dict[FundDay, LoadedSlice]:
        """What a sink holds of each key; no entry where it holds nothing."""
        rows = self._read(
            f"""SELECT fund, date, version, sha256, guid, verdict, patliq, rows, run_id, loaded_at
                FROM ctl.slice_load JOIN {KEYS} USING (fund, date) WHERE sink = %(sink)s""",
            keys,
            sink=sink,
        )
        return {
            FundDay(day, fund): LoadedSlice(version, sha256, guid, Status(verdict), *rest)
            for fund, day, version, sha256, guid, verdict, *rest in rows
        }

    def record_reconciliations(
        self, run_id: str, results: Batch[Sequence[CheckResult]], *, first_place: int = 0
    ) -> None:
        """Record what checks said of each good key's version, in place of what they said of that version before.

        Args:
            run_id: the run.
            results: in the checks' order.
            first_place: the first one's place among all checks of a fund-day.
        """
        rows = [
            (key.fund, key.date, good.version, result.check, place, result.status.value, result.difference,
             result.tolerance, result.explanation, result.applies, run_id)
            for key, good in sorted(results.good.items(), key=lambda item: item[0])
            for place, result in enumerate(good.value, first_place)
        ]  # fmt: skip
        with self._connection, self._connection.cursor() as cursor:
            execute_rows(
                cursor,
                """INSERT INTO ctl.reconciliation
                   (fund, date, version, check_name, position, status, difference, tolerance, explanation, applies,
                    run_id)
                   VALUES %s
                   ON CONFLICT (fund, date, version, check_name) DO UPDATE SET position = excluded.position,
                       status = excluded.status, difference = excluded.difference, tolerance = excluded.tolerance,
                       explanation = excluded.explanation, applies = excluded.applies, run_id = excluded.run_id,
                       recorded_at = now()""",
                rows,
            )

    def reconciliation(
        self, keys: Iterable[FundDay], *, pinned: Mapping[FundDay, int] | None = None
    ) -> dict[FundDay, list[CheckResult]]:
        """What the checks said of the highest version of each key, or of the one in `pinned`; in the checks' order."""
        wanted = list(keys)
        found: dict[FundDay, list[CheckResult]] = {}
        for fund, day, check, status, *rest in self._read(
            """SELECT fund, date, check_name, status, difference, tolerance, explanation, applies
               FROM (SELECT r.*, rank() OVER (PARTITION BY fund, date ORDER BY version DESC) AS age
                     FROM ctl.reconciliation r
                     JOIN unnest(%(funds)s::text[], %(dates)s::date[], %(pins)s::int[]) AS k(fund, date, pin)
                         USING (fund, date)
                     WHERE version = coalesce(pin, version)) AS aged
               WHERE age = 1 ORDER BY date, fund, position""",
            wanted,
            pins=[(pinned or {}).get(key) for key in wanted],
        ):
            found.setdefault(FundDay(day, fund), []).append(CheckResult(check, Status(status), *rest))
        return found

    def checked(self, keys: Iterable[FundDay], check: str) -> set[tuple[FundDay, int]]:
        """The fund-days and their versions of which there is a result of a check, whatever it says."""
        rows = self._read(
            f"""SELECT fund, date, version FROM ctl.reconciliation JOIN {KEYS} USING (fund, date)
                WHERE check_name = %(check)s""",
            keys,
            check=check,
        )
        return {(FundDay(day, fund), version) for fund, day, version in rows}

    def _read(self, sql: str, keys: Iterable[FundDay], **values: object) -> list[tuple[Any, ...]]:
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute(sql, keyed(keys, **values))
            return cursor.fetchall()

    def _write(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        with self._connection, self._connection.cursor() as cursor:
            execute_rows(cursor, sql, rows)


def _batch(rows: Iterable[tuple[Any, ...]]) -> Batch[str]:
    batch: Batch[str] = Batch()
    for fund, day, state, version, locator, code, reason, action in rows:
        key = FundDay(day, fund)
        if state == "good":
            batch.succeed(key, locator, version)
        elif state == "missing":
            batch.miss(key, reason)
        else:
            batch.fail(key, Fault(code, reason, action))
    return batch
