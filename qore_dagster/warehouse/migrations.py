"""The warehouse's schema, by numbered SQL files.

Belongs here: applying `sql/NNNN_name.sql` once each and in order. Does not: the SQL, which is written for PostgreSQL 15
and later.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
from psycopg2 import errors

from qore_dagster.warehouse.address import connect
from qore_dagster.warehouse.errors import MigrationError

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

FOLDER = Path(__file__).parent / "sql"
FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
LOCK_KEY = 0x6D696772  # "migr"

BOOK = """
create schema if not exists ctl;
create table if not exists ctl.migration (
    number integer primary key,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now()
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file.

    Attributes:
        number: its place in the order.
        name: the file's name.
        sql: its text, with a line feed alone at line ends, on every system.
    """

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """What tells whether an applied file was changed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrate(uri: str, folder: Path = FOLDER) -> list[str]:
    """Apply the migrations that the database does not have yet, all in one transaction.

    Several processes may call it at once: one applies, the others wait and find it done.

    Args:
        uri: the warehouse.
        folder: where the files lie.

    Returns:
        The names of the files applied now.

    Raises:
        AddressError: the database does not let us in.
        MigrationError: a file failed (nothing of this call stays), or one that was applied is changed or gone.
    """
    migrations = list(_read(folder))
    with closing(connect(uri, purpose="migrations")) as connection:
        try:
            if not _pending(migrations, _applied(connection)):
                return []
        except errors.UndefinedTable:
            connection.rollback()
        with connection, connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", (LOCK_KEY,))
            cursor.execute(BOOK)
            pending = _pending(migrations, _applied(connection))
            for migration in pending:
                _apply(connection, migration)
        return [migration.name for migration in pending]


def _read(folder: Path) -> Iterator[Migration]:
    seen: dict[int, str] = {}
    for path in sorted(folder.glob("*.sql")):
        match = FILE_NAME.fullmatch(path.name)
        if match is None:
            raise MigrationError(f"nome de migração inválido: {path.name}", "chame o arquivo de NNNN_nome.sql")
        number = int(match[1])
        if number in seen:
            raise MigrationError(
                f"duas migrações com o número {number:04}: {seen[number]} e {path.name}", "renumere uma delas"
            )
        seen[number] = path.name
        yield Migration(number, path.name, path.read_text(encoding="utf-8"))  # reading makes CRLF a plain \n


def _applied(connection: "Connection") -> dict[int, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("select number, name, sha256 from ctl.migration")
        return {number: (name, sha256) for number, name, sha256 in cursor.fetchall()}


def _pending(migrations: list[Migration], applied: dict[int, tuple[str, str]]) -> list[Migration]:
    known = {migration.number: migration for migration in migrations}
    for number, (name, sha256) in sorted(applied.items()):
        if number not in known:
            raise MigrationError(
                f"o banco tem a migração {name}, que este programa não conhece",
                "atualize o programa: o banco foi usado por uma versão mais nova",
            )
        if known[number].sha256 != sha256:
            raise MigrationError(
                f"a migração {known[number].name} foi alterada depois de aplicada ao banco",
                "desfaça a alteração do arquivo e escreva a mudança numa migração nova",
            )
    return [migration for migration in migrations if migration.number not in applied]


def _apply(connection: "Connection", migration: Migration) -> None:
    with connection.cursor() as cursor:
        try:
            cursor.execute(migration.sql)
        except psycopg2.Error as error:
            raise MigrationError(
                f"a migração {migration.name} falhou: {str(error).strip()}",
                "o banco ficou como estava; corrija o arquivo e rode de novo",
            ) from error
        cursor.execute(
            "insert into ctl.migration (number, name, sha256) values (%s, %s, %s)",
            (migration.number, migration.name, migration.sha256),
        )
