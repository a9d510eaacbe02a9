"""What the tests of the migration share: a small old database, real, and a warehouse with the registry's funds."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from filelock import FileLock
from psycopg2.extensions import connection as Connection

from benchmarks import old_database
from benchmarks.old_registry import prepare
from qore_dagster.access.jackcess import JackcessEngine
from qore_dagster.migration.result import Result
from qore_dagster.migration.run import Asked, Listener, migrate
from qore_dagster.warehouse.dump import canonical_dump
from qore_dagster_tests.cli.conftest import start

__all__ = ["old_file", "start", "warehouse"]

SCALE = 1 / 200

_MORE = {
    "aux.depara_fundos": "SELECT d.sistema, d.codigo, i.slug, d.fonte FROM aux.depara_fundos d "
    "JOIN cad.info_fundos i USING (id_fundo) ORDER BY 1, 2, 3",
    "aux.depara_ativos": "SELECT de, para, fonte FROM aux.depara_ativos ORDER BY 1",
    "aux.depara_emissores": "SELECT de, para, fonte FROM aux.depara_emissores ORDER BY 1",
    "cad.info_calendario": "SELECT data, dia_util, descricao, fonte FROM cad.info_calendario ORDER BY 1",
    "cad.info_cotistas": "SELECT identidade, codigo_britech, nome_cotista, cpf_cnpj FROM cad.info_cotistas ORDER BY 1",
    "pos.pos_passivo": "SELECT i.slug, p.data_pos, p.ordinal, p.nome, p.documento, p.qt_cotas, p.valor_bruto, p.run_id "
    "FROM pos.pos_passivo p JOIN cad.info_fundos i USING (id_fundo) ORDER BY 1, 2, 3",
    "ctl.migrated_quarantine": "SELECT * FROM ctl.migrated_quarantine ORDER BY source, linha",
    "run ids": "SELECT run_id, count(*) FROM pos.pos_cota GROUP BY 1 ORDER BY 1",
}


@dataclass
class Warehouse:
    """A warehouse that is migrated to.

    Attributes:
        uri: its address.
        connection: to it.
    """

    uri: str = field(repr=False)
    connection: Connection

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query gives."""
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def migrate(
        self,
        path: Path,
        mapping: Path | None = None,
        *,
        rehearsal: bool = False,
        told: Listener = lambda *_: None,
        patience: float = 30.0,
    ) -> Result:
        """Migrate a file."""
        return migrate(self.connection, JackcessEngine(), Asked(path, mapping, rehearsal, patience), told)

    def dump(self) -> str:
        """All that a migration writes, and the rest of the warehouse, without surrogate ids and moments."""
        parts = [canonical_dump(self.connection)]
        parts += [f"-- {name}\n" + "\n".join(map(repr, self.rows(sql))) for name, sql in _MORE.items()]
        return "\n".join(parts)


@pytest.fixture(scope="session")
def old_file(shared_folder: Path) -> Path:
    """The old database at a small scale; made by the first worker that asks."""
    path = shared_folder / "Base Fundos_v2.accdb"
    with FileLock(shared_folder / "old_file.lock"):
        if not path.exists():
            unfinished = path.with_name("unfinished.accdb")
            unfinished.unlink(missing_ok=True)
            old_database.write(unfinished, SCALE)
            unfinished.rename(path)
    return path


@pytest.fixture
def warehouse(warehouse_uri: str) -> Iterator[Warehouse]:
    """A warehouse that knows the funds of the portal."""
    with closing(psycopg2.connect(warehouse_uri)) as connection:
        prepare(connection)
        yield Warehouse(warehouse_uri, connection)
