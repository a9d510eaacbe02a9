"""`python -m benchmarks.migration`: the old database, 950,000 rows, by `qore migrate-access`; and killed twice.

Belongs here: time, rows a second, memory, the reconciliation, and that one which was killed gives the same.
Does not: the file (`old_database`). Linux only, for the memory.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2
from psycopg2.extensions import connection as Connection

from benchmarks import machine, old_database
from benchmarks.old_registry import prepare
from qore_dagster.migration.sources import SOURCES
from qore_dagster.warehouse.lease import Lease, lease
from qore_dagster.warehouse.migrations import migrate

_QORE = Path(sys.executable).with_name("qore")
_PAUSE_SECONDS = 0.1
_HALF, _REFUSED = 0.5, 1  # the planted dirt is refused, and so the command ends with 1


def main() -> int:
    """Measure, and say it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.migration", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="of the documented volumes (1)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qore-migration-") as folder, lease(Path(folder) / "home") as server:
        file = Path(folder) / "Base Fundos_v2.accdb"
        rows = old_database.write(file, asked.scale)
        migrated = sum(count for table, count in rows.items() if any(table == source.table for source in SOURCES))
        with _warehouse(server, "unbroken") as unbroken, _warehouse(server, "killed") as killed:
            found = _unbroken(server, file, rows) | {"killed": _killed(server, killed, file, migrated)}
            found["killed"]["same as unbroken"] = _print_of(killed) == _print_of(unbroken)
    print(json.dumps({"machine": machine.describe()} | found, ensure_ascii=False, indent=1))
    return 0 if found["balanced"] and found["killed"]["same as unbroken"] else 1


@contextmanager
def _warehouse(server: Lease, name: str) -> Iterator[Connection]:
    """A database of its own, migrated, with the registry's funds."""
    with closing(psycopg2.connect(server.uri("postgres"))) as admin:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    migrate(server.uri(name))
    with closing(psycopg2.connect(server.uri(name))) as connection:
        prepare(connection)
        yield connection


def _unbroken(server: Lease, file: Path, rows: dict[str, int]) -> dict[str, Any]:
    process, began = _start(server, "unbroken", file), time.monotonic()
    peak, watched = 0.0, psutil.Process(process.pid)
    while watched.status() != psutil.STATUS_ZOMBIE:
        with suppress(psutil.Error):
            peak = max(peak, watched.memory_full_info().pss / 1e6)
        time.sleep(_PAUSE_SECONDS)
    seconds, said = time.monotonic() - began, _end(process, "unbroken", file)
    return {
        "file MB": round(file.stat().st_size / 1e6),
        "rows in all": sum(rows.values()),
        "rows migrated": sum(one["linhas"] for one in said["fontes"]),
        "loaded": sum(one["carregadas"] for one in said["fontes"]),
        "quarantined": sum(one["quarentena"] for one in said["fontes"]),
        "not migrated": said["nao_migradas"],
        "names to map": len(said["nomes_a_mapear"]),
        "balanced": all(one["confere"] for one in said["fontes"]),
        "funds balanced": sum(len(one["fundos"]) for one in said["fontes"]),
        "seconds": round(seconds, 1),
        "rows a second": round(sum(rows.values()) / seconds),
        "peak MB of the command, JVM included": round(peak),
    }


def _killed(server: Lease, connection: Connection, file: Path, rows: int) -> dict[str, Any]:
    """Killed when half the rows are staged, again when the last table is being loaded, then left alone."""
    began = time.monotonic()
    half = "SELECT coalesce(sum(linhas), 0) FROM ctl.migrated_source"
    staged = _kill_when(_start(server, "killed", file), connection, half, lambda seen: seen >= rows * _HALF)
    loading = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
                 AND query LIKE 'INSERT INTO pos.pos_dir_cred%' AND query LIKE '%FIDC_ESTOQUE%'
                 AND pid <> pg_backend_pid()"""
    _kill_when(_start(server, "killed", file), connection, loading, lambda seen: seen > 0)
    said = _end(_start(server, "killed", file), "killed", file)
    return {
        "staged at the first kill": staged,
        "seconds in all": round(time.monotonic() - began, 1),
        "balanced": all(one["confere"] for one in said["fontes"]),
    }


def _start(server: Lease, database: str, file: Path) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QORE_", "ACCESS_", "DAGSTER_"))}
    return subprocess.Popen(
        [str(_QORE), "migrate-access", str(file), "--json"],
        env=kept | {"POSTGRES_URI": server.uri(database), "DAGSTER_POSTGRES_URL": server.uri(database)},
        cwd=file.parent,
        text=True,
        stdout=_said(database, file).open("w", encoding="utf-8"),
        stderr=file.with_name(f"{database}.log").open("w", encoding="utf-8"),
    )


def _end(process: "subprocess.Popen[str]", database: str, file: Path) -> dict[str, Any]:
    """Wait for a migration, and give what it said."""
    code, said = process.wait(), _said(database, file).read_text(encoding="utf-8")
    if code != _REFUSED or not said:
        raise SystemExit(f"{database}: qore migrate-access ended with {code}:\n{_log(database, file)}")
    return json.loads(said)


def _said(database: str, file: Path) -> Path:
    return file.with_name(f"{database}.json")


def _log(database: str, file: Path) -> str:
    return file.with_name(f"{database}.log").read_text(encoding="utf-8")[-2000:]


def _kill_when(
    process: "subprocess.Popen[str]", connection: Connection, query: str, reached: Callable[[int], bool]
) -> int:
    """SIGKILL the command when the database shows something; tells what it showed."""
    while process.poll() is None:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            seen = int((cursor.fetchone() or (0,))[0])
        if reached(seen):
            process.kill()
            process.wait()
            return seen
        time.sleep(_PAUSE_SECONDS)
    raise SystemExit("the migration ended before it was killed")


class _Hash:
    """A file that keeps nothing of what is written to it but the hash."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, data: bytes | str) -> int:
        """Take a piece."""
        self.digest.update(data.encode() if isinstance(data, str) else data)
        return len(data)


def _print_of(connection: Connection) -> dict[str, str]:
    """A hash of each table that a migration writes, without surrogate ids and moments."""
    queries = {"quarantine": "SELECT * FROM ctl.migrated_quarantine ORDER BY source, linha"}
    for source in SOURCES:
        if source.landing:
            register = source.landing.register
            thing = f"JOIN cad.{register.name} r USING ({register.id})" if register else ""
            told = (
                f"r.identidade, to_jsonb(r) - '{{{register.id},id_fundo,atualizado_em}}'::text[]" if register else "1"
            )
            left_out = f"{{id_fundo,carregado_em,id_cotista,{register.id if register else 'id_pos_cota'}}}"
            queries[source.target] = f"""
                SELECT i.slug, {told}, to_jsonb(p) - '{left_out}'::text[] -
                       ARRAY(SELECT k FROM jsonb_object_keys(to_jsonb(p)) k WHERE k LIKE 'id_pos_%')
                FROM {source.target} p JOIN cad.info_fundos i USING (id_fundo) {thing}
                ORDER BY p.data_pos, i.slug, p.ordinal"""
    found: dict[str, str] = {}
    with connection, connection.cursor() as cursor:
        for name, query in queries.items():
            hashed = _Hash()
            cursor.copy_expert(f"COPY ({query}) TO STDOUT", hashed)
            found[name] = hashed.digest.hexdigest()
    return found


if __name__ == "__main__":
    sys.exit(main())
